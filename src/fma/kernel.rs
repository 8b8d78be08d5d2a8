//! Arithmetic modulo the group's N for secret numbers: no branch, index or trip count depends on one.
//!
//! A number is 62 signed digits of 50 bits kept as floating-point numbers, in Montgomery's form with R = 2^(50 * 62) = 2^3100,
//! which leaves R / N = 2^28 of slack. Digits are redundant: after any operation they are *carried*, not canonical.
//!
//! # Products
//! A product of two digits has up to 98 bits. A fused multiply-add with a large bias rounds it to a multiple of 2^50, its
//! high half h; a second one subtracts h from the product and is exact: the low half. Four products in a row share the sums:
//! h is what the running sum grew by. So four products cost 8 multiply-adds, 7 additions and 2 integer additions.
//!
//! # Bounds
//! Let D = 2^49 + 2^6. Every stored digit is at most D in absolute value (`CARRIED` in the tests):
//!
//! 1. A chain of four products is at most 4 * D^2 < 2^100.1, and with the bias stays between 2^102 and 2^103, where the last
//!    bit is 2^50. So a high half is off by at most 2^49, and the four low halves' sum is at most 2^51: with its bias it stays
//!    between 2^52 and 2^53, where the last bit is 1. In a square's last chain one factor is doubled, and there are two
//!    products: 2 * 2 * D^2.
//! 2. A column is at most 62 low halves of 2^49, 62 high halves of (2^98.1 + 2^49) / 2^50 from the column below, and a digit:
//!    less than 2^55 + 2^54.2 + 2^50 < 2^55.8. Carrying it once leaves a digit of at most 2^49 and a carry of at most
//!    2^5.8 + 1 < 2^6: together at most D.
//!
//! For the values, with |a * b| < 2^31 * N^2 (numbers are below 0.51 * N; 2^15 times that after [`Field::shift_left`], whose
//! result is squared at most), and T = a * b:
//!
//! 3. T < 2^6175, so the product of R^2 = 2^6200 columns loses nothing at the top.
//! 4. m = T * N' mod R in carried digits is at most R / 2 * (1 + 2^-42). Hence |(T + m * N) / R| <= |T| / R + N / 2 * (1 +
//!    2^-42), which is below 1.6 * N after the square of a shifted number and below 0.51 * N otherwise, also where that square
//!    is a factor: 1.6 * 0.51 * N^2 / R < 2^-28 * N. No subtraction of N is ever needed.
//! 5. T + m * N = 0 mod R, and columns below 60 are never computed for m * N: they hold less than 2^105 * 2^(50 * 59) *
//!    (1 + 2^-49) < 2^(50 * 60 + 56) in all. Columns 60 and 61, carried into 62, hold at most D * 2^50 * (1 + 2^-49) < 2^99.1 in
//!    units of 2^(50 * 60). The whole is a multiple of R = 2^100 units smaller than R: zero. So the two columns serve to find
//!    the carry and are then dropped.

#![allow(unexpected_cfgs, reason = "cargo-fuzz sets `fuzzing`")]

use crate::lanes::{Carries, DIGIT_BITS, F64x2, Sums, skip};
use core::hint::black_box;

include!(concat!(env!("OUT_DIR"), "/constants.rs"));

/// Bytes of N.
pub(crate) const N_BYTES: usize = 384;

/// Digits of a number.
pub(crate) const DIGITS: usize = 62;

/// Zeros below and above a number's digits: a group of four columns reads up to three digits too low and six too high.
const LOW_PAD: usize = 4;
const HIGH_PAD: usize = 6;

/// `DIGITS` up to the next multiple of four, as columns come in fours.
const ROUNDED: usize = 64;

/// Columns of m * N that are computed only for their carry (bound 5).
const GUARD: usize = 2;

/// Bits of the exponent that one multiplication takes care of.
const WINDOW_BITS: usize = 5;
const WINDOW: usize = 1 << WINDOW_BITS;

/// The digit that holds bit 3071 of N, with nothing above it.
const TOP: usize = 8 * N_BYTES / DIGIT_BITS as usize;

/// A power of g with an exponent of 5 * 52 >= 256 bits: 52 times, one bit of each fifth. The lowest fifth is done by shifts.
const COMB_ROWS: usize = 52;
const COMB_TEETH: usize = COMB.len();

/// A number's digits, the lowest first, between zeros.
#[repr(C, align(16))]
pub(crate) struct Digits([f64; LOW_PAD + DIGITS + HIGH_PAD]);

