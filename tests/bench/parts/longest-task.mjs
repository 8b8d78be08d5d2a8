// The longest time that a sign-in keeps the page from answering: the longest task of the main thread, from Chromium's
// trace, between the call of `signIn` and its result. In a fresh page, for the first sign-in, which has to load, and
// for the second.
import { withFreshPage } from '../lib/browser.mjs';
import { summaries } from '../lib/stats.mjs';
import { openSignIn, signInOnce } from './sign-in.mjs';

const SAMPLES = 9;
const LIBRARIES = ['v5', 'v6', 'ours'];
const CATEGORIES = ['blink.user_timing', 'disabled-by-default-devtools.timeline'];

export async function longestTask({ browser, server, progress, samples = SAMPLES }) {
  const times = Object.fromEntries(LIBRARIES.map((library) => [library, { first: [], second: [] }]));
  for (let sample = 0; sample < samples; sample++) {
    progress(`longest task: sample ${sample + 1} of ${samples}`);
    for (const library of LIBRARIES)
      await withFreshPage(browser, async (page) => {
        await openSignIn(page, server);
        for (const which of ['first', 'second']) {
          const events = await trace(browser, page, () => signInOnce(page, library));
          times[library][which].push(longestBetweenMarks(events));
        }
      });
  }
  return Object.fromEntries(
    LIBRARIES.map((library) => [
      library,
      { first: summaries(times[library].first), second: summaries(times[library].second) },
    ]),
  );
}

async function trace(browser, page, run) {
  await browser.startTracing(page, { categories: CATEGORIES });
  let recorded;
  try {
    await run();
  } finally {
    recorded = await browser.stopTracing();
  }
  return JSON.parse(recorded.toString()).traceEvents;
}

/**
 * In milliseconds: by the clock, and of the processor, which does not count while the machine does something else.
 * What a task does before the first mark or after the last is not the sign-in's.
 */
function longestBetweenMarks(events) {
  const mark = (name) => {
    const found = events.filter((event) => event.cat === 'blink.user_timing' && event.name === name);
    if (found.length !== 1) throw new Error(`${found.length} marks ${name} in the trace`);
    return found[0];
  };
  const [begins, ends] = [mark('sign-in-begins'), mark('sign-in-ends')];
  const tasks = events
    .filter(({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === begins.pid && tid === begins.tid)
    .map(({ ts, dur = 0, tdur = dur }) => {
      const clock = Math.min(ts + dur, ends.ts) - Math.max(ts, begins.ts);
      return { clock, processor: Math.min(clock, tdur) };
    })
    .filter(({ clock }) => clock > 0);
  if (tasks.length < 2) throw new Error('the trace has no tasks');
  const longest = (measure) => Math.max(...tasks.map((task) => task[measure])) / 1000;
  return { clock: longest('clock'), processor: longest('processor') };
}
