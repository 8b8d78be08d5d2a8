//! Signing in, as a state machine: it decides what to send and what an answer means, and does no IO itself.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `authenticateUser…` and `initiateAuth`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html>

mod password;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::cognito::{Client, Operation};
use crate::config::UserPool;
use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::session::{AuthenticationResult, Tokens, store};
use crate::srp::Ephemeral;
use crate::wire::{Value, decode, object};
use serde::Serialize;

/// How the user proves who they are.
#[derive(Clone, Debug)]
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
    pub(crate) fn of_flow(flow: &str, password: Secret) -> Result<Proof, AuthError> {
        match flow {
            "USER_SRP_AUTH" => Ok(Proof::Srp(password)),
            "USER_PASSWORD_AUTH" => Ok(Proof::Password(password)),
            "CUSTOM_AUTH" => Ok(Proof::CustomWithSrp(password)),
            _ => Err(AuthError::Plain("Authentication flow type is invalid.")),
        }
    }
}

/// What an application asks for.
#[derive(Clone, Debug)]
pub(crate) struct SignInRequest {
    /// As typed: a name, an e-mail address, an alias.
    pub username: String,
    pub proof: Proof,
    /// Sent as `ClientMetadata`: an object, empty if the application gave none.
    pub client_metadata: Value,
    /// Further `AuthParameters`, for code that fills an `AuthenticationDetails` itself.
    pub auth_parameters: Vec<(String, Value)>,
}

/// What must happen before sign-in can go on.
pub(crate) enum Next {
    /// Send this, and give the reply to [`SignIn::reply`].
    Send(AuthRequest),
    /// The user must answer; the caller shows `challengeName`.
    Ask(Challenge),
    /// Signed in.
    Done(AuthenticationResult),
}

/// A question of the service that only the user, or the application, can answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Challenge {
    /// `SMS_MFA`, `NEW_PASSWORD_REQUIRED`, …, and names that came after this library.
    pub name: String,
    /// `challengeParam`; for `NEW_PASSWORD_REQUIRED` an object of `userAttributes` and `requiredAttributes`.
    pub parameters: Option<Value>,
    /// What the answer must carry.
    pub challenge_session: Option<String>,
}

/// A request of the sign-in. It may hold the password, so it has no `Debug`.
pub(crate) enum AuthRequest {
    Initiate(InitiateAuth),
    Respond(RespondToAuthChallenge),
}

impl AuthRequest {
    /// Sends it, and gives the reply.
    pub(crate) async fn send<P: Platform>(self, client: &Client<P>, username: &str) -> Result<Value, AuthError> {
        match self {
            AuthRequest::Initiate(mut request) => {
                request.user_context_data = client.user_context(username);
                client.call(&request).await
            }
            AuthRequest::Respond(mut request) => {
                request.user_context_data = client.user_context(username);
                client.call(&request).await
            }
        }
    }
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InitiateAuth {
    auth_flow: &'static str,
    client_id: String,
    auth_parameters: Value,
    client_metadata: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_context_data: Option<Value>,
}

impl Operation for InitiateAuth {
    const NAME: &'static str = "InitiateAuth";
    type Reply = Value;
    fn read(reply: Value) -> Option<Value> {
        Some(reply)
    }
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RespondToAuthChallenge {
    challenge_name: &'static str,
    client_id: String,
    challenge_responses: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    client_metadata: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_context_data: Option<Value>,
}

impl Operation for RespondToAuthChallenge {
    const NAME: &'static str = "RespondToAuthChallenge";
    type Reply = Value;
    fn read(reply: Value) -> Option<Value> {
        Some(reply)
    }
}

/// A sign-in under way.
pub(crate) struct SignIn {
    pool: UserPool,
    username: String,
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
            mut auth_parameters,
        } = request;
        let mut parameter = |name: &str, value: &str| auth_parameters.push((name.to_owned(), value.into()));
        parameter("USERNAME", &username);
        let srp_a = ephemeral.map_or("", Ephemeral::a_pub);
        let (auth_flow, state) = match proof {
            Proof::Srp(password) => {
                parameter("SRP_A", srp_a);
                ("USER_SRP_AUTH", State::SrpStarted(password))
            }
            Proof::CustomWithSrp(password) => {
                parameter("SRP_A", srp_a);
                parameter("CHALLENGE_NAME", "SRP_A");
                ("CUSTOM_AUTH", State::SrpStarted(password))
            }
            Proof::Password(password) => {
                parameter("PASSWORD", password.expose());
                ("USER_PASSWORD_AUTH", State::Verdict)
            }
            Proof::Custom => ("CUSTOM_AUTH", State::Verdict),
        };
        let initiate = InitiateAuth {
            auth_flow,
            client_id: pool.client_id.clone(),
            auth_parameters: Value::Object(auth_parameters),
            client_metadata: client_metadata.clone(),
            user_context_data: None,
        };
        let flow = SignIn {
            pool: pool.clone(),
            username,
            client_metadata,
            state,
        };
        (flow, Next::Send(AuthRequest::Initiate(initiate)))
    }

