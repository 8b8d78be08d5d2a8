//! The methods of `CognitoUser` and `CognitoUserPool`, for code written against those objects: callbacks instead of
//! promises.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`. An answer that needs no request comes before the method
//! returns, as there.

use super::auth::host;
use super::current_user::to_attributes;
use super::object::{Args, Object, to_text};
use super::session::{client_of, client_of_user, in_memory, set_session, to_session};
use super::sign_in::{keep_challenge_session, parameters, set_username};
use super::sign_up::to_result;
use crate::attributes::{cached, get_user, user_data, user_data_key};
use crate::cognito::Client;
use crate::error::AuthError;
use crate::platform::Platform;
use crate::platform::web::{Web, go_on_with};
use crate::secret::Secret;
use crate::session::{self, Known, Tokens};
use crate::sign_in::{Challenge, Outcome, Proof, SignInRequest, sign_in};
use crate::sign_up::{self, SignUpRequest};
use crate::wire::{Value, encode, from_js, to_js};
use js_sys::Function;
use std::future::Future;
use wasm_bindgen::prelude::*;

/// A node-style callback: `(error, result)`. One that is missing is not called.
struct Callback(Option<Function>);

impl Callback {
    fn new(callback: JsValue) -> Self {
        Callback(callback.dyn_into().ok())
    }

    /// What a callback throws is the application's own affair: it is not ours to swallow or to report twice.
    fn call(&self, error: &JsValue, result: &JsValue) {
        if let Some(callback) = &self.0 {
            let _ = callback.call2(&JsValue::UNDEFINED, error, result);
        }
    }

    fn settle(&self, result: Result<JsValue, AuthError>) {
        match result {
            Ok(value) => self.call(&JsValue::NULL, &value),
            Err(error) => self.call(&error.into(), &JsValue::NULL),
        }
    }

    /// Settles when the task has ended.
    fn after(self, task: impl Future<Output = Result<JsValue, AuthError>> + 'static) {
        go_on_with(Box::pin(async move { self.settle(task.await) }));
    }
}

/// `onSuccess`, `onFailure` and their like, on one object.
struct Callbacks(Object);

impl Callbacks {
    fn call(&self, name: &str, arguments: &[&JsValue]) {
        let _ = self.0.call(name, arguments);
    }

    fn settle(&self, result: Result<JsValue, AuthError>) {
        match result {
            Ok(value) => self.call("onSuccess", &[&value]),
            Err(error) => self.call("onFailure", &[&error.into()]),
        }
    }
}

const NOT_AUTHENTICATED: AuthError = AuthError::Plain("User is not authenticated");

const NO_ACCESS_TOKEN: AuthError = AuthError::Plain("No Access token available");

/// The tokens that the object carries, if they are valid now.
fn authenticated(client: &Client<Web>, user: &Object) -> Result<Tokens, AuthError> {
    in_memory(user)
        .filter(|tokens| tokens.are_valid(client.platform.now_ms()))
        .ok_or(NOT_AUTHENTICATED)
}

fn success() -> JsValue {
    "SUCCESS".into()
}

fn username_of(user: &Object) -> String {
    user.text("username").unwrap_or_default()
}

