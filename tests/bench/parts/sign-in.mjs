// Whole sign-ins: `signIn(username, password)` until it resolves, by turns in one page, over a Cognito that answers
// at once.
import { withFreshPage } from '../lib/browser.mjs';
import { summary } from '../lib/stats.mjs';

const ROUNDS = 20;
const WARM_UP_ROUNDS = 3;
/** How long a visitor takes before signing in, at the least: time to prepare. */
const IDLE_MS = 1000;

const TURNS = [
  { id: 'v5', library: 'v5' },
  { id: 'v6', library: 'v6' },
  { id: 'ours', library: 'ours' },
  { id: 'ours-idle', library: 'ours', idleMs: IDLE_MS },
];

export async function signIn({ browser, server, progress, samples = ROUNDS }) {
  const times = Object.fromEntries(TURNS.map(({ id }) => [id, []]));
  await withFreshPage(browser, async (page) => {
    await openSignIn(page, server);
    for (let round = -WARM_UP_ROUNDS; round < samples; round++) {
      progress(round < 0 ? 'sign-in: warming up' : `sign-in: round ${round + 1} of ${samples}`);
      for (let turn = 0; turn < TURNS.length; turn++) {
        const { id, library, idleMs } = TURNS[(turn + Math.max(round, 0)) % TURNS.length];
        const ms = await signInOnce(page, library, { idleMs });
        if (round >= 0) times[id].push(ms);
      }
    }
  });
  return Object.fromEntries(Object.entries(times).map(([id, list]) => [id, summary(list)]));
}

export async function openSignIn(page, server) {
  await page.goto(`${server.url}/sign-in/`);
  await page.waitForFunction(() => globalThis.bench.signIn);
}

/** Milliseconds of one sign-in whose proof was right. */
export const signInOnce = (page, library, options = {}) =>
  page.evaluate(([library, options]) => globalThis.bench.signIn(library, options), [library, options]);
