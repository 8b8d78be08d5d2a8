//! The way to the hosted page and back, natively.

use super::attempts::{ATTEMPTS, Claim, V5_STATE, claim, state_expected_at};
use super::*;
use crate::error::Failure;
use crate::platform::Shelf;
use crate::platform::fake::{self, Fake};
use crate::session::token;
use crate::wire::object_of;

const PAGE: &str = "https://app.example/";
const BASE: &str = "https://a.example";

#[test]
fn the_page_looks_for_attempts_under_the_keys_that_they_are_stored_under() {
    let page = include_str!("../../pkg/hosted-return.js");
    for key in [ATTEMPTS, V5_STATE] {
        assert!(page.contains(&format!("'{key}'")), "{key}");
    }
}

fn asked() -> Asked {
    let nothing = Value::undefined;
    Asked {
        response_type: "code".into(),
        redirect_uri: PAGE.into(),
        provider: "COGNITO".into(),
        scopes: "openid email".into(),
        custom_state: nothing(),
        idp_identifier: nothing(),
        login_hint: nothing(),
        lang: nothing(),
        nonce: nothing(),
        prompt: nothing(),
        is_popup: false,
        is_remembered: true,
    }
}

fn begin_with(fake: &Fake, asked: &Asked) -> Begun {
    fake::run(begin(&fake.client(), &BASE.into(), asked)).expect("it begins")
}

fn text(value: &Value) -> &str {
    value.as_text().expect("a text")
}

/// The address of a return with a code.
fn returned(state: &Value) -> String {
    [PAGE, "?code=c&state=", text(state)].concat()
}

/// Claims what this address brings, for the app client of all tests.
fn claimed(fake: &Fake, address: &str) -> Option<Claim> {
    let address = address.into();
    claim(fake, &"client".into(), &address, Return::of(&address)?, false)
}

