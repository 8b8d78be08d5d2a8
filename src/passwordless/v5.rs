//! `signIn` by a chosen factor, `selectChallenge`, `resendSignInCode`; and the sign-up whose session such a sign-in goes
//! on with.

mod sign_up;

use super::{answering, request, sent_again};
use crate::error::{Failure, Usage};
use crate::passkeys::v5::choose_passkey;
use crate::session::v5::{check_user, remove_challenge};
use crate::sign_in::SignInRequest;
use crate::sign_in::v5::{self as sign_in, ByFactor, Ending, FactorStep, PENDING, running};
use crate::v5::{Answer, Auth, Code, end_autofill, has_members, note_remembering, prefixed, promise, run};
use crate::wire::{Value, object};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

#[wasm_bindgen]
impl Auth {
    /// `selectChallenge(user, factor, { password, clientMetadata })`: answers `SELECT_CHALLENGE`. Not in v5.
    #[wasm_bindgen(js_name = selectChallenge)]
    pub fn select_challenge(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, by_factor(Method::Select))
    }

    /// `resendSignInCode(user, clientMetadata)`: begins anew by the same factor, so that a new code is sent. Not in v5.
    #[wasm_bindgen(js_name = resendSignInCode)]
    pub fn resend_sign_in_code(self, arguments: Array) -> Promise {
        end_autofill();
        promise(self, arguments, by_factor(Method::Resend))
    }
}

/// The method of `Auth` that is called.
pub(crate) enum Method {
    /// `signIn` with `preferredChallenge`, or where `USER_AUTH` is configured.
    SignIn,
    /// The automatic sign-in after a sign-up.
    AutoSignIn,
    Select,
    /// `sendCustomChallengeAnswer(user, factor, clientMetadata)`, in answer to `SELECT_CHALLENGE`.
    SelectByAnswer,
    /// Chooses a passkey: `(user, clientMetadata)`.
    ChoosePasskey,
    Resend,
    /// `signUp` where `USER_AUTH` is configured.
    SignUp,
    ConfirmSignUp,
}

/// Whether users choose how they sign in: then nobody needs a password, and a sign-up has a session.
pub(crate) fn is_user_auth(auth: &Auth) -> bool {
    auth.config().get(FLOW) == *USER_AUTH
}

const FLOW: &str = "authenticationFlowType";
const USER_AUTH: &str = "USER_AUTH";

#[cfg_attr(not(feature = "whole"), wasm_split(passwordless, fallible))]
pub(crate) fn by_factor(method: Method) -> Result<Code<Auth>, Value> {
    Ok(match method {
        Method::SignIn => |auth, arguments| sign_in(auth, &arguments, false),
        Method::AutoSignIn => |auth, arguments| sign_in(auth, &arguments, true),
        Method::Select => |auth, arguments| {
            let options = arguments.at(2);
            if arguments.at(1) == *PASSKEY {
                return Ok(choose_passkey(auth, arguments.at(0), options));
            }
            let password = options.get("password");
            select(auth, &arguments, &password, options.get("clientMetadata"))
        },
        Method::SelectByAnswer => |auth, arguments| {
            let metadata = arguments.at(2);
            if arguments.at(1) == *PASSKEY {
                let options = object().with("clientMetadata", &metadata);
                return Ok(choose_passkey(auth, arguments.at(0), options));
            }
            select(auth, &arguments, &Value::undefined(), metadata)
        },
        Method::ChoosePasskey => |auth, arguments| {
            let (user, metadata) = (arguments.at(0), arguments.at(1));
            let arguments = Value::list(vec![user, PASSKEY.into()]);
            select(auth, &arguments, &Value::undefined(), metadata)
        },
        Method::Resend => resend,
        Method::SignUp => |auth, arguments| Ok(Box::pin(sign_up::sign_up(auth, arguments))),
        Method::ConfirmSignUp => |auth, arguments| Ok(Box::pin(sign_up::confirm(auth, arguments))),
    })
}

