//! All that JavaScript sees: one file per capability, named like the file that does the work.
//!
//! There is one door for the methods of `Auth` and one for those of the user objects: a method costs a line there and
//! no glue of its own (`tests/bench/size.mjs` prints what a page loads). A method parses, calls and converts. The state
//! that applications may look at lives in JavaScript objects (`pkg/auth.js`, `pkg/objects.js`); this side holds
//! references to them and no copy.

mod auth;
mod current_user;
mod error;
mod session;
mod sign_in;
mod sign_up;
mod task;
mod user;

pub use auth::start;
pub use task::settle;

pub(crate) use auth::host;
pub(crate) use session::to_session;
pub(crate) use task::{spawn, wait};

use crate::platform::web::Web;
use crate::wire::Value;
use alloc::boxed::Box;
use auth::Auth;
use core::future::Future;
use core::pin::Pin;
use wasm_bindgen::prelude::*;

/// A method of `Auth` under way.
type Answer = Pin<Box<dyn Future<Output = Result<Value, Value>>>>;

/// The method of that name of the application's `Auth`, which ends with a call of `resolve` or of `reject`.
/// `pkg/auth.js` has the same list of names.
#[wasm_bindgen(js_name = callAuth)]
pub fn call_auth(method: JsValue, facade: JsValue, arguments: JsValue, resolve: JsValue, reject: JsValue) {
    let (auth, args) = (Auth::new(Value(facade)), Value(arguments));
    let answer: Answer = match &*Value(method.clone()).bytes() {
        b"signUp" => Box::pin(sign_up::sign_up(auth, args)),
        b"confirmSignUp" => Box::pin(sign_up::confirm_sign_up(auth, args)),
        b"resendSignUp" => Box::pin(sign_up::resend_sign_up(auth, args)),
        b"signIn" => Box::pin(sign_in::sign_in(auth, args)),
        b"signOut" => Box::pin(session::sign_out(auth, args)),
        b"userSession" => Box::pin(session::user_session(auth, args)),
        b"currentSession" => Box::pin(session::current_session(auth)),
        b"currentUserPoolUser" => Box::pin(current_user::current_user_pool_user(auth, args)),
        b"currentAuthenticatedUser" => Box::pin(current_user::current_authenticated_user(auth, args)),
        b"currentUserInfo" => Box::pin(current_user::current_user_info(auth)),
        b"userAttributes" => Box::pin(current_user::user_attributes(auth, args)),
        _ => Box::pin(core::future::ready(Err(unknown(&Value(method))))),
    };
    spawn(Box::pin(async move {
        let (settle, value) = match answer.await {
            Ok(value) => (resolve, value),
            Err(error) => (reject, error),
        };
        // The functions of a promise do not throw.
        let _ = Value(settle).apply(&Value::undefined(), &[&value]);
    }));
}

/// The method of that name of a `CognitoUser`, or `pool.…` of a `CognitoUserPool`. `pkg/objects.js` has the same list
/// of names.
#[wasm_bindgen(js_name = callObject)]
pub fn call_object(method: JsValue, object: JsValue, arguments: JsValue) -> Result<(), JsValue> {
    let method = Value(method);
    user::call(&method.bytes(), Value(object), &Value(arguments))
        .unwrap_or_else(|| Err(unknown(&method)))
        .map_err(|error| error.0)
}

/// Computes what the next sign-in needs and can be known before it.
#[wasm_bindgen]
pub fn prepare() {
    crate::sign_in::prepare(&Web::default());
}

/// Only a package whose JavaScript and module are of different versions comes here.
fn unknown(method: &Value) -> Value {
    Value::from("No method ") + method + " in this version of the module"
}
