//! How an identity pool is addressed, and how it refuses.
//!
//! Source: <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/CommonErrors.html>;
//! `@aws-amplify/core/src/clients`.

use super::json::{self, Target};
use super::{NO_LIMIT, Operation, Reply, incomplete};
use crate::config::IdentityPool;
use crate::error::{AuthError, Failure};
use crate::platform::{HttpReply, Platform};
use crate::service::Exchange;
use crate::wire::Value;

/// An identity pool, and the way to reach it.
pub(crate) struct IdentityPoolClient<P> {
    pub platform: P,
    pub pool: IdentityPool,
}

impl<P: Platform> IdentityPoolClient<P> {
    /// Sends an operation of the identity pool, and reads the reply.
    pub(crate) async fn call<O: Operation>(&self, operation: &O) -> Result<O::Reply, AuthError> {
        let exchange = Exchange::from(operation);
        let target = Target {
            service: "AWSCognitoIdentityService",
            endpoint: &self.pool.endpoint,
            credentials: &Value::undefined(),
            request_timeout_ms: self.pool.request_timeout_ms,
            refusal,
        };
        let reply = json::send(
            &self.platform,
            target,
            exchange.name,
            &exchange.members,
            exchange.repeat,
            NO_LIMIT,
        )
        .await?;
        Reply::read(reply).ok_or_else(|| incomplete(exchange.name))
    }
}

/// `com.amazonaws#ResourceNotFoundException:http://…`, in a header or in the body.
fn refusal(reply: &HttpReply, body: &Value) -> Failure {
    let header = reply.error_type.clone();
    let code = header.or(body.text("code")).or(body.text("__type"));
    let status = reply.status;
    if !code.is_text() {
        return Failure::Unnamed { status };
    }
    let code = code.split(",").at(0).split(":").at(0).split("#");
    Failure::Service {
        code: code.at(code.len() - 1),
        message: body.text("message").or(body.text("Message")).or("Unknown error"),
        status,
        from_header: false,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::tests::service;
    use crate::wire::object_of;

    #[test]
    fn every_form_of_refusal_is_understood() {
        let reply = |error_type: Value| HttpReply {
            status: 400,
            error_type,
            retry_after_ms: f64::NAN,
            body: "".into(),
        };
        let message = ("message", "Gone.".into());
        let typed = |code: &str| object_of(&[("__type", code.into()), message.clone()]);
        for (header, body, code) in [
            (
                Value::Null,
                typed("ResourceNotFoundException"),
                "ResourceNotFoundException",
            ),
            (Value::Null, typed("com.amazonaws#X"), "X"),
            ("Y:http://x,z".into(), typed("X"), "Y"),
        ] {
            assert_eq!(refusal(&reply(header), &body), *service(code, "Gone.", 400));
        }
        assert_eq!(
            refusal(&reply("Y".into()), &Value::Undefined),
            *service("Y", "Unknown error", 400)
        );
        assert_eq!(
            refusal(&reply(Value::Null), &Value::Null),
            Failure::Unnamed { status: 400 }
        );
    }
}
