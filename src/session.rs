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
use core::future::Future;
use core::pin::Pin;

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

    /// Stores something for that user, and says whether that did not fail.
    pub(crate) fn keep(&self, username: &Value, name: &str, text: &Value) -> bool {
        self.platform
            .set_item(&keys::of_user(&self.pool.client_id, username, name), text)
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

/// The session of that user, from memory if it is valid there for some time, else from storage, where newer tokens may be.
pub(crate) fn known<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
) -> Result<Known, AuthError> {
    let platform = &client.platform;
    let in_memory = in_memory.filter(|tokens| tokens.are_valid(platform));
    if let Some(tokens) = &in_memory
        && !tokens.expire_soon(platform)
    {
        return Ok(Known::Valid(tokens.clone()));
    }
    let found = stored(client, username);
    if let Some(tokens) = found.clone().filter(|tokens| tokens.are_valid(platform)).or(in_memory) {
        return Ok(Known::Valid(tokens));
    }
    let tokens = found.ok_or(Failure::Plain(
        "Local storage is missing an ID Token, Please authenticate",
    ))?;
    if tokens.refresh.is_empty() {
        Err(Failure::Plain("Cannot retrieve a new session. Please authenticate.").into())
    } else {
        Ok(Known::Expired(tokens.refresh.clone()))
    }
}

/// A valid session of that user; expired tokens are refreshed first. Those that soon will be are given, and refreshed
/// behind the caller's back.
pub(crate) fn current<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
    client_metadata: Value,
) -> Refreshing {
    let result = match known(client, username, in_memory) {
        Ok(Known::Valid(tokens)) => {
            if tokens.expire_soon(&client.platform) {
                let refreshing = refresh(client, username, tokens.refresh.clone(), client_metadata, true);
                client.platform.spawn(Box::pin(async {
                    // Whoever needs the tokens once they have expired tries again.
                    let _ = refreshing.await;
                }));
            }
            Ok(tokens)
        }
        Ok(Known::Expired(refresh_token)) => {
            return refresh(client, username, refresh_token, client_metadata, false);
        }
        Err(error) => Err(error),
    };
    Box::pin(core::future::ready(result))
}

/// What is stored for that user; `None` without an ID token, as in v5. Other tokens that are missing are empty.
///
/// The access token is read first and last: had another tab stored tokens in between, it would not be the same.
pub(crate) fn stored<P: Platform>(client: &Client<P>, username: &Value) -> Option<Tokens> {
    let token = |name| client.stored(username, name).or("");
    let access = token(keys::ACCESS_TOKEN);
    let id = client.stored(username, keys::ID_TOKEN);
    if !id.is_truthy() {
        return None;
    }
    let refresh = token(keys::REFRESH_TOKEN);
    // NaN counts as 0.
    let clock_drift_s = client.stored(username, keys::CLOCK_DRIFT).integer() as i32 as f64;
    let is_whole = access == token(keys::ACCESS_TOKEN);
    let access = if is_whole { access } else { "".into() };
    Some(Tokens::new(id, access, refresh, clock_drift_s))
}

/// Stores the tokens of the user who signed in, and then who that is.
pub(crate) fn store<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) {
    if store_tokens(client, username, tokens) {
        client
            .platform
            .set_item(&keys::last_auth_user(&client.pool.client_id), username);
    }
}

/// Stores the tokens so that old and new ones never make a session, wherever the writing stops: the access token goes
/// first and comes last. Without one, this library and v5 use the refresh token, which is stored before the others
/// because the one that it replaces may be worth nothing any more. Says whether all is stored.
///
/// Parity: v5 begins with the ID token and ends with the refresh token and the drift.
fn store_tokens<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) -> bool {
    client.drop_stored(username, keys::ACCESS_TOKEN);
    client.keep(username, keys::REFRESH_TOKEN, tokens.refresh.expose())
        && client.keep(username, keys::ID_TOKEN, tokens.id.expose())
        && client.keep(username, keys::CLOCK_DRIFT, &Value::from(tokens.clock_drift_s).shown())
        && client.keep(username, keys::ACCESS_TOKEN, tokens.access.expose())
}

/// Removes a user's tokens and user data. Device keys stay.
pub(crate) fn forget<P: Platform>(client: &Client<P>, username: &Value) {
    forget_tokens(client, username);
    client.drop_stored(username, keys::USER_DATA);
}

/// Removes a user's tokens, and that they are signed in. Another user who has signed in since stays so.
///
/// What is stored last goes first. Should the writes of a sign-in in another tab come in between, what is left of that is
/// no session, or all of one but the refresh token, or all: what it stored after something that has stayed has stayed, too.
///
/// Parity: v5 removes the ID token, the access token, the refresh token, who is signed in, and the drift.
pub(crate) fn forget_tokens<P: Platform>(client: &Client<P>, username: &Value) {
    let last = last_auth_user(client);
    if last == *username || !last.is_truthy() {
        client
            .platform
            .remove_item(&keys::last_auth_user(&client.pool.client_id));
    }
    for name in [
        keys::ACCESS_TOKEN,
        keys::CLOCK_DRIFT,
        keys::ID_TOKEN,
        keys::REFRESH_TOKEN,
    ] {
        client.drop_stored(username, name);
    }
}

