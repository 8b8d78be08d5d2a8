// What the fuzz targets `replies`, `storage`, `encodings` and `srp` do with the core: a part of the main crate with its
// feature `fuzz`, so that it may use what is private there. `cargo test` runs a sample of the first two.
//
// The core runs over the scripted platform of its tests. What ends a run: a panic, a promise that would never settle, a
// failed call that changed what is stored, tokens that nobody issued, a secret in what is shown.

use crate::attributes::{GetUser, as_object, cached, user_data};
use crate::current_user::{CurrentUser, FEDERATED_INFO, current_user, federated_user};
use crate::encoding;
use crate::error::{AuthError, Failure};
use crate::platform::fake::{self, Fake};
use crate::platform::{HttpReply, Platform};
use crate::service::{Client, Exchange, NO_LIMIT};
use crate::session::{self, Tokens};
use crate::sign_in::{Outcome, Proof, SignIn, SignInRequest, SignInState, run};
use crate::sign_up::{ConfirmSignUp, ResendConfirmationCode, SignUp};
use crate::srp::{self, Ephemeral, Verifier};
use crate::wire::{Value, object};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What libFuzzer made, read from the front; zeros when it is used up.
struct Input {
    bytes: Vec<u8>,
    at: usize,
}

impl Input {
    fn new(bytes: &[u8]) -> Self {
        Input {
            bytes: bytes.to_vec(),
            at: 0,
        }
    }

    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes.get(self.at - 1).copied().unwrap_or(0)
    }

    fn below(&mut self, bound: u8) -> u8 {
        self.byte() % bound
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    /// Any text, mostly a short one.
    fn text(&mut self) -> String {
        let length = usize::from(self.byte() >> self.below(8));
        let bytes: Vec<u8> = (0..length).map(|_| self.byte()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What is left, as a text.
    fn rest(&mut self) -> String {
        let from = self.at.min(self.bytes.len());
        self.at = self.bytes.len();
        String::from_utf8_lossy(&self.bytes[from..]).into_owned()
    }

    fn number(&mut self) -> String {
        match self.below(4) {
            0 => self
                .pick(&[
                    "0",
                    "-0",
                    "1",
                    "-1",
                    "1e308",
                    "-1e308",
                    "1e999",
                    "1770091506",
                    "1770099999",
                    "9007199254740993",
                ])
                .to_owned(),
            1 => self.byte().to_string(),
            _ => {
                let number = f64::from_le_bytes(std::array::from_fn(|_| self.byte()));
                if number.is_finite() {
                    number.to_string()
                } else {
                    "0".to_owned()
                }
            }
        }
    }

    /// A JSON text of any value, no deeper than that.
    fn json(&mut self, depth: u8) -> String {
        match self.below(if depth > 0 { 11 } else { 8 }) {
            0 => "null".to_owned(),
            1 => self.pick(&["true", "false"]).to_owned(),
            2 => self.number(),
            3 | 4 => quoted(self.pick(WORDS)),
            5 => quoted(&self.text()),
            6 if depth > 0 => quoted(&self.token(depth - 1)),
            6 => "{}".to_owned(),
            7 if depth > 0 => quoted(&self.json(depth - 1)),
            7 => "[]".to_owned(),
            8 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.json(depth - 1)).collect();
                format!("[{}]", items.join(","))
            }
            _ => {
                let count = self.below(5);
                let members: Vec<_> = (0..count)
                    .map(|_| {
                        let name = if self.below(4) == 0 {
                            self.text()
                        } else {
                            self.pick(WORDS).to_owned()
                        };
                        format!("{}:{}", quoted(&name), self.json(depth - 1))
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }

    /// An object of these members, JSON texts all, some replaced or left out.
    fn members(&mut self, depth: u8, template: &[(&str, &str)]) -> String {
        let members: Vec<_> = template
            .iter()
            .filter_map(|(name, json)| match self.below(12) {
                0 => None,
                1 => Some(format!("{}:{}", quoted(name), self.json(depth))),
                2 => Some(format!("{}:{json}", quoted(self.pick(WORDS)))),
                _ => Some(format!("{}:{json}", quoted(name))),
            })
            .collect();
        format!("{{{}}}", members.join(","))
    }

    /// A JSON Web Token, or nearly.
    fn token(&mut self, depth: u8) -> String {
        let claims = match self.below(4) {
            0 => self.json(depth),
            1 => self.text(),
            _ => {
                let [iat, exp] = [(); 2].map(|()| self.number());
                self.members(
                    depth,
                    &[
                        ("iat", &iat),
                        ("exp", &exp),
                        ("scope", "\"aws.cognito.signin.user.admin\""),
                        ("origin_jti", "\"1\""),
                        ("username", "\"ana\""),
                    ],
                )
            }
        };
        let claims = encoding::base64_encode(claims.as_bytes());
        match self.below(8) {
            0 => self.text(),
            1 => claims,
            _ => ["e30.", &claims, ".s"].concat(),
        }
    }

    fn tokens(&mut self) -> String {
        let [id, access, refresh] = [(); 3].map(|()| quoted(&self.token(2)));
        self.members(
            2,
            &[
                ("IdToken", &id),
                ("AccessToken", &access),
                ("RefreshToken", &refresh),
                ("ExpiresIn", "3600"),
            ],
        )
    }

    /// What the service might answer to that operation, or to another, or something else.
    fn body(&mut self, operation: &str) -> String {
        match self.below(10) {
            0 => return self.rest(),
            1 => return self.json(4),
            2 => {
                return self.members(
                    2,
                    &[
                        ("__type", "\"NotAuthorizedException\""),
                        ("message", "\"Refresh Token has been revoked\""),
                    ],
                );
            }
            3 => {
                return self.members(
                    2,
                    &[
                        ("__type", "\"com.amazonaws#CodeMismatchException\""),
                        ("message", "\"No.\""),
                    ],
                );
            }
            _ => {}
        }
        match operation {
            "GetUser" => {
                let attributes: Vec<_> = (0..self.below(4))
                    .map(|_| {
                        let [name, value] = [(); 2].map(|()| quoted(self.pick(WORDS)));
                        self.members(2, &[("Name", &name), ("Value", &value)])
                    })
                    .collect();
                let attributes = format!("[{}]", attributes.join(","));
                self.members(2, &[("Username", "\"ana\""), ("UserAttributes", &attributes)])
            }
            "SignUp" => self.members(
                2,
                &[
                    ("UserConfirmed", "false"),
                    ("UserSub", "\"1-2\""),
                    ("CodeDeliveryDetails", "{}"),
                ],
            ),
            _ if self.below(3) > 0 => {
                let b_pub = quoted(&"5ca1ab1e".repeat(usize::from(self.below(99))));
                let user = quoted(self.pick(&["ana", "u-1", "", "x.idToken", "v", "__proto__", "\r\n", "\0"]));
                let parameters = self.members(
                    2,
                    &[
                        ("SALT", "\"d4a5\""),
                        ("SRP_B", &b_pub),
                        ("SECRET_BLOCK", "\"AAEC\""),
                        ("USER_ID_FOR_SRP", &user),
                        ("userAttributes", "\"{}\""),
                        ("requiredAttributes", r#""[\"userAttributes.email\"]""#),
                    ],
                );
                let name = quoted(self.pick(&[
                    "PASSWORD_VERIFIER",
                    "PASSWORD_VERIFIER",
                    "NEW_PASSWORD_REQUIRED",
                    "SMS_MFA",
                    "DEVICE_SRP_AUTH",
                    "X",
                ]));
                self.members(
                    2,
                    &[
                        ("ChallengeName", &name),
                        ("Session", "\"s\""),
                        ("ChallengeParameters", &parameters),
                    ],
                )
            }
            _ => {
                let tokens = self.tokens();
                self.members(2, &[("AuthenticationResult", &tokens)])
            }
        }
    }

    fn reply(&mut self, operation: &str) -> Result<HttpReply, AuthError> {
        let status = self.pick(&[200, 200, 200, 200, 200, 200, 400, 400, 429, 500, 0, 204, 300]);
        let error_type = match self.below(4) {
            0 => Value::from(self.pick(&["NotAuthorizedException:http://x", "X", ":", ""])),
            1 => Value::from(self.text().as_str()),
            _ => Value::Null,
        };
        match self.below(16) {
            0 => Err(Failure::Network.into()),
            1 => Err(Failure::Rejected(Value::decode(&self.json(1).as_str().into())).into()),
            2 => Ok(HttpReply {
                status,
                error_type,
                body: Value::Undefined,
                retry_after_ms: f64::NAN,
            }),
            _ => Ok(HttpReply {
                status,
                error_type,
                body: self.body(operation).as_str().into(),
                retry_after_ms: f64::NAN,
            }),
        }
    }
}

/// Names and values that mean something to the core, to JavaScript or to the storage.
const WORDS: &[&str] = &[
    "",
    "ChallengeName",
    "ChallengeParameters",
    "Session",
    "AuthenticationResult",
    "IdToken",
    "AccessToken",
    "RefreshToken",
    "SALT",
    "SRP_B",
    "SECRET_BLOCK",
    "USER_ID_FOR_SRP",
    "userAttributes",
    "requiredAttributes",
    "userAttributes.email",
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
    "SMS_MFA",
    "UserAttributes",
    "Name",
    "Value",
    "Username",
    "email_verified",
    "TRUE",
    "__type",
    "code",
    "message",
    "Message",
    "NotAuthorizedException",
    "a#b",
    "__proto__",
    "constructor",
    "prototype",
    "length",
    "then",
    "toString",
    "x.idToken",
    "\r\n",
    "\0",
    "00",
    "-1",
    "user",
    "token",
    "exp",
    "iat",
    "scope",
];

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// What no request but `USER_PASSWORD_AUTH`'s and `SignUp`'s has, and nothing that is shown.
const PASSWORD: &str = "pA55word-of-the-fuzz-targets";
const P: &str = "CognitoIdentityServiceProvider.client";

type Storage = BTreeMap<String, String>;

/// The platform that answers from the input.
fn answering(input: &Rc<RefCell<Input>>) -> Fake {
    let input = input.clone();
    Fake::new().answer_all(move |operation| input.borrow_mut().reply(operation))
}

/// A session of `u` that holds.
fn with_session(fake: Fake) -> Fake {
    let claims = r#"{"iat":1770091506,"exp":1770095106,"scope":"aws.cognito.signin.user.admin","origin_jti":"1"}"#;
    let token = ["e30.", &encoding::base64_encode(claims.as_bytes()), ".s"].concat();
    ["u.idToken", "u.accessToken"]
        .iter()
        .fold(fake, |fake, name| fake.stored(&format!("{P}.{name}"), &token))
        .stored(&format!("{P}.u.refreshToken"), "refresh-of-u")
        .stored(&format!("{P}.u.clockDrift"), "0")
        .stored(&format!("{P}.LastAuthUser"), "u")
        .stored(&format!("{P}.v.refreshToken"), "refresh-of-v")
}

/// What shows a failure must not show a secret, and must be a failure that JavaScript is told of.
fn check(error: &AuthError) {
    assert!(!format!("{error:?}").contains(PASSWORD));
    assert!(
        !matches!(**error, Failure::Usage(_)),
        "nothing was wrong before it was sent: {error:?}"
    );
}

fn is_token(secret: &crate::secret::Secret) -> bool {
    secret.expose().is_text() && !secret.is_empty()
}

/// A user has both tokens, but for one who is given as they are stored because the service could not be asked.
fn is_whole(user: &CurrentUser) {
    let is_whole = is_token(&user.tokens.id) && is_token(&user.tokens.access);
    assert!(is_whole || user.stale.is_some() && !user.tokens.refresh.is_empty());
}

/// Whether the input has the password itself: libFuzzer learns it from the comparisons below. An error may show what the
/// service or the storage said.
fn says_password(data: &[u8]) -> bool {
    data.windows(PASSWORD.len()).any(|bytes| bytes == PASSWORD.as_bytes())
}

/// The replies of the service, whatever they are, to every kind of call.
pub fn replies(data: &[u8]) {
    if says_password(data) {
        return;
    }
    let input = Rc::new(RefCell::new(Input::new(data)));
    let fake = with_session(answering(&input));
    let (kind, drift) = {
        let mut input = input.borrow_mut();
        (input.below(8), f64::from(input.byte()) * 1e9)
    };
    // The session of `u` holds for the calls that need it; a sign-in may be at any time.
    if kind < 4 {
        fake.advance(drift);
    }
    let client = fake.client();
    match kind {
        0..4 => signing_in(kind, &fake, &client),
        4 => {
            let (before, drop_it) = (fake.storage(), input.borrow_mut().below(2) == 0);
            // With an expired session there is a refresh first.
            if drop_it {
                fake.advance(7_200_000.0);
            }
            let bypass = input.borrow_mut().below(2) == 0;
            match fake::run(current_user(&client, bypass, drop_it, Value::Undefined)) {
                Ok(user) => is_whole(&user),
                Err(error) => check(&error),
            }
            others_are_kept(&before, &fake.storage());
        }
        5 => refreshing(&fake, &client),
        6 => {
            let before = fake.storage();
            let (nothing, code, username) = (Value::Undefined, Value::from("1"), Value::from("ana"));
            let client_id = &client.pool.client_id;
            let exchanges: [Exchange; 4] = [
                (&SignUp {
                    client_id,
                    username: &username,
                    password: &PASSWORD.into(),
                    user_attributes: &Value::Null,
                    validation_data: &Value::Null,
                    client_metadata: &nothing,
                    user_context_data: Value::Undefined,
                })
                    .into(),
                Exchange::from(&ConfirmSignUp {
                    client_id,
                    confirmation_code: &code,
                    username: &username,
                    force_alias_creation: &false.into(),
                    client_metadata: &nothing,
                    user_context_data: Value::Undefined,
                })
                .reading(),
                (&ResendConfirmationCode {
                    client_id,
                    username: &username,
                    client_metadata: &nothing,
                })
                    .into(),
                (&GetUser {
                    access_token: &"a".into(),
                })
                    .into(),
            ];
            for exchange in exchanges {
                match fake::run(client.exchange(exchange)) {
                    Ok(reply) => drop(as_object(&reply)),
                    Err(error) => check(&error),
                }
            }
            assert_eq!(fake.storage(), before);
        }
        _ => {
            let before = fake.storage();
            if input.borrow_mut().below(2) == 0 {
                fake::run(session::sign_out(&client, &"u".into(), None));
                fake::finish();
                assert_eq!(
                    fake.storage().keys().collect::<Vec<_>>(),
                    [&format!("{P}.v.refreshToken")]
                );
            } else {
                let tokens = Tokens::new("i", "a", "r", 0.0);
                match fake::run(session::global_sign_out(&client, &"u".into(), &tokens)) {
                    Ok(()) => assert!(!fake.storage().contains_key(&format!("{P}.u.idToken"))),
                    Err(error) => {
                        check(&error);
                        assert_eq!(fake.storage(), before);
                    }
                }
            }
        }
    }
    fake::finish();
}

fn signing_in(kind: u8, fake: &Fake, client: &Client<Fake>) {
    let password = || PASSWORD.into();
    let proof = match kind {
        0 => Proof::Srp(password()),
        1 => Proof::Password(password()),
        2 => Proof::CustomWithSrp(password()),
        _ => Proof::Custom,
    };
    let before = fake.storage();
    let request = SignInRequest {
        username: "ana".into(),
        proof,
        client_metadata: object(),
        auth_parameters: Value::Undefined,
        choice: None,
    };
    let mut flow = SignIn::new(&client.pool, SignInState::new(&"ana".into()));
    let begun = flow.begin(request, fake);
    let (state, result) = fake::run(run(client, flow, begun));
    let username = state.username;
    assert!(username.is_text() && username.is_truthy(), "{username:?}");
    match result {
        Ok(Outcome::SignedIn(tokens, _)) => {
            assert!(is_token(&tokens.id) && is_token(&tokens.access));
            let name = username.as_text().unwrap_or_default();
            let after = fake.storage();
            assert_eq!(after[&format!("{P}.LastAuthUser")], name);
            for (end, token) in [
                ("idToken", &tokens.id),
                ("accessToken", &tokens.access),
                ("refreshToken", &tokens.refresh),
            ] {
                assert_eq!(
                    Some(after[&format!("{P}.{name}.{end}")].as_str()),
                    token.expose().as_text()
                );
            }
            let former = before.get(&format!("{P}.LastAuthUser")).cloned().unwrap_or_default();
            for (key, text) in &before {
                let own = key.starts_with(&format!("{P}.{name}.")) || key.ends_with(".LastAuthUser");
                if let Some(end) = key.strip_prefix(&format!("{P}.{former}."))
                    && ["idToken", "accessToken", "refreshToken", "clockDrift", "userData"].contains(&end)
                {
                    assert!(own || !after.contains_key(key), "{key} of the former user is left");
                } else {
                    assert!(own || after.get(key) == Some(text), "{key} of another user changed");
                }
            }
        }
        Ok(Outcome::Ask(challenge)) => {
            assert!(challenge.name.is_text() && challenge.name.is_truthy());
            assert_eq!(fake.storage(), before);
        }
        Err(error) => {
            check(&error);
            assert_eq!(fake.storage(), before);
        }
    }
    for sent in fake.sent() {
        assert!(kind == 1 || !sent.body.contains(PASSWORD), "{}", sent.body);
        check_timestamp(&sent.body, fake.now_ms());
    }
}

/// `TIMESTAMP` is the time, in the only form that Cognito reads.
fn check_timestamp(body: &str, now_ms: f64) {
    let Some((_, rest)) = body.split_once(r#""TIMESTAMP":""#) else {
        return;
    };
    let text = rest.split('"').next().unwrap_or_default();
    let words: Vec<&str> = text.split(' ').collect();
    let [weekday, month, day, time, "UTC", year] = words[..] else {
        panic!("{text}");
    };
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let year: u64 = year.parse().expect("a year");
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = months.iter().position(|name| *name == month).expect("a month");
    let days = (1970..year).map(|year| 365 + u64::from(leap(year))).sum::<u64>() + lengths[..month].iter().sum::<u64>();
    let days = days + day.parse::<u64>().expect("a day") - 1;
    assert_eq!(
        weekday,
        ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7) as usize]
    );
    let seconds = time.split(':').fold(0, |sum, part| {
        assert_eq!(part.len(), 2);
        sum * 60 + part.parse::<u64>().expect("two digits")
    });
    assert_eq!(days * 86_400 + seconds, (now_ms / 1000.0) as u64, "{text}");
}

fn refreshing(fake: &Fake, client: &Client<Fake>) {
    let before = fake.storage();
    let refreshed = fake::run(session::refresh(
        client,
        &"u".into(),
        "refresh-of-u".into(),
        Value::Undefined,
        false,
    ));
    match &refreshed {
        Ok(tokens) => assert_eq!(
            fake.storage()[&format!("{P}.u.accessToken")],
            tokens.access.expose().as_text().unwrap_or_default()
        ),
        Err(error) => {
            check(error);
            if !error.refuses_refresh() {
                assert_eq!(fake.storage(), before);
            }
        }
    }
    others_are_kept(&before, &fake.storage());
}

/// Whatever became of `u`: nothing of anybody else changed, and nothing new came that is not theirs.
fn others_are_kept(before: &Storage, after: &Storage) {
    let others = |storage: &Storage| -> Storage {
        let others = storage
            .iter()
            .filter(|(key, _)| !key.starts_with(&format!("{P}.u.")) && !key.ends_with(".LastAuthUser"));
        others.map(|(key, text)| (key.clone(), text.clone())).collect()
    };
    assert_eq!(others(before), others(after));
}

/// Whatever another script, another version or the disk left in the storage, at any time of the clock.
pub fn storage(data: &[u8]) {
    if says_password(data) {
        return;
    }
    let input = Rc::new(RefCell::new(Input::new(data)));
    let mut fake = answering(&input);
    let texts = {
        let mut input = input.borrow_mut();
        fake.advance(f64::from(input.byte()) * 1e10 - 1e12);
        [
            "idToken",
            "accessToken",
            "refreshToken",
            "clockDrift",
            "userData",
            "deviceKey",
        ]
        .map(|name| {
            let text = match input.below(6) {
                0 => return (name, None),
                1 => input.text(),
                2 => input.number(),
                3 => input.json(3),
                _ if name == "userData" => input.body("GetUser"),
                _ => input.token(2),
            };
            (name, Some(text))
        })
    };
    for (name, text) in &texts {
        if let Some(text) = text {
            fake = fake.stored(&format!("{P}.u.{name}"), text);
        }
    }
    let info = input.borrow_mut().json(3);
    fake = fake
        .stored(&format!("{P}.LastAuthUser"), "u")
        .stored(&format!("{P}.v.refreshToken"), "refresh-of-v")
        .stored(FEDERATED_INFO, &info);
    let client = fake.client();
    drop(federated_user(&client.platform));
    if let Some(data) = cached(&client, &"u".into()) {
        drop(as_object(&data));
    }
    let without_info = |mut storage: Storage| {
        storage.remove(FEDERATED_INFO);
        storage
    };
    let before = without_info(fake.storage());
    match fake::run(current_user(
        &client,
        data.len().is_multiple_of(2),
        data.len().is_multiple_of(3),
        Value::Undefined,
    )) {
        Ok(user) => {
            is_whole(&user);
            drop(fake::run(user_data(
                &client,
                &user.username,
                &user.tokens,
                false,
                NO_LIMIT,
                Value::Undefined,
            )));
        }
        Err(error) => check(&error),
    }
    others_are_kept(&before, &without_info(fake.storage()));
    fake::finish();
}

/// `padHex` of a number's bytes.
pub fn padded(bytes: &[u8]) -> Vec<u8> {
    srp::padded(bytes)
}

/// Base64 and hexadecimal, of bytes and of any text.
pub fn encodings(data: &[u8]) {
    let text = encoding::base64_encode(data);
    assert_eq!(encoding::base64_decode(text.as_bytes()).as_deref(), Some(data));
    let url_safe = text.replace('+', "-").replace('/', "_");
    assert_eq!(
        encoding::base64_decode(url_safe.trim_end_matches('=').as_bytes()).as_deref(),
        Some(data)
    );

    let end = data.len() - data.iter().rev().take_while(|&&byte| byte == b'=').count();
    let digits: Vec<u8> = data[..end]
        .iter()
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => *byte,
        })
        .collect();
    let is_base64 = digits.len() % 4 != 1
        && digits
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte));
    let decoded = encoding::base64_decode(data);
    assert_eq!(decoded.is_some(), is_base64);
    if let Some(bytes) = decoded {
        // But for bits of the last digit that belong to no byte.
        let again = encoding::base64_encode(&bytes);
        let whole = digits.len() - usize::from(!digits.len().is_multiple_of(4));
        assert_eq!(again.as_bytes()[..whole], digits[..whole]);
        assert_eq!(again.trim_end_matches('=').len(), digits.len());
    }

    let decoded = encoding::hex_decode(data);
    assert_eq!(decoded.is_some(), data.iter().all(u8::is_ascii_hexdigit));
    if let Some(bytes) = decoded {
        assert_eq!(bytes.len(), data.len().div_ceil(2));
        let lower = data.to_ascii_lowercase();
        let zeros = lower.iter().take_while(|&&digit| digit == b'0').count();
        assert_eq!(encoding::hex_encode(&bytes).as_bytes(), &lower[zeros..]);
    }
    let hex: String = data.iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(encoding::hex_decode(hex.as_bytes()).as_deref(), Some(data));
}

