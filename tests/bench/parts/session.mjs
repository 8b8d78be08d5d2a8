// `currentSession()` and `currentAuthenticatedUser()` in a page that has just been opened, with a session that v5 stored.
import { runPage, withFreshPage } from '../lib/browser.mjs';
import { CONDITIONS, impose } from '../lib/conditions.mjs';
import { summaries } from '../lib/stats.mjs';
import { openSignIn, signInOnce } from './sign-in.mjs';

const SAMPLES = 9;
const PAGES = { v5: '/v5/', ours: '/ours/', 'ours-hints': '/ours/hints.html' };
const CALLS = ['currentSession', 'currentAuthenticatedUser'];

export async function session({ browser, server, progress }) {
  const storageState = await sessionOfV5(browser, server);
  const samples = {};
  for (let sample = -1; sample < SAMPLES; sample++) {
    progress(`session: sample ${sample + 1} of ${SAMPLES}`);
    for (const condition of CONDITIONS.filter(({ slowNetwork }) => !slowNetwork))
      for (const call of CALLS)
        for (const [id, path] of Object.entries(PAGES)) {
          const times = await withFreshPage(
            browser,
            async (page) => {
              await impose(page, condition);
              return untilResult(page, server.url + path, call);
            },
            { storageState },
          );
          if (sample >= 0) (((samples[condition.id] ??= {})[call] ??= {})[id] ??= []).push(times);
        }
  }
  for (const calls of Object.values(samples))
    for (const pages of Object.values(calls)) for (const id in pages) pages[id] = summaries(pages[id]);
  return samples;
}

/** What v5 leaves in the storage after a sign-in. */
const sessionOfV5 = (browser, server) =>
  withFreshPage(browser, async (page) => {
    await openSignIn(page, server);
    await signInOnce(page, 'v5');
    return page.context().storageState();
  });

/** Milliseconds from the navigation to the result, and from the call. */
async function untilResult(page, url, call) {
  const { called, done } = await runPage(page, `${url}?call=${call}`, 'done');
  return { fromNavigation: done, fromCall: done - called };
}
