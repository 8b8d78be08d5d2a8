// The storage in cookies, which a page fetches that is so configured: v5's names, values and attributes, so that either
// library reads what the other has written. What the browser does not keep is an error, and a value that is too long for
// one cookie lies in several.
//
// Source: `amazon-cognito-identity-js/src/CookieStorage.js`, `@aws-amplify/core/src/UniversalStorage`.

import {
  cookieText,
  encodeName,
  fitsInOne,
  keysOfValue,
  parseCookies,
  partsOf,
  plainName,
  valueOf,
} from './cookies.js';
import { isDeviceKey, isForServers, leftoversOf, meaningOf } from './stored-session.js';

const visible = () => parseCookies(globalThis.document?.cookie);

/** The keys of what lies in these cookies: a value that lies in several has one. */
const keysIn = (cookies) => [...new Set([...cookies.keys()].map((key) => key.replace(/\.\d+$/, '')))];

/** How many cookies that the page sees have this key. */
const countOf = (key) =>
  document.cookie.split('; ').filter((cookie) => parseCookies(cookie).keys().next().value === key).length;

/** Each folder of a path, with and without the slash at its end, and the root. */
const foldersOf = (path) =>
  [...path.matchAll(/\/|$/g)].flatMap(({ index }) => [path.slice(0, index), path.slice(0, index + 1)]);

/** The domain and all above it. */
const domainsOf = (domain) => domain.split('.').map((_, index, labels) => labels.slice(index).join('.'));

/** What keeps the browser from a cookie with these attributes, as far as a script can know. */
function reasonFor(name, { domain, path, expires, secure }) {
  const { hostname, pathname, protocol } = location;
  const bare = domain?.replace(/^\./, '').toLowerCase();
  if (!navigator.cookieEnabled) return 'cookies are blocked';
  if (bare && !`.${hostname}`.endsWith(`.${bare}`)) return `the domain ${bare} is not one of ${hostname}`;
  if (!pathname.startsWith(path)) return `the path ${path} is not one of this page, ${pathname}`;
  if (expires < 0 || expires === 0) return 'it has expired: see expires';
  if (!fitsInOne(name, '')) return 'its name is longer than 4096 bytes';
  if (secure && protocol !== 'https:') return `secure cookies need https, and this page came by ${protocol}`;
  return 'its domain may be one that many sites share, or a cookie of that name may be hidden from scripts (HttpOnly)';
}

const refused = (key, attributes) =>
  Object.assign(
    new Error(
      `cookieStorage: the browser has not kept the cookie of ${meaningOf(key).name ?? key}: ${reasonFor(key, attributes)}`,
    ),
    { name: 'CookieRefused', code: 'CookieRefused' },
  );

/** Functions that store and remove values in cookies with these attributes. */
function jarOf(attributes, nameOf) {
  const set = (key, text, other) => {
    document.cookie = cookieText(key, text, { ...attributes, ...other }, nameOf);
  };

  /** Removes the cookies of a key: the one of these attributes, and those of other forms, which v5 or a server has left. */
  const expire = (key) => {
    set(key, '', { expires: -1 });
    if (!visible().has(key)) return;
    const paths = [...new Set([attributes.path, '/', ...foldersOf(location.pathname)])];
    const domains = [undefined, ...domainsOf(location.hostname)];
    for (const place of domains.flatMap((domain) => paths.map((path) => ({ domain, path }))))
      for (const name of [encodeName, plainName])
        document.cookie = cookieText(key, '', { ...attributes, ...place, expires: -1 }, name);
  };

  const isKept = (pairs) => {
    const cookies = visible();
    return pairs.every(([key, text]) => cookies.get(key) === text);
  };

  /** Stores a value in these cookies, and removes its others. Returns whether the browser has kept all. */
  const put = (key, pairs) => {
    for (const pair of pairs) set(...pair);
    // A cookie of another form may hide the new one.
    for (const [name, text] of pairs)
      if (!isKept([[name, text]]) && countOf(name) > 1) {
        expire(name);
        set(name, text);
      }
    const keeps = isKept(pairs);
    const names = pairs.map(([name]) => name);
    // What is left of a value that is not whole is none.
    for (const name of keeps ? keysOfValue(visible(), key).filter((it) => !names.includes(it)) : names) expire(name);
    return keeps;
  };

  return {
    get: (key) => valueOf(visible(), key),

    /** Stores a text; throws if the browser does not keep it. */
    set(key, text) {
      const inParts = () => put(key, partsOf(key, text, Date.now().toString(36)));
      // Some browsers take less than others in one.
      const isStored = fitsInOne(key, text) ? put(key, [[key, text]]) || (text.length > 3000 && inParts()) : inParts();
      if (!isStored) throw refused(key, attributes);
    },

    remove(key) {
      // Not only what is seen: a cookie with a longer path may be there.
      for (const name of new Set([key, ...keysOfValue(visible(), key)])) expire(name);
    },
  };
}

