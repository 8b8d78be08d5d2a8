use super::*;
use crate::platform::fake::{self, Fake};
use crate::wire::object_of;

mod mixed_writes;
mod refresh;
mod rotation;
mod servers;
mod sign_out;
mod storage;
mod tab;
mod tabs;
mod time;
mod v6;

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

fn refusal(code: &str, message: &str) -> String {
    format!(r#"{{"__type":"{code}","message":"{message}"}}"#)
}

/// `new_tokens` with a refresh token that replaces the former.
fn rotated() -> String {
    new_tokens().replace(r#""IdToken""#, r#""RefreshToken":"refresh-2","IdToken""#)
}

/// The tokens of a reply, as they arrive.
fn issued(client: &Client<Fake>, reply: &Value) -> Tokens {
    let result = AuthenticationResult::of(reply).expect("it has tokens");
    Tokens::issued(&result, &Secret::default(), &client.platform)
}

fn session(fake: &Fake) -> Result<Tokens, AuthError> {
    fake::run(current(&fake.client(), &"u".into(), None, Value::Undefined))
}

#[test]
fn a_valid_session_needs_no_request() {
    let fake = signed_in(3600, "");
    let tokens = session(&fake).expect("it is valid");
    assert_eq!(*tokens.refresh.expose(), *"refresh-1");
    assert!(fake.sent().is_empty());
}

#[test]
fn what_is_missing_is_said_in_v5s_words() {
    let nothing = Fake::new();
    assert_eq!(
        session(&nothing),
        Err(Failure::Plain("Local storage is missing an ID Token, Please authenticate").into())
    );
    let no_refresh_token = signed_in(0, "").stored(&format!("{P}.u.refreshToken"), "");
    assert_eq!(
        session(&no_refresh_token),
        Err(Failure::Plain("Cannot retrieve a new session. Please authenticate.").into())
    );
}
