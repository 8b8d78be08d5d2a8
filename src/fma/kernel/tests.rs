#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, as it should")]

use super::*;
use num_bigint::{BigInt, BigUint};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Bound 2: what a carried digit may be.
const CARRIED: f64 = ((1u64 << 49) + (1 << 6)) as f64;

/// The main module derives N from the RFC's text; this one from its formula. The bytes of the first:
fn n() -> BigUint {
    let source = include_str!("../../srp/group.rs");
    let start = source.find("b\"\\\n").unwrap() + 4;
    let hex: String = source[start..]
        .chars()
        .take_while(|&c| c != '"')
        .filter(|c| c.is_ascii_hexdigit())
        .collect();
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap()
}

fn value(digits: &[f64]) -> BigInt {
    digits
        .iter()
        .rev()
        .fold(BigInt::ZERO, |sum, &digit| (sum << DIGIT_BITS) + digit as i64)
}

fn r() -> BigInt {
    BigInt::from(1) << (DIGIT_BITS as usize * DIGITS)
}

fn modulo_n(number: BigInt) -> BigUint {
    let n = BigInt::from(n());
    (((number % &n) + &n) % &n).to_biguint().unwrap()
}

fn derived() -> Box<Field> {
    let mut field = Box::new(Field::new());
    field.derive();
    field
}

fn of_digits(digits: &[f64; DIGITS]) -> Box<Field> {
    let mut field = derived();
    field.number.digits_mut().copy_from_slice(digits);
    field
}

fn assert_carried(digits: &[f64]) {
    assert!(
        digits
            .iter()
            .all(|digit| digit.abs() <= CARRIED && digit.fract() == 0.0),
        "a digit beyond the bound"
    );
}

/// The result of a Montgomery product: right, carried, and below what bound 4 says.
fn assert_reduced(field: &Field, expected: BigInt) {
    let found = value(field.number.digits());
    assert_carried(field.number.digits());
    assert!(found.magnitude() * 10u8 <= n() * 16u8, "more than 1.6 * N");
    if expected.magnitude() >> 6u32 <= n() * n() {
        assert!(found.magnitude() * 100u8 <= n() * 51u8, "more than 0.51 * N");
    }
    assert_eq!(modulo_n(found * r()), modulo_n(expected));
    for digits in [&field.number, &field.other, &field.quotient] {
        assert_eq!(digits.0[..LOW_PAD], [0.0; LOW_PAD]);
        assert_eq!(digits.0[LOW_PAD + DIGITS..], [0.0; HIGH_PAD]);
    }
}

fn check_product(a: &[f64; DIGITS], b: &[f64; DIGITS]) {
    let mut field = of_digits(a);
    field.other.digits_mut().copy_from_slice(b);
    field.multiply();
    assert_reduced(&field, value(a) * value(b));
}

fn check_square(a: &[f64; DIGITS]) {
    let mut field = of_digits(a);
    field.square();
    assert_reduced(&field, value(a) * value(a));
}

/// Makes the number as large as a shifted one may be (2^15 * 0.51 * N): 61 digits have 3050 bits, and 36 remain.
fn trimmed(mut digits: [f64; DIGITS]) -> [f64; DIGITS] {
    let most = 1e10; // * 2^3050: 2^3083.2
    digits[61] = digits[61].clamp(-most, most);
    digits
}

fn extremes() -> Vec<[f64; DIGITS]> {
    let alternating = |even: f64, odd: f64| std::array::from_fn(|i| if i % 2 == 0 { even } else { odd });
    let half = (1u64 << 49) as f64;
    let mut all = vec![
        [CARRIED; DIGITS],
        [-CARRIED; DIGITS],
        alternating(CARRIED, -CARRIED),
        alternating(-CARRIED, CARRIED),
        alternating(CARRIED, 0.0),
        alternating(0.0, -CARRIED),
        [half - 1.0; DIGITS],
        [-half; DIGITS],
        [1.0; DIGITS],
        [-1.0; DIGITS],
        [0.0; DIGITS],
    ];
    // Low halves at their bound: products that lie between two multiples of 2^50.
    for low in [(1u64 << 25) as f64, ((1u64 << 25) - 1) as f64, -((1u64 << 25) as f64)] {
        all.push(alternating(low, half - 1.0));
        all.push([half - low; DIGITS]);
        all.push([low; DIGITS]);
    }
    all
}

