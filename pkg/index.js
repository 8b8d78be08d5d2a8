// The package's entry for browsers, bundlers, workers and CDNs.

import { addresses } from '#addresses';
import { fetchAddress, importAddress } from './addresses.js';
import { AuthClass } from './auth.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';

// The address is not in the `import` itself, so that core.js is an asset for a bundler, as the wasm is, and no chunk.
const core = new URL('./core.js', import.meta.url);

loadFrom(
  () => importAddress(core, (address) => import(/* @vite-ignore */ /* webpackIgnore: true */ address)),
  (file) => fetchAddress(addresses[file]),
);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
