//! `currentCredentials`, `currentUserCredentials`, `awsCredentials`.

mod provider;

use crate::config::IdentityPool;
use crate::credentials::{self, AwsCredentials, end_soon, good_until_ms, host_of, logins_of_user, of_guest};
use crate::current_user::{FEDERATED_INFO, session_of};
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::platform::web::{Web, settled};
use crate::service::IdentityPoolClient;
use crate::session::{last_auth_user, stored};
use crate::v5::{Answer, Auth, Code, promise, promise_of, request_timeout_ms, run};
use crate::wire::{Value, object};
use js_sys::{Array, Date, Promise, WeakMap};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `currentCredentials()`: AWS credentials of the signed-in user or a guest, good for some minutes at least.
    #[wasm_bindgen(js_name = currentCredentials)]
    pub fn current_credentials(self, arguments: Array) -> Promise {
        promise(self, arguments, credentials(Method::Current))
    }

    /// `currentUserCredentials()`: the same, always new.
    #[wasm_bindgen(js_name = currentUserCredentials)]
    pub fn current_user_credentials(self, arguments: Array) -> Promise {
        promise(self, arguments, credentials(Method::New))
    }

    /// `awsCredentials()`: the current credentials as clients of AWS SDK v3 take them.
    #[wasm_bindgen(js_name = awsCredentials)]
    pub fn aws_credentials(self, arguments: Array) -> Promise {
        promise(self, arguments, credentials(Method::ForSdk))
    }
}

/// There is nothing to sign in to.
pub(crate) const NO_POOL: Failure = Failure::Plain("Federation requires either a User Pool or Identity Pool in config");

/// `federatedSignIn(provider, { token, expires_at, identity_id }, user)`: signs in with the token of another provider.
pub(crate) fn sign_in_by_token(auth: Auth, arguments: Value) -> Answer {
    run(auth, arguments, credentials(Method::SignIn))
}

#[derive(Clone, Copy)]
enum Method {
    Current,
    New,
    ForSdk,
    SignIn,
}

#[cfg_attr(not(feature = "whole"), wasm_split(credentials, fallible))]
fn credentials(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Current => |auth, _| Ok(current(auth, false)),
        Method::New => |auth, _| Ok(current(auth, true)),
        Method::ForSdk => |auth, _| Ok(Box::pin(for_sdk(auth))),
        Method::SignIn => provider::sign_in,
    })
}

/// The current credentials, as `currentCredentials` gives them.
pub(crate) fn current_credentials(auth: Auth) -> Answer {
    run(auth, Value::undefined(), credentials(Method::Current))
}

async fn for_sdk(auth: Auth) -> Result<Value, Value> {
    let found = current(auth.clone(), false).await?;
    let names = [
        "accessKeyId",
        "secretAccessKey",
        "sessionToken",
        "expiration",
        "identityId",
    ];
    let given = names
        .iter()
        .fold(object(), |given, name| given.with(name, &found.get(name)));
    // The client compares it with this device's clock.
    let ends_at_ms = end_of(&found).min(last(&auth).get("until").number());
    Ok(given.with("expiration", &JsValue::from(Date::new(&ends_at_ms.into())).into()))
}

thread_local! {
    /// The last credentials of each `Auth`: `{ who, until, credentials, pending }`. They are `who`'s, and good `until` that
    /// time, in milliseconds since 1970. `pending` is their promise: no `credentials` are there until it ends, and then
    /// `null` if it has failed.
    static LAST: WeakMap = WeakMap::new();
}

fn last(auth: &Auth) -> Value {
    LAST.with(|last| last.get(auth.object())).into()
}

fn set_last(auth: &Auth, entry: &Value) {
    LAST.with(|last| last.set(auth.object(), entry.as_ref()));
}

/// Makes these the credentials of whoever is stored now.
fn set_current(auth: &Auth, credentials: &Value) {
    let entry = object().with("who", &who(auth)).with("credentials", credentials);
    set_until(&entry, credentials);
    set_last(auth, &entry);
}

/// Notes until when these credentials are good, which have just been fetched.
fn set_until(entry: &Value, credentials: &Value) {
    entry.set("until", &good_until_ms(end_of(credentials), Date::now()).into());
}

/// The credentials of this `Auth`. Calls share a request. Those of somebody else, and those that end soon, are replaced.
fn current(auth: Auth, is_new: bool) -> Answer {
    Box::pin(async move {
        auth.storage_ready().await?;
        let who = who(&auth);
        let entry = last(&auth);
        let former = if entry.get("who") == who {
            entry.get("credentials")
        } else {
            Value::null()
        };
        let until = entry.get("until");
        if !is_new && former.is_truthy() && !end_soon(until.number(), Date::now()) {
            return Ok(former);
        }
        let mut pending = entry.get("pending");
        if !former.is_undefined() {
            let entry = object().with("who", &who).with("until", &until);
            let newer = promise_of(Box::pin(renewed(auth.clone(), entry.clone(), former)));
            pending = JsValue::from(newer).into();
            entry.set("pending", &pending);
            set_last(&auth, &entry);
        }
        settled(&pending).await
    })
}

