// What the module's side (`host.js`) needs of this one: how to send events, and the classes whose objects applications hold.

import { Hub } from './hub.js';
import {
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
} from './objects.js';

/** Sends an event on the channel `auth`. */
export const dispatch = (event, data, message) => Hub.dispatch('auth', { event, data, message }, 'Auth');

export const lent = {
  Hub,
  dispatch,
  CognitoAccessToken,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserSession,
};
