//! The token endpoint of a user pool's domain: OAuth 2.0's form posts.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html>

use super::{Client, incomplete, longest_ms, retry};
use crate::error::{AuthError, Failure};
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::Value;

impl<P: Platform> Client<P> {
    /// Posts a form to the token endpoint, and gives the reply. It is sent once: a code is spent by the first request that
    /// arrives, answered or not.
    ///
    /// Mended: v5 sends a header of its own, for which the browser asks the service first whether it may.
    pub(crate) async fn post_for_tokens(&self, endpoint: &Value, form: &Value) -> Result<Value, AuthError> {
        let request_timeout_ms = self.pool.request_timeout_ms;
        let request = HttpRequest {
            url: endpoint,
            headers: &[("Content-Type", "application/x-www-form-urlencoded".into())],
            body: form,
            option: ("userPoolEndpoint", &self.pool.endpoint),
            pause_ms: 0.0,
            limit_ms: request_timeout_ms,
        };
        retry::send(&self.platform, request, 1, longest_ms(request_timeout_ms), understand).await
    }
}

/// Parity: an `error` counts whatever the status.
fn understand(reply: &HttpReply) -> Result<Value, AuthError> {
    let body = Value::decode(&reply.body);
    let code = body.text("error");
    if code.is_truthy() {
        return Err(Failure::Service {
            message: body.text("error_description").or(code.clone()),
            code,
            status: reply.status,
            from_header: false,
        }
        .into());
    }
    if !(200..300).contains(&reply.status) {
        return Err(Failure::Unnamed { status: reply.status }.into());
    }
    if body.is_truthy() && body.is_object() {
        Ok(body)
    } else {
        Err(incomplete("oauth2/token"))
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::tests::service;
    use crate::platform::fake::{self, Fake};

    const ENDPOINT: &str = "https://a.example/oauth2/token";

    fn post(fake: &Fake) -> Result<Value, AuthError> {
        fake::run(fake.client().post_for_tokens(&ENDPOINT.into(), &"a=b".into()))
    }

    #[test]
    fn a_form_is_posted_without_headers_that_a_browser_asks_about() {
        let fake = Fake::new().answer("token", 200, r#"{"id_token":"i"}"#);
        assert_eq!(post(&fake).map(|reply| reply.get("id_token")), Ok("i".into()));
        let sent = fake.sent().remove(0);
        assert_eq!((sent.url, sent.body), (ENDPOINT.into(), "a=b".to_owned()));
        let form = (
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        );
        assert_eq!(sent.headers, [form]);
        assert_eq!(sent.limit_ms, 20_000.0);
        let option = ("userPoolEndpoint".to_owned(), fake.client().pool.endpoint.clone());
        assert_eq!(sent.option, option);
    }

    #[test]
    fn it_is_sent_once_and_every_failure_has_a_name() {
        let refused = r#"{"error":"invalid_grant"}"#;
        let described = r#"{"error":"invalid_grant","error_description":"Code spent"}"#;
        for (status, body, expected) in [
            (400, refused, service("invalid_grant", "invalid_grant", 400)),
            (200, described, service("invalid_grant", "Code spent", 200)),
            (503, "<html>", Failure::Unnamed { status: 503 }.into()),
            (400, "{}", Failure::Unnamed { status: 400 }.into()),
            (200, "<html>", incomplete("oauth2/token")),
            (200, "", incomplete("oauth2/token")),
        ] {
            let fake = Fake::new().answer("token", status, body);
            assert_eq!(post(&fake), Err(expected), "{body}");
            assert_eq!(fake.sent().len(), 1);
        }
        let fake = Fake::new().unreachable("token");
        assert_eq!(post(&fake), Err(Failure::Network.into()));
        assert_eq!(fake.sent().len(), 1);
    }
}
