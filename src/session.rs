//! A signed-in user's tokens: stored, read, refreshed once for everybody who waits, and removed.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `getSession` and `refreshSession`.

mod flight;
pub(crate) mod keys;
mod tokens;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) use tokens::tests::token;

pub(crate) use tokens::Tokens;

use crate::cognito::{Client, Operation};
use crate::error::AuthError;
use crate::platform::{Event, Platform, first};
use crate::secret::Secret;
use crate::wire::Value;
use serde::Serialize;
use std::rc::Rc;

/// What is known of a user's session without asking the service.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Known {
    /// Valid by the service's clock.
    Valid(Tokens),
    /// To be exchanged for new ones with this refresh token.
    Expired(Secret),
}

/// What v5 says of a user object that has lost its name.
pub(crate) const NO_USERNAME: AuthError = AuthError::Plain("Username is null. Cannot retrieve a new session");

/// The name under which the last sign-in was stored; `None` when nobody is signed in.
pub(crate) fn last_auth_user<P: Platform>(client: &Client<P>) -> Option<String> {
    client
        .platform
        .get_item(&keys::last_auth_user(&client.pool.client_id))
        .filter(|name| !name.is_empty())
}

/// The session of that user, from memory if it is valid there, else from storage.
pub(crate) fn known<P: Platform>(
    client: &Client<P>,
    username: &str,
    in_memory: Option<Tokens>,
) -> Result<Known, AuthError> {
    let now_ms = client.platform.now_ms();
    if let Some(tokens) = in_memory.filter(|tokens| tokens.are_valid(now_ms)) {
        return Ok(Known::Valid(tokens));
    }
    let tokens = stored(client, username).ok_or(AuthError::Plain(
        "Local storage is missing an ID Token, Please authenticate",
    ))?;
    if tokens.are_valid(now_ms) {
        Ok(Known::Valid(tokens))
    } else if tokens.refresh.is_empty() {
        Err(AuthError::Plain("Cannot retrieve a new session. Please authenticate."))
    } else {
        Ok(Known::Expired(tokens.refresh))
    }
}

/// A valid session of that user; expired tokens are refreshed first.
pub(crate) async fn current<P: Platform>(
    client: &Client<P>,
    username: &str,
    in_memory: Option<Tokens>,
    client_metadata: Option<Value>,
) -> Result<Tokens, AuthError> {
    match known(client, username, in_memory)? {
        Known::Valid(tokens) => Ok(tokens),
        Known::Expired(refresh_token) => refresh(client, username, refresh_token, client_metadata).await,
    }
}

/// What is stored for that user; `None` without an ID token, as in v5. Other tokens that are missing are empty.
fn stored<P: Platform>(client: &Client<P>, username: &str) -> Option<Tokens> {
    let item = |name| {
        client
            .platform
            .get_item(&keys::of_user(&client.pool.client_id, username, name))
    };
    let secret = |name| Secret::from(item(name).unwrap_or_default());
    let id = secret(keys::ID_TOKEN);
    if id.is_empty() {
        return None;
    }
    let clock_drift_s = item(keys::CLOCK_DRIFT).map_or(0.0, |text| whole_seconds(&text));
    Some(Tokens {
        id,
        access: secret(keys::ACCESS_TOKEN),
        refresh: secret(keys::REFRESH_TOKEN),
        clock_drift_s,
    })
}

/// JavaScript's `parseInt` of decimals: the number that the text begins with, or none.
fn whole_seconds(text: &str) -> f64 {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    let end = digits
        .bytes()
        .position(|digit| !digit.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end]
        .parse::<u32>()
        .map_or(0.0, |seconds| sign * f64::from(seconds))
}

/// Stores the tokens of the user who signed in, in v5's order.
pub(crate) fn store<P: Platform>(client: &Client<P>, username: &str, tokens: &Tokens) {
    store_tokens(client, username, tokens);
    client
        .platform
        .set_item(&keys::last_auth_user(&client.pool.client_id), username);
}

fn store_tokens<P: Platform>(client: &Client<P>, username: &str, tokens: &Tokens) {
    let set = |name, text: &str| {
        client
            .platform
            .set_item(&keys::of_user(&client.pool.client_id, username, name), text);
    };
    set(keys::ID_TOKEN, tokens.id.expose());
    set(keys::ACCESS_TOKEN, tokens.access.expose());
    set(keys::REFRESH_TOKEN, tokens.refresh.expose());
    set(keys::CLOCK_DRIFT, &seconds_text(tokens.clock_drift_s));
}

