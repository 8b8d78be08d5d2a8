//! The methods of `CognitoUser` and `CognitoUserPool`, for code written against those objects: callbacks instead of
//! promises.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`. An answer that needs no request comes before the method
//! returns, as there.

mod devices;
mod sign_in;

use super::attributes::to_attributes;
use super::auth::{Auth, host};
use super::session::{client_of, client_of_user, in_memory, set_session, to_session};
use super::sign_up::to_result;
use super::signed_in::{self, InNameOf, authenticated, data_of_user, in_name_of};
use super::{Answer, Finish, as_it_is, exchange, spawn, unknown};
use crate::account;
use crate::attributes::{self, cached, get_user, keep_user_data};
use crate::cognito::{Client, Exchange, NO_LIMIT};
use crate::error::{AuthError, Failure};
use crate::methods::UserMethod;
use crate::mfa::preference::{set_user_mfa_preference, set_user_settings};
use crate::password;
use crate::platform::web::Web;
use crate::secret::Secret;
use crate::session::{self, Known, Tokens, keys};
use crate::sign_in::Proof;
use crate::sign_up::{self, SignUpRequest};
use crate::wire::Value;
use alloc::boxed::Box;

/// A `CognitoUser`, and what its methods work with.
struct User {
    object: Value,
    client: Client<Web>,
    username: Value,
}

impl User {
    fn new(object: Value) -> User {
        User {
            client: client_of_user(&object, &Value::undefined()),
            username: object.get("username"),
            object,
        }
    }

    /// The tokens that the object carries, if they are valid now.
    fn authenticated(&self) -> Result<Tokens, Value> {
        Ok(authenticated(&self.client, &self.object)?)
    }

    fn forget_user_data(&self) {
        self.client.drop_stored(&self.username, keys::USER_DATA);
    }

    /// Stores the tokens of the object's session.
    fn cache_tokens(&self) {
        if let Some(tokens) = in_memory(&self.object) {
            session::store(&self.client, &self.username, &tokens);
        }
    }
}

/// A node-style callback, `(error, result, details)`, or an object of `onSuccess`, `onFailure` and, for a method that
/// sends a code, `inputVerificationCode`. One that is missing is not called.
struct Callback(Value);

/// What a callback is told when the method has succeeded.
#[derive(Clone, Copy, PartialEq)]
enum Tells {
    /// What the method results in.
    Result,
    /// The service's reply, also for `inputVerificationCode`.
    Reply,
    /// `SUCCESS`, and the service's reply for `inputVerificationCode`, or as details.
    SuccessAndReply,
}

impl Callback {
    /// What a callback throws is the application's own affair: it is not ours to swallow or to report twice.
    fn call(&self, error: &Value, result: &Value) {
        if self.0.is_function() {
            let _ = self.0.apply(&Value::undefined(), &[error, result]);
        }
    }

    fn settle(&self, result: Result<Value, Value>) {
        match result {
            Ok(value) => self.succeed(&value, &Value::undefined()),
            Err(error) if self.0.is_function() => self.call(&error, &Value::null()),
            Err(error) => Callbacks(self.0.clone()).call("onFailure", &[&error]),
        }
    }

    fn succeed(&self, result: &Value, details: &Value) {
        if self.0.is_function() {
            let _ = self.0.apply(&Value::undefined(), &[&Value::null(), result, details]);
        } else if details.is_truthy() && self.0.get("inputVerificationCode").is_function() {
            Callbacks(self.0.clone()).call("inputVerificationCode", &[details]);
        } else {
            Callbacks(self.0.clone()).call("onSuccess", &[result]);
        }
    }

    /// Settles when the method has ended.
    fn after(self, answer: Answer) {
        self.tell(Ok(answer), Tells::Result);
    }

    /// The same, for a method that may have failed already.
    fn tell(self, answer: Result<Answer, Value>, tells: Tells) {
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => return self.settle(Err(error)),
        };
        spawn(Box::pin(async move {
            match (answer.await, tells) {
                (Ok(reply), Tells::Reply) => self.succeed(&reply, &reply),
                (Ok(reply), Tells::SuccessAndReply) => self.succeed(&"SUCCESS".into(), &reply),
                (result, _) => self.settle(result),
            }
        }));
    }
}

/// `onSuccess`, `onFailure` and their like, on one object.
struct Callbacks(Value);

impl Callbacks {
    fn call(&self, name: &str, arguments: &[&Value]) {
        let _ = self.0.call(name, arguments);
    }

    fn settle(&self, result: Result<Value, Value>) {
        self.settle_as("onSuccess", result);
    }

    fn settle_as(&self, success: &str, result: Result<Value, Value>) {
        match result {
            Ok(value) => self.call(success, &[&value]),
            Err(error) => self.call("onFailure", &[&error]),
        }
    }

