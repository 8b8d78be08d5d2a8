//! `_handleAuthResponse`, and the end of a sign-in in a popup.
//!
//! Source: `@aws-amplify/auth/src/Auth.ts`, `_handleAuthResponse`.

use super::{Hosted, popup};
use crate::credentials::v5::current_credentials;
use crate::current_user::remove_federated_user;
use crate::error::{AuthError, Failure, text};
use crate::hosted_ui::attempts::{Claim, claim, is_claimed, is_in_popup, state_expected_at};
use crate::hosted_ui::state::custom_state;
use crate::hosted_ui::{Answer as Answered, Return, clean_address, redeem};
use crate::platform::web::{Deferred, Web, settled};
use crate::platform::{Platform, first};
use crate::service::{Client, DISPENSABLE_MS};
use crate::session::Tokens;
use crate::v5::{Answer, Auth, Code, end_autofill, promise, promise_of, run, set_session};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `_handleAuthResponse(url)`: signs in with what a return from the hosted page brings. `pkg/hosted-return.js` passes
    /// the promise of the storage, too: it has dispatched the first event.
    #[wasm_bindgen(js_name = _handleAuthResponse)]
    pub fn handle_auth_response(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, hosted_return(Method::Handle))
    }
}

enum Method {
    Handle,
    /// Finishes the return of a popup. The argument is the popup's address.
    FinishPopup,
}

#[cfg_attr(not(feature = "whole"), wasm_split(hosted_return, fallible))]
fn hosted_return(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::Handle => |auth, arguments| Ok(Box::pin(handle(auth, arguments))),
        Method::FinishPopup => |auth, address| Ok(Box::pin(finish(auth, address, Value::undefined(), true))),
    })
}

/// Finishes the return of a popup of this page, which has ended at that address.
pub(super) fn finish_popup(auth: Auth, address: Value) -> Answer {
    run(auth, address, hosted_return(Method::FinishPopup))
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
    let finished = finish(auth, address, sync, given.is_truthy()).await;
    Ok(finished.unwrap_or(Value::undefined()))
}

/// Finishes a return of ours. `sync` is the promise of the storage where the page itself has found the return.
async fn finish(auth: Auth, address: Value, sync: Value, is_told: bool) -> Result<Value, Value> {
    let nothing = Value::undefined();
    let (Some(mut found), Some(hosted)) = (Return::of(&address), Hosted::of(&auth)) else {
        return Ok(nothing);
    };
    let client = auth.client()?;
    let platform = &client.platform;
    let state_in_address = found.state.clone();
    if !found.state.is_truthy() {
        found.state = state_expected_at(platform, &client.pool.client_id, &address);
    }
    let state = found.state.clone();
    let is_here = sync.is_truthy();
    if is_here && is_in_popup(platform, &client.pool.client_id, &state) && popup::tell(platform, &address, &state).await
    {
        return Ok(nothing);
    }
    let waiting = Waiting::new(&auth, sync);
    settled(&waiting.sync).await?;
    // Another call or tab may be finishing it. After the wait, this one finds it claimed, and the session stored.
    let lock = platform.lock(&(Value::from("cognito-auth-wasm.oauth.") + &state)).await;
    let claimed = claim(platform, &client.pool.client_id, &address, found, is_told && !is_here);
    // One that another tab has claimed is ours, too.
    let is_ours = claimed.is_some() || is_claimed(platform, &state);
    if is_ours {
        clean_address(platform, &state_in_address);
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
    remove_federated_user(&client.platform);
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
