// Starts the demo as `make demo` does, on a free port.
import assert from 'node:assert/strict';
import { freePort } from '../../local-cognito/local-cognito.mjs';
import { startDemo } from './demo.js';

export default async function setup() {
  const demo = await startDemo({ port: await freePort() });
  // The workers inherit it.
  process.env.DEMO = demo.address;
  return async () => {
    const { code } = await demo.stop('SIGTERM');
    assert.equal(code, 0, demo.output());
  };
}
