//! The methods of `Auth` that begin a sign-in; and the results and Hub events of those that run one.

use super::answers::fetch_ahead;
use super::flow::{Ending, begin, finish};
use crate::current_user::remove_federated_user;
use crate::current_user::v5::with_current_user;
use crate::error::{AuthError, Failure, Usage};
use crate::passwordless::v5::{Method as ByFactor, by_factor, is_user_auth};
use crate::platform::web::Web;
use crate::service::Client;
use crate::sign_in::{Challenge, Outcome, Proof, SignInRequest, prepare as prepare_sign_in};
use crate::v5::{Answer, Auth, Code, end_autofill, has_members, known, note_remembering, prefixed, promise, run};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

/// The methods of `Auth` whose result is a user with attributes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Method {
    SignIn,
    AutoSignIn,
    ConfirmSignIn,
    SendCustomChallengeAnswer,
}

#[wasm_bindgen]
impl Auth {
    /// `signIn(username, password, clientMetadata)`, or `signIn({ username, password, validationData }, undefined,
    /// clientMetadata)`. Without a password: `CUSTOM_AUTH`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, signing_in(Method::SignIn))
    }

    /// The automatic sign-in after a sign-up. It does not block another sign-in. Its failure may only mean that the
    /// user has not followed the link yet. (`pkg/auto-sign-in.js` dispatches on the Hub.)
    #[wasm_bindgen(js_name = _autoSignIn)]
    pub fn auto_sign_in(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, signing_in(Method::AutoSignIn))
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(sign_in, fallible))]
fn signing_in(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::AutoSignIn => |auth, arguments| sign_in(auth, arguments, Method::AutoSignIn),
        _ => |auth, arguments| sign_in(auth, arguments, Method::SignIn),
    })
}

/// Computes the key pair of the next sign-in, so that it need not be waited for.
#[wasm_bindgen]
pub fn prepare() -> Promise {
    promise(Auth::none(), Array::new(), preparing())
}

#[cfg_attr(not(feature = "whole"), wasm_split(sign_in, fallible))]
fn preparing() -> Result<Code<Auth>, Value> {
    Ok(|_, _| {
        prepare_sign_in(&Web::default());
        Ok(known(Ok(Value::undefined())))
    })
}

fn sign_in(auth: Auth, arguments: Value, method: Method) -> Result<Answer, Value> {
    auth.pool()?;
    let first = arguments.at(0);
    if first.get("preferredChallenge").is_truthy() || is_user_auth(&auth) {
        let by = if method == Method::AutoSignIn {
            ByFactor::AutoSignIn
        } else {
            ByFactor::SignIn
        };
        return Ok(run(auth, arguments, by_factor(by)));
    }
    let (username, password, validation_data) = if first.is_text() {
        (first, arguments.at(1), Value::undefined())
    } else {
        let username = first.get("username");
        if !username.is_truthy() {
            return Err(Failure::Usage(Usage::InvalidUsername).into());
        }
        (username, first.get("password"), first.get("validationData"))
    };
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if has_members(&validation_data) {
        prefixed("", &validation_data)
    } else {
        auth.client_metadata(arguments.at(2)).or(object())
    };
    let pending = if password.is_truthy() && method == Method::SignIn {
        Some(auth.begin_sign_in().ok_or(PENDING)?)
    } else {
        None
    };
    let username = username.to_text();
    let user = auth.new_user(&username)?;
    note_remembering(&auth, &user, &arguments.at(0))?;
    let proof = if password.is_truthy() {
        Proof::of_flow(&user.get("authenticationFlowType"), password.to_text().into())
    } else {
        user.set("authenticationFlowType", &"CUSTOM_AUTH".into());
        Ok(Proof::Custom)
    };
    let request = proof.map(|proof| SignInRequest {
        username,
        proof,
        client_metadata,
        auth_parameters: Value::undefined(),
        choice: None,
    });
    let (flow, begun) = begin(&auth.client()?, &user, request);
    Ok(finish(auth, user, flow, begun, Ending::Method(method, pending)))
}

pub(crate) const PENDING: Failure = Failure::Plain("Pending sign-in attempt already in progress");

/// The result of a method of `Auth`. Its events are dispatched on the Hub.
pub(super) fn conclude(
    auth: Auth,
    client: &Client<Web>,
    user: Value,
    result: Result<Outcome, AuthError>,
    method: Method,
) -> Answer {
    match result {
        Ok(Outcome::SignedIn(..)) => {
            remove_federated_user(&client.platform);
            if method == Method::ConfirmSignIn {
                // Set before the user is loaded: loading resets it if the user turns out to be disabled.
                auth.set_user(&user);
            }
            let then = move |auth: &Auth, loaded: Result<Value, Value>| {
                known(if method == Method::ConfirmSignIn {
                    if let Ok(loaded) = loaded {
                        user.set("attributes", &loaded.get("attributes"));
                    }
                    dispatch_sign_in(auth, &user, &user);
                    Ok(user)
                } else {
                    // Parity: the result is a new object.
                    user.remove("challengeName");
                    user.remove("challengeParam");
                    loaded.map(|loaded| signed_in(auth, &user, loaded))
                })
            };
            with_current_user(auth, Box::new(then))
        }
        Ok(Outcome::Ask(challenge)) => known(Ok(asked(&user, &challenge))),
        Err(error) => {
            let error = error.into();
            if let Method::SignIn | Method::SendCustomChallengeAnswer = method {
                auth.dispatch("signIn_failure", &error, &(user.get("username") + " failed to signin"));
            }
            known(Err(error))
        }
    }
}

/// Sets the open challenge on the user object, which is the result.
pub(crate) fn asked(user: &Value, challenge: &Challenge) -> Value {
    fetch_ahead();
    user.set("challengeName", &challenge.name);
    user.set("challengeParam", &challenge.parameters);
    user.clone()
}

/// Sets the signed-in user of `Auth`, and dispatches `signIn` on the Hub.
pub(super) fn signed_in(auth: &Auth, user: &Value, current: Value) -> Value {
    auth.set_user(&current);
    dispatch_sign_in(auth, user, &current);
    current
}

/// Dispatches `signIn` of a user on the Hub.
pub(crate) fn dispatch_sign_in(auth: &Auth, user: &Value, data: &Value) {
    let message = Value::from("A user ") + &user.get("username") + " has been signed in";
    auth.dispatch("signIn", data, &message);
}
