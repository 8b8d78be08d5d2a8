// What the module (`src/js/auth.rs`) asks of this side: events, objects that applications hold, promises, bytes.

import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
} from './objects.js';

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

const encoder = new TextEncoder();

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
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  /** The text of a reply. One of more than 1 MiB, which Cognito never sends, is not read on, and counts as none. */
  async text(reply) {
    const reader = reply.body?.getReader?.();
    // Without streams it is the application's own fetch that decides how much it takes.
    if (!reader) return reply.text();
    const parts = [];
    let left = 1 << 20;
    for (let part; !(part = await reader.read()).done; parts.push(part.value))
      if ((left -= part.value.length) < 0) return reader.cancel();
    return new Blob(parts).text();
  },
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
