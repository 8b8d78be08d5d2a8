//! `signUp`, `confirmSignUp`, `resendSignUp`, and the sign-up methods of user objects and user pools.

use super::{ConfirmSignUp, ResendConfirmationCode, SignUp};
use crate::attributes::{as_text, with_texts};
use crate::error::{AuthError, Failure, Usage};
use crate::passwordless::v5::{Method as ByFactor, by_factor, is_user_auth};
use crate::platform::web::Web;
use crate::secret::Secret;
use crate::service::{Client, Exchange};
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, CognitoUserPoolMethods, Ended, SUCCESS, as_it_is, call_back,
    client_of_pool, entries, exchange, new_user, promise, run, success,
};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `signUp({ username, password, attributes, validationData, clientMetadata })`, or
    /// `signUp(username, password, email, phone_number)`.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_up(Method::SignUp))
    }

    /// `confirmSignUp(username, code, { forceAliasCreation, clientMetadata })`: `SUCCESS`.
    #[wasm_bindgen(js_name = confirmSignUp)]
    pub fn confirm_sign_up(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_up(Method::Confirm))
    }

    /// `resendSignUp(username, clientMetadata)`: sends a new code.
    #[wasm_bindgen(js_name = resendSignUp)]
    pub fn resend_sign_up(self, arguments: Array) -> Promise {
        promise(self, arguments, signing_up(Method::Resend))
    }
}

/// The method of `Auth` that is called.
pub(crate) enum Method {
    SignUp,
    Confirm,
    Resend,
    /// `signUp` for the part `passwordless`: nobody needs a password, and the session is set on the user object.
    SignUpByFactor,
    /// `confirmSignUp` for the part `passwordless`. The arguments are `[arguments, { Session }]`, of which the latter gets
    /// the session of the reply.
    ConfirmInSession,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
pub(crate) fn signing_up(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::SignUp => |auth, arguments| {
            if is_user_auth(&auth) {
                return Ok(run(auth, arguments, by_factor(ByFactor::SignUp)));
            }
            sign_up(auth, &arguments, false)
        },
        Method::Confirm => |auth, arguments| {
            if is_user_auth(&auth) {
                return Ok(run(auth, arguments, by_factor(ByFactor::ConfirmSignUp)));
            }
            confirm_sign_up(auth, &arguments, Value::undefined())
        },
        Method::SignUpByFactor => |auth, arguments| sign_up(auth, &arguments, true),
        Method::ConfirmInSession => |auth, arguments| confirm_sign_up(auth, &arguments.at(0), arguments.at(1)),
        Method::Resend => resend_sign_up,
    })
}

