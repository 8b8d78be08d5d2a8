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
  text: textOf,
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
