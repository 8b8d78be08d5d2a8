//! How a user pool is addressed, and how it refuses.
//!
//! Source: `amazon-cognito-identity-js/src/Client.js`;
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html>

use super::json::Target;
use crate::config::UserPool;
use crate::error::Failure;
use crate::platform::HttpReply;
use crate::wire::Value;

pub(super) fn target(pool: &UserPool) -> Target<'_> {
    Target {
        service: "AWSCognitoIdentityProviderService",
        endpoint: &pool.endpoint,
        credentials: &pool.credentials,
        request_timeout_ms: pool.request_timeout_ms,
        refusal,
    }
}

fn refusal(reply: &HttpReply, body: &Value) -> Failure {
    let status = reply.status;
    let code = body.text("__type").or(body.text("code"));
    if code.is_truthy() {
        return Failure::Service {
            code: last(&code.split("#")),
            // Parity: v5's Error turns a missing message into the text "null".
            message: body.text("message").or(body.text("Message")).or("null"),
            status,
            from_header: false,
        };
    }
    if reply.error_type.is_text() {
        return Failure::Service {
            code: reply.error_type.split(":").at(0),
            // Parity: v5 takes the status for the message here, and ignores the body's.
            message: Value::from(f64::from(status)).shown(),
            status,
            from_header: true,
        };
    }
    Failure::Unnamed { status }
}

fn last(items: &Value) -> Value {
    items.at(items.len() - 1)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::tests::service;
    use crate::platform::fake::{self, Fake};
    use crate::service::tests::echo;
    use crate::service::{Repeat, incomplete};
    use crate::wire::object_of;

    #[test]
    fn every_form_of_refusal_is_understood() {
        let cases = [
            (
                r#"{"__type":"CodeMismatchException","message":"Wrong."}"#,
                service("CodeMismatchException", "Wrong.", 400),
            ),
            (r#"{"__type":"com.amazonaws#X","Message":"Y"}"#, service("X", "Y", 400)),
            (r#"{"code":"X"}"#, service("X", "null", 400)),
            ("<html>", Failure::Unnamed { status: 400 }.into()),
            ("", Failure::Unnamed { status: 400 }.into()),
            (r#"{"__type":7}"#, Failure::Unnamed { status: 400 }.into()),
        ];
        for (body, error) in cases {
            let fake = Fake::new().answer("Echo", 400, body);
            assert_eq!(
                fake::run(fake.client().exchange(echo(Repeat::Never))),
                Err(error),
                "{body}"
            );
        }
    }

    #[test]
    fn the_error_type_header_is_used_when_the_body_names_none() {
        let reply = HttpReply {
            status: 500,
            error_type: "Broken:http://x".into(),
            retry_after_ms: f64::NAN,
            body: "".into(),
        };
        assert_eq!(
            refusal(&reply, &Value::undefined()),
            Failure::Service {
                code: "Broken".into(),
                message: "500".into(),
                status: 500,
                from_header: true
            }
        );
    }

    #[test]
    fn a_successful_reply_is_an_object_or_nothing() {
        let fake = Fake::new().answer("Echo", 200, "");
        assert_eq!(
            fake::run(fake.client().exchange(echo(Repeat::Never))),
            Ok(object_of(&[]))
        );
        // A captive portal's page, half a reply, and JSON that the service does not speak.
        for body in [
            "<!doctype html><title>Sign in</title>",
            "not json",
            "{\"a\":",
            " ",
            "null",
            "true",
            "\"text\"",
            "7",
            "[]",
        ] {
            let fake = Fake::new().answer("Echo", 200, body);
            assert_eq!(
                fake::run(fake.client().exchange(echo(Repeat::Never))),
                Err(incomplete("Echo")),
                "{body}"
            );
        }
    }
}
