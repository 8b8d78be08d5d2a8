//! `signUp`, `confirmSignUp`, `resendSignUp`.

use super::auth::{Auth, host};
use crate::error::{AuthError, Usage};
use crate::sign_up::{self, SignUpRequest};
use crate::wire::{Value, object};
use alloc::vec::Vec;

/// `signUp({ username, password, attributes, validationData, clientMetadata })`, or
/// `signUp(username, password, email, phone_number)`.
pub(super) async fn sign_up(auth: Auth, args: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let params = args.at(0);
    let nothing = Value::undefined();
    let (username, password, attributes, validation_data, client_metadata) = if params.is_text() && params.is_truthy() {
        let attributes = [("email", args.at(2)), ("phone_number", args.at(3))].into_iter();
        let attributes = attributes.filter(|(_, value)| value.is_truthy());
        let attributes = attributes.map(|(name, value)| object(&[("Name", name.into()), ("Value", value)]));
        // Parity: the positional form sends no configured clientMetadata.
        (
            params,
            args.at(1),
            Value::list(attributes.collect::<Vec<_>>()),
            nothing,
            Value::undefined(),
        )
    } else if params.is_truthy() && params.is_object() {
        (
            params.get("username"),
            params.get("password"),
            host().entries(&params.get("attributes")),
            host().entries(&params.get("validationData")),
            auth.truthy_client_metadata(params.get("clientMetadata")),
        )
    } else {
        return Err(AuthError::Usage(Usage::SignUp).into());
    };
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    if !password.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyPassword).into());
    }
    let name = username.to_text();
    let request = SignUpRequest {
        username: name.clone(),
        password: password.to_text().into(),
        attributes: attributes.or(Value::list(Vec::new())),
        validation_data: validation_data.or(Value::null()),
        client_metadata,
    };
    match sign_up::sign_up(&client, request).await {
        Ok(reply) => {
            let result = to_result(&reply, host().new_user(&name, &auth.pool()?));
            host().dispatch("signUp", &result, &(name + " has signed up successfully"));
            Ok(result)
        }
        Err(error) => {
            let error = Value::from(error);
            host().dispatch("signUp_failure", &error, &(name + " failed to signup"));
            Err(error)
        }
    }
}

/// `confirmSignUp(username, code, { forceAliasCreation, clientMetadata })`.
pub(super) async fn confirm_sign_up(auth: Auth, args: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let (username, code, options) = (args.at(0), args.at(1), args.at(2));
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    if !code.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyCode).into());
    }
    let force_alias_creation = options.get("forceAliasCreation");
    let force_alias_creation = if force_alias_creation.is_bool() {
        force_alias_creation
    } else {
        true.into()
    };
    let metadata = auth.truthy_client_metadata(options.get("clientMetadata"));
    let username = username.to_text();
    sign_up::confirm_sign_up(&client, &username, code, force_alias_creation, metadata).await?;
    let success = Value::from("SUCCESS");
    host().dispatch(
        "confirmSignUp",
        &success,
        &(username + " has been confirmed successfully"),
    );
    Ok(success)
}

/// `resendSignUp(username, clientMetadata)`: sends a new code.
pub(super) async fn resend_sign_up(auth: Auth, args: Value) -> Result<Value, Value> {
    let client = auth.client()?;
    let username = args.at(0);
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    let metadata = auth.client_metadata(args.at(1));
    Ok(sign_up::resend_confirmation_code(&client, &username.to_text(), metadata).await?)
}

/// `{ user, userConfirmed, userSub, codeDeliveryDetails }`.
pub(super) fn to_result(reply: &Value, user: Value) -> Value {
    object(&[
        ("user", user),
        ("userConfirmed", reply.get("UserConfirmed")),
        ("userSub", reply.get("UserSub")),
        ("codeDeliveryDetails", reply.get("CodeDeliveryDetails")),
    ])
}
