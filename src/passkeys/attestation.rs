//! What a new credential says of itself: in members of its own, and once more in the attestation object.
//!
//! Firefox before 119, and some password managers, do not give the members, and the service refuses a credential without
//! them: they are read out of the attestation object then. That is CBOR, as is the key in it (COSE, RFC 9052). An
//! authenticator writes both in one form only (CTAP 2.1, section 8), so that a key of a kind differs from another in its
//! numbers alone.

use crate::encoding::{base64_decode, base64url_encode};
use crate::wire::Value;

/// Adds the members that are missing. What cannot be read stays missing.
pub(super) fn fill_in(response: &Value) {
    let add = |name: &str, value: Value| {
        if !response.get(name).is_truthy() {
            response.set(name, &value);
        }
    };
    add("transports", Value::list(Vec::new()));
    let names = ["authenticatorData", "publicKey", "publicKeyAlgorithm"];
    if names.iter().all(|name| response.get(name).is_truthy()) {
        return;
    }
    let object = base64_decode(&response.get("attestationObject").bytes()).unwrap_or_default();
    let Some(data) = authenticator_data(&object) else {
        return;
    };
    let text = |bytes: &[u8]| Value::from(base64url_encode(bytes).as_str());
    add(names[0], text(data));
    if let Some((kind, key)) = public_key(data) {
        add(names[1], text(&key));
        add(names[2], kind.algorithm.into());
    }
}

/// `authData` of an attestation object: the name, the length in one byte or two, the bytes.
fn authenticator_data(object: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"\x68authData";
    let place = object.windows(NAME.len()).position(|bytes| bytes == NAME)?;
    match &object[place + NAME.len()..] {
        [0x58, length, rest @ ..] => rest.get(..usize::from(*length)),
        [0x59, high, low, rest @ ..] => rest.get(..usize::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}

/// A kind of key: two numbers, and what stands around them.
struct Kind {
    /// COSE's number of the algorithm.
    algorithm: f64,
    first_length: usize,
    second_length: usize,
    /// Before and between the numbers, as COSE has it.
    cose: [&'static [u8]; 2],
    /// The same as `SubjectPublicKeyInfo` (RFC 5280).
    spki: [&'static [u8]; 2],
}

/// The two kinds that the service takes.
const KINDS: [Kind; 2] = [
    // ES256: a point on P-256.
    Kind {
        algorithm: -7.0,
        first_length: 32,
        second_length: 32,
        cose: [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", b"\x22\x58\x20"],
        spki: [
            b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04",
            b"",
        ],
    },
    // RS256: a modulus of 2048 bits, and an exponent.
    Kind {
        algorithm: -257.0,
        first_length: 256,
        second_length: 3,
        cose: [b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", b"\x21\x43"],
        spki: [
            b"\x30\x82\x01\x22\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x03\x82\x01\x0f\x00\x30\x82\x01\x0a\x02\x82\x01\x01\x00",
            b"\x02\x03",
        ],
    },
];

/// The key in the authenticator's data, if it is of one of these kinds.
fn public_key(data: &[u8]) -> Option<(&'static Kind, Vec<u8>)> {
    // The relying party's hash, flags, a counter, and the authenticator's ID; then the credential's ID.
    let (length, rest) = data.get(53..)?.split_first_chunk::<2>()?;
    let key = rest.get(usize::from(u16::from_be_bytes(*length))..)?;
    KINDS.iter().find_map(|kind| {
        let (first, rest) = key.strip_prefix(kind.cose[0])?.split_at_checked(kind.first_length)?;
        let second = rest.strip_prefix(kind.cose[1])?.get(..kind.second_length)?;
        Some((kind, [kind.spki[0], first, kind.spki[1], second].concat()))
    })
}
