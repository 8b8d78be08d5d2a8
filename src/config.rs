//! The part of the configuration that the core works with. What `Auth.configure` accepts is `pkg/auth.js`'s affair,
//! because it answers before the module is loaded.

/// An app client of a user pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UserPool {
    /// `<region>_<name>`.
    pub user_pool_id: String,
    pub client_id: String,
    /// The URL that requests go to.
    pub endpoint: String,
}

impl UserPool {
    /// Without an endpoint of its own, a user pool answers at AWS's address for its region.
    pub(crate) fn new(user_pool_id: String, client_id: String, endpoint: Option<String>) -> Self {
        let endpoint = endpoint.filter(|url| !url.is_empty()).unwrap_or_else(|| {
            let region = user_pool_id.split('_').next().unwrap_or_default();
            ["https://cognito-idp.", region, ".amazonaws.com/"].concat()
        });
        UserPool {
            user_pool_id,
            client_id,
            endpoint,
        }
    }

    /// The id without its region: what SRP calls the pool.
    pub(crate) fn name(&self) -> &str {
        self.user_pool_id.split('_').nth(1).unwrap_or_default()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_region_of_the_id_gives_the_endpoint() {
        let pool = UserPool::new("eu-west-1_AbC".into(), "client".into(), None);
        assert_eq!(pool.endpoint, "https://cognito-idp.eu-west-1.amazonaws.com/");
        assert_eq!(pool.name(), "AbC");
    }

    #[test]
    fn an_endpoint_is_used_as_it_is() {
        let pool = UserPool::new(
            "eu-west-1_AbC".into(),
            "client".into(),
            Some("http://localhost:4566".into()),
        );
        assert_eq!(pool.endpoint, "http://localhost:4566");
    }
}
