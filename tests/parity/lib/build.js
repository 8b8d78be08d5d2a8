// Bundles the two pages and serves them for the time of the run.
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { startCognito } from '../../local-cognito/local-cognito.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default async function setup() {
  // Every worker has a server of its own; that there can be one is found out once, and not by every test.
  await (await startCognito()).stop();
  const ours = process.env.PARITY_OURS ?? '';
  const root = here('../page');
  const outDir = here('../../.work/parity');
  const common = { configFile: false, root, logLevel: 'error', define: { global: 'globalThis' } };
  await build({
    ...common,
    resolve: {
      alias: {
        // With `v5` both pages run v5, which shows that the suite itself finds nothing where there is nothing.
        'cognito-auth-wasm': ours === 'v5' ? here('../page/v5-api.js') : ours || here('../../../pkg/dist/index.js'),
      },
    },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      chunkSizeWarningLimit: 1e6,
      rollupOptions: { input: [here('../page/v5.html'), here('../page/ours.html')] },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  process.env.PARITY_PAGES = server.resolvedUrls.local[0];
  return () => server.close();
}
