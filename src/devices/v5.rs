//! `rememberDevice`, `forgetDevice`, `fetchDevices`, and the device methods of user objects. Those act on the device in
//! the object's fields.

use crate::current_user::v5::with_current_user;
use crate::devices::{self, Device, ForgetDevice, GetDevice, ListDevices, UpdateDeviceStatus};
use crate::error::{AuthError, Failure, Usage, text};
use crate::platform::Platform;
use crate::platform::web::Web;
use crate::service::{Client, Exchange};
use crate::session::Tokens;
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, SUCCESS, SignedInUserMethods, UserData, begun,
    call_back, exchange, in_memory, in_own_name, promise, set_device,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

/// The action on a device.
#[derive(Clone, Copy, PartialEq)]
enum Action {
    Get,
    List,
    Remember,
    DoNotRemember,
    /// Forgets the device of this browser.
    Forget,
    /// Forgets another device.
    ForgetOther,
}

#[wasm_bindgen]
impl Auth {
    /// `rememberDevice()`: `SUCCESS`, or a text for an error.
    #[wasm_bindgen(js_name = rememberDevice)]
    pub fn remember_device(self, arguments: Array) -> Promise {
        promise(self, arguments, device(Action::Remember))
    }

    /// `forgetDevice()`: `SUCCESS`, or a text for an error.
    #[wasm_bindgen(js_name = forgetDevice)]
    pub fn forget_device(self, arguments: Array) -> Promise {
        promise(self, arguments, device(Action::Forget))
    }

    /// `fetchDevices()`: `[{ id, name }]`.
    #[wasm_bindgen(js_name = fetchDevices)]
    pub fn fetch_devices(self, arguments: Array) -> Promise {
        promise(self, arguments, device(Action::List))
    }
}

/// The code of these methods, in the name of the signed-in user.
#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn device(action: Action) -> Result<Code<Auth>, Value> {
    Ok(match action {
        Action::List => |auth, _| of_current_user(auth, Action::List),
        Action::Forget => |auth, _| of_current_user(auth, Action::Forget),
        _ => |auth, _| of_current_user(auth, Action::Remember),
    })
}

fn of_current_user(auth: Auth, action: Action) -> Result<Answer, Value> {
    Ok(with_current_user(
        auth,
        Box::new(move |auth, user| begun(of_user(auth, user.ok(), action))),
    ))
}

