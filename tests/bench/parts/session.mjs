// `currentSession()` and `currentAuthenticatedUser()` in a page that has just been opened, with a session that v5 stored.
import { runPage, withFreshPage } from '../lib/browser.mjs';
import { CONDITIONS, impose } from '../lib/conditions.mjs';
import { summaries } from '../lib/stats.mjs';
import { openSignIn, signInOnce } from './sign-in.mjs';

const SAMPLES = 9;
const LIBRARIES = ['v5', 'ours'];
const CALLS = ['currentSession', 'currentAuthenticatedUser'];

export async function session({ browser, server, progress }) {
  const storageState = await sessionOfV5(browser, server);
  const samples = {};
  for (let sample = -1; sample < SAMPLES; sample++) {
    progress(`session: sample ${sample + 1} of ${SAMPLES}`);
    for (const condition of CONDITIONS.filter(({ slowNetwork }) => !slowNetwork))
      for (const call of CALLS)
        for (const library of LIBRARIES) {
          const times = await withFreshPage(
            browser,
            async (page) => {
              await impose(page, condition);
              return untilResult(page, `${server.url}/${library}/`, call);
            },
            { storageState },
          );
          if (sample >= 0) (((samples[condition.id] ??= {})[call] ??= {})[library] ??= []).push(times);
        }
  }
  for (const calls of Object.values(samples))
    for (const libraries of Object.values(calls))
      for (const [library, list] of Object.entries(libraries)) libraries[library] = summaries(list);
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
