//! Refresh tokens that are good once.

use super::*;
use crate::platform::fake::Writes;

#[test]
fn a_rotated_refresh_token_replaces_the_former() {
    let fake = signed_in(0, "").answer("InitiateAuth", 200, &rotated());
    session(&fake).expect("it is refreshed");
    assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-2");
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
        assert!(session(&fake).is_ok(), "{refused}");
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
        assert!(session(&fake).is_ok() || fake.sent().len() == 3);
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
    assert!(session(&unanswered).is_err_and(|error| error.is_service("UserLambdaValidationException")));
    assert_eq!(unanswered.storage(), before);
    // Refused in both ways: it is over, in the words that an application knows.
    let over = signed_in(0, "").answer("InitiateAuth", 400, &refused).answer(
        "GetTokensFromRefreshToken",
        400,
        &refusal("RefreshTokenReuseException", "Reused"),
    );
    assert!(session(&over).is_err_and(|error| error.is_service("NotAuthorizedException")));
    assert!(over.storage().is_empty());
}

#[test]
fn a_refusal_stands_where_the_second_question_is_not_understood() {
    let refused = refusal("NotAuthorizedException", "Invalid Refresh Token.");
    let not_understood = [
        (400, refusal("UnknownOperationException", "null")),
        (400, refusal("InvalidParameterException", "Rotation is off")),
        (400, refusal("ResourceNotFoundException", "No such client")),
        (400, refusal("UnsupportedOperationException", "No")),
        (501, refusal("InternalFailure", "Not yet implemented")),
        (404, String::new()),
        (405, "<html>".to_owned()),
        (501, String::new()),
    ];
    for (status, reply) in not_understood {
        let fake =
            signed_in(0, "")
                .answer("InitiateAuth", 400, &refused)
                .answer("GetTokensFromRefreshToken", status, &reply);
        assert!(
            session(&fake).is_err_and(|error| error.is_service("NotAuthorizedException")),
            "{status} {reply}"
        );
        assert!(fake.storage().is_empty(), "{status} {reply}");
        assert_eq!(fake.events(), ["refresh failed", "expired"]);
    }
    // No verdict: the next refresh asks again.
    let open = [
        (400, refusal("UserLambdaValidationException", "No"), 1),
        (400, refusal("UnexpectedLambdaException", "No"), 1),
        (400, refusal("InvalidLambdaResponseException", "No"), 1),
        (403, refusal("ForbiddenException", "The firewall says no"), 1),
        (400, refusal("LimitExceededException", "Too many"), 1),
        (400, refusal("TooManyRequestsException", "Too many"), 6),
        (500, refusal("InternalErrorException", "Broken"), 6),
        (503, "<html>".to_owned(), 6),
        (403, "<html>".to_owned(), 1),
        (200, "<html>".to_owned(), 1),
        (200, "{}".to_owned(), 1),
    ];
    for (status, reply, attempts) in open {
        let mut fake = signed_in(0, "").answer("InitiateAuth", 400, &refused);
        for _ in 0..attempts {
            fake = fake.answer("GetTokensFromRefreshToken", status, &reply);
        }
        let before = fake.storage();
        assert!(session(&fake).is_err_and(|error| !error.is_service("NotAuthorizedException")));
        assert_eq!(fake.storage(), before, "{status} {reply}");
        assert_eq!(fake.events(), ["refresh failed"]);
        crate::service::retry::refill();
    }
    // A refusal that is no verdict stays one, and is not hidden either.
    let off = refusal("InvalidParameterException", "Auth flow not enabled for this client");
    let fake = signed_in(0, "").answer("InitiateAuth", 400, &off).answer(
        "GetTokensFromRefreshToken",
        400,
        &refusal("UnknownOperationException", "null"),
    );
    let before = fake.storage();
    assert!(session(&fake).is_err_and(|error| error.is_service("InvalidParameterException")));
    assert_eq!(fake.storage(), before);
}

#[test]
fn a_lost_reply_or_a_crash_before_the_write_does_not_lose_a_rotated_token() {
    // The reply is lost: within the grace period the former token is good for another.
    let fake = signed_in(0, "")
        .rotating()
        .unreachable("GetTokensFromRefreshToken")
        .answer("GetTokensFromRefreshToken", 200, &rotated());
    assert!(session(&fake).is_ok());
    let sent = fake.sent();
    assert_eq!(sent[0].body, sent[1].body);

    // The page is gone before it can write, or in the midst of it: the next one goes on with one of the two.
    for cut in 0..=5 {
        let fake = signed_in(0, "").rotating().writes(Writes::CutAfter(cut)).answer(
            "GetTokensFromRefreshToken",
            200,
            &rotated(),
        );
        assert!(session(&fake).is_ok());
        let mut page = fake.reopened().rotating();
        if cut < 5 {
            page = page.answer(
                "GetTokensFromRefreshToken",
                200,
                &rotated().replace("refresh-2", "refresh-3"),
            );
        }
        assert!(session(&page).is_ok(), "cut after {cut}");
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
