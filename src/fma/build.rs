//! Derives the group's constants, in the kernel's digits: those that the kernel cannot derive as well from N.

use num_bigint::{BigInt, BigUint};
use std::{env, fmt::Write, fs, path::Path};

const DIGIT_BITS: usize = 50;
const DIGITS: usize = 62;
const COMB_ROWS: usize = 52;
const COMB_TEETH: usize = 5;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let one = BigInt::from(1);
    let r = &one << (DIGIT_BITS * DIGITS);
    // RFC 5054's 3072-bit group, as the formula of RFC 3526 section 4 gives it.
    let n: BigInt = (&one << 3072) - (&one << 3008) - &one + ((floor_pi(2942) + 1_690_314) << 64);
    // H(padHex(N), padHex(g)), which the main module's tests check.
    let k = BigInt::parse_bytes(b"538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6", 16)
        .expect("hexadecimal");
    let mut text = String::new();
    for (doc, name, value) in [
        ("N", "N", n.clone()),
        (
            "k = H(padHex(N), padHex(g)): RFC 5054's multiplier with Cognito's padding.",
            "K",
            k,
        ),
    ] {
        writeln!(
            text,
            "/// {doc}\npub(crate) static {name}: Digits = Digits::padded(&{});",
            digits(&value)
        )
        .expect("memory");
    }
    let combs: Vec<String> = (1..COMB_TEETH)
        .map(|tooth| digits(&(BigInt::from(2).modpow(&(&one << (COMB_ROWS * tooth)), &n) * &r % &n)))
        .collect();
    writeln!(
        text,
        "/// g^(2^({COMB_ROWS} * i)) for i = 1 .. {COMB_TEETH}, in Montgomery's form.\n\
         pub(crate) static COMB: [[f64; DIGITS]; {}] = [{}];",
        COMB_TEETH - 1,
        combs.join(",")
    )
    .expect("memory");
    let out = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("constants.rs"), text).expect("cargo's own directory");
}

/// Digits -2^49 ..= 2^49 - 1 of a number, modulo R.
fn digits(number: &BigInt) -> String {
    let mut rest = number.clone();
    let base = 1i64 << DIGIT_BITS;
    let mut text = String::from("[");
    for _ in 0..DIGITS {
        let low: BigInt = &rest & BigInt::from(base - 1);
        let mut digit = i64::try_from(low).expect("50 bits");
        if digit >= base / 2 {
            digit -= base;
        }
        rest = (rest - digit) >> DIGIT_BITS;
        write!(text, "{digit}.0,").expect("memory");
    }
    text + "]"
}

/// floor(2^bits * pi) by Machin's formula, 16 * arctan(1/5) - 4 * arctan(1/239).
fn floor_pi(bits: usize) -> BigInt {
    let guard = 64;
    let arctan = |x: u32| {
        let mut power = (BigUint::from(1u8) << (bits + guard)) / x;
        let (mut plus, mut minus) = (BigUint::ZERO, BigUint::ZERO);
        for k in 0u32.. {
            let term = &power / (2 * k + 1);
            if k.is_multiple_of(2) {
                plus += term;
            } else {
                minus += term;
            }
            power /= x * x;
            if power == BigUint::ZERO {
                break;
            }
        }
        plus - minus
    };
    BigInt::from((arctan(5) * 16u8 - arctan(239) * 4u8) >> guard)
}
