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

pub(crate) use flight::Flights;
pub(crate) use tokens::Tokens;

use crate::cognito::{Client, incomplete};
use crate::error::{AuthError, Failure};
use crate::platform::{Event, Platform, first};
use crate::secret::Secret;
use crate::wire::{Value, object};
use alloc::boxed::Box;
use alloc::rc::Rc;

/// What is known of a user's session without asking the service.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) enum Known {
    /// Valid by the service's clock.
    Valid(Tokens),
    /// To be exchanged for new ones with this refresh token.
    Expired(Secret),
}

/// What v5 says of a user object that has lost its name.
pub(crate) const NO_USERNAME: Failure = Failure::Plain("Username is null. Cannot retrieve a new session");

impl<P: Platform> Client<P> {
    /// What is stored for that user under that name.
    pub(crate) fn stored(&self, username: &Value, name: &str) -> Value {
        self.platform
            .get_item(&keys::of_user(&self.pool.client_id, username, name))
    }

    /// Stores something for that user.
    pub(crate) fn keep(&self, username: &Value, name: &str, text: &Value) {
        self.platform
            .set_item(&keys::of_user(&self.pool.client_id, username, name), text);
    }

    /// Removes what is stored for that user under that name.
    pub(crate) fn drop_stored(&self, username: &Value, name: &str) {
        self.platform
            .remove_item(&keys::of_user(&self.pool.client_id, username, name));
    }
}

/// The name under which the last sign-in was stored; null or empty when nobody is signed in.
pub(crate) fn last_auth_user<P: Platform>(client: &Client<P>) -> Value {
    client.platform.get_item(&keys::last_auth_user(&client.pool.client_id))
}

/// The session of that user, from memory if it is valid there, else from storage.
pub(crate) fn known<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
) -> Result<Known, AuthError> {
    if let Some(tokens) = in_memory.filter(|tokens| tokens.are_valid(&client.platform)) {
        return Ok(Known::Valid(tokens));
    }
    let tokens = stored(client, username).ok_or(Failure::Plain(
        "Local storage is missing an ID Token, Please authenticate",
    ))?;
    if tokens.are_valid(&client.platform) {
        Ok(Known::Valid(tokens))
    } else if tokens.refresh.is_empty() {
        Err(Failure::Plain("Cannot retrieve a new session. Please authenticate.").into())
    } else {
        Ok(Known::Expired(tokens.refresh.clone()))
    }
}

/// A valid session of that user; expired tokens are refreshed first.
pub(crate) async fn current<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
    client_metadata: Value,
) -> Result<Tokens, AuthError> {
    match known(client, username, in_memory)? {
        Known::Valid(tokens) => Ok(tokens),
        Known::Expired(refresh_token) => refresh(client, username, refresh_token, client_metadata).await,
    }
}

/// What is stored for that user; `None` without an ID token, as in v5. Other tokens that are missing are empty.
fn stored<P: Platform>(client: &Client<P>, username: &Value) -> Option<Tokens> {
    let id = client.stored(username, keys::ID_TOKEN);
    if !id.is_truthy() {
        return None;
    }
    let token = |name| client.stored(username, name).or("");
    // NaN counts as 0.
    let clock_drift_s = client.stored(username, keys::CLOCK_DRIFT).integer() as i32 as f64;
    Some(Tokens::new(
        id,
        token(keys::ACCESS_TOKEN),
        token(keys::REFRESH_TOKEN),
        clock_drift_s,
    ))
}

/// Stores the tokens of the user who signed in, in v5's order.
pub(crate) fn store<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) {
    store_tokens(client, username, tokens);
    client
        .platform
        .set_item(&keys::last_auth_user(&client.pool.client_id), username);
}

fn store_tokens<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) {
    client.keep(username, keys::ID_TOKEN, tokens.id.expose());
    client.keep(username, keys::ACCESS_TOKEN, tokens.access.expose());
    client.keep(username, keys::REFRESH_TOKEN, tokens.refresh.expose());
    client.keep(username, keys::CLOCK_DRIFT, &Value::from(tokens.clock_drift_s).shown());
}

/// Removes a user's tokens and user data. Device keys stay.
pub(crate) fn forget<P: Platform>(client: &Client<P>, username: &Value) {
    forget_tokens(client, username);
    client.drop_stored(username, keys::USER_DATA);
}

/// Removes a user's tokens, and that they are signed in, in v5's order. Another user who has signed in since stays so.
pub(crate) fn forget_tokens<P: Platform>(client: &Client<P>, username: &Value) {
    for name in [keys::ID_TOKEN, keys::ACCESS_TOKEN, keys::REFRESH_TOKEN] {
        client.drop_stored(username, name);
    }
    let last = last_auth_user(client);
    if last == *username || !last.is_truthy() {
        client
            .platform
            .remove_item(&keys::last_auth_user(&client.pool.client_id));
    }
    client.drop_stored(username, keys::CLOCK_DRIFT);
}

