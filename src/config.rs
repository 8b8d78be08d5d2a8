//! The part of the configuration that the core works with. What `Auth.configure` accepts, and where requests go, is
//! `pkg/`'s affair, because it answers before the module is loaded.

use crate::wire::Value;

/// An app client of a user pool.
#[derive(Clone)]
pub(crate) struct UserPool {
    /// `<region>_<name>`.
    pub user_pool_id: Value,
    pub client_id: Value,
}

impl UserPool {
    /// The id without its region: what SRP calls the pool.
    pub(crate) fn name(&self) -> Value {
        self.user_pool_id.split("_").at(1)
    }
}
