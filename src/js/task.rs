//! Futures on the page's event loop: a task goes on when a promise it waits for settles.
//!
//! Which tasks there are, and whose turn it is, is known to `pkg/values.js`; here a task is polled when it says so.

use crate::page_state;
use crate::platform::Task;
use crate::wire::Value;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg/values.js")]
extern "C" {
    #[wasm_bindgen(js_name = spawn)]
    fn start(number: u32);
    fn run();
    fn wait(promise: i32) -> i32;
    fn outcome(waiting: i32) -> i32;
}

/// Tasks that wait, by their numbers. One that is being polled is not among them.
#[derive(Default)]
pub(crate) struct Tasks {
    last: Cell<u32>,
    waiting: RefCell<Vec<(u32, Task)>>,
}

/// Lets every task go on that can. So no task need say what would wake it.
pub(crate) fn wake() {
    run();
}

/// Starts the task; it runs up to where it has to wait, unless another runs now.
pub(crate) fn spawn(task: Task) {
    let number = page_state::with(|state| {
        let number = state.tasks.last.get().wrapping_add(1);
        state.tasks.last.set(number);
        state.tasks.waiting.borrow_mut().push((number, task));
        number
    });
    start(number);
}

/// Lets the task go on; whether it has ended.
#[wasm_bindgen]
pub fn poll(number: u32) -> bool {
    let task = page_state::with(|state| {
        let mut waiting = state.tasks.waiting.borrow_mut();
        let place = waiting.iter().position(|(other, _)| *other == number)?;
        Some(waiting.swap_remove(place).1)
    });
    let Some(mut task) = task else { return true };
    let is_pending = task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending();
    if is_pending {
        page_state::with(|state| state.tasks.waiting.borrow_mut().push((number, task)));
    }
    !is_pending
}

/// What the promise settles with; anything else is taken for a promise that is fulfilled with it.
pub(crate) async fn settled(promise: &Value) -> Result<Value, Value> {
    let waiting = wait(promise.0);
    core::future::poll_fn(|_| match outcome(waiting) {
        i32::MIN => Poll::Pending,
        number => Poll::Ready(Value::result(number)),
    })
    .await
}
