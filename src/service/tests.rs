//! What becomes of an operation: a whole request, a reply, and the wait of a change of the session until no other tab writes.

use super::*;
use crate::account::DeleteUser;
use crate::attributes::{GetUser, GetUserAttributeVerificationCode};
use crate::devices::{GetDevice, ListDevices};
use crate::platform::fake::{self, Fake};
use crate::session::{self, Tokens};
use crate::sign_in::{InitiateAuth, RespondToAuthChallenge};
use crate::sign_up::{ConfirmSignUp, SignUp};
use crate::wire::object_of;

/// An operation of no service.
pub(super) fn echo(repeat: Repeat) -> Exchange {
    Exchange {
        name: "Echo",
        repeat,
        session: Session::Unchanged,
        members: object_of(&[("Text", "hello".into())]),
        read: Some,
    }
}

#[test]
fn an_operation_becomes_a_whole_request() {
    let fake = Fake::new().answer("Echo", 200, r#"{"Text":"yes"}"#);
    let reply = fake::run(fake.client().exchange(echo(Repeat::Never)));
    assert_eq!(reply, Ok(object_of(&[("Text", "yes".into())])));
    let sent = &fake.sent()[0];
    assert_eq!(sent.url, *"https://cognito-idp.eu-west-1.amazonaws.com/");
    let headers = sent.headers.iter().map(|(name, value)| format!("{name}: {value}"));
    assert_eq!(
        headers.collect::<Vec<_>>(),
        [
            "Content-Type: application/x-amz-json-1.1",
            "X-Amz-Target: AWSCognitoIdentityProviderService.Echo",
            concat!("X-Amz-User-Agent: cognito-auth-wasm/", env!("CARGO_PKG_VERSION")),
            "Cache-Control: no-store",
        ]
    );
    assert_eq!(sent.body, r#"{"Text":"hello"}"#);
    assert_eq!(sent.option.1, Value::Undefined);
    assert_eq!(sent.limit_ms, 20_000.0);
}

#[test]
fn a_request_goes_where_and_as_is_configured() {
    let fake = Fake::new().answer("Echo", 200, "").answer("Echo", 200, "");
    let pool = UserPool {
        endpoint: "https://proxy.test/cognito".into(),
        credentials: "include".into(),
        request_timeout_ms: 3000.0,
        ..fake.client().pool.clone()
    };
    let client = Client::new(fake.clone(), pool);
    for limit_ms in [NO_LIMIT, 1000.0] {
        assert!(fake::run(client.exchange_within(limit_ms, echo(Repeat::Never))).is_ok());
    }
    let sent = fake.sent();
    assert_eq!(sent[0].url, *"https://proxy.test/cognito");
    assert_eq!(sent[0].option, ("credentials".to_owned(), "include".into()));
    assert_eq!([sent[0].limit_ms, sent[1].limit_ms], [3000.0, 1000.0], "the lesser one");
}

#[test]
fn reading_is_repeated_and_what_spends_a_code_is_not() {
    assert_eq!(GetUser::REPEAT, Repeat::Reads);
    assert_eq!(GetDevice::REPEAT, Repeat::Reads);
    assert_eq!(ListDevices::REPEAT, Repeat::Reads);
    assert_eq!(SignUp::REPEAT, Repeat::Never);
    assert_eq!(ConfirmSignUp::REPEAT, Repeat::Never);
    assert_eq!(GetUserAttributeVerificationCode::REPEAT, Repeat::Never);
    assert_eq!(InitiateAuth::REPEAT, Repeat::Never);
    assert_eq!(RespondToAuthChallenge::REPEAT, Repeat::Never);
    for (repeat, sent) in [(Repeat::Never, 1), (Repeat::Reads, 3), (Repeat::Always, 6)] {
        let mut fake = Fake::new();
        for _ in 0..sent {
            fake = fake.unreachable("Echo");
        }
        assert!(fake::run(fake.client().exchange(echo(repeat))).is_err());
        assert_eq!(fake.sent().len(), sent, "{repeat:?}");
        retry::refill();
    }
}

const TOKENS: &str = r#"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a"}}"#;

fn initiate_auth(fake: &Fake) -> Result<(), AuthError> {
    let request = InitiateAuth {
        auth_flow: "CUSTOM_AUTH",
        client_id: "client".into(),
        auth_parameters: Value::Undefined,
        client_metadata: Value::Undefined,
        session: Value::Undefined.into(),
        user_context_data: Value::Undefined,
    };
    fake::run(fake.client().call(&request)).map(|_| ())
}

#[test]
fn a_reply_with_tokens_waits_until_no_other_tab_writes() {
    for (body, waits) in [
        (TOKENS, 1),
        (r#"{"ChallengeName":"SMS_MFA","Session":"IdToken"}"#, 0),
        ("{}", 0),
    ] {
        let fake = Fake::new().answer("InitiateAuth", 200, body);
        assert!(initiate_auth(&fake).is_ok());
        assert_eq!(fake.waits_to_write(), waits, "{body}");
    }
    let fake = Fake::new().answer("InitiateAuth", 400, r#"{"__type":"NotAuthorizedException"}"#);
    assert!(initiate_auth(&fake).is_err());
    assert_eq!(fake.waits_to_write(), 0);
}

#[test]
fn refreshed_tokens_wait_until_no_other_tab_writes_whichever_way_they_come() {
    let refused = r#"{"__type":"InvalidParameterException","message":"Not enabled"}"#;
    for rotates in [false, true] {
        let mut fake = Fake::new();
        fake = if rotates {
            fake.answer("InitiateAuth", 400, refused)
                .answer("GetTokensFromRefreshToken", 200, TOKENS)
        } else {
            fake.answer("InitiateAuth", 200, TOKENS)
        };
        let refreshing = session::refresh(&fake.client(), &"u".into(), "r".into(), Value::Undefined, false);
        assert!(fake::run(refreshing).is_ok());
        assert_eq!(fake.waits_to_write(), 1);
    }
}

#[test]
fn the_end_of_a_session_waits_until_no_other_tab_writes_unless_it_is_refused() {
    let tokens = Tokens::new("i", "a", "r", 0.0);
    let refused = r#"{"__type":"NotAuthorizedException","message":"No"}"#;
    for (status, body, waits) in [(200, "", 1), (400, refused, 0)] {
        let fake = Fake::new()
            .answer("GlobalSignOut", status, body)
            .answer("DeleteUser", status, body);
        let client = fake.client();
        let signed_out = fake::run(session::global_sign_out(&client, &"u".into(), &tokens));
        assert_eq!(signed_out.is_ok(), status == 200);
        assert_eq!(fake.waits_to_write(), waits);
        let deleted = fake::run(client.call(&DeleteUser {
            client_metadata: &Value::Undefined,
            access_token: &tokens.access,
        }));
        assert_eq!(deleted.is_ok(), status == 200);
        assert_eq!(fake.waits_to_write(), 2 * waits);
    }
}

#[test]
fn what_changes_no_session_waits_for_nothing() {
    let fake = Fake::new()
        .answer("GetUser", 200, r#"{"UserAttributes":[{"Name":"IdToken"}]}"#)
        .answer("RevokeToken", 200, "");
    let client = fake.client();
    let access_token = &"a".into();
    assert!(fake::run(client.call(&GetUser { access_token })).is_ok());
    assert!(fake::run(session::revoke(&client, &"r".into())).is_ok());
    assert_eq!(fake.waits_to_write(), 0);
}
