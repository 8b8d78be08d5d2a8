//! The module in a headless browser, built in one piece (feature `whole`): the methods of `Auth` over the page's localStorage,
//! with a stubbed `fetch`. What `platform/web` does by itself is tested beside it.
//!
//! The JavaScript side is the package's own, as one script (`tests/web/page.js`): a page of many modules hangs in the server of
//! wasm-bindgen's runner.

#![cfg(target_arch = "wasm32")]

use cognito_auth_wasm::v5::{Auth, CognitoUserMethods};
use js_sys::{Array, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = page)]
    static PAGES_SIDE: Object;
}

#[wasm_bindgen(js_namespace = testPage)]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = given)]
    static GIVEN: Object;
    #[wasm_bindgen(thread_local_v2, js_name = events)]
    static EVENTS: Array;
    #[wasm_bindgen(thread_local_v2, js_name = requests)]
    static REQUESTS: Array;
    #[wasm_bindgen(thread_local_v2, js_name = pageStorage)]
    static PAGE_STORAGE: web_sys::Storage;
    #[wasm_bindgen(js_name = newAuth)]
    fn new_auth(flow: &str) -> JsValue;
    #[wasm_bindgen(js_name = newUser)]
    fn new_user(username: &str) -> JsValue;
    fn reply(list: &JsValue);
    fn token(claims: &JsValue) -> String;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(call: &js_sys::Function, milliseconds: f64);
}

const NONE: JsValue = JsValue::UNDEFINED;

fn json(text: &str) -> JsValue {
    JSON::parse(text).expect("the test's JSON is right")
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, name| {
        Reflect::get(&object, &name.into()).expect("the test looks into an object")
    })
}

fn text(object: &JsValue, path: &str) -> String {
    get(object, path).as_string().unwrap_or_default()
}

fn request(place: u32) -> JsValue {
    REQUESTS.with(|requests| requests.get(place))
}

fn local_storage() -> web_sys::Storage {
    let storage = web_sys::window().and_then(|page| page.local_storage().ok()?);
    storage.expect("there is storage")
}

fn key(name: &str) -> String {
    ["CognitoIdentityServiceProvider.client.", name].concat()
}

fn stored(name: &str) -> Option<String> {
    local_storage().get_item(&key(name)).expect("storage does not throw")
}

