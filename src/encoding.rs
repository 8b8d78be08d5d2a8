//! Hexadecimal and base64, as Cognito and JSON Web Tokens write them.

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &[u8; 16] = b"0123456789abcdef";

/// A big-endian number in lower-case hex, without leading zeros.
pub(crate) fn hex_encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            if digit > 0 || !text.is_empty() {
                text.push(char::from(HEX[usize::from(digit)]));
            }
        }
    }
    text
}

/// The bytes of a hex number of any case; an odd length gets a leading zero. `None` if a character is not a digit.
pub(crate) fn hex_decode(digits: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(digits.len().div_ceil(2));
    let mut rest = digits;
    if digits.len() % 2 == 1 {
        bytes.push(hex_digit(digits[0])?);
        rest = &digits[1..];
    }
    for pair in rest.chunks_exact(2) {
        bytes.push(hex_digit(pair[0])? << 4 | hex_digit(pair[1])?);
    }
    Some(bytes)
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Base64 in the standard alphabet, padded (RFC 4648 section 4).
pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = u32::from(chunk[0]) << 16
            | u32::from(*chunk.get(1).unwrap_or(&0)) << 8
            | u32::from(*chunk.get(2).unwrap_or(&0));
        for position in 0..4 {
            if position <= chunk.len() {
                text.push(char::from(BASE64[(group >> (18 - 6 * position) & 63) as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

/// Base64 in the alphabet for addresses, without padding (RFC 4648 section 5).
pub(crate) fn base64url_encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for digit in base64_encode(bytes).bytes() {
        match digit {
            b'=' => {}
            b'+' => text.push('-'),
            b'/' => text.push('_'),
            _ => text.push(char::from(digit)),
        }
    }
    text
}

/// The bytes of a base64 text, in either alphabet of RFC 4648, with or without padding. Secret blocks use the first
/// alphabet, JSON Web Tokens the second. `None` if another character occurs.
pub(crate) fn base64_decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|&&digit| digit == b'=').count();
    let digits = &text[..text.len() - padding];
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let mut group = 0u32;
    let mut bits = 0;
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        group = group << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits & 255) as u8);
        }
    }
    (digits.len() % 4 != 1).then_some(bytes)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn base64_matches_rfc_4648_section_10() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64_encode(plain.as_bytes()), encoded);
            assert_eq!(base64_decode(encoded.as_bytes()), Some(plain.as_bytes().to_vec()));
            assert_eq!(
                base64_decode(encoded.trim_end_matches('=').as_bytes()),
                Some(plain.as_bytes().to_vec())
            );
        }
    }

    #[test]
    fn base64_for_addresses_has_its_own_alphabet_and_no_padding() {
        for (bytes, encoded) in [
            (&[0xfb, 0xff][..], "-_8"),
            (b"f", "Zg"),
            (b"foobar", "Zm9vYmFy"),
            (b"", ""),
        ] {
            assert_eq!(base64url_encode(bytes), encoded);
        }
    }

    #[test]
    fn both_base64_alphabets_are_read() {
        assert_eq!(base64_decode(b"+/8="), base64_decode(b"-_8"));
        assert_eq!(base64_decode(b"a b="), None);
        assert_eq!(base64_decode(b"A"), None);
    }

    #[test]
    fn hex_reads_any_case_and_odd_lengths() {
        assert_eq!(hex_decode(b"aBc"), Some(vec![0x0a, 0xbc]));
        assert_eq!(hex_decode(b""), Some(vec![]));
        assert_eq!(hex_decode(b"0x1"), None);
        assert_eq!(hex_encode(&[0, 0x0a, 0xf0]), "af0");
    }
}
