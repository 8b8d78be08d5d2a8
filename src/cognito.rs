//! A call to the user pool: one POST of JSON per operation, and what its answer means.
//!
//! An operation is a function that names it and its members; it stands in the file of its capability.
//!
//! Source: `amazon-cognito-identity-js/src/Client.js`;
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html>

use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::{Value, object};
use alloc::rc::Rc;
use core::ops::Deref;

/// An app client of a user pool, and the way to reach it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client<P>(Rc<Way<P>>);

/// What a [`Client`] is made of.
pub(crate) struct Way<P> {
    pub platform: P,
    pub pool: UserPool,
}

/// One request, and what is read of its reply. A capability says what to send and to read; [`Client::exchange`] does it.
pub(crate) struct Exchange {
    /// The operation's own name.
    pub operation: &'static str,
    pub request: Value,
    /// The result; `None` if the reply lacks what the operation promises.
    pub read: fn(Value) -> Option<Value>,
}

impl<P> Deref for Client<P> {
    type Target = Way<P>;
    fn deref(&self) -> &Way<P> {
        &self.0
    }
}

impl<P: Platform> Client<P> {
    pub(crate) fn new(platform: P, pool: UserPool) -> Self {
        Client(Rc::new(Way { platform, pool }))
    }

    /// Sends the operation once, and gives the reply.
    pub(crate) async fn call(&self, operation: &'static str, request: &Value) -> Result<Value, AuthError> {
        // What an application's own objects throw is the application's.
        let body = request.encode().map_err(Failure::Rejected)?;
        let reply = self.platform.send(HttpRequest {
            url: &self.pool.endpoint,
            operation,
            body,
        });
        understand(reply.await?)
    }

    /// Sends the request once, and reads the reply.
    pub(crate) async fn exchange(&self, exchange: Exchange) -> Result<Value, AuthError> {
        let reply = self.call(exchange.operation, &exchange.request).await?;
        (exchange.read)(reply).ok_or_else(|| incomplete(exchange.operation))
    }

    /// Sends the operation until it is answered, at most [`ATTEMPTS`] times, with growing pauses.
    ///
    /// Parity: v5 waits the same times, but also repeats what the service definitely refused; we do not.
    pub(crate) async fn call_with_retry(&self, operation: &'static str, request: &Value) -> Result<Value, AuthError> {
        let mut attempt = 1;
        loop {
            match self.call(operation, request).await {
                Err(error) if error.is_passing() && attempt < ATTEMPTS => {
                    self.platform.sleep(self.pause_ms(attempt)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    /// `UserContextData`, where the page has the advanced-security script; else `undefined`.
    pub(crate) fn user_context(&self, username: &Value) -> Value {
        self.platform.user_context(username)
    }

    /// 2^attempt x 100 ms, and up to 100 ms more so that clients do not come back in step.
    fn pause_ms(&self, attempt: u32) -> f64 {
        let mut jitter = [0];
        // Without random bytes there is no jitter, which is no reason to fail.
        let _ = self.platform.random(&mut jitter);
        f64::from(100 << attempt) + f64::from(jitter[0]) * (100.0 / 256.0)
    }
}

/// How often a refresh or a revocation is tried.
const ATTEMPTS: u32 = 6;

/// A successful reply that lacks what its operation promises.
pub(crate) fn incomplete(operation: &str) -> AuthError {
    Failure::InvalidResponse(Value::from("The reply to ") + operation + " lacks what the service promises.").into()
}

/// The value of a successful reply, or the service's refusal.
///
/// A successful reply that is not JSON counts as an empty one: several operations answer with nothing that is used.
fn understand(reply: HttpReply) -> Result<Value, AuthError> {
    let body = Value::decode(&reply.body);
    let status = reply.status;
    if (200..300).contains(&status) {
        return Ok(if body.is_truthy() { body } else { object() });
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
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    fn request() -> Value {
        object_of(&[("Text", "hello".into())])
    }

    fn service(code: &str, message: &str, status: u16) -> AuthError {
        Failure::Service {
            code: code.into(),
            message: message.into(),
            status,
            from_header: false,
        }
        .into()
    }

    #[test]
    fn a_call_goes_to_the_endpoint() {
        let fake = Fake::new().answer("Echo", 200, r#"{"Text":"yes"}"#);
        let reply = fake::run(fake.client().call("Echo", &request()));
        assert_eq!(reply, Ok(object_of(&[("Text", "yes".into())])));
        let sent = fake.sent();
        assert_eq!(sent[0].url, "https://cognito-idp.eu-west-1.amazonaws.com/");
        assert_eq!(sent[0].operation, "Echo");
        assert_eq!(sent[0].body, r#"{"Text":"hello"}"#);
    }

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
            assert_eq!(fake::run(fake.client().call("Echo", &request())), Err(error), "{body}");
        }
    }

    #[test]
    fn the_error_type_header_is_used_when_the_body_names_none() {
        let reply = HttpReply {
            status: 500,
            error_type: "Broken:http://x".into(),
            body: "".into(),
        };
        assert_eq!(
            understand(reply),
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
    fn a_successful_reply_that_is_not_json_counts_as_empty() {
        for body in ["", "not json", "null"] {
            let fake = Fake::new().answer("Echo", 200, body);
            assert_eq!(
                fake::run(fake.client().call("Echo", &request())),
                Ok(object_of(&[])),
                "{body}"
            );
        }
    }

    #[test]
    fn what_may_pass_is_tried_six_times_with_growing_pauses() {
        let mut fake = Fake::new();
        for _ in 0..6 {
            fake = fake.unreachable("Echo");
        }
        assert_eq!(
            fake::run(fake.client().call_with_retry("Echo", &request())),
            Err(Failure::Network.into())
        );
        let pauses = fake.slept();
        assert_eq!(pauses.len(), 5);
        for (pause, least) in pauses.iter().zip([200.0, 400.0, 800.0, 1600.0, 3200.0]) {
            assert!((least..least + 100.0).contains(pause), "{pauses:?}");
        }
    }

    #[test]
    fn a_refusal_is_not_repeated() {
        let fake = Fake::new().answer("Echo", 400, r#"{"__type":"NotAuthorizedException","message":"No"}"#);
        let result = fake::run(fake.client().call_with_retry("Echo", &request()));
        assert_eq!(result, Err(service("NotAuthorizedException", "No", 400)));
    }
}
