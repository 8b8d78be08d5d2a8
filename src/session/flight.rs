//! One refresh for everybody: who comes while it is under way gets the same result.

use super::Tokens;
use crate::error::{AuthError, Failure};
use crate::page_state;
use crate::platform::wake;
use crate::wire::{Held, Value};
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell, RefCell};
use core::future::Future;
use core::task::Poll;

type Outcome = Result<Tokens, AuthError>;

pub(crate) struct Flight {
    key: Value,
    landed: Signal,
    outcome: OnceCell<Outcome>,
    /// Key and outcome are values of the call that began it.
    _held: Held,
}

/// The refreshes under way.
pub(crate) type Flights = RefCell<Vec<Rc<Flight>>>;

fn with_flights<R>(run: impl FnOnce(&Flights) -> R) -> R {
    page_state::with(|state| run(&state.flights))
}

/// Runs the task, or joins the one of the same key that is under way.
pub(super) async fn share(key: Value, task: impl Future<Output = Outcome>) -> Outcome {
    let under_way = with_flights(|flights| flights.borrow().iter().find(|flight| flight.key == key).cloned());
    if let Some(flight) = under_way {
        flight.landed.wait().await;
        return match flight.outcome.get() {
            Some(Ok(tokens)) => Ok(tokens.adopted()),
            Some(Err(error)) => Err(error.adopted().into()),
            None => Err(Failure::Network.into()),
        };
    }
    let flight = Rc::new(Flight {
        key,
        landed: Signal::default(),
        outcome: OnceCell::new(),
        _held: Held::new(),
    });
    with_flights(|flights| flights.borrow_mut().push(flight.clone()));
    // Also when the task is dropped halfway: nobody may wait for ever.
    let landing = Landing(flight.clone());
    let outcome = task.await;
    let _ = flight.outcome.set(outcome.clone());
    drop(landing);
    outcome
}

struct Landing(Rc<Flight>);

impl Drop for Landing {
    fn drop(&mut self) {
        with_flights(|flights| flights.borrow_mut().retain(|flight| !Rc::ptr_eq(flight, &self.0)));
        self.0.landed.set();
    }
}

/// Something that happens once, for any number who wait.
#[derive(Default)]
pub(super) struct Signal(Cell<bool>);

impl Signal {
    pub(super) fn set(&self) {
        self.0.set(true);
        wake();
    }

    pub(super) async fn wait(&self) {
        core::future::poll_fn(|_| if self.0.get() { Poll::Ready(()) } else { Poll::Pending }).await
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake;
    use std::pin::pin;
    use std::task::{Context, Waker};

    #[test]
    fn who_waits_is_told_even_if_the_task_is_dropped() {
        let mut leader = Box::pin(share("key".into(), std::future::pending()));
        let mut follower = pin!(share("key".into(), async { panic!("it must join") }));
        let mut context = Context::from_waker(Waker::noop());
        assert!(leader.as_mut().poll(&mut context).is_pending());
        assert!(follower.as_mut().poll(&mut context).is_pending());
        drop(leader);
        assert_eq!(fake::run(follower), Err(Failure::Network.into()));
    }

    #[test]
    fn other_keys_do_not_wait() {
        let mut leader = Box::pin(share("one".into(), std::future::pending()));
        assert!(
            leader
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
                .is_pending()
        );
        assert_eq!(
            fake::run(share("two".into(), async { Err(Failure::Text("own").into()) })),
            Err(Failure::Text("own").into())
        );
    }
}
