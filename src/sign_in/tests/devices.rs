//! Devices in a sign-in: new ones, known ones, and ones that the service has forgotten.

use super::*;

const DEVICE_SRP: &str = r#"{"ChallengeName":"DEVICE_SRP_AUTH","Session":"d1"}"#;
const GONE: &str = r#"{"__type":"ResourceNotFoundException","message":"Device does not exist."}"#;
const NEW_DEVICE: &str = r#"{"AuthenticationResult":{"IdToken":"i","AccessToken":"a","RefreshToken":"r","NewDeviceMetadata":{"DeviceKey":"k2","DeviceGroupKey":"-g2"}}}"#;

fn device_verifier(srp_b: &str) -> String {
    format!(
        r#"{{"ChallengeName":"DEVICE_PASSWORD_VERIFIER","Session":"d2","ChallengeParameters":{{"SALT":"d4a5","SRP_B":"{srp_b}","SECRET_BLOCK":"AAEC","USERNAME":"u-1"}}}}"#
    )
}

/// A browser on which that user has a device.
fn known_to(username: &str) -> Fake {
    [
        ("deviceKey", "k"),
        ("deviceGroupKey", "-g"),
        ("randomPasswordKey", "random"),
    ]
    .into_iter()
    .fold(Fake::new(), |fake, (name, text)| {
        fake.stored(&format!("{P}.{username}.{name}"), text)
    })
}

/// The device that the sign-in carries.
fn device() -> Device {
    Device {
        key: "k".into(),
        group_key: "-g".into(),
        password: "random".into(),
    }
}

/// A sign-in that carries a device.
fn with_device() -> SignInState {
    SignInState {
        device: device(),
        ..open_challenge()
    }
}

fn send_code(flow: &mut SignIn) -> Next {
    flow.answer(Asked::Code("SMS_MFA".into()), &"1".into(), &Value::Undefined)
}

fn device_keys(bodies: &[Value]) -> Vec<Value> {
    let of = |body: &Value| ["AuthParameters", "ChallengeResponses"].map(|name| body.get(name).get("DEVICE_KEY"));
    bodies
        .iter()
        .map(|body| {
            of(body)
                .into_iter()
                .find(|key| !key.is_undefined())
                .unwrap_or(Value::Undefined)
        })
        .collect()
}

#[test]
fn the_device_is_found_under_the_canonical_name_whatever_was_typed() {
    let fake = known_to("u-1")
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (_, result, bodies) = sign_in_with(&fake, Proof::Srp("p".into()));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(device_keys(&bodies), [Value::Undefined, "k".into()]);

    // What is kept under the alias is another's.
    let fake = known_to("Ana@x.y")
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (.., bodies) = sign_in_with(&fake, Proof::Srp("p".into()));
    assert_eq!(device_keys(&bodies), [Value::Undefined, Value::Undefined]);
}

/// The names under which a device is stored.
fn owners(fake: &Fake) -> Vec<String> {
    let storage = fake.storage();
    let keys = storage.keys().filter_map(|key| key.strip_suffix(".deviceKey"));
    keys.map(|key| key[P.len() + 1..].to_owned()).collect()
}

#[test]
fn a_device_is_stored_under_the_users_name_and_found_by_the_alias() {
    const DEVICE: &str = r#","NewDeviceMetadata":{"DeviceKey":"k2","DeviceGroupKey":"-g2"}"#;
    let fake = Fake::new()
        .answer("InitiateAuth", 200, &named_tokens(DEVICE))
        .answer("ConfirmDevice", 200, "{}");
    sign_in_with(&fake, Proof::Password("p".into())).1.expect("it is right");
    assert_eq!(owners(&fake), ["Ana@x.y", "u-1"]);

    // The next sign-in names it at once.
    let fake = fake.reopened().answer("InitiateAuth", 200, &named_tokens(""));
    let client = fake.client();
    let mut flow = SignIn::on_known_device(&client, SignInState::new(&"Ana@x.y".into()));
    let begun = flow.begin(request(Proof::Password("p".into())), &fake);
    let (state, _) = fake::run(run(&client, flow, begun));
    assert_eq!(device_keys(&bodies(&fake)), [Value::from("k2")]);
    assert_eq!((&state.username, &state.device.key), (&"u-1".into(), &"k2".into()));

    // So does one that was asked a question before the device was confirmed.
    let asked = SignInState {
        alias: "Ana@x.y".into(),
        ..open_challenge()
    };
    let fake = Fake::new()
        .answer("RespondToAuthChallenge", 200, &named_tokens(DEVICE))
        .answer("ConfirmDevice", 200, "{}");
    answer_with(&fake, asked, send_code).1.expect("it is right");
    assert_eq!(owners(&fake), ["Ana@x.y", "u-1"]);
}

