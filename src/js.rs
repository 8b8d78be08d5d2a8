//! All that JavaScript sees: one file per capability, named like the file that does the work.
//!
//! There is one door for the methods of `Auth` and one for those of the user objects: a method costs a line there and
//! no glue of its own (`tests/bench/size.mjs` prints what a page loads). A method parses, calls and converts. The state
//! that applications may look at lives in JavaScript objects (`pkg/auth.js`, `pkg/objects.js`); this side holds
//! references to them and no copy.

mod account;
mod attributes;
mod auth;
mod current_user;
mod devices;
mod error;
mod mfa;
mod password;
mod session;
mod sign_in;
mod sign_up;
mod signed_in;
mod task;
mod user;

pub use task::poll;

pub(crate) use auth::host;
pub(crate) use session::to_session;
pub(crate) use task::{Tasks, settled, spawn, wake};

use crate::attributes::get_user;
use crate::cognito::{Client, Exchange};
use crate::error::AuthError;
use crate::methods::{AuthMethod, UserMethod};
use crate::mfa::preference::set_user_settings;
use crate::platform::web::Web;
use crate::wire::Value;
use alloc::boxed::Box;
use auth::Auth;
use core::future::Future;
use core::pin::Pin;
use signed_in::{InNameOf, in_name_of};
use wasm_bindgen::prelude::*;

/// A method under way.
type Answer = Pin<Box<dyn Future<Output = Result<Value, Value>>>>;

/// What becomes of a reply, or a failure.
type Finish = Box<dyn FnOnce(Result<Value, AuthError>) -> Result<Value, Value>>;

/// A method that is one exchange with the service. Most are, so the future of one is in the binary once.
fn exchange(client: Client<Web>, exchange: Exchange, finish: Finish) -> Answer {
    Box::pin(async move { finish(client.exchange(exchange).await) })
}

/// The result of the reply, or the failure, as it is.
fn as_it_is() -> Finish {
    Box::new(|reply| Ok(reply?))
}

/// A method that may have failed before anything was sent.
fn begun(answer: Result<Answer, Value>) -> Answer {
    answer.unwrap_or_else(|error| known(Err(error)))
}

/// A method whose result is known.
fn known(result: Result<Value, Value>) -> Answer {
    Box::pin(core::future::ready(result))
}

/// An exchange in the name of the user object that is the first argument, and what is `wanted` of the reply.
fn by_carrier(auth: Auth, args: &Value, exchange: Exchange, wanted: fn(&Value) -> Value) -> Answer {
    let finish = Box::new(move |reply: Result<_, _>| Ok(wanted(&reply?)));
    in_name_of(auth, InNameOf::Carrier(args.at(0)), Ok(exchange), false, finish)
}

/// Tells the Hub how it ended, and hands that on: the event with its data, or `…_failure` with the error. The message is
/// about a name, or about nobody.
fn tell(
    event: &str,
    result: Result<Value, AuthError>,
    data: &Value,
    name: &Value,
    [done, failed]: [&str; 2],
) -> Result<Value, Value> {
    let (event, result) = (Value::from(event), result.map_err(Value::from));
    match &result {
        Ok(_) => host().dispatch(event, data, &(name.clone() + done)),
        Err(error) => host().dispatch(event + "_failure", error, &(name.clone() + failed)),
    }
    result
}

/// A method of the application's `Auth` that a page needs to sign in and out. It ends with a call of `resolve` or of
/// `reject`.
#[wasm_bindgen(js_name = callAuth)]
pub fn call_auth(method: u32, facade: i32, arguments: i32, resolve: i32, reject: i32) {
    let (auth, args) = (Auth::new(Value(facade)), Value(arguments));
    let answer: Answer = match AuthMethod::at(method) {
        Some(method @ (AuthMethod::signIn | AuthMethod::_autoSignIn)) => begun(sign_in::sign_in(auth, &args, method)),
        Some(AuthMethod::signOut) => Box::pin(session::sign_out(auth, args)),
        Some(AuthMethod::currentSession) => Box::pin(session::current_session(auth)),
        Some(AuthMethod::currentUserPoolUser) => Box::pin(current_user::current_user_pool_user(auth, args)),
        Some(AuthMethod::currentAuthenticatedUser) => Box::pin(current_user::current_authenticated_user(auth, args)),
        Some(
            method @ (AuthMethod::confirmSignIn
            | AuthMethod::completeNewPassword
            | AuthMethod::sendCustomChallengeAnswer),
        ) => begun(sign_in::answer(auth, &args, method)),
        _ => begun(Err(unknown())),
    };
    settle(answer, resolve, reject);
}

