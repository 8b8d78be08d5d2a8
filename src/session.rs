//! A signed-in user's tokens: stored, read, refreshed once for all callers, and removed.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `getSession` and `refreshSession`.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

mod flight;
mod tokens;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) use tokens::tests::token;

pub(crate) use tokens::{AuthenticationResult, Tokens};

use crate::error::{AuthError, Failure, text};
use crate::platform::{Event, Keys, Platform, RefreshRule, Shelf, first};
use crate::secret::Secret;
use crate::service::{Client, Exchange, Operation, Repeat, Session};
use crate::wire::Value;
use serde::Serialize;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// The session of a user, as far as it is known without a request.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) enum Known {
    /// Valid by the service's clock.
    Valid(Tokens),
    /// Expired; this refresh token brings new ones.
    Expired(Secret),
}

/// v5's error for a user object without a name.
pub(crate) const NO_USERNAME: Failure = Failure::Plain(text::NO_USERNAME);

/// The name under which the last sign-in was stored; null or empty when nobody is signed in.
pub(crate) fn last_auth_user<P: Platform>(client: &Client<P>) -> Value {
    client.platform.get_item(&client.keys(&"".into()).last_auth_user)
}

/// The refresh token that is stored for that user; null or empty if there is none.
pub(crate) fn stored_refresh_token<P: Platform>(client: &Client<P>, username: &Value) -> Value {
    client.platform.get_item(&client.keys(username).refresh_token)
}

/// The session of that user. Tokens in memory are used if they are valid for some time yet. Else those in storage are
/// read, because they may be newer.
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
    let tokens = found.ok_or(Failure::Plain(text::NO_ID_TOKEN))?;
    if tokens.refresh.is_empty() {
        Err(Failure::Plain(text::NO_REFRESH_TOKEN).into())
    } else {
        Ok(Known::Expired(tokens.refresh.clone()))
    }
}

