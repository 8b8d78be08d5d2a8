//! Credentials by the token of another provider (Google, Facebook, …), which v5's `federatedSignIn` has stored.

use super::{AuthError, Failure, Web, identity_pool, settled};
use crate::credentials::{AwsCredentials, end_ms, logins_of_provider, of_identity, of_new_identity};
use crate::current_user::FEDERATED_INFO;
use crate::platform::Platform;
use crate::v5::Auth;
use crate::wire::{Value, object};
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

/// Credentials by what is stored, `{ provider, token, user, expires_at, identity_id }`. A token that is over is replaced
/// by the application's `refreshHandlers`. What was used is stored again.
pub(super) async fn credentials_of(auth: &Auth, info: &Value) -> Result<AwsCredentials, AuthError> {
    let platform = auth.platform();
    let provider = info.get("provider");
    let expires_at_ms = end_ms(info.get("expires_at").number());
    let current = if expires_at_ms > platform.now_ms() {
        info.copy().with("expires_at", &expires_at_ms.into())
    } else {
        refreshed(auth, &platform, &provider).await?
    };
    let [token, expires_at, identity_id] = ["token", "expires_at", "identity_id"].map(|name| current.get(name));
    let logins = logins_of_provider(&provider, &token);
    let client = identity_pool(auth).map_err(|()| Failure::Text("No Cognito Federated Identity pool provided"))?;
    let found = if identity_id.is_truthy() {
        of_identity(&client, &identity_id, &logins).await?
    } else {
        of_new_identity(&client, &logins).await?
    };
    let user = object().with("id", &found.identity_id);
    let user: Object = Object::assign(user.as_ref().unchecked_ref(), info.get("user").as_ref().unchecked_ref());
    let stored = object()
        .with("provider", &provider)
        .with("token", &token)
        .with("user", &JsValue::from(user).into())
        .with("expires_at", &expires_at)
        .with("identity_id", &identity_id);
    if let Ok(text) = stored.encode() {
        // Parity: the credentials are good all the same.
        let _ = platform.set_item(&FEDERATED_INFO.into(), &text);
    }
    Ok(found)
}

/// How often a handler is called, as by v5.
const ATTEMPTS: u32 = 7;

/// What the application's handler of that provider answers: `{ token, expires_at, identity_id }`. A handler that fails
/// is called again after a pause, unless its error says `nonRetryable`.
async fn refreshed(auth: &Auth, platform: &Web, provider: &Value) -> Result<Value, AuthError> {
    let handler = auth.config().get("refreshHandlers").get_member(provider);
    let remove = || platform.remove_item(&FEDERATED_INFO.into());
    if !handler.is_function() {
        remove();
        return Err(Failure::Text("no refresh handler for provider").into());
    }
    let mut attempt = 1;
    loop {
        let result = match handler.apply(&Value::undefined(), &[]) {
            Ok(promise) => settled(&promise).await,
            Err(error) => Err(error),
        };
        let error = match result {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if attempt == ATTEMPTS || error.get("nonRetryable").is_truthy() {
            let text = error.shown();
            let start = text.bytes();
            let is_network = start
                .get(..13)
                .is_some_and(|start| start.eq_ignore_ascii_case(b"network error"));
            if !(error.is_text() && is_network) {
                remove();
            }
            return Err(Failure::Rejected(Value::from("refreshing federation token failed: ") + &text).into());
        }
        platform.sleep(f64::from(100u32 << attempt)).await;
        attempt += 1;
    }
}