/// Exchanges the refresh token for new tokens, and stores them. Calls that come while one is under way with the same
/// refresh token share its result: one request, one event. Where the browser has locks, that goes for all its tabs.
///
/// A refusal for good removes what is stored. With `ahead`, nobody waits and the session lives: then only such a refusal
/// is told.
pub(crate) fn refresh<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: Secret,
    client_metadata: Value,
    ahead: bool,
) -> Refreshing {
    let (client, username) = (client.clone(), username.clone());
    Box::pin(async move {
        let key = keys::of_user(&client.pool.client_id, &username, " ");
        flight::share(key.clone() + refresh_token.expose(), async {
            let before = client.stored(&username, keys::ACCESS_TOKEN);
            let is_stored = client.stored(&username, keys::REFRESH_TOKEN) == *refresh_token.expose();
            let lock = client.platform.lock(&key).await;
            // Another tab may have been faster, or at least have a newer refresh token. From here until the lock is given
            // back, nothing of the application is waited for.
            let found = stored(&client, &username).filter(|found| is_stored && !found.refresh.is_empty());
            let (result, is_over) = match found {
                Some(found) if *found.access.expose() != before && found.are_valid(&client.platform) => {
                    (Ok(found), false)
                }
                found => {
                    let token = found.map_or(refresh_token, |found| found.refresh.clone());
                    refresh_now(&client, &username, &token, client_metadata).await
                }
            };
            client.platform.unlock(&lock);
            match &result {
                Ok(tokens) => client.platform.emit(Event::Refreshed(tokens)),
                Err(error) if is_over || !ahead => {
                    client.platform.emit(Event::RefreshFailed(error));
                    if is_over {
                        client.platform.emit(Event::Expired(error));
                    }
                }
                Err(_) => {}
            }
            result
        })
        .await
    })
}

/// A refresh under way. Boxed, because many wait for one.
type Refreshing = Pin<Box<dyn Future<Output = Result<Tokens, AuthError>>>>;

/// `InitiateAuth` with a refresh token, or `GetTokensFromRefreshToken` where refresh tokens rotate. Says also whether the
/// session is over: then what was stored is removed.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html>
async fn refresh_now<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: &Secret,
    client_metadata: Value,
) -> (Result<Tokens, AuthError>, bool) {
    let was_stored = client.stored(username, keys::REFRESH_TOKEN) == *refresh_token.expose();
    let was_signed_in = last_auth_user(client);
    let mut device_key = Value::undefined();
    if was_signed_in.is_truthy() {
        device_key = client.stored(username, keys::DEVICE_KEY);
    }
    let mut rotates = client.platform.rotates();
    let mut refusal = None;
    let reply = loop {
        let request = object().with("ClientId", &client.pool.client_id);
        let (operation, request) = if rotates {
            let request = request
                .with("RefreshToken", refresh_token.expose())
                .with("DeviceKey", &device_key.clone().or(Value::undefined()));
            ("GetTokensFromRefreshToken", request)
        } else {
            // Parity: localStorage's null is sent as null.
            let auth_parameters = object()
                .with("REFRESH_TOKEN", refresh_token.expose())
                .with("DEVICE_KEY", &device_key);
            let request = request
                .with_text("AuthFlow", "REFRESH_TOKEN_AUTH")
                .with("AuthParameters", &auth_parameters);
            ("InitiateAuth", request)
        };
        let mut request = request.with("ClientMetadata", &client_metadata);
        if !rotates {
            request = request.with("UserContextData", &client.user_context(username));
        }
        // A reply that is lost is asked for again with the same token: where tokens rotate, the service takes the former
        // for up to a minute more (`RetryGracePeriodSeconds`).
        let reply = client.call_with_retry(operation, &request).await;
        match reply.and_then(|reply| issued(client, &reply, refresh_token).ok_or_else(|| incomplete(operation))) {
            // AWS does not document how it refuses this where tokens rotate. So the refusal may mean that.
            Err(error) if !rotates && !refresh_token.is_empty() && error.may_mean_rotation() => {
                rotates = true;
                refusal = Some(error);
            }
            Ok(tokens) => {
                if refusal.is_some() {
                    client.platform.set_rotates();
                }
                break Ok(tokens);
            }
            Err(error) if error.refuses_refresh() => {
                // An application knows the answer to the first question.
                break Err(refusal.filter(|refusal| refusal.refuses_refresh()).unwrap_or(error));
            }
            Err(error) => break Err(error),
        }
    };
    // Whoever signed out, or signed in anew, while the reply was on its way has the last word.
    let outdated = last_auth_user(client) != was_signed_in
        || (was_stored && client.stored(username, keys::REFRESH_TOKEN) != *refresh_token.expose());
    match &reply {
        _ if outdated => {}
        Ok(tokens) if was_signed_in.is_truthy() && was_signed_in != *username => {
            // Parity: v5 stores the tokens of one user under the name of another who has signed in since.
            store_tokens(client, username, tokens);
        }
        Ok(tokens) => store(client, username, tokens),
        Err(error) if error.refuses_refresh() => {
            forget(client, username);
            return (reply, true);
        }
        Err(_) => {}
    }
    (reply, false)
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
        // A captive portal's page is no verdict either.
        if result.is_err_and(|error| error.is_passing() || matches!(*error, Failure::InvalidResponse(_))) {
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
