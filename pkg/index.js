// The package's entry for browsers, bundlers, workers and CDNs.

import { addresses } from '#addresses';
import { fetchAddress, importAddress } from './addresses.js';
import { AuthClass } from './auth.js';
import { fetchStorageFrom } from './fetched-storage.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';
export { withSSRContext } from './browser.js';

// The addresses are not in the `import` itself, so that the scripts are assets for a bundler, as the wasm is, and no chunks.
const core = new URL('./core.js', import.meta.url);
const cookieStorage = new URL('./cookie-storage.js', import.meta.url);

const importScript = (url) =>
  importAddress(url, (address) => import(/* @vite-ignore */ /* webpackIgnore: true */ address));

loadFrom(
  () => importScript(core),
  (file) => fetchAddress(addresses[file]),
);
fetchStorageFrom(() => importScript(cookieStorage));

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
