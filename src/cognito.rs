//! A call to the user pool: one POST of JSON per operation, and what its answer means.
//!
//! An operation is a function that names it and its members; it stands in the file of its capability.
//!
//! Source: `amazon-cognito-identity-js/src/Client.js`;
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html>

use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::page_state;
use crate::platform::{HttpReply, HttpRequest, Platform};
use crate::wire::{Value, object};
use alloc::rc::Rc;
use core::cell::Cell;
use core::future::Future;
use core::ops::Deref;

/// An app client of a user pool, and the way to reach it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client<P>(Rc<Way<P>>);

/// What a [`Client`] is made of.
pub(crate) struct Way<P> {
    pub platform: P,
    pub pool: UserPool,
}

/// One request, and what is read of its reply. A capability says what to send and to read; [`Client::exchange`] does it.
pub(crate) struct Exchange {
    /// The operation's own name.
    pub operation: &'static str,
    pub request: Value,
    /// The result; `None` if the reply lacks what the operation promises.
    pub read: fn(Value) -> Option<Value>,
}

impl<P> Deref for Client<P> {
    type Target = Way<P>;
    fn deref(&self) -> &Way<P> {
        &self.0
    }
}

impl<P: Platform> Client<P> {
    pub(crate) fn new(platform: P, pool: UserPool) -> Self {
        Client(Rc::new(Way { platform, pool }))
    }

    /// Sends the operation, and gives the reply. Only what reads and changes nothing is sent again when that may help:
    /// a code, or the session of a challenge, is spent by the first request that arrives, answered or not.
    pub(crate) fn call(
        &self,
        operation: &'static str,
        request: &Value,
    ) -> impl Future<Output = Result<Value, AuthError>> {
        self.call_within(NO_LIMIT, operation, request)
    }

    /// The same, with a limit to the time for the reply, after which nothing is sent again.
    fn call_within(
        &self,
        limit_ms: f64,
        operation: &'static str,
        request: &Value,
    ) -> impl Future<Output = Result<Value, AuthError>> {
        let attempts = match operation {
            "GetUser" | "GetDevice" | "ListDevices" => READ_ATTEMPTS,
            _ => 1,
        };
        self.call_up_to(attempts, limit_ms, operation, request)
    }

    /// Sends the request, and reads the reply.
    pub(crate) fn exchange(&self, exchange: Exchange) -> impl Future<Output = Result<Value, AuthError>> {
        self.exchange_within(NO_LIMIT, exchange)
    }

    /// The same, with a limit to the time for the reply, after which nothing is sent again.
    pub(crate) async fn exchange_within(&self, limit_ms: f64, exchange: Exchange) -> Result<Value, AuthError> {
        let reply = self
            .call_within(limit_ms, exchange.operation, &exchange.request)
            .await?;
        (exchange.read)(reply).ok_or_else(|| incomplete(exchange.operation))
    }

    /// Sends the operation until it is answered, at most [`ATTEMPTS`] times: for what may be repeated, whether or not
    /// the service has done it already.
    pub(crate) fn call_with_retry(
        &self,
        operation: &'static str,
        request: &Value,
    ) -> impl Future<Output = Result<Value, AuthError>> {
        self.call_up_to(ATTEMPTS, NO_LIMIT, operation, request)
    }

