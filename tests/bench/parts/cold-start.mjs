// From navigation to the `InitiateAuth` request, in a page that signs in at once and a browser that has seen nothing.
import { runPage, withFreshPage } from '../lib/browser.mjs';
import { CONDITIONS, impose } from '../lib/conditions.mjs';
import { summary } from '../lib/stats.mjs';

const SAMPLES = 9;
const PAGES = {
  v5: '/v5/',
  v6: '/v6/',
  ours: '/ours/',
  'ours-hints': '/ours/hints.html',
  'ours-unbundled': '/ours-unbundled/',
};

export async function coldStart({ browser, server, progress }) {
  const samples = {};
  // The first round is not counted: the browser itself is cold then.
  for (let sample = -1; sample < SAMPLES; sample++) {
    for (const condition of sample < 0 ? CONDITIONS.slice(0, 1) : CONDITIONS) {
      progress(`cold start: sample ${sample + 1} of ${SAMPLES}, ${condition.name}`);
      for (const [id, path] of Object.entries(PAGES)) {
        const ms = await withFreshPage(browser, (page) => untilRequest(page, server.url + path, condition));
        if (sample >= 0) ((samples[condition.id] ??= {})[id] ??= []).push(ms);
      }
    }
  }
  for (const pages of Object.values(samples)) for (const id in pages) pages[id] = summary(pages[id]);
  return samples;
}

async function untilRequest(page, url, condition) {
  await impose(page, condition);
  const { InitiateAuth } = await runPage(page, `${url}?call=signIn`, 'InitiateAuth');
  return InitiateAuth;
}
