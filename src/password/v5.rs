//! `changePassword`, `forgotPassword`, `forgotPasswordSubmit`, and the password methods of user objects.

use super::{ChangePassword, ConfirmForgotPassword, ForgotPassword};
use crate::error::{Failure, Usage};
use crate::platform::web::Web;
use crate::secret::Secret;
use crate::service::{Client, Exchange};
use crate::session::Tokens;
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, InNameOf, SUCCESS, Sending, SignedInUserMethods,
    UserData, as_it_is, call_back, dispatch_result, exchange, in_name_of, in_own_name, promise, success,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `changePassword(user, oldPassword, newPassword, clientMetadata)`: `SUCCESS`.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(self, arguments: Array) -> Promise {
        promise(self, arguments, password(Method::Change))
    }

    /// `forgotPassword(username, clientMetadata)`: sends a code.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(self, arguments: Array) -> Promise {
        promise(self, arguments, password(Method::Forgot))
    }

    /// `forgotPasswordSubmit(username, code, password, clientMetadata)`: `SUCCESS`.
    #[wasm_bindgen(js_name = forgotPasswordSubmit)]
    pub fn forgot_password_submit(self, arguments: Array) -> Promise {
        promise(self, arguments, password(Method::Submit))
    }
}

/// The method of `Auth`, or of a user object, that is called.
enum Method {
    Change,
    Forgot,
    Submit,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn password(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Change => change,
        Method::Forgot => forgot,
        Method::Submit => submit,
    })
}

fn change(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let metadata = auth.client_metadata(arguments.at(3));
    let sending = changing(arguments.at(1), arguments.at(2), metadata);
    let who = InNameOf::User(arguments.at(0));
    Ok(in_name_of(auth, who, Ok(sending), UserData::Unchanged, success()))
}

fn forgot(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = named(&arguments.at(0))?;
    let user = auth.new_user(&username)?;
    let sending = forgetting(&client, &username, &auth.client_metadata(arguments.at(1)));
    let finish = move |reply| {
        let messages = [" has initiated forgot password flow", " forgotPassword failed"];
        dispatch_result(&auth, "forgotPassword", reply, &user, &username, messages)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

fn submit(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = named(&arguments.at(0))?;
    let (code, new) = (arguments.at(1), arguments.at(2));
    if !code.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyCode).into());
    }
    if !new.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    }
    let user = auth.new_user(&username)?;
    let metadata = auth.client_metadata(arguments.at(3));
    let sending = submitting(&client, &username, &code, &new.to_text().into(), &metadata);
    let finish = move |reply: Result<Value, _>| {
        let reply = reply.map(|_| SUCCESS.into());
        let messages = [" forgotPasswordSubmit successful", " forgotPasswordSubmit failed"];
        dispatch_result(&auth, "forgotPasswordSubmit", reply, &user, &username, messages)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

fn changing(old: Value, new: Value, client_metadata: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&ChangePassword {
            previous_password: &old.into(),
            proposed_password: &new.into(),
            client_metadata: &client_metadata,
            access_token: &tokens.access,
        })
        .reading()
    })
}

fn forgetting(client: &Client<Web>, username: &Value, client_metadata: &Value) -> Exchange {
    Exchange::from(&ForgotPassword {
        client_id: &client.pool.client_id,
        username,
        client_metadata,
        user_context_data: client.user_context(username),
    })
}

fn submitting(
    client: &Client<Web>,
    username: &Value,
    code: &Value,
    password: &Secret,
    client_metadata: &Value,
) -> Exchange {
    Exchange::from(&ConfirmForgotPassword {
        client_id: &client.pool.client_id,
        username,
        client_metadata,
        user_context_data: client.user_context(username),
        confirmation_code: code,
        password,
    })
    .reading()
}

/// The given username as a text; an error if it is empty.
fn named(username: &Value) -> Result<Value, Value> {
    if username.is_truthy() {
        Ok(username.to_text())
    } else {
        Err(Failure::Usage(Usage::EmptyUsername).into())
    }
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `forgotPassword({ onSuccess(reply), onFailure, inputVerificationCode(reply) }, clientMetadata)`.
    #[wasm_bindgen(js_name = forgotPassword)]
    pub fn forgot_password(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Reply, own_password(Method::Forgot))
    }

    /// `confirmPassword(code, newPassword, { onSuccess("SUCCESS"), onFailure }, clientMetadata)`.
    #[wasm_bindgen(js_name = confirmPassword)]
    pub fn confirm_password(self, arguments: Array) -> Ended {
        call_back(self, arguments, 2, CallbackForm::Result, own_password(Method::Submit))
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `changePassword(oldPassword, newPassword, callback(error, "SUCCESS"), clientMetadata)`.
    #[wasm_bindgen(js_name = changePassword)]
    pub fn change_password(self, arguments: Array) -> Ended {
        call_back(self, arguments, 2, CallbackForm::Result, own_password(Method::Change))
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_password(method: Method) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match method {
        Method::Change => change_own,
        Method::Forgot => forgot_own,
        Method::Submit => submit_own,
    })
}

fn change_own(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let sending = changing(arguments.at(0), arguments.at(1), arguments.at(3));
    in_own_name(&user, sending, UserData::Unchanged, success())
}

fn forgot_own(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let client = user.client();
    let sending = forgetting(&client, &user.username(), &arguments.at(1));
    Ok(exchange(client, sending, as_it_is()))
}

fn submit_own(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let client = user.client();
    let (code, new) = (arguments.at(0), arguments.at(1).into());
    let sending = submitting(&client, &user.username(), &code, &new, &arguments.at(3));
    Ok(exchange(client, sending, success()))
}
