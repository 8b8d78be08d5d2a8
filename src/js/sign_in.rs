//! `signIn`.

use super::auth::{Auth, host};
use super::current_user::load_current_user;
use super::session::set_session;
use crate::current_user::forget_federated_user;
use crate::error::{Failure, Usage};
use crate::sign_in::{self, Challenge, Outcome, Proof, SignInRequest};
use crate::wire::{Value, object};

/// `signIn(username, password, clientMetadata)`, or `signIn({ username, password, validationData }, undefined,
/// clientMetadata)`. Without a password: `CUSTOM_AUTH`.
pub(super) async fn sign_in(auth: Auth, args: Value) -> Result<Value, Value> {
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
    let pending = if password.is_truthy() {
        Some(auth.begin_sign_in().ok_or(PENDING)?)
    } else {
        None
    };
    let result = begin(&auth, username.to_text(), password, client_metadata).await;
    drop(pending);
    result
}

const PENDING: Failure = Failure::Plain("Pending sign-in attempt already in progress");

async fn begin(auth: &Auth, username: Value, password: Value, client_metadata: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let user = auth.new_user(&username)?;
    let proof = if password.is_truthy() {
        Proof::of_flow(&user.get("authenticationFlowType"), password.to_text().into())
    } else {
        user.set("authenticationFlowType", &"CUSTOM_AUTH".into());
        Ok(Proof::Custom)
    };
    let (learned, result) = match proof {
        Ok(proof) => {
            let request = SignInRequest {
                username,
                proof,
                client_metadata,
                auth_parameters: Value::undefined(),
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
            let current = load_current_user(auth, &Value::undefined()).await?;
            auth.set_user(&current);
            let message = Value::from("A user ") + &learned + " has been signed in";
            host().dispatch("signIn", &current, &message);
            Ok(current)
        }
        Ok(Outcome::Ask(challenge)) => {
            keep_challenge_session(&user, &challenge);
            user.set("challengeName", &challenge.name);
            user.set("challengeParam", &challenge.parameters);
            Ok(user)
        }
        Err(error) => {
            let error = Value::from(error);
            host().dispatch("signIn_failure", &error, &(learned + " failed to signin"));
            Err(error)
        }
    }
}

/// The name by which the service knows the user, once that is learned.
pub(super) fn set_username(user: &Value, username: &Value) {
    if user.get("username") != *username {
        user.set("username", username);
        user.set("userDataKey", &(user.get("keyPrefix") + "." + username + ".userData"));
    }
}

/// What the answer must carry, on the user object that is given back with it.
pub(super) fn keep_challenge_session(user: &Value, challenge: &Challenge) {
    user.set("Session", &challenge.challenge_session);
}
