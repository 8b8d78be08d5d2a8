// The main module's kernel, for the fuzz targets: a part of `src/srp/kernel.rs`, so that it may use what is private there.

use super::*;
use crate::Kernel;

pub struct Simd128(Field);

/// Whether B is to be refused.
pub fn is_zero(b_pub: &[u8; N_BYTES]) -> bool {
    super::is_zero(b_pub)
}

impl Kernel for Simd128 {
    const NAME: &str = "SIMD128";
    const DIGIT_BITS: usize = DIGIT_BITS as usize;
    const DIGITS: usize = DIGITS;
    const CARRIED: i64 = (1 << 28) + (1 << 5);
    const PRODUCT: u64 = 36;
    const SHIFT: u32 = 100;

    fn new(digits: &[i64]) -> Self {
        let mut field = Field::new();
        set(&mut field.number, digits);
        Self(field)
    }

    fn digits(&self) -> Vec<i64> {
        let number = &self.0.number;
        assert_eq!(number.0[..LOW_PAD], [0; LOW_PAD]);
        assert_eq!(number.0[LOW_PAD + DIGITS..], [0; HIGH_PAD]);
        number.digits().iter().map(|&digit| digit.into()).collect()
    }

    fn multiply(&mut self, other: &[i64]) {
        set(&mut self.0.other, other);
        self.0.multiply();
    }

    fn square(&mut self) {
        self.0.square();
    }

    fn enter(&mut self) {
        self.0.enter();
    }

    fn leave(&mut self) {
        self.0.leave();
    }

    fn shift_left(&mut self, bits: u8) {
        self.0.shift_left(bits.into());
    }

    fn subtract_from(&mut self, value: &[u8; N_BYTES]) {
        self.0.subtract_from(value);
    }

    fn to_bytes(&self) -> [u8; N_BYTES] {
        self.0.to_bytes()
    }

    fn power_of_g(exponent: &[u8; 32]) -> [u8; N_BYTES] {
        power_of_g(exponent)
    }

    fn shared_secret(b_pub: &[u8; N_BYTES], x: &[u8; 32], exponent: &[u8; 64]) -> [u8; N_BYTES] {
        shared_secret(b_pub, x, exponent)
    }
}

fn set(number: &mut Digits, digits: &[i64]) {
    for (to, &digit) in number.digits_mut().iter_mut().zip(digits) {
        *to = digit as i32;
    }
}
