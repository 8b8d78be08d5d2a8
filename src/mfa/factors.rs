//! The factors of a user: those that may come first at a sign-in, and those that come second. Not in v5.

use crate::secret::Secret;
use crate::service::{Operation, Repeat};
use crate::wire::{Value, object};
use serde::Serialize;

/// Reads the factors of the signed-in user: `{Username, PreferredMfaSetting, UserMFASettingList,
/// ConfiguredUserAuthFactors}`. Only the username is always there.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserAuthFactors<'a> {
    pub access_token: &'a Secret,
}

impl Operation for GetUserAuthFactors<'_> {
    const NAME: &'static str = "GetUserAuthFactors";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        reply.text("Username").is_truthy().then_some(reply)
    }
}

/// The reply, with the member names of JavaScript.
pub(crate) fn named(reply: &Value) -> Value {
    [
        ("username", "Username"),
        ("preferredMfaSetting", "PreferredMfaSetting"),
        ("userMFASettingList", "UserMFASettingList"),
        ("configuredUserAuthFactors", "ConfiguredUserAuthFactors"),
    ]
    .into_iter()
    .fold(object(), |factors, (name, of_service)| {
        factors.with(name, &reply.get(of_service))
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::{AuthError, Failure};
    use crate::platform::fake::{self, Fake};

    fn ask(fake: &Fake) -> Result<Value, AuthError> {
        let access_token = &"a".into();
        fake::run(fake.client().call(&GetUserAuthFactors { access_token }))
    }

    #[test]
    fn the_factors_are_asked_for_with_the_access_token() {
        let fake = Fake::new().answer("GetUserAuthFactors", 200, r#"{"Username":"u"}"#);
        assert!(ask(&fake).is_ok());
        let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
        assert_eq!(bodies, [r#"{"AccessToken":"a"}"#]);
    }

    #[test]
    fn a_lost_reply_is_asked_for_again() {
        let fake = Fake::new().answer("GetUserAuthFactors", 503, "");
        let fake = fake.answer("GetUserAuthFactors", 200, r#"{"Username":"u"}"#);
        assert!(ask(&fake).is_ok());
        assert_eq!(fake.sent().len(), 2);
    }

    #[test]
    fn a_reply_without_a_name_is_refused() {
        for body in ["{}", r#"{"Username":""}"#, r#"{"Username":7}"#] {
            let error = ask(&Fake::new().answer("GetUserAuthFactors", 200, body)).expect_err("it lacks the name");
            assert!(matches!(*error, Failure::InvalidResponse(_)), "{body}");
        }
    }

    #[test]
    fn members_have_their_names_in_javascript_and_may_be_missing() {
        for (reply, expected) in [
            (
                r#"{"Username":"u","PreferredMfaSetting":"SMS_MFA","UserMFASettingList":["SMS_MFA"],"ConfiguredUserAuthFactors":["PASSWORD"],"More":1}"#,
                r#"{"username":"u","preferredMfaSetting":"SMS_MFA","userMFASettingList":["SMS_MFA"],"configuredUserAuthFactors":["PASSWORD"]}"#,
            ),
            (r#"{"Username":"u"}"#, r#"{"username":"u"}"#),
        ] {
            let factors = named(&Value::decode(&reply.into()));
            assert_eq!(factors.encode(), Ok(expected.into()), "{reply}");
        }
    }
}
