//! What the user pool knows of a user: `GetUser`, and the copy of it that is kept in storage.

use crate::cognito::{Client, Exchange};
use crate::error::AuthError;
use crate::platform::Platform;
use crate::session::{Tokens, keys, last_auth_user, refresh};
use crate::wire::{Value, object};

/// The body of `GetUser`: `{Username, UserAttributes: [{Name, Value}], …}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>
pub(crate) fn get_user(tokens: &Tokens) -> Exchange {
    Exchange {
        operation: "GetUser",
        request: tokens.access_token(),
        read: |reply| reply.get("UserAttributes").is_list().then_some(reply),
    }
}

/// The copy in storage. One that cannot be read is removed, and counts as none.
///
/// Parity: v5 fails on such a copy, once; we ask the service again.
pub(crate) fn cached<P: Platform>(client: &Client<P>, username: &Value) -> Option<Value> {
    let text = client.stored(username, keys::USER_DATA);
    if !text.is_truthy() {
        return None;
    }
    let data = Value::decode(&text);
    if !data.get("UserAttributes").is_list() {
        client.drop_stored(username, keys::USER_DATA);
        return None;
    }
    Some(data)
}

/// What the user pool knows of the user: the copy if there is one, else the service's answer, which is then kept.
///
/// With `bypass_cache` the service is asked in any case; and where there was a copy, the tokens are refreshed too, so
/// that their claims show what changed. Those come as the second value; that they cannot be had is no failure here.
///
/// Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `getUserData`.
pub(crate) async fn user_data<P: Platform>(
    client: &Client<P>,
    username: &Value,
    tokens: &Tokens,
    bypass_cache: bool,
    client_metadata: Value,
) -> Result<(Value, Option<Tokens>), AuthError> {
    let copy = cached(client, username);
    let had_copy = copy.is_some();
    if let Some(data) = copy.filter(|_| !bypass_cache) {
        return Ok((data, None));
    }
    let data = client.exchange(get_user(tokens)).await?;
    // Whoever signed out in the meantime wants nothing left behind.
    if last_auth_user(client) == *username {
        keep_user_data(client, username, &data);
    }
    let mut refreshed = None;
    if had_copy && !tokens.refresh.is_empty() {
        refreshed = refresh(client, username, tokens.refresh.clone(), client_metadata)
            .await
            .ok();
    }
    Ok((data, refreshed))
}

/// Keeps a copy of a `GetUser` body.
pub(crate) fn keep_user_data<P: Platform>(client: &Client<P>, username: &Value, data: &Value) {
    if let Ok(text) = data.encode()
        && text.is_text()
    {
        client.keep(username, keys::USER_DATA, &text);
    }
}

/// The attributes as an object of texts; `email_verified` and `phone_number_verified` as booleans.
pub(crate) fn as_object(user_data: &Value) -> Value {
    let mut attributes = object();
    for attribute in user_data.get("UserAttributes").items() {
        // Texts alone: an object under the name `__proto__` would give the result other members than the user's.
        let name = attribute.text("Name").or("");
        let mut value = attribute.text("Value").or("");
        if name.is_one_of(&["email_verified", "phone_number_verified"]) {
            value = value.is_true_in_any_case().into();
        }
        attributes = attributes.with_member(&name, &value);
    }
    attributes
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::wire::object_of;

    const DATA: &str = r#"{"Username":"u","UserAttributes":[{"Name":"sub","Value":"1"},{"Name":"email_verified","Value":"TRUE"},{"Name":"phone_number_verified","Value":"false"},{"Name":"custom:x","Value":""}]}"#;
    const KEY: &str = "CognitoIdentityServiceProvider.client.u.userData";

    fn signed_in() -> Fake {
        Fake::new().stored("CognitoIdentityServiceProvider.client.LastAuthUser", "u")
    }

    fn tokens() -> Tokens {
        Tokens::new("i", "a", "r", 0.0)
    }

    #[test]
    fn verified_flags_become_booleans() {
        let attributes = as_object(&Value::decode(&DATA.into()));
        assert_eq!(
            attributes,
            object_of(&[
                ("sub", "1".into()),
                ("email_verified", Value::Bool(true)),
                ("phone_number_verified", Value::Bool(false)),
                ("custom:x", "".into()),
            ])
        );
    }

    #[test]
    fn what_is_no_text_is_no_attribute() {
        let data = r#"{"UserAttributes":[null,7,"x",[],{"Name":"__proto__","Value":{"admin":true}},{"Name":["list"],"Value":"1"},{"Name":"number","Value":7}]}"#;
        let attributes = as_object(&Value::decode(&data.into()));
        // The last of several without a name counts.
        assert_eq!(
            attributes,
            object_of(&[("", "1".into()), ("__proto__", "".into()), ("number", "".into())])
        );
    }

    #[test]
    fn the_first_answer_is_kept_and_the_next_comes_from_the_copy() {
        let fake = signed_in().answer("GetUser", 200, DATA);
        let client = fake.client();
        for _ in 0..2 {
            let (data, refreshed) =
                fake::run(user_data(&client, &"u".into(), &tokens(), false, Value::Undefined)).expect("it is answered");
            assert_eq!(data.encode(), Ok(DATA.into()));
            assert_eq!(refreshed, None);
        }
        assert_eq!(fake.sent()[0].body, r#"{"AccessToken":"a"}"#);
        assert_eq!(fake.storage()[KEY], DATA);
    }

    #[test]
    fn bypassing_a_copy_also_refreshes_the_tokens() {
        let fake = signed_in().stored(KEY, DATA).answer("GetUser", 200, DATA).answer(
            "InitiateAuth",
            200,
            r#"{"AuthenticationResult":{"IdToken":"i2","AccessToken":"a2"}}"#,
        );
        let (_, refreshed) = fake::run(user_data(
            &fake.client(),
            &"u".into(),
            &tokens(),
            true,
            Value::Undefined,
        ))
        .expect("it is answered");
        assert_eq!(refreshed.map(|tokens| tokens.access.clone()), Some("a2".into()));
        assert_eq!(fake.events(), ["refreshed"]);
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_replaced() {
        for rubbish in ["{", "null", r#"{"UserAttributes":"x"}"#] {
            let fake = signed_in().stored(KEY, rubbish).answer("GetUser", 200, DATA);
            fake::run(user_data(
                &fake.client(),
                &"u".into(),
                &tokens(),
                false,
                Value::Undefined,
            ))
            .expect("it is answered");
            assert_eq!(fake.storage()[KEY], DATA, "{rubbish}");
        }
    }

    #[test]
    fn an_answer_without_attributes_is_refused_and_not_kept() {
        let fake = signed_in().answer("GetUser", 200, "{}");
        let error = fake::run(user_data(
            &fake.client(),
            &"u".into(),
            &tokens(),
            false,
            Value::Undefined,
        ))
        .expect_err("it lacks them");
        assert!(matches!(*error, Failure::InvalidResponse(_)));
        assert!(!fake.storage().contains_key(KEY));
    }

    #[test]
    fn nothing_is_kept_for_who_has_signed_out_meanwhile() {
        let fake = signed_in().answer("GetUser", 200, DATA);
        let client = fake.client();
        let (answered, ()) = fake::run(fake::both(
            user_data(&client, &"u".into(), &tokens(), false, Value::Undefined),
            async {
                crate::session::forget(&client, &"u".into());
            },
        ));
        assert!(answered.is_ok());
        assert!(fake.storage().is_empty(), "{:?}", fake.storage());
    }
}
