//! The browser, and workers: what the core needs, from the global object.

use super::{Event, HttpReply, HttpRequest, Platform};
use crate::error::AuthError;
use crate::js::{Object, host, to_session};
use crate::wire::{Value, from_js};
use gloo_net::http::{Request, Response};
use js_sys::{Function, Promise};
use std::future::Future;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

#[wasm_bindgen]
extern "C" {
    /// Looked up on the global object at each call, so that a page may put its own in place.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request, options: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;

    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Option<web_sys::Crypto>;
}

/// What a `fetch` rejected with that is not a `TypeError`.
#[derive(Clone, PartialEq)]
pub(crate) struct Rejection(pub JsValue);

/// Whatever it is, it is not ours to print.
impl std::fmt::Debug for Rejection {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Rejection")
    }
}

/// The page, as one user pool object sees it.
#[derive(Clone)]
pub(crate) struct Web {
    /// Anything with localStorage's methods.
    pub storage: web_sys::Storage,
    /// The `CognitoUserPool`, which tells of refreshes and makes `UserContextData`.
    pub pool: Object,
    /// The application's `Auth`, where it was `Auth` that was called.
    pub facade: Option<Object>,
}

impl Web {
    pub(crate) fn new(pool: Object, storage: JsValue) -> Self {
        Web {
            storage: storage.unchecked_into(),
            pool,
            facade: None,
        }
    }
}

impl Platform for Web {
    async fn send(&self, request: HttpRequest<'_>) -> Result<HttpReply, AuthError> {
        let built = Request::post(request.url)
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", request.target)
            .header(
                "X-Amz-User-Agent",
                concat!("cognito-auth-wasm/", env!("CARGO_PKG_VERSION")),
            )
            .header("Cache-Control", "no-store")
            .body(request.body)
            .map_err(|_| AuthError::Network)?;
        let sending = fetch(&built.into(), &self.pool.at("client").get("fetchOptions"));
        // Not gloo-net's own `send`: it panics when the rejection is not an Error.
        let reply = match sending {
            Ok(promise) => JsFuture::from(promise).await,
            Err(thrown) => Err(thrown),
        };
        let reply = reply.map_err(|rejection| {
            if Object::from(rejection.clone()).text("name").as_deref() == Some("TypeError") {
                AuthError::Network
            } else {
                AuthError::Rejected(Rejection(rejection))
            }
        })?;
        let reply = Response::from(reply.unchecked_into::<web_sys::Response>());
        Ok(HttpReply {
            status: reply.status(),
            error_type: reply.headers().get("x-amzn-errortype"),
            // A body that breaks off is no JSON, which says the same.
            body: reply.text().await.unwrap_or_default(),
        })
    }

    fn get_item(&self, key: &str) -> Option<String> {
        self.storage.get_item(key).ok().flatten()
    }

    fn set_item(&self, key: &str, text: &str) {
        let _ = self.storage.set_item(key, text);
    }

    fn remove_item(&self, key: &str) {
        let _ = self.storage.remove_item(key);
    }

    fn now_ms(&self) -> f64 {
        js_sys::Date::now()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), AuthError> {
        CRYPTO
            .with(|crypto| crypto.as_ref()?.get_random_values_with_u8_array(bytes).ok())
            .map(|_| ())
            .ok_or(AuthError::Plain("This environment has no crypto.getRandomValues"))
    }

    async fn sleep(&self, milliseconds: f64) {
        let promise = Promise::new(&mut |resolve, _| {
            set_timeout(&resolve, milliseconds);
        });
        // A timer does not fail.
        let _ = JsFuture::from(promise).await;
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        go_on_with(Box::pin(task));
    }

    fn user_context(&self, username: &str, _: &str, _: &str) -> Option<Value> {
        from_js(&self.pool.call("getUserContextData", &[&username.into()]).ok()?)
    }

    fn emit(&self, event: Event<'_>) {
        match event {
            Event::Refreshed(tokens) => self.tell_of_refresh(&JsValue::NULL, &to_session(tokens)),
            Event::RefreshFailed(error) => self.tell_of_refresh(&error.clone().into(), &JsValue::NULL),
            Event::SessionEnded => {
                if let Some(facade) = &self.facade {
                    facade.set("user", &JsValue::NULL);
                }
                host().dispatch("signOut", &JsValue::NULL, "A user has been signed out");
            }
        }
    }
}

/// Runs after the caller has returned. Boxed, so that the machinery of a task is in the binary once.
pub(crate) fn go_on_with(task: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local(task);
}

impl Web {
    /// `wrapRefreshSessionCallback` gives a callback that tells whom it may concern: `Auth` sends its Hub event there.
    fn tell_of_refresh(&self, error: &JsValue, session: &JsValue) {
        // A pool that an application made itself may have none.
        if let Ok(tell) = self.pool.call("wrapRefreshSessionCallback", &[&host().ignore()])
            && let Some(tell) = tell.dyn_ref::<Function>()
        {
            let _ = tell.call2(&JsValue::NULL, error, session);
        }
    }
}
