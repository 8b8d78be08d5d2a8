//! Futures on the page's event loop: a task goes on when a promise it waits for settles.
//!
//! A promise calls back with a number instead of a closure: what wasm-bindgen-futures needs for closures, queues and
//! its global object would be 1.3 kB of this module and 1 kB of the JavaScript that a page loads.

use super::host;
use crate::page_state::{self, PageState};
use crate::platform::Task;
use crate::wire::Value;
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::task::Wake;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;

/// The futures under way, and what they wait for.
#[derive(Default)]
pub(crate) struct EventLoop {
    last_id: Cell<u32>,
    /// Tasks that wait. One that is being polled is not among them.
    tasks: RefCell<Vec<(u32, Task)>>,
    /// Which tasks can go on.
    ready: RefCell<Vec<u32>>,
    running: Cell<bool>,
    promises: RefCell<Vec<(u32, Rc<Promise>)>>,
}

/// A promise that somebody waits for.
#[derive(Default)]
struct Promise {
    outcome: RefCell<Option<Result<Value, Value>>>,
    waker: RefCell<Option<Waker>>,
}

impl EventLoop {
    fn new_id(&self) -> u32 {
        self.last_id.set(self.last_id.get().wrapping_add(1));
        self.last_id.get()
    }

    /// Lets every task go on that can. A task may call the application, which may call `Auth`: what that starts has
    /// its turn when the task is done.
    fn run(&self) {
        if self.running.replace(true) {
            return;
        }
        while let Some(id) = self.next_ready() {
            // One that has ended may have been woken once more.
            let Some((_, mut task)) = take(&self.tasks, id) else {
                continue;
            };
            let waker = Waker::from(Arc::new(TaskId(id)));
            if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                self.tasks.borrow_mut().push((id, task));
            }
        }
        self.running.set(false);
    }

    fn next_ready(&self) -> Option<u32> {
        let mut ready = self.ready.borrow_mut();
        if ready.is_empty() { None } else { Some(ready.remove(0)) }
    }
}

struct TaskId(u32);

impl Wake for TaskId {
    fn wake(self: Arc<Self>) {
        page_state::with(|state| state.event_loop.ready.borrow_mut().push(self.0));
    }
}

fn take<T>(list: &RefCell<Vec<(u32, T)>>, id: u32) -> Option<(u32, T)> {
    let mut list = list.borrow_mut();
    let place = list.iter().position(|(other, _)| *other == id)?;
    Some(list.swap_remove(place))
}

/// Starts the task; it runs up to where it has to wait, unless another runs now.
pub(crate) fn spawn(task: Task) {
    page_state::with(|PageState { event_loop, .. }| {
        let id = event_loop.new_id();
        event_loop.tasks.borrow_mut().push((id, task));
        event_loop.ready.borrow_mut().push(id);
        event_loop.run();
    });
}

/// What the promise settles with; anything else is taken for a promise that is fulfilled with it.
pub(crate) async fn wait(promise: &Value) -> Result<Value, Value> {
    let waiting = Rc::new(Promise::default());
    let id = page_state::with(|PageState { event_loop, .. }| {
        let id = event_loop.new_id();
        event_loop.promises.borrow_mut().push((id, waiting.clone()));
        id
    });
    host().wait(promise, id);
    core::future::poll_fn(|context| match waiting.outcome.take() {
        Some(outcome) => Poll::Ready(outcome),
        None => {
            waiting.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        }
    })
    .await
}

/// Called when a promise settles.
#[wasm_bindgen]
pub fn settle(id: u32, fulfilled: bool, value: JsValue) {
    page_state::with(|PageState { event_loop, .. }| {
        let Some((_, promise)) = take(&event_loop.promises, id) else {
            return;
        };
        let value = Value(value);
        promise
            .outcome
            .replace(Some(if fulfilled { Ok(value) } else { Err(value) }));
        if let Some(waker) = promise.waker.take() {
            waker.wake();
            event_loop.run();
        }
    });
}
