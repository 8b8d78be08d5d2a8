use super::*;
use crate::config::IdentityPool;
use crate::encoding::base64url_encode;
use crate::error::tests::service;
use crate::platform::fake::{self, Fake};
use crate::wire::object_of;

const POOL: &str = "eu-west-1:pool";
const GUEST: &str = "CognitoIdentityId-eu-west-1:pool";
const CREDENTIALS: &str = r#"{"IdentityId":"eu-west-1:own","Credentials":{"AccessKeyId":"K","SecretKey":"s","SessionToken":"t","Expiration":1770095106}}"#;

fn client(fake: &Fake) -> IdentityPoolClient<Fake> {
    let pool = IdentityPool {
        identity_pool_id: POOL.into(),
        endpoint: "https://cognito-identity.eu-west-1.amazonaws.com/".into(),
        request_timeout_ms: 20_000.0,
    };
    IdentityPoolClient {
        platform: fake.clone(),
        pool,
    }
}

fn found() -> AwsCredentials {
    AwsCredentials {
        identity_id: "eu-west-1:own".into(),
        access_key_id: "K".into(),
        secret_access_key: "s".into(),
        session_token: "t".into(),
        expires_at_ms: 1_770_095_106_000.0,
    }
}

/// The operations that were sent, with their bodies.
fn sent(fake: &Fake) -> Vec<String> {
    fake.sent()
        .into_iter()
        .map(|sent| sent.operation + " " + &sent.body)
        .collect()
}

