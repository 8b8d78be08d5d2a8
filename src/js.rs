//! All that JavaScript sees: one file per capability, named like the file that does the work.
//!
//! There is one door for the methods of `Auth` and one for those of the user objects: a method costs a line there and
//! no glue of its own, which halves the JavaScript that a page loads (`tests/bench/size.mjs` prints it). A method
//! parses, calls and converts. The state that applications may look at lives in JavaScript objects (`pkg/auth.js`,
//! `pkg/objects.js`); this side holds references to them and no copy.

mod auth;
mod current_user;
mod error;
mod object;
mod session;
mod sign_in;
mod sign_up;
mod user;

pub use auth::lend_host;

pub(crate) use auth::host;
pub(crate) use object::Object;
pub(crate) use session::to_session;

use auth::Auth;
use js_sys::{Array, Promise};
use object::Args;
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// A method of `Auth` under way. Boxed, so that the machinery around a promise is in the binary once.
type Answer = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// The method of that name of the application's `Auth`. `pkg/auth.js` has the same list of names.
#[wasm_bindgen(js_name = callAuth)]
pub fn call_auth(method: &str, facade: JsValue, arguments: Array) -> Promise {
    let (auth, args) = (Auth::new(facade), Args::new(arguments));
    let answer: Answer = match method {
        "signUp" => Box::pin(sign_up::sign_up(auth, args)),
        "confirmSignUp" => Box::pin(sign_up::confirm_sign_up(auth, args)),
        "resendSignUp" => Box::pin(sign_up::resend_sign_up(auth, args)),
        "signIn" => Box::pin(sign_in::sign_in(auth, args)),
        "signOut" => Box::pin(session::sign_out(auth, args)),
        "userSession" => Box::pin(session::user_session(auth, args)),
        "currentSession" => Box::pin(session::current_session(auth)),
        "currentUserPoolUser" => Box::pin(current_user::current_user_pool_user(auth, args)),
        "currentAuthenticatedUser" => Box::pin(current_user::current_authenticated_user(auth, args)),
        "currentUserInfo" => Box::pin(current_user::current_user_info(auth)),
        "userAttributes" => Box::pin(current_user::user_attributes(auth, args)),
        _ => Box::pin(std::future::ready(Err(unknown(method)))),
    };
    future_to_promise(answer)
}

/// The method of that name of a `CognitoUser`, or `pool.…` of a `CognitoUserPool`. `pkg/objects.js` has the same list
/// of names.
#[wasm_bindgen(js_name = callObject)]
pub fn call_object(method: &str, object: JsValue, arguments: Array) -> Result<JsValue, JsValue> {
    user::call(method, object.into(), Args::new(arguments)).unwrap_or_else(|| Err(unknown(method)))
}

/// Only a package whose JavaScript and module are of different versions comes here.
fn unknown(method: &str) -> JsValue {
    ["No method ", method, " in this version of the module"].concat().into()
}
