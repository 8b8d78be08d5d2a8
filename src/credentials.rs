//! AWS credentials from an identity pool, for the signed-in user or for a guest.
//!
//! Source: `@aws-amplify/core/src/Credentials.ts`; the enhanced flow of
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html>

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::secret::Secret;
use crate::service::{IdentityPoolClient, Operation, Repeat, Reply};
use crate::wire::{Value, object};
use serde::Serialize;

/// Credentials for requests to AWS, of an identity.
#[cfg_attr(not(target_arch = "wasm32"), derive(Clone, Debug, PartialEq))]
pub(crate) struct AwsCredentials {
    pub identity_id: Value,
    pub access_key_id: Value,
    pub secret_access_key: Secret,
    pub session_token: Secret,
    /// Milliseconds since 1970, by the service's clock.
    pub expires_at_ms: f64,
}

/// The reply to [`GetCredentialsForIdentity`].
impl Reply for AwsCredentials {
    fn read(reply: Value) -> Option<Self> {
        let credentials = reply.get("Credentials");
        let [key, secret, token] = ["AccessKeyId", "SecretKey", "SessionToken"].map(|name| credentials.text(name));
        let identity_id = reply.text("IdentityId");
        let expires_at_ms = credentials.get("Expiration").number() * 1000.0;
        let is_whole = [&identity_id, &key, &secret, &token]
            .iter()
            .all(|text| text.is_truthy());
        (is_whole && expires_at_ms > 0.0).then(|| AwsCredentials {
            identity_id,
            access_key_id: key,
            secret_access_key: secret.into(),
            session_token: token.into(),
            expires_at_ms,
        })
    }
}

/// Finds the identity of these logins, or makes one; without logins, it makes the identity of a guest.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetId<'a> {
    identity_pool_id: &'a Value,
    logins: &'a Value,
}

impl Operation for GetId<'_> {
    const NAME: &'static str = "GetId";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = IdentityId;
}

/// The id of an identity, `<region>:<uuid>`.
struct IdentityId(Value);

impl Reply for IdentityId {
    fn read(reply: Value) -> Option<Self> {
        let id = reply.text("IdentityId");
        id.is_truthy().then_some(IdentityId(id))
    }
}

/// Makes credentials for an identity, whose logins prove that the caller may have them.
/// <https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetCredentialsForIdentity<'a> {
    identity_id: &'a Value,
    logins: &'a Value,
}

impl Operation for GetCredentialsForIdentity<'_> {
    const NAME: &'static str = "GetCredentialsForIdentity";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = AwsCredentials;
}

/// The logins of a user-pool user, for the identity pool: the name of the user pool, and the user's ID token.
///
/// The name is the user pool's own, whichever of its two issuers the token names. Mended: v5 makes it of the configured
/// `region`, which may be missing or another.
pub(crate) fn logins_of_user(pool: &UserPool, id_token: &Secret) -> Value {
    let host = host_of("cognito-idp.", &pool.user_pool_id.split("_").at(0));
    let name = host + "/" + &pool.user_pool_id;
    object().with_member(&name, id_token.expose())
}

/// The logins of a user of another provider: its domain, and the user's token. Unknown providers are domains.
pub(crate) fn logins_of_provider(provider: &Value, token: &Value) -> Value {
    const DOMAINS: [(&str, &str); 4] = [
        ("google", "accounts.google.com"),
        ("facebook", "graph.facebook.com"),
        ("amazon", "www.amazon.com"),
        ("developer", "cognito-identity.amazonaws.com"),
    ];
    let known = DOMAINS.iter().find(|(name, _)| *provider == **name);
    let domain = known.map_or(provider.clone(), |(_, domain)| (*domain).into());
    object().with_member(&domain, token)
}

/// When a provider's token ends, in milliseconds since 1970; NaN if it is not said.
///
/// Parity: v5 takes milliseconds that are in the year 1970 for seconds.
pub(crate) fn end_ms(expires_at: f64) -> f64 {
    const YEAR_MS: f64 = 31_536_000_000.0;
    if expires_at < YEAR_MS {
        expires_at * 1000.0
    } else {
        expires_at
    }
}

