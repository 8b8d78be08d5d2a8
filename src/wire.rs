//! JSON: requests out (`Serialize`), replies in (a small [`Value`] tree).
//!
//! In wasm the page's own `JSON` does the work; natively serde_json does, so the core is tested without a browser.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A JSON value. Objects keep their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// Deeper replies than this are not read: nothing that Cognito sends comes near.
const MAX_DEPTH: usize = 64;

impl Value {
    /// The member of that name, if this is an object that has one.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The member of that name, if it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_text()
    }

    /// The member of that name, if it is a number.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The member of that name, if it is an array.
    pub(crate) fn list(&self, name: &str) -> Option<&[Value]> {
        match self.get(name)? {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// This string, if it is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether JavaScript takes this for true in a condition.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(value) => *value,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::List(_) | Value::Object(_) => true,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

/// An object of these members.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    Value::Object(
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            // A whole number prints without a fraction, as in JavaScript.
            Value::Number(number) if *number as i64 as f64 == *number && number.abs() < 9e15 => {
                serializer.serialize_i64(*number as i64)
            }
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod page {
    use super::{MAX_DEPTH, Value};
    use js_sys::{Array, JSON, Object};
    use serde::Serialize;
    use wasm_bindgen::{JsCast, JsValue};

    /// This as a JavaScript value: objects rather than `Map`, absent rather than `null` for `None`.
    pub(crate) fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
        let serializer = serde_wasm_bindgen::Serializer::new()
            .serialize_maps_as_objects(true)
            .serialize_missing_as_null(true);
        value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
    }

    /// A JavaScript value as `JSON.stringify` would print it; `None` where it would print nothing, or throw.
    pub(crate) fn from_js(value: &JsValue) -> Option<Value> {
        let text = JSON::stringify(value).ok()?;
        // `JSON.stringify(undefined)` is not a string.
        decode(&text.as_string()?)
    }

    pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> String {
        JSON::stringify(&to_js(value))
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    pub(crate) fn decode(text: &str) -> Option<Value> {
        read(&JSON::parse(text).ok()?, MAX_DEPTH)
    }

    fn read(value: &JsValue, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        Some(if let Some(text) = value.as_string() {
            Value::Text(text)
        } else if let Some(number) = value.as_f64() {
            Value::Number(number)
        } else if let Some(bool) = value.as_bool() {
            Value::Bool(bool)
        } else if let Some(items) = value.dyn_ref::<Array>() {
            Value::List(items.iter().map(|item| read(&item, depth)).collect::<Option<_>>()?)
        } else if let Some(object) = value.dyn_ref::<Object>() {
            let mut members = Vec::new();
            for entry in Object::entries(object).iter() {
                let entry: Array = entry.unchecked_into();
                members.push((entry.get(0).as_string()?, read(&entry.get(1), depth)?));
            }
            Value::Object(members)
        } else {
            Value::Null
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{MAX_DEPTH, Value};
    use serde::Serialize;
    use serde_json::Value as Json;

    pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> String {
        serde_json::to_string(value).unwrap_or_default()
    }

    pub(crate) fn decode(text: &str) -> Option<Value> {
        read(serde_json::from_str(text).ok()?, MAX_DEPTH)
    }

    fn read(json: Json, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        Some(match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(number) => Value::Number(number.as_f64()?),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(|item| read(item, depth)).collect::<Option<_>>()?),
            Json::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| Some((name, read(value, depth)?)))
                    .collect::<Option<_>>()?,
            ),
        })
    }
}

#[cfg(not(target_arch = "wasm32"))]
use native as json;
#[cfg(target_arch = "wasm32")]
use page as json;

#[cfg(target_arch = "wasm32")]
pub(crate) use page::{from_js, to_js};

/// The JSON text of a request.
pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> String {
    json::encode(value)
}

/// The value of a JSON text; `None` if it is not JSON, or nested deeper than anything the service sends.
pub(crate) fn decode(text: &str) -> Option<Value> {
    json::decode(text)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_value_prints_as_it_was_read() {
        let text = r#"{"b":1,"a":[true,null,"é\n",-2.5],"c":{"d":""}}"#;
        assert_eq!(decode(text).map(|value| encode(&value)).as_deref(), Some(text));
    }

    #[test]
    fn members_are_read_by_their_type() {
        let value = decode(r#"{"text":"x","number":3,"list":[1],"null":null}"#).expect("it is JSON");
        assert_eq!(value.text("text"), Some("x"));
        assert_eq!(value.text("number"), None);
        assert_eq!(value.number("number"), Some(3.0));
        assert_eq!(value.list("list").map(<[_]>::len), Some(1));
        assert_eq!(value.get("null"), Some(&Value::Null));
        assert_eq!(value.get("absent"), None);
    }

    #[test]
    fn what_is_not_json_or_too_deep_is_not_read() {
        for text in ["", "<html>", "{", "undefined"] {
            assert_eq!(decode(text), None, "{text}");
        }
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(decode(&nested(64)).is_some());
        assert!(decode(&nested(65)).is_none());
    }
}
