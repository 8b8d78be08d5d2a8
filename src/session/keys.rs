//! The storage keys of a session: Amplify's, so that either library reads what the other left.
//!
//! Names are joined without escaping, as v5 does it.

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
