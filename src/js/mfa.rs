//! Multi-factor authentication.

pub(super) mod preference;
