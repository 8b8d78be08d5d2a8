//! `getPreferredMFA`, `setPreferredMFA`.

use super::super::auth::Auth;
use super::super::signed_in::{authenticated, data_of_user};
use crate::cognito::NO_LIMIT;
use crate::current_user::{end, is_stored};
use crate::error::Failure;
use crate::mfa::preference::{preferred, set_user_mfa_preference, settings};
use crate::session::keys;
use crate::wire::Value;

/// `getPreferredMFA(user, { bypassCache })`, and with a method `setPreferredMFA(user, mfaMethod)`: which second factor
/// the service asks for.
pub(in super::super) async fn preferred_mfa(auth: Auth, args: Value, sets: bool) -> Result<Value, Value> {
    let (user, choice) = (args.at(0), args.at(1));
    if !sets {
        let data = user_data(&auth, &user, choice.get("bypassCache").is_truthy()).await?;
        let preferred = preferred(&data);
        // Parity: several factors, and none preferred.
        return if preferred.is_truthy() {
            Ok(preferred)
        } else {
            Err("invalid MFA Type".into())
        };
    }
    let data = user_data(&auth, &user, true).await?;
    let Some([sms, totp]) = settings(&choice, &data).map_err(Failure::Usage)? else {
        return Ok("No change for mfa type".into());
    };
    let client = auth.client_of_user(&user);
    let tokens = authenticated(&client, &user)?;
    let success = client
        .exchange(tokens.authorize(set_user_mfa_preference(&sms, &totp)))
        .await?;
    user_data(&auth, &user, true).await?;
    Ok(success)
}

/// The body of `GetUser`, or the copy of it. When the service says that the session has ended for good, what is stored
/// goes.
async fn user_data(auth: &Auth, user: &Value, bypass_cache: bool) -> Result<Value, Value> {
    let (client, username) = (auth.client_of_user(user), user.get("username"));
    let tokens = authenticated(&client, user).inspect_err(|_| client.drop_stored(&username, keys::USER_DATA))?;
    let metadata = auth.configured_client_metadata();
    let refresh_token = tokens.refresh.expose().clone();
    let data = data_of_user(&client, user, tokens, bypass_cache, NO_LIMIT, metadata).await;
    if data.as_ref().is_err_and(|error| error.ends_session()) {
        user.set("signInUserSession", &Value::null());
        if is_stored(&client, &username, &refresh_token) {
            end(&client, &username);
        }
    }
    Ok(data?)
}
