//! Multi-factor authentication: registering an authenticator app (a secret for it, and the proof that it has the secret),
//! and in `preference` which factor the service asks for.

pub(crate) mod preference;

use crate::cognito::Exchange;
use crate::session::Tokens;
use crate::wire::{Value, object};

/// On whose behalf: of somebody who is signed in, or of a sign-in that asks for it (`MFA_SETUP`), by its `Session`.
fn authorization(tokens: Option<&Tokens>, challenge_session: &Value) -> Value {
    tokens.map_or_else(|| object().with("Session", challenge_session), Tokens::access_token)
}

/// Makes a secret: `{SecretCode, Session}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html>
pub(crate) fn associate_software_token(tokens: Option<&Tokens>, challenge_session: &Value) -> Exchange {
    Exchange {
        operation: "AssociateSoftwareToken",
        request: authorization(tokens, challenge_session),
        read: |reply| reply.text("SecretCode").is_truthy().then_some(reply),
    }
}

/// Checks the first code of an authenticator app and, if right, registers it: `{Status, Session}`.
///
/// Parity: the status is for the caller to look at.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html>
pub(crate) fn verify_software_token(
    tokens: Option<&Tokens>,
    challenge_session: &Value,
    code: &Value,
    friendly_name: &Value,
) -> Exchange {
    Exchange {
        operation: "VerifySoftwareToken",
        request: authorization(tokens, challenge_session)
            .with("UserCode", code)
            .with("FriendlyDeviceName", friendly_name),
        read: Some,
    }
}
