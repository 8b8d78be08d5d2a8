// `make build` for who has cargo put all that it makes into another folder.

import assert from 'node:assert/strict';
import { cp, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { run, tests } from './lib/scratch.mjs';

const root = path.join(tests, '..');
const target = path.join(tests, '.work/cargo-target');
const dist = path.join(tests, '.work/cargo-dist');

/**
 * A target folder like that of `make build`, but without anything of the crate itself: what it depends on, std among it,
 * takes a minute to compile, and is no different there.
 */
async function seed() {
  for (const folder of [target, dist]) await rm(folder, { recursive: true, force: true });
  const made = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
  const filter = (file) => !/cognito[-_]auth[-_]wasm/.test(path.relative(made, file));
  const options = { recursive: true, preserveTimestamps: true, filter };
  await cp(path.join(made, 'module'), path.join(target, 'module'), options);
  // What wasm-opt has made of the same files.
  await cp(path.join(made, 'package-optimised'), path.join(target, 'package-optimised'), options);
}

test('with CARGO_TARGET_DIR set, in the environment: the same files', async () => {
  await seed();
  const { MAKEFLAGS, MAKELEVEL, MFLAGS, ...env } = process.env;
  const make = ['dist', `DIST=${dist}`];
  await run('make', make, { cwd: root, env: { ...env, CARGO_TARGET_DIR: target }, maxBuffer: 1 << 26 });
  const module = 'module/wasm32-unknown-unknown/release/cognito_auth_wasm.wasm';
  assert.ok((await stat(path.join(target, module))).size > 0);
  const published = path.join(root, 'pkg/dist');
  const names = (await readdir(dist)).sort();
  assert.deepEqual(names, (await readdir(published)).sort());
  for (const name of names)
    assert.ok((await readFile(path.join(dist, name))).equals(await readFile(path.join(published, name))), name);
});
