// Makes the published files in dist/, from the linked module and the files of this folder. From the command line:
// node build.mjs <linked module> <fma.wasm> <intermediate folder> <folders of binaryen, esbuild, terser> [dist]
//
// Each step is a tool's. wasm-split-cli takes the module apart, and wasm-bindgen makes the glue. wasm-merge and
// wasm-opt make the published wasm, esbuild and terser the scripts. wasm-opt gives imports and exports short names and
// prints them. esbuild gives the same names to the glue (`mangleProps`).

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { SHARED, filesOf } from './part-files.js';
import { FEATURES, FUSED, SMALL } from './passes.mjs';

const [linked, fma, folder, binaryen, esbuild, terser, distFolder] = process.argv
  .slice(2)
  .map((name) => path.resolve(name));
const { build } = createRequire(`${esbuild}/`)('esbuild');
const { minify } = createRequire(`${terser}/`)('terser');
const { default: library } = await import(pathToFileURL(`${binaryen}/node_modules/binaryen/index.js`));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const dist = (name = '') => path.join(distFolder ?? here('dist'), name);
const json = (value) => JSON.stringify(value);

const execute = promisify(execFile);
const run = async (program, ...args) => (await execute(program, args, { maxBuffer: 1 << 26 })).stdout;
const tool = (name, ...args) => run('node', `${binaryen}/node_modules/binaryen/bin/${name}`, ...args);

/** In bytes. Vite makes a `data:` address of a smaller file, which a content security policy would refuse. */
const SMALLEST_ASSET = 4096;

for (const name of [folder, dist()]) {
  rmSync(name, { recursive: true, force: true });
  mkdirSync(name, { recursive: true });
}

// ---- the wasm

await run('wasm-split-cli', linked, folder, '--out-name', 'cognito_auth_wasm');
await run(
  'wasm-bindgen',
  '--target',
  'bundler',
  '--keep-lld-exports',
  '--no-typescript',
  '--out-dir',
  `${folder}/glue`,
  `${folder}/cognito_auth_wasm.wasm`,
);

const mainModule = `${folder}/glue/cognito_auth_wasm_bg.wasm`;

/**
 * Removes the main module's element segments that have no function. The splitter leaves one for each run of functions that it
 * has moved elsewhere: it writes null into places of the table that nothing has written to.
 */
function removeEmptySegments() {
  const module = library.readBinary(readFileSync(mainModule));
  const segments = Array.from({ length: module.getNumElementSegments() }, (_, index) =>
    library.getElementSegmentInfo(module.getElementSegmentByIndex(index)),
  );
  for (const { name, data } of segments) if (!data.some(Boolean)) module.removeElementSegment(name);
  writeFileSync(mainModule, module.emitBinary());
}
removeEmptySegments();

const parts = readdirSync(folder)
  .filter((file) => file.startsWith('split_') && file.endsWith('.wasm'))
  .map((file) => path.basename(file, '.wasm').replace('split_', ''))
  .sort();

/**
 * A module that imports what all files import from the main module, and exports it. Files that are merged behind it
 * import it once: a module cannot have two memories everywhere.
 */
function passingOn(file) {
  const module = library.readBinary(readFileSync(file));
  const table = library.getTableInfo(module.getTableByIndex(0));
  return `(module
    (import "main" "memory" (memory $memory ${module.getMemoryInfo().initial}))
    (import "main" "__indirect_function_table" (table $table ${table.initial} funcref))
    (import "main" "__wasm_split_shared0" (global $stack (mut i32)))
    (export "memory" (memory $memory))
    (export "__indirect_function_table" (table $table))
    (export "__wasm_split_shared0" (global $stack)))`;
}

/**
 * The files that the splitter has made of a part's code: the part's own, and one for each set of parts that share code.
 * They are what its script fetches for the part.
 */
