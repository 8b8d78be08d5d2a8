//! `signIn`, and the answers to its challenges: `confirmSignIn`, `completeNewPassword`, `sendCustomChallengeAnswer`.

use super::Answer;
use super::auth::{Auth, PendingSignIn, host};
use super::current_user::load_current_user;
use super::session::{check_user, set_session};
use crate::cognito::Client;
use crate::current_user::forget_federated_user;
use crate::devices::{self, Device};
use crate::error::{AuthError, Failure, Usage};
use crate::methods::AuthMethod;
use crate::platform::web::Web;
use crate::sign_in::{Attempt, Next, Outcome, Proof, SignIn, SignInRequest, mfa_type, run};
use crate::wire::{Value, object};
use alloc::boxed::Box;

/// `signIn(username, password, clientMetadata)`, or `signIn({ username, password, validationData }, undefined,
/// clientMetadata)`. Without a password: `CUSTOM_AUTH`.
///
/// By the method `_autoSignIn` a sign-in goes on by itself after a sign-up: it is in nobody's way, and that it fails may mean no more
/// than that the user has not followed the link yet (`pkg/auto-sign-in.js` tells the Hub).
pub(super) fn sign_in(auth: Auth, args: &Value, method: AuthMethod) -> Result<Answer, Value> {
    auth.pool()?;
    let first = args.at(0);
    let (username, password, validation_data) = if first.is_text() {
        (first, args.at(1), Value::undefined())
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
    let client_metadata = if host().has_members(&validation_data) {
        validation_data
    } else {
        auth.client_metadata(args.at(2)).or(object())
    };
    let pending = if password.is_truthy() && method == AuthMethod::signIn {
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
    Ok(end(auth, user, flow, begun, method, pending))
}

const PENDING: Failure = Failure::Plain("Pending sign-in attempt already in progress");

/// `confirmSignIn(user, code, mfaType, clientMetadata)`: answers with a code.
pub(super) fn confirm_sign_in(auth: Auth, args: &Value) -> Result<Answer, Value> {
    let (user, code) = (args.at(0), args.at(1));
    if !code.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyCode).into());
    }
    let flow = continued(&auth, &user)?;
    let kind = mfa_type(args.at(2), &user.get("challengeName"));
    let next = flow.answer_code(&kind, &code, &auth.client_metadata(args.at(3)));
    Ok(end(auth, user, flow, Ok(next), AuthMethod::confirmSignIn, None))
}

/// `completeNewPassword(user, password, requiredAttributes, clientMetadata)`.
pub(super) fn complete_new_password(auth: Auth, args: &Value) -> Result<Answer, Value> {
    let (user, password) = (args.at(0), args.at(1));
    if !password.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    }
    let flow = continued(&auth, &user)?;
    let attributes = host().required_attributes(&args.at(2));
    let metadata = auth.client_metadata(args.at(3));
    let next = flow.answer_new_password(&password.into(), attributes, &metadata);
    Ok(end(auth, user, flow, Ok(next), AuthMethod::completeNewPassword, None))
}

/// `sendCustomChallengeAnswer(user, challengeResponses, clientMetadata)`.
pub(super) fn send_custom_challenge_answer(auth: Auth, args: &Value) -> Result<Answer, Value> {
    auth.pool()?;
    let (user, answer) = (args.at(0), args.at(1));
    if !answer.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyChallengeResponse).into());
    }
    let flow = continued(&auth, &user)?;
    let next = flow.answer_custom(&answer, &auth.client_metadata(args.at(2)));
    Ok(end(
        auth,
        user,
        flow,
        Ok(next),
        AuthMethod::sendCustomChallengeAnswer,
        None,
    ))
}

/// The sign-in that waits for an answer of this user.
pub(super) fn continued(auth: &Auth, user: &Value) -> Result<SignIn, Value> {
    check_user(user)?;
    Ok(resume(&auth.client_of_user(user), user))
}

/// The sign-in that a user object stands in the middle of.
pub(super) fn resume(client: &Client<Web>, user: &Value) -> SignIn {
    let mut attempt = attempt_of(user);
    if !attempt.device.is_known() {
        attempt.device = devices::stored(client, &attempt.username);
    }
    SignIn::new(&client.pool, attempt)
}

