//! v5's user objects: what their methods share. The methods themselves are in the `v5.rs` of their capability.
//!
//! Source: `amazon-cognito-identity-js/src/CognitoUser.js`. An answer that needs no request comes before the method
//! returns, as there.

use super::page::page;
use super::signed_in::{InNameOf, NOT_AUTHENTICATED, Sending, UserData, carried_session, carries_session, in_name_of};
use super::{Answer, Auth, Finish, hub};
use crate::config::UserPool;
use crate::devices::Device;
use crate::error::{Failure, text};
use crate::platform::StoredSession;
use crate::platform::web::Web;
use crate::service::Client;
use crate::session::{Tokens, check_tab};
use crate::sign_in::SignInState;
use crate::wire::Value;
use std::future::Future;
use wasm_bindgen::prelude::*;

/// One call of a `CognitoUser`. The called method consumes it, and answers by callbacks. It returns a promise of its
/// end, or nothing if it has ended.
#[wasm_bindgen]
pub struct CognitoUserMethods {
    pub(crate) object: Value,
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// A call of that `CognitoUser`.
    #[wasm_bindgen(constructor)]
    pub fn new(user: JsValue) -> CognitoUserMethods {
        #[cfg(feature = "panics")]
        crate::panics::at("method");
        CognitoUserMethods { object: user.into() }
    }
}

/// One call of a method of a `CognitoUser` that needs a session. `pkg/auth.js` calls back at once if there is none.
#[wasm_bindgen]
pub struct SignedInUserMethods {
    user: CognitoUserMethods,
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// A call of that `CognitoUser`.
    #[wasm_bindgen(constructor)]
    pub fn new(user: JsValue) -> SignedInUserMethods {
        SignedInUserMethods {
            user: CognitoUserMethods::new(user),
        }
    }
}

impl From<SignedInUserMethods> for CognitoUserMethods {
    fn from(methods: SignedInUserMethods) -> CognitoUserMethods {
        methods.user
    }
}

impl CognitoUserMethods {
    /// The way to the service.
    pub(crate) fn client(&self) -> Client<Web> {
        client_of_user_with(&self.object, &Value::undefined())
    }

    pub(crate) fn username(&self) -> Value {
        self.object.get("username")
    }

    /// The session that the object carries, refreshed if it has expired. Without one, the method fails before it returns.
    pub(crate) fn session(&self) -> Result<impl Future<Output = Result<Tokens, Value>> + 'static, Value> {
        if !carries_session(&Auth::none(), &self.object) {
            return Err(NOT_AUTHENTICATED.into());
        }
        let user = self.object.clone();
        Ok(async move { carried_session(&Auth::none(), &user).await })
    }
}

/// One call of a `CognitoUserPool`. The called method consumes it, and answers by callbacks.
#[wasm_bindgen]
pub struct CognitoUserPoolMethods {
    pub(crate) pool: Value,
}

#[wasm_bindgen]
impl CognitoUserPoolMethods {
    /// A call of that `CognitoUserPool`.
    #[wasm_bindgen(constructor)]
    pub fn new(pool: JsValue) -> CognitoUserPoolMethods {
        CognitoUserPoolMethods { pool: pool.into() }
    }
}

/// The way to the service of a `CognitoUserPool`. `facade` is the `AuthClass` that was called, or `undefined`. Its
/// `user` is set to null when the service ends a session.
pub(crate) fn client_of_pool(pool: &Value, facade: &Value) -> Client<Web> {
    client_with(pool, pool.get("storage"), facade)
}

/// The way to the service of a `CognitoUser`: its pool's, with the user's own storage.
pub(crate) fn client_of_user_with(user: &Value, facade: &Value) -> Client<Web> {
    let pool = user.get("pool");
    let storage = user.get("storage").or(pool.get("storage"));
    client_with(&pool, storage, facade)
}

fn client_with(pool: &Value, storage: Value, facade: &Value) -> Client<Web> {
    let way = pool.get("client");
    let user_pool = UserPool {
        user_pool_id: pool.get("userPoolId"),
        client_id: pool.get("clientId"),
        endpoint: way.get("endpoint"),
        credentials: way.get("fetchOptions").get("credentials"),
        request_timeout_ms: request_timeout_ms(&way),
    };
    let platform = Web {
        storage,
        pool: pool.clone(),
        facade: facade.clone(),
        listener: hub::report,
    };
    Client::new(platform, user_pool)
}

/// `requestTimeout`, as configured.
pub(crate) fn request_timeout_ms(config: &Value) -> f64 {
    let timeout = config.get("requestTimeout");
    if timeout.is_undefined() {
        UserPool::REQUEST_TIMEOUT_MS
    } else {
        timeout.number()
    }
}

