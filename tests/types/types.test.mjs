// Compiles what is here in each way that matters. Run: node --test tests/types/*.test.mjs

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const run = promisify(execFile);
const compile = (config, ...args) =>
  run(path.join(here, '../node_modules/.bin/tsc'), ['-p', path.join(here, config), '--pretty', 'false', ...args]);
const compiles = (config) => () => compile(config).catch(({ stdout }) => assert.fail(stdout));

test('the types say what types.ts expects, and apps written for v5 compile', compiles('tsconfig.json'));
test('the same with moduleResolution node16', compiles('tsconfig.node16.json'));
test('the same with moduleResolution nodenext', compiles('tsconfig.nodenext.json'));
test('the apps compile with our types', compiles('tsconfig.apps.json'));
test('the apps compile with the types of v5 itself', compiles('tsconfig.v5.json'));

test(
  "the package's own scripts are sound, and their classes are what index.d.ts declares",
  compiles('tsconfig.pkg.json'),
);

test('the apps see the types that they are meant to see', async () => {
  const files = async (config) => (await compile(config, '--listFilesOnly')).stdout;
  assert.match(await files('tsconfig.apps.json'), /pkg\/index\.d\.ts/);
  assert.doesNotMatch(await files('tsconfig.apps.json'), /@aws-amplify|amazon-cognito/);
  assert.match(await files('tsconfig.v5.json'), /@aws-amplify\/auth\/lib-esm\/Auth\.d\.ts/);
  assert.match(await files('tsconfig.v5.json'), /amazon-cognito-identity-js\/index\.d\.ts/);
  assert.doesNotMatch(await files('tsconfig.v5.json'), /pkg\/index\.d\.ts/);
});

test('the examples in the documentation compile', async () => {
  const root = path.join(here, '../..');
  const examples = [];
  for (const file of ['pkg/index.d.ts', 'README.md']) {
    const text = (await readFile(path.join(root, file), 'utf8')).replace(/^ *\* ?/gm, '');
    for (const [, code] of text.matchAll(/^```(?:ts|js)\n(.*?)^```/gms)) examples.push({ file, code });
  }
  assert.ok(examples.length >= 3);

  await mkdir(path.join(here, '../.work'), { recursive: true });
  const folder = await mkdtemp(path.join(here, '../.work/types-'));
  try {
    // What the examples take for granted.
    const given = `
      declare global {
        const username: string;
        const password: string;
        function greet(name: string): void;
        function showChallenge(user: import('cognito-auth-wasm').ChallengedUser): void;
        function showConfirmation(): void;
        function showError(text: string): void;
        function showOffline(email: string | undefined, code: string | undefined): void;
      }
      export {};`;
    await writeFile(path.join(folder, 'given.d.ts'), given);
    for (const [i, { code }] of examples.entries()) {
      const missing = ['Amplify', 'Auth', 'Hub'].filter(
        (name) => new RegExp(`\\b${name}\\.`).test(code) && !new RegExp(`import .*\\b${name}\\b`).test(code),
      );
      await writeFile(
        path.join(folder, `example-${i}.ts`),
        `${missing.length ? `import { ${missing} } from 'cognito-auth-wasm';` : ''}\n${code}\nexport {};\n`,
      );
    }
    // `catch (error)` in JavaScript is what useUnknownInCatchVariables forbids in TypeScript.
    const options = { useUnknownInCatchVariables: false };
    await writeFile(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: path.join(here, 'tsconfig.json'),
        compilerOptions: options,
        include: ['*.ts'],
        exclude: [],
      }),
    );
    await compile(path.relative(here, path.join(folder, 'tsconfig.json'))).catch(({ stdout }) => assert.fail(stdout));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every `any` has its reason above it, and every export its documentation', async () => {
  const lines = (await readFile(path.join(here, '../../pkg/index.d.ts'), 'utf8')).split('\n');
  const isComment = (line) => /^\s*(\/\/|\/?\*)/.test(line);
  for (const [i, line] of lines.entries()) {
    if (!isComment(line) && /\bany\b/.test(line)) assert.match(lines[i - 1], /\/\/ Loose: /, `line ${i + 1}: ${line}`);
    if (/^export (declare|interface|type|enum|class)/.test(line))
      assert.match(lines[i - 1], /\*\/$/, `line ${i + 1}: ${line}`);
  }
});
