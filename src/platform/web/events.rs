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
