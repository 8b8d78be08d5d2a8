//! `signIn`, and the answers to its challenges: `confirmSignIn`, `completeNewPassword`, `sendCustomChallengeAnswer`;
//! and the sign-in methods of user objects.

use crate::current_user::remove_federated_user;
use crate::current_user::v5::with_current_user;
use crate::devices::recall;
use crate::error::{AuthError, Failure, Usage};
use crate::platform::web::Web;
use crate::service::{Client, Reply};
use crate::session::v5::{check_user, remove_challenge};
use crate::sign_in::{
    Asked, AuthReply, Challenge, Next, Outcome, Proof, SignIn, SignInRequest, run as run_flow, unexpected,
};
use crate::v5::{
    Answer, Auth, CallbackForm, Callbacks, Code, CognitoUserMethods, PendingSignIn, call_back, dispatch, entries,
    has_members, known, note_state, page, promise, set_session, state_of,
};
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
            let asked = Asked::NewPassword(prefixed(&arguments.at(2)));
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
        crate::sign_in::prepare(&Web::default());
        Ok(known(Ok(Value::undefined())))
    })
}

/// An object's members, each under `userAttributes.` and its name.
fn prefixed(attributes: &Value) -> Value {
    entries(attributes)
        .items()
        .iter()
        .fold(object(), |prefixed, attribute| {
            let name = Value::from("userAttributes.") + &attribute.get("Name");
            // As the application gave it, also where that is empty.
            let value = attributes.get_member(&attribute.get("Name"));
            prefixed.with_member(&name, &value)
        })
}

fn sign_in(auth: Auth, arguments: Value, method: Method) -> Result<Answer, Value> {
    auth.pool()?;
    let first = arguments.at(0);
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
        validation_data
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
    });
    let (flow, begun) = begin(&auth.client()?, &user, request);
    Ok(finish(auth, user, flow, begun, Ending::Method(method, pending)))
}

const PENDING: Failure = Failure::Plain("Pending sign-in attempt already in progress");

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

/// The sign-in of this user object, which waits for an answer. An error if the object has no username.
pub(crate) fn continued(auth: &Auth, user: &Value) -> Result<SignIn, Value> {
    check_user(user)?;
    Ok(resume(&auth.client_of_user(user), user))
}

/// The sign-in under way of a user object.
pub(crate) fn resume(client: &Client<Web>, user: &Value) -> SignIn {
    SignIn::on_known_device(client, state_of(user))
}

/// A new sign-in of that user object. An open challenge of this tab is removed.
fn begin(
    client: &Client<Web>,
    user: &Value,
    request: Result<SignInRequest, AuthError>,
) -> (SignIn, Result<Next, AuthError>) {
    remove_challenge(&client.platform.pool);
    let mut flow = match &request {
        Ok(SignInRequest {
            proof: Proof::Password(_),
            ..
        }) => resume(client, user),
        _ => SignIn::new(&client.pool, state_of(user)),
    };
    let begun = request.and_then(|request| flow.begin(request, &client.platform));
    (flow, begun)
}

/// The receiver of a sign-in's result.
pub(crate) enum Ending {
    /// The caller of this method of `Auth`, and the Hub.
    Method(Method, Option<PendingSignIn>),
    /// The callbacks of a user object's method.
    Callbacks(Callbacks),
}

/// Runs the sign-in of a user object on, and ends as v5's method does. The state that is known before is set on the
/// object at once.
pub(crate) fn finish(auth: Auth, user: Value, flow: SignIn, begun: Result<Next, AuthError>, ending: Ending) -> Answer {
    let client = auth.client_of_user(&user);
    let before = flow.state().clone();
    note_state(&user, &state_of(&user), &before);
    Box::pin(async move {
        let (state, result) = run_flow(&client, flow, begun).await;
        note_state(&user, &before, &state);
        note(&client, &user, &result);
        let (method, _pending) = match ending {
            Ending::Method(method, pending) => (method, pending),
            Ending::Callbacks(callbacks) => {
                callbacks.tell(&user, result);
                return Ok(Value::undefined());
            }
        };
        conclude(auth, &client, user, result, method).await
    })
}

/// Stores the open challenge over a reload of the page. `undefined` leaves a stored member as it is.
pub(crate) fn store_challenge(user: &Value, name: &Value, parameters: &Value) {
    // A page without a sessionStorage stores none.
    let _ = page(|page| page.store_challenge(user.as_ref(), name.as_ref(), parameters.as_ref()));
}

