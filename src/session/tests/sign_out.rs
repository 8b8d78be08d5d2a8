//! Signing out, here and everywhere.

use super::*;
use crate::platform::fake::Writes;

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
fn nothing_is_left_of_a_user_in_whose_place_another_has_signed_in() {
    let fake = signed_in(3600, "").stored(&format!("{P}.u.deviceKey"), "d");
    let client = fake.client();
    store(&client, &"v".into(), &Tokens::new("i", "a", "r", 0.0)).expect("the storage works");
    assert_eq!(last_auth_user(&client), *"v");
    assert_eq!(stored(&client, &"u".into()), None);
    fake::run(sign_out(&client, &"v".into(), None));
    assert_eq!(
        fake.storage().into_keys().collect::<Vec<_>>(),
        [format!("{P}.u.deviceKey")]
    );
}

#[test]
fn a_user_in_whose_place_another_has_signed_in_stays_in_storage_if_the_other_cannot_be_stored() {
    let fake = signed_in(3600, "").writes(Writes::FullAfter(3));
    let client = fake.client();
    let before = stored(&client, &"u".into());
    assert!(store(&client, &"v".into(), &Tokens::new("i", "a", "r", 0.0)).is_err());
    assert_eq!(last_auth_user(&client), *"u");
    assert_eq!(stored(&client, &"u".into()), before);
}

/// An object of that user may have the tokens still, and refresh them before they expire.
#[test]
fn new_tokens_of_a_user_whose_session_is_removed_are_not_stored() {
    let fake = signed_in(3600, "").answer("InitiateAuth", 200, &new_tokens());
    let client = fake.client();
    store(&client, &"v".into(), &Tokens::new("i", "a", "r", 0.0)).expect("the storage works");
    let before = fake.storage();
    let refreshing = refresh(&client, &"u".into(), "refresh-1".into(), Value::Undefined, true);
    assert!(fake::run(refreshing).is_ok());
    assert_eq!(fake.storage(), before);
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

/// The page has removed the session already; what is stored by the module's turn may be another tab's.
#[test]
fn who_has_signed_in_again_elsewhere_stays_signed_in() {
    let tokens = |origin: &str, refresh| {
        let access = token(&format!(r#"{{"origin_jti":"{origin}"}}"#));
        Tokens::new("i", access.as_str(), refresh, 0.0)
    };
    let ended = tokens("former", "r1");
    let not_whole = |refresh| Tokens::new("i", "", refresh, 0.0);
    for (found, stays, revoked) in [
        (tokens("later", "r2"), true, "r1"),
        // Refreshed in another tab, or a sign-in that the removal has cut.
        (tokens("former", "r2"), false, "r2"),
        (tokens("former", "r1"), false, "r1"),
        (tokens("later", ""), false, "r1"),
        (not_whole("r2"), false, "r1"),
    ] {
        let fake = Fake::new().answer("RevokeToken", 200, "");
        let client = fake.client();
        store(&client, &"u".into(), &found).expect("it is stored");
        fake::run(sign_out(&client, &"u".into(), Some(ended.clone())));
        assert_eq!(stored(&client, &"u".into()), stays.then_some(found));
        assert_eq!(
            fake.sent()[0].body,
            format!(r#"{{"Token":"{revoked}","ClientId":"client"}}"#)
        );
    }
}

#[test]
fn who_has_signed_in_again_elsewhere_stays_signed_in_without_token_revocation() {
    let tokens = |refresh| Tokens::new("i", token("{}").as_str(), refresh, 0.0);
    for (refresh, stays) in [("r2", true), ("r1", false)] {
        let fake = Fake::new();
        let client = fake.client();
        let found = tokens(refresh);
        store(&client, &"u".into(), &found).expect("it is stored");
        fake::run(sign_out(&client, &"u".into(), Some(tokens("r1"))));
        assert_eq!(stored(&client, &"u".into()), stays.then_some(found));
        assert!(fake.sent().is_empty(), "nothing can be revoked");
    }
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
