// A page that has just been opened with a session that v5 stored, from the navigation to the result: while the tokens
// are valid, and when they have expired.
import { runPage, withFreshPage } from '../lib/browser.mjs';
import { conditions, impose } from '../lib/conditions.mjs';
import { summaries } from '../lib/stats.mjs';
import { storedSessions } from '../lib/stored-session.mjs';

const SAMPLES = 15;
export const SESSION_CONDITIONS = conditions('plain', 'cpu', 'network');
/** v6 keeps no attributes, so that it has no call like the second. An empty page has no tokens to refresh. */
export const SESSION_CASES = [
  { id: 'currentSession', stored: 'valid', call: 'currentSession', pages: ['v5', 'v6-session', 'ours', 'empty'] },
  {
    id: 'currentAuthenticatedUser',
    stored: 'valid',
    call: 'currentAuthenticatedUser',
    pages: ['v5', 'ours', 'empty'],
  },
  { id: 'refresh', stored: 'expired', call: 'currentSession', pages: ['v5', 'v6-session', 'ours'] },
];

export async function session({ browser, server, progress, samples = SAMPLES }) {
  const sessions = await storedSessions(browser, server);
  const times = {};
  // The first round is not counted: the browser itself is cold then.
  for (let sample = -1; sample < samples; sample++) {
    progress(`session: sample ${sample + 1} of ${samples}`);
    for (const condition of SESSION_CONDITIONS)
      for (const { id, stored, call, pages } of SESSION_CASES)
        for (const page of pages) {
          const url = `${server.url}/${page}/?call=${call}`;
          const storageState = sessions[stored];
          const taken = await withFreshPage(browser, (tab) => untilResult(tab, url, condition), { storageState });
          if (sample >= 0) (((times[condition.id] ??= {})[id] ??= {})[page] ??= []).push(taken);
        }
  }
  for (const cases of Object.values(times))
    for (const pages of Object.values(cases)) for (const page in pages) pages[page] = summaries(pages[page]);
  return times;
}

/** Milliseconds from the navigation to the result, and from the call. */
async function untilResult(page, url, condition) {
  await impose(page, condition);
  const { called, done } = await runPage(page, url, 'done');
  return { fromNavigation: done, fromCall: done - called };
}
