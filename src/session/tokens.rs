//! The three tokens, and until when they are valid.

use crate::cognito::Exchange;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::wire::{Value, object};
use alloc::rc::Rc;
use core::ops::Deref;

/// ID token, access token and refresh token, with what the device's clock was off by when they came. Cheap to clone.
#[derive(Clone, PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct Tokens(Rc<Parts>);

/// What [`Tokens`] are made of.
#[derive(PartialEq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) struct Parts {
    pub id: Secret,
    pub access: Secret,
    /// Opaque; empty if there is none.
    pub refresh: Secret,
    /// Whole seconds that the device is ahead of the service; `NaN` when the tokens do not say when they were issued.
    pub clock_drift_s: f64,
}

impl Deref for Tokens {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Tokens {
    pub(crate) fn new(
        id: impl Into<Secret>,
        access: impl Into<Secret>,
        refresh: impl Into<Secret>,
        clock_drift_s: f64,
    ) -> Self {
        Tokens(Rc::new(Parts {
            id: id.into(),
            access: access.into(),
            refresh: refresh.into(),
            clock_drift_s,
        }))
    }

    /// The same for another call of the application than the one that brought them forth.
    pub(crate) fn adopted(&self) -> Self {
        let [id, access, refresh] = [&self.id, &self.access, &self.refresh].map(Secret::adopted);
        Tokens::new(id, access, refresh, self.clock_drift_s)
    }

    /// Tokens as they arrive: the drift is now less the earlier time of issue.
    pub(crate) fn issued<P: Platform>(id: Secret, access: Secret, refresh: Secret, platform: &P) -> Self {
        let issued_at_s = |token: &Secret| platform.claims(token.expose()).get("iat").number();
        let (id_s, access_s) = (issued_at_s(&id), issued_at_s(&access));
        // `f64::min` would drop a NaN; v5's Math.min keeps it.
        let earlier_s = if id_s.is_nan() || access_s > id_s {
            id_s
        } else {
            access_s
        };
        Tokens::new(id, access, refresh, seconds(platform) - earlier_s)
    }

    /// Whether both tokens live, by the service's clock. A token without `exp` never does.
    pub(crate) fn are_valid<P: Platform>(&self, platform: &P) -> bool {
        self.life(&self.access, platform).0 > 0.0 && self.life(&self.id, platform).0 > 0.0
    }

    /// Whether they are in their last tenth, at most five minutes, or rather somewhere in it: not all tabs, and not all
    /// users who signed in together, refresh at the same moment.
    pub(crate) fn expire_soon<P: Platform>(&self, platform: &P) -> bool {
        let mut part = [0];
        let _ = platform.random(&mut part);
        let (left_s, whole_s) = self.life(&self.access, platform);
        !self.refresh.is_empty() && left_s < (whole_s / 10.0).min(300.0) * f64::from(part[0]) / 255.0
    }

    /// Seconds that the token has left, and that it had in all. NaN where it does not say.
    fn life<P: Platform>(&self, token: &Secret, platform: &P) -> (f64, f64) {
        let claims = platform.claims(token.expose());
        let [issued_at_s, expires_at_s] = ["iat", "exp"].map(|name| claims.get(name).number());
        // A drift that nobody knows counts as none.
        let drift_s = if self.clock_drift_s.is_nan() {
            0.0
        } else {
            self.clock_drift_s
        };
        let now_s = seconds(platform) - drift_s;
        // No token is used before it is issued: the device's clock has been set back since, and nothing follows from it.
        let left_s = if now_s < issued_at_s - SET_BACK_S {
            0.0
        } else {
            expires_at_s - now_s
        };
        (left_s, expires_at_s - issued_at_s)
    }

    /// Whether the service can revoke the refresh token: it then marks the access token with `origin_jti`.
    pub(crate) fn are_revocable<P: Platform>(&self, platform: &P) -> bool {
        !self.refresh.is_empty() && platform.claims(self.access.expose()).get("origin_jti").is_truthy()
    }

    /// Whether the access token allows the user to read and change the own data at the user pool.
    pub(crate) fn allow_user_data<P: Platform>(&self, platform: &P) -> bool {
        let scopes = platform.claims(self.access.expose()).text("scope").split(" ");
        scopes
            .items()
            .iter()
            .any(|scope| *scope == *"aws.cognito.signin.user.admin")
    }

