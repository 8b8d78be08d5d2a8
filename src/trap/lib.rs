//! What a panic does in the published module: it traps, and JavaScript sees `RuntimeError: unreachable`.
//!
//! A crate of its own, because the main one is compiled for SIMD128 and std's functions are not: LLVM inlines nothing with
//! more features than the caller has, and only once this is inlined does it see that nobody reads a panic's message.
//! That takes the messages, places and formatting out of the module, 1 kB after compression.

#![cfg_attr(target_arch = "wasm32", no_std)]

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
