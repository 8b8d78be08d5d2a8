//! Devices: what a user pool that tracks them knows of this one, and what is kept of it here.
//!
//! A sign-in on a device that the service does not know brings a key for it. The device then makes up a password, gives
//! the service a verifier of it (SRP's), and proves in later sign-ins that it has the password still.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html>

use crate::cognito::{Client, Exchange};
use crate::encoding::base64_encode;
use crate::platform::Platform;
use crate::secret::{Secret, Wiped};
use crate::session::{Tokens, keys};
use crate::srp::device_verifier;
use crate::wire::{Value, object};

/// What is known of this device for one user.
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct Device {
    /// `DeviceKey`
    pub key: Value,
    /// `DeviceGroupKey`
    pub group_key: Value,
    /// What the device proves, and nobody else knows.
    pub password: Secret,
}

impl Device {
    /// A device that the service has forgotten: v5 leaves null in the fields of the user object.
    pub(crate) fn forgotten() -> Device {
        Device {
            key: Value::null(),
            group_key: Value::null(),
            password: Value::null().into(),
        }
    }

    /// Whether this device can prove itself. Half of what that takes is worth nothing.
    pub(crate) fn is_known(&self) -> bool {
        self.key.is_truthy() && self.group_key.is_truthy() && !self.password.is_empty()
    }

    /// `DEVICE_KEY` of a request; `undefined` if there is none to send.
    pub(crate) fn sent_key(&self) -> Value {
        if self.is_known() {
            self.key.clone()
        } else {
            Value::undefined()
        }
    }
}

/// What is stored of this device for that user; sign-out does not remove it.
pub(crate) fn stored<P: Platform>(client: &Client<P>, username: &Value) -> Device {
    let stored = |name| client.stored(username, name).or(Value::undefined());
    Device {
        key: stored(keys::DEVICE_KEY),
        group_key: stored(keys::DEVICE_GROUP_KEY),
        password: stored(keys::DEVICE_PASSWORD).into(),
    }
}

/// Removes what is stored of this device for that user.
pub(crate) fn forget<P: Platform>(client: &Client<P>, username: &Value) {
    for name in [keys::DEVICE_KEY, keys::DEVICE_PASSWORD, keys::DEVICE_GROUP_KEY] {
        client.drop_stored(username, name);
    }
}

/// Gives the service the verifier of a device that it has just named in `NewDeviceMetadata`, and stores what the next
/// sign-in proves. Gives the device, and whether the user must say that it be remembered.
///
/// Parity: v5 fails the sign-in when this does, and leaves its tokens in storage. Here the user is signed in, on a device
/// that is not known: `None`, also if there is no new device.
pub(crate) async fn confirm<P: Platform>(
    client: &Client<P>,
    username: &Value,
    metadata: &Value,
    tokens: &Tokens,
) -> Option<(Device, bool)> {
    let (device, request) = confirm_device(&client.platform, metadata, tokens)?;
    let reply = client.call("ConfirmDevice", &request).await.ok()?;
    client.keep(username, keys::DEVICE_KEY, &device.key);
    client.keep(username, keys::DEVICE_PASSWORD, device.password.expose());
    client.keep(username, keys::DEVICE_GROUP_KEY, &device.group_key);
    let flag = reply.get("UserConfirmationNecessary");
    Some((device, flag.is_bool() && flag.is_truthy()))
}

/// A new password for the device, and the request that carries its verifier.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html>
fn confirm_device<P: Platform>(platform: &P, metadata: &Value, tokens: &Tokens) -> Option<(Device, Value)> {
    let [key, group_key] = ["DeviceKey", "DeviceGroupKey"].map(|name| metadata.text(name));
    if !key.is_text() || !group_key.is_text() {
        return None;
    }
    let (mut random, mut salt) = (Wiped(alloc::vec![0; 40]), [0; 16]);
    platform.random(&mut random.0).ok()?;
    platform.random(&mut salt).ok()?;
    let password = base64_encode(&random.0);
    let device = Device {
        key,
        group_key,
        password: password.as_str().into(),
    };
    let password = Wiped(password.into_bytes());
    let made = device_verifier(
        &device.group_key.bytes(),
        &device.key.bytes(),
        &password.0,
        salt,
        &|job, work| platform.accelerate(job, work),
    );
    let verifier = object()
        .with_text("Salt", &made.salt)
        .with_text("PasswordVerifier", &made.verifier);
    let request = tokens
        .access_token()
        .with("DeviceKey", &device.key)
        .with("DeviceSecretVerifierConfig", &verifier)
        .with("DeviceName", &platform.device_name());
    Some((device, request))
}

