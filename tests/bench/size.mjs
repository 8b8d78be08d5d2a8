// Prints the size of each file that a browser may fetch, and fails when one of the limits that need no browser is
// exceeded: `journeys.mjs` holds the others.
import { KERNEL, LIMITS, files, hold, sum, withoutKernel } from './lib/sizes.mjs';

const all = files();
console.table(all);
const limits = [
  // Every page fetches it, and a page with a stored session nothing else.
  { what: 'index.js', bytes: sum(all.filter(({ name }) => name === 'index.js')), limit: LIMITS.session },
  { what: `all that there is, without ${KERNEL}`, bytes: sum(withoutKernel(all)), limit: LIMITS.all },
  { what: KERNEL, bytes: sum(all.filter(({ name }) => name === KERNEL)), limit: LIMITS.kernel },
];
console.table(limits);
hold(limits);
