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
use crate::secret::Wiped;
use crate::session::{Tokens, keys};
use crate::srp::device_verifier;
use crate::wire::{Value, object};

/// The fields of a user object that say what is known of this device, and under which names they are stored.
const FIELDS: [(&str, &str); 3] = [
    ("deviceKey", keys::DEVICE_KEY),
    ("randomPassword", keys::DEVICE_PASSWORD),
    ("deviceGroupKey", keys::DEVICE_GROUP_KEY),
];

/// `DEVICE_KEY` of a request: that of the user object, if the device can prove itself; else `undefined`. Half of what that
/// takes is worth nothing.
pub(crate) fn device_key(user: &Value) -> Value {
    if FIELDS.iter().all(|(field, _)| user.get(field).is_truthy()) {
        user.get("deviceKey")
    } else {
        Value::undefined()
    }
}

/// The user object with what is stored of this device for its `username`, if that is all there; sign-out does not remove
/// it.
pub(crate) fn recall<P: Platform>(client: &Client<P>, user: Value) -> Value {
    let username = user.get("username");
    let stored = FIELDS.map(|(_, name)| client.stored(&username, name));
    if !stored.iter().all(Value::is_truthy) {
        return user;
    }
    let fields = FIELDS.iter().zip(&stored);
    fields.fold(user, |user, ((field, _), text)| user.with(field, text))
}

/// Removes what is stored of this device for that user.
pub(crate) fn drop_stored<P: Platform>(client: &Client<P>, username: &Value) {
    for (_, name) in FIELDS {
        client.drop_stored(username, name);
    }
}

/// The user object with a device that the service has forgotten: v5 leaves null in the fields.
pub(crate) fn without_device(user: Value) -> Value {
    FIELDS
        .iter()
        .fold(user, |user, (field, _)| user.with(field, &Value::null()))
}

/// Stores the device of the user object, which the service knows now.
pub(crate) fn keep<P: Platform>(client: &Client<P>, user: &Value) {
    for (field, name) in FIELDS {
        client.keep(&user.get("username"), name, &user.get(field));
    }
}

/// The user object with a new device, which the service has named in `NewDeviceMetadata`, and the request that gives the
/// verifier of its password; `None` if there is no new device.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html>
pub(crate) fn confirm_device<P: Platform>(
    platform: &P,
    user: &Value,
    metadata: &Value,
    tokens: &Tokens,
) -> Option<(Value, Value)> {
    let [key, group_key] = ["DeviceKey", "DeviceGroupKey"].map(|name| metadata.text(name));
    if !key.is_text() || !group_key.is_text() {
        return None;
    }
    let (mut random, mut salt) = (Wiped(alloc::vec![0; 40]), [0; 16]);
    platform.random(&mut random.0).ok()?;
    platform.random(&mut salt).ok()?;
    let password = base64_encode(&random.0);
    let user = user
        .clone()
        .with("deviceGroupKey", &group_key)
        .with_text("randomPassword", &password);
    let password = Wiped(password.into_bytes());
    let made = device_verifier(&group_key.bytes(), &key.bytes(), &password.0, salt, &|job, work| {
        platform.accelerate(job, work)
    });
    let verifier = object()
        .with_text("Salt", &made.salt)
        .with_text("PasswordVerifier", &made.verifier);
    let request = tokens
        .access_token()
        .with("DeviceKey", &key)
        .with("DeviceSecretVerifierConfig", &verifier)
        .with("DeviceName", &platform.device_name());
    Some((user, request))
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
    fn a_new_device_gives_a_verifier_and_keeps_its_password_to_itself() {
        let fake = Fake::new();
        let (user, request) = confirm_device(&fake, &object(), &metadata(), &tokens()).expect("it is new");
        assert_eq!(user.get("deviceGroupKey"), *"-g");
        assert_eq!(device_key(&user), Value::Undefined, "not before it is confirmed");
        let password = user.get("randomPassword").as_text().expect("a text").to_owned();
        assert_eq!(password.len(), 56, "40 bytes in base64");

        assert_eq!(request.get("AccessToken"), *"a");
        assert_eq!(request.get("DeviceKey"), *"k");
        assert_eq!(request.get("DeviceName"), *"a test");
        let sent = request.encode().expect("it is JSON");
        assert!(!sent.as_text().expect("a text").contains(&password), "it is never sent");
        // The fake's bytes are 1, 2, 3, …
        let salt: [u8; 16] = std::array::from_fn(|i| i as u8 + 1);
        let made = device_verifier(b"-g", b"k", password.as_bytes(), salt, &|_, _| false);
        let verifier = request.get("DeviceSecretVerifierConfig");
        assert_eq!(verifier.get("Salt"), *made.salt);
        assert_eq!(verifier.get("PasswordVerifier"), *made.verifier);
    }

    #[test]
    fn half_of_a_new_device_is_none() {
        for incomplete in [
            Value::Undefined,
            object(),
            object_of(&[("DeviceKey", "k".into())]),
            object_of(&[("DeviceKey", "k".into()), ("DeviceGroupKey", Value::Number(1.0))]),
        ] {
            assert!(
                confirm_device(&Fake::new(), &object(), &incomplete, &tokens()).is_none(),
                "{incomplete:?}"
            );
        }
    }

    #[test]
    fn a_device_is_stored_recalled_and_dropped_as_a_whole() {
        let fields = ["deviceKey", "randomPassword", "deviceGroupKey"];
        let whole = fields
            .iter()
            .fold(object_of(&[("username", "u".into())]), |user, field| {
                user.with(field, &(*field).into())
            });
        let fake = Fake::new();
        let client = fake.client();
        keep(&client, &whole);
        assert_eq!(recall(&client, object_of(&[("username", "u".into())])), whole);
        assert_eq!(device_key(&whole), *"deviceKey");
        let other = object_of(&[("username", "v".into())]);
        assert_eq!(recall(&client, other.clone()), other);
        for field in fields {
            assert_eq!(
                device_key(&whole.clone().with(field, &"".into())),
                Value::Undefined,
                "{field}"
            );
        }
        assert_eq!(device_key(&without_device(whole.clone())), Value::Undefined);
        for name in ["deviceKey", "randomPasswordKey", "deviceGroupKey"] {
            keep(&client, &whole);
            client.drop_stored(&"u".into(), name);
            let half = recall(&client, object_of(&[("username", "u".into())]));
            assert_eq!(device_key(&half), Value::Undefined, "{name}");
        }
        keep(&client, &whole);
        drop_stored(&client, &"u".into());
        assert!(fake.storage().is_empty());
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
}
