//! Devices: the operations of a user pool that tracks them, and the storage of this device's key and password.
//!
//! 1. A sign-in on a device that the service does not know brings a device key.
//! 2. The device makes a random password, and sends an SRP verifier of it to the service.
//! 3. In later sign-ins the device proves by SRP that it has the password.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html>

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::encoding::base64_encode;
use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::{Secret, Wiped};
use crate::service::{Client, Operation, Repeat};
use crate::session::Tokens;
use crate::srp::device_verifier;
use crate::wire::{Value, object};
use serde::Serialize;

/// The keys and the password of this device. A proof needs all of them.
#[derive(Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct Device {
    /// v5's `deviceKey`.
    pub key: Value,
    /// v5's `deviceGroupKey`.
    pub group_key: Value,
    /// v5's `randomPassword`, which the device proves by SRP.
    pub password: Secret,
}

impl Device {
    /// A device without a key: the service does not know it.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn unknown() -> Self {
        let nothing = Value::undefined;
        Device {
            key: nothing(),
            group_key: nothing(),
            password: nothing().into(),
        }
    }

    /// A device that the service no longer knows. Its members are null, as in v5.
    pub(crate) fn forgotten() -> Self {
        let nothing = Value::null;
        Device {
            key: nothing(),
            group_key: nothing(),
            password: nothing().into(),
        }
    }

    /// `DEVICE_KEY` of a request: the key, if the device can prove itself; else `undefined`.
    pub(crate) fn proven_key(&self) -> Value {
        if self.key.is_truthy() && self.group_key.is_truthy() && !self.password.is_empty() {
            self.key.clone()
        } else {
            Value::undefined()
        }
    }
}

/// The stored device of that user; `None` if a part is missing. Sign-out does not remove it.
pub(crate) fn recall<P: Platform>(client: &Client<P>, username: &Value) -> Option<Device> {
    let (platform, keys) = (&client.platform, client.keys(username));
    let device = Device {
        key: platform.get_item(&keys.device_key),
        group_key: platform.get_item(&keys.device_group_key),
        password: platform.get_item(&keys.random_password).into(),
    };
    device.proven_key().is_truthy().then_some(device)
}

/// Stores the device of that user, after the service has confirmed it. If the storage fails, nothing is left of it.
pub(crate) fn store<P: Platform>(client: &Client<P>, username: &Value, device: &Device) -> Result<(), AuthError> {
    let (platform, keys) = (&client.platform, client.keys(username));
    let result = platform
        .set_item(&keys.device_key, &device.key)
        .and_then(|()| platform.set_item(&keys.random_password, device.password.expose()))
        .and_then(|()| platform.set_item(&keys.device_group_key, &device.group_key));
    if result.is_err() {
        remove(client, username);
    }
    result
}

/// Removes the stored device of that user.
pub(crate) fn remove<P: Platform>(client: &Client<P>, username: &Value) {
    let keys = client.keys(username);
    for key in [&keys.device_key, &keys.random_password, &keys.device_group_key] {
        client.platform.remove_item(key);
    }
}

/// Sends the verifier of a device's password. The reply, `{UserConfirmationNecessary}`, says whether the user must
/// agree that the device is remembered.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConfirmDevice<'a> {
    access_token: &'a Secret,
    device_key: &'a Value,
    device_secret_verifier_config: SecretVerifier,
    device_name: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SecretVerifier {
    salt: String,
    password_verifier: String,
}

impl Operation for ConfirmDevice<'_> {
    const NAME: &'static str = "ConfirmDevice";
    type Reply = Value;
}

