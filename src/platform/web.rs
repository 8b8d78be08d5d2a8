//! The browser, and workers: what the core needs, from the global object.

use super::{Event, HttpReply, HttpRequest, Platform, Task};
use crate::error::{AuthError, Failure};
use crate::js::{host, settled, spawn, to_session};
use crate::srp::{Job, Work};
use crate::wire::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg/host.js")]
extern "C" {
    fn send(pool: i32, at: *const u8, length: usize, body: i32, pause_ms: f64, limit_ms: f64) -> i32;
    fn random(at: *mut u8, length: usize) -> bool;
    fn now() -> f64;
    fn timestamp() -> i32;
    fn sleep(milliseconds: f64) -> i32;
    fn lock(name: i32) -> i32;
    #[wasm_bindgen(js_name = tellOfRefresh)]
    fn tell_of_refresh(pool: i32, error: i32, session: i32);
}

/// Of a pool's `client`: whether refresh tokens rotate. `pkg/auth.js` sets it as configured.
const ROTATES: &str = "refreshTokenRotation";

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
        let (at, length) = (request.operation.as_ptr(), request.operation.len());
        let HttpRequest {
            body,
            pause_ms,
            limit_ms,
            ..
        } = request;
        let sending = send(self.pool.0, at, length, body.0, pause_ms, limit_ms);
        let reply = settled(&Value(sending)).await.map_err(Failure::Rejected)?;
        Ok(HttpReply {
            status: reply.at(0).number() as u16,
            error_type: reply.at(1),
            retry_after_ms: reply.at(2).number(),
            body: reply.at(3),
        })
    }

    fn get_item(&self, key: &Value) -> Value {
        self.storage.call("getItem", &[key]).unwrap_or(Value::undefined())
    }

    fn set_item(&self, key: &Value, text: &Value) -> bool {
        self.storage.call("setItem", &[key, text]).is_ok()
    }

    fn remove_item(&self, key: &Value) {
        let _ = self.storage.call("removeItem", &[key]);
    }

    fn now_ms(&self) -> f64 {
        now()
    }

    fn timestamp(&self) -> Value {
        Value(timestamp())
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError> {
        if random(bytes.as_mut_ptr(), bytes.len()) {
            Ok(())
        } else {
            Err(Failure::Plain("This environment has no crypto.getRandomValues").into())
        }
    }

    async fn sleep(&self, milliseconds: f64) {
        // A timer does not fail.
        let _ = settled(&Value(sleep(milliseconds))).await;
    }

    async fn lock(&self, name: &Value) -> Value {
        // Where the page has no locks it gives nothing.
        settled(&Value(lock(name.0))).await.unwrap_or(Value::undefined())
    }

    fn unlock(&self, lock: &Value) {
        let _ = lock.apply(&Value::undefined(), &[]);
    }

    fn rotates(&self) -> bool {
        self.pool.get("client").get(ROTATES).is_truthy()
    }

    fn set_rotates(&self) {
        self.pool.get("client").set(ROTATES, &true.into());
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
            Event::Expired(error) => {
                let error = error.clone().into();
                host().dispatch("sessionExpired", &error, &"The session has ended".into());
            }
            Event::SessionEnded => {
                // A facade that is `undefined` takes nothing.
                self.facade.set("user", &nothing);
                host().dispatch("signOut", &nothing, &"A user has been signed out".into());
            }
        }
    }
}

impl Web {
    fn tell_of_refresh(&self, error: &Value, session: &Value) {
        tell_of_refresh(self.pool.0, error.0, session.0);
    }
}
