// Makes of the files of this folder what a page loads: dist/index.js and dist/node.js, each one minified file. From the
// command line: node build.mjs <folder with the glue and names.json> <folder with esbuild in its node_modules>
//
// wasm-opt has given the module's imports and exports short names, and says which in the map; the glue that wasm-bindgen
// wrote gets the same. Of the glue only what is needed stays: no loader (auth.js has one), no workaround for two
// gigabytes of text in old Safaris.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, tools] = process.argv.slice(2).map((folder) => path.resolve(folder));
const { buildSync } = createRequire(`${tools}/`)('esbuild');
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Replaces, and fails if there is nothing to replace: another version of wasm-bindgen may write other glue. */
function replace(text, what, by) {
  const replaced = text.replace(what, by);
  if (replaced === text) throw new Error(`build.mjs: the glue has no ${what}`);
  return replaced;
}

const { imports, exports } = JSON.parse(readFileSync(`${folder}/names.json`, 'utf8'));
let glue = readFileSync(`${folder}/cognito_auth_wasm.js`, 'utf8');
for (const [, name, short] of imports) glue = replace(glue, `${name}: function`, () => `${short}: function`);
for (const [name, short] of exports) glue = glue.replaceAll(`wasm.${name}`, () => `wasm.${short}`);
glue = replace(glue, '"./cognito_auth_wasm_bg.js": import0', 'a: import0');
glue = replace(glue, /async function __wbg_load[^]*/, '');
glue = replace(glue, /function decodeText\(bytes\) \{[^]*?\n\}/, 'const decodeText = (bytes) => cachedTextDecoder.decode(bytes);');
glue += `
/** \`compile\` makes an instance of the module, given its imports. */
export async function instantiate(compile) {
    const instance = await compile(__wbg_get_imports());
    __wbg_finalize_init(instance);
}
`;
writeFileSync(`${folder}/glue.js`, glue);

for (const name of ['index', 'node'])
  buildSync({
    entryPoints: [here(`${name}.js`)],
    outfile: here(`dist/${name}.js`),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    alias: { '#glue': `${folder}/glue.js` },
    external: ['node:*'],
    legalComments: 'none',
  });
