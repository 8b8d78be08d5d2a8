//! A scripted platform: it answers what the test queued, records what was sent, and fails on anything unexpected or
//! left over.

use super::{Event, HttpReply, HttpRequest, Platform};
use crate::cognito::Client;
use crate::config::UserPool;
use crate::error::AuthError;
use crate::wire::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What a script's `fetch` rejected with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection(pub String);

/// A request as the test sees it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub url: String,
    pub target: String,
    pub body: String,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<(&'static str, Result<HttpReply, AuthError>)>,
    sent: Vec<Sent>,
    storage: BTreeMap<String, String>,
    slept: Vec<f64>,
    events: Vec<String>,
    now_ms: f64,
}

/// Cheap to clone: all clones share one script.
#[derive(Clone, Default)]
pub(crate) struct Fake(Rc<RefCell<Script>>);

/// The pool of all tests.
pub(crate) const POOL: &str = "eu-west-1_AbCdEf123";

impl Fake {
    pub(crate) fn new() -> Self {
        let fake = Fake::default();
        fake.0.borrow_mut().now_ms = 1_770_091_506_000.0;
        fake
    }

    /// Queues the answer to the next request, which must be for that operation.
    pub(crate) fn answer(self, operation: &'static str, status: u16, body: &str) -> Self {
        let reply = HttpReply {
            status,
            error_type: None,
            body: body.to_owned(),
        };
        self.0.borrow_mut().answers.push_back((operation, Ok(reply)));
        self
    }

    /// Queues a failure to reach the service.
    pub(crate) fn unreachable(self, operation: &'static str) -> Self {
        self.0
            .borrow_mut()
            .answers
            .push_back((operation, Err(AuthError::Network)));
        self
    }

    pub(crate) fn stored(self, key: &str, text: &str) -> Self {
        self.set_item(key, text);
        self
    }

    pub(crate) fn client(&self) -> Client<Fake> {
        Client {
            platform: self.clone(),
            pool: UserPool::new(POOL.into(), "client".into(), None),
        }
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.0.borrow().sent.clone()
    }

    pub(crate) fn slept(&self) -> Vec<f64> {
        self.0.borrow().slept.clone()
    }

    pub(crate) fn events(&self) -> Vec<String> {
        self.0.borrow().events.clone()
    }

    /// Every stored key, with its text.
    pub(crate) fn storage(&self) -> BTreeMap<String, String> {
        self.0.borrow().storage.clone()
    }

    pub(crate) fn advance(&self, milliseconds: f64) {
        self.0.borrow_mut().now_ms += milliseconds;
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        if !std::thread::panicking() && !self.answers.is_empty() {
            panic!("answers that nobody asked for: {:?}", self.answers);
        }
    }
}

impl Platform for Fake {
    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpReply, AuthError> {
        self.0.borrow_mut().sent.push(Sent {
            url: request.url.to_owned(),
            target: request.target.to_owned(),
            body: request.body,
        });
        // A reply never comes at once: others get their turn first.
        yield_now().await;
        let (operation, answer) = self.0.borrow_mut().answers.pop_front().expect("an answer is queued");
        assert_eq!(
            request.target.rsplit('.').next(),
            Some(operation),
            "the script expects another operation"
        );
        answer
    }

    fn get_item(&self, key: &str) -> Option<String> {
        self.0.borrow().storage.get(key).cloned()
    }

    fn set_item(&self, key: &str, text: &str) {
        self.0.borrow_mut().storage.insert(key.to_owned(), text.to_owned());
    }

    fn remove_item(&self, key: &str) {
        self.0.borrow_mut().storage.remove(key);
    }

    fn now_ms(&self) -> f64 {
        self.0.borrow().now_ms
    }

    /// Not random, so that a test can be repeated: 1, 2, 3, …
    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError> {
        for (byte, value) in bytes.iter_mut().zip((1..=u8::MAX).cycle()) {
            *byte = value;
        }
        Ok(())
    }

    async fn sleep(&self, milliseconds: f64) {
        self.0.borrow_mut().slept.push(milliseconds);
        for _ in 0..20 {
            yield_now().await;
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        TASKS.with_borrow_mut(|tasks| tasks.push(Box::pin(task)));
    }

    fn user_context(&self, username: &str, _: &str, _: &str) -> Option<Value> {
        let data = self.get_item("advanced-security")?;
        Some(crate::wire::object([(
            "EncodedData",
            Value::Text([&data, " ", username].concat()),
        )]))
    }

    fn emit(&self, event: Event<'_>) {
        let name = match event {
            Event::Refreshed(_) => "refreshed",
            Event::RefreshFailed(_) => "refresh failed",
            Event::SessionEnded => "session ended",
        };
        self.0.borrow_mut().events.push(name.to_owned());
    }
}

/// Lets others go first, once.
async fn yield_now() {
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

type Task = std::pin::Pin<Box<dyn Future<Output = ()>>>;

thread_local! {
    /// What goes on by itself while [`run`] runs, and is gone when [`finish`] returns.
    static TASKS: RefCell<Vec<Task>> = const { RefCell::new(Vec::new()) };
}

/// Runs what still goes on by itself to its end.
pub(crate) fn finish() {
    while let Some(task) = TASKS.with_borrow_mut(Vec::pop) {
        run(task);
    }
}

/// Runs to the end; a future that waits for nothing fails the test rather than hang it.
pub(crate) fn run<T>(task: impl Future<Output = T>) -> T {
    let mut task = pin!(task);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(value) = task.as_mut().poll(&mut context) {
            return value;
        }
        let mut others = TASKS.take();
        others.retain_mut(|other| other.as_mut().poll(&mut context).is_pending());
        TASKS.with_borrow_mut(|tasks| tasks.append(&mut others));
    }
    panic!("the future never ends")
}

/// Runs both at the same time.
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
