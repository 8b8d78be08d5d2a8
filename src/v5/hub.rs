//! The core's events, as v5's words on the Hub.

use super::page::{dispatch, page};
use super::user::to_session;
use crate::error::text;
use crate::platform::Event;
use crate::platform::web::Web;
use crate::wire::Value;

/// Reports an event to the page.
pub(super) fn report(web: &Web, event: Event<'_>) {
    let nothing = Value::null();
    let source = web.facade.clone().or(web.pool.clone());
    match event {
        Event::Refreshed(session) => report_refresh(web, &nothing, &to_session(session)),
        Event::RefreshFailed(error) => report_refresh(web, &error.clone().into(), &nothing),
        Event::Expired(error) => {
            let message = "The session has ended".into();
            dispatch(&"sessionExpired".into(), &error.clone().into(), &message, &source);
        }
        Event::SessionEnded => {
            // Setting a member of an `undefined` facade does nothing.
            web.facade.set("user", &nothing);
            dispatch(&"signOut".into(), &nothing, &text::SIGNED_OUT.into(), &source);
        }
    }
}

fn report_refresh(web: &Web, error: &Value, session: &Value) {
    // An error that a listener throws does not change the refresh.
    let _ = page(|page| page.report_refresh(web.pool.as_ref(), error.as_ref(), session.as_ref()));
}
