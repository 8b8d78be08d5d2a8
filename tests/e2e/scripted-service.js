// A service in a test's own hands, for what the local Cognito never does: codes by message, devices, refusals at will.
import { createHash, createHmac } from 'node:crypto';

const base64url = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');

/** `AuthenticationResult` of a user, for an hour; the tokens are not signed, and have the claims `issued` as well. */
export function tokens(username, more, issued) {
  const iat = Math.floor(Date.now() / 1000);
  const token = (claims) => `e30.${base64url({ sub: username, iat, exp: iat + 3600, ...issued, ...claims })}.s`;
  return {
    IdToken: token({ token_use: 'id', 'cognito:username': username }),
    AccessToken: token({ token_use: 'access', username, scope: 'aws.cognito.signin.user.admin' }),
    RefreshToken: `refresh-of-${username}`,
    ...more,
  };
}

/** A refusal. */
export const refuse = (code, message = code) => ({ refusal: { __type: code, message } });

/**
 * Answers the page's calls: `answers[operation]` is a list of replies, taken in turn. A reply is a body, a refusal, or a function of the
 * request's body that gives one; GetUser has an answer of its own. Gives what was asked for too often.
 */
export async function serve(app, answers) {
  const unexpected = [];
  await app.page.unroute(app.pool.endpoint);
  await app.page.route(app.pool.endpoint, async (route, request) => {
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 200, headers });
    const operation = request.headers()['x-amz-target'].split('.')[1];
    let reply = answers[operation]?.shift();
    if (typeof reply === 'function') reply = await reply(request.postDataJSON());
    if (!reply && operation === 'GetUser')
      reply = { Username: 'ana-1', UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }] };
    if (!reply) unexpected.push(operation);
    const { refusal = reply ? undefined : { __type: 'Unexpected' } } = reply ?? {};
    return route.fulfill({ status: refusal ? 400 : 200, headers, body: JSON.stringify(refusal ?? reply) });
  });
  return unexpected;
}

// ---- the server's side of a device's SRP, from the formulas alone

const N = BigInt(
  `0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437
4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05
98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B
E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33
A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864
D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`.replaceAll(
    '\n',
    '',
  ),
);
const number = (bytes) => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();

/** Big-endian, positive in two's complement. */
function padded(value) {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % N)
    if (rest & 1n) result = (result * square) % N;
  return result;
}

/** A device that the service knows by what ConfirmDevice told it. */
export class KnownDevice {
  secretBlock = Buffer.from('a secret block');

  constructor(groupKey, { DeviceKey, DeviceSecretVerifierConfig: { Salt, PasswordVerifier } }) {
    this.names = [groupKey, DeviceKey].map((name) => Buffer.from(name));
    this.salt = number(Buffer.from(Salt, 'base64'));
    this.verifier = number(Buffer.from(PasswordVerifier, 'base64'));
  }

  /** Answers DEVICE_SRP_AUTH. */
  challenge({ ChallengeResponses: { SRP_A } }) {
    const b = 0x1234567890abcdef1234567890abcdefn;
    const k = number(sha256(padded(N), padded(2n)));
    const B = (k * this.verifier + power(2n, b)) % N;
    const A = BigInt(`0x${SRP_A}`);
    const u = number(sha256(padded(A), padded(B)));
    const S = power(A * power(this.verifier, u), b);
    this.key = hmac(hmac(padded(u), padded(S)), Buffer.from('Caldera Derived Key\x01')).subarray(0, 16);
    return {
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      Session: 'device-2',
      ChallengeParameters: {
        SRP_B: B.toString(16),
        SALT: this.salt.toString(16),
        SECRET_BLOCK: this.secretBlock.toString('base64'),
      },
    };
  }

  /** Whether DEVICE_PASSWORD_VERIFIER is answered by who has the device's password. */
  isProvedBy({ ChallengeResponses: { TIMESTAMP, PASSWORD_CLAIM_SIGNATURE } }) {
    return (
      PASSWORD_CLAIM_SIGNATURE ===
      hmac(this.key, ...this.names, this.secretBlock, Buffer.from(TIMESTAMP)).toString('base64')
    );
  }
}
