//! Multi-factor authentication: which factor the service asks a user for.

pub(crate) mod preference;
