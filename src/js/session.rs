//! Sessions between the core and `CognitoUserSession`, and how a user pool object leads to the service.

use super::auth::{Auth, dispatch, host};
use super::current_user::load_current_user;
use super::object::{Args, Object};
use crate::cognito::Client;
use crate::config::UserPool;
use crate::current_user::{forget_federated_user, session_of};
use crate::error::{AuthError, Usage};
use crate::platform::web::Web;
use crate::session::{self, Tokens, last_auth_user};
use wasm_bindgen::prelude::*;

/// The way to the service of a `CognitoUserPool`.
pub(super) fn client_of(pool: &Object) -> Client<Web> {
    let text = |name| pool.text(name).unwrap_or_default();
    Client {
        pool: UserPool::new(text("userPoolId"), text("clientId"), pool.at("client").text("endpoint")),
        platform: Web::new(pool.clone(), pool.get("storage")),
    }
}

/// The way to the service of a `CognitoUser`: its pool's, with the user's own storage.
pub(super) fn client_of_user(user: &Object) -> Client<Web> {
    let mut client = client_of(&user.at("pool"));
    let storage = user.get("storage");
    if storage.is_truthy() {
        client.platform.storage = storage.unchecked_into();
    }
    client
}

/// A `CognitoUserSession` of these tokens.
pub(crate) fn to_session(tokens: &Tokens) -> JsValue {
    host().new_session(
        tokens.id.expose(),
        tokens.access.expose(),
        tokens.refresh.expose(),
        tokens.clock_drift_s,
    )
}

/// The tokens of a `CognitoUserSession`; `None` if this is none.
pub(super) fn from_session(session: &Object) -> Option<Tokens> {
    Some(Tokens {
        id: session.at("idToken").text("jwtToken")?.into(),
        access: session.at("accessToken").text("jwtToken")?.into(),
        refresh: session.at("refreshToken").text("token").unwrap_or_default().into(),
        clock_drift_s: session.get("clockDrift").as_f64().unwrap_or(0.0),
    })
}

/// The session that a user object carries.
pub(super) fn in_memory(user: &Object) -> Option<Tokens> {
    from_session(&user.at("signInUserSession"))
}

/// Gives the user object these tokens for its session, which stays the same object if they are the same.
pub(super) fn set_session(user: &Object, tokens: &Tokens) -> JsValue {
    if in_memory(user).as_ref() != Some(tokens) {
        user.set("signInUserSession", &to_session(tokens));
    }
    user.get("signInUserSession")
}

/// `userSession(user)`: the session of that user object, refreshed if it has expired.
pub(super) async fn user_session(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    session_of_user(&auth, &args.object(0)).await
}

/// `currentSession()`: the session of whoever is signed in.
pub(super) async fn current_session(auth: Auth) -> Result<JsValue, JsValue> {
    if auth.pool().is_err() {
        return Err(AuthError::Plain("No User Pool in the configuration.").into());
    }
    let user = load_current_user(&auth, false).await?;
    session_of_user(&auth, &user).await
}

/// `signOut({ global })`: ends the session, here or everywhere.
pub(super) async fn sign_out(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    if let Ok(client) = auth.client() {
        forget_federated_user(&client);
        auth.storage_ready().await?;
        if let Some(username) = last_auth_user(&client) {
            if args.object(0).get("global").is_truthy() {
                let metadata = auth.configured_client_metadata();
                let tokens = session_of(&client, &username, None, metadata).await?;
                session::global_sign_out(&client, &username, &tokens).await?;
            } else {
                session::sign_out(&client, &username, None).await;
            }
        }
    }
    dispatch("signOut", &auth.user(), &["A user has been signed out"]);
    auth.set_user(&JsValue::NULL);
    Ok(JsValue::UNDEFINED)
}

/// The session of that user object, which carries it from now on.
pub(super) async fn session_of_user(auth: &Auth, user: &Object) -> Result<JsValue, JsValue> {
    if !user.is_truthy() {
        return Err(AuthError::Usage(Usage::NoUserSession).into());
    }
    let Some(username) = user.text("username") else {
        return Err(session::NO_USERNAME.into());
    };
    let mut client = client_of_user(user);
    auth.listen_to(&mut client);
    let tokens = session_of(&client, &username, in_memory(user), auth.configured_client_metadata()).await?;
    Ok(set_session(user, &tokens))
}
