//! Creating an account, and confirming it with a code.

use crate::cognito::{Client, incomplete};
use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::wire::{Value, object};

/// What an application gives to sign a user up.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct SignUpRequest {
    pub username: Value,
    pub password: Secret,
    /// `UserAttributes`: a list of `{Name, Value}`.
    pub attributes: Value,
    /// A list of `{Name, Value}` for the pre-sign-up trigger; null if there is none.
    pub validation_data: Value,
    /// `undefined` if there is none.
    pub client_metadata: Value,
}

/// Creates the account, and gives the service's reply: `{UserConfirmed, UserSub}`, and `CodeDeliveryDetails` of the code
/// if one was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
pub(crate) async fn sign_up<P: Platform>(client: &Client<P>, request: SignUpRequest) -> Result<Value, AuthError> {
    const OPERATION: &str = "SignUp";
    let user_context = client.user_context(&request.username);
    let request = object(&[
        ("ClientId", client.pool.client_id.clone()),
        ("Username", request.username),
        ("Password", request.password.expose().clone()),
        ("UserAttributes", request.attributes),
        ("ValidationData", request.validation_data),
        ("ClientMetadata", request.client_metadata),
        ("UserContextData", user_context),
    ]);
    let reply = client.call(OPERATION, &request).await?;
    if reply.get("UserConfirmed").is_bool() && reply.text("UserSub").is_truthy() {
        Ok(reply)
    } else {
        Err(incomplete(OPERATION))
    }
}

/// Confirms the account with the code that was sent. `code` is what the application gave: a text, or a number.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
pub(crate) async fn confirm_sign_up<P: Platform>(
    client: &Client<P>,
    username: &Value,
    code: Value,
    force_alias_creation: Value,
    client_metadata: Value,
) -> Result<(), AuthError> {
    let request = object(&[
        ("ClientId", client.pool.client_id.clone()),
        ("ConfirmationCode", code),
        ("Username", username.clone()),
        ("ForceAliasCreation", force_alias_creation),
        ("ClientMetadata", client_metadata),
        ("UserContextData", client.user_context(username)),
    ]);
    client.call("ConfirmSignUp", &request).await.map(|_| ())
}

/// Sends a new code. Gives the service's reply: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium, Destination}}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
pub(crate) async fn resend_confirmation_code<P: Platform>(
    client: &Client<P>,
    username: &Value,
    client_metadata: Value,
) -> Result<Value, AuthError> {
    let request = object(&[
        ("ClientId", client.pool.client_id.clone()),
        ("Username", username.clone()),
        ("ClientMetadata", client_metadata),
    ]);
    client.call("ResendConfirmationCode", &request).await
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};

    fn request() -> SignUpRequest {
        SignUpRequest {
            username: "ana".into(),
            password: "s3cret".into(),
            attributes: Value::list(vec![object(&[("Name", "email".into()), ("Value", "a@b.c".into())])]),
            validation_data: Value::Null,
            client_metadata: Value::Undefined,
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
        assert_eq!(signed_up.get("UserSub"), *"1-2");
    }

    #[test]
    fn sign_up_carries_metadata_and_advanced_security_data() {
        let fake = Fake::new().stored("advanced-security", "data of").answer(
            "SignUp",
            200,
            r#"{"UserConfirmed":true,"UserSub":"x","CodeDeliveryDetails":{"Destination":"a***"}}"#,
        );
        let request = SignUpRequest {
            client_metadata: object(&[("k", "v".into())]),
            ..request()
        };
        let signed_up = fake::run(sign_up(&fake.client(), request)).expect("it is accepted");
        assert!(
            fake.sent()[0]
                .body
                .ends_with(r#""ClientMetadata":{"k":"v"},"UserContextData":{"EncodedData":"data of ana"}}"#)
        );
        assert_eq!(
            signed_up.get("CodeDeliveryDetails"),
            object(&[("Destination", "a***".into())])
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
            &"ana".into(),
            "123456".into(),
            Value::Bool(true),
            Value::Undefined,
        ))
        .expect("it is accepted");
        fake::run(confirm_sign_up(
            &client,
            &"ana".into(),
            Value::Number(123456.0),
            Value::Bool(false),
            Value::Undefined,
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
        let reply = fake::run(resend_confirmation_code(
            &fake.client(),
            &"ana".into(),
            Value::Undefined,
        ))
        .expect("it is accepted");
        assert_eq!(reply.encode(), Ok(body.into()));
        assert_eq!(fake.sent()[0].body, r#"{"ClientId":"client","Username":"ana"}"#);
    }
}
