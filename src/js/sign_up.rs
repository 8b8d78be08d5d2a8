//! `signUp`, `confirmSignUp`, `resendSignUp`.

use super::auth::{Auth, host};
use super::{Answer, as_it_is, exchange};
use crate::error::{AuthError, Failure, Usage};
use crate::sign_up::{self, SignUpRequest};
use crate::wire::{Value, object};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// `signUp({ username, password, attributes, validationData, clientMetadata })`, or
/// `signUp(username, password, email, phone_number)`.
pub(super) fn sign_up(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let params = args.at(0);
    let nothing = Value::undefined();
    let (username, password, attributes, validation_data, client_metadata) = if params.is_text() && params.is_truthy() {
        let attributes = [("email", args.at(2)), ("phone_number", args.at(3))].into_iter();
        let attributes = attributes.filter(|(_, value)| value.is_truthy());
        let attributes = attributes.map(|(name, value)| object().with_text("Name", name).with("Value", &value));
        // Parity: the positional form sends no configured clientMetadata.
        let attributes = Value::list(attributes.collect::<Vec<_>>());
        (params, args.at(1), attributes, nothing, Value::undefined())
    } else if params.is_truthy() && params.is_object() {
        (
            params.get("username"),
            params.get("password"),
            host().entries(&params.get("attributes")),
            host().entries(&params.get("validationData")),
            auth.truthy_client_metadata(params.get("clientMetadata")),
        )
    } else {
        return Err(Failure::Usage(Usage::SignUp).into());
    };
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    if !password.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    }
    let name = username.to_text();
    let request = SignUpRequest {
        username: name.clone(),
        password: password.to_text().into(),
        attributes: attributes.or(Value::list(Vec::new())),
        validation_data: validation_data.or(Value::null()),
        client_metadata,
    };
    let (sending, pool) = (sign_up::sign_up(&client, &request), auth.pool()?);
    let finish = move |reply| match reply {
        Ok(reply) => {
            let result = to_result(&reply, host().new_user(&name, &pool));
            host().dispatch("signUp", &result, &(name + " has signed up successfully"));
            Ok(result)
        }
        Err(error) => {
            let error = Value::from(error);
            host().dispatch("signUp_failure", &error, &(name + " failed to signup"));
            Err(error)
        }
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// `confirmSignUp(username, code, { forceAliasCreation, clientMetadata })`.
pub(super) fn confirm_sign_up(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let (username, code, options) = (args.at(0), args.at(1), args.at(2));
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    if !code.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyCode).into());
    }
    let mut force_alias_creation = options.get("forceAliasCreation");
    if !force_alias_creation.is_bool() {
        force_alias_creation = true.into();
    }
    let metadata = auth.truthy_client_metadata(options.get("clientMetadata"));
    let username = username.to_text();
    let sending = sign_up::confirm_sign_up(&client, &username, &code, &force_alias_creation, &metadata);
    let finish = move |reply: Result<_, AuthError>| {
        let success = reply?;
        host().dispatch(
            "confirmSignUp",
            &success,
            &(username + " has been confirmed successfully"),
        );
        Ok(success)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// `resendSignUp(username, clientMetadata)`: sends a new code.
pub(super) fn resend_sign_up(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = args.at(0);
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    let metadata = auth.client_metadata(args.at(1));
    let sending = sign_up::resend_confirmation_code(&client, &username.to_text(), &metadata);
    Ok(exchange(client, sending, as_it_is()))
}

/// `{ user, userConfirmed, userSub, codeDeliveryDetails }`.
pub(super) fn to_result(reply: &Value, user: Value) -> Value {
    object()
        .with("user", &user)
        .with("userConfirmed", &reply.get("UserConfirmed"))
        .with("userSub", &reply.get("UserSub"))
        .with("codeDeliveryDetails", &reply.get("CodeDeliveryDetails"))
}