/// A method of the application's `Auth` that is about the account. As [`call_auth`], but what only these methods need is in
/// a file of its own, which a page fetches when it calls one.
#[wasm_bindgen(js_name = callAccount)]
pub fn call_account(method: u32, facade: i32, arguments: i32, resolve: i32, reject: i32) {
    let (auth, args) = (Auth::new(Value(facade)), Value(arguments));
    let answer: Answer = match AuthMethod::at(method) {
        Some(AuthMethod::signUp) => begun(sign_up::sign_up(&auth, &args)),
        Some(AuthMethod::confirmSignUp) => begun(sign_up::confirm_sign_up(&auth, &args)),
        Some(AuthMethod::resendSignUp) => begun(sign_up::resend_sign_up(&auth, &args)),
        Some(AuthMethod::userSession) => Box::pin(session::user_session(auth, args)),
        Some(AuthMethod::currentUserInfo) => Box::pin(current_user::current_user_info(auth)),
        Some(AuthMethod::userAttributes) => attributes::look_up(auth, &args, attributes::to_attributes),
        Some(AuthMethod::changePassword) => password::change_password(auth, &args),
        Some(AuthMethod::forgotPassword) => begun(password::forgot_password(&auth, &args)),
        Some(AuthMethod::forgotPasswordSubmit) => begun(password::forgot_password_submit(&auth, &args)),
        Some(AuthMethod::updateUserAttributes) => attributes::update_user_attributes(auth, &args),
        Some(AuthMethod::deleteUserAttributes) => attributes::delete_user_attributes(auth, &args),
        Some(AuthMethod::verifiedContact) => attributes::look_up(auth, &args, crate::attributes::verified_contact),
        Some(AuthMethod::verifyUserAttribute) => {
            attributes::verify_user_attribute(auth, InNameOf::Carrier(args.at(0)), &args.at(1), args.at(2))
        }
        Some(AuthMethod::verifyUserAttributeSubmit) => {
            attributes::verify_user_attribute_submit(auth, InNameOf::Carrier(args.at(0)), &args.at(1), &args.at(2))
        }
        Some(AuthMethod::verifyCurrentUserAttribute) => {
            attributes::verify_user_attribute(auth, InNameOf::Current, &args.at(0), Value::undefined())
        }
        Some(AuthMethod::verifyCurrentUserAttributeSubmit) => {
            attributes::verify_user_attribute_submit(auth, InNameOf::Current, &args.at(0), &args.at(1))
        }
        Some(AuthMethod::getPreferredMFA) => Box::pin(mfa::preference::preferred_mfa(auth, args, false)),
        Some(AuthMethod::setPreferredMFA) => Box::pin(mfa::preference::preferred_mfa(auth, args, true)),
        Some(AuthMethod::getMFAOptions) => by_carrier(auth, &args, get_user(), |data| data.get("MFAOptions")),
        Some(AuthMethod::enableSMS) => by_carrier(auth, &args, set_user_settings(true), Value::clone),
        Some(AuthMethod::disableSMS) => by_carrier(auth, &args, set_user_settings(false), Value::clone),
        Some(AuthMethod::deleteUser) => Box::pin(account::delete_user(auth)),
        Some(AuthMethod::setupTOTP) => begun(mfa::setup_totp(&auth, &args)),
        Some(AuthMethod::verifyTotpToken) => begun(mfa::verify_totp_token(auth, &args)),
        Some(method @ (AuthMethod::rememberDevice | AuthMethod::forgetDevice | AuthMethod::fetchDevices)) => {
            devices::of_current_user(auth, method)
        }
        _ => begun(Err(unknown())),
    };
    settle(answer, resolve, reject);
}

/// Carries the method on, and tells the promise how it ended.
fn settle(answer: Answer, resolve: i32, reject: i32) {
    spawn(Box::pin(async move {
        let (settle, value) = match answer.await {
            Ok(value) => (Value(resolve), value),
            Err(error) => (Value(reject), error),
        };
        // The functions of a promise do not throw.
        let _ = settle.apply(&Value::undefined(), &[&value]);
    }));
}

/// A method of a `CognitoUser` about the stored session. Gives what it throws, or nothing.
#[wasm_bindgen(js_name = callUser)]
pub fn call_user(method: u32, object: i32, arguments: i32) -> i32 {
    call_method(user::call_of_session, method, object, arguments)
}

/// Another method of a `CognitoUser`, or one of a `CognitoUserPool`; as [`call_user`], with the account's.
#[wasm_bindgen(js_name = callObject)]
pub fn call_object(method: u32, object: i32, arguments: i32) -> i32 {
    call_method(user::call, method, object, arguments)
}

fn call_method(
    call: fn(UserMethod, Value, &Value) -> Result<(), Value>,
    method: u32,
    object: i32,
    arguments: i32,
) -> i32 {
    let result = UserMethod::at(method)
        .ok_or_else(unknown)
        .and_then(|method| call(method, Value(object), &Value(arguments)));
    result.map_or_else(|error| error.0, |()| Value::undefined().0)
}

/// Computes what the next sign-in needs and can be known before it.
#[wasm_bindgen]
pub fn prepare() {
    crate::sign_in::prepare(&Web::default());
}

/// Only a package whose JavaScript and module are of different versions comes here.
fn unknown() -> Value {
    "No such method in this version of the module".into()
}

/// The page's side as `tests/web.rs` calls it: the same instances of its files that this crate has.
#[cfg(not(feature = "module"))]
#[allow(missing_docs, reason = "described in those files")]
pub mod page {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/pkg/values.js")]
    extern "C" {
        pub fn connect(exports: &JsValue);
        #[wasm_bindgen(js_name = callAuth)]
        pub fn call_auth(method: u32, facade: &JsValue, arguments: &JsValue, resolve: &JsValue, reject: &JsValue);
        #[wasm_bindgen(js_name = callUser, catch)]
        pub fn call_user(method: u32, object: &JsValue, arguments: &JsValue) -> Result<(), JsValue>;
        #[wasm_bindgen(thread_local_v2, js_name = values)]
        pub static VALUES: JsValue;
    }

    #[wasm_bindgen(module = "/pkg/host.js")]
    extern "C" {
        pub fn lend(classes: &JsValue);
        #[wasm_bindgen(js_name = timestampOf)]
        pub fn timestamp_of(milliseconds: f64) -> String;
    }
}
