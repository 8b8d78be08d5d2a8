//! Failures as JavaScript sees them.

use super::auth::host;
use crate::error::{AuthError, Failure, NETWORK_ERROR};
use crate::wire::Value;

impl From<AuthError> for Value {
    fn from(error: AuthError) -> Value {
        (*error).into()
    }
}

impl From<Failure> for Value {
    /// | failure | JavaScript |
    /// | --- | --- |
    /// | `Service` | `Error` with `name` and `code` |
    /// | `Network` | `Error` with `code: "NetworkError"` |
    /// | `Rejected` | what `pkg/host.js` rejected with |
    /// | `InvalidResponse`, `Unnamed` | `Error` with `name` and `code` `InvalidResponse` |
    /// | `Usage` | `AuthError` with `name` and `log` |
    /// | `Plain` | `Error` |
    /// | `Text` | a string |
    fn from(error: Failure) -> Value {
        let nothing = Value::undefined();
        let invalid = |message: &Value| {
            let code = "InvalidResponse".into();
            host().new_error(message, &code, &code)
        };
        match error {
            Failure::Service {
                code,
                message,
                status,
                from_header,
            } => {
                let error = host().new_error(&message, &code, &code);
                if from_header {
                    error.set("statusCode", &f64::from(status).into());
                }
                error
            }
            Failure::Network => host().new_error(&"Network error".into(), &nothing, &NETWORK_ERROR.into()),
            Failure::Rejected(value) => value,
            Failure::Unnamed { status } => {
                invalid(&(Value::from("HTTP status ") + &Value::from(f64::from(status)) + " without an error type."))
            }
            Failure::InvalidResponse(message) => invalid(&message),
            Failure::Usage(usage) => host().new_auth_error(usage),
            Failure::Plain(message) => host().new_error(&message.into(), &nothing, &nothing),
            Failure::Text(text) => text.into(),
        }
    }
}
