// The package's entry for service workers. It contains core.js, because a service worker must not import it later.

import { addresses } from '#addresses';
import { fetchAddress } from './addresses.js';
import { AuthClass } from './auth.js';
import * as cookieStorage from './cookie-storage.js';
import * as core from './core.js';
import { fetchStorageFrom } from './fetched-storage.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';
export { withSSRContext } from './browser.js';

loadFrom(
  async () => core,
  (file) => fetchAddress(addresses[file]),
);
fetchStorageFrom(async () => cookieStorage);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
