//! What the core needs from where it runs: HTTP, storage, the stored session, clock, random bytes, timer, turns and locks
//! among tabs, and ears for its events.

use crate::error::AuthError;
use crate::secret::Secret;
use crate::srp::{Job, Work};
use crate::wire::Value;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::Poll;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod fake;
#[cfg(target_arch = "wasm32")]
pub(crate) mod web;

/// A whole request: a POST, as the service it goes to wants it.
pub(crate) struct HttpRequest<'a> {
    /// Where it goes: an absolute URL.
    pub url: &'a Value,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// A text, in the form that `Content-Type` names.
    pub body: &'a Value,
    /// `credentials` of `fetch`, as configured: whether cookies go along; `undefined` is the platform's default.
    pub credentials: &'a Value,
    /// How long to wait before it is sent.
    pub pause_ms: f64,
    /// How long its reply may take, from when it is sent.
    pub limit_ms: f64,
}

/// Whatever came back.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct HttpReply {
    pub status: u16,
    /// `x-amzn-errortype`, where the page may see it.
    pub error_type: Value,
    /// How long `Retry-After` asks to wait; NaN without that header, or where the page may not see it.
    pub retry_after_ms: f64,
    pub body: Value,
}

/// The storage keys of a user of an app client: Amplify's, so that either library reads what the other left.
pub(crate) struct Keys {
    /// Who signed in last, and is signed in while the key exists. Of the app client; the others are the user's.
    pub last_auth_user: Value,
    pub id_token: Value,
    pub access_token: Value,
    pub refresh_token: Value,
    /// Whole seconds that the device is ahead of the service.
    pub clock_drift: Value,
    /// The body of the last `GetUser`.
    pub user_data: Value,
    /// Outlives sign-out, as do the two below: the device stays remembered.
    pub device_key: Value,
    /// What the device proves.
    pub random_password: Value,
    pub device_group_key: Value,
}

/// The three tokens, and what the device's clock was off by when they came.
#[derive(Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct StoredSession {
    pub id: Secret,
    pub access: Secret,
    /// Opaque; empty if there is none.
    pub refresh: Secret,
    /// Whole seconds that the device is ahead of the service; `NaN` when the tokens do not say when they were issued.
    pub clock_drift_s: f64,
}

/// How long a token lives, by the service's clock. NaN where it does not say.
#[derive(Clone, Copy)]
pub(crate) struct Life {
    /// What is left; 0 or less when it has expired, and when the clock has been set back since it was issued.
    pub left_s: f64,
    /// What there was in all.
    pub whole_s: f64,
}

/// What the core tells in passing. What a call results in is its return value, not an event.
pub(crate) enum Event<'a> {
    /// New tokens are stored (Hub `tokenRefresh`).
    Refreshed(&'a StoredSession),
    /// No new tokens (Hub `tokenRefresh_failure`).
    RefreshFailed(&'a AuthError),
    /// The service said that the session has ended for good (Hub `sessionExpired`, which v5 does not have).
    Expired(&'a AuthError),
    /// What was stored of a session that the service ended is gone (Hub `signOut`).
    SessionEnded,
}

/// What goes on by itself. Boxed, so that the machinery of a task is in the binary once.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The browser (`web`), or a script in tests (`fake`).
pub(crate) trait Platform: Clone + 'static {
    /// A lock among the tabs. It is given back when this is dropped.
    type Lock;

    /// Sends, and gives the reply whatever its status. One that takes longer than it may fails like no reply.
    fn send(&self, request: &HttpRequest<'_>) -> impl Future<Output = Result<HttpReply, AuthError>>;

    /// Waits until no other tab writes a session of that app client: what is stored before anything else is waited for is
    /// stored alone. The wait is bounded, and where storage is shared with nobody there is none.
    fn wait_to_write(&self) -> impl Future<Output = ()>;

    /// The storage keys of that user of that app client.
    fn keys(&self, client_id: &Value, username: &Value) -> Keys;

    /// The session that is stored there, read as a whole; `None` without an ID token, as in v5. Other tokens that are
    /// missing are empty, as is an access token that another tab has replaced meanwhile. A drift that is no number is 0.
    fn stored_session(&self, keys: &Keys) -> Option<StoredSession>;

    /// How long the token of these claims lives, where the device's clock was off by that much. A drift of NaN is 0.
    fn life(&self, claims: &Value, clock_drift_s: f64) -> Life;

    /// The stored text of that key; null or `undefined` if there is none. Storage that fails holds nothing.
    fn get_item(&self, key: &Value) -> Value;

    /// Stores, and says whether it did not fail. (`pkg/objects.js` keeps in memory what localStorage refuses.)
    fn set_item(&self, key: &Value, text: &Value) -> bool;

    /// Forgets.
    fn remove_item(&self, key: &Value);

    /// Milliseconds since 1970, by the device's clock.
    fn now_ms(&self) -> f64;

    /// The same as a proof's `TIMESTAMP`: UTC as in `Tue Feb 3 04:05:06 UTC 2026`; English, the day without a leading zero.
    ///
    /// Source: `amazon-cognito-identity-js/src/DateHelper.js`.
    fn timestamp(&self) -> Value;

    /// Fills with random bytes fit for keys.
    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError>;

    /// Ends after that many milliseconds.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;

    /// Waits until no other tab holds the lock of that name, and takes it. The wait is bounded, and then fails open, as does
    /// a platform without locks: the caller goes on without. A lock that is never given back ends by itself.
    fn lock(&self, name: &Value) -> impl Future<Output = Option<Self::Lock>>;

    /// Whether refresh tokens rotate, by configuration or as was found out: then `GetTokensFromRefreshToken` refreshes.
    fn rotates(&self) -> bool;

    /// Notes that they do.
    fn set_rotates(&self);

    /// Goes on with this after the caller has its answer.
    fn spawn(&self, task: Task);

    /// The claims of a JSON Web Token, its signature unchecked (the service checks it); an empty object if it is none.
    fn claims(&self, token: &Value) -> Value;

    /// `UserContextData` for advanced security, if the page has the script that makes it; else `undefined`.
    fn user_context(&self, username: &Value) -> Value;

    /// What a new device is to be called.
    fn device_name(&self) -> Value;

    /// Lets a faster module than this one do that part of SRP; `false` if there is none.
    fn accelerate(&self, job: Job, work: &mut Work) -> bool;

    /// CallbackForm the page.
    fn emit(&self, event: Event<'_>);
}

/// Waits for the first of two; the other is dropped. `None` if the second was first.
pub(crate) async fn first<T>(task: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let mut task = pin!(task);
    let mut limit = pin!(limit);
    std::future::poll_fn(move |context| {
        if let Poll::Ready(value) = task.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}
