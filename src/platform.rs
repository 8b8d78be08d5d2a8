//! What the core needs from where it runs: HTTP, storage, clock, random bytes, timer, and ears for its events.

use crate::error::AuthError;
use crate::session::Tokens;
use crate::srp::{Job, Work};
use crate::wire::Value;
use alloc::boxed::Box;
use core::future::Future;
use core::pin::{Pin, pin};
use core::task::Poll;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod fake;
#[cfg(target_arch = "wasm32")]
pub(crate) mod web;

/// A request to the service: always a POST of JSON.
pub(crate) struct HttpRequest<'a> {
    /// What `X-Amz-Target` names.
    pub operation: &'static str,
    /// JSON.
    pub body: &'a Value,
    /// How long to wait before it is sent.
    pub pause_ms: f64,
    /// How long its reply may take, where that is less than the platform's own limit.
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

/// What the core tells in passing. What a call results in is its return value, not an event.
pub(crate) enum Event<'a> {
    /// New tokens are stored (Hub `tokenRefresh`).
    Refreshed(&'a Tokens),
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
    /// Sends, and gives the reply whatever its status. It has a time limit, which fails like no reply.
    ///
    /// Where tabs share the storage, a reply that brings tokens, or ends a session, comes when no other tab writes: what is
    /// stored of it before anything else is waited for is stored alone.
    fn send(&self, request: HttpRequest<'_>) -> impl Future<Output = Result<HttpReply, AuthError>>;

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

    /// Waits until no other tab holds the lock of that name, and takes it: gives what [`Platform::unlock`] needs. The wait
    /// is bounded, and then fails open, as does a platform without locks: the caller goes on without.
    fn lock(&self, name: &Value) -> impl Future<Output = Value>;

    /// Gives the lock back, if there is one. A lock that is never given back ends by itself.
    fn unlock(&self, lock: &Value);

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

    /// Tells the page.
    fn emit(&self, event: Event<'_>);
}

/// Lets every task go on that can.
#[cfg(target_arch = "wasm32")]
pub(crate) use crate::js::wake;
/// In tests all go on in turn.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn wake() {}

/// Waits for the first of two; the other is dropped. `None` if the second was first.
pub(crate) async fn first<T>(task: impl Future<Output = T>, limit: impl Future<Output = ()>) -> Option<T> {
    let mut task = pin!(task);
    let mut limit = pin!(limit);
    core::future::poll_fn(move |context| {
        if let Poll::Ready(value) = task.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await
}
