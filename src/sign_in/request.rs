//! The requests of a sign-in, and their reply.

use crate::platform::Platform;
use crate::secret::Secret;
use crate::service::{Client, Exchange, Operation, Reply, Session};
use crate::session::AuthenticationResult;
use crate::wire::Value;
use serde::Serialize;

/// Begins a sign-in.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct InitiateAuth {
    pub auth_flow: &'static str,
    pub client_id: Value,
    /// It may hold the password, so this has no `Debug`.
    pub auth_parameters: Value,
    /// The one that the confirmation of a sign-up gave; else `undefined`.
    pub session: Secret,
    pub client_metadata: Value,
    pub user_context_data: Value,
}

impl Operation for InitiateAuth {
    const NAME: &'static str = "InitiateAuth";
    const SESSION: Session = Session::MayBring;
    type Reply = AuthReply;
}

/// Answers a challenge.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct RespondToAuthChallenge {
    pub challenge_name: Value,
    pub client_id: Value,
    pub challenge_responses: Value,
    pub session: Secret,
    pub client_metadata: Value,
    pub user_context_data: Value,
}

impl Operation for RespondToAuthChallenge {
    const NAME: &'static str = "RespondToAuthChallenge";
    const SESSION: Session = Session::MayBring;
    type Reply = AuthReply;
}

/// The reply to a request of a sign-in: a challenge, or tokens.
pub(crate) struct AuthReply {
    /// `undefined` if there is no challenge.
    pub challenge_name: Value,
    pub challenge_parameters: Value,
    /// `AvailableChallenges`, the factors to choose from; `undefined` if there are none.
    pub available: Value,
    /// `undefined` if there is none.
    pub session: Secret,
    pub result: Option<AuthenticationResult>,
}

impl Reply for AuthReply {
    fn read(reply: Value) -> Option<Self> {
        let available = reply.get("AvailableChallenges");
        let mut challenge_name = reply.text("ChallengeName");
        let result = AuthenticationResult::of(&reply);
        // One of the documented examples does not name the challenge.
        if result.is_none() && available.is_list() {
            challenge_name = challenge_name.or("SELECT_CHALLENGE");
        }
        Some(AuthReply {
            challenge_name,
            available,
            challenge_parameters: reply.get("ChallengeParameters"),
            session: reply.text("Session").into(),
            result,
        })
    }
}

/// A request of a sign-in.
pub(crate) enum AuthRequest {
    Initiate(InitiateAuth),
    Respond(RespondToAuthChallenge),
}

impl AuthRequest {
    /// The exchange of this request, for that user.
    pub(super) fn prepare<P: Platform>(&mut self, client: &Client<P>, username: &Value) -> Exchange<AuthReply> {
        match self {
            AuthRequest::Initiate(request) => {
                request.user_context_data = client.user_context(username);
                (&*request).into()
            }
            AuthRequest::Respond(request) => {
                request.user_context_data = client.user_context(username);
                (&*request).into()
            }
        }
    }

    /// This request without the device that it names; `None` if it names none.
    pub(super) fn without_device(mut self) -> Option<Self> {
        let members = match &mut self {
            AuthRequest::Initiate(request) => &mut request.auth_parameters,
            AuthRequest::Respond(request) => &mut request.challenge_responses,
        };
        if !members.get("DEVICE_KEY").is_truthy() {
            return None;
        }
        *members = members.clone().with("DEVICE_KEY", &Value::null());
        Some(self)
    }
}
