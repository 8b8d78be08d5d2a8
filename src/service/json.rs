//! AWS's JSON protocol, which user pools and identity pools speak: one POST per operation, whose name is in a header.
//! <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>

use super::{Repeat, incomplete, longest_ms, retry};
use crate::error::{AuthError, Failure};
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::{Value, object};

/// A service that speaks it.
pub(super) struct Target<'a> {
    /// The name in front of each operation's.
    pub service: &'a str,
    pub endpoint: &'a Value,
    /// `credentials` of `fetch`; `undefined` is the platform's default.
    pub credentials: &'a Value,
    pub request_timeout_ms: f64,
    /// Makes an error of a reply with an error status.
    pub refusal: fn(&HttpReply, &Value) -> Failure,
}

/// Sends the operation, and gives the reply. A reply without a body is an empty object, because some operations send
/// none.
///
/// Parity: v5 accepts any text where it does not use the content, even the page of a captive portal.
pub(super) async fn send<P: Platform>(
    platform: &P,
    target: Target<'_>,
    operation: &'static str,
    members: &Value,
    repeat: Repeat,
    limit_ms: f64,
) -> Result<Value, AuthError> {
    // An error that the application's own objects throw is passed on unchanged.
    let body = members.encode().map_err(Failure::Rejected)?;
    let name = Value::from(target.service) + "." + operation;
    let request = HttpRequest {
        url: target.endpoint,
        headers: &[
            ("Content-Type", "application/x-amz-json-1.1".into()),
            ("X-Amz-Target", name),
            ("X-Amz-User-Agent", USER_AGENT.into()),
            ("Cache-Control", "no-store".into()),
        ],
        body: &body,
        option: ("credentials", target.credentials),
        pause_ms: 0.0,
        limit_ms: limit_ms.min(target.request_timeout_ms),
    };
    let understand = |reply: &HttpReply| {
        let body = Value::decode(&reply.body);
        if !(200..300).contains(&reply.status) {
            Err((target.refusal)(reply, &body).into())
        } else if reply.body == *"" {
            Ok(object())
        } else if body.is_truthy() && body.is_object() && !body.is_list() {
            Ok(body)
        } else {
            Err(incomplete(operation))
        }
    };
    let limit_ms = limit_ms.min(longest_ms(target.request_timeout_ms));
    retry::send(platform, request, repeat.attempts(), limit_ms, understand).await
}

const USER_AGENT: &str = concat!("cognito-auth-wasm/", env!("CARGO_PKG_VERSION"));
