//! `federatedSignIn`, `_handleAuthResponse`, and the hosted page's part of signing out.
//!
//! Source: `@aws-amplify/auth/src/Auth.ts`, `federatedSignIn`, `_handleAuthResponse` and `oAuthSignOutRedirect`.

mod popup;

use super::attempts::{ATTEMPTS, Claim, claim, drop_attempt, is_claimed, is_in_popup};
use super::state::custom_state;
use super::{
    Answer as Answered, Asked, Return, base_url, begin, clean_address, joined, logout_url, redeem, redirect_of,
};
use crate::credentials::v5::{NO_POOL, current_credentials, sign_in_by_token};
use crate::current_user::remove_federated_user;
use crate::error::{AuthError, Failure, text};
use crate::platform::web::{Deferred, Web, settled};
use crate::platform::{Platform, Shelf, first};
use crate::service::{Client, DISPENSABLE_MS};
use crate::session::Tokens;
use crate::v5::{Answer, Auth, Code, is_remembered, known, page, promise, promise_of, run, set_session};
use crate::wire::{Value, global, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `federatedSignIn({ provider, customState, … })`: opens the hosted page, or the page of a provider.
    /// `federatedSignIn(provider, response, user)`: signs in with the token of another provider.
    #[wasm_bindgen(js_name = federatedSignIn)]
    pub fn federated_sign_in(self, arguments: Array) -> Promise {
        if arguments.get(0).is_string() {
            return promise_of(sign_in_by_token(self, JsValue::from(arguments).into()));
        }
        promise(self, arguments, hosted_ui(Method::SignIn))
    }

    /// `_handleAuthResponse(url)`: signs in with what a return from the hosted page brings. `pkg/hosted-return.js` passes
    /// the promise of the storage, too: it has dispatched the first event.
    #[wasm_bindgen(js_name = _handleAuthResponse)]
    pub fn handle_auth_response(self, arguments: Array) -> Promise {
        promise(self, arguments, hosted_ui(Method::Return))
    }
}

enum Method {
    SignIn,
    Return,
    SignOut,
}

#[cfg_attr(not(feature = "whole"), wasm_split(hosted_ui, fallible))]
fn hosted_ui(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::SignIn => sign_in,
        Method::Return => |auth, arguments| Ok(Box::pin(handle(auth, arguments))),
        Method::SignOut => |auth, _| Ok(Box::pin(open_logout(auth))),
    })
}

/// Ends the session of the hosted page: the browser's page leaves for there.
pub(crate) fn sign_out_there(auth: Auth) -> Answer {
    run(auth, Value::undefined(), hosted_ui(Method::SignOut))
}

/// Whether whoever is signed in came by the hosted page.
pub(crate) fn came_by_hosted_ui(auth: &Auth) -> bool {
    page(|page| page.came_by_hosted_ui(auth.object()))
}

/// `oauth`, as configured.
struct Hosted(Value);

impl Hosted {
    /// The configuration of the hosted page; `None` if there is none.
    fn of(auth: &Auth) -> Option<Hosted> {
        let hosted: Value = page(|page| page.hosted_ui(auth.config().as_ref())).into();
        hosted.is_truthy().then_some(Hosted(hosted))
    }

    /// That member. Parity: one of `options` stands before it.
    fn get(&self, name: &str) -> Value {
        let option = self.0.get("options").get(name);
        if option.is_undefined() {
            self.0.get(name)
        } else {
            option
        }
    }

    /// `https://<domain>`.
    fn base(&self) -> Result<Value, Failure> {
        let domain = self.get("domain");
        if domain.is_truthy() {
            Ok(base_url(&domain))
        } else {
            Err(Failure::Plain(
                "The hosted UI is not configured: oauth.domain is missing",
            ))
        }
    }

    /// The address to return to that is configured for this page.
    fn redirect(&self, name: &str, platform: &Web) -> Value {
        redirect_of(&self.get(name), &platform.address())
    }