#[test]
fn products_hold_at_the_bounds_of_the_digits() {
    for a in extremes().into_iter().map(trimmed) {
        check_square(&a);
        for b in extremes().into_iter().map(trimmed) {
            check_product(&a, &b);
        }
    }
}

#[test]
fn squares_of_shifted_numbers_hold_at_the_bounds_of_the_digits() {
    for mut digits in extremes() {
        let most = (1 << 21) as f64; // * 2^3050: half of N
        digits[61] = digits[61].clamp(-most, most);
        let mut field = of_digits(&digits);
        field.shift_left(15);
        let shifted = value(field.number.digits());
        field.square();
        assert_reduced(&field, &shifted * &shifted);
        let squared = value(field.number.digits());
        field.other.digits_mut().copy_from_slice(&digits);
        field.multiply();
        assert_reduced(&field, squared * value(&digits));
    }
}

/// 0, 1, N - 1, N and others at which something might go wrong, and their negatives.
fn edge_numbers() -> Vec<BigInt> {
    let (one, n) = (BigInt::from(1), BigInt::from(n()));
    let top = &one << (8 * N_BYTES);
    let edges = [
        BigInt::ZERO,
        one.clone(),
        BigInt::from(2),
        &n >> 1u32,
        (&n + &one) >> 1u32,
        &n - &one,
        n.clone(),
        &n + &one,
        &top - &one,
        &top >> 1u32,
        r() % &n,
        r() * r() % &n,
    ];
    edges.iter().cloned().chain(edges.iter().map(|edge| -edge)).collect()
}

#[test]
fn products_of_edge_numbers_are_num_bigints() {
    let edges: Vec<_> = edge_numbers().iter().map(signed_digits).collect();
    for a in &edges {
        check_square(a);
        for b in &edges {
            check_product(a, b);
        }
    }
}

#[test]
fn columns_hold_at_the_bounds_of_the_digits() {
    // All 62 digits at their bound, more than any value allows: the columns alone, as nothing can be reduced then.
    for a in extremes() {
        for b in extremes() {
            for start in [CARRIED, -CARRIED] {
                let (a_digits, b_digits) = (Digits::padded(&a), Digits::padded(&b));
                let expected = value(&[start; 2 * DIGITS]) + value(&a) * value(&b);
                let mut columns = [0.0; LOW_PAD + 2 * DIGITS];
                columns[LOW_PAD..].fill(start);
                let mut squares = columns;
                accumulate(
                    &mut columns,
                    0..2 * DIGITS,
                    Terms::Product(ROUNDED),
                    &a_digits.0,
                    &b_digits.0,
                );
                assert_carried(&columns);
                assert_eq!(modulo_r_squared(value(&columns[LOW_PAD..])), modulo_r_squared(expected));
                if a == b {
                    accumulate(&mut squares, 0..2 * DIGITS, Terms::Square, &a_digits.0, &b_digits.0);
                    assert_eq!(squares, columns);
                }
            }
        }
    }
}

fn modulo_r_squared(number: BigInt) -> BigInt {
    let modulus = r() * r();
    ((number % &modulus) + &modulus) % modulus
}

#[test]
fn constants_are_what_num_bigint_says() {
    assert_eq!(value(N.digits()), BigInt::from(n()));
    let mut field = derived();
    assert_eq!(
        (value(field.n_prime.digits()) * BigInt::from(n()) + 1) % r(),
        BigInt::ZERO
    );
    field.set_one();
    assert_eq!(value(field.number.digits()), r() % BigInt::from(n()));
    let k = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6";
    assert_eq!(value(K.digits()).to_str_radix(16), k);
    for (i, power) in COMB.iter().enumerate() {
        let exponent = BigUint::from(1u8) << (COMB_ROWS * (i + 1));
        let expected = BigInt::from(BigUint::from(2u8).modpow(&exponent, &n()));
        assert_eq!(modulo_n(value(power)), modulo_n(expected * r()));
    }
    let half = (1u64 << 49) as f64;
    for constant in [N.digits(), field.n_prime.digits(), K.digits()]
        .into_iter()
        .chain(COMB.iter().map(|p| &p[..]))
    {
        assert!(
            constant
                .iter()
                .all(|&digit| digit >= -half && digit < half && digit.fract() == 0.0)
        );
    }
}

