// Prints the size of each file that a browser may fetch, and fails when one of the limits that need no browser is
// exceeded: `journeys.mjs` holds the others.
import { LIMITS, apart, files, hold, ofUserPool, sum } from './lib/sizes.mjs';

const all = files();
console.table(all);
const limits = [
  // Every page fetches it, and a page with a stored session nothing else.
  { what: 'index.js', bytes: sum(all.filter(({ name }) => name === 'index.js')), limit: LIMITS.session },
  { what: 'all of the user-pool API', bytes: sum(ofUserPool(all)), limit: LIMITS.all },
  ...apart(all),
];
console.table(limits);
hold(limits);