    /// Opens an address, as configured.
    fn open(&self, url: &Value, redirect: &Value) -> Result<Value, Value> {
        let opener = self.get("urlOpener");
        if opener.is_function() {
            return opener.apply(&Value::undefined(), &[url, redirect]);
        }
        let opened = global().call("open", &[url, &"_self".into()])?;
        if opened.is_truthy() {
            Ok(opened)
        } else {
            Err(Failure::Plain("The browser does not open the hosted page").into())
        }
    }
}

/// The members of `federatedSignIn`'s argument that ask for the hosted page. The first three are v5's.
const OPTIONS: [&str; 12] = [
    "provider",
    "customProvider",
    "customState",
    "idpIdentifier",
    "redirectUri",
    "scopes",
    "loginHint",
    "lang",
    "nonce",
    "prompt",
    "popup",
    "remember",
];

fn has(given: &Value, name: &str) -> bool {
    given
        .call("hasOwnProperty", &[&name.into()])
        .is_ok_and(|has| has.is_truthy())
}

fn sign_in(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let config = auth.config();
    let [has_user_pool, has_identity_pool] = ["userPoolId", "identityPoolId"].map(|name| config.get(name).is_truthy());
    let given = arguments.at(0);
    if !has_user_pool && !has_identity_pool {
        return Err(NO_POOL.into());
    }
    if given.is_undefined() && !has_user_pool {
        const NO_TOKENS: &str = "Federation with Identity Pools requires tokens passed as arguments";
        return Err(Failure::Plain(NO_TOKENS).into());
    }
    if given.is_undefined() || OPTIONS.iter().any(|name| has(&given, name)) {
        if !has_user_pool {
            return Ok(known(Ok(Value::undefined())));
        }
        return Ok(Box::pin(open_hosted_page(auth, given)));
    }
    Ok(sign_in_by_token(auth, arguments))
}

/// What the application asks, with v5's defaults.
fn asked(hosted: &Hosted, given: &Value, platform: &Web, is_remembered: bool) -> Asked {
    let option = |name: &str| given.get(name).or(Value::undefined());
    let mut provider = given.get(if has(given, "provider") {
        "provider"
    } else {
        "customProvider"
    });
    let idp_identifier = option("idpIdentifier");
    let mut prompt = option("prompt");
    if prompt.is_truthy() {
        prompt = prompt.lower_case();
    }
    let scopes = option("scopes").or(hosted.get("scopes")).or(hosted.get("scope"));
    if provider.is_undefined() && idp_identifier.is_undefined() && prompt != *"none" {
        provider = "COGNITO".into();
    }
    let redirect_uri = option("redirectUri");
    Asked {
        response_type: hosted.get("responseType").or("code"),
        redirect_uri: if redirect_uri.is_undefined() {
            hosted.redirect("redirectSignIn", platform)
        } else {
            redirect_uri
        },
        provider,
        scopes: if scopes.is_list() {
            joined(&scopes, " ")
        } else {
            scopes.to_text()
        },
        custom_state: given.get("customState"),
        idp_identifier,
        login_hint: option("loginHint"),
        lang: option("lang"),
        nonce: option("nonce"),
        prompt,
        is_popup: option("popup").is_truthy(),
        is_remembered,
    }
}

async fn open_hosted_page(auth: Auth, given: Value) -> Result<Value, Value> {
    const NOT_CONFIGURED: Failure = Failure::Plain("The hosted UI is not configured: oauth.redirectSignIn is missing");
    const NO_PAGE: Failure = Failure::Plain("The hosted UI needs a page: there is none here");
    let client = auth.client()?;
    let platform = &client.platform;
    let hosted = Hosted::of(&auth).ok_or(NOT_CONFIGURED)?;
    let base = hosted.base()?;
    if !platform.address().is_text() {
        return Err(NO_PAGE.into());
    }
    let mut asked = asked(&hosted, &given, platform, is_remembered(&auth, &given)?);
    let mut begun = begin(&client, &base, &asked).await?;
    if asked.is_popup {
        let window = popup::open(&begun.url);
        if window.is_truthy() {
            return popup::wait(auth, &client, &window, &begun.state).await;
        }
        // The browser has blocked it. In the page itself, the return must not look for the page that has opened it.
        drop_attempt(platform, &begun.state);
        asked.is_popup = false;
        begun = begin(&client, &base, &asked).await?;
    }
    forget_when_back();
    // Parity: the promise does not wait for what the opener returns.
    hosted.open(&begun.url, &asked.redirect_uri)?;
    Ok(Value::undefined())
}