/// Whole seconds as JavaScript prints them, without the formatting of floats, which is 10 kB of code.
fn seconds_text(seconds: f64) -> String {
    if seconds.is_nan() {
        "NaN".to_owned()
    } else {
        (seconds as i64).to_string()
    }
}

/// Removes a user's tokens and user data. Device keys stay.
pub(crate) fn forget<P: Platform>(client: &Client<P>, username: &str) {
    forget_tokens(client, username);
    client
        .platform
        .remove_item(&keys::of_user(&client.pool.client_id, username, keys::USER_DATA));
}

/// Removes a user's tokens, and that they are signed in, in v5's order. Another user who has signed in since stays so.
pub(crate) fn forget_tokens<P: Platform>(client: &Client<P>, username: &str) {
    let remove = |name| {
        client
            .platform
            .remove_item(&keys::of_user(&client.pool.client_id, username, name))
    };
    [keys::ID_TOKEN, keys::ACCESS_TOKEN, keys::REFRESH_TOKEN]
        .into_iter()
        .for_each(remove);
    if last_auth_user(client).is_none_or(|last| last == username) {
        client
            .platform
            .remove_item(&keys::last_auth_user(&client.pool.client_id));
    }
    remove(keys::CLOCK_DRIFT);
}

/// Exchanges the refresh token for new tokens, and stores them. Calls that come while one is under way with the same
/// refresh token share its result: one request, one event.
///
/// A refusal (`NotAuthorizedException`) removes what is stored.
pub(crate) async fn refresh<P: Platform>(
    client: &Client<P>,
    username: &str,
    refresh_token: Secret,
    client_metadata: Option<Value>,
) -> Result<Tokens, AuthError> {
    let key = [&client.pool.client_id, " ", username, " ", refresh_token.expose()].concat();
    flight::share(key, async {
        let result = refresh_now(client, username, &refresh_token, client_metadata).await;
        client.platform.emit(match &result {
            Ok(tokens) => Event::Refreshed(tokens),
            Err(error) => Event::RefreshFailed(error),
        });
        result
    })
    .await
}

async fn refresh_now<P: Platform>(
    client: &Client<P>,
    username: &str,
    refresh_token: &Secret,
    client_metadata: Option<Value>,
) -> Result<Tokens, AuthError> {
    let stored_token_key = keys::of_user(&client.pool.client_id, username, keys::REFRESH_TOKEN);
    let is_stored = || {
        client
            .platform
            .get_item(&stored_token_key)
            .is_some_and(|stored| stored == refresh_token.expose())
    };
    let was_stored = is_stored();
    let was_signed_in = last_auth_user(client);

    let mut auth_parameters = vec![("REFRESH_TOKEN".to_owned(), Value::from(refresh_token.expose()))];
    if was_signed_in.is_some() {
        let device_key = client
            .platform
            .get_item(&keys::of_user(&client.pool.client_id, username, keys::DEVICE_KEY));
        // Parity: localStorage's null is sent as null.
        auth_parameters.push(("DEVICE_KEY".to_owned(), device_key.map_or(Value::Null, Value::Text)));
    }
    let request = RefreshTokens {
        client_id: &client.pool.client_id,
        auth_flow: "REFRESH_TOKEN_AUTH",
        auth_parameters: Value::Object(auth_parameters),
        client_metadata,
        user_context_data: client.user_context(username),
    };
    let reply = client.call_with_retry(&request).await;
    // Whoever signed out, or signed in anew, while the reply was on its way has the last word.
    let outdated = (was_stored && !is_stored()) || last_auth_user(client) != was_signed_in;
    match reply {
        Ok(result) => {
            let tokens = result.into_tokens(refresh_token, client.platform.now_ms());
            match was_signed_in {
                _ if outdated => {}
                // Parity: v5 stores the tokens of one user under the name of another who has signed in since.
                Some(other) if other != username => store_tokens(client, username, &tokens),
                _ => store(client, username, &tokens),
            }
            Ok(tokens)
        }
        Err(error) => {
            if error.is_service("NotAuthorizedException") && !outdated {
                forget(client, username);
            }
            Err(error)
        }
    }
}

