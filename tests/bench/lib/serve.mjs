// Serves a folder as a good host would: compressed ahead, with the right types. It reads everything first, so that no
// disk is on the clock.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative } from 'node:path';
import { compress } from './sizes.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/**
 * `isolated`: documents that get a finer clock (5 µs) by being cut off from others.
 * Returns the address, each file's compressed size, how to add a document, and how to stop.
 */
export async function serve(folder, { isolated = [] } = {}) {
  const files = new Map();
  const add = (path, content) => files.set(path, { type: TYPES[extname(path)], body: compress(content) });
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (statSync(file).isFile() && TYPES[extname(file)]) add(`/${relative(folder, file)}`, readFileSync(file));
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const file = files.get(path);
    if (!file) return response.writeHead(404).end();
    if (!/\bbr\b/.test(request.headers['accept-encoding'])) return response.writeHead(406).end('brotli only');
    response.writeHead(200, {
      'content-type': file.type,
      'content-encoding': 'br',
      'content-length': file.body.length,
      'cache-control': 'max-age=3600',
      ...(isolated.includes(path) && {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      }),
    });
    response.end(file.body);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    bytes: Object.fromEntries([...files].map(([path, { body }]) => [path, body.length])),
    add,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
