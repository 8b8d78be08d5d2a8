//! `deleteUser`.

use crate::account::DeleteUser;
use crate::current_user::{remove_ended_session, remove_federated_user, session_of};
use crate::error::{AuthError, Failure};
use crate::hosted_ui::v5::{came_by_hosted_ui, sign_out_there};
use crate::service::Exchange;
use crate::session::{Tokens, last_auth_user, remove};
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, SUCCESS, SignedInUserMethods, UserData, call_back,
    in_own_name, new_error, promise,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `deleteUser()`: deletes the signed-in user, and removes the session from storage.
    #[wasm_bindgen(js_name = deleteUser)]
    pub fn delete_user(self, arguments: Array) -> Promise {
        promise(self, arguments, account())
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `deleteUser(callback(error, "SUCCESS"), clientMetadata)`: deletes the user, and removes the session from
    /// storage.
    #[wasm_bindgen(js_name = deleteUser)]
    pub fn delete_user(self, arguments: Array) -> Ended {
        call_back(self, arguments, 0, CallbackForm::Result, own_account())
    }
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn account() -> Result<Code<Auth>, Value> {
    #[cfg(feature = "panics")]
    crate::panics::at("part");
    Ok(|auth, _| Ok(Box::pin(delete_current_user(auth))))
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_account() -> Result<Code<CognitoUserMethods>, Value> {
    #[cfg(feature = "panics")]
    crate::panics::at("part");
    Ok(delete_own)
}

fn delete_own(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    let client_metadata = arguments.at(1);
    let (client, username) = (user.client(), user.username());
    let finish = move |reply: Result<_, AuthError>| {
        reply?;
        remove(&client, &username);
        Ok(SUCCESS.into())
    };
    let sending = move |tokens: &Tokens| {
        let (client_metadata, access_token) = (&client_metadata, &tokens.access);
        Exchange::from(&DeleteUser {
            client_metadata,
            access_token,
        })
        .reading()
    };
    in_own_name(&user, Box::new(sending), UserData::Unchanged, Box::new(finish))
}

async fn delete_current_user(auth: Auth) -> Result<Value, Value> {
    let nothing = Value::undefined();
    // Parity: v5 makes a new Error of it.
    let synced = auth.storage_ready().await;
    synced.map_err(|error| new_error(&error, &nothing, &nothing))?;
    let client = auth
        .client()
        .map_err(|_| Failure::Plain("Cognito User pool does not exist"))?;
    let username = last_auth_user(&client);
    if !username.is_truthy() {
        return Err(Failure::Plain("No current user.").into());
    }
    let is_hosted = came_by_hosted_ui(&auth);
    let tokens = session_of(&client, &username, None, nothing.clone()).await?;
    let deleting = DeleteUser {
        client_metadata: &nothing,
        access_token: &tokens.access,
    };
    client.call(&deleting).await?;
    let success = SUCCESS.into();
    remove(&client, &username);
    auth.dispatch(
        "userDeleted",
        &success,
        &"The authenticated user has been deleted.".into(),
    );
    if is_hosted {
        remove_federated_user(&client.platform);
        auth.set_user(&Value::null());
        // The user is deleted all the same.
        let _ = sign_out_there(auth).await;
    }
    remove_ended_session(&client, &username);
    Ok(success)
}
