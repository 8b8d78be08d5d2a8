//! Amplify JS v5's `Auth` class for Amazon Cognito user pools.
//!
//! The crate is compiled to WebAssembly and published as the npm package `cognito-auth-wasm`; `pkg/index.d.ts`
//! describes what JavaScript sees. The map:
//!
//! - `error`: every failure that the library can name; `secret`: texts that are never shown; `encoding`: hexadecimal
//!   and base64
//! - `wire`: a JSON value, in wasm JavaScript's own, natively a tree
//! - `srp`: SRP-6a as Cognito speaks it (`fma/` is the optional faster kernel, a module of its own)
//! - `platform`: small doors to where the crate runs; `web` is the browser behind them, `fake` a script for tests
//! - `config`: an app client of a user pool, an identity pool, and where they answer
//! - `service`: the description of an operation, the address and the refusals of a service, and the repetition of
//!   requests
//! - `session`: tokens, stored, refreshed and removed; it returns events and sends none
//! - `account`, `attributes`, `credentials`, `current_user`, `devices`, `hosted_ui`, `mfa`, `passkeys`, `password`,
//!   `passwordless`, `sign_in`, `sign_up`: the capabilities, with their operations and flows. `<capability>/v5.rs` is the
//!   face of one for v5's JavaScript
//! - `v5`: what belongs to v5 as a whole: how methods answer, its objects, its errors, its Hub
//!
//! Arrows point down only (`layers`, a test).

// Natively the crate is built for its tests. Only the faces (`v5`) call the core, and they exist in wasm alone.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
extern crate alloc;

mod account;
mod attributes;
mod config;
mod credentials;
mod current_user;
mod devices;
mod encoding;
mod error;
mod hosted_ui;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod layers;
mod mfa;
#[cfg(all(feature = "panics", target_arch = "wasm32"))]
mod panics;
mod passkeys;
mod password;
mod passwordless;
mod platform;
mod secret;
mod service;
mod session;
mod sign_in;
mod sign_up;
mod srp;
#[cfg(target_arch = "wasm32")]
pub mod v5;
mod wire;

/// The fuzzed functions of `tests/fuzz`. The unit tests run a sample of the same inputs.
#[cfg(all(any(test, feature = "fuzz"), not(target_arch = "wasm32")))]
#[path = "../tests/fuzz/core.rs"]
pub mod fuzz;

/// An allocator smaller than std's. Its lock is always free, because there is one thread.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
