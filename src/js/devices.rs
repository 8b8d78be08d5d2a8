//! `rememberDevice`, `forgetDevice`, `fetchDevices`.

use super::auth::Auth;
use super::current_user::with_current_user;
use super::session::in_memory;
use super::{Answer, begun, exchange};
use crate::devices;
use crate::error::{AuthError, Failure, Usage};
use crate::methods::AuthMethod;
use crate::session::keys;
use crate::wire::Value;
use alloc::boxed::Box;

/// Each of them, on behalf of whoever is signed in.
pub(super) fn of_current_user(auth: Auth, method: AuthMethod) -> Answer {
    with_current_user(
        auth,
        Box::new(move |auth, user| begun(of_user(auth, user.ok(), method))),
    )
}

fn of_user(auth: &Auth, user: Option<Value>, method: AuthMethod) -> Result<Answer, Value> {
    const NOBODY: &str = "The user is not authenticated";
    // Parity: a text from two of them, an error from the third, whatever the reason.
    let Some((user, tokens)) = user.and_then(|user| in_memory(&user).map(|tokens| (user, tokens))) else {
        return Err(match method {
            AuthMethod::fetchDevices => Failure::Plain(NOBODY),
            _ => Failure::Text(NOBODY),
        }
        .into());
    };
    let (client, username) = (auth.client()?, user.get("username"));
    let key = client.stored(&username, keys::DEVICE_KEY).or(Value::undefined());
    let sending = match method {
        AuthMethod::rememberDevice => devices::update_device_status(&tokens, &key, "remembered"),
        AuthMethod::forgetDevice => devices::forget_device(&tokens, &key),
        _ => devices::list_devices(&tokens, &60.0.into(), &Value::undefined()),
    };
    let storage = client.clone();
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply.map_err(in_v5s_words)?;
        Ok(match method {
            AuthMethod::fetchDevices => devices::as_list(&reply),
            AuthMethod::forgetDevice => {
                devices::drop_stored(&storage, &username);
                reply
            }
            _ => reply,
        })
    };
    Ok(exchange(client, sending, Box::new(finish)))
}

/// Parity: two failures become v5's own, which have no `code`.
fn in_v5s_words(error: AuthError) -> AuthError {
    if error.is_service("InvalidParameterException") {
        Failure::Usage(Usage::DeviceConfig).into()
    } else if error.is_network() {
        Failure::Usage(Usage::Network).into()
    } else {
        error
    }
}
