//! The services of Cognito: the description of an operation, its sending, and the reading of its reply.
//!
//! An operation is a struct of its members; it stands in the file of its capability.

mod identity_pool;
mod json;
mod oauth;
mod operation;
pub(crate) mod retry;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod user_pool;

pub(crate) use identity_pool::IdentityPoolClient;
pub(crate) use operation::{Exchange, Operation, Repeat, Reply, Session};

use crate::config::UserPool;
use crate::error::{AuthError, Failure};
use crate::platform::{Keys, Platform};
use crate::wire::Value;
use std::future::{Future, poll_fn};
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;

/// An app client of a user pool, and the way to reach it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Client<P>(Rc<Way<P>>);

/// The parts of a [`Client`].
pub(crate) struct Way<P> {
    pub platform: P,
    pub pool: UserPool,
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

    /// Sends an operation of the user pool, and reads the reply.
    pub(crate) fn call<O: Operation>(&self, operation: &O) -> impl Future<Output = Result<O::Reply, AuthError>> {
        self.exchange(Exchange::from(operation))
    }

    /// Sends an operation that is serialised already, and reads the reply.
    pub(crate) fn exchange<R: Reply>(&self, exchange: Exchange<R>) -> impl Future<Output = Result<R, AuthError>> {
        self.exchange_within(NO_LIMIT, exchange)
    }

    /// Sends an operation that is serialised already, and reads the reply, which comes within `limit_ms`, however often
    /// the operation is sent.
    pub(crate) fn exchange_within<R: Reply>(
        &self,
        limit_ms: f64,
        exchange: Exchange<R>,
    ) -> impl Future<Output = Result<R, AuthError>> + use<R, P> {
        let (name, read) = (exchange.name, exchange.read);
        let mut reply = self.clone().reply_to(limit_ms, exchange.reading());
        poll_fn(move |context| {
            let reply = reply.as_mut().poll(context);
            reply.map(|reply| read(reply?).ok_or_else(|| incomplete(name)))
        })
    }

    /// Sends an operation, and gives the reply as it came.
    fn reply_to(self, limit_ms: f64, exchange: Exchange) -> Coming {
        Box::pin(async move {
            let target = user_pool::target(&self.pool);
            let (name, members, repeat) = (exchange.name, &exchange.members, exchange.repeat);
            let reply = json::send(&self.platform, target, name, members, repeat, limit_ms).await?;
            if exchange.session.changes(&reply) {
                self.platform.wait_to_write().await;
            }
            Ok(reply)
        })
    }

    /// The longest time for a call.
    pub(crate) fn limit_ms(&self) -> f64 {
        longest_ms(self.pool.request_timeout_ms)
    }

    /// The storage keys of that user.
    pub(crate) fn keys(&self, username: &Value) -> Keys {
        self.platform.keys(&self.pool.client_id, username)
    }

    /// `UserContextData`, where the page has the advanced-security script; else `undefined`.
    pub(crate) fn user_context(&self, username: &Value) -> Value {
        self.platform.user_context(username)
    }
}

/// A reply that comes. It is one type for all operations, so that the code that sends is in the binary once.
type Coming = Pin<Box<dyn Future<Output = Result<Value, AuthError>>>>;

/// The longest time for a call: a page's user waits no longer. An application may give one request more.
fn longest_ms(request_timeout_ms: f64) -> f64 {
    request_timeout_ms.max(30_000.0)
}

/// No limit but [`Client::limit_ms`].
pub(crate) const NO_LIMIT: f64 = f64::INFINITY;

/// The limit for a reply without which the caller succeeds, too.
pub(crate) const DISPENSABLE_MS: f64 = 5000.0;

/// A successful reply that lacks what its operation promises.
pub(crate) fn incomplete(operation: &str) -> AuthError {
    Failure::InvalidResponse(Value::from("The reply to ") + operation + " lacks what the service promises.").into()
}

/// The app client of all tests.
#[cfg(not(target_arch = "wasm32"))]
impl crate::platform::fake::Fake {
    pub(crate) fn client(&self) -> Client<Self> {
        let pool = UserPool {
            user_pool_id: crate::platform::fake::POOL.into(),
            client_id: "client".into(),
            endpoint: "https://cognito-idp.eu-west-1.amazonaws.com/".into(),
            credentials: Value::undefined(),
            request_timeout_ms: UserPool::REQUEST_TIMEOUT_MS,
        };
        Client::new(self.clone(), pool)
    }
}
