//! The platform of browsers, workers and servers, reached by the global object. Knows no capability.

mod http;
mod kernel;
mod locks;
mod passkeys;
mod stored_session;
#[cfg(test)]
mod tests;
mod timers;

pub(crate) use passkeys::{aborted, signal_of_pool, supported, unless_aborted, visible};
pub(crate) use stored_session::read_before;
pub(crate) use timers::{Deferred, settled};

use super::{
    Event, HttpReply, HttpRequest, Keys, Life, PasskeyPrompt, Platform, RefreshRule, Shelf, StoredSession, Task,
};
use crate::error::{AuthError, Failure};
use crate::srp::{Job, Work};
use crate::wire::{Value, global};
use js_sys::Date;
use locks::TabLock;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Storage;

#[wasm_bindgen]
extern "C" {
    // A storage is any object with localStorage's methods. web-sys's own methods take Rust's texts, which would leave
    // copies of tokens in the module's memory.
    #[wasm_bindgen(extends = Storage)]
    type TextStorage;
    #[wasm_bindgen(method, structural, catch, js_name = getItem)]
    fn get_text(this: &TextStorage, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = setItem)]
    fn set_text(this: &TextStorage, key: &JsValue, text: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = removeItem)]
    fn remove_text(this: &TextStorage, key: &JsValue) -> Result<(), JsValue>;
}

/// The member of a user pool object's `client` that says whether refresh tokens rotate. `pkg/auth.js` sets it as
/// configured.
const ROTATES: &str = "refreshTokenRotation";

/// The page, as one user pool object sees it.
#[derive(Clone)]
pub(crate) struct Web {
    /// Anything with localStorage's methods.
    pub storage: Value,
    /// The `CognitoUserPool`, which reports refreshes and makes `UserContextData`.
    pub pool: Value,
    /// The application's `Auth`, if one of its methods was called.
    pub facade: Value,
    /// Reports an event to the page, in v5's words.
    pub listener: fn(&Web, Event<'_>),
}

/// A platform without a user pool, for calls that need none.
impl Default for Web {
    fn default() -> Self {
        Web {
            storage: Value::undefined(),
            pool: Value::undefined(),
            facade: Value::undefined(),
            listener: |_, _| {},
        }
    }
}

impl Platform for Web {
    type Lock = TabLock;

    async fn send(&self, request: &HttpRequest<'_>) -> Result<HttpReply, AuthError> {
        Ok(http::send(&self.pool, request).await.map_err(Failure::Rejected)?)
    }

    /// Waits for the tabs' lock, because the writes of two tabs may mix without it. Only pages wait: a server shares no
    /// storage, and may sign in many users at once.
    async fn wait_to_write(&self) {
        if global().get("document").is_truthy() {
            let name = Value::from("cognito-auth-wasm.") + &self.pool.get("clientId");
            locks::lock(&name, 3000.0).await;
        }
    }

    fn keys(&self, client_id: &Value, username: &Value) -> Keys {
        stored_session::keys(client_id, username)
    }

    fn stored_session(&self, client_id: &Value, username: &Value) -> Option<StoredSession> {
        stored_session::read(&self.storage, client_id, username)
    }

    fn life(&self, claims: &Value, clock_drift_s: f64) -> Life {
        stored_session::life(claims, clock_drift_s)
    }

    fn get_item(&self, key: &Value) -> Value {
        let item = self.storage().map(|storage| storage.get_text(key.as_ref()));
        item.and_then(Result::ok)
            .filter(|item| item.is_string() || item.is_null())
            .map_or(Value::undefined(), Value::from)
    }

    fn set_item(&self, key: &Value, text: &Value) -> Result<(), AuthError> {
        #[cfg(feature = "panics")]
        crate::panics::at("write");
        let Some(storage) = self.storage() else {
            return Err(Failure::Plain("There is no storage").into());
        };
        let stored = storage.set_text(key.as_ref(), text.as_ref());
        Ok(stored.map_err(|error| Failure::Rejected(error.into()))?)
    }

    fn remove_item(&self, key: &Value) {
        // An item that cannot be removed stays; a later read shows it.
        let _ = self.storage().map(|storage| storage.remove_text(key.as_ref()));
    }

    fn page_item(&self, shelf: Shelf, key: &Value) -> Value {
        shelf_of(shelf).call("getItem", &[key]).unwrap_or(Value::null())
    }

    fn set_page_item(&self, shelf: Shelf, key: &Value, text: &Value) -> bool {
        let shelf = shelf_of(shelf);
        let result = if text.is_text() {
            shelf.call("setItem", &[key, text])
        } else {
            shelf.call("removeItem", &[key])
        };
        result.is_ok()
    }

    fn address(&self) -> Value {
        let global = global();
        // A worker's is its script's.
        if global.get("document").is_truthy() {
            global.get("location").get("href")
        } else {
            Value::undefined()
        }
    }

    fn replace_address(&self, address: &Value) {
        let history = global().get("history");
        // A page may refuse it, as one in a sandbox. Its address stays then.
        let _ = history.call("replaceState", &[&history.get("state"), &"".into(), address]);
    }

