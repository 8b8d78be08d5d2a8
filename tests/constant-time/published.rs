//! Fuzzes both kernels as they are published, vector instructions and passes of wasm-opt and all: each result must be
//! num-bigint's. `tests/fuzz` does the same with the native build, step by step.
//!
//! `cargo run --bin published [seconds]`, 60 if not given.

use constant_time::{Input, K, Kernel, N_HEX, Random, What, expected};
use num_bigint::BigUint;
use std::{
    env, process,
    time::{Duration, Instant, SystemTime},
};

fn main() {
    let seconds = env::args()
        .nth(1)
        .map_or(60, |text| text.parse().expect("a number of seconds"));
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed().expect("a clock");
    let seed = since_1970.as_nanos() as u64 ^ u64::from(process::id()) | 1;
    let (mut main, mut fused) = (Kernel::main(false), Kernel::fused(false));
    println!("Seed: {seed}");
    let (mut random, mut count) = (Random(seed), 0);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(seconds) {
        let input = input(&mut random);
        for what in [What::APub, What::SharedSecret] {
            let expected = expected(what, &input);
            for (name, kernel) in [("SIMD128", &mut main), ("FMA", &mut fused)] {
                let result = BigUint::from_bytes_be(&kernel.computation(what).run(&input));
                assert_eq!(result, expected, "{name}, {what:?} of {input:02x?}");
            }
        }
        count += 1;
    }
    println!("Equal to num-bigint's, by both published kernels each: {count} powers of g, {count} shared secrets");
}

/// Secrets and a B of which each is random or at an edge.
fn input(random: &mut Random) -> Input {
    let mut input = [0; 480];
    secret(random, &mut input[384..416]);
    secret(random, &mut input[416..]);
    let b_pub = b_pub(random, &input[384..416]).to_bytes_be();
    input[384 - b_pub.len()..384].copy_from_slice(&b_pub);
    input
}

/// All zeros, all ones, a single bit or its complement, a random number of random bytes.
fn secret(random: &mut Random, bytes: &mut [u8]) {
    let bits = 8 * bytes.len();
    let at = random.word() as usize % bits;
    match random.word() % 6 {
        0 => {}
        1 => bytes.fill(0xff),
        2 => bytes[at / 8] = 1 << (at % 8),
        3 => {
            bytes.fill(0xff);
            bytes[at / 8] ^= 1 << (at % 8);
        }
        _ => random.fill(&mut bytes[at / 16..]),
    }
}

/// Around 0, N and 2^3072, k * g^x and its neighbours, or random: below 2^3072.
fn b_pub(random: &mut Random, x: &[u8]) -> BigUint {
    let n = BigUint::parse_bytes(N_HEX, 16).expect("hexadecimal");
    let few = random.word() % 3;
    match random.word() % 6 {
        0 => few.into(),
        1 => n - few,
        2 => n + few,
        3 => (BigUint::from(1u8) << 3072) - 1u8 - few,
        4 => {
            let kv = BigUint::from_bytes_be(&K) * BigUint::from(2u8).modpow(&BigUint::from_bytes_be(x), &n);
            (kv + few) % n
        }
        _ => {
            let mut bytes = [0; 384];
            random.fill(&mut bytes);
            BigUint::from_bytes_be(&bytes)
        }
    }
}
