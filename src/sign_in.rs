//! Signing in, as a state machine: it decides what to send and what an answer means, and does no IO itself.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `authenticateUser…` and `initiateAuth`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html>

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

mod challenge;
mod choice;
mod device;
mod password;
mod request;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::config::UserPool;
use crate::devices::{self, Device};
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::secret::Secret;
use crate::service::Client;
use crate::session::{AuthenticationResult, Tokens, store_sign_in};
use crate::srp::Ephemeral;
use crate::wire::{Value, object};

#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use challenge::Asked;
pub(crate) use choice::Choice;
#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use password::prepare;
pub(crate) use request::{AuthReply, AuthRequest, InitiateAuth, RespondToAuthChallenge};

/// How the user proves who they are.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum Proof {
    /// `USER_SRP_AUTH`: the password never leaves the device.
    Srp(Secret),
    /// `USER_PASSWORD_AUTH`: the password itself is sent, as user migration needs it.
    Password(Secret),
    /// `CUSTOM_AUTH` that begins with the password, proved by SRP.
    CustomWithSrp(Secret),
    /// `CUSTOM_AUTH` without a password, or a choice without one.
    Custom,
}

impl Proof {
    /// The proof of that `authenticationFlowType`; `USER_SRP_AUTH` where none is configured.
    pub(crate) fn of_flow(flow: &Value, password: Secret) -> Result<Proof, AuthError> {
        if *flow == *"USER_SRP_AUTH" {
            Ok(Proof::Srp(password))
        } else if *flow == *"USER_PASSWORD_AUTH" {
            Ok(Proof::Password(password))
        } else if *flow == *"CUSTOM_AUTH" {
            Ok(Proof::CustomWithSrp(password))
        } else {
            Err(Failure::Plain("Authentication flow type is invalid.").into())
        }
    }
}

/// The sign-in that an application asks for.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct SignInRequest {
    /// As typed: a name, an e-mail address, an alias.
    pub username: Value,
    pub proof: Proof,
    /// Sent as `ClientMetadata`: an object, empty if the application gave none.
    pub client_metadata: Value,
    /// The first `AuthParameters`, from an application that fills an `AuthenticationDetails` itself. An object of our
    /// own.
    pub auth_parameters: Value,
    /// The first factor that is chosen: then the flow is `USER_AUTH`. `None` in v5's flows.
    pub choice: Option<Choice>,
}

/// The next step of a sign-in.
pub(crate) enum Next {
    /// Send this, and give the reply to [`SignIn::reply`].
    Send(AuthRequest),
    /// The user must answer; the caller shows `challengeName`.
    Ask(Challenge),
    /// Signed in.
    Done(AuthenticationResult),
}

/// A question of the service that only the user, or the application, can answer.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct Challenge {
    /// `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …, and names that came after this library.
    pub name: Value,
    /// `challengeParam`; for `NEW_PASSWORD_REQUIRED` an object of `userAttributes` and `requiredAttributes`.
    pub parameters: Value,
    /// `AvailableChallenges`: the factors to choose from; `undefined` if the service named none.
    pub available: Value,
}

/// The state of a sign-in: all that the next step needs, wherever the steps before were taken.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct SignInState {
    /// As typed, until the service gives the name by which it knows the user.
    pub username: Value,
    /// As typed, where the service has given another name; else `undefined`.
    pub alias: Value,
    /// `Session`, which the next answer must carry.
    pub challenge_session: Secret,
    /// `ChallengeName` of the open challenge; `undefined` if there is none.
    pub challenge_name: Value,
    pub device: Device,
    /// Whether other tabs and later visits find the session; else it is this tab's own.
    pub is_remembered: bool,
}

impl SignInState {
    /// A new sign-in on an unknown device, without a challenge.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn new(username: &Value) -> Self {
        SignInState {
            username: username.clone(),
            alias: Value::undefined(),
            challenge_session: Value::undefined().into(),
            challenge_name: Value::undefined(),
            device: Device::unknown(),
            is_remembered: true,
        }
    }
}

