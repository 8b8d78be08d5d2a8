//! The methods of `CognitoUser` and `CognitoUserPool`, for code written against those objects: callbacks instead of
//! promises.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`. An answer that needs no request comes before the method
//! returns, as there.

use super::auth::host;
use super::current_user::to_attributes;
use super::session::{client_of, client_of_user, in_memory, set_session, to_session};
use super::sign_in::{keep_challenge_session, set_username};
use super::sign_up::to_result;
use super::spawn;
use crate::attributes::{cached, get_user, keep_user_data, user_data};
use crate::cognito::Client;
use crate::error::AuthError;
use crate::platform::web::Web;
use crate::secret::Secret;
use crate::session::{self, Known, Tokens, keys};
use crate::sign_in::{Challenge, Outcome, Proof, SignInRequest, sign_in};
use crate::sign_up::{self, SignUpRequest};
use crate::wire::{Value, object};
use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

type Answer = Pin<Box<dyn Future<Output = Result<Value, AuthError>>>>;

/// A node-style callback: `(error, result)`. One that is missing is not called.
struct Callback(Value);

impl Callback {
    /// What a callback throws is the application's own affair: it is not ours to swallow or to report twice.
    fn call(&self, error: &Value, result: &Value) {
        if self.0.is_function() {
            let _ = self.0.apply(&Value::undefined(), &[error, result]);
        }
    }

    fn settle(&self, result: Result<Value, AuthError>) {
        match result {
            Ok(value) => self.call(&Value::null(), &value),
            Err(error) => self.call(&error.into(), &Value::null()),
        }
    }

    /// Settles when the task has ended.
    fn after(self, task: Answer) {
        spawn(Box::pin(async move { self.settle(task.await) }));
    }
}

/// `onSuccess`, `onFailure` and their like, on one object.
struct Callbacks(Value);

impl Callbacks {
    fn call(&self, name: &str, arguments: &[&Value]) {
        let _ = self.0.call(name, arguments);
    }

    fn settle(&self, result: Result<Value, AuthError>) {
        match result {
            Ok(value) => self.call("onSuccess", &[&value]),
            Err(error) => self.call("onFailure", &[&error.into()]),
        }
    }
}

const NOT_AUTHENTICATED: AuthError = AuthError::Plain("User is not authenticated");

const NO_ACCESS_TOKEN: AuthError = AuthError::Plain("No Access token available");

/// The tokens that the object carries, if they are valid now.
fn authenticated(client: &Client<Web>, user: &Value) -> Result<Tokens, AuthError> {
    in_memory(user)
        .filter(|tokens| tokens.are_valid(&client.platform))
        .ok_or(NOT_AUTHENTICATED)
}

fn success() -> Value {
    "SUCCESS".into()
}

/// Calls the method; `None` if there is none of that name.
pub(super) fn call(method: &[u8], object: Value, args: &Value) -> Option<Result<(), Value>> {
    match method {
        b"pool.signUp" => sign_up(object, args),
        b"getSession" => get_session(object, args),
        b"refreshSession" => refresh_session(object, args),
        b"signOut" => sign_out(object, args),
        b"globalSignOut" => global_sign_out(object, args),
        b"revokeTokens" => return Some(revoke_tokens(object, args)),
        b"authenticateUser" => authenticate_user(object, args),
        b"initiateAuth" => authenticate(object, &args.at(0), Proof::Custom, Callbacks(args.at(1))),
        b"getUserData" => get_user_data(object, args),
        b"getUserAttributes" => look_up(object, args, |data| to_attributes(&data)),
        b"getMFAOptions" => look_up(object, args, |data| data.get("MFAOptions")),
        b"confirmRegistration" => confirm_registration(object, args),
        b"resendConfirmationCode" => resend_confirmation_code(object, args),
        b"setSignInUserSession" => {
            forget_user_data(&object);
            object.set("signInUserSession", &args.at(0));
            cache_tokens(&object);
        }
        b"cacheTokens" => cache_tokens(&object),
        b"cacheUserData" => keep_user_data(&client_of_user(&object), &object.get("username"), &args.at(0)),
        b"clearCachedUserData" => forget_user_data(&object),
        b"clearCachedTokens" => session::forget_tokens(&client_of_user(&object), &object.get("username")),
        b"clearCachedUser" => session::forget(&client_of_user(&object), &object.get("username")),
        b"cleanClientData" => {
            object.set("signInUserSession", &Value::null());
            session::forget(&client_of_user(&object), &object.get("username"));
        }
        _ => return None,
    }
    Some(Ok(()))
}

