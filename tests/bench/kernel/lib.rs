//! The main module's SRP kernel with the exports of the fused one (`src/fma/lib.rs`), and again for a secret a of 1024 bits.
//!
//! | Call | Buffer before | Buffer after |
//! | --- | --- | --- |
//! | `a_pub` | a (32 bytes) at 384 | A (384 bytes) at 0 |
//! | `shared_secret` | B (384) at 0, x (32) at 384, a + u * x (64) at 416 | S (384) at 0 |
//! | `a_pub_1024` | a (128) at 384 of `buffer_1024` | A at 0 |
//! | `shared_secret_1024` | B at 0, x at 384, a + u * x (129) at 416 of `buffer_1024` | S at 0 |

#![no_std]

#[path = "."]
mod srp {
    #[allow(dead_code, reason = "comparing with N is the protocol's part")]
    #[path = "../../../src/srp/group.rs"]
    mod group;
    #[allow(dead_code, reason = "refusing B = 0 is the protocol's part")]
    #[path = "../../../src/srp/kernel.rs"]
    mod kernel;
    #[path = "../../../src/srp/lanes.rs"]
    mod lanes;

    const BUFFER_BYTES: usize = 384 + 32 + 129;

    static mut BUFFER: [u8; BUFFER_BYTES] = [0; BUFFER_BYTES];

    #[unsafe(no_mangle)]
    pub extern "C" fn buffer() -> *mut u8 {
        (&raw mut BUFFER).cast()
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn buffer_1024() -> *mut u8 {
        buffer()
    }

    fn with(run: fn(&[u8; BUFFER_BYTES]) -> [u8; 384]) {
        let buffer = &raw mut BUFFER;
        // SAFETY: one thread, and one call at a time.
        let buffer = unsafe { &mut *buffer };
        let result = run(buffer);
        buffer[..384].copy_from_slice(&result);
    }

    fn shared_secret_of(buffer: &[u8; BUFFER_BYTES], exponent_bytes: usize) -> [u8; 384] {
        let mut b_pub = [0; 384];
        b_pub.copy_from_slice(&buffer[..384]);
        kernel::shared_secret(&b_pub, &buffer[384..416], &buffer[416..416 + exponent_bytes])
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn a_pub() {
        with(|buffer| kernel::power_of_g(&buffer[384..416]));
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn shared_secret() {
        with(|buffer| shared_secret_of(buffer, 64));
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn a_pub_1024() {
        with(|buffer| kernel::power_of_g(&buffer[384..512]));
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn shared_secret_1024() {
        with(|buffer| shared_secret_of(buffer, 129));
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