/// A new sign-in of that user object. What was open in this tab is given up.
pub(super) fn begin(
    client: &Client<Web>,
    user: &Value,
    request: Result<SignInRequest, AuthError>,
) -> (SignIn, Result<Next, AuthError>) {
    host().keep_challenge(&user.get("pool"), &Value::undefined());
    let mut flow = if matches!(&request, Ok(request) if matches!(request.proof, Proof::Password(_))) {
        resume(client, user)
    } else {
        SignIn::new(&client.pool, attempt_of(user))
    };
    let begun = request.and_then(|request| flow.begin(request, &client.platform));
    (flow, begun)
}

fn attempt_of(user: &Value) -> Attempt {
    Attempt {
        username: user.get("username"),
        challenge_session: user.get("Session"),
        device: Device {
            key: user.get("deviceKey"),
            group_key: user.get("deviceGroupKey"),
            password: user.get("randomPassword").into(),
        },
    }
}

/// Notes on the user object where its sign-in stands, and keeps a question over a reload of the page.
pub(super) fn note(user: &Value, attempt: &Attempt, result: &Result<Outcome, AuthError>) {
    let (username, session) = (&attempt.username, &attempt.challenge_session);
    if user.get("username") != *username {
        user.set("username", username);
        user.set("userDataKey", &(user.get("keyPrefix") + "." + username + ".userData"));
    }
    user.set("Session", session);
    set_device(user, &attempt.device);
    let open = match result {
        Ok(Outcome::Ask(challenge)) => object()
            .with("username", username)
            .with("Session", session)
            .with("challengeName", &challenge.name)
            .with("challengeParam", &challenge.parameters),
        // After a wrong code there may be a right one.
        Err(error) if !error.is_service("NotAuthorizedException") => return,
        _ => Value::undefined(),
    };
    host().keep_challenge(&user.get("pool"), &open);
}

/// The device in the fields of a user object; they are absent until something is known.
pub(super) fn set_device(user: &Value, device: &Device) {
    if !device.key.is_undefined() {
        user.set("deviceKey", &device.key);
        user.set("randomPassword", device.password.expose());
        user.set("deviceGroupKey", &device.group_key);
    }
}

/// Carries a sign-in on, and ends as v5's method does.
pub(super) fn end(
    auth: Auth,
    user: Value,
    flow: SignIn,
    begun: Result<Next, AuthError>,
    method: AuthMethod,
    pending: Option<PendingSignIn>,
) -> Answer {
    Box::pin(async move {
        let client = auth.client_of_user(&user);
        let (attempt, result) = run(&client, flow, begun).await;
        note(&user, &attempt, &result);
        let tell = |event: &str, data: &Value, before: &str, after: &str| {
            host().dispatch(event, data, &(Value::from(before) + &attempt.username + after));
        };
        let result = match result {
            Ok(Outcome::SignedIn(tokens, _)) => {
                let session = set_session(&user, &tokens);
                if method == AuthMethod::verifyTotpToken {
                    tell("signIn", &user, SIGNED_IN.0, SIGNED_IN.1);
                    tell("verify", &user, SIGNED_IN.0, VERIFIED);
                    return Ok(session);
                }
                forget_federated_user(&client);
                let mut current = user.clone();
                if method == AuthMethod::completeNewPassword {
                    // Parity: v5 loads no attributes here.
                    user.set("challengeName", &Value::undefined());
                } else {
                    let loaded = load_current_user(&auth, &Value::undefined()).await;
                    if method == AuthMethod::confirmSignIn {
                        if let Ok(loaded) = loaded {
                            user.set("attributes", &loaded.get("attributes"));
                        }
                    } else {
                        // Parity: the result is a new object.
                        user.remove("challengeName");
                        user.remove("challengeParam");
                        current = loaded?;
                    }
                }
                auth.set_user(&current);
                tell("signIn", &current, SIGNED_IN.0, SIGNED_IN.1);
                Ok(current)
            }
            Ok(Outcome::Ask(challenge)) => {
                user.set("challengeName", &challenge.name);
                user.set("challengeParam", &challenge.parameters);
                Ok(user)
            }
            Err(error) => {
                let error = Value::from(error);
                match method {
                    AuthMethod::signIn | AuthMethod::sendCustomChallengeAnswer => {
                        tell("signIn_failure", &error, "", " failed to signin");
                    }
                    AuthMethod::completeNewPassword => {
                        // Parity: the message begins with whoever was signed in, as a text: null, mostly.
                        let message = auth.user().shown() + " failed to complete the new password flow";
                        host().dispatch("completeNewPassword_failure", &error, &message);
                    }
                    _ => {}
                }
                Err(error)
            }
        };
        drop(pending);
        result
    })
}

const SIGNED_IN: (&str, &str) = ("A user ", " has been signed in");

pub(super) const VERIFIED: &str = " has been verified";