/// `getSession(callback(error, session), { clientMetadata })`.
fn get_session(user: Value, args: &Value) {
    let callback = Callback(args.at(0));
    let username = user.get("username");
    if !username.is_text() {
        return callback.settle(Err(session::NO_USERNAME));
    }
    let client = client_of_user(&user);
    match session::known(&client, &username, in_memory(&user)) {
        Ok(Known::Valid(tokens)) => callback.settle(Ok(set_session(&user, &tokens))),
        Ok(Known::Expired(refresh_token)) => {
            callback.after(refresh(user, client, refresh_token, args.at(1).get("clientMetadata")));
        }
        Err(error) => callback.settle(Err(error)),
    }
}

/// `refreshSession(refreshToken, callback(error, session), clientMetadata)`: exchanges a `CognitoRefreshToken`.
fn refresh_session(user: Value, args: &Value) {
    let refresh_token = args.at(0).text("token").or("").into();
    let client = client_of_user(&user);
    Callback(args.at(1)).after(refresh(user, client, refresh_token, args.at(2)));
}

/// `signOut(callback)` ends the session here, and revokes the refresh token if it can be. `signOut()` removes what is
/// stored, before it returns, and sends nothing.
fn sign_out(user: Value, args: &Value) {
    let callback = args.at(0);
    let (client, username, tokens) = (client_of_user(&user), user.get("username"), in_memory(&user));
    user.set("signInUserSession", &Value::null());
    if !callback.is_function() {
        return session::forget(&client, &username);
    }
    spawn(Box::pin(async move {
        session::sign_out(&client, &username, tokens).await;
        Callback(callback).call(&Value::undefined(), &Value::undefined());
    }));
}

/// `globalSignOut({ onSuccess("SUCCESS"), onFailure(error) })`: ends all sessions of the user.
fn global_sign_out(user: Value, args: &Value) {
    let callbacks = Callbacks(args.at(0));
    let client = client_of_user(&user);
    match authenticated(&client, &user) {
        Ok(tokens) => spawn(Box::pin(async move {
            let result = session::global_sign_out(&client, &user.get("username"), &tokens).await;
            callbacks.settle(result.map(|()| success()));
        })),
        Err(error) => callbacks.settle(Err(error)),
    }
}

/// `revokeTokens(callback(error))`: revokes the refresh token; nothing is removed.
fn revoke_tokens(user: Value, args: &Value) -> Result<(), Value> {
    let callback = args.at(0);
    if !callback.is_undefined() && !callback.is_function() {
        return Err(AuthError::Plain("Invalid revokeTokenCallback. It should be a function.").into());
    }
    let callback = Callback(callback);
    let client = client_of_user(&user);
    let answer = |error: AuthError| callback.call(&error.into(), &Value::undefined());
    match in_memory(&user) {
        None if user.get("signInUserSession").is_truthy() => answer(NO_ACCESS_TOKEN),
        None => answer(NOT_AUTHENTICATED),
        Some(tokens) if tokens.access.is_empty() => answer(NO_ACCESS_TOKEN),
        Some(tokens) if tokens.are_revocable(&client.platform) => {
            spawn(Box::pin(async move {
                let error = session::revoke(&client, tokens).await.err();
                callback.call(&error.map_or(Value::undefined(), Value::from), &Value::undefined());
            }));
        }
        Some(_) => callback.call(&Value::undefined(), &Value::undefined()),
    }
    Ok(())
}

/// `authenticateUser(details, callbacks)`: signs in with `AuthenticationDetails`, by the object's
/// `authenticationFlowType`.
fn authenticate_user(user: Value, args: &Value) {
    let (details, callbacks) = (args.at(0), Callbacks(args.at(1)));
    let flow = user.get("authenticationFlowType");
    let password = details.get("password");
    if flow == *"USER_PASSWORD_AUTH" && !password.is_truthy() {
        return callbacks.settle(Err(AuthError::Plain("PASSWORD parameter is required")));
    }
    match Proof::of_flow(&flow, password.to_text().into()) {
        Ok(proof) => authenticate(user, &details, proof, callbacks),
        Err(error) => callbacks.settle(Err(error)),
    }
}

/// `getUserData(callback(error, data), { bypassCache, clientMetadata })`: the body of `GetUser`, or the copy of it.
fn get_user_data(user: Value, args: &Value) {
    let (callback, params) = (Callback(args.at(0)), args.at(1));
    let (client, username) = (client_of_user(&user), user.get("username"));
    let tokens = match authenticated(&client, &user) {
        Ok(tokens) => tokens,
        Err(error) => {
            forget_user_data(&user);
            return callback.settle(Err(error));
        }
    };
    let bypass_cache = params.get("bypassCache").is_truthy();
    if !bypass_cache && let Some(data) = cached(&client, &username) {
        return callback.settle(Ok(data));
    }
    let metadata = params.get("clientMetadata");
    callback.after(Box::pin(async move {
        let (data, refreshed) = user_data(&client, &username, &tokens, bypass_cache, metadata).await?;
        if let Some(tokens) = refreshed {
            set_session(&user, &tokens);
        }
        Ok(data)
    }));
}

