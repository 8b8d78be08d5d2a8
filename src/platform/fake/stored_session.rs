//! The stored session as in `pkg/stored-session.js`: its keys, and the reading of its tokens as a whole.
//!
//! Names are joined without escaping, as in v5. No two users share a key all the same. An app client's id has no dot,
//! nor has the name of a stored item. So the username is what stands between the second dot of a key and the last.
//! `LastAuthUser` is no user's key: it has two dots, and a user's key has three or more.

use crate::platform::{Keys, Life, Platform, StoredSession};
use crate::wire::Value;

pub(super) fn keys(client_id: &Value, username: &Value) -> Keys {
    let prefix = Value::from("CognitoIdentityServiceProvider.") + client_id + ".";
    let of_user = |name: &str| prefix.clone() + username + "." + name;
    Keys {
        last_auth_user: prefix.clone() + "LastAuthUser",
        id_token: of_user("idToken"),
        access_token: of_user("accessToken"),
        refresh_token: of_user("refreshToken"),
        clock_drift: of_user("clockDrift"),
        sign_in_details: of_user("signInDetails"),
        oauth_metadata: of_user("oauthMetadata"),
        hosted_ui: of_user("hostedUI"),
        user_data: of_user("userData"),
        device_key: of_user("deviceKey"),
        random_password: of_user("randomPasswordKey"),
        device_group_key: of_user("deviceGroupKey"),
        tab_session: Value::from("cognito-auth-wasm.tab.") + client_id,
    }
}

/// The stored session, read as a whole. The access token is read first and last: it differs if another tab has stored
/// tokens in between.
pub(super) fn read(platform: &impl Platform, keys: &Keys) -> Option<StoredSession> {
    let token = |key| platform.get_item(key).or("");
    let access = token(&keys.access_token);
    let id = platform.get_item(&keys.id_token);
    if !id.is_truthy() {
        return None;
    }
    let refresh = token(&keys.refresh_token);
    let mut clock_drift_s = whole_number(&platform.get_item(&keys.clock_drift));
    if platform.is_of_v6(keys) {
        clock_drift_s = 0.0 - (clock_drift_s / 1000.0).round();
    }
    let is_whole = access == token(&keys.access_token);
    let access = if is_whole { access } else { "".into() };
    Some(StoredSession {
        id: id.into(),
        access: access.into(),
        refresh: refresh.into(),
        clock_drift_s,
    })
}

/// JavaScript's `parseInt(…)`; 0 if the text is no number.
fn whole_number(text: &Value) -> f64 {
    let text = text.as_text().unwrap_or_default();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-');
    text[..end.unwrap_or(text.len())].parse().unwrap_or(0.0)
}

impl Life {
    /// The difference that two clocks, and a reply's travel, may make before a clock counts as set back.
    const SET_BACK_S: f64 = 300.0;

    /// The lifetime of a token with these claims, at that time of the device. The same as in `pkg/stored-session.js`.
    pub(super) fn of(claims: &Value, now_ms: f64, clock_drift_s: f64) -> Life {
        let [issued_at_s, expires_at_s] = ["iat", "exp"].map(|name| claims.get(name).number());
        // An unknown drift counts as 0.
        let drift_s = if clock_drift_s.is_nan() { 0.0 } else { clock_drift_s };
        let now_s = (now_ms / 1000.0) as i64 as f64 - drift_s;
        // A token that is issued in the future shows that the device's clock was set back. It counts as expired then,
        // because its age is unknown.
        let left_s = if now_s < issued_at_s - Self::SET_BACK_S {
            0.0
        } else {
            expires_at_s - now_s
        };
        Life {
            left_s,
            whole_s: expires_at_s - issued_at_s,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// All keys of that user, that of who is signed in first.
    fn all(username: &str) -> [Value; 12] {
        let keys = keys(&"client".into(), &username.into());
        [
            keys.last_auth_user,
            keys.id_token,
            keys.access_token,
            keys.refresh_token,
            keys.clock_drift,
            keys.sign_in_details,
            keys.oauth_metadata,
            keys.hosted_ui,
            keys.user_data,
            keys.device_key,
            keys.random_password,
            keys.device_group_key,
        ]
    }

    /// Parts of names that look like parts of keys.
    fn username() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            ".",
            "x",
            "idToken",
            "refreshToken",
            "LastAuthUser",
            "client",
            "CognitoIdentityServiceProvider",
            " ",
            "\0",
            "\r\n",
        ]);
        prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

        #[test]
        fn no_two_users_share_a_key(one in username(), other in username(), a in 1usize..11, b in 1usize..11) {
            prop_assert_eq!(all(&one)[a] == all(&other)[b], one == other && a == b);
            prop_assert!(all(&one)[a] != all(&other)[0]);
        }
    }
}
