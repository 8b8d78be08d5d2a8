// What the module (`src/js/`, `src/platform/web.rs`) asks of the page besides its values: requests, events, objects that
// applications hold, random bytes, time. Values cross by number: see values.js.

import * as challenge from './challenge.js';
import { textOf } from './reply.js';
import { attempt, bytes, keep, quietly, string, value } from './values.js';

/** What index.js lends: see lent.js. */
export let lent;
/** Fetches the module with the fused multiply-add, and gives its exports. */
let loadFused;
/** Those, once they are there. */
let fused;

export const lend = (parts, load) => {
  lent = parts;
  loadFused = load;
};

class AuthError extends Error {
  constructor(name, message, log) {
    super(message);
    this.constructor = AuthError; // Parity: v5's errors have this key of their own.
    this.name = name;
    this.log = log;
  }
}

/** Resolves after that many milliseconds. */
export const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Of each request under way, what ends it. */
const requests = new Set();

/** Ends every request under way: its call rejects with an `AbortError`. */
export const abortRequests = () => {
  for (const end of requests) end(new DOMException('Aborted', 'AbortError'));
};

/** Sends an operation after a pause, and gives what the module reads of the reply. */
async function post(pool, operation, body, pause, limit) {
  const { endpoint, fetchOptions, requestTimeout = 20_000 } = pool.client;
  const controller = new AbortController();
  let end;
  let timer;
  const ended = new Promise((_, reject) => {
    end = (error) => {
      reject(error);
      controller.abort();
    };
  });
  const exchange = async () => {
    if (pause) await later(pause);
    timer = setTimeout(end, Math.min(requestTimeout, limit), new DOMException('No reply in time', 'TimeoutError'));
    // Looked up at each call, so that a page may put its own in place.
    const reply = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
        'X-Amz-User-Agent': 'cognito-auth-wasm/0.1.0',
        'Cache-Control': 'no-store',
      },
      body,
      credentials: fetchOptions?.credentials,
      signal: controller.signal,
    });
    const header = (name) => reply.headers.get(name);
    const after = header('retry-after');
    // Seconds, or a date.
    const wait = after * 1000 || Date.parse(after) - Date.now();
    return [reply.status, header('x-amzn-errortype'), wait, await textOf(reply)];
  };
  requests.add(end);
  let read;
  try {
    read = await Promise.race([exchange(), ended]);
  } catch (cause) {
    if (!/^(Type|Timeout)Error$/.test(cause?.name)) throw cause;
    // A TypeError is fetch's way to say that there was no reply.
    throw Object.assign(new Error('Network error', { cause }), { code: 'NetworkError' });
  } finally {
    clearTimeout(timer);
    requests.delete(end);
  }
  // What these bring is stored, or ends what is stored.
  if (/"IdToken"|SignOut$|DeleteUser$/.test(read[3] + operation)) await turn(pool);
  return read;
}

/** The locks that this tab has given back, but still holds for a moment: by name, how each is taken up again. */
const resting = new Map();

/**
 * The lock of that name among the tabs: gives a function that gives it back, or nothing where it cannot be had in so many
 * milliseconds. A tab that hangs loses it, so that the others go on.
 *
 * It is held a moment longer than it is needed: other tabs may get a lock before they see what was stored under it, because
 * each travels on a way of its own.
 */
const locked = (name, patience) =>
  new Promise((resolve) => {
    if (resting.has(name)) return resting.get(name)(resolve);
    const controller = new AbortController();
    let end = () => controller.abort();
    let timer;
    const endIn = (milliseconds) => {
      clearTimeout(timer);
      timer = setTimeout(end, milliseconds);
    };
    endIn(patience);
    const hold = () =>
      new Promise((release) => {
        end = () => {
          resting.delete(name);
          release();
        };
        const lend = (resolve) => {
          resting.delete(name);
          endIn(60_000);
          resolve(() => {
            resting.set(name, lend);
            endIn(90);
          });
        };
        lend(resolve);
      });
    // Also where there are no locks.
    const request = async () => navigator.locks.request(name, { signal: controller.signal }, hold);
    request().catch(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Until no other tab writes a session of that app client. What this one writes before it waits for anything is written
 * alone: without that, the writes of two tabs may mix. Only pages share their storage with others: a server, which may
 * sign in many at once, waits for nobody.
 */
const turn = async ({ clientId }) => {
  if (globalThis.document) (await locked(`cognito-auth-wasm.${clientId}`, 3000))?.();
};

export const send = (pool, at, length, body, pause, limit) => {
  const operation = string(at, length);
  return quietly(() => post(value(pool), operation, value(body), pause, limit));
};
export const lock = (name) => quietly(() => locked(value(name), 10_000));
/** Once the storage is read in: see `turn`. */
export const turnOf = (facade) =>
  quietly(async () => {
    const auth = value(facade);
    await auth._storageSync;
    await turn(auth.userPool);
  });
export const sleep = (milliseconds) => keep(later(milliseconds));
/** Looked up at each call: a test may have put its own clock in place. */
export const now = () => Date.now();
/** UTC as in `Tue Feb 3 04:05:06 UTC 2026`. */
export const timestampOf = (milliseconds) => {
  const [weekday, day, month, year, time] = new Date(milliseconds).toUTCString().split(/,? /);
  return `${weekday} ${month} ${+day} ${time} UTC ${year}`;
};
export const timestamp = () => keep(timestampOf(now()));
export const random = (at, length) => attempt(() => crypto.getRandomValues(bytes(at, length))) >= 0;

/** Computes in the faster module, if that is there. The first computation has it fetched: a page that is signed in does
 * without. Nobody waits for it, and nobody hears of a failure: the first module can do the same. */
export function accelerate(isSharedSecret, at, length) {
  loadFused?.().then((exports) => {
    fused = exports;
  }, () => {});
  loadFused = undefined;
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

/** `[{Name, Value}]` of all that `for … in` finds in an object, values as they are. */
export const members = (number) => {
  const object = value(number);
  const list = [];
  for (const Name in object) list.push({ Name, Value: object[Name] });
  return keep(list);
};

/** What completeNewPassword sends of them. */
export const requiredAttributes = (object) =>
  keep(Object.fromEntries(Object.entries(value(object) || {}).map(([name, value]) => [`userAttributes.${name}`, value])));

/** What a new device is to be called. */
export const deviceName = () => keep(globalThis.navigator?.userAgent ?? 'nodejs');

export const keepChallenge = (user, name, parameters) =>
  challenge.keepChallenge(value(user), value(name), value(parameters));
export const endChallenge = (pool) => challenge.endChallenge(value(pool));

export const dispatch = (event, data, message) => {
  lent.dispatch(value(event), value(data), value(message));
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
export const newSession = (id, access, refresh, clockDrift) =>
  quietly(() => {
    const tokens = { IdToken: value(id), AccessToken: value(access), RefreshToken: value(refresh) };
    return Object.assign(lent.CognitoUser.prototype.getCognitoUserSession(tokens), { clockDrift });
  });
