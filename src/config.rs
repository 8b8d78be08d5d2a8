//! The configuration that the core reads. `Auth.configure` itself is in `pkg/`, because it answers before the module is
//! loaded.

use crate::wire::Value;

/// An app client of a user pool, and how it is reached.
#[derive(Clone)]
pub(crate) struct UserPool {
    /// `<region>_<name>`.
    pub user_pool_id: Value,
    pub client_id: Value,
    /// The URL that requests go to.
    pub endpoint: Value,
    /// `fetchOptions.credentials`; `undefined` if it is not configured.
    pub credentials: Value,
    /// How long a reply may take; [`UserPool::REQUEST_TIMEOUT_MS`] if it is not configured.
    pub request_timeout_ms: f64,
}

impl UserPool {
    /// How long a reply may take where nothing else is configured.
    pub(crate) const REQUEST_TIMEOUT_MS: f64 = 20_000.0;

    /// The user pool's id without its region, as SRP uses it.
    pub(crate) fn name(&self) -> Value {
        self.user_pool_id.split("_").at(1)
    }
}

/// An identity pool, and how it is reached.
pub(crate) struct IdentityPool {
    /// `<region>:<uuid>`.
    pub identity_pool_id: Value,
    /// The URL that requests go to.
    pub endpoint: Value,
    /// How long a reply may take.
    pub request_timeout_ms: f64,
}
