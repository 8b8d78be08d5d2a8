//! Signing in on the pages of the user pool's domain: OAuth 2.0's authorization code flow with PKCE, and the implicit flow.
//!
//! Source: `@aws-amplify/auth/src/OAuth/OAuth.ts`; RFC 6749, RFC 7636;
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

mod address;
mod attempts;
mod state;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

pub(crate) use address::{Answer, Return};

use crate::error::AuthError;
use crate::platform::Platform;
use crate::service::{Client, incomplete};
use crate::session::{AuthenticationResult, Tokens, store_sign_in};
use crate::wire::{Value, object};
use address::{is_same_page, origin, without_return};

/// What the application asks of the hosted page. A parameter that is `undefined` is left out.
pub(crate) struct Asked {
    /// `code` or `token`.
    pub response_type: Value,
    pub redirect_uri: Value,
    pub provider: Value,
    /// Separated by spaces.
    pub scopes: Value,
    pub custom_state: Value,
    pub idp_identifier: Value,
    pub login_hint: Value,
    pub lang: Value,
    pub nonce: Value,
    pub prompt: Value,
    pub is_popup: bool,
    /// Whether the session is to be found by other tabs and later visits.
    pub is_remembered: bool,
}

/// An attempt that has begun.
pub(crate) struct Begun {
    pub state: Value,
    /// The address of the hosted page.
    pub url: Value,
}

/// `https://<domain>`. A domain with a scheme is as it is, for services on this machine.
pub(crate) fn base_url(domain: &Value) -> Value {
    if domain.split("://").len() > 1 {
        domain.clone()
    } else {
        Value::from("https://") + domain
    }
}

/// Begins an attempt: it is kept for its return.
pub(crate) async fn begin<P: Platform>(client: &Client<P>, base: &Value, asked: &Asked) -> Result<Begun, AuthError> {
    let platform = &client.platform;
    let state = state::new_state(platform, &asked.custom_state)?;
    let [mut verifier, mut challenge, mut method] = [(); 3].map(|()| Value::undefined());
    if asked.response_type == *"code" {
        verifier = state::random_text(platform, state::VERIFIER_LENGTH)?;
        challenge = base64_url(&platform.sha256(&verifier).await?);
        method = "S256".into();
    }
    let attempt = object()
        .with("state", &state)
        .with("redirectUri", &asked.redirect_uri)
        .with("verifier", &verifier)
        .with("nonce", &asked.nonce)
        .with("popup", &asked.is_popup.into())
        .with("remember", &asked.is_remembered.into());
    attempts::keep(platform, &client.pool.client_id, attempt)?;
    // Parity: the order up to `code_challenge_method`.
    let parameters = [
        ("redirect_uri", &asked.redirect_uri),
        ("response_type", &asked.response_type),
        ("client_id", &client.pool.client_id),
        ("identity_provider", &asked.provider),
        ("scope", &asked.scopes),
        ("state", &state),
        ("code_challenge", &challenge),
        ("code_challenge_method", &method),
        ("idp_identifier", &asked.idp_identifier),
        ("login_hint", &asked.login_hint),
        ("lang", &asked.lang),
        ("nonce", &asked.nonce),
        ("prompt", &asked.prompt),
    ];
    let url = base.clone() + "/oauth2/authorize?" + &form(&parameters);
    Ok(Begun { state, url })
}

/// Base64 for URLs, without padding (RFC 4648 section 5).
fn base64_url(base64: &Value) -> Value {
    let text = replaced(base64, "+", "-");
    replaced(&replaced(&text, "/", "_"), "=", "")
}

/// A text with another separator between its parts.
fn replaced(text: &Value, separator: &str, by: &str) -> Value {
    joined(&text.split(separator), by)
}

/// The texts of a list, with a separator between them.
pub(crate) fn joined(list: &Value, separator: &str) -> Value {
    let mut items = list.items().into_iter();
    let first = items.next().unwrap_or("".into()).to_text();
    items.fold(first, |joined, item| joined + separator + &item)
}

