//! `changePassword`, `forgotPassword`, `forgotPasswordSubmit`.

use super::auth::Auth;
use super::signed_in::{InNameOf, in_name_of};
use super::{Answer, as_it_is, exchange, tell};
use crate::error::{Failure, Usage};
use crate::password;
use crate::wire::Value;
use alloc::boxed::Box;

/// `changePassword(user, oldPassword, newPassword, clientMetadata)`.
pub(super) fn change_password(auth: Auth, args: &Value) -> Answer {
    let metadata = auth.client_metadata(args.at(3));
    let sending = password::change_password(args.at(1).into(), args.at(2).into(), &metadata);
    in_name_of(auth, InNameOf::User(args.at(0)), Ok(sending), false, as_it_is())
}

/// `forgotPassword(username, clientMetadata)`: sends a code.
pub(super) fn forgot_password(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = named(args)?;
    let user = auth.new_user(&username)?;
    let sending = password::forgot_password(&client, &username, &auth.client_metadata(args.at(1)));
    let finish = move |reply| {
        let messages = [" has initiated forgot password flow", " forgotPassword failed"];
        tell("forgotPassword", reply, &user, &username, messages)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// `forgotPasswordSubmit(username, code, password, clientMetadata)`.
pub(super) fn forgot_password_submit(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let client = auth.client()?;
    let username = named(args)?;
    let (code, new) = (args.at(1), args.at(2));
    if !code.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyCode).into());
    }
    if !new.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyPassword).into());
    }
    let user = auth.new_user(&username)?;
    let metadata = auth.client_metadata(args.at(3));
    let sending = password::confirm_forgot_password(&client, &username, &code, new.to_text().into(), &metadata);
    let finish = move |reply| {
        let messages = [" forgotPasswordSubmit successful", " forgotPasswordSubmit failed"];
        tell("forgotPasswordSubmit", reply, &user, &username, messages)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// The name that is the first argument.
fn named(args: &Value) -> Result<Value, Value> {
    let username = args.at(0);
    if username.is_truthy() {
        Ok(username.to_text())
    } else {
        Err(Failure::Usage(Usage::EmptyUsername).into())
    }
}
