//! The module in a headless browser: `Auth` over the page's localStorage, with a stubbed `fetch`.
//!
//! The JavaScript side is the package's own (`pkg/values.js`, `pkg/host.js`, `pkg/objects.js`).

#![cfg(target_arch = "wasm32")]

use cognito_auth_wasm::page::{self, connect, lend};
use cognito_auth_wasm::{call_account, call_auth, call_user, poll};
use js_sys::{Array, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/pkg/objects.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = pageStorage)]
    static PAGE_STORAGE: JsValue;

    type CognitoUserPool;
    #[wasm_bindgen(constructor)]
    fn new(data: &JsValue, wrap: &JsValue) -> CognitoUserPool;

    type CognitoUser;
    #[wasm_bindgen(constructor)]
    fn new(data: &JsValue) -> CognitoUser;
}

#[wasm_bindgen(module = "/pkg/methods.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = authMethods)]
    static AUTH_METHODS: Array;
    #[wasm_bindgen(thread_local_v2, js_name = userMethods)]
    static USER_METHODS: Array;
}

fn place(methods: &Array, name: &str) -> u32 {
    methods
        .index_of(&name.into(), 0)
        .try_into()
        .expect("there is such a method")
}

#[wasm_bindgen(module = "/pkg/lent.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = lent)]
    static LENT: JsValue;
}

// What `pkg/host.js` imports: the test runner copies what is named here.
#[wasm_bindgen(module = "/pkg/challenge.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = keepChallenge)]
    static KEEP_CHALLENGE: JsValue;
}

#[wasm_bindgen(module = "/pkg/reply.js")]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = textOf)]
    static TEXT_OF: JsValue;
}

#[wasm_bindgen(module = "/pkg/hub.js")]
extern "C" {
    type Hub;
    #[wasm_bindgen(thread_local_v2, js_name = Hub)]
    static HUB: Hub;
    #[wasm_bindgen(method)]
    fn listen(this: &Hub, channel: &str, callback: &JsValue);
    #[wasm_bindgen(method)]
    fn remove(this: &Hub, channel: &str, callback: &JsValue);
}

#[wasm_bindgen(inline_js = r#"
    export const events = [];
    export const requests = [];
    let answers = [];

    export const note = ({ payload: { event, message } }) => events.push(event + ': ' + message);

    /// An Auth as pkg/auth.js makes it, with this pool.
    export function facade(userPool) {
        return {
            userPool, user: null, _config: {}, _storageSync: undefined,
            createCognitoUser: (username) => ({
                username, pool: userPool, storage: userPool.storage, authenticationFlowType: facade.flow,
                keyPrefix: 'CognitoIdentityServiceProvider.' + userPool.clientId,
            }),
        };
    }

    /// The next replies of `fetch`, in order: [status, body], or an array of one with what it rejects with.
    export function reply(list, flow) {
        facade.flow = flow;
        answers = [...list];
        events.length = requests.length = 0;
        localStorage.clear();
        globalThis.fetch = async (...args) => {
            const request = new Request(...args);
            requests.push({
                target: request.headers.get('x-amz-target'), url: request.url, body: await request.text(),
                type: request.headers.get('content-type'), cache: request.headers.get('cache-control'),
                agent: request.headers.get('x-amz-user-agent'),
            });
            const [status, body] = answers.shift();
            if (typeof status !== 'number') throw status;
            return new Response(body, { status });
        };
    }

    export const token = (claims) => 'e30.' + btoa(JSON.stringify(claims)) + '.s';
    export const typeError = () => new TypeError('Failed to fetch');
"#)]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = events)]
    static EVENTS: Array;
    #[wasm_bindgen(thread_local_v2, js_name = requests)]
    static REQUESTS: Array;
    #[wasm_bindgen(thread_local_v2, js_name = note)]
    static NOTE: JsValue;
    fn facade(pool: &JsValue) -> JsValue;
    fn reply(list: &JsValue, flow: &str);
    fn token(claims: &JsValue) -> String;
    #[wasm_bindgen(js_name = typeError)]
    fn type_error() -> JsValue;
}

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

fn stored(key: &str) -> Option<String> {
    web_sys::window()?
        .local_storage()
        .ok()??
        .get_item(&["CognitoIdentityServiceProvider.client.", key].concat())
        .ok()?
}