/// Who the credentials are for: a text that is another one after a sign-out or another sign-in, and for another
/// identity pool.
fn who(auth: &Auth) -> Value {
    auth.config().get("identityPoolId").shown() + " " + &who_is_stored(auth)
}

fn who_is_stored(auth: &Auth) -> Value {
    let info = auth.platform().get_item(&FEDERATED_INFO.into());
    let Ok(client) = auth.client() else {
        return info.or("");
    };
    if info.is_truthy() {
        return info;
    }
    let username = last_auth_user(&client);
    let signed_in_at =
        stored(&client, &username).map(|tokens| client.platform.claims(tokens.id.expose()).get("auth_time").shown());
    username.or("") + " " + &signed_in_at.unwrap_or("".into())
}

/// When credentials end, in milliseconds since 1970; NaN if they do not say.
fn end_of(credentials: &Value) -> f64 {
    credentials.get("expiration").number()
}

/// New credentials, which are noted. When they cannot be had just now, the former ones are given, as long as they are
/// good. Noted here, in the task of the promise, because who waits for that may go away before it ends.
async fn renewed(auth: Auth, entry: Value, former: Value) -> Result<Value, Value> {
    let result = match found(&auth).await {
        Err(error) if error.is_passing() && former.is_truthy() && entry.get("until").number() > Date::now() => {
            Ok(former)
        }
        Err(error) => Err(error.into()),
        Ok((found, owner)) => {
            let credentials = shown(&found, owner);
            set_until(&entry, &credentials);
            Ok(credentials)
        }
    };
    entry.set("credentials", result.as_ref().unwrap_or(&Value::null()));
    result
}

/// Credentials as v5 gives them.
fn shown(found: &AwsCredentials, of: Owner) -> Value {
    let expiration = JsValue::from(Date::new(&found.expires_at_ms.into())).into();
    let mut shown = object();
    if of != Owner::User {
        // Parity: the order of the keys.
        shown = shown.with("identityId", &found.identity_id);
    }
    shown
        .with("accessKeyId", &found.access_key_id)
        .with("secretAccessKey", found.secret_access_key.expose())
        .with("sessionToken", found.session_token.expose())
        .with("expiration", &expiration)
        .with("identityId", &found.identity_id)
        .with("authenticated", &(of != Owner::Guest).into())
}

/// Whose credentials they are.
#[derive(Clone, Copy, PartialEq)]
enum Owner {
    /// The signed-in user of the user pool.
    User,
    /// A user of another provider.
    ProviderUser,
    Guest,
}

/// Credentials from the identity pool, and whose they are.
async fn found(auth: &Auth) -> Result<(AwsCredentials, Owner), AuthError> {
    let info = auth.platform().get_item(&FEDERATED_INFO.into());
    if Value::decode(&info).is_truthy() {
        return Ok((provider::credentials_of(auth, &info).await?, Owner::ProviderUser));
    }
    if let Ok(client) = auth.client()
        && let username = last_auth_user(&client)
        && username.is_truthy()
        && let Ok(identity_pool) = identity_pool(auth)
    {
        let metadata = auth.configured_client_metadata();
        match session_of(&client, &username, None, metadata).await {
            Ok(tokens) => {
                let logins = logins_of_user(&client.pool, &tokens.id);
                return Ok((credentials::of_logins(&identity_pool, &logins).await?, Owner::User));
            }
            // Nobody is signed in any more: what follows is a guest.
            Err(error) if matches!(*error, Failure::Plain(_)) || error.refuses_refresh() => {}
            // Mended: v5 gives a guest's credentials to a user whose session it cannot refresh just now.
            Err(error) => return Err(error),
        }
    }
    if auth.config().get("mandatorySignIn").is_truthy() {
        return Err(Failure::Text("cannot get guest credentials when mandatory signin enabled").into());
    }
    let identity_pool = identity_pool(auth)
        .map_err(|()| Failure::Text("No Cognito Identity pool provided for unauthenticated access"))?;
    Ok((of_guest(&identity_pool).await?, Owner::Guest))
}

/// The way to the identity pool that is configured.
fn identity_pool(auth: &Auth) -> Result<IdentityPoolClient<Web>, ()> {
    let config = auth.config();
    let identity_pool_id = config.get("identityPoolId");
    if !identity_pool_id.is_truthy() {
        return Err(());
    }
    // Mended: v5 needs a configured region, though the id begins with it.
    let region = config
        .text("identityPoolRegion")
        .or(config.text("region"))
        .or(identity_pool_id.to_text().split(":").at(0));
    let endpoint = Value::from("https://") + &host_of("cognito-identity.", &region) + "/";
    Ok(IdentityPoolClient {
        platform: auth.platform(),
        pool: IdentityPool {
            endpoint: config.text("identityPoolEndpoint").or(endpoint),
            identity_pool_id,
            request_timeout_ms: request_timeout_ms(&config),
        },
    })
}
