//! Other tabs that refresh, store and sign in at the same time.

use super::*;

#[test]
fn tokens_that_another_tab_stored_meanwhile_are_adopted() {
    let fake = signed_in(0, "").meanwhile(|fake| {
        let reply = Value::decode(&new_tokens().as_str().into()).get("AuthenticationResult");
        for (name, member) in [("idToken", "IdToken"), ("accessToken", "AccessToken")] {
            fake.set_item(&format!("{P}.u.{name}").as_str().into(), &reply.get(member))
                .expect("it is stored");
        }
    });
    let tokens = session(&fake).expect("they are valid");
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
            fake.set_item(&format!("{P}.u.refreshToken").as_str().into(), &"refresh-9".into())
                .expect("it is stored");
        })
        .answer("GetTokensFromRefreshToken", 200, &rotated());
    assert!(session(&fake).is_ok());
    assert_eq!(
        fake.sent()[0].body,
        r#"{"ClientId":"client","RefreshToken":"refresh-9"}"#
    );
    assert_eq!(fake.storage()[&format!("{P}.u.refreshToken")], "refresh-2");
}

#[test]
fn tokens_that_another_tab_writes_while_they_are_read_are_not_mixed() {
    for key in ["accessToken", "idToken", "refreshToken", "clockDrift"] {
        let fake = signed_in(3600, "");
        let old = stored(&fake.client(), &"u".into()).expect("it is stored");
        let reply = Value::decode(&rotated().as_str().into());
        let new = issued(&fake.client(), &reply);
        let written = new.clone();
        let fake = fake.at_read(&format!("{P}.u.{key}"), move |fake| {
            store(&fake.client(), &"u".into(), &written).expect("it is stored")
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
fn a_refusal_of_a_token_that_another_tab_has_replaced_ends_nothing() {
    let reused = refusal("RefreshTokenReuseException", "Reused");
    let fake = signed_in(0, "")
        .rotating()
        .answer("GetTokensFromRefreshToken", 400, &reused);
    let client = fake.client();
    let newer = Tokens::new("i", "a", "refresh-2", 0.0);
    let (result, ()) = fake::run(fake::both(
        current(&client, &"u".into(), None, Value::Undefined),
        async { store(&client, &"u".into(), &newer).expect("it is stored") },
    ));
    assert!(result.is_err());
    assert_eq!(stored(&client, &"u".into()), Some(newer));
    assert_eq!(fake.events(), ["refresh failed"]);
}