fn sign_up(auth: Auth, arguments: &Value, is_by_factor: bool) -> Result<Answer, Value> {
    let client = auth.client()?;
    let params = arguments.at(0);
    let nothing = Value::undefined();
    let (username, password, attributes, validation_data, client_metadata) = if params.is_text() && params.is_truthy() {
        let attributes = [("email", arguments.at(2)), ("phone_number", arguments.at(3))].into_iter();
        let attributes = attributes.filter(|(_, value)| value.is_truthy());
        let attributes =
            attributes.map(|(name, value)| object().with_text("Name", name).with("Value", &as_text(value)));
        // Parity: the positional form sends no configured clientMetadata.
        let attributes = Value::list(attributes.collect::<Vec<_>>());
        (params, arguments.at(1), attributes, nothing, Value::undefined())
    } else if params.is_truthy() && params.is_object() {
        (
            params.get("username"),
            params.get("password"),
            entries(&params.get("attributes")),
            entries(&params.get("validationData")),
            auth.truthy_client_metadata(params.get("clientMetadata")),
        )
    } else {
        return Err(Failure::Usage(Usage::SignUp).into());
    };
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    let password = if password.is_truthy() {
        password.to_text()
    } else if is_by_factor {
        Value::undefined()
    } else {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    };
    let name = username.to_text();
    let account = NewAccount {
        username: name.clone(),
        password: password.into(),
        attributes: attributes.or(Value::list(Vec::new())),
        validation_data: validation_data.or(Value::null()),
        client_metadata,
    };
    let (sending, pool) = (account.sending(&client), auth.pool()?);
    let finish = move |reply: Result<Value, AuthError>| match reply {
        Ok(reply) => {
            let user = new_user(&name, &pool);
            if is_by_factor {
                user.set("Session", &reply.get("Session"));
            }
            let result = to_result(&reply, user);
            auth.dispatch("signUp", &result, &(name + " has signed up successfully"));
            Ok(result)
        }
        Err(error) => {
            let error = Value::from(error);
            auth.dispatch("signUp_failure", &error, &(name + " failed to signup"));
            Err(error)
        }
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

fn confirm_sign_up(auth: Auth, arguments: &Value, chain: Value) -> Result<Answer, Value> {
    let (username, code, options) = (arguments.at(0), arguments.at(1), arguments.at(2));
    let client = auth.client()?;
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
    let sending = confirming(&client, &username, &code, &force_alias_creation, &metadata);
    sending.members.set("Session", &chain.get("Session"));
    let finish = move |reply: Result<Value, AuthError>| {
        chain.set("Session", &reply?.get("Session"));
        let success = SUCCESS.into();
        auth.dispatch(
            "confirmSignUp",
            &success,
            &(username + " has been confirmed successfully"),
        );
        Ok(success)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

fn resend_sign_up(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = arguments.at(0);
    if !username.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyUsername).into());
    }
    let metadata = auth.client_metadata(arguments.at(1));
    let sending = resending(&client, &username.to_text(), &metadata);
    Ok(exchange(client, sending, as_it_is()))
}

/// The members of a new account.
struct NewAccount {
    username: Value,
    password: Secret,
    attributes: Value,
    validation_data: Value,
    client_metadata: Value,
}

impl NewAccount {
    fn sending(&self, client: &Client<Web>) -> Exchange {
        Exchange::from(&SignUp {
            client_id: &client.pool.client_id,
            username: &self.username,
            password: &self.password,
            user_attributes: &self.attributes,
            validation_data: &self.validation_data,
            client_metadata: &self.client_metadata,
            user_context_data: client.user_context(&self.username),
        })
    }
}

fn confirming(
    client: &Client<Web>,
    username: &Value,
    confirmation_code: &Value,
    force_alias_creation: &Value,
    client_metadata: &Value,
) -> Exchange {
    Exchange::from(&ConfirmSignUp {
        client_id: &client.pool.client_id,
        confirmation_code,
        username,
        force_alias_creation,
        client_metadata,
        user_context_data: client.user_context(username),
    })
    .reading()
}

fn resending(client: &Client<Web>, username: &Value, client_metadata: &Value) -> Exchange {
    Exchange::from(&ResendConfirmationCode {
        client_id: &client.pool.client_id,
        username,
        client_metadata,
    })
}

/// The result of `signUp`: `{ user, userConfirmed, userSub, codeDeliveryDetails }`.
fn to_result(reply: &Value, user: Value) -> Value {
    object()
        .with("user", &user)
        .with("userConfirmed", &reply.get("UserConfirmed"))
        .with("userSub", &reply.get("UserSub"))
        .with("codeDeliveryDetails", &reply.get("CodeDeliveryDetails"))
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `confirmRegistration(code, forceAliasCreation, callback(error, "SUCCESS"), clientMetadata)`.
    #[wasm_bindgen(js_name = confirmRegistration)]
    pub fn confirm_registration(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            2,
            CallbackForm::Result,
            own_signing_up(OwnMethod::Confirm),
        )
    }

    /// `resendConfirmationCode(callback(error, body), clientMetadata)`.
    #[wasm_bindgen(js_name = resendConfirmationCode)]
    pub fn resend_confirmation_code(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_signing_up(OwnMethod::Resend),
        )
    }
}

/// The method of a user object that is called.
enum OwnMethod {
    Confirm,
    Resend,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_signing_up(method: OwnMethod) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match method {
        OwnMethod::Confirm => confirm_own,
        OwnMethod::Resend => |user, arguments| {
            let client = user.client();
            let sending = resending(&client, &user.username(), &arguments.at(1));
            Ok(exchange(client, sending, as_it_is()))
        },
    })
}

fn confirm_own(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let client = user.client();
    let (code, force) = (arguments.at(0).or(Value::null()), arguments.at(1).or(false));
    let sending = confirming(&client, &user.username(), &code, &force, &arguments.at(3));
    Ok(exchange(client, sending, success()))
}

#[wasm_bindgen]
impl CognitoUserPoolMethods {
    /// `signUp(username, password, attributes, validationData, callback(error, result), clientMetadata)`.
    #[wasm_bindgen(js_name = signUp)]
    pub fn sign_up(self, arguments: Array) -> Ended {
        call_back(self, arguments, 4, CallbackForm::Result, signing_up_to())
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn signing_up_to() -> Result<Code<CognitoUserPoolMethods>, Value> {
    Ok(sign_up_to)
}

fn sign_up_to(CognitoUserPoolMethods { pool }: CognitoUserPoolMethods, arguments: Value) -> Result<Answer, Value> {
    let account = NewAccount {
        username: arguments.at(0).to_text(),
        password: arguments.at(1).to_text().into(),
        attributes: with_texts(&arguments.at(2)).or(Value::null()),
        validation_data: with_texts(&arguments.at(3)).or(Value::null()),
        client_metadata: arguments.at(5),
    };
    let client = client_of_pool(&pool, &Value::undefined());
    let sending = account.sending(&client);
    let finish = move |reply: Result<_, AuthError>| Ok(to_result(&reply?, new_user(&account.username, &pool)));
    Ok(exchange(client, sending, Box::new(finish)))
}
