//! Failures as JavaScript sees them.

use super::page::{new_auth_error, new_error, page};
use crate::error::{AuthError, Failure, NETWORK_ERROR, text};
use crate::wire::Value;
use wasm_split_helpers::SplitLoaderError;

impl From<AuthError> for Value {
    fn from(error: AuthError) -> Value {
        (*error).into()
    }
}

/// The error for a part of the module that could not be fetched: a `NetworkError`, or another cause.
impl From<SplitLoaderError> for Value {
    fn from(_: SplitLoaderError) -> Value {
        page(|page| page.part_error()).into()
    }
}

impl From<Failure> for Value {
    /// | failure | JavaScript |
    /// | --- | --- |
    /// | `Service` | `Error` with `name` and `code` |
    /// | `Network` | `Error` with `code: "NetworkError"` |
    /// | `Rejected` | what the platform rejected with |
    /// | `InvalidResponse`, `Unnamed` | `Error` with `name` and `code` `InvalidResponse` |
    /// | `NotRefreshed` | `Error` with `name` and `code` `TokensExpired` |
    /// | `Usage` | `AuthError` with `name` and `log` |
    /// | `Plain` | `Error` |
    /// | `Text` | a string |
    fn from(error: Failure) -> Value {
        let nothing = Value::undefined();
        let invalid = |message: &Value| {
            let code = "InvalidResponse".into();
            new_error(message, &code, &code)
        };
        match error {
            Failure::Service {
                code,
                message,
                status,
                from_header,
            } => {
                let error = new_error(&message, &code, &code);
                if from_header {
                    error.set("statusCode", &f64::from(status).into());
                }
                error
            }
            Failure::Network => new_error(&text::NO_REPLY.into(), &nothing, &NETWORK_ERROR.into()),
            Failure::Rejected(value) => value,
            Failure::Unnamed { status } => {
                invalid(&(Value::from("HTTP status ") + &Value::from(f64::from(status)) + " without an error type."))
            }
            Failure::InvalidResponse(message) => invalid(&message),
            Failure::NotRefreshed => {
                let code = "TokensExpired".into();
                let message = "The tokens have expired, and this request cannot set the cookies of new ones";
                new_error(&message.into(), &code, &code)
            }
            Failure::Usage(usage) => new_auth_error(usage),
            Failure::Plain(message) => new_error(&message.into(), &nothing, &nothing),
            Failure::Text(text) => text.into(),
        }
    }
}
