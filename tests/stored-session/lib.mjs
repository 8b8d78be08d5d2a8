// A storage that other tabs write to, or that fails, and tokens that nobody has signed.
import { keysOf, readTokens } from '../../pkg/stored-session.js';

export const CLIENT = 'CognitoIdentityServiceProvider.client';
export const NOW_S = 1_770_091_506;
export const keys = keysOf('client', 'u');

let nowMs = NOW_S * 1000;
Date.now = () => nowMs;
export const setNow = (seconds) => (nowMs = seconds * 1000);
export const advance = (seconds) => (nowMs += seconds * 1000);

const part = (claims) => Buffer.from(JSON.stringify(claims)).toString('base64url');
export const token = (claims) => `e30.${part(claims)}.s`;
export const jwts = (id, access = id, rest = {}) => ({
  idToken: token(id),
  accessToken: token(access),
  refreshToken: 'refresh-1',
  clockDrift: 0,
  ...rest,
});

/**
 * A storage of these entries. `atRead` has the actions of another tab, by the key before whose reading they happen,
 * once each. After `cutAfter` writes the page is gone; after `fullAfter` texts are refused, and removals work.
 */
export function storageOf(entries = {}, { cutAfter = Infinity, fullAfter = Infinity, refused, atRead = {} } = {}) {
  const items = new Map(Object.entries(entries));
  let writes = 0;
  return {
    writes: [],
    get entries() {
      return Object.fromEntries(items);
    },
    getItem(key) {
      const action = atRead[key];
      delete atRead[key];
      action?.(this);
      return items.get(key) ?? null;
    },
    setItem(key, text) {
      writes++;
      if (writes > fullAfter || key === refused) throw new DOMException('full', 'QuotaExceededError');
      if (writes > cutAfter) return;
      this.writes.push([key, String(text)]);
      items.set(key, String(text));
    },
    removeItem(key) {
      if (++writes > cutAfter) return;
      this.writes.push([key]);
      items.delete(key);
    },
  };
}

/** What is stored of somebody whose tokens live so many seconds from now. */
export function signedIn(lifeS = 3600, claims = {}) {
  const times = { iat: NOW_S, exp: NOW_S + lifeS };
  return {
    [keys.lastAuthUser]: 'u',
    [keys.idToken]: token(times),
    [keys.accessToken]: token({ ...times, ...claims }),
    [keys.refreshToken]: 'refresh-1',
    [keys.clockDrift]: '0',
    [keys.userData]: '{"UserAttributes":[]}',
  };
}

/** The tokens of a refresh that replaces the refresh token. */
export const newTokens = () =>
  jwts({ iat: NOW_S, exp: NOW_S + 3600, new: true }, undefined, { refreshToken: 'refresh-2' });

export const stored = (entries) => readTokens(storageOf(entries), keys);

/** Storages that throw, or are none. */
export const BROKEN = [
  undefined,
  null,
  {},
  'text',
  new Proxy(
    {},
    {
      get() {
        throw new Error('blocked');
      },
    },
  ),
];