/// Calls the method; `None` if there is none of that name.
pub(super) fn call(method: &str, object: Object, args: Args) -> Option<Result<JsValue, JsValue>> {
    match method {
        "pool.signUp" => sign_up(object, &args),
        "getSession" => get_session(object, &args),
        "refreshSession" => refresh_session(object, &args),
        "signOut" => sign_out(object, &args),
        "globalSignOut" => global_sign_out(object, &args),
        "revokeTokens" => return Some(revoke_tokens(object, &args)),
        "authenticateUser" => authenticate_user(object, &args),
        "initiateAuth" => authenticate(object, &args.object(0), Proof::Custom, Callbacks(args.object(1))),
        "getUserData" => get_user_data(object, &args),
        "getUserAttributes" => look_up(object, &args, |data| to_attributes(&data)),
        "getMFAOptions" => look_up(object, &args, |data| {
            data.get("MFAOptions").map_or(JsValue::UNDEFINED, to_js)
        }),
        "confirmRegistration" => confirm_registration(object, args),
        "resendConfirmationCode" => resend_confirmation_code(object, &args),
        "setSignInUserSession" => {
            forget_user_data(&object);
            object.set("signInUserSession", &args.at(0));
            cache_tokens(&object);
        }
        "cacheTokens" => cache_tokens(&object),
        "cacheUserData" => cache_user_data(&object, &args),
        "clearCachedUserData" => forget_user_data(&object),
        "clearCachedTokens" => session::forget_tokens(&client_of_user(&object), &username_of(&object)),
        "clearCachedUser" => session::forget(&client_of_user(&object), &username_of(&object)),
        "cleanClientData" => {
            object.set("signInUserSession", &JsValue::NULL);
            session::forget(&client_of_user(&object), &username_of(&object));
        }
        _ => return None,
    }
    Some(Ok(JsValue::UNDEFINED))
}

/// `getSession(callback(error, session), { clientMetadata })`.
fn get_session(user: Object, args: &Args) {
    let callback = Callback::new(args.at(0));
    let Some(username) = user.text("username") else {
        return callback.settle(Err(session::NO_USERNAME));
    };
    let client = client_of_user(&user);
    match session::known(&client, &username, in_memory(&user)) {
        Ok(Known::Valid(tokens)) => callback.settle(Ok(set_session(&user, &tokens))),
        Ok(Known::Expired(refresh_token)) => {
            callback.after(refresh(
                user,
                client,
                refresh_token,
                args.object(1).json("clientMetadata"),
            ));
        }
        Err(error) => callback.settle(Err(error)),
    }
}

/// `refreshSession(refreshToken, callback(error, session), clientMetadata)`: exchanges a `CognitoRefreshToken`.
fn refresh_session(user: Object, args: &Args) {
    let refresh_token = args.object(0).text("token").unwrap_or_default().into();
    let client = client_of_user(&user);
    Callback::new(args.at(1)).after(refresh(user, client, refresh_token, from_js(&args.at(2))));
}

/// `signOut(callback)` ends the session here, and revokes the refresh token if it can be. `signOut()` removes what is
/// stored, before it returns, and sends nothing.
fn sign_out(user: Object, args: &Args) {
    let callback = args.at(0);
    let (client, username, tokens) = (client_of_user(&user), username_of(&user), in_memory(&user));
    user.set("signInUserSession", &JsValue::NULL);
    if !callback.is_function() {
        return session::forget(&client, &username);
    }
    go_on_with(Box::pin(async move {
        session::sign_out(&client, &username, tokens).await;
        Callback::new(callback).call(&JsValue::UNDEFINED, &JsValue::UNDEFINED);
    }));
}

/// `globalSignOut({ onSuccess("SUCCESS"), onFailure(error) })`: ends all sessions of the user.
fn global_sign_out(user: Object, args: &Args) {
    let callbacks = Callbacks(args.object(0));
    let client = client_of_user(&user);
    match authenticated(&client, &user) {
        Ok(tokens) => go_on_with(Box::pin(async move {
            let result = session::global_sign_out(&client, &username_of(&user), &tokens).await;
            callbacks.settle(result.map(|()| success()));
        })),
        Err(error) => callbacks.settle(Err(error)),
    }
}

