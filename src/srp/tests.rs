#![allow(clippy::unwrap_used, reason = "a test that unwraps nothing fails, as it should")]

use super::*;
use num_bigint::BigUint;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

/// Leaves everything to this module.
const NONE: Accelerator<'static> = &|_, _| false;

/// Two digits for each byte.
fn hex_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn big(hex: &str) -> BigUint {
    BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_else(|| panic!("{hex}"))
}

fn n() -> BigUint {
    group::tests::n()
}

fn fixed<const LENGTH: usize>(number: &BigUint) -> [u8; LENGTH] {
    let bytes = number.to_bytes_be();
    let mut fixed = [0; LENGTH];
    fixed[LENGTH - bytes.len()..].copy_from_slice(&bytes);
    fixed
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"))
}

fn vectors(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../tests/vectors/srp.json")).unwrap();
    all[kind].as_array().unwrap().clone()
}

#[test]
fn every_number_of_a_recorded_sign_in_comes_out_by_name() {
    let vectors = vectors("sign_in");
    assert!(vectors.len() >= 15);
    for vector in &vectors {
        let title = text(vector, "title");
        let get = |name| text(vector, name);
        let number = |name| big(get(name));
        let salt = hex(get("salt").as_bytes(), 64).unwrap();
        let identity = sha256(&[
            get("pool_name").as_bytes(),
            get("user_id").as_bytes(),
            b":",
            get("password").as_bytes(),
        ]);
        assert_eq!(hex_text(&identity), get("identity"), "the identity's hash: {title}");
        let x = private_key(
            get("pool_name").as_bytes(),
            get("user_id").as_bytes(),
            get("password").as_bytes(),
            &salt,
        );
        assert_eq!(BigUint::from_bytes_be(&x), number("x"), "x: {title}");
        let a_pub = kernel::power_of_g(&number("a").to_bytes_be());
        assert_eq!(BigUint::from_bytes_be(&a_pub), number("a_pub"), "A: {title}");
        let u = scrambling_parameter(&a_pub, &number("b_pub").to_bytes_be());
        assert_eq!(BigUint::from_bytes_be(&u), number("u"), "u: {title}");
        let exponent = number("a") + number("u") * number("x");
        let s = kernel::shared_secret(&fixed(&number("b_pub")), &x, &exponent.to_bytes_be());
        assert_eq!(BigUint::from_bytes_be(&s), number("s"), "S: {title}");
        let key = session_key(&u, &s);
        assert_eq!(hex_text(&key), get("key"), "K: {title}");
        let signature = hmac(
            &key,
            &[
                get("pool_name").as_bytes(),
                get("user_id").as_bytes(),
                &base64_decode(get("secret_block").as_bytes()).unwrap(),
                get("timestamp").as_bytes(),
            ],
        );
        assert_eq!(base64_encode(&signature), get("signature"), "signature: {title}");
    }
}

fn ephemeral(a: &BigUint) -> Ephemeral {
    Ephemeral::new(Box::new(fixed(a)), NONE)
}

fn verifier(vector: &Value) -> Verifier<'_> {
    let get = |name| text(vector, name).as_bytes();
    Verifier {
        pool_name: get("pool_name"),
        user_id: get("user_id"),
        password: get("password"),
        salt: get("salt"),
        b_pub: get("b_pub"),
        secret_block: get("secret_block"),
        timestamp: get("timestamp"),
    }
}

/// The recorded sign-ins whose a has our length.
fn sign_ins() -> Vec<Value> {
    vectors("sign_in")
        .into_iter()
        .filter(|vector| big(text(vector, "a")).bits() <= 256)
        .collect()
}

#[test]
fn recorded_sign_ins_end_in_the_recorded_signature() {
    let sign_ins = sign_ins();
    assert!(sign_ins.len() >= 14);
    for vector in &sign_ins {
        let ephemeral = ephemeral(&big(text(vector, "a")));
        assert_eq!(ephemeral.a_pub(), text(vector, "a_pub"), "{}", text(vector, "title"));
        let signature = claim_signature(&ephemeral, &verifier(vector), NONE);
        assert_eq!(
            signature.as_deref(),
            Ok(text(vector, "signature")),
            "{}",
            text(vector, "title")
        );
    }
}

#[test]
fn recorded_devices_get_the_recorded_salt_and_verifier() {
    for vector in vectors("device") {
        let get = |name| text(&vector, name);
        let salt = fixed(&big(get("salt_bytes")));
        let x = private_key(
            get("group_key").as_bytes(),
            get("device_key").as_bytes(),
            get("random_password").as_bytes(),
            &salt,
        );
        assert_eq!(hex_text(&x), get("x"));
        let made = device_verifier(
            get("group_key").as_bytes(),
            get("device_key").as_bytes(),
            get("random_password").as_bytes(),
            salt,
            NONE,
        );
        assert_eq!(
            (made.salt.as_str(), made.verifier.as_str()),
            (get("salt"), get("verifier"))
        );
    }
}