/// `name=value&…` of the parameters that are not `undefined`.
fn form(parameters: &[(&str, &Value)]) -> Value {
    let given = parameters.iter().filter(|(_, value)| !value.is_undefined());
    given.fold("".into(), |form: Value, (name, value)| {
        let separator = if form.is_truthy() { "&" } else { "" };
        form + separator + *name + "=" + &value.encoded_for_address()
    })
}

/// The address of the page that signs out.
pub(crate) fn logout_url(base: &Value, client_id: &Value, redirect_sign_out: &Value) -> Value {
    base.clone() + "/logout?client_id=" + client_id + "&logout_uri=" + &redirect_sign_out.encoded_for_address()
}

/// Of several addresses to return to, the page's own one, else one of its origin, else the first. The service compares
/// them letter by letter, so that it is given as it is configured.
pub(crate) fn redirect_of(configured: &Value, page: &Value) -> Value {
    let several = if configured.is_list() {
        configured.items()
    } else {
        configured.split(",").items()
    };
    let several = several.iter().map(trimmed).collect::<Vec<_>>();
    let find = |is_it: &dyn Fn(&Value) -> bool| several.iter().find(|address| is_it(address));
    let found = find(&|address| address == page)
        .or_else(|| find(&|address| is_same_page(address, page)))
        .or_else(|| find(&|address| page.is_text() && origin(address) == origin(page)))
        .or(several.first());
    found.cloned().unwrap_or(Value::undefined())
}

/// An address without spaces around it.
fn trimmed(text: &Value) -> Value {
    let parts = text.split(" ").items().into_iter();
    parts.into_iter().find(Value::is_truthy).unwrap_or("".into())
}

/// Takes the parameters of this return out of the page's address, if they are there.
pub(crate) fn clean_address<P: Platform>(platform: &P, state: &Value) {
    let address = platform.address();
    if address.is_text() && Return::of(&address).is_some_and(|found| found.state == *state) {
        platform.replace_address(&without_return(&address));
    }
}

/// Signs in with what the service has answered. The tokens are stored when this ends. The username is theirs.
pub(crate) async fn redeem<P: Platform>(
    client: &Client<P>,
    endpoint: &Value,
    attempt: &Value,
    redirect_uri: &Value,
    answer: Answer,
) -> Result<(Value, Tokens), AuthError> {
    let result = match answer {
        Answer::Refusal { code, description } => return Err(attempts::refusal(code, description)),
        Answer::Tokens { id, access } => AuthenticationResult {
            id,
            access,
            refresh: "".into(),
            new_device: Value::undefined(),
        },
        Answer::Code(code) => {
            let verifier = attempt.get("verifier").or(Value::undefined());
            let parameters = [
                ("grant_type", &"authorization_code".into()),
                ("code", code.expose()),
                ("client_id", &client.pool.client_id),
                ("redirect_uri", redirect_uri),
                ("code_verifier", &verifier),
            ];
            let reply = client.post_for_tokens(endpoint, &form(&parameters)).await?;
            AuthenticationResult {
                id: reply.text("id_token").into(),
                access: reply.text("access_token").into(),
                refresh: reply.text("refresh_token").or("").into(),
                new_device: Value::undefined(),
            }
        }
    };
    let (platform, none) = (&client.platform, "".into());
    let claims = platform.claims(result.id.expose());
    let username = claims.text("cognito:username");
    if result.access.is_empty() || !username.is_truthy() {
        return Err(incomplete("oauth2/token"));
    }
    let nonce = attempt.get("nonce");
    if nonce.is_truthy() && claims.get("nonce") != nonce {
        return Err(attempts::refusal("InvalidNonce", "The ID token is of another sign-in"));
    }
    let tokens = Tokens::issued(&result, &none, platform);
    platform.wait_to_write().await;
    let is_remembered = attempt.get("remember") != Value::from(false);
    store_sign_in(client, &username, &tokens, is_remembered)?;
    // Without it, only the sign-out at the hosted page is missing.
    let _ = platform.set_item(&client.keys(&username).hosted_ui, &"true".into());
    Ok((username, tokens))
}
