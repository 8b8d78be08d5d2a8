// How much a server holds of requests that are over.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('many.mjs', import.meta.url));

test('of 10,000 requests, nobody of which disposes of anything, a server keeps nothing', async () => {
  const { stdout } = await promisify(execFile)('node', ['--expose-gc', script, '10000', '2000']);
  const [first, ...later] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const last = later.at(-1);
  assert.equal(last.done, 10_000);
  // The listener of the shared Auth.
  assert.deepEqual(
    later.map(({ listeners }) => listeners),
    [1, 1, 1, 1],
  );
  // A byte for each request would be 8,000; one that is kept takes over 10 kB.
  assert.ok(last.heapUsed - first.heapUsed < 500_000, `${last.heapUsed - first.heapUsed} bytes`);
  assert.ok(last.external - first.external < 500_000, `${last.external - first.external} bytes`);
});
