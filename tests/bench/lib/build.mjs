// Makes the pages: one folder each, with documents, a script as a bundler makes it, and the package's other files
// beside.
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build, transformSync } from 'esbuild';
import { buildModules } from './modules.mjs';
import { BENCH, PKG, WORK } from './paths.mjs';
import { files } from './sizes.mjs';

const PAGE = join(BENCH, 'page');
const SITE = join(WORK, 'site');

/** The package's entry for browsers, from its folder. */
const ENTRY = JSON.parse(readFileSync(join(PKG, 'package.json'), 'utf8')).exports['.'].default;

/** Each app's folder has the name of its script in `page/apps`. */
const APPS = ['v5', 'v6', 'v6-session', 'v6-sign-in-and-out', 'v6-all', 'ours', 'empty'];

/** Gives the folder to serve. The kernels' page needs a compiler. */
export async function buildPages({ withKernels = true } = {}) {
  rmSync(SITE, { recursive: true, force: true });
  if (withKernels) {
    buildModules(join(SITE, 'kernels'));
    await bundle('kernels.js', 'kernels');
    document('kernels/index.html');
  }
  for (const page of ['sign-in', 'cognito', 'hosted']) await bundle(`${page}.js`, page);
  document('sign-in/index.html');
  for (const app of APPS) {
    const chunks = await bundle(`apps/${app}.js`, app);
    documents(app, hints(chunks));
  }
  for (const page of ['sign-in', 'ours']) besidesEntry(join(SITE, page));
  withoutBundler();
  return SITE;
}

/**
 * One script, minified; what is imported at run time becomes a file beside it. Gives the names of chunks that the
 * script imports at once: esbuild cuts half a kilobyte off v5. Documents name them ahead, as Vite's do; v5 would wait
 * for one more round trip otherwise, as with no other bundler.
 */
async function bundle(entry, folder) {
  const { metafile } = await build({
    entryPoints: { app: join(PAGE, entry) },
    outdir: join(SITE, folder),
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    alias: { 'cognito-auth-wasm': join(PKG, ENTRY), 'amplify-v6-srp': v6Srp() },
    define: { global: 'globalThis' },
    metafile: true,
    logLevel: 'error',
  });
  const [, { imports }] = Object.entries(metafile.outputs).find(([path]) => basename(path) === 'app.js');
  return imports.filter(({ kind }) => kind === 'import-statement').map(({ path }) => basename(path));
}

/** v6's arithmetic, in the package inside its package. */
function v6Srp() {
  const amplify = createRequire(import.meta.url).resolve('aws-amplify');
  const auth = createRequire(amplify).resolve('@aws-amplify/auth');
  return join(dirname(auth), '../esm/providers/cognito/utils/srp');
}

/** Copies what the package may fetch at run time: esbuild leaves `new URL(…, import.meta.url)` as it is. */
function besidesEntry(folder) {
  const dist = dirname(join(PKG, ENTRY));
  for (const { name } of files()) if (!ENTRY.endsWith(`/${name}`)) copyFileSync(join(dist, name), join(folder, name));
}

/** The package's files as published, found by an import map. */
function withoutBundler() {
  const folder = join(SITE, 'ours-unbundled');
  cpSync(PKG, join(folder, 'pkg'), { recursive: true, filter: (file) => !/node_modules|\.md$/.test(file) });
  copyFileSync(join(PAGE, 'apps/ours.js'), join(folder, 'app.js'));
  const imports = { 'cognito-auth-wasm': `./${join('pkg', ENTRY)}` };
  documents('ours-unbundled', `<script type="importmap">${JSON.stringify({ imports })}</script>`);
}

/** A page that begins by itself, one with a Cognito that signs in, one that has come back from the hosted page, and one with a form. */
function documents(folder, head = '') {
  document(`${folder}/index.html`, head);
  document(`${folder}/cognito.html`, `${head}<script type="module" src="../cognito/app.js"></script>`);
  document(`${folder}/hosted.html`, `${head}<script type="module" src="../hosted/app.js"></script>`);
  document(`${folder}/form.html`, head, '<input type="password" autocomplete="off"><button>Sign in</button>');
}

/** Names files ahead, so that the browser need not find them out one after the other. */
const hints = (names) =>
  names
    .map((name) =>
      name.endsWith('.js')
        ? `<link rel="modulepreload" href="${name}">`
        : `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${name}">`,
    )
    .join('\n');

/** A document that names the files ahead that a sign-in waits for. */
export const documentWithHints = (names) => html(hints(names));

const harness = transformSync(readFileSync(join(PAGE, 'harness.js'), 'utf8'), { minify: true }).code;

const html = (head = '', body = '') => `<!doctype html>
<meta charset="utf-8">
<title>bench</title>
<link rel="icon" href="data:,">
<style>
input, button { position: fixed; left: 0; top: 0; width: 200px; height: 40px }
button { top: 50px }
</style>
<script>${harness}</script>
${head}
${body}
<script type="module" src="app.js"></script>
`;

function document(file, head, body) {
  mkdirSync(dirname(join(SITE, file)), { recursive: true });
  writeFileSync(join(SITE, file), html(head, body));
}
