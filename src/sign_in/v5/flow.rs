//! The sign-in of a user object: begun or resumed, run, and its result set on the object.

use super::auth::{Method, conclude};
use crate::error::AuthError;
use crate::platform::web::Web;
use crate::service::Client;
use crate::session::v5::{check_user, remove_challenge};
use crate::sign_in::{Next, Outcome, Proof, SignIn, SignInRequest, run};
use crate::v5::{Answer, Auth, Code, PendingSignIn, note_state, page, set_session, state_of};
use crate::wire::Value;
#[cfg(not(feature = "whole"))]
use wasm_split_helpers::wasm_split;

/// The sign-in of this user object, which waits for an answer. An error if the object has no username.
pub(crate) fn continued(auth: &Auth, user: &Value) -> Result<SignIn, Value> {
    check_user(user)?;
    Ok(resume(&auth.client_of_user(user), user))
}

/// The sign-in under way of a user object.
pub(crate) fn resume(client: &Client<Web>, user: &Value) -> SignIn {
    SignIn::on_known_device(client, state_of(user))
}

/// A new sign-in of that user object. An open challenge of this tab is removed.
pub(super) fn begin(
    client: &Client<Web>,
    user: &Value,
    request: Result<SignInRequest, AuthError>,
) -> (SignIn, Result<Next, AuthError>) {
    remove_challenge(&client.platform.pool);
    let mut flow = match &request {
        Ok(SignInRequest {
            proof: Proof::Password(_),
            ..
        }) => resume(client, user),
        _ => SignIn::new(&client.pool, state_of(user)),
    };
    let begun = request.and_then(|request| flow.begin(request, &client.platform));
    (flow, begun)
}

/// A step of a sign-in by a chosen factor, for the parts `passwordless` and `passkeys`.
pub(crate) struct ByFactor {
    pub auth: Auth,
    pub user: Value,
    pub step: FactorStep,
    pub ending: Ending,
}

pub(crate) enum FactorStep {
    /// It begins, or answers with the choice.
    Choose(SignInRequest),
    /// It answers with this credential, and these `clientMetadata`.
    Passkey(Value, Value),
}

#[cfg_attr(not(feature = "whole"), wasm_split(sign_in, fallible))]
pub(crate) fn running() -> Result<Code<ByFactor>, Value> {
    Ok(|given, _| {
        let client = given.auth.client_of_user(&given.user);
        let mut flow = resume(&client, &given.user);
        let begun = match given.step {
            FactorStep::Choose(request) => flow.begin(request, &client.platform),
            FactorStep::Passkey(credential, metadata) => Ok(flow.answer_passkey(&credential, metadata)),
        };
        Ok(finish(given.auth, given.user, flow, begun, given.ending))
    })
}

/// The receiver of a sign-in's result.
pub(crate) enum Ending {
    /// The caller of this method of `Auth`, and the Hub.
    Method(Method, Option<PendingSignIn>),
    /// What else the sign-in was for.
    Other(Conclude),
}

/// Makes a method's result of the user object, and of how its sign-in has ended.
pub(crate) type Conclude = Box<dyn FnOnce(&Auth, &Value, Result<Outcome, AuthError>) -> Result<Value, Value>>;

/// Runs the sign-in of a user object on, and ends as v5's method does. The state that is known before is set on the
/// object at once.
pub(crate) fn finish(auth: Auth, user: Value, flow: SignIn, begun: Result<Next, AuthError>, ending: Ending) -> Answer {
    let client = auth.client_of_user(&user);
    let before = flow.state().clone();
    note_state(&user, &state_of(&user), &before);
    let is_choice = flow.is_by_choice();
    Box::pin(async move {
        let (state, result) = run(&client, flow, begun).await;
        note_state(&user, &before, &state);
        note(&client, &user, &result, is_choice);
        match ending {
            Ending::Method(method, _pending) => conclude(auth, &client, user, result, method).await,
            Ending::Other(conclude) => conclude(&auth, &user, result),
        }
    })
}

/// Stores the open challenge over a reload of the page. `undefined` leaves a stored member as it is.
pub(crate) fn store_challenge(user: &Value, name: &Value, parameters: &Value) {
    // A page without a sessionStorage stores none.
    let _ = page(|page| page.store_challenge(user.as_ref(), name.as_ref(), parameters.as_ref()));
}

/// Sets the result of a sign-in on the user object. An open challenge is also stored over a reload of the page. A choice
/// that is refused leaves the one that was open: the next choice begins anew where that is over.
fn note(client: &Client<Web>, user: &Value, result: &Result<Outcome, AuthError>, is_choice: bool) {
    let key = user.get("keyPrefix") + "." + &user.get("username") + ".userData";
    user.set("userDataKey", &key);
    match result {
        Ok(Outcome::SignedIn(tokens, _)) => {
            set_session(user, tokens);
        }
        Ok(Outcome::Ask(challenge)) => {
            if challenge.available.is_list() {
                user.set("availableChallenges", &challenge.available);
            }
            return store_challenge(user, &challenge.name, &challenge.parameters);
        }
        // The challenge stays open after a wrong code.
        Err(error) if is_choice || !error.is_service("NotAuthorizedException") => return,
        Err(_) => {}
    }
    remove_challenge(&client.platform.pool);
}
