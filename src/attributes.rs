//! The attributes of a user: the operations that read and change them, and the stored copy of `GetUser`'s reply.

#[cfg(target_arch = "wasm32")]
pub(crate) mod v5;

use crate::error::AuthError;
use crate::platform::Platform;
use crate::secret::Secret;
use crate::service::{Client, Exchange, Operation, Repeat};
use crate::session::{Tokens, last_auth_user, refresh, stored_refresh_token};
use crate::wire::{Value, object};
use serde::Serialize;

/// Reads the attributes and settings of the signed-in user: `{Username, UserAttributes: [{Name, Value}], …}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUser<'a> {
    pub access_token: &'a Secret,
}

impl Operation for GetUser<'_> {
    const NAME: &'static str = "GetUser";
    const REPEAT: Repeat = Repeat::Reads;
    type Reply = Value;

    fn read(reply: Value) -> Option<Value> {
        reply.get("UserAttributes").is_list().then_some(reply)
    }
}

/// Sets attributes. The reply's `CodeDeliveryDetailsList` lists those that must be verified first.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateUserAttributes<'a> {
    /// A list of `{Name, Value}`.
    pub user_attributes: &'a Value,
    pub client_metadata: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for UpdateUserAttributes<'_> {
    const NAME: &'static str = "UpdateUserAttributes";
    type Reply = Value;
}

/// Removes the attributes of these names.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeleteUserAttributes<'a> {
    /// A list of texts.
    pub user_attribute_names: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for DeleteUserAttributes<'_> {
    const NAME: &'static str = "DeleteUserAttributes";
    type Reply = ();
}

/// Sends a code to the e-mail address or phone number: `{CodeDeliveryDetails}`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetUserAttributeVerificationCode<'a> {
    pub attribute_name: &'a Value,
    pub client_metadata: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for GetUserAttributeVerificationCode<'_> {
    const NAME: &'static str = "GetUserAttributeVerificationCode";
    type Reply = Value;
}

/// Verifies the attribute with the code that was sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VerifyUserAttribute<'a> {
    pub attribute_name: &'a Value,
    pub code: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for VerifyUserAttribute<'_> {
    const NAME: &'static str = "VerifyUserAttribute";
    type Reply = ();
}

/// The stored copy of `GetUser`'s reply. A copy that cannot be read is removed; the result is then `None`.
///
/// Parity: v5 fails on such a copy, once; we ask the service again.
pub(crate) fn cached<P: Platform>(client: &Client<P>, username: &Value) -> Option<Value> {
    let text = client.platform.get_item(&client.keys(username).user_data);
    if !text.is_truthy() {
        return None;
    }
    let data = Value::decode(&text);
    if !data.get("UserAttributes").is_list() {
        remove_user_data(client, username);
        return None;
    }
    Some(data)
}

/// The body of `GetUser`: the stored copy if there is one, else the service's reply, which is then stored.
///
/// With `bypass_cache` the request is always sent. If there was a copy, the tokens are refreshed, too, so that their
/// claims show the changes. The second value is the refreshed tokens; a failed refresh is no failure here. `limit_ms`
/// limits the wait for the service's reply.
///
/// Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `getUserData`.
pub(crate) async fn user_data<P: Platform>(
    client: &Client<P>,
    username: &Value,
    tokens: &Tokens,
    bypass_cache: bool,
    limit_ms: f64,
    client_metadata: Value,
) -> Result<(Value, Option<Tokens>), AuthError> {
    let copy = cached(client, username);
    let had_copy = copy.is_some();
    if let Some(data) = copy.filter(|_| !bypass_cache) {
        return Ok((data, None));
    }
    let access_token = &tokens.access;
    let asking = Exchange::from(&GetUser { access_token });
    let data = client.exchange_within(limit_ms, asking).await?;
    // Nothing is stored for a user who has signed out in the meantime.
    if last_auth_user(client) == *username {
        store_user_data(client, username, &data);
    }
    let mut refreshed = None;
    // The stored one, because the caller's may have been replaced since. Who has signed out meanwhile has none.
    let refresh_token = stored_refresh_token(client, username);
    if had_copy && refresh_token.is_truthy() {
        refreshed = refresh(client, username, refresh_token.into(), client_metadata, false)
            .await
            .ok();
    }
    Ok((data, refreshed))
}

