//! JavaScript objects that belong to the application or to `pkg/`.

use crate::wire::{Value, from_js};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

/// Any JavaScript value, read without trusting that it is an object.
#[derive(Clone)]
pub(crate) struct Object(JsValue);

impl Object {
    /// The member of that name; `undefined` if this is no object, or the getter throws.
    pub(crate) fn get(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// The member of that name, as an object to look into.
    pub(crate) fn at(&self, name: &str) -> Object {
        Object(self.get(name))
    }

    /// The member of that name, if it is a string.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).as_string()
    }

    /// The member of that name as JSON; `None` where JSON has nothing for it.
    pub(crate) fn json(&self, name: &str) -> Option<Value> {
        from_js(&self.get(name))
    }

    /// Sets the member. A frozen object stays as it is.
    pub(crate) fn set(&self, name: &str, value: &JsValue) {
        let _ = Reflect::set(&self.0, &name.into(), value);
    }

    /// Calls the method of that name.
    pub(crate) fn call(&self, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        let method: Function = self.get(name).dyn_into()?;
        method.apply(&self.0, &arguments.iter().copied().collect::<Array>())
    }

    pub(crate) fn is_truthy(&self) -> bool {
        self.0.is_truthy()
    }

    pub(crate) fn value(&self) -> &JsValue {
        &self.0
    }
}

/// The arguments of a method; those that were not given are `undefined`.
pub(crate) struct Args(Array);

impl Args {
    pub(crate) fn new(arguments: Array) -> Self {
        Args(arguments)
    }

    /// The argument at that place, from 0.
    pub(crate) fn at(&self, place: u32) -> JsValue {
        self.0.get(place)
    }

    /// The argument at that place, to look into.
    pub(crate) fn object(&self, place: u32) -> Object {
        Object(self.at(place))
    }
}

impl From<JsValue> for Object {
    fn from(value: JsValue) -> Self {
        Object(value)
    }
}

impl From<Object> for JsValue {
    fn from(object: Object) -> Self {
        object.0
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String, catch)]
    fn string(value: &JsValue) -> Result<String, JsValue>;
}

/// What JavaScript's own `String(value)` gives, as applications pass numbers for names, too; nothing is empty.
pub(crate) fn to_text(value: &JsValue) -> String {
    if value.is_undefined() || value.is_null() {
        return String::new();
    }
    value.as_string().or_else(|| string(value).ok()).unwrap_or_default()
}

/// A new object.
pub(crate) fn new_object() -> Object {
    Object(js_sys::Object::new().into())
}
