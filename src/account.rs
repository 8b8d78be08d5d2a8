//! The end of an account.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::secret::Secret;
use crate::service::{Operation, Session};
use crate::wire::Value;
use serde::Serialize;

/// Deletes the signed-in user from the user pool. Nothing is removed from storage.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUser<'a> {
    pub client_metadata: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for DeleteUser<'_> {
    const NAME: &'static str = "DeleteUser";
    const SESSION: Session = Session::Ends;
    type Reply = ();
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
            let deleting = DeleteUser {
                client_metadata: &metadata,
                access_token: &tokens.access,
            };
            assert_eq!(fake::run(fake.client().call(&deleting)), Ok(()));
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