impl SignInState {
    /// Takes the name by which the service knows the user; anything that is no name changes nothing.
    ///
    /// Parity: v5 goes on with the name as typed, unless the password was proved by SRP.
    fn rename(&mut self, name: Value) {
        if name.is_text() && name != self.username {
            let former = std::mem::replace(&mut self.username, name);
            self.alias = self.alias.clone().or(former);
        }
    }

    /// The names under which this device may be stored: the user's, and the one that was typed.
    fn names(&self) -> impl Iterator<Item = &Value> {
        [&self.username, &self.alias]
            .into_iter()
            .filter(|name| name.is_truthy())
    }
}

/// Reads the stored device of that username; `None` if a part is missing.
pub(crate) type Recall<'a> = &'a dyn Fn(&Value) -> Option<Device>;

/// A sign-in under way.
pub(crate) struct SignIn {
    pool: UserPool,
    state: SignInState,
    /// The request that it began with; `None` if it continues an earlier sign-in.
    begun: Option<SignInRequest>,
    /// Whether the service has given the user's name.
    is_named: bool,
    /// Whether the service has forgotten this device. Its key is then sent no more.
    is_without_device: bool,
    /// Whether nothing is lost if the service refuses the session that the last request has.
    may_begin_anew: bool,
    step: Step,
}

enum Step {
    /// `InitiateAuth` with `SRP_A` is sent: the answer brings the server's half.
    SrpStarted(Ephemeral),
    /// `DEVICE_SRP_AUTH` is answered with the device's `SRP_A`.
    DeviceStarted(Ephemeral),
    /// The device's proof is sent: no other is asked for.
    DeviceProved,
    /// The next answer is a challenge for the user, or the tokens.
    Verdict,
    /// Nothing more is expected.
    Over,
}

impl SignIn {
    /// A sign-in in that state, with nothing sent yet. Next comes [`SignIn::begin`], an answer, or a reply that another
    /// caller received.
    pub(crate) fn new(pool: &UserPool, state: SignInState) -> SignIn {
        SignIn {
            pool: pool.clone(),
            state,
            begun: None,
            is_named: false,
            is_without_device: false,
            may_begin_anew: false,
            step: Step::Verdict,
        }
    }

    /// A sign-in in that state, on the state's own device if it is known, else on the stored one.
    pub(crate) fn on_known_device<P: Platform>(client: &Client<P>, mut state: SignInState) -> SignIn {
        if !state.device.proven_key().is_truthy()
            && let Some(device) = devices::recall(client, &state.username)
        {
            state.device = device;
        }
        SignIn::new(&client.pool, state)
    }

    /// The current state.
    pub(crate) fn state(&self) -> &SignInState {
        &self.state
    }

    /// Begins with `InitiateAuth`, or with the answer to `SELECT_CHALLENGE`.
    pub(crate) fn begin<P: Platform>(&mut self, request: SignInRequest, platform: &P) -> Result<Next, AuthError> {
        if self.state.username != request.username {
            self.state.username = request.username.clone();
            self.state.alias = Value::undefined();
        }
        self.is_named = false;
        self.step = Step::Verdict;
        let device_key = self.state.device.proven_key();
        let mut parameters = request.auth_parameters.clone().or(object());
        parameters = parameters.with("USERNAME", &request.username);
        let mut auth_flow = match &request.proof {
            Proof::Srp(_) | Proof::CustomWithSrp(_) => {
                let ephemeral = password::ephemeral(platform)?;
                parameters = parameters
                    .with_text("SRP_A", ephemeral.a_pub())
                    .with("DEVICE_KEY", &device_key);
                self.step = Step::SrpStarted(ephemeral);
                if let Proof::CustomWithSrp(_) = request.proof {
                    parameters = parameters.with_text("CHALLENGE_NAME", "SRP_A");
                    "CUSTOM_AUTH"
                } else {
                    "USER_SRP_AUTH"
                }
            }
            Proof::Password(password) => {
                parameters = parameters
                    .with("PASSWORD", password.expose())
                    .with("DEVICE_KEY", &device_key);
                "USER_PASSWORD_AUTH"
            }
            Proof::Custom => "CUSTOM_AUTH",
        };
        let mut session = Secret::from(Value::undefined());
        if let Some(choice) = &request.choice {
            parameters = parameters.with("DEVICE_KEY", &device_key);
            self.may_begin_anew = choice.continues();
            if choice.answers.is_truthy() {
                let next = self.choose(choice, parameters, &request.client_metadata);
                self.begun = Some(request);
                return Ok(next);
            }
            parameters = parameters.with("PREFERRED_CHALLENGE", &choice.factor);
            session = choice.session.clone();
            auth_flow = "USER_AUTH";
        }
        let sending = InitiateAuth {
            auth_flow,
            client_id: self.pool.client_id.clone(),
            auth_parameters: parameters,
            session,
            client_metadata: request.client_metadata.clone(),
            user_context_data: Value::undefined(),
        };
        self.begun = Some(request);
        Ok(Next::Send(AuthRequest::Initiate(sending)))
    }

