//! `registerPasskey`, `listPasskeys`, `deletePasskey`, `signInWithPasskey`, `passkeySupport`. Not in v5.

use super::{NoPasskey, Reason, WEB_AUTHN, delete, list, make, possible, register};
use crate::current_user::session_of;
use crate::error::{Failure, Usage, text};
use crate::passwordless::v5::{self as by_factor, by_factor};
use crate::platform::web::{Web, aborted, new_signal, signal_of_pool, supported, unless_aborted, visible};
use crate::platform::{PasskeyPrompt, Platform, first};
use crate::service::Client;
use crate::session::{Tokens, last_auth_user};
use crate::sign_in::v5::Method::SendCustomChallengeAnswer;
use crate::sign_in::v5::{ByFactor, Ending, FactorStep, running};
use crate::v5::{Answer, Auth, Code, is_remembered, note_remembering, promise, run};
use crate::wire::{Value, object};
use js_sys::{Array, Date, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `registerPasskey({ signal })`: has the browser make a passkey of whoever is signed in: `{ id }`.
    #[wasm_bindgen(js_name = registerPasskey)]
    pub fn register_passkey(self, arguments: Array) -> Promise {
        promise(self, arguments, passkeys(Method::Register))
    }

    /// `listPasskeys()`: all of whoever is signed in.
    #[wasm_bindgen(js_name = listPasskeys)]
    pub fn list_passkeys(self, arguments: Array) -> Promise {
        promise(self, arguments, passkeys(Method::List))
    }

    /// `deletePasskey(id)`: has the service forget one, and the browser, if it can be told.
    #[wasm_bindgen(js_name = deletePasskey)]
    pub fn delete_passkey(self, arguments: Array) -> Promise {
        promise(self, arguments, passkeys(Method::Delete))
    }

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
    Register,
    List,
    Delete,
    Support,
    SignIn,
    /// Answers the open challenge of a user object: the arguments are that and `{ signal, clientMetadata }`.
    Prove,
}

#[cfg_attr(not(feature = "whole"), wasm_split(passkeys, fallible))]
fn passkeys(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Register => |auth, arguments| Ok(Box::pin(register_passkey(auth, arguments))),
        Method::List => |auth, _| Ok(Box::pin(list_passkeys(auth))),
        Method::Delete => |auth, arguments| {
            Ok(Box::pin(async move {
                let (client, tokens) = signed_in(&auth).await?;
                delete(&client, &tokens, &arguments.at(0)).await?;
                client.platform.remove_item(&name_key(&client));
                Ok(Value::undefined())
            }))
        },
        Method::Support => |auth, _| Ok(Box::pin(support(auth))),
        Method::SignIn => |auth, arguments| {
            let given = arguments.at(0);
            if given.get("autofill").is_truthy() {
                return Ok(Box::pin(sign_in_by_autofill(auth, given)));
            }
            Ok(Box::pin(sign_in(auth, given)))
        },
        Method::Prove => |auth, arguments| {
            let (user, options) = (arguments.at(0), arguments.at(1));
            Ok(Box::pin(async move {
                let signals = [options.get("signal"), signal_of_pool(&user.get("pool"))];
                let parameters = user.get("challengeParam");
                let credential = proved(PasskeyPrompt::Get, &signals, parameters).await?;
                // Right or wrong, an answer spends the challenge: the next choice asks for another one.
                user.set("challengeName", &"SELECT_CHALLENGE".into());
                answered(auth, user, credential, options.get("clientMetadata")).await
            }))
        },
    })
}

/// Has a passkey answer the open challenge of that user object. `options` are `{ signal, clientMetadata }`.
pub(crate) fn prove(auth: Auth, user: Value, options: Value) -> Answer {
    run(auth, Value::list(vec![user, options]), passkeys(Method::Prove))
}

/// The session of whoever is signed in. It asks the service for nothing that is not needed: Safari shows a dialogue only
/// soon after a click.
async fn signed_in(auth: &Auth) -> Result<(Client<Web>, Tokens), Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let username = last_auth_user(&client);
    if !username.is_truthy() {
        return Err(Failure::Text(text::NO_CURRENT_USER).into());
    }
    let tokens = session_of(&client, &username, None, auth.configured_client_metadata()).await?;
    Ok((client, tokens))
}

async fn register_passkey(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let (client, tokens) = signed_in(&auth).await?;
    let signals = [arguments.at(0).get("signal"), signal_of_pool(&client.platform.pool)];
    let making = {
        let (client, tokens) = (client.clone(), tokens.clone());
        Box::pin(async move { Ok(make(&client, &tokens).await?) })
    };
    let made = unless_ended(&signals, making).await?;
    // From here on it is not ended any more: nobody would know whether the passkey is registered.
    let id = register(&client, &tokens, &made).await?;
    note_name(&client, &arguments.at(0));
    Ok(object().with("id", &id))
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
        Ok(Ok(result)) => return Ok(result),
        // The signal may have ended a request of the task first.
        Ok(Err(error)) => aborted(signals).ok_or(error)?,
        Err(ended) => ended,
    };
    let reason = ended.get("reason");
    // Its own reason as it is: the application may compare it.
    Err(if ended == signals[0] {
        reason
    } else {
        NoPasskey::Browser(Reason::Aborted, reason).into()
    })
}

/// The credential that the user gives for a challenge with these parameters.
async fn proved(prompt: PasskeyPrompt, signals: &[Value], parameters: Value) -> Result<Value, Value> {
    let asking = Box::pin(async move { Ok(super::prove(&Web::default(), prompt, &parameters).await?) });
    unless_ended(signals, asking).await
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
    if user.get("challengeName") == *WEB_AUTHN {
        let user = prove(auth, user, given.clone()).await?;
        note_name(&client, &given);
        return Ok(user);
    }
    Ok(user)
}

/// How long a challenge is used, before its session ends: that lives for three minutes at least.
const RENEWED_AFTER_MS: f64 = 150_000.0;

/// The field of the application's `Auth` with the function that ends autofill. Also in `pkg/core.js`, which calls it when
/// another sign-in begins.
const END_AUTOFILL: &str = "endAutofill";

/// Waits until the user picks a passkey: null if that is not possible.
async fn sign_in_by_autofill(auth: Auth, given: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    is_remembered(&auth, &given)?;
    let username = username(&client, &given);
    if !username.is_truthy() || !client.platform.has_passkeys() || !supported("isConditionalMediationAvailable").await {
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
    note_remembering(&auth, &user, &given)?;
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

async fn list_passkeys(auth: Auth) -> Result<Value, Value> {
    let (client, tokens) = signed_in(&auth).await?;
    let passkeys = list(&client, &tokens).await?;
    for passkey in &passkeys {
        let created_at = Date::new(passkey.get("createdAt").as_ref());
        passkey.set("createdAt", &JsValue::from(created_at).into());
    }
    Ok(Value::list(passkeys))
}

async fn support(auth: Auth) -> Result<Value, Value> {
    let is_there = auth.platform().has_passkeys();
    let autofill = is_there && supported("isConditionalMediationAvailable").await;
    let platform = is_there && supported("isUserVerifyingPlatformAuthenticatorAvailable").await;
    Ok(object()
        .with("supported", &is_there.into())
        .with("autofill", &autofill.into())
        .with("platformAuthenticator", &platform.into()))
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
