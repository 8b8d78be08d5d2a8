// The package's entry for servers at a network's edge, which have the web's functions and none of Node's. They compile no
// wasm while they run: their bundlers do so ahead, of what is imported as a module.

import { modules } from '#modules';
import { AuthClass } from './auth.js';
import * as cookieStorage from './cookie-storage.js';
import * as core from './core.js';
import { fetchStorageFrom } from './fetched-storage.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';
import { endEarlyHere } from './server.js';

export * from './exports.js';
export { withSSRContext } from './server.js';

/** Starts the module, and nothing in tasks of its own: these would end with the request that came first. */
const start = (given) => core.start({ ...given, name: '' });

loadFrom(
  async () => ({ ...core, start }),
  async (file) => modules[file],
);
fetchStorageFrom(async () => cookieStorage);
endEarlyHere();

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
