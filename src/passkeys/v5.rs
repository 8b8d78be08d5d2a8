//! `signInWithPasskey`, `passkeySupport`, and the passkey as an answer to a challenge. Not in v5. What a signed-in user does
//! with passkeys is a part of its own.

mod settings;

use super::{NoPasskey, Reason, WEB_AUTHN, possible};
use crate::error::{Failure, Usage};
use crate::passwordless::v5::{self as by_factor, by_factor};
use crate::platform::web::{Web, aborted, new_signal, signal_of_pool, supported, unless_aborted, visible};
use crate::platform::{PasskeyPrompt, Platform, first};
use crate::service::Client;
use crate::session::last_auth_user;
use crate::sign_in::v5::Method::SendCustomChallengeAnswer;
use crate::sign_in::v5::{ByFactor, Ending, FactorStep, running};
use crate::v5::{Answer, Auth, Code, is_remembered, note_remembered, promise, run};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `signInWithPasskey({ username, signal, autofill, clientMetadata })`: signs in with a passkey.
    #[wasm_bindgen(js_name = signInWithPasskey)]
    pub fn sign_in_with_passkey(self, arguments: Array) -> Promise {
        promise(self, arguments, passkeys(Method::SignIn))
    }

    /// `passkeySupport()`: `{ supported, autofill, platformAuthenticator }` of this browser and page.
    #[wasm_bindgen(js_name = passkeySupport)]
    pub fn passkey_support(self, arguments: Array) -> Promise {
        promise(self, arguments, passkeys(Method::Support))
    }
}

enum Method {
    Support,
    SignIn,
    /// Answers the open challenge of a user object: the arguments are that and `{ signal, clientMetadata }`.
    Prove,
}

#[cfg_attr(not(feature = "whole"), wasm_split(passkeys, fallible))]
fn passkeys(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Support => |auth, _| Ok(Box::pin(support(auth))),
        Method::SignIn => |auth, arguments| {
            let given = arguments.at(0);
            if given.get("autofill").is_truthy() {
                return Ok(Box::pin(sign_in_by_autofill(auth, given)));
            }
            Ok(Box::pin(sign_in(auth, given)))
        },
        Method::Prove => |auth, arguments| Ok(Box::pin(answer(auth, arguments.at(0), arguments.at(1)))),
    })
}

/// Has a passkey answer the open challenge of that user object. `options` are `{ signal, clientMetadata }`.
pub(crate) fn prove(auth: Auth, user: Value, options: Value) -> Answer {
    run(auth, Value::list(vec![user, options]), passkeys(Method::Prove))
}

/// The storage key of the user's name that outlives a sign-out.
fn name_key(client: &Client<Web>) -> Value {
    Value::from("cognito-auth-wasm.username.") + &client.pool.client_id
}

/// Keeps the name of whoever is signed in beyond a sign-out, or no longer, as `rememberUsername` of the given options
/// says.
fn note_name(client: &Client<Web>, given: &Value) {
    let (wish, username) = (given.get("rememberUsername"), last_auth_user(client));
    if wish.is_truthy() && username.is_truthy() {
        // Without it, the next page asks for the name. What was asked for is done.
        let _ = client.platform.set_item(&name_key(client), &username);
    } else if wish.is_bool() {
        client.platform.remove_item(&name_key(client));
    }
}

/// The result of `task`, unless one of these signals ends it: the application's own, or another.
async fn unless_ended(signals: &[Value], task: Answer) -> Result<Value, Value> {
    let ended = match unless_aborted(signals, task).await {
        Some(Ok(result)) => return Ok(result),
        // The signal may have ended a request of the task first.
        Some(Err(error)) => aborted(signals).ok_or(error)?,
        None => aborted(signals).unwrap_or(Value::undefined()),
    };
    let reason = ended.get("reason");
    // Its own reason as it is: the application may compare it.
    Err(if ended == signals[0] {
        reason
    } else {
        NoPasskey::Browser(Reason::Aborted, reason).into()
    })
}

/// Answers the open challenge of that user object. `options` are `{ signal, clientMetadata }`.
async fn answer(auth: Auth, user: Value, options: Value) -> Result<Value, Value> {
    let parameters = user.get("challengeParam");
    let asking = Box::pin(async move {
        let platform = Web::default();
        Ok(super::prove(&platform, PasskeyPrompt::Dialogue, &parameters).await?)
    });
    let signals = [options.get("signal"), signal_of_pool(&user.get("pool"))];
    let credential = unless_ended(&signals, asking).await?;
    // Right or wrong, an answer spends the challenge: the next choice asks for another one.
    user.set("challengeName", &"SELECT_CHALLENGE".into());
    answered(auth, user, credential, options.get("clientMetadata")).await
}

/// Signs in with a credential. What follows is as for any other factor.
fn answered(auth: Auth, user: Value, credential: Value, metadata: Value) -> Answer {
    let metadata = auth.client_metadata(metadata);
    let answering = ByFactor {
        auth,
        user,
        step: FactorStep::Passkey(credential, metadata),
        ending: Ending::Method(SendCustomChallengeAnswer, None),
    };
    run(answering, Value::undefined(), running())
}