    /// By the browser's functions: the module's own SHA-256 and base64 are in another part.
    async fn sha256(&self, text: &Value) -> Result<Value, AuthError> {
        const NO_CRYPTO: Failure = Failure::Plain("This environment has no crypto.subtle: the page must come by https");
        let global = global();
        let subtle = global.get("crypto").get("subtle");
        let digest = subtle.call("digest", &[&"SHA-256".into(), &text.utf8()]);
        let digest = settled(&digest.map_err(|_| NO_CRYPTO)?)
            .await
            .map_err(Failure::Rejected)?;
        // `btoa(String.fromCharCode(...new Uint8Array(digest)))`
        let construct = |name, argument| {
            let arguments = Value::list(vec![argument]);
            global
                .get("Reflect")
                .call("construct", &[&global.get(name), &arguments])
        };
        let bytes = construct("Uint8Array", digest).map_err(Failure::Rejected)?;
        let from_bytes = global.get("String").get("fromCharCode");
        let text = from_bytes.call("apply", &[&Value::null(), &bytes]);
        let base64 = text.and_then(|text| global.call("btoa", &[&text]));
        Ok(base64.map_err(Failure::Rejected)?)
    }

    fn has_passkeys(&self) -> bool {
        passkeys::are_there()
    }

    fn new_passkey(&self, options: &Value) -> impl Future<Output = Result<Value, Value>> {
        passkeys::create(options)
    }

    fn passkey(&self, prompt: PasskeyPrompt, options: &Value) -> impl Future<Output = Result<Value, Value>> {
        passkeys::get(prompt, options)
    }

    fn forgets_passkeys(&self) -> bool {
        passkeys::can_forget()
    }

    fn forget_passkey(&self, relying_party: &Value, id: &Value) {
        passkeys::forget(relying_party, id);
    }

    fn now_ms(&self) -> f64 {
        Date::now()
    }

    fn timestamp(&self) -> Value {
        let now = Date::new(&JsValue::from_f64(self.now_ms()));
        // As in `Tue, 03 Feb 2026 04:05:06 GMT`.
        let words = Value::from(JsValue::from(now.to_utc_string())).split(" ");
        let [weekday, day, month, year, time] = [0, 1, 2, 3, 4].map(|place| words.at(place));
        let day = Value::from(day.number());
        weekday.split(",").at(0) + " " + &month + " " + &day + " " + &time + " UTC " + &year
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError> {
        // `crypto` is absent in old environments. Looked up at each call, because a test may have replaced it.
        let found = global().get("crypto");
        let crypto: &web_sys::Crypto = found.as_ref().unchecked_ref();
        match found.is_truthy().then(|| crypto.get_random_values_with_u8_array(bytes)) {
            Some(Ok(_)) => Ok(()),
            _ => Err(Failure::Plain("This environment has no crypto.getRandomValues").into()),
        }
    }

    async fn sleep(&self, milliseconds: f64) {
        timers::sleep(milliseconds).await;
    }

    async fn lock(&self, name: &Value) -> Option<TabLock> {
        locks::lock(name, 10_000.0).await
    }

    /// The signal that ends them: all user pool objects of an `Auth` have the same one. One of nobody's has none.
    fn owner(&self) -> Value {
        signal_of_pool(&self.pool).or(self.pool.clone())
    }

    fn rotates(&self) -> bool {
        self.pool.get("client").get(ROTATES).is_truthy()
    }

    fn refresh_rule(&self) -> RefreshRule {
        let rule = self.pool.get("client").get("refreshes");
        if !rule.is_truthy() {
            RefreshRule::Free
        } else if rule == *"expired" {
            RefreshRule::Expired
        } else if rule == *"unstored" {
            RefreshRule::Unstored
        } else {
            RefreshRule::Never
        }
    }

    fn ends_early(&self) -> bool {
        self.pool.get("client").get("endsEarly").is_truthy()
    }

    fn set_rotates(&self) {
        self.pool.get("client").set(ROTATES, &true.into());
    }

    fn spawn(&self, task: Task) {
        spawn_local(task);
    }

    fn claims(&self, token: &Value) -> Value {
        stored_session::claims(token)
    }

    fn user_context(&self, username: &Value) -> Value {
        self.pool
            .call("getUserContextData", &[username])
            .unwrap_or(Value::undefined())
    }

    fn device_name(&self) -> Value {
        global().get("navigator").get("userAgent").or("nodejs")
    }

    fn accelerate(&self, job: Job, work: &mut Work) -> bool {
        kernel::accelerate(job, work)
    }

    fn emit(&self, event: Event<'_>) {
        (self.listener)(self, event);
    }
}

/// The page's storage; `undefined` where there is none, or the browser refuses it.
fn shelf_of(shelf: Shelf) -> Value {
    global().get(match shelf {
        Shelf::Tab => "sessionStorage",
        Shelf::Browser => "localStorage",
    })
}

impl Web {
    fn storage(&self) -> Option<&TextStorage> {
        self.storage.is_truthy().then(|| self.storage.as_ref().unchecked_ref())
    }
}
