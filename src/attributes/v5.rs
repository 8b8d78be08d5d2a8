//! `userAttributes`, `updateUserAttributes`, `deleteUserAttributes`, `verifiedContact`, `verifyUserAttribute`,
//! `verifyUserAttributeSubmit`, and the attribute methods of user objects.

use super::{
    DeleteUserAttributes, GetUser, GetUserAttributeVerificationCode, UpdateUserAttributes, VerifyUserAttribute,
};
use crate::error::{AuthError, Failure, Usage};
use crate::service::Exchange;
use crate::session::Tokens;
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, InNameOf, SUCCESS, Sending, SignedInUserMethods,
    UserData, as_it_is, call_back, dispatch_result, in_name_of, in_own_name, new_attributes, page, promise, success,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `userAttributes(user)`: an array of `CognitoUserAttribute`.
    #[wasm_bindgen(js_name = userAttributes)]
    pub fn user_attributes(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::Attributes))
    }

    /// `verifiedContact(user)`: `{ verified, unverified }`.
    #[wasm_bindgen(js_name = verifiedContact)]
    pub fn verified_contact(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::Contact))
    }

    /// `updateUserAttributes(user, attributes, clientMetadata)`: `SUCCESS`.
    #[wasm_bindgen(js_name = updateUserAttributes)]
    pub fn update_user_attributes(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::Update))
    }

    /// `deleteUserAttributes(user, attributeNames)`: `SUCCESS`.
    #[wasm_bindgen(js_name = deleteUserAttributes)]
    pub fn delete_user_attributes(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::Delete))
    }

    /// `verifyUserAttribute(user, attr, clientMetadata)`: sends a code.
    #[wasm_bindgen(js_name = verifyUserAttribute)]
    pub fn verify_user_attribute(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::SendCode))
    }

    /// `verifyUserAttributeSubmit(user, attr, code)`: `SUCCESS`.
    #[wasm_bindgen(js_name = verifyUserAttributeSubmit)]
    pub fn verify_user_attribute_submit(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::Verify))
    }

    /// `verifyCurrentUserAttribute(attr)`: sends a code.
    #[wasm_bindgen(js_name = verifyCurrentUserAttribute)]
    pub fn verify_current_user_attribute(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::SendCodeToCurrent))
    }

    /// `verifyCurrentUserAttributeSubmit(attr, code)`: `SUCCESS`.
    #[wasm_bindgen(js_name = verifyCurrentUserAttributeSubmit)]
    pub fn verify_current_user_attribute_submit(self, arguments: Array) -> Promise {
        promise(self, arguments, attributes(Method::VerifyCurrent))
    }
}

/// The method of `Auth` that is called.
enum Method {
    Attributes,
    Contact,
    Update,
    Delete,
    SendCode,
    Verify,
    SendCodeToCurrent,
    VerifyCurrent,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn attributes(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Attributes => |auth, arguments| Ok(look_up(auth, arguments.at(0), to_attributes)),
        Method::Contact => |auth, arguments| Ok(look_up(auth, arguments.at(0), super::verified_contact)),
        Method::Update => update,
        Method::Delete => |auth, arguments| {
            let sending = deleting(arguments.at(1));
            Ok(in_name_of(
                auth,
                InNameOf::User(arguments.at(0)),
                Ok(sending),
                UserData::Renewed,
                success(),
            ))
        },
        Method::SendCode => |auth, arguments| {
            let who = InNameOf::Carrier(arguments.at(0));
            Ok(send_code(auth, who, arguments.at(1), arguments.at(2)))
        },
        Method::Verify => |auth, arguments| {
            let who = InNameOf::Carrier(arguments.at(0));
            Ok(verify(auth, who, arguments.at(1), arguments.at(2)))
        },
        Method::SendCodeToCurrent => {
            |auth, arguments| Ok(send_code(auth, InNameOf::Current, arguments.at(0), Value::undefined()))
        }
        Method::VerifyCurrent => {
            |auth, arguments| Ok(verify(auth, InNameOf::Current, arguments.at(0), arguments.at(1)))
        }
    })
}

fn send_code(auth: Auth, who: InNameOf, name: Value, metadata: Value) -> Answer {
    let metadata = auth.client_metadata(metadata);
    // Parity: v5 does not say where the code went.
    in_name_of(
        auth,
        who,
        Ok(sending_code(name, metadata)),
        UserData::Unchanged,
        success(),
    )
}

fn verify(auth: Auth, who: InNameOf, name: Value, code: Value) -> Answer {
    let sending = if code.is_truthy() {
        Ok(verifying(name, code))
    } else {
        Err(Failure::Usage(Usage::EmptyCode))
    };
    in_name_of(auth, who, sending, UserData::Changed, success())
}

fn updating(list: Value, metadata: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&UpdateUserAttributes {
            user_attributes: &list,
            client_metadata: &metadata,
            access_token: &tokens.access,
        })
    })
}

fn deleting(names: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&DeleteUserAttributes {
            user_attribute_names: &names,
            access_token: &tokens.access,
        })
        .reading()
    })
}

fn sending_code(name: Value, metadata: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&GetUserAttributeVerificationCode {
            attribute_name: &name,
            client_metadata: &metadata,
            access_token: &tokens.access,
        })
    })
}

