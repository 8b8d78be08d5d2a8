//! Tokens that have expired: when they are asked for anew, and what an answer changes.

use super::*;

#[test]
fn an_expired_session_is_refreshed_and_stored() {
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    let tokens = fake::run(current(
        &fake.client(),
        &"u".into(),
        None,
        object_of(&[("k", "v".into())]),
    ))
    .expect("it is refreshed");
    assert_eq!(
        fake.sent()[0].body,
        r#"{"ClientId":"client","AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"refresh-1","DEVICE_KEY":null},"ClientMetadata":{"k":"v"}}"#
    );
    assert_eq!(
        tokens.access,
        fake.storage()[&format!("{P}.u.accessToken")].as_str().into()
    );
    assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-1");
    assert_eq!(fake.events(), ["refreshed"]);
}

#[test]
fn calls_at_the_same_time_share_one_refresh() {
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    let client = fake.client();
    let (a, b) = fake::run(fake::both(
        current(&client, &"u".into(), None, Value::Undefined),
        current(&client, &"u".into(), None, Value::Undefined),
    ));
    assert!(a.is_ok());
    assert_eq!(a, b);
    assert_eq!(fake.sent().len(), 1);
    assert_eq!(fake.events(), ["refreshed"]);
}

#[test]
fn a_refused_refresh_removes_the_session() {
    let refused = refusal("NotAuthorizedException", "Invalid");
    let fake =
        signed_in(0, "")
            .answer("InitiateAuth", 400, &refused)
            .answer("GetTokensFromRefreshToken", 400, &refused);
    let error = session(&fake).expect_err("it is refused");
    assert!(error.is_service("NotAuthorizedException"));
    assert!(fake.storage().is_empty(), "{:?}", fake.storage());
    assert_eq!(fake.events(), ["refresh failed", "expired"]);
}

#[test]
fn an_unreachable_service_leaves_the_session() {
    let mut fake = signed_in(0, "");
    for _ in 0..6 {
        fake = fake.unreachable("InitiateAuth");
    }
    let before = fake.storage();
    assert_eq!(session(&fake), Err(Failure::Network.into()));
    assert_eq!(fake.storage(), before);
}

#[test]
fn a_refresh_reply_without_tokens_changes_nothing() {
    for body in [
        "",
        "{}",
        "<html>",
        r#"{"AuthenticationResult":{"IdToken":"x"}}"#,
        r#"{"AuthenticationResult":7}"#,
    ] {
        let fake = signed_in(0, "").answer("InitiateAuth", 200, body);
        let before = fake.storage();
        let error = session(&fake).expect_err("it is no reply");
        assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}: {error:?}");
        assert_eq!(fake.storage(), before, "{body}");
    }
}

#[test]
fn a_refresh_that_ends_after_sign_out_does_not_bring_the_session_back() {
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    let client = fake.client();
    let signing_out = async { remove(&client, &"u".into()) };
    let (refreshed, ()) = fake::run(fake::both(
        current(&client, &"u".into(), None, Value::Undefined),
        signing_out,
    ));
    assert!(refreshed.is_ok());
    assert!(fake.storage().is_empty(), "{:?}", fake.storage());
}

