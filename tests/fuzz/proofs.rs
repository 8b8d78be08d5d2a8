//! Reads SALT, SRP_B and SECRET_BLOCK of any text, and holds what is refused, how numbers are padded, and one signature in
//! sixteen against num-bigint.

#![no_main]

use cognito_auth_wasm::fuzz::{Proven, base64, padded, prove};
use hmac::{Hmac, KeyInit, Mac};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use num_bigint::{BigInt, BigUint, Sign};
use sha2::{Digest, Sha256};
use srp_fuzz::{Count, N, N_BYTES, at_exit, edge, modulo_n};

static SIGNATURES: Count = Count::new();
static REFUSALS: Count = Count::new();

extern "C" fn report() {
    println!(
        "Equal to num-bigint's: {} signatures; rightly refused: {} challenges",
        SIGNATURES.get(),
        REFUSALS.get()
    );
}

fuzz_target!(init: at_exit(report), |data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

/// More than this of hexadecimal is no number of the protocol.
const MAX_BYTES: usize = 64 * 1024;

fn run(input: &mut Unstructured) -> Result<()> {
    let (salt, b_pub, secret_block) = (number(input)?, number(input)?, block(input)?);
    let texts: [&str; 4] = [
        input.arbitrary()?,
        input.arbitrary()?,
        input.arbitrary()?,
        input.arbitrary()?,
    ];
    let whole = input.int_in_range(0..=15)? == 15;
    let a = input.arbitrary()?;
    let proven = Proven {
        a,
        pool_name: texts[0],
        user_id: texts[1],
        password: texts[2],
        salt: &salt,
        b_pub: &b_pub,
        secret_block: &secret_block,
        timestamp: texts[3],
    };
    let (read_salt, read_b, block) = (read(&salt), read(&b_pub), base64(&secret_block));
    let expected = match (&read_salt, &read_b, &block) {
        (None, ..) => Some("BadHex(\"SALT\")"),
        (_, None, _) => Some("BadHex(\"SRP_B\")"),
        (.., None) => Some("BadSecretBlock"),
        (_, Some(b), _) if b.bits() > 8 * N_BYTES as u64 || modulo_n(b.clone()) == BigInt::ZERO => Some("ZeroB"),
        _ => None,
    };
    let (a_pub, result) = prove(&proven, !whole);
    match (expected, result) {
        (Some(expected), result) => {
            assert_eq!(result, Err(expected.to_owned()), "{proven:?}");
            REFUSALS.one();
        }
        (None, Ok(signature)) if whole => {
            let [salt, b, block] =
                [read_salt.map(|n| java(&n)), read_b.map(|n| java(&n)), block].map(Option::unwrap_or_default);
            assert_eq!(
                base64(&signature),
                Some(signed(&proven, &a_pub, &salt, &b, &block)),
                "{proven:?}"
            );
            SIGNATURES.one();
        }
        // Without the exponentiations A is 0, which no exchange has.
        (None, result) => assert!(result.is_ok(), "{result:?} {proven:?}"),
    }
    Ok(())
}

/// Hexadecimal, or nearly.
fn number(input: &mut Unstructured) -> Result<String> {
    Ok(match input.int_in_range(0..=5)? {
        0 => input.arbitrary()?,
        1 => edge(input)?.to_str_radix(16),
        2 => (&*N * input.arbitrary::<u16>()?).to_str_radix(16),
        3 => format!(
            "{}{}",
            "0".repeat(input.int_in_range(0..=9)?),
            input.arbitrary::<u64>()?
        ),
        4 => format!("1{}", "0".repeat(2 * MAX_BYTES - 2 + input.int_in_range(0..=3usize)?)),
        _ => input
            .arbitrary::<Vec<u8>>()?
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect(),
    })
}

fn block(input: &mut Unstructured) -> Result<String> {
    if input.arbitrary()? {
        return input.arbitrary();
    }
    const DIGITS: &[u8] = b"ABab01+/-_==\x00 ";
    let places = input.arbitrary::<Vec<u8>>()?;
    Ok(places
        .iter()
        .map(|place| char::from(DIGITS[usize::from(*place) % DIGITS.len()]))
        .collect())
}

/// What a hexadecimal number is, by num-bigint.
fn read(text: &str) -> Option<BigInt> {
    if text.is_empty() || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let number = BigUint::parse_bytes(text.as_bytes(), 16)?;
    assert_eq!(padded(&number.to_bytes_be()), java(&number.clone().into()), "padHex");
    (number.bits().div_ceil(8) <= MAX_BYTES as u64).then(|| number.into())
}

/// As Java's BigInteger writes it.
fn java(number: &BigInt) -> Vec<u8> {
    number.to_signed_bytes_be()
}

fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    Sha256::digest(parts.concat()).to_vec()
}

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn positive(bytes: &[u8]) -> BigInt {
    BigInt::from_bytes_be(Sign::Plus, bytes)
}

/// The signature, by the formulas. The numbers are in Java's form.
fn signed(proven: &Proven, a_pub: &str, salt: &[u8], b_pub: &[u8], block: &[u8]) -> Vec<u8> {
    let g = BigInt::from(2);
    let a = positive(&proven.a);
    let a_number = g.modpow(&a, &N);
    assert_eq!(a_number.to_str_radix(16), a_pub, "A");
    let u = positive(&sha256(&[&java(&a_number), b_pub]));
    let identity = sha256(&[
        proven.pool_name.as_bytes(),
        proven.user_id.as_bytes(),
        b":",
        proven.password.as_bytes(),
    ]);
    let x = positive(&sha256(&[salt, &identity]));
    let k = positive(&sha256(&[&java(&N), &java(&g)]));
    let base = modulo_n(positive(b_pub) - k * g.modpow(&x, &N));
    let s = base.modpow(&(a + &u * x), &N);
    let extracted = hmac(&java(&u), &java(&s));
    let key = &hmac(&extracted, b"Caldera Derived Key\x01")[..16];
    let message = [
        proven.pool_name.as_bytes(),
        proven.user_id.as_bytes(),
        block,
        proven.timestamp.as_bytes(),
    ]
    .concat();
    hmac(key, &message)
}
