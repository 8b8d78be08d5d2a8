//! The sign-in methods of user objects, and their callbacks.

use super::flow::{Ending, begin, finish, resume};
use crate::devices::recall;
use crate::error::{AuthError, Failure};
use crate::service::Reply;
use crate::sign_in::{Asked, AuthReply, Challenge, Next, Outcome, Proof, SignIn, SignInRequest, unexpected};
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, call_back, calling, check_changeable, end_autofill,
    has_members, known, note_state, prefixed, state_of,
};
use crate::wire::{Value, object};
use js_sys::Array;
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `authenticateUser(details, callbacks)`: signs in with `AuthenticationDetails`, by the object's
    /// `authenticationFlowType`.
    #[wasm_bindgen(js_name = authenticateUser)]
    pub fn authenticate_user(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::Authenticate)
    }

    /// `authenticateUserDefaultAuth(details, callbacks)`: SRP, and `CUSTOM_AUTH` that begins with it.
    #[wasm_bindgen(js_name = authenticateUserDefaultAuth)]
    pub fn authenticate_user_default_auth(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AuthenticateBySrp)
    }

    /// `authenticateUserPlainUsernamePassword(details, callbacks)`: `USER_PASSWORD_AUTH`.
    #[wasm_bindgen(js_name = authenticateUserPlainUsernamePassword)]
    pub fn authenticate_user_plain_username_password(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AuthenticateByPassword)
    }

    /// `initiateAuth(details, callbacks)`: `CUSTOM_AUTH` without a password.
    #[wasm_bindgen(js_name = initiateAuth)]
    pub fn initiate_auth(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AuthenticateByChallenges)
    }

    /// `authenticateUserInternal(dataAuthenticate, authenticationHelper, callbacks)`: goes on from a reply.
    #[wasm_bindgen(js_name = authenticateUserInternal)]
    pub fn authenticate_user_internal(self, arguments: Array) -> Ended {
        own(self, arguments, 2, OwnMethod::GoOn)
    }

    /// `getDeviceResponse(callbacks, clientMetadata)`: answers `DEVICE_SRP_AUTH`.
    #[wasm_bindgen(js_name = getDeviceResponse)]
    pub fn get_device_response(self, arguments: Array) -> Ended {
        own(self, arguments, 0, OwnMethod::AnswerDevice)
    }

    /// `sendMFACode(confirmationCode, callbacks, mfaType, clientMetadata)`.
    #[wasm_bindgen(js_name = sendMFACode)]
    pub fn send_mfa_code(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AnswerCode)
    }

    /// `sendMFASelectionAnswer(answerChallenge, callbacks)`.
    #[wasm_bindgen(js_name = sendMFASelectionAnswer)]
    pub fn send_mfa_selection_answer(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AnswerSelection)
    }

    /// `sendCustomChallengeAnswer(answerChallenge, callbacks, clientMetadata)`.
    #[wasm_bindgen(js_name = sendCustomChallengeAnswer)]
    pub fn send_custom_challenge_answer(self, arguments: Array) -> Ended {
        own(self, arguments, 1, OwnMethod::AnswerCustom)
    }

    /// `completeNewPasswordChallenge(newPassword, requiredAttributeData, callbacks, clientMetadata)`.
    #[wasm_bindgen(js_name = completeNewPasswordChallenge)]
    pub fn complete_new_password_challenge(self, arguments: Array) -> Ended {
        own(self, arguments, 2, OwnMethod::AnswerNewPassword)
    }
}

/// Calls a method whose callbacks are the argument at that place.
fn own(user: CognitoUserMethods, arguments: Array, callbacks: usize, method: OwnMethod) -> Ended {
    end_autofill();
    call_back(user, arguments, callbacks, CallbackForm::Named, own_sign_in(method))
}

/// The method of a user object that is called.
enum OwnMethod {
    Authenticate,
    AuthenticateBySrp,
    AuthenticateByPassword,
    AuthenticateByChallenges,
    GoOn,
    AnswerDevice,
    AnswerCode,
    AnswerSelection,
    AnswerCustom,
    AnswerNewPassword,
}

