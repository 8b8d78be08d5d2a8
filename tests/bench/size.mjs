// Prints the size of each file that a browser fetches: raw, gzip 9, brotli 11.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const pkg = new URL('../../pkg/', import.meta.url);
const files = [
  ...['index.js', 'auth.js', 'objects.js', 'hub.js'],
  ...readdirSync(new URL('dist/', pkg)).filter((name) => /\.(js|wasm)$/.test(name)).map((name) => `dist/${name}`),
];
const rows = files.map((file) => {
  const bytes = readFileSync(new URL(file, pkg));
  const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 } });
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
});
console.table(rows);