/// A valid session of that user. Expired tokens are refreshed first. Tokens that expire soon are given at once, and
/// refreshed in the background if they are the stored ones: those of who has signed out since end with themselves.
pub(crate) fn current<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
    client_metadata: Value,
) -> Refreshing {
    let result = match known(client, username, in_memory) {
        Ok(Known::Valid(tokens)) => {
            let rule = client.platform.refresh_rule();
            if rule == RefreshRule::Free
                && tokens.expire_soon(&client.platform)
                && stored_refresh_token(client, username) == *tokens.refresh.expose()
            {
                let refreshing = refresh(client, username, tokens.refresh.clone(), client_metadata, true);
                client.platform.spawn(Box::pin(async {
                    // A failure is not reported: the next call after they have expired tries again.
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

/// The stored tokens of that user; `None` without an ID token. Other missing tokens are empty.
pub(crate) fn stored<P: Platform>(client: &Client<P>, username: &Value) -> Option<Tokens> {
    let found = client.platform.stored_session(&client.pool.client_id, username);
    found.map(Tokens::from)
}

/// Stores the tokens of the user who signed in, and then the username as the last that signed in. If the storage fails,
/// nothing is left of a user who was not signed in before. The session of another user who was signed in before is
/// removed: no sign-out would find it.
///
/// Parity: v5 leaves it in storage for good.
pub(crate) fn store<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) -> Result<(), AuthError> {
    let former = last_auth_user(client);
    let result = store_tokens(client, username, tokens).and_then(|()| {
        let key = client.keys(username).last_auth_user;
        client.platform.set_item(&key, username)
    });
    if result.is_err() && last_auth_user(client) != *username {
        remove_tokens(client, username);
    }
    if result.is_ok() && former.is_truthy() && former != *username {
        remove(client, &former);
    }
    result
}

/// Stores the session of a user who has just signed in. The copy of the user's data is from before, as is what is
/// noted of its sign-in, and both are removed.
///
/// One that is not remembered is this tab's own. A session that was in the other place is removed: whoever signs in
/// without being remembered must not be found in the next tab.
///
/// Parity: v5 keeps the copy, and gives it as the answer to the sign-in.
pub(crate) fn store_sign_in<P: Platform>(
    client: &Client<P>,
    username: &Value,
    tokens: &Tokens,
    is_remembered: bool,
) -> Result<(), AuthError> {
    let (platform, keys) = (&client.platform, client.keys(username));
    let was_remembered = !platform.page_item(Shelf::Tab, &keys.tab_session).is_truthy();
    let moves = is_remembered != was_remembered;
    if !is_remembered {
        check_tab(client)?;
    }
    if moves {
        choose_place(platform, &keys, is_remembered);
    }
    platform.remove_item(&keys.user_data);
    remove_notes(platform, &keys);
    let result = store(client, username, tokens);
    if moves {
        choose_place(platform, &keys, was_remembered);
        // A storage of the application's is one place.
        let is_other_place = platform.get_item(&keys.access_token) != *tokens.access.expose();
        if result.is_ok() {
            let former = last_auth_user(client);
            if is_other_place && former.is_truthy() {
                remove(client, &former);
            }
            choose_place(platform, &keys, is_remembered);
        }
    }
    result
}

const NO_TAB: Failure = Failure::Plain("Without a sessionStorage, a session cannot be this tab's own.");
const OWN_STORAGE: Failure = Failure::Plain("A session in a storage of your own cannot be this tab's own.");

/// An error where a session cannot be this tab's own. Asked by doing it: browsers refuse in many ways, and an application's
/// storage may be sessionStorage itself. The sessionStorage of a server's runtime would be that of all its users.
pub(crate) fn check_tab<P: Platform>(client: &Client<P>) -> Result<(), AuthError> {
    let (platform, keys) = (&client.platform, client.keys(&"".into()));
    let (mark, item) = (&keys.tab_session, &keys.id_token);
    let former = platform.page_item(Shelf::Tab, mark);
    // The page looks into sessionStorage only where localStorage has this mark.
    let is_marked = platform.address().is_truthy() && platform.set_page_item(Shelf::Browser, mark, &"true".into());
    if !is_marked || !platform.set_page_item(Shelf::Tab, mark, mark) {
        return Err(NO_TAB.into());
    }
    let _ = platform.set_item(item, mark);
    let is_there = platform.page_item(Shelf::Tab, item) == *mark;
    platform.remove_item(item);
    platform.set_page_item(Shelf::Tab, mark, &former);
    if is_there { Ok(()) } else { Err(OWN_STORAGE.into()) }
}

/// From now on, sessions of the app client are read and written where all tabs find them, or in this tab alone.
fn choose_place<P: Platform>(platform: &P, keys: &Keys, is_remembered: bool) {
    let mark = if is_remembered { Value::null() } else { "true".into() };
    platform.set_page_item(Shelf::Tab, &keys.tab_session, &mark);
}

/// Stores the tokens so that old and new ones never make a session, wherever the writing stops. The access token is
/// removed first and stored last. Without one, this library and v5 use the refresh token. That is stored before the
/// others, because the one that it replaces may be worth nothing any more.
///
/// Parity: v5 begins with the ID token and ends with the refresh token and the drift.
fn store_tokens<P: Platform>(client: &Client<P>, username: &Value, tokens: &Tokens) -> Result<(), AuthError> {
    let (platform, keys) = (&client.platform, client.keys(username));
    platform.remove_item(&keys.access_token);
    platform.set_item(&keys.refresh_token, tokens.refresh.expose())?;
    platform.set_item(&keys.id_token, tokens.id.expose())?;
    let drift = if platform.is_of_v6(&keys) {
        0.0 - tokens.clock_drift_s * 1000.0
    } else {
        tokens.clock_drift_s
    };
    platform.set_item(&keys.clock_drift, &Value::from(drift).shown())?;
    platform.set_item(&keys.access_token, tokens.access.expose())
}

/// Removes a user's tokens and user data. Device keys stay.
pub(crate) fn remove<P: Platform>(client: &Client<P>, username: &Value) {
    remove_tokens(client, username);
    client.platform.remove_item(&client.keys(username).user_data);
}

/// Removes a user's tokens, and the key that says that the user is signed in. Another user who has signed in since
/// stays signed in.
///
/// Items are removed in the reverse order of storing, because a sign-in in another tab may write in between. What is
/// left of that sign-in is then no session, or all of one but the refresh token, or all: whatever it stored after an
/// item that has stayed has stayed, too.
///
/// Parity: v5 removes the ID token, the access token, the refresh token, who is signed in, and the drift.
pub(crate) fn remove_tokens<P: Platform>(client: &Client<P>, username: &Value) {
    let (platform, keys) = (&client.platform, client.keys(username));
    let last = platform.get_item(&keys.last_auth_user);
    if last == *username || !last.is_truthy() {
        platform.remove_item(&keys.last_auth_user);
    }
    for key in [
        &keys.access_token,
        &keys.clock_drift,
        &keys.id_token,
        &keys.refresh_token,
    ] {
        platform.remove_item(key);
    }
    remove_notes(platform, &keys);
}

/// Removes what is noted of the sign-in, by v6 or at a return from the hosted page.
fn remove_notes<P: Platform>(platform: &P, keys: &Keys) {
    for key in [&keys.sign_in_details, &keys.oauth_metadata, &keys.hosted_ui] {
        if platform.get_item(key).is_truthy() {
            platform.remove_item(key);
        }
    }
}

/// Exchanges the refresh token for new tokens, and stores them. Calls with the same refresh token share one refresh:
/// one request, one event. Where the browser has locks, all its tabs share it.
///
/// It ends within [`Client::limit_ms`], the wait for the lock included.
///
/// A refusal for good removes the stored session. With `ahead`, the session is still valid and nobody waits: then only
/// such a refusal is reported.
pub(crate) fn refresh<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: Secret,
    client_metadata: Value,
    ahead: bool,
) -> Refreshing {
    let (client, username) = (client.clone(), username.clone());
    Box::pin(async move {
        let (platform, keys) = (&client.platform, client.keys(&username));
        let rule = platform.refresh_rule();
        // The former refresh token is worth nothing after a refresh that rotates.
        if rule == RefreshRule::Never || (rule == RefreshRule::Unstored && platform.rotates()) {
            return Err(Failure::NotRefreshed.into());
        }
        let ends_ms = platform.now_ms() + client.limit_ms();
        // The name of this user's refreshes, in this tab and for the lock among tabs.
        let name = &keys.refresh_token;
        let stored_items =
            || [&keys.last_auth_user, &keys.access_token, &keys.refresh_token].map(|key| platform.get_item(key));
        let before = stored_items();
        let (key, is_shared) = (name.clone() + refresh_token.expose(), !platform.ends_early());
        let result = flight::share(key, platform.owner(), is_shared, async {
            let before = platform.get_item(&keys.access_token);
            let is_stored = platform.get_item(&keys.refresh_token) == *refresh_token.expose();
            // A server shares no storage, and has many users at once.
            let lock = if rule == RefreshRule::Free {
                platform.lock(name).await
            } else {
                None
            };
            // Another tab may have refreshed already, or at least have a newer refresh token. From here until the
            // unlock, nothing of the application is waited for.
            let found = stored(&client, &username).filter(|found| is_stored && !found.refresh.is_empty());
            let (result, is_over) = match found {
                Some(found) if *found.access.expose() != before && found.are_valid(platform) => (Ok(found), false),
                found => {
                    let token = found.map_or(refresh_token, |found| found.refresh.clone());
                    refresh_now(&client, &username, &token, client_metadata, ends_ms).await
                }
            };
            drop(lock);
            match &result {
                Ok(tokens) => platform.emit(Event::Refreshed(tokens)),
                Err(error) if is_over || !ahead => {
                    platform.emit(Event::RefreshFailed(error));
                    if is_over {
                        platform.emit(Event::Expired(error));
                    }
                }
                Err(_) => {}
            }
            result
        })
        .await;
        // Nothing has changed here: the call that has refreshed stores elsewhere. On a server, each request has a storage
        // of its own.
        if let Ok(tokens) = &result
            && before[1] != *tokens.access.expose()
            && before[2].is_truthy()
            && stored_items() == before
        {
            store_tokens(&client, &username, tokens)?;
        }
        result
    })
}

/// A refresh under way. Boxed, because many wait for one.
type Refreshing = Pin<Box<dyn Future<Output = Result<Tokens, AuthError>>>>;

/// A refresh where refresh tokens do not rotate.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RefreshTokenAuth<'a> {
    client_id: &'a Value,
    auth_flow: &'static str,
    auth_parameters: RefreshParameters<'a>,
    client_metadata: &'a Value,
    user_context_data: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RefreshParameters<'a> {
    refresh_token: &'a Secret,
    /// Parity: localStorage's null is sent as null.
    device_key: &'a Value,
}

impl Operation for RefreshTokenAuth<'_> {
    const NAME: &'static str = "InitiateAuth";
    const REPEAT: Repeat = Repeat::Always;
    const SESSION: Session = Session::MayBring;
    type Reply = AuthenticationResult;
}

/// A refresh where refresh tokens rotate. When its reply is lost, the service takes the former token for up to a minute
/// more (`RetryGracePeriodSeconds`), so that it may be sent again.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetTokensFromRefreshToken<'a> {
    client_id: &'a Value,
    refresh_token: &'a Secret,
    device_key: Value,
    client_metadata: &'a Value,
}

impl Operation for GetTokensFromRefreshToken<'_> {
    const NAME: &'static str = "GetTokensFromRefreshToken";
    const REPEAT: Repeat = Repeat::Always;
    const SESSION: Session = Session::MayBring;
    type Reply = AuthenticationResult;
}

/// Sends the refresh by the operation that the app client accepts, and stores the new tokens. The second value says
/// whether the session is over; it is then removed from storage.
async fn refresh_now<P: Platform>(
    client: &Client<P>,
    username: &Value,
    refresh_token: &Secret,
    client_metadata: Value,
    ends_ms: f64,
) -> (Result<Tokens, AuthError>, bool) {
    let was_stored = stored_refresh_token(client, username) == *refresh_token.expose();
    let was_signed_in = last_auth_user(client);
    let mut device_key = Value::undefined();
    if was_signed_in.is_truthy() {
        device_key = client.platform.get_item(&client.keys(username).device_key);
        if !device_key.is_truthy() {
            device_key = device_of(client, username).or(device_key);
        }
    }
    let mut rotates = client.platform.rotates();
    let mut refusal = None;
    let mut is_overtaken = false;
    let result = loop {
        let exchange = if rotates {
            (&GetTokensFromRefreshToken {
                client_id: &client.pool.client_id,
                refresh_token,
                device_key: device_key.clone().or(Value::undefined()),
                client_metadata: &client_metadata,
            })
                .into()
        } else {
            (&RefreshTokenAuth {
                client_id: &client.pool.client_id,
                auth_flow: "REFRESH_TOKEN_AUTH",
                auth_parameters: RefreshParameters {
                    refresh_token,
                    device_key: &device_key,
                },
                client_metadata: &client_metadata,
                user_context_data: client.user_context(username),
            })
                .into()
        };
        let limit_ms = ends_ms - client.platform.now_ms();
        match client.exchange_within(limit_ms, exchange).await {
            // AWS does not document how it refuses this where refresh tokens rotate, so that this refusal may mean it.
            Err(error)
                if !rotates
                    && client.platform.refresh_rule() != RefreshRule::Unstored
                    && !refresh_token.is_empty()
                    && error.may_mean_rotation() =>
            {
                rotates = true;
                refusal = Some(error);
            }
            Ok(result) => {
                if refusal.is_some() {
                    client.platform.set_rotates();
                }
                break Ok(Tokens::issued(&result, refresh_token, &client.platform));
            }
            // Applications know the refusals of `InitiateAuth`, so that the first refusal is reported. It also stands
            // where the service cannot say whether refresh tokens rotate.
            Err(error) => {
                let stands = |refusal: &AuthError| {
                    if error.refuses_refresh() {
                        refusal.refuses_refresh()
                    } else {
                        error.knows_no_rotation()
                    }
                };
                // Two requests of one browser at once, on two servers: the response to the other one has the new tokens,
                // which the removal of cookies by this one would take away.
                is_overtaken = client.platform.refresh_rule() == RefreshRule::Expired
                    && error.is_service("RefreshTokenReuseException");
                break Err(refusal
                    .filter(|refusal| !is_overtaken && stands(refusal))
                    .unwrap_or(error));
            }
        }
    };
    // A sign-out or a new sign-in while the reply was on its way outdates the reply.
    let outdated = last_auth_user(client) != was_signed_in
        || (was_stored && stored_refresh_token(client, username) != *refresh_token.expose());
    let stored = match &result {
        _ if outdated => Ok(()),
        Ok(tokens) if was_signed_in.is_truthy() && was_signed_in != *username => {
            // Parity: v5 stores the tokens of one user under the name of another who has signed in since. Without a
            // stored session there is nothing to renew, and no sign-out would find the new tokens.
            if stored_refresh_token(client, username).is_truthy() {
                store_tokens(client, username, tokens)
            } else {
                Ok(())
            }
        }
        Ok(tokens) => store(client, username, tokens),
        Err(error) if error.refuses_refresh() && !is_overtaken => {
            remove(client, username);
            return (result, true);
        }
        Err(_) => Ok(()),
    };
    (stored.and(result), false)
}

/// The key of the device that the stored tokens were issued on; `undefined` if they do not say. Cookies have no device
/// keys, and the service refreshes the tokens of a device only with its key.
fn device_of<P: Platform>(client: &Client<P>, username: &Value) -> Value {
    let tokens = stored(client, username);
    tokens.map_or(Value::undefined(), |tokens| {
        client.platform.claims(tokens.access.expose()).text("device_key")
    })
}

/// Revokes a refresh token, and with it the tokens that it brought. The session is removed from storage before.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct RevokeToken<'a> {
    token: &'a Secret,
    client_id: &'a Value,
}

