// Browsers, bundlers, workers, CDNs.

import { address, fetchModule } from './assets.js';
import { defineAuth } from './auth.js';
import { Amplify } from './hub.js';

export * from './exports.js';

// An asset for a bundler, as the wasm is, and no chunk: the address is not in the `import` itself.
const core = new URL('./core.js', import.meta.url);

export const AuthClass = defineAuth(() => import(address(core)), fetchModule);

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
