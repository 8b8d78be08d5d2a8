//! `setupTOTP`, `verifyTotpToken`, `getPreferredMFA`, `setPreferredMFA`, `getUserAuthFactors`, `getMFAOptions`,
//! `enableSMS`, `disableSMS`, and the MFA methods of user objects.

use super::factors::{GetUserAuthFactors, named};
use super::preference::{SMS_CODES, SetUserMfaPreference, SetUserSettings, preferred, settings};
use super::{AssociateSoftwareToken, VerifySoftwareToken};
use crate::attributes::remove_user_data;
use crate::attributes::v5::getting_user;
use crate::current_user::{is_signed_in, remove_ended_session};
use crate::error::{AuthError, Failure};
use crate::platform::web::Web;
use crate::service::{Client, Exchange, NO_LIMIT};
use crate::session::Tokens;
use crate::session::v5::check_user;
use crate::sign_in::v5::{Ending, asked, calling_back, continued, dispatch_sign_in, finish, resume, store_challenge};
use crate::sign_in::{Outcome, SignIn};
use crate::v5::{
    Answer, Auth, CallbackForm, Code, CognitoUserMethods, Ended, Finish, InNameOf, SUCCESS, Sending,
    SignedInUserMethods, UserData, call_back, calling, carried_session, carries_session, check_changeable,
    data_of_user, end_autofill, exchange, in_name_of, in_own_name, promise, success,
};
use crate::wire::Value;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `setupTOTP(user)`: the secret for an authenticator app.
    #[wasm_bindgen(js_name = setupTOTP)]
    pub fn setup_totp(self, arguments: Array) -> Promise {
        if carries_session(&self, &arguments.get(0).into()) {
            return promise(self, arguments, preference(Choice::SetUpTotp));
        }
        promise(self, arguments, authenticator(Step::SetUp))
    }

    /// `verifyTotpToken(user, challengeAnswer)`: the first code of the app.
    #[wasm_bindgen(js_name = verifyTotpToken)]
    pub fn verify_totp_token(self, arguments: Array) -> Promise {
        end_autofill();
        if carries_session(&self, &arguments.get(0).into()) {
            return promise(self, arguments, preference(Choice::VerifyTotp));
        }
        promise(self, arguments, authenticator(Step::Verify))
    }

    /// `getPreferredMFA(user, { bypassCache })`: the second factor that the service asks for.
    #[wasm_bindgen(js_name = getPreferredMFA)]
    pub fn get_preferred_mfa(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::Read))
    }

    /// `setPreferredMFA(user, mfaMethod)`: `SUCCESS`, or that nothing changes.
    #[wasm_bindgen(js_name = setPreferredMFA)]
    pub fn set_preferred_mfa(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::Set))
    }

    /// `getUserAuthFactors()`: the factors of the signed-in user. Not in v5.
    #[wasm_bindgen(js_name = getUserAuthFactors)]
    pub fn get_user_auth_factors(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::Factors))
    }

    /// `getMFAOptions(user)`: `MFAOptions` of `GetUser`.
    #[wasm_bindgen(js_name = getMFAOptions)]
    pub fn get_mfa_options(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::Options))
    }

    /// `enableSMS(user)`: `SUCCESS`.
    #[wasm_bindgen(js_name = enableSMS)]
    pub fn enable_sms(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::EnableSms))
    }

    /// `disableSMS(user)`: `SUCCESS`.
    #[wasm_bindgen(js_name = disableSMS)]
    pub fn disable_sms(self, arguments: Array) -> Promise {
        promise(self, arguments, preference(Choice::DisableSms))
    }
}

/// The step in registering an authenticator app, in a sign-in. (Of a signed-in user: [`Choice`] and [`Setting`].)
enum Step {
    SetUp,
    /// Checks its first code.
    Verify,
}

#[cfg_attr(not(feature = "whole"), wasm_split(challenges, fallible))]
fn authenticator(step: Step) -> Result<Code<Auth>, Value> {
    Ok(match step {
        Step::SetUp => set_up_totp,
        Step::Verify => verify_totp_token,
    })
}

