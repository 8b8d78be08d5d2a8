//! `signIn`, and the answers to its challenges: `confirmSignIn`, `completeNewPassword`, `sendCustomChallengeAnswer`.

use super::auth::{Auth, PendingSignIn, host};
use super::current_user::with_current_user;
use super::session::{check_user, set_session};
use super::{Answer, known};
use crate::cognito::Client;
use crate::current_user::forget_federated_user;
use crate::devices::{device_key, recall};
use crate::error::{AuthError, Failure, Usage};
use crate::methods::AuthMethod;
use crate::platform::web::Web;
use crate::sign_in::{Asked, Next, Outcome, Proof, SignIn, SignInRequest, run};
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
    Ok(end(auth, flow, begun, Ending::Method(method, pending)))
}

const PENDING: Failure = Failure::Plain("Pending sign-in attempt already in progress");

/// `confirmSignIn(user, code, mfaType, clientMetadata)`,
/// `completeNewPassword(user, password, requiredAttributes, clientMetadata)`,
/// `sendCustomChallengeAnswer(user, challengeResponses, clientMetadata)`.
pub(super) fn answer(auth: Auth, args: &Value, method: AuthMethod) -> Result<Answer, Value> {
    let [user, answer, third, mut metadata] = [0, 1, 2, 3].map(|place| args.at(place));
    let (asked, empty) = match method {
        AuthMethod::confirmSignIn => (Asked::code(third, &user), Usage::EmptyCode),
        AuthMethod::completeNewPassword => (
            Asked::NewPassword(host().required_attributes(&third)),
            Usage::EmptyPassword,
        ),
        _ => {
            auth.pool()?;
            metadata = third;
            (Asked::Custom, Usage::EmptyChallengeResponse)
        }
    };
    if !answer.is_truthy() {
        return Err(Failure::Usage(empty).into());
    }
    let flow = continued(&auth, &user)?;
    let next = flow.answer(asked, &answer, &auth.client_metadata(metadata));
    Ok(end(auth, flow, Ok(next), Ending::Method(method, None)))
}

/// The sign-in that waits for an answer of this user.
pub(super) fn continued(auth: &Auth, user: &Value) -> Result<SignIn, Value> {
    check_user(user)?;
    Ok(resume(&auth.client_of_user(user), user))
}

/// The sign-in that a user object stands in the middle of.
pub(super) fn resume(client: &Client<Web>, user: &Value) -> SignIn {
    let mut user = user.clone();
    if !device_key(&user).is_truthy() {
        user = recall(client, user);
    }
    SignIn::new(&client.pool, user)
}

/// A new sign-in of that user object. What was open in this tab is given up.
pub(super) fn begin(
    client: &Client<Web>,
    user: &Value,
    request: Result<SignInRequest, AuthError>,
) -> (SignIn, Result<Next, AuthError>) {
    host().end_challenge(&client.platform.pool);
    let mut flow = match &request {
        Ok(SignInRequest {
            proof: Proof::Password(_),
            ..
        }) => resume(client, user),
        _ => SignIn::new(&client.pool, user.clone()),
    };
    let begun = request.and_then(|request| flow.begin(request, &client.platform));
    (flow, begun)
}

/// Who is told how a sign-in has ended.
pub(super) enum Ending {
    /// Who called this method of `Auth`, and the Hub.
    Method(AuthMethod, Option<PendingSignIn>),
    /// Who calls back.
    Callbacks(Told),
}

/// Hears of the user object, and of what its sign-in came to.
pub(super) type Told = Box<dyn FnOnce(&Value, Result<Outcome, AuthError>)>;

/// Carries a sign-in on, and ends as v5's method does.
pub(super) fn end(auth: Auth, flow: SignIn, begun: Result<Next, AuthError>, ending: Ending) -> Answer {
    let client = auth.client_of_user(flow.user());
    Box::pin(async move {
        let (user, result) = run(&client, flow, begun).await;
        note(&client, &user, &result);
        let (method, _pending) = match ending {
            Ending::Method(method, pending) => (method, pending),
            Ending::Callbacks(tell) => {
                tell(&user, result);
                return Ok(Value::undefined());
            }
        };
        conclude(auth, &client, user, result, method).await
    })
}

/// Notes what a sign-in has come to: on the user object, and where it waits for the user, over a reload of the page.
fn note(client: &Client<Web>, user: &Value, result: &Result<Outcome, AuthError>) {
    let key = user.get("keyPrefix") + "." + &user.get("username") + ".userData";
    user.set("userDataKey", &key);
    match result {
        Ok(Outcome::SignedIn(tokens, _)) => {
            set_session(user, tokens);
        }
        Ok(Outcome::Ask(challenge)) => return host().keep_challenge(user, &challenge.name, &challenge.parameters),
        // After a wrong code there may be a right one.
        Err(error) if !error.is_service("NotAuthorizedException") => return,
        Err(_) => {}
    }
    host().end_challenge(&client.platform.pool);
}

/// What a method of `Auth` results in, and what the Hub is told.
fn conclude(
    auth: Auth,
    client: &Client<Web>,
    user: Value,
    result: Result<Outcome, AuthError>,
    method: AuthMethod,
) -> Answer {
    let error = match result {
        Ok(Outcome::SignedIn(..)) => match method {
            AuthMethod::verifyTotpToken => {
                tell("signIn", &user, &user);
                tell("verify", &user, &user);
                return known(Ok(user.get("signInUserSession")));
            }
            AuthMethod::completeNewPassword => {
                forget_federated_user(client);
                // Parity: v5 loads no attributes here.
                user.set("challengeName", &Value::undefined());
                return known(Ok(signed_in(&auth, &user, user.clone())));
            }
            _ => {
                forget_federated_user(client);
                if method == AuthMethod::confirmSignIn {
                    // First, because whoever turns out to be disabled is nobody again.
                    auth.set_user(&user);
                }
                let then = move |auth: &Auth, loaded: Result<Value, Value>| {
                    known(if method == AuthMethod::confirmSignIn {
                        if let Ok(loaded) = loaded {
                            user.set("attributes", &loaded.get("attributes"));
                        }
                        tell("signIn", &user, &user);
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
        AuthMethod::signIn | AuthMethod::sendCustomChallengeAnswer => {
            host().dispatch("signIn_failure", &error, &(user.get("username") + " failed to signin"));
        }
        AuthMethod::completeNewPassword => {
            // Parity: the message begins with whoever was signed in, as a text: null, mostly.
            let message = auth.user().shown() + " failed to complete the new password flow";
            host().dispatch("completeNewPassword_failure", &error, &message);
        }
        _ => {}
    }
    known(Err(error))
}

/// Who is signed in from now on.
fn signed_in(auth: &Auth, user: &Value, current: Value) -> Value {
    auth.set_user(&current);
    tell("signIn", user, &current);
    current
}

/// Tells the Hub what has become of the user.
pub(super) fn tell(event: &str, user: &Value, data: &Value) {
    let done = if event == "verify" { "verified" } else { "signed in" };
    let message = Value::from("A user ") + &user.get("username") + " has been " + done;
    host().dispatch(event, data, &message);
}
