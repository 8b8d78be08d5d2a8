// The three tokens: made, read, refreshed, rotated and revoked.
import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { invalid, notAuthorized, refuse } from './refuse.mjs';

const ADMIN_SCOPE = 'aws.cognito.signin.user.admin';
const DAY_S = 24 * 3600;
const UNITS = { seconds: 1, minutes: 60, hours: 3600, days: DAY_S };
const base64url = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** One pair for id tokens and one for access tokens, as a pool on AWS has. */
const keys = Object.fromEntries(
  ['id', 'access'].map((use) => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = pair.publicKey.export({ format: 'jwk' });
    return [use, { ...pair, jwk, kid: createHash('sha256').update(jwk.n).digest('base64') }];
  }),
);
export const jwks = () => ({
  keys: Object.values(keys).map(({ jwk, kid }) => ({ alg: 'RS256', e: jwk.e, kid, kty: 'RSA', n: jwk.n, use: 'sig' })),
});

function signed(claims) {
  const { privateKey, kid } = keys[claims.token_use];
  const head = `${base64url({ kid, alg: 'RS256' })}.${base64url(claims)}`;
  return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`;
}

/** The claims of a token that this process has signed, or undefined. */
export function claimsOf(jwt) {
  const parts = jwt.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(parts[1], 'base64url'));
    const key = keys[claims.token_use];
    return key &&
      verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`), key.publicKey, Buffer.from(parts[2], 'base64url'))
      ? claims
      : undefined;
  } catch {
    return undefined;
  }
}

const life = (client, name, fallback) =>
  (client[`${name}Validity`] ?? fallback) *
  UNITS[client.TokenValidityUnits?.[name] ?? (name === 'RefreshToken' ? 'days' : 'hours')];

// ---- what the trigger before the generation of tokens (version 2) answers
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html

function scopesOf({ scopes = [ADMIN_SCOPE] }, { scopesToAdd = [], scopesToSuppress = [] } = {}) {
  return [...scopes, ...scopesToAdd].filter((scope) => !scopesToSuppress.includes(scope));
}

function generated(claims, { claimsToAddOrOverride, claimsToSuppress = [] } = {}) {
  const kept = Object.entries(claims).filter(([name]) => !claimsToSuppress.includes(name));
  return { ...Object.fromEntries(kept), ...claimsToAddOrOverride };
}

function issue(pool, origin) {
  const { client, user, nonce } = origin;
  const { idTokenGeneration, accessTokenGeneration, groupOverrideDetails } = pool.tokenGeneration;
  const scopes = scopesOf(origin, accessTokenGeneration);
  const now = Math.floor(pool.now() / 1000);
  const jti = (what) => pool.uuid(`${what} ${user.username}`);
  const names = groupOverrideDetails?.groupsToOverride ?? user.groups;
  const groups = names?.length && { 'cognito:groups': names };
  const common = {
    sub: user.attributes.sub,
    ...groups,
    iss: pool.issuer,
    origin_jti: origin.jti,
    event_id: origin.event,
    auth_time: origin.authTime,
    iat: now,
  };
  const { sub, email_verified, phone_number_verified, ...rest } = user.attributes;
  const id = {
    ...common,
    ...rest,
    'cognito:username': user.username,
    aud: client.ClientId,
    token_use: 'id',
    exp: now + life(client, 'IdToken', 1),
    jti: jti('id'),
    ...(nonce && { nonce }),
    ...(user.identities && { identities: user.identities }),
    ...(email_verified && { email_verified: email_verified === 'true' }),
    ...(phone_number_verified && { phone_number_verified: phone_number_verified === 'true' }),
  };
  const access = {
    ...common,
    ...(origin.device && { device_key: origin.device }),
    client_id: client.ClientId,
    token_use: 'access',
    scope: scopes.join(' '),
    exp: now + life(client, 'AccessToken', 1),
    jti: jti('access'),
    username: user.username,
  };
  if (client.EnableTokenRevocation === false) (delete id.origin_jti, delete access.origin_jti);
  return {
    AccessToken: signed(generated(access, accessTokenGeneration)),
    ExpiresIn: life(client, 'AccessToken', 1),
    IdToken: signed(generated(id, idTokenGeneration)),
    TokenType: 'Bearer',
  };
}

/** In the form of the real ones, which are encrypted: nobody can read anything out of it. */
function refreshToken(pool, origin, expires = pool.now() + life(origin.client, 'RefreshToken', 30) * 1000) {
  const parts = [32, 12, 96, 16].map((length) =>
    pool.bytes(`${pool.id} refresh ${origin.user.username}`, length).toString('base64url'),
  );
  const token = [base64url({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }), ...parts].join('.');
  pool.refreshTokens.set(token, { origin, expires });
  return token;
}