    /// Reads the reply to the last request, and gives the next step.
    pub(crate) fn reply<P: Platform>(
        &mut self,
        reply: AuthReply,
        recall: Recall<'_>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let name = &reply.challenge_name;
        self.may_begin_anew = false;
        // Parity: the challenge that answers SRP_A need not be named. Any challenge other than the password's is for
        // the user to answer. v5 fails on a CUSTOM_AUTH flow that does not begin with the password.
        let is = |expected: &str| !name.is_truthy() || *name == *expected;
        let is_device = *name == *"DEVICE_SRP_AUTH";
        match std::mem::replace(&mut self.step, Step::Over) {
            // Only the session of a confirmed sign-up stands for a password.
            Step::SrpStarted(_) if self.is_by_choice() && reply.result.is_some() => self.verdict(reply),
            Step::SrpStarted(ephemeral) if is("PASSWORD_VERIFIER") => {
                self.answer_password(&reply, &ephemeral, recall, platform)
            }
            Step::DeviceStarted(ephemeral) if is("DEVICE_PASSWORD_VERIFIER") => {
                self.prove_device(&reply, &ephemeral, platform)
            }
            Step::SrpStarted(_) | Step::Verdict if is_device => {
                // Parity: after a code, v5 answers with the session of the code's challenge.
                self.state.challenge_session = reply.session;
                self.answer_device(&Value::undefined(), platform)
            }
            Step::Over => Err(unexpected()),
            _ if is_device => Err(unexpected()),
            _ => self.verdict(reply),
        }
    }

    /// The step after a verdict: the sign-in is done, or the user must answer a challenge.
    fn verdict(&mut self, reply: AuthReply) -> Result<Next, AuthError> {
        let (name, mut parameters) = (reply.challenge_name, reply.challenge_parameters);
        if !name.is_truthy() {
            return reply.result.map(Next::Done).ok_or_else(unexpected);
        }
        let mut user_id = parameters.text("USER_ID_FOR_SRP");
        // Parity: in v5's flows, only the other name counts.
        if self.is_by_choice() {
            user_id = user_id.or(parameters.text("USERNAME"));
        }
        if user_id.is_text() {
            self.is_named = true;
            self.state.rename(user_id);
        }
        if name == *"NEW_PASSWORD_REQUIRED" {
            parameters = new_password_parameters(&parameters)?;
        }
        self.state.challenge_session = reply.session;
        self.state.challenge_name = name.clone();
        let available = reply.available;
        Ok(Next::Ask(Challenge {
            name,
            parameters,
            available,
        }))
    }

    /// The request that answers a challenge.
    fn respond(&self, name: Value, responses: Value, challenge_session: Secret, client_metadata: Value) -> Next {
        Next::Send(AuthRequest::Respond(RespondToAuthChallenge {
            challenge_name: name,
            client_id: self.pool.client_id.clone(),
            challenge_responses: responses.with("USERNAME", &self.state.username),
            session: challenge_session,
            client_metadata,
            user_context_data: Value::undefined(),
        }))
    }
}

