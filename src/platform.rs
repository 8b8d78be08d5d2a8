//! What the core needs from where it runs: HTTP, storage, clock, random bytes, timer, and ears for its events.

use crate::error::AuthError;
use crate::session::Tokens;
use crate::wire::Value;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod fake;
#[cfg(target_arch = "wasm32")]
pub(crate) mod web;

/// What a `fetch` rejected with that is not a `TypeError`.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Rejection = fake::Rejection;
#[cfg(target_arch = "wasm32")]
pub(crate) type Rejection = web::Rejection;

/// A request to the service: always a POST of JSON.
#[derive(Clone, Debug)]
pub(crate) struct HttpRequest<'a> {
    /// Where the user pool answers.
    pub url: &'a str,
    /// `X-Amz-Target`.
    pub target: &'a str,
    /// JSON.
    pub body: String,
}

/// Whatever came back.
#[derive(Clone, Debug)]
pub(crate) struct HttpReply {
    pub status: u16,
    /// `x-amzn-errortype`, where the page may see it.
    pub error_type: Option<String>,
    pub body: String,
}

/// What the core tells in passing. What a call results in is its return value, not an event.
#[derive(Clone, Debug)]
pub(crate) enum Event<'a> {
    /// New tokens are stored (Hub `tokenRefresh`).
    Refreshed(&'a Tokens),
    /// No new tokens (Hub `tokenRefresh_failure`).
    RefreshFailed(&'a AuthError),
    /// The service ended the session; what was stored is gone (Hub `signOut`).
    SessionEnded,
}

/// The browser (`web`), or a script in tests (`fake`).
pub(crate) trait Platform: Clone + 'static {
    /// Sends, and gives the reply whatever its status.
    fn send(&self, request: HttpRequest<'_>) -> impl Future<Output = Result<HttpReply, AuthError>>;

    /// The stored text of that key. Storage that fails holds nothing.
    fn get_item(&self, key: &str) -> Option<String>;

    /// Stores. Storage that refuses is the storage's own affair (`pkg/objects.js` keeps such keys in memory).
    fn set_item(&self, key: &str, text: &str);

    /// Forgets.
    fn remove_item(&self, key: &str);

    /// Milliseconds since 1970, by the device's clock.
    fn now_ms(&self) -> f64;

    /// Fills with random bytes fit for keys.
    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError>;

    /// Ends after that many milliseconds.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;

    /// Goes on with this after the caller has its answer.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);

    /// `UserContextData` for advanced security, if the page has the script that makes it.
    fn user_context(&self, username: &str, user_pool_id: &str, client_id: &str) -> Option<Value>;

    /// Tells the page.
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