/// Removes this tab's attempts if the page comes back as it was left, by the Back button. The next `pageshow` of a page
/// that is there is such a return.
fn forget_when_back() {
    let storage = global().get("sessionStorage");
    let remove = storage.get("removeItem").call("bind", &[&storage, &ATTEMPTS.into()]);
    if let Ok(remove) = remove {
        let once = object().with("once", &true.into());
        let _ = global().call("addEventListener", &[&"pageshow".into(), &remove, &once]);
    }
}

/// `amplify-redirected-from-hosted-ui`, which v5 sets and nobody reads.
const REDIRECTED: &str = "amplify-redirected-from-hosted-ui";

async fn handle(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let [given, sync] = [0, 1].map(|place| arguments.at(place));
    if !auth.config().get("userPoolId").is_truthy() {
        return Err(Failure::Plain("OAuth responses require a User Pool defined in config").into());
    }
    if !sync.is_truthy() {
        let data = object().with("url", &given);
        auth.dispatch("parsingCallbackUrl", &data, &text::PARSING_CALLBACK.into());
    }
    let platform = auth.platform();
    let address = given.clone().or(platform.address());
    // Parity: failures are events.
    let finished = finish(auth, &address, sync, given.is_truthy()).await;
    Ok(finished.unwrap_or(Value::undefined()))
}

/// Finishes a return of ours. `sync` is the promise of the storage where the page itself has found the return.
async fn finish(auth: Auth, address: &Value, sync: Value, is_told: bool) -> Result<Value, Value> {
    let nothing = Value::undefined();
    let (Some(found), Some(hosted)) = (Return::of(address), Hosted::of(&auth)) else {
        return Ok(nothing);
    };
    let client = auth.client()?;
    let (platform, state) = (&client.platform, found.state.clone());
    let is_here = sync.is_truthy();
    if is_here && is_in_popup(platform, &client.pool.client_id, &state) && popup::tell(platform, address, &state).await
    {
        return Ok(nothing);
    }
    let waiting = Waiting::new(&auth, sync);
    settled(&waiting.sync).await?;
    // Another call or tab may be finishing it. After the wait, this one finds it claimed, and the session stored.
    let lock = platform.lock(&(Value::from("cognito-auth-wasm.oauth.") + &state)).await;
    let claimed = claim(platform, &client.pool.client_id, address, found, is_told && !is_here);
    // One that another tab has claimed is ours, too.
    let is_ours = claimed.is_some() || is_claimed(platform, &state);
    if is_ours || !is_told {
        clean_address(platform, &state);
    }
    let Some(Claim { attempt, answer }) = claimed else {
        return Ok(nothing);
    };
    // Parity: its failure changes nothing.
    let _ = platform.set_item(&REDIRECTED.into(), &"true".into());
    let redirect_uri = attempt
        .text("redirectUri")
        .or(hosted.redirect("redirectSignIn", platform));
    let result = match answer {
        Ok(answer) => signed_in(&auth, &client, &hosted, &attempt, &redirect_uri, answer).await,
        Err(error) => Err(error),
    };
    drop(lock);
    drop(waiting);
    let result = match result {
        Ok((username, tokens)) => announced(&auth, &username, &tokens, &state).await,
        Err(error) => Err(error.into()),
    };
    if let Err(error) = &result {
        for (event, message) in [
            ("signIn_failure", text::OAUTH_FAILED),
            (
                "cognitoHostedUI_failure",
                "A failure occurred when returning to the Cognito Hosted UI",
            ),
            ("customState_failure", "A failure occurred when returning state"),
        ] {
            auth.dispatch(event, error, &message.into());
        }
    }
    if is_here && attempt.get("popup").is_truthy() {
        popup::close();
    }
    result
}

