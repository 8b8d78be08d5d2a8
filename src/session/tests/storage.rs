//! Writing that stops anywhere.

use super::*;
use crate::platform::fake::Writes;

/// The error of a storage that is full.
fn full() -> AuthError {
    Failure::Rejected("full".into()).into()
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
    let old = stored(&signed_in(3600, "").client(), &"u".into()).expect("it is stored");
    let reply = Value::decode(&rotated().as_str().into());
    let kinds: [fn(usize) -> Writes; 2] = [Writes::CutAfter, Writes::FullAfter];
    for writes in kinds {
        let mut ends = Vec::new();
        for cut in 0..=6 {
            let fake = signed_in(3600, "").writes(writes(cut));
            let client = fake.client();
            let new = issued(&client, &reply);
            let result = store(&client, &"u".into(), &new);
            let refused = matches!(writes(0), Writes::FullAfter(_)) && cut < 6;
            assert_eq!(result, if refused { Err(full()) } else { Ok(()) });
            let page = fake.reopened();
            assert_not_torn(&page, &old, &new, cut);
            ends.push(stored(&page.client(), &"u".into()).is_some_and(|found| found.are_valid(&page)));
            // The next page heals it.
            let page = page.rotating();
            if !ends[cut] {
                let page = page.answer("GetTokensFromRefreshToken", 200, &rotated());
                assert_eq!(
                    session(&page),
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
fn a_sign_in_whose_tokens_cannot_be_stored_leaves_the_former_user_and_nothing_else() {
    for cut in 0..=5 {
        let fake = signed_in(3600, "").writes(Writes::FullAfter(cut));
        let client = fake.client();
        let before = fake.storage();
        let result = store(&client, &"other".into(), &Tokens::new("i", "a", "r", 0.0));
        assert_eq!(result, Err(full()), "{cut}");
        assert_eq!(fake.storage(), before, "{cut}: {:?}", fake.storage());
    }
}

#[test]
fn a_refresh_whose_tokens_cannot_be_stored_rejects_with_the_storages_error_and_the_user_stays() {
    for cut in 0..=4 {
        let fake = signed_in(0, "")
            .writes(Writes::FullAfter(cut))
            .answer("InitiateAuth", 200, &rotated());
        assert_eq!(session(&fake), Err(full()), "{cut}");
        assert_eq!(fake.events(), ["refresh failed"], "{cut}");
        let found = stored(&fake.client(), &"u".into()).expect("the user stays");
        assert!(!found.refresh.is_empty() && !found.are_valid(&fake), "{cut}");
    }
}
