//! Random texts of an attempt, and the application's own state, which travels in `state`.

use crate::error::AuthError;
use crate::platform::Platform;
use crate::wire::Value;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The length of a `state` without the application's part, as in v5.
const STATE_LENGTH: usize = 32;

/// The length of a `code_verifier`, the longest that RFC 7636 allows.
pub(super) const VERIFIER_LENGTH: usize = 128;

/// A random text of letters and digits, each as likely as the others.
pub(super) fn random_text<P: Platform>(platform: &P, length: usize) -> Result<String, AuthError> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0; 64];
    while text.len() < length {
        platform.random(&mut bytes)?;
        // The largest multiple of 62 in a byte. What is above would make the first letters likelier.
        let fair = bytes.iter().filter(|byte| **byte < 248);
        let missing = length - text.len();
        text.extend(
            fair.take(missing)
                .map(|byte| char::from(ALPHABET[usize::from(byte % 62)])),
        );
    }
    Ok(text)
}

/// A new `state`: random, and behind a `-` the application's own, if it gives one.
pub(super) fn new_state<P: Platform>(platform: &P, custom_state: &Value) -> Result<Value, AuthError> {
    let mut state = random_text(platform, STATE_LENGTH)?;
    if custom_state.is_truthy() {
        state.push('-');
        encode(&custom_state.to_text(), &mut state);
    }
    Ok(state.as_str().into())
}

/// Appends each UTF-16 unit in hex: two digits up to U+00FF, as v5 writes it, else `u` and four digits.
///
/// Mended: v5 writes three or four digits for others, and reads them as two characters.
fn encode(text: &Value, to: &mut String) {
    let bytes = text.bytes();
    let text = str::from_utf8(&bytes).unwrap_or_default();
    for unit in text.encode_utf16() {
        if unit > 0xff {
            to.push('u');
            push_hex(to, unit >> 8);
        }
        push_hex(to, unit);
    }
}

/// Appends the lower byte in hex.
fn push_hex(to: &mut String, unit: u16) {
    for digit in [unit >> 4 & 15, unit & 15] {
        to.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
    }
}

/// The application's own part of a `state`; `None` if it has none.
pub(super) fn custom_state(state: &Value) -> Option<Value> {
    let bytes = state.bytes();
    let dash = bytes.iter().position(|byte| *byte == b'-')?;
    let mut rest = &bytes[dash + 1..];
    let mut units = Vec::new();
    while !rest.is_empty() {
        let (start, length) = if rest[0] == b'u' { (1, 5) } else { (0, 2) };
        let (digits, after) = rest.split_at(length.min(rest.len()));
        let digits = digits[start..].iter();
        units.push(digits.fold(0, |unit, digit| {
            unit << 4 | char::from(*digit).to_digit(16).unwrap_or_default() as u16
        }));
        rest = after;
    }
    Some(String::from_utf16_lossy(&units).as_str().into())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::fake::Fake;

    fn state_of(custom: &str) -> String {
        let state = new_state(&Fake::new(), &custom.into()).expect("it is random");
        state.as_text().expect("a text").to_owned()
    }

    #[test]
    fn a_state_is_32_letters_and_digits_and_the_hex_of_the_applications() {
        let plain = state_of("");
        assert!(plain.len() == 32 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        // As v5's `urlSafeEncode` writes it.
        assert_eq!(state_of("a-b\n\u{e9}")[32..], *"-612d620ae9");
        assert_eq!(custom_state(&plain.as_str().into()), None);
    }

    #[test]
    fn the_applications_state_is_any_unicode() {
        for text in ["x", "/path?a=b&c=d#e", "{\"a\":1}", "\u{0}\u{ff}", "€", "日本 Ā", "😀u"] {
            assert_eq!(
                custom_state(&state_of(text).as_str().into()),
                Some(text.into()),
                "{text}"
            );
        }
        // A mobile browser may have changed it. It is not trusted.
        assert_eq!(custom_state(&"x-6".into()), Some("\u{6}".into()));
        assert_eq!(custom_state(&"x-zz-u20".into()).map(|text| text.len()), Some(3));
    }

    #[test]
    fn each_letter_is_as_likely() {
        // The fake's bytes are 1 to 255, of which 248 and more are left out.
        let text = random_text(&Fake::new(), VERIFIER_LENGTH).expect("it is random");
        assert_eq!(text.len(), 128);
        assert_eq!(text[..5], *"BCDEF");
    }
}