    /// Settles when the method has ended; `success` is called with the result.
    fn after(self, success: &'static str, answer: Answer) {
        spawn(Box::pin(async move { self.settle_as(success, answer.await) }));
    }
}

const NO_ACCESS_TOKEN: Failure = Failure::Plain("No Access token available");

/// Calls a method about the stored session. These are where every page has them: `signOut()` has removed what is stored
/// when it returns.
pub(super) fn call_of_session(method: UserMethod, object: Value, args: &Value) -> Result<(), Value> {
    let user = User::new(object);
    match method {
        UserMethod::getSession => get_session(user, args),
        UserMethod::signOut => sign_out(user, args),
        UserMethod::setSignInUserSession => {
            user.forget_user_data();
            user.object.set("signInUserSession", &args.at(0));
            user.cache_tokens();
        }
        UserMethod::cacheTokens => user.cache_tokens(),
        UserMethod::cacheUserData => keep_user_data(&user.client, &user.username, &args.at(0)),
        UserMethod::clearCachedUserData => user.forget_user_data(),
        UserMethod::clearCachedTokens => session::forget_tokens(&user.client, &user.username),
        UserMethod::clearCachedUser => session::forget(&user.client, &user.username),
        UserMethod::cleanClientData => {
            user.object.set("signInUserSession", &Value::null());
            session::forget(&user.client, &user.username);
        }
        _ => return Err(unknown()),
    }
    Ok(())
}

/// Calls one of the other methods.
pub(super) fn call(method: UserMethod, object: Value, args: &Value) -> Result<(), Value> {
    let user = User::new(object);
    match method {
        UserMethod::refreshSession => {
            Callback(args.at(1)).after(refresh(user, args.at(0).text("token").or("").into(), args.at(2)))
        }
        UserMethod::globalSignOut => global_sign_out(user, args),
        UserMethod::revokeTokens => return revoke_tokens(user, args),
        UserMethod::authenticateUser => {
            let flow = user.object.get("authenticationFlowType");
            sign_in::authenticate_user(user, args, flow);
        }
        UserMethod::initiateAuth => sign_in::authenticate(user, args, Ok(Proof::Custom)),
        UserMethod::getUserData => get_user_data(user, args),
        UserMethod::getUserAttributes => look_up(user, args, to_attributes),
        UserMethod::getMFAOptions => look_up(user, args, |data| data.get("MFAOptions")),
        UserMethod::createGetUserRequest => look_up(user, args, Value::clone),
        UserMethod::confirmRegistration => confirm_registration(user, args),
        UserMethod::resendConfirmationCode => resend_confirmation_code(user, args),
        UserMethod::changePassword => {
            let sending = password::change_password(args.at(0).into(), args.at(1).into(), &args.at(3));
            Callback(args.at(2)).tell(in_own_name(&user, sending, false, as_it_is()), Tells::Result);
        }
        UserMethod::forgotPassword => {
            let sending = password::forgot_password(&user.client, &user.username, &args.at(1));
            Callback(args.at(0)).tell(Ok(exchange(user.client, sending, as_it_is())), Tells::Reply);
        }
        UserMethod::confirmPassword => {
            let (code, new) = (args.at(0), args.at(1).into());
            let sending = password::confirm_forgot_password(&user.client, &user.username, &code, new, &args.at(3));
            Callback(args.at(2)).after(exchange(user.client, sending, as_it_is()));
        }
        UserMethod::updateAttributes => {
            let sending = attributes::update_user_attributes(&args.at(0), &args.at(2));
            Callback(args.at(1)).tell(in_own_name(&user, sending, true, as_it_is()), Tells::SuccessAndReply);
        }
        UserMethod::deleteAttributes => {
            let sending = attributes::delete_user_attributes(&args.at(0));
            Callback(args.at(1)).tell(in_own_name(&user, sending, true, as_it_is()), Tells::Result);
        }
        UserMethod::getAttributeVerificationCode => {
            let sending = attributes::get_user_attribute_verification_code(&args.at(0), &args.at(2));
            Callback(args.at(1)).tell(in_own_name(&user, sending, false, as_it_is()), Tells::SuccessAndReply);
        }
        UserMethod::verifyAttribute => {
            let sending = attributes::verify_user_attribute(&args.at(0), &args.at(1));
            Callback(args.at(2)).tell(in_own_name(&user, sending, false, as_it_is()), Tells::Result);
        }
        UserMethod::setUserMfaPreference => {
            let sending = set_user_mfa_preference(&args.at(0), &args.at(1));
            Callback(args.at(2)).tell(in_own_name(&user, sending, false, as_it_is()), Tells::Result);
        }
        UserMethod::enableMFA => {
            Callback(args.at(0)).tell(
                in_own_name(&user, set_user_settings(true), false, as_it_is()),
                Tells::Result,
            );
        }
        UserMethod::disableMFA => {
            Callback(args.at(0)).tell(
                in_own_name(&user, set_user_settings(false), false, as_it_is()),
                Tells::Result,
            );
        }
        UserMethod::deleteUser => delete_user(user, args),
        UserMethod::revokeToken => revoke_token(user.client, &args.at(0)),
        UserMethod::authenticateUserDefaultAuth => sign_in::authenticate_user_default_auth(user, args),
        UserMethod::authenticateUserPlainUsernamePassword => {
            sign_in::authenticate_user(user, args, "USER_PASSWORD_AUTH".into())
        }
        UserMethod::authenticateUserInternal => sign_in::authenticate_user_internal(user, args),
        UserMethod::getDeviceResponse => sign_in::get_device_response(user, args),
        UserMethod::sendMFACode
        | UserMethod::sendMFASelectionAnswer
        | UserMethod::sendCustomChallengeAnswer
        | UserMethod::completeNewPasswordChallenge => sign_in::answer(method, user, args),
        UserMethod::associateSoftwareToken => sign_in::associate_software_token(user, &args.at(0)),
        UserMethod::verifySoftwareToken => sign_in::verify_software_token(user, args),
        UserMethod::getDevice
        | UserMethod::listDevices
        | UserMethod::forgetDevice
        | UserMethod::forgetSpecificDevice
        | UserMethod::setDeviceStatusRemembered
        | UserMethod::setDeviceStatusNotRemembered => devices::call(method, user, args),
        UserMethod::poolSignUp => sign_up(user.object, args),
        _ => return Err(unknown()),
    }
    Ok(())
}

