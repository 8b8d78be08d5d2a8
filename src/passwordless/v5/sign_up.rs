//! The session of a sign-up: `SignUp` begins it, `ConfirmSignUp` goes on with it, and the first sign-in ends it without
//! asking again. It lies in sessionStorage, where a reload finds it and other tabs do not.

use super::super::may_be_done;
use crate::platform::Platform;
use crate::platform::web::Web;
use crate::service::Client;
use crate::sign_up::v5::{Method, signing_up};
use crate::v5::{Auth, SUCCESS, run};
use crate::wire::{Value, object};
use wasm_bindgen::JsValue;

/// An app client may let its sessions live this long, and no longer.
const LIFETIME_MS: f64 = 15.0 * 60_000.0;

/// Signs up, and stores the session.
pub(super) async fn sign_up(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let result = run(auth, arguments, signing_up(Method::SignUpByFactor)).await?;
    let user = result.get("user");
    store(&client, &user.get("username"), &user.get("Session"), Kept::Proof);
    Ok(result)
}

/// Confirms the sign-up with its session. One that is over is left out, because the code is good without it.
pub(super) async fn confirm(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let username = arguments.at(0).to_text();
    let stored = stored(&client, &username);
    let chain = object().with("Session", &stored.get("Session"));
    let mut proves = chain.get("Session").is_truthy();
    let send = || {
        let arguments = Value::list(vec![arguments.clone(), chain.clone()]);
        run(auth.clone(), arguments, signing_up(Method::ConfirmInSession))
    };
    let mut result = send().await;
    if let Err(error) = &result
        && error.get("message").split("Invalid session").len() > 1
    {
        proves = false;
        chain.set("Session", &Value::undefined());
        result = send().await;
    }
    let Err(error) = result else {
        store(
            &client,
            &username,
            &chain.get("Session"),
            if proves { Kept::Proof } else { Kept::Weak },
        );
        return result;
    };
    let code = error.get("code");
    if stored.get("isLost").is_truthy() && code == *"NotAuthorizedException" {
        // An earlier confirmation, whose reply was lost, has succeeded.
        let success = SUCCESS.into();
        auth.dispatch(
            "confirmSignUp",
            &success,
            &(username + " has been confirmed successfully"),
        );
        return Ok(success);
    }
    if may_be_done(&code) {
        store(&client, &username, &chain.get("Session"), Kept::Lost);
    }
    Err(error)
}

/// The session of that user's sign-up, which is good for one sign-in; `undefined` if there is none. One that may prove
/// nothing would keep the service from looking at a password.
pub(super) fn take_session(client: &Client<Web>, username: &Value, has_password: bool) -> Value {
    let stored = stored(client, username);
    remove(client);
    if has_password && stored.get("isWeak").is_truthy() {
        Value::undefined()
    } else {
        stored.text("Session")
    }
}

/// What is known of a stored session.
#[derive(PartialEq)]
enum Kept {
    Proof,
    /// The confirmation was sent without the session of the sign-up.
    Weak,
    /// The reply to the confirmation was lost.
    Lost,
}

/// The page's sessionStorage; `undefined` if there is none. That of a server's runtime would be that of all its users.
fn storage() -> Value {
    let global = Value::from(JsValue::from(js_sys::global()));
    if global.get("document").is_truthy() {
        global.get("sessionStorage")
    } else {
        Value::undefined()
    }
}

fn key(client: &Client<Web>) -> Value {
    Value::from("cognito-auth-wasm.signUp.") + &client.pool.client_id
}

/// Stores the session of that user's sign-up. Nothing is stored where there is none, or no sessionStorage.
fn store(client: &Client<Web>, username: &Value, session: &Value, kept: Kept) {
    remove(client);
    if !session.is_truthy() && kept != Kept::Lost {
        return;
    }
    let item = object()
        .with("username", username)
        .with("Session", session)
        .with("isLost", &(kept == Kept::Lost).into())
        .with("isWeak", &(kept == Kept::Weak).into())
        .with("until", &Value::from(client.platform.now_ms() + LIFETIME_MS));
    if let Ok(text) = item.encode() {
        let _ = storage().call("setItem", &[&key(client), &text]);
    }
}

fn remove(client: &Client<Web>) {
    let _ = storage().call("removeItem", &[&key(client)]);
}

/// `{ Session, isLost, isWeak }` of that user's sign-up, as stored; `undefined` if there is none.
fn stored(client: &Client<Web>, username: &Value) -> Value {
    let text = storage().call("getItem", &[&key(client)]);
    let stored = Value::decode(&text.unwrap_or(Value::undefined()));
    if stored.get("username") == *username && stored.get("until").number() > client.platform.now_ms() {
        stored
    } else {
        Value::undefined()
    }
}
