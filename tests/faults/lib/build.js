// Bundles the pages with the built package and serves them for the time of the run.
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default async function setup() {
  const { NODE_ENV } = process.env;
  const outDir = here('../../.work/faults');
  const common = { configFile: false, root: here('../page'), logLevel: 'error' };
  await build({
    ...common,
    // FAULTS_OURS is another build of the package.
    resolve: { alias: { 'cognito-auth-wasm': process.env.FAULTS_OURS ?? here('../../../pkg/dist/index.js') } },
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: ['matrix', 'tab', 'rounds'].map((name) => here(`../page/${name}.html`)) },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  // The workers inherit the environment, but should not inherit what Vite's build did to it.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  process.env.FAULTS_PAGES = server.resolvedUrls.local[0];
  return () => server.close();
}
