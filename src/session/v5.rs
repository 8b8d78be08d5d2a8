//! `signOut`, `currentSession`, `userSession`, and the session methods of user objects.

use crate::current_user::v5::load_current_user;
use crate::current_user::{remove_federated_user, session_of};
use crate::error::{Failure, Usage, text};
use crate::hosted_ui::v5::sign_out_there;
use crate::platform::Platform;
use crate::platform::web::read_before;
use crate::secret::Secret;
use crate::session::{self, Known, Tokens, last_auth_user};
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, NOT_AUTHENTICATED, SUCCESS, SignedInUserMethods,
    call_back, in_memory, known, page, promise, promise_of, set_session, to_session,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `currentSession()`: the session of the signed-in user.
    #[wasm_bindgen(js_name = currentSession)]
    pub fn current_session(self, _arguments: Array) -> Promise {
        promise_of(Box::pin(async move {
            if self.pool().is_err() {
                return Err(Failure::Plain(text::NO_USER_POOL).into());
            }
            let user = load_current_user(&self, &Value::undefined()).await?;
            Ok(user.get("signInUserSession"))
        }))
    }

    /// `userSession(user)`: the session of that user object, refreshed if it has expired.
    #[wasm_bindgen(js_name = userSession)]
    pub fn user_session(self, arguments: Array) -> Promise {
        let user = arguments.get(0).into();
        promise_of(Box::pin(async move { session_of_user(&self, &user).await }))
    }

    /// `signOut({ global: true })`: ends the sessions of the user, everywhere. `pkg/current-user.js` signs out here, and
    /// dispatches the Hub event. By a second argument, it asks to sign out at the hosted page.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(self, arguments: Array) -> Promise {
        if arguments.get(1).is_truthy() {
            return promise_of(sign_out_there(self));
        }
        promise(self, arguments, everywhere())
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn everywhere() -> Result<Code<Auth>, Value> {
    Ok(|auth, _| Ok(Box::pin(sign_out_everywhere(auth))))
}

async fn sign_out_everywhere(auth: Auth) -> Result<Value, Value> {
    // Without a user pool, too, somebody may have signed in at another provider.
    remove_federated_user(&auth.platform());
    if let Ok(client) = auth.client() {
        remove_challenge(&client.platform.pool);
        auth.wait_to_write().await?;
        let username = last_auth_user(&client);
        if username.is_truthy() {
            let tokens = session_of(&client, &username, None, auth.configured_client_metadata()).await?;
            session::global_sign_out(&client, &username, &tokens).await?;
        }
    }
    Ok(Value::undefined())
}

/// Removes the open challenge of this tab from storage.
pub(crate) fn remove_challenge(pool: &Value) {
    // A page without a sessionStorage has no stored challenge.
    let _ = page(|page| page.remove_challenge(pool.as_ref()));
}

/// A valid session of that user object, which is also set on the object.
pub(crate) async fn session_of_user(auth: &Auth, user: &Value) -> Result<Value, Value> {
    let username = check_user(user)?;
    let client = auth.client_of_user(user);
    let tokens = session_of(&client, &username, in_memory(user), auth.configured_client_metadata()).await?;
    Ok(set_session(user, &tokens))
}

