//! Passkeys, by `navigator.credentials`.
//!
//! What the page finds there may be a password manager's: functions that it has put in place of the browser's, and
//! objects that only look like the browser's. So nothing is kept between two calls, no class is asked for, and members
//! are read one by one. The browser's own conversions from and to JSON are younger than passkeys, and fail on such
//! objects.

use super::http::{aborting, signal_of};
use super::timers::{AtTrap, Deferred, settled};
use crate::encoding::{base64_decode, base64url_encode};
use crate::platform::{PasskeyPrompt, first};
use crate::wire::{Value, global, object};
use js_sys::Uint8Array;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    // js-sys's does not catch: it cannot be made of everything.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn new(source: &JsValue) -> Result<Bytes, JsValue>;
}

fn credentials() -> Value {
    global().get("navigator").get("credentials")
}

fn class() -> Value {
    global().get("PublicKeyCredential")
}

/// Workers, and pages that came by plain http, have none.
pub(super) fn are_there() -> bool {
    class().is_truthy() && credentials().get("create").is_function()
}

/// Shows the dialogue that makes a passkey.
pub(super) async fn create(options: &Value) -> Result<Value, Value> {
    to_bytes(&options.get("user"), "id");
    let credential = asked("create", "excludeCredentials", options, object()).await?;
    let shown = in_json(&credential);
    add_made(&shown.get("response"), &credential.get("response"));
    Ok(shown)
}

/// Asks for a passkey.
pub(super) async fn get(prompt: PasskeyPrompt, options: &Value) -> Result<Value, Value> {
    let request = object();
    if prompt == PasskeyPrompt::Autofill {
        request.set("mediation", &"conditional".into());
    }
    Ok(in_json(&asked("get", "allowCredentials", options, request).await?))
}

/// The browser's credential, by that method. `list` names the option that lists passkeys.
async fn asked(method: &str, list: &str, options: &Value, request: Value) -> Result<Value, Value> {
    to_bytes(options, "challenge");
    for passkey in options.get(list).items() {
        to_bytes(&passkey, "id");
    }
    let controller = AbortController::new().map_err(Value::from)?;
    let _dialogue = Dialogue {
        _at_trap: AtTrap::new(aborting(&controller)),
        controller: controller.clone(),
    };
    let request = request
        .with("publicKey", options)
        .with("signal", &JsValue::from(controller.signal()).into());
    settled(&credentials().call(method, &[&request])?).await
}

/// An open dialogue. Dropped, it is closed; one that has ended stays as it is.
struct Dialogue {
    controller: AbortController,
    _at_trap: AtTrap,
}

impl Drop for Dialogue {
    fn drop(&mut self) {
        self.controller.abort();
    }
}

/// Replaces the base64 text of that member by its bytes. What is none stays, and the browser says so.
fn to_bytes(object: &Value, name: &str) {
    let text = object.get(name);
    if text.is_text()
        && let Some(bytes) = base64_decode(&text.bytes())
    {
        object.set(name, &JsValue::from(Uint8Array::from(&bytes[..])).into());
    }
}

/// The base64 text of the bytes in an `ArrayBuffer`, an array, or one of these of another page; `undefined` if there are
/// none.
fn to_text(bytes: &Value) -> Value {
    if bytes.is_text() {
        return bytes.clone();
    }
    match Bytes::new(bytes.as_ref()) {
        Ok(bytes) if bytes_of(&bytes).length() > 0 => base64url_encode(&bytes_of(&bytes).to_vec()).as_str().into(),
        _ => Value::undefined(),
    }
}

fn bytes_of(bytes: &Bytes) -> &Uint8Array {
    bytes.unchecked_ref()
}

fn call(object: &Value, method: &str) -> Value {
    object.call(method, &[]).unwrap_or(Value::undefined())
}

