//! What two tabs leave that write at the same time, where nothing keeps them apart; and sign-out behind a captive portal.

use super::super::*;
use crate::platform::fake::{self, Fake, Writes};
use std::collections::BTreeMap;

type Storage = BTreeMap<String, String>;

/// One write: a key, and the text that is stored there; `None` removes it.
type Write = (String, Option<String>);

/// What of the session is stored, the name of who is signed in included.
fn names(storage: &Storage) -> Vec<&str> {
    storage.keys().filter_map(|key| key.rsplit('.').next()).collect()
}

fn page(storage: &Storage) -> Fake {
    storage
        .iter()
        .fold(Fake::new(), |fake, (key, text)| fake.stored(key, text))
}

/// The writes of an action, one by one: what each adds to those before it.
fn writes(storage: &Storage, action: impl Fn(&Client<Fake>)) -> Vec<Write> {
    let mut writes = Vec::new();
    let mut before = storage.clone();
    for cut in 1..=12 {
        let fake = page(storage).writes(Writes::CutAfter(cut));
        action(&fake.client());
        let after = fake.storage();
        let keys = before.keys().chain(after.keys());
        let changed = keys.filter(|key| before.get(*key) != after.get(*key)).max();
        if let Some(key) = changed {
            writes.push((key.clone(), after.get(key).cloned()));
        }
        before = after;
    }
    writes
}

/// What the storage holds after each way to mix the writes of two tabs; each one's own stay in their order.
fn mixtures(storage: &Storage, one: &[Write], other: &[Write]) -> Vec<Storage> {
    if one.is_empty() && other.is_empty() {
        return vec![storage.clone()];
    }
    let mut results = Vec::new();
    for (first, rest, is_one) in [(one.split_first(), other, true), (other.split_first(), one, false)] {
        let Some(((key, text), left)) = first else { continue };
        let mut storage = storage.clone();
        match text {
            Some(text) => storage.insert(key.clone(), text.clone()),
            None => storage.remove(key),
        };
        results.append(&mut if is_one {
            mixtures(&storage, left, rest)
        } else {
            mixtures(&storage, rest, left)
        });
    }
    results
}

fn signed_in() -> (Storage, Tokens) {
    let fake = Fake::new();
    store(
        &fake.client(),
        &"u".into(),
        &Tokens::new("id-1", "access-1", "refresh-1", 1.0),
    )
    .expect("it is stored");
    (fake.storage(), Tokens::new("id-2", "access-2", "refresh-2", 2.0))
}

#[test]
fn a_sign_in_and_a_sign_out_that_mix_leave_a_session_or_none() {
    let (storage, new) = signed_in();
    let signing_in = writes(&storage, |client| {
        store(client, &"u".into(), &new).expect("it is stored")
    });
    let signing_out = writes(&storage, |client| remove(client, &"u".into()));
    // Who is signed in stays the same name, so that storing it changes nothing.
    assert_eq!((signing_in.len(), signing_out.len()), (5, 5));
    let last = (
        "CognitoIdentityServiceProvider.client.LastAuthUser".to_owned(),
        Some("u".to_owned()),
    );
    let signing_in = [signing_in, vec![last]].concat();
    let mixtures = mixtures(&storage, &signing_in, &signing_out);
    assert_eq!(mixtures.len(), 462);
    for storage in mixtures {
        let client = page(&storage).client();
        let found = stored(&client, &"u".into()).filter(|_| last_auth_user(&client).is_truthy());
        let Some(found) = found else { continue };
        // Never anything of the former session, nor half of the new one: but it may lack its refresh token.
        assert_eq!(
            (&found.id, &found.access, found.clock_drift_s),
            (&new.id, &new.access, 2.0),
            "{:?}",
            names(&storage)
        );
        assert!(
            found.refresh.is_empty() || found.refresh == new.refresh,
            "{:?}",
            names(&storage)
        );
    }
}

#[test]
fn a_sign_in_and_the_sign_out_of_another_that_mix_leave_all_tokens() {
    let (storage, new) = signed_in();
    let signing_in = writes(&storage, |client| {
        store(client, &"v".into(), &new).expect("it is stored")
    });
    let signing_out = writes(&storage, |client| remove(client, &"u".into()));
    for storage in mixtures(&storage, &signing_in, &signing_out) {
        let client = page(&storage).client();
        assert_eq!(stored(&client, &"v".into()), Some(new.clone()));
        assert_eq!(stored(&client, &"u".into()), None);
        assert!(!last_auth_user(&client).is_truthy() || last_auth_user(&client) == *"v");
    }
}

#[test]
fn a_captive_portals_page_revokes_nothing() {
    let claims = r#"{"origin_jti":"j"}"#;
    let fake = Fake::new();
    store(
        &fake.client(),
        &"u".into(),
        &Tokens::new("i", token(claims).as_str(), "refresh-1", 0.0),
    )
    .expect("it is stored");
    let fake = fake
        .answer("RevokeToken", 200, "<!doctype html>Sign in to the network")
        .answer("RevokeToken", 200, "");
    fake::run(sign_out(&fake.client(), &"u".into(), None));
    assert!(fake.storage().is_empty());
    fake::finish();
    assert_eq!(fake.sent().len(), 2);
    let refused = Fake::new().answer("RevokeToken", 200, "<html>");
    assert!(fake::run(revoke(&refused.client(), &"refresh-1".into())).is_err());
}