/** The end of a sign-in. */
export function signedIn(pool, { client, user, device, newDevice, scopes, nonce }) {
  const origin = {
    jti: pool.uuid(`origin ${user.username}`),
    event: pool.uuid(`event ${user.username}`),
    client,
    user,
    authTime: Math.floor(pool.now() / 1000),
    device: device ?? newDevice?.DeviceKey,
    scopes,
    nonce,
    revoked: false,
  };
  pool.origins.set(origin.jti, origin);
  const { AccessToken, ExpiresIn, IdToken, TokenType } = issue(pool, origin);
  return {
    AccessToken,
    ExpiresIn,
    IdToken,
    ...(newDevice && { NewDeviceMetadata: newDevice }),
    RefreshToken: refreshToken(pool, origin),
    TokenType,
  };
}

/** The user of an access token that is good now. */
export function userOf(pool, token) {
  const claims = claimsOf(token);
  if (!claims || claims.token_use !== 'access' || claims.iss !== pool.issuer) notAuthorized('Invalid Access Token');
  if (pool.now() / 1000 >= claims.exp) notAuthorized('Access Token has expired');
  const user = pool.find(claims.username);
  if (!user || user.attributes.sub !== claims.sub) refuse('UserNotFoundException', 'User does not exist.');
  const origin = pool.origins.get(claims.origin_jti);
  if (origin?.revoked) notAuthorized('Access Token has been revoked');
  if (!user.enabled) notAuthorized('User is disabled.');
  if (!claims.scope.split(' ').includes(ADMIN_SCOPE)) notAuthorized('Access Token does not have required scopes');
  return { user, origin, claims };
}

function refreshable(pool, client, token, deviceKey) {
  const known = pool.refreshTokens.get(token);
  if (!known || known.origin.client !== client) notAuthorized('Invalid Refresh Token');
  const { origin } = known;
  if (origin.revoked) notAuthorized('Refresh Token has been revoked');
  if (pool.now() >= known.expires) notAuthorized('Refresh Token has expired');
  if (pool.users.get(pool.key(origin.user.username)) !== origin.user)
    refuse('UserNotFoundException', 'User does not exist.');
  if (!origin.user.enabled) notAuthorized('User is disabled.');
  if (origin.user.status === 'RESET_REQUIRED')
    refuse('PasswordResetRequiredException', 'Password reset required for the user');
  // A pool that tracks devices wants the key of the one that signed in.
  if (pool.devices && origin.device && origin.user.devices.has(origin.device) && deviceKey !== origin.device)
    notAuthorized('Invalid Refresh Token.');
  return known;
}

/** REFRESH_TOKEN_AUTH. */
export function refresh(pool, client, token, deviceKey) {
  if (client.RefreshTokenRotation?.Feature === 'ENABLED')
    invalid('REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation');
  return issue(pool, refreshable(pool, client, token, deviceKey).origin);
}

/** GetTokensFromRefreshToken: with rotation, a new refresh token, and the old one good for a little longer. */
export function rotate(pool, client, token, deviceKey) {
  const known = refreshable(pool, client, token, deviceKey);
  const { Feature, RetryGracePeriodSeconds = 0 } = client.RefreshTokenRotation ?? {};
  if (Feature !== 'ENABLED') return issue(pool, known.origin);
  if (known.usedUntil !== undefined && pool.now() >= known.usedUntil)
    refuse('RefreshTokenReuseException', 'Refresh token has been reused');
  known.usedUntil ??= pool.now() + RetryGracePeriodSeconds * 1000;
  const tokens = issue(pool, known.origin);
  // A rotated token lives as long as the first one would have.
  return { ...tokens, RefreshToken: refreshToken(pool, known.origin, known.expires) };
}

/** The token endpoint's `refresh_token`, which does not mind rotation: the tokens, and the sign-in that they came of. */
export function refreshed(pool, client, token) {
  const result = rotate(pool, client, token);
  return { result, origin: pool.refreshTokens.get(token).origin };
}

export function revoke(pool, client, token) {
  if (claimsOf(token)) refuse('UnsupportedTokenTypeException', 'Unsupported token type');
  if (client.EnableTokenRevocation === false)
    refuse('UnsupportedOperationException', 'Token revocation is not enabled for this client');
  const known = pool.refreshTokens.get(token);
  if (known && known.origin.client !== client)
    refuse('UnauthorizedException', 'Refresh token was not issued to this client');
  if (known) known.origin.revoked = true;
}

export function signOutEverywhere(pool, user) {
  for (const origin of pool.origins.values()) if (origin.user === user) origin.revoked = true;
}
