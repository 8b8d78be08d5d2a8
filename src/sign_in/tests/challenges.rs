//! Answers to challenges.

use super::*;

fn ask(name: &str) -> String {
    format!(r#"{{"ChallengeName":"{name}","Session":"s2","ChallengeParameters":{{"a":"b"}}}}"#)
}

const WRONG_CODE: &str = r#"{"__type":"CodeMismatchException","message":"Invalid code or auth state for the user."}"#;

fn send_code(mfa_type: &str) -> impl FnOnce(&mut SignIn) -> Next {
    |flow| flow.answer(Asked::Code(mfa_type.into()), &"123456".into(), &Value::Undefined)
}

#[test]
fn a_code_goes_under_the_challenges_own_key() {
    for (mfa_type, keys) in [
        ("SMS_MFA", &["SMS_MFA_CODE"][..]),
        ("SOFTWARE_TOKEN_MFA", &["SMS_MFA_CODE", "SOFTWARE_TOKEN_MFA_CODE"]),
        ("EMAIL_OTP", &["EMAIL_OTP_CODE"]),
        ("SMS_OTP", &["SMS_OTP_CODE"]),
        ("CARRIER_PIGEON_OTP", &["CARRIER_PIGEON_OTP_CODE"]),
    ] {
        let fake = Fake::new().answer("RespondToAuthChallenge", 200, TOKENS);
        let (_, result, bodies) = answer_with(&fake, open_challenge(), send_code(mfa_type));
        assert!(matches!(result, Ok(Outcome::SignedIn(_, false))), "{result:?}");
        let mut responses: Vec<_> = keys.iter().map(|key| (*key, "123456".into())).collect();
        responses.push(("USERNAME", "u-1".into()));
        assert_eq!(
            bodies[0],
            object_of(&[
                ("ChallengeName", mfa_type.into()),
                ("ClientId", "client".into()),
                ("ChallengeResponses", object_of(&responses)),
                ("Session", "s1".into()),
            ])
        );
        assert_eq!(fake.storage()[&format!("{P}.LastAuthUser")], "u-1");
    }
}

#[test]
fn a_passkey_answers_with_its_credential() {
    let fake = Fake::new().answer("RespondToAuthChallenge", 200, TOKENS);
    let send = |flow: &mut SignIn| flow.answer_passkey(&"{}".into(), Value::Undefined);
    let (_, result, bodies) = answer_with(&fake, open_challenge(), send);
    assert!(matches!(result, Ok(Outcome::SignedIn(_, false))), "{result:?}");
    let responses = object_of(&[("CREDENTIAL", "{}".into()), ("USERNAME", "u-1".into())]);
    assert_eq!(bodies[0].get("ChallengeName"), *"WEB_AUTHN");
    assert_eq!(bodies[0].get("ChallengeResponses"), responses);
}

#[test]
fn a_code_answers_what_was_asked_unless_the_caller_says_otherwise() {
    for (given, asked, answered) in [
        ("", "", "SMS_MFA"),
        ("", "SMS_MFA", "SMS_MFA"),
        ("", "SELECT_MFA_TYPE", "SMS_MFA"),
        ("", "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA"),
        ("", "EMAIL_OTP", "EMAIL_OTP"),
        ("", "SMS_OTP", "SMS_OTP"),
        ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "SMS_MFA"),
        ("SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA"),
    ] {
        let state = SignInState {
            challenge_name: asked.into(),
            ..SignInState::new(&"u-1".into())
        };
        let Asked::Code(name) = Asked::code(given.into(), &state) else {
            panic!("it is a code")
        };
        assert_eq!(name, *answered);
    }
    let nothing_asked = SignInState::new(&"u-1".into());
    assert!(matches!(Asked::code(Value::Null, &nothing_asked), Asked::Code(name) if name == *"SMS_MFA"));
}

