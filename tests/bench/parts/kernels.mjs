// The SRP kernels: A and S, by turns in one page, with OpenSSL between; and once in a page that is new.
import { withFreshPage } from '../lib/browser.mjs';
import { openssl } from '../lib/openssl.mjs';
import { summaries } from '../lib/stats.mjs';

const BATCHES = 8;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 3;
const COLD_SAMPLES = 7;
const COLD = ['v5-1024', 'v6-1024', 'bigint-256', 'simd-256', 'fused-256'];
const LENGTHS = [256, 1024];

export async function kernels({ browser, server, progress, samples = Infinity }) {
  const [batches, coldSamples] = [Math.min(BATCHES, samples), Math.min(COLD_SAMPLES, samples)];
  const native = openssl();
  const times = {};
  const keep = (id, more) => (times[id] ??= []).push(...more);

  await withFreshPage(browser, async (page) => {
    await openKernels(page, server);
    for (let batch = -1; batch < batches; batch++) {
      progress(batch < 0 ? 'kernels: warming up' : `kernels: batch ${batch + 1} of ${batches}`);
      const options = batch < 0 ? { rounds: WARM_UP_ROUNDS } : { rounds: ROUNDS, firstRound: batch * ROUNDS };
      const results = await page.evaluate((options) => globalThis.kernels.warm(options), options);
      if (native)
        for (const bits of LENGTHS) results.push({ id: `openssl-${bits}`, times: native.run(bits, options.rounds) });
      if (batch >= 0) for (const { id, times } of results) keep(id, times);
    }
  });

  const cold = Object.fromEntries(COLD.map((id) => [id, []]));
  for (let sample = 0; sample < coldSamples; sample++) {
    progress(`kernels, cold: sample ${sample + 1} of ${coldSamples}`);
    for (const id of COLD)
      cold[id].push(
        await withFreshPage(browser, async (page) => {
          await openKernels(page, server);
          return page.evaluate((id) => globalThis.kernels.cold(id), id);
        }),
      );
  }

  const each = (samples) => Object.fromEntries(Object.entries(samples).map(([id, list]) => [id, summaries(list)]));
  return { openssl: native?.version, warm: each(times), cold: each(cold) };
}

async function openKernels(page, server) {
  await page.goto(`${server.url}/kernels/`);
  await page.waitForFunction(() => globalThis.kernels);
  if (!(await page.evaluate(() => globalThis.crossOriginIsolated))) throw new Error('the page has but a coarse clock');
}
