//! Runs programs of the kernels' steps (products, squares, shifts, subtractions, in and out of Montgomery's form) on
//! digits at their bounds, and holds each result against num-bigint and against the bounds written beside the kernels.

#![no_main]

use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use num_bigint::BigInt;
use srp_fuzz::{Count, Fma, Kernel, N, N_BYTES, Simd128, at_exit, bytes, digits, edge, modulo_n, number, value};

static PRODUCTS: Count = Count::new();
static SQUARES: Count = Count::new();
static REDUCTIONS: Count = Count::new();
static SHIFTS: Count = Count::new();
static SUBTRACTIONS: Count = Count::new();
static RESULTS: Count = Count::new();

extern "C" fn report() {
    println!(
        "Equal to num-bigint's, of both kernels together: {} products, {} squares, {} reductions, {} shifts, {} subtractions, {} results in bytes",
        PRODUCTS.get(),
        SQUARES.get(),
        REDUCTIONS.get(),
        SHIFTS.get(),
        SUBTRACTIONS.get(),
        RESULTS.get()
    );
}

fuzz_target!(init: at_exit(report), |data: &[u8]| {
    // Both read the same: what is an edge of one kernel is an ordinary number of the other.
    let _ = run::<Simd128>(&mut Unstructured::new(data));
    let _ = run::<Fma>(&mut Unstructured::new(data));
});

/// Ends with an error when the input is used up.
fn run<K: Kernel>(input: &mut Unstructured) -> Result<()> {
    let mut program = Program::<K>::new(operand::<K>(input)?);
    for _ in 0..24 {
        if input.is_empty() {
            break;
        }
        match input.int_in_range(0..=12)? {
            0..=3 => program.multiply(&operand::<K>(input)?),
            4..=6 => program.square(),
            7 => program.shift_left(input.int_in_range(0..=15)?),
            8 => program.subtract_from(&subtrahend(input)?),
            9 => program.enter(),
            10 => program.leave(),
            11 => program.to_bytes(),
            _ => program = Program::new(operand::<K>(input)?),
        }
    }
    program.to_bytes();
    Ok(())
}

/// What the kernel holds, and the number that it is.
struct Program<K> {
    kernel: K,
    number: BigInt,
}

impl<K: Kernel> Program<K> {
    fn new(digits: Vec<i64>) -> Self {
        Self {
            kernel: K::new(&digits),
            number: value::<K>(&digits),
        }
    }

    fn multiply(&mut self, other: &[i64]) {
        let product = &self.number * value::<K>(other);
        if may_multiply::<K>(&product) {
            self.kernel.multiply(other);
            self.reduced(product, None, &PRODUCTS);
        }
    }

    fn square(&mut self) {
        let product = &self.number * &self.number;
        if may_multiply::<K>(&product) {
            self.kernel.square();
            self.reduced(product, None, &SQUARES);
        }
    }

    fn enter(&mut self) {
        let r = BigInt::from(1) << (K::DIGIT_BITS * K::DIGITS);
        let product = &self.number * modulo_n(&r * &r);
        // The kernels derive R^2 as a number that is not the least: it is below 2^12 * N.
        let largest = &self.number * &*N << 12;
        if may_multiply::<K>(&largest) {
            self.kernel.enter();
            self.reduced(product, Some(largest), &PRODUCTS);
        }
    }

    fn leave(&mut self) {
        self.kernel.leave();
        self.reduced(self.number.clone(), None, &REDUCTIONS);
    }

    /// The kernel holds T / R modulo N now, below |T| / R + N / 2 * (1 + 2^-22) (bound 4 of both). `largest` is what T may have
    /// been where the kernel's own is another number of the same remainder.
    fn reduced(&mut self, t: BigInt, largest: Option<BigInt>, count: &Count) {
        let found = self.carried();
        let r_bits = K::DIGIT_BITS * K::DIGITS;
        assert_eq!(
            (&t - (&found << r_bits)) % &*N,
            BigInt::ZERO,
            "{}: not the product's remainder",
            K::NAME
        );
        let most = (largest.unwrap_or(t).magnitude() >> r_bits) + 1u8 + (N.magnitude() >> 1) + (N.magnitude() >> 23);
        assert!(*found.magnitude() <= most, "{}: the remainder is too large", K::NAME);
        self.number = found;
        count.one();
    }

    fn shift_left(&mut self, bits: u8) {
        if self.number.magnitude() * 100u8 <= N.magnitude() * K::SHIFT {
            self.kernel.shift_left(bits);
            self.is(&self.number << bits, &SHIFTS);
        }
    }

