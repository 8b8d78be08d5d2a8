//! Multi-factor authentication. This file registers an authenticator app: it gets a secret, and checks the app's first
//! code. `preference` chooses the factor that the service asks for; `factors` lists those of the user.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

pub(crate) mod factors;
pub(crate) mod preference;

use crate::secret::Secret;
use crate::service::Operation;
use crate::wire::Value;
use serde::Serialize;

/// Makes a secret for an authenticator app: `{SecretCode, Session}`. The user is signed in, or in a sign-in that asks
/// for it (`MFA_SETUP`).
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssociateSoftwareToken<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<&'a Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a Secret>,
}

impl Operation for AssociateSoftwareToken<'_> {
    const NAME: &'static str = "AssociateSoftwareToken";
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        reply.text("SecretCode").is_truthy().then_some(reply)
    }
}

/// Checks the first code of an authenticator app and, if right, registers the app: `{Status, Session}`. The user is
/// signed in, or in a sign-in that asks for it.
///
/// Parity: the status is not checked here; the caller reads it.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VerifySoftwareToken<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<&'a Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'a Secret>,
    pub user_code: &'a Value,
    pub friendly_device_name: &'a Value,
}

impl Operation for VerifySoftwareToken<'_> {
    const NAME: &'static str = "VerifySoftwareToken";
    type Reply = Value;
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::wire::to_value;

    #[test]
    fn an_app_is_registered_for_a_user_or_in_a_sign_in() {
        let (token, session) = ("a".into(), "s".into());
        for (access_token, session, body) in [
            (Some(&token), None, r#"{"AccessToken":"a"}"#),
            (None, Some(&session), r#"{"Session":"s"}"#),
        ] {
            let associating = AssociateSoftwareToken { access_token, session };
            assert_eq!(to_value(&associating).encode(), Ok(body.into()));
        }
        let verifying = VerifySoftwareToken {
            access_token: Some(&token),
            session: None,
            user_code: &"123456".into(),
            friendly_device_name: &"My phone".into(),
        };
        assert_eq!(
            to_value(&verifying).encode(),
            Ok(r#"{"AccessToken":"a","UserCode":"123456","FriendlyDeviceName":"My phone"}"#.into())
        );
    }

    #[test]
    fn a_reply_without_a_secret_is_refused() {
        for body in ["", "{}", r#"{"SecretCode":7}"#] {
            let fake = Fake::new().answer("AssociateSoftwareToken", 200, body);
            let error = fake::run(fake.client().call(&AssociateSoftwareToken {
                access_token: Some(&"a".into()),
                session: None,
            }))
            .expect_err("it lacks the secret");
            assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}");
        }
    }
}
