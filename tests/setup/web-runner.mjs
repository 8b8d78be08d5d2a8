// Runs a test binary in Chromium: cargo calls it with the wasm file.
//
// wasm-bindgen's runner serves the page. Its server may leave one of several connections that come at once without a thread
// (tiny_http 0.12 counts those that have been woken as idle), and the page would load for ever: so there is only one.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { launchOptions } from './chromium.js';

const LIMIT_MS = 120_000;

const server = spawn('wasm-bindgen-test-runner', process.argv.slice(2), {
  env: { ...process.env, NO_HEADLESS: '1', WASM_BINDGEN_TEST_ADDRESS: '127.0.0.1:0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  browser = await chromium.launch(launchOptions);
  const page = await browser.newPage();
  let last = Promise.resolve();
  await page.route('**', (route) => {
    last = last.then(async () => route.fulfill({ response: await route.fetch() }));
    return last;
  });
  page.on('pageerror', (error) => console.error(error));
  await page.goto(await address());
  const result = /^test result: (\w+)/m;
  const output = page.locator('#output');
  await output.filter({ hasText: result }).waitFor({ state: 'attached', timeout: LIMIT_MS });
  const text = await output.textContent();
  console.log(text);
  process.exitCode = result.exec(text)[1] === 'ok' ? 0 : 1;
} finally {
  await browser?.close();
  server.kill();
}

/** What the server says first; it says no more. */
async function address() {
  for await (const line of createInterface(server.stdout)) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('wasm-bindgen-test-runner serves nothing');
}
