// `currentSession()` in a page where it was called before, until it resolves: by turns in one page.
import { withFreshPage } from '../lib/browser.mjs';
import { summary } from '../lib/stats.mjs';
import { openSignIn, signInOnce } from './sign-in.mjs';

const TURNS = 10;
const CALLS = 20;
const LIBRARIES = ['v5', 'v6-session', 'ours'];

export async function warmSession({ browser, server, progress, samples = TURNS }) {
  const times = Object.fromEntries(LIBRARIES.map((library) => [library, []]));
  await withFreshPage(browser, async (page) => {
    await openSignIn(page, server);
    // All read what v5 stores.
    await signInOnce(page, 'v5');
    for (let turn = -2; turn < samples; turn++) {
      progress(`warm session: turn ${Math.max(turn + 1, 0)} of ${samples}`);
      for (const library of LIBRARIES) {
        const taken = await page.evaluate(
          ([library, calls]) => globalThis.bench.currentSessions(library, calls),
          [library, CALLS],
        );
        if (turn >= 0) times[library].push(...taken);
      }
    }
  });
  return Object.fromEntries(Object.entries(times).map(([library, list]) => [library, summary(list)]));
}
