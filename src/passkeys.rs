//! Passkeys: those of whoever is signed in, signing in with one, and why the browser gives none.
//!
//! A registration, by WebAuthn (<https://www.w3.org/TR/webauthn-3/>):
//!
//! 1. The service tells what kind of passkey it takes, and for whom.
//! 2. The browser makes one, once the user agrees.
//! 3. The service keeps its public key.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html>

mod attestation;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::devices;
use crate::error::{AuthError, Failure};
use crate::platform::{PasskeyPrompt, Platform};
use crate::secret::Secret;
use crate::service::{Client, DISPENSABLE_MS, Exchange, NO_LIMIT, Operation, Repeat, incomplete};
use crate::session::Tokens;
use crate::sign_in::InitiateAuth;
use crate::wire::{Value, object};
use serde::Serialize;

/// Begins a registration. The reply is the options for `navigator.credentials.create`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct StartWebAuthnRegistration<'a> {
    access_token: &'a Secret,
}

impl Operation for StartWebAuthnRegistration<'_> {
    const NAME: &'static str = "StartWebAuthnRegistration";
    // A challenge that nobody answers is forgotten.
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        let options = reply.get("CredentialCreationOptions");
        options.text("challenge").is_truthy().then_some(options)
    }
}

/// Has the service keep a new passkey.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CompleteWebAuthnRegistration<'a> {
    access_token: &'a Secret,
    credential: &'a Value,
}

impl Operation for CompleteWebAuthnRegistration<'_> {
    const NAME: &'static str = "CompleteWebAuthnRegistration";
    type Reply = Value;
}

/// Reads a page of the user's passkeys: `{Credentials, NextToken}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ListWebAuthnCredentials<'a> {
    access_token: &'a Secret,
    /// `undefined` for the first page.
    next_token: Value,
}

impl Operation for ListWebAuthnCredentials<'_> {
    const NAME: &'static str = "ListWebAuthnCredentials";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        reply.get("Credentials").is_list().then_some(reply)
    }
}

/// Has the service forget a passkey.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct DeleteWebAuthnCredential<'a> {
    access_token: &'a Secret,
    credential_id: &'a Value,
}

impl Operation for DeleteWebAuthnCredential<'_> {
    const NAME: &'static str = "DeleteWebAuthnCredential";
    type Reply = Value;
}

/// Why there is no passkey.
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) enum NoPasskey {
    /// The browser gives none, because of what it threw.
    Browser(Reason, Value),
    /// The service refuses, or cannot be reached.
    Service(AuthError),
}

impl From<AuthError> for NoPasskey {
    fn from(error: AuthError) -> NoPasskey {
        NoPasskey::Service(error)
    }
}

/// Why the browser gives no passkey.
#[derive(Clone, Copy)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) enum Reason {
    /// The user closed the dialogue, waited too long, or has no passkey that fits: browsers do not say which.
    Cancelled,
    Aborted,
    /// Another dialogue is open.
    Busy,
    /// The device has a passkey of this user.
    Exists,
    /// The page may not use passkeys of that relying party.
    RelyingParty,
    NotSupported,
    Failed,
}

impl Reason {
    /// The reason for what the browser threw when it was to make a passkey.
    fn of_making(thrown: &Value) -> Reason {
        if thrown.get("name") == *"InvalidStateError" {
            Reason::Exists
        } else {
            Reason::of(thrown)
        }
    }

    /// The reason for what the browser threw.
    fn of(thrown: &Value) -> Reason {
        let name = thrown.get("name");
        let is = |names: &[&str]| name.is_one_of(names);
        if is(&["NotAllowedError", "InvalidStateError"]) {
            Reason::Cancelled
        } else if is(&["AbortError", "TimeoutError"]) {
            Reason::Aborted
        } else if is(&["OperationError"]) {
            Reason::Busy
        } else if is(&["SecurityError"]) {
            Reason::RelyingParty
        } else if is(&["NotSupportedError", "ConstraintError"]) {
            Reason::NotSupported
        } else {
            Reason::Failed
        }
    }

