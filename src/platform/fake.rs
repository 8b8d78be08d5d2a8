//! A scripted platform. It gives the answers that a test has queued, and records the requests. It fails on an
//! unexpected request, and on answers that are left over.

mod executor;
mod passkeys;
mod stored_session;
mod tab;
mod timestamp;

#[cfg_attr(not(test), allow(unused_imports))]
pub(crate) use executor::{both, finish, run};

use super::{
    Event, HttpReply, HttpRequest, Keys, Life, PasskeyPrompt, Platform, RefreshRule, Shelf, StoredSession, Task,
};
use crate::encoding::{base64_decode, base64_encode};
use crate::error::{AuthError, Failure};
use crate::srp::{Job, Work};
use crate::wire::{Value, object};
use executor::yield_now;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// A request as the test sees it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The last part of `X-Amz-Target`, or of the address.
    pub operation: String,
    pub url: Value,
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub option: (String, Value),
    pub limit_ms: f64,
}

/// How writes to storage end.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Writes {
    #[default]
    Work,
    /// The page is gone after so many writes: later ones are lost without an error.
    CutAfter(usize),
    /// The storage is full after so many writes: texts are refused, removals work.
    FullAfter(usize),
}

/// An action of another tab.
type Action = Box<dyn FnOnce(&Fake)>;