#[test]
fn a_device_that_was_stored_under_an_alias_goes_on_and_is_forgotten_with_it() {
    let sign_in = |fake: &Fake| {
        let client = fake.client();
        let mut flow = SignIn::on_known_device(&client, SignInState::new(&"Ana@x.y".into()));
        let begun = flow.begin(request(Proof::Password("p".into())), fake);
        fake::run(run(&client, flow, begun)).1.expect("it is right");
    };
    let fake = known_to("Ana@x.y").answer("InitiateAuth", 200, &named_tokens(""));
    sign_in(&fake);
    assert_eq!(owners(&fake), ["Ana@x.y", "u-1"]);

    const NAMED: &str = r#"{"ChallengeName":"SMS_MFA","Session":"s","ChallengeParameters":{"USER_ID_FOR_SRP":"u-1"}}"#;
    let client = fake.client();
    let fake = fake.answer("InitiateAuth", 200, NAMED);
    let mut flow = SignIn::on_known_device(&client, SignInState::new(&"Ana@x.y".into()));
    let begun = flow.begin(request(Proof::Password("p".into())), &fake);
    let (asked, _) = fake::run(run(&client, flow, begun));
    let fake =
        fake.answer("RespondToAuthChallenge", 400, GONE)
            .answer("RespondToAuthChallenge", 200, &named_tokens(""));
    answer_with(&fake, asked, send_code).1.expect("it is right");
    assert!(owners(&fake).is_empty(), "{:?}", fake.storage());
}

#[test]
fn a_device_that_the_object_carries_is_named_at_once() {
    for proof in [
        Proof::Srp("p".into()),
        Proof::CustomWithSrp("p".into()),
        Proof::Password("p".into()),
        Proof::Custom,
    ] {
        let sent = if let Proof::Custom = proof {
            Value::Undefined
        } else {
            "k".into()
        };
        let fake = Fake::new();
        let mut flow = SignIn::new(&fake.client().pool, with_device());
        let Ok(Next::Send(begun)) = flow.begin(request(proof), &fake) else {
            panic!("it begins")
        };
        assert_eq!(members(&begun).get("AuthParameters").get("DEVICE_KEY"), sent);
    }
}

#[test]
fn answers_name_the_device_where_v5_does() {
    let fake = Fake::new();
    let mut flow = SignIn::new(&fake.client().pool, with_device());
    let nothing = Value::Undefined;
    let answers = [
        (flow.answer(Asked::Code("SMS_MFA".into()), &"1".into(), &nothing), true),
        (flow.answer(Asked::Custom, &"1".into(), &nothing), true),
        (flow.answer(Asked::NewPassword(object()), &"1".into(), &nothing), false),
        (flow.answer(Asked::Selection, &"1".into(), &nothing), false),
        (flow.answer_device(&nothing, &fake).expect("there is a device"), true),
    ];
    for (next, names) in answers {
        let Next::Send(request) = next else {
            panic!("it is sent")
        };
        let sent = members(&request);
        let key = sent.get("ChallengeResponses").get("DEVICE_KEY");
        assert_eq!(key == *"k", names, "{:?}", sent.get("ChallengeName"));
    }
}