fn refused(claim: Option<Claim>) -> String {
    match claim.expect("it is ours").answer.err().map(|error| *error) {
        Some(Failure::Service { code, .. }) => text(&code).to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_address_of_the_hosted_page_is_v5s() {
    let fake = Fake::new();
    let url = begin_with(&fake, &asked()).url;
    // The fake's random bytes are 1, 2, 3, …
    let state = "BCDEFGHIJKLMNOPQRSTUVWXYZabcdefg";
    // The SHA-256 of the verifier by Node's crypto.
    let expected = [
        "https://a.example/oauth2/authorize?redirect_uri=https%3A%2F%2Fapp.example%2F&response_type=code&client_id=client",
        "&identity_provider=COGNITO&scope=openid%20email&state=",
        state,
        "&code_challenge=ATwTyykFFv3pmNQkBzJOvo5FnyTRZgguQi6n3iK-XiY&code_challenge_method=S256",
    ]
    .concat();
    assert_eq!(text(&url), expected);
}

#[test]
fn the_challenge_is_rfc_7636s() {
    // Appendix B.
    let challenge = fake::run(Fake::new().sha256(&"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into()));
    let challenge = base64_url(&challenge.expect("it is computed"));
    assert_eq!(text(&challenge), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn what_v5_does_not_know_comes_behind() {
    let all = Asked {
        response_type: "token".into(),
        provider: Value::undefined(),
        idp_identifier: "acme.example".into(),
        login_hint: "ana@example.com".into(),
        lang: "de".into(),
        nonce: "n".into(),
        prompt: "login".into(),
        ..asked()
    };
    let url = begin_with(&Fake::new(), &all).url;
    let (_, end) = text(&url).split_once("&state=").expect("a state");
    let expected = "&idp_identifier=acme.example&login_hint=ana%40example.com&lang=de&nonce=n&prompt=login";
    assert_eq!(&end[32..], expected);
}

#[test]
fn a_return_is_claimed_once() {
    let fake = Fake::new();
    let state = begin_with(&fake, &asked()).state;
    let address = returned(&state);
    let claim = claimed(&fake, &address).expect("it is ours");
    assert!(matches!(claim.answer, Ok(Answer::Code(_))));
    assert_eq!(claim.attempt.text("verifier").len(), 128);
    assert!(claimed(&fake, &address).is_none());
    assert_eq!(
        fake.page_item(Shelf::Tab, &"cognito-auth-wasm.oauth".into()),
        Value::Null
    );
}

#[test]
fn a_duplicated_tab_does_not_claim_it_again() {
    let fake = Fake::new();
    let state = begin_with(&fake, &asked()).state;
    let address = returned(&state);
    let other = fake.duplicated();
    assert!(claimed(&fake, &address).is_some());
    let told = fake.page_item(Shelf::Browser, &"cognito-auth-wasm.oauth.claimed".into());
    other.set_page_item(Shelf::Browser, &"cognito-auth-wasm.oauth.claimed".into(), &told);
    assert!(claimed(&other, &address).is_none());
    assert_eq!(
        other.page_item(Shelf::Tab, &"cognito-auth-wasm.oauth".into()),
        Value::Null
    );
}

#[test]
fn what_was_claimed_is_forgotten_with_the_attempt() {
    let fake = Fake::new();
    for _ in 0..3 {
        let state = begin_with(&fake, &asked()).state;
        claimed(&fake, &returned(&state));
        fake.advance(3_600_001.0);
    }
    let kept = Value::decode(&fake.page_item(Shelf::Browser, &"cognito-auth-wasm.oauth.claimed".into()));
    assert_eq!(kept.len(), 1);
}

#[test]
fn two_attempts_at_once_are_kept_apart() {
    let fake = Fake::new();
    let one = begin_with(&fake, &asked()).state;
    // The fake's random numbers are the same: the states differ by what the application adds.
    let other = begin_with(
        &fake,
        &Asked {
            custom_state: "x".into(),
            redirect_uri: "https://app.example/other".into(),
            ..asked()
        },
    )
    .state;
    for (state, redirect_uri) in [(other, "https://app.example/other"), (one, PAGE)] {
        let claim = claimed(&fake, &returned(&state)).expect("it is ours");
        assert_eq!(claim.attempt.get("redirectUri"), *redirect_uri);
    }
}

#[test]
fn another_librarys_return_is_left_alone() {
    let fake = Fake::new();
    let address = "https://app.example/callback?code=c&state=s";
    assert!(claimed(&fake, address).is_none());
    // Nor is it ours where one is expected, but on another page.
    begin_with(&fake, &asked());
    assert!(claimed(&fake, address).is_none());
    // Another app client's.
    let state = begin_with(&fake, &asked()).state;
    let ours = returned(&state).as_str().into();
    let found = Return::of(&ours).expect("a return");
    let elsewhere = "https://b.example/".into();
    assert!(claim(&fake, &"other".into(), &elsewhere, found, false).is_none());
    assert!(claimed(&fake, text(&ours)).is_some());
}

#[test]
fn a_wrong_state_ends_what_was_expected() {
    let fake = Fake::new();
    begin_with(&fake, &asked());
    assert_eq!(
        refused(claimed(&fake, "https://app.example/?code=c&state=wrong")),
        "InvalidState"
    );
    assert_eq!(
        fake.page_item(Shelf::Tab, &"cognito-auth-wasm.oauth".into()),
        Value::Null
    );
    // An application that hands an address over says that it is ours.
    let address = "myapp://callback?code=c&state=s".into();
    let found = Return::of(&address).expect("a return");
    assert_eq!(
        refused(claim(&fake, &"client".into(), &address, found, true)),
        "InvalidState"
    );
}

#[test]
fn a_refusal_without_a_state_is_of_the_last_attempt_that_comes_back_there() {
    let fake = Fake::new();
    let expected = |client: &str, address: &str| state_expected_at(&fake, &client.into(), &address.into());
    let address = "https://app.example/?error=server_error";
    assert!(claimed(&fake, address).is_none());
    let state = begin_with(&fake, &asked()).state;
    assert_eq!(expected("client", address), state);
    for (client, address) in [("other", address), ("client", "https://app.example/other?error=e")] {
        assert_eq!(expected(client, address), *"");
    }
    // Where the application says that it is ours.
    let address = "myapp://callback?error=server_error".into();
    let found = Return::of(&address).expect("a return");
    let claim = claim(&fake, &"client".into(), &address, found, true).expect("it is ours");
    assert!(matches!(claim.answer, Ok(Answer::Refusal { .. })));
}

#[test]
fn tokens_that_nobody_asked_for_are_refused() {
    let fake = Fake::new();
    let state = begin_with(&fake, &asked()).state;
    let address = [PAGE, "#access_token=a&id_token=i&state=", text(&state)].concat();
    assert_eq!(refused(claimed(&fake, &address)), "InvalidState");
}

#[test]
fn an_attempt_ends_after_an_hour() {
    let fake = Fake::new();
    let state = begin_with(&fake, &asked()).state;
    fake.advance(3_600_000.0);
    let address = returned(&state);
    assert_eq!(refused(claimed(&fake, &address)), "ExpiredAttempt");
    // A refusal says more.
    let state = begin_with(&fake, &asked()).state;
    fake.advance(3_600_000.0);
    let claim = claimed(&fake, &[PAGE, "?error=access_denied&state=", text(&state)].concat());
    assert!(matches!(claim.expect("it is ours").answer, Ok(Answer::Refusal { .. })));
}

#[test]
fn an_attempt_that_v5_began_is_finished() {
    let fake = Fake::new();
    fake.set_page_item(Shelf::Tab, &"oauth_state".into(), &"s-41".into());
    fake.set_page_item(Shelf::Tab, &"ouath_pkce_key".into(), &"v".into());
    assert!(claimed(&fake, "https://app.example/?code=c&state=s").is_none());
    let claim = claimed(&fake, "https://app.example/?code=c&state=s-41").expect("it is ours");
    assert_eq!(claim.attempt.get("verifier"), *"v");
    for key in ["oauth_state", "ouath_pkce_key"] {
        assert_eq!(fake.page_item(Shelf::Tab, &key.into()), Value::Null, "{key}");
    }
}

fn redeemed(fake: &Fake, attempt: Value, answer: Answer) -> Result<(Value, Tokens), AuthError> {
    let endpoint = "https://a.example/oauth2/token".into();
    fake::run(redeem(&fake.client(), &endpoint, &attempt, &PAGE.into(), answer))
}

const ANA: &str = r#"{"cognito:username":"ana","nonce":"n","iat":1770091500}"#;
const TOKENS: &str = "CognitoIdentityServiceProvider.client.ana.";

#[test]
fn a_code_becomes_a_stored_session_of_the_tokens_user() {
    let id = token(ANA);
    let reply = format!(r#"{{"id_token":"{id}","access_token":"{id}","refresh_token":"r","token_type":"Bearer"}}"#);
    let fake = Fake::new()
        .stored("CognitoIdentityServiceProvider.client.LastAuthUser", "bob")
        .stored("CognitoIdentityServiceProvider.client.bob.idToken", "i")
        .stored(&[TOKENS, "userData"].concat(), "{}")
        .answer("token", 200, &reply);
    let attempt = object_of(&[("verifier", "v".into()), ("nonce", "n".into())]);
    let (username, tokens) = redeemed(&fake, attempt, Answer::Code("a/b".into())).expect("it signs in");
    assert_eq!(
        fake.sent()[0].body,
        "grant_type=authorization_code&code=a%2Fb&client_id=client&redirect_uri=https%3A%2F%2Fapp.example%2F&code_verifier=v"
    );
    assert_eq!(username, *"ana");
    assert_eq!(tokens.clock_drift_s, 6.0);
    let storage = fake.storage();
    let keys = storage.keys().map(String::as_str).collect::<Vec<_>>();
    let names =
        ["accessToken", "clockDrift", "hostedUI", "idToken", "refreshToken"].map(|name| [TOKENS, name].concat());
    let mut expected = vec!["CognitoIdentityServiceProvider.client.LastAuthUser"];
    expected.extend(names.iter().map(String::as_str));
    assert_eq!(keys, expected);
    assert_eq!(fake.waits_to_write(), 1);
}

#[test]
fn one_that_is_not_remembered_is_the_tabs_own() {
    let fake = Fake::new().at(PAGE);
    let asked = Asked {
        is_remembered: false,
        ..asked()
    };
    let state = begin_with(&fake, &asked).state;
    let attempt = claimed(&fake, &returned(&state)).expect("it is ours").attempt;
    let [id, access] = [(); 2].map(|()| token(ANA).as_str().into());
    redeemed(&fake, attempt, Answer::Tokens { id, access }).expect("it signs in");
    assert!(fake.storage().is_empty());
    let key = Value::from([TOKENS, "hostedUI"].concat().as_str());
    assert_eq!(fake.page_item(Shelf::Tab, &key), Value::from("true"));
}

#[test]
fn the_implicit_flow_has_no_refresh_token() {
    let fake = Fake::new();
    let [id, access] = [(); 2].map(|()| token(ANA).as_str().into());
    let (_, tokens) = redeemed(&fake, object(), Answer::Tokens { id, access }).expect("it signs in");
    assert!(tokens.refresh.is_empty() && fake.sent().is_empty());
    assert_eq!(fake.storage()[&[TOKENS, "refreshToken"].concat()], "");
}

#[test]
fn what_is_no_sign_in_stores_nothing() {
    let id = token(ANA);
    let nameless = token("{}");
    let half = format!(r#"{{"id_token":"{id}"}}"#);
    let nobodys = format!(r#"{{"id_token":"{nameless}","access_token":"{id}"}}"#);
    let others = format!(r#"{{"id_token":"{id}","access_token":"{id}"}}"#);
    for (reply, nonce, code) in [
        ("{}", "", "InvalidResponse"),
        (&half, "", "InvalidResponse"),
        (&nobodys, "", "InvalidResponse"),
        (&others, "another", "InvalidNonce"),
        (r#"{"error":"invalid_grant"}"#, "", "invalid_grant"),
    ] {
        let fake = Fake::new().answer("token", 200, reply);
        let attempt = object_of(&[("nonce", nonce.into())]);
        let found = match *redeemed(&fake, attempt, Answer::Code("c".into())).expect_err("it fails") {
            Failure::Service { code, .. } => text(&code).to_owned(),
            Failure::InvalidResponse(_) => "InvalidResponse".to_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, code);
        assert!(fake.storage().is_empty());
    }
    let refusal = Answer::Refusal {
        code: "access_denied".into(),
        description: "No".into(),
    };
    let error = redeemed(&Fake::new(), object(), refusal).expect_err("it fails");
    assert!(error.is_service("access_denied"));
}

#[test]
fn only_the_address_of_this_return_is_cleaned() {
    let fake = Fake::new().at("https://app.example/p?a=1&code=c&state=s#tab");
    clean_address(&fake, &"other".into());
    assert_eq!(fake.address(), *"https://app.example/p?a=1&code=c&state=s#tab");
    clean_address(&fake, &"s".into());
    assert_eq!(fake.address(), *"https://app.example/p?a=1#tab");
    clean_address(&Fake::new(), &"s".into());
}

#[test]
fn of_several_addresses_the_pages_own_is_chosen() {
    let several = "http://localhost:3000/, https://app.example/in/,https://app.example/";
    let chosen = |page: &str| text(&redirect_of(&several.into(), &page.into())).to_owned();
    assert_eq!(chosen("https://app.example/in?x"), "https://app.example/in/");
    assert_eq!(chosen("https://app.example/"), "https://app.example/");
    assert_eq!(chosen("https://app.example/elsewhere"), "https://app.example/in/");
    assert_eq!(chosen("http://localhost:3000/a"), "http://localhost:3000/");
    assert_eq!(chosen("https://b.example/"), "http://localhost:3000/");
    let list = Value::list(vec!["https://a/".into(), "https://b/".into()]);
    assert_eq!(text(&redirect_of(&list, &"https://b/x".into())), "https://b/");
    assert_eq!(text(&redirect_of(&"myapp://".into(), &Value::undefined())), "myapp://");
}

#[test]
fn a_domain_may_bear_a_scheme() {
    assert_eq!(text(&base_url(&"a.example".into())), "https://a.example");
    assert_eq!(
        text(&base_url(&"http://127.0.0.1:4566".into())),
        "http://127.0.0.1:4566"
    );
    let url = logout_url(&BASE.into(), &"client".into(), &"https://app.example/out".into());
    let expected = "https://a.example/logout?client_id=client&logout_uri=https%3A%2F%2Fapp.example%2Fout";
    assert_eq!(text(&url), expected);
}
