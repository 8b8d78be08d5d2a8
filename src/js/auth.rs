//! What the methods of `Auth` share. The methods themselves are in the files of their capability.

use super::{session, settled};
use crate::cognito::Client;
use crate::error::{AuthError, Failure, Usage};
use crate::platform::web::Web;
use crate::srp::{Job, Work};
use crate::wire::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg/host.js")]
extern "C" {
    fn accelerate(is_shared_secret: bool, at: *mut u8, length: usize) -> bool;
    fn claims(token: i32) -> i32;
    fn entries(object: i32) -> i32;
    fn members(object: i32) -> i32;
    #[wasm_bindgen(js_name = requiredAttributes)]
    fn required_attributes(object: i32) -> i32;
    #[wasm_bindgen(js_name = deviceName)]
    fn device_name() -> i32;
    #[wasm_bindgen(js_name = keepChallenge)]
    fn keep_challenge(user: i32, name: i32, parameters: i32);
    #[wasm_bindgen(js_name = endChallenge)]
    fn end_challenge(pool: i32);
    fn dispatch(event: i32, data: i32, message: i32);
    #[wasm_bindgen(js_name = newError)]
    fn new_error(message: i32, name: i32, code: i32) -> i32;
    #[wasm_bindgen(js_name = newAuthError)]
    fn new_auth_error(name: i32, message: i32, log: i32) -> i32;
    #[wasm_bindgen(js_name = newUser)]
    fn new_user(username: i32, pool: i32) -> i32;
    #[wasm_bindgen(js_name = newAttributes)]
    fn new_attributes(list: i32) -> i32;
    #[wasm_bindgen(js_name = turnOf)]
    fn turn_of(facade: i32) -> i32;
    #[wasm_bindgen(js_name = newSession)]
    fn new_session(id: i32, access: i32, refresh: i32, clock_drift_s: f64) -> i32;
}

/// What `pkg/host.js` does.
pub(crate) fn host() -> Host {
    Host
}

/// The JavaScript side, as far as this one needs it.
pub(crate) struct Host;

impl Host {
    /// Lets the fused kernel do the job, if it is loaded.
    pub(crate) fn accelerate(&self, job: Job, work: &mut Work) -> bool {
        accelerate(job == Job::SharedSecret, work.as_mut_ptr(), work.len())
    }

    /// Sends an event on the Hub's channel `auth`.
    pub(crate) fn dispatch(&self, event: impl Into<Value>, data: &Value, message: &Value) {
        dispatch(event.into().0, data.0, message.0);
    }

    /// An `Error` with this message, and `name` and `code` where they are given.
    pub(crate) fn new_error(&self, message: &Value, name: &Value, code: &Value) -> Value {
        Value(new_error(message.0, name.0, code.0))
    }

    /// An `AuthError`.
    pub(crate) fn new_auth_error(&self, usage: Usage) -> Value {
        let [name, message, log] = [usage.name(), usage.message(), usage.log()].map(Value::from);
        Value(new_auth_error(name.0, message.0, log.0))
    }

    /// A `CognitoUser`.
    pub(crate) fn new_user(&self, username: &Value, pool: &Value) -> Value {
        Value(new_user(username.0, pool.0))
    }

    /// An array of `CognitoUserAttribute`, of the service's `{Name, Value}`.
    pub(crate) fn new_attributes(&self, list: &Value) -> Value {
        Value(new_attributes(list.0))
    }

    /// A `CognitoUserSession`.
    pub(crate) fn new_session(&self, id: &Value, access: &Value, refresh: &Value, clock_drift_s: f64) -> Value {
        Value(new_session(id.0, access.0, refresh.0, clock_drift_s))
    }

    /// The claims of a JSON Web Token; an empty object if it is none.
    pub(crate) fn claims(&self, token: &Value) -> Value {
        Value(claims(token.0))
    }

    /// `[{Name, Value}]` of an object's keys; `undefined` if it is none.
    pub(crate) fn entries(&self, object: &Value) -> Value {
        Value(entries(object.0))
    }

    /// `[{Name, Value}]` of all that `for … in` finds in an object, values as they are.
    pub(crate) fn members(&self, object: &Value) -> Value {
        Value(members(object.0))
    }

