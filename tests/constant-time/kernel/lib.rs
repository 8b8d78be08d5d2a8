//! The main module's SRP kernel with the exports of the fused one (`src/fma/lib.rs`), for what runs them without a browser.

#![no_std]

#[path = "."]
mod srp {
    #[path = "../../../src/srp/group.rs"]
    mod group;
    #[allow(dead_code, reason = "refusing B = 0 is the protocol's part")]
    #[path = "../../../src/srp/kernel.rs"]
    mod kernel;
    #[path = "../../../src/srp/lanes.rs"]
    mod lanes;

    static mut BUFFER: [u8; 480] = [0; 480];

    #[unsafe(no_mangle)]
    pub extern "C" fn buffer() -> *mut u8 {
        (&raw mut BUFFER).cast()
    }

    /// One thread, and one call at a time.
    fn with(run: fn(&mut [u8; 480])) {
        let buffer = &raw mut BUFFER;
        run(unsafe { &mut *buffer });
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn a_pub() {
        with(|buffer| {
            let result = kernel::power_of_g(&buffer[384..416]);
            buffer[..384].copy_from_slice(&result);
        });
    }

    /// What must be found out: a power of g with a short exponent more, about a tenth of the work, if a is odd.
    #[unsafe(no_mangle)]
    pub extern "C" fn leaky_a_pub() {
        a_pub();
        with(|buffer| {
            if buffer[415] & 1 == 1 {
                core::hint::black_box(kernel::power_of_g(&buffer[412..415]));
            }
        });
    }

    #[unsafe(no_mangle)]
    pub extern "C" fn shared_secret() {
        with(|buffer| {
            let mut b_pub = [0; 384];
            b_pub.copy_from_slice(&buffer[..384]);
            let result = kernel::shared_secret(&b_pub, &buffer[384..416], &buffer[416..]);
            buffer[..384].copy_from_slice(&result);
        });
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
