//! Locks among the tabs of a browser (Web Locks), which web-sys has as unstable.
//!
//! A lock is held a moment longer than needed. Locks and storage travel between tabs separately, so that another tab
//! might get the lock before it sees what was stored under it. A tab that hangs loses its lock, so that the others go
//! on.

use super::timers::{Deferred, Timer, sleep};
use crate::platform::first;
use crate::wire::{Value, global, object};
use js_sys::Promise;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &JsValue,
        options: &JsValue,
        granted: &Closure<dyn FnMut() -> Promise>,
    ) -> Result<Promise, JsValue>;
}

/// The longest time to hold a lock, and the time that it stays locked after its use.
const HELD_AT_MOST_MS: f64 = 60_000.0;
const RESTS_MS: f64 = 90.0;

thread_local! {
    /// The locks that are held a moment after their use, each with a number.
    static RESTING: RefCell<Vec<(u32, Held)>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// A lock that the browser has granted.
struct Held {
    name: Value,
    /// Its promise holds the lock: the browser unlocks when it settles.
    _released: Deferred,
    /// Settles that promise after [`HELD_AT_MOST_MS`].
    _limit: Timer,
}

/// A lock that is unlocked, a moment later, when this is dropped.
pub(crate) struct TabLock(Option<Held>);

impl Drop for TabLock {
    fn drop(&mut self) {
        let Some(held) = self.0.take() else { return };
        let number = LAST.get().wrapping_add(1);
        LAST.set(number);
        RESTING.with_borrow_mut(|resting| resting.push((number, held)));
        spawn_local(async move {
            sleep(RESTS_MS).await;
            let rested = RESTING.with_borrow_mut(|resting| {
                let place = resting.iter().position(|(other, _)| *other == number)?;
                Some(resting.swap_remove(place))
            });
            drop(rested);
        });
    }
}

/// Locks that name. `None` if it stays locked for `patience_ms`, or there are no locks.
pub(super) async fn lock(name: &Value, patience_ms: f64) -> Option<TabLock> {
    let resting = RESTING.with_borrow_mut(|resting| {
        let place = resting.iter().position(|(_, held)| held.name == *name)?;
        Some(resting.swap_remove(place).1)
    });
    if resting.is_some() {
        return Some(TabLock(resting));
    }
    let locks = global().get("navigator").get("locks");
    if !locks.get("request").is_function() {
        return None;
    }
    let controller = AbortController::new().ok()?;
    let options = object().with("signal", &JsValue::from(controller.signal()).into());
    let (granted, released) = (Deferred::new(), Deferred::new());
    let grant = {
        let (granted, until) = (granted.resolve.clone(), released.promise.clone());
        Closure::once(move || {
            #[cfg(feature = "panics")]
            crate::panics::at("granted");
            // The functions of a promise do not throw.
            let _ = granted.call0(&JsValue::UNDEFINED);
            until
        })
    };
    let manager: &LockManager = locks.as_ref().unchecked_ref();
    let request = manager.request(name.as_ref(), options.as_ref(), &grant).ok()?;
    let refused = async {
        // The request rejects where locks are not allowed, as in a sandboxed frame. Granted, it lasts until the unlock.
        first(JsFuture::from(request), sleep(patience_ms)).await;
    };
    let is_granted = first(JsFuture::from(granted.promise.clone()), refused).await;
    if is_granted.is_none() {
        controller.abort();
        return None;
    }
    let held = Held {
        name: name.clone(),
        _limit: Timer::new(&released.resolve, HELD_AT_MOST_MS, &JsValue::UNDEFINED),
        _released: released,
    };
    #[cfg(feature = "panics")]
    crate::panics::at("locked");
    Some(TabLock(Some(held)))
}
