use super::*;
use crate::platform::fake::{self, Fake};
use crate::wire::object_of;

const P: &str = "CognitoIdentityServiceProvider.client";

/// A fake that is at second 1000 of the tokens' life, with a session stored for `u`.
fn signed_in(expires_at_s: u64, access_claims: &str) -> Fake {
    let now_s = 1_770_091_506_u64;
    let times = format!(r#""iat":{},"exp":{}"#, now_s, now_s + expires_at_s);
    Fake::new()
        .stored(&format!("{P}.LastAuthUser"), "u")
        .stored(&format!("{P}.u.idToken"), &token(&format!("{{{times}}}")))
        .stored(
            &format!("{P}.u.accessToken"),
            &token(&format!("{{{times}{access_claims}}}")),
        )
        .stored(&format!("{P}.u.refreshToken"), "refresh-1")
        .stored(&format!("{P}.u.clockDrift"), "0")
        .stored(&format!("{P}.u.userData"), "{}")
}

fn new_tokens() -> String {
    let times = r#""iat":1770091506,"exp":1770095106"#;
    format!(
        r#"{{"AuthenticationResult":{{"IdToken":"{}","AccessToken":"{}"}}}}"#,
        token(&format!("{{{times}}}")),
        token(&format!(r#"{{{times},"new":true}}"#))
    )
}

#[test]
fn a_valid_session_needs_no_request() {
    let fake = signed_in(3600, "");
    let tokens = fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect("it is valid");
    assert_eq!(*tokens.refresh.expose(), *"refresh-1");
    assert!(fake.sent().is_empty());
}

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
fn a_rotated_refresh_token_replaces_the_former() {
    let rotated = new_tokens().replace(r#""IdToken""#, r#""RefreshToken":"refresh-2","IdToken""#);
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &rotated);
    fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect("it is refreshed");
    assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-2");
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
    let fake = signed_in(0, "").answer(
        "InitiateAuth",
        400,
        r#"{"__type":"NotAuthorizedException","message":"Invalid"}"#,
    );
    let error = fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect_err("it is refused");
    assert!(error.is_service("NotAuthorizedException"));
    assert!(fake.storage().is_empty(), "{:?}", fake.storage());
    assert_eq!(fake.events(), ["refresh failed"]);
}

#[test]
fn an_unreachable_service_leaves_the_session() {
    let mut fake = signed_in(0, "");
    for _ in 0..6 {
        fake = fake.unreachable("InitiateAuth");
    }
    let before = fake.storage();
    assert_eq!(
        fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)),
        Err(Failure::Network.into())
    );
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
        let error =
            fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect_err("it is no reply");
        assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}: {error:?}");
        assert_eq!(fake.storage(), before, "{body}");
    }
}

#[test]
fn a_refresh_that_ends_after_sign_out_does_not_bring_the_session_back() {
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    let client = fake.client();
    let signing_out = async { forget(&client, &"u".into()) };
    let (refreshed, ()) = fake::run(fake::both(
        current(&client, &"u".into(), None, Value::Undefined),
        signing_out,
    ));
    assert!(refreshed.is_ok());
    assert!(fake.storage().is_empty(), "{:?}", fake.storage());
}

#[test]
fn what_is_missing_is_said_in_v5s_words() {
    let nothing = Fake::new();
    assert_eq!(
        fake::run(current(&nothing.client(), &"u".into(), None, Value::Undefined)),
        Err(Failure::Plain("Local storage is missing an ID Token, Please authenticate").into())
    );
    let no_refresh_token = signed_in(0, "").stored(&format!("{P}.u.refreshToken"), "");
    assert_eq!(
        fake::run(current(&no_refresh_token.client(), &"u".into(), None, Value::Undefined)),
        Err(Failure::Plain("Cannot retrieve a new session. Please authenticate.").into())
    );
}

