//! The attempts to sign in that this tab has begun: each is kept by its `state`, used once, and ends after an hour.

use super::address::{Answer, Return, is_same_page};
use crate::error::{AuthError, Failure};
use crate::platform::{Platform, Shelf};
use crate::wire::{Value, object};

/// The key of the attempts in sessionStorage: a list of `{ state, clientId, redirectUri, verifier, nonce, popup, remember,
/// until }`. Also in `pkg/hosted-return.js`: a test compares them.
pub(super) const ATTEMPTS: &str = "cognito-auth-wasm.oauth";

/// The key of the states that were claimed lately, in localStorage: a list of `{ state, until }`. A tab that was
/// duplicated has the attempts of the other one.
const CLAIMED: &str = "cognito-auth-wasm.oauth.claimed";

/// How long an attempt may take.
pub(super) const LIFETIME_MS: f64 = 3_600_000.0;

/// The keys of v5, which knows one attempt at a time. The second one is v5's spelling.
pub(super) const V5_STATE: &str = "oauth_state";
const V5_VERIFIER: &str = "ouath_pkce_key";

/// A return of ours, which nobody else finishes.
pub(crate) struct Claim {
    /// `{ redirectUri, verifier, nonce, popup, remember }`.
    pub attempt: Value,
    /// What the service says; an error if the attempt cannot go on.
    pub answer: Result<Answer, AuthError>,
}

fn list<P: Platform>(platform: &P, shelf: Shelf, key: &str) -> Vec<Value> {
    Value::decode(&platform.page_item(shelf, &key.into())).items()
}

/// Stores a list, without what has ended. Says whether it is stored.
fn store<P: Platform>(platform: &P, shelf: Shelf, key: &str, items: Vec<Value>) -> bool {
    let now_ms = platform.now_ms();
    let items: Vec<_> = items
        .into_iter()
        .filter(|item| item.get("until").number() > now_ms)
        .collect();
    if items.is_empty() {
        return platform.set_page_item(shelf, &key.into(), &Value::null());
    }
    let text = Value::list(items).encode();
    text.is_ok_and(|text| platform.set_page_item(shelf, &key.into(), &text))
}

/// Keeps an attempt until its return.
pub(super) fn keep<P: Platform>(platform: &P, client_id: &Value, attempt: Value) -> Result<(), AuthError> {
    let until = platform.now_ms() + LIFETIME_MS;
    let attempt = attempt.with("clientId", client_id).with("until", &until.into());
    let mut attempts = list(platform, Shelf::Tab, ATTEMPTS);
    attempts.push(attempt);
    if store(platform, Shelf::Tab, ATTEMPTS, attempts) {
        Ok(())
    } else {
        Err(Failure::Plain("There is no sessionStorage, without which no return can be finished").into())
    }
}

/// Lets go of the attempt with that state.
pub(crate) fn drop_attempt<P: Platform>(platform: &P, state: &Value) {
    let mut attempts = list(platform, Shelf::Tab, ATTEMPTS);
    attempts.retain(|attempt| attempt.get("state") != *state);
    store(platform, Shelf::Tab, ATTEMPTS, attempts);
}

/// The attempt of that state.
fn attempt_of<P: Platform>(platform: &P, client_id: &Value, state: &Value) -> Option<Value> {
    let attempts = list(platform, Shelf::Tab, ATTEMPTS).into_iter();
    let is_it = |attempt: &Value| attempt.get("state") == *state && attempt.get("clientId") == *client_id;
    attempts.rev().find(is_it)
}

/// The state of the attempt that a return to this address without a state is of: the last one that comes back there. Empty
/// if there is none.
pub(crate) fn state_expected_at<P: Platform>(platform: &P, client_id: &Value, address: &Value) -> Value {
    let mut attempts = list(platform, Shelf::Tab, ATTEMPTS).into_iter().rev();
    let found = attempts.find(|attempt| is_expected_at(attempt, client_id, address));
    found.map_or("".into(), |attempt| attempt.get("state"))
}

