//! The few vector operations the kernel is made of: relaxed SIMD in wasm, and the same on plain numbers elsewhere, so that
//! `cargo test` runs the kernel's own code. The plain twin checks what the wasm one takes for granted: every index, and
//! (with debug assertions) that no sum leaves its range.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use plain::{Carries, F64x2, Sums, skip};
#[cfg(target_arch = "wasm32")]
pub(crate) use relaxed::{Carries, F64x2, Sums, skip};

/// Bits of a digit.
pub(crate) const DIGIT_BITS: u32 = 50;

/// 1.5 * 2^102. Added to sums below 2^101 it rounds them to multiples of 2^50, and their last bit stands for 2^50.
const HIGH_BIAS: f64 = 1.5 * (1u128 << 102) as f64;
/// 1.5 * 2^52. Added to integers up to 2^51 it makes their last bit stand for 1.
const LOW_BIAS: f64 = 1.5 * (1u64 << 52) as f64;
/// Both: the last bit of their sum stands for 2^50, and 1.5 * 2^52 is a multiple of that.
const BOTH_BIASES: f64 = HIGH_BIAS + LOW_BIAS;

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "vector loads and stores go through raw pointers")]
mod relaxed {
    use super::{BOTH_BIASES, DIGIT_BITS, HIGH_BIAS, LOW_BIAS};
    use core::arch::wasm32::*;
    use core::hint::black_box;

    /// The digits from `at` on.
    ///
    /// # Safety
    /// `at <= digits.len()`
    #[inline(always)]
    pub(crate) unsafe fn skip(digits: &[f64], at: usize) -> &[f64] {
        debug_assert!(at <= digits.len());
        // SAFETY: in range by the caller's promise.
        unsafe { digits.get_unchecked(at..) }
    }

    /// Two digits.
    #[derive(Clone, Copy)]
    pub(crate) struct F64x2(v128);

    impl F64x2 {
        /// # Safety
        /// `at + 2 <= digits.len()`
        #[inline(always)]
        pub(crate) unsafe fn load(digits: &[f64], at: usize) -> Self {
            debug_assert!(at + 2 <= digits.len());
            // SAFETY: in range by the caller's promise; wasm loads need no alignment.
            Self(unsafe { v128_load(digits.as_ptr().add(at).cast()) })
        }

        /// The digit at `at`, twice.
        ///
        /// # Safety
        /// `at < digits.len()`
        #[inline(always)]
        pub(crate) unsafe fn load_splat(digits: &[f64], at: usize) -> Self {
            debug_assert!(at < digits.len());
            // SAFETY: in range by the caller's promise.
            Self(unsafe { v128_load64_splat(digits.as_ptr().add(at).cast()) })
        }

        /// # Safety
        /// `at + 2 <= digits.len()`
        #[inline(always)]
        pub(crate) unsafe fn store(self, digits: &mut [f64], at: usize) {
            debug_assert!(at + 2 <= digits.len());
            // SAFETY: in range by the caller's promise; wasm stores need no alignment.
            unsafe { v128_store(digits.as_mut_ptr().add(at).cast(), self.0) }
        }

        /// A constant for use in a loop. LLVM must not know it, or it would make it anew at each turn.
        #[inline(always)]
        pub(crate) fn constant(lanes: &'static [f64; 2]) -> Self {
            // SAFETY: there are two.
            unsafe { Self::load(black_box(lanes), 0) }
        }

        #[inline(always)]
        pub(crate) fn splat_bits(bits: i64) -> Self {
            Self(i64x2_splat(bits))
        }

