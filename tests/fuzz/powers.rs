//! Computes A = g^a and S = (B - k * g^x)^(a + u * x) with both kernels and with num-bigint, for secrets and B at their edges.

#![no_main]

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use num_bigint::BigInt;
use srp_fuzz::{Count, Fma, Kernel, N, N_BYTES, Simd128, at_exit, bytes, edge, is_zero, modulo_n, number, power};

static A_PUBS: Count = Count::new();
static SHARED_SECRETS: Count = Count::new();

extern "C" fn report() {
    println!(
        "Equal to num-bigint's, by both kernels each: {} powers of g, {} shared secrets",
        A_PUBS.get(),
        SHARED_SECRETS.get()
    );
}

fuzz_target!(init: at_exit(report), |data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

/// H(padHex(N), padHex(g)), which the main crate's tests derive.
const K: &[u8] = b"538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6";

fn run(input: &mut Unstructured) -> Result<()> {
    let a = secret(input)?;
    let a_pub = bytes(&power(&2.into(), &a));
    assert_eq!(Simd128::power_of_g(&a), a_pub, "g^a by SIMD128");
    assert_eq!(Fma::power_of_g(&a), a_pub, "g^a by FMA");
    A_PUBS.one();

    let x = secret(input)?;
    let exponent = secret(input)?;
    let k = BigInt::parse_bytes(K, 16).expect("hexadecimal");
    let kv = modulo_n(k * power(&2.into(), &x));
    let b_pub = b_pub(input, &kv)?;
    assert_eq!(is_zero(&b_pub), modulo_n(number(&b_pub)) == BigInt::ZERO, "B = 0");
    let s = bytes(&power(&modulo_n(number(&b_pub) - kv), &exponent));
    assert_eq!(Simd128::shared_secret(&b_pub, &x, &exponent), s, "S by SIMD128");
    assert_eq!(Fma::shared_secret(&b_pub, &x, &exponent), s, "S by FMA");
    SHARED_SECRETS.one();
    Ok(())
}

/// A server's B, or one that is 0 or 1 or so, be it itself or after k * g^x is taken off.
fn b_pub(input: &mut Unstructured, kv: &BigInt) -> Result<[u8; N_BYTES]> {
    let number = match input.int_in_range(0..=3)? {
        0 => edge(input)?,
        1 => modulo_n(edge(input)? + kv),
        2 => modulo_n(power(&2.into(), &secret::<32>(input)?) + kv),
        _ => return filled(input),
    };
    // N more is the same number, if there is room for it.
    let more = &number + &*N;
    Ok(bytes(if input.arbitrary()? && more.bits() <= 8 * N_BYTES as u64 {
        &more
    } else {
        &number
    }))
}

/// All zeros, all ones, one bit, a pattern, a small number, anything.
fn secret<const LENGTH: usize>(input: &mut Unstructured) -> Result<[u8; LENGTH]> {
    let mut secret = [0; LENGTH];
    match input.int_in_range(0..=5)? {
        0 => {}
        1 => secret.fill(0xff),
        2 => secret[input.int_in_range(0..=LENGTH - 1)?] = 1 << input.int_in_range(0..=7)?,
        3 => secret.fill(input.arbitrary()?),
        4 => secret[LENGTH - 1] = input.arbitrary()?,
        _ => return filled(input),
    }
    Ok(secret)
}

/// What the input still has, over and over.
fn filled<const LENGTH: usize>(input: &mut Unstructured) -> Result<[u8; LENGTH]> {
    let length = input.len().clamp(1, LENGTH);
    let some = input.bytes(length)?;
    Ok(std::array::from_fn(|i| some[i % length]))
}
