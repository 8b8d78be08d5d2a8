//! Amplify JS v5's `Auth` class for Amazon Cognito user pools.
//!
//! The crate is compiled to WebAssembly and published as the npm package `cognito-auth-wasm`; `pkg/index.d.ts`
//! describes what JavaScript sees. The map:
//!
//! - `error`, `secret`, `encoding`: every failure that the library can name; texts that are never shown; hexadecimal and base64
//! - `wire`: a JSON value, in wasm JavaScript's own, natively a tree
//! - `srp`: SRP-6a as Cognito speaks it (`fma/` is the optional faster kernel, a module of its own)
//! - `platform`: small doors to where the crate runs; `web` is the browser behind them, `fake` a script for tests
//! - `config`: an app client of a user pool, and where it answers
//! - `service`: what an operation tells about itself, how a service is addressed and how it refuses, what is repeated
//! - `session`: tokens, stored, refreshed and removed; it returns events and sends none
//! - `account`, `attributes`, `current_user`, `devices`, `mfa`, `password`, `sign_in`, `sign_up`: the capabilities: operations
//!   and flows. `<capability>/v5.rs` is what v5's JavaScript sees of one
//! - `v5`: what belongs to v5 as a whole: how methods answer, its objects, its errors, its Hub
//!
//! Arrows point down only (`layers`, a test).

// Natively the crate is there for its tests; who calls the core are the faces, `v5`, which exist in wasm alone.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
extern crate alloc;

mod account;
mod attributes;
mod config;
mod current_user;
mod devices;
mod encoding;
mod error;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod layers;
mod mfa;
#[cfg(all(feature = "panics", target_arch = "wasm32"))]
mod panics;
mod password;
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

/// For `tests/fuzz`, and a sample of the same among the tests.
#[cfg(all(any(test, feature = "fuzz"), not(target_arch = "wasm32")))]
#[path = "../tests/fuzz/core.rs"]
pub mod fuzz;

/// Smaller than std's. The lock is never held by anybody else: there is one thread.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
