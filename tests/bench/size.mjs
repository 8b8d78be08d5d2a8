// Prints the size of each file that a browser fetches until a sign-in has ended (raw, gzip 9, brotli 11), and fails when
// they outgrow their limits. A limit is what was reached, rounded up; a goal is where it should come down to.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../../pkg/dist/', import.meta.url);
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } }).length;
const rows = ['index.js', 'core.js', 'auth.wasm', 'fma.wasm', 'account.wasm'].map((file) => {
  const bytes = readFileSync(new URL(file, dist));
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
});
const sizes = rows.map((row) => row.brotli);
const [script, , , fused, account] = sizes;
const all = sizes.reduce((sum, size) => sum + size, 0);
console.table(rows);

// What an app's bundler makes of it: it drops the exports that the app does not use.
const { buildSync } = createRequire(process.env.ESBUILD)('esbuild');
const app = buildSync({
  stdin: { contents: "export { Amplify, Auth, Hub } from './index.js';", resolveDir: fileURLToPath(dist) },
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
});
const inApp = brotli(app.outputFiles[0].contents);

const budgets = [
  { what: 'JavaScript before the first call, on a page without a bundler', bytes: script, limit: 4_400, goal: 3_000 },
  { what: 'the same in an app that imports Amplify, Auth and Hub', bytes: inApp, limit: 3_800, goal: 3_000 },
  { what: 'the fused kernel', bytes: fused, limit: 6_000, goal: 6_000 },
  { what: 'all until a sign-in ends', bytes: all - account, limit: 35_800, goal: 35_800 },
  { what: 'all that there is', bytes: all, limit: 46_500, goal: 52_800 },
];
console.table(budgets);
for (const { what, bytes, limit } of budgets)
  if (bytes > limit) {
    console.error(`${what}: ${bytes} bytes (brotli) are more than ${limit}`);
    process.exitCode = 1;
  }
