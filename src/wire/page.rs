//! The page's own values, through js-sys.

use alloc::vec::Vec;
use core::ops::Add;
use js_sys::{Array, Function, JsString, Object, Reflect};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

// js-sys has these methods for Rust's own texts and numbers, or without `catch`. Here an argument may be anything, and
// a text that only passes through is not copied into the module's memory.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = Number, catch)]
    fn to_number(value: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(js_name = String, catch)]
    fn to_string(value: &JsValue) -> Result<JsValue, JsValue>;

    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    /// Writes the UTF-8 bytes of a text into `bytes`, without another copy.
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsValue, bytes: &mut [u8]) -> Encoded;

    type Encoded;
    #[wasm_bindgen(method, getter)]
    fn written(this: &Encoded) -> usize;
}

/// A JavaScript value, read without trusting what it is.
#[derive(Clone, PartialEq)]
pub(crate) struct Value(JsValue);

impl Value {
    pub(crate) const fn undefined() -> Self {
        Value(JsValue::UNDEFINED)
    }

    pub(crate) const fn null() -> Self {
        Value(JsValue::NULL)
    }

    /// An object without members.
    pub(crate) fn object() -> Self {
        Value(Object::new().into())
    }

    /// An array.
    pub(crate) fn list(items: Vec<Value>) -> Self {
        let list = Array::new();
        for item in &items {
            list.push(&item.0);
        }
        Value(list.into())
    }

    /// The value of a JSON text; `undefined` if it is none.
    pub(crate) fn decode(text: &Value) -> Self {
        Value(parse(&text.0).unwrap_or(JsValue::UNDEFINED))
    }

    /// The JSON text of this. The error is what an application's own objects threw on the way.
    pub(crate) fn encode(&self) -> Result<Value, Value> {
        Ok(Value(js_sys::JSON::stringify(&self.0)?.into()))
    }

    /// The member of that name; `undefined` if there is none, this is no object, or the getter throws.
    pub(crate) fn get(&self, name: &str) -> Value {
        self.get_member(&name.into())
    }

    /// The member whose name is that value; `undefined` as for `get`.
    pub(crate) fn get_member(&self, name: &Value) -> Value {
        if self.0.is_object() || self.0.is_function() {
            Value(Reflect::get(&self.0, &name.0).unwrap_or(JsValue::UNDEFINED))
        } else {
            Value::undefined()
        }
    }

    /// Sets a member, and says whether that worked: a frozen object stays as it is.
    pub(crate) fn set(&self, name: &str, value: &Value) -> bool {
        self.set_member(&name.into(), value)
    }

    fn set_member(&self, name: &Value, value: &Value) -> bool {
        self.0.is_object() && Reflect::set(&self.0, &name.0, &value.0).unwrap_or(false)
    }

    /// Removes a member.
    pub(crate) fn remove(&self, name: &str) {
        if self.0.is_object() {
            let object: &Object = self.0.unchecked_ref();
            let _ = Reflect::delete_property(object, &name.into());
        }
    }

    /// This object, with that member, too.
    pub(crate) fn with(self, name: &str, value: &Value) -> Self {
        self.set(name, value);
        self
    }

    /// This object, with a member whose name is a value, too.
    pub(crate) fn with_member(self, name: &Value, value: &Value) -> Self {
        self.set_member(name, value);
        self
    }

    /// How many items an array has, or UTF-16 units a text; 0 of anything else.
    pub(crate) fn len(&self) -> usize {
        if self.is_text() {
            self.0.unchecked_ref::<JsString>().length() as usize
        } else if self.is_list() {
            self.0.unchecked_ref::<Array>().length() as usize
        } else {
            0
        }
    }

    pub(crate) fn at(&self, place: usize) -> Value {
        self.get_member(&Value::from(place as f64))
    }

    pub(crate) fn is_list(&self) -> bool {
        Array::is_array(&self.0)
    }

    pub(crate) fn is_text(&self) -> bool {
        self.0.is_string()
    }

    /// Whether this is an object, an array, or null.
    pub(crate) fn is_object(&self) -> bool {
        self.0.is_object() || self.0.is_null()
    }

    pub(crate) fn is_bool(&self) -> bool {
        self.0.as_bool().is_some()
    }

    /// Whether this is a number of either kind.
    pub(crate) fn is_number(&self) -> bool {
        self.0.as_f64().is_some() || self.0.is_bigint()
    }

    pub(crate) fn is_function(&self) -> bool {
        self.0.is_function()
    }

    /// Whether this is `true`, or a text that says so, of any case.
    pub(crate) fn is_true_in_any_case(&self) -> bool {
        self.lower_case() == *"true"
    }

    pub(crate) fn is_undefined(&self) -> bool {
        self.0.is_undefined()
    }

    /// Whether JavaScript takes this for true in a condition.
    pub(crate) fn is_truthy(&self) -> bool {
        self.0.is_truthy()
    }

    /// JavaScript's `Number(…)`; NaN where that throws.
    pub(crate) fn number(&self) -> f64 {
        to_number(&self.0).unwrap_or(f64::NAN)
    }

    /// The parts of a text between the separators; none of anything else.
    pub(crate) fn split(&self, separator: &str) -> Value {
        if self.is_text() {
            Value(self.0.unchecked_ref::<JsString>().split(separator).into())
        } else {
            Value::list(Vec::new())
        }
    }

