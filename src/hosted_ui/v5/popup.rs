//! The hosted page in a window of its own. That window tells the page that has opened it by localStorage, because the
//! hosted page may cut all other ties between the two. What it tells is worth nothing without the attempt, which the page
//! has kept.

use super::returning::finish_popup;
use crate::error::AuthError;
use crate::hosted_ui::attempts::{LIFETIME_MS, drop_attempt, is_claimed, refusal};
use crate::platform::web::Web;
use crate::platform::{Platform, Shelf};
use crate::service::Client;
use crate::session::last_auth_user;
use crate::v5::Auth;
use crate::wire::{Value, global};

/// How often each side looks for what the other has done, and for how long the window does.
const LOOKS_EVERY_MS: f64 = 200.0;
const LOOKS: u32 = 15;

fn key(state: &Value) -> Value {
    Value::from("cognito-auth-wasm.oauth.return.") + state
}

/// Opens the window; null if the browser blocks it.
pub(super) fn open(url: &Value) -> Value {
    let arguments = [url, &"_blank".into(), &"popup,width=480,height=720".into()];
    global().call("open", &arguments).unwrap_or(Value::null())
}

/// Waits for the return of that window, and finishes it. An error if the window is closed before.
pub(super) async fn wait(auth: Auth, client: &Client<Web>, window: &Value, state: &Value) -> Result<Value, Value> {
    let (platform, key) = (&client.platform, key(state));
    let ends_ms = platform.now_ms() + LIFETIME_MS;
    let mut is_over = false;
    loop {
        let address = platform.page_item(Shelf::Browser, &key);
        if address.is_text() {
            platform.set_page_item(Shelf::Browser, &key, &Value::null());
            return finish_popup(auth, address).await;
        }
        if is_over {
            drop_attempt(platform, state);
            // The window has finished by itself where it could not reach this page.
            if is_claimed(platform, state) && last_auth_user(client).is_truthy() {
                return Ok(Value::undefined());
            }
            let closed: AuthError = refusal("PopupClosed", "The window was closed before the sign-in had ended");
            return Err(closed.into());
        }
        is_over = window.get("closed").is_truthy() || platform.now_ms() > ends_ms;
        platform.sleep(LOOKS_EVERY_MS).await;
    }
}

/// Tells the page that has opened this window what its return is, and closes the window. `false` if nobody takes it: the
/// window then finishes by itself.
pub(super) async fn tell(platform: &Web, address: &Value, state: &Value) -> bool {
    let key = key(state);
    if !platform.set_page_item(Shelf::Browser, &key, address) {
        return false;
    }
    for _ in 0..LOOKS {
        platform.sleep(LOOKS_EVERY_MS).await;
        if !platform.page_item(Shelf::Browser, &key).is_text() {
            close();
            return true;
        }
    }
    platform.set_page_item(Shelf::Browser, &key, &Value::null());
    false
}

/// Closes this window. Nothing happens in a page that no script has opened.
pub(super) fn close() {
    let _ = global().call("close", &[]);
}
