//! The preferred second factor of a signed-in user.
//!
//! Source: `@aws-amplify/auth/src/Auth.ts`, `getPreferredMFA` and `setPreferredMFA`.

use crate::error::Usage;
use crate::secret::Secret;
use crate::service::Operation;
use crate::wire::{Value, object};
use serde::Serialize;

const SMS: &str = "SMS_MFA";
const TOTP: &str = "SOFTWARE_TOKEN_MFA";
const NONE: &str = "NOMFA";

/// Enables, prefers and disables factors. Null leaves one as it is.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserMfaPreference<'a> {
    #[serde(rename = "SMSMfaSettings")]
    pub sms_mfa_settings: &'a Value,
    pub software_token_mfa_settings: &'a Value,
    pub access_token: &'a Secret,
}

impl Operation for SetUserMfaPreference<'_> {
    const NAME: &'static str = "SetUserMFAPreference";
    type Reply = ();
}

/// Enables or disables codes by SMS, by the setting that is older than preferences.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserSettings<'a> {
    /// [`SMS_CODES`], or empty.
    #[serde(rename = "MFAOptions")]
    pub mfa_options: &'static [MfaOption],
    pub access_token: &'a Secret,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct MfaOption {
    delivery_medium: &'static str,
    attribute_name: &'static str,
}

/// Codes by SMS, to the user's phone number.
pub(crate) const SMS_CODES: &[MfaOption] = &[MfaOption {
    delivery_medium: "SMS",
    attribute_name: "phone_number",
}];

impl Operation for SetUserSettings<'_> {
    const NAME: &'static str = "SetUserSettings";
    type Reply = ();
}

/// The preferred factor of a `GetUser` body. `NOMFA` if the user has no factor; `undefined` if there are factors, but
/// none is preferred.
pub(crate) fn preferred(user_data: &Value) -> Value {
    let preferred = user_data.get("PreferredMfaSetting");
    let armed = user_data.get("UserMFASettingList");
    if preferred.is_truthy() {
        preferred
    } else if !armed.is_truthy() {
        // `MFAOptions` lists the factors that `SetUserSettings` has enabled.
        if user_data.get("MFAOptions").is_truthy() {
            SMS
        } else {
            NONE
        }
        .into()
    } else if armed.len() == 0 {
        NONE.into()
    } else {
        Value::undefined()
    }
}