fn set_up_totp(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let user = arguments.at(0);
    check_user(&user)?;
    Ok(associate(auth.client_of_user(&user), user))
}

/// The secret for an authenticator app, in a sign-in. The reply's challenge session is set on the user object.
fn associate(client: Client<Web>, user: Value) -> Answer {
    let sending = Exchange::from(&AssociateSoftwareToken {
        access_token: None,
        session: Some(&user.get("Session").into()),
    });
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply?;
        user.set("Session", &reply.get("Session"));
        // `undefined` leaves the stored name and parameters of the challenge as they are.
        store_challenge(&user, &Value::undefined(), &Value::undefined());
        Ok(reply.get("SecretCode"))
    };
    exchange(client, sending, Box::new(finish))
}

fn verify_totp_token(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let (user, code) = (arguments.at(0), arguments.at(1));
    check_user(&user)?;
    let flow = continued(&auth, &user)?;
    let ending = Ending::Other(Box::new(|auth, user, result| match result? {
        Outcome::SignedIn(..) => {
            dispatch_sign_in(auth, user, user);
            dispatch_verified(auth, user);
            Ok(user.get("signInUserSession"))
        }
        Outcome::Ask(challenge) => Ok(asked(user, &challenge)),
    }));
    Ok(verified(auth, user, flow, code, TOTP_DEVICE.into(), ending))
}

/// Has the app's first code checked, and runs the sign-in on.
fn verified(auth: Auth, user: Value, mut flow: SignIn, code: Value, name: Value, ending: Ending) -> Answer {
    Box::pin(async move {
        let client = auth.client_of_user(&user);
        let next = flow.verify_token(&client, &code, &name).await;
        finish(auth, user, flow, next, ending).await
    })
}

/// Dispatches on the Hub that the user's app is registered.
fn dispatch_verified(auth: &Auth, user: &Value) {
    let message = Value::from("A user ") + &user.get("username") + " has been verified";
    auth.dispatch("verify", user, &message);
}

/// Parity: v5 gives each app this name.
const TOTP_DEVICE: &str = "My TOTP device";

/// Has an authenticator app registered for a signed-in user.
fn associating() -> Sending {
    Box::new(|tokens: &Tokens| {
        Exchange::from(&AssociateSoftwareToken {
            access_token: Some(&tokens.access),
            session: None,
        })
    })
}

/// Gives the secret for an authenticator app.
fn secret_code() -> Finish {
    Box::new(|reply| Ok(reply?.get("SecretCode")))
}

/// Checks the first code of a signed-in user's authenticator app.
fn verifying(code: Value, name: Value) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&VerifySoftwareToken {
            access_token: Some(&tokens.access),
            session: None,
            user_code: &code,
            friendly_device_name: &name,
        })
    })
}