fn verifying(name: Value, code: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&VerifyUserAttribute {
            attribute_name: &name,
            code: &code,
            access_token: &tokens.access,
        })
        .reading()
    })
}

/// Makes the `GetUser` exchange for the given tokens.
pub(crate) fn getting_user() -> Sending {
    Box::new(|tokens: &Tokens| {
        Exchange::from(&GetUser {
            access_token: &tokens.access,
        })
    })
}

/// Reads a method's result from a `GetUser` body.
type Wanted = fn(&Value) -> Value;

fn look_up(auth: Auth, user: Value, wanted: Wanted) -> Answer {
    let finish = Box::new(move |reply: Result<_, _>| Ok(wanted(&reply?)));
    in_name_of(
        auth,
        InNameOf::User(user),
        Ok(getting_user()),
        UserData::Unchanged,
        finish,
    )
}

/// An array of `CognitoUserAttribute`.
fn to_attributes(data: &Value) -> Value {
    new_attributes(&data.get("UserAttributes"))
}

fn update(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let metadata = auth.client_metadata(arguments.at(2));
    let list: Value = page(|page| page.members(arguments.at(1).as_ref()))?.into();
    let sending = updating(super::writable(&list), metadata);
    let of_auth = auth.clone();
    let finish = move |reply: Result<Value, _>| {
        let updated = reply
            .as_ref()
            .map_or(Value::undefined(), |reply| super::updated(&list, reply));
        let messages = ["Attributes successfully updated", "Failed to update attributes"];
        let reply = reply.map(|_| SUCCESS.into());
        dispatch_result(&of_auth, "updateUserAttributes", reply, &updated, &"".into(), messages)
    };
    Ok(in_name_of(
        auth,
        InNameOf::User(arguments.at(0)),
        Ok(sending),
        UserData::Renewed,
        Box::new(finish),
    ))
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// The body of `GetUser`, for `callback(error, body)`.
    #[wasm_bindgen(js_name = createGetUserRequest)]
    pub fn create_get_user_request(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_attributes(OwnMethod::Body),
        )
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `getUserAttributes(callback(error, attributes))`.
    #[wasm_bindgen(js_name = getUserAttributes)]
    pub fn get_user_attributes(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_attributes(OwnMethod::Attributes),
        )
    }

    /// `getMFAOptions(callback(error, options))`.
    #[wasm_bindgen(js_name = getMFAOptions)]
    pub fn get_mfa_options(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_attributes(OwnMethod::MfaOptions),
        )
    }

    /// `updateAttributes(attributes, callback(error, "SUCCESS", reply), clientMetadata)`.
    #[wasm_bindgen(js_name = updateAttributes)]
    pub fn update_attributes(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::SuccessAndReply,
            own_attributes(OwnMethod::Update),
        )
    }

    /// `deleteAttributes(names, callback(error, "SUCCESS"))`.
    #[wasm_bindgen(js_name = deleteAttributes)]
    pub fn delete_attributes(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Result,
            own_attributes(OwnMethod::Delete),
        )
    }

    /// `getAttributeVerificationCode(name, { onSuccess, onFailure, inputVerificationCode }, clientMetadata)`.
    #[wasm_bindgen(js_name = getAttributeVerificationCode)]
    pub fn get_attribute_verification_code(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::SuccessAndReply,
            own_attributes(OwnMethod::SendCode),
        )
    }

    /// `verifyAttribute(name, code, { onSuccess("SUCCESS"), onFailure })`.
    #[wasm_bindgen(js_name = verifyAttribute)]
    pub fn verify_attribute(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            2,
            CallbackForm::Result,
            own_attributes(OwnMethod::Verify),
        )
    }
}

/// The method of a user object that is called.
enum OwnMethod {
    Attributes,
    MfaOptions,
    Body,
    Update,
    Delete,
    SendCode,
    Verify,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_attributes(method: OwnMethod) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match method {
        OwnMethod::Attributes => |user, _| look_up_own(user, to_attributes),
        OwnMethod::MfaOptions => |user, _| look_up_own(user, |data| data.get("MFAOptions")),
        OwnMethod::Body => |user, _| look_up_own(user, Value::clone),
        OwnMethod::Update => |user, arguments| {
            let sending = updating(super::with_texts(&arguments.at(0)), arguments.at(2));
            in_own_name(&user, sending, UserData::Renewed, as_it_is())
        },
        OwnMethod::Delete => {
            |user, arguments| in_own_name(&user, deleting(arguments.at(0)), UserData::Renewed, success())
        }
        OwnMethod::SendCode => |user, arguments| {
            let sending = sending_code(arguments.at(0), arguments.at(2));
            in_own_name(&user, sending, UserData::Unchanged, as_it_is())
        },
        OwnMethod::Verify => |user, arguments| {
            let sending = verifying(arguments.at(0), arguments.at(1));
            in_own_name(&user, sending, UserData::Changed, success())
        },
    })
}

fn look_up_own(user: CognitoUserMethods, wanted: Wanted) -> Result<Answer, Value> {
    let finish = move |reply: Result<_, AuthError>| Ok(wanted(&reply?));
    in_own_name(&user, getting_user(), UserData::Unchanged, Box::new(finish))
}
