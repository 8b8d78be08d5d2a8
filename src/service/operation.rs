//! What an operation of a service tells about itself.

use crate::wire::{Value, to_value};
use serde::Serialize;

/// An operation: a struct of its members, which stands in the file of its capability.
pub(crate) trait Operation: Serialize {
    /// Its name in the service's API.
    const NAME: &'static str;
    /// Whether it may be sent again when its reply is lost.
    const REPEAT: Repeat = Repeat::Never;
    /// What it does to the user's session.
    const SESSION: Session = Session::Keeps;
    /// What its reply is made into.
    type Reply: Reply;

    /// What the reply says; `None` if it lacks what the operation promises.
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

/// What an operation does to the session that is stored. The reply of one that changes it is handed out when no other tab
/// writes.
#[derive(Clone, Copy)]
pub(crate) enum Session {
    /// Nothing.
    Keeps,
    /// Its reply may bring tokens: [`Reply::has_tokens`] says whether this one does.
    MayBring,
    /// When it has succeeded, the session is over, and what is stored of it goes.
    Ends,
}

impl Session {
    /// Whether what is stored changes with this reply.
    pub(super) fn changes(self, reply: &impl Reply) -> bool {
        match self {
            Session::Keeps => false,
            Session::MayBring => reply.has_tokens(),
            Session::Ends => true,
        }
    }
}

/// What the reply to an operation is made into.
pub(crate) trait Reply: Sized {
    /// What a JSON object of the service says; `None` if it is no such reply.
    fn read(reply: Value) -> Option<Self>;

    /// Whether it brings tokens.
    fn has_tokens(&self) -> bool {
        false
    }
}

/// It is enough that the operation has succeeded.
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

/// An operation ready to be sent. All whose replies are of one kind are of one type, so that code that only sends them is
/// there once.
pub(crate) struct Exchange<R = Value> {
    pub name: &'static str,
    pub repeat: Repeat,
    pub session: Session,
    /// An object.
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
    /// The same, sent once: for who would rather wait no longer.
    pub(crate) fn once(self) -> Self {
        let repeat = Repeat::Never;
        Exchange { repeat, ..self }
    }

    /// The same, with another reading of its reply.
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
