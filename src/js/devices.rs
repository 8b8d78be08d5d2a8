//! `rememberDevice`, `forgetDevice`, `fetchDevices`.

use super::auth::Auth;
use super::current_user::load_current_user;
use super::session::in_memory;
use crate::devices;
use crate::error::{AuthError, Failure, Usage};
use crate::methods::AuthMethod;
use crate::wire::Value;

/// Each of them, on behalf of whoever is signed in.
pub(super) async fn of_current_user(auth: Auth, method: AuthMethod) -> Result<Value, Value> {
    const NOBODY: &str = "The user is not authenticated";
    let fetches = method == AuthMethod::fetchDevices;
    // Parity: a text from two of them, an error from the third, whatever the reason.
    let nobody = || {
        if fetches {
            Failure::Plain(NOBODY)
        } else {
            Failure::Text(NOBODY)
        }
    };
    let user = load_current_user(&auth, &Value::undefined())
        .await
        .map_err(|_| nobody())?;
    let tokens = in_memory(&user).ok_or_else(nobody)?;
    let (client, username) = (auth.client()?, user.get("username"));
    let key = devices::stored(&client, &username).key;
    let sending = match method {
        AuthMethod::rememberDevice => devices::update_device_status(&tokens, &key, "remembered"),
        AuthMethod::forgetDevice => devices::forget_device(&tokens, &key),
        _ => devices::list_devices(&tokens, &60.0.into(), &Value::undefined()),
    };
    let reply = client.exchange(sending).await.map_err(in_v5s_words)?;
    if method == AuthMethod::forgetDevice {
        devices::forget(&client, &username);
    }
    Ok(if fetches { devices::as_list(&reply) } else { reply })
}

/// Parity: two failures become v5's own, which have no `code`.
fn in_v5s_words(error: AuthError) -> AuthError {
    if error.is_service("InvalidParameterException") {
        Failure::Usage(Usage::DeviceConfig).into()
    } else if *error == Failure::Network {
        Failure::Usage(Usage::Network).into()
    } else {
        error
    }
}