/// What core.js does once for each module.
fn connect() {
    thread_local! {
        static IS_CONNECTED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if IS_CONNECTED.replace(true) {
        return;
    }
    // Strict code keeps its variables to itself.
    js_sys::eval(concat!(
        include_str!(".work/web/page.js"),
        "globalThis.testPage = testPage"
    ))
    .expect("the page's side runs");
    PAGES_SIDE.with(|page| GIVEN.with(|given| Object::assign(page, given)));
}

/// The page's `Auth`, whose methods are called each by an [`Auth`] of its own, as core.js does it.
struct Page(JsValue);

impl Page {
    fn new(flow: &str, replies: &[(u16, &str)]) -> Page {
        connect();
        let page = Page(new_auth(flow));
        reply_with(replies);
        page
    }

    fn auth(&self) -> Auth {
        Auth::new(self.0.clone())
    }

    async fn sign_in(&self, username: impl Into<JsValue>, password: impl Into<JsValue>) -> Result<JsValue, JsValue> {
        settled(self.auth().sign_in(Array::of2(&username.into(), &password.into()))).await
    }
}

fn reply_with(replies: &[(u16, &str)]) {
    let replies = replies.iter();
    let list: Array = replies
        .map(|(status, body)| Array::of2(&(*status).into(), &(*body).into()))
        .collect();
    reply(&list);
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

/// The service's reply with tokens of that many seconds from now on.
fn tokens(seconds: f64) -> String {
    let now = (js_sys::Date::now() / 1000.0).floor();
    let claims = Object::new();
    for (name, value) in [
        ("iat", JsValue::from(now)),
        ("exp", (now + seconds).into()),
        ("origin_jti", "j".into()),
    ] {
        Reflect::set(&claims, &name.into(), &value).expect("it is an object");
    }
    let token = token(&claims);
    [
        r#"{"AuthenticationResult":{"IdToken":""#,
        &token,
        r#"","AccessToken":""#,
        &token,
        r#"","RefreshToken":"r"}}"#,
    ]
    .concat()
}

const REFUSAL: &str = r#"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#;
const CHALLENGE: &str = r#"{"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"aa","SRP_B":"05","SECRET_BLOCK":"AAEC","USER_ID_FOR_SRP":"u-1"}}"#;

#[wasm_bindgen_test]
async fn a_sign_in_stores_v5s_keys_and_sign_out_everywhere_removes_them() {
    let page = Page::new("USER_PASSWORD_AUTH", &[(200, &tokens(3600.0)), (200, "{}")]);
    let user = page.sign_in("ana", "pass word").await.expect("it is accepted");
    assert_eq!(text(&user, "username"), "ana");
    assert_eq!(get(&page.0, "user"), user);
    assert_eq!(stored("LastAuthUser").as_deref(), Some("ana"));
    assert_eq!(stored("ana.refreshToken").as_deref(), Some("r"));
    assert_eq!(stored("ana.clockDrift").as_deref(), Some("0"));
    EVENTS.with(|events| assert_eq!(events.get(0), "signIn: A user ana has been signed in"));
    let sent = request(0);
    assert_eq!(text(&sent, "target"), "AWSCognitoIdentityProviderService.InitiateAuth");
    assert_eq!(text(&sent, "url"), "https://cognito.test/");
    assert_eq!(text(&sent, "type"), "application/x-amz-json-1.1");
    assert_eq!(text(&sent, "cache"), "no-store");
    assert!(text(&sent, "agent").starts_with("cognito-auth-wasm/"));
    assert_eq!(
        text(&sent, "body"),
        r#"{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"client","AuthParameters":{"USERNAME":"ana","PASSWORD":"pass word"},"ClientMetadata":{}}"#
    );
    settled(page.auth().sign_out(Array::new()))
        .await
        .expect("it is accepted");
    assert_eq!(local_storage().length(), Ok(0));
    let sent = request(1);
    assert_eq!(text(&sent, "target"), "AWSCognitoIdentityProviderService.GlobalSignOut");
    assert!(text(&sent, "body").starts_with(r#"{"AccessToken":"e30."#));
}

#[wasm_bindgen_test]
async fn an_srp_sign_in_proves_the_password_with_random_numbers() {
    let mut public_values = Vec::new();
    for (status, verdict) in [(400, REFUSAL), (200, &*tokens(3600.0))] {
        let page = Page::new("USER_SRP_AUTH", &[(200, CHALLENGE), (status, verdict)]);
        match page.sign_in("ana", "p").await {
            Ok(user) => {
                assert_eq!(status, 200);
                assert_eq!(text(&user, "username"), "u-1");
                assert_eq!(stored("LastAuthUser").as_deref(), Some("u-1"));
                EVENTS.with(|events| assert_eq!(events.get(0), "signIn: A user u-1 has been signed in"));
            }
            Err(error) => {
                assert_eq!(status, 400);
                assert_eq!(text(&error, "code"), "NotAuthorizedException");
                assert_eq!(text(&error, "name"), "NotAuthorizedException");
                assert_eq!(text(&error, "message"), "Incorrect username or password.");
                EVENTS.with(|events| assert_eq!(events.get(0), "signIn_failure: u-1 failed to signin"));
            }
        }
        let first = json(&text(&request(0), "body"));
        public_values.push(text(&first, "AuthParameters.SRP_A"));
        let second = json(&text(&request(1), "body"));
        // 32 bytes in base64.
        assert_eq!(text(&second, "ChallengeResponses.PASSWORD_CLAIM_SIGNATURE").len(), 44);
        assert!(!text(&request(0), "body").contains("\"p\"") && !text(&request(1), "body").contains("\"p\""));
    }
    assert_ne!(public_values[0], public_values[1]);
    assert!(public_values.iter().all(|value| value.len() > 700));
}

/// Takes the time out of what is stored: the tokens have expired.
fn expire() {
    let expired = text(&json(&tokens(-5.0)), "AuthenticationResult.IdToken");
    for name in ["ana.idToken", "ana.accessToken"] {
        local_storage().set_item(&key(name), &expired).expect("there is room");
    }
}

#[wasm_bindgen_test]
async fn one_refresh_serves_all_calls() {
    let fresh = tokens(3600.0);
    let page = Page::new("USER_PASSWORD_AUTH", &[(200, &fresh), (200, &fresh)]);
    page.sign_in("ana", "p").await.expect("it is accepted");
    expire();
    let calls = [
        page.auth().current_session(Array::new()),
        page.auth().current_session(Array::new()),
        page.auth().current_user_pool_user(Array::new()),
    ];
    settled(Promise::all(&Array::from_iter(calls)))
        .await
        .expect("all have new tokens");
    assert_eq!(REQUESTS.with(Array::length), 2);
    let body = json(&text(&request(1), "body"));
    assert_eq!(text(&body, "AuthParameters.REFRESH_TOKEN"), "r");
}

#[wasm_bindgen_test]
async fn bad_input_is_refused_before_anything_is_sent() {
    let page = Page::new("USER_SRP_AUTH", &[]);
    let no_name = "The username should either be a string or one of the sign in types";
    for (username, message) in [
        ("".into(), "Username cannot be empty"),
        (NONE, no_name),
        (7.into(), no_name),
        (json("{}"), no_name),
    ] {
        let error = page.sign_in(username, "p").await.expect_err("it is refused");
        assert_eq!(text(&error, "message"), message);
        assert_eq!(text(&error, "name"), "AuthError");
        assert!(error.is_instance_of::<js_sys::Error>());
    }
    for (promise, message) in [
        (
            page.auth().sign_up(Array::of1(&json(r#"{"username":"a"}"#))),
            "Password cannot be empty",
        ),
        (
            page.auth().confirm_sign_up(Array::of2(&"a".into(), &"".into())),
            "Confirmation code cannot be empty",
        ),
    ] {
        let error = settled(promise).await.expect_err("it is refused");
        assert_eq!(text(&error, "message"), message);
    }
    assert_eq!(REQUESTS.with(Array::length), 0);
}

#[wasm_bindgen_test]
async fn a_stored_session_is_found_by_a_callback_at_once() {
    let page = Page::new("USER_PASSWORD_AUTH", &[(200, &tokens(3600.0))]);
    page.sign_in("ana", "p").await.expect("it is accepted");
    let user = new_user("ana");
    let seen = Object::new();
    let note = {
        let seen = seen.clone();
        Closure::once_into_js(move |error: JsValue, session: JsValue| {
            assert!(error.is_null());
            Reflect::set(&seen, &"session".into(), &session).expect("it is an object");
        })
    };
    let under_way = CognitoUserMethods::new(user.clone()).get_session(Array::of1(&note));
    assert!(under_way.is_none(), "it has ended before the method returns");
    assert_eq!(text(&seen, "session.refreshToken.token"), "r");
    assert!(get(&user, "signInUserSession").is_object());
}

#[wasm_bindgen_test]
async fn calls_leave_no_value_behind() {
    let page = Page::new("USER_PASSWORD_AUTH", &[]);
    let fresh = tokens(3600.0);
    let mut held = Vec::new();
    for round in 0..30 {
        reply_with(&[(400, REFUSAL), (200, &fresh), (200, &fresh), (200, "{}")]);
        page.sign_in("ana", "no").await.expect_err("it is refused");
        page.sign_in("ana", "p").await.expect("it is accepted");
        expire();
        let calls = [(); 3].map(|()| page.auth().current_session(Array::new()));
        settled(Promise::all(&Array::from_iter(calls)))
            .await
            .expect("all have new tokens");
        settled(page.auth().sign_out(Array::new()))
            .await
            .expect("sign-out never fails");
        // Locks are held a moment longer than they are needed.
        if round % 10 == 9 {
            settled(Promise::new(&mut |resolve, _| set_timeout(&resolve, 1000.0)))
                .await
                .expect("time passes");
            held.push(wasm_bindgen::externref_heap_live_count());
        }
    }
    assert!(held[2] <= held[1], "{held:?}");
}

#[wasm_bindgen_test]
async fn a_name_or_password_that_is_no_text_is_sent_as_one_and_blocks_nothing() {
    let page = Page::new("USER_PASSWORD_AUTH", &[(400, REFUSAL), (400, REFUSAL)]);
    for password in [7.into(), json("{}")] {
        let options = Object::new();
        Reflect::set(&options, &"username".into(), &5.into()).expect("it is an object");
        Reflect::set(&options, &"password".into(), &password).expect("it is an object");
        let error = page.sign_in(options, NONE).await.expect_err("it is refused");
        assert_eq!(text(&error, "code"), "NotAuthorizedException");
        assert!(get(&page.0, "pendingSignIn").is_null());
    }
    assert!(text(&request(0), "body").contains(r#""USERNAME":"5","PASSWORD":"7""#));
}

#[wasm_bindgen_test]
fn the_packages_storage_is_localstorage() {
    connect();
    local_storage().clear().expect("storage does not throw");
    PAGE_STORAGE.with(|storage| storage.set_item(&key("k"), "v").expect("it stores"));
    assert_eq!(stored("k").as_deref(), Some("v"));
}
