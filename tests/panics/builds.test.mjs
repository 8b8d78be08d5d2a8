// Files of two builds never run together: the call says so, and the next one works when the right file is there.
// Run: make test-panics

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { launchOptions } from '../setup/chromium.js';
import { builds, startSite } from './site.mjs';

let site, browser, context, page;
before(async () => {
  site = await startSite('published');
  browser = await chromium.launch(launchOptions);
});
after(async () => {
  await browser?.close();
  site?.close();
});
beforeEach(async () => {
  await context?.close();
  site.replaced = {};
  context = await browser.newContext();
});

const open = async () => {
  page = await context.newPage();
  await page.goto(site.url);
  await page.waitForFunction(() => window.app, null, { timeout: 60_000 });
};
const call = (...args) => page.evaluate((args) => app.call(...args), args);
const other = (name) => path.join(builds.panics, name);
const stale = (file) => ({
  error: {
    name: 'Error',
    code: 'VersionMismatch',
    message: `cognito-auth-wasm: ${file} is of another version than core.js; reload the page`,
  },
});
const code = ({ CodeDeliveryDetails } = {}) => CodeDeliveryDetails?.DeliveryMedium;

test('a part of another build: a promise rejects, callbacks are told, and the next try works', async () => {
  site.replaced = { 'account.wasm': other('account.wasm') };
  await open();
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), { value: 'ana' });
  const change = () => page.evaluate(() => app.callBack('changePassword', 'Secret-123', 'Secret-456'));
  for (let round = 0; round < 2; round++) {
    assert.deepEqual(await call('forgotPassword', 'ana'), stale('account.wasm'));
    assert.deepEqual(await change(), stale('account.wasm'));
  }
  site.replaced = {};
  assert.equal(code((await call('forgotPassword', 'ana')).value), 'EMAIL');
  assert.deepEqual(await change(), { value: 'SUCCESS' });
});

test('what parts share, of another build', async () => {
  site.replaced = { 'shared.wasm': other('shared.wasm') };
  await open();
  assert.deepEqual(await call('forgotPassword', 'ana'), stale('shared.wasm'));
  site.replaced = {};
  assert.equal(code((await call('forgotPassword', 'ana')).value), 'EMAIL');
});

test('the part of a sign-in: nothing is pending, and the next try works', async () => {
  site.replaced = { 'sign_in.wasm': other('sign_in.wasm') };
  await open();
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), stale('sign_in.wasm'));
  assert.deepEqual(await page.evaluate(() => app.authenticate()), stale('sign_in.wasm'));
  assert.equal(await page.evaluate(() => app.Auth.pendingSignIn), null);
  site.replaced = {};
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), { value: 'ana' });
  assert.deepEqual(await page.evaluate(() => app.authenticate()), { value: 'signed in' });
});

test('the module itself', async () => {
  site.replaced = { 'auth.wasm': other('auth.wasm') };
  await open();
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), stale('auth.wasm'));
  assert.deepEqual(await page.evaluate(() => app.authenticate()), stale('auth.wasm'));
  site.replaced = {};
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), { value: 'ana' });
});

test('a file without the section that names its build', async () => {
  const whole = await readFile(path.join(builds.published, 'account.wasm'));
  const [section] = WebAssembly.Module.customSections(new WebAssembly.Module(whole), 'build');
  site.replaced = { 'account.wasm': whole.subarray(0, whole.length - section.byteLength - '\0\0\u0005build'.length) };
  assert.equal(
    WebAssembly.Module.customSections(new WebAssembly.Module(site.replaced['account.wasm']), 'build').length,
    0,
  );
  await open();
  assert.deepEqual(await call('forgotPassword', 'ana'), stale('account.wasm'));
});

test('core.js and all wasm, without a newer index.js', async () => {
  site.replaced = Object.fromEntries(
    ['core.js', 'auth.wasm', 'shared.wasm', 'sign_in.wasm', 'account.wasm'].map((name) => [name, other(name)]),
  );
  await open();
  assert.deepEqual(await call('signIn', 'ana', 'Secret-123'), stale('index.js'));
  assert.deepEqual(await page.evaluate(() => app.authenticate()), stale('index.js'));
});