async fn signed_in(
    auth: &Auth,
    client: &Client<Web>,
    hosted: &Hosted,
    attempt: &Value,
    redirect_uri: &Value,
    answer: Answered,
) -> Result<(Value, Tokens), AuthError> {
    let endpoint = hosted.base()? + "/oauth2/token";
    match &answer {
        Answered::Code(_) => {
            let message = Value::from("Retrieving tokens from ") + &endpoint;
            auth.dispatch("codeFlow", &object(), &message);
        }
        Answered::Tokens { .. } => {
            // Mended: v5 writes the tokens into the message.
            let message = Value::from("Got tokens from ") + &client.platform.address();
            auth.dispatch("implicitFlow", &object(), &message);
        }
        Answered::Refusal { .. } => {}
    }
    let result = redeem(client, &endpoint, attempt, redirect_uri, answer).await?;
    remove_federated_user(client);
    Ok(result)
}

/// Tells the application who has signed in. The result is the AWS credentials, where there is an identity pool.
///
/// Mended: v5 does not sign in when the identity pool gives none.
async fn announced(auth: &Auth, username: &Value, tokens: &Tokens, state: &Value) -> Result<Value, Value> {
    let user = auth.new_user(username)?;
    set_session(&user, tokens);
    let mut credentials = Value::undefined();
    if auth.config().get("identityPoolId").is_truthy() {
        let limit = auth.platform();
        let found = first(current_credentials(auth.clone()), limit.sleep(DISPENSABLE_MS)).await;
        credentials = found.and_then(Result::ok).unwrap_or(credentials);
    }
    let message = Value::from("A user ") + username + " has been signed in";
    auth.dispatch("signIn", &user, &message);
    auth.dispatch("cognitoHostedUI", &user, &(message + " via Cognito Hosted UI"));
    if let Some(custom_state) = custom_state(state) {
        auth.dispatch(
            "customOAuthState",
            &custom_state,
            &(Value::from("State for user ") + username),
        );
    }
    Ok(credentials)
}

/// While this is there, methods that ask who is signed in wait, for ten seconds at most, as in v5.
struct Waiting {
    facade: Value,
    /// The promise of the storage.
    sync: Value,
    /// Settles when this is dropped.
    _ended: Deferred,
}

const SYNC: &str = "_storageSync";
const LONGEST_WAIT_MS: f64 = 10_000.0;

impl Waiting {
    /// `sync` is the promise of the storage where the page has made the methods wait already.
    fn new(auth: &Auth, sync: Value) -> Waiting {
        let facade: Value = JsValue::from(auth.object().clone()).into();
        let ended = Deferred::new();
        if sync.is_truthy() {
            return Waiting {
                facade,
                sync,
                _ended: ended,
            };
        }
        let sync = facade.get(SYNC);
        let (end, limit) = (JsValue::from(ended.promise.clone()).into(), auth.platform());
        let wait = promise_of(Box::pin(async move {
            first(settled(&end), limit.sleep(LONGEST_WAIT_MS)).await;
            Ok(Value::undefined())
        }));
        facade.set(SYNC, &JsValue::from(wait).into());
        Waiting {
            facade,
            sync,
            _ended: ended,
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.facade.set(SYNC, &self.sync);
    }
}

/// The longest time for the page to leave.
const LEAVES_WITHIN_MS: f64 = 3000.0;

/// Mended: v5 rejects after three seconds where the page has not left.
async fn open_logout(auth: Auth) -> Result<Value, Value> {
    let platform = auth.platform();
    let Some(hosted) = Hosted::of(&auth) else {
        return Ok(Value::undefined());
    };
    let redirect = hosted.redirect("redirectSignOut", &platform);
    let url = logout_url(&hosted.base()?, &auth.config().get("userPoolWebClientId"), &redirect);
    let data = object().with("oAuth", &"signOut".into());
    auth.dispatch("oAuthSignOut", &data, &(Value::from("Signing out from ") + &url));
    let has_page = platform.address().is_text();
    if has_page || hosted.get("urlOpener").is_function() {
        let opened = hosted.open(&url, &redirect)?;
        if has_page {
            platform.sleep(LEAVES_WITHIN_MS).await;
        } else {
            first(settled(&opened), platform.sleep(LEAVES_WITHIN_MS)).await;
        }
    }
    Ok(Value::undefined())
}