/// Confirms and stores the new device of `NewDeviceMetadata`. The result is the device, and whether the user must
/// agree. `None` if there is no new device, or it cannot be confirmed or stored.
pub(crate) async fn confirm<P: Platform>(
    client: &Client<P>,
    username: &Value,
    metadata: &Value,
    tokens: &Tokens,
) -> Option<(Device, bool)> {
    let [key, group_key] = ["DeviceKey", "DeviceGroupKey"].map(|name| metadata.text(name));
    if !key.is_text() || !group_key.is_text() {
        return None;
    }
    let platform = &client.platform;
    let (mut random, mut salt) = (Wiped(vec![0; 40]), [0; 16]);
    platform.random(&mut random.0).ok()?;
    platform.random(&mut salt).ok()?;
    let password = Wiped(base64_encode(&random.0).into_bytes());
    let made = device_verifier(&group_key.bytes(), &key.bytes(), &password.0, salt, &|job, work| {
        platform.accelerate(job, work)
    });
    let device = Device {
        key,
        group_key,
        password: std::str::from_utf8(&password.0).unwrap_or_default().into(),
    };
    let reply = client
        .call(&ConfirmDevice {
            access_token: &tokens.access,
            device_key: &device.key,
            device_secret_verifier_config: SecretVerifier {
                salt: made.salt,
                password_verifier: made.verifier,
            },
            device_name: platform.device_name(),
        })
        .await
        .ok()?;
    store(client, username, &device).ok()?;
    let must_agree = reply.get("UserConfirmationNecessary");
    Some((device, must_agree.is_bool() && must_agree.is_truthy()))
}

/// Sets whether the service remembers a device.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateDeviceStatus<'a> {
    pub access_token: &'a Secret,
    pub device_key: &'a Value,
    /// `remembered` or `not_remembered`.
    pub device_remembered_status: &'static str,
}

impl Operation for UpdateDeviceStatus<'_> {
    const NAME: &'static str = "UpdateDeviceStatus";
    type Reply = ();
}

/// Has the service forget a device.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ForgetDevice<'a> {
    pub access_token: &'a Secret,
    pub device_key: &'a Value,
}

impl Operation for ForgetDevice<'_> {
    const NAME: &'static str = "ForgetDevice";
    type Reply = ();
}

/// Reads one of the user's devices: `{Device}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetDevice<'a> {
    pub access_token: &'a Secret,
    pub device_key: &'a Value,
}

impl Operation for GetDevice<'_> {
    const NAME: &'static str = "GetDevice";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;
}

/// Reads a page of the user's devices: `{Devices, PaginationToken}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ListDevices<'a> {
    pub access_token: &'a Secret,
    pub limit: Value,
    /// `undefined` for the first page.
    pub pagination_token: Value,
}

