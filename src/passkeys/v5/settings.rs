//! `registerPasskey`, `listPasskeys`, `deletePasskey`. Not in v5.

use super::{name_key, note_name, unless_ended};
use crate::current_user::session_of;
use crate::error::{Failure, text};
use crate::passkeys::{delete, list, make, register};
use crate::platform::Platform;
use crate::platform::web::{Web, signal_of_pool};
use crate::service::Client;
use crate::session::{Tokens, last_auth_user};
use crate::v5::{Auth, Code, end_autofill, promise};
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
        end_autofill();
        promise(self, arguments, passkey_settings(Method::Register))
    }

    /// `listPasskeys()`: all of whoever is signed in.
    #[wasm_bindgen(js_name = listPasskeys)]
    pub fn list_passkeys(self, arguments: Array) -> Promise {
        promise(self, arguments, passkey_settings(Method::List))
    }

    /// `deletePasskey(id)`: has the service forget one, and the browser, if it can be told.
    #[wasm_bindgen(js_name = deletePasskey)]
    pub fn delete_passkey(self, arguments: Array) -> Promise {
        promise(self, arguments, passkey_settings(Method::Delete))
    }
}

enum Method {
    Register,
    List,
    Delete,
}

#[cfg_attr(not(feature = "whole"), wasm_split(passkey_settings, fallible))]
fn passkey_settings(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Register => |auth, arguments| Ok(Box::pin(register_passkey(auth, arguments))),
        Method::List => |auth, _| Ok(Box::pin(list_passkeys(auth))),
        Method::Delete => |auth, arguments| Ok(Box::pin(delete_passkey(auth, arguments))),
    })
}

/// The name and the session of whoever is signed in. It asks the service for nothing that is not needed: Safari shows a dialogue only
/// soon after a click.
async fn signed_in(auth: &Auth) -> Result<(Client<Web>, Value, Tokens), Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let username = last_auth_user(&client);
    if !username.is_truthy() {
        return Err(Failure::Text(text::NO_CURRENT_USER).into());
    }
    let tokens = session_of(&client, &username, None, auth.configured_client_metadata()).await?;
    Ok((client, username, tokens))
}

async fn register_passkey(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let (client, username, tokens) = signed_in(&auth).await?;
    let signals = [arguments.at(0).get("signal"), signal_of_pool(&client.platform.pool)];
    let making = {
        let (client, tokens) = (client.clone(), tokens.clone());
        Box::pin(async move { Ok(make(&client, &tokens).await?) })
    };
    let made = unless_ended(&signals, making).await?;
    // From here on it is not ended any more: nobody would know whether the passkey is registered. The access token may
    // have expired while the dialogue was open.
    let renewed = session_of(&client, &username, None, auth.configured_client_metadata()).await;
    let tokens = renewed.unwrap_or(tokens);
    let id = register(&client, &tokens, &made).await?;
    note_name(&client, &arguments.at(0));
    Ok(object().with("id", &id))
}

async fn list_passkeys(auth: Auth) -> Result<Value, Value> {
    let (client, _, tokens) = signed_in(&auth).await?;
    let passkeys = list(&client, &tokens).await?;
    for passkey in &passkeys {
        let created_at = Date::new(passkey.get("createdAt").as_ref());
        passkey.set("createdAt", &JsValue::from(created_at).into());
    }
    Ok(Value::list(passkeys))
}

async fn delete_passkey(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let (client, _, tokens) = signed_in(&auth).await?;
    delete(&client, &tokens, &arguments.at(0)).await?;
    client.platform.remove_item(&name_key(&client));
    Ok(Value::undefined())
}