#[derive(Default)]
struct Script {
    writes: Writes,
    /// The action of another tab while this one waits for the lock.
    meanwhile: Option<Action>,
    /// The action of another tab just before that key is read next.
    at_read: Option<(String, Action)>,
    locked: bool,
    locks: usize,
    waits_to_write: usize,
    claims_read: usize,
    rotates: bool,
    refresh_rule: Option<RefreshRule>,
    ends_early: Option<&'static str>,
    answers: VecDeque<(&'static str, Result<HttpReply, AuthError>)>,
    sent: Vec<Sent>,
    storage: BTreeMap<String, String>,
    shelves: BTreeMap<(Shelf, String), String>,
    address: Option<Value>,
    slept: Vec<f64>,
    events: Vec<String>,
    now_ms: f64,
    jobs: Vec<Job>,
    passkeys: VecDeque<Result<Value, Value>>,
    creations: Vec<Value>,
    prompts: Vec<(PasskeyPrompt, Value)>,
    forgotten: Option<Vec<String>>,
    answerer: Option<Answerer>,
    takes_ms: f64,
}

/// Answers any operation.
type Answerer = Box<dyn FnMut(&str) -> Result<HttpReply, AuthError>>;

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
        self.answer_later(operation, status, body, f64::NAN)
    }

    /// Queues the answer to the next request, with a `Retry-After`.
    pub(crate) fn answer_later(self, operation: &'static str, status: u16, body: &str, retry_after_ms: f64) -> Self {
        let reply = HttpReply {
            status,
            error_type: Value::Null,
            retry_after_ms,
            body: body.into(),
        };
        self.0.borrow_mut().answers.push_back((operation, Ok(reply)));
        self
    }

    /// Makes each later request take so long, at most its limit.
    pub(crate) fn taking(self, milliseconds: f64) -> Self {
        self.0.borrow_mut().takes_ms = milliseconds;
        self
    }

    /// Configures that refresh tokens rotate.
    pub(crate) fn rotating(self) -> Self {
        self.0.borrow_mut().rotates = true;
        self
    }

    /// Configures when tokens may be refreshed.
    pub(crate) fn refreshing(self, rule: RefreshRule) -> Self {
        self.0.borrow_mut().refresh_rule = Some(rule);
        self
    }

    /// Names the owner, whose work may end before its time.
    pub(crate) fn ending_early(self, owner: &'static str) -> Self {
        self.0.borrow_mut().ends_early = Some(owner);
        self
    }

    pub(crate) fn writes(self, writes: Writes) -> Self {
        self.0.borrow_mut().writes = writes;
        self
    }

    /// Runs an action of another tab while this one waits for the lock.
    pub(crate) fn meanwhile(self, action: impl FnOnce(&Fake) + 'static) -> Self {
        self.0.borrow_mut().meanwhile = Some(Box::new(action));
        self
    }

    /// Runs an action of another tab just before the key is read.
    pub(crate) fn at_read(self, key: &str, action: impl FnOnce(&Fake) + 'static) -> Self {
        self.0.borrow_mut().at_read = Some((key.to_owned(), Box::new(action)));
        self
    }

    /// The number of times that the lock was locked. It must be unlocked now.
    pub(crate) fn locks(&self) -> usize {
        assert!(!self.0.borrow().locked, "the lock is not given back");
        self.0.borrow().locks
    }

    /// The number of times that `wait_to_write` was called.
    pub(crate) fn waits_to_write(&self) -> usize {
        self.0.borrow().waits_to_write
    }

    /// How often the claims of a token were read.
    pub(crate) fn claims_read(&self) -> usize {
        self.0.borrow().claims_read
    }

    /// Whether the next write is stored, and whether it is reported as failed.
    fn may_write(&self, is_text: bool) -> (bool, bool) {
        let mut script = self.0.borrow_mut();
        match &mut script.writes {
            Writes::Work => (true, false),
            Writes::CutAfter(0) => (false, false),
            Writes::FullAfter(0) => (!is_text, is_text),
            Writes::CutAfter(left) | Writes::FullAfter(left) => {
                *left -= 1;
                (true, false)
            }
        }
    }

    /// Queues a failure to reach the service.
    pub(crate) fn unreachable(self, operation: &'static str) -> Self {
        self.0
            .borrow_mut()
            .answers
            .push_back((operation, Err(Failure::Network.into())));
        self
    }

    /// Answers every request by this function. The numbers of SRP are then not computed, because nobody checks them.
    #[cfg(any(test, feature = "fuzz"))]
    pub(crate) fn answer_all(self, answerer: impl FnMut(&str) -> Result<HttpReply, AuthError> + 'static) -> Self {
        self.0.borrow_mut().answerer = Some(Box::new(answerer));
        self
    }

    pub(crate) fn stored(self, key: &str, text: &str) -> Self {
        self.set_item(&key.into(), &text.into()).expect("it is stored");
        self
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.0.borrow().sent.clone()
    }

    /// The SRP jobs of the sign-ins so far.
    pub(crate) fn jobs(&self) -> Vec<Job> {
        self.0.borrow().jobs.clone()
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

/// The lock, until it is dropped.
pub(crate) struct FakeLock(Fake);

impl Drop for FakeLock {
    fn drop(&mut self) {
        self.0.0.borrow_mut().locked = false;
    }
}

impl Platform for Fake {
    type Lock = FakeLock;

    async fn send(&self, request: &HttpRequest<'_>) -> Result<HttpReply, AuthError> {
        let target = request.headers.iter().find(|(name, _)| *name == "X-Amz-Target");
        let path = request.url.split("/");
        let path = path.at(path.len() - 1);
        // A service that is no AWS service has an address for each operation.
        let operation = match target {
            Some((_, value)) => {
                value
                    .as_text()
                    .and_then(|text| text.split_once('.'))
                    .unwrap_or_default()
                    .1
            }
            None => path.as_text().unwrap_or_default(),
        };
        let headers = request.headers.iter();
        self.0.borrow_mut().sent.push(Sent {
            operation: operation.to_owned(),
            url: request.url.clone(),
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), value.as_text().unwrap_or_default().to_owned()))
                .collect(),
            body: request.body.as_text().unwrap_or_default().to_owned(),
            option: (request.option.0.to_owned(), request.option.1.clone()),
            limit_ms: request.limit_ms,
        });
        if request.pause_ms > 0.0 {
            self.sleep(request.pause_ms).await;
        }
        let takes_ms = self.0.borrow().takes_ms;
        if takes_ms > 0.0 {
            self.advance(request.pause_ms + takes_ms.min(request.limit_ms));
        }
        // A reply never comes at once: other tasks are polled first.
        yield_now().await;
        if let Some(answerer) = &mut self.0.borrow_mut().answerer {
            return answerer(operation);
        }
        let (expected, answer) = self.0.borrow_mut().answers.pop_front().expect("an answer is queued");
        assert_eq!(operation, expected, "the script expects another operation");
        answer
    }

    async fn wait_to_write(&self) {
        yield_now().await;
        self.0.borrow_mut().waits_to_write += 1;
    }

    fn keys(&self, client_id: &Value, username: &Value) -> Keys {
        stored_session::keys(client_id, username)
    }

    fn stored_session(&self, client_id: &Value, username: &Value) -> Option<StoredSession> {
        stored_session::read(self, &self.keys(client_id, username))
    }

    fn life(&self, claims: &Value, clock_drift_s: f64) -> Life {
        Life::of(claims, self.now_ms(), clock_drift_s)
    }

    fn get_item(&self, key: &Value) -> Value {
        let is_awaited = |(awaited, _): &mut (String, _)| *key == **awaited;
        let action = self.0.borrow_mut().at_read.take_if(is_awaited);
        if let Some((_, action)) = action {
            action(self);
        }
        if self.is_in_tab(key) {
            return self.page_item(Shelf::Tab, key);
        }
        let stored = self.0.borrow().storage.get(key.as_text().unwrap_or_default()).cloned();
        stored.map_or(Value::Null, Value::Text)
    }

    fn set_item(&self, key: &Value, text: &Value) -> Result<(), AuthError> {
        let is_in_tab = self.is_in_tab(key);
        let [key, text] = [key, text].map(|value| value.as_text().expect("storage is of texts").to_owned());
        let (may_write, refused) = self.may_write(true);
        if may_write && is_in_tab {
            self.0.borrow_mut().shelves.insert((Shelf::Tab, key), text);
        } else if may_write {
            self.0.borrow_mut().storage.insert(key, text);
        }
        if refused {
            return Err(Failure::Rejected("full".into()).into());
        }
        Ok(())
    }

    fn remove_item(&self, key: &Value) {
        if self.is_in_tab(key) {
            self.set_page_item(Shelf::Tab, key, &Value::Null);
        } else if self.may_write(false).0 {
            self.0.borrow_mut().storage.remove(key.as_text().unwrap_or_default());
        }
    }

    async fn lock(&self, _: &Value) -> Option<FakeLock> {
        let action = self.0.borrow_mut().meanwhile.take();
        if let Some(action) = action {
            yield_now().await;
            action(self);
        }
        self.0.borrow_mut().locks += 1;
        self.0.borrow_mut().locked = true;
        Some(FakeLock(self.clone()))
    }

    fn owner(&self) -> Value {
        self.0.borrow().ends_early.map_or(Value::Undefined, Value::from)
    }

    fn rotates(&self) -> bool {
        self.0.borrow().rotates
    }

    fn refresh_rule(&self) -> RefreshRule {
        self.0.borrow().refresh_rule.unwrap_or(RefreshRule::Free)
    }

    fn ends_early(&self) -> bool {
        self.0.borrow().ends_early.is_some()
    }

    fn set_rotates(&self) {
        self.0.borrow_mut().rotates = true;
    }

    fn page_item(&self, shelf: Shelf, key: &Value) -> Value {
        let key = (shelf, key.as_text().unwrap_or_default().to_owned());
        let item = self.0.borrow().shelves.get(&key).cloned();
        item.map_or(Value::Null, Value::Text)
    }

    fn set_page_item(&self, shelf: Shelf, key: &Value, text: &Value) -> bool {
        let key = (shelf, key.as_text().unwrap_or_default().to_owned());
        let shelves = &mut self.0.borrow_mut().shelves;
        match text.as_text() {
            Some(text) => shelves.insert(key, text.to_owned()),
            None => shelves.remove(&key),
        };
        true
    }

    fn address(&self) -> Value {
        self.0.borrow().address.clone().unwrap_or(Value::Undefined)
    }

    fn replace_address(&self, address: &Value) {
        self.0.borrow_mut().address = Some(address.clone());
    }

    async fn sha256(&self, text: &Value) -> Result<Value, AuthError> {
        Ok(base64_encode(&Sha256::digest(text.bytes())).as_str().into())
    }

    fn has_passkeys(&self) -> bool {
        !self.0.borrow().passkeys.is_empty()
    }

    async fn new_passkey(&self, options: &Value) -> Result<Value, Value> {
        self.0.borrow_mut().creations.push(options.clone());
        self.dialogue().await
    }

    async fn passkey(&self, prompt: PasskeyPrompt, options: &Value) -> Result<Value, Value> {
        self.0.borrow_mut().prompts.push((prompt, options.clone()));
        self.dialogue().await
    }

    fn forgets_passkeys(&self) -> bool {
        self.0.borrow().forgotten.is_some()
    }

    fn forget_passkey(&self, relying_party: &Value, id: &Value) {
        if let Some(forgotten) = &mut self.0.borrow_mut().forgotten {
            let [relying_party, id] = [relying_party, id].map(|text| text.as_text().unwrap_or_default());
            forgotten.push(format!("{relying_party} {id}"));
        }
    }

    fn now_ms(&self) -> f64 {
        self.0.borrow().now_ms
    }

    fn timestamp(&self) -> Value {
        timestamp::timestamp(self.now_ms()).as_str().into()
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

    fn spawn(&self, task: Task) {
        executor::spawn(task);
    }

    fn claims(&self, token: &Value) -> Value {
        self.0.borrow_mut().claims_read += 1;
        let bytes = base64_decode(&token.split(".").at(1).bytes()).unwrap_or_default();
        let claims = String::from_utf8(bytes).map_or(Value::Undefined, |text| Value::decode(&text.as_str().into()));
        claims.or(object())
    }

    fn user_context(&self, username: &Value) -> Value {
        let data = self.get_item(&"advanced-security".into());
        if !data.is_truthy() {
            return Value::Undefined;
        }
        object().with("EncodedData", &(data + " " + username))
    }

    fn device_name(&self) -> Value {
        "a test".into()
    }

    fn accelerate(&self, job: Job, _: &mut Work) -> bool {
        let mut script = self.0.borrow_mut();
        script.jobs.push(job);
        script.answerer.is_some()
    }

    fn emit(&self, event: Event<'_>) {
        let name = match event {
            Event::Refreshed(_) => "refreshed",
            Event::RefreshFailed(_) => "refresh failed",
            Event::Expired(_) => "expired",
            Event::SessionEnded => "session ended",
        };
        assert!(
            !self.0.borrow().locked,
            "an application is called while the lock is held"
        );
        self.0.borrow_mut().events.push(name.to_owned());
    }
}
