// The stored session of a user: its keys, what its tokens say and until when they are valid, how it is read whole, and
// how it is written so that no part of it makes a session. No other file knows any of that.
//
// The functions take a storage, which is anything with localStorage's methods, and plain values. Tokens are `{ idToken,
// accessToken, refreshToken, clockDrift }`: three texts, empty where there is none, and the whole seconds that the
// device is ahead of the service. The module reads by this file, too: core.js has no copy of it.
//
// Source: `amazon-cognito-identity-js/src/CognitoUser.js`, `getSession`, `cacheTokens` and `clearCachedTokens`.

import { NO_ID_TOKEN, NO_REFRESH_TOKEN } from './error-texts.js';

// ---- keys

/** The prefix of an app client's keys. */
export const keyPrefixOf = (clientId) => `CognitoIdentityServiceProvider.${clientId}`;

/**
 * The keys of an app client and of one of its users: Amplify's, so that either library reads what the other left.
 *
 * Names are joined without escaping, as in v5. No two users share a key all the same: an app client's id has no dot,
 * nor has the name of what is stored, so that the second dot of a key and the last one say where the username begins
 * and ends. And every key of a user has a dot after the client's id and one more, which `LastAuthUser` has not.
 */
export function keysOf(clientId, username) {
  const client = keyPrefixOf(clientId);
  const keyOf = (name) => `${client}.${username}.${name}`;
  return {
    /** The username of the last sign-in. The user is signed in while the key exists. */
    lastAuthUser: `${client}.LastAuthUser`,
    idToken: keyOf('idToken'),
    accessToken: keyOf('accessToken'),
    refreshToken: keyOf('refreshToken'),
    clockDrift: keyOf('clockDrift'),
    /** v6's, of a sign-in by password, and of one at the hosted page. */
    signInDetails: keyOf('signInDetails'),
    oauthMetadata: keyOf('oauthMetadata'),
    /** The session is one of the hosted page. Not Amplify's. */
    hostedUI: keyOf('hostedUI'),
    /** The body of the last `GetUser`. */
    userData: keyOf('userData'),
    /** This key and the next two outlive sign-out: the device stays remembered. */
    deviceKey: keyOf('deviceKey'),
    randomPasswordKey: keyOf('randomPasswordKey'),
    deviceGroupKey: keyOf('deviceGroupKey'),
    /** In sessionStorage: the session of the app client is this tab's own, and lies there. */
    tabSession: `cognito-auth-wasm.tab.${clientId}`,
  };
}

/** The stored fields of a device: the field of a user object, and the name of its key. */
export const deviceFields = {
  deviceKey: 'deviceKey',
  randomPassword: 'randomPasswordKey',
  deviceGroupKey: 'deviceGroupKey',
};

const sessionNames = ['idToken', 'accessToken', 'refreshToken', 'clockDrift', 'userData', 'hostedUI'];

/**
 * The app client, the user and the name of what is stored under a key; without a name, it is a key of no app client.
 * `LastAuthUser` has no user.
 */
export function meaningOf(key) {
  const found = /^CognitoIdentityServiceProvider\.([^.]+)\.(?:(.*)\.)?([^.]+)$/s.exec(key);
  const [, clientId, username, name] = found ?? [];
  return { clientId, username, name };
}

/** Whether the key is one of a device, which outlives sign-out. */
export const isDeviceKey = (key) => Object.values(deviceFields).includes(meaningOf(key).name);

/** Whether v5's storage for servers (`ssr`) copies the key into a cookie: who is signed in, and the tokens. */
export const isForServers = (key) => /^(LastAuthUser|(id|access|refresh)Token)$/.test(meaningOf(key).name);

/** How long the session of another app client may have lain unused. Cognito's refresh tokens live 30 days by default. */
const UNUSED_S = 30 * 24 * 3600;

/**
 * Of these keys, those of sessions that no sign-out would find: of other users of this app client, and of other app
 * clients whose tokens have long expired. Device keys are none of them. `read` gives the text of a key.
 */
export function leftoversOf(keys, clientId, username, read) {
  const ofOthers = new Map();
  for (const key of keys) {
    const meaning = meaningOf(key);
    const isSessions = sessionNames.includes(meaning.name) || meaning.name === 'LastAuthUser';
    if (!isSessions || (meaning.clientId === clientId && [username, undefined].includes(meaning.username))) continue;
    const owner = meaning.clientId === clientId ? '' : meaning.clientId;
    ofOthers.set(owner, [...(ofOthers.get(owner) ?? []), key]);
  }
  const isUnused = (keys) => {
    const ends = keys.map((key) => numberOf(claimsOf(read(key)).exp)).filter((end) => end > 0);
    return ends.length > 0 && Math.max(...ends) < seconds() - UNUSED_S;
  };
  return [...ofOthers].flatMap(([owner, keys]) => (!owner || isUnused(keys) ? keys : []));
}

/** The key of the user that v5's `federatedSignIn` stores. It is not tied to an app client. */
export const federatedInfoKey = 'aws-amplify-federatedInfo';

// ---- a storage that may throw

export const textOf = (it) => (typeof it === 'string' ? it : '');

