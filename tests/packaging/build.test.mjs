// `make build` for who has cargo put all that it makes into another folder.

import assert from 'node:assert/strict';
import { access, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { run, tests } from './lib/scratch.mjs';

test('with CARGO_TARGET_DIR set, in the environment: the same files', async () => {
  const root = path.join(tests, '..');
  // It stays for the next run: std is built with the module, which takes a minute.
  const target = path.join(tests, '.work/cargo-target');
  const dist = path.join(tests, '.work/cargo-dist');
  await rm(dist, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const env = { ...process.env, CARGO_TARGET_DIR: target, MAKEFLAGS: '' };
  await run('make', ['dist', `DIST=${dist}`], { cwd: root, env, maxBuffer: 1 << 26 });
  await access(path.join(target, 'module'));
  const published = path.join(root, 'pkg/dist');
  const names = (await readdir(dist)).sort();
  assert.deepEqual(names, (await readdir(published)).sort());
  for (const name of names)
    assert.ok((await readFile(path.join(dist, name))).equals(await readFile(path.join(published, name))), name);
});