/// Adds what the browser's response tells of a new credential only.
fn add_made(told: &Value, response: &Value) {
    for (name, getter) in [
        ("authenticatorData", "getAuthenticatorData"),
        ("publicKey", "getPublicKey"),
    ] {
        told.set(name, &told.get(name).or(to_text(&call(response, getter))));
    }
    let algorithm = call(response, "getPublicKeyAlgorithm");
    let transports = call(response, "getTransports");
    if algorithm.is_number() {
        told.set("publicKeyAlgorithm", &algorithm);
    }
    if transports.is_list() {
        let texts = transports.items().into_iter().filter(Value::is_text).collect();
        told.set("transports", &Value::list(texts));
    }
}

/// A credential as JSON has it.
fn in_json(credential: &Value) -> Value {
    if !credential.is_truthy() {
        return Value::null();
    }
    let response = credential.get("response");
    let told = [
        "clientDataJSON",
        "attestationObject",
        "authenticatorData",
        "signature",
        "userHandle",
    ];
    let told = told
        .iter()
        .fold(object(), |told, name| told.with(name, &to_text(&response.get(name))));
    let id = to_text(&credential.get("rawId")).or(credential.get("id"));
    // Other extensions are of no use to the service, and one gives away a secret.
    let made = call(credential, "getClientExtensionResults").get("credProps").get("rk");
    let extensions = if made.is_bool() {
        object().with("credProps", &object().with("rk", &made))
    } else {
        object()
    };
    object()
        .with("id", &id)
        .with("rawId", &id)
        .with_text("type", "public-key")
        .with("authenticatorAttachment", &credential.text("authenticatorAttachment"))
        .with("clientExtensionResults", &extensions)
        .with("response", &told)
}

const FORGET: &str = "signalUnknownCredential";

pub(super) fn can_forget() -> bool {
    class().get(FORGET).is_function()
}

/// Nobody waits for it, and a refusal changes nothing.
pub(super) fn forget(relying_party: &Value, id: &Value) {
    let passkey = object().with("rpId", relying_party).with("credentialId", id);
    if let Ok(signalled) = class().call(FORGET, &[&passkey]) {
        spawn_local(async move {
            let _ = settled(&signalled).await;
        });
    }
}

/// The first of these signals that is aborted.
pub(crate) fn aborted(signals: &[Value]) -> Option<Value> {
    let mut aborted = signals.iter().filter(|signal| signal.get("aborted").is_truthy());
    aborted.next().cloned()
}

/// The result of `task`; `None` if one of these signals is aborted. The task is then dropped, or not begun. A signal may be
/// anything that an application passes.
pub(crate) async fn unless_aborted<T>(signals: &[Value], task: Pin<Box<dyn Future<Output = T>>>) -> Option<T> {
    if aborted(signals).is_some() {
        return None;
    }
    let ended = Deferred::new();
    let listener: Value = JsValue::from(ended.resolve.clone()).into();
    let each = |method: &str| {
        for signal in signals {
            let _ = signal.call(method, &[&"abort".into(), &listener]);
        }
    };
    each("addEventListener");
    let end = async {
        let _ = JsFuture::from(ended.promise.clone()).await;
    };
    let result = first(task, end).await;
    each("removeEventListener");
    result
}

/// The signal by which an application ends what is under way for that user pool object.
pub(crate) fn signal_of_pool(pool: &Value) -> Value {
    signal_of(pool.as_ref()).map_or(Value::undefined(), |signal| JsValue::from(signal).into())
}

/// Whether this page can ask for passkeys, and that question about the browser, a method of `PublicKeyCredential`, is
/// answered with yes. No failure counts as yes.
pub(crate) async fn supported(question: &str) -> bool {
    if !are_there() {
        return false;
    }
    match class().call(question, &[]) {
        Ok(answer) => settled(&answer).await.is_ok_and(|answer| answer.is_truthy()),
        Err(_) => false,
    }
}

/// Waits until the page is visible.
pub(crate) async fn visible() {
    let document = global().get("document");
    while document.get("visibilityState") == *"hidden" {
        let changed = Deferred::new();
        let arguments = [
            &"visibilitychange".into(),
            &JsValue::from(changed.resolve.clone()).into(),
        ];
        if document.call("addEventListener", &arguments).is_err() {
            return;
        }
        let _ = JsFuture::from(changed.promise.clone()).await;
        let _ = document.call("removeEventListener", &arguments);
    }
}