/** The stored text; empty if there is none, the storage throws, or it gives something that is no text. */
export function readItem(storage, key) {
  try {
    return textOf(storage.getItem(key));
  } catch {
    return '';
  }
}

export function removeItem(storage, key) {
  try {
    storage.removeItem(key);
  } catch {}
}

/** The value of a JSON text; null if there is none. What is empty is not tried: the first exception of a page takes 1 ms. */
const parsed = (text) => {
  try {
    return JSON.parse(text || 'null');
  } catch {
    return null;
  }
};

// ---- what tokens say

/** The text of UTF-8, given with a character for each byte. */
const decoded = (bytes) => new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));

/** The claims of a JSON Web Token, whose signature nobody checks here; an empty object if there are none to read. */
export function claimsOf(token) {
  try {
    const bytes = atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/'));
    // Most tokens are ASCII alone.
    return JSON.parse(/[^\0-\x7f]/.test(bytes) ? decoded(bytes) : bytes) ?? {};
  } catch {
    return {};
  }
}

/** JavaScript's `Number(…)`; NaN where that throws. */
export function numberOf(it) {
  try {
    return Number(it);
  } catch {
    return NaN;
  }
}

/** The time of the device, in whole seconds. */
export const seconds = () => Math.floor(Date.now() / 1000);

/** The clock drift in seconds, of tokens that arrive now and were issued at these times; NaN if one is unknown. */
export const clockDriftSince = (...issuedAt) => seconds() - Math.min(...issuedAt);

/**
 * The seconds that a token may seem to be issued in the future before the device's clock counts as set back: two clocks
 * differ, and the reply takes its time.
 */
const SET_BACK_S = 300;

/** The seconds that the token of these claims has left, and those that it had in all. NaN where the claims lack it. */
export function lifeOf({ iat, exp }, clockDrift) {
  const [issuedAt, expiresAt] = [numberOf(iat), numberOf(exp)];
  // An unknown drift, which is NaN, counts as none.
  const now = seconds() - (clockDrift || 0);
  // No token is used before it is issued: the device's clock has been set back since. The token counts as expired.
  const left = now < issuedAt - SET_BACK_S ? 0 : expiresAt - now;
  return { left, whole: expiresAt - issuedAt };
}

/** Whether neither token has expired, by the service's clock. A token without `exp` counts as expired. */
export const areValid = ({ accessToken, idToken, clockDrift }) =>
  lifeOf(claimsOf(accessToken), clockDrift).left > 0 && lifeOf(claimsOf(idToken), clockDrift).left > 0;

/**
 * Whether the access token is in its last tenth, at most five minutes, and there is a refresh token.
 *
 * `share` is the part of that time in which the caller refreshes. A random number from 0 to 1 keeps tabs, and users who
 * signed in together, from refreshing at the same moment. 1 asks whether any caller may refresh.
 */
export function expireSoon({ accessToken, refreshToken, clockDrift }, share) {
  const { left, whole } = lifeOf(claimsOf(accessToken), clockDrift);
  const last = Math.min(Number.isNaN(whole) ? Infinity : whole / 10, 300);
  return !!refreshToken && left < last * share;
}

/** Whether the service can revoke the refresh token: it then marks the access token with `origin_jti`. */
export const areRevocable = ({ accessToken, refreshToken }) => !!refreshToken && !!claimsOf(accessToken).origin_jti;

/** The scope that allows the user to read and change the own data at the user pool. Of a sign-in by password, the only one. */
export const OWN_DATA = 'aws.cognito.signin.user.admin';

export function allowUserData({ accessToken }) {
  const { scope } = claimsOf(accessToken);
  return typeof scope === 'string' && scope.split(' ').includes(OWN_DATA);
}

// ---- v6

/** The keys of what v6 has noted of its sign-in. v5 and this package note none of it. */
const notesOfV6 = ({ signInDetails, oauthMetadata }) => [signInDetails, oauthMetadata];

/** The unit of the stored drift: v6 has the milliseconds that the service is ahead of the device. */
const driftUnit = (storage, keys) => (notesOfV6(keys).some((key) => readItem(storage, key)) ? -1000 : 1);

// ---- reading

/**
 * The stored tokens; `undefined` without an ID token, as in v5.
 *
 * The access token is read first and last. If another tab has stored tokens in between, it is not the same. It counts
 * as missing then, so that the tokens are refreshed.
 */
export function readTokens(storage, keys) {
  const read = (key) => readItem(storage, key);
  const accessToken = read(keys.accessToken);
  const idToken = read(keys.idToken);
  if (!idToken) return undefined;
  const refreshToken = read(keys.refreshToken);
  // A drift that is no number counts as 0.
  const drift = parseInt(read(keys.clockDrift));
  // Without a drift, nobody's unit matters.
  const clockDrift = (drift && Math.round(drift / driftUnit(storage, keys))) || 0;
  const isWhole = accessToken === read(keys.accessToken);
  return { idToken, accessToken: isWhole ? accessToken : '', refreshToken, clockDrift };
}

