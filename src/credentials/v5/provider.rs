//! Credentials by the token of another provider (Google, Facebook, …): `federatedSignIn(provider, response, user)`, and
//! later, by what that has stored.

use super::{AuthError, Failure, NO_POOL, Owner, Web, identity_pool, set_current, settled, shown};
use crate::credentials::{AwsCredentials, end_ms, logins_of_provider, of_known_identity, of_new_identity};
use crate::current_user::FEDERATED_INFO;
use crate::current_user::v5::current_authenticated_user;
use crate::platform::Platform;
use crate::v5::{Answer, Auth};
use crate::wire::{Value, object};
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};

/// `federatedSignIn(provider, { token, expires_at, identity_id }, user)`: signs in with a provider's token, and gives the
/// credentials. The token and the user are stored.
pub(super) fn sign_in(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let [provider, response, user] = [0, 1, 2].map(|place| arguments.at(place));
    let is_pool = |name| auth.config().get(name).is_truthy();
    if !is_pool("identityPoolId") && !is_pool("userPoolId") {
        return Err(NO_POOL.into());
    }
    // Mended: v5 rejects with a TypeError of its own without a response. Without a token, it makes a guest's identity.
    if !response.get("token").is_truthy() {
        return Err(Failure::Plain("Federation requires the token of the provider").into());
    }
    if !provider.is_truthy() {
        return Err(Failure::Text("You must specify a federated provider").into());
    }
    Ok(Box::pin(async move {
        auth.storage_ready().await?;
        let found = credentials_with(&auth, &provider, &response, &user).await?;
        let credentials = shown(&found, Owner::ProviderUser);
        set_current(&auth, &credentials);
        let user = current_authenticated_user(auth.clone(), Value::undefined()).await?;
        let name = user.get("username").shown();
        auth.dispatch(
            "signIn",
            &user,
            &(Value::from("A user ") + &name + " has been signed in"),
        );
        Ok(credentials)
    }))
}

/// Credentials by what is stored, `{ provider, token, user, expires_at, identity_id }`. A token that is over is replaced
/// by the application's `refreshHandlers`.
pub(super) async fn credentials_of(auth: &Auth, info: &Value) -> Result<AwsCredentials, AuthError> {
    let platform = auth.platform();
    let provider = info.get("provider");
    let expires_at_ms = end_ms(info.get("expires_at").number());
    let current = if expires_at_ms > platform.now_ms() {
        info.copy().with("expires_at", &expires_at_ms.into())
    } else {
        refreshed(auth, &platform, &provider).await?
    };
    credentials_with(auth, &provider, &current, &info.get("user")).await
}

/// Credentials by the provider's token, `{ token, expires_at, identity_id }`. What was used is stored.
async fn credentials_with(
    auth: &Auth,
    provider: &Value,
    current: &Value,
    user: &Value,
) -> Result<AwsCredentials, AuthError> {
    let [token, expires_at, mut identity_id] = ["token", "expires_at", "identity_id"].map(|name| current.get(name));
    let logins = logins_of_provider(provider, &token);
    let client = identity_pool(auth).map_err(|()| Failure::Text("No Cognito Federated Identity pool provided"))?;
    let mut known = None;
    if identity_id.is_truthy() {
        known = of_known_identity(&client, &identity_id, &logins).await?;
    }
    let found = match known {
        Some(found) => found,
        None => {
            // Mended: v5 fails for ever with an identity that is gone.
            identity_id = Value::undefined();
            of_new_identity(&client, &logins).await?
        }
    };
    let with_id = object().with("id", &found.identity_id);
    let user: Object = Object::assign(with_id.as_ref().unchecked_ref(), user.as_ref().unchecked_ref());
    let stored = object()
        .with("provider", provider)
        .with("token", &token)
        .with("user", &JsValue::from(user).into())
        .with("expires_at", &expires_at)
        .with("identity_id", &identity_id);
    if let Ok(text) = stored.encode() {
        // Parity: the credentials are good all the same.
        let _ = auth.platform().set_item(&FEDERATED_INFO.into(), &text);
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