    /// Repeats what failed for a reason that may pass, after a pause, for as long as the page's budget and the time allow.
    ///
    /// Parity: v5 waits 2^n x 100 ms and up to 100 ms more, and also repeats what the service definitely refused.
    async fn call_up_to(
        &self,
        attempts: u32,
        limit_ms: f64,
        operation: &'static str,
        request: &Value,
    ) -> Result<Value, AuthError> {
        // What an application's own objects throw is the application's.
        let body = &request.encode().map_err(Failure::Rejected)?;
        let mut pause_ms = 0.0;
        let mut attempt = 1;
        let began_ms = self.platform.now_ms();
        loop {
            let request = HttpRequest {
                operation,
                body,
                pause_ms,
                limit_ms,
            };
            let (result, asked_ms) = match self.platform.send(request).await {
                // `max` takes NaN for nothing.
                Ok(reply) => (understand(operation, &reply), reply.retry_after_ms.max(0.0)),
                Err(error) => (Err(error), 0.0),
            };
            let next_ms = self.platform.now_ms() - began_ms + asked_ms;
            let may_repeat = attempt < attempts && next_ms < limit_ms.min(LAST_BEGINS_MS);
            let passes = result.as_ref().is_err_and(|error| error.is_passing());
            if !page_state::with(|state| state.retry_budget.allows(passes, may_repeat)) {
                return result;
            }
            let mut random = [0; 2];
            // Without random bytes the pause is short, which is no reason to fail.
            let _ = self.platform.random(&mut random);
            // Also where the service says when: so that not all come back at that moment.
            pause_ms = asked_ms + jitter_ms(attempt, random);
            attempt += 1;
        }
    }

    /// `UserContextData`, where the page has the advanced-security script; else `undefined`.
    pub(crate) fn user_context(&self, username: &Value) -> Value {
        self.platform.user_context(username)
    }
}

/// As long as the platform allows.
pub(crate) const NO_LIMIT: f64 = f64::INFINITY;

/// How long a reply may take without which the caller succeeds, too. Nothing is sent again after that time, so that all
/// tries together take twice as long at most, and a pause.
pub(crate) const DISPENSABLE_MS: f64 = 5000.0;

/// How often a refresh or a revocation is tried.
const ATTEMPTS: u32 = 6;

/// How often something is read for somebody who waits.
const READ_ATTEMPTS: u32 = 3;

/// So long after the first request another one may follow it. Who has not got further then, or is asked to wait longer,
/// gives up and says so: with one more pause of 8 s at most, and a request of 20 s, a call ends within a minute.
const LAST_BEGINS_MS: f64 = 30_000.0;

/// Anything up to 2^attempt x 250 ms. "Full jitter": clients that failed together spread over the whole time.
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>
fn jitter_ms(attempt: u32, random: [u8; 2]) -> f64 {
    f64::from(250u32 << attempt) * (f64::from(u16::from_le_bytes(random)) / 65_536.0)
}

/// How often a page repeats requests: a service that fails all the time is not asked a multiple of what it is asked
/// otherwise. A token bucket that begins full; what is answered fills it again.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>
#[derive(Default)]
pub(crate) struct RetryBudget(Cell<u32>);

impl RetryBudget {
    /// How many tokens there are, what a repetition takes, and what an answer gives back.
    const FULL: u32 = 20;
    const COST: u32 = 2;
    const REFILL: u32 = 1;

    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(crate) fn refill(&self) {
        self.0.set(0);
    }

