// A thousand rounds of sign-in and sign-out in one page leave nothing behind: not in the page, not in the modules.
import { expect, test } from '@playwright/test';

const WARM_UP = 200;
const ROUNDS = 1000;
/** Half of what a leak of 1 kB a round would leave. */
const BYTES_A_ROUND = 512;
/** Of the measurement: caches of the engine that fill late. */
const NOISE = 64 * 1024;

async function open(page) {
  await page.goto(new URL('rounds.html', process.env.FAULTS_PAGES).href);
  await page.waitForFunction(() => window.ready);
  await page.evaluate(() => window.begin());
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  await devtools.send('Performance.enable');
  return devtools;
}

/** After everything that can be collected is. */
async function measure(page, devtools) {
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const listeners = metrics.find(({ name }) => name === 'JSEventListeners').value;
  return { heap: usedSize, listeners, ...(await page.evaluate(() => window.counts())) };
}

/** What has grown by more than it may in so many rounds. */
function grown(before, after, rounds) {
  const heap = after.heap - before.heap;
  return [
    heap > rounds * BYTES_A_ROUND + NOISE && `heap: ${heap} bytes in ${rounds} rounds`,
    ...after.modules.map(
      (bytes, index) => bytes > before.modules[index] && `module ${index}: ${bytes - before.modules[index]} bytes`,
    ),
    ...['listeners', 'timers', 'hub', 'stored'].map(
      (name) => after[name] > before[name] && `${name}: ${after[name] - before[name]}`,
    ),
  ].filter(Boolean);
}

test('a thousand rounds of sign-in and sign-out leave nothing behind', async ({ page }, info) => {
  const devtools = await open(page);
  await page.evaluate((rounds) => window.rounds(rounds), WARM_UP);
  const before = await measure(page, devtools);
  const { rounds, proofs } = await page.evaluate((rounds) => window.rounds(rounds), ROUNDS);
  const after = await measure(page, devtools);
  const perRound = ((after.heap - before.heap) / ROUNDS).toFixed(1);
  const line =
    `${rounds} rounds of sign-in and sign-out, ${proofs} proofs checked: heap ${perRound} bytes a round, modules ${before.modules.join(' + ')} bytes before and ${after.modules.join(' + ')} after, ` +
    `${after.listeners - before.listeners} listeners and ${after.timers} timers more`;
  await info.attach('figures', { contentType: 'application/json', body: JSON.stringify({ line }) });
  expect(before.modules).toHaveLength(2);
  expect(after.timers).toBe(0);
  expect(grown(before, after, ROUNDS), line).toEqual([]);
});

for (const [leak, what] of [
  ['objects of the page', /^heap/],
  ['listeners', /^listeners/],
  ['timers', /^timers/],
  ['calls that the module waits for', /^module/],
])
  test(`the bounds notice a leak of ${leak}`, async ({ page }) => {
    const devtools = await open(page);
    const ROUNDS = 400;
    await page.evaluate(() => window.rounds(50));
    const before = await measure(page, devtools);
    await page.evaluate(([rounds, leak]) => window.rounds(rounds, leak), [ROUNDS, leak]);
    expect(grown(before, await measure(page, devtools), ROUNDS).filter((line) => what.test(line))).toHaveLength(1);
  });