/// `revokeTokens(callback(error))`: revokes the refresh token; nothing is removed.
fn revoke_tokens(user: Object, args: &Args) -> Result<JsValue, JsValue> {
    let callback = args.at(0);
    if !callback.is_undefined() && !callback.is_function() {
        return Err(AuthError::Plain("Invalid revokeTokenCallback. It should be a function.").into());
    }
    let callback = Callback::new(callback);
    let answer = |error: AuthError| callback.call(&error.into(), &JsValue::UNDEFINED);
    match in_memory(&user) {
        None if user.get("signInUserSession").is_truthy() => answer(NO_ACCESS_TOKEN),
        None => answer(NOT_AUTHENTICATED),
        Some(tokens) if tokens.access.is_empty() => answer(NO_ACCESS_TOKEN),
        Some(tokens) if tokens.are_revocable() => {
            let client = client_of_user(&user);
            go_on_with(Box::pin(async move {
                let error = session::revoke(&client, tokens).await.err();
                callback.call(&error.map_or(JsValue::UNDEFINED, JsValue::from), &JsValue::UNDEFINED);
            }));
        }
        Some(_) => callback.call(&JsValue::UNDEFINED, &JsValue::UNDEFINED),
    }
    Ok(JsValue::UNDEFINED)
}

/// `authenticateUser(details, callbacks)`: signs in with `AuthenticationDetails`, by the object's
/// `authenticationFlowType`.
fn authenticate_user(user: Object, args: &Args) {
    let (details, callbacks) = (args.object(0), Callbacks(args.object(1)));
    let flow = user.text("authenticationFlowType").unwrap_or_default();
    let password = details.get("password");
    if flow == "USER_PASSWORD_AUTH" && !password.is_truthy() {
        return callbacks.settle(Err(AuthError::Plain("PASSWORD parameter is required")));
    }
    match Proof::of_flow(&flow, to_text(&password).into()) {
        Ok(proof) => authenticate(user, &details, proof, callbacks),
        Err(error) => callbacks.settle(Err(error)),
    }
}

/// `getUserData(callback(error, data), { bypassCache, clientMetadata })`: the body of `GetUser`, or the copy of it.
fn get_user_data(user: Object, args: &Args) {
    let (callback, params) = (Callback::new(args.at(0)), args.object(1));
    let (client, username) = (client_of_user(&user), username_of(&user));
    let tokens = match authenticated(&client, &user) {
        Ok(tokens) => tokens,
        Err(error) => {
            forget_user_data(&user);
            return callback.settle(Err(error));
        }
    };
    let bypass_cache = params.get("bypassCache").is_truthy();
    if !bypass_cache && let Some(data) = cached(&client, &username) {
        return callback.settle(Ok(to_js(&data)));
    }
    let metadata = params.json("clientMetadata");
    callback.after(async move {
        let (data, refreshed) = user_data(&client, &username, &tokens, bypass_cache, metadata).await?;
        if let Some(tokens) = refreshed {
            set_session(&user, &tokens);
        }
        Ok(to_js(&data))
    });
}

/// `confirmRegistration(code, forceAliasCreation, callback(error, "SUCCESS"), clientMetadata)`.
fn confirm_registration(user: Object, args: Args) {
    Callback::new(args.at(2)).after(async move {
        let [code, force] = [0, 1].map(|place| from_js(&args.at(place)).unwrap_or(Value::Null));
        let metadata = from_js(&args.at(3));
        sign_up::confirm_sign_up(&client_of_user(&user), &username_of(&user), code, force, metadata).await?;
        Ok(success())
    });
}

/// `resendConfirmationCode(callback(error, body), clientMetadata)`.
fn resend_confirmation_code(user: Object, args: &Args) {
    let metadata = from_js(&args.at(1));
    Callback::new(args.at(0)).after(async move {
        let client = client_of_user(&user);
        Ok(to_js(
            &sign_up::resend_confirmation_code(&client, &username_of(&user), metadata).await?,
        ))
    });
}

/// Stores the tokens of the object's session.
fn cache_tokens(user: &Object) {
    if let Some(tokens) = in_memory(user) {
        session::store(&client_of_user(user), &username_of(user), &tokens);
    }
}

/// Keeps a copy of a `GetUser` body.
fn cache_user_data(user: &Object, args: &Args) {
    let client = client_of_user(user);
    if let Some(data) = from_js(&args.at(0)) {
        client
            .platform
            .set_item(&user_data_key(&client, &username_of(user)), &encode(&data));
    }
}

