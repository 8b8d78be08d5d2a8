//! How methods answer: with a promise, or by callbacks.

use super::Auth;
use super::callback::{Callback, CallbackForm};
use crate::error::AuthError;
use crate::platform::web::Web;
use crate::service::{Client, Exchange};
use crate::wire::Value;
use js_sys::{Array, Object, Promise};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// A method under way.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Value, Value>>>>;

/// Makes a method's result of a reply, or of a failure.
pub(crate) type Finish = Box<dyn FnOnce(Result<Value, AuthError>) -> Result<Value, Value>>;

/// The code of a method. `T` is the object whose method it is; the array has v5's arguments.
pub(crate) type Code<T> = fn(T, Value) -> Result<Answer, Value>;

/// The code of methods, which is in a part that is fetched when needed (`#[wasm_split]`).
pub(crate) trait Part<T> {
    /// The code, once it is fetched.
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

/// The code itself: a build as a whole, for `tests/web.rs`, has no parts.
#[cfg(feature = "whole")]
impl<T: 'static> Part<T> for Result<Code<T>, Value> {
    fn code(self) -> ComingCode<T> {
        Box::pin(std::future::ready(self))
    }
}

fn answer<T: 'static>(this: T, arguments: Value, code: ComingCode<T>) -> Answer {
    Box::pin(async { code.await?(this, arguments)?.await })
}

/// A method whose code is in a part, as another method calls it.
pub(crate) fn run<T: 'static>(this: T, arguments: Value, part: impl Part<T>) -> Answer {
    answer(this, arguments, part.code())
}

/// The promise of a method whose code is in a part.
pub(crate) fn promise<T: 'static>(this: T, arguments: Array, part: impl Part<T>) -> Promise {
    promise_of(answer(this, JsValue::from(arguments).into(), part.code()))
}

/// The promise of a method.
///
/// As in v5, the method runs at once up to its first wait, and only then as a task. So of two calls the first one's
/// request is sent first, and a callback that needs no reply is called before the method returns.
pub(crate) fn promise_of(mut answer: Answer) -> Promise {
    let result = first_poll(&mut answer);
    promise_after(result, answer)
}

/// Polls twice: a method that waits for a part that is fetched already goes on at the second poll.
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

/// What a method that calls back returns: nothing if it has ended, a promise of its end, or an array of what the callback
/// has thrown. The promise resolves with such an array, or with nothing. It rejects if the method's part could not be
/// fetched. The callback is not called then, because `pkg/core.js` calls it.
pub(crate) type Ended = Option<Object>;

/// Calls back when a method has ended whose code is in a part. The callback is at this place among the arguments.
pub(crate) fn call_back<T: 'static>(
    this: impl Into<T>,
    arguments: Array,
    place: usize,
    form: CallbackForm,
    part: impl Part<T>,
) -> Ended {
    let arguments = Value::from(JsValue::from(arguments));
    call_back_of(this.into(), arguments, place, form, part.code())
}

fn call_back_of<T: 'static>(this: T, arguments: Value, place: usize, form: CallbackForm, code: ComingCode<T>) -> Ended {
    let callback = Callback(arguments.at(place));
    let mut answer: Answer = Box::pin(async move {
        let code = code.await?;
        Ok(match callback.call_back(begun(code(this, arguments)), form).await {
            Ok(()) => Value::undefined(),
            Err(thrown) => Value::list(vec![thrown]),
        })
    });
    match first_poll(&mut answer) {
        Poll::Ready(Ok(thrown)) => thrown.is_list().then(|| JsValue::from(thrown).unchecked_into()),
        result => Some(promise_after(result, answer).unchecked_into()),
    }
}

/// A method that is one exchange with the service. Most methods share this future, so that it is in the binary once.
pub(crate) fn exchange(client: Client<Web>, exchange: Exchange, finish: Finish) -> Answer {
    Box::pin(async move { finish(client.exchange(exchange).await) })
}

/// The reply or the failure as it is.
pub(crate) fn as_it_is() -> Finish {
    Box::new(|reply| Ok(reply?))
}

/// `SUCCESS` for any reply; a failure as it is.
pub(crate) fn success() -> Finish {
    Box::new(|reply| {
        reply?;
        Ok(SUCCESS.into())
    })
}

/// v5's result where it is enough that the operation has succeeded.
pub(crate) const SUCCESS: &str = "SUCCESS";

/// A method that may have failed before anything was sent.
pub(crate) fn begun(answer: Result<Answer, Value>) -> Answer {
    answer.unwrap_or_else(|error| known(Err(error)))
}

/// A method whose result is known.
pub(crate) fn known(result: Result<Value, Value>) -> Answer {
    Box::pin(std::future::ready(result))
}

/// Dispatches a method's result on the Hub, and returns it. The event has the data, or is `…_failure` with the error.
/// The message names a user, or nobody.
pub(crate) fn dispatch_result(
    auth: &Auth,
    event: &str,
    result: Result<Value, AuthError>,
    data: &Value,
    name: &Value,
    [done, failed]: [&str; 2],
) -> Result<Value, Value> {
    let result = result.map_err(Value::from);
    match &result {
        Ok(_) => auth.dispatch(event, data, &(name.clone() + done)),
        Err(error) => auth.dispatch(Value::from(event) + "_failure", error, &(name.clone() + failed)),
    }
    result
}