#[cfg_attr(not(feature = "whole"), wasm_split(challenges, fallible))]
fn own_sign_in(method: OwnMethod) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match method {
        OwnMethod::Authenticate => |user, arguments| {
            let flow = user.object.get("authenticationFlowType");
            authenticate(user, &arguments, flow)
        },
        OwnMethod::AuthenticateBySrp => |user, arguments| {
            let flow = user.object.get("authenticationFlowType");
            let is_custom = flow == *"CUSTOM_AUTH";
            authenticate(user, &arguments, if is_custom { flow } else { "USER_SRP_AUTH".into() })
        },
        OwnMethod::AuthenticateByPassword => {
            |user, arguments| authenticate(user, &arguments, "USER_PASSWORD_AUTH".into())
        }
        OwnMethod::AuthenticateByChallenges => |user, arguments| authenticate(user, &arguments, Value::null()),
        OwnMethod::GoOn => |user, arguments| {
            let client = user.client();
            let mut flow = resume(&client, &user.object);
            let recall = |username: &Value| recall(&client, username);
            let reply = AuthReply::read(arguments.at(0)).ok_or_else(unexpected);
            let next = reply.and_then(|reply| flow.reply(reply, &recall, &client.platform));
            Ok(go_on(user.object, flow, next, arguments.at(2)))
        },
        OwnMethod::AnswerDevice => |user, arguments| {
            let client = user.client();
            let mut flow = resume(&client, &user.object);
            let next = flow.answer_device(&arguments.at(1), &client.platform);
            Ok(go_on(user.object, flow, next, arguments.at(0)))
        },
        OwnMethod::AnswerCode => |user, arguments| {
            let asked = Asked::code(arguments.at(2), &state_of(&user.object));
            Ok(answer_own(
                user,
                asked,
                arguments.at(0),
                arguments.at(3),
                arguments.at(1),
            ))
        },
        OwnMethod::AnswerSelection => |user, arguments| {
            let (choice, callbacks) = (arguments.at(0), arguments.at(1));
            Ok(answer_own(
                user,
                Asked::Selection,
                choice,
                Value::undefined(),
                callbacks,
            ))
        },
        OwnMethod::AnswerCustom => |user, arguments| {
            let (responses, callbacks) = (arguments.at(0), arguments.at(1));
            Ok(answer_own(user, Asked::Custom, responses, arguments.at(2), callbacks))
        },
        OwnMethod::AnswerNewPassword => |user, arguments| {
            let (password, callbacks) = (arguments.at(0), arguments.at(2));
            if !password.is_truthy() {
                return Err(Failure::Plain("New password is required.").into());
            }
            let asked = Asked::NewPassword(prefixed("userAttributes.", &arguments.at(1)));
            Ok(answer_own(user, asked, password, arguments.at(3), callbacks))
        },
    })
}

/// What a getter of an `AuthenticationDetails` gives, which may be any object with v5's getters. Without a getter, it is
/// the field.
fn detail(details: &Value, getter: &str, field: &str) -> Result<Value, Value> {
    if details.get(getter).is_function() {
        details.call(getter, &[])
    } else {
        Ok(details.get(field))
    }
}

