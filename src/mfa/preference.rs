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
/// Codes by e-mail. Not in v5.
const EMAIL: &str = "EMAIL_OTP";
/// A passkey that counts for two factors, and is never preferred. Not in v5.
const PASSKEY: &str = "WEB_AUTHN";
const NONE: &str = "NOMFA";

/// Enables, prefers and disables factors. Null leaves one as it is, and so does `undefined`.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html>
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SetUserMfaPreference<'a> {
    #[serde(rename = "SMSMfaSettings")]
    pub sms_mfa_settings: &'a Value,
    pub software_token_mfa_settings: &'a Value,
    pub email_mfa_settings: &'a Value,
    pub web_authn_mfa_settings: &'a Value,
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

/// The settings of SMS, TOTP, e-mail and passkeys that `SetUserMFAPreference` must send for that method, given a `GetUser`
/// body. `None` if there is no enabled factor to disable.
pub(crate) fn settings(method: &Value, user_data: &Value) -> Result<Option<[Value; 4]>, Usage> {
    let chosen = [["SMS", SMS], ["TOTP", TOTP], ["EMAIL", EMAIL], [PASSKEY, PASSKEY]]
        .iter()
        .find(|names| method.is_one_of(&names[..]))
        .map(|names| names[1]);
    let is_on = chosen.is_some();
    let mut armed = Vec::new();
    if !is_on {
        if *method != *NONE {
            return Err(Usage::NoMfa);
        }
        let current = preferred(user_data);
        if current == *NONE {
            return Ok(None);
        }
        if !current.is_one_of(&[SMS, TOTP, EMAIL]) {
            return Err(Usage::InvalidMfa);
        }
        armed = user_data.get("UserMFASettingList").items();
        armed.push(current);
    }
    // Parity: v5 sends null for the other one of its two.
    Ok(Some([SMS, TOTP, EMAIL, PASSKEY].map(|factor| {
        let is_meant = match chosen {
            Some(chosen) => chosen == factor,
            None => armed.iter().any(|armed| *armed == *factor),
        };
        if !is_meant {
            return if factor == SMS || factor == TOTP {
                Value::null()
            } else {
                Value::undefined()
            };
        }
        let setting = object();
        if factor != PASSKEY {
            setting.set("PreferredMfa", &is_on.into());
        }
        setting.with("Enabled", &is_on.into())
    })))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::{self, Fake};
    use crate::session::Tokens;
    use crate::wire::to_value;

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

    fn sent([sms, totp, email, passkey]: [Value; 4]) -> String {
        let (undefined, tokens) = (Value::Undefined, Tokens::new("i", "a", "r", 0.0));
        assert!([&sms, &totp].iter().all(|setting| **setting != undefined));
        let request = to_value(&SetUserMfaPreference {
            sms_mfa_settings: &sms,
            software_token_mfa_settings: &totp,
            email_mfa_settings: &email,
            web_authn_mfa_settings: &passkey,
            access_token: &tokens.access,
        });
        let Ok(Value::Text(text)) = request.encode() else {
            unreachable!("it is JSON")
        };
        text.replace(r#","AccessToken":"a"}"#, "}").replace("MfaSettings", "")
    }

    #[test]
    fn one_factor_is_armed_and_the_others_left_alone() {
        const ON: &str = r#"{"PreferredMfa":true,"Enabled":true}"#;
        for (methods, expected) in [
            (["TOTP", TOTP], r#"{"SMS":null,"SoftwareToken":ON}"#),
            (["SMS", SMS], r#"{"SMS":ON,"SoftwareToken":null}"#),
            (["EMAIL", EMAIL], r#"{"SMS":null,"SoftwareToken":null,"Email":ON}"#),
            // The service knows no preference for passkeys.
            (
                [PASSKEY, PASSKEY],
                r#"{"SMS":null,"SoftwareToken":null,"WebAuthn":{"Enabled":true}}"#,
            ),
        ] {
            for method in methods {
                let told = settings(&method.into(), &data("{}")).expect("it is known");
                let told = sent(told.expect("it changes something"));
                assert_eq!(told, expected.replace("ON", ON), "{method}");
            }
        }
        for method in ["", "totp", "email", "PASSKEY"] {
            assert!(settings(&method.into(), &data("{}")) == Err(Usage::NoMfa), "{method}");
        }
    }

    #[test]
    fn no_factor_disarms_all_that_are_armed() {
        const OFF: &str = r#"{"PreferredMfa":false,"Enabled":false}"#;
        let told = |body| settings(&NONE.into(), &data(body));
        for (body, expected) in [
            (r#"{"MFAOptions":[{}]}"#, r#"{"SMS":OFF,"SoftwareToken":null}"#),
            (
                r#"{"PreferredMfaSetting":"SOFTWARE_TOKEN_MFA"}"#,
                r#"{"SMS":null,"SoftwareToken":OFF}"#,
            ),
            (
                r#"{"PreferredMfaSetting":"SMS_MFA","UserMFASettingList":["SMS_MFA","SOFTWARE_TOKEN_MFA"]}"#,
                r#"{"SMS":OFF,"SoftwareToken":OFF}"#,
            ),
            (
                r#"{"PreferredMfaSetting":"EMAIL_OTP"}"#,
                r#"{"SMS":null,"SoftwareToken":null,"Email":OFF}"#,
            ),
            (
                r#"{"PreferredMfaSetting":"SMS_MFA","UserMFASettingList":["SMS_MFA","EMAIL_OTP","WEB_AUTHN"]}"#,
                r#"{"SMS":OFF,"SoftwareToken":null,"Email":OFF,"WebAuthn":{"Enabled":false}}"#,
            ),
        ] {
            let told = sent(told(body).expect("it can be").expect("it changes something"));
            assert_eq!(told, expected.replace("OFF", OFF), "{body}");
        }
        assert!(told(r#"{"UserMFASettingList":[]}"#) == Ok(None));
        for body in [
            r#"{"UserMFASettingList":["SMS_MFA"]}"#,
            r#"{"PreferredMfaSetting":"LATER_MFA"}"#,
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
            email_mfa_settings: &Value::Undefined,
            web_authn_mfa_settings: &Value::Undefined,
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
