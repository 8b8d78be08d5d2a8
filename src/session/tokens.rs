//! The three tokens, and the time until which they are valid.

use crate::platform::{Life, Platform, StoredSession};
use crate::secret::Secret;
use crate::service::Reply;
use crate::wire::Value;
use std::cell::OnceCell;
use std::ops::Deref;
use std::rc::Rc;

/// The tokens, and the new device, that a finished sign-in or a refresh brings.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthenticationResultType.html>
#[derive(Clone)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) struct AuthenticationResult {
    pub id: Secret,
    pub access: Secret,
    /// Empty if there is none: a refresh brings one only where refresh tokens rotate.
    pub refresh: Secret,
    /// `NewDeviceMetadata`, as it came.
    pub new_device: Value,
}

impl AuthenticationResult {
    /// Reads a reply; `None` unless there are an ID token and an access token: half a session is none.
    pub(crate) fn of(reply: &Value) -> Option<Self> {
        let result = reply.get("AuthenticationResult");
        let [id, access, refresh] = ["IdToken", "AccessToken", "RefreshToken"].map(|name| result.text(name));
        (id.is_truthy() && access.is_truthy()).then(|| AuthenticationResult {
            id: id.into(),
            access: access.into(),
            refresh: refresh.or("").into(),
            new_device: result.get("NewDeviceMetadata"),
        })
    }
}

/// The reply to a refresh.
impl Reply for AuthenticationResult {
    fn read(reply: Value) -> Option<Self> {
        Self::of(&reply)
    }
}

/// ID token, access token and refresh token, with the clock drift when they came. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Tokens(Rc<Parts>);

/// The parts of [`Tokens`].
struct Parts {
    session: StoredSession,
    /// Read at their first use.
    id_claims: OnceCell<Value>,
    access_claims: OnceCell<Value>,
}

impl Deref for Tokens {
    type Target = StoredSession;
    fn deref(&self) -> &StoredSession {
        &self.0.session
    }
}

impl PartialEq for Tokens {
    fn eq(&self, other: &Tokens) -> bool {
        **self == **other
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl std::fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(formatter)
    }
}

impl From<StoredSession> for Tokens {
    fn from(session: StoredSession) -> Self {
        Tokens(Rc::new(Parts {
            session,
            id_claims: OnceCell::new(),
            access_claims: OnceCell::new(),
        }))
    }
}

impl Tokens {
    pub(crate) fn new(
        id: impl Into<Secret>,
        access: impl Into<Secret>,
        refresh: impl Into<Secret>,
        clock_drift_s: f64,
    ) -> Self {
        StoredSession {
            id: id.into(),
            access: access.into(),
            refresh: refresh.into(),
            clock_drift_s,
        }
        .into()
    }

    /// The tokens of a reply that has just arrived. The former refresh token stays, unless the reply brings another.
    /// The drift is the device's time minus the earlier time of issue.
    pub(crate) fn issued<P: Platform>(result: &AuthenticationResult, former: &Secret, platform: &P) -> Self {
        let refresh = if result.refresh.is_empty() {
            former
        } else {
            &result.refresh
        };
        let [id_claims, access_claims] = [&result.id, &result.access].map(|token| platform.claims(token.expose()));
        let [id_s, access_s] = [&id_claims, &access_claims].map(|claims| claims.get("iat").number());
        // `f64::min` would drop a NaN; v5's Math.min keeps it.
        let earlier_s = if id_s.is_nan() || access_s > id_s {
            id_s
        } else {
            access_s
        };
        Tokens(Rc::new(Parts {
            session: StoredSession {
                id: result.id.clone(),
                access: result.access.clone(),
                refresh: refresh.clone(),
                clock_drift_s: seconds(platform) - earlier_s,
            },
            id_claims: id_claims.into(),
            access_claims: access_claims.into(),
        }))
    }

    fn id_claims<P: Platform>(&self, platform: &P) -> &Value {
        self.0.id_claims.get_or_init(|| platform.claims(self.id.expose()))
    }

    fn access_claims<P: Platform>(&self, platform: &P) -> &Value {
        self.0
            .access_claims
            .get_or_init(|| platform.claims(self.access.expose()))
    }