    /// The UTF-8 bytes of a text; none of anything else.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if !self.is_text() {
            return Vec::new();
        }
        // At most three bytes for each UTF-16 unit.
        let mut bytes = alloc::vec![0; 3 * self.len()];
        let written = TextEncoder::new().encode_into(&self.0, &mut bytes).written();
        bytes.truncate(written);
        bytes
    }

    /// The UTF-8 bytes of a text, as JavaScript's `Uint8Array`.
    pub(crate) fn utf8(&self) -> Value {
        let encoder = Value(JsValue::from(TextEncoder::new()));
        encoder.call("encode", &[self]).unwrap_or(Value::undefined())
    }

    /// This text as a part of an address, as `encodeURIComponent` writes it; empty if it cannot.
    pub(crate) fn encoded_for_address(&self) -> Value {
        global()
            .get("encodeURIComponent")
            .apply(&Value::undefined(), &[self])
            .unwrap_or("".into())
    }

    /// The text of a part of an address, by `decodeURIComponent`. What is no encoding stays as it is.
    pub(crate) fn decoded_from_address(&self) -> Value {
        let decoded = global().get("decodeURIComponent").apply(&Value::undefined(), &[self]);
        decoded.unwrap_or(self.clone())
    }

    /// The UTF-16 units of a text.
    pub(crate) fn units(&self) -> Vec<u16> {
        let unit_at = global().get("String").get("prototype").get("charCodeAt");
        let unit = |place| unit_at.apply(self, &[&Value::from(place as f64)]);
        let units = (0..self.len()).filter_map(|place| unit(place).ok());
        units.map(|unit| unit.number() as u16).collect()
    }

    /// The text of these UTF-16 units.
    pub(crate) fn of_units(units: &[u16]) -> Value {
        let from_unit = global().get("String").get("fromCharCode");
        units.iter().fold("".into(), |text: Value, unit| {
            let unit = Value::from(f64::from(*unit));
            text + &from_unit.apply(&Value::undefined(), &[&unit]).unwrap_or("".into())
        })
    }

    /// This text in lower case.
    pub(crate) fn lower_case(&self) -> Value {
        Value(JsString::from(self.to_text().0).to_lower_case().into())
    }

    /// What JavaScript's own `String(value)` gives, as applications pass numbers for names, too; nothing is empty.
    pub(crate) fn to_text(&self) -> Value {
        if self.0.is_undefined() || self.0.is_null() {
            return "".into();
        }
        to_string(&self.0).map_or_else(|_| "".into(), Value)
    }

    /// A copy of an object that JSON can hold; `undefined` of anything else.
    pub(crate) fn copy(&self) -> Value {
        self.encode().map_or(Value::undefined(), |text| Value::decode(&text))
    }

    /// This as a text, as JavaScript's `+` shows it.
    pub(crate) fn shown(&self) -> Value {
        to_string(&self.0).map_or(Value::undefined(), Value)
    }

    /// Calls this function with these arguments.
    pub(crate) fn apply(&self, this: &Value, arguments: &[&Value]) -> Result<Value, Value> {
        let list = Array::new();
        for argument in arguments {
            list.push(&argument.0);
        }
        let function: &Function = self.0.unchecked_ref();
        Ok(Value(Reflect::apply(function, &this.0, &list)?))
    }

    /// Calls the method of that name with these arguments. The error is what it threw; `undefined` if there is none.
    pub(crate) fn call(&self, name: &str, arguments: &[&Value]) -> Result<Value, Value> {
        let method = self.get(name);
        if method.is_function() {
            method.apply(self, arguments)
        } else {
            Err(Value::undefined())
        }
    }
}

/// The global object.
pub(crate) fn global() -> Value {
    Value(js_sys::global().into())
}

impl From<JsValue> for Value {
    fn from(value: JsValue) -> Self {
        Value(value)
    }
}

impl From<Value> for JsValue {
    fn from(value: Value) -> Self {
        value.0
    }
}

impl AsRef<JsValue> for Value {
    fn as_ref(&self) -> &JsValue {
        &self.0
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value(JsValue::from_str(value))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value(JsValue::from_bool(value))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value(JsValue::from_f64(number))
    }
}

impl PartialEq<str> for Value {
    #[expect(clippy::cmp_owned, reason = "JavaScript compares JavaScript's texts")]
    fn eq(&self, text: &str) -> bool {
        *self == Value::from(text)
    }
}

impl Add<&Value> for Value {
    type Output = Value;
    fn add(self, other: &Value) -> Value {
        let own: JsString = self.shown().0.unchecked_into();
        Value(own.concat(&other.shown().0).into())
    }
}

impl Add<&str> for Value {
    type Output = Value;
    fn add(self, other: &str) -> Value {
        self + &Value::from(other)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_wasm_bindgen::preserve::serialize(&self.0, serializer)
    }
}

/// The JavaScript value of a request or another typed value. A member that is `undefined` stays so, and is left out of
/// JSON.
pub(crate) fn to_value(value: &impl Serialize) -> Value {
    serde_wasm_bindgen::to_value(value).map_or(Value::undefined(), Value)
}
