//! The page's own values.

use alloc::vec::Vec;
use core::ops::Add;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `value[name]` and `value[name] = …`, also of a text. What throws is caught: a getter is an application's code.
    type Indexed;
    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn member(this: &Indexed, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn element(this: &Indexed, place: usize) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter, catch)]
    fn set_member(this: &Indexed, name: &JsValue, value: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, indexing_deleter, catch)]
    fn delete_member(this: &Indexed, name: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn parse(text: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = JSON, catch)]
    fn stringify(value: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> bool;
    #[wasm_bindgen(js_name = Number, catch)]
    fn number(value: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(js_name = parseInt, catch)]
    fn parse_int(value: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(js_name = String, catch)]
    fn string(value: &JsValue) -> Result<JsValue, JsValue>;
    type Function;
    #[wasm_bindgen(method, catch, js_name = call)]
    fn call_4(
        function: &Function,
        this: &JsValue,
        a: &JsValue,
        b: &JsValue,
        c: &JsValue,
        d: &JsValue,
    ) -> Result<JsValue, JsValue>;
}

/// A JavaScript value, read without trusting what it is.
#[derive(Clone, PartialEq)]
pub(crate) struct Value(pub(crate) JsValue);

impl Value {
    pub(crate) fn undefined() -> Self {
        Value(JsValue::UNDEFINED)
    }

    pub(crate) fn null() -> Self {
        Value(JsValue::NULL)
    }

    /// An array.
    pub(crate) fn list(items: Vec<Value>) -> Self {
        let list = Value::decode(&"[]".into());
        for (place, item) in items.iter().enumerate() {
            list.set_value(&(place as f64).into(), item);
        }
        list
    }

    /// The value of a JSON text; `undefined` if it is none.
    pub(crate) fn decode(text: &Value) -> Self {
        Value(parse(&text.0).unwrap_or(JsValue::UNDEFINED))
    }

    /// The JSON text of this. The error is what an application's own objects threw on the way.
    pub(crate) fn encode(&self) -> Result<Value, Value> {
        stringify(&self.0).map(Value).map_err(Value)
    }

    /// The member of that name; `undefined` if there is none, this is no object, or the getter throws.
    pub(crate) fn get(&self, name: &str) -> Value {
        Value(self.indexed().member(name).unwrap_or(JsValue::UNDEFINED))
    }

    /// Sets a member. A frozen object stays as it is.
    pub(crate) fn set(&self, name: &str, value: &Value) {
        self.set_value(&name.into(), value);
    }

    /// Removes a member.
    pub(crate) fn remove(&self, name: &str) {
        let _ = self.indexed().delete_member(name);
    }

    fn set_value(&self, name: &Value, value: &Value) {
        let _ = self.indexed().set_member(&name.0, &value.0);
    }

    fn indexed(&self) -> &Indexed {
        self.0.unchecked_ref()
    }

    /// The same object with that member, too.
    pub(crate) fn with(self, name: &str, value: &Value) -> Self {
        self.set(name, value);
        self
    }

    /// The same, for a name that is a value.
    pub(crate) fn with_member(self, name: &Value, value: &Value) -> Self {
        self.set_value(name, value);
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.get("length").number() as usize
    }

    pub(crate) fn at(&self, place: usize) -> Value {
        Value(self.indexed().element(place).unwrap_or(JsValue::UNDEFINED))
    }

    pub(crate) fn is_list(&self) -> bool {
        is_array(&self.0)
    }

    pub(crate) fn is_text(&self) -> bool {
        self.0.is_string()
    }

    /// Whether this is an object, an array, or null.
    pub(crate) fn is_object(&self) -> bool {
        self.0.is_object()
    }

    pub(crate) fn is_bool(&self) -> bool {
        self.0 == JsValue::TRUE || self.0 == JsValue::FALSE
    }

    /// Whether this is `true`, or a text that says so, of any case.
    pub(crate) fn is_true_in_any_case(&self) -> bool {
        self.to_text()
            .call("toLowerCase", &[])
            .is_ok_and(|text| text == *"true")
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
        number(&self.0).unwrap_or(f64::NAN)
    }

    /// The parts of a text between the separators.
    pub(crate) fn split(&self, separator: &str) -> Value {
        self.call("split", &[&separator.into()]).unwrap_or(Value::undefined())
    }

    /// JavaScript's `parseInt(…)`; NaN where that throws.
    pub(crate) fn integer(&self) -> f64 {
        parse_int(&self.0).unwrap_or(f64::NAN)
    }

    /// The UTF-8 bytes of a text; none of anything else.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // JavaScript counts UTF-16 units: at most three bytes each.
        let mut bytes = alloc::vec![0; if self.is_text() { 3 * self.len() } else { 0 }];
        let written = crate::js::host().encode(self, &mut bytes);
        bytes.truncate(written);
        bytes
    }

    /// What JavaScript's own `String(value)` gives, as applications pass numbers for names, too; nothing is empty.
    pub(crate) fn to_text(&self) -> Value {
        if self.0.is_undefined() || self.0.is_null() {
            return "".into();
        }
        string(&self.0).map_or_else(|_| "".into(), Value)
    }

    /// A copy of an object that JSON can hold; `undefined` of anything else.
    pub(crate) fn copy(&self) -> Value {
        self.encode().map_or(Value::undefined(), |text| Value::decode(&text))
    }

    /// This as a text, as JavaScript's `+` shows it.
    pub(crate) fn shown(&self) -> Value {
        Value::from("") + self
    }

    /// Calls this function.
    pub(crate) fn apply(&self, this: &Value, arguments: &[&Value]) -> Result<Value, Value> {
        const NOTHING: &JsValue = &JsValue::UNDEFINED;
        let argument = |place: usize| arguments.get(place).map_or(NOTHING, |value| &value.0);
        let function: &Function = self.0.unchecked_ref();
        let result = function.call_4(&this.0, argument(0), argument(1), argument(2), argument(3));
        result.map(Value).map_err(Value)
    }

    /// Calls the method of that name, with up to four arguments.
    pub(crate) fn call(&self, name: &str, arguments: &[&Value]) -> Result<Value, Value> {
        self.get(name).apply(self, arguments)
    }

    pub(crate) fn is_function(&self) -> bool {
        self.0.is_function()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value(value.into())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value(number.into())
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
        Value(&self.0 + &other.0)
    }
}

impl Add<&str> for Value {
    type Output = Value;
    fn add(self, other: &str) -> Value {
        Value(&self.0 + &JsValue::from(other))
    }
}
