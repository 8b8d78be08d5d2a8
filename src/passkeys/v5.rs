//! `signInWithPasskey`, `passkeySupport`, and the passkey as an answer to a challenge. Not in v5. What a signed-in user does
//! with passkeys, and autofill, are parts of their own.

mod autofill;
mod settings;

use self::autofill::passkey_autofill;
use super::{NoPasskey, Reason, WEB_AUTHN, possible, prove};
use crate::error::{Failure, Usage};
use crate::passwordless::v5::{self as by_factor, by_factor};
use crate::platform::web::{Web, aborted, signal_of_pool, supported, unless_aborted};
use crate::platform::{PasskeyPrompt, Platform};
use crate::service::Client;
use crate::session::last_auth_user;
use crate::sign_in::v5::Method::SendCustomChallengeAnswer;
use crate::sign_in::v5::{ByFactor, Ending, FactorStep, running};
use crate::v5::{Answer, Auth, Code, promise, run};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `signInWithPasskey({ username, signal, autofill, clientMetadata })`: signs in with a passkey.
    #[wasm_bindgen(js_name = signInWithPasskey)]
    pub fn sign_in_with_passkey(self, arguments: Array) -> Promise {
        if Value::from(arguments.get(0)).get("autofill").is_truthy() {
            return promise(self, arguments, passkey_autofill());
        }
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
    /// Goes on with the sign-in of a user object: the arguments are that and `{ signal, clientMetadata }`.
    Prove,
}

#[cfg_attr(not(feature = "whole"), wasm_split(passkeys, fallible))]
fn passkeys(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Support => |auth, _| Ok(Box::pin(support(auth))),
        Method::SignIn => |auth, arguments| {
            Ok(Box::pin(sign_in(
                auth,
                arguments,
                |auth, client, username, arguments| Box::pin(by_dialogue(auth, client, username, arguments.at(0))),
            )))
        },
        Method::Prove => |auth, arguments| Ok(Box::pin(prove_user(auth, arguments.at(0), arguments.at(1)))),
    })
}

/// Goes on with the sign-in of that user object by a passkey. `options` are `{ signal, clientMetadata }`.
pub(crate) fn choose_passkey(auth: Auth, user: Value, options: Value) -> Answer {
    run(auth, Value::list(vec![user, options]), passkeys(Method::Prove))
}

/// Chooses a passkey, unless it is asked for already, and has it answer. Without one, another challenge may be open.
async fn prove_user(auth: Auth, mut user: Value, options: Value) -> Result<Value, Value> {
    if user.get("challengeName") != *WEB_AUTHN {
        let signals = [options.get("signal"), signal_of_pool(&user.get("pool"))];
        let arguments = Value::list(vec![user, options.get("clientMetadata")]);
        let choosing = run(auth.clone(), arguments, by_factor(by_factor::Method::ChoosePasskey));
        user = unless_ended(&signals, choosing).await?;
    }
    if user.get("challengeName") != *WEB_AUTHN {
        return Ok(user);
    }
    let credential = proved(&user, &options).await?;
    answered(auth, user, credential, &options).await
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
    // Its own reason as it is: the application may compare it. Old browsers have none.
    Err(if ended == signals[0] && !reason.is_undefined() {
        reason
    } else {
        NoPasskey::Browser(Reason::Aborted, reason).into()
    })
}

/// The credential that answers the open challenge of that user object. `options` are `{ signal }`.
async fn proved(user: &Value, options: &Value) -> Result<Value, Value> {
    let asking = asked(PasskeyPrompt::Dialogue, user.get("challengeParam"));
    let signals = [options.get("signal"), signal_of_pool(&user.get("pool"))];
    let credential = unless_ended(&signals, Box::pin(async { Ok(asking.await?) })).await?;
    // Right or wrong, an answer spends the challenge: the next choice asks for another one.
    user.set("challengeName", &"SELECT_CHALLENGE".into());
    Ok(credential)
}

/// Asks for the credential that answers a challenge with these parameters.
fn asked(prompt: PasskeyPrompt, parameters: Value) -> Pin<Box<dyn Future<Output = Result<Value, NoPasskey>>>> {
    Box::pin(async move { prove(&Web::default(), prompt, &parameters).await })
}

/// Signs in with a credential. What follows is as for any other factor.
fn answered(auth: Auth, user: Value, credential: Value, options: &Value) -> Answer {
    let metadata = auth.client_metadata(options.get("clientMetadata"));
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

/// How a sign-in begins, with a username and the call's arguments: by that a user object and a credential, as [`begun`]
/// makes them.
type Beginning = fn(Auth, Client<Web>, Value, Value) -> Answer;

async fn sign_in(auth: Auth, arguments: Value, beginning: Beginning) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let given = arguments.at(0);
    let username = username(&client, &given);
    let begun = beginning(auth.clone(), client.clone(), username, arguments).await?;
    let (user, credential) = (begun.get("user"), begun.get("credential"));
    if !credential.is_truthy() {
        return Ok(user);
    }
    let user = answered(auth, user, credential, &given).await?;
    // Else somebody else is signed in.
    if !user.get("challengeName").is_truthy() {
        note_name(&client, &given);
    }
    Ok(user)
}

/// A sign-in that has begun: the user object, and the credential that answers its challenge. `undefined` is no credential:
/// the call then ends with what stands for the user.
fn begun(user: &Value, credential: &Value) -> Value {
    object().with("user", user).with("credential", credential)
}

/// Lets the user choose a passkey in the browser's dialogue. Without one, another challenge may be open.
async fn by_dialogue(auth: Auth, client: Client<Web>, username: Value, given: Value) -> Result<Value, Value> {
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    possible(&client.platform)?;
    let choice = object()
        .with("username", &username)
        .with_text("preferredChallenge", WEB_AUTHN)
        .with("remember", &given.get("remember"));
    let arguments = Value::list(vec![choice, Value::undefined(), given.get("clientMetadata")]);
    let signals = [given.get("signal"), signal_of_pool(&client.platform.pool)];
    let choosing = run(auth, arguments, by_factor(by_factor::Method::SignIn));
    let user = unless_ended(&signals, choosing).await?;
    let credential = if user.get("challengeName") == *WEB_AUTHN {
        proved(&user, &given).await?
    } else {
        Value::undefined()
    };
    Ok(begun(&user, &credential))
}

/// The question about the browser whether it has passkeys in the drop-down of an input.
const AUTOFILL: &str = "isConditionalMediationAvailable";

async fn support(auth: Auth) -> Result<Value, Value> {
    let is_there = auth.platform().has_passkeys();
    let autofill = supported(AUTOFILL).await;
    let platform = supported("isUserVerifyingPlatformAuthenticatorAvailable").await;
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