#[test]
fn a_known_device_proves_itself_unseen() {
    let fake = known_to("u-1")
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, DEVICE_SRP)
        .answer("RespondToAuthChallenge", 200, &device_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (_, result, bodies) = sign_in_with(&fake, Proof::Srp("p".into()));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    // A proof has a key pair of its own.
    assert_eq!(
        fake.jobs(),
        [Job::APub, Job::SharedSecret, Job::APub, Job::SharedSecret]
    );
    let [started, proved] = [&bodies[2], &bodies[3]];
    assert_eq!(started.get("ChallengeName"), *"DEVICE_SRP_AUTH");
    assert_eq!(started.get("Session"), *"d1");
    assert_eq!(started.get("ClientMetadata"), Value::Undefined);
    let responses = started.get("ChallengeResponses");
    assert_eq!(responses.get("USERNAME"), *"u-1");
    assert!(responses.text("SRP_A").bytes().len() > 700);
    assert_eq!(proved.get("ChallengeName"), *"DEVICE_PASSWORD_VERIFIER");
    assert_eq!(proved.get("Session"), *"d2");
    assert_eq!(proved.get("ClientMetadata"), Value::Undefined);
    let responses = proved.get("ChallengeResponses");
    assert_eq!(responses.get("DEVICE_KEY"), *"k");
    assert_eq!(responses.get("TIMESTAMP"), *"Tue Feb 3 04:05:06 UTC 2026");
    assert_eq!(responses.get("PASSWORD_CLAIM_SECRET_BLOCK"), *"AAEC");

    // The signature is that of the device's names and password.
    let mut secret = Box::new([0; 32]);
    fake.random(&mut *secret).expect("bytes");
    let signature = crate::srp::claim_signature(
        &Ephemeral::new(secret, &|_, _| false),
        &crate::srp::Verifier {
            pool_name: b"-g",
            user_id: b"k",
            password: b"random",
            salt: b"d4a5",
            b_pub: SRP_B.as_bytes(),
            secret_block: b"AAEC",
            timestamp: b"Tue Feb 3 04:05:06 UTC 2026",
        },
        &|_, _| false,
    );
    assert_eq!(
        responses.text("PASSWORD_CLAIM_SIGNATURE"),
        *signature.expect("it is whole")
    );
    assert!(!fake.sent().iter().any(|sent| sent.body.contains("\"random\"")));
}