/** The attributes of a storage's cookies, which are its members in v5. */
export function attributesOf(options) {
  const { domain, path, expires, secure, sameSite } = { expires: 365, secure: true, sameSite: null, ...options };
  return { ...(domain && { domain }), path: path || '/', expires, secure, sameSite };
}

/** v5's `CookieStorage`. Device keys lie in `sharedStorage`, which is localStorage. */
function cookieStorage(options, sharedStorage) {
  const jar = jarOf(attributesOf(options), encodeName);
  const storageOf = (key) => (isDeviceKey(key) ? sharedStorage : undefined);

  return {
    // v5 has left a device's in a cookie.
    getItem: (key) => jar.get(key) ?? storageOf(key)?.getItem(key) ?? null,

    setItem(key, value) {
      const text = String(value);
      if (isDeviceKey(key)) {
        sharedStorage.setItem(key, text);
        if (globalThis.document) jar.remove(key);
        return text;
      }
      if (!globalThis.document) throw new Error('cookieStorage: there are no cookies without a document');
      jar.set(key, text);
      const { clientId, name } = meaningOf(key);
      // Who signs in is the last that is written. What others have left goes with each request, and would do so for a year.
      if (name === 'LastAuthUser') for (const other of leftovers(clientId, text)) jar.remove(other);
      return text;
    },

    removeItem(key) {
      storageOf(key)?.removeItem(key);
      if (globalThis.document) jar.remove(key);
    },

    /** Parity: also what is not of this package. */
    clear() {
      for (const key of visible().keys()) jar.remove(key);
      return {};
    },
  };
}

function leftovers(clientId, username) {
  const cookies = visible();
  return leftoversOf(keysIn(cookies), clientId, username, (key) => valueOf(cookies, key));
}

/**
 * v5's storage for both sides (`ssr`): localStorage, and copies for the server of who is signed in and of the tokens.
 * What a server has set in cookies goes first.
 */
function universalStorage(sharedStorage) {
  const isLocal = globalThis.location?.hostname === 'localhost';
  const jar = jarOf({ path: '/', expires: 365, secure: !isLocal, sameSite: 'strict' }, plainName);
  let isWarned;
  const cookies = visible();
  for (const key of keysIn(cookies)) {
    const value = isForServers(key) ? valueOf(cookies, key) : null;
    if (value !== null) sharedStorage.setItem(key, value);
  }

  return {
    // A server may have refreshed since, so that the tokens in localStorage are worth nothing any more.
    getItem: (key) => (isForServers(key) ? jar.get(key) : null) ?? sharedStorage.getItem(key),

    setItem(key, value) {
      sharedStorage.setItem(key, value);
      if (!globalThis.document || !isForServers(key)) return;
      try {
        jar.set(key, String(value));
      } catch ({ message }) {
        // The page itself goes on: only the server does not see the session.
        if (!isWarned) console.warn(message.replace('cookieStorage', 'ssr'));
        isWarned = true;
      }
    },

    removeItem(key) {
      sharedStorage.removeItem(key);
      if (globalThis.document) jar.remove(key);
    },

    clear() {
      for (const key of visible().keys()) if (isForServers(key)) jar.remove(key);
      sharedStorage.clear();
    },
  };
}

/** The methods of a storage with these options. */
export const newStorage = (options, sharedStorage) =>
  options.ssr ? universalStorage(sharedStorage) : cookieStorage(options, sharedStorage);
