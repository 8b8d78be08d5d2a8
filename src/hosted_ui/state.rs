//! Random texts of an attempt, and the application's own state, which travels in `state`.

use crate::error::AuthError;
use crate::platform::Platform;
use crate::wire::Value;

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The length of a `state` without the application's part, as in v5.
const STATE_LENGTH: usize = 32;

/// The length of a `code_verifier`, the longest that RFC 7636 allows.
pub(super) const VERIFIER_LENGTH: usize = 128;

/// A random text of letters and digits, each as likely as the others.
pub(super) fn random_text<P: Platform>(platform: &P, length: usize) -> Result<Value, AuthError> {
    let mut units = Vec::with_capacity(length);
    let mut bytes = [0; 64];
    while units.len() < length {
        platform.random(&mut bytes)?;
        for byte in bytes {
            // 248 is the largest multiple of 62 in a byte. What is above would make the first letters likelier.
            if byte < 248 && units.len() < length {
                units.push(LETTERS[usize::from(byte % 62)].into());
            }
        }
    }
    Ok(Value::of_units(&units))
}

/// A new `state`: random, and behind a `-` the application's own, if it gives one.
pub(super) fn new_state<P: Platform>(platform: &P, custom_state: &Value) -> Result<Value, AuthError> {
    let state = random_text(platform, STATE_LENGTH)?;
    if custom_state.is_truthy() {
        Ok(state + "-" + &encoded(&custom_state.to_text()))
    } else {
        Ok(state)
    }
}

/// Each UTF-16 unit in hex: two digits up to U+00FF, as v5 writes it, else `u` and four digits.
///
/// Mended: v5 writes three or four digits for others, and reads them as two characters.
fn encoded(text: &Value) -> Value {
    let mut units = Vec::new();
    for unit in text.units() {
        let mut places: &[u32] = &[4, 0];
        if unit > 0xff {
            units.push(LONG);
            places = &[12, 8, 4, 0];
        }
        for place in places {
            units.push(DIGITS[usize::from(unit >> place & 15)].into());
        }
    }
    Value::of_units(&units)
}

/// Stands in front of four digits.
const LONG: u16 = b'u' as u16;

/// The application's own part of a `state`; `None` if it has none. It is not trusted: somebody may have changed it.
pub(super) fn custom_state(state: &Value) -> Option<Value> {
    let units = state.units();
    let dash = units.iter().position(|unit| *unit == u16::from(b'-'))?;
    let mut rest = units[dash + 1..].iter().copied();
    let mut text = Vec::new();
    while let Some(first) = rest.next() {
        let (mut unit, more) = if first == LONG { (0, 4) } else { (digit(first), 1) };
        for other in rest.by_ref().take(more) {
            unit = unit << 4 | digit(other);
        }
        text.push(unit);
    }
    Some(Value::of_units(&text))
}

/// The number that a hexadecimal digit means; 0 if it is none.
fn digit(unit: u16) -> u16 {
    let is = |digit: &u8| u16::from(*digit) == unit;
    DIGITS.iter().position(is).unwrap_or_default() as u16
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
        assert_eq!(custom_state(&"x-6".into()), Some("\u{6}".into()));
        assert_eq!(custom_state(&"x-zz-u20".into()).map(|text| text.len()), Some(3));
    }

    #[test]
    fn each_letter_is_as_likely() {
        // The fake's bytes are 1 to 255, of which 248 and more are left out.
        let text = random_text(&Fake::new(), VERIFIER_LENGTH).expect("it is random");
        assert_eq!(text.len(), 128);
        assert_eq!(text.as_text().map(|text| &text[..5]), Some("BCDEF"));
    }
}
