//! Clocks that are wrong, and tokens that soon expire.

use super::*;

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
fn tokens_are_refreshed_before_they_expire() {
    // The fake's random byte is 1 of 255: of the last six minutes, the last 1.4 seconds.
    let hour = |left_s: f64| {
        let fake = signed_in(3600, "");
        fake.advance((3600.0 - left_s) * 1000.0);
        fake
    };
    let early = hour(10.0);
    assert!(session(&early).is_ok());
    fake::finish();
    assert!(early.sent().is_empty());

    let soon = hour(1.0).answer("InitiateAuth", 200, &new_tokens());
    let tokens = session(&soon).expect("it is still valid");
    assert!(tokens.are_valid(&soon), "nobody waits for the refresh");
    fake::finish();
    assert_eq!(soon.sent().len(), 1);
    assert_eq!(soon.events(), ["refreshed"]);
}

#[test]
fn a_user_object_whose_tokens_soon_expire_gets_those_that_were_refreshed_since() {
    let fake = signed_in(3600, "");
    let client = fake.client();
    let in_memory = stored(&client, &"u".into());
    fake.advance(3_599_000.0);
    let newer = signed_in(7200, "").reopened();
    let stored_since = stored(&newer.client(), &"u".into()).expect("it is stored");
    store(&client, &"u".into(), &stored_since).expect("it is stored");
    for _ in 0..3 {
        let tokens = fake::run(current(&client, &"u".into(), in_memory.clone(), Value::Undefined));
        assert_eq!(tokens, Ok(stored_since.clone()));
    }
    // Signed out meanwhile: what is in memory lives on until it has expired, as in v5.
    remove(&client, &"u".into());
    assert_eq!(
        known(&client, &"u".into(), in_memory.clone()).ok(),
        in_memory.map(Known::Valid)
    );
    fake::finish();
    assert!(fake.sent().is_empty());
}

#[test]
fn a_user_object_of_who_has_signed_out_does_not_bring_the_session_back() {
    let fake = signed_in(3600, "");
    let client = fake.client();
    let in_memory = stored(&client, &"u".into()).expect("it is stored");
    fake.advance(3_599_000.0);
    remove(&client, &"u".into());
    let tokens = fake::run(current(&client, &"u".into(), Some(in_memory.clone()), Value::Undefined));
    // As in v5.
    assert_eq!(tokens, Ok(in_memory));
    fake::finish();
    assert!(fake.sent().is_empty());
    assert!(fake.storage().is_empty());
}

#[test]
fn a_refresh_ahead_fails_in_silence_unless_the_session_is_over() {
    let refused = refusal("NotAuthorizedException", "Refresh Token has been revoked");
    for (status, body, attempts, events) in [
        (500, "", 6, vec![]),
        (400, refused.as_str(), 1, vec!["refresh failed", "expired"]),
    ] {
        let mut fake = signed_in(3600, "");
        fake.advance(3_599_000.0);
        for _ in 0..attempts {
            fake = fake.answer("InitiateAuth", status, body);
        }
        assert!(session(&fake).is_ok());
        fake::finish();
        assert_eq!(fake.events(), events);
    }
}

#[test]
fn a_clock_that_is_hours_wrong_or_jumps_costs_one_refresh_at_most() {
    const HOUR_MS: f64 = 3_600_000.0;
    for wrong_ms in [-7.0 * HOUR_MS, 7.0 * HOUR_MS] {
        // Wrong from the start: the drift is known, and nothing is refreshed.
        let fake = Fake::new();
        fake.advance(wrong_ms);
        let fake = fake.stored(&format!("{P}.LastAuthUser"), "u");
        let client = fake.client();
        let reply = Value::decode(&rotated().as_str().into());
        store(&client, &"u".into(), &issued(&client, &reply)).expect("it is stored");
        assert!(session(&fake).is_ok());
        assert!(fake.sent().is_empty());

        // It is set right, or wrong, afterwards: one refresh, after which the drift is right again.
        fake.advance(-wrong_ms);
        let fake = fake.answer("InitiateAuth", 200, &new_tokens());
        for _ in 0..3 {
            assert!(session(&fake).is_ok());
        }
        assert_eq!(fake.sent().len(), 1, "{wrong_ms}");
        assert_eq!(fake.storage()[&format!("{P}.u.clockDrift")], "0");
    }
}

#[test]
fn a_drift_that_is_unknown_makes_no_token_expire() {
    let fake = signed_in(3600, "").stored(&format!("{P}.u.clockDrift"), "NaN");
    let stored = stored(&fake.client(), &"u".into()).expect("it is stored");
    let in_memory = Tokens::new(
        stored.id.clone(),
        stored.access.clone(),
        stored.refresh.clone(),
        f64::NAN,
    );
    assert!(in_memory.are_valid(&fake));
    assert!(session(&fake).is_ok());
    assert!(fake.sent().is_empty());
}