/// `getSession(callback(error, session), { clientMetadata })`.
fn get_session(user: User, args: &Value) {
    let callback = Callback(args.at(0));
    if !user.username.is_text() {
        return callback.settle(Err(session::NO_USERNAME.into()));
    }
    match session::known(&user.client, &user.username, in_memory(&user.object)) {
        Ok(Known::Valid(tokens)) => callback.settle(Ok(set_session(&user.object, &tokens))),
        Ok(Known::Expired(token)) => callback.after(refresh(user, token, args.at(1).get("clientMetadata"))),
        Err(error) => callback.settle(Err(error.into())),
    }
}

/// `refreshSession(refreshToken, callback(error, session), clientMetadata)`: exchanges a `CognitoRefreshToken`.
fn refresh(user: User, refresh_token: Secret, client_metadata: Value) -> Answer {
    Box::pin(async move {
        let tokens = session::refresh(&user.client, &user.username, refresh_token, client_metadata, false).await?;
        let session = to_session(&tokens);
        user.object.set("signInUserSession", &session);
        Ok(session)
    })
}

/// `signOut(callback)` ends the session here, and revokes the refresh token if it can be. `signOut()` removes what is
/// stored, before it returns, and sends nothing.
fn sign_out(user: User, args: &Value) {
    let callback = args.at(0);
    let tokens = in_memory(&user.object);
    user.object.set("signInUserSession", &Value::null());
    host().end_challenge(&user.client.platform.pool);
    if !callback.is_function() {
        return session::forget(&user.client, &user.username);
    }
    spawn(Box::pin(async move {
        session::sign_out(&user.client, &user.username, tokens).await;
        Callback(callback).call(&Value::undefined(), &Value::undefined());
    }));
}

/// `globalSignOut({ onSuccess("SUCCESS"), onFailure(error) })`: ends all sessions of the user.
fn global_sign_out(user: User, args: &Value) {
    let callbacks = Callbacks(args.at(0));
    match user.authenticated() {
        Ok(tokens) => spawn(Box::pin(async move {
            let result = session::global_sign_out(&user.client, &user.username, &tokens).await;
            callbacks.settle(result.map(|()| "SUCCESS".into()).map_err(Value::from));
        })),
        Err(error) => callbacks.settle(Err(error)),
    }
}

/// `revokeTokens(callback(error))`: revokes the refresh token; nothing is removed.
fn revoke_tokens(user: User, args: &Value) -> Result<(), Value> {
    let callback = args.at(0);
    if !callback.is_undefined() && !callback.is_function() {
        return Err(Failure::Plain("Invalid revokeTokenCallback. It should be a function.").into());
    }
    let callback = Callback(callback);
    let answer = |error: Failure| callback.call(&error.into(), &Value::undefined());
    match in_memory(&user.object) {
        None if user.object.get("signInUserSession").is_truthy() => answer(NO_ACCESS_TOKEN),
        None => answer(signed_in::NOT_AUTHENTICATED),
        Some(tokens) if tokens.access.is_empty() => answer(NO_ACCESS_TOKEN),
        Some(tokens) if tokens.are_revocable(&user.client.platform) => {
            revoke(user.client, tokens.refresh.clone(), callback);
        }
        Some(_) => callback.call(&Value::undefined(), &Value::undefined()),
    }
    Ok(())
}

