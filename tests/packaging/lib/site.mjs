// Serves a folder as a plain web server would, with a content security policy and other content types if they are given.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const usual = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.css': 'text/css' };

export async function serveFolder(root, { base = '/', policy, types } = {}) {
  const requested = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    requested.push(pathname);
    const file = path.join(
      root,
      path.normalize(pathname.slice(base.length - 1)),
      pathname.endsWith('/') ? 'index.html' : '',
    );
    if (!pathname.startsWith(base) || !file.startsWith(root)) return response.writeHead(404).end();
    try {
      const content = await readFile(file);
      const headers = { 'content-type': { ...usual, ...types }[path.extname(file)] ?? 'application/octet-stream' };
      if (policy) headers['content-security-policy'] = policy;
      response.writeHead(200, headers).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requested,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