    /// The name by which the service knows the user; `undefined` if the tokens do not say.
    pub(crate) fn username<P: Platform>(&self, platform: &P) -> Value {
        let name = self.id_claims(platform).text("cognito:username");
        if name.is_truthy() {
            name
        } else {
            self.access_claims(platform).text("username")
        }
    }

    /// Whether both tokens are valid, by the service's clock. A token without `exp` never is.
    pub(crate) fn are_valid<P: Platform>(&self, platform: &P) -> bool {
        let lives = |claims| platform.life(claims, self.clock_drift_s).left_s > 0.0;
        lives(self.access_claims(platform)) && lives(self.id_claims(platform))
    }

    /// Whether the tokens are past a random point of their last tenth, which counts for at most five minutes. The point
    /// is random so that tabs, and users who signed in together, do not all refresh at the same moment.
    pub(crate) fn expire_soon<P: Platform>(&self, platform: &P) -> bool {
        let mut part = [0];
        let _ = platform.random(&mut part);
        let Life { left_s, whole_s } = platform.life(self.access_claims(platform), self.clock_drift_s);
        !self.refresh.is_empty() && left_s < (whole_s / 10.0).min(300.0) * f64::from(part[0]) / 255.0
    }

    /// Whether the service can revoke the refresh token: it then marks the access token with `origin_jti`.
    pub(crate) fn are_revocable<P: Platform>(&self, platform: &P) -> bool {
        !self.refresh.is_empty() && self.access_claims(platform).get("origin_jti").is_truthy()
    }

    /// Whether both came of one sign-in: they have its refresh token or, after a rotation, its `origin_jti`. Tokens that
    /// cannot be revoked have none, and so do not tell.
    pub(crate) fn are_of_one_sign_in<P: Platform>(&self, other: &Tokens, platform: &P) -> bool {
        let origin = |tokens: &Tokens| tokens.access_claims(platform).get("origin_jti");
        let own = origin(self);
        self.refresh == other.refresh || own.is_truthy() && own == origin(other)
    }

    /// Whether the access token allows its user to read and change the user's own data.
    pub(crate) fn allow_user_data<P: Platform>(&self, platform: &P) -> bool {
        let scopes = self.access_claims(platform).text("scope").split(" ");
        scopes
            .items()
            .iter()
            .any(|scope| *scope == *"aws.cognito.signin.user.admin")
    }
}

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

    /// The platform at that second, and the tokens that arrived then.
    fn at(now_s: f64, id: &str, access: &str) -> (Fake, Tokens) {
        let fake = Fake::new();
        fake.advance(now_s * 1000.0 - fake.now_ms());
        let [id, access] = [id, access].map(|claims| token(claims).as_str().into());
        let result = AuthenticationResult {
            id,
            access,
            refresh: "refresh".into(),
            new_device: Value::Undefined,
        };
        let tokens = Tokens::issued(&result, &"former".into(), &fake);
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
    fn claims_are_read_once() {
        let claims = r#"{"iat":1000,"exp":4600,"origin_jti":"x","scope":"aws.cognito.signin.user.admin"}"#;
        let (fake, issued) = at(1000.0, claims, claims);
        for tokens in [issued.clone(), Tokens::from((*issued).clone())] {
            for _ in 0..3 {
                assert!(tokens.are_valid(&fake) && !tokens.expire_soon(&fake));
                assert!(tokens.are_revocable(&fake) && tokens.allow_user_data(&fake));
            }
        }
        assert_eq!(fake.claims_read(), 4, "two tokens, twice");
    }

    #[test]
    fn half_a_result_is_none_and_the_former_refresh_token_stays() {
        let result = |members: &str| {
            let reply = format!(r#"{{"AuthenticationResult":{members}}}"#);
            AuthenticationResult::of(&Value::decode(&reply.as_str().into()))
        };
        for half in [
            "7",
            "null",
            "{}",
            r#"{"IdToken":"i"}"#,
            r#"{"IdToken":"i","AccessToken":7}"#,
        ] {
            assert_eq!(result(half), None, "{half}");
        }
        for (more, refresh) in [("", "former"), (r#","RefreshToken":"new""#, "new")] {
            let result = result(&format!(r#"{{"IdToken":"i","AccessToken":"a"{more}}}"#)).expect("it is whole");
            let tokens = Tokens::issued(&result, &"former".into(), &Fake::new());
            assert_eq!(tokens.refresh, refresh.into());
        }
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
