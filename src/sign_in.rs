//! Signing in, as a state machine: it decides what to send and what an answer means, and does no IO itself.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `authenticateUser…` and `initiateAuth`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html>

mod password;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::cognito::Client;
use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::secret::Secret;
use crate::session::{Tokens, issued, store};
use crate::srp::Ephemeral;
use crate::wire::{Value, object};
use alloc::vec::Vec;

#[cfg(any(target_arch = "wasm32", test))]
pub(crate) use password::prepare;

/// How the user proves who they are.
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
    /// Signed in: the reply has the tokens.
    Done,
}

/// A question of the service that only the user, or the application, can answer.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct Challenge {
    /// `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …, and names that came after this library.
    pub name: Value,
    /// `challengeParam`; for `NEW_PASSWORD_REQUIRED` an object of `userAttributes` and `requiredAttributes`.
    pub parameters: Value,
    /// What the answer must carry; `undefined` if nothing.
    pub challenge_session: Value,
}

/// A request of the sign-in. It may hold the password, so it has no `Debug`.
pub(crate) struct AuthRequest {
    /// `InitiateAuth` or `RespondToAuthChallenge`:
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
    /// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
    operation: &'static str,
    members: Value,
}

impl AuthRequest {
    /// Sends it, and gives the reply.
    async fn send<P: Platform>(self, client: &Client<P>, username: &Value) -> Result<Value, AuthError> {
        let request = self.members.with("UserContextData", &client.user_context(username));
        client.call(self.operation, &request).await
    }
}

/// A sign-in under way.
pub(crate) struct SignIn {
    pool: UserPool,
    username: Value,
    client_metadata: Value,
    state: State,
}

enum State {
    /// `InitiateAuth` with `SRP_A` is sent: the answer brings the server's half.
    SrpStarted(Secret),
    /// The next answer is a challenge for the user, or the tokens.
    Verdict,
    /// Nothing more is expected.
    Over,
}

impl SignIn {
    /// Begins. `ephemeral` is used by the SRP flows alone, and by one sign-in only.
    pub(crate) fn begin(request: SignInRequest, pool: &UserPool, ephemeral: Option<&Ephemeral>) -> (SignIn, Next) {
        let SignInRequest {
            username,
            proof,
            client_metadata,
            auth_parameters,
        } = request;
        let mut parameters = auth_parameters.or(object()).with("USERNAME", &username);
        let srp_a = ephemeral.map_or("", Ephemeral::a_pub).into();
        let (auth_flow, state) = match proof {
            Proof::Srp(password) => {
                parameters = parameters.with("SRP_A", &srp_a);
                ("USER_SRP_AUTH", State::SrpStarted(password))
            }
            Proof::CustomWithSrp(password) => {
                parameters = parameters.with("SRP_A", &srp_a).with("CHALLENGE_NAME", &"SRP_A".into());
                ("CUSTOM_AUTH", State::SrpStarted(password))
            }
            Proof::Password(password) => {
                parameters = parameters.with("PASSWORD", password.expose());
                ("USER_PASSWORD_AUTH", State::Verdict)
            }
            Proof::Custom => ("CUSTOM_AUTH", State::Verdict),
        };
        let members = object()
            .with_text("AuthFlow", auth_flow)
            .with("ClientId", &pool.client_id)
            .with("AuthParameters", &parameters)
            .with("ClientMetadata", &client_metadata);
        let flow = SignIn {
            pool: pool.clone(),
            username,
            client_metadata,
            state,
        };
        (
            flow,
            Next::Send(AuthRequest {
                operation: "InitiateAuth",
                members,
            }),
        )
    }

    /// The name that the service knows the user by, once it has said so; until then the one typed.
    pub(crate) fn username(&self) -> &Value {
        &self.username
    }

    /// What the reply to the last request leads to.
    pub(crate) fn reply<P: Platform>(
        &mut self,
        reply: &Value,
        ephemeral: Option<&Ephemeral>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let state = core::mem::replace(&mut self.state, State::Over);
        // Parity: what answers SRP_A need not be named, but another challenge than the password's is the user's to
        // answer. v5 fails on a CUSTOM_AUTH flow that does not begin with the password.
        let is_password = reply.text("ChallengeName").or("PASSWORD_VERIFIER") == *"PASSWORD_VERIFIER";
        match state {
            State::SrpStarted(password) if is_password => {
                let ephemeral = ephemeral.ok_or(unexpected())?;
                self.state = State::Verdict;
                self.answer_password(reply, &password, ephemeral, platform)
            }
            State::SrpStarted(_) | State::Verdict => verdict(reply),
            State::Over => Err(unexpected()),
        }
    }
}

/// Tokens, or a question.
fn verdict(reply: &Value) -> Result<Next, AuthError> {
    let name = reply.text("ChallengeName");
    if !name.is_truthy() {
        return Ok(Next::Done);
    }
    let mut parameters = reply.get("ChallengeParameters");
    if name == *"NEW_PASSWORD_REQUIRED" {
        parameters = new_password_parameters(&parameters)?;
    }
    let challenge_session = reply.text("Session");
    Ok(Next::Ask(Challenge {
        name,
        parameters,
        challenge_session,
    }))
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
    /// Signed in, and stored under this name.
    SignedIn(Tokens),
    /// The user must answer first. Nothing is stored.
    Ask(Challenge),
}

/// A sign-in from the first request to the tokens, or to what the user must answer. Gives also the name the service
/// knows the user by, as far as it was learned, whatever the result.
pub(crate) async fn sign_in<P: Platform>(
    client: &Client<P>,
    request: SignInRequest,
) -> (Value, Result<Outcome, AuthError>) {
    let mut username = request.username.clone();
    let result = run(client, request, &mut username).await;
    (username, result)
}

async fn run<P: Platform>(
    client: &Client<P>,
    request: SignInRequest,
    username: &mut Value,
) -> Result<Outcome, AuthError> {
    let ephemeral = match request.proof {
        Proof::Srp(_) | Proof::CustomWithSrp(_) => Some(password::ephemeral(&client.platform)?),
        Proof::Password(_) | Proof::Custom => None,
    };
    let (mut flow, mut next) = SignIn::begin(request, &client.pool, ephemeral.as_ref());
    let mut reply = Value::undefined();
    loop {
        next = match next {
            Next::Send(request) => {
                reply = request.send(client, flow.username()).await?;
                let next = flow.reply(&reply, ephemeral.as_ref(), &client.platform);
                username.clone_from(flow.username());
                next?
            }
            Next::Ask(challenge) => return Ok(Outcome::Ask(challenge)),
            Next::Done => {
                let tokens = issued(client, &reply, &Secret::default()).ok_or_else(unexpected)?;
                store(client, username, &tokens);
                return Ok(Outcome::SignedIn(tokens));
            }
        }
    }
}