#[test]
fn a_drift_that_is_no_number_counts_as_none() {
    for (text, drift_s) in [
        ("NaN", 0.0),
        ("", 0.0),
        ("x", 0.0),
        ("-3", -3.0),
        ("600.9", 600.0),
        ("inf", 0.0),
        ("Infinity", 0.0),
    ] {
        let fake = signed_in(3600, "").stored(&format!("{P}.u.clockDrift"), text);
        assert_eq!(
            stored(&fake.client(), &"u".into()).map(|tokens| tokens.clock_drift_s),
            Some(drift_s),
            "{text}"
        );
    }
}

#[test]
fn sign_out_removes_everything_and_revokes() {
    let fake = signed_in(0, r#","origin_jti":"j""#)
        .stored(&format!("{P}.u.deviceKey"), "d")
        .answer("RevokeToken", 200, "");
    fake::run(sign_out(&fake.client(), &"u".into(), None));
    assert_eq!(
        fake.storage().into_keys().collect::<Vec<_>>(),
        [format!("{P}.u.deviceKey")]
    );
    assert_eq!(fake.sent()[0].body, r#"{"Token":"refresh-1","ClientId":"client"}"#);
}

#[test]
fn sign_out_offline_is_done_at_once_and_goes_on_trying() {
    let fake = signed_in(0, r#","origin_jti":"j""#)
        .unreachable("RevokeToken")
        .unreachable("RevokeToken")
        .answer("RevokeToken", 200, "");
    fake::run(sign_out(&fake.client(), &"u".into(), None));
    assert!(fake.storage().is_empty());
    assert_eq!(fake.sent().len(), 1, "only one try is waited for");
    fake::finish();
    assert_eq!(fake.sent().len(), 3);
}

#[test]
fn sign_out_sends_nothing_where_nothing_can_be_revoked() {
    for fake in [signed_in(3600, ""), Fake::new(), signed_in(3600, r#","origin_jti":"""#)] {
        fake::run(sign_out(&fake.client(), &"u".into(), None));
        assert!(fake.storage().is_empty());
    }
}

#[test]
fn a_refused_global_sign_out_removes_nothing() {
    let fake = signed_in(3600, "")
        .answer(
            "GlobalSignOut",
            400,
            r#"{"__type":"NotAuthorizedException","message":"Access Token has been revoked"}"#,
        )
        .answer("GlobalSignOut", 200, "{}");
    let client = fake.client();
    let before = fake.storage();
    let tokens = stored(&client, &"u".into()).expect("it is stored");
    let error = fake::run(global_sign_out(&client, &"u".into(), &tokens)).expect_err("it is refused");
    assert!(error.ends_session());
    assert_eq!(fake.storage(), before);
    fake::run(global_sign_out(&client, &"u".into(), &tokens)).expect("it is accepted");
    assert!(fake.storage().is_empty());
}

#[test]
fn the_device_key_goes_along() {
    let fake = signed_in(0, "")
        .stored(&format!("{P}.u.deviceKey"), "dev-1")
        .answer("InitiateAuth", 200, &new_tokens());
    fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect("it is refreshed");
    assert!(fake.sent()[0].body.contains(r#""DEVICE_KEY":"dev-1""#));
}

#[test]
fn a_late_refresh_does_not_put_the_former_user_back() {
    for (status, reply) in [
        (200, new_tokens()),
        (
            400,
            r#"{"__type":"NotAuthorizedException","message":"Invalid"}"#.to_owned(),
        ),
    ] {
        let fake = signed_in(0, "").answer("InitiateAuth", status, &reply);
        let client = fake.client();
        let tokens = Tokens::new("i", "a", "r", 0.0);
        let signing_in = async { store(&client, &"other".into(), &tokens) };
        let _ = fake::run(fake::both(
            current(&client, &"u".into(), None, Value::Undefined),
            signing_in,
        ));
        assert_eq!(last_auth_user(&client), *"other");
        forget(&client, &"u".into());
        assert_eq!(last_auth_user(&client), *"other");
    }
}
