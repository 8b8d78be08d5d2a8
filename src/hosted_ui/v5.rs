//! `federatedSignIn`, and the hosted page's part of signing out: the page leaves for there. Its return is a part of its
//! own.
//!
//! Source: `@aws-amplify/auth/src/Auth.ts`, `federatedSignIn` and `oAuthSignOutRedirect`.

mod popup;
mod returning;

use super::attempts::{ATTEMPTS, drop_attempt};
use super::{Asked, base_url, begin, joined, logout_url, redirect_of};
use crate::credentials::v5::{NO_POOL, sign_in_by_token};
use crate::error::Failure;
use crate::platform::web::{Web, settled};
use crate::platform::{Platform, first};
use crate::v5::{Answer, Auth, Code, end_autofill, is_remembered, known, page, promise, promise_of, run};
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
        end_autofill();
        if arguments.get(0).is_string() {
            return promise_of(sign_in_by_token(self, JsValue::from(arguments).into()));
        }
        promise(self, arguments, hosted_ui(Method::SignIn))
    }
}

enum Method {
    SignIn,
    SignOut,
}

#[cfg_attr(not(feature = "whole"), wasm_split(hosted_ui, fallible))]
fn hosted_ui(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::SignIn => sign_in,
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

/// Removes this tab's attempts if the page comes back as it was left.
fn forget_when_back() {
    let storage = global().get("sessionStorage");
    let remove = storage.get("removeItem").call("bind", &[&storage, &ATTEMPTS.into()]);
    if let Ok(remove) = remove {
        page(|page| page.when_back(remove.as_ref()));
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