/// The bytes of base64 of either alphabet.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    encoding::base64_decode(text.as_bytes())
}

/// What an answer to `PASSWORD_VERIFIER` is made of.
#[derive(Debug)]
pub struct Proven<'a> {
    /// The secret exponent of the client.
    pub a: [u8; 32],
    /// As [`Verifier`] has them.
    pub pool_name: &'a str,
    /// `USER_ID_FOR_SRP`
    pub user_id: &'a str,
    /// The user's.
    pub password: &'a str,
    /// `SALT`
    pub salt: &'a str,
    /// `SRP_B`
    pub b_pub: &'a str,
    /// `SECRET_BLOCK`
    pub secret_block: &'a str,
    /// `TIMESTAMP`
    pub timestamp: &'a str,
}

/// `SRP_A` and `PASSWORD_CLAIM_SIGNATURE`, or the name of what is wrong. `quick` leaves the exponentiations out: the
/// signature is then of no use, but what is wrong is found all the same.
pub fn prove(proven: &Proven<'_>, quick: bool) -> (String, Result<String, String>) {
    let ephemeral = Ephemeral::new(Box::new(proven.a), &|_, _| quick);
    let verifier = Verifier {
        pool_name: proven.pool_name.as_bytes(),
        user_id: proven.user_id.as_bytes(),
        password: proven.password.as_bytes(),
        salt: proven.salt.as_bytes(),
        b_pub: proven.b_pub.as_bytes(),
        secret_block: proven.secret_block.as_bytes(),
        timestamp: proven.timestamp.as_bytes(),
    };
    let signature = srp::claim_signature(&ephemeral, &verifier, &|_, _| quick);
    (
        ephemeral.a_pub().to_owned(),
        signature.map_err(|error| format!("{error:?}")),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    /// What once stopped a target.
    #[test]
    fn found_inputs_are_held() {
        let mut torn = vec![0, 97, 128, 55, 0, 90, 13, 2, 40, 0, 0, 0, 6, 1];
        torn.resize(400, 0);
        for data in [&torn[..], &[61, 0, 71, 34, 3, 112, 253, 3, 1, 3]] {
            super::replies(data);
            super::storage(data);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default()
        })]

        #[test]
        fn replies_of_any_shape_are_held(data in prop::collection::vec(any::<u8>(), 0..400)) {
            super::replies(&data);
        }

        #[test]
        fn storage_of_any_content_is_held(data in prop::collection::vec(any::<u8>(), 0..400)) {
            super::storage(&data);
        }
    }
}
