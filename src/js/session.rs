//! Sessions between the core and `CognitoUserSession`, and how a user pool object leads to the service.

use super::auth::{Auth, host};
use super::current_user::load_current_user;
use crate::cognito::Client;
use crate::config::UserPool;
use crate::current_user::{forget_federated_user, session_of};
use crate::error::{Failure, Usage};
use crate::platform::web::Web;
use crate::session::{self, Tokens, last_auth_user};
use crate::wire::Value;

/// The way to the service of a `CognitoUserPool`. `facade` is the `Auth` that was called, or `undefined`: it is told when
/// the service ends a session.
pub(super) fn client_of(pool: &Value, facade: &Value) -> Client<Web> {
    client_with(pool, pool.get("storage"), facade)
}

/// The way to the service of a `CognitoUser`: its pool's, with the user's own storage.
pub(super) fn client_of_user(user: &Value, facade: &Value) -> Client<Web> {
    let pool = user.get("pool");
    let storage = user.get("storage").or(pool.get("storage"));
    client_with(&pool, storage, facade)
}

fn client_with(pool: &Value, storage: Value, facade: &Value) -> Client<Web> {
    let user_pool = UserPool {
        user_pool_id: pool.get("userPoolId"),
        client_id: pool.get("clientId"),
    };
    let platform = Web {
        storage,
        pool: pool.clone(),
        facade: facade.clone(),
    };
    Client::new(platform, user_pool)
}

/// A `CognitoUserSession` of these tokens.
pub(crate) fn to_session(tokens: &Tokens) -> Value {
    host().new_session(
        tokens.id.expose(),
        tokens.access.expose(),
        tokens.refresh.expose(),
        tokens.clock_drift_s,
    )
}

/// The session that a user object carries; `None` if it is none.
pub(super) fn in_memory(user: &Value) -> Option<Tokens> {
    let session = user.get("signInUserSession");
    let token = |name| session.get(name).get("jwtToken");
    let (id, access) = (token("idToken"), token("accessToken"));
    if !id.is_text() || !access.is_text() {
        return None;
    }
    let refresh = session.get("refreshToken").text("token").or("");
    let clock_drift_s = session.get("clockDrift").number();
    Some(Tokens::new(id, access, refresh, clock_drift_s))
}

/// Gives the user object these tokens for its session, which stays the same object if they are the same.
pub(super) fn set_session(user: &Value, tokens: &Tokens) -> Value {
    if in_memory(user).as_ref() != Some(tokens) {
        user.set("signInUserSession", &to_session(tokens));
    }
    user.get("signInUserSession")
}

/// `userSession(user)`: the session of that user object, refreshed if it has expired.
pub(super) async fn user_session(auth: Auth, args: Value) -> Result<Value, Value> {
    session_of_user(&auth, &args.at(0)).await
}

/// `currentSession()`: the session of whoever is signed in.
pub(super) async fn current_session(auth: Auth) -> Result<Value, Value> {
    if auth.pool().is_err() {
        return Err(Failure::Plain("No User Pool in the configuration.").into());
    }
    let user = load_current_user(&auth, &Value::undefined()).await?;
    Ok(user.get("signInUserSession"))
}

/// The name of what an application gives for a user object.
pub(super) fn check_user(user: &Value) -> Result<Value, Value> {
    if !user.is_truthy() {
        return Err(Failure::Usage(Usage::NoUserSession).into());
    }
    let username = user.get("username");
    if !username.is_text() {
        return Err(session::NO_USERNAME.into());
    }
    Ok(username)
}

/// `signOut({ global })`: ends the session, here or everywhere.
pub(super) async fn sign_out(auth: Auth, args: Value) -> Result<Value, Value> {
    if let Ok(client) = auth.client() {
        forget_federated_user(&client);
        host().end_challenge(&client.platform.pool);
        auth.turn().await?;
        let username = last_auth_user(&client);
        if username.is_truthy() {
            if args.at(0).get("global").is_truthy() {
                let metadata = auth.configured_client_metadata();
                let tokens = session_of(&client, &username, None, metadata).await?;
                session::global_sign_out(&client, &username, &tokens).await?;
            } else {
                session::sign_out(&client, &username, None).await;
            }
        }
    }
    host().dispatch("signOut", &auth.user(), &"A user has been signed out".into());
    auth.set_user(&Value::null());
    Ok(Value::undefined())
}

/// The session of that user object, which carries it from now on.
pub(super) async fn session_of_user(auth: &Auth, user: &Value) -> Result<Value, Value> {
    let username = check_user(user)?;
    let client = auth.client_of_user(user);
    let tokens = session_of(&client, &username, in_memory(user), auth.configured_client_metadata()).await?;
    Ok(set_session(user, &tokens))
}
