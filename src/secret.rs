//! Texts that must not be shown: passwords, tokens, codes.

use crate::wire::Value;
use serde::{Serialize, Serializer};

/// A password, token or code. `Debug` shows no part of it; [`Secret::expose`] marks each place that reads the text.
///
/// In wasm this is a handle to the page's own text: the module's memory has no copy.
#[derive(Clone, PartialEq)]
pub(crate) struct Secret(Value);

impl Secret {
    /// The text itself.
    pub(crate) fn expose(&self) -> &Value {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.0.is_truthy()
    }
}

impl Default for Secret {
    fn default() -> Self {
        Secret("".into())
    }
}

impl<T: Into<Value>> From<T> for Secret {
    fn from(text: T) -> Self {
        Secret(text.into())
    }
}

/// Serialises the text itself, because only requests to the service are serialised.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Bytes that are overwritten when they are no longer needed.
pub(crate) struct Wiped(pub(crate) Vec<u8>);

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.fill(0);
        // The compiler must take the zeros for read, or it would leave them out.
        std::hint::black_box(&mut self.0);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::from("hunter2")), "Secret(…)");
    }
}
