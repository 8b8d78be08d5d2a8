// The parts of index.js that the module uses: the Hub, and the classes whose objects applications hold.

import { AuthErrorStrings } from './error-texts.js';
import { cameByHostedUi, hostedUi } from './hosted-session.js';
import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
} from './objects.js';
import { claimsOf, keysOf, lifeOf, readTokens } from './stored-session.js';

/** The Auth of each user pool object that one has made. */
export const owners = new WeakMap();

/** Dispatches an event on the Hub channel of that Auth, or of that user pool object's: `auth`, if it names no other. */
export function dispatch(event, data, message, source) {
  const { _channel = 'auth' } = owners.get(source) ?? source;
  Hub.dispatch(_channel, { event, data, message }, 'Auth');
}

/** Reports an error that nobody can catch. Node has no `reportError`. */
export const report = (error) => (globalThis.reportError ?? console.error)(error);

/** Calls `callback(error, result)`, or `onSuccess` or `onFailure` of an object. A missing one is not called. */
export function settle(callback, error, result) {
  if (typeof callback === 'function') callback(error, result);
  else if (error) callback?.onFailure?.(error);
  else callback?.onSuccess?.(result);
}

/** Calls the callback among the arguments with the error; throws the error if there is none. */
export const failed = (args) => (error) => {
  const callback = args.find((it) => typeof it === 'function' || it?.onFailure);
  if (!callback) throw error;
  settle(callback, error, null);
};

/** How long the page waits for a return from the hosted page, as in v5, or to be left for there. */
export const LONGEST_WAIT_MS = 10000;

/** The value of the promise; `undefined` if it takes longer. */
export const inTime = (milliseconds, promise) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds))]);

/** The signal that aborts the requests of the Auth that has made this user pool object, or had made it for a former configuration. */
export function signalOf(pool) {
  const auth = owners.get(pool);
  // Not before: Cloudflare's workers make none while a script is imported.
  return auth && (auth._requests ??= new AbortController()).signal;
}

/** A `CognitoUserSession` of these tokens. */
export const newSession = (IdToken, AccessToken, RefreshToken, ClockDrift) =>
  new CognitoUserSession({
    IdToken: new CognitoIdToken({ IdToken }),
    AccessToken: new CognitoAccessToken({ AccessToken }),
    RefreshToken: new CognitoRefreshToken({ RefreshToken }),
    ClockDrift,
  });

export const pageParts = {
  AuthErrorStrings,
  CognitoUser,
  CognitoUserAttribute,
  Hub,
  cameByHostedUi,
  dispatch,
  failed,
  hostedUi,
  newSession,
  report,
  signalOf,
  claimsOf,
  keysOf,
  lifeOf,
  readTokens,
};
