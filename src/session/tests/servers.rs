//! A server's refreshes: each request has a storage of its own, and may be unable to keep new tokens.

use super::*;
use crate::platform::RefreshRule;

fn expired(rule: RefreshRule) -> Fake {
    signed_in(0, "").refreshing(rule)
}

#[test]
fn where_new_tokens_cannot_be_kept_nothing_is_refreshed() {
    let fake = expired(RefreshRule::Never);
    let before = fake.storage();
    assert_eq!(session(&fake), Err(Failure::NotRefreshed.into()));
    assert!(fake.sent().is_empty() && fake.events().is_empty());
    assert_eq!(fake.storage(), before);
    // What is valid needs no refresh.
    assert!(session(&signed_in(3600, "").refreshing(RefreshRule::Never)).is_ok());
}

#[test]
fn tokens_that_end_with_the_request_never_cost_the_refresh_token() {
    let fake = expired(RefreshRule::Unstored).answer("InitiateAuth", 200, &new_tokens());
    assert!(session(&fake).is_ok());
    // Such a refusal would be followed by the operation that replaces the refresh token.
    let refused = refusal("NotAuthorizedException", "Refresh token rotation is on");
    let fake = expired(RefreshRule::Unstored).answer("InitiateAuth", 400, &refused);
    assert!(session(&fake).is_err_and(|error| error.is_service("NotAuthorizedException")));
    assert_eq!(fake.sent().len(), 1);
    let fake = expired(RefreshRule::Unstored).rotating();
    assert_eq!(session(&fake), Err(Failure::NotRefreshed.into()));
    assert!(fake.sent().is_empty());
}

#[test]
fn nothing_is_refreshed_behind_a_response() {
    let soon = signed_in(3600, "").refreshing(RefreshRule::Expired);
    soon.advance(3_599_000.0);
    assert!(session(&soon).is_ok());
    fake::finish();
    assert!(soon.sent().is_empty());
    soon.advance(1000.0);
    assert!(session(&soon.answer("InitiateAuth", 200, &new_tokens().replace("1770095106", "1770099999"))).is_ok());
}

#[test]
fn requests_of_one_browser_share_a_refresh_and_each_stores_the_tokens() {
    let one = expired(RefreshRule::Expired).answer("InitiateAuth", 200, &new_tokens());
    let other = one.reopened().refreshing(RefreshRule::Expired);
    let (a, b) = (one.client(), other.client());
    let u = Value::from("u");
    let asked = fake::both(
        current(&a, &u, None, Value::Undefined),
        current(&b, &u, None, Value::Undefined),
    );
    let (first, second) = fake::run(asked);
    assert!(first.is_ok() && first == second);
    assert!(other.sent().is_empty());
    assert_eq!(other.storage(), one.storage());
    // The session of another browser is another refresh, whoever its cookies say that it is.
    let victim = expired(RefreshRule::Expired).answer("InitiateAuth", 200, &new_tokens());
    let forged = victim
        .reopened()
        .stored(&format!("{P}.u.refreshToken"), "guessed")
        .refreshing(RefreshRule::Expired)
        .answer(
            "InitiateAuth",
            400,
            &refusal("NotAuthorizedException", "Refresh Token has been revoked"),
        );
    let (a, b) = (victim.client(), forged.client());
    let asked = fake::both(
        current(&a, &u, None, Value::Undefined),
        current(&b, &u, None, Value::Undefined),
    );
    let (theirs, none) = fake::run(asked);
    assert!(theirs.is_ok() && none.is_err());
    assert_eq!(forged.sent().len(), 1);
}

#[test]
fn where_requests_end_early_each_refreshes_once_for_itself() {
    let edge = |owner| {
        let fake = expired(RefreshRule::Expired).answer("InitiateAuth", 200, &new_tokens());
        fake.ending_early(owner)
    };
    let (one, other, u) = (edge("one"), edge("other"), Value::from("u"));
    let (a, b) = (one.client(), other.client());
    let asked = fake::both(
        current(&a, &u, None, Value::Undefined),
        current(&b, &u, None, Value::Undefined),
    );
    let (first, second) = fake::run(asked);
    assert!(first.is_ok() && first == second);
    assert_eq!([one.sent().len(), other.sent().len()], [1, 1]);
}

#[test]
fn a_device_is_named_by_its_token_where_its_key_is_not_stored() {
    for (stored_key, sent) in [(None, "dev-token"), (Some("dev-stored"), "dev-stored")] {
        let mut fake = signed_in(0, r#","device_key":"dev-token""#).answer("InitiateAuth", 200, &new_tokens());
        if let Some(key) = stored_key {
            fake = fake.stored(&format!("{P}.u.deviceKey"), key);
        }
        assert!(session(&fake).is_ok());
        assert!(
            fake.sent()[0].body.contains(&format!(r#""DEVICE_KEY":"{sent}""#)),
            "{}",
            fake.sent()[0].body
        );
    }
}

#[test]
fn a_refresh_token_that_another_server_has_used_removes_no_cookies() {
    let reused = refusal("RefreshTokenReuseException", "Reused");
    let at_first = expired(RefreshRule::Expired)
        .rotating()
        .answer("GetTokensFromRefreshToken", 400, &reused);
    let not_known = refusal("NotAuthorizedException", "Invalid Refresh Token.");
    let at_second = expired(RefreshRule::Expired)
        .answer("InitiateAuth", 400, &not_known)
        .answer("GetTokensFromRefreshToken", 400, &reused);
    for fake in [at_first, at_second] {
        let before = fake.storage();
        assert!(session(&fake).is_err_and(|error| error.is_service("RefreshTokenReuseException")));
        assert_eq!(fake.storage(), before);
        assert_eq!(fake.events(), ["refresh failed"]);
    }
}
