//! Measures whether the time of a computation depends on its secrets, as dudect does (Reparaz, Balasch, Verbauwhede: "Dude, is my
//! code constant time?", 2017): the same computation for one fixed secret and for random ones, in random order, and Welch's
//! t-test between the two, over all measurements and over those below each of a hundred percentiles. Beyond dudect, the
//! share of each class below the percentile is compared too: on a busy machine that is the sharper test.
//!
//! `cargo run --bin dudect [seconds for each row]`, 20 if not given. It fails if a kernel's time depends on a secret, and also
//! if that of the computations that leak on purpose is not found to.

use constant_time::{Input, K, Kernel, N_HEX, Random, What};
use num_bigint::BigUint;
use std::{
    env,
    hint::black_box,
    process::{self, ExitCode},
    time::{Duration, Instant},
};

/// Above this the times of two classes differ: for one t-test by chance once in 150,000 times.
const THRESHOLD: f64 = 4.5;

const PERCENTILES: i32 = 100;

/// What one class of measurements has in common; the other class has random bytes there. All else is random in both.
struct Class {
    title: &'static str,
    at: usize,
    bytes: Vec<u8>,
}

fn main() -> ExitCode {
    let seconds = env::args()
        .nth(1)
        .map_or(20, |text| text.parse().expect("a number of seconds"));
    let time = Duration::from_secs(seconds);
    let mut random = Random(u64::from(process::id()) << 32 | 0x3072);
    let (mut main, mut fused) = (Kernel::main(false), Kernel::fused(false));
    let mut failed = false;
    println!("| Computation | Of the fixed class | Measurements | Fastest, ms | Median, ms | Largest t |");
    println!("| --- | --- | --- | --- | --- | --- |");

    for (name, kernel) in [("SIMD128", &mut main), ("FMA", &mut fused)] {
        for (title, what, classes) in [
            (format!("{name}, A"), What::APub, of_a(&mut random)),
            (format!("{name}, S"), What::SharedSecret, of_x(&mut random)),
        ] {
            let mut computation = kernel.computation(what);
            for class in classes {
                let mut measure = |title: &str, time| {
                    measure(&mut random, time, &class, |input| computation.time(input)).print(title, class.title)
                };
                // A difference that is none does not come back; one that is there grows with the measurements.
                failed |= measure(&title, time) && measure("the same again, twice as long", 2 * time);
            }
        }
    }

    // What must be found, or the measurements show nothing.
    let [_, zero, ..] = of_a(&mut random);
    let mut leaky = main.computation(What::LeakyAPub);
    let found = measure(&mut random, time, &zero, |input| leaky.time(input))
        .print("SIMD128, A, and a tenth more if a is odd", zero.title);
    failed |= !found;
    let n = BigUint::parse_bytes(N_HEX, 16).expect("hexadecimal");
    let found = measure(&mut random, time, &zero, |input| {
        let (base, exponent) = (BigUint::from(2u8), BigUint::from_bytes_be(&input[384..416]));
        let start = Instant::now();
        black_box(base.modpow(&exponent, &n));
        start.elapsed()
    })
    .print("num-bigint, A", zero.title);
    failed |= !found;
    ExitCode::from(u8::from(failed))
}

fn of_a(_: &mut Random) -> [Class; 3] {
    let class = |title, bytes: &[u8]| Class {
        title,
        at: 384,
        bytes: bytes.into(),
    };
    [
        class("nothing", &[]),
        class("a = 0", &[0; 32]),
        class("a = 2^256 - 1", &[0xff; 32]),
    ]
}

fn of_x(random: &mut Random) -> [Class; 3] {
    let mut one_password = [0; 96];
    random.fill(&mut one_password);
    // B = k * g^x for x = 1, and x.
    let mut no_secret = vec![0; 416];
    let n = BigUint::parse_bytes(N_HEX, 16).expect("hexadecimal");
    let b_pub = (BigUint::from_bytes_be(&K) * 2u8 % n).to_bytes_be();
    no_secret[384 - b_pub.len()..384].copy_from_slice(&b_pub);
    no_secret[415] = 1;
    [
        Class {
            title: "x and a + u * x",
            at: 384,
            bytes: one_password.into(),
        },
        Class {
            title: "x = 0, a + u * x = 0",
            at: 384,
            bytes: vec![0; 96],
        },
        Class {
            title: "x, B = k * g^x: S = 0",
            at: 0,
            bytes: no_secret,
        },
    ]
}