fn bytes_of(field: &Field) -> BigUint {
    let mut bytes = [0; N_BYTES];
    field.to_bytes(&mut bytes);
    BigUint::from_bytes_be(&bytes)
}

#[test]
fn numbers_leave_as_their_least_representative() {
    let one = BigInt::from(1);
    let n = BigInt::from(n());
    for number in [
        BigInt::ZERO,
        one.clone(),
        -&one,
        &n - &one,
        &one - &n,
        &n >> 1u32,
        -(&n >> 1u32),
    ] {
        let mut field = of_digits(&signed_digits(&number));
        assert_eq!(bytes_of(&field), modulo_n(number.clone()));
        field.enter();
        assert_reduced(&field, &number * modulo_r(&n));
        field.leave();
        assert_eq!(bytes_of(&field), modulo_n(number));
    }
}

/// R^2 mod N, the factor that brings numbers into Montgomery's form.
fn modulo_r(n: &BigInt) -> BigInt {
    r() * r() % n
}

/// Digits -2^49 ..= 2^49 of a number.
fn signed_digits(number: &BigInt) -> [f64; DIGITS] {
    let sign = if number < &BigInt::ZERO { -1.0 } else { 1.0 };
    let mut digits = [0.0; DIGITS];
    unsigned_digits(&fixed(number.magnitude()), &mut digits);
    let mut carry = 0.0;
    digits.map(|digit| {
        let sum = digit + carry;
        carry = f64::from(sum > (1u64 << 49) as f64);
        sign * (sum - carry * (1u64 << 50) as f64)
    })
}

fn fixed<const LENGTH: usize>(number: &BigUint) -> [u8; LENGTH] {
    let bytes = number.to_bytes_be();
    let mut fixed = [0; LENGTH];
    fixed[LENGTH - bytes.len()..].copy_from_slice(&bytes);
    fixed
}

#[test]
fn every_power_of_the_table_is_selected_by_its_index() {
    let mut field = derived();
    field.powers = std::array::from_fn(|i| std::array::from_fn(|j| (i * 1000 + j) as f64 - 16_000.0));
    for i in 0..WINDOW {
        field.select(WINDOW, i as u8);
        assert_eq!(field.other.digits(), field.powers[i]);
    }
}

#[test]
fn shifts_hold_at_their_bounds() {
    for digits in extremes() {
        let digits = trimmed(digits);
        for bits in 0..16 {
            let mut field = of_digits(&digits);
            field.number.digits_mut()[61] = (digits[61] / 65536.0).trunc(); // below N before the shift
            let before = value(field.number.digits());
            field.shift_left(bits);
            assert_carried(field.number.digits());
            assert_eq!(value(field.number.digits()), before << bits);
        }
    }
}

fn check_power_of_g(exponent: &[u8; 32]) {
    let mut result = [0; N_BYTES];
    derived().a_pub(exponent, &mut result);
    let expected = BigUint::from(2u8).modpow(&BigUint::from_bytes_be(exponent), &n());
    assert_eq!(BigUint::from_bytes_be(&result), expected, "{exponent:?}");
}

#[test]
fn powers_of_g_are_num_bigints() {
    for bit in 0..256 {
        check_power_of_g(&fixed(&(BigUint::from(1u8) << bit)));
    }
    for exponent in [[0; 32], [255; 32], [0x55; 32], [0xaa; 32]] {
        check_power_of_g(&exponent);
    }
}

/// (b_pub - k * g^x)^exponent by num-bigint.
fn check_shared_secret(b_pub: &BigUint, x: &[u8; 32], exponent: &[u8]) {
    let k = value(K.digits()).to_biguint().unwrap();
    let kv = k * BigUint::from(2u8).modpow(&BigUint::from_bytes_be(x), &n()) % n();
    let expected = ((b_pub + n() - kv) % n()).modpow(&BigUint::from_bytes_be(exponent), &n());
    let mut number = fixed(b_pub);
    derived().shared_secret(&mut number, x, exponent);
    assert_eq!(BigUint::from_bytes_be(&number), expected, "B = {b_pub:x}");
}

