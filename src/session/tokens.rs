//! The three tokens, and until when they are valid.

use crate::encoding::base64_decode;
use crate::secret::Secret;
use crate::wire::{Value, decode};

/// ID token, access token and refresh token, with what the device's clock was off by when they came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tokens {
    pub id: Secret,
    pub access: Secret,
    /// Opaque; empty if there is none.
    pub refresh: Secret,
    /// Whole seconds that the device is ahead of the service; `NaN` when the tokens do not say when they were issued.
    pub clock_drift_s: f64,
}

impl Tokens {
    /// Tokens as they arrive: the drift is now less the earlier time of issue.
    pub(crate) fn issued(id: Secret, access: Secret, refresh: Secret, now_ms: f64) -> Self {
        let issued_at_s = |token: &Secret| claims(token.expose()).number("iat").unwrap_or(f64::NAN);
        let (id_s, access_s) = (issued_at_s(&id), issued_at_s(&access));
        // `f64::min` would drop a NaN; v5's Math.min keeps it.
        let earlier_s = if id_s.is_nan() || access_s.is_nan() {
            f64::NAN
        } else {
            id_s.min(access_s)
        };
        Tokens {
            id,
            access,
            refresh,
            clock_drift_s: (now_ms / 1000.0).floor() - earlier_s,
        }
    }

    /// Whether both tokens live, by the service's clock. A token without `exp` never does.
    pub(crate) fn are_valid(&self, now_ms: f64) -> bool {
        let now_s = (now_ms / 1000.0).floor() - self.clock_drift_s;
        let lives = |token: &Secret| {
            claims(token.expose())
                .number("exp")
                .is_some_and(|expires_at_s| now_s < expires_at_s)
        };
        lives(&self.access) && lives(&self.id)
    }

    /// Whether the service can revoke the refresh token: it then marks the access token with `origin_jti`.
    pub(crate) fn are_revocable(&self) -> bool {
        !self.refresh.is_empty()
            && claims(self.access.expose())
                .get("origin_jti")
                .is_some_and(Value::is_truthy)
    }

    /// Whether the access token allows the user to read and change the own data at the user pool.
    pub(crate) fn allow_user_data(&self) -> bool {
        claims(self.access.expose())
            .text("scope")
            .is_some_and(|scope| scope.split(' ').any(|name| name == "aws.cognito.signin.user.admin"))
    }
}

/// The claims of a JSON Web Token, its signature unchecked (the service checks it); an empty object if it is none.
pub(crate) fn claims(token: &str) -> Value {
    token
        .split('.')
        .nth(1)
        .and_then(base64_decode)
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| decode(&text))
        .unwrap_or(Value::Object(Vec::new()))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use crate::encoding::base64_encode;

    /// A token with these claims and no signature.
    pub(crate) fn token(claims: &str) -> String {
        ["e30.", base64_encode(claims.as_bytes()).trim_end_matches('='), ".s"].concat()
    }

    fn tokens(id: &str, access: &str, now_s: f64) -> Tokens {
        Tokens::issued(token(id).into(), token(access).into(), "refresh".into(), now_s * 1000.0)
    }

    #[test]
    fn validity_follows_the_services_clock() {
        // The device is ten minutes fast.
        let tokens = tokens(r#"{"iat":1000,"exp":4600}"#, r#"{"iat":1001,"exp":4601}"#, 1600.0);
        assert_eq!(tokens.clock_drift_s, 600.0);
        assert!(tokens.are_valid(5_199_999.0));
        assert!(!tokens.are_valid(5_200_000.0));
    }

    #[test]
    fn a_token_without_times_is_never_valid() {
        assert!(!tokens("{}", r#"{"iat":1,"exp":9999999999}"#, 5.0).are_valid(5000.0));
        assert!(tokens("{}", r#"{"iat":1}"#, 5.0).clock_drift_s.is_nan());
        assert!(!tokens(r#"{"iat":1,"exp":"9"}"#, r#"{"iat":1,"exp":9}"#, 1.0).are_valid(1000.0));
    }

    #[test]
    fn claims_of_rubbish_are_empty() {
        for rubbish in ["", "a", "a.b", "a.%.c", "a.e30", "..", "a.bm90IGpzb24.c"] {
            assert_eq!(claims(rubbish), Value::Object(Vec::new()), "{rubbish}");
        }
        assert_eq!(claims(&token(r#"{"name":"Zoë"}"#)).text("name"), Some("Zoë"));
    }

    #[test]
    fn revocable_needs_origin_jti_and_a_refresh_token() {
        let mut tokens = tokens("{}", r#"{"origin_jti":"x"}"#, 0.0);
        assert!(tokens.are_revocable());
        tokens.refresh = "".into();
        assert!(!tokens.are_revocable());
    }

    #[test]
    fn scope_is_compared_word_by_word() {
        let scope = |scope: &str| tokens("{}", scope, 0.0).allow_user_data();
        assert!(scope(r#"{"scope":"openid aws.cognito.signin.user.admin"}"#));
        assert!(!scope(r#"{"scope":"aws.cognito.signin.user.administrator"}"#));
        assert!(!scope("{}"));
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", tokens(r#"{"iat":1}"#, r#"{"iat":1}"#, 1.0));
        assert!(!shown.contains("e30") && !shown.contains("refresh\""), "{shown}");
    }
}
