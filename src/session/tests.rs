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
    let refused = refusal("NotAuthorizedException", "Invalid");
    let fake =
        signed_in(0, "")
            .answer("InitiateAuth", 400, &refused)
            .answer("GetTokensFromRefreshToken", 400, &refused);
    let error = fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined)).expect_err("it is refused");
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
        (400, refusal("NotAuthorizedException", "Refresh Token has been revoked")),
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

fn refusal(code: &str, message: &str) -> String {
    format!(r#"{{"__type":"{code}","message":"{message}"}}"#)
}

/// `new_tokens` with a refresh token that replaces the former.
fn rotated() -> String {
    new_tokens().replace(r#""IdToken""#, r#""RefreshToken":"refresh-2","IdToken""#)
}

fn refreshed(fake: &Fake) -> Result<Tokens, AuthError> {
    fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined))
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
        assert!(refreshed(&fake).is_err());
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
        assert!(refreshed(&fake).is_err());
        assert_eq!(fake.storage(), before, "{status} {body}");
        assert_eq!(fake.events(), ["refresh failed"]);
        // The budget for repetitions is the page's: what was taken is given back for the next case.
        crate::page_state::with(|state| state.retry_budget.refill());
    }
}

#[test]
fn tokens_that_another_tab_stored_meanwhile_are_adopted() {
    let fake = signed_in(0, "").meanwhile(|fake| {
        let reply = Value::decode(&new_tokens().as_str().into()).get("AuthenticationResult");
        for (name, member) in [("idToken", "IdToken"), ("accessToken", "AccessToken")] {
            fake.set_item(&format!("{P}.u.{name}").as_str().into(), &reply.get(member));
        }
    });
    let tokens = refreshed(&fake).expect("they are valid");
    assert_eq!(
        tokens.access,
        fake.storage()[&format!("{P}.u.accessToken")].as_str().into()
    );
    assert!(fake.sent().is_empty());
    assert_eq!(fake.events(), ["refreshed"]);
    assert_eq!(fake.locks(), 1);
}

#[test]
fn a_refresh_token_that_another_tab_stored_meanwhile_is_used() {
    let fake = signed_in(0, "")
        .rotating()
        .meanwhile(|fake| {
            fake.set_item(&format!("{P}.u.refreshToken").as_str().into(), &"refresh-9".into());
        })
        .answer("GetTokensFromRefreshToken", 200, &rotated());
    assert!(refreshed(&fake).is_ok());
    assert_eq!(
        fake.sent()[0].body,
        r#"{"ClientId":"client","RefreshToken":"refresh-9"}"#
    );
    assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-2");
}

#[test]
fn the_lock_is_given_back_before_the_application_is_told() {
    // The fake panics when an event comes while the lock is held.
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &new_tokens());
    assert!(refreshed(&fake).is_ok());
    let refused = refusal("NotAuthorizedException", "Refresh Token has been revoked");
    let fake = signed_in(0, "").answer("InitiateAuth", 400, &refused);
    assert!(refreshed(&fake).is_err());
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

/// The tokens in storage make a session of old or of new ones, or none that is valid and can be refreshed.
fn assert_not_torn(page: &Fake, old: &Tokens, new: &Tokens, cut: usize) {
    let client = page.client();
    let found = stored(&client, &"u".into()).expect("the user stays");
    if found.are_valid(page) {
        let is_one = [old, new]
            .iter()
            .any(|tokens| found.id == tokens.id && found.access == tokens.access && found.refresh == tokens.refresh);
        assert!(is_one, "cut after {cut}: {:?}", page.storage());
    } else {
        assert!(
            [&old.refresh, &new.refresh].contains(&&found.refresh),
            "cut after {cut}"
        );
    }
}

