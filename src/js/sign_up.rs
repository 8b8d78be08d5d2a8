//! `signUp`, `confirmSignUp`, `resendSignUp`.

use super::auth::{Auth, dispatch, host};
use super::object::{Args, Object, new_object, to_text};
use crate::error::{AuthError, Usage};
use crate::sign_up::{self, SignUpRequest, SignedUp};
use crate::wire::{Value, from_js, object, to_js};
use wasm_bindgen::prelude::*;

/// `signUp({ username, password, attributes, validationData, clientMetadata })`, or
/// `signUp(username, password, email, phone_number)`.
pub(super) async fn sign_up(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    let client = auth.client()?;
    let params = args.object(0);
    let (username, request) = if params.value().is_string() && params.is_truthy() {
        let attributes = [("email", args.at(2)), ("phone_number", args.at(3))]
            .into_iter()
            .filter(|(_, value)| value.is_truthy())
            .map(|(name, value)| attribute(name, &value))
            .collect();
        // Parity: the positional form sends no configured clientMetadata.
        let request = sign_up_request(params.value(), &args.at(1), Value::List(attributes), Value::Null, None)?;
        (params.into(), request)
    } else if params.value().is_object() {
        let user_attributes = attributes(&params.get("attributes")).unwrap_or(Value::List(Vec::new()));
        let validation_data = attributes(&params.get("validationData")).unwrap_or(Value::Null);
        let metadata = auth.truthy_client_metadata(&params.get("clientMetadata"));
        let (username, password) = (params.get("username"), params.get("password"));
        let request = sign_up_request(&username, &password, user_attributes, validation_data, metadata)?;
        (username, request)
    } else {
        return Err(AuthError::Usage(Usage::SignUp).into());
    };
    let name = to_text(&username);
    match sign_up::sign_up(&client, request).await {
        Ok(signed_up) => {
            let result = to_result(&signed_up, host().new_user(&name, &auth.pool()?));
            dispatch("signUp", &result, &[&name, " has signed up successfully"]);
            Ok(result)
        }
        Err(error) => {
            let error = JsValue::from(error);
            dispatch("signUp_failure", &error, &[&name, " failed to signup"]);
            Err(error)
        }
    }
}

/// `confirmSignUp(username, code, { forceAliasCreation, clientMetadata })`.
pub(super) async fn confirm_sign_up(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    let client = auth.client()?;
    let (username, code, options) = (args.at(0), args.at(1), args.object(2));
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    if !code.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyCode).into());
    }
    let force_alias_creation = options.get("forceAliasCreation").as_bool().unwrap_or(true);
    let metadata = auth.truthy_client_metadata(&options.get("clientMetadata"));
    let username = to_text(&username);
    let code = from_js(&code).unwrap_or(Value::Null);
    sign_up::confirm_sign_up(&client, &username, code, Value::Bool(force_alias_creation), metadata).await?;
    let success = JsValue::from("SUCCESS");
    dispatch(
        "confirmSignUp",
        &success,
        &[&username, " has been confirmed successfully"],
    );
    Ok(success)
}

/// `resendSignUp(username, clientMetadata)`: sends a new code.
pub(super) async fn resend_sign_up(auth: Auth, args: Args) -> Result<JsValue, JsValue> {
    let client = auth.client()?;
    let username = args.at(0);
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername).into());
    }
    let metadata = auth.client_metadata(&args.at(1));
    let reply = sign_up::resend_confirmation_code(&client, &to_text(&username), metadata).await?;
    Ok(to_js(&reply))
}

fn sign_up_request(
    username: &JsValue,
    password: &JsValue,
    attributes: Value,
    validation_data: Value,
    client_metadata: Option<Value>,
) -> Result<SignUpRequest, AuthError> {
    if !username.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyUsername));
    }
    if !password.is_truthy() {
        return Err(AuthError::Usage(Usage::EmptyPassword));
    }
    Ok(SignUpRequest {
        username: to_text(username),
        password: to_text(password).into(),
        attributes,
        validation_data,
        client_metadata,
    })
}

/// `{ user, userConfirmed, userSub, codeDeliveryDetails }`.
pub(super) fn to_result(signed_up: &SignedUp, user: Object) -> JsValue {
    let result = new_object();
    result.set("user", user.value());
    result.set("userConfirmed", &signed_up.user_confirmed.into());
    result.set("userSub", &signed_up.user_sub.as_str().into());
    let details = signed_up
        .code_delivery_details
        .as_ref()
        .map_or(JsValue::UNDEFINED, to_js);
    result.set("codeDeliveryDetails", &details);
    result.into()
}

/// `{Name, Value}` of each key; `None` if this is no object.
fn attributes(object: &JsValue) -> Option<Value> {
    let entries = js_sys::Object::entries(object.dyn_ref()?);
    let list = entries.iter().map(|entry| {
        let entry: js_sys::Array = entry.unchecked_into();
        attribute(&to_text(&entry.get(0)), &entry.get(1))
    });
    Some(Value::List(list.collect()))
}

/// Parity: what JavaScript takes for false becomes an empty text; anything else stays what it is.
fn attribute(name: &str, value: &JsValue) -> Value {
    let value = if value.is_truthy() {
        from_js(value).unwrap_or(Value::Null)
    } else {
        "".into()
    };
    object([("Name", name.into()), ("Value", value)])
}
