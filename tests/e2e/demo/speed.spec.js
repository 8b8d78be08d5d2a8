import { NARROW, WIDE, activity, button, expect, heading, looksRight, signedIn, test } from './fixtures.js';

/** Each round computes with v5's engine, which takes its time. */
const LONG = { timeout: 240_000 };
const ENGINES = ['Amplify v5', 'JavaScript BigInt', 'This package, SIMD128', 'This package, fused multiply-add'];
/** Before the rounds that count. */
const WARM_UP_ROUNDS = 3;
const main = (page) => page.getByRole('main');
/** The cells behind the name: bits of a, A, S, A and S, fastest, faster than v5. */
const cells = (page, engine) => page.getByRole('row', { name: engine }).getByRole('cell');
const numbers = async (page, engine) => (await cells(page, engine).allTextContents()).map(parseFloat);

async function open(page, { rounds = 1 } = {}) {
  await page.goto(`/?rounds=${rounds}#/speed`);
  await expect(heading(page, 'Speed')).toBeVisible();
}

async function run(page, options) {
  await open(page, options);
  await button(page, 'Run the comparison').click();
  await expect(button(page, 'Run it again')).toBeVisible(LONG);
}

/** A module of the fewest bytes: functions without parameters, and one page of memory. `code` is what each does. */
function wasm(functions) {
  const section = (id, bytes) => [id, bytes.length, ...bytes];
  const text = (word) => [word.length, ...Buffer.from(word)];
  const list = (items) => [items.length, ...items.flat()];
  return Buffer.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      list([
        [0x60, 0, 0],
        [0x60, 0, 1, 0x7f],
      ]),
    ),
    ...section(3, list(functions.map(({ gives }) => [gives === undefined ? 0 : 1]))),
    ...section(5, [1, 0, 1]),
    ...section(7, list([[...text('memory'), 2, 0], ...functions.map(({ name }, i) => [...text(name), 0, i])])),
    ...section(
      10,
      list(functions.map(({ gives }) => (gives === undefined ? [2, 0, 0x0b] : [4, 0, 0x41, gives, 0x0b]))),
    ),
  ]);
}

const serve = (page, name, body) =>
  page.route(`**/kernels/${name}`, (route) => route.fulfill({ contentType: 'application/wasm', body }));

test('all engines compute, are verified, and are drawn to scale', async ({ page }) => {
  await run(page, { rounds: 2 });
  await expect(page).toHaveTitle('Speed · cognito-auth-wasm');
  const results = 2 * (WARM_UP_ROUNDS + 2) * ENGINES.length;
  await expect(main(page)).toContainText(`Medians of 2 rounds. All ${results} results were right`);

  const found = {};
  for (const engine of ENGINES) {
    const [bits, a, s, total, fastest, faster] = await numbers(page, engine);
    expect(bits).toBe(engine === 'Amplify v5' ? 1024 : 256);
    // Of two rounds the median is the mean, so that only the rounding to three digits keeps the sum from being exact.
    expect(Math.abs(a + s - total)).toBeLessThan(0.02 * total);
    expect(fastest).toBeGreaterThan(0);
    expect(fastest).toBeLessThanOrEqual(total);
    found[engine] = { total, fastest, faster };
  }
  const v5 = found['Amplify v5'].total;
  for (const engine of ENGINES.slice(1))
    expect(Math.abs(found[engine].faster / (v5 / found[engine].total) - 1)).toBeLessThan(0.05);
  // Far enough from what it is, some thirty and a hundred, for any machine; and of the times that it was least busy in.
  const gain = (engine) => found['Amplify v5'].fastest / found[engine].fastest;
  expect(gain('This package, SIMD128')).toBeGreaterThan(5);
  expect(gain('This package, fused multiply-add')).toBeGreaterThan(10);

  const widths = await page.locator('.chart-track span').evaluateAll((bars) =>
    Promise.all(
      bars.map(async (bar) => {
        await Promise.all(bar.getAnimations().map(({ finished }) => finished));
        return bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width;
      }),
    ),
  );
  ENGINES.forEach((engine, i) => expect(Math.abs(widths[i] - found[engine].total / v5)).toBeLessThan(0.01));
  const fused = `${Math.round(found['This package, fused multiply-add'].faster)}×`;
  await expect(page.locator('.headline-figure')).toContainText(fused);
  await expect(page.getByRole('status').filter({ hasText: 'Done.' })).toContainText(`${fused} faster than Amplify v5`);
});

test('all engines compute with secrets of one length', async ({ page }) => {
  await open(page);
  await page.getByRole('checkbox', { name: /Same secret length for all/ }).check();
  await button(page, 'Run the comparison').click();
  await expect(button(page, 'Run it again')).toBeVisible(LONG);
  await expect(main(page)).toContainText('with secrets of one length');
  for (const engine of ENGINES) expect((await numbers(page, engine))[0]).toBe(1024);
});

test('the page answers while it runs, and "Stop" stops it and keeps what there is', async ({ page }) => {
  await open(page, { rounds: 100 });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  /** Seconds of a processor that the page's main thread has taken, and all its threads. */
  const taken = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return ['ThreadTime', 'ProcessTime'].map((name) => metrics.find((metric) => metric.name === name).value);
  };
  const before = await taken();
  await button(page, 'Run the comparison').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('progressbar', { name: 'Rounds' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'running' })).toBeAttached();
  await expect(page.getByRole('checkbox')).toBeDisabled();
  await expect(main(page)).toContainText(/Round ([3-9]|\d\d) of 100/, LONG);
  expect(page.workers()).toHaveLength(1);
  // In the page itself, v5's engine alone would take most of it.
  const [ofMain, ofAll] = (await taken()).map((seconds, at) => seconds - before[at]);
  expect(ofMain / ofAll).toBeLessThan(0.4);

  // The button has kept the focus.
  await expect(button(page, 'Stop')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Run it again')).toBeFocused();
  await expect(main(page)).toContainText(/Stopped\. Medians of \d+ rounds; all \d+ results were right/);
  await expect.poll(() => page.workers().length).toBe(0);
  expect((await numbers(page, 'Amplify v5'))[3]).toBeGreaterThan(0);
});

