//! The few vector operations the kernel is made of: SIMD128 in wasm, and the same on plain arrays elsewhere, so that
//! `cargo test` runs the kernel's own code. The plain twin checks what the wasm one takes for granted: every index,
//! and (with debug assertions) that no 64-bit sum overflows.

#[cfg(not(target_arch = "wasm32"))]
pub(super) use plain::{I32x4, I64x2, skip};
#[cfg(target_arch = "wasm32")]
pub(super) use simd128::{I32x4, I64x2, skip};

/// Bits of a digit. What `split` leaves behind lies in -2^28 ..= 2^28 - 1.
pub(super) const DIGIT_BITS: u32 = 29;

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, reason = "vector loads and stores go through raw pointers")]
mod simd128 {
    use super::DIGIT_BITS;
    use core::arch::wasm32::*;

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

        /// # Safety
        /// `at + 4 <= digits.len()`
        #[inline(always)]
        pub(in crate::srp) unsafe fn store(self, digits: &mut [i32], at: usize) {
            debug_assert!(at + 4 <= digits.len());
            // SAFETY: in range by the caller's promise; wasm stores need no alignment.
            unsafe { v128_store(digits.as_mut_ptr().add(at).cast(), self.0) }
        }

        #[inline(always)]
        pub(in crate::srp) fn new(lanes: [i32; 4]) -> Self {
            Self(i32x4(lanes[0], lanes[1], lanes[2], lanes[3]))
        }

        /// Lane by lane; the products must fit 32 bits.
        #[inline(always)]
        pub(in crate::srp) fn times(self, other: Self) -> Self {
            Self(i32x4_mul(self.0, other.0))
        }

        #[inline(always)]
        pub(in crate::srp) fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline(always)]
        pub(in crate::srp) fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        /// Each lane four times over.
        #[inline(always)]
        pub(in crate::srp) fn spread(self) -> [Self; 4] {
            let v = self.0;
            [
                Self(i32x4_shuffle::<0, 0, 0, 0>(v, v)),
                Self(i32x4_shuffle::<1, 1, 1, 1>(v, v)),
                Self(i32x4_shuffle::<2, 2, 2, 2>(v, v)),
                Self(i32x4_shuffle::<3, 3, 3, 3>(v, v)),
            ]
        }

        /// Lanes 0 and 1, and lanes 2 and 3, at 64 bits.
        #[inline(always)]
        pub(in crate::srp) fn widen(self) -> [I64x2; 2] {
            [
                I64x2(i64x2_extend_low_i32x4(self.0)),
                I64x2(i64x2_extend_high_i32x4(self.0)),
            ]
        }

        /// The low halves of four columns.
        #[inline(always)]
        pub(in crate::srp) fn narrow(low: I64x2, high: I64x2) -> Self {
            Self(i32x4_shuffle::<0, 2, 4, 6>(low.0, high.0))
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

        /// (carry, digit) with column = carry * 2^29 + digit and a balanced digit.
        #[inline(always)]
        pub(in crate::srp) fn split(self) -> (Self, Self) {
            // x86 has no arithmetic 64-bit shift: with 2^63 added, which is a multiple of 2^29, a logical one will do.
            const HALF: i64 = 1 << (DIGIT_BITS - 1);
            let lifted = i64x2_add(self.0, i64x2_splat(i64::MIN + HALF));
            let carry = i64x2_sub(u64x2_shr(lifted, DIGIT_BITS), i64x2_splat(1 << (63 - DIGIT_BITS)));
            let digit = i64x2_sub(v128_and(lifted, i64x2_splat((1 << DIGIT_BITS) - 1)), i64x2_splat(HALF));
            (Self(carry), Self(digit))
        }

        /// The upper column of `before`, then the lower one of `self`.
        #[inline(always)]
        pub(in crate::srp) fn after(self, before: Self) -> Self {
            Self(i64x2_shuffle::<1, 2>(before.0, self.0))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(
    unsafe_code,
    reason = "the same signatures as the SIMD128 twin; nothing here is unsafe"
)]
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

        pub(in crate::srp) unsafe fn store(self, digits: &mut [i32], at: usize) {
            digits[at..at + 4].copy_from_slice(&self.0);
        }

        pub(in crate::srp) fn new(lanes: [i32; 4]) -> Self {
            Self(lanes)
        }

        pub(in crate::srp) fn times(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] * other.0[i]))
        }

        pub(in crate::srp) fn and(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] & other.0[i]))
        }

        pub(in crate::srp) fn or(self, other: Self) -> Self {
            Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
        }

        pub(in crate::srp) fn spread(self) -> [Self; 4] {
            self.0.map(|lane| Self([lane; 4]))
        }

        pub(in crate::srp) fn widen(self) -> [I64x2; 2] {
            let [a, b, c, d] = self.0.map(i64::from);
            [I64x2([a, b]), I64x2([c, d])]
        }

        pub(in crate::srp) fn narrow(low: I64x2, high: I64x2) -> Self {
            let lanes = [low.0[0], low.0[1], high.0[0], high.0[1]];
            debug_assert!(lanes.iter().all(|&lane| i32::try_from(lane).is_ok()));
            Self(lanes.map(|lane| lane as i32))
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

        pub(in crate::srp) fn split(self) -> (Self, Self) {
            let carry = self.0.map(|column| (column + (1 << (DIGIT_BITS - 1))) >> DIGIT_BITS);
            (Self(carry), Self([0, 1].map(|i| self.0[i] - (carry[i] << DIGIT_BITS))))
        }

        pub(in crate::srp) fn after(self, before: Self) -> Self {
            Self([before.0[1], self.0[0]])
        }
    }
}