/// The username of a user object, which may be any value that an application passes. An error if it has none.
pub(crate) fn check_user(user: &Value) -> Result<Value, Value> {
    if !user.is_truthy() {
        return Err(Failure::Usage(Usage::NoUserSession).into());
    }
    let username = user.get("username");
    if !username.is_text() {
        return Err(session::NO_USERNAME.into());
    }
    Ok(username)
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `getSession(callback(error, session), { clientMetadata })`.
    #[wasm_bindgen(js_name = getSession)]
    pub fn get_session(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Result, own_session(OwnMethod::Get))
    }

    /// `refreshSession(refreshToken, callback(error, session), clientMetadata)`: exchanges a `CognitoRefreshToken`.
    #[wasm_bindgen(js_name = refreshSession)]
    pub fn refresh_session(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Result,
            own_session(OwnMethod::Refresh),
        )
    }

    /// `signOut(callback)`: removes the session once more, while no other tab writes, and revokes the refresh token if it
    /// can be. `pkg/current-user.js` has ended the session here before, and passes the tokens, too.
    #[wasm_bindgen(js_name = signOut)]
    pub fn sign_out(self, arguments: Array) -> Ended {
        // In no part of the module, which a page would have to fetch for it.
        let code: Result<Code<CognitoUserMethods>, Value> = Ok(sign_out_again);
        #[cfg(not(feature = "whole"))]
        let code = std::future::ready(code);
        call_back(self, arguments, 0, CallbackForm::ErrorOrUndefined, code)
    }

    /// `revokeTokens(callback(error))`: revokes the refresh token; nothing is removed.
    #[wasm_bindgen(js_name = revokeTokens)]
    pub fn revoke_tokens(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Error,
            own_session(OwnMethod::RevokeOwn),
        )
    }

    /// `revokeToken({ token, callback(error) })`: revokes that refresh token.
    #[wasm_bindgen(js_name = revokeToken)]
    pub fn revoke_token(self, arguments: Array) -> Ended {
        let params = Value::from(arguments.get(0));
        let arguments = Array::of2(params.get("callback").as_ref(), params.get("token").as_ref());
        call_back(self, arguments, 0, CallbackForm::Error, own_session(OwnMethod::Revoke))
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `globalSignOut({ onSuccess("SUCCESS"), onFailure(error) })`: ends all sessions of the user.
    #[wasm_bindgen(js_name = globalSignOut)]
    pub fn global_sign_out(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_session(OwnMethod::SignOutEverywhere),
        )
    }
}

/// The method of a user object that is called.
enum OwnMethod {
    Get,
    Refresh,
    SignOutEverywhere,
    RevokeOwn,
    Revoke,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_session(method: OwnMethod) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match method {
        OwnMethod::Get => get,
        OwnMethod::Refresh => |user, arguments| {
            let token = arguments.at(0).text("token").or("").into();
            Ok(refresh(user, token, arguments.at(2)))
        },
        OwnMethod::SignOutEverywhere => |user, _| {
            let session = user.session()?;
            Ok(Box::pin(async move {
                let tokens = session.await?;
                session::global_sign_out(&user.client(), &user.username(), &tokens).await?;
                Ok(SUCCESS.into())
            }))
        },
        OwnMethod::RevokeOwn => revoke_own,
        // The arguments are the callback and the token.
        OwnMethod::Revoke => |user, arguments| Ok(revoke(user, arguments.at(1).into())),
    })
}

fn get(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let username = user.username();
    if !username.is_text() {
        return Err(session::NO_USERNAME.into());
    }
    Ok(
        match session::known(&user.client(), &username, in_memory(&user.object))? {
            Known::Valid(tokens) => known(Ok(set_session(&user.object, &tokens))),
            Known::Expired(token) => refresh(user, token, arguments.at(1).get("clientMetadata")),
        },
    )
}

fn sign_out_again(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let tokens = read_before(&arguments.at(1)).map(Tokens::from);
    Ok(Box::pin(async move {
        let client = user.client();
        client.platform.wait_to_write().await;
        session::sign_out(&client, &user.username(), tokens).await;
        Ok(Value::undefined())
    }))
}

fn revoke_own(user: CognitoUserMethods, _arguments: Value) -> Result<Answer, Value> {
    const NO_ACCESS_TOKEN: Failure = Failure::Plain("No Access token available");
    match in_memory(&user.object) {
        None if user.object.get("signInUserSession").is_truthy() => Err(NO_ACCESS_TOKEN.into()),
        None => Err(NOT_AUTHENTICATED.into()),
        Some(tokens) if tokens.access.is_empty() => Err(NO_ACCESS_TOKEN.into()),
        Some(tokens) if tokens.are_revocable(&user.client().platform) => Ok(revoke(user, tokens.refresh.clone())),
        Some(_) => Ok(known(Ok(Value::undefined()))),
    }
}

fn refresh(user: CognitoUserMethods, refresh_token: Secret, client_metadata: Value) -> Answer {
    Box::pin(async move {
        let (client, username) = (user.client(), user.username());
        let tokens = session::refresh(&client, &username, refresh_token, client_metadata, false).await?;
        let session = to_session(&tokens);
        user.object.set("signInUserSession", &session);
        Ok(session)
    })
}

fn revoke(user: CognitoUserMethods, refresh_token: Secret) -> Answer {
    Box::pin(async move {
        session::revoke(&user.client(), &refresh_token).await?;
        Ok(Value::undefined())
    })
}
