// The parts of index.js that the module uses: the Hub, and the classes whose objects applications hold.

import { AuthError } from './error-texts.js';
import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
} from './objects.js';

/** Dispatches an event on the Hub's channel `auth`. */
export const dispatch = (event, data, message) => Hub.dispatch('auth', { event, data, message }, 'Auth');

/** Calls the callback among the arguments with the error; throws the error if there is none. */
export const failed = (args) => (error) => {
  const callback = args.find((it) => typeof it === 'function' || it?.onFailure);
  if (!callback) throw error;
  if (callback.onFailure) callback.onFailure(error);
  else callback(error);
};

const aborters = new WeakMap();

/** The `AbortSignal` of that user pool object's requests. */
export function signalOf(pool) {
  if (!pool) return undefined;
  if (!aborters.has(pool)) aborters.set(pool, new AbortController());
  return aborters.get(pool).signal;
}

/** Ends the requests of that user pool object that are under way: each call rejects with an `AbortError`. */
export function abortRequests(pool) {
  aborters.get(pool)?.abort(new DOMException('Aborted', 'AbortError'));
  aborters.delete(pool);
}

/** A `CognitoUserSession` of these tokens. */
export const newSession = (IdToken, AccessToken, RefreshToken, ClockDrift) =>
  new CognitoUserSession({
    IdToken: new CognitoIdToken({ IdToken }),
    AccessToken: new CognitoAccessToken({ AccessToken }),
    RefreshToken: new CognitoRefreshToken({ RefreshToken }),
    ClockDrift,
  });

export const pageParts = { AuthError, Hub, dispatch, failed, signalOf, newSession, CognitoUser, CognitoUserAttribute };
