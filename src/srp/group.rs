//! The group Cognito uses: the 3072-bit one of RFC 5054 appendix A (RFC 3526 group 15) with g = 2, in the kernel's
//! digits. Only N is written down; the rest is derived (and by num-bigint in the tests).

use super::kernel::{DIGITS, Digits};
use super::lanes::DIGIT_BITS;

/// Bytes of N.
pub(super) const N_BYTES: usize = 384;

const N_HEX: &[u8; 2 * N_BYTES] = b"\
FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

/// k = H(padHex(N), padHex(g)), big-endian: RFC 5054's multiplier with Cognito's padding.
pub(super) const K: [u8; 32] = [
    0x53, 0x82, 0x82, 0xc4, 0x35, 0x47, 0x42, 0xd7, 0xcb, 0xbd, 0xe2, 0x35, 0x9f, 0xcf, 0x67, 0xf9, 0xf5, 0xb3, 0xa6,
    0xb0, 0x87, 0x91, 0xe5, 0x01, 0x1b, 0x43, 0xb8, 0xa5, 0xb6, 0x6d, 0x9e, 0xe6,
];

/// N in balanced digits.
pub(super) static N: Digits = balanced(&N_UNSIGNED);

const MASK: u64 = (1 << DIGIT_BITS) - 1;
const N_UNSIGNED: [u64; DIGITS] = digits_of_n();

const fn nibble(c: u8) -> u64 {
    (if c <= b'9' { c - b'0' } else { c - b'A' + 10 }) as u64
}

const fn digits_of_n() -> [u64; DIGITS] {
    let mut digits = [0; DIGITS];
    let mut i = 0;
    while i < 8 * N_BYTES {
        let bit = nibble(N_HEX[2 * N_BYTES - 1 - i / 4]) >> (i % 4) & 1;
        digits[i / DIGIT_BITS as usize] |= bit << (i % DIGIT_BITS as usize);
        i += 1;
    }
    digits
}

/// -1/N mod R in balanced digits. Digit by digit: with r = 1 + N * n' = 0 below digit i, the next digit of n' is r_i,
/// because -1/N = 1 mod 2^29. Computed when it is needed: what the compiler would compute is as long, compressed, as the
/// number is.
pub(super) fn n_prime() -> Digits {
    let mut found = [0; DIGITS];
    let mut rest = [0; DIGITS];
    rest[0] = 1;
    for i in 0..DIGITS {
        found[i] = rest[i] as u64;
        let digit = rest[i];
        let mut carry = 0;
        for (rest, n) in rest[i..].iter_mut().zip(N.digits()) {
            let sum = *rest + digit * i64::from(*n) + carry;
            *rest = sum & MASK as i64;
            carry = sum >> DIGIT_BITS;
        }
    }
    balanced(&found)
}

/// Digits 0 ..= 2^29 - 1 to digits -2^28 ..= 2^28 - 1 of the same number (modulo R).
const fn balanced(unsigned: &[u64; DIGITS]) -> Digits {
    let mut digits = [0; DIGITS];
    let mut carry = 0;
    let mut i = 0;
    while i < DIGITS {
        let sum = unsigned[i] + carry;
        carry = (sum + (1 << (DIGIT_BITS - 1))) >> DIGIT_BITS;
        digits[i] = sum as i32 - ((carry as i32) << DIGIT_BITS);
        i += 1;
    }
    Digits::padded(&digits)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(super) mod tests {
    use num_bigint::BigUint;

    /// N by num-bigint.
    pub(in crate::srp) fn n() -> BigUint {
        BigUint::parse_bytes(super::N_HEX, 16).expect("hexadecimal")
    }

    /// RFC 3526 section 4 gives N as a formula: 2^3072 - 2^3008 - 1 + 2^64 * (floor(2^2942 * pi) + 1690314).
    #[test]
    fn n_is_the_rfcs() {
        let one = BigUint::from(1u8);
        let bound = (&one << 3072u32) - (&one << 3008u32) - &one + ((floor_pi(2942) + 1_690_314u32) << 64u32);
        assert_eq!(n(), bound);
    }

    /// floor(2^bits * pi) by Machin's formula: 16 * arctan(1/5) - 4 * arctan(1/239).
    fn floor_pi(bits: usize) -> BigUint {
        let guard = 64;
        let arctan = |x: u32| {
            let mut power = (BigUint::from(1u8) << (bits + guard)) / x;
            let (mut plus, mut minus) = (BigUint::ZERO, BigUint::ZERO);
            let mut k = 0u32;
            while power != BigUint::ZERO {
                let term = &power / (2 * k + 1);
                if k.is_multiple_of(2) {
                    plus += term
                } else {
                    minus += term
                }
                power /= x * x;
                k += 1;
            }
            plus - minus
        };
        (arctan(5) * 16u8 - arctan(239) * 4u8) >> guard
    }
}
