//! `currentUserPoolUser`, `currentAuthenticatedUser`, `currentUserInfo`.

use super::auth::{Auth, host};
use super::session::set_session;
use super::signed_in::{InNameOf, in_name_of};
use super::{Answer, as_it_is};
use crate::attributes::{as_object, get_user};
use crate::current_user::{current_user, federated_user};
use crate::error::Failure;
use crate::wire::{Value, object};
use alloc::boxed::Box;

/// `currentUserPoolUser({ bypassCache })`: whoever is signed in to the user pool, a new object each time.
pub(super) async fn current_user_pool_user(auth: Auth, args: Value) -> Result<Value, Value> {
    load_current_user(&auth, &args.at(0)).await
}

/// `currentAuthenticatedUser({ bypassCache })`: whoever is signed in; any failure is one and the same text.
pub(super) async fn current_authenticated_user(auth: Auth, args: Value) -> Result<Value, Value> {
    const NOBODY: Failure = Failure::Text("The user is not authenticated");
    auth.storage_ready().await?;
    let client = auth.client().map_err(|_| NOBODY)?;
    let user = match federated_user(&client) {
        Some(user) => user,
        None => load_current_user(&auth, &args.at(0)).await.map_err(|_| NOBODY)?,
    };
    auth.set_user(&user);
    Ok(user)
}

/// `currentUserInfo()`: `{ id, username, attributes }` of whoever is signed in, else null.
pub(super) async fn current_user_info(auth: Auth) -> Result<Value, Value> {
    let Ok(user) = load_current_user(&auth, &Value::undefined()).await else {
        return Ok(Value::null());
    };
    let data = in_name_of(auth, InNameOf::User(user.clone()), Ok(get_user()), false, as_it_is());
    Ok(match data.await {
        // `id` is that of an identity pool, which this version does not speak to.
        Ok(data) => object()
            .with("id", &Value::undefined())
            .with("username", &user.get("username"))
            .with("attributes", &as_object(&data)),
        Err(_) => object(),
    })
}

/// How a method goes on with a user object.
type Then = Box<dyn FnOnce(&Auth, Result<Value, Value>) -> Answer>;

/// Goes on with a new object of whoever is signed in, or with why there is none.
pub(super) fn with_current_user(auth: Auth, then: Then) -> Answer {
    Box::pin(async move {
        let user = load_current_user(&auth, &Value::undefined()).await;
        then(&auth, user).await
    })
}

/// A new object of whoever is signed in, with session, `attributes` and `preferredMFA`. The options are `bypassCache` and
/// `allowStale`; with the latter the object may also have `stale`, the reason.
pub(super) async fn load_current_user(auth: &Auth, options: &Value) -> Result<Value, Value> {
    let client = auth.client()?;
    auth.storage_ready().await?;
    let [bypass_cache, allow_stale] = ["bypassCache", "allowStale"].map(|name| options.get(name).is_truthy());
    let metadata = auth.configured_client_metadata();
    let current = current_user(&client, bypass_cache, allow_stale, metadata).await?;
    let user = host().new_user(&current.username, &auth.pool()?);
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