#[test]
fn wherever_writing_stops_old_and_new_tokens_make_no_session() {
    use crate::platform::fake::Writes;
    let old = stored(&signed_in(3600, "").client(), &"u".into()).expect("it is stored");
    let reply = Value::decode(&rotated().as_str().into());
    let kinds: [fn(usize) -> Writes; 2] = [Writes::CutAfter, Writes::FullAfter];
    for writes in kinds {
        let mut ends = Vec::new();
        for cut in 0..=6 {
            let fake = signed_in(3600, "").writes(writes(cut));
            let client = fake.client();
            let new = issued(&client, &reply, &Secret::default()).expect("it has tokens");
            store(&client, &"u".into(), &new);
            let page = fake.reopened();
            assert_not_torn(&page, &old, &new, cut);
            ends.push(stored(&page.client(), &"u".into()).is_some_and(|found| found.are_valid(&page)));
            // The next page heals it.
            let page = page.rotating();
            if !ends[cut] {
                let page = page.answer("GetTokensFromRefreshToken", 200, &rotated());
                assert_eq!(
                    refreshed(&page),
                    stored(&page.client(), &"u".into()).ok_or(Failure::Network.into())
                );
                assert!(stored(&page.client(), &"u".into()).is_some_and(|found| found.are_valid(&page)));
            }
        }
        // Old tokens before the first write, none that are valid in between, the new ones at last.
        let full = matches!(writes(0), Writes::FullAfter(_));
        let expected = if full {
            [false, false, false, false, false, true, true]
        } else {
            [true, false, false, false, false, true, true]
        };
        assert_eq!(ends, expected);
    }
}

#[test]
fn a_sign_in_whose_tokens_cannot_be_stored_does_not_take_the_former_users_place() {
    use crate::platform::fake::Writes;
    for cut in 0..=4 {
        let fake = signed_in(3600, "").writes(Writes::FullAfter(cut));
        let client = fake.client();
        store(&client, &"other".into(), &Tokens::new("i", "a", "r", 0.0));
        assert_eq!(last_auth_user(&client), *"u", "{cut}");
    }
}

