//! `signIn`.

use super::auth::{Auth, dispatch};
use super::current_user::load_current_user;
use super::object::{Args, Object, to_text};
use super::session::set_session;
use crate::current_user::forget_federated_user;
use crate::error::{AuthError, Usage};
use crate::secret::Secret;
use crate::sign_in::{self, Challenge, Outcome, Proof, SignInRequest};
use crate::wire::{Value, object, to_js};
use wasm_bindgen::prelude::*;

/// `signIn(username, password, clientMetadata)`, or `signIn({ username, password, validationData }, undefined,
/// clientMetadata)`. Without a password: `CUSTOM_AUTH`.
pub(super) async fn sign_in(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    auth.pool()?;
    let first = args.object(0);
    let (username, password, validation_data) = if first.value().is_string() {
        (first.into(), args.at(1), None)
    } else {
        let username = first.get("username");
        if !username.is_truthy() {
            return Err(AuthError::Usage(Usage::InvalidUsername).into());
        }
        (username, first.get("password"), first.json("validationData"))
    };
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    // Parity: validation data, where there are any, replace the metadata.
    let client_metadata = validation_data
        .filter(|data| matches!(data, Value::Object(members) if !members.is_empty()))
        .or_else(|| auth.client_metadata(&args.at(2)).filter(Value::is_truthy))
        .unwrap_or_else(|| object([]));
    let username = to_text(&username);
    if !password.is_truthy() {
        return begin(auth, username, None, client_metadata).await;
    }
    let Some(_pending) = auth.begin_sign_in() else {
        return Err(AuthError::Plain("Pending sign-in attempt already in progress").into());
    };
    begin(auth.clone(), username, Some(to_text(&password).into()), client_metadata).await
}

async fn begin(
    auth: Auth,
    username: String,
    password: Option<Secret>,
    client_metadata: Value,
) -> Result<JsValue, JsValue> {
    let client = auth.client()?;
    let user = auth.new_user(&username)?;
    let proof = match password {
        Some(password) => Proof::of_flow(&user.text("authenticationFlowType").unwrap_or_default(), password),
        None => {
            user.set("authenticationFlowType", &"CUSTOM_AUTH".into());
            Ok(Proof::Custom)
        }
    };
    let (learned, result) = match proof {
        Ok(proof) => {
            let request = SignInRequest {
                username,
                proof,
                client_metadata,
                auth_parameters: Vec::new(),
            };
            sign_in::sign_in(&client, request).await
        }
        Err(error) => (username, Err(error)),
    };
    set_username(&user, &learned);
    match result {
        Ok(Outcome::SignedIn(tokens)) => {
            set_session(&user, &tokens);
            forget_federated_user(&client);
            // Parity: the result is a new object, with the user's attributes.
            let current = load_current_user(&auth, false).await?;
            auth.set_user(current.value());
            dispatch("signIn", current.value(), &["A user ", &learned, " has been signed in"]);
            Ok(current.into())
        }
        Ok(Outcome::Ask(challenge)) => {
            keep_challenge_session(&user, &challenge);
            user.set("challengeName", &challenge.name.as_str().into());
            user.set("challengeParam", &parameters(&challenge));
            Ok(user.into())
        }
        Err(error) => {
            let error = JsValue::from(error);
            dispatch("signIn_failure", &error, &[&learned, " failed to signin"]);
            Err(error)
        }
    }
}

/// The name by which the service knows the user, once that is learned.
pub(super) fn set_username(user: &Object, username: &str) {
    if user.text("username").as_deref() != Some(username) {
        user.set("username", &username.into());
        let prefix = user.text("keyPrefix").unwrap_or_default();
        user.set("userDataKey", &[&prefix, ".", username, ".userData"].concat().into());
    }
}

/// What the answer must carry, on the user object that is given back with it.
pub(super) fn keep_challenge_session(user: &Object, challenge: &Challenge) {
    user.set("Session", &challenge.challenge_session.as_deref().into());
}

/// `challengeParam`.
pub(super) fn parameters(challenge: &Challenge) -> JsValue {
    challenge.parameters.as_ref().map_or(JsValue::UNDEFINED, to_js)
}