#[test]
fn metadata_and_advanced_security_data_are_sent() {
    let fake = Fake::new()
        .stored("advanced-security", "data of")
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let metadata = object_of(&[("k", "v".into())]);
    let (_, _, bodies) = answer_with(&fake, open_challenge(), |flow| {
        flow.answer(Asked::Custom, &7.0.into(), &metadata)
    });
    assert_eq!(bodies[0].get("ClientMetadata"), metadata);
    assert_eq!(bodies[0].get("UserContextData").get("EncodedData"), *"data of u-1");
    assert_eq!(
        bodies[0].get("ChallengeResponses"),
        object_of(&[("ANSWER", 7.0.into()), ("USERNAME", "u-1".into())])
    );
}

#[test]
fn a_new_password_comes_with_the_required_attributes() {
    let fake = Fake::new().answer("RespondToAuthChallenge", 200, TOKENS);
    let attributes = object_of(&[
        ("userAttributes.name", "Ana".into()),
        ("userAttributes.age", Value::Number(0.0)),
    ]);
    let (_, result, bodies) = answer_with(&fake, open_challenge(), |flow| {
        flow.answer(Asked::NewPassword(attributes), &"N3w".into(), &Value::Undefined)
    });
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(bodies[0].get("ChallengeName"), *"NEW_PASSWORD_REQUIRED");
    assert_eq!(
        bodies[0].get("ChallengeResponses"),
        object_of(&[
            ("userAttributes.name", "Ana".into()),
            ("userAttributes.age", Value::Number(0.0)),
            ("NEW_PASSWORD", "N3w".into()),
            ("USERNAME", "u-1".into()),
        ])
    );
}

#[test]
fn after_a_wrong_code_the_session_stays() {
    let fake = Fake::new()
        .answer("RespondToAuthChallenge", 400, WRONG_CODE)
        .unreachable("RespondToAuthChallenge")
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (state, result, _) = answer_with(&fake, open_challenge(), send_code("SMS_MFA"));
    assert!(result.is_err_and(|error| error.is_service("CodeMismatchException")));
    assert!(fake.storage().is_empty());
    let (state, result, _) = answer_with(&fake, state, send_code("SMS_MFA"));
    assert!(result.is_err_and(|error| *error == Failure::Network));
    let (_, result, bodies) = answer_with(&fake, state, send_code("SMS_MFA"));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(bodies[2].get("Session"), *"s1");
}

#[test]
fn any_challenge_may_follow_any_answer() {
    for asked in [
        Asked::Code("SMS_MFA".into()),
        Asked::NewPassword(object()),
        Asked::Custom,
        Asked::Selection,
    ] {
        for name in [
            "SMS_MFA",
            "SOFTWARE_TOKEN_MFA",
            "SELECT_MFA_TYPE",
            "MFA_SETUP",
            "CUSTOM_CHALLENGE",
            "EMAIL_OTP",
            "PASSWORD_VERIFIER",
            "OF_THE_FUTURE",
        ] {
            let fake = Fake::new().answer("RespondToAuthChallenge", 200, &ask(name));
            let (state, result, _) = answer_with(&fake, open_challenge(), |flow| {
                flow.answer(asked.clone(), &"1".into(), &Value::Undefined)
            });
            let Ok(Outcome::Ask(asked)) = result else {
                panic!("{name}: {result:?}")
            };
            assert_eq!(asked.name, *name);
            assert_eq!(asked.parameters, object_of(&[("a", "b".into())]));
            assert_eq!(state.challenge_session, "s2".into());
            assert_eq!(state.challenge_name, *name);
            assert!(fake.storage().is_empty(), "{name}");
        }
    }
}

