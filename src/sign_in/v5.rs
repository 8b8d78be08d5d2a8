//! `signIn`, and the answers to its challenges: `confirmSignIn`, `completeNewPassword`, `sendCustomChallengeAnswer`;
//! and the sign-in methods of user objects.

mod answers;
mod auth;
mod flow;
mod user;

pub(crate) use auth::{Method, PENDING, asked, dispatch_sign_in};
pub(crate) use flow::{ByFactor, Ending, FactorStep, continued, finish, resume, running, store_challenge};
pub(crate) use user::calling_back;