impl Operation for RevokeToken<'_> {
    const NAME: &'static str = "RevokeToken";
    const REPEAT: Repeat = Repeat::Always;
    type Reply = ();
}

/// Ends the session on this device. It is removed from storage at once, whether or not the service can be reached. Then
/// the refresh token is revoked if it can be. The caller waits for the first try, at most [`REVOKE_WAIT_MS`]; further
/// tries run in the background.
///
/// `ended` are the tokens that the page has removed before. Whoever has signed in since, in another tab, stays signed in.
///
/// Parity: v5 refreshes expired tokens first, and leaves everything in storage when that fails.
pub(crate) async fn sign_out<P: Platform>(client: &Client<P>, username: &Value, ended: Option<Tokens>) {
    let found = stored(client, username);
    let is_own = |found: &Tokens| {
        let ended = ended.as_ref();
        ended.is_none_or(|ended| found.are_of_one_sign_in(ended, &client.platform))
    };
    // Of a sign-in that the page's removal has cut, nothing is to stay.
    let is_whole = |found: &Tokens| !found.access.is_empty() && !found.refresh.is_empty();
    if found.as_ref().is_none_or(|found| is_own(found) || !is_whole(found)) {
        remove(client, username);
    }
    let tokens = found.filter(is_own).or(ended);
    let Some(tokens) = tokens.filter(|tokens| tokens.are_revocable(&client.platform)) else {
        return;
    };
    let tried = Rc::new(flight::Signal::default());
    let (reviewer, background) = (tried.clone(), client.clone());
    client.platform.spawn(Box::pin(async move {
        let revocation = || RevokeToken {
            token: &tokens.refresh,
            client_id: &background.pool.client_id,
        };
        let result = background.exchange(Exchange::from(&revocation()).once()).await;
        reviewer.set();
        // The page of a captive portal is no refusal by the service either.
        if result.is_err_and(|error| error.is_passing() || matches!(*error, Failure::InvalidResponse(_))) {
            background.platform.sleep(1000.0).await;
            // A failure of this try is not reported, because the session is over here either way.
            let _ = background.call(&revocation()).await;
        }
    }));
    first(tried.wait(), client.platform.sleep(REVOKE_WAIT_MS)).await;
}

/// The longest time that sign-out waits for the service.
const REVOKE_WAIT_MS: f64 = 1000.0;

/// Ends all sessions of the user, on every device.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GlobalSignOut<'a> {
    access_token: &'a Secret,
}

impl Operation for GlobalSignOut<'_> {
    const NAME: &'static str = "GlobalSignOut";
    const SESSION: Session = Session::Ends;
    type Reply = ();
}

/// Ends all sessions of the user, and then removes the stored one. A refusal removes nothing.
pub(crate) async fn global_sign_out<P: Platform>(
    client: &Client<P>,
    username: &Value,
    tokens: &Tokens,
) -> Result<(), AuthError> {
    let access_token = &tokens.access;
    client.call(&GlobalSignOut { access_token }).await?;
    remove(client, username);
    Ok(())
}

/// Revokes a refresh token now, and gives the result. Nothing is removed from storage.
pub(crate) async fn revoke<P: Platform>(client: &Client<P>, refresh_token: &Secret) -> Result<(), AuthError> {
    client
        .call(&RevokeToken {
            token: refresh_token,
            client_id: &client.pool.client_id,
        })
        .await
}
