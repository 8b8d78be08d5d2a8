// From navigation to the `InitiateAuth` request, in a page that signs in at once and a browser that has seen nothing.
import { fetched, runPage, withFreshPage } from '../lib/browser.mjs';
import { documentWithHints } from '../lib/build.mjs';
import { CONDITIONS, impose } from '../lib/conditions.mjs';
import { KERNEL } from '../lib/sizes.mjs';
import { summary } from '../lib/stats.mjs';

const SAMPLES = 9;
const PAGES = {
  v5: '/v5/',
  v6: '/v6/',
  ours: '/ours/',
  'ours-hints': '/ours/hints.html',
  'ours-unbundled': '/ours-unbundled/',
};

export async function coldStart({ browser, server, progress, samples = SAMPLES }) {
  // What each page is seen to fetch until then, and waits for.
  const names = {};
  for (const [id, path] of Object.entries(PAGES).filter(([id]) => id !== 'ours-hints'))
    names[id] = await withFreshPage(browser, async (page) => {
      const fetchedNames = fetched(page, server.url + path);
      await untilRequest(page, server.url + path, {});
      return fetchedNames.filter((name) => !name.endsWith(KERNEL));
    });
  names['ours-hints'] = names.ours;
  server.add('/ours/hints.html', documentWithHints(names.ours.filter((name) => name !== 'app.js')));

  const times = {};
  // The first round is not counted: the browser itself is cold then.
  for (let sample = -1; sample < samples; sample++) {
    for (const condition of sample < 0 ? CONDITIONS.slice(0, 1) : CONDITIONS) {
      progress(`cold start: sample ${sample + 1} of ${samples}, ${condition.name}`);
      for (const [id, path] of Object.entries(PAGES)) {
        const ms = await withFreshPage(browser, (page) => untilRequest(page, server.url + path, condition));
        if (sample >= 0) ((times[condition.id] ??= {})[id] ??= []).push(ms);
      }
    }
  }
  for (const pages of Object.values(times)) for (const id in pages) pages[id] = summary(pages[id]);
  const bytes = {};
  for (const [id, path] of Object.entries(PAGES))
    bytes[id] = names[id].reduce((total, name) => total + server.bytes[path.replace(/[^/]*$/, name)], 0);
  return { ...times, bytes };
}

async function untilRequest(page, url, condition) {
  await impose(page, condition);
  const { InitiateAuth } = await runPage(page, `${url}?call=signIn`, 'InitiateAuth');
  return InitiateAuth;
}
