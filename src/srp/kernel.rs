//! Arithmetic modulo the group's N for secret numbers: no branch, index or trip count depends on one.
//!
//! A number is 108 signed digits of 29 bits, in Montgomery's form with R = 2^(29 * 108) = 2^3132, which leaves R / N = 2^60
//! of slack. Digits are redundant: after any operation they are *carried*, not canonical.
//!
//! # Bounds
//! Let D = 2^28 + 2^5. Every stored digit is at most D in absolute value (`CARRIED` in the tests):
//!
//! 1. A column is a sum of at most 108 products of two digits and one digit: 108 * D^2 + D < 2^62.76. This is the most a
//!    64-bit column ever holds, and leaves room to add 2^28 for rounding.
//! 2. Carrying once leaves a digit of at most 2^28 and a carry of at most 2^33.76, from the column below. Carrying the sum
//!    of both again leaves a digit of at most 2^28 and a carry of at most 2^4.76 + 1 < 2^5: together at most D.
//!
//! For the values, with a and b below 2^18 * N in absolute value (they are below N, or N times 2^15 after
//! [`Field::shift_left`]), and T = a * b:
//!
//! 3. T < 2^36 * N^2 < 2^6180, so the product of R^2 = 2^6264 columns loses nothing at the top.
//! 4. m = T * N' mod R in carried digits is at most R / 2 * (1 + 2^-22). Hence |(T + m * N) / R| <= 2^36 * N * N / R +
//!    N / 2 * (1 + 2^-22) < 0.51 * N. No subtraction of N is ever needed.
//! 5. T + m * N = 0 mod R, and columns below 104 are never computed for m * N: they hold less than 2^62.76 * 2^(29 * 103) *
//!    (1 + 2^-28) < 2^(29 * 104 + 34) in all. Columns 104 to 107, carried into 108, hold at most D * 2^87 * (1 + 2^-28) <
//!    2^115.1 in units of 2^(29 * 104). The whole is a multiple of R = 2^116 units smaller than R: zero. So the four columns
//!    serve to find the carry and are then dropped.

#![allow(unexpected_cfgs, reason = "cargo-fuzz sets `fuzzing`")]

use super::group::{K, N, N_BYTES, n_prime};
use super::lanes::{Carries, DIGIT_BITS, I32x4, I64x2, skip};
use core::hint::black_box;

/// Digits of a number.
pub(super) const DIGITS: usize = 108;

/// Zeros below and above a number's digits: a group of four columns reads up to three digits too low and six too high.
const LOW_PAD: usize = 4;
const HIGH_PAD: usize = 8;

/// The digit that holds bit 3071 of N, with nothing above it.
const TOP: usize = 8 * N_BYTES / DIGIT_BITS as usize;

/// Columns of m * N that are computed only for their carry (bound 5).
const GUARD: usize = 4;

/// Bits of the exponent that one multiplication takes care of.
const WINDOW_BITS: usize = 5;
const WINDOW: usize = 1 << WINDOW_BITS;

/// A number's digits, the lowest first, between zeros.
#[repr(C, align(16))]
pub(super) struct Digits([i32; LOW_PAD + DIGITS + HIGH_PAD]);

impl Digits {
    pub(super) const fn padded(digits: &[i32; DIGITS]) -> Self {
        let mut padded = [0; LOW_PAD + DIGITS + HIGH_PAD];
        let mut i = 0;
        while i < DIGITS {
            padded[LOW_PAD + i] = digits[i];
            i += 1;
        }
        Self(padded)
    }

    pub(super) fn digits(&self) -> &[i32] {
        &self.0[LOW_PAD..LOW_PAD + DIGITS]
    }

    fn digits_mut(&mut self) -> &mut [i32] {
        &mut self.0[LOW_PAD..LOW_PAD + DIGITS]
    }
}

/// Digits each four times over, after two zeros: the operand that meets four columns at once. It is kept in memory because
/// LLVM turns a product with a splat into an emulated 64-bit multiplication.
#[repr(C, align(16))]
struct Spread([i32; 4 * (SPREAD_PAD + DIGITS)]);
const SPREAD_PAD: usize = 2;

/// Which products make the columns.
#[derive(Clone, Copy, PartialEq)]
enum Terms {
    /// a_i * b_j with as many digits of a as given (a multiple of 4).
    Product(usize),
    /// a_i * a_j: b is a.
    Square,
}

/// Working memory, wiped when dropped.
#[repr(C, align(16))]
pub(super) struct Field {
    /// What operations start from and leave behind.
    number: Digits,
    /// The second operand.
    other: Digits,
    spread: Spread,
    columns: [i32; 2 * DIGITS],
    quotient: [i32; DIGITS],
    powers: [[i32; DIGITS]; WINDOW],
    /// -1/N mod R
    n_prime: Digits,
    /// 1 in Montgomery's form, that is R mod N.
    one: Digits,
}

