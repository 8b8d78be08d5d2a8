// What follows is not part of the fused module: `lib/modules.mjs` appends it to a copy of `src/fma/kernel.rs`. It takes a
// secret a of 1024 bits, as v5 draws it, so that equal exponents can be compared. The buffer is laid out as in `lib.rs`.

static mut LONG_FIELD: Field = Field::new();
static mut LONG_BUFFER: [u8; N_BYTES + 32 + 129] = [0; _];

impl Field {
    /// g^exponent by squares and shifts, as the main module does it: the comb's table is made for 256 bits.
    fn long_a_pub(&mut self, exponent: &[u8], result: &mut [u8; N_BYTES]) {
        self.set_one();
        for (at, byte) in exponent.iter().enumerate() {
            for (half, nibble) in [byte >> 4, byte & 15].into_iter().enumerate() {
                if at + half > 0 {
                    for _ in 0..4 {
                        self.square();
                    }
                }
                self.shift_left(nibble);
            }
        }
        self.leave();
        self.to_bytes(result);
    }
}

#[allow(
    unsafe_code,
    reason = "an instance has one thread, and no exported function calls another"
)]
fn with_long(run: fn(&mut Field, &mut [u8; N_BYTES], &mut [u8])) {
    let (field, buffer) = (&raw mut LONG_FIELD, &raw mut LONG_BUFFER);
    // SAFETY: as in `lib.rs`.
    let (field, buffer) = unsafe { (&mut *field, &mut *buffer) };
    let (number, rest) = buffer.split_first_chunk_mut().expect("longer than a number");
    field.derive();
    run(field, number, rest);
    field.wipe();
    rest.fill(0);
}

#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
extern "C" fn buffer_1024() -> *mut u8 {
    (&raw mut LONG_BUFFER).cast()
}

#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
extern "C" fn a_pub_1024() {
    with_long(|field, number, rest| field.long_a_pub(&rest[..128], number));
}

#[unsafe(no_mangle)]
#[allow(unsafe_code, reason = "an exported name")]
extern "C" fn shared_secret_1024() {
    with_long(|field, number, rest| {
        let (x, exponent) = rest.split_first_chunk().expect("longer than x");
        field.shared_secret(number, x, exponent);
    });
}
