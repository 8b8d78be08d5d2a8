//! What the page is told of the core's events: v5's Hub words.

use super::page::{dispatch, page};
use super::user::to_session;
use crate::platform::Event;
use crate::platform::web::Web;
use crate::wire::Value;

/// CallbackForm the page.
pub(super) fn tell(web: &Web, event: Event<'_>) {
    let nothing = Value::null();
    match event {
        Event::Refreshed(session) => report_refresh(web, &nothing, &to_session(session)),
        Event::RefreshFailed(error) => report_refresh(web, &error.clone().into(), &nothing),
        Event::Expired(error) => {
            dispatch("sessionExpired", &error.clone().into(), &"The session has ended".into());
        }
        Event::SessionEnded => {
            // A facade that is `undefined` takes nothing.
            web.facade.set("user", &nothing);
            dispatch("signOut", &nothing, &"A user has been signed out".into());
        }
    }
}

fn report_refresh(web: &Web, error: &Value, session: &Value) {
    // What a listener throws is not the refresh's affair.
    let _ = page(|page| page.report_refresh(web.pool.as_ref(), error.as_ref(), session.as_ref()));
}
