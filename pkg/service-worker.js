// Service workers, which must not import anything later.

import { fetchModule } from './assets.js';
import { AuthClass } from './auth.js';
import * as core from './core.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';

loadFrom(async () => core, fetchModule);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
