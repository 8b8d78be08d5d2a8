//! The few vector operations the kernel is made of: SIMD128 in wasm, and the same on plain arrays elsewhere, so that
//! `cargo test` runs the kernel's own code. The plain twin checks what the wasm one takes for granted: every index,
//! and (with debug assertions) that no 64-bit sum overflows.

#[cfg(not(target_arch = "wasm32"))]
pub(super) use plain::{Carries, I32x4, I64x2, skip};
#[cfg(target_arch = "wasm32")]
pub(super) use simd128::{Carries, I32x4, I64x2, skip};

/// Bits of a digit.
pub(super) const DIGIT_BITS: u32 = 29;

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "vector loads and stores go through raw pointers")]
mod simd128 {
    use super::DIGIT_BITS;
    use core::arch::wasm32::*;
    use core::hint::black_box;

    /// The digits from `at` on.
    ///
    /// # Safety
    /// `at <= digits.len()`
    #[inline(always)]
    pub(in crate::srp) unsafe fn skip(digits: &[i32], at: usize) -> &[i32] {
        debug_assert!(at <= digits.len());
        // SAFETY: in range by the caller's promise.
        unsafe { digits.get_unchecked(at..) }
    }

    /// Four digits.
    #[derive(Clone, Copy)]
    pub(in crate::srp) struct I32x4(v128);

    /// Two columns.
    #[derive(Clone, Copy)]
    pub(in crate::srp) struct I64x2(v128);

    impl I32x4 {
        /// # Safety
        /// `at + 4 <= digits.len()`
        #[inline(always)]
        pub(in crate::srp) unsafe fn load(digits: &[i32], at: usize) -> Self {
            debug_assert!(at + 4 <= digits.len());
            // SAFETY: in range by the caller's promise; wasm loads need no alignment.
            Self(unsafe { v128_load(digits.as_ptr().add(at).cast()) })
        }

        /// The digit at `at`, four times over.
        ///
        /// # Safety
        /// `at < digits.len()`
        #[inline(always)]
        pub(in crate::srp) unsafe fn load_splat(digits: &[i32], at: usize) -> Self {
            debug_assert!(at < digits.len());
            // SAFETY: in range by the caller's promise.
            Self(unsafe { v128_load32_splat(digits.as_ptr().add(at).cast()) })
        }

        /// # Safety
        /// `at + 4 <= digits.len()`
        #[inline(always)]
        pub(in crate::srp) unsafe fn store(self, digits: &mut [i32], at: usize) {
            debug_assert!(at + 4 <= digits.len());
            // SAFETY: in range by the caller's promise; wasm stores need no alignment.
            unsafe { v128_store(digits.as_mut_ptr().add(at).cast(), self.0) }
        }

        #[inline(always)]
        pub(in crate::srp) fn splat(lane: i32) -> Self {
            Self(i32x4_splat(lane))
        }

        /// A constant for use in a loop. LLVM must not know it, or it would make it anew at each turn.
        #[inline(always)]
        pub(in crate::srp) fn constant(lanes: &'static [i32; 4]) -> Self {
            // SAFETY: there are four.
            unsafe { Self::load(black_box(lanes), 0) }
        }

        #[inline(always)]
        pub(in crate::srp) fn plus(self, other: Self) -> Self {
            Self(i32x4_add(self.0, other.0))
        }

