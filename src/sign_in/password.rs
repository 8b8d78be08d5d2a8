//! `PASSWORD_VERIFIER`: proving the password without sending it.

use super::{AuthReply, Next, Proof, Recall, SignIn, SignInRequest, Step, unexpected};
use crate::error::{AuthError, Failure};
use crate::platform::Platform;
use crate::secret::{Secret, Wiped};
use crate::srp::{Ephemeral, SrpError, Verifier, claim_signature};
use crate::wire::{Value, object};
use std::cell::RefCell;

thread_local! {
    /// The key pair of the page's next sign-in; natively each test has its own.
    static PREPARED: RefCell<Option<Ephemeral>> = const { RefCell::new(None) };
}

/// A key pair: the prepared one, or a fresh one. It is used once.
pub(super) fn ephemeral<P: Platform>(platform: &P) -> Result<Ephemeral, AuthError> {
    PREPARED.take().map_or_else(|| fresh(platform), Ok)
}

/// Computes the key pair of the next sign-in, so that it need not be waited for.
pub(crate) fn prepare<P: Platform>(platform: &P) {
    if PREPARED.with_borrow(Option::is_none) {
        // Without random bytes sign-in fails, and says so then.
        PREPARED.set(fresh(platform).ok());
    }
}

fn fresh<P: Platform>(platform: &P) -> Result<Ephemeral, AuthError> {
    let mut secret = Box::new([0; 32]);
    platform.random(&mut *secret)?;
    Ok(Ephemeral::new(secret, &|job, work| platform.accelerate(job, work)))
}

/// The two sides of a password's proof: a user pool and its user, or a device group and its device.
pub(super) struct Identity<'a> {
    pub pool_name: &'a Value,
    pub user_id: &'a Value,
    pub password: &'a Secret,
}

impl SignIn {
    /// Answers the server's half of SRP with a signature that only the password's holder can make.
    pub(super) fn answer_password<P: Platform>(
        &mut self,
        reply: &AuthReply,
        ephemeral: &Ephemeral,
        recall: Recall<'_>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let user_id = reply.challenge_parameters.text("USER_ID_FOR_SRP");
        if !user_id.is_text() {
            return Err(unexpected());
        }
        self.state.username = user_id.clone();
        self.is_named = true;
        if !self.is_without_device
            && let Some(device) = recall(&user_id)
        {
            self.state.device = device;
        }
        let Some(SignInRequest {
            proof: Proof::Srp(password) | Proof::CustomWithSrp(password),
            client_metadata,
            ..
        }) = &self.begun
        else {
            return Err(unexpected());
        };
        let identity = Identity {
            pool_name: &self.pool.name(),
            user_id: &user_id,
            password,
        };
        let responses =
            proof(reply, ephemeral, identity, platform)?.with("DEVICE_KEY", &self.state.device.proven_key());
        let (session, metadata) = (reply.session.clone(), client_metadata.clone());
        self.step = Step::Verdict;
        Ok(self.respond("PASSWORD_VERIFIER".into(), responses, session, metadata))
    }
}

/// `ChallengeResponses` that answer the server's half of SRP.
pub(super) fn proof<P: Platform>(
    reply: &AuthReply,
    ephemeral: &Ephemeral,
    identity: Identity<'_>,
    platform: &P,
) -> Result<Value, AuthError> {
    let parameters = &reply.challenge_parameters;
    let [secret_block, salt, b_pub] = ["SECRET_BLOCK", "SALT", "SRP_B"].map(|name| parameters.text(name));
    if !secret_block.is_text() {
        return Err(unexpected());
    }
    let timestamp = platform.timestamp();
    let signature = claim_signature(
        ephemeral,
        &Verifier {
            pool_name: &identity.pool_name.bytes(),
            user_id: &identity.user_id.bytes(),
            password: &Wiped(identity.password.expose().bytes()).0,
            salt: &salt.bytes(),
            b_pub: &b_pub.bytes(),
            secret_block: &secret_block.bytes(),
            timestamp: &timestamp.bytes(),
        },
        &|job, work| platform.accelerate(job, work),
    )
    .map_err(srp_error)?;
    Ok(object()
        .with("PASSWORD_CLAIM_SECRET_BLOCK", &secret_block)
        .with("TIMESTAMP", &timestamp)
        .with_text("PASSWORD_CLAIM_SIGNATURE", &signature))
}

/// The messages are v5's, its spelling included.
fn srp_error(error: SrpError) -> AuthError {
    let message = match error {
        SrpError::ZeroA => "Illegal paramater. A mod N cannot be 0.",
        SrpError::ZeroB => "B cannot be zero.",
        SrpError::ZeroU => "U cannot be zero.",
        SrpError::BadHex(_) | SrpError::BadSecretBlock => return unexpected(),
    };
    Failure::Plain(message).into()
}