/// Whether this is an attempt of that app client which comes back to the page of this address.
fn is_expected_at(attempt: &Value, client_id: &Value, address: &Value) -> bool {
    attempt.get("clientId") == *client_id && is_same_page(&attempt.get("redirectUri"), address)
}

/// Whether a return with that state was claimed lately, in any tab.
pub(super) fn is_claimed<P: Platform>(platform: &P, state: &Value) -> bool {
    let claimed = list(platform, Shelf::Browser, CLAIMED);
    claimed.iter().any(|item| item.get("state") == *state)
}

/// Whether the return is of an attempt in a popup.
pub(crate) fn is_in_popup<P: Platform>(platform: &P, client_id: &Value, state: &Value) -> bool {
    attempt_of(platform, client_id, state).is_some_and(|attempt| attempt.get("popup").is_truthy())
}

/// Claims the return: its attempt is removed, so that no other call finishes it. `None` if it is not ours, or was claimed
/// already. Nothing is waited for.
///
/// `address` is where the return is found. `is_told` says that the application calls it a return of ours.
pub(crate) fn claim<P: Platform>(
    platform: &P,
    client_id: &Value,
    address: &Value,
    found: Return,
    is_told: bool,
) -> Option<Claim> {
    let Return { state, answer } = found;
    let now_ms = platform.now_ms();
    let was_claimed = is_claimed(platform, &state);
    let attempt = attempt_of(platform, client_id, &state);
    if attempt.is_some() {
        drop_attempt(platform, &state);
    }
    if was_claimed {
        return None;
    }
    let refused = |code: &str, message: &str| Err(refusal(code, message));
    if let Some(attempt) = attempt {
        let until = attempt.get("until");
        let mut claimed = list(platform, Shelf::Browser, CLAIMED);
        claimed.push(object().with("state", &state).with("until", &until));
        // Without that storage, no other tab has the attempt either.
        store(platform, Shelf::Browser, CLAIMED, claimed);
        let has_verifier = attempt.get("verifier").is_truthy();
        let answer = match answer {
            refusal @ Answer::Refusal { .. } => Ok(refusal),
            _ if until.number() <= now_ms => refused("ExpiredAttempt", "The sign-in took too long"),
            // Tokens that nobody asked for may be somebody else's.
            answer if has_verifier != matches!(answer, Answer::Code(_)) => invalid_state(),
            answer => Ok(answer),
        };
        return Some(Claim { attempt, answer });
    }
    let saved = platform.page_item(Shelf::Tab, &V5_STATE.into());
    if saved == state {
        let attempt = object().with("verifier", &platform.page_item(Shelf::Tab, &V5_VERIFIER.into()));
        remove_v5s(platform);
        let answer = Ok(answer);
        return Some(Claim { attempt, answer });
    }
    // A return to a page of ours while one is expected, but not this one.
    let others = list(platform, Shelf::Tab, ATTEMPTS);
    let is_expected = others
        .iter()
        .any(|other| other.get("until").number() > now_ms && is_expected_at(other, client_id, address));
    if !(is_expected || is_told) {
        return None;
    }
    let others = others.into_iter().filter(|other| other.get("clientId") != *client_id);
    store(platform, Shelf::Tab, ATTEMPTS, others.collect());
    // Without a state it is a refusal, which signs nobody in.
    let answer = if state.is_truthy() { invalid_state() } else { Ok(answer) };
    Some(Claim {
        attempt: object(),
        answer,
    })
}

fn remove_v5s<P: Platform>(platform: &P) {
    for key in [V5_STATE, V5_VERIFIER] {
        platform.set_page_item(Shelf::Tab, &key.into(), &Value::null());
    }
}

/// v5's error.
fn invalid_state() -> Result<Answer, AuthError> {
    Err(refusal("InvalidState", "Invalid state in OAuth flow"))
}

/// An error with a code.
pub(super) fn refusal(code: impl Into<Value>, message: impl Into<Value>) -> AuthError {
    Failure::Service {
        code: code.into(),
        message: message.into(),
        status: 400,
        from_header: false,
    }
    .into()
}
