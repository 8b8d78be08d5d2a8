//! `currentUserPoolUser`, `currentAuthenticatedUser`, `currentUserInfo`, and `getUserData` of user objects.

use crate::attributes::v5::getting_user;
use crate::attributes::{as_object, cached, remove_user_data};
use crate::credentials::v5::current_credentials;
use crate::current_user::{current_user, federated_user};
use crate::error::{Failure, text};
use crate::service::NO_LIMIT;
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, InNameOf, UserData, as_it_is, call_back, data_of_user,
    in_name_of, known, new_user, promise, promise_of, set_session,
};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `currentUserPoolUser({ bypassCache, allowStale })`: the user who is signed in to the user pool, a new object
    /// each time.
    #[wasm_bindgen(js_name = currentUserPoolUser)]
    pub fn current_user_pool_user(self, arguments: Array) -> Promise {
        let options = arguments.get(0).into();
        promise_of(Box::pin(async move { load_current_user(&self, &options).await }))
    }

    /// `currentAuthenticatedUser({ bypassCache, allowStale })`: the signed-in user. Every failure rejects with the same
    /// text.
    #[wasm_bindgen(js_name = currentAuthenticatedUser)]
    pub fn current_authenticated_user(self, arguments: Array) -> Promise {
        promise_of(Box::pin(current_authenticated_user(self, arguments.get(0).into())))
    }

    /// `currentUserInfo()`: `{ id, username, attributes }` of the signed-in user, or the user of another provider, else null.
    #[wasm_bindgen(js_name = currentUserInfo)]
    pub fn current_user_info(self, arguments: Array) -> Promise {
        promise(self, arguments, user_info())
    }
}

pub(crate) async fn current_authenticated_user(auth: Auth, options: Value) -> Result<Value, Value> {
    const NOBODY: Failure = Failure::Text(text::NOBODY_AUTHENTICATED);
    auth.storage_ready().await?;
    let user = match federated_user(&auth.platform()) {
        Some(user) => user,
        None => load_current_user(&auth, &options).await.map_err(|_| NOBODY)?,
    };
    auth.set_user(&user);
    Ok(user)
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn user_info() -> Result<Code<Auth>, Value> {
    Ok(|auth, _| Ok(Box::pin(current_user_info(auth))))
}

async fn current_user_info(auth: Auth) -> Result<Value, Value> {
    auth.storage_ready().await?;
    if let Some(user) = federated_user(&auth.platform()) {
        return Ok(user);
    }
    let Ok(user) = load_current_user(&auth, &Value::undefined()).await else {
        return Ok(Value::null());
    };
    let who = InNameOf::User(user.clone());
    let Ok(data) = in_name_of(auth.clone(), who, Ok(getting_user()), UserData::Unchanged, as_it_is()).await else {
        return Ok(object());
    };
    let mut id = Value::undefined();
    if auth.config().get("identityPoolId").is_truthy()
        && let Ok(credentials) = current_credentials(auth).await
    {
        id = credentials.get("identityId");
    }
    Ok(object()
        .with("id", &id)
        .with("username", &user.get("username"))
        .with("attributes", &as_object(&data)))
}

/// The rest of a method, which runs with a user object or an error.
pub(crate) type Then = Box<dyn FnOnce(&Auth, Result<Value, Value>) -> Answer>;

/// Runs the rest of a method with a new object of the signed-in user, or with the reason why there is none.
pub(crate) fn with_current_user(auth: Auth, then: Then) -> Answer {
    Box::pin(async move {
        let user = load_current_user(&auth, &Value::undefined()).await;
        then(&auth, user).await
    })
}

/// A new object of the signed-in user, with session, `attributes` and `preferredMFA`. The options are `bypassCache` and
/// `allowStale`. With `allowStale`, the object may also have `stale`: the reason why its tokens are expired.
pub(crate) async fn load_current_user(auth: &Auth, options: &Value) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let [bypass_cache, allow_stale] = ["bypassCache", "allowStale"].map(|name| options.get(name).is_truthy());
    let metadata = auth.configured_client_metadata();
    let current = current_user(&client, bypass_cache, allow_stale, metadata).await?;
    let mut username = current.username;
    // On a server (`pkg/server.js`), where anybody may have written the session.
    let pool_client = client.platform.pool.get("client");
    if pool_client.get("ownerOf").is_truthy() {
        let [id, access] = [&current.tokens.id, &current.tokens.access].map(|token| token.expose());
        let unanswered = current.unanswered.map_or(Value::undefined(), Value::from);
        username = pool_client.call("ownerOf", &[id, access, &current.data, &unanswered])?;
    }
    let user = new_user(&username, &auth.pool()?);
    set_session(&user, &current.tokens);
    if current.data.is_truthy() {
        user.set("attributes", &as_object(&current.data));
        user.set("preferredMFA", &current.data.text("PreferredMfaSetting").or("NOMFA"));
    }
    if let Some(error) = current.stale {
        user.set("stale", &error.into());
    }
    Ok(user)
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `getUserData(callback(error, data), { bypassCache, clientMetadata })`: the body of `GetUser`, or its stored
    /// copy.
    #[wasm_bindgen(js_name = getUserData)]
    pub fn get_user_data(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::ResultOrError, own_user_data())
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_user_data() -> Result<Code<CognitoUserMethods>, Value> {
    Ok(get_own_data)
}

fn get_own_data(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let (client, username, params) = (user.client(), user.username(), arguments.at(1));
    let session = user.session().inspect_err(|_| remove_user_data(&client, &username))?;
    let bypass_cache = params.get("bypassCache").is_truthy();
    if !bypass_cache && let Some(data) = cached(&client, &username) {
        return Ok(known(Ok(data)));
    }
    let metadata = params.get("clientMetadata");
    Ok(Box::pin(async move {
        let tokens = session.await?;
        Ok(data_of_user(&client, &user.object, tokens, bypass_cache, NO_LIMIT, metadata).await?)
    }))
}
