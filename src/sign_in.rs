//! Signing in, as a state machine: it decides what to send and what an answer means, and does no IO itself.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `authenticateUser…` and `initiateAuth`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html>

mod challenge;
mod device;
mod password;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::cognito::Client;
use crate::config::UserPool;
use crate::devices::{self, Device};
use crate::error::{AuthError, Failure};
use crate::mfa::VERIFY_SOFTWARE_TOKEN;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::session::{Tokens, issued, store};
use crate::srp::Ephemeral;
use crate::wire::{Value, object};
use alloc::vec::Vec;

#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use challenge::mfa_type;
#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use password::prepare;

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
    /// `CUSTOM_AUTH` without a password.
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

/// What an application asks for.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct SignInRequest {
    /// As typed: a name, an e-mail address, an alias.
    pub username: Value,
    pub proof: Proof,
    /// Sent as `ClientMetadata`: an object, empty if the application gave none.
    pub client_metadata: Value,
    /// `AuthParameters` to begin with, for code that fills an `AuthenticationDetails` itself: an object of our own.
    pub auth_parameters: Value,
}

/// Where a sign-in stands: what a user object carries from one answer to the next.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct Attempt {
    /// The name that the service knows the user by, once it has said so; until then the one typed.
    pub username: Value,
    /// `Session`: what the next answer must carry; null or `undefined` if nothing.
    pub challenge_session: Value,
    /// The device, as far as it is known.
    pub device: Device,
}

/// What must happen before sign-in can go on.
pub(crate) enum Next {
    /// Send this, and give the reply to [`SignIn::reply`].
    Send(AuthRequest),
    /// The user must answer; the caller shows `challengeName`.
    Ask(Challenge),
    /// Signed in: this reply has the tokens.
    Done(Value),
}

/// A question of the service that only the user, or the application, can answer.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct Challenge {
    /// `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …, and names that came after this library.
    pub name: Value,
    /// `challengeParam`; for `NEW_PASSWORD_REQUIRED` an object of `userAttributes` and `requiredAttributes`.
    pub parameters: Value,
}

/// A request of the sign-in. It may hold the password, so it has no `Debug`.
pub(crate) struct AuthRequest {
    /// `InitiateAuth`, `RespondToAuthChallenge`, or `VerifySoftwareToken`:
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
    operation: &'static str,
    members: Value,
}

impl AuthRequest {
    /// Sends it, and gives the reply.
    async fn send<P: Platform>(&self, client: &Client<P>, username: &Value) -> Result<Value, AuthError> {
        let mut request = self.members.clone();
        if self.operation != VERIFY_SOFTWARE_TOKEN {
            request = request.with("UserContextData", &client.user_context(username));
        }
        client.call(self.operation, &request).await
    }
}

/// Gives what is kept of this device for a user.
pub(crate) type Stored<'a> = &'a dyn Fn(&Value) -> Device;

/// A sign-in under way.
pub(crate) struct SignIn {
    pool: UserPool,
    attempt: Attempt,
    /// What it began with; `None` if this goes on with one that began before.
    begun: Option<SignInRequest>,
    /// The service has forgotten this device: it is not mentioned again.
    is_without_device: bool,
    state: State,
}

enum State {
    /// `InitiateAuth` with `SRP_A` is sent: the answer brings the server's half.
    SrpStarted(Ephemeral),
    /// `DEVICE_SRP_AUTH` is answered with the device's `SRP_A`.
    DeviceStarted(Ephemeral),
    /// The device's proof is sent: no other is asked for.
    DeviceProved,
    /// The first code of an authenticator app is sent.
    TokenSent,
    /// The next answer is a challenge for the user, or the tokens.
    Verdict,
    /// Nothing more is expected.
    Over,
}

impl SignIn {
    /// Where nothing is sent yet. What comes next is [`SignIn::begin`], an answer, or a reply that somebody else had.
    pub(crate) fn new(pool: &UserPool, attempt: Attempt) -> SignIn {
        SignIn {
            pool: pool.clone(),
            attempt,
            begun: None,
            is_without_device: false,
            state: State::Verdict,
        }
    }

