//! JSON values: what goes to the service, what comes back, and what is stored.
//!
//! In wasm a [`Value`] is the page's own value, held by a handle: nothing is copied into the module's memory, no
//! request is serialised twice, and a token that only passes through never enters the module at all. Handles are good
//! for one call of the application, and end with it (`pkg/values.js`). Natively it is a tree, so that the core is tested without a browser. Both have the same methods.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Held, Value};
#[cfg(target_arch = "wasm32")]
pub(crate) use page::{Held, Value};

use alloc::vec::Vec;

impl Value {
    /// The member of that name if it is a string with something in it, else `undefined`.
    pub(crate) fn text(&self, name: &str) -> Value {
        let member = self.get(name);
        if member.is_text() && member.is_truthy() {
            member
        } else {
            Value::undefined()
        }
    }

    /// This, unless JavaScript takes it for false: then the other.
    pub(crate) fn or(self, other: impl Into<Value>) -> Value {
        if self.is_truthy() { self } else { other.into() }
    }

    /// The same object with that text for a member, too.
    pub(crate) fn with_text(self, name: &str, text: &str) -> Self {
        self.with(name, &text.into())
    }

    /// Whether this is one of these texts.
    pub(crate) fn is_one_of(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| *self == **text)
    }

    /// The members of an array; nothing if this is none.
    pub(crate) fn items(&self) -> Vec<Value> {
        let mut items = Vec::new();
        if self.is_list() {
            for place in 0..self.len() {
                items.push(self.at(place));
            }
        }
        items
    }
}

/// An object without members. What is set to `undefined` is left out of the JSON, as JavaScript does it.
pub(crate) fn object() -> Value {
    Value::object()
}

/// An object of these members, for tests.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) fn object_of(members: &[(&str, Value)]) -> Value {
    members
        .iter()
        .fold(object(), |object, (name, value)| object.with(name, value))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn decode(text: &str) -> Value {
        Value::decode(&text.into())
    }

    #[test]
    fn a_value_prints_as_it_was_read() {
        let text = r#"{"b":1,"a":[true,null,"é\n",-2.5],"c":{"d":""}}"#;
        assert_eq!(decode(text).encode(), Ok(text.into()));
    }

    #[test]
    fn members_are_read_by_their_type() {
        let value = decode(r#"{"text":"x","empty":"","number":3,"list":[1,"y"],"null":null}"#);
        assert_eq!(value.text("text"), *"x");
        assert_eq!(value.text("number"), Value::undefined());
        assert_eq!(value.text("empty"), Value::undefined());
        assert_eq!(value.get("number").number(), 3.0);
        assert!(value.get("text").number().is_nan());
        assert_eq!(value.get("list").items(), [Value::from(1.0), Value::from("y")]);
        assert!(value.get("text").items().is_empty());
        assert_eq!(value.get("null"), Value::null());
        assert_eq!(value.get("absent"), Value::undefined());
    }

    #[test]
    fn what_is_not_json_is_undefined() {
        for text in ["", "<html>", "{", "undefined"] {
            assert_eq!(decode(text), Value::undefined(), "{text}");
        }
    }

    #[test]
    fn undefined_members_are_not_printed() {
        let value = object_of(&[("a", Value::undefined()), ("b", Value::null()), ("c", "d".into())]);
        assert_eq!(value.encode(), Ok(r#"{"b":null,"c":"d"}"#.into()));
    }

    #[test]
    fn texts_are_joined_and_compared() {
        let text = Value::from("user") + "." + &Value::from("id") + &Value::from(7.0);
        assert_eq!(text, *"user.id7");
        assert!(text.is_one_of(&["x", "user.id7"]) && !text.is_one_of(&["user"]));
        assert_eq!(Value::from("").or("x"), *"x");
    }
}
