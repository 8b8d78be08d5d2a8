//! The signed-in user: a valid session from storage, and the user's attributes.
//!
//! Source: `@aws-amplify/auth/src/Auth.ts`, `currentUserPoolUser`, `_userSession` and `cleanUpInvalidSession`.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::attributes::{cached, user_data};
use crate::error::{AuthError, Failure, text};
use crate::platform::{Event, Platform, RefreshRule};
use crate::service::{Client, DISPENSABLE_MS};
use crate::session::{self, Tokens, last_auth_user, stored, stored_refresh_token};
use crate::wire::{Value, object};
use std::cell::RefCell;

/// The storage key of the token of another provider, from `federatedSignIn`. Not tied to an app client.
pub(crate) const FEDERATED_INFO: &str = "aws-amplify-federatedInfo";

/// A signed-in user.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct CurrentUser {
    /// The username in the storage keys.
    pub username: Value,
    /// Valid when they were read; expired if there is a `stale`.
    pub tokens: Tokens,
    /// The body of `GetUser`, or its stored copy. `undefined` if the token's scope does not cover it, or the request
    /// failed.
    pub data: Value,
    /// Why the service has not given them, if it was asked.
    pub unanswered: Option<AuthError>,
    /// Why the tokens could not be refreshed, if they have expired.
    pub stale: Option<AuthError>,
}

/// The signed-in user, with tokens and user data. Expired tokens are refreshed. With `bypass_cache`, `GetUser` is sent
/// even if there is a stored copy.
///
/// With `allow_stale`, a failed refresh gives the stored user, unless the service has ended the session. Not on a server:
/// its storage are cookies, and expired tokens in them may be anybody's work.
pub(crate) async fn current_user<P: Platform>(
    client: &Client<P>,
    bypass_cache: bool,
    allow_stale: bool,
    client_metadata: Value,
) -> Result<CurrentUser, AuthError> {
    let username = last_auth_user(client);
    if !username.is_truthy() {
        return Err(Failure::Text(text::NO_CURRENT_USER).into());
    }
    let allow_stale = allow_stale && client.platform.refresh_rule() == RefreshRule::Free;
    let mut tokens = match session_of(client, &username, None, client_metadata.clone()).await {
        // Without a stored refresh token, no refresh was tried: the error stays.
        Err(error) if allow_stale && !error.refuses_refresh() => {
            let tokens = stored(client, &username).filter(|tokens| !tokens.refresh.is_empty());
            let Some(tokens) = tokens else {
                return Err(error);
            };
            return Ok(CurrentUser {
                data: cached(client, &username).unwrap_or(Value::undefined()),
                username,
                tokens,
                unanswered: None,
                stale: Some(error),
            });
        }
        result => result?,
    };
    if bypass_cache {
        remove_federated_user(&client.platform);
    }
    let mut data = Value::undefined();
    let mut unanswered = None;
    if tokens.allow_user_data(&client.platform) {
        match user_data(
            client,
            &username,
            &tokens,
            bypass_cache,
            DISPENSABLE_MS,
            client_metadata,
        )
        .await
        {
            Ok((found, refreshed)) => {
                tokens = refreshed.unwrap_or(tokens);
                data = found;
            }
            Err(error) if error.ends_session() => {
                if is_signed_in(client, &username, tokens.refresh.expose()) {
                    client.platform.emit(Event::Expired(&error));
                    remove_ended_session(client, &username);
                }
                return Err(error);
            }
            // Parity: the user is signed in all the same.
            Err(error) => unanswered = Some(error),
        }
    }
    Ok(CurrentUser {
        username,
        tokens,
        data,
        unanswered,
        stale: None,
    })
}

thread_local! {
    /// How many ends of sessions were told on the page, and whose the last one was ([`Platform::owner`]).
    static TOLD: RefCell<(u32, Value)> = const { RefCell::new((0, Value::undefined())) };
}

