//! `setupTOTP` and `verifyTotpToken`; the preference is in `preference`.

pub(super) mod preference;

use super::auth::{Auth, host};
use super::session::check_user;
use super::sign_in::{Ending, continued, end, tell};
use super::signed_in::authenticated;
use super::{Answer, exchange};
use crate::cognito::Client;
use crate::error::AuthError;
use crate::methods::AuthMethod;
use crate::mfa;
use crate::platform::web::Web;
use crate::wire::Value;
use alloc::boxed::Box;

/// `setupTOTP(user)`: the secret for an authenticator app.
pub(super) fn setup_totp(auth: &Auth, args: &Value) -> Result<Answer, Value> {
    let user = args.at(0);
    check_user(&user)?;
    Ok(associate(auth.client_of_user(&user), user))
}

/// The secret, for a signed-in user or in the middle of a sign-in, whose next step the user object then carries.
pub(super) fn associate(client: Client<Web>, user: Value) -> Answer {
    let tokens = authenticated(&client, &user).ok();
    let signs_in = tokens.is_none();
    let sending = mfa::associate_software_token(tokens.as_ref(), &user.get("Session"));
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply?;
        if signs_in {
            user.set("Session", &reply.get("Session"));
            // The challenge is the same.
            host().keep_challenge(&user, &Value::undefined(), &Value::undefined());
        }
        Ok(reply.get("SecretCode"))
    };
    exchange(client, sending, Box::new(finish))
}

/// `verifyTotpToken(user, challengeAnswer)`: the first code of the app.
pub(super) fn verify_totp_token(auth: Auth, args: &Value) -> Result<Answer, Value> {
    let (user, code, name) = (args.at(0), args.at(1), "My TOTP device".into());
    check_user(&user)?;
    let client = auth.client_of_user(&user);
    let Ok(tokens) = authenticated(&client, &user) else {
        let mut flow = continued(&auth, &user)?;
        let next = flow.verify_token(&code, &name);
        let ending = Ending::Method(AuthMethod::verifyTotpToken, None);
        return Ok(end(auth, flow, Ok(next), ending));
    };
    let sending = mfa::verify_software_token(Some(&tokens), &Value::undefined(), &code, &name);
    let finish = move |reply: Result<Value, AuthError>| {
        let reply = reply?;
        tell("verify", &user, &user);
        Ok(reply)
    };
    Ok(exchange(client, sending, Box::new(finish)))
}