/// The parameters of `NEW_PASSWORD_REQUIRED`, decoded. `userAttributes` and `requiredAttributes` come as JSON texts,
/// the latter with a prefix before each name.
///
/// Parity: v5 cuts 15 characters off every name, also off one that has no prefix.
fn new_password_parameters(parameters: &Value) -> Result<Value, AuthError> {
    let json = |name| {
        let text = parameters.text(name);
        if !text.is_truthy() {
            return Ok(Value::null());
        }
        let value = Value::decode(&text);
        if value.is_undefined() {
            Err(unexpected())
        } else {
            Ok(value)
        }
    };
    let names = json("requiredAttributes")?.items();
    let required = names.iter().filter(|name| name.is_text()).map(|name| {
        let parts = name.split("userAttributes.");
        parts.at(parts.len() - 1)
    });
    let required = Value::list(required.collect());
    Ok(object()
        .with("userAttributes", &json("userAttributes")?)
        .with("requiredAttributes", &required))
}

fn unexpected() -> AuthError {
    Failure::InvalidResponse("The service's answer to a sign-in is incomplete.".into()).into()
}

/// How a sign-in ended.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum Outcome {
    /// Signed in, and stored. The flag says that the user must confirm a new device.
    SignedIn(Tokens, bool),
    /// The user must answer first. Nothing is stored.
    Ask(Challenge),
}

/// Runs a sign-in up to the tokens, or to a challenge for the user. The state at the end is given with every result, an
/// error included.
///
/// Parity: v5 fails the sign-in when a new device cannot be confirmed, and leaves its tokens in storage. Here the user
/// is signed in, on a device that the service does not know.
pub(crate) async fn run<P: Platform>(
    client: &Client<P>,
    mut flow: SignIn,
    mut next: Result<Next, AuthError>,
) -> (SignInState, Result<Outcome, AuthError>) {
    let recall = |username: &Value| devices::recall(client, username);
    let result = loop {
        next = match next {
            Ok(Next::Send(mut request)) => {
                let exchange = request.prepare(client, &flow.state.username);
                match client.exchange(exchange).await {
                    Ok(reply) => flow.reply(reply, &recall, &client.platform),
                    Err(error) if error.denies_device() && flow.state.device.proven_key().is_truthy() => {
                        for name in flow.state.names() {
                            devices::remove(client, name);
                        }
                        flow.without_device(request, error, &client.platform)
                    }
                    Err(error) if flow.may_begin_anew && error.ends_challenge() => flow.anew(error, &client.platform),
                    Err(error) => Err(error),
                }
            }
            Ok(Next::Ask(challenge)) => break Ok(Outcome::Ask(challenge)),
            Ok(Next::Done(result)) => {
                let tokens = Tokens::issued(&result, &Secret::default(), &client.platform);
                let state = &mut flow.state;
                if !flow.is_named {
                    state.rename(tokens.username(&client.platform));
                }
                if let Err(error) = store_sign_in(client, &state.username, &tokens, state.is_remembered) {
                    break Err(error);
                }
                state.challenge_name = Value::undefined();
                let mut must_confirm = false;
                let confirmed = devices::confirm(client, &state.username, &result.new_device, &tokens).await;
                if let Some((device, must_agree)) = confirmed {
                    state.device = device;
                    must_confirm = must_agree;
                }
                // The next sign-in by that alias names the device before the service has given the user's name.
                if state.alias.is_truthy() && state.device.proven_key().is_truthy() {
                    for name in state.names() {
                        // The user is signed in all the same: the device is not known then.
                        let _ = devices::store(client, name, &state.device);
                    }
                }
                break Ok(Outcome::SignedIn(tokens, must_confirm));
            }
            Err(error) => break Err(error),
        }
    };
    (flow.state, result)
}