/// The method of `Auth` that is called about a user's factors.
enum Choice {
    SetUpTotp,
    VerifyTotp,
    Factors,
    Options,
    EnableSms,
    DisableSms,
    Read,
    Set,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn preference(choice: Choice) -> Result<Code<Auth>, Value> {
    Ok(match choice {
        Choice::SetUpTotp => |auth, arguments| Ok(by_carrier(auth, &arguments, associating(), secret_code())),
        Choice::VerifyTotp => |auth, arguments| {
            let (of_auth, user) = (auth.clone(), arguments.at(0));
            let finish = move |reply: Result<Value, AuthError>| {
                let reply = reply?;
                dispatch_verified(&of_auth, &user);
                Ok(reply)
            };
            let sending = verifying(arguments.at(1), TOTP_DEVICE.into());
            Ok(by_carrier(auth, &arguments, sending, Box::new(finish)))
        },
        Choice::Factors => |auth, _| {
            let finish = Box::new(|reply: Result<Value, AuthError>| Ok(named(&reply?)));
            let (who, sending) = (InNameOf::Current, Ok(getting_factors()));
            Ok(in_name_of(auth, who, sending, UserData::Unchanged, finish))
        },
        Choice::Options => |auth, arguments| {
            let finish = |reply: Result<Value, AuthError>| Ok(reply?.get("MFAOptions"));
            Ok(by_carrier(auth, &arguments, getting_user(), Box::new(finish)))
        },
        Choice::EnableSms => |auth, arguments| Ok(set_sms(auth, &arguments, true)),
        Choice::DisableSms => |auth, arguments| Ok(set_sms(auth, &arguments, false)),
        Choice::Read => |auth, arguments| Ok(Box::pin(get_preferred_mfa(auth, arguments))),
        Choice::Set => |auth, arguments| Ok(Box::pin(set_preferred_mfa(auth, arguments))),
    })
}

fn by_carrier(auth: Auth, arguments: &Value, sending: Sending, finish: Finish) -> Answer {
    let who = InNameOf::Carrier(arguments.at(0));
    in_name_of(auth, who, Ok(sending), UserData::Unchanged, finish)
}

fn set_sms(auth: Auth, arguments: &Value, on: bool) -> Answer {
    let (who, sending) = (InNameOf::Carrier(arguments.at(0)), Ok(setting_sms(on)));
    in_name_of(auth, who, sending, UserData::Changed, success())
}

fn getting_factors() -> Sending {
    Box::new(|tokens: &Tokens| {
        Exchange::from(&GetUserAuthFactors {
            access_token: &tokens.access,
        })
    })
}

/// Enables or disables codes by SMS.
fn setting_sms(on: bool) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&SetUserSettings {
            mfa_options: if on { SMS_CODES } else { &[] },
            access_token: &tokens.access,
        })
        .reading()
    })
}

fn preferring([sms, totp, email, passkey]: [Value; 4]) -> Sending {
    Box::new(move |tokens: &Tokens| {
        Exchange::from(&SetUserMfaPreference {
            sms_mfa_settings: &sms,
            software_token_mfa_settings: &totp,
            email_mfa_settings: &email,
            web_authn_mfa_settings: &passkey,
            access_token: &tokens.access,
        })
        .reading()
    })
}

async fn get_preferred_mfa(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let bypass_cache = arguments.at(1).get("bypassCache").is_truthy();
    let data = user_data(&auth, &arguments.at(0), bypass_cache).await?;
    let preferred = preferred(&data);
    // Parity: v5 rejects, too, when there are several factors and none is preferred.
    if preferred.is_truthy() {
        Ok(preferred)
    } else {
        Err("invalid MFA Type".into())
    }
}

async fn set_preferred_mfa(auth: Auth, arguments: Value) -> Result<Value, Value> {
    let (user, method) = (arguments.at(0), arguments.at(1));
    let data = user_data(&auth, &user, true).await?;
    let Some(settings) = settings(&method, &data).map_err(Failure::Usage)? else {
        return Ok("No change for mfa type".into());
    };
    let client = auth.client_of_user(&user);
    let tokens = carried_session(&auth, &user).await?;
    client.exchange(preferring(settings)(&tokens)).await?;
    // The preference has changed, whether or not the copy can be renewed.
    let renewed = user_data(&auth, &user, true).await;
    renewed.inspect_err(|_| remove_user_data(&client, &user.get("username")))?;
    Ok(SUCCESS.into())
}

/// The body of `GetUser`, or its stored copy. If the service has ended the session for good, it is removed from
/// storage.
async fn user_data(auth: &Auth, user: &Value, bypass_cache: bool) -> Result<Value, Value> {
    let (client, username) = (auth.client_of_user(user), user.get("username"));
    if !carries_session(auth, user) {
        remove_user_data(&client, &username);
    }
    let tokens = carried_session(auth, user).await?;
    let metadata = auth.configured_client_metadata();
    let refresh_token = tokens.refresh.expose().clone();
    let data = data_of_user(&client, user, tokens, bypass_cache, NO_LIMIT, metadata).await;
    if data.as_ref().is_err_and(|error| error.ends_session()) {
        user.set("signInUserSession", &Value::null());
        if is_signed_in(&client, &username, &refresh_token) {
            remove_ended_session(&client, &username);
        }
    }
    Ok(data?)
}

