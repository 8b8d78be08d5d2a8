//! SRP-6a as Cognito speaks it: the client's side of `USER_SRP_AUTH` and `DEVICE_SRP_AUTH`, and a new device's verifier.
//!
//! The protocol has no RFC. Group and names are RFC 5054's; the padding of hashed numbers and the key derivation are
//! Cognito's own. Numbers that an exchange keeps secret are wiped, also on the way out of an error.
//!
//! Source: `amazon-cognito-identity-js/src/AuthenticationHelper.js` for the formulas.

mod group;
mod kernel;
mod lanes;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::encoding::{base64_decode, base64_encode, hex_decode, hex_encode};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;
use group::N_BYTES;
use hmac::{KeyInit, Mac, SimpleHmac};
use sha2::{Digest, Sha256};

/// Why no proof could be computed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SrpError {
    /// B mod N is 0: the server would accept any password. Or B has more digits than N, as no server sends it: multiples
    /// of N are not told from others there.
    ZeroB,
    /// The scrambling parameter u is 0.
    ZeroU,
    /// A mod N is 0.
    ZeroA,
    /// Not a hexadecimal number of the expected size: `SRP_B` or `SALT`.
    BadHex(&'static str),
    /// `SECRET_BLOCK` is not base64.
    BadSecretBlock,
}

/// The two exponentiations.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(Debug))]
pub(crate) enum Job {
    /// g^a
    APub,
    /// (B - k * g^x)^(a + u * x)
    SharedSecret,
}

/// What another kernel works on, all big-endian: B, then the result, in 384 bytes; a or x in 32; a + u * x in 64. The
/// layout is that of `src/fma`.
pub(crate) type Work = [u8; N_BYTES + 32 + 64];

/// Does the job on the spot and says `true`, or leaves it to this module.
pub(crate) type Accelerator<'a> = &'a dyn Fn(Job, &mut Work) -> bool;

/// More than any server sends, and little enough to hash without a pause.
const MAX_BYTES: usize = 64 * 1024;

/// One key pair of the client, used once.
pub(crate) struct Ephemeral {
    /// Boxed, because what is moved leaves copies behind.
    a: Box<[u8; 32]>,
    a_pub: String,
}

impl Ephemeral {
    /// The pair of a random secret a: A = g^a mod N. RFC 5054 section 2.5.4 asks for at least 256 bits.
    pub(crate) fn new(secret: Box<[u8; 32]>, accelerator: Accelerator<'_>) -> Self {
        let a_pub = power_of_g(&secret, accelerator);
        wipe_stack();
        Self {
            a: secret,
            a_pub: hex_encode(&a_pub),
        }
    }

    /// `SRP_A`: lower-case hexadecimal without leading zeros.
    pub(crate) fn a_pub(&self) -> &str {
        &self.a_pub
    }
}

impl Drop for Ephemeral {
    fn drop(&mut self) {
        wipe(&mut *self.a);
    }
}

/// What `PASSWORD_VERIFIER` (or `DEVICE_PASSWORD_VERIFIER`) is answered from.
pub(crate) struct Verifier<'a> {
    /// The user pool's id after its `_`, or the device group key. This and the following are UTF-8.
    pub(crate) pool_name: &'a [u8],
    /// `USER_ID_FOR_SRP`, or the device key.
    pub(crate) user_id: &'a [u8],
    /// The user's password, or the device's random one.
    pub(crate) password: &'a [u8],
    /// `SALT`, hexadecimal.
    pub(crate) salt: &'a [u8],
    /// `SRP_B`, hexadecimal.
    pub(crate) b_pub: &'a [u8],
    /// `SECRET_BLOCK`, base64.
    pub(crate) secret_block: &'a [u8],
    /// `TIMESTAMP`, as it is sent.
    pub(crate) timestamp: &'a [u8],
}

/// `PASSWORD_CLAIM_SIGNATURE`, base64.
pub(crate) fn claim_signature(
    ephemeral: &Ephemeral,
    verifier: &Verifier<'_>,
    accelerator: Accelerator<'_>,
) -> Result<String, SrpError> {
    let signature = sign(ephemeral, verifier, accelerator);
    wipe_stack();
    signature
}

