// What a server's runtime forbids while a script is imported. The entries for Node and for the edge share this code.

import assert from 'node:assert/strict';
import { test } from 'node:test';

test('the import makes no AbortController, sets no timer, asks nobody, and for no random number', async () => {
  const asked = [];
  const former = { AbortController, setTimeout, fetch };
  for (const name of Object.keys(former))
    globalThis[name] = function (...args) {
      asked.push(name);
      return new.target ? new former[name](...args) : former[name](...args);
    };
  const { getRandomValues } = crypto;
  crypto.getRandomValues = (bytes) => (asked.push('getRandomValues'), getRandomValues.call(crypto, bytes));
  const { AuthClass } = await import('../../pkg/dist/node.js');
  // As v5's way to configure does.
  new AuthClass({ userPoolId: 'us-east-1_Import', userPoolWebClientId: 'client' });
  Object.assign(globalThis, former);
  crypto.getRandomValues = getRandomValues;
  assert.deepEqual(asked, []);
});
