//! Both SRP kernels execute the same number of instructions whatever their secrets are. Run by a wasm engine that counts
//! them, as compiled for the browser. What an instruction takes is the processor's: none of those used (integer and
//! floating-point multiplications and additions, shifts, bit operations) depends on its operands where wasm runs.

#![cfg(test)]

use std::{env, path::Path, process::Command};
use wasmtime::{Config, Engine, Instance, Memory, Module, Store, TypedFunc};

struct Kernel {
    store: Store<()>,
    memory: Memory,
    buffer: usize,
    a_pub: TypedFunc<(), ()>,
    shared_secret: TypedFunc<(), ()>,
    instance: Instance,
}

const FUEL: u64 = 1 << 40;

impl Kernel {
    /// Compiles a crate as it is compiled for the browser, and loads it.
    fn of(krate: &str, name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = root
            .join(env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".into()))
            .join("modules");
        let built = Command::new(env!("CARGO"))
            .current_dir(root.join(krate))
            .env_remove("RUSTFLAGS")
            .args([
                "build",
                "--quiet",
                "--release",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
                "--target-dir",
            ])
            .arg(&target)
            .status()
            .expect("cargo runs");
        assert!(built.success(), "{krate} does not compile");
        let engine = Engine::new(Config::new().consume_fuel(true)).expect("an engine");
        let file = target.join("wasm32-unknown-unknown/release").join(name);
        let module = Module::from_file(&engine, file).expect("a module");
        assert_eq!(module.imports().len(), 0, "{name} needs nothing from outside");
        let mut store = Store::new(&engine, ());
        store.set_fuel(FUEL).expect("fuel is counted");
        let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
        let buffer = instance
            .get_typed_func::<(), u32>(&mut store, "buffer")
            .expect("buffer");
        Self {
            buffer: buffer.call(&mut store, ()).expect("an address") as usize,
            memory: instance.get_memory(&mut store, "memory").expect("memory"),
            a_pub: instance.get_typed_func(&mut store, "a_pub").expect("a_pub"),
            shared_secret: instance
                .get_typed_func(&mut store, "shared_secret")
                .expect("shared_secret"),
            store,
            instance,
        }
    }

    fn main() -> Self {
        Self::of("kernel", "srp_kernel.wasm")
    }

    fn fused() -> Self {
        let mut kernel = Self::of("../../src/fma", "srp_fma.wasm");
        let is_fused = kernel
            .instance
            .get_typed_func::<(), u32>(&mut kernel.store, "is_fused")
            .expect("is_fused");
        assert_eq!(
            is_fused.call(&mut kernel.store, ()).expect("an answer"),
            1,
            "this processor's multiply-add is not fused"
        );
        kernel
    }

    /// Runs one computation: its result, and what it took.
    fn run(&mut self, what: What, input: &[u8; 480]) -> ([u8; 384], u64) {
        self.memory.write(&mut self.store, self.buffer, input).expect("room");
        self.store.set_fuel(FUEL).expect("fuel is counted");
        let function = match what {
            What::APub => &self.a_pub,
            What::SharedSecret => &self.shared_secret,
        };
        function.call(&mut self.store, ()).expect("no trap");
        let used = FUEL - self.store.get_fuel().expect("fuel is counted");
        let mut result = [0; 384];
        self.memory.read(&self.store, self.buffer, &mut result).expect("room");
        (result, used)
    }
}

#[derive(Clone, Copy, Debug)]
enum What {
    APub,
    SharedSecret,
}

/// Bytes that look random and are the same each time (xorshift64*).
struct Random(u64);

impl Random {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 ^= self.0 >> 12;
            self.0 ^= self.0 << 25;
            self.0 ^= self.0 >> 27;
            *byte = (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 56) as u8;
        }
    }
}

const SECRETS: usize = 1000;

/// Secrets: all 0, all 1, single bits, repeated patterns, then random ones. B is always random.
fn inputs() -> Vec<[u8; 480]> {
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
    inputs
}

fn assert_constant(mut kernel: Kernel) {
    for what in [What::APub, What::SharedSecret] {
        let inputs = inputs();
        let (_, expected) = kernel.run(what, &inputs[0]);
        assert!(expected > 100_000, "{what:?}: nothing was computed");
        for input in &inputs {
            let (_, used) = kernel.run(what, input);
            assert_eq!(used, expected, "{what:?} depends on the secrets {:02x?}", &input[384..]);
        }
        println!("{what:?}: {expected} instructions for each of {} secrets", inputs.len());
    }
}

#[test]
fn the_main_kernel_executes_as_many_instructions_for_any_secret() {
    assert_constant(Kernel::main());
}

#[test]
fn the_fused_kernel_executes_as_many_instructions_for_any_secret() {
    assert_constant(Kernel::fused());
}

#[test]
fn both_kernels_agree() {
    let (mut main, mut fused) = (Kernel::main(), Kernel::fused());
    for input in inputs().iter().step_by(10) {
        for what in [What::APub, What::SharedSecret] {
            assert!(
                main.run(what, input).0 == fused.run(what, input).0,
                "{what:?} of {input:02x?}"
            );
        }
    }
}

#[test]
fn the_fused_module_keeps_nothing_of_a_computation() {
    let mut kernel = Kernel::fused();
    let mut input = [0; 480];
    Random(7).fill(&mut input);
    let (secret, _) = kernel.run(What::SharedSecret, &input);
    // What its caller does after copying the result.
    kernel
        .memory
        .write(&mut kernel.store, kernel.buffer, &[0; 384])
        .expect("room");
    let memory = kernel.memory.data(&kernel.store);
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
