// The same in Node, where an exception that nobody catches would end the process. Run: make test-panics

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { builds, startSite } from './site.mjs';

let site;
before(async () => (site = await startSite('panics')));
after(() => site.close());

test('in Node calls reject, callbacks are told, later calls work, and the process lives', async () => {
  const script = fileURLToPath(new URL('node.mjs', import.meta.url));
  const args = ['--no-warnings', script, builds.panics, site.url];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 180_000 });
  assert.equal(stderr, '');
  const stopped = ['InternalError', 'RuntimeError'];
  assert.deepEqual(JSON.parse(stdout), {
    method: [stopped, 'ana'],
    future: [stopped, 'ana'],
    write: [stopped, 'ana'],
    'method, called back': [stopped, 'SUCCESS'],
    'future, called back': [stopped, 'SUCCESS'],
    'callback, called back': [stopped, 'SUCCESS'],
    stack: [['InternalError', 'RangeError'], 'ana'],
    shown: stopped,
    after: 'ana',
    thrown: 'thrown by the callback',
  });
});