#[test]
fn shared_secrets_of_extremes_are_num_bigints() {
    let one = BigUint::from(1u8);
    for x in [[0; 32], [1; 32], [255; 32]] {
        let k = value(K.digits()).to_biguint().unwrap();
        let kv = k * BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&x), &n()) % n();
        let top = (&one << 3072u32) - &one;
        for b_pub in [
            BigUint::ZERO,
            one.clone(),
            &n() - &one,
            n(),
            &n() + &one,
            top,
            kv.clone(),
            &kv + &one,
            kv + n() - &one,
        ] {
            let b_pub = if b_pub.bits() > 3072 { b_pub - n() } else { b_pub };
            for exponent in [[0; 64], [255; 64], [0x5a; 64]] {
                check_shared_secret(&b_pub, &x, &exponent);
            }
        }
    }
}

#[test]
fn recorded_sign_ins_give_the_recorded_numbers() {
    let vectors = include_str!("../../../tests/vectors/srp.json");
    let get = |text: &str, name: &str| -> Option<String> {
        let (_, rest) = text.split_once(&format!("\"{name}\": \""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let mut checked = 0;
    for vector in vectors.split("\"title\"").skip(1) {
        let number = |name| BigUint::parse_bytes(get(vector, name).unwrap().as_bytes(), 16).unwrap();
        let exponent = number("a") + number("u") * number("x");
        if number("a").bits() <= 256 {
            let mut a_pub = [0; N_BYTES];
            derived().a_pub(&fixed(&number("a")), &mut a_pub);
            assert_eq!(BigUint::from_bytes_be(&a_pub), number("a_pub"));
        }
        let mut secret = fixed(&number("b_pub"));
        derived().shared_secret(&mut secret, &fixed(&number("x")), &exponent.to_bytes_be());
        assert_eq!(BigUint::from_bytes_be(&secret), number("s"));
        checked += 1;
    }
    assert!(checked >= 15);
}

#[test]
fn nothing_is_left_after_wiping() {
    let mut field = derived();
    field.shared_secret(&mut [7; N_BYTES], &[9; 32], &[11; 64]);
    assert!(field.powers.as_flattened().iter().any(|&digit| digit != 0.0));
    field.wipe();
    for area in [
        &field.number.0[..],
        &field.other.0,
        &field.quotient.0,
        &field.columns,
        field.powers.as_flattened(),
    ] {
        assert!(area.iter().all(|&digit| digit == 0.0));
    }
}

fn digit() -> impl Strategy<Value = f64> {
    let most = CARRIED as i64;
    prop_oneof![4 => -most..=most, 1 => Just(most), 1 => Just(-most), 1 => Just(0), 1 => Just((1 << 49) - 1), 1 => -(1i64 << 27)..1 << 27]
        .prop_map(|digit| digit as f64)
}

fn operand() -> impl Strategy<Value = [f64; DIGITS]> {
    prop::collection::vec(digit(), DIGITS).prop_map(|digits| trimmed(digits.try_into().unwrap()))
}

// The same sample each time; `tests/fuzz` looks further.
proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4000, failure_persistence: None, rng_seed: RngSeed::Fixed(3072), ..ProptestConfig::default()
    })]

    #[test]
    fn products_and_squares_are_num_bigints(a in operand(), b in operand()) {
        check_product(&a, &b);
        check_square(&a);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20, failure_persistence: None, rng_seed: RngSeed::Fixed(3072), ..ProptestConfig::default()
    })]

    #[test]
    fn powers_are_num_bigints(a in any::<[u8; 32]>(), x in any::<[u8; 32]>(), exponent in any::<[u8; 64]>(), b in any::<[u8; 32]>()) {
        check_power_of_g(&a);
        check_shared_secret(&BigUint::from_bytes_be(&b.repeat(12)), &x, &exponent);
    }
}
