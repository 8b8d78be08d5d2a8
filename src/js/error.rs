//! Failures as JavaScript sees them.

use super::auth::host;
use super::object::Object;
use crate::error::AuthError;
use crate::platform::web::Rejection;
use wasm_bindgen::prelude::*;

impl From<AuthError> for JsValue {
    /// | failure | JavaScript |
    /// | --- | --- |
    /// | `Service` | `Error` with `name` and `code` |
    /// | `Network` | `Error` with `code: "NetworkError"` |
    /// | `Rejected` | what `fetch` rejected with |
    /// | `InvalidResponse`, `Unnamed` | `Error` with `name` and `code` `InvalidResponse` |
    /// | `Usage` | `AuthError` with `name` and `log` |
    /// | `Plain` | `Error` |
    /// | `Text` | a string |
    fn from(error: AuthError) -> JsValue {
        match error {
            AuthError::Service {
                code,
                message,
                status,
                from_header,
            } => {
                let error = host().new_error(&message, Some(&code), Some(&code));
                if from_header {
                    Object::from(error.clone()).set("statusCode", &status.into());
                }
                error
            }
            AuthError::Network => host().new_error("Network error", None, Some("NetworkError")),
            AuthError::Rejected(Rejection(value)) => value,
            AuthError::Unnamed { status } => {
                let message = ["HTTP status ", &status.to_string(), " without an error type."].concat();
                AuthError::InvalidResponse(message).into()
            }
            AuthError::InvalidResponse(message) => {
                host().new_error(&message, Some("InvalidResponse"), Some("InvalidResponse"))
            }
            AuthError::Usage(usage) => host().new_auth_error(usage),
            AuthError::Plain(message) => host().new_error(message, None, None),
            AuthError::Text(text) => text.into(),
        }
    }
}
