//! How methods answer: with a promise, or by callbacks.

use super::callback::{Callback, CallbackForm};
use super::page::dispatch;
use crate::error::AuthError;
use crate::platform::web::Web;
use crate::service::{Client, Exchange};
use crate::wire::Value;
use js_sys::{Array, Promise};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// A method under way.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Value, Value>>>>;

/// What becomes of a reply, or a failure.
pub(crate) type Finish = Box<dyn FnOnce(Result<Value, AuthError>) -> Result<Value, Value>>;

/// What a method does with a call: `T` is whose method it is, and an array has v5's arguments.
pub(crate) type Code<T> = fn(T, Value) -> Result<Answer, Value>;

/// The code of methods, which is in a part that is fetched when needed (`#[wasm_split]`).
pub(crate) trait Part<T> {
    /// The code, once it is there.
    fn code(self) -> ComingCode<T>;
}

// Boxed, so that what follows is in the binary once.
type ComingCode<T> = Pin<Box<dyn Future<Output = Result<Code<T>, Value>>>>;

#[cfg(not(feature = "whole"))]
impl<T, F: Future<Output = Result<Code<T>, Value>> + 'static> Part<T> for F {
    fn code(self) -> ComingCode<T> {
        Box::pin(self)
    }
}

/// Built as a whole, for `tests/web.rs`: there are no parts.
#[cfg(feature = "whole")]
impl<T: 'static> Part<T> for Result<Code<T>, Value> {
    fn code(self) -> ComingCode<T> {
        Box::pin(std::future::ready(self))
    }
}

fn answer<T: 'static>(this: T, arguments: Value, code: ComingCode<T>) -> Answer {
    Box::pin(async { code.await?(this, arguments)?.await })
}

/// The promise of a method whose code is in a part.
pub(crate) fn promise<T: 'static>(this: T, arguments: Array, part: impl Part<T>) -> Promise {
    promise_of(answer(this, JsValue::from(arguments).into(), part.code()))
}

/// The promise of a method.
///
/// The method runs at once, up to where it has to wait, and only then as a task: of two calls the first one's request is
/// sent first, and an application's callback that needs no reply is called before the method returns, as in v5.
pub(crate) fn promise_of(mut answer: Answer) -> Promise {
    let result = first_poll(&mut answer);
    promise_after(result, answer)
}

/// Polls twice: what waits for a part that is there goes on at the second time.
fn first_poll(answer: &mut Answer) -> Poll<Result<Value, Value>> {
    let mut context = Context::from_waker(Waker::noop());
    match answer.as_mut().poll(&mut context) {
        Poll::Pending => answer.as_mut().poll(&mut context),
        result => result,
    }
}

/// The promise of a method that has been polled once.
fn promise_after(result: Poll<Result<Value, Value>>, answer: Answer) -> Promise {
    match result {
        Poll::Ready(Ok(value)) => Promise::resolve(value.as_ref()),
        Poll::Ready(Err(error)) => Promise::reject(error.as_ref()),
        // The task polls once more, with its own waker.
        Poll::Pending => future_to_promise(async { answer.await.map(JsValue::from).map_err(JsValue::from) }),
    }
}

/// Calls back when a method has ended whose code is in a part: the callback that is at this place among the arguments. Gives a
/// promise of that, or nothing if it has ended. The promise rejects where the part could not be fetched, and nobody is told:
/// `pkg/core.js` tells the same callback.
pub(crate) fn call_back<T: 'static>(
    this: T,
    arguments: Array,
    place: usize,
    tells: CallbackForm,
    part: impl Part<T>,
) -> Option<Promise> {
    let arguments = Value::from(JsValue::from(arguments));
    told(this, arguments, place, tells, part.code())
}

fn told<T: 'static>(
    this: T,
    arguments: Value,
    place: usize,
    tells: CallbackForm,
    code: ComingCode<T>,
) -> Option<Promise> {
    let callback = Callback(arguments.at(place));
    let mut answer: Answer = Box::pin(async move {
        let code = code.await?;
        callback.tell(begun(code(this, arguments)), tells).await;
        Ok(Value::undefined())
    });
    match first_poll(&mut answer) {
        Poll::Ready(Ok(_)) => None,
        result => Some(promise_after(result, answer)),
    }
}

/// A method that is one exchange with the service. Most are, so the future of one is in the binary once.
pub(crate) fn exchange(client: Client<Web>, exchange: Exchange, finish: Finish) -> Answer {
    Box::pin(async move { finish(client.exchange(exchange).await) })
}

/// The result of the reply, or the failure, as it is.
pub(crate) fn as_it_is() -> Finish {
    Box::new(|reply| Ok(reply?))
}

/// `SUCCESS`, or the failure, as it is.
pub(crate) fn success() -> Finish {
    Box::new(|reply| {
        reply?;
        Ok(SUCCESS.into())
    })
}

/// What v5 says where it is enough that the operation has succeeded.
pub(crate) const SUCCESS: &str = "SUCCESS";

/// A method that may have failed before anything was sent.
pub(crate) fn begun(answer: Result<Answer, Value>) -> Answer {
    answer.unwrap_or_else(|error| known(Err(error)))
}

/// A method whose result is known.
pub(crate) fn known(result: Result<Value, Value>) -> Answer {
    Box::pin(std::future::ready(result))
}

/// Dispatches on the Hub how it ended, and hands that on: the event with its data, or `…_failure` with the error. The message
/// is about a name, or about nobody.
pub(crate) fn dispatch_result(
    event: &str,
    result: Result<Value, AuthError>,
    data: &Value,
    name: &Value,
    [done, failed]: [&str; 2],
) -> Result<Value, Value> {
    let result = result.map_err(Value::from);
    match &result {
        Ok(_) => dispatch(event, data, &(name.clone() + done)),
        Err(error) => dispatch(&[event, "_failure"].concat(), error, &(name.clone() + failed)),
    }
    result
}
