//! The service answers anything to every call: see `replies` in `core.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cognito_auth_wasm::fuzz::replies(data));
