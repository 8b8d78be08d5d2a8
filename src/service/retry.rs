//! Sending again: after which failures, after which pauses, and how often a page may do so in all.

use crate::error::AuthError;
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::Value;
use std::cell::Cell;

/// Sends a request until it is answered, at most `attempts` times. A failure that may pass is followed by a pause and
/// another try, as long as the page's budget and the time allow. All tries and pauses together take `limit_ms` at most:
/// the last try has what is left of that.
///
/// Parity: v5 waits 2^n x 100 ms and up to 100 ms more, and also repeats what the service definitely refused.
pub(super) async fn send<P: Platform>(
    platform: &P,
    mut request: HttpRequest<'_>,
    attempts: u32,
    limit_ms: f64,
    understand: impl Fn(&HttpReply) -> Result<Value, AuthError>,
) -> Result<Value, AuthError> {
    let mut attempt = 1;
    let began_ms = platform.now_ms();
    loop {
        let (result, asked_ms) = match platform.send(&request).await {
            // `max` turns NaN into 0.
            Ok(reply) => (understand(&reply), reply.retry_after_ms.max(0.0)),
            Err(error) => (Err(error), 0.0),
        };
        let passes = result.as_ref().is_err_and(|error| error.is_passing());
        let mut may_repeat = false;
        if passes && attempt < attempts {
            let mut random = [0; 2];
            // Without random bytes the pause is short, which is no reason to fail.
            let _ = platform.random(&mut random);
            // Added to the service's `Retry-After`, too, so that not all clients come back at the same moment.
            request.pause_ms = asked_ms + jitter_ms(attempt, random);
            let left_ms = limit_ms - (platform.now_ms() - began_ms) - request.pause_ms;
            request.limit_ms = request.limit_ms.min(left_ms);
            may_repeat = left_ms >= LEAST_MS;
        }
        if !BUDGET.with(|budget| budget.allows(passes, may_repeat)) {
            return result;
        }
        attempt += 1;
    }
}

/// The least time for a reply: a try that has less is not made.
const LEAST_MS: f64 = 1000.0;

/// A random pause of up to 2^attempt x 250 ms. "Full jitter": clients that failed together spread over the whole time.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
fn jitter_ms(attempt: u32, random: [u8; 2]) -> f64 {
    f64::from(250u32 << attempt) * (f64::from(u16::from_le_bytes(random)) / 65_536.0)
}

thread_local! {
    /// The budget of the page; natively each test has its own.
    static BUDGET: RetryBudget = const { RetryBudget(Cell::new(0)) };
}

/// The limit of a page's repetitions, so that a service that always fails is not asked many times as often. It is a
/// token bucket, which begins full and is refilled by answers. The value is the number of tokens spent.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
struct RetryBudget(Cell<u32>);

impl RetryBudget {
    /// How many tokens there are, what a repetition takes, and what an answer gives back.
    const FULL: u32 = 20;
    const COST: u32 = 2;
    const REFILL: u32 = 1;

    /// Whether a failed request may be sent again. The failure must be passing, and the request repeatable.
    fn allows(&self, passes: bool, may_repeat: bool) -> bool {
        let spent = self.0.get();
        if !passes {
            self.0.set(spent.saturating_sub(Self::REFILL));
            return false;
        }
        let allowed = may_repeat && spent + Self::COST <= Self::FULL;
        if allowed {
            self.0.set(spent + Self::COST);
        }
        allowed
    }
}