#[test]
fn tokens_that_another_tab_writes_while_they_are_read_are_not_mixed() {
    for key in ["accessToken", "idToken", "refreshToken", "clockDrift"] {
        let fake = signed_in(3600, "");
        let old = stored(&fake.client(), &"u".into()).expect("it is stored");
        let reply = Value::decode(&rotated().as_str().into());
        let new = issued(&fake.client(), &reply, &Secret::default()).expect("it has tokens");
        let written = new.clone();
        let fake = fake.at_read(&format!("{P}.u.{key}"), move |fake| {
            store(&fake.client(), &"u".into(), &written)
        });
        let found = stored(&fake.client(), &"u".into()).expect("the user stays");
        if found.are_valid(&fake) {
            assert!(
                [&old, &new]
                    .iter()
                    .any(|tokens| found.id == tokens.id && found.access == tokens.access),
                "{key}"
            );
        }
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
    assert!(refreshed(&early).is_ok());
    fake::finish();
    assert!(early.sent().is_empty());

    let soon = hour(1.0).answer("InitiateAuth", 200, &new_tokens());
    let tokens = refreshed(&soon).expect("it is still valid");
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
    store(&client, &"u".into(), &stored_since);
    for _ in 0..3 {
        let tokens = fake::run(current(&client, &"u".into(), in_memory.clone(), Value::Undefined));
        assert_eq!(tokens, Ok(stored_since.clone()));
    }
    // Signed out meanwhile: what is in memory lives on until it has expired, as in v5.
    forget(&client, &"u".into());
    assert_eq!(
        known(&client, &"u".into(), in_memory.clone()).ok(),
        in_memory.map(Known::Valid)
    );
    fake::finish();
    assert!(fake.sent().is_empty());
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
        assert!(refreshed(&fake).is_ok());
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
        store(
            &client,
            &"u".into(),
            &issued(&client, &reply, &Secret::default()).expect("it has tokens"),
        );
        assert!(refreshed(&fake).is_ok());
        assert!(fake.sent().is_empty());

        // It is set right, or wrong, afterwards: one refresh, after which the drift is right again.
        fake.advance(-wrong_ms);
        let fake = fake.answer("InitiateAuth", 200, &new_tokens());
        for _ in 0..3 {
            assert!(refreshed(&fake).is_ok());
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
    assert!(refreshed(&fake).is_ok());
    assert!(fake.sent().is_empty());
}

#[test]
fn that_refresh_tokens_rotate_is_found_out() {
    for refused in [
        refusal("NotAuthorizedException", "Refresh token rotation is on"),
        refusal("InvalidParameterException", "Auth flow not enabled for this client"),
        refusal("UnsupportedOperationException", "Not enabled"),
    ] {
        let fake = signed_in(0, "")
            .stored(&format!("{P}.u.deviceKey"), "dev-1")
            .answer("InitiateAuth", 400, &refused)
            .answer("GetTokensFromRefreshToken", 200, &rotated());
        assert!(refreshed(&fake).is_ok(), "{refused}");
        assert_eq!(
            fake.sent()[1].body,
            r#"{"ClientId":"client","RefreshToken":"refresh-1","DeviceKey":"dev-1"}"#
        );
        assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-2");
        assert_eq!(fake.events(), ["refreshed"]);
        // From then on it is known.
        fake.advance(3_700_000.0);
        let fake = fake.answer(
            "GetTokensFromRefreshToken",
            200,
            &rotated().replace("refresh-2", "refresh-3"),
        );
        assert!(refreshed(&fake).is_ok() || fake.sent().len() == 3);
        assert_eq!(fake.sent()[2].operation, "GetTokensFromRefreshToken");
    }
}

#[test]
fn a_refusal_that_may_mean_rotation_ends_nothing_by_itself() {
    let refused = refusal("NotAuthorizedException", "Invalid Refresh Token.");
    // The answer to the second question counts: no reply, a trigger that fails, half a reply.
    let unanswered = signed_in(0, "").answer("InitiateAuth", 400, &refused).answer(
        "GetTokensFromRefreshToken",
        400,
        &refusal("UserLambdaValidationException", "No"),
    );
    let before = unanswered.storage();
    assert!(refreshed(&unanswered).is_err_and(|error| error.is_service("UserLambdaValidationException")));
    assert_eq!(unanswered.storage(), before);
    // Refused in both ways: it is over, in the words that an application knows.
    let over = signed_in(0, "").answer("InitiateAuth", 400, &refused).answer(
        "GetTokensFromRefreshToken",
        400,
        &refusal("RefreshTokenReuseException", "Reused"),
    );
    assert!(refreshed(&over).is_err_and(|error| error.is_service("NotAuthorizedException")));
    assert!(over.storage().is_empty());
}

#[test]
fn a_lost_reply_or_a_crash_before_the_write_does_not_lose_a_rotated_token() {
    use crate::platform::fake::Writes;
    // The reply is lost: within the grace period the former token is good for another.
    let fake = signed_in(0, "")
        .rotating()
        .unreachable("GetTokensFromRefreshToken")
        .answer("GetTokensFromRefreshToken", 200, &rotated());
    assert!(refreshed(&fake).is_ok());
    let sent = fake.sent();
    assert_eq!(sent[0].body, sent[1].body);

    // The page is gone before it can write, or in the midst of it: the next one goes on with one of the two.
    for cut in 0..=5 {
        let fake = signed_in(0, "").rotating().writes(Writes::CutAfter(cut)).answer(
            "GetTokensFromRefreshToken",
            200,
            &rotated(),
        );
        assert!(refreshed(&fake).is_ok());
        let mut page = fake.reopened().rotating();
        if cut < 5 {
            page = page.answer(
                "GetTokensFromRefreshToken",
                200,
                &rotated().replace("refresh-2", "refresh-3"),
            );
        }
        assert!(refreshed(&page).is_ok(), "cut after {cut}");
        if cut < 5 {
            let used = if cut < 2 { "refresh-1" } else { "refresh-2" };
            assert!(
                page.sent()[0].body.contains(used),
                "cut after {cut}: {}",
                page.sent()[0].body
            );
        }
    }
}

#[test]
fn a_refusal_of_a_token_that_another_tab_has_replaced_ends_nothing() {
    let reused = refusal("RefreshTokenReuseException", "Reused");
    let fake = signed_in(0, "")
        .rotating()
        .answer("GetTokensFromRefreshToken", 400, &reused);
    let client = fake.client();
    let newer = Tokens::new("i", "a", "refresh-2", 0.0);
    let (result, ()) = fake::run(fake::both(
        current(&client, &"u".into(), None, Value::Undefined),
        async { store(&client, &"u".into(), &newer) },
    ));
    assert!(result.is_err());
    assert_eq!(stored(&client, &"u".into()), Some(newer));
    assert_eq!(fake.events(), ["refresh failed"]);
}
