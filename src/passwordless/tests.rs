use super::*;
use crate::platform::fake::{self, Fake};
use crate::session::token;
use crate::sign_in::{Asked, Challenge, Outcome, SignIn, SignInState, run};
use crate::wire::object_of;

const P: &str = "CognitoIdentityServiceProvider.client";
const SELECT_REPLY: &str = r#"{"ChallengeName":"SELECT_CHALLENGE","Session":"s1","AvailableChallenges":["PASSWORD","PASSWORD_SRP","EMAIL_OTP"],"ChallengeParameters":{"USERNAME":"u-1"}}"#;
const CODE_SENT: &str = r#"{"ChallengeName":"EMAIL_OTP","Session":"s2","ChallengeParameters":{"USERNAME":"u-1","CODE_DELIVERY_DELIVERY_MEDIUM":"EMAIL","CODE_DELIVERY_DESTINATION":"a***@e***"}}"#;
const VERIFIER: &str = r#"{"ChallengeName":"PASSWORD_VERIFIER","Session":"s2","ChallengeParameters":{"SALT":"d4a5","SRP_B":"05","SECRET_BLOCK":"AAEC","USERNAME":"u-1","USER_ID_FOR_SRP":"u-1"}}"#;
const OVER: &str =
    r#"{"__type":"NotAuthorizedException","message":"Invalid session for the user, session is expired."}"#;
const WRONG_CODE: &str = r#"{"__type":"CodeMismatchException","message":"Invalid code or auth state for the user."}"#;
const NO_DEVICE: &str = r#"{"__type":"ResourceNotFoundException","message":"Device does not exist."}"#;