/// The host of a service in that region.
pub(crate) fn host_of(service: &str, region: &Value) -> Value {
    let is_in_china = region.split("-").at(0) == *"cn";
    Value::from(service)
        + region
        + if is_in_china {
            ".amazonaws.com.cn"
        } else {
            ".amazonaws.com"
        }
}

/// The longest that credentials live.
const LIFETIME_MS: f64 = 3_600_000.0;

/// When credentials end by this device's clock, in milliseconds since 1970. The service's may be hours ahead of it.
pub(crate) fn good_until_ms(expires_at_ms: f64, fetched_at_ms: f64) -> f64 {
    expires_at_ms.min(fetched_at_ms + LIFETIME_MS)
}

/// How long before their end credentials are renewed. They live an hour, so that this is v5's 50 minutes.
const RENEWED_BEFORE_MS: f64 = 600_000.0;

/// Whether credentials that end at this time should be renewed; if that fails, they are good until then.
pub(crate) fn end_soon(good_until_ms: f64, now_ms: f64) -> bool {
    now_ms >= good_until_ms - RENEWED_BEFORE_MS
}

/// The storage key of the guest's identity.
fn guest_key<P>(client: &IdentityPoolClient<P>) -> Value {
    Value::from("CognitoIdentityId-") + &client.pool.identity_pool_id
}

/// Credentials for a guest. The identity is stored, so that the guest has the same one the next time.
pub(crate) async fn of_guest<P: Platform>(client: &IdentityPoolClient<P>) -> Result<AwsCredentials, AuthError> {
    let key = guest_key(client);
    let found = with_stored_identity(client, &key, &Value::undefined()).await?;
    // The credentials are good all the same.
    let _ = client.platform.set_item(&key, &found.identity_id);
    Ok(found)
}

/// Credentials for a user with these logins. A guest's identity becomes the user's.
pub(crate) async fn of_logins<P: Platform>(
    client: &IdentityPoolClient<P>,
    logins: &Value,
) -> Result<AwsCredentials, AuthError> {
    let key = guest_key(client);
    let found = with_stored_identity(client, &key, logins).await?;
    client.platform.remove_item(&key);
    Ok(found)
}

/// Credentials for the stored identity. One that the service denies is removed, and a new one is asked for.
async fn with_stored_identity<P: Platform>(
    client: &IdentityPoolClient<P>,
    key: &Value,
    logins: &Value,
) -> Result<AwsCredentials, AuthError> {
    let stored = client.platform.get_item(key);
    if stored.is_truthy() {
        if let Some(found) = of_known_identity(client, &stored, logins).await? {
            return Ok(found);
        }
        client.platform.remove_item(key);
    }
    of_new_identity(client, logins).await
}

/// Credentials for that identity; `None` if the service says that it is gone, merged or another user's.
pub(crate) async fn of_known_identity<P: Platform>(
    client: &IdentityPoolClient<P>,
    identity_id: &Value,
    logins: &Value,
) -> Result<Option<AwsCredentials>, AuthError> {
    match of_identity(client, identity_id, logins).await {
        Err(error) if denies_identity(&error) => Ok(None),
        result => result.map(Some),
    }
}

/// Whether the service gives nobody with these logins that identity.
fn denies_identity(error: &Failure) -> bool {
    matches!(error, Failure::Service { code, .. } if code.is_one_of(&[
        "ResourceNotFoundException",
        "NotAuthorizedException",
        "ResourceConflictException",
    ]))
}

/// Credentials for the identity that the service finds for these logins, or makes.
pub(crate) async fn of_new_identity<P: Platform>(
    client: &IdentityPoolClient<P>,
    logins: &Value,
) -> Result<AwsCredentials, AuthError> {
    let identity_pool_id = &client.pool.identity_pool_id;
    let IdentityId(id) = client
        .call(&GetId {
            identity_pool_id,
            logins,
        })
        .await?;
    of_identity(client, &id, logins).await
}

/// Credentials for that identity.
async fn of_identity<P: Platform>(
    client: &IdentityPoolClient<P>,
    identity_id: &Value,
    logins: &Value,
) -> Result<AwsCredentials, AuthError> {
    client.call(&GetCredentialsForIdentity { identity_id, logins }).await
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
