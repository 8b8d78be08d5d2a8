//! Changing a password, and setting a new one when it is forgotten.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::secret::Secret;
use crate::service::Operation;
use crate::wire::Value;
use serde::Serialize;

/// Replaces the password of the signed-in user.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ChangePassword<'a> {
    pub previous_password: &'a Secret,
    pub proposed_password: &'a Secret,
    pub client_metadata: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for ChangePassword<'_> {
    const NAME: &'static str = "ChangePassword";
    type Reply = ();
}

/// Sends a code to the user: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium, Destination}}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ForgotPassword<'a> {
    pub client_id: &'a Value,
    pub username: &'a Value,
    pub client_metadata: &'a Value,
    pub user_context_data: Value,
}

impl Operation for ForgotPassword<'_> {
    const NAME: &'static str = "ForgotPassword";
    type Reply = Value;
}

/// Sets a new password with the code that was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmForgotPassword<'a> {
    pub client_id: &'a Value,
    pub username: &'a Value,
    pub client_metadata: &'a Value,
    pub user_context_data: Value,
    /// As the application gave it: a text, or a number.
    pub confirmation_code: &'a Value,
    pub password: &'a Secret,
}

impl Operation for ConfirmForgotPassword<'_> {
    const NAME: &'static str = "ConfirmForgotPassword";
    type Reply = ();
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::session::Tokens;
    use crate::wire::object_of;

    fn metadata() -> Value {
        object_of(&[("k", "v".into())])
    }

    #[test]
    fn a_change_carries_both_passwords_and_the_access_token() {
        let fake = Fake::new().answer("ChangePassword", 200, "{}");
        let tokens = Tokens::new("i", "a", "r", 0.0);
        let changing = ChangePassword {
            previous_password: &"old".into(),
            proposed_password: &"new".into(),
            client_metadata: &metadata(),
            access_token: &tokens.access,
        };
        assert_eq!(fake::run(fake.client().call(&changing)), Ok(()));
        assert_eq!(
            fake.sent()[0].body,
            r#"{"PreviousPassword":"old","ProposedPassword":"new","ClientMetadata":{"k":"v"},"AccessToken":"a"}"#
        );
    }

    #[test]
    fn a_forgotten_password_gives_the_body_as_it_came() {
        let body = r#"{"CodeDeliveryDetails":{"Destination":"a***"}}"#;
        let fake = Fake::new()
            .stored("advanced-security", "data of")
            .answer("ForgotPassword", 200, body);
        let client = fake.client();
        let username = "ana".into();
        let reply = fake::run(client.call(&ForgotPassword {
            client_id: &client.pool.client_id,
            username: &username,
            client_metadata: &Value::Undefined,
            user_context_data: client.user_context(&username),
        }));
        assert_eq!(reply.map(|reply| reply.encode()), Ok(Ok(body.into())));
        assert_eq!(
            fake.sent()[0].body,
            r#"{"ClientId":"client","Username":"ana","UserContextData":{"EncodedData":"data of ana"}}"#
        );
    }

    #[test]
    fn a_code_is_sent_as_the_application_gave_it() {
        let fake = Fake::new().answer("ConfirmForgotPassword", 200, "").answer(
            "ConfirmForgotPassword",
            400,
            r#"{"__type":"ExpiredCodeException"}"#,
        );
        let client = fake.client();
        let submit = |code: Value| {
            fake::run(client.call(&ConfirmForgotPassword {
                client_id: &client.pool.client_id,
                username: &"ana".into(),
                client_metadata: &metadata(),
                user_context_data: Value::Undefined,
                confirmation_code: &code,
                password: &"new".into(),
            }))
        };
        assert_eq!(submit("012345".into()), Ok(()));
        let error = submit(Value::Number(12345.0)).expect_err("it is refused");
        assert!(matches!(*error, Failure::Service { ref code, .. } if *code == *"ExpiredCodeException"));
        let codes = fake
            .sent()
            .into_iter()
            .map(|sent| Value::decode(&sent.body.as_str().into()).get("ConfirmationCode"));
        assert_eq!(codes.collect::<Vec<_>>(), ["012345".into(), Value::Number(12345.0)]);
        assert!(fake.sent()[0].body.contains(r#""Password":"new""#));
    }
}