/// The username that is given, or that of whoever was signed in last.
fn username(client: &Client<Web>, given: &Value) -> Value {
    let known = last_auth_user(client).or(client.platform.get_item(&name_key(client)));
    given.get("username").or(known)
}

async fn sign_in(auth: Auth, given: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let username = username(&client, &given);
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    possible(&client.platform)?;
    let choice = object()
        .with("username", &username)
        .with_text("preferredChallenge", WEB_AUTHN)
        .with("remember", &given.get("remember"));
    let arguments = Value::list(vec![choice, Value::undefined(), given.get("clientMetadata")]);
    let choosing = run(auth.clone(), arguments, by_factor(by_factor::Method::SignIn));
    let signals = [given.get("signal"), signal_of_pool(&auth.pool()?)];
    let user = unless_ended(&signals, choosing).await?;
    if user.get("challengeName") != *WEB_AUTHN {
        return Ok(user);
    }
    let proving: Answer = Box::pin(answer(auth, user, given.clone()));
    let user = proving.await?;
    note_name(&client, &given);
    Ok(user)
}

/// How long a challenge is used, before its session ends: that lives for three minutes at least.
const RENEWED_AFTER_MS: f64 = 150_000.0;

/// The field of the application's `Auth` with the function that ends autofill. Also in `pkg/core.js`, which calls it when
/// another sign-in begins.
const END_AUTOFILL: &str = "endAutofill";

/// The question about the browser whether it has passkeys in the drop-down of an input.
const AUTOFILL: &str = "isConditionalMediationAvailable";

/// Waits until the user picks a passkey: null if that is not possible.
async fn sign_in_by_autofill(auth: Auth, given: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let is_remembered = is_remembered(&auth, &given)?;
    let username = username(&client, &given);
    if !username.is_truthy() || !client.platform.has_passkeys() || !supported(AUTOFILL).await {
        return Ok(Value::null());
    }
    let (ended, end) = new_signal()?;
    let facade = Value::from(JsValue::from(auth.object().clone()));
    facade.set(END_AUTOFILL, &end);
    let signals = [given.get("signal"), signal_of_pool(&auth.pool()?), ended];
    let before = last_auth_user(&client);
    let metadata = auth.client_metadata(given.get("clientMetadata"));
    let picking = Box::pin(picked(client.clone(), username.clone(), metadata));
    let picked = unless_ended(&signals, picking).await;
    if facade.get(END_AUTOFILL) == end {
        facade.set(END_AUTOFILL, &Value::undefined());
    }
    let picked = picked?;
    if !picked.is_truthy() {
        return Ok(picked);
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
    let user = answered(auth, user, picked.get("credential"), given.get("clientMetadata")).await?;
    note_name(&client, &given);
    Ok(user)
}

/// `{ ChallengeParameters, Session, credential }` of what the user picks; null if there is nothing to pick. A challenge is
/// renewed before it ends, and only while somebody looks at the page.
async fn picked(client: Client<Web>, username: Value, metadata: Value) -> Result<Value, Value> {
    loop {
        visible().await;
        let challenge = super::challenge(&client, &username, metadata.clone()).await?;
        if !challenge.is_truthy() {
            return Ok(Value::null());
        }
        let parameters = challenge.get("ChallengeParameters");
        let asking = super::prove(&client.platform, PasskeyPrompt::Autofill, &parameters);
        match first(asking, client.platform.sleep(RENEWED_AFTER_MS)).await {
            None => {}
            Some(Ok(credential)) => return Ok(challenge.with("credential", &credential)),
            // Nothing that fits is nothing to tell.
            Some(Err(NoPasskey::Browser(Reason::Cancelled, _))) => return Ok(Value::null()),
            Some(Err(error)) => return Err(error.into()),
        }
    }
}

async fn support(auth: Auth) -> Result<Value, Value> {
    let is_there = auth.platform().has_passkeys();
    let support = object().with("supported", &is_there.into());
    for (name, question) in [
        ("autofill", AUTOFILL),
        ("platformAuthenticator", "isUserVerifyingPlatformAuthenticatorAvailable"),
    ] {
        let is_available = is_there && supported(question).await;
        support.set(name, &is_available.into());
    }
    Ok(support)
}

impl From<NoPasskey> for Value {
    /// A `PasskeyError`, with what the browser threw as its `cause`; or the service's refusal.
    fn from(error: NoPasskey) -> Value {
        let (reason, thrown) = match error {
            NoPasskey::Browser(reason, thrown) => (reason, thrown),
            NoPasskey::Service(error) => return error.into(),
        };
        let (code, message) = reason.words();
        let options = object().with("cause", &thrown);
        let error = js_sys::Error::new_with_options(message, options.as_ref().unchecked_ref());
        let error = Value::from(JsValue::from(error));
        error.set("name", &"PasskeyError".into());
        error.set("code", &code.into());
        error
    }
}
