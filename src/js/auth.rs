//! What the methods of `Auth` share. The methods themselves are in the files of their capability.

use super::object::Object;
use super::session;
use crate::cognito::Client;
use crate::error::{AuthError, Usage};
use crate::platform::web::Web;
use crate::wire::{Value, from_js};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static HOST: RefCell<Object> = RefCell::new(JsValue::UNDEFINED.into());
}

/// Takes what `pkg/auth.js` lends: the Hub, and the classes whose objects applications hold. Called once, when the
/// module is loaded.
#[wasm_bindgen(js_name = lendHost)]
pub fn lend_host(lent: JsValue) {
    HOST.set(lent.into());
}

/// What `pkg/auth.js` has lent.
pub(crate) fn host() -> Host {
    Host(HOST.with_borrow(Clone::clone))
}

/// The JavaScript side, as far as this one needs it.
pub(crate) struct Host(Object);

impl Host {
    fn make(&self, name: &str, arguments: &[&JsValue]) -> JsValue {
        self.0.call(name, arguments).unwrap_or(JsValue::UNDEFINED)
    }

    /// Sends an event on the Hub's channel `auth`.
    pub(crate) fn dispatch(&self, event: &str, data: &JsValue, message: &str) {
        self.make("dispatch", &[&event.into(), data, &message.into()]);
    }

    /// An `Error` with this message, and `name` and `code` where they are given.
    pub(crate) fn new_error(&self, message: &str, name: Option<&str>, code: Option<&str>) -> JsValue {
        self.make("newError", &[&message.into(), &name.into(), &code.into()])
    }

    /// An `AuthError`.
    pub(crate) fn new_auth_error(&self, usage: Usage) -> JsValue {
        self.make(
            "newAuthError",
            &[&usage.name().into(), &usage.message().into(), &usage.log().into()],
        )
    }

    /// A `CognitoUser`.
    pub(crate) fn new_user(&self, username: &str, pool: &Object) -> Object {
        self.make("newUser", &[&username.into(), pool.value()]).into()
    }

    /// A `CognitoUserAttribute`.
    pub(crate) fn new_attribute(&self, name: &JsValue, value: &JsValue) -> JsValue {
        self.make("newAttribute", &[name, value])
    }

    /// A `CognitoUserSession`.
    pub(crate) fn new_session(&self, id: &str, access: &str, refresh: &str, clock_drift_s: f64) -> JsValue {
        self.make(
            "newSession",
            &[&id.into(), &access.into(), &refresh.into(), &clock_drift_s.into()],
        )
    }

    /// A function that does nothing.
    pub(crate) fn ignore(&self) -> JsValue {
        self.0.get("ignore")
    }
}

/// The `Auth` that the application holds, with its public fields `_config`, `userPool`, `user`, `_storageSync`.
#[derive(Clone)]
pub(crate) struct Auth(Object);

impl Auth {
    pub(super) fn new(facade: JsValue) -> Auth {
        Auth(facade.into())
    }

    /// The user pool that is configured.
    pub(super) fn pool(&self) -> Result<Object, AuthError> {
        let pool = self.0.at("userPool");
        if pool.is_truthy() {
            Ok(pool)
        } else {
            Err(AuthError::Usage(Usage::NoUserPool))
        }
    }

    /// The way to the user pool that is configured.
    pub(super) fn client(&self) -> Result<Client<Web>, AuthError> {
        let mut client = session::client_of(&self.pool()?);
        self.listen_to(&mut client);
        Ok(client)
    }

    /// Has this `Auth` told when the service ends the client's session.
    pub(super) fn listen_to(&self, client: &mut Client<Web>) {
        client.platform.facade = Some(self.0.clone());
    }

    /// `clientMetadata` as given, or as configured where it is `undefined`.
    pub(super) fn client_metadata(&self, given: &JsValue) -> Option<Value> {
        if given.is_undefined() {
            self.configured_client_metadata()
        } else {
            from_js(given)
        }
    }

    /// `clientMetadata` of the configuration.
    pub(super) fn configured_client_metadata(&self) -> Option<Value> {
        self.0.at("_config").json("clientMetadata")
    }

    /// `clientMetadata` as given, or as configured where it is anything that JavaScript takes for false.
    pub(super) fn truthy_client_metadata(&self, given: &JsValue) -> Option<Value> {
        let given = if given.is_truthy() {
            from_js(given)
        } else {
            self.configured_client_metadata()
        };
        given.filter(Value::is_truthy)
    }

    /// Waits for a storage that has to be read in first.
    pub(super) async fn storage_ready(&self) -> Result<(), JsValue> {
        JsFuture::from(js_sys::Promise::resolve(&self.0.get("_storageSync")))
            .await
            .map(|_| ())
    }

    /// A new user object, set up as configured.
    pub(super) fn new_user(&self, username: &str) -> Result<Object, JsValue> {
        Ok(self.0.call("createCognitoUser", &[&username.into()])?.into())
    }

    /// `Auth.user`: the last user that this page knows.
    pub(super) fn user(&self) -> JsValue {
        self.0.get("user")
    }

    pub(super) fn set_user(&self, user: &JsValue) {
        self.0.set("user", user);
    }

    /// Notes that a sign-in with a password begins, until the result is dropped; `None` if one is under way.
    pub(super) fn begin_sign_in(&self) -> Option<PendingSignIn> {
        if self.0.get(PENDING).is_truthy() {
            return None;
        }
        self.0.set(PENDING, &JsValue::TRUE);
        Some(PendingSignIn(self.0.clone()))
    }
}

const PENDING: &str = "pendingSignIn";

/// Held while a sign-in with a password is under way; released however that ends.
pub(super) struct PendingSignIn(Object);

impl Drop for PendingSignIn {
    fn drop(&mut self) {
        self.0.set(PENDING, &JsValue::NULL);
    }
}

/// Sends an event on the Hub's channel `auth`.
pub(super) fn dispatch(event: &str, data: &JsValue, message: &[&str]) {
    host().dispatch(event, data, &message.concat());
}