impl Digits {
    const fn zero() -> Self {
        Self([0.0; _])
    }

    const fn padded(digits: &[f64; DIGITS]) -> Self {
        let mut padded = Self::zero();
        let mut i = 0;
        while i < DIGITS {
            padded.0[LOW_PAD + i] = digits[i];
            i += 1;
        }
        padded
    }

    fn digits(&self) -> &[f64] {
        &self.0[LOW_PAD..LOW_PAD + DIGITS]
    }

    fn digits_mut(&mut self) -> &mut [f64] {
        &mut self.0[LOW_PAD..LOW_PAD + DIGITS]
    }
}

/// Which products make the columns.
#[derive(Clone, Copy, PartialEq)]
enum Terms {
    /// a_i * b_j with as many digits of a as given.
    Product(usize),
    /// a_i * a_j: b is a.
    Square,
}

/// Working memory.
#[repr(C, align(16))]
pub(crate) struct Field {
    /// What operations start from and leave behind.
    number: Digits,
    /// The second operand.
    other: Digits,
    quotient: Digits,
    /// Columns 0 .. 2 * DIGITS, after zeros as in `Digits`.
    columns: [f64; LOW_PAD + 2 * DIGITS],
    powers: [[f64; DIGITS]; WINDOW],
    /// -1/N mod R
    n_prime: Digits,
}

impl Field {
    /// Without [`Field::derive`] it computes nothing.
    pub(crate) const fn new() -> Self {
        Self {
            number: Digits::zero(),
            other: Digits::zero(),
            quotient: Digits::zero(),
            columns: [0.0; _],
            powers: [[0.0; _]; _],
            n_prime: Digits::zero(),
        }
    }

    /// Computes -1/N mod R, which takes less than to load it. Digit by digit: with r = 1 + N * n' = 0 below digit i, the next
    /// digit of n' is r_i, because -1/N = 1 mod 2^50.
    pub(crate) fn derive(&mut self) {
        const MASK: i128 = (1 << DIGIT_BITS) - 1;
        let mut rest = [0; DIGITS];
        rest[0] = 1;
        let mut carried = 0;
        for i in 0..DIGITS {
            let digit = rest[i];
            // To -2^49 ..= 2^49 - 1, as the kernel has it.
            let signed = digit + carried;
            carried = (signed + (1 << (DIGIT_BITS - 1))) >> DIGIT_BITS;
            self.n_prime.digits_mut()[i] = (signed - (carried << DIGIT_BITS)) as f64;
            let mut carry = 0;
            for (rest, &n) in rest.iter_mut().skip(i).zip(N.digits()) {
                let sum = i128::from(*rest) + i128::from(digit) * i128::from(n as i64) + carry;
                *rest = (sum & MASK) as i64;
                carry = sum >> DIGIT_BITS;
            }
        }
    }

    pub(crate) fn wipe(&mut self) {
        for area in [
            &mut self.number.0[..],
            &mut self.other.0,
            &mut self.quotient.0,
            &mut self.columns,
        ] {
            area.fill(0.0);
        }
        self.powers.as_flattened_mut().fill(0.0);
        // Whoever might read it must find the zeros.
        black_box(self);
    }

    /// g^exponent mod N, big-endian.
    pub(crate) fn a_pub(&mut self, exponent: &[u8; 32], result: &mut [u8; N_BYTES]) {
        self.power_of_g(exponent);
        self.leave();
        self.to_bytes(result);
    }

    /// (b_pub - k * g^x)^exponent mod N in place of b_pub, big-endian.
    pub(crate) fn shared_secret(&mut self, b_pub: &mut [u8; N_BYTES], x: &[u8; 32], exponent: &[u8]) {
        self.power_of_g(x);
        // A Montgomery product of one number in that form and one outside it leaves the form: this is k * g^x itself.
        self.multiply_by(&K.0);
        self.subtract_from(b_pub);
        self.enter();
        self.power(exponent);
        self.leave();
        self.to_bytes(b_pub);
    }

    /// number = number * other / R
    #[inline(never)]
    fn multiply(&mut self) {
        self.columns.fill(0.0);
        accumulate(
            &mut self.columns,
            0..2 * DIGITS,
            Terms::Product(DIGITS),
            &self.number.0,
            &self.other.0,
        );
        self.reduce();
    }