/// Sets whether the service remembers a device: `remembered` or `not_remembered`. Gives `SUCCESS`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html>
pub(crate) fn update_device_status(tokens: &Tokens, key: &Value, status: &str) -> Exchange {
    Exchange {
        operation: "UpdateDeviceStatus",
        request: of_device(tokens, key).with_text("DeviceRememberedStatus", status),
        read: success,
    }
}

/// Has the service forget a device. Gives `SUCCESS`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html>
pub(crate) fn forget_device(tokens: &Tokens, key: &Value) -> Exchange {
    Exchange {
        operation: "ForgetDevice",
        request: of_device(tokens, key),
        read: success,
    }
}

/// What the service knows of a device: `{Device}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html>
pub(crate) fn get_device(tokens: &Tokens, key: &Value) -> Exchange {
    Exchange {
        operation: "GetDevice",
        request: of_device(tokens, key),
        read: Some,
    }
}

/// A page of the user's devices: `{Devices, PaginationToken}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html>
pub(crate) fn list_devices(tokens: &Tokens, limit: &Value, pagination_token: &Value) -> Exchange {
    Exchange {
        operation: "ListDevices",
        request: tokens
            .access_token()
            .with("Limit", limit)
            .with("PaginationToken", &pagination_token.clone().or(Value::undefined())),
        read: |reply| reply.get("Devices").is_list().then_some(reply),
    }
}

/// v5's `IAuthDevice`s of a `ListDevices` reply: `{id, name}` each.
pub(crate) fn as_list(reply: &Value) -> Value {
    let devices = reply.get("Devices").items();
    let devices = devices.iter().map(|device| {
        let attributes = device.get("DeviceAttributes").items();
        let name = attributes
            .iter()
            .find(|attribute| attribute.get("Name") == *"device_name");
        object()
            .with("id", &device.get("DeviceKey"))
            .with("name", &name.map_or(Value::undefined(), |name| name.get("Value")))
    });
    Value::list(devices.collect())
}

fn of_device(tokens: &Tokens, key: &Value) -> Value {
    tokens.access_token().with("DeviceKey", key)
}

