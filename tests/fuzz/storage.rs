//! The storage holds anything, and the clock says anything: see `storage` in `core.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cognito_auth_wasm::fuzz::storage(data));
