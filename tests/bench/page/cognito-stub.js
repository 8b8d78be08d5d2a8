// Cognito's part of a sign-in with SRP, from the protocol's description and in plain BigInt: it shares no code with
// what is measured. What is dear is done before and after: B before the sign-in begins, the proof after it has ended,
// so that the clock counts the library alone. A proof that is wrong is an error.
import { N, fromBytes, g, k, power, random, toBytes } from './exchange.js';

const encode = (text) => new TextEncoder().encode(text);
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const concat = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest('SHA-256', concat(...parts)));

/** As Java prints a positive BigInteger: a leading zero where the first bit would be a sign. */
const signed = (number) => toBytes(number, Math.floor(number.toString(2).length / 8) + 1);

async function hmac(key, ...parts) {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, concat(...parts)));
}

async function hkdf(ikm, salt) {
  const key = await crypto.subtle.importKey('raw', ikm, 'HKDF', false, ['deriveBits']);
  const info = encode('Caldera Derived Key');
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, 128));
}

function token(claims) {
  const part = (object) =>
    base64(encode(JSON.stringify(object)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');
  const now = Math.floor(Date.now() / 1000);
  return (
    [
      { kid: 'bench', alg: 'RS256' },
      { ...claims, auth_time: now, iat: now, exp: now + 3600 },
    ]
      .map(part)
      .join('.') + '.c2ln'
  );
}

const reply = (body) =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/x-amz-json-1.1' } });

export class CognitoStub {
  /** A user pool with one user. */
  static async for({ userPoolId, userPoolWebClientId }, username, password) {
    const stub = new CognitoStub();
    const salt = random(128);
    stub.clientId = userPoolWebClientId;
    stub.username = username;
    stub.userId = '5f0c2a6e-0d52-4a3c-9d1f-3f4b8c6b7a10';
    stub.poolName = userPoolId.split('_')[1];
    stub.salt = salt;
    const identity = await sha256(encode(`${stub.poolName}${stub.userId}:${password}`));
    stub.v = power(g, fromBytes(await sha256(signed(salt), identity)));
    return stub;
  }

  /** Chooses b and B for the next sign-in. */
  expectSignIn() {
    const b = random(256);
    const B = (k * this.v + power(g, b)) % N;
    this.exchange = { b, B, secretBlock: base64(crypto.getRandomValues(new Uint8Array(900))) };
  }

  answer(operation, body) {
    if (!this[operation]) throw new Error(`${operation} is not expected in a sign-in`);
    return this[operation](body);
  }

  InitiateAuth({ AuthFlow, AuthParameters: { SRP_A, USERNAME }, ClientId }) {
    if (AuthFlow !== 'USER_SRP_AUTH' || USERNAME !== this.username || ClientId !== this.clientId)
      throw new Error('InitiateAuth: not what was expected');
    this.exchange.A = BigInt(`0x${SRP_A}`);
    return reply({
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        SALT: this.salt.toString(16),
        SECRET_BLOCK: this.exchange.secretBlock,
        SRP_B: this.exchange.B.toString(16),
        USERNAME: this.userId,
        USER_ID_FOR_SRP: this.userId,
      },
    });
  }

  RespondToAuthChallenge({ ChallengeName, ChallengeResponses }) {
    if (ChallengeName !== 'PASSWORD_VERIFIER') throw new Error(`${ChallengeName} is not expected`);
    this.exchange.claim = ChallengeResponses;
    const { clientId, userId, username } = this;
    const claims = { sub: userId, iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Bench0000' };
    const access = {
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      client_id: clientId,
      username: userId,
      // Says that the session can be revoked, so that a sign-out does.
      origin_jti: '0b7a9a3e-6a8c-4d5e-9a53-2f4a0f2f6c11',
    };
    const id = { token_use: 'id', aud: clientId, 'cognito:username': userId, email: username };
    return reply({
      AuthenticationResult: {
        AccessToken: token({ ...claims, ...access }),
        IdToken: token({ ...claims, ...id }),
        RefreshToken: 'bench-refresh-token',
        ExpiresIn: 3600,
        TokenType: 'Bearer',
      },
      ChallengeParameters: {},
    });
  }

  GetUser() {
    return reply({
      Username: this.userId,
      UserAttributes: [
        { Name: 'sub', Value: this.userId },
        { Name: 'email', Value: this.username },
      ],
    });
  }

  RevokeToken({ Token, ClientId }) {
    if (Token !== 'bench-refresh-token' || ClientId !== this.clientId)
      throw new Error('RevokeToken: not what was expected');
    return reply({});
  }

  /** Whether the last sign-in proved that it knows the password. */
  async verify() {
    const { A, b, B, claim, secretBlock } = this.exchange;
    if (!claim || A % N === 0n) throw new Error('there was no sign-in');
    const u = fromBytes(await sha256(signed(A), signed(B)));
    const S = power((A * power(this.v, u)) % N, b);
    const key = await hkdf(signed(S), signed(u));
    const { PASSWORD_CLAIM_SIGNATURE, PASSWORD_CLAIM_SECRET_BLOCK, TIMESTAMP, USERNAME } = claim;
    const proof = await hmac(
      key,
      encode(this.poolName),
      encode(this.userId),
      fromBase64(secretBlock),
      encode(TIMESTAMP),
    );
    if (
      PASSWORD_CLAIM_SIGNATURE !== base64(proof) ||
      PASSWORD_CLAIM_SECRET_BLOCK !== secretBlock ||
      USERNAME !== this.userId
    )
      throw new Error('PASSWORD_CLAIM_SIGNATURE is wrong');
    this.exchange = undefined;
  }
}
