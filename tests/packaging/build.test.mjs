// `make build` for who has cargo put all that it makes into another folder.

import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { run, tests } from './lib/scratch.mjs';

const root = path.join(tests, '..');
const target = path.join(tests, '.work/cargo-target');
const dist = path.join(tests, '.work/cargo-dist');

const linked = 'module/wasm32-unknown-unknown/release/cognito_auth_wasm.wasm';

/**
 * A target folder as `make build` leaves it, but without the linked module, which cargo puts there once more. What it is
 * linked of, and what wasm-opt has made of it, takes a minute to make, and is no different there.
 */
async function seed() {
  for (const folder of [target, dist]) await rm(folder, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const made = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
  await run('cp', ['-a', ...['module', 'package-optimised'].map((name) => path.join(made, name)), target]);
  await rm(path.join(target, linked));
}

test('with CARGO_TARGET_DIR set, in the environment: the same files', async () => {
  await seed();
  const { MAKEFLAGS, MAKELEVEL, MFLAGS, ...env } = process.env;
  const make = ['dist', `DIST=${dist}`];
  await run('make', make, { cwd: root, env: { ...env, CARGO_TARGET_DIR: target }, maxBuffer: 1 << 26 });
  assert.ok((await stat(path.join(target, linked))).size > 0);
  const published = path.join(root, 'pkg/dist');
  const names = (await readdir(dist)).sort();
  assert.deepEqual(names, (await readdir(published)).sort());
  for (const name of names)
    assert.ok((await readFile(path.join(dist, name))).equals(await readFile(path.join(published, name))), name);
});