    fn multiply_by(&mut self, other: &[f64; LOW_PAD + DIGITS + HIGH_PAD]) {
        self.other.0 = *other;
        self.multiply();
    }

    /// number = number^2 / R
    #[inline(never)]
    fn square(&mut self) {
        self.columns.fill(0.0);
        accumulate(
            &mut self.columns,
            0..2 * DIGITS,
            Terms::Square,
            &self.number.0,
            &self.number.0,
        );
        self.reduce();
    }

    /// number = columns / R: Montgomery's reduction. m is found as a whole before it is used, so that no digit waits for the
    /// one below it.
    #[inline(never)]
    fn reduce(&mut self) {
        // 1. m = T * N' mod R. T's upper half serves as the zeros above its lower: it has no part in the columns kept.
        self.quotient.0.fill(0.0);
        accumulate(
            &mut self.quotient.0,
            0..ROUNDED,
            Terms::Product(DIGITS),
            &self.n_prime.0,
            &self.columns,
        );
        self.quotient.0[LOW_PAD + DIGITS..].fill(0.0);
        // 2. (T + m * N) / R
        accumulate(
            &mut self.columns,
            DIGITS - GUARD..2 * DIGITS,
            Terms::Product(DIGITS),
            &self.quotient.0,
            &N.0,
        );
        self.number
            .digits_mut()
            .copy_from_slice(&self.columns[LOW_PAD + DIGITS..]);
    }

    /// Out of Montgomery's form. The result lies between -0.51 * N and 0.51 * N.
    fn leave(&mut self) {
        self.columns.fill(0.0);
        self.columns[LOW_PAD..LOW_PAD + DIGITS].copy_from_slice(self.number.digits());
        self.reduce();
    }

    /// Into Montgomery's form: a product with R^2 mod N, which is 2^3100 in that form.
    fn enter(&mut self) {
        self.powers[1].copy_from_slice(self.number.digits());
        self.set_one();
        for (squares, bits) in [(0, 12), (4, 1), (4, 12)] {
            for _ in 0..squares {
                self.square();
            }
            self.shift_left(bits);
        }
        self.other.digits_mut().copy_from_slice(&self.powers[1]);
        self.multiply();
    }

    /// number and powers[0] = 1 in Montgomery's form: R mod N = 2^28 * (2^3072 - N), where the highest digit of N is that of
    /// 2^3072.
    fn set_one(&mut self) {
        self.number.0.fill(0.0);
        for (digit, n) in self.number.digits_mut().iter_mut().zip(&N.digits()[..TOP]) {
            *digit = -n;
        }
        self.shift_left(14);
        self.shift_left(14);
        self.powers[0].copy_from_slice(self.number.digits());
    }

    /// number = number * 2^bits, for bits < 16
    fn shift_left(&mut self, bits: u8) {
        self.columns.fill(0.0);
        self.scale(f64::from(1u32 << bits));
    }

    /// number = value - number
    fn subtract_from(&mut self, value: &[u8; N_BYTES]) {
        self.columns.fill(0.0);
        unsigned_digits(value, &mut self.columns[LOW_PAD..LOW_PAD + DIGITS]);
        self.scale(-1.0);
    }

    /// number = columns + number * factor. Unsigned digits in the columns do no harm: far fewer products are added.
    fn scale(&mut self, factor: f64) {
        self.other.0.fill(0.0);
        self.other.0[LOW_PAD] = factor;
        accumulate(
            &mut self.columns,
            0..ROUNDED,
            Terms::Product(4),
            &self.other.0,
            &self.number.0,
        );
        self.number
            .digits_mut()
            .copy_from_slice(&self.columns[LOW_PAD..LOW_PAD + DIGITS]);
    }

    /// number = g^exponent in Montgomery's form. `powers` gets the products of all choices among the comb's teeth.
    fn power_of_g(&mut self, exponent: &[u8; 32]) {
        self.set_one();
        for (tooth, power) in COMB.iter().enumerate() {
            self.other.digits_mut().copy_from_slice(power);
            for i in 0..1 << tooth {
                self.number.digits_mut().copy_from_slice(&self.powers[i]);
                self.multiply();
                self.powers[i | 1 << tooth].copy_from_slice(self.number.digits());
            }
        }
        let mut shift = 0;
        for row in (0..COMB_ROWS).rev() {
            let index = (0..COMB_TEETH)
                .map(|tooth| bit(exponent, COMB_ROWS * (tooth + 1) + row) << tooth)
                .sum();
            self.select(1 << COMB_TEETH, index);
            if row == COMB_ROWS - 1 {
                self.number.0 = self.other.0;
            } else {
                self.square();
                self.multiply();
            }
            // As g is 2, the lowest bits are a shift: of four rows at once.
            shift = shift << 1 | bit(exponent, row);
            if row % 4 == 0 {
                self.shift_left(shift);
                shift = 0;
            }
        }
    }