    /// Whether a request that ended so may be sent again: it failed for a passing reason, and is one that may.
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

/// A successful reply that lacks what its operation promises.
pub(crate) fn incomplete(operation: &str) -> AuthError {
    Failure::InvalidResponse(Value::from("The reply to ") + operation + " lacks what the service promises.").into()
}

/// The value of a successful reply, or the service's refusal. A reply without a body is an empty object: some operations
/// have nothing to say.
///
/// Parity: v5 believes any text of a reply whose content it does not use, as the page of a captive portal.
fn understand(operation: &str, reply: &HttpReply) -> Result<Value, AuthError> {
    let body = Value::decode(&reply.body);
    let status = reply.status;
    if (200..300).contains(&status) {
        return if reply.body == *"" {
            Ok(object())
        } else if body.is_truthy() && body.is_object() && !body.is_list() {
            Ok(body)
        } else {
            Err(incomplete(operation))
        };
    }
    let code = body.text("__type").or(body.text("code"));
    if code.is_truthy() {
        return Err(Failure::Service {
            code: last(&code.split("#")),
            // Parity: v5's Error turns a missing message into the text "null".
            message: body.text("message").or(body.text("Message")).or("null"),
            status,
            from_header: false,
        }
        .into());
    }
    if reply.error_type.is_text() {
        return Err(Failure::Service {
            code: reply.error_type.split(":").at(0),
            // Parity: v5 takes the status for the message here, and ignores the body's.
            message: Value::from(f64::from(status)).shown(),
            status,
            from_header: true,
        }
        .into());
    }
    Err(Failure::Unnamed { status }.into())
}

fn last(items: &Value) -> Value {
    items.at(items.len() - 1)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    fn request() -> Value {
        object_of(&[("Text", "hello".into())])
    }

    fn service(code: &str, message: &str, status: u16) -> AuthError {
        Failure::Service {
            code: code.into(),
            message: message.into(),
            status,
            from_header: false,
        }
        .into()
    }

    #[test]
    fn a_call_sends_the_operation() {
        let fake = Fake::new().answer("Echo", 200, r#"{"Text":"yes"}"#);
        let reply = fake::run(fake.client().call("Echo", &request()));
        assert_eq!(reply, Ok(object_of(&[("Text", "yes".into())])));
        let sent = fake.sent();
        assert_eq!(sent[0].operation, "Echo");
        assert_eq!(sent[0].body, r#"{"Text":"hello"}"#);
    }

    #[test]
    fn the_user_agent_tells_the_version() {
        let agent = concat!("'cognito-auth-wasm/", env!("CARGO_PKG_VERSION"), "'");
        assert!(include_str!("../pkg/host.js").contains(agent));
    }

    #[test]
    fn every_form_of_refusal_is_understood() {
        let cases = [
            (
                r#"{"__type":"CodeMismatchException","message":"Wrong."}"#,
                service("CodeMismatchException", "Wrong.", 400),
            ),
            (r#"{"__type":"com.amazonaws#X","Message":"Y"}"#, service("X", "Y", 400)),
            (r#"{"code":"X"}"#, service("X", "null", 400)),
            ("<html>", Failure::Unnamed { status: 400 }.into()),
            ("", Failure::Unnamed { status: 400 }.into()),
            (r#"{"__type":7}"#, Failure::Unnamed { status: 400 }.into()),
        ];
        for (body, error) in cases {
            let fake = Fake::new().answer("Echo", 400, body);
            assert_eq!(fake::run(fake.client().call("Echo", &request())), Err(error), "{body}");
        }
    }

    #[test]
    fn the_error_type_header_is_used_when_the_body_names_none() {
        let reply = HttpReply {
            status: 500,
            error_type: "Broken:http://x".into(),
            retry_after_ms: f64::NAN,
            body: "".into(),
        };
        assert_eq!(
            understand("Echo", &reply),
            Err(Failure::Service {
                code: "Broken".into(),
                message: "500".into(),
                status: 500,
                from_header: true
            }
            .into())
        );
    }

    #[test]
    fn a_successful_reply_is_an_object_or_nothing() {
        let fake = Fake::new().answer("Echo", 200, "");
        assert_eq!(fake::run(fake.client().call("Echo", &request())), Ok(object_of(&[])));
        // A captive portal's page, half a reply, and JSON that the service does not speak.
        for body in [
            "<!doctype html><title>Sign in</title>",
            "not json",
            "{\"a\":",
            " ",
            "null",
            "true",
            "\"text\"",
            "7",
            "[]",
        ] {
            let fake = Fake::new().answer("Echo", 200, body);
            assert_eq!(
                fake::run(fake.client().call("Echo", &request())),
                Err(incomplete("Echo")),
                "{body}"
            );
        }
    }

    #[test]
    fn what_may_pass_is_tried_six_times_with_growing_pauses() {
        let mut fake = Fake::new();
        for _ in 0..6 {
            fake = fake.unreachable("Echo");
        }
        assert_eq!(
            fake::run(fake.client().call_with_retry("Echo", &request())),
            Err(Failure::Network.into())
        );
        // The fake's random bytes are 1, 2.
        let part = f64::from(0x0201) / 65_536.0;
        assert_eq!(
            fake.slept(),
            [500.0, 1000.0, 2000.0, 4000.0, 8000.0].map(|most| most * part)
        );
    }

    /// How often a request is sent that is not answered in so many milliseconds, and when the caller is told.
    fn unanswered(takes_ms: f64, limit_ms: f64, operation: &'static str) -> (usize, f64) {
        let mut fake = Fake::new().taking(takes_ms);
        let began_ms = fake.now_ms();
        fake = fake.answer_all(|_| Err(Failure::Network.into()));
        let client = fake.client();
        let attempts = if operation == "InitiateAuth" {
            ATTEMPTS
        } else {
            READ_ATTEMPTS
        };
        assert!(fake::run(client.call_up_to(attempts, limit_ms, operation, &request())).is_err());
        page_state::with(|state| state.retry_budget.refill());
        (fake.sent().len(), (fake.now_ms() - began_ms) / 1000.0)
    }

    #[test]
    fn what_is_never_answered_ends_in_time() {
        for operation in ["InitiateAuth", "GetUser"] {
            let (sent, took_s) = unanswered(20_000.0, NO_LIMIT, operation);
            assert!(
                sent == 2 && (40.0..41.0).contains(&took_s),
                "{operation}: {sent} in {took_s} s"
            );
        }
        for takes_ms in [10.0, 500.0, 3000.0, 7000.0, 14_000.0, 19_999.0] {
            let (sent, took_s) = unanswered(takes_ms, NO_LIMIT, "InitiateAuth");
            assert!(sent > 1 && took_s < 60.0, "{takes_ms}: {sent} in {took_s} s");
        }
        assert_eq!(unanswered(20_000.0, DISPENSABLE_MS, "GetUser"), (1, 5.0));
        for takes_ms in [10.0, 2000.0, 4900.0] {
            let (sent, took_s) = unanswered(takes_ms, DISPENSABLE_MS, "GetUser");
            assert!(sent > 1 && took_s < 10.0, "{takes_ms}: {sent} in {took_s} s");
        }
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
    fn reading_is_repeated_and_what_spends_a_code_is_not() {
        for operation in ["GetUser", "GetDevice", "ListDevices"] {
            let fake = Fake::new()
                .unreachable(operation)
                .unreachable(operation)
                .answer(operation, 200, "{}");
            assert!(fake::run(fake.client().call(operation, &request())).is_ok());
        }
        for operation in [
            "ConfirmSignUp",
            "RespondToAuthChallenge",
            "GetUserAttributeVerificationCode",
            "SignUp",
            "InitiateAuth",
        ] {
            let fake = Fake::new().unreachable(operation);
            assert!(
                fake::run(fake.client().call(operation, &request())).is_err(),
                "{operation}"
            );
        }
    }

    #[test]
    fn retry_after_is_waited_for_and_more() {
        let throttled = r#"{"__type":"TooManyRequestsException"}"#;
        let fake = Fake::new()
            .answer_later("Echo", 429, throttled, 3000.0)
            .answer("Echo", 200, "{}");
        assert!(fake::run(fake.client().call_with_retry("Echo", &request())).is_ok());
        let pauses = fake.slept();
        assert!(pauses.len() == 1 && (3000.0..3500.0).contains(&pauses[0]), "{pauses:?}");

        let fake = Fake::new().answer_later("Echo", 503, "", 600_000.0);
        assert_eq!(
            fake::run(fake.client().call_with_retry("Echo", &request())),
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
            assert!(fake::run(client.call_with_retry("Echo", &request())).is_err());
            assert_eq!(fake.sent().len(), sent);
        }
        // An answer, of whatever kind, gives half a repetition back.
        let fake = fake.answer("Echo", 500, "");
        for _ in 0..5 {
            assert!(fake::run(client.call("Echo", &request())).is_err());
        }
        let fake = fake.answer("Echo", 400, r#"{"__type":"X"}"#).answer("Echo", 200, "{}");
        for _ in 0..3 {
            let _ = fake::run(client.call("Echo", &request()));
        }
        let fake = fake.unreachable("Echo").answer("Echo", 200, "{}");
        assert!(fake::run(client.call_with_retry("Echo", &request())).is_ok());
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
                (attempt < ATTEMPTS).then(|| jitter_ms(attempt, [a, b]))
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
        let result = fake::run(fake.client().call_with_retry("Echo", &request()));
        assert_eq!(result, Err(service("NotAuthorizedException", "No", 400)));
    }
}
