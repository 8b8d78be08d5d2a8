//! How a user pool is addressed, and how it refuses: one POST of JSON per operation, whose name is in a header.
//!
//! Source: `amazon-cognito-identity-js/src/Client.js`;
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html>

use super::{Repeat, incomplete, retry};
use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::{Value, object};

/// Sends the operation to the user pool, and gives the reply.
pub(super) async fn send<P: Platform>(
    platform: &P,
    pool: &UserPool,
    operation: &'static str,
    members: &Value,
    repeat: Repeat,
    limit_ms: f64,
) -> Result<Value, AuthError> {
    // An error that the application's own objects throw is passed on unchanged.
    let body = members.encode().map_err(Failure::Rejected)?;
    let target = ["AWSCognitoIdentityProviderService.", operation].concat();
    let request = HttpRequest {
        url: &pool.endpoint,
        headers: &[
            ("Content-Type", "application/x-amz-json-1.1"),
            ("X-Amz-Target", &target),
            ("X-Amz-User-Agent", USER_AGENT),
            ("Cache-Control", "no-store"),
        ],
        body: &body,
        credentials: &pool.credentials,
        pause_ms: 0.0,
        limit_ms: limit_ms.min(pool.request_timeout_ms),
    };
    retry::send(platform, request, repeat.attempts(), limit_ms, |reply| {
        understand(operation, reply)
    })
    .await
}

const USER_AGENT: &str = concat!("cognito-auth-wasm/", env!("CARGO_PKG_VERSION"));

/// The value of a successful reply, or the service's refusal. A reply without a body is an empty object, because some
/// operations send none.
///
/// Parity: v5 accepts any text where it does not use the content, even the page of a captive portal.
fn understand(operation: &str, reply: &HttpReply) -> Result<Value, AuthError> {
    let body = Value::decode(&reply.body);
    let status = reply.status;
    if (200..300).contains(&status) {
        return if reply.body == *"" {
            Ok(object())
        } else if body.is_truthy() && body.is_object() && !body.is_list() {
            Ok(body)
        } else {
            Err(incomplete(operation))
        };
    }
    let code = body.text("__type").or(body.text("code"));
    if code.is_truthy() {
        return Err(Failure::Service {
            code: last(&code.split("#")),
            // Parity: v5's Error turns a missing message into the text "null".
            message: body.text("message").or(body.text("Message")).or("null"),
            status,
            from_header: false,
        }
        .into());
    }
    if reply.error_type.is_text() {
        return Err(Failure::Service {
            code: reply.error_type.split(":").at(0),
            // Parity: v5 takes the status for the message here, and ignores the body's.
            message: Value::from(f64::from(status)).shown(),
            status,
            from_header: true,
        }
        .into());
    }
    Err(Failure::Unnamed { status }.into())
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
            understand("Echo", &reply),
            Err(Failure::Service {
                code: "Broken".into(),
                message: "500".into(),
                status: 500,
                from_header: true
            }
            .into())
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
