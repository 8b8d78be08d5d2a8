// What the module's side (`host.js`) needs of this one: how to send events, and the classes whose objects applications hold.

import { Hub } from './hub.js';
import { CognitoAccessToken, CognitoUser, CognitoUserAttribute } from './objects.js';

/** Sends an event on the channel `auth`. */
export const dispatch = (event, data, message) => Hub.dispatch('auth', { event, data, message }, 'Auth');

/** Tells the callback among the arguments that a method could not begin; rejects if there is none. */
export const failed = (args) => (error) => {
  const callback = args.find((it) => typeof it === 'function' || it?.onFailure);
  if (!callback) throw error;
  if (callback.onFailure) callback.onFailure(error);
  else callback(error);
};

export const lent = { Hub, dispatch, failed, CognitoAccessToken, CognitoUser, CognitoUserAttribute };