/// Fills the budget, for a test that fails more often than a page may.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) fn refill() {
    BUDGET.with(|budget| budget.0.set(0));
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::service::tests::echo;
    use crate::service::{DISPENSABLE_MS, NO_LIMIT, Repeat};

    #[test]
    fn what_may_pass_is_tried_six_times_with_growing_pauses() {
        let mut fake = Fake::new();
        for _ in 0..6 {
            fake = fake.unreachable("Echo");
        }
        assert_eq!(
            fake::run(fake.client().exchange(echo(Repeat::Always))),
            Err(Failure::Network.into())
        );
        // The fake's random bytes are 1, 2.
        let part = f64::from(0x0201) / 65_536.0;
        assert_eq!(
            fake.slept(),
            [500.0, 1000.0, 2000.0, 4000.0, 8000.0].map(|most| most * part)
        );
    }

    /// The number of times that a request is sent whose replies take so many milliseconds, and the time when its caller
    /// gets the error.
    fn unanswered(takes_ms: f64, limit_ms: f64, repeat: Repeat) -> (usize, f64) {
        let fake = Fake::new()
            .taking(takes_ms)
            .answer_all(|_| Err(Failure::Network.into()));
        let began_ms = fake.now_ms();
        assert!(fake::run(fake.client().exchange_within(limit_ms, echo(repeat))).is_err());
        refill();
        (fake.sent().len(), (fake.now_ms() - began_ms) / 1000.0)
    }

    #[test]
    fn what_is_never_answered_ends_in_time() {
        for repeat in [Repeat::Always, Repeat::Reads] {
            assert_eq!(unanswered(30_000.0, NO_LIMIT, repeat), (2, 30.0), "{repeat:?}");
        }
        for takes_ms in [10.0, 500.0, 3000.0, 7000.0, 14_000.0, 19_999.0] {
            let (sent, took_s) = unanswered(takes_ms, NO_LIMIT, Repeat::Always);
            assert!(sent > 1 && took_s <= 30.0, "{takes_ms}: {sent} in {took_s} s");
        }
        assert_eq!(unanswered(20_000.0, DISPENSABLE_MS, Repeat::Reads), (1, 5.0));
        for (takes_ms, most) in [(10.0, 3), (1900.0, 3), (3900.0, 2), (4900.0, 1)] {
            let (sent, took_s) = unanswered(takes_ms, DISPENSABLE_MS, Repeat::Reads);
            assert!(sent == most && took_s <= 5.0, "{takes_ms}: {sent} in {took_s} s");
        }
    }

    #[test]
    fn a_longer_limit_for_one_request_is_as_configured() {
        let fake = Fake::new()
            .taking(f64::INFINITY)
            .answer_all(|_| Err(Failure::Network.into()));
        let pool = crate::config::UserPool {
            request_timeout_ms: 45_000.0,
            ..fake.client().pool.clone()
        };
        let began_ms = fake.now_ms();
        let client = crate::service::Client::new(fake.clone(), pool);
        assert!(fake::run(client.exchange(echo(Repeat::Always))).is_err());
        assert_eq!((fake.sent().len(), fake.now_ms() - began_ms), (1, 45_000.0));
    }

    #[test]
    fn a_pause_is_anything_up_to_its_ceiling() {
        for (attempt, ceiling) in [(1, 500.0), (2, 1000.0), (5, 8000.0)] {
            assert_eq!(jitter_ms(attempt, [0, 0]), 0.0);
            let most = jitter_ms(attempt, [255, 255]);
            assert!(most < ceiling && most > ceiling * 0.999, "{most}");
        }
    }

    #[test]
    fn retry_after_is_waited_for_and_more() {
        let throttled = r#"{"__type":"TooManyRequestsException"}"#;
        let fake = Fake::new()
            .answer_later("Echo", 429, throttled, 3000.0)
            .answer("Echo", 200, "{}");
        assert!(fake::run(fake.client().exchange(echo(Repeat::Always))).is_ok());
        let pauses = fake.slept();
        assert!(pauses.len() == 1 && (3000.0..3500.0).contains(&pauses[0]), "{pauses:?}");

        let fake = Fake::new().answer_later("Echo", 503, "", 600_000.0);
        assert_eq!(
            fake::run(fake.client().exchange(echo(Repeat::Always))),
            Err(Failure::Unnamed { status: 503 }.into())
        );
    }

    #[test]
    fn a_service_that_fails_all_the_time_is_asked_less() {
        // Ten repetitions are in the budget; after that, each call is one request.
        let mut fake = Fake::new();
        for _ in 0..20 {
            fake = fake.answer("Echo", 500, "");
        }
        let client = fake.client();
        for sent in [6, 12, 13, 14, 15] {
            assert!(fake::run(client.exchange(echo(Repeat::Always))).is_err());
            assert_eq!(fake.sent().len(), sent);
        }
        // An answer, of whatever kind, gives half a repetition back.
        let fake = fake.answer("Echo", 500, "");
        for _ in 0..5 {
            assert!(fake::run(client.exchange(echo(Repeat::Never))).is_err());
        }
        let fake = fake.answer("Echo", 400, r#"{"__type":"X"}"#).answer("Echo", 200, "{}");
        for _ in 0..3 {
            let _ = fake::run(client.exchange(echo(Repeat::Never)));
        }
        let fake = fake.unreachable("Echo").answer("Echo", 200, "{}");
        assert!(fake::run(client.exchange(echo(Repeat::Always))).is_ok());
        drop(fake);
    }

    /// What a service sees of very many clients whose request fails at the same moment, and that repeat it until it is
    /// answered: the most requests in a tenth of a second, once it answers again.
    fn peak_after_outage(outage_ms: f64, mut pause_ms: impl FnMut(u32) -> Option<f64>) -> usize {
        const CLIENTS: usize = 1_000_000;
        const WINDOW_MS: f64 = 100.0;
        let mut windows = vec![0; 400];
        for _ in 0..CLIENTS {
            let mut at_ms = 0.0;
            let mut attempt = 1;
            while let Some(pause) = pause_ms(attempt) {
                at_ms += pause;
                if at_ms >= outage_ms {
                    windows[(at_ms / WINDOW_MS) as usize] += 1;
                    break;
                }
                attempt += 1;
            }
        }
        windows.into_iter().max().unwrap_or(0)
    }

    #[test]
    fn a_million_clients_after_an_outage_come_back_spread_out() {
        // SplitMix64: the same numbers in every run.
        let mut state = 7u64;
        let mut random = move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)).to_le_bytes()
        };
        for outage_ms in [100.0, 1000.0, 5000.0] {
            let every_second = peak_after_outage(outage_ms, |attempt| (attempt < 20).then_some(1000.0));
            let v5s = peak_after_outage(outage_ms, |attempt| {
                let jitter = f64::from(random()[0]) * (100.0 / 256.0);
                (attempt < 6).then(|| f64::from(100 << attempt) + jitter)
            });
            let ours = peak_after_outage(outage_ms, |attempt| {
                let [a, b, ..] = random();
                (attempt < Repeat::Always.attempts()).then(|| jitter_ms(attempt, [a, b]))
            });
            println!("outage {outage_ms} ms: peak in 100 ms naive {every_second}, v5 {v5s}, ours {ours}");
            assert_eq!(every_second, 1_000_000);
            assert!(ours * 3 < v5s, "{ours} of {v5s}");
            assert!(ours * 4 < every_second, "{ours}");
        }
    }

    #[test]
    fn a_refusal_is_not_repeated() {
        let fake = Fake::new().answer("Echo", 400, r#"{"__type":"NotAuthorizedException","message":"No"}"#);
        let result = fake::run(fake.client().exchange(echo(Repeat::Always)));
        assert!(result.is_err_and(|error| error.is_service("NotAuthorizedException")));
    }
}