/// `confirmRegistration(code, forceAliasCreation, callback(error, "SUCCESS"), clientMetadata)`.
fn confirm_registration(user: Value, args: &Value) {
    let [code, force, callback, metadata] = [0, 1, 2, 3].map(|place| args.at(place));
    Callback(callback).after(Box::pin(async move {
        let (client, username) = (client_of_user(&user), user.get("username"));
        sign_up::confirm_sign_up(&client, &username, code.or(Value::null()), force.or(false), metadata).await?;
        Ok(success())
    }));
}

/// `resendConfirmationCode(callback(error, body), clientMetadata)`.
fn resend_confirmation_code(user: Value, args: &Value) {
    let metadata = args.at(1);
    Callback(args.at(0)).after(Box::pin(async move {
        sign_up::resend_confirmation_code(&client_of_user(&user), &user.get("username"), metadata).await
    }));
}

/// Stores the tokens of the object's session.
fn cache_tokens(user: &Value) {
    if let Some(tokens) = in_memory(user) {
        session::store(&client_of_user(user), &user.get("username"), &tokens);
    }
}

fn forget_user_data(user: &Value) {
    client_of_user(user).drop_stored(&user.get("username"), keys::USER_DATA);
}

/// `CognitoUserPool.signUp(username, password, attributes, validationData, callback(error, result), clientMetadata)`.
fn sign_up(pool: Value, args: &Value) {
    let client = client_of(&pool);
    let username = args.at(0).to_text();
    let request = SignUpRequest {
        username: username.clone(),
        password: args.at(1).to_text().into(),
        attributes: args.at(2).or(Value::null()),
        validation_data: args.at(3).or(Value::null()),
        client_metadata: args.at(5),
    };
    Callback(args.at(4)).after(Box::pin(async move {
        let reply = sign_up::sign_up(&client, request).await?;
        Ok(to_result(&reply, host().new_user(&username, &pool)))
    }));
}

fn refresh(user: Value, client: Client<Web>, refresh_token: Secret, client_metadata: Value) -> Answer {
    Box::pin(async move {
        let tokens = session::refresh(&client, &user.get("username"), refresh_token, client_metadata).await?;
        let session = to_session(&tokens);
        user.set("signInUserSession", &session);
        Ok(session)
    })
}

/// `GetUser`, and what is wanted of it.
fn look_up(user: Value, args: &Value, wanted: fn(Value) -> Value) {
    let (client, callback) = (client_of_user(&user), Callback(args.at(0)));
    match authenticated(&client, &user) {
        Ok(tokens) => callback.after(Box::pin(async move { Ok(wanted(get_user(&client, &tokens).await?)) })),
        Err(error) => callback.settle(Err(error)),
    }
}

fn authenticate(user: Value, details: &Value, proof: Proof, callbacks: Callbacks) {
    let validation_data = details.get("validationData");
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if host().has_members(&validation_data) {
        validation_data
    } else {
        details.get("clientMetadata").or(object(&[]))
    };
    let request = SignInRequest {
        username: user.get("username"),
        proof,
        client_metadata,
        auth_parameters: details.get("authParameters").copy(),
    };
    let client = client_of_user(&user);
    spawn(Box::pin(async move {
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
fn ask(user: &Value, challenge: &Challenge, callbacks: &Callbacks) {
    keep_challenge_session(user, challenge);
    let (name, parameters) = (&challenge.name, &challenge.parameters);
    let callback = match &*name.bytes() {
        b"NEW_PASSWORD_REQUIRED" => {
            let [attributes, required] = ["userAttributes", "requiredAttributes"].map(|name| parameters.get(name));
            return callbacks.call("newPasswordRequired", &[&attributes, &required]);
        }
        b"CUSTOM_CHALLENGE" => return callbacks.call("customChallenge", &[parameters]),
        b"SMS_MFA" => "mfaRequired",
        b"SOFTWARE_TOKEN_MFA" => "totpRequired",
        b"SELECT_MFA_TYPE" => "selectMFAType",
        b"MFA_SETUP" => "mfaSetup",
        // There is no callback to tell of these.
        _ => {
            let message = Value::from("The service asks for ") + name + ", which has no callback.";
            return callbacks.settle(Err(AuthError::InvalidResponse(message)));
        }
    };
    callbacks.call(callback, &[name, parameters]);
}
