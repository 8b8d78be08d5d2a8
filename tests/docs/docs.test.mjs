// What the documents promise: links that lead somewhere, tests that exist, snippets that compile, methods that there
// are, and examples that are the files which run. Run: node --test tests/docs/*.test.mjs

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const listed = (folder, pattern) =>
  readdirSync(path.join(root, folder))
    .filter((name) => pattern.test(name))
    .sort();

const guides = listed('docs', /\.md$/).map((name) => `docs/${name}`);
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...guides];
/** Written by the commands that measure them, and not there before the first measurement. */
const MEASURED = ['docs/speed.md', 'docs/size.md'];

const FENCE = /^( *)```(\w*)\n(.*?)^ *```$/gms;
/** A document without what is code. */
const prose = (text) => text.replace(FENCE, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()#]/g, ' '));

test('the README has at most 8,000 bytes', () => {
  assert.ok(Buffer.byteLength(read('README.md')) <= 8000, `${Buffer.byteLength(read('README.md'))} bytes`);
});

test('the newest version of the changelog is the one of the package', () => {
  const [, version] = read('CHANGELOG.md').match(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/m);
  assert.equal(version, JSON.parse(read('pkg/package.json')).version);
});

describe('links', () => {
  /** The names under which a document's headings can be reached, as GitHub makes them. */
  function anchors(text) {
    const seen = new Map();
    return [...text.replace(FENCE, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
      const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      const slug = plain.replace(/[^\p{Letter}\p{Number}\s_-]/gu, '').replace(/ /g, '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count ? `${slug}-${count}` : slug;
    });
  }

  for (const document of documents) {
    test(document, () => {
      for (const [, target] of prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [file, anchor] = target.split('#');
        const name = file ? path.posix.join(path.posix.dirname(document), file) : document;
        if (MEASURED.includes(name) && !existsSync(path.join(root, name))) continue;
        assert.ok(existsSync(path.join(root, name)), `${target}: there is no ${name}`);
        if (anchor) assert.ok(anchors(read(name)).includes(anchor), `${target}: ${name} has no such heading`);
      }
    });
  }

  test('every guide can be reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const document of reached) {
      for (const [, file] of prose(read(document)).matchAll(/\]\(([^)\s#]+\.md)/g)) {
        const name = path.posix.join(path.posix.dirname(document), file);
        if (existsSync(path.join(root, name))) reached.add(name);
      }
    }
    assert.deepEqual(
      documents.filter((name) => !reached.has(name)),
      [],
    );
  });
});

describe('tables name tests that exist', () => {
  /** The cells of the rows of all tables whose last column is "Test". */
  function rows(document) {
    const tables = read(document).matchAll(/^\|.*\| Test \|\n\|[ |-]+\n((?:\|.*\n?)+)/gm);
    return [...tables].flatMap(([, body]) =>
      body
        .trim()
        .split('\n')
        .map((line) =>
          line
            .slice(1, -1)
            .split('|')
            .map((cell) => cell.trim()),
        ),
    );
  }

  function check(cell) {
    for (const part of cell.split('; ')) {
      const [, source, title = ''] = part.match(/^`([^`]+)`(?:: (.+))?$/) ?? assert.fail(`not a test: ${part}`);
      const [, command] = source.match(/^make ([\w-]+)$/) ?? [];
      if (command) {
        const makefile = read('Makefile');
        assert.match(makefile, new RegExp(`^${command}:`, 'm'), `there is no ${source}`);
        for (const word of title.split(/\W+/)) assert.ok(makefile.includes(word), `${source} has no ${word}`);
      } else {
        assert.ok(existsSync(path.join(root, source)), `there is no ${source}`);
        assert.ok(read(source).includes(title), `${source} has no test "${title}"`);
      }
    }
  }

  test('docs/coming-from-v5.md: each row, by its title', () => {
    const all = rows('docs/coming-from-v5.md');
    assert.ok(all.length > 50, `${all.length} rows were found`);
    for (const cells of all) {
      assert.equal(cells.length, 4, cells.join(' | '));
      for (const part of cells[3].split('; ')) assert.match(part, /^`(src|tests)\/[^`]+\.(rs|js|mjs)`: \S/, cells[0]);
      check(cells[3]);
    }
  });

  test('SECURITY.md', () => {
    const all = rows('SECURITY.md');
    assert.ok(all.length > 15, `${all.length} rows were found`);
    for (const cells of all) check(cells.at(-1));
  });
});

