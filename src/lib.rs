//! Amplify JS v5's `Auth` class for Amazon Cognito user pools.
//!
//! The crate is compiled to WebAssembly and published as the npm package `cognito-auth-wasm`; `pkg/index.d.ts`
//! describes what JavaScript sees. The map:
//!
//! - `config`: an app client of a user pool, and where it answers
//! - `error`: every failure that the library can name
//! - `wire`: JSON, requests out and replies in
//! - `encoding`: hexadecimal and base64
//! - `secret`: strings that are never shown
//! - `cognito`: one call to the service, its errors, its retries
//! - `srp`: SRP-6a as Cognito speaks it
//! - `sign_in`: the state machine from a password to tokens or a challenge
//! - `mfa`: registering an authenticator app
//! - `devices`: what is known of this device, and proving it
//! - `sign_up`: creating and confirming an account
//! - `session`: tokens, refresh, storage keys, sign-out
//! - `attributes`: what the user pool knows of a user
//! - `password`: changing it, and setting a new one
//! - `mfa`: which second factor is asked for
//! - `account`: its end
//! - `current_user`: who is signed in
//! - `methods`: what JavaScript may call, by number
//! - `page_state`: what lives as long as the page
//! - `platform`: what the core needs from where it runs
//! - `js`: all that JavaScript sees, one file per capability

// Natively the crate is there for its tests; who calls the core is `js`, which exists in wasm alone.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
// Without std the module has neither panic messages nor what formats them: 5 kB less after compression.
#![cfg_attr(feature = "module", no_std)]

extern crate alloc;

#[cfg(feature = "module")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

// The library does not panic on purpose. Where it does, the call that did so traps.
#[cfg(feature = "module")]
use trap as _;

mod account;
mod attributes;
mod cognito;
mod config;
mod current_user;
mod devices;
mod encoding;
mod error;
#[cfg(target_arch = "wasm32")]
mod js;
mod methods;
mod mfa;
mod page_state;
mod password;
mod platform;
mod secret;
mod session;
mod sign_in;
mod sign_up;
mod srp;
mod wire;

/// For `tests/fuzz`, and a sample of the same among the tests.
#[cfg(all(any(test, feature = "fuzz"), not(target_arch = "wasm32")))]
#[path = "../tests/fuzz/core.rs"]
pub mod fuzz;

#[cfg(all(target_arch = "wasm32", not(feature = "module")))]
pub use js::page;
#[cfg(target_arch = "wasm32")]
pub use js::{call_account, call_auth, call_object, call_user, poll, prepare};
