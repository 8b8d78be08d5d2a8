//! What the methods of `Auth` share. The methods themselves are in the files of their capability.

use super::{session, wait};
use crate::cognito::Client;
use crate::error::{AuthError, Failure, Usage};
use crate::page_state;
use crate::platform::web::Web;
use crate::srp::{Job, Work};
use crate::wire::Value;
use wasm_bindgen::prelude::*;

/// Takes what `pkg/auth.js` lends: the Hub, and the classes whose objects applications hold. Called once, when the
/// module is loaded.
#[wasm_bindgen]
pub fn start(host: JsValue) {
    page_state::with(|state| state.host.replace(Some(Value(host))));
}

/// What `pkg/auth.js` has lent.
pub(crate) fn host() -> Host {
    Host(page_state::with(|state| state.host.borrow().clone()).unwrap_or(Value::undefined()))
}

#[wasm_bindgen]
extern "C" {
    /// What takes bytes of this module's memory, as they are at that moment.
    type Bytes;

    #[wasm_bindgen(method)]
    fn encode(this: &Bytes, text: &JsValue, bytes: &mut [u8]) -> usize;

    #[wasm_bindgen(method)]
    fn accelerate(this: &Bytes, is_shared_secret: bool, work: &mut [u8]) -> bool;
}

/// The JavaScript side, as far as this one needs it.
pub(crate) struct Host(Value);

impl Host {
    fn make(&self, name: &str, arguments: &[&Value]) -> Value {
        self.0.call(name, arguments).unwrap_or(Value::undefined())
    }

    /// Writes the UTF-8 bytes of a text, and says how many.
    pub(crate) fn encode(&self, text: &Value, bytes: &mut [u8]) -> usize {
        self.0.0.unchecked_ref::<Bytes>().encode(&text.0, bytes)
    }

    /// Lets the fused kernel do the job, if it is loaded.
    pub(crate) fn accelerate(&self, job: Job, work: &mut Work) -> bool {
        self.0
            .0
            .unchecked_ref::<Bytes>()
            .accelerate(job == Job::SharedSecret, work)
    }

    /// Calls `settle` with that number when the promise has settled.
    pub(crate) fn wait(&self, promise: &Value, id: u32) {
        self.make("wait", &[promise, &f64::from(id).into()]);
    }

    /// A promise that is fulfilled after that many milliseconds.
    pub(crate) fn sleep(&self, milliseconds: f64) -> Value {
        self.make("sleep", &[&milliseconds.into()])
    }

    /// A promise of `[status, x-amzn-errortype, Retry-After in milliseconds, body]`. It rejects with what JavaScript shall
    /// see: with code `NetworkError` where there was no reply in time.
    pub(crate) fn send(&self, pool: &Value, operation: &str, body: &Value, pause_ms: f64) -> Value {
        self.make("send", &[pool, &operation.into(), body, &pause_ms.into()])
    }

    /// A promise of a function that gives the lock back; of `undefined` if the lock cannot be had.
    pub(crate) fn lock(&self, name: &Value) -> Value {
        self.make("lock", &[name])
    }

    /// Sends an event on the Hub's channel `auth`.
    pub(crate) fn dispatch(&self, event: impl Into<Value>, data: &Value, message: &Value) {
        self.make("dispatch", &[&event.into(), data, message]);
    }

    /// An `Error` with this message, and `name` and `code` where they are given.
    pub(crate) fn new_error(&self, message: &Value, name: &Value, code: &Value) -> Value {
        self.make("newError", &[message, name, code])
    }

    /// An `AuthError`.
    pub(crate) fn new_auth_error(&self, usage: Usage) -> Value {
        let [name, message, log] = [usage.name(), usage.message(), usage.log()].map(Value::from);
        self.make("newAuthError", &[&name, &message, &log])
    }

    /// A `CognitoUser`.
    pub(crate) fn new_user(&self, username: &Value, pool: &Value) -> Value {
        self.make("newUser", &[username, pool])
    }

    /// An array of `CognitoUserAttribute`, of the service's `{Name, Value}`.
    pub(crate) fn new_attributes(&self, list: &Value) -> Value {
        self.make("newAttributes", &[list])
    }

    /// A `CognitoUserSession`.
    pub(crate) fn new_session(&self, id: &Value, access: &Value, refresh: &Value, clock_drift_s: f64) -> Value {
        self.make("newSession", &[id, access, refresh, &clock_drift_s.into()])
    }

    /// The claims of a JSON Web Token; an empty object if it is none.
    pub(crate) fn claims(&self, token: &Value) -> Value {
        self.make("claims", &[token])
    }

    /// `[{Name, Value}]` of an object's keys; `undefined` if it is none.
    pub(crate) fn entries(&self, object: &Value) -> Value {
        self.make("entries", &[object])
    }

    /// `[{Name, Value}]` of all that `for … in` finds in an object, values as they are.
    pub(crate) fn members(&self, object: &Value) -> Value {
        self.make("members", &[object])
    }

    /// Whether this is an object with something in it.
    pub(crate) fn has_members(&self, object: &Value) -> bool {
        self.entries(object).get("length").is_truthy()
    }

    /// An object's members, each under `userAttributes.` and its name.
    pub(crate) fn required_attributes(&self, object: &Value) -> Value {
        self.make("requiredAttributes", &[object])
    }

    /// What a new device is to be called.
    pub(crate) fn device_name(&self) -> Value {
        self.0.get("deviceName")
    }

    /// Keeps the challenge that is open in this tab, over what is kept; `undefined` ends it.
    pub(crate) fn keep_challenge(&self, pool: &Value, challenge: &Value) {
        self.make("keepChallenge", &[pool, challenge]);
    }

    /// A function that does nothing.
    pub(crate) fn ignore(&self) -> Value {
        self.0.get("ignore")
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
        wait(&self.0.get("_storageSync")).await.map(|_| ())
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