/// Stores a copy of a `GetUser` body. A copy that cannot be stored leaves none, so that the service is asked again.
pub(crate) fn store_user_data<P: Platform>(client: &Client<P>, username: &Value, data: &Value) {
    if let Ok(text) = data.encode()
        && text.is_text()
        && client
            .platform
            .set_item(&client.keys(username).user_data, &text)
            .is_err()
    {
        remove_user_data(client, username);
    }
}

/// Removes the copy.
pub(crate) fn remove_user_data<P: Platform>(client: &Client<P>, username: &Value) {
    client.platform.remove_item(&client.keys(username).user_data);
}

/// The attributes as an object of texts; `email_verified` and `phone_number_verified` as booleans.
pub(crate) fn as_object(user_data: &Value) -> Value {
    let mut attributes = object();
    for attribute in user_data.get("UserAttributes").items() {
        let name = attribute.text("Name").or("");
        let mut value = attribute.get("Value").or("");
        if !value.is_bool() && !value.is_text() {
            // An object under the name `__proto__` would give the result other members than the user's.
            value = "".into();
        }
        if name.is_one_of(&["email_verified", "phone_number_verified"]) {
            value = value.is_true_in_any_case().into();
        }
        attributes = attributes.with_member(&name, &value);
    }
    attributes
}

/// The value of an attribute as the service takes it: a number, `true` or `false` becomes a text. Anything else is left
/// to JSON, which makes a text of a `Date`, too.
///
/// Parity: v5 sends numbers and booleans, which the service refuses; in a sign-up, 0 and `false` become empty.
pub(crate) fn as_text(value: Value) -> Value {
    if value.is_number() || value.is_bool() {
        value.to_text()
    } else {
        value
    }
}

/// `[{Name, Value}]` from an application, with the values as the service takes them.
pub(crate) fn with_texts(attributes: &Value) -> Value {
    if !attributes.is_list() {
        return attributes.clone();
    }
    let attributes = attributes.items().into_iter();
    let attributes = attributes.map(|attribute| {
        let value = attribute.get("Value");
        let text = as_text(value.clone());
        if text == value {
            return attribute;
        }
        object().with("Name", &attribute.get("Name")).with("Value", &text)
    });
    Value::list(attributes.collect())
}

/// The attributes of `[{Name, Value}]` that an application may set, as the service takes them. `sub` and `…_verified`
/// are set by the service alone. What is `undefined` is left out.
pub(crate) fn writable(attributes: &Value) -> Value {
    let attributes = attributes.items().into_iter();
    let writable = attributes.filter(|attribute| {
        let name = attribute.get("Name");
        name != *"sub" && name.split("_verified").len() == 1 && !attribute.get("Value").is_undefined()
    });
    with_texts(&Value::list(writable.collect()))
}

/// The result for each attribute of `[{Name, Value}]`, by name. It is `{isUpdated: true}` or, if a code must verify the
/// attribute first, `{isUpdated: false, codeDeliveryDetails}`.
pub(crate) fn updated(attributes: &Value, reply: &Value) -> Value {
    let deliveries = reply.get("CodeDeliveryDetailsList").items();
    let mut updated = object();
    for attribute in attributes.items() {
        let name = attribute.get("Name");
        let delivery = deliveries.iter().find(|details| details.get("AttributeName") == name);
        let mut state = object().with("isUpdated", &delivery.is_none().into());
        if let Some(delivery) = delivery {
            state = state.with("codeDeliveryDetails", delivery);
        }
        updated = updated.with_member(&name, &state);
    }
    updated
}