        #[inline(always)]
        pub(in crate::srp) fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline(always)]
        pub(in crate::srp) fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        /// Lanes 0 and 1, and lanes 2 and 3, at 64 bits.
        #[inline(always)]
        pub(in crate::srp) fn widen(self) -> [I64x2; 2] {
            [
                I64x2(i64x2_extend_low_i32x4(self.0)),
                I64x2(i64x2_extend_high_i32x4(self.0)),
            ]
        }
    }

    impl I64x2 {
        #[inline(always)]
        pub(in crate::srp) fn zero() -> Self {
            Self(i64x2_splat(0))
        }

        #[inline(always)]
        pub(in crate::srp) fn plus(self, other: Self) -> Self {
            Self(i64x2_add(self.0, other.0))
        }

        /// Adds the products of lanes 0 and 1.
        #[inline(always)]
        pub(in crate::srp) fn plus_low_product(self, a: I32x4, b: I32x4) -> Self {
            Self(i64x2_add(self.0, i64x2_extmul_low_i32x4(a.0, b.0)))
        }

        /// Adds the products of lanes 2 and 3.
        #[inline(always)]
        pub(in crate::srp) fn plus_high_product(self, a: I32x4, b: I32x4) -> Self {
            Self(i64x2_add(self.0, i64x2_extmul_high_i32x4(a.0, b.0)))
        }
    }

    const HALF: i64 = 1 << (DIGIT_BITS - 1);
    /// x86 has no arithmetic 64-bit shift. With 2^63 added, which is a multiple of 2^29, a logical one does,
    const BIAS: i64 = i64::MIN + HALF;
    /// and what it brings is this much too large.
    const CARRY_BIAS: i64 = 1 << (63 - DIGIT_BITS);

    static CONSTANTS: [[i64; 2]; 5] = [
        [CARRY_BIAS; 2],
        [BIAS; 2],
        [(1 << DIGIT_BITS) - 1; 2],
        [i64::MIN.wrapping_sub(CARRY_BIAS); 2],
        [-HALF - CARRY_BIAS; 2],
    ];

    /// Carries columns into digits, from the lowest upwards.
    pub(in crate::srp) struct Carries {
        /// What the last two columns carried, with its bias,
        once: v128,
        /// and what they carried when carried again.
        twice: v128,
        bias: v128,
        mask: v128,
        between: v128,
        after: v128,
    }

    impl Carries {
        #[inline(always)]
        pub(in crate::srp) fn new() -> Self {
            // LLVM must not know them, or it would make them anew for each column.
            let constants = black_box(&CONSTANTS).as_ptr().cast::<v128>();
            // SAFETY: there are five.
            let constant = |i| unsafe { v128_load(constants.add(i)) };
            Self {
                once: constant(0),
                twice: constant(0),
                bias: constant(1),
                mask: constant(2),
                between: constant(3),
                after: constant(4),
            }
        }

        /// The digits of the next four columns, carried twice.
        #[inline(always)]
        pub(in crate::srp) fn digits(&mut self, low: I64x2, high: I64x2) -> I32x4 {
            let columns = (i64x2_add(low.0, self.bias), i64x2_add(high.0, self.bias));
            let columns = carry(columns, &mut self.once, self.mask, self.between);
            let (low, high) = carry(columns, &mut self.twice, self.mask, self.after);
            I32x4(i32x4_shuffle::<0, 2, 4, 6>(low, high))
        }
    }

    #[inline(always)]
    fn carry((low, high): (v128, v128), carried: &mut v128, mask: v128, add: v128) -> (v128, v128) {
        let (low_carry, high_carry) = (u64x2_shr(low, DIGIT_BITS), u64x2_shr(high, DIGIT_BITS));
        let low_before = i64x2_shuffle::<1, 2>(*carried, low_carry);
        let high_before = i64x2_shuffle::<1, 2>(low_carry, high_carry);
        *carried = high_carry;
        (
            i64x2_add(i64x2_add(v128_and(low, mask), low_before), add),
            i64x2_add(i64x2_add(v128_and(high, mask), high_before), add),
        )
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(unsafe_code, reason = "the signatures of the SIMD128 twin; nothing here is unsafe")]
mod plain {
    use super::DIGIT_BITS;

    pub(in crate::srp) unsafe fn skip(digits: &[i32], at: usize) -> &[i32] {
        &digits[at..]
    }

    #[derive(Clone, Copy)]
    pub(in crate::srp) struct I32x4([i32; 4]);

    #[derive(Clone, Copy)]
    pub(in crate::srp) struct I64x2([i64; 2]);

    impl I32x4 {
        pub(in crate::srp) unsafe fn load(digits: &[i32], at: usize) -> Self {
            Self([digits[at], digits[at + 1], digits[at + 2], digits[at + 3]])
        }

        pub(in crate::srp) unsafe fn load_splat(digits: &[i32], at: usize) -> Self {
            Self::splat(digits[at])
        }

        pub(in crate::srp) unsafe fn store(self, digits: &mut [i32], at: usize) {
            digits[at..at + 4].copy_from_slice(&self.0);
        }

        pub(in crate::srp) fn splat(lane: i32) -> Self {
            Self([lane; 4])
        }

        pub(in crate::srp) fn constant(lanes: &'static [i32; 4]) -> Self {
            Self(*lanes)
        }

        pub(in crate::srp) fn plus(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] + other.0[i]))
        }

        pub(in crate::srp) fn and(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
        }

        pub(in crate::srp) fn or(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
        }

        pub(in crate::srp) fn widen(self) -> [I64x2; 2] {
            let [a, b, c, d] = self.0.map(i64::from);
            [I64x2([a, b]), I64x2([c, d])]
        }
    }

    impl I64x2 {
        pub(in crate::srp) fn zero() -> Self {
            Self([0, 0])
        }

        pub(in crate::srp) fn plus(self, other: Self) -> Self {
            Self([self.0[0] + other.0[0], self.0[1] + other.0[1]])
        }

        pub(in crate::srp) fn plus_low_product(self, a: I32x4, b: I32x4) -> Self {
            self.plus(Self([0, 1].map(|i: usize| i64::from(a.0[i]) * i64::from(b.0[i]))))
        }

        pub(in crate::srp) fn plus_high_product(self, a: I32x4, b: I32x4) -> Self {
            self.plus(Self([2, 3].map(|i: usize| i64::from(a.0[i]) * i64::from(b.0[i]))))
        }
    }

    pub(in crate::srp) struct Carries {
        once: i64,
        twice: i64,
    }

    impl Carries {
        pub(in crate::srp) fn new() -> Self {
            Self { once: 0, twice: 0 }
        }

        pub(in crate::srp) fn digits(&mut self, low: I64x2, high: I64x2) -> I32x4 {
            let columns = [low.0[0], low.0[1], high.0[0], high.0[1]];
            let digits = columns.map(|column| carry(carry(column, &mut self.once), &mut self.twice));
            debug_assert!(digits.iter().all(|&digit| i32::try_from(digit).is_ok()));
            I32x4(digits.map(|digit| digit as i32))
        }
    }

    /// A digit between -2^28 and 2^28 - 1, plus what the column below carried.
    fn carry(column: i64, carried: &mut i64) -> i64 {
        let carry = (column + (1 << (DIGIT_BITS - 1))) >> DIGIT_BITS;
        column - (carry << DIGIT_BITS) + std::mem::replace(carried, carry)
    }
}
