//! Creating an account, and confirming it with a code.

use crate::cognito::{Client, Operation};
use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::wire::Value;
use serde::Serialize;

/// What an application gives to sign a user up.
#[derive(Debug)]
pub(crate) struct SignUpRequest {
    pub username: String,
    pub password: Secret,
    /// `UserAttributes`: a list of `{Name, Value}`.
    pub attributes: Value,
    /// A list of `{Name, Value}` for the pre-sign-up trigger; null if there is none.
    pub validation_data: Value,
    pub client_metadata: Option<Value>,
}

/// What became of a sign-up.
#[derive(Debug, PartialEq)]
pub(crate) struct SignedUp {
    pub user_confirmed: bool,
    /// The user's `sub`.
    pub user_sub: String,
    /// `{AttributeName, DeliveryMedium, Destination}` of the code, if one was sent.
    pub code_delivery_details: Option<Value>,
}

/// Creates the account.
pub(crate) async fn sign_up<P: Platform>(client: &Client<P>, request: SignUpRequest) -> Result<SignedUp, AuthError> {
    client
        .call(&SignUp {
            client_id: &client.pool.client_id,
            username: &request.username,
            password: &request.password,
            user_attributes: request.attributes,
            validation_data: request.validation_data,
            client_metadata: request.client_metadata,
            user_context_data: client.user_context(&request.username),
        })
        .await
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignUp<'a> {
    client_id: &'a str,
    username: &'a str,
    password: &'a Secret,
    user_attributes: Value,
    validation_data: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_metadata: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_context_data: Option<Value>,
}

impl Operation for SignUp<'_> {
    const NAME: &'static str = "SignUp";
    type Reply = SignedUp;
    fn read(reply: Value) -> Option<SignedUp> {
        let Some(Value::Bool(user_confirmed)) = reply.get("UserConfirmed") else {
            return None;
        };
        Some(SignedUp {
            user_confirmed: *user_confirmed,
            user_sub: reply.text("UserSub")?.to_owned(),
            code_delivery_details: reply.get("CodeDeliveryDetails").cloned(),
        })
    }
}

/// Confirms the account with the code that was sent. `code` is what the application gave: a text, or a number.
pub(crate) async fn confirm_sign_up<P: Platform>(
    client: &Client<P>,
    username: &str,
    code: Value,
    force_alias_creation: Value,
    client_metadata: Option<Value>,
) -> Result<(), AuthError> {
    client
        .call(&ConfirmSignUp {
            client_id: &client.pool.client_id,
            confirmation_code: code,
            username,
            force_alias_creation,
            client_metadata,
            user_context_data: client.user_context(username),
        })
        .await
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConfirmSignUp<'a> {
    client_id: &'a str,
    confirmation_code: Value,
    username: &'a str,
    force_alias_creation: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_metadata: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_context_data: Option<Value>,
}

impl Operation for ConfirmSignUp<'_> {
    const NAME: &'static str = "ConfirmSignUp";
    type Reply = ();
    fn read(_: Value) -> Option<()> {
        Some(())
    }
}

/// Sends a new code. Gives the service's reply: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium, Destination}}`.
pub(crate) async fn resend_confirmation_code<P: Platform>(
    client: &Client<P>,
    username: &str,
    client_metadata: Option<Value>,
) -> Result<Value, AuthError> {
    client
        .call(&ResendConfirmationCode {
            client_id: &client.pool.client_id,
            username,
            client_metadata,
        })
        .await
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResendConfirmationCode<'a> {
    client_id: &'a str,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_metadata: Option<Value>,
}

impl Operation for ResendConfirmationCode<'_> {
    const NAME: &'static str = "ResendConfirmationCode";
    type Reply = Value;
    fn read(reply: Value) -> Option<Value> {
        Some(reply)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object;

    fn request() -> SignUpRequest {
        SignUpRequest {
            username: "ana".into(),
            password: "s3cret".into(),
            attributes: Value::List(vec![object([("Name", "email".into()), ("Value", "a@b.c".into())])]),
            validation_data: Value::Null,
            client_metadata: None,
        }
    }

    #[test]
    fn sign_up_sends_what_v5_sends() {
        let fake = Fake::new().answer("SignUp", 200, r#"{"UserConfirmed":false,"UserSub":"1-2"}"#);
        let signed_up = fake::run(sign_up(&fake.client(), request())).expect("it is accepted");
        assert_eq!(
            fake.sent()[0].body,
            r#"{"ClientId":"client","Username":"ana","Password":"s3cret","UserAttributes":[{"Name":"email","Value":"a@b.c"}],"ValidationData":null}"#
        );
        assert_eq!(
            signed_up,
            SignedUp {
                user_confirmed: false,
                user_sub: "1-2".into(),
                code_delivery_details: None
            }
        );
    }

    #[test]
    fn sign_up_carries_metadata_and_advanced_security_data() {
        let fake = Fake::new().stored("advanced-security", "data of").answer(
            "SignUp",
            200,
            r#"{"UserConfirmed":true,"UserSub":"x","CodeDeliveryDetails":{"Destination":"a***"}}"#,
        );
        let request = SignUpRequest {
            client_metadata: Some(object([("k", "v".into())])),
            ..request()
        };
        let signed_up = fake::run(sign_up(&fake.client(), request)).expect("it is accepted");
        assert!(
            fake.sent()[0]
                .body
                .ends_with(r#""ClientMetadata":{"k":"v"},"UserContextData":{"EncodedData":"data of ana"}}"#)
        );
        assert_eq!(
            signed_up.code_delivery_details,
            Some(object([("Destination", "a***".into())]))
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
            let error = fake::run(sign_up(&fake.client(), request())).expect_err("it lacks fields");
            assert!(matches!(error, AuthError::InvalidResponse(_)), "{body}: {error:?}");
        }
    }

    #[test]
    fn a_code_is_sent_as_the_application_gave_it() {
        let fake = Fake::new()
            .answer("ConfirmSignUp", 200, "")
            .answer("ConfirmSignUp", 200, "{}");
        let client = fake.client();
        fake::run(confirm_sign_up(
            &client,
            "ana",
            "123456".into(),
            Value::Bool(true),
            None,
        ))
        .expect("it is accepted");
        fake::run(confirm_sign_up(
            &client,
            "ana",
            Value::Number(123456.0),
            Value::Bool(false),
            None,
        ))
        .expect("it is accepted");
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
        let reply = fake::run(resend_confirmation_code(&fake.client(), "ana", None)).expect("it is accepted");
        assert_eq!(crate::wire::encode(&reply), body);
        assert_eq!(fake.sent()[0].body, r#"{"ClientId":"client","Username":"ana"}"#);
    }
}