fn success(_: Value) -> Option<Value> {
    Some("SUCCESS".into())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    fn tokens() -> Tokens {
        Tokens::new("i", "a", "r", 0.0)
    }

    fn metadata() -> Value {
        object_of(&[("DeviceKey", "k".into()), ("DeviceGroupKey", "-g".into())])
    }

    #[test]
    fn a_new_device_gives_a_verifier_and_keeps_its_password() {
        let fake = Fake::new().answer("ConfirmDevice", 200, r#"{"UserConfirmationNecessary":true}"#);
        let confirmed = fake::run(confirm(&fake.client(), &"u".into(), &metadata(), &tokens()));
        let (device, must_confirm) = confirmed.expect("it is accepted");
        assert!(must_confirm);
        assert_eq!(stored(&fake.client(), &"u".into()), device);
        let password = device.password.expose().as_text().expect("a text").to_owned();
        assert_eq!(password.len(), 56, "40 bytes in base64");

        let sent = Value::decode(&fake.sent()[0].body.as_str().into());
        assert_eq!(sent.get("AccessToken"), *"a");
        assert_eq!(sent.get("DeviceKey"), *"k");
        assert_eq!(sent.get("DeviceName"), *"a test");
        assert!(!fake.sent()[0].body.contains(&password), "it is never sent");
        // The fake's bytes are 1, 2, 3, …
        let salt: [u8; 16] = std::array::from_fn(|i| i as u8 + 1);
        let made = device_verifier(b"-g", b"k", password.as_bytes(), salt, &|_, _| false);
        let verifier = sent.get("DeviceSecretVerifierConfig");
        assert_eq!(verifier.get("Salt"), *made.salt);
        assert_eq!(verifier.get("PasswordVerifier"), *made.verifier);
    }

    #[test]
    fn a_device_that_is_not_confirmed_is_not_kept() {
        for flag in ["false", "\"true\"", "1", "null"] {
            let body = format!(r#"{{"UserConfirmationNecessary":{flag}}}"#);
            let fake = Fake::new().answer("ConfirmDevice", 200, &body);
            let confirmed = fake::run(confirm(&fake.client(), &"u".into(), &metadata(), &tokens()));
            assert!(confirmed.is_some_and(|(_, must_confirm)| !must_confirm), "{flag}");
        }
        let fake = Fake::new()
            .answer("ConfirmDevice", 400, r#"{"__type":"InvalidParameterException"}"#)
            .unreachable("ConfirmDevice");
        for _ in 0..2 {
            assert_eq!(
                fake::run(confirm(&fake.client(), &"u".into(), &metadata(), &tokens())),
                None
            );
        }
        assert!(fake.storage().is_empty());
        for incomplete in [
            Value::Undefined,
            object(),
            object_of(&[("DeviceKey", "k".into())]),
            object_of(&[("DeviceKey", "k".into()), ("DeviceGroupKey", Value::Number(1.0))]),
        ] {
            assert!(
                confirm_device(&fake, &incomplete, &tokens()).is_none(),
                "{incomplete:?}"
            );
        }
    }

    #[test]
    fn half_a_device_is_none() {
        let p = "CognitoIdentityServiceProvider.client.u.";
        let names = ["deviceKey", "randomPasswordKey", "deviceGroupKey"];
        for missing in names {
            let kept = names.into_iter().filter(|name| *name != missing);
            let fake = kept.fold(Fake::new(), |fake, name| fake.stored(&[p, name].concat(), "x"));
            assert_eq!(stored(&fake.client(), &"u".into()).sent_key(), Value::Undefined);
            forget(&fake.client(), &"u".into());
            assert!(fake.storage().is_empty());
        }
        let fake = names
            .into_iter()
            .fold(Fake::new(), |fake, name| fake.stored(&[p, name].concat(), name));
        let device = stored(&fake.client(), &"u".into());
        assert_eq!(device.sent_key(), *"deviceKey");
        assert_eq!(device.password, "randomPasswordKey".into());
        assert_eq!(Device::forgotten().sent_key(), Value::Undefined);
    }

    #[test]
    fn each_operation_sends_what_v5_sends() {
        let (key, nothing) = ("k".into(), Value::Undefined);
        for (exchange, operation, body) in [
            (
                update_device_status(&tokens(), &key, "remembered"),
                "UpdateDeviceStatus",
                r#"{"AccessToken":"a","DeviceKey":"k","DeviceRememberedStatus":"remembered"}"#,
            ),
            (
                forget_device(&tokens(), &nothing),
                "ForgetDevice",
                r#"{"AccessToken":"a"}"#,
            ),
            (
                get_device(&tokens(), &key),
                "GetDevice",
                r#"{"AccessToken":"a","DeviceKey":"k"}"#,
            ),
            (
                list_devices(&tokens(), &60.0.into(), &Value::Null),
                "ListDevices",
                r#"{"AccessToken":"a","Limit":60}"#,
            ),
            (
                list_devices(&tokens(), &2.0.into(), &"next".into()),
                "ListDevices",
                r#"{"AccessToken":"a","Limit":2,"PaginationToken":"next"}"#,
            ),
        ] {
            assert_eq!(exchange.operation, operation);
            let sent = Value::decode(&exchange.request.encode().expect("it is JSON"));
            assert_eq!(sent, Value::decode(&body.into()));
        }
    }

    #[test]
    fn devices_are_listed_with_their_names() {
        let reply = r#"{"Devices":[
            {"DeviceKey":"1","DeviceAttributes":[{"Name":"x","Value":"y"},{"Name":"device_name","Value":"Firefox"}]},
            {"DeviceKey":"2","DeviceAttributes":[]},
            {"DeviceKey":"3"}]}"#;
        assert_eq!(
            as_list(&Value::decode(&reply.into())).encode(),
            Ok(r#"[{"id":"1","name":"Firefox"},{"id":"2"},{"id":"3"}]"#.into())
        );
        let fake = Fake::new().answer("ListDevices", 200, "{}");
        let listed = fake::run(
            fake.client()
                .exchange(list_devices(&tokens(), &60.0.into(), &Value::Null)),
        );
        assert!(listed.is_err_and(|error| matches!(*error, Failure::InvalidResponse(_))));
    }

    #[test]
    fn debug_shows_no_password() {
        let device = Device {
            password: "hunter2".into(),
            ..Device::forgotten()
        };
        assert!(!format!("{device:?}").contains("hunter2"));
    }
}