    /// number = number^exponent, both in Montgomery's form.
    fn power(&mut self, exponent: &[u8]) {
        self.powers[1].copy_from_slice(self.number.digits());
        self.set_one();
        self.number.digits_mut().copy_from_slice(&self.powers[1]);
        for i in 2..WINDOW {
            self.other.digits_mut().copy_from_slice(&self.powers[1]);
            self.multiply();
            self.powers[i].copy_from_slice(self.number.digits());
        }
        let windows = (8 * exponent.len()).div_ceil(WINDOW_BITS);
        for window in (0..windows).rev() {
            let index = (0..WINDOW_BITS)
                .map(|i| bit(exponent, window * WINDOW_BITS + i) << i)
                .sum();
            if window == windows - 1 {
                self.select(WINDOW, index);
                self.number.0 = self.other.0;
            } else {
                for _ in 0..WINDOW_BITS {
                    self.square();
                }
                self.select(WINDOW, index);
                self.multiply();
            }
        }
    }

    /// other = powers[index], reading all of the given number.
    #[inline(never)]
    fn select(&mut self, among: usize, index: u8) {
        self.other.digits_mut().fill(0.0);
        for (i, power) in self.powers[..among].iter().enumerate() {
            // All ones where the index is i. LLVM must not learn that it is all or nothing, and branch.
            let mask = black_box(((i as i64 ^ i64::from(index)) - 1) >> 63);
            let mask = F64x2::splat_bits(mask);
            for at in (0..DIGITS).step_by(2) {
                // SAFETY: DIGITS is a multiple of 2, and both have as many digits.
                #[allow(unsafe_code, reason = "vectors are read and written without a check of the index")]
                unsafe {
                    let chosen = F64x2::load(power, at)
                        .and(mask)
                        .or(F64x2::load(&self.other.0, LOW_PAD + at));
                    chosen.store(&mut self.other.0, LOW_PAD + at);
                }
            }
        }
    }