async function splitFilesOf(part) {
  const files = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url) => {
    files.push(path.basename(url.pathname, '.wasm'));
    return new Promise(() => {});
  };
  // With the part's name, so that each part has a script that has fetched nothing yet.
  const script = await import(`${pathToFileURL(`${folder}/__wasm_split.js`)}?${part}`);
  script[`__wasm_split_load_${part}`]();
  globalThis.fetch = fetch;
  return files;
}

// Imported by the splitter's script, which links with what this returns once a file has come. None comes here.
writeFileSync(`${folder}/cognito_auth_wasm.js`, 'export const initSync = () => ({});');
/** The parts that need each of the splitter's files. */
const partsOf = {};
for (const part of parts) for (const file of await splitFilesOf(part)) (partsOf[file] ??= []).push(part);

/** The published file that the code comes into which these parts need: the file of one of them, if all others build on it. */
function homeOf(needing) {
  const home = needing.find((part) => needing.every((other) => filesOf(other).includes(part)));
  return home ?? SHARED;
}

/**
 * Merges those of the splitter's files that belong together: what several parts share is one file, which is fetched with
 * the first part. The splitter makes a file for each set of parts, which is too small for a file; and in the main module,
 * every page would fetch it.
 */
async function merge(file) {
  const inputs = Object.keys(partsOf).filter((name) => homeOf(partsOf[name]) === file);
  const named = inputs.flatMap((name) => [`${folder}/${name}.wasm`, name]);
  const merged = `${folder}/${file}.wasm`;
  writeFileSync(`${folder}/main.wat`, passingOn(`${folder}/${inputs[0]}.wasm`));
  await tool('wasm-merge', '-g', ...FEATURES, `${folder}/main.wat`, '__wasm_split', ...named, '-o', merged);
  await tool('wasm-opt', '-g', ...FEATURES, '--remove-exports=*', merged, '-o', merged);
}
for (const file of [SHARED, ...parts]) await merge(file);

const minified = '--minify-imports-and-exports-and-modules';
const files = ['auth', SHARED, ...parts];
const optimised = (file) => `${folder}/${file}.opt.wasm`;
const linkedFile = (file) => (file === 'auth' ? mainModule : `${folder}/${file}.wasm`);

/**
 * Optimises a file and returns what wasm-opt prints. What it has once made of a file is kept beside the intermediate
 * folder, under a hash of all that it depends on: a change of a script alone need not wait for it.
 */
async function optimise(from, to, ...options) {
  const hash = createHash('sha256').update(json([binaryen, options]));
  const kept = path.join(`${folder}-optimised`, hash.update(readFileSync(from)).digest('hex'));
  if (!existsSync(`${kept}.txt`)) {
    const printed = await tool('wasm-opt', ...options, from, '-o', to);
    mkdirSync(path.dirname(kept), { recursive: true });
    copyFileSync(to, `${kept}.wasm`);
    // Written last: it says that the other is whole.
    writeFileSync(`${kept}.txt`, printed);
  }
  copyFileSync(`${kept}.wasm`, to);
  return readFileSync(`${kept}.txt`, 'utf8');
}

const optimiseFile = (file, ...options) =>
  optimise(linkedFile(file), optimised(file), ...SMALL, ...FEATURES, ...options);
// Beside each other: each uses one core.
const [printed] = await Promise.all([
  optimiseFile('auth', minified),
  ...files.slice(1).map((file) => optimiseFile(file)),
  optimise(fma, dist('fma.wasm'), ...FUSED),
]);
const names = JSON.parse(printed);
for (const file of files)
  if (readFileSync(optimised(file)).length < SMALLEST_ASSET)
    throw new Error(`build.mjs: ${file} is too small for a file of its own; make it one with another`);

/**
 * The section that names the build of a file, so that files of two builds are never linked. It is a custom section of
 * WebAssembly's binary format: 0, length, length of the name, name, content.
 */