/// Sets the result of a sign-in on the user object. An open challenge is also stored over a reload of the page.
fn note(client: &Client<Web>, user: &Value, result: &Result<Outcome, AuthError>) {
    let key = user.get("keyPrefix") + "." + &user.get("username") + ".userData";
    user.set("userDataKey", &key);
    match result {
        Ok(Outcome::SignedIn(tokens, _)) => {
            set_session(user, tokens);
        }
        Ok(Outcome::Ask(challenge)) => return store_challenge(user, &challenge.name, &challenge.parameters),
        // The challenge stays open after a wrong code.
        Err(error) if !error.is_service("NotAuthorizedException") => return,
        Err(_) => {}
    }
    remove_challenge(&client.platform.pool);
}

/// The result of a method of `Auth`. Its events are dispatched on the Hub.
fn conclude(
    auth: Auth,
    client: &Client<Web>,
    user: Value,
    result: Result<Outcome, AuthError>,
    method: Method,
) -> Answer {
    let error = match result {
        Ok(Outcome::SignedIn(..)) => match method {
            Method::VerifyTotpToken => {
                dispatch_sign_in("signIn", &user, &user);
                dispatch_sign_in("verify", &user, &user);
                return known(Ok(user.get("signInUserSession")));
            }
            Method::CompleteNewPassword => {
                remove_federated_user(client);
                // Parity: v5 loads no attributes here.
                user.set("challengeName", &Value::undefined());
                return known(Ok(signed_in(&auth, &user, user.clone())));
            }
            _ => {
                remove_federated_user(client);
                if method == Method::ConfirmSignIn {
                    // Set before the user is loaded: loading resets it if the user turns out to be disabled.
                    auth.set_user(&user);
                }
                let then = move |auth: &Auth, loaded: Result<Value, Value>| {
                    known(if method == Method::ConfirmSignIn {
                        if let Ok(loaded) = loaded {
                            user.set("attributes", &loaded.get("attributes"));
                        }
                        dispatch_sign_in("signIn", &user, &user);
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
            dispatch("signIn_failure", &error, &(user.get("username") + " failed to signin"));
        }
        Method::CompleteNewPassword => {
            // Parity: the message begins with `Auth.user` as a text, which mostly is null.
            let message = auth.user().shown() + " failed to complete the new password flow";
            dispatch("completeNewPassword_failure", &error, &message);
        }
        _ => {}
    }
    known(Err(error))
}

/// Sets the signed-in user of `Auth`, and dispatches `signIn` on the Hub.
fn signed_in(auth: &Auth, user: &Value, current: Value) -> Value {
    auth.set_user(&current);
    dispatch_sign_in("signIn", user, &current);
    current
}

/// Dispatches `signIn` or `verify` of a user on the Hub.
pub(crate) fn dispatch_sign_in(event: &str, user: &Value, data: &Value) {
    let done = if event == "verify" { "verified" } else { "signed in" };
    let message = Value::from("A user ") + &user.get("username") + " has been " + done;
    dispatch(event, data, &message);
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `authenticateUser(details, callbacks)`: signs in with `AuthenticationDetails`, by the object's
    /// `authenticationFlowType`.
    #[wasm_bindgen(js_name = authenticateUser)]
    pub fn authenticate_user(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::Authenticate),
        )
    }

    /// `authenticateUserDefaultAuth(details, callbacks)`: SRP, and `CUSTOM_AUTH` that begins with it.
    #[wasm_bindgen(js_name = authenticateUserDefaultAuth)]
    pub fn authenticate_user_default_auth(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AuthenticateBySrp),
        )
    }

    /// `authenticateUserPlainUsernamePassword(details, callbacks)`: `USER_PASSWORD_AUTH`.
    #[wasm_bindgen(js_name = authenticateUserPlainUsernamePassword)]
    pub fn authenticate_user_plain_username_password(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AuthenticateByPassword),
        )
    }

    /// `initiateAuth(details, callbacks)`: `CUSTOM_AUTH` without a password.
    #[wasm_bindgen(js_name = initiateAuth)]
    pub fn initiate_auth(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AuthenticateByChallenges),
        )
    }

    /// `authenticateUserInternal(dataAuthenticate, authenticationHelper, callbacks)`: goes on from a reply.
    #[wasm_bindgen(js_name = authenticateUserInternal)]
    pub fn authenticate_user_internal(self, arguments: Array) -> Option<Promise> {
        call_back(self, arguments, 2, CallbackForm::Failure, own_sign_in(OwnMethod::GoOn))
    }

    /// `getDeviceResponse(callbacks, clientMetadata)`: answers `DEVICE_SRP_AUTH`.
    #[wasm_bindgen(js_name = getDeviceResponse)]
    pub fn get_device_response(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AnswerDevice),
        )
    }

    /// `sendMFACode(confirmationCode, callbacks, mfaType, clientMetadata)`.
    #[wasm_bindgen(js_name = sendMFACode)]
    pub fn send_mfa_code(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AnswerCode),
        )
    }

    /// `sendMFASelectionAnswer(answerChallenge, callbacks)`.
    #[wasm_bindgen(js_name = sendMFASelectionAnswer)]
    pub fn send_mfa_selection_answer(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AnswerSelection),
        )
    }

    /// `sendCustomChallengeAnswer(answerChallenge, callbacks, clientMetadata)`.
    #[wasm_bindgen(js_name = sendCustomChallengeAnswer)]
    pub fn send_custom_challenge_answer(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AnswerCustom),
        )
    }

    /// `completeNewPasswordChallenge(newPassword, requiredAttributeData, callbacks, clientMetadata)`.
    #[wasm_bindgen(js_name = completeNewPasswordChallenge)]
    pub fn complete_new_password_challenge(self, arguments: Array) -> Option<Promise> {
        call_back(
            self,
            arguments,
            2,
            CallbackForm::Failure,
            own_sign_in(OwnMethod::AnswerNewPassword),
        )
    }
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

