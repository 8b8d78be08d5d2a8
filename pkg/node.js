// Node, Bun, server rendering, test runners.

import { readFile } from 'node:fs/promises';
import { defineAuth } from './auth.js';
import * as core from './core.js';
import { Amplify } from './hub.js';

export * from './exports.js';

const files = ['./auth.wasm', './fma.wasm', './account.wasm'];

export const AuthClass = defineAuth(
  async () => core,
  (which) => readFile(new URL(files[which], import.meta.url)),
);

export const Auth = new AuthClass(null);
Amplify.register(Auth);
export default Auth;