/// A valid session of that user. If the service has ended it for good, it is removed from storage.
///
/// Calls that wait for one refresh all find the end. The first one tells it.
pub(crate) async fn session_of<P: Platform>(
    client: &Client<P>,
    username: &Value,
    in_memory: Option<Tokens>,
    client_metadata: Value,
) -> Result<Tokens, AuthError> {
    let refresh_token = stored_refresh_token(client, username);
    let told_before = TOLD.with_borrow(|(count, _)| *count);
    let result = session::current(client, username, in_memory, client_metadata).await;
    let is_told = || TOLD.with_borrow(|(count, to)| *count != told_before && *to == client.platform.owner());
    if result.as_ref().is_err_and(|error| error.ends_session())
        && is_stored(client, username, &refresh_token)
        && !is_told()
    {
        remove_ended_session(client, username);
    }
    result
}

/// Whether that user is signed in here, by the session of that refresh token. If not, its end was told already, or does
/// not matter any more.
pub(crate) fn is_signed_in<P: Platform>(client: &Client<P>, username: &Value, refresh_token: &Value) -> bool {
    last_auth_user(client) == *username && is_stored(client, username, refresh_token)
}

/// Whether storage holds the session of that refresh token, or none.
///
/// Parity: v5 also removes the session of a user who has signed in since in another tab.
fn is_stored<P: Platform>(client: &Client<P>, username: &Value, refresh_token: &Value) -> bool {
    let stored = stored_refresh_token(client, username);
    !stored.is_truthy() || stored == *refresh_token
}

/// Removes a session that the service has ended.
pub(crate) fn remove_ended_session<P: Platform>(client: &Client<P>, username: &Value) {
    session::remove(client, username);
    remove_federated_user(&client.platform);
    TOLD.with_borrow_mut(|(count, to)| {
        *count += 1;
        *to = client.platform.owner();
    });
    client.platform.emit(Event::SessionEnded);
}

/// Removes the user of `federatedSignIn` with a provider's token, as v5's `Credentials.clear()` does.
pub(crate) fn remove_federated_user<P: Platform>(platform: &P) {
    platform.remove_item(&FEDERATED_INFO.into());
}

