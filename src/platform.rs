//! The doors between the core and the place where it runs: HTTP, storage, the stored session, clock, random bytes,
//! timers, locks among tabs, and events.

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

/// A whole request, ready to be sent by POST.
pub(crate) struct HttpRequest<'a> {
    /// An absolute URL.
    pub url: &'a Value,
    /// Names and values.
    pub headers: &'a [(&'a str, Value)],
    /// A text, in the form that `Content-Type` names.
    pub body: &'a Value,
    /// A further option of `fetch`; `undefined` is the platform's default. `credentials`: whether cookies go along.
    /// `userPoolEndpoint`, for `pkg/tokens.js`: where the tokens belong that the reply brings, if not to `url`.
    pub option: (&'a str, &'a Value),
    /// How long to wait before it is sent.
    pub pause_ms: f64,
    /// How long its reply may take, from when it is sent.
    pub limit_ms: f64,
}

/// A reply, whatever its status.
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

/// The storage keys of a user of an app client. They are Amplify's, so that each library reads what the other has
/// stored.
pub(crate) struct Keys {
    /// The key of the last username that signed in; that user is signed in while the key exists. It belongs to the app
    /// client, the other keys to the user.
    pub last_auth_user: Value,
    pub id_token: Value,
    pub access_token: Value,
    pub refresh_token: Value,
    /// Whole seconds that the device is ahead of the service.
    pub clock_drift: Value,
    /// v6's, of a sign-in by password, and of one at the hosted page. They say that the drift is v6's, too.
    pub sign_in_details: Value,
    pub oauth_metadata: Value,
    /// The session is one of the hosted page.
    pub hosted_ui: Value,
    /// The body of the last `GetUser`.
    pub user_data: Value,
    /// Outlives sign-out, as do the two below, so that the device stays remembered.
    pub device_key: Value,
    /// The password that the device proves.
    pub random_password: Value,
    pub device_group_key: Value,
    /// On the tab's shelf: the session of the app client is this tab's own, and lies there, too.
    pub tab_session: Value,
}

/// The three tokens, and the clock drift when they came.
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

/// The lifetime of a token, by the service's clock. NaN if the token does not say.
#[derive(Clone, Copy)]
pub(crate) struct Life {
    /// The time left. 0 or less if the token has expired, or the clock has been set back since it was issued.
    pub left_s: f64,
    /// The whole lifetime.
    pub whole_s: f64,
}

/// When tokens may be refreshed: a server's session lies in cookies, which it can set until its response is sent.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum RefreshRule {
    /// Also before they expire, in the background.
    Free,
    /// Once they have expired, while somebody waits.
    Expired,
    /// Once they have expired, and never by an operation that replaces the refresh token: the new tokens end with the
    /// request.
    Unstored,
    Never,
}

/// An event that the core emits during a call. The result of the call is its return value, not an event.
pub(crate) enum Event<'a> {
    /// New tokens are stored (Hub `tokenRefresh`).
    Refreshed(&'a StoredSession),
    /// No new tokens (Hub `tokenRefresh_failure`).
    RefreshFailed(&'a AuthError),
    /// The service said that the session has ended for good (Hub `sessionExpired`, which v5 does not have).
    Expired(&'a AuthError),
    /// A session that the service has ended was removed from storage (Hub `signOut`).
    SessionEnded,
}

/// A storage of the page that no configuration replaces.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shelf {
    /// sessionStorage, which is this tab's. A tab that is duplicated, and a popup, begin with a copy.
    Tab,
    /// localStorage, which all tabs share.
    Browser,
}

/// How the browser asks for a passkey.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum PasskeyPrompt {
    Dialogue,
    /// The drop-down of an input (conditional UI).
    Autofill,
}