#[test]
fn numbers_are_padded_like_javas() {
    for (number, expected) in [
        ("00", "00"),
        ("0000", "00"),
        ("01", "01"),
        ("7f", "7f"),
        ("007f", "7f"),
        ("80", "0080"),
        ("ff", "00ff"),
        ("0080", "0080"),
        ("0abc", "0abc"),
        ("8abc", "008abc"),
        ("00000100", "0100"),
    ] {
        assert_eq!(hex_text(&padded(&hex_decode(number.as_bytes()).unwrap())), expected);
    }
    assert_eq!(padded(&[]), [0]);
}

#[test]
fn k_is_the_hash_of_n_and_g() {
    assert_eq!(sha256(&[&padded(&n().to_bytes_be()), &padded(&[2])]), group::K);
}

/// A sign-in that works, for the tests that break one thing.
fn one() -> (Value, Ephemeral) {
    let vector = sign_ins().remove(0);
    let ephemeral = ephemeral(&big(text(&vector, "a")));
    (vector, ephemeral)
}

fn with(name: &str, value: &str) -> Result<String, SrpError> {
    let (mut vector, ephemeral) = one();
    vector[name] = value.into();
    claim_signature(&ephemeral, &verifier(&vector), NONE)
}

#[test]
fn an_accelerator_gets_the_numbers_and_its_result_counts() {
    let vectors = vectors("sign_in");
    let vector = vectors
        .iter()
        .find(|vector| big(text(vector, "a")).bits() <= 256)
        .expect("one is of our length");
    let number = |name| fixed::<N_BYTES>(&big(text(vector, name)));
    let (a, s) = (big(text(vector, "a")), number("s"));
    let jobs = std::cell::RefCell::new(Vec::new());
    let accelerator = |job, work: &mut Work| {
        jobs.borrow_mut().push(job);
        let (result, rest) = work.split_at_mut(N_BYTES);
        match job {
            Job::APub => {
                assert_eq!(rest[..32], fixed::<32>(&a));
                result.copy_from_slice(&number("a_pub"));
            }
            Job::SharedSecret => {
                assert_eq!(result, number("b_pub"));
                assert_eq!(rest[..32], fixed::<32>(&big(text(vector, "x"))));
                let exponent = &a + big(text(vector, "u")) * big(text(vector, "x"));
                assert_eq!(rest[32..], fixed::<64>(&exponent));
                result.copy_from_slice(&s);
            }
        }
        true
    };
    let ephemeral = Ephemeral::new(Box::new(fixed(&a)), &accelerator);
    assert_eq!(ephemeral.a_pub(), text(vector, "a_pub").trim_start_matches('0'));
    let signature = claim_signature(&ephemeral, &verifier(vector), &accelerator);
    assert_eq!(signature.as_deref(), Ok(text(vector, "signature")));
    assert_eq!(*jobs.borrow(), [Job::APub, Job::SharedSecret]);
}

#[test]
fn a_b_pub_of_0_modulo_n_is_refused() {
    let n_hex = n().to_str_radix(16);
    for b_pub in [
        "0",
        "00",
        &"0".repeat(768),
        &n_hex,
        &n_hex.to_uppercase(),
        &format!("000{n_hex}"),
        &(n() * 2u8).to_str_radix(16),
        &(n() * 257u16).to_str_radix(16),
        // Not 0, but no server's either.
        &(n() * 2u8 + 1u8).to_str_radix(16),
    ] {
        assert_eq!(with("b_pub", b_pub), Err(SrpError::ZeroB), "{b_pub}");
    }
}

#[test]
fn what_is_not_a_number_is_refused_by_name() {
    let endless = format!("1{}", "0".repeat(2 * MAX_BYTES));
    for b_pub in ["", "xyz", "0x12", " 12", "12 ", "-1", "é", &endless] {
        assert_eq!(with("b_pub", b_pub), Err(SrpError::BadHex("SRP_B")), "{b_pub}");
    }
    for salt in ["", "g", "0x1", &endless] {
        assert_eq!(with("salt", salt), Err(SrpError::BadHex("SALT")));
    }
    for secret_block in ["*", "ab=c", "ä"] {
        assert_eq!(with("secret_block", secret_block), Err(SrpError::BadSecretBlock));
    }
}

#[test]
fn leading_zeros_and_capitals_change_nothing() {
    let (vector, _) = one();
    let expected = Ok(text(&vector, "signature").to_owned());
    let (b_pub, salt) = (
        text(&vector, "b_pub").to_uppercase(),
        text(&vector, "salt").to_uppercase(),
    );
    assert_eq!(with("b_pub", &b_pub), expected);
    assert_eq!(with("salt", &salt), expected);
    let (b_pub, salt) = (format!("00000{b_pub}"), format!("000{salt}"));
    assert_eq!(with("b_pub", &b_pub), expected);
    assert_eq!(with("salt", &salt), expected);
}

/// Cognito's side, with an independent library: what it computes from the verifier g^x and its own b.
struct Server {
    b: BigUint,
    verifier: BigUint,
    b_pub: BigUint,
}

