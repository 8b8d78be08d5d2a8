// Makes of the files of this folder what a page loads, each one minified file in dist/. From the command line:
// node build.mjs <folder with names.json> <folder with esbuild in its node_modules> <folder with terser in its>
//
// wasm-bindgen checks that the module and values.js and host.js fit, but its glue is not needed: what crosses is numbers.
// wasm-opt has given imports and exports short names, and says which in names.json.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, esbuild, terser] = process.argv.slice(2).map((folder) => path.resolve(folder));
const { build } = createRequire(`${esbuild}/`)('esbuild');
const { minify } = createRequire(`${terser}/`)('terser');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (file) => readFileSync(file, 'utf8');

const { imports, exports } = JSON.parse(read(`${folder}/names.json`));

// Where a function takes unsigned numbers, the import is called `__wbg_<name>_<hash>`: ours take them as they are.
const named = imports.map(([, name, short]) => [name.replace(/^__wbg_(\w+)_[0-9a-f]{16}$/, '$1'), short]);
const isHosts = ([name]) => new RegExp(`^export (async )?(const|function) ${name}\\b`, 'm').test(read(here('host.js')));
const importsOf = (file, pairs) => `import { ${pairs.map(([name]) => name).join(', ')} } from '${here(file)}';\n`;
writeFileSync(
  `${folder}/imports.js`,
  importsOf('host.js', named.filter(isHosts)) +
    importsOf('values.js', named.filter((pair) => !isHosts(pair))) +
    `export const imports = { a: { ${named.map(([name, short]) => `${short}: ${name}`).join(', ')} } };\n`,
);

const shortNames = {
  name: 'short names of the exports',
  setup(build) {
    build.onLoad({ filter: /pkg\/values\.js$/ }, ({ path }) => {
      const contents = read(path).replace(/\b(wasm)\.(\w+)/g, (_, wasm, name) => `${wasm}.${exports.find(([long]) => long === name)[1]}`);
      return { contents };
    });
  },
};

// What keeps bundlers from following the import, and from warning that they cannot. Minifiers drop it.
const unfollowed = (script) => script.replace(/\bimport\((?=\w+\()/g, 'import(/* @vite-ignore *//* webpackIgnore: true */');

for (const name of ['index', 'core', 'node', 'service-worker']) {
  const { outputFiles } = await build({
    entryPoints: [here(`${name}.js`)],
    bundle: true,
    minifySyntax: true,
    format: 'esm',
    target: 'es2022',
    alias: { '#imports': `${folder}/imports.js` },
    plugins: [shortNames],
    external: ['node:*'],
    legalComments: 'none',
    write: false,
  });
  // After compression, the files are 3 and 7% smaller than esbuild's own. Found by trial: functions are inlined by neither.
  const { code } = await minify(outputFiles[0].text, { module: true, ecma: 2020, compress: { passes: 3, inline: false } });
  const script = name === 'index' ? unfollowed(code) : code;
  if (name === 'index' && script === code) throw new Error('build.mjs: index.js imports nothing');
  writeFileSync(here(`dist/${name}.js`), script);
}