const version = createHash('sha256');
for (const file of files) version.update(readFileSync(optimised(file)));
const id = version.digest('hex').slice(0, 8);
const content = Buffer.from(`\u0005build${id}`);
const section = Buffer.concat([Buffer.from([0, content.length]), content]);
for (const file of files) writeFileSync(dist(`${file}.wasm`), Buffer.concat([readFileSync(optimised(file)), section]));

// ---- the scripts

/** The methods of a class of the glue, which the page's class forwards. */
const glue = await import(pathToFileURL(`${folder}/glue/cognito_auth_wasm_bg.js`));
const methodsOf = (name) =>
  Object.getOwnPropertyNames(glue[name].prototype).filter(
    (method) => !/^(constructor|free|__destroy_into_raw)$/.test(method),
  );

/** The parts' imports from the main module. Their names are not shortened in the parts. */
const imported = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(dist(`${files.at(-1)}.wasm`))));
const shared = imported.map(({ name }) => `'${name}': exports.${name}`).join(', ');

const all = [...files, 'fma'];
// Addresses are written whole, so that bundlers recognise them.
const addresses = all.map((file) => `${file}: new URL('./${file}.wasm', import.meta.url)`);
const contents = all.map((file) => `${file}: '${readFileSync(dist(`${file}.wasm`), 'base64')}'`);

const generated = {
  '#methods': `export const authMethods = ${json(methodsOf('Auth'))};
    export const userMethods = ${json(methodsOf('CognitoUserMethods'))};
    export const signedInUserMethods = ${json(methodsOf('SignedInUserMethods'))};
    export const poolMethods = ${json(methodsOf('CognitoUserPoolMethods'))};`,
  '#files': `export const build = ${json(id)};`,
  // As a bundler for the edge takes them: the suffix is Vercel's, and Cloudflare's has none. An engine that cannot compile
  // one refuses the whole application, so that the faster kernel is left out.
  '#modules': (suffix) => `${files.map((file) => `import ${file} from './${file}.wasm${suffix}';`).join(' ')}
    export const modules = { ${files.join(', ')} };`,
  '#addresses': `export const addresses = { ${addresses.join(', ')} };`,
  '#contents': `export const contents = { ${contents.join(', ')} };`,
  '#parts': `export const build = ${json(id)};
    export const moduleName = ${json(moduleNameOf())};
    export const loaders = (loader) => ({ ${parts
      .map((part) => `__wasm_split_load_${part}: loader('${part}')`)
      .join(', ')} });
    export const sharedImports = (exports) => ({ ${shared} });`,
};

/** The module name of all imports: wasm-opt gives them the same one. */
function moduleNameOf() {
  const [{ module }] = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(optimised('auth'))));
  return module;
}

// The glue becomes a function that makes it: after a trap, the module begins anew with glue of its own. What that returns
// is an object and no namespace, for which esbuild writes a getter a member.
// Functions that need no conversion bypass wasm-bindgen's code: the module imports them from our own files.
const [snippets] = readdirSync(`${folder}/glue/snippets`);
const direct = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(mainModule))).filter(({ module }) =>
  module.startsWith('./snippets/'),
);
const members = [
  ...Object.keys(glue).map((name) => ({ module: './cognito_auth_wasm_bg.js', name })),
  ...['page', 'atTrap'].map((name) => ({ module: `./snippets/${snippets}/pkg/page.js`, name })),
  ...direct,
];
const bundledGlue = await build({
  stdin: {
    contents: [
      ...members.map(({ module, name }) => `import { ${name} } from '${module}';`),
      `glue = { ${members.map(({ name }) => name).join(', ')} };`,
    ].join('\n'),
    resolveDir: `${folder}/glue`,
  },
  bundle: true,
  format: 'iife',
  target: 'es2022',
  write: false,
  legalComments: 'none',
  // Nobody disposes of the glue's objects, and no garbage collector is waited for: each method lets go of its own, and the
  // module drops the closures that it has made.
  define: { 'Symbol.dispose': 'undefined', FinalizationRegistry: 'undefined' },
  banner: { js: 'export function newGlue() { let glue;' },
  footer: { js: 'return glue; }' },
});
generated['#glue'] = bundledGlue.outputFiles[0].text;