/// The user of `federatedSignIn` with a provider's token, where one is stored: the user's fields, and `token`.
pub(crate) fn federated_user<P: Platform>(platform: &P) -> Option<Value> {
    let info = Value::decode(&platform.get_item(&FEDERATED_INFO.into()));
    if !info.is_truthy() {
        return None;
    }
    // Parity: the key is there even if nothing is behind it.
    Some(info.get("user").or(object()).with("token", &info.get("token")))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::session::token;
    use crate::wire::object_of;

    const P: &str = "CognitoIdentityServiceProvider.client";
    const DATA: &str = r#"{"UserAttributes":[{"Name":"sub","Value":"1"}]}"#;

    fn signed_in(expires_at_s: u64, scope: &str) -> Fake {
        let now_s = 1_770_091_506_u64;
        let token = token(&format!(
            r#"{{"iat":{now_s},"exp":{},"scope":"{scope}"}}"#,
            now_s + expires_at_s
        ));
        Fake::new()
            .stored(&format!("{P}.LastAuthUser"), "u")
            .stored(&format!("{P}.u.idToken"), &token)
            .stored(&format!("{P}.u.accessToken"), &token)
            .stored(&format!("{P}.u.refreshToken"), "r")
    }

    const ADMIN: &str = "aws.cognito.signin.user.admin";

    #[test]
    fn the_user_comes_with_the_services_data() {
        let fake = signed_in(3600, ADMIN).answer("GetUser", 200, DATA);
        let user =
            fake::run(current_user(&fake.client(), false, false, Value::Undefined)).expect("somebody is signed in");
        assert_eq!(user.username, *"u");
        assert_eq!(user.data.encode(), Ok(DATA.into()));
    }

    #[test]
    fn without_the_scope_nothing_is_asked() {
        let fake = signed_in(3600, "openid");
        let user =
            fake::run(current_user(&fake.client(), true, false, Value::Undefined)).expect("somebody is signed in");
        assert_eq!(user.data, Value::Undefined);
    }

    #[test]
    fn nobody_is_signed_in() {
        let fake = Fake::new();
        assert_eq!(
            fake::run(current_user(&fake.client(), false, false, Value::Undefined)),
            Err(Failure::Text("No current user").into())
        );
    }

    #[test]
    fn an_ordinary_failure_gives_the_user_without_data() {
        let mut fake = signed_in(3600, ADMIN);
        for _ in 0..3 {
            fake = fake.answer("GetUser", 500, r#"{"__type":"InternalErrorException"}"#);
        }
        let user =
            fake::run(current_user(&fake.client(), false, false, Value::Undefined)).expect("somebody is signed in");
        assert_eq!(user.data, Value::Undefined);
        assert!(
            user.unanswered
                .is_some_and(|error| error.is_service("InternalErrorException"))
        );
        assert!(fake.events().is_empty());
    }

    #[test]
    fn a_session_that_the_service_ended_is_removed() {
        for message in [
            "User is disabled.",
            "User does not exist.",
            "Access Token has been revoked",
            "Refresh Token has been revoked",
            "Refresh Token has expired",
            "Password reset required for the user",
        ] {
            let refusal = format!(r#"{{"__type":"NotAuthorizedException","message":"{message}"}}"#);
            let fake = signed_in(3600, ADMIN)
                .stored(FEDERATED_INFO, "{}")
                .answer("GetUser", 400, &refusal);
            let error =
                fake::run(current_user(&fake.client(), false, false, Value::Undefined)).expect_err("it is over");
            assert!(error.ends_session());
            assert!(fake.storage().is_empty(), "{message}: {:?}", fake.storage());
            assert_eq!(fake.events(), ["expired", "session ended"]);

            let fake = signed_in(0, ADMIN).answer("InitiateAuth", 400, &refusal.replace("NotAuthorized", "Other"));
            fake::run(current_user(&fake.client(), false, false, Value::Undefined)).expect_err("it is over");
            assert!(fake.storage().is_empty(), "{message}: {:?}", fake.storage());
            assert_eq!(fake.events(), ["refresh failed", "expired", "session ended"]);
        }
    }

    #[test]
    fn the_end_of_a_session_is_told_once_to_calls_at_once() {
        let refusal = r#"{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}"#;
        let both_asked = |fake: &Fake| {
            let client = fake.client();
            let asked = || current_user(&client, false, false, Value::Undefined);
            let (one, other) = fake::run(fake::both(asked(), asked()));
            for result in [one, other] {
                assert!(result.is_err_and(|error| error.ends_session()));
            }
            assert!(fake.storage().is_empty(), "{:?}", fake.storage());
        };
        let expired = signed_in(0, ADMIN).answer("InitiateAuth", 400, refusal);
        both_asked(&expired);
        assert_eq!(expired.events(), ["refresh failed", "expired", "session ended"]);

        let valid = signed_in(3600, ADMIN)
            .answer("GetUser", 400, refusal)
            .answer("GetUser", 400, refusal);
        both_asked(&valid);
        assert_eq!(valid.events(), ["expired", "session ended"]);

        // Another session is another end.
        let again = expired.stored(&format!("{P}.LastAuthUser"), "u");
        for (key, text) in signed_in(0, ADMIN).storage() {
            again
                .set_item(&key.as_str().into(), &text.as_str().into())
                .expect("it is stored");
        }
        let again = again.answer("InitiateAuth", 400, refusal);
        both_asked(&again);
        assert_eq!(again.events().len(), 6);
    }

    #[test]
    fn a_verdict_on_tokens_that_have_been_replaced_ends_nothing() {
        let refusal = r#"{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}"#;
        for (expires_at_s, operation) in [(3600, "GetUser"), (0, "InitiateAuth")] {
            let fake = signed_in(expires_at_s, ADMIN).answer(operation, 400, refusal);
            let client = fake.client();
            let newer = Tokens::new("i", "a", "r2", 0.0);
            let signing_in = async { session::store(&client, &"u".into(), &newer).expect("it is stored") };
            let (result, ()) = fake::run(fake::both(
                current_user(&client, false, false, Value::Undefined),
                signing_in,
            ));
            assert!(result.is_err_and(|error| error.ends_session()));
            assert_eq!(stored(&client, &"u".into()), Some(newer), "{operation}");
            assert!(
                !fake.events().contains(&"session ended".to_owned()),
                "{:?}",
                fake.events()
            );
        }
    }

    #[test]
    fn offline_the_stored_user_is_given_to_who_allows_it() {
        for allow_stale in [false, true] {
            let mut fake = signed_in(0, ADMIN).stored(&format!("{P}.u.userData"), DATA);
            for _ in 0..6 {
                fake = fake.unreachable("InitiateAuth");
            }
            let before = fake.storage();
            let user = fake::run(current_user(&fake.client(), false, allow_stale, Value::Undefined));
            assert_eq!(fake.storage(), before);
            if !allow_stale {
                assert_eq!(user, Err(Failure::Network.into()));
                continue;
            }
            let user = user.expect("it is allowed");
            assert_eq!(user.stale, Some(Failure::Network.into()));
            assert_eq!(user.data.encode(), Ok(DATA.into()));
            assert!(!user.tokens.are_valid(&fake));
        }
    }

    #[test]
    fn a_stale_user_is_none_whose_session_is_over_or_cannot_be_refreshed() {
        let refused = r#"{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}"#;
        let over = signed_in(0, ADMIN).answer("InitiateAuth", 400, refused);
        assert!(fake::run(current_user(&over.client(), false, true, Value::Undefined)).is_err());
        assert!(over.storage().is_empty());
        let no_refresh_token = signed_in(0, ADMIN).stored(&format!("{P}.u.refreshToken"), "");
        assert!(fake::run(current_user(&no_refresh_token.client(), false, true, Value::Undefined)).is_err());
        assert!(fake::run(current_user(&Fake::new().client(), false, true, Value::Undefined)).is_err());
    }

    #[test]
    fn a_server_gives_no_stale_user() {
        let fake = signed_in(0, ADMIN).refreshing(RefreshRule::Never);
        assert_eq!(
            fake::run(current_user(&fake.client(), false, true, Value::Undefined)),
            Err(Failure::NotRefreshed.into())
        );
    }

    #[test]
    fn bypassing_the_copy_gives_the_refreshed_tokens() {
        let reply = r#"{"AuthenticationResult":{"IdToken":"i2","AccessToken":"a2"}}"#;
        let fake = signed_in(3600, ADMIN)
            .stored(&format!("{P}.u.userData"), DATA)
            .stored(FEDERATED_INFO, r#"{"user":{}}"#)
            .answer("GetUser", 200, DATA)
            .answer("InitiateAuth", 200, reply);
        let user =
            fake::run(current_user(&fake.client(), true, false, Value::Undefined)).expect("somebody is signed in");
        assert_eq!(user.tokens.access, "a2".into());
        assert!(!fake.storage().contains_key(FEDERATED_INFO));
    }

    #[test]
    fn a_federated_user_of_v5_is_read() {
        let info = r#"{"provider":"google","token":"t","user":{"name":"Ana","token":"no"}}"#;
        let fake = Fake::new().stored(FEDERATED_INFO, info);
        assert_eq!(
            federated_user(&fake),
            Some(object_of(&[("name", "Ana".into()), ("token", "t".into())]))
        );
        for nothing in ["", "null", "0", "{"] {
            assert_eq!(federated_user(&Fake::new().stored(FEDERATED_INFO, nothing)), None);
        }
    }
}