impl Drop for Field {
    fn drop(&mut self) {
        for area in [
            &mut self.number.0[..],
            &mut self.other.0,
            &mut self.spread.0,
            &mut self.columns,
            &mut self.quotient,
        ] {
            area.fill(0);
        }
        self.powers.as_flattened_mut().fill(0);
        // Whoever might read it must find the zeros.
        black_box(self);
    }
}

/// g^exponent mod N, big-endian.
pub(super) fn power_of_g(exponent: &[u8]) -> [u8; N_BYTES] {
    let mut field = Field::new();
    field.power_of_g(exponent);
    field.leave();
    field.to_bytes()
}

/// (b_pub - k * g^x)^exponent mod N, big-endian.
pub(super) fn shared_secret(b_pub: &[u8; N_BYTES], x: &[u8], exponent: &[u8]) -> [u8; N_BYTES] {
    let mut field = Field::new();
    field.power_of_g(x);
    // A Montgomery product of one number in that form and one outside it leaves the form: this is k * g^x itself.
    field.other.digits_mut().copy_from_slice(&unsigned_digits(&K));
    field.multiply();
    field.subtract_from(b_pub);
    field.enter();
    field.power(exponent);
    field.leave();
    field.to_bytes()
}

/// Whether these big-endian bytes are 0 modulo N. The number is public.
pub(super) fn is_zero(number: &[u8; N_BYTES]) -> bool {
    let mut field = Field::new();
    field.subtract_from(number);
    field.enter();
    field.leave();
    field.to_bytes() == [0; N_BYTES]
}

impl Field {
    fn new() -> Self {
        let mut field = Self {
            number: Digits::padded(&[0; DIGITS]),
            other: Digits::padded(&[0; DIGITS]),
            spread: Spread([0; _]),
            columns: [0; _],
            quotient: [0; _],
            powers: [[0; DIGITS]; WINDOW],
            n_prime: n_prime(),
            one: Digits::padded(&[0; DIGITS]),
        };
        // R mod N = 2^60 * (2^3072 - N), and the highest digit of N is that of 2^3072.
        for (digit, n) in field.number.digits_mut().iter_mut().zip(&N.digits()[..TOP]) {
            *digit = -n;
        }
        for _ in 0..4 {
            field.shift_left(15);
        }
        field.one.0 = field.number.0;
        field.number.0.fill(0);
        field
    }

    /// number = number * other / R
    #[inline(never)]
    fn multiply(&mut self) {
        self.columns.fill(0);
        self.spread.load(self.number.digits());
        accumulate(
            &mut self.columns,
            0..2 * DIGITS,
            Terms::Product(DIGITS),
            &self.spread,
            &self.other,
        );
        self.reduce();
    }

    /// number = number^2 / R
    #[inline(never)]
    fn square(&mut self) {
        self.columns.fill(0);
        self.spread.load(self.number.digits());
        accumulate(
            &mut self.columns,
            0..2 * DIGITS,
            Terms::Square,
            &self.spread,
            &self.number,
        );
        self.reduce();
    }

    /// number = columns / R: Montgomery's reduction. m is found as a whole before it is used, so that no digit waits for
    /// the one below it.
    #[inline(never)]
    fn reduce(&mut self) {
        // 1. m = T * N' mod R
        self.quotient.fill(0);
        self.spread.load(&self.columns[..DIGITS]);
        accumulate(
            &mut self.quotient,
            0..DIGITS,
            Terms::Product(DIGITS),
            &self.spread,
            &self.n_prime,
        );
        // 2. (T + m * N) / R
        self.spread.load(&self.quotient);
        accumulate(
            &mut self.columns,
            DIGITS - GUARD..2 * DIGITS,
            Terms::Product(DIGITS),
            &self.spread,
            &N,
        );
        self.number.digits_mut().copy_from_slice(&self.columns[DIGITS..]);
    }

    /// Into Montgomery's form.
    fn enter(&mut self) {
        self.powers[0].copy_from_slice(self.number.digits());
        // R is 2^3132, so this is R^2 mod N, and below N * 2^12.
        self.power_of_g(&3132u16.to_be_bytes());
        self.other.digits_mut().copy_from_slice(&self.powers[0]);
        self.multiply();
    }

    /// Out of Montgomery's form. The result lies between -0.51 * N and 0.51 * N.
    fn leave(&mut self) {
        self.columns[..DIGITS].copy_from_slice(self.number.digits());
        self.columns[DIGITS..].fill(0);
        self.reduce();
    }