/// What `ConfirmDevice` sends, both base64.
pub(crate) struct DeviceVerifier {
    /// `Salt`
    pub(crate) salt: String,
    /// `PasswordVerifier`
    pub(crate) verifier: String,
}

/// A new device's salt and verifier: g^x mod N with x from the random password.
pub(crate) fn device_verifier(
    group_key: &[u8],
    device_key: &[u8],
    random_password: &[u8],
    salt: [u8; 16],
    accelerator: Accelerator<'_>,
) -> DeviceVerifier {
    let mut x = private_key(group_key, device_key, random_password, &salt);
    let verifier = power_of_g(&x, accelerator);
    wipe(&mut x);
    wipe_stack();
    DeviceVerifier {
        salt: base64_encode(&padded(&salt)),
        verifier: base64_encode(&padded(&verifier)),
    }
}

/// Not inlined, nor are the following: what they leave on the stack must lie below the frame that wipes it.
#[inline(never)]
fn sign(ephemeral: &Ephemeral, verifier: &Verifier<'_>, accelerator: Accelerator<'_>) -> Result<String, SrpError> {
    let salt = hex(verifier.salt, MAX_BYTES).ok_or(SrpError::BadHex("SALT"))?;
    let b_bytes = hex(verifier.b_pub, MAX_BYTES).ok_or(SrpError::BadHex("SRP_B"))?;
    let secret_block = base64_decode(verifier.secret_block).ok_or(SrpError::BadSecretBlock)?;
    let a_pub = hex_decode(ephemeral.a_pub.as_bytes()).ok_or(SrpError::ZeroA)?;

    // 1. B is not 0 modulo N.
    let mut b_pub = [0; N_BYTES];
    let start = N_BYTES.checked_sub(b_bytes.len()).ok_or(SrpError::ZeroB)?;
    b_pub[start..].copy_from_slice(&b_bytes);
    if kernel::is_zero(&b_pub) {
        return Err(SrpError::ZeroB);
    }
    // 2. u = H(A, B)
    let u = scrambling_parameter(&a_pub, &b_bytes);
    if u == [0; 32] {
        return Err(SrpError::ZeroU);
    }
    // 3. S = (B - k * g^x)^(a + u * x)
    let mut x = private_key(verifier.pool_name, verifier.user_id, verifier.password, &salt);
    let mut exponent = product_plus(&u, &x, &ephemeral.a);
    let mut s = shared_secret(&b_pub, &x, &exponent, accelerator);
    // 4. K, and with it the signature
    let mut key = session_key(&u, &s);
    let signature = hmac(
        &key,
        &[verifier.pool_name, verifier.user_id, &secret_block, verifier.timestamp],
    );
    for secret in [&mut x[..], &mut exponent, &mut s, &mut key] {
        wipe(secret);
    }
    Ok(base64_encode(&signature))
}

/// g^exponent mod N
#[inline(never)]
fn power_of_g(exponent: &[u8; 32], accelerator: Accelerator<'_>) -> [u8; N_BYTES] {
    let mut work = [0; _];
    let (_, rest) = number_and_rest(&mut work);
    rest[..32].copy_from_slice(exponent);
    let done = accelerator(Job::APub, &mut work);
    let power = *number_and_rest(&mut work).0;
    wipe(&mut work);
    if done { power } else { kernel::power_of_g(exponent) }
}

/// (b_pub - k * g^x)^exponent mod N
#[inline(never)]
fn shared_secret(
    b_pub: &[u8; N_BYTES],
    x: &[u8; 32],
    exponent: &[u8; 64],
    accelerator: Accelerator<'_>,
) -> [u8; N_BYTES] {
    let mut work = [0; _];
    let (number, rest) = number_and_rest(&mut work);
    *number = *b_pub;
    rest[..32].copy_from_slice(x);
    rest[32..].copy_from_slice(exponent);
    let done = accelerator(Job::SharedSecret, &mut work);
    let mut s = *number_and_rest(&mut work).0;
    wipe(&mut work);
    if !done {
        s = kernel::shared_secret(b_pub, x, exponent);
    }
    s
}

