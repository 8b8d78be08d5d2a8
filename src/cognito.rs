//! A call to the user pool: one POST of JSON per operation, and what its answer means.
//!
//! Source: `amazon-cognito-identity-js/src/Client.js`;
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html>

use crate::config::UserPool;
use crate::error::AuthError;
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::{Value, decode, encode};
use serde::Serialize;

/// One operation of the service: a struct whose fields are the request's members.
pub(crate) trait Operation: Serialize {
    /// The operation's own name.
    const NAME: &'static str;
    /// What is used of the reply.
    type Reply;
    /// Reads the reply; `None` if it lacks what [`Operation::Reply`] needs.
    fn read(reply: Value) -> Option<Self::Reply>;
}

/// An app client of a user pool, and the way to reach it.
#[derive(Clone)]
pub(crate) struct Client<P> {
    pub platform: P,
    pub pool: UserPool,
}

impl<P: Platform> Client<P> {
    /// Sends the operation once.
    pub(crate) async fn call<O: Operation>(&self, operation: &O) -> Result<O::Reply, AuthError> {
        let reply = self.post(O::NAME, encode(operation)).await?;
        O::read(reply).ok_or_else(|| {
            AuthError::InvalidResponse(["The reply to ", O::NAME, " lacks what the service promises."].concat())
        })
    }

    /// Sends the operation until it is answered, at most [`ATTEMPTS`] times, with growing pauses.
    ///
    /// Parity: v5 waits the same times, but also repeats what the service definitely refused; we do not.
    pub(crate) async fn call_with_retry<O: Operation>(&self, operation: &O) -> Result<O::Reply, AuthError> {
        let mut attempt = 1;
        loop {
            match self.call(operation).await {
                Err(error) if error.is_passing() && attempt < ATTEMPTS => {
                    self.platform.sleep(self.pause_ms(attempt)).await;
                    attempt += 1;
                }
                result => return result,
            }
        }
    }

    /// `UserContextData`, where the page has the advanced-security script.
    pub(crate) fn user_context(&self, username: &str) -> Option<Value> {
        self.platform
            .user_context(username, &self.pool.user_pool_id, &self.pool.client_id)
    }

    /// 2^attempt x 100 ms, and up to 100 ms more so that clients do not come back in step.
    fn pause_ms(&self, attempt: u32) -> f64 {
        let mut jitter = [0];
        // Without random bytes there is no jitter, which is no reason to fail.
        let _ = self.platform.random(&mut jitter);
        f64::from(100 << attempt) + f64::from(jitter[0]) * (100.0 / 256.0)
    }

    /// Not generic, so that the binary has it once.
    async fn post(&self, operation: &str, body: String) -> Result<Value, AuthError> {
        let target = ["AWSCognitoIdentityProviderService.", operation].concat();
        let reply = self
            .platform
            .send(HttpRequest {
                url: &self.pool.endpoint,
                target: &target,
                body,
            })
            .await?;
        understand(reply)
    }
}

/// How often a refresh or a revocation is tried.
const ATTEMPTS: u32 = 6;

/// The value of a successful reply, or the service's refusal.
///
/// A successful reply that is not JSON counts as an empty one: several operations answer with nothing that is used.
fn understand(reply: HttpReply) -> Result<Value, AuthError> {
    let body = decode(&reply.body).unwrap_or(Value::Object(Vec::new()));
    if (200..300).contains(&reply.status) {
        return Ok(body);
    }
    let named = |name| body.text(name).filter(|text| !text.is_empty());
    if let Some(code) = named("__type").or(named("code")) {
        let code = code.rsplit('#').next().unwrap_or_default().to_owned();
        // Parity: v5's Error turns a missing message into the text "null".
        let message = named("message").or(named("Message")).unwrap_or("null").to_owned();
        return Err(AuthError::Service {
            code,
            message,
            status: reply.status,
            from_header: false,
        });
    }
    match reply.error_type {
        // Parity: v5 takes the status for the message here, and ignores the body's.
        Some(header) => Err(AuthError::Service {
            code: header.split(':').next().unwrap_or_default().to_owned(),
            message: reply.status.to_string(),
            status: reply.status,
            from_header: true,
        }),
        None => Err(AuthError::Unnamed { status: reply.status }),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};

    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Echo {
        text: &'static str,
    }

    impl Operation for Echo {
        const NAME: &'static str = "Echo";
        type Reply = String;
        fn read(reply: Value) -> Option<String> {
            Some(reply.text("Text")?.to_owned())
        }
    }

    fn service(code: &str, message: &str, status: u16) -> AuthError {
        AuthError::Service {
            code: code.into(),
            message: message.into(),
            status,
            from_header: false,
        }
    }

    #[test]
    fn a_call_is_a_post_to_the_endpoint_with_the_operation_as_target() {
        let fake = Fake::new().answer("Echo", 200, r#"{"Text":"yes"}"#);
        let reply = fake::run(fake.client().call(&Echo { text: "hello" }));
        assert_eq!(reply.as_deref(), Ok("yes"));
        let sent = fake.sent();
        assert_eq!(sent[0].url, "https://cognito-idp.eu-west-1.amazonaws.com/");
        assert_eq!(sent[0].target, "AWSCognitoIdentityProviderService.Echo");
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
            ("<html>", AuthError::Unnamed { status: 400 }),
            ("", AuthError::Unnamed { status: 400 }),
            (r#"{"__type":7}"#, AuthError::Unnamed { status: 400 }),
        ];
        for (body, error) in cases {
            let fake = Fake::new().answer("Echo", 400, body);
            assert_eq!(fake::run(fake.client().call(&Echo { text: "" })), Err(error), "{body}");
        }
    }

    #[test]
    fn the_error_type_header_is_used_when_the_body_names_none() {
        let reply = HttpReply {
            status: 500,
            error_type: Some("Broken:http://x".into()),
            body: String::new(),
        };
        assert_eq!(
            understand(reply),
            Err(AuthError::Service {
                code: "Broken".into(),
                message: "500".into(),
                status: 500,
                from_header: true
            })
        );
    }

    #[test]
    fn a_reply_that_lacks_a_field_is_an_error() {
        for body in ["{}", "[]", "not json", "null", r#"{"Text":1}"#] {
            let fake = Fake::new().answer("Echo", 200, body);
            let error = AuthError::InvalidResponse("The reply to Echo lacks what the service promises.".into());
            assert_eq!(fake::run(fake.client().call(&Echo { text: "" })), Err(error), "{body}");
        }
    }

    #[test]
    fn what_may_pass_is_tried_six_times_with_growing_pauses() {
        let mut fake = Fake::new();
        for _ in 0..6 {
            fake = fake.unreachable("Echo");
        }
        assert_eq!(
            fake::run(fake.client().call_with_retry(&Echo { text: "" })),
            Err(AuthError::Network)
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
        let result = fake::run(fake.client().call_with_retry(&Echo { text: "" }));
        assert_eq!(result, Err(service("NotAuthorizedException", "No", 400)));
    }
}