/// The contacts of a `GetUser` body, as `{verified, unverified}`: the e-mail address and the phone number, where the
/// user has them.
pub(crate) fn verified_contact(user_data: &Value) -> Value {
    let attributes = as_object(user_data);
    let (mut verified, mut unverified) = (object(), object());
    for (name, flag) in [("email", "email_verified"), ("phone_number", "phone_number_verified")] {
        let contact = attributes.text(name);
        if !contact.is_truthy() {
        } else if attributes.get(flag).is_truthy() {
            verified = verified.with(name, &contact);
        } else {
            unverified = unverified.with(name, &contact);
        }
    }
    object().with("verified", &verified).with("unverified", &unverified)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Failure;
    use crate::platform::fake::{self, Fake};
    use crate::service::NO_LIMIT;
    use crate::wire::object_of;

    const DATA: &str = r#"{"Username":"u","UserAttributes":[{"Name":"sub","Value":"1"},{"Name":"email_verified","Value":"TRUE"},{"Name":"phone_number_verified","Value":"false"},{"Name":"custom:x","Value":""}]}"#;
    const KEY: &str = "CognitoIdentityServiceProvider.client.u.userData";
    const REFRESH_TOKEN: &str = "CognitoIdentityServiceProvider.client.u.refreshToken";

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
    fn only_the_service_sets_sub_and_what_is_verified() {
        let list = r#"[{"Name":"sub","Value":"1"},{"Name":"email","Value":"a@b.c"},{"Name":"email_verified","Value":"true"},{"Name":"custom:is_verified_by","Value":"x"},{"Name":"custom:sub","Value":7}]"#;
        assert_eq!(
            writable(&Value::decode(&list.into())).encode(),
            Ok(r#"[{"Name":"email","Value":"a@b.c"},{"Name":"custom:sub","Value":"7"}]"#.into())
        );
        assert_eq!(writable(&Value::Undefined), Value::list(vec![]));
    }

    #[test]
    fn attributes_go_out_as_text() {
        let list = r#"[{"Name":"a","Value":7},{"Name":"b","Value":true},{"Name":"c","Value":0},{"Name":"d","Value":false},{"Name":"e","Value":-0.5},{"Name":"f","Value":"x"},{"Name":"g","Value":""},{"Name":"h","Value":null},{"Name":"i","Value":{"j":1}},{"Name":"k"},null,7]"#;
        let texts = r#"[{"Name":"a","Value":"7"},{"Name":"b","Value":"true"},{"Name":"c","Value":"0"},{"Name":"d","Value":"false"},{"Name":"e","Value":"-0.5"},{"Name":"f","Value":"x"},{"Name":"g","Value":""},{"Name":"h","Value":null},{"Name":"i","Value":{"j":1}},{"Name":"k"},null,7]"#;
        assert_eq!(with_texts(&Value::decode(&list.into())).encode(), Ok(texts.into()));
        for no_list in [Value::Undefined, Value::Null, "x".into(), object()] {
            assert_eq!(with_texts(&no_list), no_list);
        }
        let some = r#"[{"Name":"a","Value":0},{"Name":"b"},{"Name":"c","Value":null}]"#;
        assert_eq!(
            writable(&Value::decode(&some.into())).encode(),
            Ok(r#"[{"Name":"a","Value":"0"},{"Name":"c","Value":null}]"#.into())
        );
    }

    #[test]
    fn an_attribute_is_updated_unless_a_code_for_it_went_out() {
        let list = Value::decode(&r#"[{"Name":"sub"},{"Name":"email"},{"Name":"nickname"}]"#.into());
        let reply = r#"{"CodeDeliveryDetailsList":[{"AttributeName":"phone_number"},{"AttributeName":"email","Destination":"a***"}]}"#;
        assert_eq!(
            updated(&list, &Value::decode(&reply.into())).encode(),
            Ok(r#"{"sub":{"isUpdated":true},"email":{"isUpdated":false,"codeDeliveryDetails":{"AttributeName":"email","Destination":"a***"}},"nickname":{"isUpdated":true}}"#.into())
        );
        assert_eq!(
            updated(&list, &object()).get("email").encode(),
            Ok(r#"{"isUpdated":true}"#.into())
        );
    }

    #[test]
    fn a_contact_is_verified_or_not_or_absent() {
        let contact = |attributes: &str| {
            let body = format!(r#"{{"UserAttributes":[{attributes}]}}"#);
            verified_contact(&Value::decode(&body.as_str().into())).encode()
        };
        const EMAIL: &str = r#"{"Name":"email","Value":"a@b.c"}"#;
        const PHONE: &str = r#"{"Name":"phone_number","Value":"+1"}"#;
        assert_eq!(
            contact(&format!(
                r#"{EMAIL},{{"Name":"email_verified","Value":"True"}},{PHONE}"#
            )),
            Ok(r#"{"verified":{"email":"a@b.c"},"unverified":{"phone_number":"+1"}}"#.into())
        );
        assert_eq!(
            contact(&format!(r#"{EMAIL},{{"Name":"phone_number_verified","Value":"true"}}"#)),
            Ok(r#"{"verified":{},"unverified":{"email":"a@b.c"}}"#.into())
        );
    }

    #[test]
    fn changes_are_sent_as_v5_sends_them() {
        let fake = Fake::new()
            .answer("UpdateUserAttributes", 200, "{}")
            .answer("DeleteUserAttributes", 200, "")
            .answer("GetUserAttributeVerificationCode", 200, r#"{"CodeDeliveryDetails":{}}"#)
            .answer("VerifyUserAttribute", 200, "{}");
        let metadata = object_of(&[("k", "v".into())]);
        let list = Value::decode(&r#"[{"Name":"email","Value":"a@b.c"}]"#.into());
        let names = Value::list(vec!["nickname".into()]);
        let (client, tokens) = (fake.client(), tokens());
        let (access_token, email) = (&tokens.access, "email".into());
        let updated = fake::run(client.call(&UpdateUserAttributes {
            user_attributes: &list,
            client_metadata: &metadata,
            access_token,
        }));
        assert_eq!(updated, Ok(object()));
        let deleted = fake::run(client.call(&DeleteUserAttributes {
            user_attribute_names: &names,
            access_token,
        }));
        assert_eq!(deleted, Ok(()));
        let asked = fake::run(client.call(&GetUserAttributeVerificationCode {
            attribute_name: &email,
            client_metadata: &Value::Undefined,
            access_token,
        }));
        assert_eq!(asked, Ok(object_of(&[("CodeDeliveryDetails", object())])));
        let verified = fake::run(client.call(&VerifyUserAttribute {
            attribute_name: &email,
            code: &"012345".into(),
            access_token,
        }));
        assert_eq!(verified, Ok(()));
        let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
        assert_eq!(
            bodies,
            [
                r#"{"UserAttributes":[{"Name":"email","Value":"a@b.c"}],"ClientMetadata":{"k":"v"},"AccessToken":"a"}"#,
                r#"{"UserAttributeNames":["nickname"],"AccessToken":"a"}"#,
                r#"{"AttributeName":"email","AccessToken":"a"}"#,
                r#"{"AttributeName":"email","Code":"012345","AccessToken":"a"}"#,
            ]
        );
    }

    /// What is known of the user `u`.
    fn asked(fake: &Fake, bypass_cache: bool) -> Result<(Value, Option<Tokens>), AuthError> {
        let client = fake.client();
        let (username, tokens) = ("u".into(), tokens());
        fake::run(user_data(
            &client,
            &username,
            &tokens,
            bypass_cache,
            NO_LIMIT,
            Value::Undefined,
        ))
    }

    #[test]
    fn the_first_answer_is_kept_and_the_next_comes_from_the_copy() {
        let fake = signed_in().answer("GetUser", 200, DATA);
        for _ in 0..2 {
            let (data, refreshed) = asked(&fake, false).expect("it is answered");
            assert_eq!(data.encode(), Ok(DATA.into()));
            assert_eq!(refreshed, None);
        }
        assert_eq!(fake.sent()[0].body, r#"{"AccessToken":"a"}"#);
        assert_eq!(fake.storage()[KEY], DATA);
    }

    #[test]
    fn bypassing_a_copy_also_refreshes_the_tokens() {
        let reply = r#"{"AuthenticationResult":{"IdToken":"i2","AccessToken":"a2"}}"#;
        let fake = signed_in()
            .stored(KEY, DATA)
            .stored(REFRESH_TOKEN, "r")
            .answer("GetUser", 200, DATA)
            .answer("InitiateAuth", 200, reply);
        let (_, refreshed) = asked(&fake, true).expect("it is answered");
        assert_eq!(refreshed.map(|tokens| tokens.access.clone()), Some("a2".into()));
        assert_eq!(fake.events(), ["refreshed"]);
    }

    /// Where refresh tokens rotate, that of an older user object is worth nothing any more.
    #[test]
    fn bypassing_a_copy_refreshes_with_the_stored_refresh_token() {
        let reply = r#"{"AuthenticationResult":{"IdToken":"i3","AccessToken":"a3","RefreshToken":"r3"}}"#;
        let fake = signed_in()
            .rotating()
            .stored(KEY, DATA)
            .stored(REFRESH_TOKEN, "r2")
            .answer("GetUser", 200, DATA)
            .answer("GetTokensFromRefreshToken", 200, reply);
        let (_, refreshed) = asked(&fake, true).expect("it is answered");
        assert_eq!(refreshed.map(|tokens| tokens.refresh.clone()), Some("r3".into()));
        assert_eq!(fake.sent()[1].body, r#"{"ClientId":"client","RefreshToken":"r2"}"#);
        assert_eq!(fake.storage()[REFRESH_TOKEN], "r3");
    }

    /// What is stored after the data of a user were asked for who signed out before they came.
    fn left_by_who_signs_out_meanwhile(fake: &Fake, bypass_cache: bool) -> Vec<(String, String)> {
        let client = fake.client();
        let (answered, ()) = fake::run(fake::both(
            user_data(
                &client,
                &"u".into(),
                &tokens(),
                bypass_cache,
                NO_LIMIT,
                Value::Undefined,
            ),
            async {
                crate::session::remove(&client, &"u".into());
            },
        ));
        assert!(answered.is_ok());
        fake.storage().into_iter().collect()
    }

    #[test]
    fn nothing_is_refreshed_for_who_has_signed_out_meanwhile() {
        let fake = signed_in()
            .stored(KEY, DATA)
            .stored(REFRESH_TOKEN, "r")
            .answer("GetUser", 200, DATA);
        assert_eq!(left_by_who_signs_out_meanwhile(&fake, true), Vec::new());
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_replaced() {
        for rubbish in ["{", "null", r#"{"UserAttributes":"x"}"#] {
            let fake = signed_in().stored(KEY, rubbish).answer("GetUser", 200, DATA);
            asked(&fake, false).expect("it is answered");
            assert_eq!(fake.storage()[KEY], DATA, "{rubbish}");
        }
    }

    #[test]
    fn an_answer_without_attributes_is_refused_and_not_kept() {
        let fake = signed_in().answer("GetUser", 200, "{}");
        let error = asked(&fake, false).expect_err("it lacks them");
        assert!(matches!(*error, Failure::InvalidResponse(_)));
        assert!(!fake.storage().contains_key(KEY));
    }

    #[test]
    fn nothing_is_kept_for_who_has_signed_out_meanwhile() {
        let fake = signed_in().answer("GetUser", 200, DATA);
        assert_eq!(left_by_who_signs_out_meanwhile(&fake, false), Vec::new());
    }
}