fn refusal(code: &str) -> String {
    format!(r#"{{"__type":"{code}","message":"No."}}"#)
}

#[test]
fn a_guest_gets_an_identity_and_keeps_it() {
    let fake = Fake::new()
        .answer("GetId", 200, r#"{"IdentityId":"eu-west-1:own"}"#)
        .answer("GetCredentialsForIdentity", 200, CREDENTIALS)
        .answer("GetCredentialsForIdentity", 200, CREDENTIALS);
    for _ in 0..2 {
        assert_eq!(fake::run(of_guest(&client(&fake))), Ok(found()));
    }
    assert_eq!(
        sent(&fake),
        [
            r#"GetId {"IdentityPoolId":"eu-west-1:pool"}"#,
            r#"GetCredentialsForIdentity {"IdentityId":"eu-west-1:own"}"#,
            r#"GetCredentialsForIdentity {"IdentityId":"eu-west-1:own"}"#,
        ]
    );
    let sent = &fake.sent()[0];
    assert_eq!(sent.url, *"https://cognito-identity.eu-west-1.amazonaws.com/");
    assert!(
        sent.headers
            .contains(&("X-Amz-Target".into(), "AWSCognitoIdentityService.GetId".into()))
    );
    assert_eq!(fake.storage()[GUEST], "eu-west-1:own");
}

#[test]
fn a_guests_identity_becomes_the_users() {
    let fake = Fake::new()
        .stored(GUEST, "eu-west-1:guest")
        .answer("GetCredentialsForIdentity", 200, CREDENTIALS)
        .answer("GetId", 200, r#"{"IdentityId":"eu-west-1:own"}"#)
        .answer("GetCredentialsForIdentity", 200, CREDENTIALS);
    let logins = object_of(&[("p", "i".into())]);
    for _ in 0..2 {
        assert_eq!(fake::run(of_logins(&client(&fake), &logins)), Ok(found()));
        assert!(fake.storage().is_empty());
    }
    assert_eq!(
        sent(&fake),
        [
            r#"GetCredentialsForIdentity {"IdentityId":"eu-west-1:guest","Logins":{"p":"i"}}"#,
            r#"GetId {"IdentityPoolId":"eu-west-1:pool","Logins":{"p":"i"}}"#,
            r#"GetCredentialsForIdentity {"IdentityId":"eu-west-1:own","Logins":{"p":"i"}}"#,
        ]
    );
}

#[test]
fn an_identity_that_is_gone_or_anothers_is_replaced_once() {
    for code in [
        "ResourceNotFoundException",
        "NotAuthorizedException",
        "ResourceConflictException",
    ] {
        for logins in [Value::Undefined, object_of(&[("p", "i".into())])] {
            let fake = Fake::new()
                .stored(GUEST, "eu-west-1:gone")
                .answer("GetCredentialsForIdentity", 400, &refusal(code))
                .answer("GetId", 200, r#"{"IdentityId":"eu-west-1:own"}"#)
                .answer("GetCredentialsForIdentity", 400, &refusal(code));
            let client = client(&fake);
            let result = if logins.is_undefined() {
                fake::run(of_guest(&client))
            } else {
                fake::run(of_logins(&client, &logins))
            };
            assert_eq!(result, Err(service(code, "No.", 400)));
            assert!(fake.storage().is_empty(), "{code}");
        }
    }
}

#[test]
fn another_failure_leaves_the_identity() {
    let fake = Fake::new().stored(GUEST, "eu-west-1:guest").answer(
        "GetCredentialsForIdentity",
        400,
        &refusal("InvalidIdentityPoolConfigurationException"),
    );
    assert!(fake::run(of_guest(&client(&fake))).is_err());
    assert_eq!(fake.storage()[GUEST], "eu-west-1:guest");

    let mut fake = Fake::new().stored(GUEST, "eu-west-1:guest");
    for _ in 0..3 {
        fake = fake.answer("GetCredentialsForIdentity", 400, &refusal("TooManyRequestsException"));
    }
    let result = fake::run(of_guest(&client(&fake)));
    assert_eq!(result, Err(service("TooManyRequestsException", "No.", 400)));
    assert_eq!(fake.storage()[GUEST], "eu-west-1:guest");
}

#[test]
fn half_a_reply_is_none() {
    for half in [
        "{}",
        r#"{"IdentityId":"i"}"#,
        r#"{"IdentityId":"i","Credentials":{"AccessKeyId":"K","SecretKey":"s","SessionToken":"t"}}"#,
        r#"{"IdentityId":"i","Credentials":{"AccessKeyId":"K","SessionToken":"t","Expiration":9}}"#,
        r#"{"Credentials":{"AccessKeyId":"K","SecretKey":"s","SessionToken":"t","Expiration":9}}"#,
    ] {
        assert_eq!(AwsCredentials::read(Value::decode(&half.into())), None, "{half}");
    }
    let fake = Fake::new().answer("GetId", 200, "{}");
    assert!(fake::run(of_guest(&client(&fake))).is_err());
    assert!(fake.storage().is_empty());
}

#[test]
fn the_login_is_named_after_the_user_pool() {
    let name = |user_pool_id: &str| {
        let pool = UserPool {
            user_pool_id: user_pool_id.into(),
            ..Fake::new().client().pool.clone()
        };
        logins_of_user(&pool, &"i".into()).encode()
    };
    assert_eq!(
        name("eu-west-1_A"),
        Ok(r#"{"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A":"i"}"#.into())
    );
    assert_eq!(
        name("cn-north-1_A"),
        Ok(r#"{"cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_A":"i"}"#.into())
    );
}

#[test]
fn whichever_issuer_a_token_names_the_login_is_the_user_pools() {
    for issuer in ["cognito-idp", "issuer-cognito-idp"] {
        let claims = format!(r#"{{"iss":"https://{issuer}.eu-west-1.amazonaws.com/eu-west-1_A"}}"#);
        let token = format!("e30.{}.s", base64url_encode(claims.as_bytes()));
        let pool = UserPool {
            user_pool_id: "eu-west-1_A".into(),
            ..Fake::new().client().pool.clone()
        };
        assert_eq!(
            logins_of_user(&pool, &token.as_str().into()),
            object_of(&[("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", token.as_str().into())])
        );
    }
}

#[test]
fn credentials_are_renewed_ten_minutes_before_their_end() {
    assert!(!end_soon(3_600_000.0, 2_999_999.0));
    assert!(end_soon(3_600_000.0, 3_000_000.0));
}

#[test]
fn they_are_good_for_an_hour_at_most_whatever_the_devices_clock_says() {
    // The clock is right, the service gives them for less, and the clock is two hours behind.
    for (expires_at_ms, expected) in [
        (4_600_000.0, 4_600_000.0),
        (1_900_000.0, 1_900_000.0),
        (11_800_000.0, 4_600_000.0),
    ] {
        assert_eq!(good_until_ms(expires_at_ms, 1_000_000.0), expected);
    }
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", found());
    assert!(!shown.contains("\"s\"") && !shown.contains("\"t\""), "{shown}");
}

#[test]
fn a_providers_token_is_named_by_its_domain_and_has_an_end() {
    for (provider, domain) in [
        ("google", "accounts.google.com"),
        ("facebook", "graph.facebook.com"),
        ("amazon", "www.amazon.com"),
        ("developer", "cognito-identity.amazonaws.com"),
        ("id.test", "id.test"),
    ] {
        let logins = logins_of_provider(&provider.into(), &"t".into());
        assert_eq!(logins, object_of(&[(domain, "t".into())]));
    }
    assert_eq!(end_ms(1_770_091_506.0), 1_770_091_506_000.0, "in seconds");
    assert_eq!(end_ms(1_770_091_506_000.0), 1_770_091_506_000.0);
    assert!(end_ms(f64::NAN).is_nan());
}
