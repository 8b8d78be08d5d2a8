// The package in Node, from the folder that the scratch app has installed.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.js';

const APP = fileURLToPath(new URL('../.work/app/', import.meta.url));
const script = (name) => fileURLToPath(new URL(`./node/${name}`, import.meta.url));

/** Runs a script in a folder of the app, which finds the package as an application does. Gives a value for each line. */
async function run(folder, name, args, options = []) {
  await cp(script(name), `${folder}/${name}`);
  const { stdout } = await promisify(execFile)('node', [...options, `${folder}/${name}`, ...args]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const folder = test.extend({
  folder: async ({}, use) => {
    const folder = await mkdtemp(`${APP}node-`);
    await use(folder);
    await rm(folder, { recursive: true });
  },
});
const oursIn = process.env.AUTH_PACKAGE === 'v5' ? folder.skip : folder;

oursIn('without the wasm, signOut signs out here', async ({ folder }) => {
  // Node has no WebAssembly then, so that the module cannot be loaded.
  const [outcome] = await run(folder, 'sign-out-without-wasm.mjs', [], ['--jitless']);
  expect(outcome).toEqual({
    hadSession: true,
    result: null,
    left: [['CognitoIdentityServiceProvider.client.ana.deviceKey', 'stays']],
    events: ['signOut'],
    global: 'ReferenceError',
  });
});

oursIn('of 5,000 instances that are disposed of, a server keeps nothing', async ({ folder }) => {
  const [first, ...later] = await run(folder, 'instances.mjs', ['5000', '1000', 'dispose'], ['--expose-gc']);
  const last = later.at(-1);
  expect(last.done).toBe(5_000);
  // The listener of the `Auth` that the package itself makes.
  expect(later.map(({ listeners }) => listeners)).toEqual([1, 1, 1, 1]);
  // A byte for each instance would be 4,000; one that is kept takes over 10 kB.
  expect(last.heapUsed - first.heapUsed).toBeLessThan(500_000);
  expect(last.external - first.external).toBeLessThan(500_000);
});
