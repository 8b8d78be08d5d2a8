//! A tree, with serde_json's text: for tests.

use serde_json::{Map, Value as Json};
use std::ops::Add;

/// A JSON value, or `undefined`. Objects keep their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

/// In wasm it keeps the values of a call of the application beyond its end; here they are owned.
pub(crate) struct Held;

impl Held {
    pub(crate) fn new() -> Self {
        Held
    }
}

impl Value {
    pub(crate) fn undefined() -> Self {
        Value::Undefined
    }

    pub(crate) fn null() -> Self {
        Value::Null
    }

    /// The same value. In wasm: for another call of the application than the one that brought it forth.
    pub(crate) fn adopted(&self) -> Self {
        self.clone()
    }

    /// An object without members.
    pub(crate) fn object() -> Self {
        Value::Object(Vec::new())
    }

    /// An array.
    pub(crate) fn list(items: Vec<Value>) -> Self {
        Value::List(items)
    }

    /// The value of a JSON text; `undefined` if it is none.
    pub(crate) fn decode(text: &Value) -> Self {
        match text {
            Value::Text(text) => serde_json::from_str(text).map_or(Value::Undefined, Value::read),
            _ => Value::Undefined,
        }
    }

    /// The JSON text of this. The error is what an application's own objects threw on the way.
    pub(crate) fn encode(&self) -> Result<Value, Value> {
        Ok(self
            .write()
            .map_or(Value::Undefined, |json| Value::Text(json.to_string())))
    }

    /// The member of that name; `undefined` if there is none.
    pub(crate) fn get(&self, name: &str) -> Value {
        match self {
            Value::Object(members) => members.iter().find(|(key, _)| key == name),
            _ => None,
        }
        .map_or(Value::Undefined, |(_, value)| value.clone())
    }

    /// The same object with that member, too.
    pub(crate) fn with(mut self, name: &str, value: &Value) -> Self {
        if let Value::Object(members) = &mut self {
            match members.iter_mut().find(|(key, _)| key == name) {
                Some((_, member)) => *member = value.clone(),
                None => members.push((name.to_owned(), value.clone())),
            }
        }
        self
    }

    /// The same, for a name that is a value.
    pub(crate) fn with_member(self, name: &Value, value: &Value) -> Self {
        self.with(&name.print(), value)
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Value::List(items) => items.len(),
            _ => 0,
        }
    }

    pub(crate) fn at(&self, place: usize) -> Value {
        match self {
            Value::List(items) => items.get(place).cloned(),
            _ => None,
        }
        .unwrap_or(Value::Undefined)
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Value::List(_))
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Value::Text(_))
    }

    /// Whether this is an object, an array, or null.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Value::Null | Value::List(_) | Value::Object(_))
    }

    pub(crate) fn is_bool(&self) -> bool {
        matches!(self, Value::Bool(_))
    }

    /// Whether this is `true`, or a text that says so, of any case.
    pub(crate) fn is_true_in_any_case(&self) -> bool {
        self.print().eq_ignore_ascii_case("true")
    }

    pub(crate) fn is_undefined(&self) -> bool {
        *self == Value::Undefined
    }

    /// Whether JavaScript takes this for true in a condition.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Value::Undefined | Value::Null => false,
            Value::Bool(value) => *value,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::List(_) | Value::Object(_) => true,
        }
    }

    /// JavaScript's `Number(…)` of a number or a text; NaN of anything else.
    pub(crate) fn number(&self) -> f64 {
        match self {
            Value::Number(number) => *number,
            Value::Text(text) => serde_json::from_str(text).unwrap_or(f64::NAN),
            _ => f64::NAN,
        }
    }

    /// The parts of a text between the separators.
    pub(crate) fn split(&self, separator: &str) -> Value {
        let parts = self.as_text().unwrap_or_default().split(separator);
        Value::List(parts.map(Value::from).collect())
    }

    /// JavaScript's `parseInt(…)` of a decimal number.
    pub(crate) fn integer(&self) -> f64 {
        let text = self.print();
        let end = text.trim_end_matches(|c: char| !c.is_ascii_digit()).len();
        let number = &text[..text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(end)];
        number.parse().unwrap_or(f64::NAN)
    }

    /// The UTF-8 bytes of a text; none of anything else.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Value::Text(text) => text.clone().into_bytes(),
            _ => Vec::new(),
        }
    }

    /// This text, for a test to look at.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn read(json: Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Value::Text(text),
            Json::Array(items) => Value::List(items.into_iter().map(Value::read).collect()),
            Json::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Value::read(value)))
                    .collect(),
            ),
        }
    }

    fn write(&self) -> Option<Json> {
        Some(match self {
            Value::Undefined => return None,
            Value::Null => Json::Null,
            Value::Bool(value) => (*value).into(),
            // A whole number prints without a fraction, as in JavaScript.
            Value::Number(number) if *number as i64 as f64 == *number => (*number as i64).into(),
            Value::Number(number) => (*number).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => items.iter().map(|item| item.write().unwrap_or(Json::Null)).collect(),
            Value::Object(members) => members
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.write()?)))
                .collect::<Map<_, _>>()
                .into(),
        })
    }

    /// This as a text, as JavaScript's `+` shows it.
    pub(crate) fn shown(&self) -> Value {
        Value::Text(self.print())
    }

    fn print(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Undefined => "undefined".to_owned(),
            Value::Number(number) if number.is_nan() => "NaN".to_owned(),
            other => other.write().map_or_else(String::new, |json| json.to_string()),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, text: &str) -> bool {
        matches!(self, Value::Text(own) if own == text)
    }
}

impl Add<&Value> for Value {
    type Output = Value;
    fn add(self, other: &Value) -> Value {
        Value::Text(self.print() + &other.print())
    }
}

impl Add<&str> for Value {
    type Output = Value;
    fn add(self, other: &str) -> Value {
        Value::Text(self.print() + other)
    }
}
