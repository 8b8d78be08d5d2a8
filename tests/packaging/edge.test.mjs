// Servers at a network's edge: the packed package in workerd, which Cloudflare's workers run in. Vercel's is in Next
// (packaging.test.mjs). Run `make build tools-apps` first: node --test tests/packaging/edge.test.mjs

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, beforeEach, test } from 'node:test';
import { build as esbuild } from 'esbuild';
import { Jar, PASSWORD, claimsOf, startService } from '../servers/lib.mjs';
import { here, pack } from './lib/scratch.mjs';

const { default: workerd } = createRequire(path.join(here, 'package.json'))('workerd');

let packed, service, worker, url;
before(async () => {
  service = await startService();
  for (const username of ['ana', 'bea']) await service.newUser(username);
  packed = await pack(path.join(here, '.work'));
  const root = await packed.project('workerd', 'workerd');
  // As Cloudflare's own bundler does: wasm files stay beside the script, which imports them.
  await esbuild({
    absWorkingDir: root,
    entryPoints: ['worker.js'],
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    assetNames: '[name]',
    outdir: 'out',
    logLevel: 'error',
  });
  const files = (await readdir(path.join(root, 'out'))).filter((name) => name.endsWith('.wasm'));
  const modules = [
    '(name = "worker.js", esModule = embed "out/worker.js"),',
    ...files.map((name) => `(name = "${name}", wasm = embed "out/${name}"),`),
  ];
  const config = path.join(root, 'workerd.capnp');
  await writeFile(config, (await readFile(config, 'utf8')).replace('MODULES', modules.join('\n')));
  worker = spawn(workerd, ['serve', config, '--control-fd=3'], {
    env: { ...process.env, CONFIG: JSON.stringify(service.config) },
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const [line] = await once(createInterface(worker.stdio[3]), 'line');
  url = `http://127.0.0.1:${JSON.parse(line).port}/`;
});
beforeEach(() => service.asked());
after(async () => {
  if (worker?.exitCode === null && worker.kill()) await once(worker, 'exit');
  await service?.stop();
  await packed?.remove();
});

/** A request with a jar's cookies; the jar takes those that the response sets. */
async function ask(jar, options) {
  const response = await fetch(url, { headers: { cookie: jar.header() }, ...options });
  for (const text of response.headers.getSetCookie()) jar.set(text);
  return response.json();
}

async function signedIn(username = 'ana') {
  const jar = new Jar();
  const body = JSON.stringify({ username, password: PASSWORD });
  assert.deepEqual(await ask(jar, { method: 'POST', body }), { username });
  service.asked();
  return jar;
}

test('a sign-in sets cookies, by which the next request knows the user, and a sign-out removes them', async () => {
  const jar = await signedIn();
  assert.deepEqual(jar.names(), ['LastAuthUser', 'ana.accessToken', 'ana.idToken', 'ana.refreshToken']);
  assert.deepEqual(await ask(jar), { username: 'ana', email: 'ana@example.com' });
  assert.deepEqual(service.asked(), ['GetUser']);
  await ask(jar, { method: 'DELETE' });
  assert.deepEqual(service.asked(), ['RevokeToken']);
  assert.deepEqual(jar.names(), []);
  assert.deepEqual(await ask(jar), { error: 'The user is not authenticated' });
});

test('expired tokens are refreshed, and the response sets the new ones', async () => {
  const jar = (await signedIn()).later();
  assert.deepEqual(await ask(jar), { username: 'ana', email: 'ana@example.com' });
  assert.deepEqual(service.asked(), ['InitiateAuth', 'GetUser']);
  assert.ok(claimsOf(jar.get('accessToken')).exp * 1000 > Date.now());
  await ask(jar);
  assert.deepEqual(service.asked(), ['GetUser']);
});

test('two users at once never meet', async () => {
  const jars = [(await signedIn('ana')).later(), (await signedIn('bea')).later()];
  const rounds = Array.from({ length: 20 }, (_, index) => new Jar(jars[index % 2].cookies));
  const users = await Promise.all(rounds.map((jar) => ask(jar)));
  for (const [index, user] of users.entries()) {
    const name = ['ana', 'bea'][index % 2];
    assert.deepEqual(user, { username: name, email: `${name}@example.com` });
    assert.equal(claimsOf(rounds[index].get('accessToken')).username, name);
  }
});

// What a request has begun ends with it there, so that another must not wait for it.
test('a request whose browser has gone takes no other with it', async () => {
  const jar = (await signedIn()).later();
  await service.standIn.admin('Fault', {
    UserPoolId: service.config.userPoolId,
    Operation: 'InitiateAuth',
    Kind: 'slow',
    DelayMs: 60_000,
  });
  const refreshes = async (count) => {
    for (const asked = []; asked.length < count; await new Promise((resolve) => setTimeout(resolve, 10)))
      asked.push(...service.asked().filter((name) => name === 'InitiateAuth'));
  };
  const gone = new AbortController();
  const first = ask(jar, { signal: gone.signal, headers: { cookie: jar.header() } }).catch((error) => error.name);
  await refreshes(1);
  const others = [new Jar(jar.cookies), new Jar(jar.cookies)].map((own) => ask(own));
  await refreshes(2);
  gone.abort();
  assert.equal(await first, 'AbortError');
  for (const other of await Promise.all(others)) assert.deepEqual(other, { username: 'ana', email: 'ana@example.com' });
});
