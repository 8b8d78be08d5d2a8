//! Both SRP kernels, built as they are published, in a Wasm engine: `fuel.rs` counts what they execute, `dudect.rs` measures
//! how long they take, and `published.rs` compares what they compute. README.md says what that shows.

#[cfg(test)]
mod fuel;

use num_bigint::BigUint;
use std::{
    env, fs,
    path::Path,
    process::{self, Command},
    sync::OnceLock,
    time::{Duration, Instant},
};
use wasmtime::{Config, Engine, Instance, Memory, Module, Store, TypedFunc};

/// What a computation takes: B in 384 bytes, then a or x in 32, then a + u * x in 64. It leaves A or S in the first 384.
pub type Input = [u8; 480];

/// What to compute.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// g^a
    APub,
    /// (B - k * g^x)^(a + u * x)
    SharedSecret,
    /// g^a with a leak made on purpose: about a tenth more is computed if a is odd. In the main kernel's module.
    LeakyAPub,
}

/// A kernel's module and its memory.
pub struct Kernel {
    store: Store<()>,
    memory: Memory,
    buffer: usize,
    instance: Instance,
}

/// k = H(padHex(N), padHex(g)), big-endian: Cognito's multiplier, which the main crate's tests derive.
pub const K: [u8; 32] = [
    0x53, 0x82, 0x82, 0xc4, 0x35, 0x47, 0x42, 0xd7, 0xcb, 0xbd, 0xe2, 0x35, 0x9f, 0xcf, 0x67, 0xf9, 0xf5, 0xb3, 0xa6,
    0xb0, 0x87, 0x91, 0xe5, 0x01, 0x1b, 0x43, 0xb8, 0xa5, 0xb6, 0x6d, 0x9e, 0xe6,
];

/// N in hexadecimal, of RFC 5054's 3072-bit group.
pub const N_HEX: &[u8] = b"\
FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

const FUEL: u64 = 1 << 40;

impl Kernel {
    /// The main module's; with `fuel` its instructions are counted.
    pub fn main(fuel: bool) -> Self {
        static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
        Self::of(MODULE.get_or_init(|| built("main", "kernel", "srp_kernel")), fuel)
    }

    /// The second module.
    pub fn fused(fuel: bool) -> Self {
        static MODULE: OnceLock<Vec<u8>> = OnceLock::new();
        let module = MODULE.get_or_init(|| built("fused", "../../src/fma", "srp_fma"));
        let mut kernel = Self::of(module, fuel);
        let is_fused: TypedFunc<(), u32> = kernel.function("is_fused");
        let is_fused = is_fused.call(&mut kernel.store, ()).expect("an answer");
        assert_eq!(is_fused, 1, "this processor's multiply-add is not fused");
        kernel
    }

    /// Loads a module.
    fn of(bytes: &[u8], fuel: bool) -> Self {
        let engine = Engine::new(Config::new().consume_fuel(fuel)).expect("an engine");
        let module = Module::new(&engine, bytes).expect("a module");
        assert_eq!(module.imports().len(), 0, "it needs nothing from outside");
        let mut store = Store::new(&engine, ());
        if fuel {
            store.set_fuel(FUEL).expect("fuel is counted");
        }
        let instance = Instance::new(&mut store, &module, &[]).expect("an instance");
        let mut kernel = Self {
            memory: instance.get_memory(&mut store, "memory").expect("memory"),
            buffer: 0,
            store,
            instance,
        };
        let buffer: TypedFunc<(), u32> = kernel.function("buffer");
        kernel.buffer = buffer.call(&mut kernel.store, ()).expect("an address") as usize;
        kernel
    }

    fn function<R: wasmtime::WasmResults>(&mut self, name: &str) -> TypedFunc<(), R> {
        self.instance
            .get_typed_func(&mut self.store, name)
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A way to run one computation.
    pub fn computation(&mut self, what: What) -> Computation<'_> {
        let function = self.function(match what {
            What::APub => "a_pub",
            What::SharedSecret => "shared_secret",
            What::LeakyAPub => "leaky_a_pub",
        });
        Computation { kernel: self, function }
    }

    /// All of the module's memory.
    pub fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    /// Where input and result are in it.
    pub fn buffer(&mut self) -> &mut [u8] {
        &mut self.memory.data_mut(&mut self.store)[self.buffer..][..480]
    }
}

/// One computation of a kernel.
pub struct Computation<'a> {
    kernel: &'a mut Kernel,
    function: TypedFunc<(), ()>,
}

impl Computation<'_> {
    /// Its result.
    pub fn run(&mut self, input: &Input) -> [u8; 384] {
        self.time(input);
        self.kernel.buffer()[..384].try_into().expect("384 bytes")
    }

    /// How long it takes.
    pub fn time(&mut self, input: &Input) -> Duration {
        self.kernel.buffer().copy_from_slice(input);
        let start = Instant::now();
        self.function.call(&mut self.kernel.store, ()).expect("no trap");
        start.elapsed()
    }

    /// How many instructions it executes, by a kernel that counts them.
    pub fn count(&mut self, input: &Input) -> u64 {
        self.kernel.store.set_fuel(FUEL).expect("fuel is counted");
        self.time(input);
        FUEL - self.kernel.store.get_fuel().expect("fuel is counted")
    }
}

/// The module of a crate, made as the package's build makes one like it. Which build that is, is printed.
fn built(like: &str, krate: &str, name: &str) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = env::temp_dir().join(format!("{}-{name}.wasm", process::id()));
    let mut build = Command::new("node");
    build.arg(root.join("../setup/kernels.mjs")).arg(like);
    build.arg(root.join(krate)).arg(name).arg(&file);
    let status = build.status().unwrap_or_else(|error| panic!("{build:?}: {error}"));
    assert!(status.success(), "{build:?} failed");
    let bytes = fs::read(&file).expect("it was made");
    fs::remove_file(file).expect("it is ours");
    bytes
}

/// What num-bigint computes of an input.
pub fn expected(what: What, input: &Input) -> BigUint {
    let n = BigUint::parse_bytes(N_HEX, 16).expect("hexadecimal");
    let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let g_to_the = |exponent: &[u8]| BigUint::from(2u8).modpow(&number(exponent), &n);
    let (b_pub, x, exponent) = (&input[..384], &input[384..416], &input[416..]);
    match what {
        What::APub | What::LeakyAPub => g_to_the(x),
        What::SharedSecret => {
            let kv = number(&K) * g_to_the(x) % &n;
            (number(b_pub) + &n - kv).modpow(&number(exponent), &n)
        }
    }
}

/// Bytes that look random and are the same each time (xorshift64*).
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Fills the bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = (self.word() >> 56) as u8;
        }
    }
}
