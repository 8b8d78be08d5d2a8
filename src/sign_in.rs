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
use crate::devices::{self, device_key};
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::secret::Secret;
use crate::session::{Tokens, issued, store};
use crate::srp::Ephemeral;
use crate::wire::{Value, object};
use alloc::vec::Vec;

#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use challenge::Asked;
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
    /// `InitiateAuth` or `RespondToAuthChallenge`; on the way also `VerifySoftwareToken` and `ConfirmDevice`:
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
    operation: &'static str,
    members: Value,
}

impl AuthRequest {
    /// Sends it, and gives the reply.
    async fn send<P: Platform>(&self, client: &Client<P>, username: &Value) -> Result<Value, AuthError> {
        let mut request = self.members.clone();
        // What has another authorization than the app client's carries none.
        if request.get("ClientId").is_truthy() {
            request = request.with("UserContextData", &client.user_context(username));
        }
        client.call(self.operation, &request).await
    }
}

/// Gives the user object with what is kept of this device for its `username`.
pub(crate) type Recall<'a> = &'a dyn Fn(Value) -> Value;

/// A sign-in under way.
pub(crate) struct SignIn {
    pool: UserPool,
    /// The application's user object, in whose fields v5 keeps where a sign-in stands: `username` (as typed, until the
    /// service says by which name it knows the user), `Session` (what the next answer must carry), and the device.
    user: Value,
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
    pub(crate) fn new(pool: &UserPool, user: Value) -> SignIn {
        SignIn {
            pool: pool.clone(),
            user,
            begun: None,
            is_without_device: false,
            state: State::Verdict,
        }
    }

    /// Whose sign-in this is.
    pub(crate) fn user(&self) -> &Value {
        &self.user
    }

    /// Begins with `InitiateAuth`.
    pub(crate) fn begin<P: Platform>(&mut self, request: SignInRequest, platform: &P) -> Result<Next, AuthError> {
        self.user = self.user.clone().with("username", &request.username);
        self.state = State::Verdict;
        let device_key = device_key(&self.user);
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
        recall: Recall<'_>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let name = reply.text("ChallengeName");
        // Parity: what answers SRP_A need not be named, but another challenge than the password's is the user's to
        // answer. v5 fails on a CUSTOM_AUTH flow that does not begin with the password.
        let is = |expected: &str| !name.is_truthy() || name == *expected;
        let is_device = name == *"DEVICE_SRP_AUTH";
        match core::mem::replace(&mut self.state, State::Over) {
            State::SrpStarted(ephemeral) if is("PASSWORD_VERIFIER") => {
                self.answer_password(reply, &ephemeral, recall, platform)
            }
            State::DeviceStarted(ephemeral) if is("DEVICE_PASSWORD_VERIFIER") => {
                self.prove_device(reply, &ephemeral, platform)
            }
            State::TokenSent => {
                let session = reply.text("Session");
                if !session.is_truthy() {
                    return Err(unexpected());
                }
                self.keep_session(&session);
                self.state = State::Verdict;
                Ok(self.respond(&"MFA_SETUP".into(), object(), &session, &Value::undefined()))
            }
            State::SrpStarted(_) | State::Verdict if is_device => {
                // Parity: after a code, v5 answers with the session of the code's challenge.
                self.keep_session(&reply.text("Session"));
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
        self.keep_session(&reply.text("Session"));
        Ok(Next::Ask(Challenge { name, parameters }))
    }

    /// An answer to a challenge: `RespondToAuthChallenge`.
    fn respond(&self, name: &Value, responses: Value, challenge_session: &Value, client_metadata: &Value) -> Next {
        let members = object()
            .with("ChallengeName", name)
            .with("ClientId", &self.pool.client_id)
            .with(
                "ChallengeResponses",
                &responses.with("USERNAME", &self.user.get("username")),
            )
            .with("Session", challenge_session)
            .with("ClientMetadata", client_metadata);
        Next::Send(AuthRequest {
            operation: "RespondToAuthChallenge",
            members,
        })
    }

    /// What the next answer must carry.
    fn keep_session(&mut self, session: &Value) {
        self.user = self.user.clone().with("Session", session);
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
    /// Signed in, and stored. The flag says that the user must confirm a new device.
    SignedIn(Tokens, bool),
    /// The user must answer first. Nothing is stored.
    Ask(Challenge),
}

/// Carries a sign-in on to the tokens, or to what the user must answer. Gives also the user object, with what was learned on
/// the way, whatever the result.
///
/// Parity: v5 fails the sign-in when a new device cannot be confirmed, and leaves its tokens in storage. Here the user is
/// signed in, on a device that is not known.
pub(crate) async fn run<P: Platform>(
    client: &Client<P>,
    mut flow: SignIn,
    mut next: Result<Next, AuthError>,
) -> (Value, Result<Outcome, AuthError>) {
    let recall = |user| devices::recall(client, user);
    let mut confirming = None;
    let result = loop {
        next = match next {
            Ok(Next::Send(request)) => {
                let username = flow.user.get("username");
                let reply = request.send(client, &username).await;
                if let Some((tokens, user)) = confirming.take() {
                    let mut must_confirm = Value::undefined();
                    if let Ok(reply) = reply {
                        flow.user = Value::with(user, "deviceKey", &request.members.get("DeviceKey"));
                        devices::keep(client, &flow.user);
                        must_confirm = reply.get("UserConfirmationNecessary");
                    }
                    break Ok(Outcome::SignedIn(
                        tokens,
                        must_confirm.is_bool() && must_confirm.is_truthy(),
                    ));
                }
                match reply {
                    Ok(reply) => flow.reply(&reply, &recall, &client.platform),
                    Err(error) if error.denies_device() && device_key(&flow.user).is_truthy() => {
                        devices::drop_stored(client, &username);
                        flow.without_device(&request, error, &client.platform)
                    }
                    Err(error) => Err(error),
                }
            }
            Ok(Next::Ask(challenge)) => break Ok(Outcome::Ask(challenge)),
            Ok(Next::Done(reply)) => {
                let Some(tokens) = issued(client, &reply, &Secret::default()) else {
                    break Err(unexpected());
                };
                store(client, &flow.user.get("username"), &tokens);
                let metadata = reply.get("AuthenticationResult").get("NewDeviceMetadata");
                let new = devices::confirm_device(&client.platform, &flow.user, &metadata, &tokens);
                let Some((user, members)) = new else {
                    break Ok(Outcome::SignedIn(tokens, false));
                };
                confirming = Some((tokens, user));
                Ok(Next::Send(AuthRequest {
                    operation: "ConfirmDevice",
                    members,
                }))
            }
            Err(error) => break Err(error),
        }
    };
    (flow.user, result)
}
