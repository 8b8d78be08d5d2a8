//! Creating an account, and confirming it with a code.

use crate::cognito::{Client, Exchange};
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

/// Creates the account. Gives the service's reply: `{UserConfirmed, UserSub}`, and `CodeDeliveryDetails` of the code if
/// one was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>
pub(crate) fn sign_up<P: Platform>(client: &Client<P>, request: &SignUpRequest) -> Exchange {
    Exchange {
        operation: "SignUp",
        request: object()
            .with("ClientId", &client.pool.client_id)
            .with("Username", &request.username)
            .with("Password", request.password.expose())
            .with("UserAttributes", &request.attributes)
            .with("ValidationData", &request.validation_data)
            .with("ClientMetadata", &request.client_metadata)
            .with("UserContextData", &client.user_context(&request.username)),
        read: |reply| (reply.get("UserConfirmed").is_bool() && reply.text("UserSub").is_truthy()).then_some(reply),
    }
}

/// Confirms the account with the code that was sent: `SUCCESS`. `code` is what the application gave: a text, or a number.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>
pub(crate) fn confirm_sign_up<P: Platform>(
    client: &Client<P>,
    username: &Value,
    code: &Value,
    force_alias_creation: &Value,
    client_metadata: &Value,
) -> Exchange {
    Exchange {
        operation: "ConfirmSignUp",
        request: object()
            .with("ClientId", &client.pool.client_id)
            .with("ConfirmationCode", code)
            .with("Username", username)
            .with("ForceAliasCreation", force_alias_creation)
            .with("ClientMetadata", client_metadata)
            .with("UserContextData", &client.user_context(username)),
        read: |_| Some("SUCCESS".into()),
    }
}

/// Sends a new code. Gives the service's reply: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium, Destination}}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>
pub(crate) fn resend_confirmation_code<P: Platform>(
    client: &Client<P>,
    username: &Value,
    client_metadata: &Value,
) -> Exchange {
    Exchange {
        operation: "ResendConfirmationCode",
        request: object()
            .with("ClientId", &client.pool.client_id)
            .with("Username", username)
            .with("ClientMetadata", client_metadata),
        read: Some,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    fn request() -> SignUpRequest {
        SignUpRequest {
            username: "ana".into(),
            password: "s3cret".into(),
            attributes: Value::list(vec![object_of(&[("Name", "email".into()), ("Value", "a@b.c".into())])]),
            validation_data: Value::Null,
            client_metadata: Value::Undefined,
        }
    }

    #[test]
    fn sign_up_sends_what_v5_sends() {
        let fake = Fake::new().answer("SignUp", 200, r#"{"UserConfirmed":false,"UserSub":"1-2"}"#);
        let signed_up = fake::run(fake.client().exchange(sign_up(&fake.client(), &request()))).expect("it is accepted");
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
            client_metadata: object_of(&[("k", "v".into())]),
            ..request()
        };
        let signed_up = fake::run(fake.client().exchange(sign_up(&fake.client(), &request))).expect("it is accepted");
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
            let error =
                fake::run(fake.client().exchange(sign_up(&fake.client(), &request()))).expect_err("it lacks fields");
            assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}: {error:?}");
        }
    }

    #[test]
    fn a_code_is_sent_as_the_application_gave_it() {
        let fake = Fake::new()
            .answer("ConfirmSignUp", 200, "")
            .answer("ConfirmSignUp", 200, "{}");
        let client = fake.client();
        fake::run(client.exchange(confirm_sign_up(
            &client,
            &"ana".into(),
            &"123456".into(),
            &Value::Bool(true),
            &Value::Undefined,
        )))
        .expect("it is accepted");
        fake::run(client.exchange(confirm_sign_up(
            &client,
            &"ana".into(),
            &Value::Number(123456.0),
            &Value::Bool(false),
            &Value::Undefined,
        )))
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
        let reply = fake::run(fake.client().exchange(resend_confirmation_code(
            &fake.client(),
            &"ana".into(),
            &Value::Undefined,
        )))
        .expect("it is accepted");
        assert_eq!(reply.encode(), Ok(body.into()));
        assert_eq!(fake.sent()[0].body, r#"{"ClientId":"client","Username":"ana"}"#);
    }
}
