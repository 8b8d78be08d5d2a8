//! The page's own values.

use alloc::vec::Vec;
use core::ops::Add;
use wasm_bindgen::prelude::*;

// What throws is caught: a getter is an application's code. Texts are given by address and length.
#[wasm_bindgen(module = "/pkg/values.js")]
extern "C" {
    fn hold() -> i32;
    #[wasm_bindgen(js_name = letGo)]
    fn let_go(held: i32);
    fn adopt(value: i32) -> i32;
    fn text(at: *const u8, length: usize) -> i32;
    fn float(number: f64) -> i32;
    fn object() -> i32;
    fn get(object: i32, at: *const u8, length: usize) -> i32;
    fn element(list: i32, place: usize) -> i32;
    fn set(object: i32, at: *const u8, length: usize, member: i32);
    fn remove(object: i32, at: *const u8, length: usize);
    #[wasm_bindgen(js_name = setMember)]
    fn set_member(object: i32, name: i32, member: i32);
    fn parse(text: i32) -> i32;
    fn stringify(value: i32) -> i32;
    fn number(value: i32) -> f64;
    fn integer(value: i32) -> f64;
    #[wasm_bindgen(js_name = asText)]
    fn as_text(value: i32) -> i32;
    fn add(one: i32, other: i32) -> i32;
    fn same(one: i32, other: i32) -> bool;
    fn truthy(value: i32) -> bool;
    #[wasm_bindgen(js_name = isList)]
    fn is_list(value: i32) -> bool;
    #[wasm_bindgen(js_name = isA)]
    fn is_a(value: i32, kind: Kind) -> bool;
    fn encode(text: i32, at: *mut u8, length: usize) -> usize;
    fn apply(function: i32, this: i32, a: i32, b: i32, c: i32, d: i32) -> i32;
    fn call(object: i32, at: *const u8, length: usize, a: i32, b: i32, c: i32, d: i32) -> i32;
}

/// What `typeof` says, by its place in the list of `pkg/values.js`.
type Kind = u32;
const TEXT: Kind = 0;
const OBJECT: Kind = 1;
const BOOL: Kind = 2;
const FUNCTION: Kind = 3;

/// A JavaScript value, read without trusting what it is.
///
/// This is its number in `pkg/values.js`, good until the call of the application ends that brought it forth: so it is
/// cloned and dropped at no cost. Where another call needs it, there is [`Held`] and [`Value::adopted`].
#[derive(Clone)]
pub(crate) struct Value(pub(crate) i32);

const UNDEFINED: i32 = 0;
const NULL: i32 = 1;
const TRUE: i32 = 2;
const FALSE: i32 = 3;

impl Value {
    pub(crate) fn undefined() -> Self {
        Value(UNDEFINED)
    }

    pub(crate) fn null() -> Self {
        Value(NULL)
    }

    /// What a function of the page gave; what it threw has all bits of its number turned.
    pub(crate) fn result(number: i32) -> Result<Value, Value> {
        if number < 0 {
            Err(Value(!number))
        } else {
            Ok(Value(number))
        }
    }

    /// The same value for the call that runs now, where another one, which is [`Held`], brought it forth.
    pub(crate) fn adopted(&self) -> Self {
        Value(adopt(self.0))
    }

    /// An object without members.
    pub(crate) fn object() -> Self {
        Value(object())
    }

    /// An array.
    pub(crate) fn list(items: Vec<Value>) -> Self {
        let list = Value::decode(&"[]".into());
        for (place, item) in items.iter().enumerate() {
            set_member(list.0, float(place as f64), item.0);
        }
        list
    }

    /// The value of a JSON text; `undefined` if it is none.
    pub(crate) fn decode(text: &Value) -> Self {
        Value(parse(text.0))
    }

    /// The JSON text of this. The error is what an application's own objects threw on the way.
    pub(crate) fn encode(&self) -> Result<Value, Value> {
        Value::result(stringify(self.0))
    }

    /// The member of that name; `undefined` if there is none, this is no object, or the getter throws.
    pub(crate) fn get(&self, name: &str) -> Value {
        Value(get(self.0, name.as_ptr(), name.len()))
    }

    /// Sets a member. A frozen object stays as it is.
    pub(crate) fn set(&self, name: &str, value: &Value) {
        set(self.0, name.as_ptr(), name.len(), value.0);
    }

