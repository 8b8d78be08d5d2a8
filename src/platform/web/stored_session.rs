//! The stored session, read by `pkg/stored-session.js`, because that also answers before the module is loaded.

use super::super::{Keys, Life, StoredSession};
use crate::wire::Value;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/pkg/page.js")]
extern "C" {
    // Methods, because the glue would look for functions before core.js has given them.
    type Page;
    #[wasm_bindgen(thread_local_v2, js_name = page)]
    static PAGE: Page;
    /// An object whose members are the storage keys.
    #[wasm_bindgen(method, js_name = keysOf)]
    fn keys_of(this: &Page, client_id: &JsValue, username: &JsValue) -> JsValue;
    /// The stored tokens under these keys.
    #[wasm_bindgen(method, js_name = readTokens)]
    fn read_tokens(this: &Page, storage: &JsValue, keys: &JsValue) -> Option<StoredTokens>;
    #[wasm_bindgen(method, js_name = claimsOf)]
    fn claims_of(this: &Page, token: &JsValue) -> JsValue;

    #[wasm_bindgen(method, js_name = lifeOf)]
    fn life_of(this: &Page, claims: &JsValue, clock_drift_s: f64) -> TokenLife;

    type TokenLife;
    #[wasm_bindgen(method, getter)]
    fn left(this: &TokenLife) -> f64;
    #[wasm_bindgen(method, getter)]
    fn whole(this: &TokenLife) -> f64;

    type StoredTokens;
    #[wasm_bindgen(method, getter, js_name = idToken)]
    fn id_token(this: &StoredTokens) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = accessToken)]
    fn access_token(this: &StoredTokens) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = refreshToken)]
    fn refresh_token(this: &StoredTokens) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = clockDrift)]
    fn clock_drift(this: &StoredTokens) -> f64;
}

fn keys_object(client_id: &Value, username: &Value) -> Value {
    // Passed as texts, because a name that cannot be joined would throw there.
    PAGE.with(|page| page.keys_of(client_id.shown().as_ref(), username.shown().as_ref()))
        .into()
}

pub(super) fn keys(client_id: &Value, username: &Value) -> Keys {
    let keys = keys_object(client_id, username);
    Keys {
        last_auth_user: keys.get("lastAuthUser"),
        id_token: keys.get("idToken"),
        access_token: keys.get("accessToken"),
        refresh_token: keys.get("refreshToken"),
        clock_drift: keys.get("clockDrift"),
        sign_in_details: keys.get("signInDetails"),
        oauth_metadata: keys.get("oauthMetadata"),
        hosted_ui: keys.get("hostedUI"),
        user_data: keys.get("userData"),
        device_key: keys.get("deviceKey"),
        random_password: keys.get("randomPasswordKey"),
        device_group_key: keys.get("deviceGroupKey"),
        tab_session: keys.get("tabSession"),
    }
}

pub(super) fn read(storage: &Value, client_id: &Value, username: &Value) -> Option<StoredSession> {
    let keys = keys_object(client_id, username);
    PAGE.with(|page| page.read_tokens(storage.as_ref(), keys.as_ref()))
        .map(session_of)
}

fn session_of(tokens: StoredTokens) -> StoredSession {
    StoredSession {
        id: tokens.id_token().into(),
        access: tokens.access_token().into(),
        refresh: tokens.refresh_token().into(),
        clock_drift_s: tokens.clock_drift(),
    }
}

/// The session of tokens that `pkg/stored-session.js` has read; `None` if there are none.
pub(crate) fn read_before(tokens: &Value) -> Option<StoredSession> {
    tokens
        .is_truthy()
        .then(|| session_of(tokens.as_ref().clone().unchecked_into()))
}

pub(super) fn claims(token: &Value) -> Value {
    PAGE.with(|page| page.claims_of(token.as_ref())).into()
}

pub(super) fn life(claims: &Value, clock_drift_s: f64) -> Life {
    let life = PAGE.with(|page| page.life_of(claims.as_ref(), clock_drift_s));
    Life {
        left_s: life.left(),
        whole_s: life.whole(),
    }
}