    fn subtract_from(&mut self, minuend: &[u8; N_BYTES]) {
        // As k * g^x is, which comes from a product.
        if self.number.magnitude() * 100u8 <= N.magnitude() * 51u8 {
            self.kernel.subtract_from(minuend);
            self.is(number(minuend) - &self.number, &SUBTRACTIONS);
        }
    }

    fn is(&mut self, expected: BigInt, count: &Count) {
        let found = self.carried();
        assert_eq!(found, expected, "{}", K::NAME);
        self.number = found;
        count.one();
    }

    fn to_bytes(&self) {
        if self.number.magnitude() < N.magnitude() {
            let least = bytes::<N_BYTES>(&modulo_n(self.number.clone()));
            assert_eq!(self.kernel.to_bytes(), least, "{}", K::NAME);
            RESULTS.one();
        }
    }

    /// The kernel's number; its digits must be carried (bound 2).
    fn carried(&self) -> BigInt {
        let digits = self.kernel.digits();
        for digit in &digits {
            assert!(digit.abs() <= K::CARRIED, "{}: a digit of {digit}", K::NAME);
        }
        value::<K>(&digits)
    }
}

/// |product| < 2^PRODUCT * N^2
fn may_multiply<K: Kernel>(product: &BigInt) -> bool {
    product.bits() < 2 * N.bits() - 1 + K::PRODUCT
}

fn subtrahend(input: &mut Unstructured) -> Result<[u8; N_BYTES]> {
    if input.arbitrary()? {
        Ok(bytes(&edge(input)?))
    } else {
        let mut random = Random(input.arbitrary()?);
        Ok(std::array::from_fn(|_| random.next() as u8))
    }
}

// ---- operands

/// The digits of a number that may be multiplied.
fn operand<K: Kernel>(input: &mut Unstructured) -> Result<Vec<i64>> {
    let mut number = match input.int_in_range(0..=6)? {
        // An edge of the group, or what is left of it after N was taken off.
        0 => {
            let edge = edge(input)?;
            let edge = if input.arbitrary()? { edge } else { -edge };
            return Ok(digits::<K>(&edge));
        }
        1 => vec![extreme::<K>(input)?; K::DIGITS],
        2 => {
            let two = [extreme::<K>(input)?, extreme::<K>(input)?];
            (0..K::DIGITS).map(|i| two[i % 2]).collect()
        }
        // Each digit an extreme or a random one.
        3 => {
            let mut random = Random(input.arbitrary()?);
            let few = [extreme::<K>(input)?, extreme::<K>(input)?, extreme::<K>(input)?];
            (0..K::DIGITS)
                .map(|_| match random.next() % 4 {
                    3 => random.digit::<K>(),
                    i => few[i as usize],
                })
                .collect()
        }
        // Each digit as the input has it.
        4 => {
            let mut number = vec![0; K::DIGITS];
            for digit in &mut number {
                *digit = extreme::<K>(input)?;
            }
            number
        }
        _ => {
            let mut random = Random(input.arbitrary()?);
            (0..K::DIGITS).map(|_| random.digit::<K>()).collect::<Vec<_>>()
        }
    };
    // Below half of N, or as large as a number of the kernel may be after a shift: 2^14 * N.
    let bits = if input.arbitrary()? {
        8 * N_BYTES + 14
    } else {
        8 * N_BYTES - 1
    };
    let top = bits / K::DIGIT_BITS;
    let most = (1 << (bits % K::DIGIT_BITS)) - 1;
    number[top + 1..].fill(0);
    number[top] = number[top].clamp(-most, most);
    Ok(number)
}

fn extreme<K: Kernel>(input: &mut Unstructured) -> Result<i64> {
    let half = 1 << (K::DIGIT_BITS - 1);
    let root = 1 << (K::DIGIT_BITS / 2);
    let digit = match input.int_in_range(0..=7)? {
        0 => K::CARRIED,
        1 => half - 1,
        2 => half,
        3 => 0,
        4 => 1,
        // Products with these lie between two multiples of the fused kernel's 2^50.
        5 => root,
        6 => half - root,
        _ => input.int_in_range(0..=K::CARRIED)?,
    };
    Ok(if input.arbitrary()? { digit } else { -digit })
}

/// xorshift64*: one seed of the input's makes a whole number.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 8
    }

    fn digit<K: Kernel>(&mut self) -> i64 {
        (self.next() % (2 * K::CARRIED as u64 + 1)) as i64 - K::CARRIED
    }
}
