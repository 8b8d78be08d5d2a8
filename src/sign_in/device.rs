//! `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER`: the device proves itself as the user does, with its own password.

use super::password::{Identity, ephemeral, proof};
use super::{AuthRequest, Next, SignIn, State, unexpected};
use crate::devices::{device_key, without_device};
use crate::error::AuthError;
use crate::platform::Platform;
use crate::srp::Ephemeral;
use crate::wire::{Value, object};

impl SignIn {
    /// Begins the proof: `DEVICE_SRP_AUTH`.
    pub(crate) fn answer_device<P: Platform>(
        &mut self,
        client_metadata: &Value,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let key = device_key(&self.user);
        if !key.is_truthy() {
            return Err(unexpected());
        }
        let ephemeral = ephemeral(platform)?;
        let responses = object().with("DEVICE_KEY", &key).with_text("SRP_A", ephemeral.a_pub());
        self.state = State::DeviceStarted(ephemeral);
        let session = self.user.get("Session");
        Ok(self.respond(&"DEVICE_SRP_AUTH".into(), responses, &session, client_metadata))
    }

    /// Answers the server's half.
    pub(super) fn prove_device<P: Platform>(
        &mut self,
        reply: &Value,
        ephemeral: &Ephemeral,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let key = self.user.get("deviceKey");
        let identity = Identity {
            pool_name: &self.user.get("deviceGroupKey"),
            user_id: &key,
            password: &self.user.get("randomPassword").into(),
        };
        let responses = proof(reply, ephemeral, identity, platform)?.with("DEVICE_KEY", &key);
        self.state = State::DeviceProved;
        let (name, session) = ("DEVICE_PASSWORD_VERIFIER".into(), reply.text("Session"));
        Ok(self.respond(&name, responses, &session, &Value::undefined()))
    }

    /// What to do when the service no longer knows this device: the same again, or the whole sign-in, without it. That
    /// happens once, since there is no device from then on.
    ///
    /// Parity: v5 repeats the password's proof, for as long as the service refuses it so; other steps fail.
    pub(super) fn without_device<P: Platform>(
        &mut self,
        refused: &AuthRequest,
        error: AuthError,
        platform: &P,
    ) -> Result<Next, AuthError> {
        self.user = without_device(self.user.clone());
        self.is_without_device = true;
        if let State::DeviceStarted(_) | State::DeviceProved = self.state {
            // A code that began this is used up: then the user has to sign in anew.
            return self
                .begun
                .take()
                .map_or(Err(error), |request| self.begin(request, platform));
        }
        let sent = ["AuthParameters", "ChallengeResponses"].into_iter().find_map(|name| {
            let members = refused.members.get(name);
            members.get("DEVICE_KEY").is_truthy().then_some((name, members))
        });
        let (name, members) = sent.ok_or(error)?;
        Ok(Next::Send(AuthRequest {
            operation: refused.operation,
            members: refused
                .members
                .clone()
                .with(name, &members.with("DEVICE_KEY", &Value::null())),
        }))
    }
}