impl Server {
    fn new(pool_name: &str, user_id: &str, password: &str, salt: &BigUint, b: BigUint) -> Self {
        let inner = Sha256::digest(format!("{pool_name}{user_id}:{password}"));
        let x = Sha256::digest([signed(salt), inner.to_vec()].concat());
        let verifier = BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&x), &n());
        let k = BigUint::from_bytes_be(&Sha256::digest([signed(&n()), vec![2]].concat()));
        let b_pub = (k * &verifier + BigUint::from(2u8).modpow(&b, &n())) % n();
        Self { b, verifier, b_pub }
    }

    fn signature(&self, a_pub: &str, message: &[u8]) -> String {
        let a_pub = big(a_pub);
        let u = Sha256::digest([signed(&a_pub), signed(&self.b_pub)].concat());
        let u = BigUint::from_bytes_be(&u);
        let s = (a_pub * self.verifier.modpow(&u, &n())).modpow(&self.b, &n());
        let extracted = hmac(&signed(&u), &[&signed(&s)]);
        let key = &hmac(&extracted, &[b"Caldera Derived Key", &[1]])[..16];
        base64_encode(&hmac(key, &[message]))
    }
}

/// num-bigint's own form of a positive number in two's complement.
fn signed(number: &BigUint) -> Vec<u8> {
    num_bigint::BigInt::from(number.clone()).to_signed_bytes_be()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, rng_seed: RngSeed::Fixed(3072), ..ProptestConfig::default() })]

    #[test]
    fn a_server_with_the_users_verifier_accepts_the_signature(
        a in any::<[u8; 32]>(),
        b in any::<[u8; 32]>(),
        pool_name in "\\PC{0,20}",
        user_id in "\\PC{0,40}",
        password in "\\PC{0,80}",
        salt in prop::collection::vec(any::<u8>(), 1..20),
        zeros in 0usize..4,
        secret_block in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let salt = [vec![0; zeros], salt].concat();
        let server = Server::new(&pool_name, &user_id, &password, &BigUint::from_bytes_be(&salt), BigUint::from_bytes_be(&b));
        let ephemeral = Ephemeral::new(Box::new(a), NONE);
        let timestamp = "Thu Jan 1 00:00:00 UTC 2026";
        let signature = claim_signature(&ephemeral, &Verifier {
            pool_name: pool_name.as_bytes(),
            user_id: user_id.as_bytes(),
            password: password.as_bytes(),
            salt: hex_text(&salt).as_bytes(),
            b_pub: server.b_pub.to_str_radix(16).as_bytes(),
            secret_block: base64_encode(&secret_block).as_bytes(),
            timestamp: timestamp.as_bytes(),
        }, NONE);
        let message = [pool_name.as_bytes(), user_id.as_bytes(), &secret_block, timestamp.as_bytes()].concat();
        prop_assert_eq!(signature, Ok(server.signature(ephemeral.a_pub(), &message)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(3072), ..ProptestConfig::default() })]

    #[test]
    fn the_exponent_is_a_plus_u_times_x(a in any::<[u8; 32]>(), u in any::<[u8; 32]>(), x in any::<[u8; 32]>()) {
        let [a_number, u_number, x_number] = [a, u, x].map(|bytes| BigUint::from_bytes_be(&bytes));
        prop_assert_eq!(BigUint::from_bytes_be(&product_plus(&u, &x, &a)), a_number + u_number * x_number);
    }
}

#[test]
fn the_largest_exponent_fits() {
    let most = BigUint::from_bytes_be(&[0xff; 32]);
    assert_eq!(
        BigUint::from_bytes_be(&product_plus(&[0xff; 32], &[0xff; 32], &[0xff; 32])),
        &most * &most + &most
    );
}

#[test]
fn extreme_b_pubs_are_computed_like_any() {
    let x = [0xa5; 32];
    let exponent = [0x5a; 64];
    let k = BigUint::from_bytes_be(&group::K);
    let kv = k * BigUint::from(2u8).modpow(&BigUint::from_bytes_be(&x), &n()) % n();
    let one = BigUint::from(1u8);
    let top = (&one << 3072u32) - &one;
    for b_pub in [
        one.clone(),
        &n() - &one,
        &n() + &one,
        top,
        kv.clone(),
        &kv + &one,
        &kv - &one,
    ] {
        let base = (&b_pub + n() - &kv) % n();
        let expected = base.modpow(&BigUint::from_bytes_be(&exponent), &n());
        let s = kernel::shared_secret(&fixed(&b_pub), &x, &exponent);
        assert_eq!(BigUint::from_bytes_be(&s), expected, "B = {b_pub:x}");
    }
    // B = k * g^x: S is 0, and its padded form is one byte.
    assert_eq!(kernel::shared_secret(&fixed(&kv), &x, &exponent), [0; N_BYTES]);
    assert_eq!(padded(&[0; N_BYTES]), [0]);
}
