// What the module (`src/js/`, `src/platform/web.rs`) asks of the page besides its values: requests, events, objects that
// applications hold, random bytes, time. Values cross by number: see values.js.

import { attempt, bytes, keep, quietly, string, value } from './values.js';

/** What index.js lends: the function `dispatch`, and the classes whose objects applications hold. */
let lent;
/** The exports of the module with the fused multiply-add, once it is there. */
let fused;

export const lend = (classes) => {
  lent = classes;
};
export const useFused = (exports) => {
  fused = exports;
};

class AuthError extends Error {
  constructor(name, message, log) {
    super(message);
    this.constructor = AuthError; // Parity: v5's errors have this key of their own.
    this.name = name;
    this.log = log;
  }
}

/** Posts JSON. `fetch` is looked up at each call, so that a page may put its own in place. */
async function post(url, operation, body, credentials) {
  const reply = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
      'X-Amz-User-Agent': userAgent,
      'Cache-Control': 'no-store',
    },
    body,
    credentials,
  });
  let text;
  try {
    text = await reply.text();
  } catch {
    // A body that breaks off is no JSON, which says the same as none.
  }
  return { status: reply.status, type: reply.headers?.get('x-amzn-errortype'), body: text };
}
const userAgent = 'cognito-auth-wasm/0.1.0';

export const send = (url, at, length, body, credentials) => {
  const operation = string(at, length);
  return quietly(() => post(value(url), operation, value(body), value(credentials)));
};
export const sleep = (milliseconds) => keep(new Promise((resolve) => setTimeout(resolve, milliseconds)));
export const now = Date.now;
export const random = (at, length) => attempt(() => crypto.getRandomValues(bytes(at, length))) >= 0;

export function accelerate(isSharedSecret, at, length) {
  if (!fused) return false;
  const work = bytes(at, length);
  const area = new Uint8Array(fused.memory.buffer, fused.buffer(), length);
  area.set(work);
  if (isSharedSecret) fused.shared_secret();
  else fused.a_pub();
  work.set(area);
  area.fill(0);
  return true;
}

export const claims = (token) => keep(new lent.CognitoAccessToken({ AccessToken: value(token) }).payload);

/** `[{Name, Value}]` of an object's keys; `undefined` if it is none. */
export const entries = (number) => {
  const object = value(number);
  return typeof object === 'object' && object
    ? keep(Object.entries(object).map(([Name, Value]) => ({ Name, Value: Value || '' })))
    : 0;
};

export const dispatch = (at, length, data, message) => {
  lent.dispatch(string(at, length), value(data), value(message));
};

/** `wrapRefreshSessionCallback` gives a callback that tells whom it may concern: Auth sends its Hub event there. A pool
 * that an application made itself may have none. */
export const tellOfRefresh = (pool, error, session) => {
  quietly(() => value(pool).wrapRefreshSessionCallback(() => {})(value(error), value(session)));
};

export const newError = (message, name, code) => {
  const error = new Error(value(message));
  if (value(name)) error.name = value(name);
  if (value(code)) error.code = value(code);
  return keep(error);
};
export const newAuthError = (name, message, log) => keep(new AuthError(value(name), value(message), value(log)));
export const newUser = (username, number) => {
  const Pool = value(number);
  return quietly(() => new lent.CognitoUser({ Username: value(username), Pool, Storage: Pool.storage }));
};
export const newAttributes = (list) =>
  quietly(() => value(list).map((attribute) => new lent.CognitoUserAttribute(attribute)));
export const newSession = (id, access, refresh, ClockDrift) =>
  quietly(
    () =>
      new lent.CognitoUserSession({
        IdToken: new lent.CognitoIdToken({ IdToken: value(id) }),
        AccessToken: new lent.CognitoAccessToken({ AccessToken: value(access) }),
        RefreshToken: new lent.CognitoRefreshToken({ RefreshToken: value(refresh) }),
        ClockDrift,
      }),
  );