impl Operation for ListDevices<'_> {
    const NAME: &'static str = "ListDevices";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        reply.get("Devices").is_list().then_some(reply)
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake, Writes};
    use crate::wire::{object_of, to_value};

    fn tokens() -> Tokens {
        Tokens::new("i", "a", "r", 0.0)
    }

    fn metadata() -> Value {
        object_of(&[("DeviceKey", "k".into()), ("DeviceGroupKey", "-g".into())])
    }

    /// Confirms the device of these metadata.
    fn confirmed(fake: &Fake, metadata: &Value) -> Option<(Device, bool)> {
        fake::run(confirm(&fake.client(), &"u".into(), metadata, &tokens()))
    }

    #[test]
    fn a_new_device_gives_a_verifier_and_keeps_its_password_to_itself() {
        let fake = Fake::new().answer("ConfirmDevice", 200, r#"{"UserConfirmationNecessary":true}"#);
        let (device, must_agree) = confirmed(&fake, &metadata()).expect("it is new");
        assert!(must_agree);
        assert_eq!((&device.key, &device.group_key), (&"k".into(), &"-g".into()));
        let password = device.password.expose().as_text().expect("a text").to_owned();
        assert_eq!(password.len(), 56, "40 bytes in base64");
        assert_eq!(recall(&fake.client(), &"u".into()), Some(device), "it is stored");

        let sent = fake.sent()[0].body.clone();
        assert!(!sent.contains(&password), "it is never sent");
        let request = Value::decode(&sent.as_str().into());
        assert_eq!(request.get("AccessToken"), *"a");
        assert_eq!(request.get("DeviceKey"), *"k");
        assert_eq!(request.get("DeviceName"), *"a test");
        // The fake's bytes are 1, 2, 3, …
        let salt: [u8; 16] = std::array::from_fn(|i| i as u8 + 1);
        let made = device_verifier(b"-g", b"k", password.as_bytes(), salt, &|_, _| false);
        let verifier = request.get("DeviceSecretVerifierConfig");
        assert_eq!(verifier.get("Salt"), *made.salt);
        assert_eq!(verifier.get("PasswordVerifier"), *made.verifier);
    }

    #[test]
    fn only_true_means_that_the_user_must_agree() {
        for (reply, must_agree) in [
            ("{}", false),
            (r#"{"UserConfirmationNecessary":false}"#, false),
            (r#"{"UserConfirmationNecessary":"true"}"#, false),
            (r#"{"UserConfirmationNecessary":true}"#, true),
        ] {
            let fake = Fake::new().answer("ConfirmDevice", 200, reply);
            assert!(confirmed(&fake, &metadata()).is_some_and(|(_, must)| must == must_agree));
        }
    }

    #[test]
    fn what_cannot_be_confirmed_is_not_stored() {
        let fake = Fake::new().answer("ConfirmDevice", 400, r#"{"__type":"DeviceKeyExistsException"}"#);
        assert_eq!(confirmed(&fake, &metadata()), None);
        assert!(fake.storage().is_empty());
    }

    #[test]
    fn half_of_a_new_device_is_none() {
        for incomplete in [
            Value::Undefined,
            object(),
            object_of(&[("DeviceKey", "k".into())]),
            object_of(&[("DeviceKey", "k".into()), ("DeviceGroupKey", Value::Number(1.0))]),
        ] {
            assert_eq!(confirmed(&Fake::new(), &incomplete), None, "{incomplete:?}");
        }
    }

    #[test]
    fn a_device_is_stored_recalled_and_removed_as_a_whole() {
        let whole = Device {
            key: "key".into(),
            group_key: "group".into(),
            password: "password".into(),
        };
        assert_eq!(whole.proven_key(), *"key");
        for half in [
            Device {
                key: "".into(),
                ..whole.clone()
            },
            Device {
                group_key: Value::Null,
                ..whole.clone()
            },
            Device {
                password: Value::Undefined.into(),
                ..whole.clone()
            },
            Device::unknown(),
            Device::forgotten(),
        ] {
            assert_eq!(half.proven_key(), Value::Undefined, "{half:?}");
        }
        let fake = Fake::new();
        let (client, username) = (fake.client(), "u".into());
        store(&client, &username, &whole).expect("it is stored");
        assert_eq!(recall(&client, &username), Some(whole.clone()));
        assert_eq!(recall(&client, &"v".into()), None);
        let keys = client.keys(&username);
        for key in [&keys.device_key, &keys.random_password, &keys.device_group_key] {
            store(&client, &username, &whole).expect("it is stored");
            fake.remove_item(key);
            assert_eq!(recall(&client, &username), None, "{key:?}");
        }
        store(&client, &username, &whole).expect("it is stored");
        remove(&client, &username);
        assert!(fake.storage().is_empty());
        for cut in 0..3 {
            let full = Fake::new().writes(Writes::FullAfter(cut));
            assert!(store(&full.client(), &username, &whole).is_err());
            assert!(full.storage().is_empty(), "{cut}: {:?}", full.storage());
        }
    }

    #[test]
    fn each_operation_sends_what_v5_sends() {
        let (tokens, key) = (tokens(), Value::from("k"));
        let access_token = &tokens.access;
        let first = ListDevices {
            access_token,
            limit: 60.0.into(),
            pagination_token: Value::Undefined,
        };
        let next = ListDevices {
            access_token,
            limit: 2.0.into(),
            pagination_token: "next".into(),
        };
        for (members, body) in [
            (
                to_value(&UpdateDeviceStatus {
                    access_token,
                    device_key: &key,
                    device_remembered_status: "remembered",
                }),
                r#"{"AccessToken":"a","DeviceKey":"k","DeviceRememberedStatus":"remembered"}"#,
            ),
            (
                to_value(&ForgetDevice {
                    access_token,
                    device_key: &Value::Undefined,
                }),
                r#"{"AccessToken":"a"}"#,
            ),
            (
                to_value(&GetDevice {
                    access_token,
                    device_key: &key,
                }),
                r#"{"AccessToken":"a","DeviceKey":"k"}"#,
            ),
            (to_value(&first), r#"{"AccessToken":"a","Limit":60}"#),
            (
                to_value(&next),
                r#"{"AccessToken":"a","Limit":2,"PaginationToken":"next"}"#,
            ),
        ] {
            assert_eq!(members.encode(), Ok(body.into()));
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
        let listed = fake::run(fake.client().call(&ListDevices {
            access_token: &tokens().access,
            limit: 60.0.into(),
            pagination_token: Value::Undefined,
        }));
        assert!(listed.is_err_and(|error| matches!(*error, Failure::InvalidResponse(_))));
    }
}
