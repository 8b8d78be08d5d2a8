//! Creating an account, and confirming it with a code.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::secret::Secret;
use crate::service::Operation;
use crate::wire::Value;
use serde::Serialize;

/// Creates an account: `{UserConfirmed, UserSub}`, and `CodeDeliveryDetails` of the code if one was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SignUp<'a> {
    pub client_id: &'a Value,
    pub username: &'a Value,
    /// `undefined` for an account without one.
    pub password: &'a Secret,
    /// A list of `{Name, Value}`.
    pub user_attributes: &'a Value,
    /// A list of `{Name, Value}` for the pre-sign-up trigger; null if there is none.
    pub validation_data: &'a Value,
    pub client_metadata: &'a Value,
    pub user_context_data: Value,
}

impl Operation for SignUp<'_> {
    const NAME: &'static str = "SignUp";
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        (reply.get("UserConfirmed").is_bool() && reply.text("UserSub").is_truthy()).then_some(reply)
    }
}

/// Confirms an account with the code that was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmSignUp<'a> {
    pub client_id: &'a Value,
    /// As the application gave it: a text, or a number.
    pub confirmation_code: &'a Value,
    pub username: &'a Value,
    pub force_alias_creation: &'a Value,
    pub client_metadata: &'a Value,
    pub user_context_data: Value,
}

impl Operation for ConfirmSignUp<'_> {
    const NAME: &'static str = "ConfirmSignUp";
    type Reply = ();
}

/// Sends a new code: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium, Destination}}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ResendConfirmationCode<'a> {
    pub client_id: &'a Value,
    pub username: &'a Value,
    pub client_metadata: &'a Value,
}

impl Operation for ResendConfirmationCode<'_> {
    const NAME: &'static str = "ResendConfirmationCode";
    type Reply = Value;
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::{AuthError, Failure};
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    /// Signs `ana` up.
    fn signed_up(fake: &Fake, client_metadata: &Value) -> Result<Value, AuthError> {
        let (client, username) = (fake.client(), "ana".into());
        fake::run(client.call(&SignUp {
            client_id: &client.pool.client_id,
            username: &username,
            password: &"s3cret".into(),
            user_attributes: &Value::list(vec![object_of(&[("Name", "email".into()), ("Value", "a@b.c".into())])]),
            validation_data: &Value::Null,
            client_metadata,
            user_context_data: client.user_context(&username),
        }))
    }

    #[test]
    fn sign_up_sends_what_v5_sends() {
        let fake = Fake::new().answer("SignUp", 200, r#"{"UserConfirmed":false,"UserSub":"1-2"}"#);
        let signed_up = signed_up(&fake, &Value::Undefined).expect("it is accepted");
        assert_eq!(
            fake.sent()[0].body,
            r#"{"ClientId":"client","Username":"ana","Password":"s3cret","UserAttributes":[{"Name":"email","Value":"a@b.c"}],"ValidationData":null}"#
        );
        assert_eq!(signed_up.get("UserSub"), *"1-2");
    }

    #[test]
    fn sign_up_carries_metadata_and_advanced_security_data() {
        let fake = Fake::new().stored("advanced-security", "data of").answer(
            "SignUp",
            200,
            r#"{"UserConfirmed":true,"UserSub":"x","CodeDeliveryDetails":{"Destination":"a***"}}"#,
        );
        let signed_up = signed_up(&fake, &object_of(&[("k", "v".into())])).expect("it is accepted");
        assert!(
            fake.sent()[0]
                .body
                .ends_with(r#""ClientMetadata":{"k":"v"},"UserContextData":{"EncodedData":"data of ana"}}"#)
        );
        assert_eq!(
            signed_up.get("CodeDeliveryDetails"),
            object_of(&[("Destination", "a***".into())])
        );
    }

    #[test]
    fn a_sign_up_reply_without_its_fields_is_refused() {
        for body in [
            "",
            "{}",
            r#"{"UserConfirmed":"yes","UserSub":"x"}"#,
            r#"{"UserConfirmed":true}"#,
        ] {
            let fake = Fake::new().answer("SignUp", 200, body);
            let error = signed_up(&fake, &Value::Undefined).expect_err("it lacks fields");
            assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}: {error:?}");
        }
    }

    #[test]
    fn a_code_is_sent_as_the_application_gave_it() {
        let fake = Fake::new()
            .answer("ConfirmSignUp", 200, "")
            .answer("ConfirmSignUp", 200, "{}");
        let client = fake.client();
        for (code, force_alias_creation) in [("123456".into(), true), (Value::Number(123456.0), false)] {
            let confirmed = fake::run(client.call(&ConfirmSignUp {
                client_id: &client.pool.client_id,
                confirmation_code: &code,
                username: &"ana".into(),
                force_alias_creation: &force_alias_creation.into(),
                client_metadata: &Value::Undefined,
                user_context_data: Value::Undefined,
            }));
            assert_eq!(confirmed, Ok(()));
        }
        let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
        assert_eq!(
            bodies,
            [
                r#"{"ClientId":"client","ConfirmationCode":"123456","Username":"ana","ForceAliasCreation":true}"#,
                r#"{"ClientId":"client","ConfirmationCode":123456,"Username":"ana","ForceAliasCreation":false}"#,
            ]
        );
    }

    #[test]
    fn resend_gives_the_body_as_it_came() {
        let body = r#"{"CodeDeliveryDetails":{"Destination":"a***@b.c"}}"#;
        let fake = Fake::new().answer("ResendConfirmationCode", 200, body);
        let client = fake.client();
        let reply = fake::run(client.call(&ResendConfirmationCode {
            client_id: &client.pool.client_id,
            username: &"ana".into(),
            client_metadata: &Value::Undefined,
        }))
        .expect("it is accepted");
        assert_eq!(reply.encode(), Ok(body.into()));
        assert_eq!(fake.sent()[0].body, r#"{"ClientId":"client","Username":"ana"}"#);
    }
}
