//! Signing in by a factor of the user's choice (`USER_AUTH`): a password, or a code by e-mail or SMS. The flow itself is
//! that of `sign_in`; this file decides what is chosen, and what may be sent again.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html>

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::error::{AuthError, Failure, Usage};
use crate::sign_in::{Choice, Proof, SignInRequest};
use crate::wire::Value;

const SELECT: &str = "SELECT_CHALLENGE";
const PASSWORD: &str = "PASSWORD";
const PASSWORD_SRP: &str = "PASSWORD_SRP";

/// The sign-in of that user by that factor; `undefined` lets the user choose. A password without a factor is proved by
/// SRP, so that it never leaves the device. `sign_up_session` is that of a confirmation, or `undefined`.
pub(crate) fn request(
    username: Value,
    factor: Value,
    password: &Value,
    sign_up_session: Value,
    client_metadata: Value,
) -> Result<SignInRequest, AuthError> {
    let is_given = password.is_truthy();
    let factor = if !factor.is_truthy() && is_given {
        PASSWORD_SRP.into()
    } else {
        factor.or(Value::undefined())
    };
    let proof = if !factor.is_one_of(&[PASSWORD, PASSWORD_SRP]) {
        Proof::Custom
    } else if !is_given {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    } else if factor == *PASSWORD {
        Proof::Password(password.to_text().into())
    } else {
        Proof::Srp(password.to_text().into())
    };
    Ok(SignInRequest {
        username,
        proof,
        client_metadata,
        auth_parameters: Value::undefined(),
        choice: Some(Choice {
            factor,
            answers: Value::undefined(),
            session: sign_up_session.into(),
        }),
    })
}

/// The same sign-in as an answer to the open challenge: to `SELECT_CHALLENGE`, also once more after another choice, unless
/// the service asks by the factor's own name.
pub(crate) fn answering(mut request: SignInRequest, challenge_name: &Value) -> SignInRequest {
    if let Some(choice) = &mut request.choice {
        let is_own = challenge_name.is_one_of(&[PASSWORD, PASSWORD_SRP]) && *challenge_name == choice.factor;
        choice.answers = if is_own { challenge_name.clone() } else { SELECT.into() };
    }
    request
}

/// Whether a confirmation that failed so may have been carried out: there was no reply of the service.
pub(crate) fn may_be_done(code: &Value) -> bool {
    code.is_one_of(&["NetworkError", "InvalidResponse", "InternalErrorException"])
}

const NO_CODE: Failure = Failure::Plain("There is no code of a first factor to send again");

/// The factor whose code can be sent again, in a sign-in that waits for the code. `chosen` is the factor that the sign-in
/// began with, as far as it is known: a code after a password is a second factor, and would need the password again.
pub(crate) fn sent_again(challenge_name: &Value, chosen: &Value, flow: &Value) -> Result<Value, AuthError> {
    let is_first = if chosen.is_truthy() {
        !chosen.is_one_of(&[PASSWORD, PASSWORD_SRP])
    } else {
        *challenge_name == *"SMS_OTP" || *flow == *"USER_AUTH"
    };
    if is_first && challenge_name.is_one_of(&["EMAIL_OTP", "SMS_OTP"]) {
        Ok(challenge_name.clone())
    } else {
        Err(NO_CODE.into())
    }
}
