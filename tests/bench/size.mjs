// Prints the size of each file that a browser fetches until a sign-in has ended (raw, gzip 9, brotli 11), and fails when
// they outgrow their limits. A limit is what was reached, rounded up; a goal is where it should come down to.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../../pkg/dist/', import.meta.url);
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
const rows = ['index.js', 'core.js', 'auth.wasm', 'fma.wasm'].map((file) => {
  const bytes = readFileSync(new URL(file, dist));
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
});
const [script, , , fused] = rows.map((row) => row.brotli);
const all = rows.reduce((sum, row) => sum + row.brotli, 0);
console.table(rows);

const budgets = [
  { what: 'JavaScript before the first call', bytes: script, limit: 5_900, goal: 3_000 },
  { what: 'the fused kernel', bytes: fused, limit: 6_000, goal: 6_000 },
  { what: 'all until a sign-in ends', bytes: all, limit: 39_100, goal: 35_800 },
];
console.table(budgets);
for (const { what, bytes, limit } of budgets)
  if (bytes > limit) {
    console.error(`${what}: ${bytes} bytes (brotli) are more than ${limit}`);
    process.exitCode = 1;
  }
