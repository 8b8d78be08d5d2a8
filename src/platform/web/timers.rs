//! Timers and promises.

use crate::wire::Value;
use js_sys::{Function, Promise, Set};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // The global timers of pages, workers and servers. Looked up at each call, because a test may have replaced them.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(handler: &Function, milliseconds: f64, argument: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    /// Functions that are called when the module traps.
    #[wasm_bindgen(thread_local_v2, js_name = atTrap)]
    static AT_TRAP: Set;
}

/// A function that is called if the module traps before this is dropped.
pub(super) struct AtTrap(Function);

impl AtTrap {
    pub(super) fn new(function: Function) -> AtTrap {
        AT_TRAP.with(|at_trap| at_trap.add(&function));
        AtTrap(function)
    }
}

impl Drop for AtTrap {
    fn drop(&mut self) {
        AT_TRAP.with(|at_trap| at_trap.delete(&self.0));
    }
}

/// The value or the error that a promise settles with. Any other value counts as a fulfilled promise.
pub(crate) async fn settled(promise: &Value) -> Result<Value, Value> {
    let settled = JsFuture::from(Promise::resolve(promise.as_ref())).await;
    settled.map(Value::from).map_err(Value::from)
}

/// Calls a function later, unless this is dropped before.
pub(super) struct Timer(JsValue);

impl Timer {
    pub(super) fn new(handler: &Function, milliseconds: f64, argument: &JsValue) -> Timer {
        Timer(set_timeout(handler, milliseconds, argument))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

/// A promise that this module settles, at the latest when this is dropped or the module traps. A promise that never
/// settles would never be freed, nor would its module.
pub(crate) struct Deferred {
    pub(crate) promise: Promise,
    pub(super) resolve: Function,
    pub(super) reject: Function,
    _at_trap: AtTrap,
}

impl Deferred {
    pub(crate) fn new() -> Deferred {
        let functions = RefCell::new(None);
        let promise = Promise::new(&mut |resolve, reject| {
            functions.replace(Some((resolve, reject)));
        });
        #[expect(clippy::expect_used, reason = "a promise calls back before it is there")]
        let (resolve, reject) = functions.take().expect("the functions of a promise");
        Deferred {
            _at_trap: AtTrap::new(resolve.clone()),
            promise,
            resolve,
            reject,
        }
    }

    pub(super) fn resolve(&self) {
        // The functions of a promise do not throw.
        let _ = self.resolve.call0(&JsValue::UNDEFINED);
    }
}

impl Drop for Deferred {
    fn drop(&mut self) {
        self.resolve();
    }
}

/// Waits that many milliseconds.
pub(super) async fn sleep(milliseconds: f64) {
    let ended = Deferred::new();
    let _timer = Timer::new(&ended.resolve, milliseconds, &JsValue::UNDEFINED);
    let _ = JsFuture::from(ended.promise.clone()).await;
}