#[test]
fn after_a_code_the_device_answers_with_the_new_session() {
    let fake = Fake::new()
        .answer("RespondToAuthChallenge", 200, DEVICE_SRP)
        .answer("RespondToAuthChallenge", 200, &device_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (_, result, bodies) = answer_with(&fake, with_device(), send_code);
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    let sessions: Vec<_> = bodies.iter().map(|body| body.get("Session")).collect();
    assert_eq!(sessions, ["s1", "d1", "d2"].map(Value::from));
}

#[test]
fn a_user_object_can_begin_the_devices_proof() {
    let fake = Fake::new()
        .answer("RespondToAuthChallenge", 200, &device_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let client = fake.client();
    let mut flow = SignIn::new(&client.pool, with_device());
    let metadata = object_of(&[("k", "v".into())]);
    let begun = flow.answer_device(&metadata, &fake);
    let (_, result) = fake::run(run(&client, flow, begun));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(bodies(&fake)[0].get("Session"), *"s1");
    assert_eq!(bodies(&fake)[0].get("ClientMetadata"), metadata);
    assert_eq!(bodies(&fake)[1].get("ClientMetadata"), Value::Undefined);
}

#[test]
fn a_device_is_not_proved_to_a_hostile_or_incomplete_server() {
    for b_pub in ["0", "00", "000000"] {
        let fake = Fake::new().answer("RespondToAuthChallenge", 200, DEVICE_SRP).answer(
            "RespondToAuthChallenge",
            200,
            &device_verifier(b_pub),
        );
        let (_, result, _) = answer_with(&fake, with_device(), send_code);
        assert!(
            matches!(&result, Err(error) if **error == Failure::Plain("B cannot be zero.")),
            "{b_pub}: {result:?}"
        );
        assert!(fake.storage().is_empty());
    }
    let whole = device_verifier(SRP_B);
    for reply in [
        "{}".to_owned(),
        whole.replace("SALT", "X"),
        whole.replace("SRP_B", "X"),
        whole.replace("SECRET_BLOCK", "X"),
        whole.replace("AAEC", "?"),
        // Out of order.
        DEVICE_SRP.to_owned(),
    ] {
        let fake =
            Fake::new()
                .answer("RespondToAuthChallenge", 200, DEVICE_SRP)
                .answer("RespondToAuthChallenge", 200, &reply);
        let (_, result, _) = answer_with(&fake, with_device(), send_code);
        assert!(is_incomplete(&result), "{reply}: {result:?}");
        assert!(fake.storage().is_empty());
    }
}

#[test]
fn one_proof_is_enough() {
    let fake = Fake::new()
        .answer("RespondToAuthChallenge", 200, DEVICE_SRP)
        .answer("RespondToAuthChallenge", 200, &device_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 200, DEVICE_SRP);
    let (_, result, _) = answer_with(&fake, with_device(), send_code);
    assert!(is_incomplete(&result), "{result:?}");
}

#[test]
fn another_challenge_may_come_in_the_middle() {
    for replies in [&[DEVICE_SRP][..], &[DEVICE_SRP, &device_verifier(SRP_B)]] {
        let fake = replies
            .iter()
            .fold(Fake::new(), |fake, reply| {
                fake.answer("RespondToAuthChallenge", 200, reply)
            })
            .answer("RespondToAuthChallenge", 200, r#"{"ChallengeName":"OF_THE_FUTURE"}"#);
        let (_, result, _) = answer_with(&fake, with_device(), send_code);
        assert!(matches!(result, Ok(Outcome::Ask(_))), "{result:?}");
        assert!(fake.storage().is_empty());
    }
}

#[test]
fn a_device_that_is_not_known_here_cannot_prove_itself() {
    let fake = Fake::new().answer("RespondToAuthChallenge", 200, DEVICE_SRP);
    let (_, result, _) = answer_with(&fake, open_challenge(), send_code);
    assert!(is_incomplete(&result), "{result:?}");
}

#[test]
fn a_new_device_is_confirmed_after_any_last_answer() {
    let answers: [fn(&Fake) -> Ran; 2] = [
        |fake| answer_with(fake, open_challenge(), send_code),
        |fake| verify_app(fake, open_challenge()),
    ];
    for (place, answer) in answers.into_iter().enumerate() {
        let mut fake = Fake::new();
        if place == 1 {
            fake = fake.answer("VerifySoftwareToken", 200, r#"{"Session":"v"}"#);
        }
        let fake = fake.answer("RespondToAuthChallenge", 200, NEW_DEVICE).answer(
            "ConfirmDevice",
            200,
            r#"{"UserConfirmationNecessary":true}"#,
        );
        let (state, result, _) = answer(&fake);
        assert!(matches!(result, Ok(Outcome::SignedIn(_, true))), "{result:?}");
        assert_eq!(state.device.proven_key(), *"k2");
        assert_eq!(fake.storage()[&format!("{P}.u-1.deviceKey")], "k2");
        assert_eq!(fake.storage()[&format!("{P}.u-1.deviceGroupKey")], "-g2");
    }
}

#[test]
fn a_device_that_cannot_be_confirmed_is_no_reason_to_fail() {
    let fake = Fake::new().answer("RespondToAuthChallenge", 200, NEW_DEVICE).answer(
        "ConfirmDevice",
        400,
        r#"{"__type":"DeviceKeyExistsException"}"#,
    );
    let (state, result, _) = answer_with(&fake, open_challenge(), send_code);
    assert!(matches!(result, Ok(Outcome::SignedIn(_, false))), "{result:?}");
    assert_eq!(state.device, Device::unknown());
    assert_eq!(fake.storage()[&format!("{P}.u-1.idToken")], "i");
    assert!(!fake.storage().contains_key(&format!("{P}.u-1.deviceKey")));
}

#[test]
fn a_forgotten_device_is_dropped_and_the_proof_goes_again() {
    let fake = known_to("u-1")
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 400, GONE)
        .answer("RespondToAuthChallenge", 200, NEW_DEVICE)
        .answer("ConfirmDevice", 200, "{}");
    let (_, result, bodies) = sign_in_with(&fake, Proof::Srp("p".into()));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(device_keys(&bodies[..3]), [Value::Undefined, "k".into(), Value::Null]);
    let without = |body: &Value| {
        let responses = body.get("ChallengeResponses").with("DEVICE_KEY", &Value::Null);
        body.clone().with("ChallengeResponses", &responses)
    };
    assert_eq!(without(&bodies[1]), bodies[2], "all else is the same");
    assert_eq!(fake.storage()[&format!("{P}.u-1.deviceKey")], "k2");
}

#[test]
fn a_forgotten_device_heals_once() {
    let fake = known_to("u-1")
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer("RespondToAuthChallenge", 400, GONE)
        .answer("RespondToAuthChallenge", 400, GONE);
    let (_, result, _) = sign_in_with(&fake, Proof::Srp("p".into()));
    assert!(result.is_err_and(|error| error.denies_device()));
    assert!(fake.storage().is_empty());
}

#[test]
fn a_code_goes_again_without_a_forgotten_device() {
    let fake =
        known_to("u-1")
            .answer("RespondToAuthChallenge", 400, GONE)
            .answer("RespondToAuthChallenge", 200, TOKENS);
    let (state, result, bodies) = answer_with(&fake, with_device(), send_code);
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(device_keys(&bodies), ["k".into(), Value::Null]);
    assert!(state.device == Device::forgotten());
    assert!(!fake.storage().contains_key(&format!("{P}.u-1.randomPasswordKey")));
}

#[test]
fn a_password_flow_goes_again_without_a_forgotten_device() {
    let fake = Fake::new()
        .answer("InitiateAuth", 400, GONE)
        .answer("InitiateAuth", 200, TOKENS);
    let client = fake.client();
    let mut flow = SignIn::new(&client.pool, with_device());
    let begun = flow.begin(request(Proof::Password("p".into())), &fake);
    let (_, result) = fake::run(run(&client, flow, begun));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(device_keys(&bodies(&fake)), ["k".into(), Value::Null]);
}

#[test]
fn a_device_that_is_forgotten_during_its_proof_begins_the_sign_in_anew() {
    for proved in [false, true] {
        let mut fake = known_to("u-1")
            .answer("InitiateAuth", 200, &password_verifier(SRP_B))
            .answer("RespondToAuthChallenge", 200, DEVICE_SRP);
        if proved {
            fake = fake.answer("RespondToAuthChallenge", 200, &device_verifier(SRP_B));
        }
        let fake = fake
            .answer("RespondToAuthChallenge", 400, GONE)
            .answer("InitiateAuth", 200, &password_verifier(SRP_B))
            .answer("RespondToAuthChallenge", 200, TOKENS);
        let (username, result, bodies) = sign_in_with(&fake, Proof::Srp("p".into()));
        assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
        assert_eq!(username, *"u-1");
        let again = &bodies[bodies.len() - 2..];
        assert_eq!(again[0].get("AuthParameters").get("USERNAME"), *"Ana@x.y");
        assert_eq!(device_keys(again), [Value::Undefined, Value::Undefined]);
        assert_ne!(
            again[0].get("AuthParameters").get("SRP_A"),
            Value::Undefined,
            "with a key pair of its own"
        );
    }
}

#[test]
fn storage_that_forgets_nothing_does_not_make_it_endless() {
    let fake = Fake::new();
    let mut flow = SignIn::new(&fake.client().pool, open_challenge());
    let stubborn = |_: &Value| Some(device());
    for expected in ["k".into(), Value::Undefined] {
        let begun = flow.begin(request(Proof::Srp("p".into())), &fake);
        assert!(matches!(begun, Ok(Next::Send(_))));
        let Ok(Next::Send(sent)) = flow.reply(reply(&password_verifier(SRP_B)), &stubborn, &fake) else {
            panic!("it is sent")
        };
        assert_eq!(members(&sent).get("ChallengeResponses").get("DEVICE_KEY"), expected);
        // The second time there is no device to be refused.
        let _ = flow.without_device(sent, unexpected(), &fake);
    }
}

#[test]
fn after_a_code_a_forgotten_device_is_dropped_and_the_error_stands() {
    let fake = known_to("u-1")
        .answer("RespondToAuthChallenge", 200, DEVICE_SRP)
        .answer("RespondToAuthChallenge", 400, GONE);
    let (state, result, _) = answer_with(&fake, with_device(), send_code);
    assert!(result.is_err_and(|error| error.denies_device()));
    assert!(state.device == Device::forgotten());
    assert!(fake.storage().is_empty());
}

#[test]
fn what_names_no_device_is_not_repeated() {
    let fake = known_to("u-1").answer("RespondToAuthChallenge", 400, GONE);
    let (_, result, _) = answer_with(&fake, with_device(), |flow| {
        flow.answer(Asked::Selection, &"SMS_MFA".into(), &Value::Undefined)
    });
    assert!(result.is_err_and(|error| error.denies_device()));
}

#[test]
fn a_sign_in_goes_on_with_the_device_that_is_stored_unless_it_carries_one() {
    let client = known_to("u-1").client();
    let flow = SignIn::on_known_device(&client, open_challenge());
    assert_eq!(flow.state(), &with_device());
    let other = SignInState {
        device: Device {
            key: "k9".into(),
            ..device()
        },
        ..open_challenge()
    };
    assert_eq!(SignIn::on_known_device(&client, other.clone()).state(), &other);
    let stranger = SignInState::new(&"u-2".into());
    assert_eq!(SignIn::on_known_device(&client, stranger.clone()).state(), &stranger);
}
