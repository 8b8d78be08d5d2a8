// Packs the package, installs the tarball into a scratch copy of app/, builds it with Vite and serves it, beside a
// local Cognito on another origin. AUTH_PACKAGE=v5 builds the same app with Amplify v5's Auth, to check the tests themselves.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { freePort, startCognito } from '../local-cognito/local-cognito.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const PKG = path('../../pkg');
const WORK = path('../.work');
const APP = path('../.work/app');

const V5 = process.env.AUTH_PACKAGE === 'v5';

export default async function setup() {
  prepareApp();
  const { NODE_ENV } = process.env;
  const own = ['tokens.html', 'hosted.html', 'hosted-twice.html'];
  const pages = ['index.html', 'csp.html', ...(V5 ? [] : own)];
  if (V5) await buildPages(pages, { ...V5_ALIAS, 'cognito-auth-wasm': `${APP}/v5-package.js` }, V5_DEFINE);
  else await buildPages(pages);
  // React mounts twice only while an app is developed.
  if (!V5) await buildPages(['hosted-strict.html'], {}, { 'process.env.NODE_ENV': '"development"' });
  await buildPages(['v5.html', 'hosted-v5.html'], V5_ALIAS, V5_DEFINE);
  await buildPages(['v6.html']);
  const cognito = await startCognito();
  const site = await preview({
    root: APP,
    configFile: false,
    preview: { host: '127.0.0.1', port: await freePort(), strictPort: true },
  });
  // The workers inherit the environment, but should not inherit what Vite's build did to it.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  process.env.E2E_COGNITO = cognito.url;
  process.env.E2E_APP = site.resolvedUrls.local[0];
  return async () => {
    await Promise.all([site.close(), cognito.stop()]);
  };
}

/** Settings that Amplify v5's documentation asks for; our package needs none. */
const V5_ALIAS = { './runtimeConfig': './runtimeConfig.browser' };
const V5_DEFINE = { global: 'globalThis' };

/** An app's own build: nothing is set but which pages there are. */
function buildPages(input, alias = {}, define = {}) {
  return build({
    root: APP,
    configFile: false,
    logLevel: 'error',
    build: { emptyOutDir: false, rolldownOptions: { input: input.map((page) => `${APP}/${page}`) } },
    resolve: { alias },
    define,
  });
}

function prepareApp() {
  rmSync(APP, { recursive: true, force: true });
  mkdirSync(APP, { recursive: true });
  cpSync(path('./app'), APP, { recursive: true });
  writeFileSync(`${APP}/package.json`, JSON.stringify({ private: true, type: 'module' }));
  if (V5) return;
  const npm = (cwd, ...args) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const [{ filename }] = JSON.parse(npm(PKG, 'pack', '--ignore-scripts', '--json', '--pack-destination', WORK));
  npm(APP, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${WORK}/${filename}`);
  // As an app has it whose dependency brings its own.
  const installed = `${APP}/node_modules/cognito-auth-wasm`;
  cpSync(installed, `${installed}-again`, { recursive: true });
}