const virtual = (suffix) => ({
  name: 'generated modules',
  setup(build) {
    const wasm = here(suffix === undefined ? 'fetched-wasm.js' : 'compiled-wasm.js');
    build.onResolve({ filter: /^#wasm$/ }, () => ({ path: wasm }));
    build.onResolve({ filter: /^#/ }, ({ path }) => ({ path, namespace: 'generated' }));
    build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => {
      const contents = generated[path];
      return { contents: typeof contents === 'function' ? contents(suffix) : contents };
    });
  },
});

const shortNames = Object.fromEntries([...names.imports.map(([, long, short]) => [long, short]), ...names.exports]);
const quoted = Object.keys(shortNames).map((name) => name.replace(/[$.*+?^(){}|[\]\\]/g, '\\$&'));

// The comments that stay. They keep bundlers from following the import of core.js, and from warning that they cannot.
const format = { comments: /@vite-ignore|webpackIgnore/ };

/**
 * Has Chromium compile all functions of a script while it is fetched, and off the page's thread, in place of each when it
 * is called. Others see a comment.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';

const inject = [here('node-globals.js')];
/**
 * What each script is made of. index.js fetches some when they are needed. One that is readable keeps its lines: Node
 * prints the whole line that an uncaught error was thrown at.
 */
const scripts = {
  'index.js': { entry: 'index' },
  'core.js': { entry: 'core', hasGlue: true, isFetched: true, start: COMPILE_AT_ONCE },
  'cookie-storage.js': { entry: 'cookie-storage', isFetched: true },
  'service-worker.js': { entry: 'service-worker', hasGlue: true },
  'node.js': { entry: 'node', hasGlue: true, inject, isReadable: true },
  'node.cjs': { entry: 'node', hasGlue: true, inject, isReadable: true },
  'edge.js': { entry: 'edge', hasGlue: true, suffix: '?module' },
  'workerd.js': { entry: 'edge', hasGlue: true, suffix: '' },
  'tokens.cjs': { entry: 'tokens' },
  'token-worker.cjs': { entry: 'token-worker' },
};

for (const [file, { entry, hasGlue, inject, isReadable, isFetched, suffix, start = '' }] of Object.entries(scripts)) {
  const isModule = file.endsWith('.js');
  const { outputFiles } = await build({
    entryPoints: [here(`${entry}.js`)],
    bundle: true,
    minifySyntax: true,
    // Not by terser, of which the tools that read a script's exports know nothing.
    minify: !isModule && !isReadable,
    format: isModule ? 'esm' : 'cjs',
    target: 'es2022',
    plugins: [virtual(suffix)],
    external: ['node:*', './*.wasm', './*.wasm?module'],
    inject,
    legalComments: 'none',
    write: false,
    ...(hasGlue && { mangleProps: new RegExp(`^(${quoted.join('|')})$`), mangleCache: shortNames }),
  });
  const [{ text }] = outputFiles;
  // Compressed, terser's files are 3 and 7 % smaller than esbuild's. With more than simple functions inlined, it loses the
  // comments for bundlers. A function without a name or `this` may become an arrow: here none is a constructor.
  const compress = { passes: 3, inline: 1, unsafe_arrows: true };
  const code =
    isModule && !isReadable ? (await minify(text, { module: true, ecma: 2020, compress, format })).code : text;
  if (isFetched && code.length < SMALLEST_ASSET)
    throw new Error(`build.mjs: ${file} is too small for a file of its own`);
  writeFileSync(dist(file), start + code);
}

// The same declarations for `require`: TypeScript takes those of a module for no others.
for (const name of ['index', 'tokens', 'token-worker']) {
  const declarations = readFileSync(here(`${name}.d.ts`), 'utf8');
  writeFileSync(dist(`${name}.d.cts`), declarations.replaceAll("'./index.js'", "'./index.cjs'"));
}
