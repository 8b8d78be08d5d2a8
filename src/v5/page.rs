//! v5's classes and its Hub, which are the page's.

use crate::attributes::as_text;
use crate::error::Usage;
use crate::wire::{Value, object};
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // js-sys's takes Rust's own text for a message, and would copy the service's.
    #[wasm_bindgen(js_name = Error)]
    type PlainError;
    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &JsValue) -> PlainError;
}

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    #[wasm_bindgen(js_namespace = page)]
    type AuthError;
    #[wasm_bindgen(constructor, js_namespace = page)]
    fn new(name: &str, text: &str) -> AuthError;

    #[wasm_bindgen(js_namespace = page)]
    type CognitoUser;
    #[wasm_bindgen(constructor, js_namespace = page, catch)]
    fn new(data: &JsValue) -> Result<CognitoUser, JsValue>;

    #[wasm_bindgen(js_namespace = page)]
    type CognitoUserAttribute;
    #[wasm_bindgen(constructor, js_namespace = page, catch)]
    fn new(data: &JsValue) -> Result<CognitoUserAttribute, JsValue>;
}

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    /// The other functions of `pkg/page.js`.
    pub(crate) type Page;
    #[wasm_bindgen(thread_local_v2, js_name = page)]
    static PAGE: Page;
    #[wasm_bindgen(method)]
    fn dispatch(this: &Page, event: &JsValue, data: &JsValue, message: &JsValue, source: &JsValue);
    /// A `CognitoUserSession`.
    #[wasm_bindgen(method, js_name = newSession, catch)]
    pub(crate) fn new_session(
        this: &Page,
        id: &JsValue,
        access: &JsValue,
        refresh: &JsValue,
        clock_drift_s: f64,
    ) -> Result<JsValue, JsValue>;
    /// `[{Name, Value}]` of all that `for … in` finds in an object, values as they are.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn members(this: &Page, object: &JsValue) -> Result<JsValue, JsValue>;
    /// Stores the open challenge over a reload of the page. `undefined` leaves a stored member as it is.
    #[wasm_bindgen(method, js_name = storeChallenge, catch)]
    pub(crate) fn store_challenge(
        this: &Page,
        user: &JsValue,
        name: &JsValue,
        parameters: &JsValue,
    ) -> Result<(), JsValue>;
    /// Removes the open challenge of this tab from storage.
    #[wasm_bindgen(method, js_name = removeChallenge, catch)]
    pub(crate) fn remove_challenge(this: &Page, pool: &JsValue) -> Result<(), JsValue>;
    /// Reports the result of a refresh to everybody whom it may concern.
    #[wasm_bindgen(method, js_name = reportRefresh, catch)]
    pub(crate) fn report_refresh(
        this: &Page,
        pool: &JsValue,
        error: &JsValue,
        session: &JsValue,
    ) -> Result<(), JsValue>;
    /// The configuration of the hosted UI among that of `Auth`; `undefined` if there is none.
    #[wasm_bindgen(method, js_name = hostedUi)]
    pub(crate) fn hosted_ui(this: &Page, config: &JsValue) -> JsValue;
    /// Calls the function when the page comes back as it was left, by the Back button.
    #[wasm_bindgen(method, js_name = whenBack)]
    pub(crate) fn when_back(this: &Page, task: &JsValue);
    /// Whether whoever is signed in came by the hosted page.
    #[wasm_bindgen(method, js_name = cameByHostedUi)]
    pub(crate) fn came_by_hosted_ui(this: &Page, auth: &JsValue) -> bool;
    /// Whether the members of an object can be set and removed.
    #[wasm_bindgen(method, js_name = canChange)]
    pub(crate) fn can_change(this: &Page, object: &JsValue) -> bool;
    /// Ends the autofill of passkeys that waits in an input of the page: see [`end_autofill`].
    #[wasm_bindgen(method, js_name = endAutofill)]
    fn end_autofill(this: &Page);
    /// The cause of the last failure to fetch a part of the module, as an error for the application.
    #[wasm_bindgen(method, js_name = partError)]
    pub(crate) fn part_error(this: &Page) -> JsValue;
}

/// Runs a function with the functions of `pkg/page.js`.
pub(crate) fn page<R>(run: impl FnOnce(&Page) -> R) -> R {
    PAGE.with(run)
}

/// Ends the autofill of passkeys. Each method calls it that begins a sign-in, goes on with one, or opens a dialogue for
/// passkeys, before it waits for anything: what the user picks later would sign in behind the back of whoever signs in now.
pub(crate) fn end_autofill() {
    page(Page::end_autofill);
}

/// Dispatches an event on the Hub, where that `AuthClass`, or the one of that user pool object, has its events.
pub(super) fn dispatch(event: &Value, data: &Value, message: &Value, source: &Value) {
    page(|page| page.dispatch(event.as_ref(), data.as_ref(), message.as_ref(), source.as_ref()));
}

/// An `Error` with this message, and `name` and `code` where they are given.
pub(crate) fn new_error(message: &Value, name: &Value, code: &Value) -> Value {
    let error: Value = JsValue::from(PlainError::new(message.as_ref())).into();
    for (member, value) in [("name", name), ("code", code)] {
        if value.is_truthy() {
            error.set(member, value);
        }
    }
    error
}

/// An `AuthError`.
pub(crate) fn new_auth_error(usage: Usage) -> Value {
    JsValue::from(AuthError::new(usage.name(), usage.text())).into()
}

/// A `CognitoUser`.
pub(crate) fn new_user(username: &Value, pool: &Value) -> Value {
    let data = object()
        .with("Username", username)
        .with("Pool", pool)
        .with("Storage", &pool.get("storage"));
    CognitoUser::new(data.as_ref()).map_or(Value::undefined(), |user| JsValue::from(user).into())
}

/// An array of `CognitoUserAttribute`, of the service's `{Name, Value}`.
pub(crate) fn new_attributes(list: &Value) -> Value {
    let attributes = list.items().into_iter().map(|item| {
        CognitoUserAttribute::new(item.as_ref()).map_or(Value::undefined(), |attribute| JsValue::from(attribute).into())
    });
    Value::list(attributes.collect())
}

/// `[name, value]` of each own member of an object; nothing of anything else.
fn pairs(given: &Value) -> Vec<Value> {
    if !given.is_object() || !given.is_truthy() {
        return Vec::new();
    }
    Value::from(JsValue::from(Object::entries(given.as_ref().unchecked_ref()))).items()
}

/// `[{Name, Value}]` of an application's object of attributes; `undefined` if it is none. A value that is `undefined` is
/// left out, and null is an empty text.
pub(crate) fn entries(given: &Value) -> Value {
    if !given.is_object() || !given.is_truthy() {
        return Value::undefined();
    }
    let pairs = pairs(given).into_iter().filter(|pair| !pair.at(1).is_undefined());
    let attributes = pairs.map(|pair| {
        let value = as_text(pair.at(1)).or("");
        object().with("Name", &pair.at(0)).with("Value", &value)
    });
    Value::list(attributes.collect())
}

/// An application's object of attributes, with each name behind that prefix, and the values as the service takes them.
pub(crate) fn prefixed(prefix: &str, attributes: &Value) -> Value {
    pairs(attributes).iter().fold(object(), |prefixed, pair| {
        let name = Value::from(prefix) + &pair.at(0);
        prefixed.with_member(&name, &as_text(pair.at(1)))
    })
}

/// Whether this is an object with something in it.
pub(crate) fn has_members(object: &Value) -> bool {
    !pairs(object).is_empty()
}
