//! `signIn`, and the answers to its challenges: `confirmSignIn`, `completeNewPassword`, `sendCustomChallengeAnswer`;
//! and the sign-in methods of user objects.

mod auth;
mod flow;
mod user;

pub(crate) use auth::{Method, PENDING};
pub(crate) use flow::{ByFactor, Ending, FactorStep, continued, finish, resume, running, store_challenge};
pub(crate) use user::go_on;
