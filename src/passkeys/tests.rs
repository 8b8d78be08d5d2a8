use super::*;
use crate::encoding::{base64_decode, base64url_encode};
use crate::platform::fake::{self, Fake};
use crate::wire::object_of;

const OPTIONS: &str = r#"{"CredentialCreationOptions":{"challenge":"AAAA","rp":{"id":"example.com"}}}"#;

fn tokens() -> Tokens {
    Tokens::new("i", "a", "r", 0.0)
}

/// A credential as the browser gives it.
fn made() -> Value {
    let response = object_of(&[
        ("clientDataJSON", "Y2Q".into()),
        ("attestationObject", "YW8".into()),
        ("authenticatorData", "YWQ".into()),
        ("publicKey", "cGs".into()),
        ("publicKeyAlgorithm", Value::Number(-7.0)),
        ("transports", Value::list(vec!["internal".into()])),
    ]);
    object_of(&[("id", "aWQ".into()), ("response", response)])
}

fn thrown(name: &str) -> Value {
    object_of(&[("name", name.into())])
}

/// Makes and registers a passkey: its ID.
fn registered(fake: &Fake) -> Result<Value, NoPasskey> {
    let (client, tokens) = (fake.client(), tokens());
    fake::run(async {
        let made = make(&client, &tokens).await?;
        Ok(register(&client, &tokens, &made).await?)
    })
}

fn bodies(fake: &Fake) -> Vec<String> {
    fake.sent()
        .into_iter()
        .map(|sent| format!("{} {}", sent.operation, sent.body))
        .collect()
}

#[test]
fn the_service_says_what_the_browser_is_asked_and_gets_what_it_gives() {
    let fake = Fake::new()
        .passkey(Ok(made()))
        .answer("StartWebAuthnRegistration", 200, OPTIONS)
        .answer("CompleteWebAuthnRegistration", 200, "{}");
    assert_eq!(registered(&fake), Ok("aWQ".into()));
    let options = object_of(&[
        ("challenge", "AAAA".into()),
        ("rp", object_of(&[("id", "example.com".into())])),
    ]);
    assert_eq!(fake.creations(), [options]);
    assert_eq!(
        bodies(&fake),
        [
            r#"StartWebAuthnRegistration {"AccessToken":"a"}"#,
            r#"CompleteWebAuthnRegistration {"AccessToken":"a","Credential":{"id":"aWQ","response":{"clientDataJSON":"Y2Q","attestationObject":"YW8","authenticatorData":"YWQ","publicKey":"cGs","publicKeyAlgorithm":-7,"transports":["internal"]}}}"#,
        ]
    );
}

#[test]
fn where_there_are_no_passkeys_nothing_is_sent() {
    let fake = Fake::new();
    let none = NoPasskey::Browser(Reason::NotSupported, Value::Undefined);
    assert_eq!(registered(&fake), Err(none));
    assert!(fake.sent().is_empty());
}

#[test]
fn what_the_browser_throws_has_a_reason_and_registers_nothing() {
    for (name, reason) in [
        ("NotAllowedError", Reason::Cancelled),
        ("AbortError", Reason::Aborted),
        ("TimeoutError", Reason::Aborted),
        ("OperationError", Reason::Busy),
        ("InvalidStateError", Reason::Exists),
        ("SecurityError", Reason::RelyingParty),
        ("NotSupportedError", Reason::NotSupported),
        ("ConstraintError", Reason::NotSupported),
        ("EncodingError", Reason::Failed),
        ("TypeError", Reason::Failed),
        ("UnknownError", Reason::Failed),
        ("SomethingNew", Reason::Failed),
    ] {
        let fake = Fake::new()
            .passkey(Err(thrown(name)))
            .answer("StartWebAuthnRegistration", 200, OPTIONS);
        let expected = NoPasskey::Browser(reason, thrown(name));
        assert_eq!(registered(&fake), Err(expected), "{name}");
        assert_eq!(fake.sent().len(), 1, "{name}");
    }
    let existing = Reason::of(&thrown("InvalidStateError"));
    assert_eq!(existing, Reason::Cancelled, "in a sign-in");
    for strange in [Value::Undefined, Value::Null, "NotAllowedError".into()] {
        assert_eq!(Reason::of_making(&strange), Reason::Failed, "{strange:?}");
    }
}

