//! A session that is this tab's own.

use super::*;
use crate::platform::fake::Writes;
use crate::platform::{Platform, Shelf};

fn page() -> Fake {
    Fake::new().at("https://app.example/")
}

/// The tokens of a sign-in, others for each place.
fn tokens(fake: &Fake, is_remembered: bool) -> Tokens {
    let reply = rotated().replace("refresh-2", if is_remembered { "refresh-2" } else { "refresh-3" });
    let access = format!(r#"{{"iat":1770091506,"exp":1770095106,"remembered":{is_remembered}}}"#);
    let result = AuthenticationResult {
        access: token(&access).as_str().into(),
        ..AuthenticationResult::of(&Value::decode(&reply.as_str().into())).expect("it has tokens")
    };
    Tokens::issued(&result, &Secret::default(), &fake.client().platform)
}

fn sign_in(fake: &Fake, username: &str, is_remembered: bool) -> Result<(), AuthError> {
    let tokens = tokens(fake, is_remembered);
    store_sign_in(&fake.client(), &username.into(), &tokens, is_remembered)
}

/// The user whom a page with the same storage finds.
fn found_by(page: &Fake) -> Value {
    last_auth_user(&page.client())
}

/// The storage keys that all tabs share.
fn shared(fake: &Fake) -> Vec<String> {
    fake.storage().into_keys().collect()
}

#[test]
fn a_session_that_is_not_remembered_is_this_tabs_own() {
    let fake = page();
    sign_in(&fake, "u", false).expect("it is stored");
    assert!(shared(&fake).is_empty());
    assert!(found_by(&fake) == *"u");
    assert!(found_by(&fake.duplicated()) == *"u");
    assert_eq!(found_by(&fake.reopened()), Value::Null);
}

#[test]
fn it_takes_the_place_of_one_that_was_remembered() {
    for former in ["u", "former"] {
        let fake = page().stored(&format!("{P}.{former}.deviceKey"), "d");
        sign_in(&fake, former, true).expect("it is stored");
        sign_in(&fake, "u", false).expect("it is stored");
        // The device is still known.
        assert_eq!(shared(&fake), [format!("{P}.{former}.deviceKey")]);
        assert!(found_by(&fake) == *"u");
    }
}

#[test]
fn a_later_one_that_is_remembered_takes_its_place() {
    for former in ["u", "former"] {
        let fake = page();
        sign_in(&fake, former, false).expect("it is stored");
        sign_in(&fake, "u", true).expect("it is stored");
        assert!(found_by(&fake.reopened()) == *"u");
        let own = format!("{P}.{former}.refreshToken");
        assert_eq!(fake.page_item(Shelf::Tab, &own.as_str().into()), Value::Null);
        assert_eq!(session(&fake.reopened()).expect("it is whole"), tokens(&fake, true));
    }
}

#[test]
fn where_the_storage_is_full_the_session_stays_where_it_was() {
    for (was_remembered, cut) in [true, false]
        .into_iter()
        .flat_map(|it| (0..5).map(move |cut| (it, cut)))
    {
        let fake = page();
        sign_in(&fake, "former", was_remembered).expect("it is stored");
        let fake = fake.writes(Writes::FullAfter(cut));
        sign_in(&fake, "u", !was_remembered).expect_err("it is full");
        let fake = fake.writes(Writes::Work);
        assert!(found_by(&fake) == *"former");
        let stored = stored(&fake.client(), &"former".into()).expect("it is whole");
        assert_eq!(stored, tokens(&fake, was_remembered));
        assert!(!shared(&fake).iter().any(|key| key.contains(".u.")), "{cut}");
    }
}

#[test]
fn a_refresh_stays_in_the_tab_and_a_sign_out_leaves_another_tabs_session() {
    let fake = page();
    sign_in(&fake, "u", false).expect("it is stored");
    let (client, u) = (fake.client(), Value::from("u"));
    // What a refresh does.
    store(&client, &u, &tokens(&fake, false)).expect("it is stored");
    assert!(shared(&fake).is_empty());
    // Another tab has signed in the same user, remembered.
    let mark = client.keys(&u).tab_session;
    fake.set_page_item(Shelf::Tab, &mark, &Value::Null);
    let fake = fake.stored(&format!("{P}.LastAuthUser"), "u");
    fake.set_page_item(Shelf::Tab, &mark, &"true".into());
    // A sign-out removes the session twice.
    for _ in 0..2 {
        remove(&client, &u);
        assert_eq!(found_by(&fake), Value::Null);
        assert_eq!(shared(&fake), [format!("{P}.LastAuthUser")]);
    }
}

#[test]
fn a_server_has_no_tab() {
    assert!(check_tab(&page().client()).is_ok());
    let server = Fake::new();
    assert!(check_tab(&server.client()).is_err());
    sign_in(&server, "u", false).expect_err("it is nobody's tab");
    assert!(shared(&server).is_empty());
}