    /// `code` of the JavaScript error, and its message.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Reason::Cancelled => (
                "PasskeyCancelled",
                "The passkey dialogue was closed, or no passkey fits",
            ),
            Reason::Aborted => ("PasskeyAborted", "The passkey dialogue was ended"),
            Reason::Busy => ("PasskeyBusy", "Another passkey dialogue is open"),
            Reason::Exists => ("PasskeyExists", "This device has a passkey already"),
            Reason::RelyingParty => ("PasskeyRelyingParty", "This page is not of the relying party"),
            Reason::NotSupported => ("PasskeyNotSupported", "This page has no such passkeys"),
            Reason::Failed => ("PasskeyFailed", "The browser gave no passkey"),
        }
    }
}

/// The credential that the browser has given. What it threw has such a reason.
fn credential(given: Result<Value, Value>, reason: fn(&Value) -> Reason) -> Result<Value, NoPasskey> {
    let credential = given.map_err(|thrown| NoPasskey::Browser(reason(&thrown), thrown))?;
    // An old browser may give none without an error.
    if credential.text("id").is_truthy() {
        Ok(credential)
    } else {
        Err(NoPasskey::Browser(Reason::Failed, Value::undefined()))
    }
}

/// An error where no dialogue can be shown.
fn possible<P: Platform>(platform: &P) -> Result<(), NoPasskey> {
    if platform.has_passkeys() {
        Ok(())
    } else {
        Err(NoPasskey::Browser(Reason::NotSupported, Value::undefined()))
    }
}

/// Has the browser make a passkey for whoever has these tokens: `{ credential, relyingParty }`. Dropped, it closes the
/// dialogue.
pub(crate) async fn make<P: Platform>(client: &Client<P>, tokens: &Tokens) -> Result<Value, NoPasskey> {
    possible(&client.platform)?;
    let access_token = &tokens.access;
    let options = client.call(&StartWebAuthnRegistration { access_token }).await?;
    let credential = credential(client.platform.new_passkey(&options).await, Reason::of_making)?;
    attestation::fill_in(&credential.get("response"));
    Ok(object()
        .with("credential", &credential)
        .with("relyingParty", &options.get("rp").get("id")))
}

/// Has the service keep what `make` gave: the ID of the passkey. If it refuses, the browser forgets the passkey, unless the
/// service has it all the same: it may have failed too late, or have got the request twice.
pub(crate) async fn register<P: Platform>(
    client: &Client<P>,
    tokens: &Tokens,
    made: &Value,
) -> Result<Value, AuthError> {
    let credential = &made.get("credential");
    let access_token = &tokens.access;
    let completing = CompleteWebAuthnRegistration {
        access_token,
        credential,
    };
    let id = credential.get("id");
    match client.call(&completing).await {
        Ok(_) => Ok(id),
        Err(error) => {
            if matches!(*error, Failure::Service { .. })
                && listed(client, tokens, &id).await.is_some_and(|it| it.is_undefined())
            {
                client.platform.forget_passkey(&made.get("relyingParty"), &id);
            }
            Err(error)
        }
    }
}

/// The credential by which a passkey answers a `WEB_AUTHN` challenge with these parameters: a JSON text. Dropped, it closes
/// the dialogue.
pub(crate) async fn prove<P: Platform>(
    platform: &P,
    prompt: PasskeyPrompt,
    parameters: &Value,
) -> Result<Value, NoPasskey> {
    possible(platform)?;
    let options = Value::decode(&parameters.get("CREDENTIAL_REQUEST_OPTIONS"));
    // iOS refuses to fill in at each second load of a page (<https://github.com/MasterKale/SimpleWebAuthn/issues/348>). To
    // ask once more spends no challenge.
    let mut may_repeat = prompt == PasskeyPrompt::Autofill;
    let credential = loop {
        match credential(platform.passkey(prompt, &options).await, Reason::of) {
            Err(NoPasskey::Browser(Reason::Cancelled, _)) if may_repeat => may_repeat = false,
            given => break given?,
        }
    };
    // It is of texts.
    Ok(credential.encode().unwrap_or(Value::undefined()))
}

