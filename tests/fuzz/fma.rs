// The second module's kernel, for the fuzz targets: a part of `src/fma/kernel.rs`, so that it may use what is private there.

use super::*;
use crate::Kernel;

pub struct Fma(Box<Field>);

/// N's digits.
pub fn n() -> Vec<i64> {
    N.digits().iter().map(|&digit| digit as i64).collect()
}

impl Kernel for Fma {
    const NAME: &str = "FMA";
    const DIGIT_BITS: usize = DIGIT_BITS as usize;
    const DIGITS: usize = DIGITS;
    const CARRIED: i64 = (1 << 49) + (1 << 6);
    const PRODUCT: u64 = 31;
    const SHIFT: u32 = 51;

    fn new(digits: &[i64]) -> Self {
        let mut field = Box::new(Field::new());
        field.derive();
        set(&mut field.number, digits);
        Self(field)
    }

    fn digits(&self) -> Vec<i64> {
        let number = &self.0.number;
        assert_eq!(number.0[..LOW_PAD], [0.0; LOW_PAD]);
        assert_eq!(number.0[LOW_PAD + DIGITS..], [0.0; HIGH_PAD]);
        assert!(number.digits().iter().all(|digit| digit.fract() == 0.0));
        number.digits().iter().map(|&digit| digit as i64).collect()
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
        self.0.shift_left(bits);
    }

    fn subtract_from(&mut self, value: &[u8; N_BYTES]) {
        self.0.subtract_from(value);
    }

    fn to_bytes(&self) -> [u8; N_BYTES] {
        let mut bytes = [0; N_BYTES];
        self.0.to_bytes(&mut bytes);
        bytes
    }

    fn power_of_g(exponent: &[u8; 32]) -> [u8; N_BYTES] {
        let mut result = [0; N_BYTES];
        let mut field = Box::new(Field::new());
        field.derive();
        field.a_pub(exponent, &mut result);
        result
    }

    fn shared_secret(b_pub: &[u8; N_BYTES], x: &[u8; 32], exponent: &[u8; 64]) -> [u8; N_BYTES] {
        let mut number = *b_pub;
        let mut field = Box::new(Field::new());
        field.derive();
        field.shared_secret(&mut number, x, exponent);
        number
    }
}

fn set(number: &mut Digits, digits: &[i64]) {
    for (to, &digit) in number.digits_mut().iter_mut().zip(digits) {
        *to = digit as f64;
    }
}