#[wasm_bindgen]
impl CognitoUserMethods {
    /// `associateSoftwareToken({ associateSecretCode(secret), onFailure(error) })`.
    #[wasm_bindgen(js_name = associateSoftwareToken)]
    pub fn associate_software_token(self, arguments: Array) -> Ended {
        let form = CallbackForm::SecretCode;
        if carries_session(&Auth::none(), &self.object) {
            return call_back(self, arguments, 0, form, own_preference(Setting::SetUpTotp));
        }
        call_back(self, arguments, 0, form, own_authenticator(Step::SetUp))
    }

    /// `verifySoftwareToken(totpCode, friendlyDeviceName, callbacks)`: a session in the middle of a sign-in, else the
    /// reply.
    #[wasm_bindgen(js_name = verifySoftwareToken)]
    pub fn verify_software_token(self, arguments: Array) -> Ended {
        end_autofill();
        let form = CallbackForm::Named;
        if carries_session(&Auth::none(), &self.object) {
            return call_back(self, arguments, 2, form, own_preference(Setting::VerifyTotp));
        }
        call_back(self, arguments, 2, form, own_authenticator(Step::Verify))
    }
}

#[wasm_bindgen]
impl SignedInUserMethods {
    /// `setUserMfaPreference(smsMfaSettings, softwareTokenMfaSettings, callback(error, "SUCCESS"))`.
    #[wasm_bindgen(js_name = setUserMfaPreference)]
    pub fn set_user_mfa_preference(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            2,
            CallbackForm::Result,
            own_preference(Setting::Preference),
        )
    }

    /// `enableMFA(callback(error, "SUCCESS"))`.
    #[wasm_bindgen(js_name = enableMFA)]
    pub fn enable_mfa(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_preference(Setting::EnableSms),
        )
    }

    /// `disableMFA(callback(error, "SUCCESS"))`.
    #[wasm_bindgen(js_name = disableMFA)]
    pub fn disable_mfa(self, arguments: Array) -> Ended {
        call_back(
            self,
            arguments,
            0,
            CallbackForm::Result,
            own_preference(Setting::DisableSms),
        )
    }
}

/// The setting of second factors that a user object changes.
enum Setting {
    SetUpTotp,
    VerifyTotp,
    EnableSms,
    DisableSms,
    Preference,
}

#[cfg_attr(not(feature = "whole"), wasm_split(account, fallible))]
fn own_preference(setting: Setting) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match setting {
        Setting::SetUpTotp => |user, _| in_own_name(&user, associating(), UserData::Unchanged, secret_code()),
        Setting::VerifyTotp => |user, arguments| {
            let finish = |reply: Result<Value, AuthError>| Ok(calling("onSuccess", &[&reply?]));
            let sending = verifying(arguments.at(0), arguments.at(1));
            in_own_name(&user, sending, UserData::Unchanged, Box::new(finish))
        },
        Setting::EnableSms => |user, _| in_own_name(&user, setting_sms(true), UserData::Changed, success()),
        Setting::DisableSms => |user, _| in_own_name(&user, setting_sms(false), UserData::Changed, success()),
        Setting::Preference => |user, arguments| {
            let nothing = Value::undefined();
            let sending = preferring([arguments.at(0), arguments.at(1), nothing.clone(), nothing]);
            in_own_name(&user, sending, UserData::Changed, success())
        },
    })
}

#[cfg_attr(not(feature = "whole"), wasm_split(challenges, fallible))]
fn own_authenticator(step: Step) -> Result<Code<CognitoUserMethods>, Value> {
    Ok(match step {
        Step::SetUp => |user, _| {
            check_changeable(&user.object)?;
            Ok(associate(user.client(), user.object))
        },
        Step::Verify => verify_software_token,
    })
}

fn verify_software_token(user: CognitoUserMethods, arguments: Value) -> Result<Answer, Value> {
    check_changeable(&user.object)?;
    let flow = resume(&user.client(), &user.object);
    let (code, name, ending) = (arguments.at(0), arguments.at(1), calling_back(arguments.at(2)));
    Ok(verified(Auth::none(), user.object, flow, code, name, ending))
}
