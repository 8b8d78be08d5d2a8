//! Events of the page.

use super::timers::Deferred;
use crate::wire::{Value, global, object};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Waits for the next event of that name, and gives it. `None` where there are no events.
async fn next(target: &Value, name: &str) -> Option<Value> {
    let happened = Deferred::new();
    let listener = JsValue::from(happened.resolve.clone()).into();
    let once = object().with("once", &true.into());
    target
        .call("addEventListener", &[&name.into(), &listener, &once])
        .ok()?;
    let event = JsFuture::from(happened.promise.clone()).await;
    event.ok().map(Value::from)
}

/// Waits until the page is visible.
pub(crate) async fn visible() {
    let document = global().get("document");
    while document.get("visibilityState") == *"hidden" && next(&document, "visibilitychange").await.is_some() {}
}

/// Waits until the page comes back as it was left, by the Back button. The `pageshow` of its own load, which comes when
/// all of it is loaded, is none. False where there are no events.
pub(crate) async fn came_back() -> bool {
    while let Some(event) = next(&global(), "pageshow").await {
        if event.get("persisted").is_truthy() {
            return true;
        }
    }
    false
}