/// Exchanges the refresh token for new tokens, and stores them. Calls that come while one is under way with the same
/// refresh token share its result: one request, one event.
///
/// A refusal (`NotAuthorizedException`) removes what is stored.
pub(crate) async fn refresh<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: Secret,
    client_metadata: Value,
) -> Result<Tokens, AuthError> {
    let key = keys::of_user(&client.pool.client_id, username, " ") + refresh_token.expose();
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

/// `InitiateAuth` with a refresh token.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
async fn refresh_now<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: &Secret,
    client_metadata: Value,
) -> Result<Tokens, AuthError> {
    const OPERATION: &str = "InitiateAuth";
    let was_stored = client.stored(username, keys::REFRESH_TOKEN) == *refresh_token.expose();
    let was_signed_in = last_auth_user(client);

    let mut auth_parameters = object().with("REFRESH_TOKEN", refresh_token.expose());
    if was_signed_in.is_truthy() {
        // Parity: localStorage's null is sent as null.
        auth_parameters = auth_parameters.with("DEVICE_KEY", &client.stored(username, keys::DEVICE_KEY));
    }
    let request = object()
        .with("ClientId", &client.pool.client_id)
        .with_text("AuthFlow", "REFRESH_TOKEN_AUTH")
        .with("AuthParameters", &auth_parameters)
        .with("ClientMetadata", &client_metadata)
        .with("UserContextData", &client.user_context(username));
    let reply = client.call_with_retry(OPERATION, &request).await;
    // Whoever signed out, or signed in anew, while the reply was on its way has the last word.
    let outdated = last_auth_user(client) != was_signed_in
        || (was_stored && client.stored(username, keys::REFRESH_TOKEN) != *refresh_token.expose());
    match reply {
        Ok(reply) => {
            let tokens = issued(client, &reply, refresh_token).ok_or_else(|| incomplete(OPERATION))?;
            if outdated {
            } else if was_signed_in.is_truthy() && was_signed_in != *username {
                // Parity: v5 stores the tokens of one user under the name of another who has signed in since.
                store_tokens(client, username, &tokens);
            } else {
                store(client, username, &tokens);
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

/// The tokens of an `AuthenticationResult`, which a finished sign-in or refresh brings. A refresh brings a refresh token
/// only where those rotate: else the former stays. `None` unless there are an ID token and an access token: half a
/// session is none.
pub(crate) fn issued<P: Platform>(client: &Client<P>, reply: &Value, former: &Secret) -> Option<Tokens> {
    let result = reply.get("AuthenticationResult");
    let (id, access) = (result.text("IdToken"), result.text("AccessToken"));
    if !id.is_truthy() || !access.is_truthy() {
        return None;
    }
    let refresh = result.text("RefreshToken").or(former.expose().clone());
    Some(Tokens::issued(
        id.into(),
        access.into(),
        refresh.into(),
        &client.platform,
    ))
}

/// Ends the session on this device: what is stored goes at once, whether or not the service can be reached. Then the
/// refresh token is revoked if it can be; the caller waits for the first try, at most [`REVOKE_WAIT_MS`], and further
/// ones go on behind its back.
///
/// Parity: v5 refreshes expired tokens first, and leaves everything in storage when that fails.
pub(crate) async fn sign_out<P: Platform>(client: &Client<P>, username: &Value, in_memory: Option<Tokens>) {
    let tokens = stored(client, username).or(in_memory);
    forget(client, username);
    let Some(tokens) = tokens.filter(|tokens| tokens.are_revocable(&client.platform)) else {
        return;
    };
    let tried = Rc::new(flight::Signal::default());
    let (reviewer, background) = (tried.clone(), client.clone());
    client.platform.spawn(Box::pin(async move {
        let request = revoke_token(&background, &tokens.refresh);
        let result = background.call("RevokeToken", &request).await;
        reviewer.set();
        if result.is_err_and(|error| error.is_passing()) {
            background.platform.sleep(1000.0).await;
            // Nobody waits for this one, so nobody learns whether it fails: the session is over here either way.
            let _ = background.call_with_retry("RevokeToken", &request).await;
        }
    }));
    first(tried.wait(), client.platform.sleep(REVOKE_WAIT_MS)).await;
}

/// How long sign-out waits for the service.
const REVOKE_WAIT_MS: f64 = 1000.0;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html>
fn revoke_token<P: Platform>(client: &Client<P>, refresh_token: &Secret) -> Value {
    object()
        .with("Token", refresh_token.expose())
        .with("ClientId", &client.pool.client_id)
}

/// Ends all sessions of the user, on every device, and then removes what is stored here. A refusal removes nothing.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>
pub(crate) async fn global_sign_out<P: Platform>(
    client: &Client<P>,
    username: &Value,
    tokens: &Tokens,
) -> Result<(), AuthError> {
    client.call("GlobalSignOut", &tokens.access_token()).await?;
    forget(client, username);
    Ok(())
}

/// Revokes a refresh token now, and says how that went; nothing is removed.
pub(crate) async fn revoke<P: Platform>(client: &Client<P>, refresh_token: &Secret) -> Result<(), AuthError> {
    let request = revoke_token(client, refresh_token);
    client.call_with_retry("RevokeToken", &request).await.map(|_| ())
}