    /// Removes a member.
    pub(crate) fn remove(&self, name: &str) {
        remove(self.0, name.as_ptr(), name.len());
    }

    /// The same object with that member, too.
    pub(crate) fn with(self, name: &str, value: &Value) -> Self {
        self.set(name, value);
        self
    }

    /// The same, for a name that is a value.
    pub(crate) fn with_member(self, name: &Value, value: &Value) -> Self {
        set_member(self.0, name.0, value.0);
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.get("length").number() as usize
    }

    pub(crate) fn at(&self, place: usize) -> Value {
        Value(element(self.0, place))
    }

    pub(crate) fn is_list(&self) -> bool {
        is_list(self.0)
    }

    pub(crate) fn is_text(&self) -> bool {
        is_a(self.0, TEXT)
    }

    /// Whether this is an object, an array, or null.
    pub(crate) fn is_object(&self) -> bool {
        is_a(self.0, OBJECT)
    }

    pub(crate) fn is_bool(&self) -> bool {
        is_a(self.0, BOOL)
    }

    /// Whether this is `true`, or a text that says so, of any case.
    pub(crate) fn is_true_in_any_case(&self) -> bool {
        self.to_text()
            .call("toLowerCase", &[])
            .is_ok_and(|text| text == *"true")
    }

    pub(crate) fn is_undefined(&self) -> bool {
        self.0 == UNDEFINED
    }

    /// Whether JavaScript takes this for true in a condition.
    pub(crate) fn is_truthy(&self) -> bool {
        truthy(self.0)
    }

    /// JavaScript's `Number(…)`; NaN where that throws.
    pub(crate) fn number(&self) -> f64 {
        number(self.0)
    }

    /// The parts of a text between the separators.
    pub(crate) fn split(&self, separator: &str) -> Value {
        self.call("split", &[&separator.into()]).unwrap_or(Value::undefined())
    }

    /// JavaScript's `parseInt(…)`; NaN where that throws.
    pub(crate) fn integer(&self) -> f64 {
        integer(self.0)
    }

    /// The UTF-8 bytes of a text; none of anything else.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // JavaScript counts UTF-16 units: at most three bytes each.
        let mut bytes = alloc::vec![0; if self.is_text() { 3 * self.len() } else { 0 }];
        let written = encode(self.0, bytes.as_mut_ptr(), bytes.len());
        bytes.truncate(written);
        bytes
    }

    /// What JavaScript's own `String(value)` gives, as applications pass numbers for names, too; nothing is empty.
    pub(crate) fn to_text(&self) -> Value {
        Value(as_text(self.0))
    }

    /// A copy of an object that JSON can hold; `undefined` of anything else.
    pub(crate) fn copy(&self) -> Value {
        self.encode().map_or(Value::undefined(), |text| Value::decode(&text))
    }

    /// This as a text, as JavaScript's `+` shows it.
    pub(crate) fn shown(&self) -> Value {
        Value::from("") + self
    }

    /// Calls this function, with up to four arguments.
    pub(crate) fn apply(&self, this: &Value, arguments: &[&Value]) -> Result<Value, Value> {
        let [a, b, c, d] = numbers(arguments);
        Value::result(apply(self.0, this.0, a, b, c, d))
    }

    /// Calls the method of that name, with up to four arguments.
    pub(crate) fn call(&self, name: &str, arguments: &[&Value]) -> Result<Value, Value> {
        let [a, b, c, d] = numbers(arguments);
        Value::result(call(self.0, name.as_ptr(), name.len(), a, b, c, d))
    }

    pub(crate) fn is_function(&self) -> bool {
        is_a(self.0, FUNCTION)
    }
}

/// Keeps the values of a call of the application, also beyond its end.
pub(crate) struct Held(i32);

impl Held {
    /// Those of the call that runs now.
    pub(crate) fn new() -> Self {
        Held(hold())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let_go(self.0);
    }
}

/// Of four arguments, as many as there are.
#[inline(always)]
fn numbers(arguments: &[&Value]) -> [i32; 4] {
    core::array::from_fn(|place| arguments.get(place).map_or(UNDEFINED, |value| value.0))
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value(text(value.as_ptr(), value.len()))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value(if value { TRUE } else { FALSE })
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value(float(number))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        same(self.0, other.0)
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
        Value(add(self.0, other.0))
    }
}

impl Add<&str> for Value {
    type Output = Value;
    fn add(self, other: &str) -> Value {
        self + &Value::from(other)
    }
}
