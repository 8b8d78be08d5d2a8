//! JSON values: what goes to the service, what comes back, and what is stored.
//!
//! In wasm a [`Value`] is the page's own value, held by a handle: nothing is copied into the module's memory, no
//! request is serialised twice, and a token that only passes through never enters the module at all. Natively it is a
//! tree, so that the core is tested without a browser. Both have the same methods, and both are serialised as they are
//! where they are members of a struct ([`to_value`]). One table of tests, `tests.rs`, holds them to the same meaning.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(test)]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Value, to_value};
#[cfg(target_arch = "wasm32")]
pub(crate) use page::{Value, global, to_value};

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

    /// This value, or the other one if JavaScript takes this for false.
    pub(crate) fn or(self, other: impl Into<Value>) -> Value {
        if self.is_truthy() { self } else { other.into() }
    }

    /// This object, with that text as a member, too.
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
#[cfg(test)]
pub(crate) fn object_of(members: &[(&str, Value)]) -> Value {
    members
        .iter()
        .fold(object(), |object, (name, value)| object.with(name, value))
}
