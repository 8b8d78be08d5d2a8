//! The methods of `Auth` that run a sign-in, their results and their Hub events.

use super::flow::{Ending, begin, continued, finish};
use crate::current_user::remove_federated_user;
use crate::current_user::v5::with_current_user;
use crate::error::{AuthError, Failure, Usage};
use crate::passwordless::v5::{Method as ByFactor, by_factor, is_user_auth};
use crate::platform::web::Web;
use crate::service::Client;
use crate::sign_in::{Asked, Outcome, Proof, SignInRequest, prepare as prepare_sign_in};
use crate::v5::{Answer, Auth, Code, has_members, known, note_remembering, prefixed, promise, run, state_of};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

/// The methods of `Auth` that run a sign-in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Method {
    SignIn,
    AutoSignIn,
    ConfirmSignIn,
    CompleteNewPassword,
    SendCustomChallengeAnswer,
    VerifyTotpToken,
}

#[wasm_bindgen]
impl Auth {
    /// `signIn(username, password, clientMetadata)`, or `signIn({ username, password, validationData }, undefined,
    /// clientMetadata)`. Without a password: `CUSTOM_AUTH`.
    #[wasm_bindgen(js_name = signIn)]
    pub fn sign_in(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_in(Method::SignIn))
    }

    /// The automatic sign-in after a sign-up. It does not block another sign-in. Its failure may only mean that the
    /// user has not followed the link yet. (`pkg/auto-sign-in.js` dispatches on the Hub.)
    #[wasm_bindgen(js_name = _autoSignIn)]
    pub fn auto_sign_in(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_in(Method::AutoSignIn))
    }

    /// `confirmSignIn(user, code, mfaType, clientMetadata)`.
    #[wasm_bindgen(js_name = confirmSignIn)]
    pub fn confirm_sign_in(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_in(Method::ConfirmSignIn))
    }

    /// `completeNewPassword(user, password, requiredAttributes, clientMetadata)`.
    #[wasm_bindgen(js_name = completeNewPassword)]
    pub fn complete_new_password(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_in(Method::CompleteNewPassword))
    }

    /// `sendCustomChallengeAnswer(user, challengeResponses, clientMetadata)`.
    #[wasm_bindgen(js_name = sendCustomChallengeAnswer)]
    pub fn send_custom_challenge_answer(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_in(Method::SendCustomChallengeAnswer))
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(sign_in, fallible))]
fn signing_in(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::AutoSignIn => |auth, arguments| sign_in(auth, arguments, Method::AutoSignIn),
        Method::ConfirmSignIn => |auth, arguments| {
            let user = arguments.at(0);
            let asked = Asked::code(arguments.at(2), &state_of(&user));
            answer(
                auth,
                user,
                asked,
                arguments.at(1),
                arguments.at(3),
                Method::ConfirmSignIn,
            )
        },
        Method::CompleteNewPassword => |auth, arguments| {
            let (user, password) = (arguments.at(0), arguments.at(1));
            let asked = Asked::NewPassword(prefixed("userAttributes.", &arguments.at(2)));
            answer(
                auth,
                user,
                asked,
                password,
                arguments.at(3),
                Method::CompleteNewPassword,
            )
        },
        Method::SendCustomChallengeAnswer => |auth, arguments| {
            let (user, responses, metadata) = (arguments.at(0), arguments.at(1), arguments.at(2));
            if user.get("challengeName") == *"SELECT_CHALLENGE" {
                return Ok(run(auth, arguments, by_factor(ByFactor::SelectByAnswer)));
            }
            answer(
                auth,
                user,
                Asked::Custom,
                responses,
                metadata,
                Method::SendCustomChallengeAnswer,
            )
        },
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

/// Runs the sign-in of that user on with an answer to its open challenge.
fn answer(
    auth: Auth,
    user: Value,
    asked: Asked,
    answer: Value,
    client_metadata: Value,
    method: Method,
) -> Result<Answer, Value> {
    if method == Method::SendCustomChallengeAnswer {
        auth.pool()?;
    }
    if !answer.is_truthy() {
        return Err(Failure::Usage(match method {
            Method::ConfirmSignIn => Usage::EmptyCode,
            Method::CompleteNewPassword => Usage::EmptyPassword,
            _ => Usage::EmptyChallengeResponse,
        })
        .into());
    }
    let flow = continued(&auth, &user)?;
    let next = flow.answer(asked, &answer, &auth.client_metadata(client_metadata));
    Ok(finish(auth, user, flow, Ok(next), Ending::Method(method, None)))
}

/// The result of a method of `Auth`. Its events are dispatched on the Hub.
pub(super) fn conclude(
    auth: Auth,
    client: &Client<Web>,
    user: Value,
    result: Result<Outcome, AuthError>,
    method: Method,
) -> Answer {
    let error = match result {
        Ok(Outcome::SignedIn(..)) => match method {
            Method::VerifyTotpToken => {
                dispatch_sign_in(&auth, "signIn", &user, &user);
                dispatch_sign_in(&auth, "verify", &user, &user);
                return known(Ok(user.get("signInUserSession")));
            }
            Method::CompleteNewPassword => {
                remove_federated_user(&client.platform);
                // Parity: v5 loads no attributes here.
                user.set("challengeName", &Value::undefined());
                return known(Ok(signed_in(&auth, &user, user.clone())));
            }
            _ => {
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
                        dispatch_sign_in(auth, "signIn", &user, &user);
                        Ok(user)
                    } else {
                        // Parity: the result is a new object.
                        user.remove("challengeName");
                        user.remove("challengeParam");
                        loaded.map(|loaded| signed_in(auth, &user, loaded))
                    })
                };
                return with_current_user(auth, Box::new(then));
            }
        },
        Ok(Outcome::Ask(challenge)) => {
            user.set("challengeName", &challenge.name);
            user.set("challengeParam", &challenge.parameters);
            return known(Ok(user));
        }
        Err(error) => Value::from(error),
    };
    match method {
        Method::SignIn | Method::SendCustomChallengeAnswer => {
            auth.dispatch("signIn_failure", &error, &(user.get("username") + " failed to signin"));
        }
        Method::CompleteNewPassword => {
            // Parity: the message begins with `Auth.user` as a text, which mostly is null.
            let message = auth.user().shown() + " failed to complete the new password flow";
            auth.dispatch("completeNewPassword_failure", &error, &message);
        }
        _ => {}
    }
    known(Err(error))
}

/// Sets the signed-in user of `Auth`, and dispatches `signIn` on the Hub.
fn signed_in(auth: &Auth, user: &Value, current: Value) -> Value {
    auth.set_user(&current);
    dispatch_sign_in(auth, "signIn", user, &current);
    current
}

/// Dispatches `signIn` or `verify` of a user on the Hub.
fn dispatch_sign_in(auth: &Auth, event: &str, user: &Value, data: &Value) {
    let done = if event == "verify" { "verified" } else { "signed in" };
    let message = Value::from("A user ") + &user.get("username") + " has been " + done;
    auth.dispatch(event, data, &message);
}
