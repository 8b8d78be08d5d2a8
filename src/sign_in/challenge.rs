//! Answers of the user, or the application: `ChallengeResponses` of each challenge that v5 knows, and of codes by e-mail.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>

use super::{AuthRequest, Next, SignIn, State};
use crate::mfa;
use crate::secret::Secret;
use crate::wire::{Value, object};

/// The challenge that a code answers: the one given; else the one that was asked, if it takes a code; else `SMS_MFA`.
///
/// Parity: v5 does not look at what was asked, and has the service refuse a code of another kind.
pub(crate) fn mfa_type(given: Value, asked: &Value) -> Value {
    if given.is_truthy() {
        given
    } else if asked.is_one_of(&["SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SMS_OTP"]) {
        asked.clone()
    } else {
        "SMS_MFA".into()
    }
}

impl SignIn {
    /// A code: from a message, or of an authenticator app. Its key is the challenge's own.
    pub(crate) fn answer_code(&self, mfa_type: &Value, code: &Value, client_metadata: &Value) -> Next {
        let mut responses = object();
        // Parity: v5 sends the code of an authenticator app under the other name, too.
        if mfa_type.is_one_of(&["SMS_MFA", "SOFTWARE_TOKEN_MFA"]) {
            responses = responses.with("SMS_MFA_CODE", code);
        }
        let responses = responses
            .with_member(&(mfa_type.clone() + "_CODE"), code)
            .with("DEVICE_KEY", &self.attempt.device.sent_key());
        self.respond_to(mfa_type, responses, client_metadata)
    }

    /// A new password. `attributes` are the required ones, each under `userAttributes.` and its name: an object of our own.
    pub(crate) fn answer_new_password(&self, password: &Secret, attributes: Value, client_metadata: &Value) -> Next {
        let responses = attributes.with("NEW_PASSWORD", password.expose());
        self.respond_to(&"NEW_PASSWORD_REQUIRED".into(), responses, client_metadata)
    }

    /// Whatever the trigger of the user pool asks.
    pub(crate) fn answer_custom(&self, answer: &Value, client_metadata: &Value) -> Next {
        let responses = object()
            .with("ANSWER", answer)
            .with("DEVICE_KEY", &self.attempt.device.sent_key());
        self.respond_to(&"CUSTOM_CHALLENGE".into(), responses, client_metadata)
    }

    /// Which kind of code the user wants to give.
    pub(crate) fn select_mfa(&self, answer: &Value) -> Next {
        let responses = object().with("ANSWER", answer);
        self.respond_to(&"SELECT_MFA_TYPE".into(), responses, &Value::undefined())
    }

    /// The first code of an authenticator app, for `MFA_SETUP`. Once it is accepted, the challenge is answered, too.
    pub(crate) fn verify_token(&mut self, code: &Value, friendly_name: &Value) -> Next {
        self.state = State::TokenSent;
        let sending = mfa::verify_software_token(None, &self.attempt.challenge_session, code, friendly_name);
        Next::Send(AuthRequest {
            operation: sending.operation,
            members: sending.request,
        })
    }

    /// The token is registered: that answers the challenge.
    pub(super) fn answer_setup(&self) -> Next {
        self.respond_to(&"MFA_SETUP".into(), object(), &Value::undefined())
    }

    fn respond_to(&self, name: &Value, responses: Value, client_metadata: &Value) -> Next {
        self.respond(name, responses, &self.attempt.challenge_session, client_metadata)
    }
}