    /// The same exchange, in the name of the user.
    pub(crate) fn authorize(&self, mut exchange: Exchange) -> Exchange {
        exchange.request = exchange.request.with("AccessToken", self.access.expose());
        exchange
    }

    /// The members of a request that needs nothing but the access token.
    pub(crate) fn access_token(&self) -> Value {
        object().with("AccessToken", self.access.expose())
    }
}

/// How far two clocks may be apart, and the reply be on its way, before a clock counts as set back.
const SET_BACK_S: f64 = 300.0;

/// The time of the device, in whole seconds.
fn seconds<P: Platform>(platform: &P) -> f64 {
    (platform.now_ms() / 1000.0) as i64 as f64
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use crate::encoding::base64_encode;
    use crate::platform::fake::Fake;
    use crate::wire::object_of;

    /// A token with these claims and no signature.
    pub(crate) fn token(claims: &str) -> String {
        ["e30.", base64_encode(claims.as_bytes()).trim_end_matches('='), ".s"].concat()
    }

    /// The platform at that second, and the tokens that have come then.
    fn at(now_s: f64, id: &str, access: &str) -> (Fake, Tokens) {
        let fake = Fake::new();
        fake.advance(now_s * 1000.0 - fake.now_ms());
        let [id, access] = [id, access].map(|claims| token(claims).as_str().into());
        let tokens = Tokens::issued(id, access, "refresh".into(), &fake);
        (fake, tokens)
    }

    #[test]
    fn validity_follows_the_services_clock() {
        // The device is ten minutes fast.
        let (fake, tokens) = at(1600.0, r#"{"iat":1000,"exp":4600}"#, r#"{"iat":1001,"exp":4601}"#);
        assert_eq!(tokens.clock_drift_s, 600.0);
        fake.advance(3_599_999.0);
        assert!(tokens.are_valid(&fake));
        fake.advance(1.0);
        assert!(!tokens.are_valid(&fake));
    }

    #[test]
    fn a_token_without_times_is_never_valid() {
        for (id, access) in [
            ("{}", r#"{"iat":1,"exp":9999999999}"#),
            (r#"{"iat":1,"exp":"x"}"#, r#"{"iat":1,"exp":9}"#),
        ] {
            let (fake, tokens) = at(5.0, id, access);
            assert!(!tokens.are_valid(&fake));
        }
        assert!(at(5.0, "{}", r#"{"iat":1}"#).1.clock_drift_s.is_nan());
        assert!(at(5.0, r#"{"iat":1}"#, "{}").1.clock_drift_s.is_nan());
    }

    #[test]
    fn claims_of_rubbish_are_empty() {
        for rubbish in ["", "a", "a.b", "a.%.c", "a.e30", "..", "a.bm90IGpzb24.c"] {
            assert_eq!(Fake::new().claims(&rubbish.into()), object_of(&[]), "{rubbish}");
        }
        let claims = Fake::new().claims(&token(r#"{"name":"Zoë"}"#).as_str().into());
        assert_eq!(claims.text("name"), *"Zoë");
    }

    #[test]
    fn revocable_needs_origin_jti_and_a_refresh_token() {
        let (fake, tokens) = at(0.0, "{}", r#"{"origin_jti":"x"}"#);
        assert!(tokens.are_revocable(&fake));
        let without = Tokens::new(tokens.id.clone(), tokens.access.clone(), "", 0.0);
        assert!(!without.are_revocable(&fake));
    }

    #[test]
    fn scope_is_compared_word_by_word() {
        let scope = |scope: &str| {
            let (fake, tokens) = at(0.0, "{}", scope);
            tokens.allow_user_data(&fake)
        };
        assert!(scope(r#"{"scope":"openid aws.cognito.signin.user.admin"}"#));
        assert!(!scope(r#"{"scope":"aws.cognito.signin.user.administrator"}"#));
        assert!(!scope("{}"));
    }

    #[test]
    fn debug_shows_no_token() {
        let shown = format!("{:?}", at(1.0, r#"{"iat":1}"#, r#"{"iat":1}"#).1);
        assert!(!shown.contains("e30") && !shown.contains("refresh\""), "{shown}");
    }
}
