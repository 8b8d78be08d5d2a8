//! `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER`: the device proves itself as the user does, with its own password.

use super::password::{Identity, ephemeral, proof};
use super::{AuthReply, AuthRequest, Next, SignIn, Step, unexpected};
use crate::devices::Device;
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
        let key = self.state.device.proven_key();
        if !key.is_truthy() {
            return Err(unexpected());
        }
        let ephemeral = ephemeral(platform)?;
        let responses = object().with("DEVICE_KEY", &key).with_text("SRP_A", ephemeral.a_pub());
        self.step = Step::DeviceStarted(ephemeral);
        let session = self.state.challenge_session.clone();
        Ok(self.respond("DEVICE_SRP_AUTH".into(), responses, session, client_metadata.clone()))
    }

    /// Answers the server's half of SRP with the device's proof.
    pub(super) fn prove_device<P: Platform>(
        &mut self,
        reply: &AuthReply,
        ephemeral: &Ephemeral,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let device = &self.state.device;
        let identity = Identity {
            pool_name: &device.group_key,
            user_id: &device.key,
            password: &device.password,
        };
        let responses = proof(reply, ephemeral, identity, platform)?.with("DEVICE_KEY", &device.key);
        self.step = Step::DeviceProved;
        let (name, session) = ("DEVICE_PASSWORD_VERIFIER".into(), reply.session.clone());
        Ok(self.respond(name, responses, session, Value::undefined()))
    }

    /// The next step when the service no longer knows this device: the last request again, or the whole sign-in,
    /// without the device. It happens once, because there is no device from then on.
    ///
    /// Parity: v5 repeats the password's proof, for as long as the service refuses it so; other steps fail.
    pub(super) fn without_device<P: Platform>(
        &mut self,
        refused: AuthRequest,
        error: AuthError,
        platform: &P,
    ) -> Result<Next, AuthError> {
        self.state.device = Device::forgotten();
        self.is_without_device = true;
        if let Step::DeviceStarted(_) | Step::DeviceProved = self.step {
            // A code that began this is spent, so that the user has to sign in anew.
            return self.anew(error, platform);
        }
        refused.without_device().map(Next::Send).ok_or(error)
    }
}