fn of_user(auth: &Auth, user: Option<Value>, action: Action) -> Result<Answer, Value> {
    const NOBODY: &str = text::NOBODY_AUTHENTICATED;
    // Parity: two of the methods reject with a text, `fetchDevices` with an error, whatever the reason.
    let Some((user, tokens)) = user.and_then(|user| in_memory(&user).map(|tokens| (user, tokens))) else {
        return Err(match action {
            Action::List => Failure::Plain(NOBODY),
            _ => Failure::Text(NOBODY),
        }
        .into());
    };
    let (client, username) = (auth.client()?, user.get("username"));
    let about = match action {
        Action::List => 60.0.into(),
        _ => stored_device_key(&client, &username),
    };
    let sending = sending(action, &tokens, about.clone(), Value::undefined());
    let storage = client.clone();
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply.map_err(in_v5s_words)?;
        Ok(match action {
            Action::List => devices::as_list(&reply),
            Action::Forget => {
                forget(&storage, &user, &about);
                SUCCESS.into()
            }
            _ => SUCCESS.into(),
        })
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// The exchange of that action. `first` is the device key. For a list, `first` is the limit, and `second` the
/// pagination token.
fn sending(action: Action, tokens: &Tokens, first: Value, second: Value) -> Exchange {
    let (access_token, device_key) = (&tokens.access, &first);
    let status = |device_remembered_status| {
        Exchange::from(&UpdateDeviceStatus {
            access_token,
            device_key,
            device_remembered_status,
        })
        .reading()
    };
    match action {
        Action::Get => Exchange::from(&GetDevice {
            access_token,
            device_key,
        }),
        Action::List => Exchange::from(&ListDevices {
            access_token,
            limit: first,
            pagination_token: second.or(Value::undefined()),
        }),
        Action::Remember => status("remembered"),
        Action::DoNotRemember => status("not_remembered"),
        Action::Forget | Action::ForgetOther => Exchange::from(&ForgetDevice {
            access_token,
            device_key,
        })
        .reading(),
    }
}

/// Parity: two failures become v5's own, which have no `code`.
fn in_v5s_words(error: AuthError) -> AuthError {
    if error.is_service("InvalidParameterException") {
        Failure::Usage(Usage::DeviceConfig).into()
    } else if error.is_network() {
        Failure::Usage(Usage::Network).into()
    } else {
        error
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `getDevice({ onSuccess(reply), onFailure })`.
    #[wasm_bindgen(js_name = getDevice)]
    pub fn get_device(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Result, own_device(Action::Get))
    }

    /// `setDeviceStatusRemembered({ onSuccess("SUCCESS"), onFailure })`.
    #[wasm_bindgen(js_name = setDeviceStatusRemembered)]
    pub fn set_device_status_remembered(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Result, own_device(Action::Remember))
    }

    /// `setDeviceStatusNotRemembered({ onSuccess("SUCCESS"), onFailure })`.
    #[wasm_bindgen(js_name = setDeviceStatusNotRemembered)]
    pub fn set_device_status_not_remembered(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_device(Action::DoNotRemember),
        )
    }

    /// `forgetDevice({ onSuccess("SUCCESS"), onFailure })`.
    #[wasm_bindgen(js_name = forgetDevice)]
    pub fn forget_device(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Result, own_device(Action::Forget))
    }

    /// `forgetSpecificDevice(deviceKey, { onSuccess("SUCCESS"), onFailure })`.
    #[wasm_bindgen(js_name = forgetSpecificDevice)]
    pub fn forget_specific_device(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            1,
            CallbackForm::Result,
            own_device(Action::ForgetOther),
        )
    }

    /// `listDevices(limit, paginationToken, { onSuccess(reply), onFailure })`.
    #[wasm_bindgen(js_name = listDevices)]
    pub fn list_devices(self, arguments: Array) -> Ended {
        call_back(self, arguments, 2, CallbackForm::Result, own_device(Action::List))
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_device(action: Action) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match action {
        Action::Get => |user, _| with_own_device(user, Action::Get),
        Action::Remember => |user, _| with_own_device(user, Action::Remember),
        Action::DoNotRemember => |user, _| with_own_device(user, Action::DoNotRemember),
        Action::Forget => |user, _| with_own_device(user, Action::Forget),
        Action::ForgetOther => {
            |user, arguments| with_device(user, Action::ForgetOther, arguments.at(0), Value::undefined())
        }
        Action::List => |user, arguments| with_device(user, Action::List, arguments.at(0), arguments.at(1)),
    })
}

/// Mended: after a reload, v5's objects know no device.
fn with_own_device(user: CognitoUserMethods, action: Action) -> Result<Answer, Value> {
    let key = user
        .object
        .get("deviceKey")
        .or(stored_device_key(&user.client(), &user.username()));
    with_device(user, action, key, Value::undefined())
}

fn with_device(user: CognitoUserMethods, action: Action, first: Value, second: Value) -> Result<Answer, Value> {
    let (client, object, key) = (user.client(), user.object.clone(), first.clone());
    let sending = Box::new(move |tokens: &Tokens| sending(action, tokens, first, second));
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply?;
        if action == Action::Forget {
            forget(&client, &object, &key);
            set_device(&object, &Device::forgotten());
        }
        Ok(match action {
            Action::Get | Action::List => reply,
            _ => SUCCESS.into(),
        })
    };
    in_own_name(&user, sending, UserData::Unchanged, Box::new(finish))
}

/// The device key that is stored for that user; `undefined` if there is none.
fn stored_device_key(client: &Client<Web>, username: &Value) -> Value {
    let key = client.platform.get_item(&client.keys(username).device_key);
    key.or(Value::undefined())
}

/// The attributes by which a user may sign in.
const ALIASES: [&str; 3] = ["email", "phone_number", "preferred_username"];

/// Removes the stored device of that user object, and this device where a sign-in by another name has stored it.
fn forget(client: &Client<Web>, user: &Value, key: &Value) {
    devices::remove(client, &user.get("username"));
    for alias in ALIASES {
        let alias = user.get("attributes").get(alias);
        if alias.is_text() && stored_device_key(client, &alias) == *key {
            devices::remove(client, &alias);
        }
    }
}
