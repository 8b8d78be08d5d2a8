//! `USER_AUTH`: the user chooses the first factor.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html>

use super::{Next, SignIn};
use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::wire::Value;

/// The first factor of a sign-in.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct Choice {
    /// `EMAIL_OTP`, `PASSWORD_SRP`, …; `undefined` if the user is to be asked.
    pub factor: Value,
    /// The challenge that this answers: `SELECT_CHALLENGE`, or that of the factor's own name, as the service asks for a
    /// password that was not sent. `undefined` if the sign-in begins.
    pub answers: Value,
    /// `Session` of the confirmation of a sign-up, which was the first factor; else `undefined`.
    pub session: Secret,
}

impl Choice {
    /// Whether it goes on with a session, which may be over.
    pub(super) fn continues(&self) -> bool {
        self.answers.is_truthy() || !self.session.is_empty()
    }
}

impl SignIn {
    pub(super) fn is_by_choice(&self) -> bool {
        self.begun.as_ref().is_some_and(|request| request.choice.is_some())
    }

    /// Answers with the choice.
    pub(super) fn choose(&self, choice: &Choice, mut responses: Value, client_metadata: &Value) -> Next {
        if choice.answers != choice.factor {
            responses = responses.with("ANSWER", &choice.factor);
        }
        let session = self.state.challenge_session.clone();
        self.respond(choice.answers.clone(), responses, session, client_metadata.clone())
    }

    /// Begins the sign-in anew, without a session. It happens when the service has refused the session of a choice or of a
    /// sign-up, or has forgotten the device: the request has all that is needed. A code is lost with its session, so that
    /// its refusal stands.
    pub(super) fn anew<P: Platform>(&mut self, error: AuthError, platform: &P) -> Result<Next, AuthError> {
        let Some(mut request) = self.begun.take() else {
            return Err(error);
        };
        if let Some(choice) = &mut request.choice {
            choice.answers = Value::undefined();
            choice.session = Value::undefined().into();
        }
        self.begin(request, platform)
    }
}
