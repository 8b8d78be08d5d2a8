// Measures everything that the README claims about speed, in one run:
//
//   make bench                        all, about eight minutes
//   node tests/bench/run.mjs --only=kernels|signin|task|cold|session
//
// Writes results/results.json, results/results.md and results/kernels.svg. Fails if a proof is wrong or something is
// missing; a goal that is not met is marked, and no failure.
import { buildPages } from './lib/build.mjs';
import { launch } from './lib/browser.mjs';
import { environment, load } from './lib/environment.mjs';
import { report } from './lib/report.mjs';
import { serve } from './lib/serve.mjs';
import { coldStart } from './parts/cold-start.mjs';
import { kernels } from './parts/kernels.mjs';
import { longestTask } from './parts/longest-task.mjs';
import { session } from './parts/session.mjs';
import { signIn } from './parts/sign-in.mjs';

const PARTS = { kernels, signin: signIn, task: longestTask, cold: coldStart, session };

const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
if (only && !PARTS[only]) throw new Error(`--only= takes one of ${Object.keys(PARTS).join(', ')}`);

const progress = (text) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`);

progress('building');
// The isolated ones are measured to the hundredth of a millisecond; the others are as users have them.
const server = await serve(await buildPages(), { isolated: ['/kernels/index.html', '/sign-in/index.html'] });
const browser = await launch();
try {
  const results = {};
  for (const [name, measure] of Object.entries(PARTS)) {
    if (only && only !== name) continue;
    const [start, before] = [Date.now(), load()];
    const figures = await measure({ browser, server, progress });
    const seconds = Math.round((Date.now() - start) / 1000);
    results[name] = { ...figures, date: new Date(start).toISOString(), seconds, load: [before, load()] };
  }
  progress('');
  report(results, { ...environment(), chromium: browser.version(), bytes: server.bytes });
} finally {
  await browser.close();
  await server.stop();
}