fn pool() -> JsValue {
    let data = json(r#"{"UserPoolId":"eu-west-1_AbCdEf123","ClientId":"client","endpoint":"https://cognito.test/"}"#);
    CognitoUserPool::new(&data, &JsValue::UNDEFINED).into()
}

/// An `Auth` as `pkg/auth.js` makes it.
struct Auth(JsValue);

impl Auth {
    async fn call(&self, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        let arguments: Array = arguments.iter().collect();
        let promise = Promise::new(&mut |resolve, reject| {
            page::call_auth(
                AUTH_METHODS.with(|methods| place(methods, method)),
                &self.0,
                &arguments,
                &resolve,
                &reject,
            );
        });
        settled(promise).await
    }

    async fn sign_in(&self, username: JsValue, password: &str) -> Result<JsValue, JsValue> {
        self.call("signIn", &[username, password.into()]).await
    }
}

/// Does what `pkg/core.js` does when the module is loaded.
fn connect_once() {
    thread_local! {
        static CONNECTED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if CONNECTED.replace(true) {
        return;
    }
    let exports = Object::new();
    for (name, export) in [
        ("memory", wasm_bindgen::memory()),
        (
            "callAuth",
            Closure::<dyn FnMut(u32, i32, i32, i32, i32)>::new(call_auth).into_js_value(),
        ),
        (
            "callAccount",
            Closure::<dyn FnMut(u32, i32, i32, i32, i32)>::new(call_account).into_js_value(),
        ),
        (
            "callUser",
            Closure::<dyn FnMut(u32, i32, i32) -> i32>::new(call_user).into_js_value(),
        ),
        ("poll", Closure::<dyn Fn(u32) -> bool>::new(poll).into_js_value()),
    ] {
        Reflect::set(&exports, &name.into(), &export).expect("it is an object");
    }
    connect(&exports);
    assert!(KEEP_CHALLENGE.with(JsValue::is_function) && TEXT_OF.with(JsValue::is_function));
    lend(&LENT.with(JsValue::clone));
}

fn auth(flow: &str, replies: &[(u16, &str)]) -> (Auth, JsValue) {
    connect_once();
    HUB.with(|hub| {
        NOTE.with(|note| {
            hub.remove("auth", note);
            hub.listen("auth", note);
        });
    });
    let list: Array = replies
        .iter()
        .map(|(status, body)| Array::of2(&(*status).into(), &(*body).into()))
        .collect();
    reply(&list, flow);
    let facade = facade(&pool());
    (Auth(facade.clone()), facade)
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

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

#[wasm_bindgen_test]
async fn a_sign_in_stores_v5s_keys_and_sign_out_removes_them() {
    let tokens = tokens(3600.0);
    let (auth, facade) = auth("USER_PASSWORD_AUTH", &[(200, &tokens), (200, "{}")]);
    let user = auth.sign_in("ana".into(), "pass word").await.expect("it is accepted");
    assert_eq!(text(&user, "username"), "ana");
    assert_eq!(get(&facade, "user"), user);
    assert_eq!(stored("LastAuthUser").as_deref(), Some("ana"));
    assert_eq!(stored("ana.refreshToken").as_deref(), Some("r"));
    assert_eq!(stored("ana.clockDrift").as_deref(), Some("0"));
    EVENTS.with(|events| assert_eq!(events.get(0), "signIn: A user ana has been signed in"));
    REQUESTS.with(|requests| {
        let sent = requests.get(0);
        assert_eq!(text(&sent, "target"), "AWSCognitoIdentityProviderService.InitiateAuth");
        assert_eq!(text(&sent, "url"), "https://cognito.test/");
        assert_eq!(text(&sent, "type"), "application/x-amz-json-1.1");
        assert_eq!(text(&sent, "cache"), "no-store");
        assert!(text(&sent, "agent").starts_with("cognito-auth-wasm/"));
        assert_eq!(
            text(&sent, "body"),
            r#"{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"client","AuthParameters":{"USERNAME":"ana","PASSWORD":"pass word"},"ClientMetadata":{}}"#
        );
    });
    auth.call("signOut", &[]).await.expect("sign-out never fails");
    assert_eq!(
        web_sys::window()
            .and_then(|page| page.local_storage().ok()?)
            .map(|it| it.length()),
        Some(Ok(0))
    );
    REQUESTS.with(|requests| {
        assert_eq!(text(&requests.get(1), "body"), r#"{"Token":"r","ClientId":"client"}"#);
    });
}

#[wasm_bindgen_test]
async fn an_srp_sign_in_proves_the_password_with_random_numbers() {
    let challenge = r#"{"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"aa","SRP_B":"05","SECRET_BLOCK":"AAEC","USER_ID_FOR_SRP":"u-1"}}"#;
    let refusal = r#"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#;
    let mut public_values = Vec::new();
    for _ in 0..2 {
        let (auth, _) = auth("USER_SRP_AUTH", &[(200, challenge), (400, refusal)]);
        let error = auth.sign_in("ana".into(), "p").await.expect_err("it is refused");
        assert_eq!(text(&error, "code"), "NotAuthorizedException");
        assert_eq!(text(&error, "name"), "NotAuthorizedException");
        assert_eq!(text(&error, "message"), "Incorrect username or password.");
        EVENTS.with(|events| assert_eq!(events.get(0), "signIn_failure: u-1 failed to signin"));
        REQUESTS.with(|requests| {
            let first = json(&text(&requests.get(0), "body"));
            public_values.push(text(&first, "AuthParameters.SRP_A"));
            let second = json(&text(&requests.get(1), "body"));
            assert_eq!(text(&second, "ChallengeResponses.PASSWORD_CLAIM_SIGNATURE").len(), 44);
        });
    }
    assert_ne!(public_values[0], public_values[1]);
    assert!(public_values[0].len() > 700);
}

#[wasm_bindgen_test]
async fn a_fetch_may_reject_with_anything() {
    for (thrown, code, message) in [
        (type_error(), Some("NetworkError"), Some("Network error")),
        ("a text".into(), None, None),
        (JsValue::NULL, None, None),
    ] {
        let (auth, _) = auth("USER_PASSWORD_AUTH", &[]);
        reply(&Array::of1(&Array::of1(&thrown)), "USER_PASSWORD_AUTH");
        let error = auth.sign_in("ana".into(), "p").await.expect_err("it cannot be sent");
        match message {
            Some(message) => {
                assert_eq!(get(&error, "code").as_string().as_deref(), code);
                assert_eq!(text(&error, "message"), message);
            }
            None => assert_eq!(error, thrown),
        }
    }
}

#[wasm_bindgen_test]
async fn one_refresh_serves_all_calls() {
    let (expired, fresh) = (tokens(-5.0), tokens(3600.0));
    let (auth, _) = auth("USER_PASSWORD_AUTH", &[(200, &expired), (200, &fresh), (200, &fresh)]);
    let user = auth.sign_in("ana".into(), "p").await.expect("it is accepted");
    // Expired on arrival: the sign-in itself has refreshed once.
    assert_eq!(REQUESTS.with(Array::length), 2);
    for name in ["idToken", "accessToken"] {
        let key = ["CognitoIdentityServiceProvider.client.ana.", name].concat();
        let storage = web_sys::window()
            .and_then(|page| page.local_storage().ok()?)
            .expect("there is storage");
        storage
            .set_item(&key, &text(&get(&json(&expired), "AuthenticationResult"), "IdToken"))
            .expect("there is room");
    }
    let (one, two, three) = (
        auth.call("currentSession", &[]),
        auth.call("currentSession", &[]),
        auth.call("currentUserPoolUser", &[]),
    );
    let all = futures_of(one, two, three).await;
    assert!(all);
    assert_eq!(REQUESTS.with(Array::length), 3);
    drop(user);
}

async fn futures_of<T, E>(
    one: impl Future<Output = Result<T, E>>,
    two: impl Future<Output = Result<T, E>>,
    three: impl Future<Output = Result<T, E>>,
) -> bool {
    let (mut one, mut two, mut three) = (Box::pin(one), Box::pin(two), Box::pin(three));
    let mut done = [None, None, None];
    std::future::poll_fn(move |context| {
        use std::task::Poll::{Pending, Ready};
        macro_rules! step {
            ($at:expr, $future:expr) => {
                if done[$at].is_none() {
                    if let Ready(result) = $future.as_mut().poll(context) {
                        done[$at] = Some(result.is_ok());
                    }
                }
            };
        }
        step!(0, one);
        step!(1, two);
        step!(2, three);
        if done.iter().all(Option::is_some) {
            Ready(done.iter().all(|ok| *ok == Some(true)))
        } else {
            Pending
        }
    })
    .await
}

#[wasm_bindgen_test]
async fn bad_input_is_refused_before_anything_is_sent() {
    let (auth, _) = auth("USER_SRP_AUTH", &[]);
    let undefined = JsValue::UNDEFINED;
    let cases: [(JsValue, &str); 4] = [
        ("".into(), "Username cannot be empty"),
        (
            undefined.clone(),
            "The username should either be a string or one of the sign in types",
        ),
        (
            7.into(),
            "The username should either be a string or one of the sign in types",
        ),
        (
            json("{}"),
            "The username should either be a string or one of the sign in types",
        ),
    ];
    for (username, message) in cases {
        let error = auth.sign_in(username, "p").await.expect_err("it is refused");
        assert_eq!(text(&error, "message"), message);
        assert_eq!(text(&error, "name"), "AuthError");
    }
    let arguments = [json(r#"{"username":"a"}"#)];
    let error = auth.call("signUp", &arguments);
    assert_eq!(
        text(&error.await.expect_err("it is refused"), "message"),
        "Password cannot be empty"
    );
    let arguments = ["a".into(), "".into()];
    let error = auth.call("confirmSignUp", &arguments);
    assert_eq!(
        text(&error.await.expect_err("it is refused"), "message"),
        "Confirmation code cannot be empty"
    );
    assert_eq!(REQUESTS.with(Array::length), 0);
}

#[wasm_bindgen_test]
async fn a_stored_session_is_found_by_a_callback_at_once() {
    let tokens = tokens(3600.0);
    let (auth, _) = auth("USER_PASSWORD_AUTH", &[(200, &tokens)]);
    auth.sign_in("ana".into(), "p").await.expect("it is accepted");
    let data = Object::new();
    Reflect::set(&data, &"Username".into(), &"ana".into()).expect("it is an object");
    Reflect::set(&data, &"Pool".into(), &pool()).expect("it is an object");
    let user = JsValue::from(CognitoUser::new(&data));
    let promise = Promise::new(&mut |resolve, _| {
        let callback = Closure::once_into_js(move |error: JsValue, session: JsValue| {
            assert!(error.is_null());
            resolve
                .call1(&JsValue::UNDEFINED, &session)
                .expect("resolve does not throw");
        });
        page::call_user(
            USER_METHODS.with(|methods| place(methods, "getSession")),
            &user,
            &Array::of1(&callback),
        )
        .expect("there is such a method");
        assert!(get(&user, "signInUserSession").is_object(), "before the method returns");
    });
    assert_eq!(
        text(&settled(promise).await.expect("it resolves"), "refreshToken.token"),
        "r"
    );
}

#[wasm_bindgen_test]
async fn calls_leave_no_value_behind() {
    let held = || page::VALUES.with(|values| get(values, "size"));
    let (auth, _) = auth("USER_PASSWORD_AUTH", &[]);
    let before = held();
    for _ in 0..20 {
        let (expired, fresh) = (tokens(-5.0), tokens(3600.0));
        let refusal = r#"{"__type":"NotAuthorizedException","message":"No"}"#;
        let replies = [
            (400, refusal),
            (200, &*expired),
            (200, &*fresh),
            (200, &*fresh),
            (200, "{}"),
        ];
        let list: Array = replies
            .iter()
            .map(|(status, body)| Array::of2(&(*status).into(), &(*body).into()))
            .collect();
        reply(&list, "USER_PASSWORD_AUTH");
        auth.sign_in("ana".into(), "no").await.expect_err("it is refused");
        auth.sign_in("ana".into(), "p").await.expect("it is accepted");
        // Three that share one refresh.
        let expire = |name: &str| {
            let key = ["CognitoIdentityServiceProvider.client.ana.", name].concat();
            let storage = web_sys::window().and_then(|page| page.local_storage().ok()?);
            let token = text(&json(&expired), "AuthenticationResult.IdToken");
            storage
                .expect("there is storage")
                .set_item(&key, &token)
                .expect("there is room");
        };
        expire("idToken");
        let call = || auth.call("currentSession", &[]);
        assert!(futures_of(call(), call(), call()).await, "they have one result");
        auth.call("signOut", &[]).await.expect("sign-out never fails");
    }
    assert_eq!(held(), before);
}

#[wasm_bindgen_test]
async fn a_name_or_password_that_is_no_text_is_sent_as_one_and_blocks_nothing() {
    let refusal = r#"{"__type":"NotAuthorizedException","message":"No"}"#;
    let (auth, _) = auth("USER_PASSWORD_AUTH", &[(400, refusal), (400, refusal)]);
    for password in [json("7"), json("{}")] {
        let options = Object::new();
        Reflect::set(&options, &"username".into(), &5.into()).expect("it is an object");
        Reflect::set(&options, &"password".into(), &password).expect("it is an object");
        let error = auth.call("signIn", &[options.into()]).await.expect_err("it is refused");
        assert_eq!(text(&error, "code"), "NotAuthorizedException");
    }
    REQUESTS.with(|requests| {
        assert!(text(&requests.get(0), "body").contains(r#""USERNAME":"5","PASSWORD":"7""#));
    });
}

#[wasm_bindgen_test]
fn the_packages_storage_is_localstorage() {
    PAGE_STORAGE.with(|storage| {
        let set = Reflect::get(storage, &"setItem".into())
            .expect("it is there")
            .unchecked_into::<js_sys::Function>();
        set.call2(storage, &"CognitoIdentityServiceProvider.client.k".into(), &"v".into())
            .expect("it stores");
    });
    assert_eq!(stored("k").as_deref(), Some("v"));
}

#[wasm_bindgen_test]
fn a_timestamp_is_written_as_cognito_reads_it() {
    for (now_ms, text) in include!("vectors/timestamps.rs") {
        assert_eq!(page::timestamp_of(now_ms), text);
    }
}