    /// The number's representative in 0 .. N, big-endian. It must lie between -N and N.
    #[inline(never)]
    fn to_bytes(&self, bytes: &mut [u8; N_BYTES]) {
        let digits = self.number.digits();
        let sign = digits
            .iter()
            .fold(0, |carry, &digit| (carry + integer(digit)) >> DIGIT_BITS);
        let mut carry = 0;
        let (mut rest, mut bits) = (0u64, 0);
        let mut room = bytes.iter_mut().rev();
        for (&digit, &n) in digits.iter().zip(N.digits()) {
            carry += integer(digit) + (integer(n) & sign);
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
    }
}

/// What `as` says, without its care for numbers out of range, which is a branch in wasm.
fn integer(digit: f64) -> i64 {
    const BIAS: f64 = 1.5 * (1u64 << 52) as f64;
    (digit + BIAS).to_bits() as i64 - BIAS.to_bits() as i64
}

/// A bit of a big-endian number: 0 or 1.
fn bit(bytes: &[u8], at: usize) -> u8 {
    let byte = bytes.get(bytes.len().wrapping_sub(1 + at / 8)).unwrap_or(&0);
    byte >> (at % 8) & 1
}

/// The digits of a big-endian number, each 0 ..= 2^50 - 1: not carried yet.
fn unsigned_digits(bytes: &[u8; N_BYTES], digits: &mut [f64]) {
    let (mut rest, mut bits) = (0u64, 0);
    let mut next = bytes.iter().rev();
    for digit in digits {
        while bits < DIGIT_BITS {
            rest |= u64::from(*next.next().unwrap_or(&0)) << bits;
            bits += 8;
        }
        *digit = (rest & ((1 << DIGIT_BITS) - 1)) as f64;
        rest >>= DIGIT_BITS;
        bits -= DIGIT_BITS;
    }
}

/// columns[c] += the sum of a_i * b_j with i + j = c, for c in `range`, carried within the range (bounds 1 and 2). The range
/// has a multiple of 4 columns and begins at one. What is carried out of it is dropped.
#[inline(never)]
#[allow(
    unsafe_code,
    reason = "the innermost loop: vectors are read without a check of the index, which the plain twin does"
)]
fn accumulate(columns: &mut [f64], range: core::ops::Range<usize>, terms: Terms, a: &[f64], b: &[f64]) {
    let mut carries = Carries::new();
    let (high_bias, both_biases) = (carries.high_bias, carries.both_biases);
    let one_and_two = F64x2::constant(&[1.0, 2.0]);
    for c in range.step_by(4) {
        // Columns c to c + 3 take a_i for i in from .. to; what of a or b lies outside is zero.
        let from = c.saturating_sub(DIGITS);
        let to = match terms {
            Terms::Product(len) => len.min(c + 4),
            Terms::Square => c / 2,
        };
        // In chains of four. If half a chain is left, the two before `from` fill it up, with zeros of a or b.
        let mut i = LOW_PAD + from - (to - from) % 4;
        let mut low = Sums::before((LOW_PAD + to - i) / 4, terms == Terms::Square);
        let mut high = low;
        while i < LOW_PAD + to {
            // SAFETY: 2 <= i and i + 4 <= LOW_PAD + DIGITS. As c + 4 > i - LOW_PAD >= c - DIGITS - 2, the vectors of b begin at
            // LOW_PAD - 3 or later, and the last ends at LOW_PAD + DIGITS + 6 or earlier.
            unsafe {
                let a = skip(a, i);
                let b = skip(b, LOW_PAD + LOW_PAD + c - 3 - i);
                // All written out: LLVM does not unroll at these levels.
                let (a0, a1) = (F64x2::load_splat(a, 0), F64x2::load_splat(a, 1));
                let (a2, a3) = (F64x2::load_splat(a, 2), F64x2::load_splat(a, 3));
                macro_rules! chain {
                    ($sums:ident, $b0:literal $b1:literal $b2:literal $b3:literal) => {
                        let y = F64x2::load(b, $b0);
                        let sum0 = a0.times_plus(y, high_bias);
                        let rest = a0.times_plus(y, both_biases.minus(sum0));
                        let y = F64x2::load(b, $b1);
                        let sum1 = a1.times_plus(y, sum0);
                        let rest = rest.plus(a1.times_plus(y, sum0.minus(sum1)));
                        let y = F64x2::load(b, $b2);
                        let sum2 = a2.times_plus(y, sum1);
                        let rest = rest.plus(a2.times_plus(y, sum1.minus(sum2)));
                        let y = F64x2::load(b, $b3);
                        let sum3 = a3.times_plus(y, sum2);
                        $sums.add(rest.plus(a3.times_plus(y, sum2.minus(sum3))), sum3);
                    };
                }
                chain!(low, 3 2 1 0);
                chain!(high, 5 4 3 2);
            }
            i += 4;
        }
        if terms == Terms::Square {
            low.double();
            high.double();
            let h = LOW_PAD + c / 2;
            // SAFETY: h + 1 < LOW_PAD + DIGITS, so a_h to a_(h + 3) are digits or zeros above them.
            unsafe {
                // a_h by itself and twice by the three above it,
                let x = F64x2::load_splat(a, h);
                let y = F64x2::load(b, h).times(one_and_two);
                let sum = x.times_plus(y, high_bias);
                low.add(x.times_plus(y, both_biases.minus(sum)), sum);
                let y = F64x2::load(b, h + 2);
                let y = y.plus(y);
                let sum0 = x.times_plus(y, high_bias);
                let rest = x.times_plus(y, both_biases.minus(sum0));
                // then a_(h + 1) by itself and twice by the one above it. The columns of the lower half are complete.
                let x = F64x2::load_splat(a, h + 1);
                let y = F64x2::load(b, h + 1).times(one_and_two);
                let sum1 = x.times_plus(y, sum0);
                high.add(rest.plus(x.times_plus(y, sum0.minus(sum1))), sum1);
            }
        }
        // SAFETY: callers give columns at least to the end of the range.
        unsafe {
            let digits = carries.digits(low, F64x2::load(columns, LOW_PAD + c));
            digits.store(columns, LOW_PAD + c);
            let digits = carries.digits(high, F64x2::load(columns, LOW_PAD + c + 2));
            digits.store(columns, LOW_PAD + c + 2);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

/// For `tests/fuzz`, in whose crate this file is compiled too.
#[cfg(fuzzing)]
#[path = "../../tests/fuzz/fma.rs"]
pub mod fuzz;
