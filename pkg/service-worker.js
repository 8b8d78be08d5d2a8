// Service workers, which must not import anything later.

import { fetchModule } from './assets.js';
import { defineAuth } from './auth.js';
import * as core from './core.js';
import { Amplify } from './hub.js';

export * from './exports.js';

export const AuthClass = defineAuth(async () => core, fetchModule);

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
