//! The callbacks of user objects' methods.

use super::{Answer, SUCCESS};
use crate::wire::Value;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A node-style callback, `(error, result)`, or an object of `onSuccess`, `onFailure` and others. One that is missing is
/// not called.
pub(crate) struct Callback(pub(crate) Value);

/// How v5's method calls back: the arguments differ.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum CallbackForm {
    /// `(null, result)` or `(error, null)`; `onSuccess(result)` or `onFailure(error)`.
    Result,
    /// As `Result`, but `(error)`.
    ResultOrError,
    /// `(error)`, or `()`.
    Error,
    /// `(error)`, or `(undefined)`.
    ErrorOrUndefined,
    /// As `Result`, but `inputVerificationCode(result)`, if there is one, in place of `onSuccess`.
    Reply,
    /// As `Reply`, but the result is `SUCCESS`: `(null, SUCCESS, reply)`, `onSuccess(SUCCESS)`.
    SuccessAndReply,
    /// `associateSecretCode(result)`.
    SecretCode,
    /// The method's result says which callback to call: [`calling`].
    Named,
}

/// A callback and its arguments: an array of its name, which is not used for a function, and the arguments.
pub(crate) fn calling(name: &str, arguments: &[&Value]) -> Value {
    let list = Array::of1(&name.into());
    for argument in arguments {
        list.push(argument.as_ref());
    }
    JsValue::from(list).into()
}

impl Callback {
    /// Calls back when the method has ended. The error is what the callback throws.
    pub(crate) async fn call_back(self, answer: Answer, form: CallbackForm) -> Result<(), Value> {
        let result = answer.await;
        #[cfg(feature = "panics")]
        crate::panics::at("callback");
        let call: Array = JsValue::from(self.choose(result, form)).unchecked_into();
        let name = call.shift();
        let (callback, this) = if self.0.is_function() {
            (self.0, Value::undefined())
        } else {
            (self.0.get_member(&name.into()), self.0)
        };
        if callback.is_function() {
            let function: &Function = callback.as_ref().unchecked_ref();
            Reflect::apply(function, this.as_ref(), &call)?;
        }
        Ok(())
    }

    /// Chooses the callback and its arguments.
    fn choose(&self, result: Result<Value, Value>, form: CallbackForm) -> Value {
        use CallbackForm::{Error, ErrorOrUndefined, Named, Reply, ResultOrError, SecretCode, SuccessAndReply};
        let (is_function, null) = (self.0.is_function(), Value::null());
        let result = match result {
            Ok(result) => result,
            Err(error) if is_function && !matches!(form, Error | ErrorOrUndefined | ResultOrError) => {
                return calling("", &[&error, &null]);
            }
            Err(error) => return calling("onFailure", &[&error]),
        };
        match form {
            Named => return result,
            Error => return calling("", &[]),
            ErrorOrUndefined => return calling("", &[&Value::undefined()]),
            SecretCode => return calling("associateSecretCode", &[&result]),
            Reply | SuccessAndReply if self.0.get("inputVerificationCode").is_function() => {
                return calling("inputVerificationCode", &[&result]);
            }
            SuccessAndReply if is_function => return calling("", &[&null, &SUCCESS.into(), &result]),
            _ => {}
        }
        let result = if form == SuccessAndReply {
            SUCCESS.into()
        } else {
            result
        };
        if is_function {
            calling("", &[&null, &result])
        } else {
            calling("onSuccess", &[&result])
        }
    }
}