#[test]
fn a_chain_of_challenges_ends_signed_in() {
    let fake = Fake::new()
        .answer("InitiateAuth", 200, &password_verifier(SRP_B))
        .answer(
            "RespondToAuthChallenge",
            200,
            r#"{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"c1"}"#,
        )
        .answer(
            "RespondToAuthChallenge",
            200,
            r#"{"ChallengeName":"SELECT_MFA_TYPE","Session":"c2"}"#,
        )
        .answer(
            "RespondToAuthChallenge",
            200,
            r#"{"ChallengeName":"SMS_MFA","Session":"c3"}"#,
        )
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let client = fake.client();
    let mut flow = SignIn::new(&client.pool, open_challenge());
    let begun = flow.begin(request(Proof::Srp("p".into())), &fake);
    let (state, _) = fake::run(run(&client, flow, begun));
    let (state, ..) = answer_with(&fake, state, |flow| {
        flow.answer(Asked::NewPassword(object()), &"N3w".into(), &Value::Undefined)
    });
    let (state, ..) = answer_with(&fake, state, |flow| {
        flow.answer(Asked::Selection, &"SMS_MFA".into(), &Value::Undefined)
    });
    let (state, result, bodies) = answer_with(&fake, state, send_code("SMS_MFA"));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    let sessions: Vec<_> = bodies[1..].iter().map(|body| body.get("Session")).collect();
    assert_eq!(sessions, ["s1", "c1", "c2", "c3"].map(Value::from));
    assert_eq!(state.username, *"u-1");
    assert!(state.challenge_name.is_undefined(), "nothing is asked any more");
    assert_eq!(fake.storage()[&format!("{P}.u-1.idToken")], "i");
}

#[test]
fn an_answer_that_leads_nowhere_is_an_error_and_stores_nothing() {
    for reply in [
        "{}",
        "not JSON",
        r#"{"ChallengeName":"","Session":"s"}"#,
        r#"{"ChallengeName":7}"#,
        r#"{"AuthenticationResult":{"AccessToken":"a"}}"#,
        r#"{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"requiredAttributes":"{"}}"#,
    ] {
        let fake = Fake::new().answer("RespondToAuthChallenge", 200, reply);
        let (_, result, _) = answer_with(&fake, open_challenge(), send_code("SMS_MFA"));
        assert!(is_incomplete(&result), "{reply}: {result:?}");
        assert!(fake.storage().is_empty());
    }
}

#[test]
fn an_authenticator_app_is_verified_and_then_the_challenge_is_answered() {
    let fake = Fake::new()
        .stored("advanced-security", "data of")
        .answer("VerifySoftwareToken", 200, r#"{"Status":"SUCCESS","Session":"v"}"#)
        .answer("RespondToAuthChallenge", 200, TOKENS);
    let (_, result, bodies) = verify_app(&fake, open_challenge());
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    assert_eq!(
        bodies[0],
        object_of(&[
            ("Session", "s1".into()),
            ("UserCode", "123456".into()),
            ("FriendlyDeviceName", "My TOTP device".into()),
        ])
    );
    assert_eq!(bodies[1].get("ChallengeName"), *"MFA_SETUP");
    assert_eq!(bodies[1].get("Session"), *"v");
    assert_eq!(
        bodies[1].get("ChallengeResponses"),
        object_of(&[("USERNAME", "u-1".into())])
    );
    assert_eq!(bodies[1].get("UserContextData").get("EncodedData"), *"data of u-1");
}

#[test]
fn the_session_of_a_verified_app_is_kept_when_the_challenge_fails() {
    let fake = Fake::new()
        .answer("VerifySoftwareToken", 400, WRONG_CODE)
        .answer("VerifySoftwareToken", 200, r#"{"Session":"v"}"#)
        .unreachable("RespondToAuthChallenge");
    let (state, result, _) = verify_app(&fake, open_challenge());
    assert!(result.is_err_and(|error| error.is_service("CodeMismatchException")));
    assert_eq!(state.challenge_session, "s1".into());
    let (state, result, _) = verify_app(&fake, state);
    assert!(result.is_err());
    assert_eq!(state.challenge_session, "v".into());

    let fake = Fake::new().answer("VerifySoftwareToken", 200, r#"{"Status":"SUCCESS"}"#);
    let (_, result, _) = verify_app(&fake, state);
    assert!(is_incomplete(&result), "{result:?}");
}

#[test]
fn a_reply_that_somebody_else_had_is_gone_on_from() {
    let fake = Fake::new();
    let mut flow = SignIn::new(&fake.client().pool, open_challenge());
    let asking = || reply(&ask("SMS_MFA"));
    assert!(matches!(flow.reply(asking(), &nothing_stored, &fake), Ok(Next::Ask(_))));
    assert!(is_incomplete(&flow.reply(asking(), &nothing_stored, &fake)), "once");
}
