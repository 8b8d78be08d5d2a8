//! What belongs to v5 as a whole: how its methods answer, its objects, its errors. The methods themselves are in the `v5.rs` of
//! each capability.

mod answer;
mod auth;
mod callback;
mod error;
mod hub;
mod page;
mod signed_in;
mod user;

pub(crate) use answer::{
    Answer, Code, Ended, Finish, SUCCESS, as_it_is, begun, call_back, dispatch_result, exchange, known, promise,
    promise_of, run, success,
};
pub use auth::Auth;
pub(crate) use auth::PendingSignIn;
pub(crate) use callback::{CallbackForm, calling};
pub(crate) use page::{end_autofill, entries, has_members, new_attributes, new_error, new_user, page, prefixed};
pub(crate) use signed_in::{
    InNameOf, NOT_AUTHENTICATED, Sending, UserData, carried_session, carries_session, data_of_user, in_name_of,
};
pub use user::{CognitoUserMethods, CognitoUserPoolMethods, SignedInUserMethods};
pub(crate) use user::{
    check_changeable, client_of_pool, in_memory, in_own_name, is_remembered, note_remembered, note_remembering,
    note_state, request_timeout_ms, set_device, set_session, state_of, to_session,
};
