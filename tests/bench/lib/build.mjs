// Makes the pages: one folder each, with a document, a script as a bundler makes it, and the wasm beside.
import { copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { buildModules } from './modules.mjs';
import { BENCH, PKG, WORK } from './paths.mjs';

const PAGE = join(BENCH, 'page');
const SITE = join(WORK, 'site');

/** The package's entry for browsers, from its folder. */
const ENTRY = JSON.parse(readFileSync(join(PKG, 'package.json'), 'utf8')).exports['.'].default;
/** What it loads at the first call, from the entry: what bundlers recognise. */
const ASSETS = Array.from(
  readFileSync(join(PKG, ENTRY), 'utf8').matchAll(/new URL\(["'`]([^"'`]+\.(?:wasm|js))["'`], ?import\.meta\.url\)/g),
  ([, asset]) => asset,
);

/** Gives the folder to serve. */
export async function buildPages() {
  if (ASSETS.length === 0) throw new Error(`${ENTRY} names no asset`);
  rmSync(SITE, { recursive: true, force: true });
  buildModules(join(SITE, 'kernels'));
  await bundle('kernels.js', 'kernels');
  await bundle('sign-in.js', 'sign-in');
  for (const library of ['v5', 'v6', 'ours']) await bundle(`apps/${library}.js`, library);
  for (const page of ['sign-in', 'ours'])
    for (const asset of ASSETS) copy(join(PKG, dirname(ENTRY), asset), join(SITE, page, asset));

  for (const page of ['kernels', 'sign-in', 'v5', 'v6', 'ours']) document(`${page}/index.html`);
  document('ours/hints.html', hints());
  withoutBundler();
  return SITE;
}

/** One script, minified; what is imported at run time becomes a file beside it. */
const bundle = (entry, folder) =>
  build({
    entryPoints: { app: join(PAGE, entry) },
    outdir: join(SITE, folder),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    alias: { 'cognito-auth-wasm': join(PKG, ENTRY), 'amplify-v6-srp': v6Srp() },
    define: { global: 'globalThis' },
    logLevel: 'error',
  });

/** v6's arithmetic, in the package inside its package. */
function v6Srp() {
  const amplify = createRequire(import.meta.url).resolve('aws-amplify');
  const auth = createRequire(amplify).resolve('@aws-amplify/auth');
  return join(dirname(auth), '../esm/providers/cognito/utils/srp');
}

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** What a page can say ahead, so that the browser need not find it out: all scripts, and the wasm that a sign-in waits for. */
function hints() {
  const chunks = readdirSync(join(SITE, 'ours')).filter((name) => name.endsWith('.js') && name !== 'app.js');
  return [
    ...chunks.map((name) => `<link rel="modulepreload" href="${name}">`),
    ...ASSETS.filter((asset) => !/fma|account/.test(asset)).map((asset) =>
      asset.endsWith('.js')
        ? `<link rel="modulepreload" href="${asset}">`
        : `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${asset}">`,
    ),
  ].join('\n');
}

/** The package's files as published, found by an import map. */
function withoutBundler() {
  const folder = join(SITE, 'ours-unbundled');
  cpSync(PKG, join(folder, 'pkg'), { recursive: true, filter: (file) => !/node_modules|\.md$/.test(file) });
  copyFileSync(join(PAGE, 'apps/ours.js'), join(folder, 'app.js'));
  const imports = { 'cognito-auth-wasm': `./${join('pkg', ENTRY)}` };
  document('ours-unbundled/index.html', `<script type="importmap">${JSON.stringify({ imports })}</script>`);
}

const harness = transformSync(readFileSync(join(PAGE, 'harness.js'), 'utf8'), { minify: true }).code;

function document(file, head = '') {
  const html = `<!doctype html>
<meta charset="utf-8">
<title>bench</title>
<link rel="icon" href="data:,">
<script>${harness}</script>
${head}
<script type="module" src="app.js"></script>
`;
  writeFileSync(join(SITE, file), html);
}