    /// number = 1 in Montgomery's form.
    fn set_one(&mut self) {
        self.number.0 = self.one.0;
    }

    /// number = number * 2^bits, for bits < 16
    fn shift_left(&mut self, bits: u32) {
        self.columns.fill(0);
        self.scale(1 << bits);
    }

    /// number = value - number
    fn subtract_from(&mut self, value: &[u8; N_BYTES]) {
        self.columns[..DIGITS].copy_from_slice(&unsigned_digits(value));
        self.scale(-1);
    }

    /// number = columns + number * factor. Unsigned digits in the columns do no harm: far fewer products are added.
    fn scale(&mut self, factor: i32) {
        self.spread.load(&[factor, 0, 0, 0]);
        accumulate(
            &mut self.columns,
            0..DIGITS,
            Terms::Product(4),
            &self.spread,
            &self.number,
        );
        self.number.digits_mut().copy_from_slice(&self.columns[..DIGITS]);
    }

    /// number = g^exponent in Montgomery's form. As g is 2, four bits of the exponent are a shift.
    fn power_of_g(&mut self, exponent: &[u8]) {
        self.set_one();
        for (at, byte) in exponent.iter().enumerate() {
            for (half, nibble) in [byte >> 4, byte & 15].into_iter().enumerate() {
                // The number is still 1 at first.
                if at + half > 0 {
                    self.square_times(4);
                }
                self.shift_left(nibble.into());
            }
        }
    }

    /// number = number^exponent, both in Montgomery's form.
    fn power(&mut self, exponent: &[u8]) {
        self.powers[1].copy_from_slice(self.number.digits());
        self.set_one();
        self.powers[0].copy_from_slice(self.number.digits());
        self.number.digits_mut().copy_from_slice(&self.powers[1]);
        for i in 2..WINDOW {
            self.other.digits_mut().copy_from_slice(&self.powers[1]);
            self.multiply();
            self.powers[i].copy_from_slice(self.number.digits());
        }
        let windows = (8 * exponent.len()).div_ceil(WINDOW_BITS);
        for window in (0..windows).rev() {
            let mut index = 0;
            for bit in (window * WINDOW_BITS..(window + 1) * WINDOW_BITS).rev() {
                let byte = exponent.get(exponent.len().wrapping_sub(1 + bit / 8)).unwrap_or(&0);
                index = index << 1 | i32::from(byte >> (bit % 8) & 1);
            }
            self.select(index);
            if window == windows - 1 {
                self.number.0 = self.other.0;
            } else {
                self.square_times(WINDOW_BITS);
                self.multiply();
            }
        }
    }

    fn square_times(&mut self, times: usize) {
        for _ in 0..times {
            self.square();
        }
    }

    /// other = powers[index], reading all of them.
    #[inline(never)]
    fn select(&mut self, index: i32) {
        self.other.digits_mut().fill(0);
        for (i, power) in self.powers.iter().enumerate() {
            // All ones where the index is i. LLVM must not learn that it is all or nothing, and branch.
            let mask = black_box(((i as i32 ^ index) - 1) >> 31);
            let mask = I32x4::splat(mask);
            for at in (0..DIGITS).step_by(4) {
                // SAFETY: DIGITS is a multiple of 4, and both have as many digits.
                #[allow(unsafe_code, reason = "vectors are read and written without a check of the index")]
                unsafe {
                    let chosen = I32x4::load(power, at)
                        .and(mask)
                        .or(I32x4::load(self.other.digits(), at));
                    chosen.store(self.other.digits_mut(), at);
                }
            }
        }
    }

    /// The number's representative in 0 .. N, big-endian. It must lie between -N and N.
    #[inline(never)]
    fn to_bytes(&self) -> [u8; N_BYTES] {
        let digits = self.number.digits();
        let sign = digits.iter().fold(0, |carry, digit| (carry + digit) >> DIGIT_BITS);
        let mut bytes = [0; N_BYTES];
        let mut carry = 0;
        let (mut rest, mut bits) = (0u64, 0);
        let mut room = bytes.iter_mut().rev();
        for (digit, n) in digits.iter().zip(N.digits()) {
            carry += digit + (n & sign);
            rest |= (carry as u64 & ((1 << DIGIT_BITS) - 1)) << bits;
            carry >>= DIGIT_BITS;
            bits += DIGIT_BITS;
            while bits >= 8 {
                if let Some(byte) = room.next() {
                    *byte = rest as u8;
                }
                rest >>= 8;
                bits -= 8;
            }
        }
        bytes
    }
}

