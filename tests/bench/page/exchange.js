// Sign-ins to compute, with the right answers: both sides of SRP in the group that Cognito uses, in plain BigInt.
// The secret S is computed as the server does, S = (A * v^u)^b, so it shares no formula with what is measured.

export const N = BigInt(
  '0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD' +
    'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED' +
    'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F' +
    '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B' +
    'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510' +
    '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7' +
    'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C' +
    'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
);
export const g = 2n;
/** H(padHex(N), padHex(g)) */
export const k = 0x538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6n;

/** base^exponent mod N, four bits of the exponent at a time. */
export function power(base, exponent) {
  const powers = [1n];
  while (powers.length < 16) powers.push((powers.at(-1) * base) % N);
  let result = 1n;
  for (const digit of exponent.toString(16)) {
    for (let i = 0; i < 4; i++) result = (result * result) % N;
    result = (result * powers[parseInt(digit, 16)]) % N;
  }
  return result;
}

export const toHex = (number, bytes) => number.toString(16).padStart(2 * bytes, '0');

export function toBytes(number, bytes) {
  const hex = toHex(number, bytes);
  return Uint8Array.from({ length: bytes }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

export const fromBytes = (bytes) =>
  BigInt('0x' + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));

export const random = (bits) => fromBytes(crypto.getRandomValues(new Uint8Array(bits / 8)));

/** One exchange, with a secret a of so many bits: what the client knows (a, x, u, B), and what it must find (A, S). */
export function newExchange(secretBits) {
  const [a, b, x, u] = [random(secretBits), random(256), random(256), random(256)];
  const v = power(g, x);
  const A = power(g, a);
  const B = (k * v + power(g, b)) % N;
  const S = power((A * power(v, u)) % N, b);
  return { secretBits, a, x, u, B, expected: { A, S } };
}