#[test]
fn no_credential_is_a_failure() {
    for none in [Value::Null, object_of(&[]), object_of(&[("id", "".into())])] {
        let fake = Fake::new()
            .passkey(Ok(none))
            .answer("StartWebAuthnRegistration", 200, OPTIONS);
        let failed = NoPasskey::Browser(Reason::Failed, Value::Undefined);
        assert_eq!(registered(&fake), Err(failed));
    }
}

#[test]
fn options_without_a_challenge_are_refused() {
    for reply in [
        "{}",
        r#"{"CredentialCreationOptions":{}}"#,
        r#"{"CredentialCreationOptions":"text"}"#,
    ] {
        let fake = Fake::new()
            .passkey(Ok(made()))
            .answer("StartWebAuthnRegistration", 200, reply);
        let Err(NoPasskey::Service(error)) = registered(&fake) else {
            panic!("{reply} is no reply");
        };
        assert!(matches!(*error, Failure::InvalidResponse(_)), "{reply}");
        assert!(fake.prompts().is_empty(), "{reply}");
    }
}

#[test]
fn a_refusal_of_the_service_keeps_its_code() {
    for (operation, codes) in [
        (
            "StartWebAuthnRegistration",
            &[
                "WebAuthnNotEnabledException",
                "WebAuthnConfigurationMissingException",
                "LimitExceededException",
                "NotAuthorizedException",
            ][..],
        ),
        (
            "CompleteWebAuthnRegistration",
            &[
                "WebAuthnChallengeNotFoundException",
                "WebAuthnOriginNotAllowedException",
                "WebAuthnRelyingPartyMismatchException",
                "WebAuthnClientMismatchException",
                "WebAuthnCredentialNotSupportedException",
                "InvalidParameterException",
            ],
        ),
    ] {
        for code in codes {
            let mut fake = Fake::new().passkey(Ok(made()));
            if operation != "StartWebAuthnRegistration" {
                fake = fake.answer("StartWebAuthnRegistration", 200, OPTIONS);
            }
            let refusal = format!(r#"{{"__type":"{code}"}}"#);
            let fake = fake.answer(operation, 400, &refusal);
            let Err(NoPasskey::Service(error)) = registered(&fake) else {
                panic!("the service refuses");
            };
            assert!(error.is_service(code), "{code}");
        }
    }
}

#[test]
fn a_beginning_whose_reply_is_lost_is_repeated_and_an_end_is_not() {
    let fake = Fake::new()
        .passkey(Ok(made()))
        .answer("StartWebAuthnRegistration", 503, "")
        .answer("StartWebAuthnRegistration", 200, OPTIONS)
        .answer("CompleteWebAuthnRegistration", 503, "")
        .forgetting();
    assert!(registered(&fake).is_err());
    assert_eq!(fake.sent().len(), 3);
    // The service may have it.
    assert_eq!(fake.forgotten(), [""; 0]);
}

#[test]
fn the_browser_forgets_a_passkey_that_the_service_refuses_and_does_not_have() {
    let without = page(&["one"], None);
    let list = page(&["one", "aWQ"], None);
    let refusal = (400, r#"{"__type":"WebAuthnChallengeNotFoundException"}"#);
    let too_late = (500, r#"{"__type":"InternalErrorException"}"#);
    for (completing, listed, forgotten) in [
        (refusal, (200, &*without), vec!["example.com aWQ"]),
        (refusal, (200, &*list), vec![]),
        (too_late, (200, &*list), vec![]),
        (refusal, (400, r#"{"__type":"LimitExceededException"}"#), vec![]),
    ] {
        let fake = Fake::new()
            .passkey(Ok(made()))
            .answer("StartWebAuthnRegistration", 200, OPTIONS)
            .answer("CompleteWebAuthnRegistration", completing.0, completing.1)
            .answer("ListWebAuthnCredentials", listed.0, listed.1)
            .forgetting();
        let Err(NoPasskey::Service(error)) = registered(&fake) else {
            panic!("the service refuses");
        };
        let code = completing.1.split('"').nth(3).expect("a code");
        assert!(error.is_service(code));
        assert_eq!(fake.forgotten(), forgotten, "{listed:?}");
    }
}

#[test]
fn nothing_is_asked_where_the_browser_cannot_be_told() {
    let fake = Fake::new()
        .passkey(Ok(made()))
        .answer("StartWebAuthnRegistration", 200, OPTIONS)
        .answer(
            "CompleteWebAuthnRegistration",
            400,
            r#"{"__type":"WebAuthnOriginNotAllowedException"}"#,
        );
    assert!(registered(&fake).is_err());
    assert_eq!(fake.sent().len(), 2);
}

fn passkey(id: &str) -> String {
    format!(
        r#"{{"CredentialId":"{id}","FriendlyCredentialName":"n","RelyingPartyId":"example.com","AuthenticatorTransports":[],"CreatedAt":1.5}}"#
    )
}

fn page(ids: &[&str], next_token: Option<&str>) -> String {
    let passkeys: Vec<_> = ids.iter().map(|id| passkey(id)).collect();
    let next = next_token.map_or(String::new(), |token| format!(r#","NextToken":"{token}""#));
    format!(r#"{{"Credentials":[{}]{next}}}"#, passkeys.join(","))
}

#[test]
fn all_pages_are_listed() {
    let fake = Fake::new()
        .answer("ListWebAuthnCredentials", 200, &page(&["one", "two"], Some("t")))
        .answer("ListWebAuthnCredentials", 503, "")
        .answer("ListWebAuthnCredentials", 200, &page(&["three"], None));
    let listed = fake::run(list(&fake.client(), &tokens())).expect("a list");
    let ids: Vec<_> = listed.iter().map(|passkey| passkey.get("id")).collect();
    assert_eq!(ids, ["one".into(), "two".into(), Value::from("three")]);
    assert_eq!(
        listed[0].encode(),
        Ok(r#"{"id":"one","name":"n","relyingPartyId":"example.com","transports":[],"createdAt":1500}"#.into())
    );
    assert_eq!(
        bodies(&fake)[2],
        r#"ListWebAuthnCredentials {"AccessToken":"a","NextToken":"t"}"#
    );
}

#[test]
fn a_list_ends() {
    let fake = Fake::new()
        .answer("ListWebAuthnCredentials", 200, &page(&["one"], Some("t")))
        .answer("ListWebAuthnCredentials", 200, &page(&["two"], Some("t")));
    assert_eq!(
        fake::run(list(&fake.client(), &tokens())).map(|listed| listed.len()),
        Ok(2)
    );

    let fake = Fake::new().answer("ListWebAuthnCredentials", 200, "{}");
    let error = fake::run(list(&fake.client(), &tokens())).expect_err("it is no list");
    assert!(matches!(*error, Failure::InvalidResponse(_)));
}

fn deleted(fake: &Fake) -> Result<(), AuthError> {
    fake::run(delete(&fake.client(), &tokens(), &"two".into()))
}

#[test]
fn a_passkey_is_deleted() {
    let fake = Fake::new().answer("DeleteWebAuthnCredential", 200, "{}");
    assert_eq!(deleted(&fake), Ok(()));
    assert_eq!(
        bodies(&fake),
        [r#"DeleteWebAuthnCredential {"AccessToken":"a","CredentialId":"two"}"#]
    );
}

#[test]
fn the_browser_forgets_what_is_deleted_if_it_can_be_told() {
    let list = page(&["one", "two"], None);
    let refusal = r#"{"__type":"ResourceNotFoundException"}"#;
    for (listed, deleting, forgotten) in [
        ((200, &*list), (200, "{}"), vec!["example.com two"]),
        ((200, &*page(&["one"], None)), (200, "{}"), vec![]),
        ((400, r#"{"__type":"LimitExceededException"}"#), (200, "{}"), vec![]),
        ((200, &*list), (400, refusal), vec![]),
    ] {
        let fake = Fake::new()
            .answer("ListWebAuthnCredentials", listed.0, listed.1)
            .answer("DeleteWebAuthnCredential", deleting.0, deleting.1)
            .forgetting();
        assert_eq!(deleted(&fake).is_ok(), deleting.0 == 200, "{listed:?}");
        assert_eq!(fake.forgotten(), forgotten, "{listed:?}");
    }
}

// ---- what an old browser leaves out

/// `[head, …]` of CBOR.
fn cbor(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// An attestation object with that COSE key, as an authenticator makes it, and its authenticator's data.
fn attestation(key: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let data = cbor(&[&[7; 32], &[0x45, 0, 0, 0, 1], &[0; 16], &[0, 2], b"id", key]);
    let length = (data.len() as u16).to_be_bytes();
    let object = cbor(&[
        b"\xa3\x63fmt\x66packed\x67attStmt\xa2\x63alg\x26\x63x5c\x81\x41\x00\x68authData\x59",
        &length,
        &data,
    ]);
    (object, data)
}

fn filled_in(object: &[u8]) -> Value {
    let response = object_of(&[("attestationObject", base64url_encode(object).as_str().into())]);
    attestation::fill_in(&response);
    response
}

/// The DER of a key in base64, after its head.
fn spki(response: &Value) -> Vec<u8> {
    base64_decode(&response.get("publicKey").bytes()).expect("it is base64")
}

#[test]
fn a_key_on_a_curve_is_read_out_of_the_attestation() {
    let (x, y) = ([0x11; 32], [0x22; 32]);
    let key = cbor(&[b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", &x, b"\x22\x58\x20", &y]);
    let (object, data) = attestation(&key);
    let response = filled_in(&object);
    assert_eq!(response.get("authenticatorData"), *base64url_encode(&data));
    assert_eq!(response.get("publicKeyAlgorithm"), Value::Number(-7.0));
    assert_eq!(response.get("transports"), Value::list(vec![]));
    // As OpenSSL writes it.
    let head = base64_decode(b"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE").expect("base64");
    assert_eq!(spki(&response), [&head[..], &x, &y].concat());
}

#[test]
fn a_key_of_rsa_is_read_out_of_the_attestation() {
    let modulus = [0x91; 256];
    let key = cbor(&[
        b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00",
        &modulus,
        b"\x21\x43\x01\x00\x01",
    ]);
    let response = filled_in(&attestation(&key).0);
    assert_eq!(response.get("publicKeyAlgorithm"), Value::Number(-257.0));
    // As OpenSSL writes it.
    let head = base64_decode(b"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA").expect("base64");
    assert_eq!(spki(&response), [&head[..], &modulus, &[2, 3, 1, 0, 1]].concat());
}

#[test]
fn what_the_browser_tells_stays() {
    let key = cbor(&[
        b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20",
        &[1; 32],
        b"\x22\x58\x20",
        &[2; 32],
    ]);
    let object = base64url_encode(&attestation(&key).0);
    let response = made().get("response").with_text("attestationObject", &object);
    let before = response.encode();
    attestation::fill_in(&response);
    assert_eq!(response.encode(), before);
}

#[test]
fn what_is_no_attestation_adds_nothing_and_ends() {
    let key = cbor(&[
        b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20",
        &[1; 32],
        b"\x22\x58\x20",
        &[2; 32],
    ]);
    let whole = attestation(&key).0;
    for length in 0..whole.len() {
        assert!(
            !filled_in(&whole[..length]).get("publicKey").is_truthy(),
            "{length} bytes"
        );
    }
    for strange in [
        &b"\x68authData"[..],
        b"\x68authData\x01",
        b"\x68authData\x58",
        b"\x68authData\x59\x01",
    ] {
        assert!(!filled_in(strange).get("authenticatorData").is_truthy(), "{strange:?}");
    }
    // Of another algorithm: its data can be had, its key cannot.
    let (object, data) = attestation(b"\xa4\x01\x01\x03\x27\x20\x06\x21\x41\x01");
    let response = filled_in(&object);
    assert_eq!(response.get("authenticatorData"), *base64url_encode(&data));
    assert!(response.get("publicKey").is_undefined());
}

// ---- a sign-in

/// The credential of a passkey that answers these parameters.
fn proved(fake: &Fake, parameters: &Value) -> Result<Value, NoPasskey> {
    fake::run(prove(fake, PasskeyPrompt::Dialogue, parameters))
}

#[test]
fn a_passkey_answers_with_a_text() {
    let parameters = object_of(&[("CREDENTIAL_REQUEST_OPTIONS", r#"{"challenge":"AAAA"}"#.into())]);
    let given = object_of(&[("id", "aWQ".into()), ("rawId", "aWQ".into())]);
    let fake = Fake::new().passkey(Ok(given));
    assert_eq!(proved(&fake, &parameters), Ok(r#"{"id":"aWQ","rawId":"aWQ"}"#.into()));
    let options = object_of(&[("challenge", "AAAA".into())]);
    assert_eq!(fake.prompts(), [(PasskeyPrompt::Dialogue, options)]);

    let none = NoPasskey::Browser(Reason::NotSupported, Value::Undefined);
    assert_eq!(proved(&Fake::new(), &parameters), Err(none));
    let fake = Fake::new().passkey(Err(thrown("NotAllowedError")));
    let cancelled = NoPasskey::Browser(Reason::Cancelled, thrown("NotAllowedError"));
    assert_eq!(proved(&fake, &parameters), Err(cancelled));
}

#[test]
fn autofill_that_is_refused_is_asked_for_once_more() {
    let parameters = object_of(&[("CREDENTIAL_REQUEST_OPTIONS", r#"{"challenge":"AAAA"}"#.into())]);
    for (thrown_by_browser, prompts) in [("NotAllowedError", 2), ("AbortError", 1)] {
        let refusal = || Err(thrown(thrown_by_browser));
        let fake = Fake::new().passkey(refusal()).passkey(refusal());
        assert!(fake::run(prove(&fake, PasskeyPrompt::Autofill, &parameters)).is_err());
        assert_eq!(fake.prompts().len(), prompts, "{thrown_by_browser}");
    }
}

#[test]
fn autofill_asks_for_a_passkey_of_that_user_and_takes_no_other_challenge() {
    let asked = r#"{"ChallengeName":"WEB_AUTHN","Session":"s","ChallengeParameters":{"USERNAME":"u"}}"#;
    for (reply, session) in [
        (asked, Value::from("s")),
        (
            r#"{"ChallengeName":"SELECT_CHALLENGE","Session":"s"}"#,
            Value::Undefined,
        ),
        (r#"{"ChallengeName":"EMAIL_OTP","Session":"s"}"#, Value::Undefined),
        (
            r#"{"AvailableChallenges":["PASSWORD"],"Session":"s"}"#,
            Value::Undefined,
        ),
    ] {
        let fake = Fake::new().answer("InitiateAuth", 200, reply);
        let metadata = object_of(&[("by", "key".into())]);
        let challenge = fake::run(challenge(&fake.client(), &"u".into(), metadata)).expect("a reply");
        assert_eq!(challenge.get("Session"), session, "{reply}");
        assert_eq!(
            bodies(&fake),
            [
                r#"InitiateAuth {"AuthFlow":"USER_AUTH","ClientId":"client","AuthParameters":{"USERNAME":"u","PREFERRED_CHALLENGE":"WEB_AUTHN"},"ClientMetadata":{"by":"key"}}"#
            ]
        );
    }
}

fn asked(fake: &Fake) -> Result<Value, AuthError> {
    fake::run(challenge(&fake.client(), &"u".into(), Value::Undefined))
}

#[test]
fn a_reply_without_a_challenge_is_refused() {
    for reply in ["{}", r#"{"ChallengeParameters":{}}"#] {
        let error = asked(&Fake::new().answer("InitiateAuth", 200, reply)).expect_err("it is no challenge");
        assert!(matches!(*error, Failure::InvalidResponse(_)), "{reply}");
    }
}

#[test]
fn autofill_names_the_device_and_offers_nothing_where_the_service_does_not_know_it() {
    let reply = r#"{"ChallengeName":"WEB_AUTHN","Session":"s"}"#;
    let half = || {
        let key = Fake::new().client().keys(&"u".into()).device_key;
        Fake::new().stored(key.as_text().expect("a key"), "the-device")
    };
    let known = || {
        let keys = Fake::new().client().keys(&"u".into());
        [keys.device_group_key, keys.random_password]
            .iter()
            .fold(half(), |fake, key| fake.stored(key.as_text().expect("a key"), "x"))
    };
    let named = |fake: &Fake| -> Vec<bool> { bodies(fake).iter().map(|body| body.contains("the-device")).collect() };
    let fake = known().answer("InitiateAuth", 200, reply);
    assert!(asked(&fake).is_ok_and(|challenge| challenge.is_truthy()));
    assert_eq!(named(&fake), [true]);

    // It could not be proved without its password.
    let fake = half().answer("InitiateAuth", 200, reply);
    assert!(asked(&fake).is_ok_and(|challenge| challenge.is_truthy()));
    assert_eq!(named(&fake), [false]);

    // Nothing to offer, until a sign-in has removed it.
    let denied = r#"{"__type":"ResourceNotFoundException","message":"Device does not exist."}"#;
    let fake = known().answer("InitiateAuth", 400, denied);
    assert!(asked(&fake).is_ok_and(|challenge| !challenge.is_truthy()));
    assert_eq!(named(&fake), [true]);
}