/// The field of a user object that holds the factor which is chosen. Not in v5.
const CHOSEN: &str = "preferredChallenge";

fn sign_in(auth: Auth, arguments: &Value, is_after_sign_up: bool) -> Result<Answer, Value> {
    let client = auth.client()?;
    let mut given = arguments.at(0);
    if given.is_text() {
        given = object().with("username", &given).with("password", &arguments.at(1));
    }
    let [username, password, factor, validation_data] =
        ["username", "password", CHOSEN, "validationData"].map(|name| given.get(name));
    if !username.is_truthy() {
        let is_positional = arguments.at(0).is_text();
        return Err(Failure::Usage(if is_positional {
            Usage::EmptyUsername
        } else {
            Usage::InvalidUsername
        })
        .into());
    }
    // As in the other flows.
    let client_metadata = if has_members(&validation_data) {
        prefixed("", &validation_data)
    } else {
        auth.client_metadata(arguments.at(2)).or(object())
    };
    let username = username.to_text();
    let session = if is_after_sign_up {
        sign_up::take_session(&client, &username, password.is_truthy())
    } else {
        Value::undefined()
    };
    let request = request(username.clone(), factor, &password, session, client_metadata)?;
    let (method, pending) = if is_after_sign_up {
        (sign_in::Method::AutoSignIn, None)
    } else if password.is_truthy() {
        (sign_in::Method::SignIn, Some(auth.begin_sign_in().ok_or(PENDING)?))
    } else {
        (sign_in::Method::SignIn, None)
    };
    let user = auth.new_user(&username)?;
    note_remembering(&auth, &user, &given)?;
    user.set(FLOW, &USER_AUTH.into());
    remove_challenge(&client.platform.pool);
    Ok(started(auth, user, request, Ending::Method(method, pending)))
}

fn select(auth: Auth, arguments: &Value, password: &Value, metadata: Value) -> Result<Answer, Value> {
    let (user, factor) = (arguments.at(0), arguments.at(1));
    let username = check_user(&user)?;
    if !factor.is_truthy() {
        return Err(Failure::Usage(Usage::EmptyChallengeResponse).into());
    }
    let metadata = auth.client_metadata(metadata);
    let request = request(username, factor, password, Value::undefined(), metadata)?;
    let request = answering(request, &user.get("challengeName"));
    let ending = Ending::Method(sign_in::Method::SendCustomChallengeAnswer, None);
    Ok(started(auth, user, request, ending))
}

/// The factor that needs the browser's dialogue.
pub(crate) const PASSKEY: &str = "WEB_AUTHN";

fn resend(auth: Auth, arguments: Value) -> Result<Answer, Value> {
    let user = arguments.at(0);
    let username = check_user(&user)?;
    let [name, chosen, flow] = ["challengeName", CHOSEN, FLOW].map(|member| user.get(member));
    let factor = sent_again(&name, &chosen, &flow)?;
    let metadata = auth.client_metadata(arguments.at(1));
    let nothing = Value::undefined();
    let request = request(username, factor, &nothing, nothing.clone(), metadata)?;
    let ending = Ending::Method(sign_in::Method::ConfirmSignIn, None);
    Ok(started(auth, user, request, ending))
}

/// Runs a sign-in in the part `sign_in`. The factor is on the user object before, because an open challenge is stored with
/// it. After a failure the former one stands again: its code is still waited for.
fn started(auth: Auth, user: Value, request: SignInRequest, ending: Ending) -> Answer {
    let former = user.get(CHOSEN);
    if let Some(choice) = &request.choice
        && choice.factor.is_truthy()
    {
        user.set(CHOSEN, &choice.factor);
    }
    let by_factor = ByFactor {
        auth,
        user: user.clone(),
        step: FactorStep::Choose(request),
        ending,
    };
    let answer = run(by_factor, Value::undefined(), running());
    Box::pin(async move {
        answer.await.inspect_err(|_| {
            user.set(CHOSEN, &former);
        })
    })
}