/// A `CognitoUserSession` of these tokens.
pub(crate) fn to_session(tokens: &StoredSession) -> Value {
    let [id, access, refresh] = [&tokens.id, &tokens.access, &tokens.refresh].map(|token| token.expose().as_ref());
    page(|page| page.new_session(id, access, refresh, tokens.clock_drift_s)).map_or(Value::undefined(), Value::from)
}

/// The session that a user object carries; `None` if it is none.
pub(crate) fn in_memory(user: &Value) -> Option<Tokens> {
    let session = user.get("signInUserSession");
    let token = |name| session.get(name).get("jwtToken");
    let (id, access) = (token("idToken"), token("accessToken"));
    if !id.is_text() || !access.is_text() {
        return None;
    }
    let refresh = session.get("refreshToken").text("token").or("");
    let clock_drift_s = session.get("clockDrift").number();
    Some(Tokens::new(id, access, refresh, clock_drift_s))
}

/// Sets the tokens as the session of the user object, and gives the session. Equal tokens leave the same object in
/// place.
pub(crate) fn set_session(user: &Value, tokens: &Tokens) -> Value {
    if in_memory(user).as_ref() != Some(tokens) {
        user.set("signInUserSession", &to_session(tokens));
    }
    user.get("signInUserSession")
}

/// The fields of a user object that hold this device.
const DEVICE_FIELDS: [&str; 3] = ["deviceKey", "randomPassword", "deviceGroupKey"];

/// The field of a user object that holds the name as typed. Not in v5.
const ALIAS: &str = "alias";

/// The field of a user object that is false if its sign-in is not to be remembered. Not in v5.
const REMEMBER: &str = "remember";

/// Whether a sign-in with these options is to be remembered. An error if it is not, and a session cannot be this tab's
/// own.
pub(crate) fn is_remembered(auth: &Auth, options: &Value) -> Result<bool, Value> {
    let is_remembered = options.get(REMEMBER) != Value::from(false);
    if !is_remembered {
        check_tab(&auth.client()?)?;
    }
    Ok(is_remembered)
}

/// Notes on a new user object what the options of its sign-in say of remembering.
pub(crate) fn note_remembering(auth: &Auth, user: &Value, options: &Value) -> Result<(), Value> {
    note_remembered(user, is_remembered(auth, options)?);
    Ok(())
}

/// Notes on a new user object whether its sign-in is to be remembered.
pub(crate) fn note_remembered(user: &Value, is_remembered: bool) {
    if !is_remembered {
        user.set(REMEMBER, &false.into());
    }
}

/// The state of the sign-in that this user object is in.
pub(crate) fn state_of(user: &Value) -> SignInState {
    let [key, password, group_key] = DEVICE_FIELDS.map(|field| user.get(field));
    SignInState {
        username: user.get("username"),
        alias: user.get(ALIAS),
        challenge_session: user.get("Session").into(),
        challenge_name: user.get("challengeName"),
        device: Device {
            key,
            group_key,
            password: password.into(),
        },
        is_remembered: user.get(REMEMBER) != Value::from(false),
    }
}

/// An error if the user object cannot be changed: the next step of a sign-in would not find what this one brings.
pub(crate) fn check_changeable(user: &Value) -> Result<(), Value> {
    if page(|page| page.can_change(user.as_ref())) {
        Ok(())
    } else {
        Err(UNCHANGEABLE.into())
    }
}

/// Also of `pkg/given-user.js`.
const UNCHANGEABLE: Failure = Failure::Plain(text::USER_UNCHANGEABLE);

/// Sets the changes of a sign-in's state on the user object. Only the methods of `Auth` set `challengeName`: callbacks
/// get it as an argument.
pub(crate) fn note_state(user: &Value, before: &SignInState, after: &SignInState) {
    if after.username != before.username {
        user.set("username", &after.username);
    }
    if after.alias != before.alias {
        user.set(ALIAS, &after.alias);
    }
    if after.challenge_session != before.challenge_session {
        user.set("Session", after.challenge_session.expose());
    }
    if after.device != before.device {
        set_device(user, &after.device);
    }
}

/// Sets this device on the user object.
pub(crate) fn set_device(user: &Value, device: &Device) {
    let values = [&device.key, device.password.expose(), &device.group_key];
    for (field, value) in DEVICE_FIELDS.into_iter().zip(values) {
        user.set(field, value);
    }
}

/// Sends an exchange in the name of the user, with the session that the object carries. `effect` is that of its success.
pub(crate) fn in_own_name(
    user: &CognitoUserMethods,
    sending: Sending,
    effect: UserData,
    finish: Finish,
) -> Result<Answer, Value> {
    // A missing session is known at once, and so reported at once.
    drop(user.session()?);
    let who = InNameOf::Carrier(user.object.clone());
    Ok(in_name_of(Auth::none(), who, Ok(sending), effect, finish))
}
