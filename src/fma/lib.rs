//! Cognito's SRP arithmetic by fused multiply-add: an optional second module, twice as fast as the main one's, where relaxed
//! SIMD validates and [`is_fused`]. It imports nothing. Whoever uses it copies numbers into [`buffer`], calls, copies the
//! result out, and clears the buffer.
//!
//! | Call | Buffer before | Buffer after |
//! | --- | --- | --- |
//! | [`a_pub`] | a (32 bytes) at 384 | A (384 bytes) at 0 |
//! | [`shared_secret`] | B (384) at 0, x (32) at 384, a + u * x (64) at 416 | S (384) at 0 |
//!
//! All numbers are big-endian. B is any number of 384 bytes; whoever calls refuses those that are 0 modulo N.

#![cfg_attr(target_arch = "wasm32", no_std)]

mod kernel;
mod lanes;

use kernel::{Field, N_BYTES};
use lanes::F64x2;

/// What the caller writes and reads.
#[repr(C, align(16))]
struct Buffer {
    /// B, and then the result.
    number: [u8; N_BYTES],
    /// x, or a.
    short: [u8; 32],
    exponent: [u8; 64],
}

static mut BUFFER: Buffer = Buffer {
    number: [0; _],
    short: [0; _],
    exponent: [0; _],
};
static mut FIELD: Field = Field::new();

/// Nothing here panics for any input. Without a message the module is a third of the size.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// The only references to what is static, for the length of one call.
#[allow(
    unsafe_code,
    reason = "an instance has one thread, and no exported function calls another"
)]
fn with(run: fn(&mut Field, &mut Buffer)) {
    let (field, buffer) = (&raw mut FIELD, &raw mut BUFFER);
    // SAFETY: wasm without threads; the exported functions are the only callers and none is reentrant.
    let (field, buffer) = unsafe { (&mut *field, &mut *buffer) };
    field.derive();
    run(field, buffer);
    field.wipe();
    buffer.short.fill(0);
    buffer.exponent.fill(0);
}

/// Where the buffer is in the module's memory.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
pub extern "C" fn buffer() -> *mut u8 {
    (&raw mut BUFFER).cast()
}

/// A = g^a mod N
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
pub extern "C" fn a_pub() {
    with(|field, buffer| field.a_pub(&buffer.short, &mut buffer.number));
}

/// S = (B - k * g^x)^(a + u * x) mod N
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
pub extern "C" fn shared_secret() {
    with(|field, buffer| field.shared_secret(&mut buffer.number, &buffer.short, &buffer.exponent));
}

/// Whether this processor's multiply-add rounds once. One that rounds the product first would compute wrong numbers.
#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
pub extern "C" fn is_fused() -> bool {
    // (2^27 + 1)^2 = 2^54 + 2^28 + 1, whose last bit is lost when it is rounded.
    let x = F64x2::constant(&[134_217_729.0; 2]);
    let less = F64x2::constant(&[-18_014_398_777_917_440.0; 2]);
    x.times_plus(x, less).to_array() == [1.0, 1.0]
}
