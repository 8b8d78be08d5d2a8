//! One refresh for all callers: a call that comes while one is under way gets the same result.

use super::Tokens;
use crate::error::{AuthError, Failure};
use crate::wire::Value;
use std::cell::{Cell, OnceCell, RefCell};
use std::future::Future;
use std::rc::Rc;
use std::task::{Poll, Waker};

type Outcome = Result<Tokens, AuthError>;

/// A refresh under way.
struct Flight {
    key: Value,
    /// The one whose requests end together: [`Platform::owner`](crate::platform::Platform::owner).
    owner: Value,
    landed: Signal,
    outcome: OnceCell<Outcome>,
}

thread_local! {
    /// The refreshes under way on the page; natively each test has its own.
    static FLIGHTS: RefCell<Vec<Rc<Flight>>> = const { RefCell::new(Vec::new()) };
}

/// Runs the task, or joins the one of the same key that is under way. When that one's owner has ended its requests, the
/// callers of other owners go on: the first of them runs its own task, and the others join that. One that is not shared is
/// joined by callers of its own owner only.
pub(super) async fn share(key: Value, owner: Value, is_shared: bool, task: impl Future<Output = Outcome>) -> Outcome {
    while let Some(flight) = under_way(&key, if is_shared { None } else { Some(&owner) }) {
        flight.landed.wait().await;
        match flight.outcome.get() {
            Some(Err(error)) if error.is_aborted() && flight.owner != owner => {}
            Some(outcome) => return outcome.clone(),
            None => return Err(Failure::Network.into()),
        }
    }
    let flight = Rc::new(Flight {
        key,
        owner,
        landed: Signal::default(),
        outcome: OnceCell::new(),
    });
    FLIGHTS.with_borrow_mut(|flights| flights.push(flight.clone()));
    // Wakes the other callers when dropped, even if the task is dropped halfway: nobody may wait for ever.
    let landing = Landing(flight.clone());
    let outcome = task.await;
    let _ = flight.outcome.set(outcome.clone());
    drop(landing);
    outcome
}

fn under_way(key: &Value, owner: Option<&Value>) -> Option<Rc<Flight>> {
    let is_of = |flight: &Rc<Flight>| flight.key == *key && owner.is_none_or(|owner| flight.owner == *owner);
    FLIGHTS.with_borrow(|flights| flights.iter().find(|flight| is_of(flight)).cloned())
}

struct Landing(Rc<Flight>);

impl Drop for Landing {
    fn drop(&mut self) {
        FLIGHTS.with_borrow_mut(|flights| flights.retain(|flight| !Rc::ptr_eq(flight, &self.0)));
        self.0.landed.set();
    }
}

/// An event that happens once, for any number of waiting tasks.
#[derive(Default)]
pub(super) struct Signal {
    is_set: Cell<bool>,
    /// One for each waiting task.
    wakers: RefCell<Vec<Waker>>,
}

impl Signal {
    /// Wakes all waiting tasks.
    pub(super) fn set(&self) {
        self.is_set.set(true);
        // Taken out first, because a woken task may come back here at once.
        let wakers = self.wakers.take();
        wakers.into_iter().for_each(Waker::wake);
    }

    pub(super) async fn wait(&self) {
        std::future::poll_fn(|context| {
            if self.is_set.get() {
                return Poll::Ready(());
            }
            let mut wakers = self.wakers.borrow_mut();
            if !wakers.iter().any(|waker| waker.will_wake(context.waker())) {
                wakers.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::Platform;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::task::{Context, Wake};

    #[test]
    fn who_waits_is_told_even_if_the_task_is_dropped() {
        let mut leader = Box::pin(share("key".into(), "a".into(), true, std::future::pending()));
        let mut follower = pin!(share("key".into(), "b".into(), true, async { panic!("it must join") }));
        let mut context = Context::from_waker(Waker::noop());
        assert!(leader.as_mut().poll(&mut context).is_pending());
        assert!(follower.as_mut().poll(&mut context).is_pending());
        drop(leader);
        assert_eq!(fake::run(follower), Err(Failure::Network.into()));
    }

    #[test]
    fn other_keys_do_not_wait() {
        let mut leader = Box::pin(share("one".into(), "a".into(), true, std::future::pending()));
        assert!(
            leader
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
                .is_pending()
        );
        assert_eq!(
            fake::run(share("two".into(), "a".into(), true, async {
                Err(Failure::Text("own").into())
            })),
            Err(Failure::Text("own").into())
        );
    }

    #[test]
    fn who_ends_its_requests_ends_those_of_nobody_else() {
        let aborted = || Err(Failure::Rejected(object_of(&[("name", "AbortError".into())])).into());
        let done = || Err(Failure::Text("done").into());
        let (a, b) = (|| "a".into(), || "b".into());
        let leader = async {
            // The others join meanwhile.
            Fake::new().sleep(1.0).await;
            aborted()
        };
        let again = async {
            Fake::new().sleep(1.0).await;
            done()
        };
        let own = share("key".into(), a(), true, async { panic!("it must join") });
        let other = share("key".into(), b(), true, again);
        let third = share("key".into(), b(), true, async { panic!("it must join the second") });
        let (one, ((two, three), four)) = fake::run(fake::both(
            share("key".into(), a(), true, leader),
            fake::both(fake::both(own, other), third),
        ));
        assert_eq!([one, two], [aborted(), aborted()]);
        assert_eq!([three, four], [done(), done()]);
    }

    #[test]
    fn where_work_may_end_early_only_the_same_owner_joins() {
        let waiting = || std::future::pending();
        let mut leader = Box::pin(share("key".into(), "a".into(), false, waiting()));
        let mut own = pin!(share("key".into(), "a".into(), false, async { panic!("it must join") }));
        let mut context = Context::from_waker(Waker::noop());
        assert!(leader.as_mut().poll(&mut context).is_pending());
        assert!(own.as_mut().poll(&mut context).is_pending());
        let done = async { Err(Failure::Text("done").into()) };
        let other = share("key".into(), "b".into(), false, done);
        assert_eq!(fake::run(other), Err(Failure::Text("done").into()));
        assert!(own.as_mut().poll(&mut context).is_pending());
    }

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Relaxed);
        }
    }

    #[test]
    fn each_who_waits_is_woken_once() {
        let signal = Signal::default();
        let counts: [Arc<Count>; 2] = Default::default();
        let mut waiting = counts.each_ref().map(|count| {
            let mut wait = Box::pin(signal.wait());
            let waker = count.clone().into();
            // However often it looks: what polls for another reason does not wait twice.
            for _ in 0..3 {
                assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
            }
            wait
        });
        signal.set();
        assert_eq!(counts.map(|count| count.0.load(Relaxed)), [1, 1]);
        for wait in &mut waiting {
            assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
        }
        assert!(signal.wakers.borrow().is_empty());
        fake::run(signal.wait());
    }
}
