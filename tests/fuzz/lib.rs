//! Differential tests of both SRP kernels against num-bigint, on inputs that libFuzzer makes: see `arithmetic.rs` and
//! `powers.rs`. The kernels are those of the package, with their plain twin of the vector operations; debug assertions
//! in it check that no index, sum or digit leaves its bounds.

/// The main module's kernel, in the module where its own crate has it.
#[path = "."]
pub mod srp {
    #[path = "../../src/srp/group.rs"]
    mod group;
    #[path = "../../src/srp/kernel.rs"]
    pub mod kernel;
    #[path = "../../src/srp/lanes.rs"]
    mod lanes;
}

// The second module's, where its own crate has it.
#[allow(dead_code, reason = "wiping is the module's part")]
#[path = "../../src/fma/kernel.rs"]
pub mod kernel;
#[allow(dead_code, reason = "the self-test is the module's part")]
#[path = "../../src/fma/lanes.rs"]
mod lanes;

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use num_bigint::{BigInt, BigUint, Sign};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

pub use kernel::fuzz::Fma;
pub use srp::kernel::fuzz::{Simd128, is_zero};

/// Bytes of N.
pub const N_BYTES: usize = 384;

/// A kernel, one step at a time: it holds a number in digits, as the kernel's working memory does.
pub trait Kernel {
    const NAME: &str;
    const DIGIT_BITS: usize;
    const DIGITS: usize;
    /// The largest digit that an operation leaves (bound 2 of the kernel's comments).
    const CARRIED: i64;
    /// What may be multiplied: |a * b| < 2^PRODUCT * N^2.
    const PRODUCT: u64;
    /// What may be shifted, in hundredths of N.
    const SHIFT: u32;

    fn new(digits: &[i64]) -> Self;
    /// The digits; panics if anything but zeros surrounds them.
    fn digits(&self) -> Vec<i64>;
    fn multiply(&mut self, other: &[i64]);
    fn square(&mut self);
    fn enter(&mut self);
    fn leave(&mut self);
    fn shift_left(&mut self, bits: u8);
    fn subtract_from(&mut self, value: &[u8; N_BYTES]);
    fn to_bytes(&self) -> [u8; N_BYTES];

    fn power_of_g(exponent: &[u8; 32]) -> [u8; N_BYTES];
    fn shared_secret(b_pub: &[u8; N_BYTES], x: &[u8; 32], exponent: &[u8; 64]) -> [u8; N_BYTES];
}

// ---- num-bigint's side

/// RFC 5054's 3072-bit group, from the digits that the fused kernel's build script got from the RFC's formula.
pub static N: LazyLock<BigInt> = LazyLock::new(|| value::<Fma>(&kernel::fuzz::n()));

/// The number of these digits.
pub fn value<K: Kernel>(digits: &[i64]) -> BigInt {
    // In digits of 0 ..= 2^DIGIT_BITS - 1 and a sign, so that they can be put together bit by bit.
    let mut unsigned = Vec::with_capacity(K::DIGITS);
    let mut carry = 0;
    for digit in digits {
        let sum = digit + carry;
        unsigned.push((sum & ((1 << K::DIGIT_BITS) - 1)) as u64);
        carry = sum >> K::DIGIT_BITS;
    }
    let (mut words, mut rest, mut bits) = (Vec::with_capacity(100), 0u128, 0);
    for digit in unsigned {
        rest |= u128::from(digit) << bits;
        bits += K::DIGIT_BITS;
        while bits >= 32 {
            words.push(rest as u32);
            rest >>= 32;
            bits -= 32;
        }
    }
    words.push(rest as u32);
    BigInt::from_slice(Sign::Plus, &words) + (BigInt::from(carry) << (K::DIGIT_BITS * digits.len()))
}

/// A number in digits of half the range to either side.
pub fn digits<K: Kernel>(number: &BigInt) -> Vec<i64> {
    let (sign, words) = (number.sign(), number.magnitude().to_u64_digits());
    let bit = |i: usize| words.get(i / 64).map_or(0, |word| word >> (i % 64) & 1) as i64;
    let mut carry = 0;
    (0..K::DIGITS)
        .map(|i| {
            let digit = (0..K::DIGIT_BITS).fold(carry, |sum, j| sum + (bit(i * K::DIGIT_BITS + j) << j));
            carry = (digit + (1 << (K::DIGIT_BITS - 1))) >> K::DIGIT_BITS;
            let digit = digit - (carry << K::DIGIT_BITS);
            if sign == Sign::Minus { -digit } else { digit }
        })
        .collect()
}

/// Big-endian.
pub fn number(bytes: &[u8]) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, bytes)
}

/// Big-endian, as many bytes as wanted.
pub fn bytes<const LENGTH: usize>(number: &BigInt) -> [u8; LENGTH] {
    let bytes = number.magnitude().to_bytes_be();
    let mut fixed = [0; LENGTH];
    fixed[LENGTH - bytes.len()..].copy_from_slice(&bytes);
    fixed
}

/// The representative in 0 .. N.
pub fn modulo_n(number: BigInt) -> BigInt {
    let rest = number % &*N;
    if rest.sign() == Sign::Minus { rest + &*N } else { rest }
}

/// 0, 1, N - 1, N and others at which something might go wrong, none above 2^3072 in absolute value.
pub fn edge(input: &mut Unstructured) -> Result<BigInt> {
    let one = BigInt::from(1);
    let top: BigInt = &one << (8 * N_BYTES);
    let number = match input.int_in_range(0..=11)? {
        0 => BigInt::ZERO,
        1 => one,
        2 => BigInt::from(2),
        3 => &*N - one,
        4 => N.clone(),
        5 => &*N + one,
        6 => (&*N - one) / 2,
        7 => (&*N + one) / 2,
        8 => top - one,
        9 => top % &*N,
        10 => one << input.int_in_range(0..=3071)?,
        _ => top - (one << input.int_in_range(0..=3071)?),
    };
    Ok(number)
}

// ---- what was done

/// Counts, printed when the run ends.
#[derive(Default)]
pub struct Count(AtomicU64);

impl Count {
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub fn one(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// Calls it when libFuzzer ends the process.
pub fn at_exit(report: extern "C" fn()) {
    unsafe extern "C" {
        fn atexit(function: extern "C" fn()) -> i32;
    }
    // SAFETY: C's own function, given one that lives as long as the program.
    assert_eq!(unsafe { atexit(report) }, 0);
}

/// g^exponent and the like, by num-bigint.
pub fn power(base: &BigInt, exponent: &[u8]) -> BigInt {
    base.modpow(&BigUint::from_bytes_be(exponent).into(), &N)
}
