//! What only a browser can show.

use super::locks::lock;
use super::timers::{Deferred, Timer, sleep};
use super::*;
use crate::platform::HttpRequest;
use crate::wire::object;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = page)]
    static PAGE: JsValue;
}

/// The value of a script, in the page.
fn script(text: &str) -> Value {
    js_sys::eval(text).expect("the test's script runs").into()
}

/// Puts a value in the place of a global one; the former one comes back when this is dropped.
struct Replaced(&'static str, JsValue);

impl Replaced {
    fn new(name: &'static str, value: &Value) -> Replaced {
        let former = Reflect::get_own_property_descriptor(&js_sys::global(), &name.into()).expect("there is a page");
        Replaced::define(
            name,
            object()
                .with("value", value)
                .with("configurable", &true.into())
                .as_ref(),
        );
        Replaced(name, former)
    }

    fn define(name: &str, descriptor: &JsValue) {
        let is_done = Reflect::define_property(&js_sys::global(), &name.into(), descriptor.unchecked_ref());
        assert_eq!(is_done, Ok(true));
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        if self.1.is_undefined() {
            Reflect::delete_property(&js_sys::global(), &self.0.into()).expect("it was defined here");
        } else {
            Replaced::define(self.0, &self.1);
        }
    }
}

fn on(storage: Value) -> Web {
    Web {
        storage,
        ..Web::default()
    }
}

// ---- storage

#[wasm_bindgen_test]
fn what_is_stored_is_in_localstorage() {
    let web = on(script("localStorage.clear(), localStorage"));
    // A text that is no valid UTF-16 stays as it is.
    for text in ["v", "", "é𝄞"]
        .map(Value::from)
        .into_iter()
        .chain([script(r"'\ud83d'")])
    {
        assert!(web.set_item(&"k".into(), &text).is_ok());
        assert!(web.get_item(&"k".into()) == text && script("localStorage.getItem('k')") == text);
    }
    web.remove_item(&"k".into());
    assert!(web.get_item(&"k".into()) == Value::null());
}

#[wasm_bindgen_test]
fn a_storage_that_throws_holds_nothing_and_says_so() {
    let throwing = "new Proxy({}, { get: () => () => { throw new Error('full') } })";
    for storage in [script(throwing), Value::undefined(), Value::null()] {
        let web = on(storage);
        assert!(web.set_item(&"k".into(), &"v".into()).is_err());
        assert!(web.get_item(&"k".into()).is_undefined());
        web.remove_item(&"k".into());
    }
}

// ---- random bytes, time

#[wasm_bindgen_test]
fn random_bytes_are_the_browsers_and_missing_ones_are_an_error() {
    let web = Web::default();
    {
        let _none = Replaced::new("crypto", &Value::undefined());
        assert!(web.random(&mut [0; 32]).is_err());
    }
    let (mut one, mut other) = ([0; 32], [0; 32]);
    assert!(web.random(&mut one).is_ok() && web.random(&mut other).is_ok());
    assert!(one != other && one != [0; 32] && other != [0; 32]);
}

#[wasm_bindgen_test]
fn a_timestamp_is_written_as_cognito_reads_it() {
    let now = script("Date.now");
    let set_now = |now: &Value| Reflect::set(script("Date").as_ref(), &"now".into(), now.as_ref()).expect("it is set");
    for (now_ms, text) in include!("../../../tests/vectors/timestamps.rs") {
        let then = script(&format!("() => {now_ms}"));
        set_now(&then);
        let timestamp = Web::default().timestamp();
        set_now(&now);
        assert!(timestamp == *text, "{text}");
    }
}

#[wasm_bindgen_test]
async fn a_sleep_lasts_as_long_as_it_should_and_a_dropped_timer_calls_nobody() {
    let begun = script("performance.now()").number();
    let called = script("globalThis.called = []");
    let note: Function = script("(name) => called.push(name)").as_ref().clone().unchecked_into();
    let kept = Timer::new(&note, 10.0, &"kept".into());
    drop(Timer::new(&note, 10.0, &"dropped".into()));
    sleep(60.0).await;
    let took = script("performance.now()").number() - begun;
    assert!(took >= 59.0, "{took} ms");
    assert!(called.shown() == *"kept");
    drop(kept);
}

#[wasm_bindgen_test]
async fn a_promise_that_nobody_settles_is_settled_when_it_is_dropped() {
    let promise = {
        let deferred = Deferred::new();
        deferred.promise.clone()
    };
    assert_eq!(JsFuture::from(promise).await, Ok(JsValue::UNDEFINED));
}

// ---- locks

/// Holds a lock as another tab would, until the function in the page's `release` is called.
async fn held_by_another(name: &str) {
    let hold = "new Promise((held) => navigator.locks.request('NAME', () => { held(); return new Promise((end) => { globalThis.release = end }) }))";
    let promise: Promise = script(&hold.replace("NAME", name)).as_ref().clone().unchecked_into();
    JsFuture::from(promise).await.expect("the lock is granted");
}

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_at_a_time() {
    held_by_another("one").await;
    let begun = script("performance.now()").number();
    script("setTimeout(() => release(), 100)");
    let held = lock(&"one".into(), 5000.0).await;
    let waited = script("performance.now()").number() - begun;
    assert!(held.is_some() && waited >= 99.0, "{waited} ms");
    // The other waits until this one is given back.
    let other: Promise = script("globalThis.granted = 0; navigator.locks.request('one', () => granted++)")
        .as_ref()
        .clone()
        .unchecked_into();
    sleep(200.0).await;
    assert!(script("granted") == Value::from(0.0));
    drop(held);
    JsFuture::from(other).await.expect("the other has it now");
}

#[wasm_bindgen_test]
async fn a_lock_that_cannot_be_had_in_time_is_done_without() {
    held_by_another("two").await;
    let begun = script("performance.now()").number();
    assert!(lock(&"two".into(), 50.0).await.is_none());
    let waited = script("performance.now()").number() - begun;
    assert!(waited >= 49.0, "{waited} ms");
    // It does not wait on behind the caller's back, where it would have the lock for a minute.
    script("release()");
    let free: Promise = script("navigator.locks.request('two', { signal: AbortSignal.timeout(30000) }, () => true)")
        .as_ref()
        .clone()
        .unchecked_into();
    assert_eq!(JsFuture::from(free).await, Ok(JsValue::TRUE));
}

#[wasm_bindgen_test]
async fn a_page_without_locks_goes_on_without() {
    let _none = Replaced::new("navigator", &object());
    assert!(lock(&"three".into(), 5000.0).await.is_none());
}

// ---- requests

/// Sends something, which `fetch`, a script, answers.
async fn send(fetch: &str, limit_ms: f64) -> Result<HttpReply, Value> {
    let _fetch = Replaced::new("fetch", &script(fetch));
    let request = HttpRequest {
        url: &"https://cognito.test/".into(),
        headers: &[("X-Amz-Target", "T".into())],
        body: &"{}".into(),
        option: ("credentials", &Value::undefined()),
        pause_ms: 0.0,
        limit_ms,
    };
    http::send(&Value::undefined(), &request).await
}

/// What page.js gives for the signal that ends requests.
fn set_signal(signal: &JsValue) {
    let signal_of = Function::new_no_args("return this.signal");
    PAGE.with(|page| {
        Reflect::set(page, &"signalOf".into(), &signal_of).expect("it is an object");
        Reflect::set(page, &"signal".into(), signal).expect("it is an object");
    });
}

#[wasm_bindgen_test]
async fn a_reply_is_read_whatever_its_status() {
    set_signal(&JsValue::UNDEFINED);
    let fetch = "(url, init) => { globalThis.asked = [url, init.method, init.body, init.headers['X-Amz-Target'], 'credentials' in init]; \
        return Promise.resolve(new Response('body é', { status: 503, headers: { 'Retry-After': '2', 'x-amzn-errortype': 'E' } })) }";
    let reply = send(fetch, 5000.0).await.ok().expect("there is a reply");
    assert!(script("asked.join()") == *"https://cognito.test/,POST,{},T,false");
    assert!(reply.status == 503 && reply.body == *"body é" && reply.error_type == *"E");
    assert!(reply.retry_after_ms == 2000.0);
    let reply = send("async () => new Response('')", 5000.0)
        .await
        .ok()
        .expect("there is a reply");
    assert!(reply.status == 200 && reply.body == *"" && reply.error_type == Value::null());
    assert!(reply.retry_after_ms.is_nan());
    // 1 MiB is more than Cognito ever sends.
    for (bytes, is_read) in [(1 << 20, true), ((1 << 20) + 1, false)] {
        let fetch = format!("async () => new Response('x'.repeat({bytes}))");
        let body = send(&fetch, 5000.0).await.ok().expect("there is a reply").body;
        assert!(body.is_text() == is_read && (!is_read || body.len() == bytes));
    }
}

#[wasm_bindgen_test]
async fn a_fetch_may_reject_with_anything() {
    set_signal(&JsValue::UNDEFINED);
    for fetch in [
        "async () => { throw new TypeError('Failed to fetch') }",
        "async () => new Response(new ReadableStream({ start: (it) => it.error(new TypeError('cut off')) }))",
    ] {
        let error = send(fetch, 5000.0).await.err().expect("there is no reply");
        assert!(error.get("code") == *"NetworkError" && error.get("message") == *"Network error");
        assert!(error.get("cause").get("name") == *"TypeError");
    }
    // A real fetch never throws at once: a stub does, by a mistake of its own.
    for thrown in [
        "'a text'",
        "null",
        "undefined",
        "7",
        "Object.freeze({ name: 'Odd' })",
        "new RangeError('x')",
    ] {
        let thrown = script(&format!("globalThis.thrown = {thrown}"));
        for fetch in ["async () => { throw thrown }", "() => { throw thrown }"] {
            let error = send(fetch, 5000.0).await.err().expect("there is no reply");
            assert!(error == thrown, "{fetch}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_mistake_in_a_stub_of_fetch_is_no_missing_reply() {
    set_signal(&JsValue::UNDEFINED);
    for (fetch, name, message) in [
        ("() => { throw new TypeError('at once') }", "TypeError", "at once"),
        ("() => undefined", "Error", "The reply of fetch has no ok"),
        ("async () => null", "Error", "The reply of fetch has no ok"),
        (
            "async () => ({ json: async () => ({}) })",
            "Error",
            "The reply of fetch has no ok",
        ),
        (
            "async () => ({ ok: true })",
            "Error",
            "The reply of fetch has no json()",
        ),
        (
            "async () => ({ status: 200, headers: new Headers() })",
            "Error",
            "The reply of fetch has no json()",
        ),
    ] {
        let error = send(fetch, 5000.0).await.err().expect("there is no reply");
        assert!(
            error.get("name") == *name && error.get("message") == *message,
            "{fetch}"
        );
        assert!(error.get("code").is_undefined(), "{fetch}");
    }
}

#[wasm_bindgen_test]
async fn a_stub_of_fetch_needs_no_more_than_v5_reads() {
    set_signal(&JsValue::UNDEFINED);
    for (fetch, status, body) in [
        (
            "async () => ({ ok: true, json: async () => ({ a: 1 }) })",
            200,
            r#"{"a":1}"#,
        ),
        ("() => ({ ok: true, json: () => ({ a: 1 }) })", 200, r#"{"a":1}"#),
        ("async () => ({ ok: true, json: async () => undefined })", 200, ""),
        (
            "async () => ({ ok: true, json: async () => { throw new SyntaxError('no JSON') } })",
            200,
            "{}",
        ),
        (
            "async () => ({ ok: false, json: async () => ({ __type: 'X' }) })",
            400,
            r#"{"__type":"X"}"#,
        ),
        (
            "async () => ({ ok: false, status: 503, headers: {}, json: async () => ({}) })",
            503,
            "{}",
        ),
        ("async () => ({ status: 200, json: async () => ({}) })", 200, "{}"),
    ] {
        let reply = send(fetch, 5000.0).await.ok().expect("there is a reply");
        assert!(reply.status == status && reply.body == *body, "{fetch}");
        assert!(
            reply.error_type == Value::null() && reply.retry_after_ms.is_nan(),
            "{fetch}"
        );
    }
    let fetch = "async () => ({ ok: false, status: 400, headers: new Headers({ 'x-amzn-errortype': 'E' }), json: async () => ({}) })";
    let reply = send(fetch, 5000.0).await.ok().expect("there is a reply");
    assert!(reply.error_type == *"E");
}

#[wasm_bindgen_test]
async fn a_reply_that_takes_too_long_is_none() {
    set_signal(&JsValue::UNDEFINED);
    let fetch = "(_, { signal }) => { globalThis.watched = signal; return new Promise(() => {}) }";
    let error = send(fetch, 30.0).await.err().expect("there is no reply");
    assert!(error.get("code") == *"NetworkError" && error.get("cause").get("name") == *"TimeoutError");
    assert!(script("watched.aborted").is_truthy(), "nobody waits for it any more");
}

#[wasm_bindgen_test]
async fn an_application_can_end_its_requests() {
    let fetch = "(_, { signal }) => { globalThis.watched = signal; return new Promise(() => {}) }";
    for is_early in [true, false] {
        let controller = AbortController::new().expect("there are such");
        let reason = JsValue::from(Object::new());
        set_signal(&controller.signal());
        let abort = {
            let (controller, reason) = (controller.clone(), reason.clone());
            move || controller.abort_with_reason(&reason)
        };
        if is_early {
            abort();
        } else {
            let later = Closure::once_into_js(abort);
            let is_set = script("(call) => setTimeout(call, 20)").apply(&Value::undefined(), &[&later.into()]);
            assert!(is_set.is_ok());
        }
        let error = send(fetch, 20_000.0).await.err().expect("there is no reply");
        assert!(error == Value::from(reason), "{is_early}");
        assert!(script("watched.aborted").is_truthy());
    }
    set_signal(&JsValue::UNDEFINED);
}