fn number_and_rest(work: &mut Work) -> (&mut [u8; N_BYTES], &mut [u8]) {
    #[expect(clippy::expect_used, reason = "the work area is longer")]
    work.split_first_chunk_mut().expect("a number")
}

/// The bytes of a number in hexadecimal without leading zeros, if there are at most `max`. Nothing is not a number.
fn hex(text: &[u8], max: usize) -> Option<Vec<u8>> {
    let bytes = hex_decode(text).filter(|bytes| !bytes.is_empty())?;
    let significant = significant(&bytes);
    (significant.len() <= max).then(|| significant.to_vec())
}

fn significant(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().take_while(|&&byte| byte == 0).count()..]
}

/// The form in which Cognito hashes a number: big-endian, without leading zeros but for one if otherwise there were no byte
/// or the first had its top bit set (a positive number in two's complement, as Java's BigInteger prints it). RFC 5054 pads
/// to the length of N instead.
///
/// Source: `amazon-cognito-identity-js/src/AuthenticationHelper.js`, `padHex`.
fn padding(bytes: &[u8]) -> (&[u8], &[u8]) {
    let bytes = significant(bytes);
    let zeros = usize::from(bytes.first().is_none_or(|byte| byte >> 7 == 1));
    (&[0][..zeros], bytes)
}

pub(crate) fn padded(bytes: &[u8]) -> Vec<u8> {
    let (zero, number) = padding(bytes);
    [zero, number].concat()
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length. `expect` would bring the formatting of its error along.
    let Ok(mut mac) = SimpleHmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// u = H(A, B)
fn scrambling_parameter(a_pub: &[u8], b_pub: &[u8]) -> [u8; 32] {
    let (a_zero, a_pub) = padding(a_pub);
    let (b_zero, b_pub) = padding(b_pub);
    sha256(&[a_zero, a_pub, b_zero, b_pub])
}

/// x = H(salt, H(pool name, user, ":", password))
fn private_key(pool_name: &[u8], user_id: &[u8], password: &[u8], salt: &[u8]) -> [u8; 32] {
    let mut identity = sha256(&[pool_name, user_id, b":", password]);
    let (zero, salt) = padding(salt);
    let x = sha256(&[zero, salt, &identity]);
    wipe(&mut identity);
    x
}

/// K: HKDF (RFC 5869) of S with u as its salt, and 16 bytes taken.
fn session_key(u: &[u8; 32], s: &[u8; N_BYTES]) -> [u8; 16] {
    let (u_zero, u) = padding(u);
    let (s_zero, s) = padding(s);
    let mut salt = [u_zero, u].concat();
    let mut extracted = hmac(&salt, &[s_zero, s]);
    let mut expanded = hmac(&extracted, &[b"Caldera Derived Key\x01"]);
    let mut key = [0; 16];
    key.copy_from_slice(&expanded[..16]);
    for secret in [&mut salt[..], &mut extracted, &mut expanded] {
        wipe(secret);
    }
    key
}

/// u * x + a, big-endian. It fits: (2^256 - 1)^2 + 2^256 - 1 < 2^512.
fn product_plus(u: &[u8; 32], x: &[u8; 32], a: &[u8; 32]) -> [u8; 64] {
    let mut sum = [0; 64];
    sum[32..].copy_from_slice(a);
    for (i, u) in u.iter().rev().enumerate() {
        let mut carry = 0;
        for (sum, x) in sum[..64 - i].iter_mut().rev().zip(x.iter().rev().chain(&[0; 32])) {
            carry += u32::from(*sum) + u32::from(*u) * u32::from(*x);
            *sum = carry as u8;
            carry >>= 8;
        }
    }
    sum
}

fn wipe(secret: &mut [u8]) {
    secret.fill(0);
    // Whoever might read it must find the zeros.
    black_box(secret);
}

/// Overwrites what the calls just made have left on the stack: spilled digits, states of hashes.
#[inline(never)]
fn wipe_stack() {
    black_box(&mut [0u8; 48 * 1024]);
}