/**
 * The session, as far as it is known without the service: `{ valid }`, tokens that are valid; `{ expired }`, tokens to
 * be refreshed; or `{ error }`, that there are none of both.
 *
 * Tokens in memory are returned if they are valid and do not expire soon (`share`: see `expireSoon`). The storage may
 * have newer ones otherwise.
 */
export function knownSession(storage, keys, inMemory, share) {
  const isLive = !!inMemory && areValid(inMemory);
  if (isLive && !expireSoon(inMemory, share)) return { valid: inMemory };
  const stored = readTokens(storage, keys);
  if (stored && areValid(stored)) return { valid: stored };
  if (isLive) return { valid: inMemory };
  if (!stored) return { error: new Error(NO_ID_TOKEN) };
  if (!stored.refreshToken) return { error: new Error(NO_REFRESH_TOKEN) };
  return { expired: stored };
}

/**
 * The stored copy of the user's data, a `GetUser` body; `undefined` if there is none. A copy that cannot be read is
 * removed.
 *
 * Parity: v5 fails on such a copy, once; we ask the service again.
 */
export function cachedUserData(storage, keys) {
  const text = readItem(storage, keys.userData);
  if (!text) return undefined;
  const data = parsed(text);
  if (Array.isArray(data?.UserAttributes)) return data;
  removeItem(storage, keys.userData);
  return undefined;
}

/** The attributes of a `GetUser` body, by name: texts, and `email_verified` and `phone_number_verified` as booleans. */
export function attributesOf({ UserAttributes }) {
  const attributes = {};
  for (const attribute of UserAttributes) {
    const name = textOf(attribute?.Name);
    const value = attribute?.Value;
    if (name === 'email_verified' || name === 'phone_number_verified')
      attributes[name] = value === true || textOf(value).toLowerCase() === 'true';
    // Never an object: under the name `__proto__` it would give the result other members than the user's.
    else attributes[name] = value === true || textOf(value);
  }
  return attributes;
}

/** The stored user of v5's `federatedSignIn`, with its `token`; `undefined` if there is none. */
export function federatedUser(storage) {
  const info = parsed(readItem(storage, federatedInfoKey));
  if (!info) return undefined;
  const user = info.user || {};
  // Parity: the key is there even if nothing is behind it.
  if (typeof user === 'object') user.token = info.token;
  return user;
}

// ---- writing

/**
 * Stores the tokens. Throws what the storage throws.
 *
 * Old and new tokens never make a session together, wherever the writing stops: the access token is removed first and
 * stored last. Without it, this library and v5 use the refresh token. That is stored before the others, because the one
 * that it replaces may be worth nothing any more.
 *
 * Parity: v5 begins with the ID token and ends with the refresh token and the drift.
 */
export function storeTokens(storage, keys, { idToken, accessToken, refreshToken, clockDrift }) {
  removeItem(storage, keys.accessToken);
  storage.setItem(keys.refreshToken, refreshToken);
  storage.setItem(keys.idToken, idToken);
  storage.setItem(keys.clockDrift, `${clockDrift * driftUnit(storage, keys)}`);
  storage.setItem(keys.accessToken, accessToken);
}

/**
 * Stores the tokens of the user who signed in, and then the username. Throws what the storage throws; nothing is left
 * then of a user who was not signed in before. The session of another user who was signed in before is removed: no
 * sign-out would find it.
 *
 * Parity: v5 leaves it in storage for good.
 */
export function storeSession(storage, keys, username, tokens) {
  const former = readItem(storage, keys.lastAuthUser);
  try {
    storeTokens(storage, keys, tokens);
    storage.setItem(keys.lastAuthUser, username);
  } catch (error) {
    if (readItem(storage, keys.lastAuthUser) !== username) removeTokens(storage, keys, username);
    throw error;
  }
  if (former && former !== username) removeSession(storage, keysOf(keys.lastAuthUser.split('.')[1], former), former);
}

/**
 * Removes a user's tokens and `LastAuthUser`. Another user who has signed in since stays signed in.
 *
 * The item that is stored last is removed first. If another tab writes a sign-in in between, no session is left of
 * that, or all of one but the refresh token, or all: whatever it stored after an item that has stayed has stayed, too.
 *
 * Parity: v5 removes the ID token, the access token, the refresh token, who is signed in, and the drift.
 */
export function removeTokens(storage, keys, username) {
  const last = readItem(storage, keys.lastAuthUser);
  if (last === username || !last) removeItem(storage, keys.lastAuthUser);
  for (const name of ['accessToken', 'clockDrift', 'idToken', 'refreshToken']) removeItem(storage, keys[name]);
  for (const key of [...notesOfV6(keys), keys.hostedUI]) if (readItem(storage, key)) removeItem(storage, key);
}

/** Removes a user's tokens and user data. Device keys stay. */
export function removeSession(storage, keys, username) {
  removeTokens(storage, keys, username);
  removeItem(storage, keys.userData);
}

/** Stores a copy of a `GetUser` body, if JSON has a text for it. Throws what the storage or JSON throws. */
export function storeUserData(storage, keys, data) {
  const text = JSON.stringify(data);
  if (text) storage.setItem(keys.userData, text);
}
