//! `PASSWORD_VERIFIER`: proving the password without sending it.

use super::{Next, Proof, Recall, SignIn, SignInRequest, State, unexpected};
use crate::devices::device_key;
use crate::error::{AuthError, Failure};
use crate::page_state;
use crate::platform::Platform;
use crate::secret::{Secret, Wiped};
use crate::srp::{Ephemeral, SrpError, Verifier, claim_signature};
use crate::wire::{Value, object};
use alloc::boxed::Box;
use alloc::string::String;

/// A key pair: the one that was prepared, or a fresh one. It is used once.
pub(super) fn ephemeral<P: Platform>(platform: &P) -> Result<Ephemeral, AuthError> {
    page_state::with(|state| state.prepared.take()).map_or_else(|| fresh(platform), Ok)
}

/// Computes the key pair of the next sign-in, so that it need not be waited for.
pub(crate) fn prepare<P: Platform>(platform: &P) {
    page_state::with(|state| {
        if state.prepared.borrow().is_none() {
            // Without random bytes sign-in fails, and says so then.
            state.prepared.replace(fresh(platform).ok());
        }
    });
}

fn fresh<P: Platform>(platform: &P) -> Result<Ephemeral, AuthError> {
    let mut secret = Box::new([0; 32]);
    platform.random(&mut *secret)?;
    Ok(Ephemeral::new(secret, &|job, work| platform.accelerate(job, work)))
}

/// Who proves a password to whom: a user to a user pool, or a device to its group.
pub(super) struct Identity<'a> {
    pub pool_name: &'a Value,
    pub user_id: &'a Value,
    pub password: &'a Secret,
}

impl SignIn {
    /// Answers the server's half of SRP with a signature that only the password's holder can make.
    pub(super) fn answer_password<P: Platform>(
        &mut self,
        reply: &Value,
        ephemeral: &Ephemeral,
        recall: Recall<'_>,
        platform: &P,
    ) -> Result<Next, AuthError> {
        let user_id = reply.get("ChallengeParameters").text("USER_ID_FOR_SRP");
        if !user_id.is_text() {
            return Err(unexpected());
        }
        self.user = self.user.clone().with("username", &user_id);
        if !self.is_without_device {
            self.user = recall(self.user.clone());
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
        let responses = proof(reply, ephemeral, identity, platform)?.with("DEVICE_KEY", &device_key(&self.user));
        self.state = State::Verdict;
        let session = reply.text("Session");
        Ok(self.respond(&"PASSWORD_VERIFIER".into(), responses, &session, client_metadata))
    }
}

/// `ChallengeResponses` that answer the server's half of SRP.
pub(super) fn proof<P: Platform>(
    reply: &Value,
    ephemeral: &Ephemeral,
    identity: Identity<'_>,
    platform: &P,
) -> Result<Value, AuthError> {
    let parameters = reply.get("ChallengeParameters");
    let [secret_block, salt, b_pub] = ["SECRET_BLOCK", "SALT", "SRP_B"].map(|name| parameters.text(name));
    if !secret_block.is_text() {
        return Err(unexpected());
    }
    let timestamp = timestamp(platform.now_ms());
    let signature = claim_signature(
        ephemeral,
        &Verifier {
            pool_name: &identity.pool_name.bytes(),
            user_id: &identity.user_id.bytes(),
            password: &Wiped(identity.password.expose().bytes()).0,
            salt: &salt.bytes(),
            b_pub: &b_pub.bytes(),
            secret_block: &secret_block.bytes(),
            timestamp: timestamp.as_bytes(),
        },
        &|job, work| platform.accelerate(job, work),
    )
    .map_err(srp_error)?;
    Ok(object()
        .with("PASSWORD_CLAIM_SECRET_BLOCK", &secret_block)
        .with_text("TIMESTAMP", &timestamp)
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

/// `TIMESTAMP`: UTC as in `Tue Feb 3 04:05:06 UTC 2026`; English, the day without a leading zero.
///
/// Source: `amazon-cognito-identity-js/src/DateHelper.js`.
fn timestamp(now_ms: f64) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let seconds = (now_ms.max(0.0) / 1000.0) as u64;
    let (days, second_of_day) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_from_days(days);
    let digit = |number: u64| char::from(b'0' + (number % 10) as u8);
    let mut text = String::with_capacity(28);
    let two_digits = |text: &mut String, number: u64| {
        text.push(digit(number / 10));
        text.push(digit(number));
    };
    text.push_str(WEEKDAYS[(days % 7) as usize]);
    text.push(' ');
    text.push_str(MONTHS[month]);
    text.push(' ');
    if day > 9 {
        text.push(digit(day / 10));
    }
    text.push(digit(day));
    text.push(' ');
    two_digits(&mut text, second_of_day / 3600);
    text.push(':');
    two_digits(&mut text, second_of_day / 60 % 60);
    text.push(':');
    two_digits(&mut text, second_of_day % 60);
    text.push_str(" UTC ");
    two_digits(&mut text, year / 100);
    two_digits(&mut text, year % 100);
    text
}

/// Year, month (from 0) and day of a count of days since 1970 (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`): years begin in March, so that the leap day is their last.
fn civil_from_days(days: u64) -> (u64, usize, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = ((month_from_march + 2) % 12) as usize;
    (year_of_era + era * 400 + u64::from(month < 2), month, day)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_written_as_cognito_reads_it() {
        for (now_ms, text) in [
            (0.0, "Thu Jan 1 00:00:00 UTC 1970"),
            (951_782_399_999.0, "Mon Feb 28 23:59:59 UTC 2000"),
            (951_782_400_000.0, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_770_091_506_000.0, "Tue Feb 3 04:05:06 UTC 2026"),
            (1_798_761_599_000.0, "Thu Dec 31 23:59:59 UTC 2026"),
            (4_107_542_400_000.0, "Mon Mar 1 00:00:00 UTC 2100"),
        ] {
            assert_eq!(timestamp(now_ms), text);
        }
    }
}
