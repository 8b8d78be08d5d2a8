//! Sessions that v6 has stored: the same keys, and another drift.

use super::*;

/// A session of v6, on a device that is an hour ahead.
fn of_v6(mark: &str) -> Fake {
    let fake = signed_in(3600, "")
        .stored(&format!("{P}.u.{mark}"), "{}")
        .stored(&format!("{P}.u.clockDrift"), "-3600412");
    fake.advance(3_600_000.0);
    fake
}

#[test]
fn the_drift_of_v6_is_read_and_written_as_v6_does() {
    for mark in ["signInDetails", "oauthMetadata"] {
        let fake = of_v6(mark);
        assert_eq!(session(&fake).map(|tokens| tokens.clock_drift_s), Ok(3600.0), "{mark}");
        assert!(fake.sent().is_empty());
        fake.advance(3_600_000.0);
        let times = r#""iat":1770095106,"exp":1770098706"#;
        let reply = new_tokens().replace(
            &token(r#"{"iat":1770091506,"exp":1770095106}"#),
            &token(&format!("{{{times}}}")),
        );
        let fake = fake.answer("InitiateAuth", 200, &reply);
        assert!(session(&fake).is_ok());
        let stored = fake.storage();
        assert!(stored[&format!("{P}.u.clockDrift")].ends_with("000"), "milliseconds");
        assert!(
            stored[&format!("{P}.u.clockDrift")].starts_with('-'),
            "the service is behind"
        );
        assert_eq!(stored[&format!("{P}.u.{mark}")], "{}", "v6 still needs it");
    }
}

#[test]
fn what_v6_has_noted_of_a_sign_in_ends_with_it() {
    let reply = Value::decode(&new_tokens().as_str().into());
    let fake = of_v6("signInDetails").stored(&format!("{P}.u.oauthMetadata"), "{}");
    let tokens = issued(&fake.client(), &reply);
    store_sign_in(&fake.client(), &"u".into(), &tokens, true).expect("it is stored");
    assert_eq!(fake.storage()[&format!("{P}.u.clockDrift")], "3600");
    for after in [&fake, &of_v6("oauthMetadata")] {
        remove(&after.client(), &"u".into());
        assert!(after.storage().is_empty(), "{:?}", after.storage());
    }
}
