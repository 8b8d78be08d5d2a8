// The package's entry for Node, Bun, server rendering and test runners.

import { readFile } from 'node:fs/promises';
import { addresses } from '#files';
import { AuthClass } from './auth.js';
import * as core from './core.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';

loadFrom(
  async () => core,
  (file) => readFile(addresses[file]),
);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
