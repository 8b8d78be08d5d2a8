//! Both SRP kernels execute the same number of instructions whatever their secrets are. What an instruction takes is the
//! processor's: none of those used (integer and floating-point multiplications and additions, shifts, bit operations)
//! depends on its operands where wasm runs.

use super::*;
use num_bigint::BigUint;
use std::collections::BTreeSet;

const SECRETS: usize = 1000;

/// Secrets: all 0, all 1, single bits, repeated patterns, then random ones. B is random, but for a few that an attacker
/// might choose.
fn inputs() -> Vec<Input> {
    let mut random = Random(3072);
    let mut inputs = vec![];
    for pattern in [0, 0xff, 0x55, 0xaa, 0x80, 0x01, 0x7f, 0xfe] {
        inputs.push([pattern; 480]);
    }
    for bit in (0..256).step_by(5) {
        let mut input = [0; 480];
        input[384 + bit / 8] = 0x80 >> (bit % 8);
        input[416 + bit / 4] = 0x80 >> (bit % 8);
        inputs.push(input);
    }
    while inputs.len() < SECRETS + 60 {
        let mut input = [0; 480];
        random.fill(&mut input);
        inputs.push(input);
    }
    for input in &mut inputs {
        random.fill(&mut input[..384]);
    }
    for b_pub in [[0; 384], [0xff; 384]] {
        let mut input = [0x5a; 480];
        input[..384].copy_from_slice(&b_pub);
        inputs.push(input);
    }
    // B = k * g^x for x = 0: whoever guesses x right raises 0 to some power.
    let mut input = [0; 480];
    input[352..384].copy_from_slice(&K);
    input[416..].fill(0xff);
    inputs.push(input);
    inputs
}

fn assert_constant(name: &str, mut kernel: Kernel) {
    for what in [What::APub, What::SharedSecret] {
        let inputs = inputs();
        let mut computation = kernel.computation(what);
        let expected = computation.count(&inputs[0]);
        assert!(expected > 100_000, "{what:?}: nothing was computed");
        for input in &inputs {
            let used = computation.count(input);
            assert_eq!(used, expected, "{what:?} depends on the secrets {:02x?}", &input[384..]);
        }
        println!(
            "{name}, {what:?}: {expected} instructions for each of {} secrets",
            inputs.len()
        );
    }
}

#[test]
fn the_main_kernel_executes_as_many_instructions_for_any_secret() {
    assert_constant("main kernel", Kernel::main(true));
}

#[test]
fn the_fused_kernel_executes_as_many_instructions_for_any_secret() {
    assert_constant("fused kernel", Kernel::fused(true));
}

#[test]
fn a_leak_is_counted() {
    let mut kernel = Kernel::main(true);
    let mut leaky = kernel.computation(What::LeakyAPub);
    let counts: BTreeSet<u64> = inputs().iter().take(100).map(|input| leaky.count(input)).collect();
    assert_eq!(counts.len(), 2, "of an even and of an odd a");
    println!("main kernel, with a leak made on purpose: {counts:?} instructions");
}

/// The compiled modules, vector instructions and all: what runs natively in the other tests is their plain twin.
#[test]
fn both_kernels_compute_what_num_bigint_does() {
    let (mut main, mut fused) = (Kernel::main(false), Kernel::fused(false));
    let inputs = inputs();
    for input in inputs.iter().step_by(20).chain(inputs.last_chunk::<3>().expect("more")) {
        for what in [What::APub, What::SharedSecret] {
            let expected = expected(what, input);
            for (name, kernel) in [("SIMD128", &mut main), ("FMA", &mut fused)] {
                let result = BigUint::from_bytes_be(&kernel.computation(what).run(input));
                assert_eq!(result, expected, "{name}: {what:?}");
            }
        }
    }
}

#[test]
fn the_fused_module_keeps_nothing_of_a_computation() {
    let mut kernel = Kernel::fused(false);
    let mut input = [0; 480];
    Random(7).fill(&mut input);
    let secret = kernel.computation(What::SharedSecret).run(&input);
    // What its caller does after copying the result.
    kernel.buffer()[..384].fill(0);
    let memory = kernel.memory();
    // 16 bytes would be found in any alignment; numbers in digits are the module's own memory, which must be zero.
    for (name, bytes) in [
        ("x", &input[384..416]),
        ("a + u * x", &input[416..]),
        ("S", &secret[..]),
    ] {
        for part in bytes.chunks_exact(16) {
            assert!(
                !memory.windows(16).any(|window| window == part),
                "part of {name} is still in memory"
            );
        }
    }
}
