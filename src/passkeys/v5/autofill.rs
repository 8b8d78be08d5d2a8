//! `signInWithPasskey({ autofill: true })`: the browser offers passkeys in the drop-down of an input. Not in v5.

use super::{AUTOFILL, asked, begun, sign_in, unless_ended};
use crate::passkeys::{NoPasskey, Reason, WEB_AUTHN, challenge};
use crate::platform::web::{Web, new_signal, signal_of_pool, supported, visible};
use crate::platform::{PasskeyPrompt, Platform, first};
use crate::service::Client;
use crate::session::last_auth_user;
use crate::v5::{Auth, Code, is_remembered, note_remembered};
use crate::wire::Value;
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[cfg_attr(not(feature = "whole"), wasm_split(passkey_autofill, fallible))]
pub(super) fn passkey_autofill() -> Result<Code<Auth>, Value> {
    Ok(|auth, arguments| {
        Ok(Box::pin(sign_in(
            auth,
            arguments.at(0),
            |auth, client, username, given| Box::pin(by_autofill(auth, client, username, given)),
        )))
    })
}

/// How long a challenge is used, before its session ends: that lives for three minutes at least.
const RENEWED_AFTER_MS: f64 = 150_000.0;

/// The field of the application's `Auth` with the function that ends autofill. Also in `pkg/core.js`, which calls it when
/// another sign-in begins.
const END_AUTOFILL: &str = "endAutofill";

/// Waits until the user picks a passkey: null in place of a user if that is not possible.
async fn by_autofill(auth: Auth, client: Client<Web>, username: Value, given: Value) -> Result<Value, Value> {
    let nobody = begun(&Value::null(), &Value::undefined());
    let is_remembered = is_remembered(&auth, &given)?;
    if !username.is_truthy() || !supported(AUTOFILL).await {
        return Ok(nobody);
    }
    let (ended, end) = new_signal()?;
    let facade = Value::from(JsValue::from(auth.object().clone()));
    facade.set(END_AUTOFILL, &end);
    let signals = [given.get("signal"), signal_of_pool(&client.platform.pool), ended];
    let before = last_auth_user(&client);
    let metadata = auth.client_metadata(given.get("clientMetadata"));
    let picking = Box::pin(picked(client.clone(), username.clone(), metadata));
    let picked = unless_ended(&signals, picking).await;
    if facade.get(END_AUTOFILL) == end {
        facade.set(END_AUTOFILL, &Value::undefined());
    }
    let picked = picked?;
    if !picked.is_truthy() {
        return Ok(nobody);
    }
    // Somebody has signed in meanwhile, in another tab or by a user object.
    if last_auth_user(&client) != before {
        return Err(NoPasskey::Browser(Reason::Aborted, Value::undefined()).into());
    }
    let parameters = picked.get("ChallengeParameters");
    let user = auth.new_user(&parameters.text("USERNAME").or(username))?;
    note_remembered(&user, is_remembered);
    user.set("Session", &picked.get("Session"));
    user.set("challengeName", &WEB_AUTHN.into());
    Ok(begun(&user, &picked.get("credential")))
}

/// `{ ChallengeParameters, Session, credential }` of what the user picks; null if there is nothing to pick. A challenge is
/// renewed before it ends, and only while somebody looks at the page.
async fn picked(client: Client<Web>, username: Value, metadata: Value) -> Result<Value, Value> {
    loop {
        visible().await;
        let challenge = challenge(&client, &username, metadata.clone()).await?;
        if !challenge.is_truthy() {
            return Ok(Value::null());
        }
        let asking = asked(PasskeyPrompt::Autofill, challenge.get("ChallengeParameters"));
        match first(asking, client.platform.sleep(RENEWED_AFTER_MS)).await {
            None => {}
            Some(Ok(credential)) => return Ok(challenge.with("credential", &credential)),
            // Nothing that fits is nothing to tell.
            Some(Err(NoPasskey::Browser(Reason::Cancelled, _))) => return Ok(Value::null()),
            Some(Err(error)) => return Err(error.into()),
        }
    }
}