/// The digits of a big-endian number, each 0 ..= 2^29 - 1: not carried yet.
fn unsigned_digits(bytes: &[u8]) -> [i32; DIGITS] {
    let mut digits = [0; DIGITS];
    let (mut rest, mut bits) = (0u64, 0);
    let mut next = bytes.iter().rev();
    for digit in &mut digits {
        while bits < DIGIT_BITS {
            rest |= u64::from(*next.next().unwrap_or(&0)) << bits;
            bits += 8;
        }
        *digit = (rest & ((1 << DIGIT_BITS) - 1)) as i32;
        rest >>= DIGIT_BITS;
        bits -= DIGIT_BITS;
    }
    digits
}

impl Spread {
    /// Takes at most DIGITS digits.
    #[inline(never)]
    fn load(&mut self, digits: &[i32]) {
        for at in 0..digits.len() {
            // SAFETY: within the digits, of which callers give at most DIGITS.
            #[allow(unsafe_code, reason = "vectors are read and written without a check of the index")]
            unsafe {
                I32x4::load_splat(digits, at).store(&mut self.0, 4 * (SPREAD_PAD + at));
            }
        }
    }
}

/// columns[c] += the sum of a_i * b_j with i + j = c, for c in `range` (both ends multiples of 4), carried within the range
/// (bounds 1 and 2). What is carried out of it is dropped.
#[inline(never)]
#[allow(
    unsafe_code,
    reason = "the innermost loop: vectors are read without a check of the index, which the plain twin does"
)]
fn accumulate(columns: &mut [i32], range: core::ops::Range<usize>, terms: Terms, a: &Spread, b: &Digits) {
    let mut carries = Carries::new();
    let upper_three = I32x4::constant(&[0, -1, -1, -1]);
    let uppermost = I32x4::constant(&[0, 0, 0, -1]);
    for c in range.step_by(4) {
        // Columns c to c + 3 take a_i for i in from .. to; what of b lies outside is zero.
        let from = c.saturating_sub(DIGITS);
        let to = match terms {
            Terms::Product(len) => len.min(c + 4),
            Terms::Square => c / 2,
        };
        let mut low = I64x2::zero();
        let mut high = I64x2::zero();
        // Four at a time. In a square one half turn may be left: the two before `from` fill it up, with zeros of a or b.
        let mut i = SPREAD_PAD + from - (to - from) % 4;
        while i < SPREAD_PAD + to {
            // SAFETY: 0 <= i and i + 4 <= SPREAD_PAD + DIGITS. As c + 4 > i - SPREAD_PAD >= c - DIGITS - 2, the vectors of
            // b begin at LOW_PAD - 3 or later, and the last ends at LOW_PAD + DIGITS + 6 or earlier.
            unsafe {
                let a = skip(&a.0, 4 * i);
                let b = skip(&b.0, LOW_PAD + SPREAD_PAD + c - 3 - i);
                macro_rules! step {
                    ($($k:literal)*) => {$(
                        let (x, y) = (I32x4::load(a, 4 * $k), I32x4::load(b, 3 - $k));
                        low = low.plus_low_product(x, y);
                        high = high.plus_high_product(x, y);
                    )*};
                }
                step!(0 1 2 3); // LLVM does not unroll at opt-level z.
            }
            i += 4;
        }
        if terms == Terms::Square {
            low = low.plus(low);
            high = high.plus(high);
            let h = c / 2;
            // SAFETY: h + 1 < DIGITS, so a_h to a_(h + 3) are digits or zeros above them.
            unsafe {
                // a_h by itself and twice by the three above it,
                let x = I32x4::load(&a.0, 4 * (SPREAD_PAD + h));
                let y = I32x4::load(&b.0, LOW_PAD + h);
                let y = y.plus(y.and(upper_three));
                low = low.plus_low_product(x, y);
                high = high.plus_high_product(x, y);
                // then a_(h + 1) by itself and twice by the one above it. The columns of the lower half are complete.
                let x = I32x4::load(&a.0, 4 * (SPREAD_PAD + h + 1));
                let y = I32x4::load(&b.0, LOW_PAD + h - 1);
                high = high.plus_high_product(x, y.plus(y.and(uppermost)));
            }
        }
        // SAFETY: callers give columns at least to the end of the range.
        unsafe {
            let [before_low, before_high] = I32x4::load(columns, c).widen();
            carries
                .digits(low.plus(before_low), high.plus(before_high))
                .store(columns, c);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

/// For `tests/fuzz`, in whose crate this file is compiled too.
#[cfg(all(fuzzing, not(feature = "fuzz")))]
#[path = "../../tests/fuzz/simd128.rs"]
pub mod fuzz;