fn tokens() -> String {
    let access = token(r#"{"username":"u-1"}"#);
    format!(r#"{{"AuthenticationResult":{{"IdToken":"i","AccessToken":"{access}","RefreshToken":"r"}}}}"#)
}

fn nothing() -> Value {
    Value::Undefined
}

fn bodies(fake: &Fake) -> Vec<Value> {
    let sent = fake.sent();
    sent.iter()
        .map(|sent| Value::decode(&sent.body.as_str().into()))
        .collect()
}

fn by(factor: &str, password: &str) -> SignInRequest {
    request(
        "Ana@x.y".into(),
        factor.into(),
        &password.into(),
        nothing(),
        object_of(&[]),
    )
    .expect("it is whole")
}

/// Runs a request from that state.
fn from(fake: &Fake, state: SignInState, request: SignInRequest) -> (SignInState, Result<Outcome, AuthError>) {
    let client = fake.client();
    let mut flow = SignIn::on_known_device(&client, state);
    let begun = flow.begin(request, fake);
    fake::run(run(&client, flow, begun))
}

fn begun(fake: &Fake, request: SignInRequest) -> (SignInState, Result<Outcome, AuthError>) {
    from(fake, SignInState::new(&"Ana@x.y".into()), request)
}

/// The open challenge of a sign-in, with the state that it is answered from.
fn asked((mut state, result): (SignInState, Result<Outcome, AuthError>)) -> (SignInState, Challenge) {
    let Ok(Outcome::Ask(challenge)) = result else {
        panic!("{result:?}")
    };
    state.challenge_name = challenge.name.clone();
    (state, challenge)
}

/// A sign-in that lets the user choose.
fn choosing(fake: &Fake) -> SignInState {
    asked(begun(fake, by("", ""))).0
}

/// The answer to the open challenge with a choice.
fn answer(state: &SignInState, factor: &str, password: &str) -> SignInRequest {
    let request = request(
        state.username.clone(),
        factor.into(),
        &password.into(),
        nothing(),
        object_of(&[]),
    )
    .expect("it is whole");
    answering(request, &state.challenge_name)
}

fn with_code(fake: &Fake, state: SignInState) -> (SignInState, Result<Outcome, AuthError>) {
    let client = fake.client();
    let asked = Asked::code(nothing(), &state);
    let flow = SignIn::on_known_device(&client, state);
    let next = flow.answer(asked, &"12345678".into(), &nothing());
    fake::run(run(&client, flow, Ok(next)))
}

fn known_device(fake: Fake, username: &str) -> Fake {
    let key = |name: &str| format!("{P}.{username}.{name}");
    fake.stored(&key("deviceKey"), "eu-west-1_d")
        .stored(&key("deviceGroupKey"), "-g")
        .stored(&key("randomPasswordKey"), "secret")
}

#[test]
fn a_factor_is_named_in_the_first_request() {
    for (factor, password, named) in [
        ("", "", None),
        ("EMAIL_OTP", "", Some("EMAIL_OTP")),
        ("SMS_OTP", "", Some("SMS_OTP")),
        ("WEB_AUTHN", "", Some("WEB_AUTHN")),
        // A code that is asked for needs no password, though the application has one.
        ("EMAIL_OTP", "secret", Some("EMAIL_OTP")),
    ] {
        let fake = Fake::new().answer("InitiateAuth", 200, CODE_SENT);
        asked(begun(&fake, by(factor, password)));
        let body = &bodies(&fake)[0];
        assert_eq!(body.get("AuthFlow"), *"USER_AUTH");
        let mut expected = object_of(&[("USERNAME", "Ana@x.y".into())]);
        if let Some(factor) = named {
            expected = expected.with("PREFERRED_CHALLENGE", &factor.into());
        }
        assert_eq!(body.get("AuthParameters"), expected);
        assert!(body.get("Session").is_undefined());
    }
}

#[test]
fn a_password_is_sent_or_proved_as_it_is_asked() {
    let fake = Fake::new().answer("InitiateAuth", 200, &tokens());
    assert!(matches!(
        begun(&fake, by("PASSWORD", "secret")).1,
        Ok(Outcome::SignedIn(..))
    ));
    let parameters = bodies(&fake)[0].get("AuthParameters");
    assert_eq!(parameters.get("PREFERRED_CHALLENGE"), *"PASSWORD");
    assert_eq!(parameters.get("PASSWORD"), *"secret");

    // A password without a factor never leaves the device.
    for factor in ["PASSWORD_SRP", ""] {
        let fake = Fake::new()
            .answer("InitiateAuth", 200, VERIFIER)
            .answer("RespondToAuthChallenge", 200, &tokens());
        let (state, result) = begun(&fake, by(factor, "secret"));
        assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
        assert_eq!(state.username, *"u-1");
        let [begun, proved] = &bodies(&fake)[..] else {
            panic!("two requests")
        };
        let parameters = begun.get("AuthParameters");
        assert_eq!(parameters.get("PREFERRED_CHALLENGE"), *"PASSWORD_SRP");
        assert!(parameters.text("SRP_A").len() > 500);
        assert!(parameters.get("PASSWORD").is_undefined());
        assert_eq!(proved.get("ChallengeName"), *"PASSWORD_VERIFIER");
        assert_eq!(proved.get("Session"), *"s2");
        assert_eq!(proved.get("ChallengeResponses").get("USERNAME"), *"u-1");
    }
}

#[test]
fn a_password_that_is_missing_is_found_out_before_anything_is_sent() {
    for factor in ["PASSWORD", "PASSWORD_SRP"] {
        let error = request("ana".into(), factor.into(), &"".into(), nothing(), nothing()).expect_err("it has none");
        assert_eq!(*error, Failure::Usage(Usage::EmptyPassword));
    }
}

#[test]
fn a_factor_that_is_not_possible_lets_the_user_choose() {
    let nameless = SELECT_REPLY.replace(r#""ChallengeName":"SELECT_CHALLENGE","#, "");
    for reply in [SELECT_REPLY, &nameless] {
        for (factor, password) in [("SMS_OTP", ""), ("PASSWORD", "p"), ("PASSWORD_SRP", "p"), ("", "")] {
            let fake = Fake::new().answer("InitiateAuth", 200, reply);
            let (state, challenge) = asked(begun(&fake, by(factor, password)));
            assert_eq!(challenge.name, *"SELECT_CHALLENGE");
            assert_eq!(
                challenge.available.encode(),
                Ok(r#"["PASSWORD","PASSWORD_SRP","EMAIL_OTP"]"#.into())
            );
            assert_eq!((&state.username, &state.alias), (&"u-1".into(), &"Ana@x.y".into()));
            assert!(fake.storage().is_empty());
        }
    }
}

#[test]
fn tokens_with_a_list_of_challenges_are_tokens() {
    let reply = tokens().replacen('{', r#"{"AvailableChallenges":["PASSWORD"],"#, 1);
    let fake = Fake::new().answer("InitiateAuth", 200, &reply);
    assert!(matches!(begun(&fake, by("PASSWORD", "p")).1, Ok(Outcome::SignedIn(..))));
}

#[test]
fn each_choice_is_answered_with_what_it_needs() {
    for (factor, password, reply, members) in [
        ("PASSWORD", "secret", tokens(), &["PASSWORD"][..]),
        ("EMAIL_OTP", "", CODE_SENT.to_owned(), &[]),
        ("SMS_OTP", "", CODE_SENT.replace("EMAIL_OTP", "SMS_OTP"), &[]),
        ("WEB_AUTHN", "", CODE_SENT.replace("EMAIL_OTP", "WEB_AUTHN"), &[]),
    ] {
        let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
        let state = choosing(&fake);
        let fake = fake.answer("RespondToAuthChallenge", 200, &reply);
        let request = answer(&state, factor, password);
        from(&fake, state, request).1.expect("it is accepted");
        let mut expected = object_of(&[("USERNAME", "u-1".into())]);
        for member in members {
            expected = expected.with(member, &password.into());
        }
        assert_eq!(
            bodies(&fake)[1],
            object_of(&[
                ("ChallengeName", "SELECT_CHALLENGE".into()),
                ("ClientId", "client".into()),
                ("ChallengeResponses", expected.with("ANSWER", &factor.into())),
                ("Session", "s1".into()),
                ("ClientMetadata", object_of(&[])),
            ])
        );
    }
}

#[test]
fn a_choice_by_srp_is_proved() {
    let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
    let state = choosing(&fake);
    let fake = fake
        .answer("RespondToAuthChallenge", 200, VERIFIER)
        .answer("RespondToAuthChallenge", 200, &tokens());
    let request = answer(&state, "PASSWORD_SRP", "secret");
    assert!(matches!(from(&fake, state, request).1, Ok(Outcome::SignedIn(..))));
    let [_, chosen, proved] = &bodies(&fake)[..] else {
        panic!("three requests")
    };
    let responses = chosen.get("ChallengeResponses");
    assert_eq!(responses.get("ANSWER"), *"PASSWORD_SRP");
    assert!(responses.text("SRP_A").len() > 500 && responses.get("PASSWORD").is_undefined());
    assert_eq!(proved.get("ChallengeName"), *"PASSWORD_VERIFIER");
    assert_eq!(proved.get("Session"), *"s2");
}

#[test]
fn a_choice_may_be_followed_by_another() {
    // The answer to a choice may be the choice again, with its list.
    let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
    let state = choosing(&fake);
    let fewer = SELECT_REPLY
        .replace("s1", "s3")
        .replace(r#""PASSWORD","PASSWORD_SRP","#, "");
    let fake = fake.answer("RespondToAuthChallenge", 200, &fewer);
    let request = answer(&state, "SMS_OTP", "");
    let (state, challenge) = asked(from(&fake, state, request));
    assert_eq!(challenge.available.encode(), Ok(r#"["EMAIL_OTP"]"#.into()));
    // After a code was sent, another factor goes with the newest session.
    let fake = fake.answer("RespondToAuthChallenge", 200, CODE_SENT);
    let request = answer(&state, "EMAIL_OTP", "");
    let (state, _) = asked(from(&fake, state, request));
    let fake = fake.answer("RespondToAuthChallenge", 200, &tokens());
    let request = answer(&state, "PASSWORD", "secret");
    from(&fake, state, request).1.expect("it is accepted");
    let sessions: Vec<_> = bodies(&fake).iter().map(|body| body.get("Session")).collect();
    assert_eq!(sessions[1..], ["s1", "s3", "s2"].map(Value::from));
}

#[test]
fn a_password_that_is_asked_for_by_name_is_answered_under_that_name() {
    for (name, member) in [("PASSWORD", "PASSWORD"), ("PASSWORD_SRP", "SRP_A")] {
        let reply = SELECT_REPLY.replace("SELECT_CHALLENGE", name);
        let fake = Fake::new().answer("InitiateAuth", 200, &reply);
        let (state, challenge) = asked(begun(&fake, by("", "")));
        assert_eq!(challenge.name, *name);
        let fake = fake.answer("RespondToAuthChallenge", 200, &tokens());
        let request = answer(&state, name, "secret");
        from(&fake, state, request).1.expect("it is accepted");
        let body = &bodies(&fake)[1];
        assert_eq!(body.get("ChallengeName"), *name);
        let responses = body.get("ChallengeResponses");
        assert!(responses.text(member).is_truthy());
        assert!(responses.get("ANSWER").is_undefined());
    }
}

#[test]
fn a_code_signs_in_under_the_accounts_name() {
    for (factor, key) in [("EMAIL_OTP", "EMAIL_OTP_CODE"), ("SMS_OTP", "SMS_OTP_CODE")] {
        let fake = Fake::new().answer("InitiateAuth", 200, &CODE_SENT.replace("EMAIL_OTP", factor));
        let (state, challenge) = asked(begun(&fake, by(factor, "")));
        assert_eq!(challenge.parameters.get("CODE_DELIVERY_DESTINATION"), *"a***@e***");
        let fake = fake.answer("RespondToAuthChallenge", 200, &tokens());
        let (state, result) = with_code(&fake, state);
        assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
        assert_eq!((&state.username, &state.alias), (&"u-1".into(), &"Ana@x.y".into()));
        assert_eq!(
            bodies(&fake)[1].get("ChallengeResponses"),
            object_of(&[(key, "12345678".into()), ("USERNAME", "u-1".into())])
        );
        assert_eq!(fake.storage()[&format!("{P}.LastAuthUser")], "u-1");
        assert!(fake.storage().keys().all(|key| !key.contains('@')));
    }
}

#[test]
fn a_wrong_code_keeps_the_challenge_and_a_late_one_says_so() {
    let fake = Fake::new().answer("InitiateAuth", 200, CODE_SENT);
    let (state, _) = asked(begun(&fake, by("EMAIL_OTP", "")));
    let fake = fake.answer("RespondToAuthChallenge", 400, WRONG_CODE);
    let (state, result) = with_code(&fake, state);
    assert!(result.is_err_and(|error| error.is_service("CodeMismatchException")));
    assert_eq!(*state.challenge_session.expose(), *"s2");
    // Nothing is begun anew behind the user's back: another code would be sent.
    let fake = fake.answer("RespondToAuthChallenge", 400, OVER);
    let (state, result) = with_code(&fake, state);
    assert!(result.is_err_and(|error| error.is_service("NotAuthorizedException")));
    assert_eq!(fake.sent().len(), 3);
    for code in ["ExpiredCodeException", "AliasExistsException"] {
        let refusal = format!(r#"{{"__type":"{code}"}}"#);
        let fake = Fake::new().answer("RespondToAuthChallenge", 400, &refusal);
        let (_, result) = with_code(&fake, state.clone());
        assert!(result.is_err_and(|error| error.is_service(code)), "{code}");
        assert_eq!(fake.sent().len(), 1, "{code}");
    }
}

#[test]
fn a_choice_whose_session_is_over_begins_anew_once() {
    for (factor, password) in [("EMAIL_OTP", ""), ("PASSWORD", "secret"), ("PASSWORD_SRP", "secret")] {
        let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
        let state = choosing(&fake);
        let fake = fake
            .answer("RespondToAuthChallenge", 400, OVER)
            .answer("InitiateAuth", 400, OVER);
        let request = answer(&state, factor, password);
        let (_, result) = from(&fake, state, request);
        assert!(result.is_err_and(|error| error.is_service("NotAuthorizedException")));
        let body = &bodies(&fake)[2];
        assert_eq!(body.get("AuthParameters").get("PREFERRED_CHALLENGE"), *factor);
        assert_eq!(body.get("AuthParameters").get("USERNAME"), *"u-1");
        assert!(body.get("Session").is_undefined());
    }
}

#[test]
fn a_refusal_of_the_first_request_stands() {
    for code in [
        "UserNotFoundException",
        "UserNotConfirmedException",
        "PasswordResetRequiredException",
        "FeatureUnavailableInTierException",
        "InvalidParameterException",
        "LimitExceededException",
        "CodeDeliveryFailureException",
        "NotAuthorizedException",
    ] {
        for (factor, password) in [
            ("EMAIL_OTP", ""),
            ("WEB_AUTHN", ""),
            ("PASSWORD_SRP", "secret"),
            ("", ""),
        ] {
            let refusal = format!(r#"{{"__type":"{code}","message":"Password attempts exceeded"}}"#);
            let fake = Fake::new().answer("InitiateAuth", 400, &refusal);
            let (_, result) = begun(&fake, by(factor, password));
            assert!(result.is_err_and(|error| error.is_service(code)), "{code} {factor}");
            assert_eq!(fake.sent().len(), 1, "{code} {factor}");
        }
    }
}

#[test]
fn a_refusal_of_what_was_answered_stands() {
    for refusal in [
        r#"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#,
        r#"{"__type":"NotAuthorizedException","message":"Password attempts exceeded"}"#,
        r#"{"__type":"UserNotConfirmedException","message":"User is not confirmed."}"#,
    ] {
        let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
        let state = choosing(&fake);
        let fake = fake.answer("RespondToAuthChallenge", 400, refusal);
        let request = answer(&state, "PASSWORD", "wrong");
        assert!(from(&fake, state, request).1.is_err());
        assert_eq!(fake.sent().len(), 2, "{refusal}");
    }
    // Nor is the proof of a password repeated, whose session was answered.
    let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
    let state = choosing(&fake);
    let fake = fake
        .answer("RespondToAuthChallenge", 200, VERIFIER)
        .answer("RespondToAuthChallenge", 400, OVER);
    let request = answer(&state, "PASSWORD_SRP", "secret");
    assert!(from(&fake, state, request).1.is_err());
    assert_eq!(fake.sent().len(), 3);
}

#[test]
fn the_session_of_a_confirmation_signs_in_at_once() {
    for (password, reply) in [("", tokens()), ("secret", tokens())] {
        let fake = Fake::new().answer("InitiateAuth", 200, &reply);
        let request = request("u-1".into(), nothing(), &password.into(), "s0".into(), object_of(&[]));
        let (_, result) = begun(&fake, request.expect("it is whole"));
        assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
        assert_eq!(bodies(&fake)[0].get("Session"), *"s0");
    }
    // The password is there if the session is not good enough.
    let fake = Fake::new()
        .answer("InitiateAuth", 200, VERIFIER)
        .answer("RespondToAuthChallenge", 200, &tokens());
    let request = request("u-1".into(), nothing(), &"secret".into(), "s0".into(), object_of(&[]));
    let (_, result) = begun(&fake, request.expect("it is whole"));
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
}

#[test]
fn a_session_of_a_confirmation_that_is_over_is_left_out() {
    let fake = Fake::new()
        .answer("InitiateAuth", 400, OVER)
        .answer("InitiateAuth", 200, SELECT_REPLY);
    let request = request("u-1".into(), nothing(), &nothing(), "s0".into(), object_of(&[]));
    asked(begun(&fake, request.expect("it is whole")));
    let sessions: Vec<_> = bodies(&fake).iter().map(|body| body.get("Session")).collect();
    assert_eq!(sessions, [Value::from("s0"), nothing()]);
}

#[test]
fn a_known_device_is_named_wherever_the_service_takes_one() {
    let fake = known_device(Fake::new(), "Ana@x.y").answer("InitiateAuth", 200, SELECT_REPLY);
    let fake = known_device(fake, "u-1");
    let state = choosing(&fake);
    let fake = fake.answer("RespondToAuthChallenge", 200, CODE_SENT);
    let request = answer(&state, "EMAIL_OTP", "");
    let (state, _) = asked(from(&fake, state, request));
    let fake = fake.answer("RespondToAuthChallenge", 200, &tokens());
    with_code(&fake, state).1.expect("it is accepted");
    let bodies = bodies(&fake);
    assert_eq!(bodies[0].get("AuthParameters").get("DEVICE_KEY"), *"eu-west-1_d");
    for body in &bodies[1..] {
        assert_eq!(body.get("ChallengeResponses").get("DEVICE_KEY"), *"eu-west-1_d");
    }
}

#[test]
fn a_device_that_the_service_has_forgotten_is_left_out() {
    // At the first request.
    let fake = known_device(Fake::new(), "Ana@x.y")
        .answer("InitiateAuth", 400, NO_DEVICE)
        .answer("InitiateAuth", 200, CODE_SENT);
    asked(begun(&fake, by("EMAIL_OTP", "")));
    assert!(!bodies(&fake)[1].get("AuthParameters").get("DEVICE_KEY").is_truthy());
    assert!(fake.storage().is_empty());
    // At the choice.
    let fake = known_device(Fake::new(), "u-1").answer("InitiateAuth", 200, SELECT_REPLY);
    let state = choosing(&fake);
    let fake = fake
        .answer("RespondToAuthChallenge", 400, NO_DEVICE)
        .answer("RespondToAuthChallenge", 200, CODE_SENT);
    let request = answer(&state, "EMAIL_OTP", "");
    asked(from(&fake, state, request));
    let body = &bodies(&fake)[2];
    assert!(!body.get("ChallengeResponses").get("DEVICE_KEY").is_truthy());
    assert_eq!(body.get("ChallengeName"), *"SELECT_CHALLENGE");
}

#[test]
fn a_device_that_is_forgotten_during_its_proof_begins_anew_by_the_same_factor() {
    let proof = r#"{"ChallengeName":"DEVICE_SRP_AUTH","Session":"s3"}"#;
    let fake = known_device(Fake::new(), "u-1").answer("InitiateAuth", 200, SELECT_REPLY);
    let state = choosing(&fake);
    let fake = fake
        .answer("RespondToAuthChallenge", 200, proof)
        .answer("RespondToAuthChallenge", 400, NO_DEVICE)
        .answer("InitiateAuth", 200, &tokens());
    let request = answer(&state, "PASSWORD", "secret");
    let (_, result) = from(&fake, state, request);
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    let parameters = bodies(&fake)[3].get("AuthParameters");
    assert_eq!(parameters.get("PREFERRED_CHALLENGE"), *"PASSWORD");
    assert!(!parameters.get("DEVICE_KEY").is_truthy());
}

#[test]
fn a_device_proves_itself_after_a_code_or_a_password() {
    let proof = r#"{"ChallengeName":"DEVICE_SRP_AUTH","Session":"s3"}"#;
    let verifier = VERIFIER.replace("PASSWORD_VERIFIER", "DEVICE_PASSWORD_VERIFIER");
    let fake = known_device(Fake::new(), "u-1").answer("InitiateAuth", 200, CODE_SENT);
    let (state, _) = asked(begun(&fake, by("EMAIL_OTP", "")));
    let fake = fake
        .answer("RespondToAuthChallenge", 200, proof)
        .answer("RespondToAuthChallenge", 200, &verifier)
        .answer("RespondToAuthChallenge", 200, &tokens());
    let (_, result) = with_code(&fake, state);
    assert!(matches!(result, Ok(Outcome::SignedIn(..))), "{result:?}");
    let names: Vec<_> = bodies(&fake).iter().map(|body| body.get("ChallengeName")).collect();
    let expected = ["EMAIL_OTP", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"].map(Value::from);
    assert_eq!(names[1..], expected);
}

#[test]
fn any_challenge_may_follow_a_password() {
    for name in [
        "SMS_MFA",
        "EMAIL_OTP",
        "SOFTWARE_TOKEN_MFA",
        "SELECT_MFA_TYPE",
        "MFA_SETUP",
        "NEW_PASSWORD_REQUIRED",
    ] {
        let reply = format!(r#"{{"ChallengeName":"{name}","Session":"s3","ChallengeParameters":{{}}}}"#);
        let fake = Fake::new().answer("InitiateAuth", 200, &reply);
        assert_eq!(asked(begun(&fake, by("PASSWORD", "p"))).1.name, *name);
        let fake = Fake::new().answer("InitiateAuth", 200, SELECT_REPLY);
        let state = choosing(&fake);
        let fake = fake
            .answer("RespondToAuthChallenge", 200, VERIFIER)
            .answer("RespondToAuthChallenge", 200, &reply);
        let request = answer(&state, "PASSWORD_SRP", "p");
        let (state, challenge) = asked(from(&fake, state, request));
        assert_eq!(challenge.name, *name);
        assert_eq!(*state.challenge_session.expose(), *"s3");
    }
}

#[test]
fn only_the_code_of_a_first_factor_is_sent_again() {
    for (challenge, chosen, flow, factor) in [
        ("EMAIL_OTP", "EMAIL_OTP", "USER_AUTH", Some("EMAIL_OTP")),
        ("SMS_OTP", "SMS_OTP", "USER_SRP_AUTH", Some("SMS_OTP")),
        // The service may ask for another code than was preferred.
        ("EMAIL_OTP", "WEB_AUTHN", "USER_AUTH", Some("EMAIL_OTP")),
        ("EMAIL_OTP", "", "USER_AUTH", Some("EMAIL_OTP")),
        ("SMS_OTP", "", "USER_SRP_AUTH", Some("SMS_OTP")),
        // A second factor, after a password.
        ("EMAIL_OTP", "PASSWORD", "USER_AUTH", None),
        ("EMAIL_OTP", "PASSWORD_SRP", "USER_AUTH", None),
        ("EMAIL_OTP", "", "USER_SRP_AUTH", None),
        ("SMS_MFA", "", "USER_AUTH", None),
        ("SELECT_CHALLENGE", "", "USER_AUTH", None),
        ("", "", "USER_AUTH", None),
    ] {
        let again = sent_again(&challenge.into(), &chosen.into(), &flow.into());
        assert_eq!(again.ok(), factor.map(Value::from), "{challenge} {chosen} {flow}");
    }
}

#[test]
fn a_confirmation_without_a_reply_may_be_done() {
    assert!(may_be_done(&"NetworkError".into()));
    assert!(may_be_done(&"InternalErrorException".into()));
    assert!(!may_be_done(&"CodeMismatchException".into()));
    assert!(!may_be_done(&"NotAuthorizedException".into()));
}

#[test]
fn debug_shows_no_password_and_no_session() {
    let request = request(
        "ana".into(),
        nothing(),
        &"hunter2".into(),
        "s0-secret".into(),
        nothing(),
    );
    let shown = format!("{:?}", request.expect("it is whole"));
    assert!(!shown.contains("hunter2") && !shown.contains("s0-secret"), "{shown}");
}
