//! Futures on the page's event loop: a task goes on when a promise it waits for settles.
//!
//! A promise calls back with a number instead of a closure: what wasm-bindgen-futures needs for closures, queues and
//! its global object would be 1.3 kB of this module and 1 kB of the JavaScript that a page loads.

use super::host;
use crate::platform::Task;
use crate::wire::Value;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::task::Wake;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::task::{Context, Poll, Waker};
use wasm_bindgen::__rt::LazyCell;
use wasm_bindgen::prelude::*;

#[derive(Default)]
struct EventLoop {
    last_id: Cell<u32>,
    /// Tasks that wait. One that is being polled is not among them.
    tasks: RefCell<Vec<(u32, Task)>>,
    /// Which tasks can go on.
    ready: RefCell<VecDeque<u32>>,
    running: Cell<bool>,
    promises: RefCell<Vec<(u32, Rc<Promise>)>>,
}

/// A promise that somebody waits for.
#[derive(Default)]
struct Promise {
    outcome: RefCell<Option<Result<Value, Value>>>,
    waker: RefCell<Option<Waker>>,
}

static EVENT_LOOP: LazyCell<EventLoop> = LazyCell::new(EventLoop::default);

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
        self.ready.borrow_mut().pop_front()
    }
}

struct TaskId(u32);

impl Wake for TaskId {
    fn wake(self: Arc<Self>) {
        EVENT_LOOP.ready.borrow_mut().push_back(self.0);
    }
}

fn take<T>(list: &RefCell<Vec<(u32, T)>>, id: u32) -> Option<(u32, T)> {
    let mut list = list.borrow_mut();
    let place = list.iter().position(|(other, _)| *other == id)?;
    Some(list.swap_remove(place))
}

/// Starts the task; it runs up to where it has to wait, unless another runs now.
pub(crate) fn spawn(task: Task) {
    let id = EVENT_LOOP.new_id();
    EVENT_LOOP.tasks.borrow_mut().push((id, task));
    EVENT_LOOP.ready.borrow_mut().push_back(id);
    EVENT_LOOP.run();
}

/// What the promise settles with; anything else is taken for a promise that is fulfilled with it.
pub(crate) async fn wait(promise: &Value) -> Result<Value, Value> {
    let id = EVENT_LOOP.new_id();
    let waiting = Rc::new(Promise::default());
    EVENT_LOOP.promises.borrow_mut().push((id, waiting.clone()));
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
    let Some((_, promise)) = take(&EVENT_LOOP.promises, id) else {
        return;
    };
    promise
        .outcome
        .replace(Some(if fulfilled { Ok(Value(value)) } else { Err(Value(value)) }));
    if let Some(waker) = promise.waker.take() {
        waker.wake();
        EVENT_LOOP.run();
    }
}
