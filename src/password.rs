//! Changing a password, and setting a new one when it is forgotten.

use crate::cognito::{Client, Exchange};
use crate::platform::Platform;
use crate::secret::Secret;
use crate::wire::{Value, object};

/// Replaces the password of the signed-in user: `SUCCESS`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html>
pub(crate) fn change_password(old: Secret, new: Secret, client_metadata: &Value) -> Exchange {
    Exchange {
        operation: "ChangePassword",
        request: object()
            .with("PreviousPassword", old.expose())
            .with("ProposedPassword", new.expose())
            .with("ClientMetadata", client_metadata),
        read: |_| Some("SUCCESS".into()),
    }
}

/// Sends a code to the user. Gives the service's reply: `{CodeDeliveryDetails: {AttributeName, DeliveryMedium,
/// Destination}}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html>
pub(crate) fn forgot_password<P: Platform>(client: &Client<P>, username: &Value, client_metadata: &Value) -> Exchange {
    Exchange {
        operation: "ForgotPassword",
        request: for_user(client, username, client_metadata),
        read: Some,
    }
}

/// Sets a new password with the code that was sent: `SUCCESS`. `code` is what the application gave: a text, or a number.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html>
pub(crate) fn confirm_forgot_password<P: Platform>(
    client: &Client<P>,
    username: &Value,
    code: &Value,
    new: Secret,
    client_metadata: &Value,
) -> Exchange {
    Exchange {
        operation: "ConfirmForgotPassword",
        request: for_user(client, username, client_metadata)
            .with("ConfirmationCode", code)
            .with("Password", new.expose()),
        read: |_| Some("SUCCESS".into()),
    }
}

fn for_user<P: Platform>(client: &Client<P>, username: &Value, client_metadata: &Value) -> Value {
    object()
        .with("ClientId", &client.pool.client_id)
        .with("Username", username)
        .with("ClientMetadata", client_metadata)
        .with("UserContextData", &client.user_context(username))
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
        let exchange = tokens.authorize(change_password("old".into(), "new".into(), &metadata()));
        assert_eq!(fake::run(fake.client().exchange(exchange)), Ok("SUCCESS".into()));
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
        let reply = fake::run(client.exchange(forgot_password(&client, &"ana".into(), &Value::Undefined)));
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
            let exchange = confirm_forgot_password(&client, &"ana".into(), &code, "new".into(), &metadata());
            fake::run(client.exchange(exchange))
        };
        assert_eq!(submit("012345".into()), Ok("SUCCESS".into()));
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