    /// Whether this is an object with something in it.
    pub(crate) fn has_members(&self, object: &Value) -> bool {
        self.entries(object).get("length").is_truthy()
    }

    /// An object's members, each under `userAttributes.` and its name.
    pub(crate) fn required_attributes(&self, object: &Value) -> Value {
        Value(required_attributes(object.0))
    }

    /// What a new device is to be called.
    pub(crate) fn device_name(&self) -> Value {
        Value(device_name())
    }

    /// Keeps the challenge that the user must answer, over a reload; `undefined` is that of before.
    pub(crate) fn keep_challenge(&self, user: &Value, name: &Value, parameters: &Value) {
        keep_challenge(user.0, name.0, parameters.0);
    }

    /// No challenge is open in this tab any more.
    pub(crate) fn end_challenge(&self, pool: &Value) {
        end_challenge(pool.0);
    }
}

/// The `Auth` that the application holds, with its public fields `_config`, `userPool`, `user`, `_storageSync`.
#[derive(Clone)]
pub(crate) struct Auth(Value);

impl Auth {
    pub(super) fn new(facade: Value) -> Auth {
        Auth(facade)
    }

    /// The user pool that is configured.
    pub(super) fn pool(&self) -> Result<Value, AuthError> {
        let pool = self.0.get("userPool");
        if pool.is_truthy() {
            Ok(pool)
        } else {
            Err(Failure::Usage(Usage::NoUserPool).into())
        }
    }

    /// The way to the user pool that is configured.
    pub(super) fn client(&self) -> Result<Client<Web>, AuthError> {
        Ok(session::client_of(&self.pool()?, &self.0))
    }

    /// The way to the service of a `CognitoUser` that was given to this `Auth`.
    pub(super) fn client_of_user(&self, user: &Value) -> Client<Web> {
        session::client_of_user(user, &self.0)
    }

    /// `clientMetadata` as given, or as configured where it is `undefined`.
    pub(super) fn client_metadata(&self, given: Value) -> Value {
        if given.is_undefined() {
            self.configured_client_metadata()
        } else {
            given
        }
    }

    /// `clientMetadata` of the configuration.
    pub(super) fn configured_client_metadata(&self) -> Value {
        self.0.get("_config").get("clientMetadata")
    }

    /// `clientMetadata` as given, or as configured where it is anything that JavaScript takes for false; `undefined` if
    /// that is false, too.
    pub(super) fn truthy_client_metadata(&self, given: Value) -> Value {
        given.or(self.configured_client_metadata()).or(Value::undefined())
    }

    /// Waits for a storage that has to be read in first.
    pub(super) async fn storage_ready(&self) -> Result<(), Value> {
        settled(&self.0.get("_storageSync")).await.map(|_| ())
    }

    /// The same, and then for the time to write: what is stored before anything else is waited for is stored alone.
    pub(super) async fn turn(&self) -> Result<(), Value> {
        settled(&Value(turn_of(self.0.0))).await.map(|_| ())
    }

    /// A new user object, set up as configured.
    pub(super) fn new_user(&self, username: &Value) -> Result<Value, Value> {
        self.0.call("createCognitoUser", &[username])
    }

    /// `Auth.user`: the last user that this page knows.
    pub(super) fn user(&self) -> Value {
        self.0.get("user")
    }

    pub(super) fn set_user(&self, user: &Value) {
        self.0.set("user", user);
    }

    /// Notes that a sign-in with a password begins, until the result is dropped; `None` if one is under way.
    pub(super) fn begin_sign_in(&self) -> Option<PendingSignIn> {
        if self.0.get(PENDING).is_truthy() {
            return None;
        }
        self.0.set(PENDING, &true.into());
        Some(PendingSignIn(self.0.clone()))
    }
}

const PENDING: &str = "pendingSignIn";

/// Held while a sign-in with a password is under way; released however that ends.
pub(super) struct PendingSignIn(Value);

impl Drop for PendingSignIn {
    fn drop(&mut self) {
        self.0.set(PENDING, &Value::null());
    }
}
