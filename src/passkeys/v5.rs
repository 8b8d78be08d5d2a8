//! `registerPasskey`, `listPasskeys`, `deletePasskey`, `passkeySupport`. Not in v5.

use super::{NoPasskey, Reason, delete, list, make, register};
use crate::current_user::session_of;
use crate::error::{Failure, text};
use crate::platform::Platform;
use crate::platform::web::{Web, signal_of_pool, supported, unless_aborted};
use crate::service::Client;
use crate::session::{Tokens, last_auth_user};
use crate::v5::{Answer, Auth, Code, promise};
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
                Ok(Value::undefined())
            }))
        },
        Method::Support => |auth, _| Ok(Box::pin(support(auth))),
    })
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
    let making = {
        let (client, tokens) = (client.clone(), tokens.clone());
        Box::pin(async move { Ok(make(&client, &tokens).await?) })
    };
    let made = unless_ended(&auth, &arguments.at(0).get("signal"), making).await?;
    // From here on it is not ended any more: nobody would know whether the passkey is registered.
    let id = register(&client, &tokens, &made).await?;
    Ok(object().with("id", &id))
}

/// The result of `task`, unless that signal of the application ends it, or `abortRequests` does.
async fn unless_ended(auth: &Auth, signal: &Value, task: Answer) -> Result<Value, Value> {
    let signals = [signal.clone(), signal_of_pool(&auth.pool()?)];
    unless_aborted(&signals, task).await.unwrap_or_else(|ended| {
        let reason = ended.get("reason");
        // Its own reason as it is: the application may compare it.
        Err(if ended == *signal {
            reason
        } else {
            NoPasskey::Browser(Reason::Aborted, reason).into()
        })
    })
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
