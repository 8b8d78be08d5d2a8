//! `signInWithPasskey({ autofill: true })`: the browser offers passkeys in the drop-down of an input. Not in v5.

use super::{AUTOFILL, asked, begun, sign_in, unless_ended};
use crate::passkeys::{NoPasskey, Reason, WEB_AUTHN, challenge};
use crate::platform::web::{Web, signal_of_pool, supported, visible};
use crate::platform::{PasskeyPrompt, Platform, first};
use crate::service::Client;
use crate::session::last_auth_user;
use crate::v5::{Auth, Code, is_remembered, note_remembered};
use crate::wire::Value;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[cfg_attr(not(feature = "whole"), wasm_split(passkey_autofill, fallible))]
pub(super) fn passkey_autofill() -> Result<Code<Auth>, Value> {
    Ok(|auth, arguments| {
        Ok(Box::pin(sign_in(
            auth,
            arguments,
            |auth, client, username, arguments| Box::pin(by_autofill(auth, client, username, arguments)),
        )))
    })
}

/// How long a challenge is used, before its session ends: that lives for three minutes at least.
const RENEWED_AFTER_MS: f64 = 150_000.0;

/// How often the clock is looked at.
const LOOK_MS: f64 = 10_000.0;

/// Waits until a challenge of now is to be renewed. A timer alone would not do: it stands still while the computer sleeps.
/// The clock alone would not do, either: it may be set back.
async fn outdated(platform: &Web) {
    let until = platform.now_ms() + RENEWED_AFTER_MS;
    let mut waited = 0.0;
    while waited < RENEWED_AFTER_MS && platform.now_ms() < until {
        platform.sleep(LOOK_MS).await;
        waited += LOOK_MS;
    }
}

/// Waits until the user picks a passkey: null in place of a user if that is not possible. The second argument is the signal
/// of `pkg/core.js`, which another sign-in aborts.
async fn by_autofill(auth: Auth, client: Client<Web>, username: Value, arguments: Value) -> Result<Value, Value> {
    let (given, ended) = (arguments.at(0), arguments.at(1));
    let nobody = begun(&Value::null(), &Value::undefined());
    let is_remembered = is_remembered(&auth, &given)?;
    if !username.is_truthy() || !supported(AUTOFILL).await {
        return Ok(nobody);
    }
    let signals = [given.get("signal"), signal_of_pool(&client.platform.pool), ended];
    let before = last_auth_user(&client);
    let metadata = auth.client_metadata(given.get("clientMetadata"));
    let picking = Box::pin(picked(client.clone(), username.clone(), metadata));
    let picked = unless_ended(&signals, picking).await?;
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
/// renewed before it ends, and only while somebody looks at the page. A renewal that the service has not decided on is tried
/// again: nobody would begin anew for the user.
async fn picked(client: Client<Web>, username: Value, metadata: Value) -> Result<Value, Value> {
    let mut is_renewal = false;
    loop {
        visible().await;
        let challenge = match challenge(&client, &username, metadata.clone()).await {
            Err(error) if is_renewal && error.is_passing() => {
                client.platform.sleep(LOOK_MS).await;
                continue;
            }
            given => given?,
        };
        is_renewal = true;
        if !challenge.is_truthy() {
            return Ok(Value::null());
        }
        let asking = asked(PasskeyPrompt::Autofill, challenge.get("ChallengeParameters"));
        match first(asking, outdated(&client.platform)).await {
            None => {}
            Some(Ok(credential)) => return Ok(challenge.with("credential", &credential)),
            // Nothing that fits is nothing to tell.
            Some(Err(NoPasskey::Browser(Reason::Cancelled, _))) => return Ok(Value::null()),
            Some(Err(error)) => return Err(error.into()),
        }
    }
}
