//! The end of an account.

use crate::cognito::Exchange;
use crate::wire::{Value, object};

/// Deletes the signed-in user from the user pool: `SUCCESS`. What is stored here stays.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html>
pub(crate) fn delete_user(client_metadata: &Value) -> Exchange {
    Exchange {
        operation: "DeleteUser",
        request: object().with("ClientMetadata", client_metadata),
        read: |_| Some("SUCCESS".into()),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::session::Tokens;
    use crate::wire::object_of;

    #[test]
    fn metadata_go_along_where_there_are_any() {
        let fake = Fake::new()
            .answer("DeleteUser", 200, "")
            .answer("DeleteUser", 200, "{}");
        let tokens = Tokens::new("i", "a", "r", 0.0);
        for metadata in [Value::Undefined, object_of(&[("k", "v".into())])] {
            let exchange = tokens.authorize(delete_user(&metadata));
            assert_eq!(fake::run(fake.client().exchange(exchange)), Ok("SUCCESS".into()));
        }
        let bodies = fake.sent().into_iter().map(|sent| sent.body).collect::<Vec<_>>();
        assert_eq!(
            bodies,
            [
                r#"{"AccessToken":"a"}"#,
                r#"{"ClientMetadata":{"k":"v"},"AccessToken":"a"}"#
            ]
        );
    }
}