        #[inline(always)]
        pub(crate) fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Self) -> Self {
            Self(f64x2_add(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn minus(self, other: Self) -> Self {
            Self(f64x2_sub(self.0, other.0))
        }

        #[inline(always)]
        pub(crate) fn times(self, other: Self) -> Self {
            Self(f64x2_mul(self.0, other.0))
        }

        /// self * b + c, rounded once where the self-test passes.
        #[inline(always)]
        pub(crate) fn times_plus(self, b: Self, c: Self) -> Self {
            Self(f64x2_relaxed_madd(self.0, b.0, c.0))
        }

        #[inline(always)]
        pub(crate) fn to_array(self) -> [f64; 2] {
            [f64x2_extract_lane::<0>(self.0), f64x2_extract_lane::<1>(self.0)]
        }
    }

    /// Two columns' sums: of low halves, in units of 1, and of high halves, in units of 2^50.
    #[derive(Clone, Copy)]
    pub(crate) struct Sums {
        low: v128,
        high: v128,
    }

    impl Sums {
        /// Sums to which as many chains will be added, and in a square one more after doubling: what their biases come to is
        /// taken off now.
        #[inline(always)]
        pub(crate) fn before(chains: usize, square: bool) -> Self {
            let halves = -(2 * chains as i64 + i64::from(square));
            let less = |bias: f64| i64x2_splat((bias.to_bits() as i64 / 2).wrapping_mul(halves));
            Self {
                low: less(LOW_BIAS),
                high: less(HIGH_BIAS),
            }
        }

        /// Adds a chain's two sums, which carry their biases.
        #[inline(always)]
        pub(crate) fn add(&mut self, low: F64x2, high: F64x2) {
            self.low = i64x2_add(self.low, low.0);
            self.high = i64x2_add(self.high, high.0);
        }

        #[inline(always)]
        pub(crate) fn double(&mut self) {
            self.low = i64x2_add(self.low, self.low);
            self.high = i64x2_add(self.high, self.high);
        }
    }

    const HALF: i64 = 1 << (DIGIT_BITS - 1);
    /// x86 has no arithmetic 64-bit shift. With 2^63 added, which is a multiple of 2^50, a logical one does,
    const SHIFT_BIAS: i64 = i64::MIN;
    /// and what it brings is this much too large.
    const CARRY_BIAS: i64 = 1 << (63 - DIGIT_BITS);

    static CONSTANTS: [[i64; 2]; 5] = [
        [CARRY_BIAS; 2],
        [LOW_BIAS.to_bits() as i64; 2],
        [(SHIFT_BIAS + HALF).wrapping_sub(LOW_BIAS.to_bits() as i64); 2],
        [(1 << DIGIT_BITS) - 1; 2],
        [LOW_BIAS.to_bits() as i64 - HALF - CARRY_BIAS; 2],
    ];

    /// Carries columns into digits, from the lowest upwards.
    pub(crate) struct Carries {
        /// What the last two columns' high halves were,
        high: v128,
        /// and what they carried, with its bias.
        carried: v128,
        low_bias: v128,
        before: v128,
        mask: v128,
        after: v128,
        pub(crate) high_bias: F64x2,
        pub(crate) both_biases: F64x2,
    }

    impl Carries {
        #[inline(always)]
        pub(crate) fn new() -> Self {
            // LLVM must not know them, or it would make them anew for each column.
            let constants = black_box(&CONSTANTS).as_ptr().cast::<v128>();
            // SAFETY: there are five.
            let constant = |i| unsafe { v128_load(constants.add(i)) };
            Self {
                high: i64x2_splat(0),
                carried: constant(0),
                low_bias: constant(1),
                before: constant(2),
                mask: constant(3),
                after: constant(4),
                high_bias: F64x2::constant(&[HIGH_BIAS; 2]),
                both_biases: F64x2::constant(&[BOTH_BIASES; 2]),
            }
        }

        /// The next two columns' digits, the columns being the sums and a digit each.
        #[inline(always)]
        pub(crate) fn digits(&mut self, sums: Sums, digits: F64x2) -> F64x2 {
            let high = i64x2_shuffle::<1, 2>(self.high, sums.high);
            self.high = sums.high;
            let digits = f64x2_add(digits.0, self.low_bias);
            let column = i64x2_add(i64x2_add(sums.low, high), i64x2_add(digits, self.before));
            let carry = u64x2_shr(column, DIGIT_BITS);
            let carried = i64x2_shuffle::<1, 2>(self.carried, carry);
            self.carried = carry;
            let digits = i64x2_add(i64x2_add(v128_and(column, self.mask), carried), self.after);
            F64x2(f64x2_sub(digits, self.low_bias))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(unsafe_code, reason = "the signatures of the wasm twin; nothing here is unsafe")]
mod plain {
    use super::{BOTH_BIASES, DIGIT_BITS, HIGH_BIAS, LOW_BIAS};
    use std::array::from_fn;

    pub(crate) unsafe fn skip(digits: &[f64], at: usize) -> &[f64] {
        &digits[at..]
    }

    #[derive(Clone, Copy)]
    pub(crate) struct F64x2([f64; 2]);

    impl F64x2 {
        pub(crate) unsafe fn load(digits: &[f64], at: usize) -> Self {
            Self([digits[at], digits[at + 1]])
        }

        pub(crate) unsafe fn load_splat(digits: &[f64], at: usize) -> Self {
            Self([digits[at]; 2])
        }

        pub(crate) unsafe fn store(self, digits: &mut [f64], at: usize) {
            digits[at..at + 2].copy_from_slice(&self.0);
        }

        pub(crate) fn constant(lanes: &'static [f64; 2]) -> Self {
            Self(*lanes)
        }

        pub(crate) fn splat_bits(bits: i64) -> Self {
            Self([f64::from_bits(bits as u64); 2])
        }

        pub(crate) fn and(self, other: Self) -> Self {
            Self(from_fn(|i| f64::from_bits(self.0[i].to_bits() & other.0[i].to_bits())))
        }

        pub(crate) fn or(self, other: Self) -> Self {
            Self(from_fn(|i| f64::from_bits(self.0[i].to_bits() | other.0[i].to_bits())))
        }

        pub(crate) fn plus(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] + other.0[i]))
        }

        pub(crate) fn minus(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] - other.0[i]))
        }

        pub(crate) fn times(self, other: Self) -> Self {
            Self(from_fn(|i| self.0[i] * other.0[i]))
        }

        pub(crate) fn times_plus(self, b: Self, c: Self) -> Self {
            Self(from_fn(|i| self.0[i].mul_add(b.0[i], c.0[i])))
        }

        pub(crate) fn to_array(self) -> [f64; 2] {
            self.0
        }
    }

    #[derive(Clone, Copy)]
    pub(crate) struct Sums {
        low: [i64; 2],
        high: [i64; 2],
        /// How many chains are still to come.
        #[cfg(debug_assertions)]
        chains: usize,
    }

    /// What a biased number stands for, in units of its last bit.
    fn unbiased(number: f64, bias: f64) -> i64 {
        let binade = bias / 1.5;
        debug_assert!((binade..=2.0 * binade).contains(&number), "a sum beyond its bound");
        number.to_bits() as i64 - bias.to_bits() as i64
    }

    impl Sums {
        pub(crate) fn before(_chains: usize, _square: bool) -> Self {
            Self {
                low: [0; 2],
                high: [0; 2],
                #[cfg(debug_assertions)]
                chains: _chains + usize::from(_square),
            }
        }

        pub(crate) fn add(&mut self, low: F64x2, high: F64x2) {
            #[cfg(debug_assertions)]
            {
                self.chains -= 1;
            }
            for i in 0..2 {
                self.low[i] += unbiased(low.0[i], LOW_BIAS);
                self.high[i] += unbiased(high.0[i], HIGH_BIAS);
            }
        }

        pub(crate) fn double(&mut self) {
            self.low = self.low.map(|sum| 2 * sum);
            self.high = self.high.map(|sum| 2 * sum);
        }
    }

    pub(crate) struct Carries {
        high: i64,
        carried: i64,
        pub(crate) high_bias: F64x2,
        pub(crate) both_biases: F64x2,
    }

    impl Carries {
        pub(crate) fn new() -> Self {
            Self {
                high: 0,
                carried: 0,
                high_bias: F64x2([HIGH_BIAS; 2]),
                both_biases: F64x2([BOTH_BIASES; 2]),
            }
        }

        pub(crate) fn digits(&mut self, sums: Sums, digits: F64x2) -> F64x2 {
            #[cfg(debug_assertions)]
            assert!(sums.chains == 0, "fewer chains than foreseen");
            F64x2(from_fn(|i| {
                let column = sums.low[i] + self.high + unbiased(digits.0[i] + LOW_BIAS, LOW_BIAS);
                self.high = sums.high[i];
                let carry = (column + (1 << (DIGIT_BITS - 1))) >> DIGIT_BITS;
                let digit = column - (carry << DIGIT_BITS) + std::mem::replace(&mut self.carried, carry);
                digit as f64
            }))
        }
    }
}