test('leaving the page stops it too; what it found is there on return', async ({ page }) => {
  await signedIn(page);
  await page.goto('/?rounds=50#/speed');
  await page.getByRole('navigation').getByRole('link', { name: 'Speed' }).click();
  await expect(heading(page, 'Speed')).toBeVisible();
  await button(page, 'Run the comparison').click();
  await expect(main(page)).toContainText(/Round ([2-9]|\d\d) of 50/, LONG);
  await page.getByRole('link', { name: /cognito-auth-wasm/ }).click();
  await expect(button(page, 'Sign out')).toBeVisible();
  await expect.poll(() => page.workers().length).toBe(0);
  await page.getByRole('navigation').getByRole('link', { name: 'Speed' }).click();
  await expect(page.getByRole('row', { name: 'Amplify v5' })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Speed' })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('no other view loads the engines, and this one only when they run', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const ofTheComparison = () =>
    asked.filter((path) => /worker|kernels/.test(path)).map((path) => path.replace(/-[\w-]+\.js$/, ''));
  await signedIn(page);
  await open(page);
  expect(ofTheComparison()).toEqual([]);
  await button(page, 'Run the comparison').click();
  await expect(main(page)).toContainText(/Round \d|Medians of/, LONG);
  expect(ofTheComparison()).toEqual(['/assets/worker', '/kernels/simd.wasm', '/kernels/fused.wasm']);
  // Not calls of the package, so not in its list.
  await expect(activity(page)).not.toContainText('kernels');
  // v5's engine is in the worker, and the page's own script knows nothing of it.
  const scripts = asked.filter((path) => path.endsWith('.js') && path.startsWith('/assets/'));
  const withV5 = await page.evaluate(
    async (paths) => {
      const texts = await Promise.all(paths.map(async (path) => (await fetch(path)).text()));
      return paths.filter((_, i) => texts[i].includes('smallAValue'));
    },
    [...new Set(scripts)],
  );
  expect(withV5).toEqual([expect.stringContaining('/assets/worker')]);
});

test('the SIMD128 kernel is one', async ({ page }) => {
  const response = await page.request.get('/kernels/simd.wasm');
  expect(response.headers()['content-type']).toBe('application/wasm');
  const kernel = await response.body();
  // i64x2.extmul_low_i32x4_s: compiled without SIMD128 the kernel computes the same, several times slower.
  expect(kernel.includes(Buffer.from([0xfd, 0xdc, 0x01]))).toBe(true);
});

// There is no opcode 0xff: what a browser without relaxed SIMD finds in the fused module.
const unknown = wasm([{ name: 'is_fused', gives: 1 }]);
unknown[unknown.length - 1] = 0xff;
for (const [what, body] of [
  ['without relaxed SIMD', unknown],
  ['on a processor without a fused multiply-add', wasm([{ name: 'is_fused', gives: 0 }])],
]) {
  test(`a browser ${what} is told so, and compares the others`, async ({ page }) => {
    await serve(page, 'fused.wasm', body);
    await run(page);
    await expect(cells(page, 'This package, fused multiply-add')).toHaveText(['not supported by this browser']);
    const simd = (await numbers(page, 'This package, SIMD128'))[5];
    await expect(page.locator('.headline-figure .times')).toHaveText(new RegExp(`^${simd}(\\.0)?×$`));
    await expect(main(page)).toContainText(`All ${2 * (WARM_UP_ROUNDS + 1) * 3} results were right`);
  });
}

test('a wrong result is noticed, and no figure is shown', async ({ page }) => {
  const idle = ['buffer', 'a_pub', 'shared_secret'].map((name) => ({ name, gives: name === 'buffer' ? 0 : undefined }));
  await serve(page, 'simd.wasm', wasm(idle));
  await run(page);
  await expect(page.getByRole('alert')).toHaveText('The comparison failed. SIMD128: wrong A');
  await expect(page.getByRole('table')).toHaveCount(0);
});

test('a page without the kernels says what is missing', async ({ page }) => {
  await page.route('**/kernels/*', (route) => route.fulfill({ status: 404 }));
  await run(page);
  await expect(page.getByRole('alert')).toContainText('The kernels did not load.');
});

for (const [colorScheme, viewport] of [
  ['light', WIDE],
  ['dark', WIDE],
  ['light', NARROW],
  ['dark', NARROW],
]) {
  test.describe(`${colorScheme}, ${viewport.width} px`, () => {
    test.use({ colorScheme, viewport, reducedMotion: 'reduce' });

    test('axe finds nothing, and nothing sticks out: before, while it runs, and after', async ({ page }) => {
      await open(page);
      await looksRight(page, viewport);
      // It runs until this was looked at.
      let release;
      const released = new Promise((resolve) => (release = resolve));
      await page.route('**/kernels/*', (route) => released.then(() => route.continue()));
      await button(page, 'Run the comparison').click();
      await expect(page.getByRole('progressbar')).toBeVisible();
      await looksRight(page, viewport);
      release();
      await expect(button(page, 'Run it again')).toBeVisible(LONG);
      await expect(page.getByRole('table')).toBeVisible();
      await looksRight(page, viewport);
      expect(
        await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length),
      ).toBe(0);
    });
  });
}
