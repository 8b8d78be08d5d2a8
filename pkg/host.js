// What the module (`src/js/auth.rs`) asks of this side: events, objects that applications hold, promises, bytes.

import { keepChallenge } from './challenge.js';
import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
} from './objects.js';
import { textOf } from './reply.js';

class AuthError extends Error {
  constructor(name, message, log) {
    super(message);
    this.constructor = AuthError; // Parity: v5's errors have this key of their own.
    this.name = name;
    this.log = log;
  }
}

/** Sends an event on the channel `auth`. */
export const dispatch = (event, data, message) => Hub.dispatch('auth', { event, data, message }, 'Auth');

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const encoder = new TextEncoder();

/** Of each request under way, what ends it. */
const requests = new Set();

/** Ends every request under way: its call rejects with an `AbortError`. */
export const abortRequests = () => {
  for (const end of requests) end(new DOMException('Aborted', 'AbortError'));
};

/** Sends an operation after a pause, and gives what the module reads of the reply. */
async function send({ client: { endpoint, fetchOptions, requestTimeout = 20_000 } }, operation, body, pause) {
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
    if (pause) await sleep(pause);
    timer = setTimeout(end, requestTimeout, new DOMException('No reply in time', 'TimeoutError'));
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
  try {
    return await Promise.race([exchange(), ended]);
  } catch (cause) {
    if (!/^(Type|Timeout)Error$/.test(cause?.name)) throw cause;
    // A TypeError is fetch's way to say that there was no reply.
    throw Object.assign(new Error('Network error', { cause }), { code: 'NetworkError' });
  } finally {
    clearTimeout(timer);
    requests.delete(end);
  }
}

/**
 * The lock of that name among the tabs: gives a function that gives it back, or nothing where it cannot be had in time. A
 * tab that hangs loses it, so that the others go on.
 */
const lock = (name) =>
  new Promise((resolve) => {
    const controller = new AbortController();
    let timer = setTimeout(() => controller.abort(), 10_000);
    const hold = () =>
      new Promise((release) => {
        clearTimeout(timer);
        timer = setTimeout(release, 60_000);
        resolve(() => {
          clearTimeout(timer);
          release();
        });
      });
    const asked = globalThis.navigator?.locks?.request(name, { signal: controller.signal }, hold) ?? Promise.reject();
    asked.catch(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/** What the module needs of this side. `settle` is the module's, and told how a promise that it waits for has ended. */
export const makeHost = (settle) => ({
  /** The exports of the module with the fused multiply-add, once it is there. */
  fused: null,
  ignore() {},
  wait: (promise, id) =>
    Promise.resolve(promise).then(
      (value) => settle(id, true, value),
      (error) => settle(id, false, error),
    ),
  sleep,
  send,
  lock,
  encode: (text, bytes) => encoder.encodeInto(text, bytes).written,
  accelerate(isSharedSecret, work) {
    const { fused } = this;
    if (!fused) return false;
    const area = new Uint8Array(fused.memory.buffer, fused.buffer(), work.length);
    area.set(work);
    if (isSharedSecret) fused.shared_secret();
    else fused.a_pub();
    work.set(area);
    area.fill(0);
    return true;
  },
  claims: (token) => new CognitoAccessToken({ AccessToken: token }).payload,
  entries: (object) => {
    if (typeof object === 'object' && object)
      return Object.entries(object).map(([Name, Value]) => ({ Name, Value: Value || '' }));
  },
  members(object) {
    const list = [];
    for (const Name in object) list.push({ Name, Value: object[Name] });
    return list;
  },
  /** What completeNewPassword sends of them. */
  requiredAttributes: (object) =>
    Object.fromEntries(Object.entries(object || {}).map(([name, value]) => [`userAttributes.${name}`, value])),
  deviceName: globalThis.navigator?.userAgent ?? 'nodejs',
  keepChallenge,
  dispatch,
  newError(message, name, code) {
    const error = new Error(message);
    if (name) error.name = name;
    if (code) error.code = code;
    return error;
  },
  newAuthError: (name, message, log) => new AuthError(name, message, log),
  newUser: (Username, Pool) => new CognitoUser({ Username, Pool, Storage: Pool.storage }),
  newAttributes: (list) => list.map((attribute) => new CognitoUserAttribute(attribute)),
  newSession: (IdToken, AccessToken, RefreshToken, ClockDrift) =>
    new CognitoUserSession({
      IdToken: new CognitoIdToken({ IdToken }),
      AccessToken: new CognitoAccessToken({ AccessToken }),
      RefreshToken: new CognitoRefreshToken({ RefreshToken }),
      ClockDrift,
    }),
});