/// Measures for as long as that.
fn measure(random: &mut Random, time: Duration, class: &Class, mut run: impl FnMut(&Input) -> Duration) -> Samples {
    let mut samples = Samples::default();
    let start = Instant::now();
    let mut warm = 0;
    while start.elapsed() < time {
        let mut input = [0; 480];
        random.fill(&mut input);
        let is_fixed = random.word() >> 63 == 1;
        // Both classes are made in the same way, so that the measurement begins in the same state.
        let mask = black_box(if is_fixed { 0xff } else { 0 });
        for (byte, fixed) in input[class.at..].iter_mut().zip(&class.bytes) {
            *byte = *byte & !mask | fixed & mask;
        }
        let took = run(&input).as_nanos() as f64;
        warm += 1;
        if warm > 50 {
            samples.0.push((took, is_fixed));
        }
    }
    samples
}

/// Measurements on each side of one that say how fast the machine was just then.
const AROUND: usize = 15;

/// Nanoseconds, and whether they are of the fixed class.
#[derive(Default)]
struct Samples(Vec<(f64, bool)>);

impl Samples {
    /// A line of the table; true if the classes differ.
    fn print(self, title: &str, class: &str) -> bool {
        let took = self.0.iter().map(|sample| sample.0).collect::<Vec<_>>();
        // What else runs makes the machine faster and slower, for both classes and for longer than one measurement. So each
        // is also taken relative to the median of those around it.
        let around = |i: usize| &took[i.saturating_sub(AROUND)..(i + AROUND + 1).min(took.len())];
        let relative = self.0.iter().enumerate();
        let relative = relative
            .map(|(i, &(took, is_fixed))| (took / median(around(i)), is_fixed))
            .collect();
        let t = largest_t(self.0).max(largest_t(relative));
        let fastest = took.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "| {title} | {class} | {} | {:.3} | {:.3} | {t:.1} |",
            took.len(),
            fastest / 1e6,
            median(&took) / 1e6,
        );
        t >= THRESHOLD
    }
}

/// Of the means of all, and of the faster ones up to each percentile, which have been disturbed less; of the spread, which
/// might depend on a secret as well; and of each class's share among the faster ones.
fn largest_t(mut samples: Vec<(f64, bool)>) -> f64 {
    samples.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all = Difference::of(&samples, |took, _| took);
    let spread = Difference::of(&samples, |took, fixed| {
        (took - all.0[usize::from(fixed)].mean()).powi(2)
    });
    let mut largest = all.t().max(spread.t());
    for i in 1..=PERCENTILES {
        // dudect's percentiles, which are denser above.
        let share = 1.0 - 0.5f64.powf(10.0 * f64::from(i) / f64::from(PERCENTILES));
        let at = (share * samples.len() as f64) as usize;
        let faster = Difference::of(&samples[..at], |took, _| took);
        let is_faster = Difference::of(&samples, |took, _| f64::from(took < samples[at].0));
        largest = largest.max(faster.t()).max(is_faster.t());
    }
    largest
}

fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Number, sum, and sum of squares, less a constant that keeps them small.
#[derive(Default, Clone, Copy)]
struct Sums {
    n: f64,
    sum: f64,
    squares: f64,
    zero: f64,
}

impl Sums {
    fn mean(&self) -> f64 {
        self.zero + self.sum / self.n
    }

    /// The variance of the mean.
    fn variance(&self) -> f64 {
        (self.squares - self.sum * self.sum / self.n) / (self.n - 1.0) / self.n
    }
}

/// The random class, and the fixed one.
struct Difference([Sums; 2]);

impl Difference {
    fn of(samples: &[(f64, bool)], value: impl Fn(f64, bool) -> f64) -> Self {
        let zero = samples.first().map_or(0.0, |&(took, fixed)| value(took, fixed));
        let mut classes = [Sums {
            zero,
            ..Sums::default()
        }; 2];
        for &(took, fixed) in samples {
            let class = &mut classes[usize::from(fixed)];
            let value = value(took, fixed) - zero;
            class.n += 1.0;
            class.sum += value;
            class.squares += value * value;
        }
        Self(classes)
    }

    /// By how much the fixed class takes longer.
    fn difference(&self) -> f64 {
        self.0[1].mean() - self.0[0].mean()
    }

    fn error(&self) -> f64 {
        (self.0[0].variance() + self.0[1].variance()).sqrt()
    }

    /// Welch's t. Of few measurements it says nothing.
    fn t(&self) -> f64 {
        if self.0.iter().any(|class| class.n < 100.0) {
            return 0.0;
        }
        self.difference().abs() / self.error()
    }
}