#[test]
fn the_device_key_goes_along() {
    let fake = signed_in(0, "")
        .stored(&format!("{P}.u.deviceKey"), "dev-1")
        .answer("InitiateAuth", 200, &new_tokens());
    session(&fake).expect("it is refreshed");
    assert!(fake.sent()[0].body.contains(r#""DEVICE_KEY":"dev-1""#));
}

#[test]
fn a_late_refresh_does_not_put_the_former_user_back() {
    for (status, reply) in [
        (200, new_tokens()),
        (400, refusal("NotAuthorizedException", "Refresh Token has been revoked")),
    ] {
        let fake = signed_in(0, "").answer("InitiateAuth", status, &reply);
        let client = fake.client();
        let tokens = Tokens::new("i", "a", "r", 0.0);
        let signing_in = async { store(&client, &"other".into(), &tokens).expect("it is stored") };
        let _ = fake::run(fake::both(
            current(&client, &"u".into(), None, Value::Undefined),
            signing_in,
        ));
        assert_eq!(last_auth_user(&client), *"other");
        remove(&client, &"u".into());
        assert_eq!(last_auth_user(&client), *"other");
    }
}

#[test]
fn only_a_verdict_ends_the_session() {
    let verdicts = [
        refusal("NotAuthorizedException", "Refresh Token has been revoked"),
        refusal("NotAuthorizedException", "Refresh Token has expired"),
        refusal("NotAuthorizedException", "User is disabled."),
        refusal("UserNotFoundException", "User does not exist."),
        refusal("RefreshTokenReuseException", "Refresh token reused"),
    ];
    for verdict in verdicts {
        let fake = signed_in(0, "").answer("InitiateAuth", 400, &verdict);
        assert!(session(&fake).is_err());
        assert!(fake.storage().is_empty(), "{verdict}");
        assert_eq!(fake.events(), ["refresh failed", "expired"]);
    }
    let others = [
        (400, refusal("TooManyRequestsException", "Too many"), 6),
        (400, refusal("LimitExceededException", "Too many"), 1),
        (400, refusal("UserLambdaValidationException", "The trigger failed"), 1),
        (400, refusal("ResourceNotFoundException", "No such client"), 1),
        (400, String::new(), 1),
        (403, "<html>A proxy's page".to_owned(), 1),
        (500, refusal("InternalErrorException", "Broken"), 6),
        (503, "<html>".to_owned(), 6),
        (200, r#"{"AuthenticationResult":{"#.to_owned(), 1),
        (200, r#"{"ChallengeName":"SMS_MFA"}"#.to_owned(), 1),
    ];
    for (status, body, attempts) in others {
        let mut fake = signed_in(0, "");
        for _ in 0..attempts {
            fake = fake.answer("InitiateAuth", status, &body);
        }
        let before = fake.storage();
        assert!(session(&fake).is_err());
        assert_eq!(fake.storage(), before, "{status} {body}");
        assert_eq!(fake.events(), ["refresh failed"]);
        // The budget for repetitions is the page's: what was taken is given back for the next case.
        crate::service::retry::refill();
    }
}

#[test]
fn the_lock_is_given_back_before_the_application_is_told() {
    // The fake panics when an event comes while the lock is held.
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    assert!(session(&fake).is_ok());
    let refused = refusal("NotAuthorizedException", "Refresh Token has been revoked");
    let fake = signed_in(0, "").answer("InitiateAuth", 400, &refused);
    assert!(session(&fake).is_err());
    assert_eq!(fake.locks(), 1);
}

#[test]
fn a_forced_refresh_is_not_satisfied_by_what_was_there() {
    let fake = signed_in(3600, "").answer("InitiateAuth", 200, &new_tokens());
    let client = fake.client();
    fake::run(refresh(
        &client,
        &"u".into(),
        "refresh-1".into(),
        Value::Undefined,
        false,
    ))
    .expect("it is answered");
    assert_eq!(fake.sent().len(), 1);
}

#[test]
fn a_refresh_ends_within_half_a_minute_in_all() {
    // Each request is answered, or given up, just before its own limit.
    let refused = refusal("NotAuthorizedException", "Invalid Refresh Token.");
    let fake = signed_in(0, "")
        .taking(19_000.0)
        .answer("InitiateAuth", 400, &refused)
        .unreachable("GetTokensFromRefreshToken");
    let began_ms = fake.now_ms();
    assert_eq!(session(&fake), Err(Failure::Network.into()));
    assert_eq!(fake.now_ms() - began_ms, 30_000.0);
    // Another tab has had the lock for ten seconds.
    let fake = signed_in(0, "")
        .taking(60_000.0)
        .meanwhile(|fake| fake.advance(10_000.0))
        .unreachable("InitiateAuth");
    let began_ms = fake.now_ms();
    assert_eq!(session(&fake), Err(Failure::Network.into()));
    assert_eq!(fake.now_ms() - began_ms, 30_000.0);
}
