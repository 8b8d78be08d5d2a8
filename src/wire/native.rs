//! A value as a tree, with serde_json's text: for native tests.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};
use std::cell::RefCell;
use std::ops::Add;
use std::rc::Rc;

/// A JSON value, or `undefined`. Objects keep their order, and are shared by their clones, as in JavaScript.
///
/// Unlike there, two objects or arrays with the same members are equal, so that tests can compare them. The core
/// compares no objects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Rc<RefCell<Vec<(String, Value)>>>),
}

/// The stand-in for `undefined` in serde_json, which has no word for it: an object with this member alone.
const UNDEFINED: &str = "$undefined";

/// The value of anything serialisable: a struct becomes an object. A member that is `undefined` stays so.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Value {
    serde_json::to_value(value).map_or(Value::Undefined, Value::read)
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Undefined => serializer.serialize_newtype_variant("Value", 0, UNDEFINED, &()),
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items),
            Value::Object(members) => {
                serializer.collect_map(members.borrow().iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl Value {
    pub(crate) const fn undefined() -> Self {
        Value::Undefined
    }

    pub(crate) fn null() -> Self {
        Value::Null
    }

    /// An object without members.
    pub(crate) fn object() -> Self {
        Value::Object(Rc::default())
    }

    /// An array.
    pub(crate) fn list(items: Vec<Value>) -> Self {
        Value::List(items)
    }

    /// The value of a JSON text; `undefined` if it is none.
    pub(crate) fn decode(text: &Value) -> Self {
        serde_json::from_str(&text.print()).map_or(Value::Undefined, Value::read)
    }

    /// The JSON text of this. The error is what an application's own objects threw on the way.
    pub(crate) fn encode(&self) -> Result<Value, Value> {
        Ok(self
            .write()
            .map_or(Value::Undefined, |json| Value::Text(json.to_string())))
    }

    /// The member of that name; `undefined` if there is none.
    pub(crate) fn get(&self, name: &str) -> Value {
        let member = match self {
            Value::Object(members) => {
                let members = members.borrow();
                let found = members.iter().find(|(key, _)| key == name);
                found.map(|(_, value)| value.clone())
            }
            Value::List(items) if name == "length" => Some((items.len() as f64).into()),
            Value::List(items) => name.parse().ok().and_then(|place: usize| items.get(place).cloned()),
            _ => None,
        };
        member.unwrap_or(Value::Undefined)
    }

    /// The member whose name is that value; `undefined` if there is none.
    pub(crate) fn get_member(&self, name: &Value) -> Value {
        self.get(&name.print())
    }

    /// Sets a member, and says whether that worked.
    pub(crate) fn set(&self, name: &str, value: &Value) -> bool {
        let Value::Object(members) = self else {
            return false;
        };
        // JavaScript takes that name for the prototype, which no text can be.
        if name == "__proto__" {
            return true;
        }
        let mut members = members.borrow_mut();
        match members.iter_mut().find(|(key, _)| key == name) {
            Some((_, member)) => *member = value.clone(),
            None => members.push((name.to_owned(), value.clone())),
        }
        true
    }

    /// This object, with that member, too.
    pub(crate) fn with(self, name: &str, value: &Value) -> Self {
        self.set(name, value);
        self
    }

    /// This object, with a member whose name is a value, too.
    pub(crate) fn with_member(self, name: &Value, value: &Value) -> Self {
        self.with(&name.print(), value)
    }

    /// How many items an array has, or UTF-16 units a text; 0 of anything else.
    pub(crate) fn len(&self) -> usize {
        match self {
            Value::List(items) => items.len(),
            Value::Text(text) => text.encode_utf16().count(),
            _ => 0,
        }
    }

    pub(crate) fn at(&self, place: usize) -> Value {
        self.get(&place.to_string())
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

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Value::Number(_))
    }

    /// This text as a part of an address, as `encodeURIComponent` writes it.
    pub(crate) fn encoded_for_address(&self) -> Value {
        let mut encoded = String::new();
        for byte in self.print().bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        }
        Value::Text(encoded)
    }

    /// The text of a part of an address, by `decodeURIComponent`. What is no encoding stays as it is.
    pub(crate) fn decoded_from_address(&self) -> Value {
        let text = self.print();
        let mut parts = text.split('%');
        let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
        for part in parts {
            let Some(Ok(byte)) = part.get(..2).map(|digits| u8::from_str_radix(digits, 16)) else {
                return self.clone();
            };
            bytes.push(byte);
            bytes.extend(&part.as_bytes()[2..]);
        }
        String::from_utf8(bytes).map_or_else(|_| self.clone(), Value::Text)
    }

    /// The UTF-16 units of a text.
    pub(crate) fn units(&self) -> Vec<u16> {
        self.as_text().unwrap_or_default().encode_utf16().collect()
    }

    /// The text of these UTF-16 units.
    pub(crate) fn of_units(units: &[u16]) -> Value {
        Value::Text(String::from_utf16_lossy(units))
    }

    /// This text in lower case.
    pub(crate) fn lower_case(&self) -> Value {
        Value::Text(self.print().to_lowercase())
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

    /// JavaScript's `Number(…)`.
    pub(crate) fn number(&self) -> f64 {
        match self {
            Value::Number(number) => *number,
            Value::Null => 0.0,
            Value::Bool(value) => f64::from(u8::from(*value)),
            Value::Undefined | Value::Object(_) => f64::NAN,
            Value::Text(_) | Value::List(_) => number(self.print().trim()),
        }
    }

    /// The parts of a text between the separators; none of anything else.
    pub(crate) fn split(&self, separator: &str) -> Value {
        let parts = self
            .as_text()
            .map(|text| text.split(separator).map(Value::from).collect());
        Value::List(parts.unwrap_or_default())
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
            Json::Object(members) if members.len() == 1 && members.contains_key(UNDEFINED) => Value::Undefined,
            Json::Object(members) => {
                let members = members.into_iter().map(|(name, value)| (name, Value::read(value)));
                Value::Object(Rc::new(RefCell::new(members.collect())))
            }
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
                .borrow()
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.write()?)))
                .collect::<Map<_, _>>()
                .into(),
        })
    }

    /// What JavaScript's own `String(value)` gives; nothing is empty.
    pub(crate) fn to_text(&self) -> Value {
        match self {
            Value::Undefined | Value::Null => "".into(),
            other => other.shown(),
        }
    }

    /// This as a text, as JavaScript's `+` shows it.
    pub(crate) fn shown(&self) -> Value {
        Value::Text(self.print())
    }

    fn print(&self) -> String {
        match self {
            Value::Undefined => "undefined".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) => print_number(*number),
            Value::Text(text) => text.clone(),
            Value::List(items) => items
                .iter()
                .map(|item| item.to_text().print())
                .collect::<Vec<_>>()
                .join(","),
            Value::Object(_) => "[object Object]".to_owned(),
        }
    }
}

/// The number that a text without white space around it is, as JavaScript reads it.
fn number(text: &str) -> f64 {
    let prefixed = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| {
            let digits = text.to_ascii_lowercase().strip_prefix(prefix)?.to_owned();
            Some(u64::from_str_radix(&digits, radix).map_or(f64::NAN, |number| number as f64))
        });
    match text {
        "" => 0.0,
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if prefixed.is_some() => prefixed.unwrap_or(f64::NAN),
        // Rust has words for numbers that JavaScript has not.
        _ if text.chars().any(|c| !c.is_ascii_digit() && !"+-.eE".contains(c)) => f64::NAN,
        _ => text.parse().unwrap_or(f64::NAN),
    }
}

/// The shortest text of a number, with an exponent where JavaScript has one.
fn print_number(number: f64) -> String {
    let size = number.abs();
    if size.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if size >= 1e21 {
        return format!("{number:e}").replace('e', "e+");
    }
    if size > 0.0 && size < 1e-6 {
        return format!("{number:e}");
    }
    // There is no negative zero in a text.
    (number + 0.0).to_string()
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
