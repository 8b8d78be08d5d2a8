//! The methods of `CognitoUser` that sign in and answer challenges.

use super::super::auth::{Auth, host};
use super::super::mfa::associate;
use super::super::sign_in::{Ending, begin, end, resume};
use super::super::signed_in::authenticated;
use super::super::{as_it_is, exchange};
use super::{Callback, Callbacks, User};
use crate::devices::recall;
use crate::error::{AuthError, Failure};
use crate::methods::UserMethod;
use crate::mfa;
use crate::sign_in::{Asked, Challenge, Next, Outcome, Proof, SignIn, SignInRequest};
use crate::wire::{Value, object};
use alloc::boxed::Box;

/// `authenticateUser(details, callbacks)`: signs in with `AuthenticationDetails`, by that `authenticationFlowType`.
pub(super) fn authenticate_user(user: User, args: &Value, flow: Value) {
    let password = args.at(0).get("password");
    let proof = if flow == *"USER_PASSWORD_AUTH" && !password.is_truthy() {
        Err(Failure::Plain("PASSWORD parameter is required").into())
    } else {
        Proof::of_flow(&flow, password.to_text().into())
    };
    authenticate(user, args, proof);
}

/// `authenticateUserDefaultAuth(details, callbacks)`: SRP, and `CUSTOM_AUTH` that begins with it.
pub(super) fn authenticate_user_default_auth(user: User, args: &Value) {
    let flow = user.object.get("authenticationFlowType");
    let is_custom = flow == *"CUSTOM_AUTH";
    authenticate_user(user, args, if is_custom { flow } else { "USER_SRP_AUTH".into() });
}

/// A sign-in with `(details, callbacks)`.
pub(super) fn authenticate(user: User, args: &Value, proof: Result<Proof, AuthError>) {
    let details = args.at(0);
    let validation_data = details.get("validationData");
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = if host().has_members(&validation_data) {
        validation_data
    } else {
        details.get("clientMetadata").or(object())
    };
    let request = proof.map(|proof| SignInRequest {
        username: user.username.clone(),
        proof,
        client_metadata,
        auth_parameters: details.get("authParameters").copy(),
    });
    let (flow, begun) = begin(&user.client, &user.object, request);
    go_on(flow, begun, args.at(1));
}

/// `authenticateUserInternal(dataAuthenticate, authenticationHelper, callbacks)`: goes on from a reply.
pub(super) fn authenticate_user_internal(user: User, args: &Value) {
    let mut flow = resume(&user.client, &user.object);
    let recall = |object| recall(&user.client, object);
    let next = flow.reply(&args.at(0), &recall, &user.client.platform);
    go_on(flow, next, args.at(2));
}

/// `getDeviceResponse(callbacks, clientMetadata)`: answers `DEVICE_SRP_AUTH`.
pub(super) fn get_device_response(user: User, args: &Value) {
    let mut flow = resume(&user.client, &user.object);
    let next = flow.answer_device(&args.at(1), &user.client.platform);
    go_on(flow, next, args.at(0));
}

/// `sendMFACode(confirmationCode, callbacks, mfaType, clientMetadata)`,
/// `sendMFASelectionAnswer(answerChallenge, callbacks)`,
/// `sendCustomChallengeAnswer(answerChallenge, callbacks, clientMetadata)`,
/// `completeNewPasswordChallenge(newPassword, requiredAttributeData, callbacks, clientMetadata)`.
pub(super) fn answer(method: UserMethod, user: User, args: &Value) {
    let [answer, mut callbacks, third, mut metadata] = [0, 1, 2, 3].map(|place| args.at(place));
    let asked = match method {
        UserMethod::sendMFACode => Asked::code(third, &user.object),
        UserMethod::sendMFASelectionAnswer => {
            metadata = Value::undefined();
            Asked::Selection
        }
        UserMethod::sendCustomChallengeAnswer => {
            metadata = third;
            Asked::Custom
        }
        _ => {
            let attributes = host().required_attributes(&callbacks);
            callbacks = third;
            if !answer.is_truthy() {
                let error = Failure::Plain("New password is required.");
                return Callbacks(callbacks).settle(Err(error.into()));
            }
            Asked::NewPassword(attributes)
        }
    };
    let flow = resume(&user.client, &user.object);
    let next = flow.answer(asked, &answer, &metadata);
    go_on(flow, Ok(next), callbacks);
}

/// `associateSoftwareToken({ associateSecretCode(secret), onFailure(error) })`.
pub(super) fn associate_software_token(user: User, callbacks: &Value) {
    Callbacks(callbacks.clone()).after("associateSecretCode", associate(user.client, user.object));
}

/// `verifySoftwareToken(totpCode, friendlyDeviceName, callbacks)`: a session in the middle of a sign-in, else the reply.
pub(super) fn verify_software_token(user: User, args: &Value) {
    let (code, name) = (args.at(0), args.at(1));
    if let Ok(tokens) = authenticated(&user.client, &user.object) {
        let sending = mfa::verify_software_token(Some(&tokens), &Value::undefined(), &code, &name);
        return Callbacks(args.at(2)).after("onSuccess", exchange(user.client, sending, as_it_is()));
    }
    let mut flow = resume(&user.client, &user.object);
    let next = flow.verify_token(&code, &name);
    go_on(flow, Ok(next), args.at(2));
}

/// Carries a sign-in on, and calls back. What fails before anything is sent is told at once.
fn go_on(flow: SignIn, begun: Result<Next, AuthError>, callbacks: Value) {
    let callbacks = Callbacks(callbacks);
    if let Err(error) = begun {
        return callbacks.settle(Err(error.into()));
    }
    let ending = Ending::Callbacks(Box::new(move |user, result| callbacks.tell(user, result)));
    let answer = end(Auth::new(Value::undefined()), flow, begun, ending);
    // They are told on the way.
    Callback(Value::undefined()).after(answer);
}

impl Callbacks {
    /// How a sign-in has ended.
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

/// Hands the question to the callback that v5 has for it. Codes that v5 does not know go the way of `SMS_MFA`.
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
