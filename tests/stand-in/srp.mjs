// The server's half of SRP-6a as Cognito speaks it, for passwords and for devices. Written from the protocol, with
// BigInt and node:crypto alone, so that it can be wrong only where the client is not wrong in the same way.
import { createHash, createHmac } from 'node:crypto';

/** RFC 3526, group 15. */
export const N = BigInt(
  `0x
  FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD
  EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED
  EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
  83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
  E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510
  15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
  ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C
  BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`.replace(/\s/g, ''),
);
export const g = 2n;

export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hmac = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest();
export const int = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

/** A number as Java's BigInteger.toByteArray gives it: big-endian, with a zero byte before a set top bit. */
export function bytes(number) {
  const hex = number.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

export function power(base, exponent, modulus = N) {
  let result = 1n;
  base %= modulus;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

const k = int(sha256(bytes(N), bytes(g)));

/** What is kept of a password: `v`, for a group (pool or device group), a name and a salt. */
export function verifier(group, name, password, salt) {
  return power(g, int(sha256(bytes(int(salt)), sha256(`${group}${name}:${password}`))));
}

/** The server's ephemeral: `B` for the client, from `v` and the secret `b`. */
export const publicValue = (v, b) => (k * v + power(g, b)) % N;

/** The key both sides have if the client knew the password: 16 bytes. */
export function sessionKey(A, B, v, b) {
  const u = int(sha256(bytes(A), bytes(B)));
  const S = power((A * power(v, u)) % N, b);
  return hmac(hmac(bytes(u), bytes(S)), 'Caldera Derived Key', Buffer.from([1])).subarray(0, 16);
}

export const signature = (key, group, name, secretBlock, timestamp) =>
  hmac(key, group, name, Buffer.from(secretBlock, 'base64'), timestamp).toString('base64');
