//! What the methods of `Auth` share. The methods themselves are in the `v5.rs` of their capability.

use super::page::dispatch;
use super::user::{client_of_pool, client_of_user_with};
use crate::error::{AuthError, Failure, Usage};
use crate::platform::Platform;
use crate::platform::web::{Web, settled};
use crate::service::Client;
use crate::wire::Value;
use js_sys::Object;
use wasm_bindgen::prelude::*;

/// One call of the application's `Auth`. The called method consumes it.
///
/// The state that applications may look at is in the fields of the page's `AuthClass`: `_config`, `userPool`, `user`,
/// `_storageSync`. This side reads them and holds no copy.
#[wasm_bindgen]
#[derive(Clone)]
pub struct Auth {
    facade: Value,
}

#[wasm_bindgen]
impl Auth {
    /// A call of that `AuthClass`.
    #[wasm_bindgen(constructor)]
    pub fn new(facade: JsValue) -> Auth {
        #[cfg(feature = "panics")]
        crate::panics::at("method");
        Auth { facade: facade.into() }
    }
}

impl Auth {
    /// An `Auth` without a configuration, for the methods of user objects.
    pub(crate) fn none() -> Auth {
        Auth {
            facade: Value::undefined(),
        }
    }

    /// The user pool that is configured.
    pub(crate) fn pool(&self) -> Result<Value, AuthError> {
        let pool = self.facade.get("userPool");
        if pool.is_truthy() {
            Ok(pool)
        } else {
            Err(Failure::Usage(Usage::NoUserPool).into())
        }
    }

    /// The application's `AuthClass`.
    pub(crate) fn object(&self) -> &Object {
        self.facade.as_ref().unchecked_ref()
    }

    /// What was configured.
    pub(crate) fn config(&self) -> Value {
        self.facade.get("_config")
    }

    /// The platform as it is configured, with or without a user pool.
    pub(crate) fn platform(&self) -> Web {
        Web {
            storage: self.facade.get("_storage"),
            pool: self.facade.get("userPool"),
            facade: self.facade.clone(),
            ..Web::default()
        }
    }

    /// The way to the user pool that is configured.
    pub(crate) fn client(&self) -> Result<Client<Web>, AuthError> {
        Ok(client_of_pool(&self.pool()?, &self.facade))
    }

    /// The way to the service of a `CognitoUser` that was given to this `Auth`.
    pub(crate) fn client_of_user(&self, user: &Value) -> Client<Web> {
        client_of_user_with(user, &self.facade)
    }

    /// `clientMetadata` as given, or as configured where it is `undefined`.
    pub(crate) fn client_metadata(&self, given: Value) -> Value {
        if given.is_undefined() {
            self.configured_client_metadata()
        } else {
            given
        }
    }

    /// `clientMetadata` of the configuration.
    pub(crate) fn configured_client_metadata(&self) -> Value {
        self.config().get("clientMetadata")
    }

    /// `clientMetadata` as given, or as configured where it is anything that JavaScript takes for false; `undefined` if
    /// that is false, too.
    pub(crate) fn truthy_client_metadata(&self, given: Value) -> Value {
        given.or(self.configured_client_metadata()).or(Value::undefined())
    }

    /// Waits until a storage that must be read in first has been read in.
    pub(crate) async fn storage_ready(&self) -> Result<(), Value> {
        settled(&self.facade.get("_storageSync")).await.map(|_| ())
    }

    /// Waits until the storage has been read in, and then until no other tab writes. What is stored before the next
    /// wait is stored alone.
    pub(crate) async fn wait_to_write(&self) -> Result<(), Value> {
        self.storage_ready().await?;
        self.client()?.platform.wait_to_write().await;
        Ok(())
    }

    /// A new user object, set up as configured.
    pub(crate) fn new_user(&self, username: &Value) -> Result<Value, Value> {
        self.facade.call("createCognitoUser", &[username])
    }

    /// Dispatches an event on the Hub.
    pub(crate) fn dispatch(&self, event: impl Into<Value>, data: &Value, message: &Value) {
        dispatch(&event.into(), data, message, &self.facade);
    }

    /// `Auth.user`: the last user that this page knows.
    pub(crate) fn user(&self) -> Value {
        self.facade.get("user")
    }

    pub(crate) fn set_user(&self, user: &Value) {
        self.facade.set("user", user);
    }

    /// Notes that a sign-in with a password begins, until the result is dropped; `None` if one is under way.
    pub(crate) fn begin_sign_in(&self) -> Option<PendingSignIn> {
        if self.facade.get(PENDING).is_truthy() {
            return None;
        }
        self.facade.set(PENDING, &true.into());
        Some(PendingSignIn(self.facade.clone()))
    }
}

const PENDING: &str = "pendingSignIn";

/// Held while a sign-in with a password is under way; released however that ends. (After a trap: by `pkg/core.js`.)
pub(crate) struct PendingSignIn(Value);

impl Drop for PendingSignIn {
    fn drop(&mut self) {
        self.0.set(PENDING, &Value::null());
    }
}