/// The challenge for a passkey of that user: `{ ChallengeParameters, Session }`; `undefined` if the user has none that may come
/// first.
pub(crate) async fn challenge<P: Platform>(
    client: &Client<P>,
    username: &Value,
    client_metadata: Value,
) -> Result<Value, AuthError> {
    let device_key = devices::recall(client, username).map_or(Value::undefined(), |device| device.key);
    let auth_parameters = object()
        .with("USERNAME", username)
        .with_text("PREFERRED_CHALLENGE", WEB_AUTHN)
        .with("DEVICE_KEY", &device_key);
    let beginning = Exchange::from(&InitiateAuth {
        auth_flow: "USER_AUTH",
        client_id: client.pool.client_id.clone(),
        auth_parameters,
        session: Value::undefined().into(),
        client_metadata,
        user_context_data: client.user_context(username),
    });
    match client.exchange(beginning.reading::<Value>()).await {
        Ok(reply) if reply.get("ChallengeName") == *WEB_AUTHN => Ok(reply),
        // Each challenge has one, also the choice of another factor.
        Ok(reply) if !reply.text("Session").is_truthy() => Err(incomplete(InitiateAuth::NAME)),
        // The device is forgotten by a sign-in that somebody has asked for.
        Err(error) if !error.denies_device() => Err(error),
        _ => Ok(Value::undefined()),
    }
}

pub(crate) const WEB_AUTHN: &str = "WEB_AUTHN";

/// All passkeys of whoever has these tokens, as the service lists them. Each page comes within `limit_ms`.
async fn all<P: Platform>(client: &Client<P>, tokens: &Tokens, limit_ms: f64) -> Result<Vec<Value>, AuthError> {
    let (mut all, mut next_token) = (Vec::new(), Value::undefined());
    loop {
        let listing = ListWebAuthnCredentials {
            access_token: &tokens.access,
            next_token: next_token.clone(),
        };
        let page = client.exchange_within(limit_ms, Exchange::from(&listing)).await?;
        all.extend(page.get("Credentials").items());
        let former = std::mem::replace(&mut next_token, page.text("NextToken"));
        // A page that names itself as the next one would never end.
        if !next_token.is_truthy() || next_token == former {
            return Ok(all);
        }
    }
}

/// The passkeys of whoever has these tokens: `{ id, name, relyingPartyId, transports, attachment, createdAt }` each, with
/// milliseconds since 1970.
pub(crate) async fn list<P: Platform>(client: &Client<P>, tokens: &Tokens) -> Result<Vec<Value>, AuthError> {
    let shown = |passkey: &Value| {
        let members = [
            ("id", "CredentialId"),
            ("name", "FriendlyCredentialName"),
            ("relyingPartyId", "RelyingPartyId"),
            ("transports", "AuthenticatorTransports"),
            ("attachment", "AuthenticatorAttachment"),
        ];
        let shown = members.iter().fold(object(), |shown, (name, of_service)| {
            let member = passkey.get(of_service);
            if member.is_undefined() {
                shown
            } else {
                shown.with(name, &member)
            }
        });
        shown.with("createdAt", &(passkey.get("CreatedAt").number() * 1000.0).into())
    };
    Ok(all(client, tokens, NO_LIMIT).await?.iter().map(shown).collect())
}

/// That passkey of whoever has these tokens, as the service lists it; `undefined` if it has none of that ID. `None` where the
/// browser cannot be told, or the service does not answer soon.
async fn listed<P: Platform>(client: &Client<P>, tokens: &Tokens, id: &Value) -> Option<Value> {
    if !client.platform.forgets_passkeys() {
        return None;
    }
    let mut passkeys = all(client, tokens, DISPENSABLE_MS).await.ok()?.into_iter();
    let passkey = passkeys.find(|passkey| passkey.get("CredentialId") == *id);
    Some(passkey.unwrap_or(Value::undefined()))
}

/// Deletes a passkey of whoever has these tokens. The browser forgets it, too, where it can be told to.
pub(crate) async fn delete<P: Platform>(client: &Client<P>, tokens: &Tokens, id: &Value) -> Result<(), AuthError> {
    // Without the list, it is deleted all the same.
    let passkey = listed(client, tokens, id).await.unwrap_or(Value::undefined());
    let relying_party = passkey.get("RelyingPartyId");
    let deleting = DeleteWebAuthnCredential {
        access_token: &tokens.access,
        credential_id: id,
    };
    client.call(&deleting).await?;
    if relying_party.is_text() {
        client.platform.forget_passkey(&relying_party, id);
    }
    Ok(())
}
