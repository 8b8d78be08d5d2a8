//! `currentUserPoolUser`, `currentAuthenticatedUser`, `currentUserInfo`, `userAttributes`.

use super::auth::{Auth, host};
use super::object::{Args, Object, new_object};
use super::session::{client_of_user, in_memory, session_of_user, set_session};
use crate::attributes::{as_object, get_user};
use crate::current_user::{current_user, federated_user};
use crate::error::AuthError;
use crate::wire::{Value, to_js};
use wasm_bindgen::prelude::*;

/// `currentUserPoolUser({ bypassCache })`: whoever is signed in to the user pool, a new object each time.
pub(super) async fn current_user_pool_user(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    Ok(load_current_user(&auth, bypasses_cache(&args)).await?.into())
}

/// `currentAuthenticatedUser({ bypassCache })`: whoever is signed in; any failure is one and the same text.
pub(super) async fn current_authenticated_user(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    const NOBODY: AuthError = AuthError::Text("The user is not authenticated");
    auth.storage_ready().await?;
    let client = auth.client().map_err(|_| NOBODY)?;
    let user = match federated_user(&client) {
        Some(user) => {
            let user = Object::from(to_js(&user));
            // Parity: the key is there even if nothing is behind it.
            user.set("token", &user.get("token"));
            user.into()
        }
        None => load_current_user(&auth, bypasses_cache(&args))
            .await
            .map_err(|_| NOBODY)?
            .into(),
    };
    auth.set_user(&user);
    Ok(user)
}

/// `currentUserInfo()`: `{ id, username, attributes }` of whoever is signed in, else null.
pub(super) async fn current_user_info(auth: Auth) -> Result<JsValue, JsValue> {
    let Ok(user) = load_current_user(&auth, false).await else {
        return Ok(JsValue::NULL);
    };
    let info = new_object();
    if let Ok(data) = fresh_data(&auth, &user).await {
        // Of an identity pool, which this version does not speak to.
        info.set("id", &JsValue::UNDEFINED);
        info.set("username", &user.get("username"));
        info.set("attributes", &to_js(&as_object(&data)));
    }
    Ok(info.into())
}

/// `userAttributes(user)`: fresh from the service, an array of `CognitoUserAttribute`.
pub(super) async fn user_attributes(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    Ok(to_attributes(&fresh_data(&auth, &args.object(0)).await?))
}

/// The signed-in user as an object, with `attributes` and `preferredMFA` where they can be had.
pub(super) async fn load_current_user(auth: &Auth, bypass_cache: bool) -> Result<Object, JsValue> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let current = current_user(&client, bypass_cache, auth.configured_client_metadata()).await?;
    let user = host().new_user(&current.username, &auth.pool()?);
    set_session(&user, &current.tokens);
    if let Some(data) = current.data {
        user.set("attributes", &to_js(&as_object(&data)));
        let preferred = data
            .text("PreferredMfaSetting")
            .filter(|mfa| !mfa.is_empty())
            .unwrap_or("NOMFA");
        user.set("preferredMFA", &preferred.into());
    }
    Ok(user)
}

/// The body of a new `GetUser` for that user object.
async fn fresh_data(auth: &Auth, user: &Object) -> Result<Value, JsValue> {
    session_of_user(auth, user).await?;
    let tokens = in_memory(user).ok_or(JsValue::UNDEFINED)?;
    Ok(get_user(&client_of_user(user), &tokens).await?)
}

/// An array of `CognitoUserAttribute`.
pub(super) fn to_attributes(data: &Value) -> JsValue {
    let attributes = data.list("UserAttributes").unwrap_or_default().iter();
    let member = |attribute: &Value, name| attribute.get(name).map_or(JsValue::UNDEFINED, to_js);
    attributes
        .map(|attribute| host().new_attribute(&member(attribute, "Name"), &member(attribute, "Value")))
        .collect::<js_sys::Array>()
        .into()
}

fn bypasses_cache(args: &Args) -> bool {
    args.object(0).get("bypassCache").is_truthy()
}
