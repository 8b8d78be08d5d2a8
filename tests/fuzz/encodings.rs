//! Base64 and hexadecimal, of bytes and of any text: see `encodings` in `core.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| cognito_auth_wasm::fuzz::encodings(data));
