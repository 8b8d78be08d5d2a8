//! The browser, and workers: what the core needs, from the global object.

use super::{Event, HttpReply, HttpRequest, Platform, Task};
use crate::error::{AuthError, Failure};
use crate::js::{host, spawn, to_session, wait};
use crate::srp::{Job, Work};
use crate::wire::{Value, object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Looked up on the global object at each call, so that a page may put its own in place.
    #[wasm_bindgen(catch)]
    fn fetch(url: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn get_random_values(bytes: &mut [u8]) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Date)]
    fn now() -> f64;
}

/// The page, as one user pool object sees it.
#[derive(Clone)]
pub(crate) struct Web {
    /// Anything with localStorage's methods.
    pub storage: Value,
    /// The `CognitoUserPool`, which tells of refreshes and makes `UserContextData`.
    pub pool: Value,
    /// The application's `Auth`, where it was `Auth` that was called.
    pub facade: Value,
}

/// Without a user pool: for what needs none.
impl Default for Web {
    fn default() -> Self {
        Web {
            storage: Value::undefined(),
            pool: Value::undefined(),
            facade: Value::undefined(),
        }
    }
}

impl Platform for Web {
    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpReply, AuthError> {
        let headers = object()
            .with_text("Content-Type", "application/x-amz-json-1.1")
            .with(
                "X-Amz-Target",
                &(Value::from("AWSCognitoIdentityProviderService.") + request.operation),
            )
            .with_text(
                "X-Amz-User-Agent",
                concat!("cognito-auth-wasm/", env!("CARGO_PKG_VERSION")),
            )
            .with_text("Cache-Control", "no-store");
        let options = object()
            .with_text("method", "POST")
            .with("headers", &headers)
            .with("body", &request.body)
            .with(
                "credentials",
                &self.pool.get("client").get("fetchOptions").get("credentials"),
            );
        let reply = match fetch(&request.url.0, &options.0) {
            Ok(promise) => wait(&Value(promise)).await,
            Err(thrown) => Err(Value(thrown)),
        };
        let reply = reply.map_err(|rejection| {
            if rejection.get("name") == *"TypeError" {
                Failure::Network
            } else {
                Failure::Rejected(rejection)
            }
        })?;
        let status = reply.get("status").number() as u16;
        let error_type = reply.get("headers").call("get", &[&"x-amzn-errortype".into()]);
        // A body that breaks off, or is too long to be the service's, is no JSON, which says the same.
        let body = wait(&host().text(&reply)).await;
        Ok(HttpReply {
            status,
            error_type: error_type.unwrap_or(Value::undefined()),
            body: body.unwrap_or(Value::undefined()),
        })
    }

    fn get_item(&self, key: &Value) -> Value {
        self.storage.call("getItem", &[key]).unwrap_or(Value::undefined())
    }

    fn set_item(&self, key: &Value, text: &Value) {
        let _ = self.storage.call("setItem", &[key, text]);
    }

    fn remove_item(&self, key: &Value) {
        let _ = self.storage.call("removeItem", &[key]);
    }

    fn now_ms(&self) -> f64 {
        now()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError> {
        get_random_values(bytes)
            .map(|_| ())
            .map_err(|_| Failure::Plain("This environment has no crypto.getRandomValues").into())
    }

    async fn sleep(&self, milliseconds: f64) {
        // A timer does not fail.
        let _ = wait(&host().sleep(milliseconds)).await;
    }

    fn spawn(&self, task: Task) {
        spawn(task);
    }

    fn claims(&self, token: &Value) -> Value {
        host().claims(token)
    }

    fn user_context(&self, username: &Value) -> Value {
        self.pool
            .call("getUserContextData", &[username])
            .unwrap_or(Value::undefined())
    }

    fn device_name(&self) -> Value {
        host().device_name()
    }

    fn accelerate(&self, job: Job, work: &mut Work) -> bool {
        host().accelerate(job, work)
    }

    fn emit(&self, event: Event<'_>) {
        let nothing = Value::null();
        match event {
            Event::Refreshed(tokens) => self.tell_of_refresh(&nothing, &to_session(tokens)),
            Event::RefreshFailed(error) => self.tell_of_refresh(&error.clone().into(), &nothing),
            Event::SessionEnded => {
                // A facade that is `undefined` takes nothing.
                self.facade.set("user", &nothing);
                host().dispatch("signOut", &nothing, &"A user has been signed out".into());
            }
        }
    }
}

impl Web {
    /// `wrapRefreshSessionCallback` gives a callback that tells whom it may concern: `Auth` sends its Hub event there.
    /// A pool that an application made itself may have none.
    fn tell_of_refresh(&self, error: &Value, session: &Value) {
        if let Ok(tell) = self.pool.call("wrapRefreshSessionCallback", &[&host().ignore()]) {
            let _ = tell.apply(&Value::null(), &[error, session]);
        }
    }
}
