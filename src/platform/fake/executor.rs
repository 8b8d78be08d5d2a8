//! Runs futures natively, without a runtime, and tells a future that hangs.

use crate::platform::Task;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll, Wake};

/// Leaves a task to the background.
pub(super) fn spawn(task: Task) {
    TASKS.with_borrow_mut(|tasks| tasks.push(task));
}

/// Yields once, so that other tasks are polled first.
pub(super) async fn yield_now() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await
}

thread_local! {
    /// The tasks in the background. [`run`] polls them; [`finish`] runs them to their end.
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
}

/// Runs all tasks in the background to their end.
pub(crate) fn finish() {
    while let Some(task) = TASKS.with_borrow_mut(Vec::pop) {
        run(task);
    }
}

/// Notes that a task was woken.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Relaxed);
    }
}

/// Runs a future to its end. One that nothing wakes, or that never ends, fails the test rather than hang it.
pub(crate) fn run<T>(task: impl Future<Output = T>) -> T {
    let mut task = pin!(task);
    let woken = Arc::new(Woken::default());
    let waker = woken.clone().into();
    let mut context = Context::from_waker(&waker);
    for _ in 0..100_000 {
        if let Poll::Ready(value) = task.as_mut().poll(&mut context) {
            return value;
        }
        let mut others = TASKS.take();
        others.retain_mut(|other| other.as_mut().poll(&mut context).is_pending());
        TASKS.with_borrow_mut(|tasks| tasks.append(&mut others));
        assert!(woken.0.swap(false, Relaxed), "nothing wakes the future");
    }
    panic!("the future never ends")
}

/// Runs two futures at the same time.
pub(crate) async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut a_value, mut b_value) = (None, None);
    std::future::poll_fn(|context| {
        if a_value.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            a_value = Some(value);
        }
        if b_value.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            b_value = Some(value);
        }
        if a_value.is_some() && b_value.is_some() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    (a_value.expect("it ended"), b_value.expect("it ended"))
}
