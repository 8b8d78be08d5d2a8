//! The callbacks of user objects' methods.

use super::{Answer, SUCCESS};
use crate::wire::Value;

/// A node-style callback, `(error, result, details)`, or an object of `onSuccess`, `onFailure` and, for a method that
/// sends a code, `inputVerificationCode`. One that is missing is not called.
pub(crate) struct Callback(pub(crate) Value);

/// The arguments of a callback when the method has succeeded.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum CallbackForm {
    /// None: callbacks are called on the way, or only with an error.
    Failure,
    /// The error, or `undefined`.
    Error,
    /// The method's result.
    Result,
    /// The service's reply, also for `inputVerificationCode`.
    Reply,
    /// The method's result, for `associateSecretCode`.
    SecretCode,
    /// `SUCCESS`, and the service's reply for `inputVerificationCode`, or as details.
    SuccessAndReply,
}

impl Callback {
    /// Calls a function with these arguments; anything else is not called. An error that it throws is dropped.
    pub(crate) fn call(&self, arguments: &[&Value]) {
        if self.0.is_function() {
            let _ = self.0.apply(&Value::undefined(), arguments);
        }
    }

    pub(crate) fn settle(&self, result: Result<Value, Value>) {
        #[cfg(feature = "panics")]
        crate::panics::at("callback");
        match result {
            Ok(value) => self.succeed(&value, &Value::undefined()),
            Err(error) if self.0.is_function() => self.call(&[&error, &Value::null()]),
            Err(error) => Callbacks(self.0.clone()).call("onFailure", &[&error]),
        }
    }

    fn succeed(&self, result: &Value, details: &Value) {
        if self.0.is_function() {
            self.call(&[&Value::null(), result, details]);
        } else if details.is_truthy() && self.0.get("inputVerificationCode").is_function() {
            Callbacks(self.0.clone()).call("inputVerificationCode", &[details]);
        } else {
            Callbacks(self.0.clone()).call("onSuccess", &[result]);
        }
    }

    /// Calls back when the method has ended.
    pub(crate) async fn call_back(self, answer: Answer, form: CallbackForm) {
        match (answer.await, form) {
            (Ok(_), CallbackForm::Failure) => {}
            (Ok(reply), CallbackForm::Reply) => self.succeed(&reply, &reply),
            (Ok(reply), CallbackForm::SuccessAndReply) => self.succeed(&SUCCESS.into(), &reply),
            (result, CallbackForm::Error) => {
                let error = result.err().unwrap_or(Value::undefined());
                self.call(&[&error, &Value::undefined()]);
            }
            (Ok(code), CallbackForm::SecretCode) => Callbacks(self.0).call("associateSecretCode", &[&code]),
            (result, _) => self.settle(result),
        }
    }
}

/// `onSuccess`, `onFailure` and their like, on one object.
pub(crate) struct Callbacks(pub(crate) Value);

impl Callbacks {
    pub(crate) fn call(&self, name: &str, arguments: &[&Value]) {
        let _ = self.0.call(name, arguments);
    }

    pub(crate) fn settle(&self, result: Result<Value, Value>) {
        match result {
            Ok(value) => self.call("onSuccess", &[&value]),
            Err(error) => self.call("onFailure", &[&error]),
        }
    }
}
