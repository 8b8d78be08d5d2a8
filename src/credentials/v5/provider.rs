//! Credentials by the token of another provider (Google, Facebook, …): `federatedSignIn(provider, response, user)`, and
//! later, by what that has stored.

use super::{AuthError, Failure, NO_POOL, Owner, identity_pool, set_current, settled, shown};
use crate::credentials::{AwsCredentials, end_ms, logins_of_provider, of_known_identity, of_new_identity};
use crate::current_user::FEDERATED_INFO;
use crate::current_user::v5::current_authenticated_user;
use crate::platform::{Platform, first};
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
        return Err(NO_TOKEN.into());
    }
    if !provider.is_truthy() {
        return Err(Failure::Text("You must specify a federated provider").into());
    }
    Ok(Box::pin(async move {
        auth.storage_ready().await?;
        let found = credentials_with(&auth, &provider, &response, &user, &Value::undefined()).await?;
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

/// Credentials by what is stored, the text of `{ provider, token, user, expires_at, identity_id }`. A token that is over
/// is replaced by the application's `refreshHandlers`.
pub(super) async fn credentials_of(auth: &Auth, text: &Value) -> Result<AwsCredentials, AuthError> {
    let info = Value::decode(text);
    let expires_at_ms = end_ms(info.get("expires_at").number());
    let provider = info.get("provider");
    let current = if expires_at_ms > auth.platform().now_ms() {
        info.copy().with("expires_at", &expires_at_ms.into())
    } else {
        refreshed(auth, &provider, text).await?
    };
    credentials_with(auth, &provider, &current, &info.get("user"), text).await
}

/// Stores who has signed in, or removes it if it is `undefined`. If it was `former` and is another now, it stays.
///
/// Mended: v5 stores again who has signed out in the meantime, and removes who has signed in.
fn replace(auth: &Auth, former: &Value, info: &Value) {
    let platform = auth.platform();
    let key = FEDERATED_INFO.into();
    if former.is_truthy() && platform.get_item(&key) != *former {
        return;
    }
    if info.is_undefined() {
        platform.remove_item(&key);
    } else if let Ok(text) = info.encode() {
        // Parity: the credentials are good all the same.
        let _ = platform.set_item(&key, &text);
    }
}

/// Credentials by the provider's token, `{ token, expires_at, identity_id }`. What was used is stored in place of `former`.
async fn credentials_with(
    auth: &Auth,
    provider: &Value,
    current: &Value,
    user: &Value,
    former: &Value,
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
    replace(auth, former, &stored);
    Ok(found)
}

const NO_TOKEN: Failure = Failure::Plain("Federation requires the token of the provider");

/// How often a handler is called, as by v5.
const ATTEMPTS: u32 = 7;

/// How long a handler may take for its answer.
const HANDLER_LIMIT_MS: f64 = 30_000.0;

/// What the application's handler of that provider answers: `{ token, expires_at, identity_id }`. A handler that fails
/// is called again after a pause, unless its error says `nonRetryable`; then the user, stored as `text`, is signed out.
async fn refreshed(auth: &Auth, provider: &Value, text: &Value) -> Result<Value, AuthError> {
    let handler = auth.config().get("refreshHandlers").get_member(provider);
    if !handler.is_function() {
        replace(auth, text, &Value::undefined());
        return Err(Failure::Text("no refresh handler for provider").into());
    }
    let platform = auth.platform();
    let mut attempt = 1;
    loop {
        let result = match handler.apply(&Value::undefined(), &[]) {
            // Mended: v5 waits for ever, and so does each later call.
            Ok(promise) => match first(settled(&promise), platform.sleep(HANDLER_LIMIT_MS)).await {
                Some(result) => result,
                None => return Err(Failure::Network.into()),
            },
            Err(error) => Err(error),
        };
        let error = match result {
            Ok(answer) if answer.get("token").is_truthy() => return Ok(answer),
            // Mended: v5 gives the credentials of a guest as the user's, or signs the user out.
            Ok(_) => return Err(NO_TOKEN.into()),
            Err(error) => error,
        };
        if attempt == ATTEMPTS || error.get("nonRetryable").is_truthy() {
            if !is_network(&error) {
                replace(auth, text, &Value::undefined());
            }
            let text = Value::from("refreshing federation token failed: ") + &error;
            return Err(Failure::Rejected(text).into());
        }
        platform.sleep(f64::from(100u32 << attempt)).await;
        attempt += 1;
    }
}

/// Whether a handler's error says that the provider could not be reached.
///
/// Mended: v5 knows its own handlers' text alone, and not what `fetch`, its signals and axios reject with.
fn is_network(error: &Value) -> bool {
    let text = error.text("message").or(error.clone()).bytes();
    error
        .get("name")
        .is_one_of(&["TypeError", "TimeoutError", "AbortError"])
        || text
            .get(..13)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"network error"))
}