describe('snippets', () => {
  const types = read('pkg/index.d.ts');
  const [, ofAuth] = types.match(/^export declare class AuthClass \{\n(.*?)^\}/ms);
  const exported = [...types.matchAll(/^export declare (?:const|class|enum|function) (\w+)/gm)].map(([, name]) => name);
  const declared = (text) => new Set([...text.matchAll(/^ {2}(\w+)[(<:]/gm)].map(([, name]) => name));

  /** Each snippet of a document in one of these languages. */
  const snippets = (document, languages) =>
    [...read(document).matchAll(FENCE)]
      .filter(([, , language]) => languages.includes(language))
      .map(([, indent, language, code]) => ({
        document,
        language,
        code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
      }));

  /** A module of its own; what may return is in a function, unless it declares something for all. */
  function asModule({ language, code }) {
    if (language === 'ts' && /^declare /m.test(code)) return `${code}\nexport {};`;
    const imports = [];
    const untyped = language === 'js' ? code.replaceAll('catch (error)', 'catch (error: any)') : code;
    const body = untyped.replace(/^import [^;]*;$/gm, (line) => (imports.push(line), ''));
    const names = ['Amplify', 'Auth', 'AuthClass', 'Hub', 'CurrentUserInfo'];
    const missing = names.filter(
      (name) => new RegExp(`\\b${name}\\b`).test(body) && !imports.some((line) => line.includes(name)),
    );
    if (missing.length) imports.push(`import { ${missing.join(', ')} } from 'cognito-auth-wasm';`);
    return `${imports.join('\n')}\nasync () => {\n${body}\n};\nexport {};`;
  }

  test('compile, with the types of the package', async () => {
    const all = documents.filter((name) => name !== 'docs/examples.md').flatMap((name) => snippets(name, ['js', 'ts']));
    assert.ok(all.length > 20, `${all.length} snippets were found`);
    // What they take for granted.
    const given = `
      import type { ChallengedUser, CognitoUser, SignedInUser, SignInResult, SSRContext } from 'cognito-auth-wasm';
      declare global {
        const username: string, password: string, oldPassword: string, newPassword: string;
        const email: string, code: string, codeOfTheApp: string, id: string;
        const userPoolId: string, userPoolWebClientId: string;
        const user: CognitoUser;
        type MyUser = { attributes: { email: string } };
        function answer(user: SignInResult): Promise<SignInResult>;
        function greet(name: string): void;
        function show(names: string[]): void;
        function showButton(isThere: boolean): void;
        function showChallenge(user: ChallengedUser): void;
        function showError(text: string): void;
        function showHome(user: SignInResult): void;
        function showPasskey(id: string, name: string, createdAt: Date): void;
        function showOffline(email: string | undefined, code: string | undefined): void;
        function showQrCode(address: string): void;
        function askForCode(text?: string): void;
        function askForNewPassword(): void;
        function showConfirmation(): void;
        function showSignIn(): void;
        const cookies: string;
        type GetServerSidePropsContext = SSRContext;
      }`;
    await mkdir(path.join(root, 'tests/.work'), { recursive: true });
    const folder = await mkdtemp(path.join(root, 'tests/.work/docs-'));
    try {
      await writeFile(path.join(folder, 'given.d.ts'), given);
      // Of v5, which an application keeps beside.
      await writeFile(
        path.join(folder, 'v5.d.ts'),
        "declare module '@aws-amplify/core' { const Credentials: { clear(): Promise<void> }; }",
      );
      for (const [i, snippet] of all.entries()) await writeFile(path.join(folder, `${i}.ts`), asModule(snippet));
      const parts = { '': 'index', '/tokens': 'tokens', '/token-worker': 'token-worker' };
      const paths = Object.entries(parts).map(([part, file]) => [
        `cognito-auth-wasm${part}`,
        [`../../../pkg/${file}.d.ts`],
      ]);
      // Of AWS's SDK, the snippets' own types are checked; the package's are in tests/types.
      const skipLibCheck = true;
      const compilerOptions = { skipLibCheck, paths: Object.fromEntries(paths) };
      const config = { extends: '../../types/tsconfig.json', compilerOptions, include: ['*.ts'], exclude: [] };
      await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = path.join(root, 'tests/node_modules/.bin/tsc');
      await promisify(execFile)(tsc, ['-p', folder, '--pretty', 'false'], { cwd: folder }).catch(({ stdout }) => {
        const name = ({ document, code }) => `${document}: ${code.split('\n')[0]} …`;
        const errors = stdout.replace(/^(\d+)\.ts/gm, (_, i) => name(all[i]));
        assert.fail(errors);
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const document of documents) {
    test(document, () => {
      const text = read(document);
      for (const { code } of snippets(document, ['js', 'ts'])) {
        for (const [, names] of code.matchAll(/^import \{([^}]*)\} from 'cognito-auth-wasm(?:\/service-worker)?';/gm)) {
          for (const name of names.split(',')) assert.ok(exported.includes(name.trim()), `nothing exports ${name}`);
        }
      }
      for (const [, name] of text.matchAll(/\bAuth\.(\w+)/g))
        assert.ok(declared(ofAuth).has(name), `Auth has no ${name}`);
    });
  }

  test('the documents name every method of Auth', () => {
    const all = documents.map(read).join('\n');
    const helpers = [
      'constructor',
      'getModuleName',
      'createCognitoUser',
      'essentialCredentials',
      'wrapRefreshSessionCallback',
    ];
    const missing = [...declared(ofAuth)].filter(
      (name) => !helpers.includes(name) && !new RegExp(`\\b${name}\\b`).test(all),
    );
    assert.deepEqual(missing, []);
  });

  test('docs/servers.md shows the files of the Next application that tests/packaging builds', () => {
    const app = path.join(root, 'tests/packaging/apps/next');
    const shown = snippets('docs/servers.md', ['jsx']);
    assert.equal(shown.length, 3);
    for (const { code } of shown) {
      const [, file, text] = code.match(/^\/\/ (\S+)\n(.*)$/s);
      assert.equal(text, readFileSync(path.join(app, file), 'utf8'), file);
    }
  });

  test('docs/examples.md shows the files that run', () => {
    const text = read('docs/examples.md');
    const files = listed('tests/examples', /^(?!.*\.test\.).*\.(js|mjs|html)$/);
    assert.equal(files.length, 8);
    for (const file of files) {
      const shown = `\n\`\`\`${file.split('.').at(-1).replace('mjs', 'js')}\n${read(`tests/examples/${file}`)}\`\`\`\n`;
      assert.ok(text.includes(shown), `${file} differs from what docs/examples.md shows`);
      assert.ok(text.includes(`(../tests/examples/${file})`), `docs/examples.md does not say where ${file} is`);
    }
    assert.equal([...text.matchAll(FENCE)].length, files.length);
  });
});
