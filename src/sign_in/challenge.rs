//! Answers of the user, or the application: `ChallengeResponses` of each challenge that v5 knows, and of codes by
//! e-mail.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>

use super::{Next, SignIn, SignInState, unexpected};
use crate::error::AuthError;
use crate::mfa::VerifySoftwareToken;
use crate::platform::Platform;
use crate::service::Client;
use crate::wire::{Value, object};

/// The challenge that is answered.
#[derive(Clone)]
pub(crate) enum Asked {
    /// This challenge, with a code: from a message, or of an authenticator app.
    Code(Value),
    /// `NEW_PASSWORD_REQUIRED`, with a password. The value has the required attributes, each under `userAttributes.`
    /// and its name. It is an object of our own.
    NewPassword(Value),
    /// `CUSTOM_CHALLENGE`: whatever the trigger of the user pool asks.
    Custom,
    /// `SELECT_MFA_TYPE`, with the kind of code that the user wants to give.
    Selection,
}

impl Asked {
    /// The challenge that a code answers: the given one, else the open one if it takes a code, else `SMS_MFA`.
    ///
    /// Parity: v5 does not look at the open challenge, so that the service refuses a code of another kind.
    pub(crate) fn code(given: Value, state: &SignInState) -> Asked {
        let name = &state.challenge_name;
        Asked::Code(if given.is_truthy() {
            given
        } else if name.is_one_of(&["SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "SMS_OTP"]) {
            name.clone()
        } else {
            "SMS_MFA".into()
        })
    }
}

impl SignIn {
    /// Sends an answer.
    pub(crate) fn answer(&self, asked: Asked, answer: &Value, client_metadata: &Value) -> Next {
        let mut responses = object();
        let mut device_key = self.state.device.proven_key();
        let (name, key): (Value, Value) = match asked {
            Asked::Code(name) => {
                // Parity: v5 sends the code of an authenticator app under the other name, too.
                if name == *"SOFTWARE_TOKEN_MFA" {
                    responses = responses.with("SMS_MFA_CODE", answer);
                }
                let key = name.clone() + "_CODE";
                (name, key)
            }
            Asked::NewPassword(attributes) => {
                responses = attributes;
                device_key = Value::undefined();
                ("NEW_PASSWORD_REQUIRED".into(), "NEW_PASSWORD".into())
            }
            Asked::Custom => ("CUSTOM_CHALLENGE".into(), "ANSWER".into()),
            Asked::Selection => {
                device_key = Value::undefined();
                ("SELECT_MFA_TYPE".into(), "ANSWER".into())
            }
        };
        let responses = responses.with_member(&key, answer).with("DEVICE_KEY", &device_key);
        let session = self.state.challenge_session.clone();
        self.respond(name, responses, session, client_metadata.clone())
    }

    /// Answers `WEB_AUTHN` with the credential that a passkey has signed: a JSON text.
    pub(crate) fn answer_passkey(&self, credential: &Value, client_metadata: Value) -> Next {
        let responses = object().with("CREDENTIAL", credential);
        let session = self.state.challenge_session.clone();
        self.respond("WEB_AUTHN".into(), responses, session, client_metadata)
    }

    /// Has the first code of an authenticator app checked, for `MFA_SETUP`. Once the code is accepted, the challenge is
    /// answered.
    pub(crate) async fn verify_token<P: Platform>(
        &mut self,
        client: &Client<P>,
        code: &Value,
        friendly_name: &Value,
    ) -> Result<Next, AuthError> {
        let verifying = VerifySoftwareToken {
            access_token: None,
            session: Some(&self.state.challenge_session),
            user_code: code,
            friendly_device_name: friendly_name,
        };
        let session = client.call(&verifying).await?.text("Session");
        if !session.is_truthy() {
            return Err(unexpected());
        }
        self.state.challenge_session = session.clone().into();
        Ok(self.respond("MFA_SETUP".into(), object(), session.into(), Value::undefined()))
    }
}
