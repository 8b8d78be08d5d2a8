//! The methods of `CognitoUser` about devices. They speak of the device in the object's fields.

use super::super::exchange;
use super::{Callbacks, User};
use crate::devices;
use crate::error::AuthError;
use crate::methods::UserMethod;
use crate::wire::Value;
use alloc::boxed::Box;

/// Each of them: `…({ onSuccess, onFailure })`, `forgetSpecificDevice(deviceKey, …)`,
/// `listDevices(limit, paginationToken, …)`.
pub(super) fn call(method: UserMethod, user: User, args: &Value) {
    let (key, callbacks) = match method {
        UserMethod::forgetSpecificDevice => (args.at(0), args.at(1)),
        UserMethod::listDevices => (Value::undefined(), args.at(2)),
        _ => (user.object.get("deviceKey"), args.at(0)),
    };
    let callbacks = Callbacks(callbacks);
    let tokens = match user.authenticated() {
        Ok(tokens) => tokens,
        Err(error) => return callbacks.settle(Err(error)),
    };
    let sending = match method {
        UserMethod::getDevice => devices::get_device(&tokens, &key),
        UserMethod::listDevices => devices::list_devices(&tokens, &args.at(0), &args.at(1)),
        UserMethod::setDeviceStatusRemembered => devices::update_device_status(&tokens, &key, "remembered"),
        UserMethod::setDeviceStatusNotRemembered => devices::update_device_status(&tokens, &key, "not_remembered"),
        _ => devices::forget_device(&tokens, &key),
    };
    let client = user.client.clone();
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply?;
        if method == UserMethod::forgetDevice {
            devices::drop_stored(&user.client, &user.username);
            devices::without_device(user.object);
        }
        Ok(reply)
    };
    callbacks.after("onSuccess", exchange(client, sending, Box::new(finish)));
}