/// A task in the background. Boxed, so that the code that runs tasks is in the binary once.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The browser (`web`), or a script in tests (`fake`).
pub(crate) trait Platform: Clone + 'static {
    /// A lock among the tabs. Dropping it unlocks.
    type Lock;

    /// Sends a request, and gives the reply whatever its status. A reply that takes longer than `limit_ms` counts as
    /// none.
    fn send(&self, request: &HttpRequest<'_>) -> impl Future<Output = Result<HttpReply, AuthError>>;

    /// Waits until no other tab writes a session of that app client. What is stored before the next wait is then stored
    /// alone. The wait is bounded; there is none where no other tab shares the storage.
    fn wait_to_write(&self) -> impl Future<Output = ()>;

    /// The storage keys of that user of that app client.
    fn keys(&self, client_id: &Value, username: &Value) -> Keys;

    /// The session of that user of that app client, read as a whole; `None` without an ID token, as in v5. Other missing
    /// tokens are empty, as is an access token that another tab has replaced meanwhile. A drift that is no number is 0.
    fn stored_session(&self, client_id: &Value, username: &Value) -> Option<StoredSession>;

    /// The lifetime of the token with these claims, given the drift of the device's clock. A drift of NaN is 0.
    fn life(&self, claims: &Value, clock_drift_s: f64) -> Life;

    /// The stored text of that key; null or `undefined` if there is none. Storage that fails, or gives something that
    /// is no text, holds nothing.
    fn get_item(&self, key: &Value) -> Value;

    /// Stores a text. The error is the storage's own. (`pkg/objects.js` stores in memory what localStorage refuses.)
    fn set_item(&self, key: &Value, text: &Value) -> Result<(), AuthError>;

    /// Removes a key and its text.
    fn remove_item(&self, key: &Value);

    /// The text of that key on that shelf; null or `undefined` if there is none, or the page has no such storage.
    fn page_item(&self, shelf: Shelf, key: &Value) -> Value;

    /// Stores a text there; null removes the key. Says whether that has worked.
    fn set_page_item(&self, shelf: Shelf, key: &Value, text: &Value) -> bool;

    /// The page's address; `undefined` where there is no page.
    fn address(&self) -> Value;

    /// Replaces the page's address, in the history, too. Nothing is loaded.
    fn replace_address(&self, address: &Value);

    /// The SHA-256 of a text's UTF-8, in base64.
    fn sha256(&self, text: &Value) -> impl Future<Output = Result<Value, AuthError>>;

    /// Whether this page can ask for passkeys.
    fn has_passkeys(&self) -> bool;

    /// Has the browser make a passkey. Options and credential have the form that WebAuthn gives them in JSON, but the
    /// credential has no members that the browser does not tell; null is no credential. The error is what the browser
    /// threw. Dropped, it closes the dialogue.
    fn new_passkey(&self, options: &Value) -> impl Future<Output = Result<Value, Value>>;

    /// Asks the user for a passkey, likewise.
    fn passkey(&self, prompt: PasskeyPrompt, options: &Value) -> impl Future<Output = Result<Value, Value>>;

    /// Whether the browser can be told that a passkey is gone.
    fn forgets_passkeys(&self) -> bool;

    /// Tells the browser that the relying party does not know that passkey, if it can be told.
    fn forget_passkey(&self, relying_party: &Value, id: &Value);

    /// Whether v6 has stored this user's sign-in. Its drift is in milliseconds, and is what the service is ahead of the
    /// device.
    fn is_of_v6(&self, keys: &Keys) -> bool {
        self.get_item(&keys.sign_in_details).is_truthy() || self.get_item(&keys.oauth_metadata).is_truthy()
    }

    /// Milliseconds since 1970, by the device's clock.
    fn now_ms(&self) -> f64;

    /// The time as a proof's `TIMESTAMP`: UTC as in `Tue Feb 3 04:05:06 UTC 2026`; English, the day without a leading
    /// zero.
    ///
    /// Source: `amazon-cognito-identity-js/src/DateHelper.js`.
    fn timestamp(&self) -> Value;

    /// Fills `bytes` with random bytes that are fit for keys.
    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError>;

    /// Waits that many milliseconds.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;

    /// Waits until no other tab holds the lock of that name, and locks it. The wait is bounded. After it, and on a
    /// platform without locks, the caller goes on without a lock. A lock that is never unlocked ends by itself.
    fn lock(&self, name: &Value) -> impl Future<Output = Option<Self::Lock>>;

    /// The application's object whose requests end together (`Auth.abortRequests`).
    fn owner(&self) -> Value;

    /// Whether refresh tokens rotate, by configuration or as the service has shown. If so, `GetTokensFromRefreshToken`
    /// refreshes.
    fn rotates(&self) -> bool;

    /// When tokens may be refreshed.
    fn refresh_rule(&self) -> RefreshRule;

    /// Whether what this owner has begun may end before its time, as a request's work does at a network's edge. Then no
    /// other owner waits for its refresh.
    fn ends_early(&self) -> bool;

    /// Notes that refresh tokens rotate.
    fn set_rotates(&self);

    /// Runs a task in the background, after the caller has its answer.
    fn spawn(&self, task: Task);

    /// The claims of a JSON Web Token, its signature unchecked (the service checks it); an empty object if it is none.
    fn claims(&self, token: &Value) -> Value;

    /// `UserContextData` for advanced security, if the page has the script that makes it; else `undefined`.
    fn user_context(&self, username: &Value) -> Value;

    /// The name for a new device.
    fn device_name(&self) -> Value;

    /// Runs that part of SRP in a faster module; `false` if there is none.
    fn accelerate(&self, job: Job, work: &mut Work) -> bool;

    /// Reports an event to the page.
    fn emit(&self, event: Event<'_>);
}

/// The result of `task`; `None` if `limit` ends first. The other one is dropped.
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
