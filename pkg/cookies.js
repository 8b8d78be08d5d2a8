// The text of cookies: names and values as v5 encodes them, so that either library and servers read what the other has
// written, and how a value that is too long for one cookie lies in several. Nothing here touches a document. This file
// imports nothing, so that a server can use it alone.
//
// Source: `amazon-cognito-identity-js/src/CookieStorage.js`, which writes as js-cookie 3 does.

/** Percent-encodes what `excluded` finds. Runs keep the two halves of a character together. */
const encode = (text, excluded) => text.replace(excluded, encodeURIComponent);

/** The name of a storage key's cookie. What a cookie's name may have (RFC 6265, `token`) stays as it is. */
export const encodeName = (key) =>
  encode(key, /[^\w!#$&'()*+.^`|~-]+/gu).replace(/[()]/g, (it) => (it === '(' ? '%28' : '%29'));

/** The key of a cookie's name. One that cannot be decoded is as it is: v5 writes it so for servers (`ssr`). */
export const keyOfName = (name) => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/**
 * The name as v5 writes it for servers (`ssr`): as it is. What a cookie cannot be named is encoded, where v5 throws, and
 * what would be read as another key.
 */
export const plainName = (key) => (/^[!-:<>-~]+$/.test(key) && keyOfName(key) === key ? key : encodeName(key));

/** What a cookie's value may have (RFC 6265, `cookie-octet`) stays as it is, but for the percent sign. */
export const encodeValue = (value) => encode(value, /[^!#$&-+\--:<-[\]-~]+/gu);

const decode = (text) => text.replace(/(%[\da-f]{2})+/gi, decodeURIComponent);

/**
 * The cookies of a `Cookie` header or of `document.cookie`: values by key. Of two cookies with one name the first counts,
 * which is the one with the longer path. A cookie whose value cannot be decoded is left out.
 */
export function parseCookies(text) {
  const cookies = new Map();
  for (const cookie of text ? text.split(/; */) : []) {
    const [name, ...rest] = cookie.split('=');
    const value = rest.join('=');
    try {
      const key = keyOfName(name);
      if (!cookies.has(key)) cookies.set(key, decode(value[0] === '"' ? value.slice(1, -1) : value));
    } catch {}
  }
  return cookies;
}

/**
 * The text that sets a cookie, for `document.cookie` or a `Set-Cookie` header. `expires` is a Date, or a number of days
 * from now: a negative one removes the cookie. Without it, the cookie lives as long as the browser. A semicolon ends an
 * attribute's value, as it does for browsers.
 */
export function cookieText(key, value, { path, expires, domain, secure, sameSite }, nameOf = encodeName) {
  const date = typeof expires === 'number' ? new Date(Date.now() + expires * 864e5) : expires;
  const attributes = { path, expires: date && date.toUTCString(), domain, secure, sameSite };
  let text = `${nameOf(key)}=${encodeValue(value)}`;
  for (const [name, given] of Object.entries(attributes))
    if (given) text += given === true ? `; ${name}` : `; ${name}=${given.split(';')[0]}`;
  return text;
}

// ---- values that are too long

/** The bytes of a cookie, name and value together: what browsers take (RFC 6265bis, section 5.6). */
const LONGEST_COOKIE = 4096;
/** Leaves room for attributes, which some browsers count, too. */
const LONGEST_PART = 3800;

export const fitsInOne = (key, value) => encodeName(key).length + encodeValue(value).length <= LONGEST_COOKIE;

const partKey = (key, index) => `${key}.${index}`;

/**
 * A long value in parts: `[[key, text], …]`. The keys are the value's own with a number after it. Each text begins with
 * `<stamp>:<number of parts>:`, so that parts of two writes are never joined. A stamp is letters and digits, another one
 * for each write.
 */
export function partsOf(key, value, stamp) {
  // A name that leaves no room is the browser's to refuse.
  const room = Math.max(LONGEST_PART - encodeName(partKey(key, 99)).length - stamp.length - 4, 500);
  const texts = [''];
  let left = room;
  for (const character of value) {
    const { length } = encodeValue(character);
    if (left < length) {
      texts.push('');
      left = room;
    }
    texts[texts.length - 1] += character;
    left -= length;
  }
  return texts.map((text, index) => [partKey(key, index), `${stamp}:${texts.length}:${text}`]);
}

/**
 * The value of a storage key; null if there is none, or not all of its parts. A cookie that has the whole value goes
 * first: v5 may have written it since.
 */
export function valueOf(cookies, key) {
  if (cookies.has(key)) return cookies.get(key);
  const [head, count] = /^\w+:(\d+):/.exec(cookies.get(partKey(key, 0)) ?? '') ?? [];
  if (!head) return null;
  let value = '';
  for (let index = 0; index < Number(count); index++) {
    const text = cookies.get(partKey(key, index));
    if (!text?.startsWith(head)) return null;
    value += text.slice(head.length);
  }
  return value;
}

/** The keys of all cookies that hold the value of a storage key, or a part of it. */
export const keysOfValue = (cookies, key) =>
  [...cookies.keys()].filter(
    (it) => it === key || (it.startsWith(`${key}.`) && /^\d+$/.test(it.slice(key.length + 1))),
  );