/// `AuthenticationResult`: what a finished sign-in or refresh brings.
#[derive(Clone, Debug)]
pub(crate) struct AuthenticationResult {
    pub id_token: Secret,
    pub access_token: Secret,
    /// A refresh brings one only where refresh tokens rotate.
    pub refresh_token: Option<Secret>,
}

impl AuthenticationResult {
    /// `None` unless there are an ID token and an access token: half a session is none.
    pub(crate) fn read(reply: &Value) -> Option<Self> {
        let result = reply.get("AuthenticationResult")?;
        let token = |name| result.text(name).filter(|text| !text.is_empty()).map(Secret::from);
        Some(AuthenticationResult {
            id_token: token("IdToken")?,
            access_token: token("AccessToken")?,
            refresh_token: token("RefreshToken"),
        })
    }

    /// The tokens, with the former refresh token where no new one came.
    pub(crate) fn into_tokens(self, former: &Secret, now_ms: f64) -> Tokens {
        Tokens::issued(
            self.id_token,
            self.access_token,
            self.refresh_token.unwrap_or_else(|| former.clone()),
            now_ms,
        )
    }
}

/// `InitiateAuth` with a refresh token.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RefreshTokens<'a> {
    client_id: &'a str,
    auth_flow: &'static str,
    auth_parameters: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_metadata: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_context_data: Option<Value>,
}

impl Operation for RefreshTokens<'_> {
    const NAME: &'static str = "InitiateAuth";
    type Reply = AuthenticationResult;
    fn read(reply: Value) -> Option<AuthenticationResult> {
        AuthenticationResult::read(&reply)
    }
}

/// Ends the session on this device: what is stored goes at once, whether or not the service can be reached. Then the
/// refresh token is revoked if it can be; the caller waits for the first try, at most [`REVOKE_WAIT_MS`], and further
/// ones go on behind its back.
///
/// Parity: v5 refreshes expired tokens first, and leaves everything in storage when that fails.
pub(crate) async fn sign_out<P: Platform>(client: &Client<P>, username: &str, in_memory: Option<Tokens>) {
    let tokens = stored(client, username).or(in_memory);
    forget(client, username);
    let Some(tokens) = tokens.filter(Tokens::are_revocable) else {
        return;
    };
    let tried = Rc::new(flight::Signal::default());
    let (reviewer, background) = (tried.clone(), client.clone());
    client.platform.spawn(async move {
        let request = RevokeToken {
            token: tokens.refresh,
            client_id: &background.pool.client_id,
        };
        let result = background.call(&request).await;
        reviewer.set();
        if result.is_err_and(|error| error.is_passing()) {
            background.platform.sleep(1000.0).await;
            // Nobody waits for this one, so nobody learns whether it fails: the session is over here either way.
            let _ = background.call_with_retry(&request).await;
        }
    });
    first(tried.wait(), client.platform.sleep(REVOKE_WAIT_MS)).await;
}

/// How long sign-out waits for the service.
const REVOKE_WAIT_MS: f64 = 1000.0;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RevokeToken<'a> {
    token: Secret,
    client_id: &'a str,
}

impl Operation for RevokeToken<'_> {
    const NAME: &'static str = "RevokeToken";
    type Reply = ();
    fn read(_: Value) -> Option<()> {
        Some(())
    }
}

/// Ends all sessions of the user, on every device, and then removes what is stored here. A refusal removes nothing.
pub(crate) async fn global_sign_out<P: Platform>(
    client: &Client<P>,
    username: &str,
    tokens: &Tokens,
) -> Result<(), AuthError> {
    client
        .call(&GlobalSignOut {
            access_token: &tokens.access,
        })
        .await?;
    forget(client, username);
    Ok(())
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GlobalSignOut<'a> {
    access_token: &'a Secret,
}

impl Operation for GlobalSignOut<'_> {
    const NAME: &'static str = "GlobalSignOut";
    type Reply = ();
    fn read(_: Value) -> Option<()> {
        Some(())
    }
}

/// Revokes the refresh token now, and says how that went; nothing is removed.
pub(crate) async fn revoke<P: Platform>(client: &Client<P>, tokens: Tokens) -> Result<(), AuthError> {
    client
        .call_with_retry(&RevokeToken {
            token: tokens.refresh,
            client_id: &client.pool.client_id,
        })
        .await
}
