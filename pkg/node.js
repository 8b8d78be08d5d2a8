// Node, Bun, server rendering, test runners.

import { readFile } from 'node:fs/promises';
import { AuthClass } from './auth.js';
import * as core from './core.js';
import { Amplify } from './hub.js';
import { loadFrom } from './load.js';

export * from './exports.js';

const files = ['./auth.wasm', './fma.wasm', './account.wasm'];

loadFrom(
  async () => core,
  (which) => readFile(new URL(files[which], import.meta.url)),
);

export { AuthClass };

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