fn forget_user_data(user: &Object) {
    let client = client_of_user(user);
    client.platform.remove_item(&user_data_key(&client, &username_of(user)));
}

/// `CognitoUserPool.signUp(username, password, attributes, validationData, callback(error, result), clientMetadata)`.
fn sign_up(pool: Object, args: &Args) {
    let client = client_of(&pool);
    let list = |place| from_js(&args.at(place)).unwrap_or(Value::Null);
    let username = to_text(&args.at(0));
    let request = SignUpRequest {
        username: username.clone(),
        password: to_text(&args.at(1)).into(),
        attributes: list(2),
        validation_data: list(3),
        client_metadata: from_js(&args.at(5)),
    };
    Callback::new(args.at(4)).after(async move {
        let signed_up = sign_up::sign_up(&client, request).await?;
        Ok(to_result(&signed_up, host().new_user(&username, &pool)))
    });
}

async fn refresh(
    user: Object,
    client: Client<Web>,
    refresh_token: Secret,
    client_metadata: Option<Value>,
) -> Result<JsValue, AuthError> {
    let tokens = session::refresh(&client, &username_of(&user), refresh_token, client_metadata).await?;
    let session = to_session(&tokens);
    user.set("signInUserSession", &session);
    Ok(session)
}

/// `GetUser`, and what is wanted of it.
fn look_up(user: Object, args: &Args, wanted: fn(Value) -> JsValue) {
    let (client, callback) = (client_of_user(&user), Callback::new(args.at(0)));
    match authenticated(&client, &user) {
        Ok(tokens) => callback.after(async move { Ok(wanted(get_user(&client, &tokens).await?)) }),
        Err(error) => callback.settle(Err(error)),
    }
}

fn authenticate(user: Object, details: &Object, proof: Proof, callbacks: Callbacks) {
    let members = |name| match details.json(name) {
        Some(Value::Object(members)) => members,
        _ => Vec::new(),
    };
    let validation_data = members("validationData");
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if validation_data.is_empty() {
        members("clientMetadata")
    } else {
        validation_data
    };
    let request = SignInRequest {
        username: username_of(&user),
        proof,
        client_metadata: Value::Object(client_metadata),
        auth_parameters: members("authParameters"),
    };
    let client = client_of_user(&user);
    go_on_with(Box::pin(async move {
        let (learned, result) = sign_in(&client, request).await;
        set_username(&user, &learned);
        match result {
            Ok(Outcome::SignedIn(tokens)) => callbacks.call("onSuccess", &[&set_session(&user, &tokens)]),
            Ok(Outcome::Ask(challenge)) => ask(&user, &challenge, &callbacks),
            Err(error) => callbacks.settle(Err(error)),
        }
    }));
}

/// Hands the question to the callback that v5 has for it.
fn ask(user: &Object, challenge: &Challenge, callbacks: &Callbacks) {
    keep_challenge_session(user, challenge);
    let (name, parameters) = (JsValue::from(challenge.name.as_str()), parameters(challenge));
    let callback = match challenge.name.as_str() {
        "NEW_PASSWORD_REQUIRED" => {
            let parameters = Object::from(parameters);
            let [attributes, required] = ["userAttributes", "requiredAttributes"].map(|name| parameters.get(name));
            return callbacks.call("newPasswordRequired", &[&attributes, &required]);
        }
        "CUSTOM_CHALLENGE" => return callbacks.call("customChallenge", &[&parameters]),
        "SMS_MFA" => "mfaRequired",
        "SOFTWARE_TOKEN_MFA" => "totpRequired",
        "SELECT_MFA_TYPE" => "selectMFAType",
        "MFA_SETUP" => "mfaSetup",
        // There is no callback to tell of these.
        _ => {
            let message = ["The service asks for ", &challenge.name, ", which has no callback."].concat();
            return callbacks.settle(Err(AuthError::InvalidResponse(message)));
        }
    };
    callbacks.call(callback, &[&name, &parameters]);
}