/// The settings of SMS and of TOTP that `SetUserMFAPreference` must send for that method, given a `GetUser` body.
/// `None` if there is no enabled factor to disable.
pub(crate) fn settings(method: &Value, user_data: &Value) -> Result<Option<[Value; 2]>, Usage> {
    let set = |on: bool| object().with("PreferredMfa", &on.into()).with("Enabled", &on.into());
    if method.is_one_of(&["TOTP", TOTP]) {
        return Ok(Some([Value::null(), set(true)]));
    }
    if method.is_one_of(&["SMS", SMS]) {
        return Ok(Some([set(true), Value::null()]));
    }
    if *method != *NONE {
        return Err(Usage::NoMfa);
    }
    let current = preferred(user_data);
    if current == *NONE {
        return Ok(None);
    }
    if !current.is_one_of(&[SMS, TOTP]) {
        return Err(Usage::InvalidMfa);
    }
    let armed = user_data.get("UserMFASettingList").items();
    Ok(Some([SMS, TOTP].map(|factor| {
        if current == *factor || armed.iter().any(|armed| *armed == *factor) {
            set(false)
        } else {
            Value::null()
        }
    })))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::session::Tokens;

    fn data(text: &str) -> Value {
        Value::decode(&text.into())
    }

    #[test]
    fn what_is_preferred_is_read_as_v5_reads_it() {
        let cases = [
            (r#"{"PreferredMfaSetting":"SOFTWARE_TOKEN_MFA"}"#, TOTP.into()),
            (
                r#"{"PreferredMfaSetting":"EMAIL_OTP","UserMFASettingList":[]}"#,
                "EMAIL_OTP".into(),
            ),
            ("{}", NONE.into()),
            (r#"{"MFAOptions":[]}"#, SMS.into()),
            (
                r#"{"PreferredMfaSetting":"","UserMFASettingList":[],"MFAOptions":[{}]}"#,
                NONE.into(),
            ),
            (r#"{"UserMFASettingList":["SMS_MFA"]}"#, Value::Undefined),
        ];
        for (body, expected) in cases {
            assert_eq!(preferred(&data(body)), expected, "{body}");
        }
    }

    #[test]
    fn one_factor_is_armed_and_the_other_left_alone() {
        for (method, expected) in [
            ("TOTP", r#"[null,{"PreferredMfa":true,"Enabled":true}]"#),
            (TOTP, r#"[null,{"PreferredMfa":true,"Enabled":true}]"#),
            ("SMS", r#"[{"PreferredMfa":true,"Enabled":true},null]"#),
            (SMS, r#"[{"PreferredMfa":true,"Enabled":true},null]"#),
        ] {
            let told = settings(&method.into(), &data("{}")).expect("it is known");
            let told = Value::list(told.expect("it changes something").into());
            assert_eq!(told.encode(), Ok(expected.into()), "{method}");
        }
        for method in ["", "totp", "EMAIL"] {
            assert!(settings(&method.into(), &data("{}")) == Err(Usage::NoMfa), "{method}");
        }
    }

    #[test]
    fn no_factor_disarms_all_that_are_armed() {
        const OFF: &str = r#"{"PreferredMfa":false,"Enabled":false}"#;
        let told = |body| settings(&NONE.into(), &data(body));
        for (body, sms, totp) in [
            (r#"{"MFAOptions":[{}]}"#, OFF, "null"),
            (r#"{"PreferredMfaSetting":"SOFTWARE_TOKEN_MFA"}"#, "null", OFF),
            (
                r#"{"PreferredMfaSetting":"SMS_MFA","UserMFASettingList":["SMS_MFA","SOFTWARE_TOKEN_MFA"]}"#,
                OFF,
                OFF,
            ),
        ] {
            let told = Value::list(told(body).expect("it can be").expect("it changes something").into());
            assert_eq!(told.encode(), Ok(format!("[{sms},{totp}]").as_str().into()), "{body}");
        }
        assert!(told(r#"{"UserMFASettingList":[]}"#) == Ok(None));
        for body in [
            r#"{"UserMFASettingList":["SMS_MFA"]}"#,
            r#"{"PreferredMfaSetting":"EMAIL_OTP"}"#,
        ] {
            assert!(told(body) == Err(Usage::InvalidMfa), "{body}");
        }
    }

    #[test]
    fn the_requests_are_v5s() {
        let fake = Fake::new()
            .answer("SetUserMFAPreference", 200, "{}")
            .answer("SetUserSettings", 200, "{}")
            .answer("SetUserSettings", 200, "{}");
        let tokens = Tokens::new("i", "a", "r", 0.0);
        let [sms, totp] = [Value::Null, Value::decode(&r#"{"Enabled":true}"#.into())];
        let (client, access_token) = (fake.client(), &tokens.access);
        let preferred = fake::run(client.call(&SetUserMfaPreference {
            sms_mfa_settings: &sms,
            software_token_mfa_settings: &totp,
            access_token,
        }));
        assert_eq!(preferred, Ok(()));
        for mfa_options in [SMS_CODES, &[]] {
            let set = fake::run(client.call(&SetUserSettings {
                mfa_options,
                access_token,
            }));
            assert_eq!(set, Ok(()));
        }
        let bodies: Vec<_> = fake.sent().into_iter().map(|sent| sent.body).collect();
        assert_eq!(
            bodies,
            [
                r#"{"SMSMfaSettings":null,"SoftwareTokenMfaSettings":{"Enabled":true},"AccessToken":"a"}"#,
                r#"{"MFAOptions":[{"DeliveryMedium":"SMS","AttributeName":"phone_number"}],"AccessToken":"a"}"#,
                r#"{"MFAOptions":[],"AccessToken":"a"}"#,
            ]
        );
    }
}
