// What a page has in place of a server's functions (server.js).

import { AuthClass } from './auth.js';
import { Amplify } from './hub.js';

/** In a page there is one user: that of the page's own Amplify. */
export function withSSRContext() {
  return Amplify;
}

Object.assign(AuthClass, {
  forRequest() {
    throw new Error('AuthClass.forRequest is for servers');
  },
});
