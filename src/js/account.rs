//! `deleteUser`.

use super::auth::{Auth, host};
use crate::account;
use crate::current_user::{end, session_of};
use crate::error::Failure;
use crate::session::{forget, last_auth_user};
use crate::wire::Value;

/// `deleteUser()`: the end of whoever is signed in.
pub(super) async fn delete_user(auth: Auth) -> Result<Value, Value> {
    let nothing = Value::undefined();
    // Parity: v5 makes a new Error of it.
    let synced = auth.storage_ready().await;
    synced.map_err(|error| host().new_error(&error, &nothing, &nothing))?;
    let client = auth
        .client()
        .map_err(|_| Failure::Plain("Cognito User pool does not exist"))?;
    let username = last_auth_user(&client);
    if !username.is_truthy() {
        return Err(Failure::Plain("No current user.").into());
    }
    let tokens = session_of(&client, &username, None, nothing.clone()).await?;
    let success = client
        .exchange(tokens.authorize(account::delete_user(&nothing)))
        .await?;
    forget(&client, &username);
    host().dispatch(
        "userDeleted",
        &success,
        &"The authenticated user has been deleted.".into(),
    );
    end(&client, &username);
    Ok(success)
}
