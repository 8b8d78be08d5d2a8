// The storage of one request to a server: the cookies that came with it, and those that its response sets.

import {
  cookieText,
  encodeName,
  fitsInOne,
  keyOfName,
  keysOfValue,
  parseCookies,
  partsOf,
  valueOf,
} from './cookies.js';
import { isDeviceKey, isForServers, meaningOf } from './stored-session.js';

/** As v6 sets them. v5's SameSite, which is strict, hides the session from a page that another site links to. */
const DEFAULTS = { path: '/', expires: 365, secure: true, sameSite: 'lax' };

const isNoteOfV6 = (key) => ['signInDetails', 'oauthMetadata'].includes(meaningOf(key).name);

/**
 * Whether a key is read besides those that are set: a device's, which v5 keeps in cookies, what v6 has noted of its
 * sign-in, and a guest's id.
 *
 * Nothing else is read. The clock whose drift is stored is the browser's. Who the user is, a cookie may say as it likes,
 * and the service is asked.
 */
const isOnlyRead = (key) => isDeviceKey(key) || isNoteOfV6(key) || key.startsWith('CognitoIdentityId-');

/**
 * The cookies of a `Cookie` header, by storage key. Those whose names are as this package's and v5's `cookieStorage` and
 * v6 write them go first. `ssr`, v5's too, leaves names as they are: `namesOf` gives such names of a key.
 */
function ofHeader(header) {
  const pairs = header.split(/; */).map((pair) => ({ pair, name: pair.split('=')[0] }));
  const isEncoded = ({ name }) => encodeName(keyOfName(name)) === name;
  const others = pairs.filter((it) => !isEncoded(it));
  const cookies = parseCookies([...pairs.filter(isEncoded), ...others].map(({ pair }) => pair).join('; '));
  return {
    cookies,
    keysOf: (key) => keysOfValue(cookies, key),
    namesOf: (key) => others.filter(({ name }) => keyOfName(name) === key).map(({ name }) => name),
  };
}

/** The same by a framework's function, which gives the decoded value of a name: a text, or an object with it as `value`. */
function ofGetter(getCookie) {
  const textOf = (name) => {
    const found = getCookie(name);
    const text = found?.value ?? found;
    return typeof text === 'string' ? text : undefined;
  };
  const cookies = {
    get: (key) => textOf(encodeName(key)) ?? textOf(key),
    has: (key) => cookies.get(key) !== undefined,
  };
  const keysOf = (key) => {
    const keys = cookies.has(key) ? [key] : [];
    for (let part = 0; cookies.has(`${key}.${part}`); part++) keys.push(`${key}.${part}`);
    return keys;
  };
  const namesOf = (key) => (encodeName(key) !== key && textOf(key) !== undefined ? [key] : []);
  return { cookies, keysOf, namesOf };
}

const NO_COOKIES = 'cookies: neither a Cookie header, nor a function, nor an object with a function as get';

function cookiesOf(given) {
  if (typeof given === 'function') return ofGetter(given);
  if (typeof given?.get === 'function') return ofGetter((name) => given.get(name));
  // They would count as no cookies, without a word: those that a framework has read, and a promise of some.
  if (given && typeof given === 'object' && !Array.isArray(given)) throw new TypeError(NO_COOKIES);
  return ofHeader(String(given ?? ''));
}

/**
 * The storage. What is not written to cookies lives in memory, until the request ends. `setCookie`, `cookies` and the
 * attributes are those of `forRequest` (server.js).
 */
export function requestStorage(given, setCookie, options) {
  const { cookies, keysOf, namesOf } = cookiesOf(given);
  const { path, expires, domain, secure, sameSite, httpOnly } = { ...DEFAULTS, ...options };
  const attributes = { path, ...(domain && { domain }), secure, sameSite, ...(httpOnly && { httpOnly }) };
  /** What has been written since; null what has been removed. */
  const memory = new Map();
  /** The keys of the cookies that hold each value that the response sets. */
  const sent = new Map();

  /** Sets a cookie: as the text of a `Set-Cookie` header, and in parts for frameworks that make the text themselves. */
  function send(name, key, value, expires) {
    const date = typeof expires === 'number' ? new Date(Date.now() + expires * 864e5) : expires;
    const text = cookieText(key, value, { ...attributes, expires: date }).replace(/^[^=]*/, () => name);
    setCookie(`${text}${httpOnly ? '; HttpOnly' : ''}`, { name, value, ...(date && { expires: date }), ...attributes });
  }

  /** Sets the cookies of a value, null for none, and removes what else the browser has under its key. */
  function sendAll(key, value) {
    if (!setCookie) return;
    const whole = value === null ? [] : [[key, value]];
    const pairs = !value || fitsInOne(key, value) ? whole : partsOf(key, value, Date.now().toString(36));
    const keys = pairs.map(([key]) => key);
    const drop = (name, key) => send(name, key, '', new Date(0));
    for (const other of sent.get(key) ?? keysOf(key)) if (!keys.includes(other)) drop(encodeName(other), other);
    if (!sent.has(key)) for (const name of namesOf(key)) drop(name, key);
    for (const [key, text] of pairs) send(encodeName(key), key, text, expires);
    sent.set(key, keys);
  }

  const removeItem = (key) => {
    memory.set(key, null);
    sendAll(key, null);
    // Without its note, v6's drift would be read in our unit.
    if (isNoteOfV6(key)) sendAll(key.replace(/[^.]*$/, 'clockDrift'), null);
  };
  return {
    getItem(key) {
      if (memory.has(key)) return memory.get(key);
      return isForServers(key) || isOnlyRead(key) ? valueOf(cookies, key) : null;
    },
    setItem(key, value) {
      const text = String(value);
      memory.set(key, text);
      if (isForServers(key)) sendAll(key, text);
      // The browser's copy is old now.
      else if (meaningOf(key).name === 'userData') sendAll(key, null);
    },
    removeItem,
    /** Takes the key for one of that text, null for a missing one, and leaves its cookies. */
    take: (key, text) => memory.set(key, text),
    clear() {
      for (const key of [...memory.keys()]) removeItem(key);
    },
  };
}