/// `getUserData(callback(error, data), { bypassCache, clientMetadata })`: the body of `GetUser`, or the copy of it.
fn get_user_data(user: User, args: &Value) {
    let (callback, params) = (Callback(args.at(0)), args.at(1));
    let tokens = match user.authenticated() {
        Ok(tokens) => tokens,
        Err(error) => {
            user.forget_user_data();
            return callback.settle(Err(error));
        }
    };
    let bypass_cache = params.get("bypassCache").is_truthy();
    if !bypass_cache && let Some(data) = cached(&user.client, &user.username) {
        return callback.settle(Ok(data));
    }
    let metadata = params.get("clientMetadata");
    callback.after(Box::pin(async move {
        Ok(data_of_user(&user.client, &user.object, tokens, bypass_cache, NO_LIMIT, metadata).await?)
    }));
}

/// `confirmRegistration(code, forceAliasCreation, callback(error, "SUCCESS"), clientMetadata)`.
fn confirm_registration(user: User, args: &Value) {
    let (code, force) = (args.at(0).or(Value::null()), args.at(1).or(false));
    let sending = sign_up::confirm_sign_up(&user.client, &user.username, &code, &force, &args.at(3));
    Callback(args.at(2)).after(exchange(user.client, sending, as_it_is()));
}

/// `resendConfirmationCode(callback(error, body), clientMetadata)`.
fn resend_confirmation_code(user: User, args: &Value) {
    let sending = sign_up::resend_confirmation_code(&user.client, &user.username, &args.at(1));
    Callback(args.at(0)).after(exchange(user.client, sending, as_it_is()));
}

/// `CognitoUserPool.signUp(username, password, attributes, validationData, callback(error, result), clientMetadata)`.
fn sign_up(pool: Value, args: &Value) {
    let client = client_of(&pool, &Value::undefined());
    let username = args.at(0).to_text();
    let request = SignUpRequest {
        username: username.clone(),
        password: args.at(1).to_text().into(),
        attributes: args.at(2).or(Value::null()),
        validation_data: args.at(3).or(Value::null()),
        client_metadata: args.at(5),
    };
    let sending = sign_up::sign_up(&client, &request);
    let finish = move |reply: Result<_, AuthError>| Ok(to_result(&reply?, host().new_user(&username, &pool)));
    Callback(args.at(4)).after(exchange(client, sending, Box::new(finish)));
}

/// `GetUser`, and what is wanted of it.
fn look_up(user: User, args: &Value, wanted: fn(&Value) -> Value) {
    let finish = move |reply: Result<_, AuthError>| Ok(wanted(&reply?));
    Callback(args.at(0)).tell(in_own_name(&user, get_user(), false, Box::new(finish)), Tells::Result);
}

/// `deleteUser(callback(error, "SUCCESS"), clientMetadata)`: also removes what is stored.
fn delete_user(user: User, args: &Value) {
    let (client, username) = (user.client.clone(), user.username.clone());
    let finish = move |reply: Result<_, AuthError>| {
        let success = reply?;
        session::forget(&client, &username);
        Ok(success)
    };
    let sending = account::delete_user(&args.at(1));
    Callback(args.at(0)).tell(in_own_name(&user, sending, false, Box::new(finish)), Tells::Result);
}

/// `revokeToken({ token, callback(error) })`: revokes that refresh token.
fn revoke_token(client: Client<Web>, params: &Value) {
    revoke(client, params.get("token").into(), Callback(params.get("callback")));
}

fn revoke(client: Client<Web>, refresh_token: Secret, callback: Callback) {
    spawn(Box::pin(async move {
        let error = session::revoke(&client, &refresh_token).await.err();
        callback.call(&error.map_or(Value::undefined(), Value::from), &Value::undefined());
    }));
}

/// An exchange in the name of the user, with the session that the object carries. `renews`: the copy of the user's data
/// is fetched anew when it has succeeded.
fn in_own_name(user: &User, exchange: Exchange, renews: bool, finish: Finish) -> Result<Answer, Value> {
    // Known at once, it is told at once.
    user.authenticated()?;
    let (nobody, who) = (Auth::new(Value::undefined()), InNameOf::Carrier(user.object.clone()));
    Ok(in_name_of(nobody, who, Ok(exchange), renews, finish))
}
