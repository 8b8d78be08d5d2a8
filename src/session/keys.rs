//! The storage keys of a session: Amplify's, so that either library reads what the other left.
//!
//! Names are joined without escaping, as v5 does it. No two users share a key all the same: an app client's id has no
//! dot, nor has the name of what is stored, so that the second dot of a key and the last one say where the username
//! begins and ends, whatever is in it. And every key of a user has a dot after the client's, which `LastAuthUser` has not.

use crate::wire::Value;

/// `CognitoIdentityServiceProvider.<client id>.`: what the keys of an app client begin with.
fn prefix(client_id: &Value) -> Value {
    Value::from("CognitoIdentityServiceProvider.") + client_id + "."
}

/// Who signed in last, and is signed in while the key exists.
pub(crate) fn last_auth_user(client_id: &Value) -> Value {
    prefix(client_id) + "LastAuthUser"
}

/// The key of one thing that is stored for a user.
pub(crate) fn of_user(client_id: &Value, username: &Value, name: &str) -> Value {
    prefix(client_id) + username + "." + name
}

pub(crate) const ID_TOKEN: &str = "idToken";
pub(crate) const ACCESS_TOKEN: &str = "accessToken";
pub(crate) const REFRESH_TOKEN: &str = "refreshToken";
/// Whole seconds that the device is ahead of the service.
pub(crate) const CLOCK_DRIFT: &str = "clockDrift";
/// The body of the last `GetUser`.
pub(crate) const USER_DATA: &str = "userData";
/// Outlives sign-out, as do the two below: the device stays remembered.
pub(crate) const DEVICE_KEY: &str = "deviceKey";
/// What the device proves.
pub(crate) const DEVICE_PASSWORD: &str = "randomPasswordKey";
pub(crate) const DEVICE_GROUP_KEY: &str = "deviceGroupKey";

/// Credentials of a social provider, from v5's `federatedSignIn`. Not tied to an app client.
pub(crate) const FEDERATED_INFO: &str = "aws-amplify-federatedInfo";

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    const NAMES: [&str; 8] = [
        ID_TOKEN,
        ACCESS_TOKEN,
        REFRESH_TOKEN,
        CLOCK_DRIFT,
        USER_DATA,
        DEVICE_KEY,
        "randomPasswordKey",
        "deviceGroupKey",
    ];

    fn key(username: &str, name: &str) -> Value {
        of_user(&"client".into(), &username.into(), name)
    }

    /// Parts of names that look like parts of keys.
    fn username() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            ".",
            "x",
            "idToken",
            "refreshToken",
            "LastAuthUser",
            "client",
            "CognitoIdentityServiceProvider",
            " ",
            "\0",
            "\r\n",
        ]);
        prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

        #[test]
        fn no_two_users_share_a_key(one in username(), other in username(), a in 0usize..8, b in 0usize..8) {
            prop_assert_eq!(key(&one, NAMES[a]) == key(&other, NAMES[b]), one == other && a == b);
            prop_assert!(key(&one, NAMES[a]) != last_auth_user(&"client".into()));
        }
    }
}
