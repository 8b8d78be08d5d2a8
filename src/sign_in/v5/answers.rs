//! The methods of `Auth` that answer a challenge.

use super::auth::{Method, asked, signed_in};
use super::flow::{Ending, continued, finish};
use crate::current_user::remove_federated_user;
use crate::error::{AuthError, Failure, Usage};
use crate::passwordless::v5::{Method as ByFactor, by_factor};
use crate::sign_in::{Asked, Outcome};
use crate::v5::{Answer, Auth, Code, end_autofill, prefixed, promise, run, state_of};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `confirmSignIn(user, code, mfaType, clientMetadata)`.
    #[wasm_bindgen(js_name = confirmSignIn)]
    pub fn confirm_sign_in(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, answering(Answered::Code))
    }

    /// `completeNewPassword(user, password, requiredAttributes, clientMetadata)`.
    #[wasm_bindgen(js_name = completeNewPassword)]
    pub fn complete_new_password(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, answering(Answered::NewPassword))
    }

    /// `sendCustomChallengeAnswer(user, challengeResponses, clientMetadata)`.
    #[wasm_bindgen(js_name = sendCustomChallengeAnswer)]
    pub fn send_custom_challenge_answer(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, answering(Answered::Custom))
    }
}

/// Fetches this part, without a word if that fails: seconds pass until who is asked answers.
pub(super) fn fetch_ahead() {
    #[cfg(not(feature = "whole"))]
    wasm_bindgen_futures::spawn_local(async { drop(fetch_answering().await) });
}

/// What is answered.
enum Answered {
    Code,
    NewPassword,
    Custom,
}

#[cfg_attr(not(feature = "whole"), wasm_split(challenges, fallible, preload(fetch_answering)))]
fn answering(answered: Answered) -> Result<Code<Auth>, Value> {
    Ok(match answered {
        Answered::Code => |auth, arguments| {
            let (user, code) = (arguments.at(0), arguments.at(1));
            let asked = Asked::code(arguments.at(2), &state_of(&user));
            require(&code, Usage::EmptyCode)?;
            let ending = Ending::Method(Method::ConfirmSignIn, None);
            answer(auth, user, asked, code, arguments.at(3), ending)
        },
        Answered::NewPassword => |auth, arguments| {
            let (user, password) = (arguments.at(0), arguments.at(1));
            let asked = Asked::NewPassword(prefixed("userAttributes.", &arguments.at(2)));
            require(&password, Usage::EmptyPassword)?;
            let ending = Ending::Other(Box::new(with_new_password));
            answer(auth, user, asked, password, arguments.at(3), ending)
        },
        Answered::Custom => |auth, arguments| {
            let (user, responses) = (arguments.at(0), arguments.at(1));
            if user.get("challengeName") == *"SELECT_CHALLENGE" {
                return Ok(run(auth, arguments, by_factor(ByFactor::SelectByAnswer)));
            }
            auth.pool()?;
            require(&responses, Usage::EmptyChallengeResponse)?;
            let ending = Ending::Method(Method::SendCustomChallengeAnswer, None);
            answer(auth, user, Asked::Custom, responses, arguments.at(2), ending)
        },
    })
}

fn require(answer: &Value, missing: Usage) -> Result<(), Failure> {
    if answer.is_truthy() {
        Ok(())
    } else {
        Err(Failure::Usage(missing))
    }
}

/// Runs the sign-in of that user on with an answer to its open challenge.
fn answer(
    auth: Auth,
    user: Value,
    asked: Asked,
    answer: Value,
    client_metadata: Value,
    ending: Ending,
) -> Result<Answer, Value> {
    let flow = continued(&auth, &user)?;
    let next = flow.answer(asked, &answer, &auth.client_metadata(client_metadata));
    Ok(finish(auth, user, flow, Ok(next), ending))
}

/// The result of `completeNewPassword`.
fn with_new_password(auth: &Auth, user: &Value, result: Result<Outcome, AuthError>) -> Result<Value, Value> {
    match result {
        Ok(Outcome::SignedIn(..)) => {
            remove_federated_user(&auth.client_of_user(user).platform);
            // Parity: v5 loads no attributes here.
            user.set("challengeName", &Value::undefined());
            Ok(signed_in(auth, user, user.clone()))
        }
        Ok(Outcome::Ask(challenge)) => Ok(asked(user, &challenge)),
        Err(error) => {
            let error = error.into();
            // Parity: the message begins with `Auth.user` as a text, which mostly is null.
            let message = auth.user().shown() + " failed to complete the new password flow";
            auth.dispatch("completeNewPassword_failure", &error, &message);
            Err(error)
        }
    }
}
