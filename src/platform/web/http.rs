//! Requests, by `fetch`.
//!
//! gloo-net reads the replies. It does not build the requests, because it makes a `Request` of them: an application
//! that replaces `fetch`, or stubs it in a test, expects a URL and options, as in v5. It does not send them either: it
//! panics on a rejection that is no `Error`, and drops the name of others.

use super::super::{HttpReply, HttpRequest};
use super::timers::{AtTrap, Deferred, Timer, sleep};
use crate::wire::{Value, object};
use gloo_net::http::Response;
use js_sys::{Date, Function, Promise};
use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, DomException, RequestInit};

#[wasm_bindgen]
extern "C" {
    // Looked up at each call, so that a page may replace it.
    #[wasm_bindgen(catch)]
    fn fetch(url: &JsValue, init: &RequestInit) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/pkg/reply.js")]
extern "C" {
    /// A reply with a status, headers and a text, of whatever `fetch` has given.
    #[wasm_bindgen(js_name = replyOf, catch)]
    fn reply_of(reply: &JsValue) -> Result<web_sys::Response, JsValue>;
    /// The text of a reply; `undefined` where it is longer than any that Cognito sends.
    #[wasm_bindgen(js_name = textOf, catch)]
    async fn text_of(reply: &web_sys::Response) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    /// The signal that aborts the requests of the `AuthClass` that has made this user pool object.
    #[wasm_bindgen(js_namespace = page, js_name = signalOf)]
    pub(super) fn signal_of(pool: &JsValue) -> Option<AbortSignal>;
}

/// Sends a request after a pause, and gives the reply, whatever its status. The error has `code: "NetworkError"` if
/// there was no reply in time; else it is what ended the request, or what a test's stub of `fetch` has thrown.
pub(super) async fn send(pool: &Value, request: &HttpRequest<'_>) -> Result<HttpReply, Value> {
    let signal = signal_of(pool.as_ref());
    let ended = Deferred::new();
    if let Some(signal) = &signal {
        signal.add_event_listener_with_callback("abort", &ended.reject).ok();
    }
    let controller = AbortController::new().map_err(Value::from)?;
    let _at_trap = AtTrap::new(aborting(&controller));
    let result = {
        let mut exchange = pin!(exchange(request, &ended, &controller));
        let mut end = pin!(JsFuture::from(ended.promise.clone()));
        std::future::poll_fn(|context| {
            if let Poll::Ready(result) = exchange.as_mut().poll(context) {
                return Poll::Ready(result);
            }
            end.as_mut().poll(context).map(|_| match &signal {
                // Old browsers know no reason.
                Some(signal) if signal.aborted() => {
                    Err(Value::from(signal.reason()).or(exception("AbortError", "Aborted")))
                }
                _ => Err(network_error(&exception("TimeoutError", "No reply in time"))),
            })
        })
        .await
    };
    #[cfg(feature = "panics")]
    crate::panics::at("future");
    if let Some(signal) = &signal {
        signal.remove_event_listener_with_callback("abort", &ended.reject).ok();
    }
    if result.is_err() {
        controller.abort();
    }
    result
}

/// What ends a request. It is made only then: an exception holds its stack, and so the module, and one made earlier would
/// do so even after a trap.
fn exception(name: &str, message: &str) -> Value {
    DomException::new_with_message_and_name(message, name).map_or_else(Value::from, |error| JsValue::from(error).into())
}

/// `controller.abort`.
pub(super) fn aborting(controller: &AbortController) -> Function {
    let abort = Value::from(JsValue::from(controller.clone())).get("abort");
    abort.as_ref().unchecked_ref::<Function>().bind0(controller)
}

async fn exchange(
    request: &HttpRequest<'_>,
    ended: &Deferred,
    controller: &AbortController,
) -> Result<HttpReply, Value> {
    if request.pause_ms > 0.0 {
        sleep(request.pause_ms).await;
    }
    let _timer = Timer::new(&ended.reject, request.limit_ms, &JsValue::UNDEFINED);
    let headers = request
        .headers
        .iter()
        .fold(object(), |headers, (name, value)| headers.with(name, value));
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(headers.as_ref());
    init.set_body(request.body.as_ref());
    init.set_signal(Some(&controller.signal()));
    let init = Value::from(JsValue::from(init));
    let (name, value) = request.option;
    if !value.is_undefined() {
        init.set(name, value);
    }
    let sending = fetch(request.url.as_ref(), JsValue::from(init).unchecked_ref())?;
    // A stub may give no promise.
    let reply = JsFuture::from(Promise::resolve(&sending)).await.map_err(not_reached)?;
    let raw = reply_of(&reply)?;
    let body = text_of(&raw).await.map_err(not_reached)?.into();
    let reply = Response::from(raw);
    let header = |name| reply.headers().get(name);
    Ok(HttpReply {
        status: reply.status(),
        error_type: header("x-amzn-errortype").map_or(Value::null(), |text| text.as_str().into()),
        retry_after_ms: header("retry-after").map_or(f64::NAN, |after| wait_ms(&after)),
        body,
    })
}

/// The pause that `Retry-After` asks for, as seconds or until a date. JavaScript reads the number, because Rust's
/// parser takes 8 kB.
fn wait_ms(after: &str) -> f64 {
    let seconds = Value::from(after).number();
    if seconds.is_nan() {
        Date::parse(after) - Date::now()
    } else {
        seconds * 1000.0
    }
}

/// The error of a `fetch`, or of reading its reply. A TypeError says there that there was no reply, or not all of it.
fn not_reached(cause: JsValue) -> Value {
    let cause = Value::from(cause);
    if cause.get("name").is_one_of(&["TypeError", "TimeoutError"]) {
        network_error(&cause)
    } else {
        cause
    }
}

/// The error for a missing reply.
fn network_error(cause: &Value) -> Value {
    // Passed as an option, so that `cause` is no key of the error.
    let options = object().with("cause", cause);
    let error = js_sys::Error::new_with_options(crate::error::text::NO_REPLY, options.as_ref().unchecked_ref());
    let error = Value::from(JsValue::from(error));
    error.set("code", &crate::error::NETWORK_ERROR.into());
    error
}