    /// Begins with `InitiateAuth`.
    pub(crate) fn begin<P: Platform>(&mut self, request: SignInRequest, platform: &P) -> Result<Next, AuthError> {
        self.attempt.username = request.username.clone();
        self.state = State::Verdict;
        let device_key = self.attempt.device.sent_key();
        let mut parameters = request.auth_parameters.clone().or(object());
        parameters = parameters.with("USERNAME", &request.username);
        let auth_flow = match &request.proof {
            Proof::Srp(_) | Proof::CustomWithSrp(_) => {
                let ephemeral = password::ephemeral(platform)?;
                parameters = parameters
                    .with_text("SRP_A", ephemeral.a_pub())
                    .with("DEVICE_KEY", &device_key);
                self.state = State::SrpStarted(ephemeral);
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
        let members = object()
            .with_text("AuthFlow", auth_flow)
            .with("ClientId", &self.pool.client_id)
            .with("AuthParameters", &parameters)
            .with("ClientMetadata", &request.client_metadata);
        self.begun = Some(request);
        Ok(Next::Send(AuthRequest {
            operation: "InitiateAuth",
            members,
        }))
    }

    /// What the reply to the last request leads to.
    pub(crate) fn reply<P: Platform>(
        &mut self,
        reply: &Value,
        stored: Stored<'_>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let name = reply.text("ChallengeName");
        // Parity: what answers SRP_A need not be named, but another challenge than the password's is the user's to
        // answer. v5 fails on a CUSTOM_AUTH flow that does not begin with the password.
        let is = |expected: &str| !name.is_truthy() || name == *expected;
        let is_device = name == *"DEVICE_SRP_AUTH";
        match core::mem::replace(&mut self.state, State::Over) {
            State::SrpStarted(ephemeral) if is("PASSWORD_VERIFIER") => {
                self.answer_password(reply, &ephemeral, stored, platform)
            }
            State::DeviceStarted(ephemeral) if is("DEVICE_PASSWORD_VERIFIER") => {
                self.prove_device(reply, &ephemeral, platform)
            }
            State::TokenSent => {
                let session = reply.text("Session");
                if !session.is_truthy() {
                    return Err(unexpected());
                }
                self.attempt.challenge_session = session;
                self.state = State::Verdict;
                Ok(self.answer_setup())
            }
            State::SrpStarted(_) | State::Verdict if is_device => {
                // Parity: after a code, v5 answers with the session of the code's challenge.
                self.attempt.challenge_session = reply.text("Session");
                self.answer_device(&Value::undefined(), platform)
            }
            State::Over => Err(unexpected()),
            _ if is_device => Err(unexpected()),
            _ => self.verdict(reply, name),
        }
    }

    /// Tokens, or a question.
    fn verdict(&mut self, reply: &Value, name: Value) -> Result<Next, AuthError> {
        if !name.is_truthy() {
            return Ok(Next::Done(reply.clone()));
        }
        let mut parameters = reply.get("ChallengeParameters");
        if name == *"NEW_PASSWORD_REQUIRED" {
            parameters = new_password_parameters(&parameters)?;
        }
        self.attempt.challenge_session = reply.text("Session");
        Ok(Next::Ask(Challenge { name, parameters }))
    }

    /// An answer to a challenge: `RespondToAuthChallenge`.
    fn respond(&self, name: &Value, responses: Value, challenge_session: &Value, client_metadata: &Value) -> Next {
        let members = object()
            .with("ChallengeName", name)
            .with("ClientId", &self.pool.client_id)
            .with(
                "ChallengeResponses",
                &responses.with("USERNAME", &self.attempt.username),
            )
            .with("Session", challenge_session)
            .with("ClientMetadata", client_metadata);
        Next::Send(AuthRequest {
            operation: "RespondToAuthChallenge",
            members,
        })
    }

    /// Finds what is kept of this device under the name that the service knows the user by, whatever was typed.
    fn recall_device(&mut self, stored: Stored<'_>) {
        let device = stored(&self.attempt.username);
        if device.is_known() && !self.is_without_device {
            self.attempt.device = device;
        }
    }
}

/// `userAttributes` and `requiredAttributes` come as JSON texts, the latter with a prefix before each name.
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
    let required = Value::list(required.collect::<Vec<_>>());
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
    /// Signed in, and stored under the attempt's username. The flag says that the user must confirm a new device.
    SignedIn(Tokens, bool),
    /// The user must answer first. Nothing is stored.
    Ask(Challenge),
}

/// Carries a sign-in on to the tokens, or to what the user must answer. Gives also where it stands then, as far as that was
/// learned, whatever the result.
pub(crate) async fn run<P: Platform>(
    client: &Client<P>,
    mut flow: SignIn,
    mut next: Result<Next, AuthError>,
) -> (Attempt, Result<Outcome, AuthError>) {
    let stored = |username: &Value| devices::stored(client, username);
    let result = loop {
        next = match next {
            Ok(Next::Send(request)) => match request.send(client, &flow.attempt.username).await {
                Ok(reply) => flow.reply(&reply, &stored, &client.platform),
                Err(error) if error.denies_device() && flow.attempt.device.is_known() => {
                    devices::forget(client, &flow.attempt.username);
                    flow.without_device(&request, error, &client.platform)
                }
                Err(error) => Err(error),
            },
            Ok(Next::Ask(challenge)) => break Ok(Outcome::Ask(challenge)),
            Ok(Next::Done(reply)) => {
                let Some(tokens) = issued(client, &reply, &Secret::default()) else {
                    break Err(unexpected());
                };
                let username = &flow.attempt.username;
                store(client, username, &tokens);
                let metadata = reply.get("AuthenticationResult").get("NewDeviceMetadata");
                let mut must_confirm = false;
                if let Some((device, flag)) = devices::confirm(client, username, &metadata, &tokens).await {
                    flow.attempt.device = device;
                    must_confirm = flag;
                }
                break Ok(Outcome::SignedIn(tokens, must_confirm));
            }
            Err(error) => break Err(error),
        }
    };
    (flow.attempt, result)
}