    /// The name that the service knows the user by, once it has said so; until then the one typed.
    pub(crate) fn username(&self) -> &str {
        &self.username
    }

    /// What the reply to the last request leads to.
    pub(crate) fn reply(
        &mut self,
        reply: &Value,
        ephemeral: Option<&Ephemeral>,
        now_ms: f64,
    ) -> Result<Next, AuthError> {
        let state = std::mem::replace(&mut self.state, State::Over);
        // Parity: what answers SRP_A need not be named, but another challenge than the password's is the user's to
        // answer. v5 fails on a CUSTOM_AUTH flow that does not begin with the password.
        let is_password = matches!(reply.text("ChallengeName"), None | Some("" | "PASSWORD_VERIFIER"));
        match state {
            State::SrpStarted(password) if is_password => {
                let ephemeral = ephemeral.ok_or(unexpected())?;
                self.state = State::Verdict;
                self.answer_password(reply, &password, ephemeral, now_ms)
            }
            State::SrpStarted(_) | State::Verdict => self.verdict(reply),
            State::Over => Err(unexpected()),
        }
    }

    /// Tokens, or a question.
    fn verdict(&mut self, reply: &Value) -> Result<Next, AuthError> {
        let name = reply.text("ChallengeName").unwrap_or_default();
        if name.is_empty() {
            return AuthenticationResult::read(reply).map(Next::Done).ok_or_else(unexpected);
        }
        let parameters = reply.get("ChallengeParameters");
        let parameters = match name {
            "NEW_PASSWORD_REQUIRED" => Some(new_password_parameters(parameters)?),
            _ => parameters.cloned(),
        };
        let challenge_session = reply.text("Session").map(str::to_owned);
        Ok(Next::Ask(Challenge {
            name: name.to_owned(),
            parameters,
            challenge_session,
        }))
    }
}

/// `userAttributes` and `requiredAttributes` come as JSON texts, the latter with a prefix before each name.
///
/// Parity: v5 cuts 15 characters off every name, also off one that has no prefix.
fn new_password_parameters(parameters: Option<&Value>) -> Result<Value, AuthError> {
    let Some(parameters) = parameters else {
        return Ok(object([
            ("userAttributes", Value::Null),
            ("requiredAttributes", Value::List(Vec::new())),
        ]));
    };
    let json = |name| match parameters.text(name) {
        Some(text) if !text.is_empty() => decode(text).map(Some).ok_or_else(unexpected),
        _ => Ok(None),
    };
    let required = match json("requiredAttributes")? {
        Some(Value::List(names)) => names
            .iter()
            .filter_map(Value::as_text)
            .map(|name| name.strip_prefix("userAttributes.").unwrap_or(name).into())
            .collect(),
        _ => Vec::new(),
    };
    let attributes = json("userAttributes")?.unwrap_or(Value::Null);
    Ok(object([
        ("userAttributes", attributes),
        ("requiredAttributes", Value::List(required)),
    ]))
}

fn unexpected() -> AuthError {
    AuthError::InvalidResponse("The service's answer to a sign-in is incomplete.".to_owned())
}

/// How a sign-in ended.
#[derive(Debug)]
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
) -> (String, Result<Outcome, AuthError>) {
    let mut username = request.username.clone();
    let result = run(client, request, &mut username).await;
    (username, result)
}

async fn run<P: Platform>(
    client: &Client<P>,
    request: SignInRequest,
    username: &mut String,
) -> Result<Outcome, AuthError> {
    let ephemeral = match request.proof {
        Proof::Srp(_) | Proof::CustomWithSrp(_) => Some(password::ephemeral(&client.platform)?),
        Proof::Password(_) | Proof::Custom => None,
    };
    let (mut flow, mut next) = SignIn::begin(request, &client.pool, ephemeral.as_ref());
    loop {
        next = match next {
            Next::Send(request) => {
                let reply = request.send(client, flow.username()).await?;
                let next = flow.reply(&reply, ephemeral.as_ref(), client.platform.now_ms());
                username.clear();
                username.push_str(flow.username());
                next?
            }
            Next::Ask(challenge) => return Ok(Outcome::Ask(challenge)),
            Next::Done(result) => {
                let tokens = result.into_tokens(&Secret::default(), client.platform.now_ms());
                store(client, username, &tokens);
                return Ok(Outcome::SignedIn(tokens));
            }
        }
    }
}
