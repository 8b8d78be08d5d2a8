// Measures everything that the documents claim about speed, in one run:
//
//   make bench                        all, about fifteen minutes
//   make bench BENCH=--only=session   one part: kernels, signin, task, cold, people, session or warm
//   make bench BENCH=--quick          two samples of each, to see that it works: written to tests/.work/bench
//
// Writes docs/speed.md, results/results.json and results/kernels.svg. Then fails if a limit is missed; if a proof is
// wrong or something is missing, at once.
import { buildPages } from './lib/build.mjs';
import { launch } from './lib/browser.mjs';
import { environment, load } from './lib/environment.mjs';
import { report } from './lib/report.mjs';
import { serve } from './lib/serve.mjs';
import { coldStart } from './parts/cold-start.mjs';
import { kernels } from './parts/kernels.mjs';
import { longestTask } from './parts/longest-task.mjs';
import { people } from './parts/people.mjs';
import { session } from './parts/session.mjs';
import { signIn } from './parts/sign-in.mjs';
import { warmSession } from './parts/warm-session.mjs';

const PARTS = { kernels, signin: signIn, task: longestTask, cold: coldStart, people, session, warm: warmSession };

const quick = process.argv.includes('--quick');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
if (only && !PARTS[only]) throw new Error(`--only= takes one of ${Object.keys(PARTS).join(', ')}`);

const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);

progress('building');
// The isolated ones are measured to the hundredth of a millisecond; the others are as users have them.
const pages = await buildPages({ withKernels: !only || only === 'kernels' });
const server = await serve(pages, { isolated: ['/kernels/index.html', '/sign-in/index.html'] });
const browser = await launch();
try {
  const results = {};
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only && only !== name) continue;
    const [start, before] = [Date.now(), load()];
    const figures = await measure({ browser, server, progress, ...(quick && { samples: 2 }) });
    const seconds = Math.round((Date.now() - start) / 1000);
    results[name] = { figures, date: new Date(start).toISOString(), seconds, load: [before, load()] };
  }
  progress('');
  const missed = report(results, { ...environment(), chromium: browser.version(), bytes: server.bytes }, { quick });
  if (missed > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await server.stop();
}
