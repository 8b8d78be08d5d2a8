// Starts the demo as `make demo` does, on a free port, and beside it a stand-in for what the local Cognito lacks.
import assert from 'node:assert/strict';
import { freePort } from '../../local-cognito/local-cognito.mjs';
import { startStandIn } from '../../stand-in/stand-in.mjs';
import { startDemo } from './demo.js';

export default async function setup() {
  const standIn = await startStandIn();
  const demo = await startDemo({ port: await freePort() });
  // The workers inherit it.
  process.env.DEMO = demo.address;
  process.env.STAND_IN = standIn.url;
  return async () => {
    await standIn.stop();
    const { code } = await demo.stop('SIGTERM');
    assert.equal(code, 0, demo.output());
  };
}
