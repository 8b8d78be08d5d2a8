// The package's entry for Node, Bun, server rendering and test runners. The wasm is part of it: a server's bundler may
// move the script to where no file lies beside it.

import { Buffer } from 'node:buffer';
import { contents } from '#contents';
import { AuthClass } from './auth.js';
import * as cookieStorage from './cookie-storage.js';
import * as core from './core.js';
import { fetchStorageFrom } from './fetched-storage.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';
export { withSSRContext } from './server.js';

loadFrom(
  async () => core,
  async (file) => Buffer.from(contents[file], 'base64'),
);
fetchStorageFrom(async () => cookieStorage);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
