//! The description of an operation: its name, its reply, whether it may be repeated, and its effect on the session.

use crate::wire::{Value, to_value};
use serde::Serialize;

/// An operation: a struct of its members, which stands in the file of its capability.
pub(crate) trait Operation: Serialize {
    /// Its name in the service's API.
    const NAME: &'static str;
    /// Whether it may be sent again when its reply is lost.
    const REPEAT: Repeat = Repeat::Never;
    /// Its effect on the user's session.
    const SESSION: Session = Session::Unchanged;
    /// The type that its reply is read into.
    type Reply: Reply;

    /// Reads the reply; `None` if it lacks what the operation promises.
    fn read(reply: Value) -> Option<Self::Reply> {
        Reply::read(reply)
    }
}

/// Whether an operation may be sent again. A code, or the session of a challenge, is spent by the first request that
/// arrives, answered or not.
#[derive(Clone, Copy)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug, PartialEq))]
pub(crate) enum Repeat {
    /// It is sent once.
    Never,
    /// It reads and changes nothing, and somebody waits for it.
    Reads,
    /// It may be repeated, whether or not the service has done it already.
    Always,
}

impl Repeat {
    /// How often it is sent at most.
    pub(super) fn attempts(self) -> u32 {
        match self {
            Repeat::Never => 1,
            Repeat::Reads => 3,
            Repeat::Always => 6,
        }
    }
}

/// The effect of an operation on the stored session. A reply that changes it is given to the caller while no other tab
/// writes.
#[derive(Clone, Copy)]
pub(crate) enum Session {
    /// The session stays as it is.
    Unchanged,
    /// Its reply may bring tokens.
    MayBring,
    /// Its success ends the session, which is then removed from storage.
    Ends,
}

impl Session {
    /// Whether this reply changes the stored session.
    pub(super) fn changes(self, reply: &Value) -> bool {
        match self {
            Session::Unchanged => false,
            Session::MayBring => reply.get("AuthenticationResult").is_truthy(),
            Session::Ends => true,
        }
    }
}

/// A type that replies are read into.
pub(crate) trait Reply: Sized {
    /// Reads a JSON object of the service; `None` if it is no such reply.
    fn read(reply: Value) -> Option<Self>;
}

/// Reads nothing: it is enough that the operation has succeeded.
impl Reply for () {
    fn read(_: Value) -> Option<()> {
        Some(())
    }
}

/// The reply as it came.
impl Reply for Value {
    fn read(reply: Value) -> Option<Value> {
        Some(reply)
    }
}

/// An operation, serialised and ready to be sent. Its type depends on the kind of reply alone, so that code that only
/// sends is in the binary once.
pub(crate) struct Exchange<R = Value> {
    pub name: &'static str,
    pub repeat: Repeat,
    pub session: Session,
    /// The members of the operation: an object.
    pub members: Value,
    pub read: fn(Value) -> Option<R>,
}

impl<O: Operation> From<&O> for Exchange<O::Reply> {
    fn from(operation: &O) -> Self {
        Exchange {
            name: O::NAME,
            repeat: O::REPEAT,
            session: O::SESSION,
            members: to_value(operation),
            read: O::read,
        }
    }
}

impl<R> Exchange<R> {
    /// This exchange, but never repeated: for a caller that cannot wait longer.
    pub(crate) fn once(self) -> Self {
        let repeat = Repeat::Never;
        Exchange { repeat, ..self }
    }

    /// This exchange, with its reply read into another type.
    pub(crate) fn reading<T: Reply>(self) -> Exchange<T> {
        Exchange {
            name: self.name,
            repeat: self.repeat,
            session: self.session,
            members: self.members,
            read: T::read,
        }
    }
}