#[cfg_attr(not(feature = "whole"), wasm_split(sign_in, fallible))]
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
            let asked = Asked::NewPassword(prefixed(&arguments.at(1)));
            Ok(answer_own(user, asked, password, arguments.at(3), callbacks))
        },
    })
}

/// A sign-in with `(details, callbacks)`, by that flow; null is `CUSTOM_AUTH` without a password.
fn authenticate(user: CognitoUserMethods, arguments: &Value, flow: Value) -> Result<Answer, Value> {
    let (client, details) = (user.client(), arguments.at(0));
    let password = details.get("password");
    let proof = if flow == Value::null() {
        Ok(Proof::Custom)
    } else if flow == *"USER_PASSWORD_AUTH" && !password.is_truthy() {
        Err(Failure::Plain("PASSWORD parameter is required").into())
    } else {
        Proof::of_flow(&flow, password.to_text().into())
    };
    let validation_data = details.get("validationData");
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if has_members(&validation_data) {
        validation_data
    } else {
        details.get("clientMetadata").or(object())
    };
    let request = proof.map(|proof| SignInRequest {
        username: user.username(),
        proof,
        client_metadata,
        auth_parameters: details.get("authParameters").copy(),
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
pub(crate) fn go_on(user: Value, flow: SignIn, begun: Result<Next, AuthError>, callbacks: Value) -> Answer {
    match begun {
        Err(error) => {
            note_state(&user, &state_of(&user), flow.state());
            known(Err(error.into()))
        }
        // The callbacks are called on the way.
        begun => finish(Auth::none(), user, flow, begun, Ending::Callbacks(Callbacks(callbacks))),
    }
}

impl Callbacks {
    /// Calls back with the result of a sign-in.
    fn tell(&self, user: &Value, result: Result<Outcome, AuthError>) {
        match result {
            Ok(Outcome::SignedIn(_, must_confirm)) => {
                let flag = if must_confirm { true.into() } else { Value::undefined() };
                self.call("onSuccess", &[&user.get("signInUserSession"), &flag]);
            }
            Ok(Outcome::Ask(challenge)) => ask(&challenge, self),
            Err(error) => self.settle(Err(error.into())),
        }
    }
}

/// Calls v5's callback for a challenge. Challenges for codes that v5 does not know use the callback of `SMS_MFA`.
fn ask(challenge: &Challenge, callbacks: &Callbacks) {
    let Challenge { name, parameters } = challenge;
    let callback = [
        ("SMS_MFA", "mfaRequired"),
        ("EMAIL_OTP", "mfaRequired"),
        ("SMS_OTP", "mfaRequired"),
        ("SOFTWARE_TOKEN_MFA", "totpRequired"),
        ("SELECT_MFA_TYPE", "selectMFAType"),
        ("MFA_SETUP", "mfaSetup"),
        ("CUSTOM_CHALLENGE", "customChallenge"),
        ("NEW_PASSWORD_REQUIRED", "newPasswordRequired"),
    ]
    .into_iter()
    .find_map(|(challenge, callback)| (*name == *challenge).then_some(callback))
    .filter(|callback| callbacks.0.get(callback).is_function());
    match callback {
        Some(callback @ "customChallenge") => callbacks.call(callback, &[parameters]),
        Some(callback @ "newPasswordRequired") => {
            let [attributes, required] = ["userAttributes", "requiredAttributes"].map(|name| parameters.get(name));
            callbacks.call(callback, &[&attributes, &required]);
        }
        Some(callback) => callbacks.call(callback, &[name, parameters]),
        None => {
            let message = Value::from("The service asks for ") + name + ", which has no callback.";
            callbacks.settle(Err(Failure::InvalidResponse(message).into()));
        }
    }
}
