//! What the methods of a signed-in user share: an exchange in the user's name.

use super::user::{in_memory, set_session};
use super::{Answer, Auth, Finish};
use crate::attributes::{remove_user_data, user_data};
use crate::current_user::v5::load_current_user;
use crate::error::{AuthError, Failure, text};
use crate::platform::web::Web;
use crate::service::{Client, DISPENSABLE_MS, Exchange};
use crate::session::v5::session_of_user;
use crate::session::{self, Tokens};
use crate::wire::Value;

/// The user in whose name an exchange is sent, and the session that it uses.
pub(crate) enum InNameOf {
    /// The session of that user object, refreshed if it has expired.
    User(Value),
    /// The session that the object carries, refreshed if it has expired. An object that carries none is not signed in.
    ///
    /// Mended: v5 refreshes for some methods and not for others.
    Carrier(Value),
    /// The session of the signed-in user.
    Current,
}

/// The effect of an exchange on what `GetUser` says of the user, of which a copy is stored.
pub(crate) enum UserData {
    /// It stays as it is.
    Unchanged,
    /// It changes. The copy is removed, so that who asks next gets the service's answer.
    ///
    /// Parity: v5 keeps the copy.
    Changed,
    /// It changes, and the copy is renewed before the method answers.
    Renewed,
}

/// Makes the exchange for the given tokens.
pub(crate) type Sending = Box<dyn FnOnce(&Tokens) -> Exchange>;

/// Sends an exchange in the name of that user. `effect` is that of its success.
///
/// `sending` may be an error about the arguments: v5 reports it after it has found the user.
pub(crate) fn in_name_of(
    auth: Auth,
    who: InNameOf,
    sending: Result<Sending, Failure>,
    effect: UserData,
    finish: Finish,
) -> Answer {
    Box::pin(async move {
        let user = match who {
            InNameOf::Carrier(user) => user,
            InNameOf::Current => load_current_user(&auth, &Value::undefined()).await?,
            InNameOf::User(user) => {
                session_of_user(&auth, &user).await?;
                user
            }
        };
        let client = auth.client_of_user(&user);
        let sending = sending?;
        let tokens = carried_session(&auth, &user).await?;
        let reply = client.exchange(sending(&tokens)).await;
        if reply.is_ok() {
            let is_outdated = match effect {
                UserData::Unchanged => false,
                UserData::Changed => true,
                // Parity: the change is made, whether or not the copy can be renewed.
                UserData::Renewed => data_of_user(&client, &user, tokens, true, DISPENSABLE_MS, Value::undefined())
                    .await
                    .is_err(),
            };
            if is_outdated {
                remove_user_data(&client, &user.get("username"));
            }
        }
        finish(reply)
    })
}

/// Whether the object carries a session that is valid, or can be refreshed. Without, its method fails at once.
pub(crate) fn carries_session(auth: &Auth, user: &Value) -> bool {
    let client = auth.client_of_user(user);
    in_memory(user).is_some_and(|tokens| session::known(&client, &user.get("username"), Some(tokens)).is_ok())
}

/// The tokens that the object carries. If they have expired, they are refreshed, and set on the object.
pub(crate) async fn carried_session(auth: &Auth, user: &Value) -> Result<Tokens, Value> {
    let client = auth.client_of_user(user);
    if authenticated(&client, user).is_err() && carries_session(auth, user) {
        session_of_user(auth, user).await?;
    }
    Ok(authenticated(&client, user)?)
}

/// The tokens that the object carries, if they are valid now.
pub(crate) fn authenticated(client: &Client<Web>, user: &Value) -> Result<Tokens, Failure> {
    in_memory(user)
        .filter(|tokens| tokens.are_valid(&client.platform))
        .ok_or(NOT_AUTHENTICATED)
}

pub(crate) const NOT_AUTHENTICATED: Failure = Failure::Plain(text::USER_NOT_AUTHENTICATED);

/// The body of `GetUser`, or its stored copy. Refreshed tokens are set on the user object.
pub(crate) async fn data_of_user(
    client: &Client<Web>,
    user: &Value,
    tokens: Tokens,
    bypass_cache: bool,
    limit_ms: f64,
    client_metadata: Value,
) -> Result<Value, AuthError> {
    let username = user.get("username");
    let (data, refreshed) = user_data(client, &username, &tokens, bypass_cache, limit_ms, client_metadata).await?;
    if let Some(tokens) = refreshed {
        set_session(user, &tokens);
    }
    Ok(data)
}
