//! `currentUserPoolUser`, `currentAuthenticatedUser`, `currentUserInfo`, `userAttributes`.

use super::Answer;
use super::auth::{Auth, host};
use super::session::{in_memory, session_of_user, set_session};
use crate::attributes::{as_object, get_user};
use crate::current_user::{current_user, federated_user};
use crate::error::Failure;
use crate::wire::{Value, object};
use alloc::boxed::Box;

/// `currentUserPoolUser({ bypassCache })`: whoever is signed in to the user pool, a new object each time.
pub(super) async fn current_user_pool_user(auth: Auth, args: Value) -> Result<Value, Value> {
    load_current_user(&auth, bypasses_cache(&args)).await
}

/// `currentAuthenticatedUser({ bypassCache })`: whoever is signed in; any failure is one and the same text.
pub(super) async fn current_authenticated_user(auth: Auth, args: Value) -> Result<Value, Value> {
    const NOBODY: Failure = Failure::Text("The user is not authenticated");
    auth.storage_ready().await?;
    let client = auth.client().map_err(|_| NOBODY)?;
    let user = match federated_user(&client) {
        Some(user) => user,
        None => load_current_user(&auth, bypasses_cache(&args))
            .await
            .map_err(|_| NOBODY)?,
    };
    auth.set_user(&user);
    Ok(user)
}

/// `currentUserInfo()`: `{ id, username, attributes }` of whoever is signed in, else null.
pub(super) async fn current_user_info(auth: Auth) -> Result<Value, Value> {
    let Ok(user) = load_current_user(&auth, false).await else {
        return Ok(Value::null());
    };
    Ok(match fresh_data(&auth, &user).await {
        // `id` is that of an identity pool, which this version does not speak to.
        Ok(data) => object()
            .with("id", &Value::undefined())
            .with("username", &user.get("username"))
            .with("attributes", &as_object(&data)),
        Err(_) => object(),
    })
}

/// `userAttributes(user)`: fresh from the service, an array of `CognitoUserAttribute`.
pub(super) async fn user_attributes(auth: Auth, args: Value) -> Result<Value, Value> {
    Ok(to_attributes(&fresh_data(&auth, &args.at(0)).await?))
}

/// How a method goes on with a user object.
type Then = Box<dyn FnOnce(&Auth, Result<Value, Value>) -> Answer>;

/// Goes on with a new object of whoever is signed in, or with why there is none.
pub(super) fn with_current_user(auth: Auth, then: Then) -> Answer {
    Box::pin(async move {
        let user = load_current_user(&auth, false).await;
        then(&auth, user).await
    })
}

/// A new object of whoever is signed in, with session, `attributes` and `preferredMFA`.
pub(super) async fn load_current_user(auth: &Auth, bypass_cache: bool) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let current = current_user(&client, bypass_cache, auth.configured_client_metadata()).await?;
    let user = host().new_user(&current.username, &auth.pool()?);
    set_session(&user, &current.tokens);
    if current.data.is_truthy() {
        user.set("attributes", &as_object(&current.data));
        user.set("preferredMFA", &current.data.text("PreferredMfaSetting").or("NOMFA"));
    }
    Ok(user)
}

/// The body of a new `GetUser` for that user object.
async fn fresh_data(auth: &Auth, user: &Value) -> Result<Value, Value> {
    session_of_user(auth, user).await?;
    let tokens = in_memory(user).ok_or(Value::undefined())?;
    Ok(auth.client_of_user(user).exchange(get_user(&tokens)).await?)
}

/// An array of `CognitoUserAttribute`.
pub(super) fn to_attributes(data: &Value) -> Value {
    host().new_attributes(&data.get("UserAttributes"))
}

fn bypasses_cache(args: &Value) -> bool {
    args.at(0).get("bypassCache").is_truthy()
}