/// A sign-in with `(details, callbacks)`, by that flow; null is `CUSTOM_AUTH` without a password.
fn authenticate(user: CognitoUserMethods, arguments: &Value, flow: Value) -> Result<Answer, Value> {
    let (client, details) = (user.client(), arguments.at(0));
    let is_without_password = flow == Value::null();
    let proof = if is_without_password {
        Ok(Proof::Custom)
    } else {
        let password = detail(&details, "getPassword", "password")?;
        let is_missing = !password.is_truthy() && !details.get("getPassword").is_function();
        if is_missing || (flow == *"USER_PASSWORD_AUTH" && !password.is_truthy()) {
            Err(Failure::Plain("PASSWORD parameter is required").into())
        } else {
            Proof::of_flow(&flow, password.to_text().into())
        }
    };
    let validation_data = detail(&details, "getValidationData", "validationData")?;
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if has_members(&validation_data) {
        prefixed("", &validation_data)
    } else {
        detail(&details, "getClientMetadata", "clientMetadata")?.or(object())
    };
    // Parity: the other flows do not look at them.
    let auth_parameters = if is_without_password {
        detail(&details, "getAuthParameters", "authParameters")?.copy()
    } else {
        Value::undefined()
    };
    let request = proof.map(|proof| SignInRequest {
        username: user.username(),
        proof,
        client_metadata,
        auth_parameters,
        choice: None,
    });
    let (flow, begun) = begin(&client, &user.object, request);
    Ok(go_on(user.object, flow, begun, arguments.at(1)))
}

/// Runs the sign-in of a user object on with that answer.
fn answer_own(user: CognitoUserMethods, asked: Asked, answer: Value, metadata: Value, callbacks: Value) -> Answer {
    let flow = resume(&user.client(), &user.object);
    let next = flow.answer(asked, &answer, &metadata);
    go_on(user.object, flow, Ok(next), callbacks)
}

/// Runs a sign-in on, and calls back. A failure before anything is sent is reported at once.
fn go_on(user: Value, flow: SignIn, begun: Result<Next, AuthError>, callbacks: Value) -> Answer {
    match begun {
        Err(error) => {
            note_state(&user, &state_of(&user), flow.state());
            known(Err(error.into()))
        }
        begun => match check_changeable(&user) {
            Ok(()) => finish(Auth::none(), user, flow, begun, calling_back(callbacks)),
            Err(error) => known(Err(error)),
        },
    }
}

/// The result of a sign-in as the callback to call (`CallbackForm::Named`), or the error for `onFailure`.
pub(crate) fn calling_back(callbacks: Value) -> Ending {
    Ending::Other(Box::new(move |_, user, result| match result? {
        Outcome::SignedIn(_, must_confirm) => {
            let session = user.get("signInUserSession");
            // Parity: the second argument is there only if it is true.
            Ok(if must_confirm {
                calling("onSuccess", &[&session, &true.into()])
            } else {
                calling("onSuccess", &[&session])
            })
        }
        Outcome::Ask(challenge) => ask(&challenge, &callbacks),
    }))
}

/// v5's callback for a challenge. Challenges for codes that v5 does not know use the callback of `SMS_MFA`.
fn ask(challenge: &Challenge, callbacks: &Value) -> Result<Value, Value> {
    let Challenge { name, parameters, .. } = challenge;
    let callback = CALLBACKS.iter().find(|(challenge, _)| *name == **challenge);
    let Some((challenge, callback)) = callback.filter(|(_, callback)| callbacks.get(callback).is_function()) else {
        let message = Value::from("The service asks for ") + name + ", which has no callback.";
        return Err(Failure::InvalidResponse(message).into());
    };
    Ok(match *challenge {
        CUSTOM => calling(callback, &[parameters]),
        NEW_PASSWORD => {
            let [attributes, required] = ["userAttributes", "requiredAttributes"].map(|name| parameters.get(name));
            calling(callback, &[&attributes, &required])
        }
        _ => calling(callback, &[name, parameters]),
    })
}

const CUSTOM: &str = "CUSTOM_CHALLENGE";
const NEW_PASSWORD: &str = "NEW_PASSWORD_REQUIRED";

/// The challenges, and the callback of each.
const CALLBACKS: &[(&str, &str)] = &[
    ("SMS_MFA", "mfaRequired"),
    ("EMAIL_OTP", "mfaRequired"),
    ("SMS_OTP", "mfaRequired"),
    ("SOFTWARE_TOKEN_MFA", "totpRequired"),
    ("SELECT_MFA_TYPE", "selectMFAType"),
    ("MFA_SETUP", "mfaSetup"),
    (CUSTOM, "customChallenge"),
    (NEW_PASSWORD, "newPasswordRequired"),
];
