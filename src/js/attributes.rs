//! `userAttributes`, `updateUserAttributes`, `deleteUserAttributes`, `verifiedContact`, `verifyUserAttribute`,
//! `verifyUserAttributeSubmit`.

use super::auth::{Auth, host};
use super::signed_in::{InNameOf, in_name_of};
use super::{Answer, as_it_is, tell};
use crate::attributes::{self, get_user};
use crate::error::{Failure, Usage};
use crate::wire::Value;
use alloc::boxed::Box;

/// `userAttributes(user)` and `verifiedContact(user)`: what is `wanted` of the service's answer.
pub(super) fn look_up(auth: Auth, args: &Value, wanted: fn(&Value) -> Value) -> Answer {
    let finish = Box::new(move |reply: Result<_, _>| Ok(wanted(&reply?)));
    in_name_of(auth, InNameOf::User(args.at(0)), Ok(get_user()), false, finish)
}

/// An array of `CognitoUserAttribute`.
pub(super) fn to_attributes(data: &Value) -> Value {
    host().new_attributes(&data.get("UserAttributes"))
}

/// `updateUserAttributes(user, attributes, clientMetadata)`.
pub(super) fn update_user_attributes(auth: Auth, args: &Value) -> Answer {
    let metadata = auth.client_metadata(args.at(2));
    let list = host().members(&args.at(1));
    let sending = attributes::update_user_attributes(&attributes::writable(&list), &metadata);
    let finish = move |reply: Result<Value, _>| {
        let updated = reply
            .as_ref()
            .map_or(Value::undefined(), |reply| attributes::updated(&list, reply));
        let messages = ["Attributes successfully updated", "Failed to update attributes"];
        let reply = reply.map(|_| "SUCCESS".into());
        tell("updateUserAttributes", reply, &updated, &"".into(), messages)
    };
    in_name_of(auth, InNameOf::User(args.at(0)), Ok(sending), true, Box::new(finish))
}

/// `deleteUserAttributes(user, attributeNames)`.
pub(super) fn delete_user_attributes(auth: Auth, args: &Value) -> Answer {
    let sending = attributes::delete_user_attributes(&args.at(1));
    in_name_of(auth, InNameOf::User(args.at(0)), Ok(sending), true, as_it_is())
}

/// `verifyUserAttribute(user, attr, clientMetadata)` and `verifyCurrentUserAttribute(attr)`: sends a code.
pub(super) fn verify_user_attribute(auth: Auth, who: InNameOf, name: &Value, client_metadata: Value) -> Answer {
    let metadata = auth.client_metadata(client_metadata);
    let sending = attributes::get_user_attribute_verification_code(name, &metadata);
    // Parity: v5 does not say where the code went.
    let finish = Box::new(|reply: Result<Value, _>| Ok(reply.map(|_| "SUCCESS".into())?));
    in_name_of(auth, who, Ok(sending), false, finish)
}

/// `verifyUserAttributeSubmit(user, attr, code)` and `verifyCurrentUserAttributeSubmit(attr, code)`.
pub(super) fn verify_user_attribute_submit(auth: Auth, who: InNameOf, name: &Value, code: &Value) -> Answer {
    let sending = if code.is_truthy() {
        Ok(attributes::verify_user_attribute(name, code))
    } else {
        Err(Failure::Usage(Usage::EmptyCode))
    };
    in_name_of(auth, who, sending, false, as_it_is())
}
