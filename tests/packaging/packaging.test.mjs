// Packs pkg/ (run `make build` first), looks at the tarball, installs it, and signs in from each environment that the
// README promises. Run: node --test tests/packaging/*.test.mjs      (CHROMIUM names the browser, /usr/bin/chromium if unset)

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build as esbuild } from 'esbuild';
import { chromium } from 'playwright-core';
import { build as viteBuild, createServer as createViteServer } from 'vite';
import webpack from 'webpack';
import { freePort } from '../local-cognito/local-cognito.mjs';
import { Jar, PASSWORD, claimsOf, startService } from '../servers/lib.mjs';
import { launchOptions } from '../setup/chromium.js';
import { startStandIn } from '../stand-in/stand-in.mjs';
import { here, pack, run, tests } from './lib/scratch.mjs';
import { serveFolder } from './lib/site.mjs';
import { startStub } from './lib/stub.mjs';

let packed, installed, stub, standIn, browser;
before(async () => {
  // Test runners and Next are installed beside this file, not for the other suites.
  packed = await pack(path.join(here, '.work'));
  installed = await packed.project('node', 'node');
  stub = await startStub();
  standIn = await startStandIn();
  browser = await chromium.launch(launchOptions);
});
after(async () => {
  await browser?.close();
  stub?.close();
  await standIn?.stop();
  await packed?.remove();
});

/** The parts of the module that are fetched when they are needed, and what they share. */
const parts = [
  'account',
  'challenges',
  'credentials',
  'hosted_return',
  'hosted_ui',
  'passkey_autofill',
  'passkey_settings',
  'passkeys',
  'passwordless',
  'shared',
  'sign_in',
];
const isPart = (file) => /^dist\/(?!auth|fma).*\.wasm$/.test(file);
/** What `index.js` fetches. */
const assets = [
  'dist/core.js',
  'dist/cookie-storage.js',
  ...['auth', 'fma', ...parts].map((name) => `dist/${name}.wasm`),
];
const inPackage = (file) => path.join(installed, 'node_modules/cognito-auth-wasm', file);
const moduleOf = async (name) => WebAssembly.compile(await readFile(inPackage(`dist/${name}.wasm`)));

const tool = (name) => path.join(tests, 'node_modules/.bin', name);

/** What `attempt` must have seen, and the service with it. */
function assertAttempted(result, clientId, clientMetadata) {
  assert.deepEqual(result, {
    username: 'ana',
    userSub: '6f1c0a1e-0000-4000-8000-000000000001',
    userConfirmed: false,
    refused: {
      name: 'NotAuthorizedException',
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    },
    sentBy: 'EMAIL',
  });
  const [signUp, signIn, forgotPassword, ...more] = stub.requestsOf(clientId);
  assert.deepEqual(more, []);
  assert.equal(signUp.operation, 'SignUp');
  assert.deepEqual(signUp.body.UserAttributes, [{ Name: 'email', Value: 'ana@example.com' }]);
  assert.deepEqual(signUp.body.ClientMetadata, clientMetadata);
  assert.equal(forgotPassword.operation, 'ForgotPassword');
  assert.equal(signIn.operation, 'InitiateAuth');
  assert.equal(signIn.body.AuthFlow, 'USER_SRP_AUTH');
  // A = g^a mod N: 3072 bits, so at most 768 hex digits, and all but surely more than 740.
  assert.match(signIn.body.AuthParameters.SRP_A, /^[0-9a-f]{740,768}$/);
}

describe('the tarball', () => {
  test('holds exactly these files', () => {
    assert.deepEqual(packed.files, [
      'CHANGELOG.md',
      'LICENSE-APACHE',
      'LICENSE-MIT',
      'README.md',
      'dist/account.wasm',
      'dist/auth.wasm',
      'dist/challenges.wasm',
      'dist/cookie-storage.js',
      'dist/core.js',
      'dist/credentials.wasm',
      'dist/edge.js',
      'dist/fma.wasm',
      'dist/hosted_return.wasm',
      'dist/hosted_ui.wasm',
      'dist/index.d.cts',
      'dist/index.js',
      'dist/node.cjs',
      'dist/node.js',
      'dist/passkey_autofill.wasm',
      'dist/passkey_settings.wasm',
      'dist/passkeys.wasm',
      'dist/passwordless.wasm',
      'dist/service-worker.js',
      'dist/shared.wasm',
      'dist/sign_in.wasm',
      'dist/token-worker.cjs',
      'dist/token-worker.d.cts',
      'dist/tokens.cjs',
      'dist/tokens.d.cts',
      'dist/workerd.js',
      'index.d.ts',
      'package.json',
      'reply.js',
      'token-worker.d.ts',
      'token-worker.js',
      'tokens.d.ts',
      'tokens.js',
    ]);
  });

  test('needs no other package and runs no script', async () => {
    const manifest = JSON.parse(
      await readFile(path.join(installed, 'node_modules/cognito-auth-wasm/package.json'), 'utf8'),
    );
    for (const key of [
      'dependencies',
      'peerDependencies',
      'optionalDependencies',
      'bundleDependencies',
      'scripts',
      'bin',
    ])
      assert.equal(manifest[key], undefined, key);
    assert.equal(manifest.license, 'MIT OR Apache-2.0');
    const packages = (await readdir(path.join(installed, 'node_modules'))).filter((name) => !name.startsWith('.'));
    assert.deepEqual(packages, ['cognito-auth-wasm']);
  });

  test('says nothing of the machine that built it, and carries no debug information', async () => {
    const folder = path.join(installed, 'node_modules/cognito-auth-wasm');
    const traces = [
      os.homedir() + '/',
      path.join(tests, '..') + '/',
      '/.cargo/',
      '/.rustup/',
      'sourceMappingURL',
      'C:\\',
    ];
    for (const file of packed.files) {
      const content = await readFile(path.join(folder, file), 'latin1');
      for (const trace of traces) assert.ok(!content.includes(trace), `${file} contains ${trace}`);
    }
    // Node 20 cannot compile the last, so that its section names are looked for as text.
    const modules = await Promise.all(['auth', ...parts].map(moduleOf));
    const fma = await readFile(path.join(folder, 'dist/fma.wasm'), 'latin1');
    for (const section of [
      'name',
      'sourceMappingURL',
      '.debug_info',
      '.debug_line',
      'external_debug_info',
      'producers',
    ]) {
      for (const module of modules) assert.equal(WebAssembly.Module.customSections(module, section).length, 0, section);
      assert.ok(!fma.includes(section), section);
    }
  });

  // Not index.js, which a bundler makes a piece of an application's script.
  test('asks Chromium to compile all of core.js while it is fetched', async () => {
    assert.ok((await readFile(inPackage('dist/core.js'), 'utf8')).startsWith('//# allFunctionsCalledOnLoad\n'));
  });

  // It has nothing of its own but code: its memory, and the table of all functions, are those of the module.
  test('has parts that link with the module, and files that are all of one build', async () => {
    assert.deepEqual(
      parts.map((name) => `dist/${name}.wasm`),
      packed.files.filter(isPart),
    );
    const module = await moduleOf('auth');
    const buildsOf = (module) =>
      WebAssembly.Module.customSections(module, 'build').map((section) => new TextDecoder().decode(section));
    const builds = buildsOf(module);
    assert.equal(builds.length, 1);
    assert.match(builds[0], /^[0-9a-f]{8}$/);
    // cookie-storage.js calls nothing of the module.
    for (const file of packed.files.filter((file) => /^dist\/((?!cookie).*\.js|node\.cjs)$/.test(file)))
      assert.ok((await readFile(inPackage(file), 'utf8')).includes(`"${builds}"`), `${file} names the build`);
    // Node's entries contain the files.
    for (const file of ['dist/node.js', 'dist/node.cjs'])
      for (const name of ['auth', 'fma', ...parts]) {
        const content = await readFile(inPackage(`dist/${name}.wasm`), 'base64');
        assert.ok((await readFile(inPackage(file), 'utf8')).includes(content), `${file} contains ${name}.wasm`);
      }

    const imports = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module))
      (imports[from] ??= {})[name] = kind === 'function' && (() => 0);
    const { exports } = await WebAssembly.instantiate(module, imports);
    // index.js's names of what they import are core.js's own. Of the globals it is the one that has the right type.
    const candidates = (kind) =>
      WebAssembly.Module.exports(module)
        .filter((it) => it.kind === kind)
        .map(({ name }) => exports[name]);
    const links = async (part, globals) => {
      const given = { memory: candidates('memory')[0] };
      for (const { module: from, name, kind } of WebAssembly.Module.imports(part)) {
        assert.match(from, /^(__wasm_split|main)$/);
        if (kind === 'table') given[name] = candidates('table').find((table) => typeof table.get(1) === 'function');
        if (kind === 'global') given[name] = globals;
      }
      return WebAssembly.instantiate(part, { __wasm_split: given, main: given });
    };
    for (const name of parts) {
      const part = await moduleOf(name);
      assert.deepEqual(buildsOf(part), builds, name);
      assert.deepEqual(WebAssembly.Module.exports(part), [], name);
      const linked = await Promise.any(candidates('global').map((global) => links(part, global)));
      assert.ok(linked instanceof WebAssembly.Instance, name);
    }
  });

  // Vite makes a `data:` address of an asset of up to 4 kB, which a content security policy would refuse.
  test('has no asset so small that Vite would inline it', async () => {
    for (const asset of assets) {
      const { length } = await readFile(inPackage(asset));
      assert.ok(length > 4096, `${asset} has ${length} bytes`);
    }
  });

  test('is clean for publint', async () => {
    const { stdout } = await run(tool('publint'), [packed.tarball, '--strict'], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    assert.match(stdout, /All good!/);
  });

  test('is clean for arethetypeswrong', async () => {
    const args = [packed.tarball, '--format', 'json'];
    const { stdout } = await run(tool('attw'), args, { maxBuffer: 1 << 26 }).catch((error) => error);
    const { problems, analysis } = JSON.parse(stdout);
    // TypeScript's oldest resolution knows no `exports`, and so only the main entry.
    const isOld = ({ entrypoint, resolutionKind }) => entrypoint === './service-worker' && resolutionKind === 'node10';
    const seen = Object.values(problems ?? {})
      .flat()
      .filter((problem) => !isOld(problem));
    assert.deepEqual(seen, []);
    assert.ok(analysis.types, 'attw found types');
  });
});

describe('TypeScript', () => {
  const compile = (file, module, moduleResolution) =>
    run(
      tool('tsc'),
      [
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--types',
        '',
        '--module',
        module,
        '--moduleResolution',
        moduleResolution,
        file,
      ],
      { cwd: installed },
    ).catch(({ stdout }) => assert.fail(stdout));

  test('finds the types with moduleResolution bundler', () => compile('consumer.mts', 'esnext', 'bundler'));
  test('finds the types with moduleResolution node16', () => compile('consumer.mts', 'node16', 'node16'));
  test('finds the types with moduleResolution nodenext', () => compile('consumer.mts', 'nodenext', 'nodenext'));
  for (const resolution of ['node16', 'nodenext'])
    test(`finds the types from require with moduleResolution ${resolution}`, () =>
      compile('consumer.cts', resolution, resolution));

  test('declares the exports and the methods that there are', async () => {
    const { stdout } = await run(process.execPath, ['exports.mjs'], { cwd: installed });
    const { node, required, browser } = JSON.parse(stdout);
    assert.deepEqual(node, browser);
    assert.deepEqual(required, browser);
    const declared = await readFile(path.join(installed, 'node_modules/cognito-auth-wasm/index.d.ts'), 'utf8');
    const names = [...declared.matchAll(/^export declare (?:const|class|enum|function) (\w+)/gm)].map(
      ([, name]) => name,
    );
    assert.deepEqual(Object.keys(node).sort(), [...names, 'default'].sort());
    for (const [, name, body] of declared.matchAll(/^export declare class (\w+)[^{]*\{\n(.*?)^\}/gms)) {
      const methods = [...body.matchAll(/^ {2}(\w+)(?:<[^(]*>)?\(/gm)].map(([, method]) => method);
      assert.deepEqual(
        [...new Set(methods)].filter((method) => !node[name].includes(method)),
        [],
        `${name} lacks methods that are declared`,
      );
    }
    const auth = new Set(node.AuthClass.filter((method) => !method.startsWith('_')));
    const [, body] = declared.match(/^export declare class AuthClass \{\n(.*?)^\}/ms);
    for (const method of auth) assert.match(body, new RegExp(`^ {2}${method}[<(]`, 'm'), `${method} is not declared`);
  });
});

describe('Node', () => {
  for (const file of ['import.mjs', 'require.cjs'])
    test(file, async () => {
      const { stdout, stderr } = await run(process.execPath, ['--no-warnings', file, stub.url, file], {
        cwd: installed,
        timeout: 180_000,
      });
      assert.equal(stderr, '');
      assertAttempted(JSON.parse(stdout), file);
    });

  test('import and require give the same Auth', async () => {
    const { stdout } = await run(process.execPath, ['--no-warnings', 'same.mjs'], { cwd: installed });
    assert.equal(stdout, 'true\n');
  });
});

/** A user of the stand-in, and what `signInAndOut` makes of it. */
async function newSignIn() {
  const { userPoolId, clientId, endpoint } = await standIn.createUserPool();
  const user = { username: 'ana', password: 'Passw0rd!' };
  await standIn.createUser(userPoolId, { ...user, email: 'ana@example.com' });
  return {
    config: { userPoolId, userPoolWebClientId: clientId, endpoint },
    user,
    result: {
      username: 'ana',
      email: 'ana@example.com',
      isValid: true,
      sentBy: 'EMAIL',
      afterwards: 'No current user',
    },
  };
}

const tools = (name) => path.join(here, 'node_modules', name);

/** Runs a test runner, which writes its results as Jest does, and asserts that so many tests of so many files passed. */
async function assertPasses(root, program, args, files, passed) {
  const env = { ...process.env, SIGN_IN: JSON.stringify(await newSignIn()), NO_COLOR: '1' };
  delete env.NODE_TEST_CONTEXT;
  const out = path.join(root, 'results.json');
  const { stdout, stderr } = await run(process.execPath, [program, ...args, `--outputFile=${out}`], {
    cwd: root,
    env,
    timeout: 300_000,
  }).catch((error) => error);
  const results = JSON.parse(await readFile(out, 'utf8').catch(() => assert.fail(`${stdout}\n${stderr}`)));
  const failures = results.testResults.flatMap(({ message, assertionResults }) => [
    message,
    ...assertionResults.flatMap(({ failureMessages }) => failureMessages ?? []),
  ]);
  assert.ok(results.success, failures.join('\n'));
  assert.deepEqual(
    [results.testResults.length, results.numPassedTests, results.numTotalTests],
    [files, passed, passed],
  );
}

/** In place of the five seconds of Jest and Vitest: the machine may be busy. */
const TEST_TIMEOUT_MS = 120_000;

for (const version of [29, 30])
  describe(`Jest ${version}`, () => {
    let root;
    before(async () => {
      root = await packed.project(`jest-${version}`, 'jest', 'commonjs');
    });

    for (const environment of ['node', 'jsdom'])
      test(`imports, automock, spies and a sign-in, in ${environment}`, async () => {
        const testEnvironment = environment === 'node' ? 'node' : tools(`jest-environment-jsdom-${version}`);
        const config = JSON.stringify({ testEnvironment, testTimeout: TEST_TIMEOUT_MS });
        const args = ['--config', config, '--runInBand', '--json', '--cacheDirectory', path.join(root, 'cache')];
        await assertPasses(root, tools(`jest-${version}/bin/jest.js`), args, 4, 8);
      });
  });

describe('Vitest', () => {
  let root;
  before(async () => {
    root = await packed.project('vitest', 'vitest');
  });

  for (const environment of ['node', 'jsdom', 'happy-dom'])
    test(`imports, automock, spies and a sign-in, in ${environment}`, async () => {
      const args = [
        'run',
        '--environment',
        environment,
        '--reporter=json',
        '--no-file-parallelism',
        `--testTimeout=${TEST_TIMEOUT_MS}`,
      ];
      await assertPasses(root, tools('vitest/vitest.mjs'), args, 2, 4);
    });
});

/** Opens `url` and runs one of the page's `in…` functions. */
async function attemptAt(url, where, clientId) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    await page
      .waitForFunction((name) => name in window, where, { timeout: 60_000 })
      .catch((error) => {
        throw new Error(errors.join('\n') || error.message);
      });
    const result = await page.evaluate(([name, ...args]) => window[name](...args), [where, stub.url, clientId]);
    assert.deepEqual(errors, []);
    return result;
  } finally {
    await context.close();
  }
}

const policy = (scripts) =>
  `default-src 'none'; script-src 'self' 'nonce-n1' ${scripts}; connect-src 'self' ${stub.url}; worker-src 'self'`;

describe('a page without a bundler', () => {
  let root, site;
  before(async () => {
    root = await packed.project('plain', 'plain');
    site = await serveFolder(root, { policy: policy("'wasm-unsafe-eval'") });
  });
  after(() => site?.close());

  test('the page, under a content security policy', async () => {
    assertAttempted(await attemptAt(site.url, 'inPage', 'plain'), 'plain');
  });
  test('a module worker', async () => {
    assertAttempted(await attemptAt(site.url, 'inWorker', 'plain-worker'), 'plain-worker');
  });
  test('a service worker', async () => {
    assertAttempted(await attemptAt(site.url, 'inServiceWorker', 'plain-service-worker'), 'plain-service-worker');
  });

  test('each part is fetched once: core.js and the wasm at the first call that needs them, sign_in.wasm and fma.wasm for a sign-in, account.wasm by a method of it, shared.wasm with either', async () => {
    const own = await serveFolder(root);
    const fetched = () =>
      own.requested.map((name) => name.split('/').at(-1)).filter((name) => /\.wasm$|^core\.js$/.test(name));
    const open = async () => {
      own.requested.length = 0;
      const page = await (await browser.newContext()).newPage();
      await page.goto(own.url);
      await page.waitForFunction(() => 'call' in window);
      assert.deepEqual(fetched(), []);
      return page;
    };
    const twice = async (page, method) => {
      for (let round = 0; round < 2; round++) await page.evaluate((method) => window.call(method), method);
      await page.evaluate(() => window.idle());
    };
    try {
      let page = await open();
      await twice(page, 'currentSession');
      assert.deepEqual(fetched(), []);
      await twice(page, 'currentChallenge');
      assert.deepEqual(fetched().sort(), ['auth.wasm', 'core.js']);
      await twice(page, 'forgotPassword');
      assert.deepEqual(fetched().slice(2).sort(), ['account.wasm', 'shared.wasm']);
      await page.context().close();

      // Beside each other.
      page = await open();
      await twice(page, 'signUp');
      assert.deepEqual(fetched().sort(), ['account.wasm', 'auth.wasm', 'core.js', 'shared.wasm']);
      await page.context().close();

      page = await open();
      await twice(page, 'signIn');
      assert.deepEqual(fetched().sort(), ['auth.wasm', 'core.js', 'fma.wasm', 'shared.wasm', 'sign_in.wasm']);
      // The others are not kept waiting.
      assert.equal(fetched()[4], 'fma.wasm');
      await page.context().close();
    } finally {
      own.close();
    }
  });

  test('a server that does not know what wasm is', async () => {
    const ignorant = await serveFolder(root, { types: { '.wasm': undefined } });
    try {
      assertAttempted(await attemptAt(ignorant.url, 'inPage', 'octet-stream'), 'octet-stream');
    } finally {
      ignorant.close();
    }
  });

  test('a policy that forbids wasm makes calls reject, and sends nothing', async () => {
    const strict = await serveFolder(root, { policy: policy('') });
    try {
      await assert.rejects(attemptAt(strict.url, 'inPage', 'forbidden'), /Content Security Policy|unsafe-eval/);
      assert.deepEqual(stub.requestsOf('forbidden'), []);
    } finally {
      strict.close();
    }
  });
});

// What `configure.js` of the bundled app sets before Auth is there.
const configuredFirst = { from: 'configure.js' };

describe('Vite', () => {
  let root;
  before(async () => {
    root = await packed.project('vite', 'bundled');
  });

  test('build, under a base path, with a worker', async () => {
    await viteBuild({ root, base: '/app/', configFile: false, logLevel: 'error' });
    const site = await serveFolder(path.join(root, 'dist'), { base: '/app/' });
    try {
      assertAttempted(await attemptAt(site.url, 'inPage', 'vite-build'), 'vite-build', configuredFirst);
      assert.equal(await attemptAt(site.url, 'inCookies'), 'a%20b=c');
      assertAttempted(await attemptAt(site.url, 'inWorker', 'vite-build-worker'), 'vite-build-worker');
    } finally {
      site.close();
    }
  });

  test('development server, with its pre-bundled dependencies', async () => {
    const server = await createViteServer({
      root,
      configFile: false,
      logLevel: 'error',
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await server.listen();
      const url = server.resolvedUrls.local[0];
      assertAttempted(await attemptAt(url, 'inPage', 'vite-dev'), 'vite-dev', configuredFirst);
      assert.equal(await attemptAt(url, 'inCookies'), 'a%20b=c');
      assertAttempted(await attemptAt(url, 'inWorker', 'vite-dev-worker'), 'vite-dev-worker');
      const bundled = await readdir(path.join(root, 'node_modules/.vite/deps'));
      assert.ok(bundled.includes('cognito-auth-wasm.js'), 'the package went through the optimiser');
    } finally {
      await server.close();
    }
  });
});

describe('webpack 5', () => {
  test('build, with a worker', async () => {
    const root = await packed.project('webpack', 'bundled');
    const compiler = webpack({
      mode: 'production',
      context: root,
      entry: './main.js',
      output: { path: path.join(root, 'out') },
    });
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, stats) => (error ? reject(error) : resolve(stats))),
    );
    await new Promise((resolve) => compiler.close(resolve));
    assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString({ errorDetails: true }));
    await writeFile(path.join(root, 'out/index.html'), '<!doctype html><script src="main.js"></script>');
    const site = await serveFolder(path.join(root, 'out'));
    try {
      assertAttempted(await attemptAt(site.url, 'inPage', 'webpack'), 'webpack', configuredFirst);
      assert.equal(await attemptAt(site.url, 'inCookies'), 'a%20b=c');
      assertAttempted(await attemptAt(site.url, 'inWorker', 'webpack-worker'), 'webpack-worker');
    } finally {
      site.close();
    }
  });
});

describe('esbuild', () => {
  // It leaves `new URL(…, import.meta.url)` alone, so that these have to be copied to where the bundle looks for them.
  test('bundle, with the scripts and the wasm beside it', async () => {
    const root = await packed.project('esbuild', 'bundled');
    const out = path.join(root, 'out');
    await esbuild({
      absWorkingDir: root,
      entryPoints: ['main.js'],
      bundle: true,
      format: 'esm',
      minify: true,
      outdir: out,
      logLevel: 'error',
    });
    for (const asset of assets) await copyFile(inPackage(asset), path.join(out, path.basename(asset)));
    await copyFile(path.join(root, 'index.html'), path.join(out, 'index.html'));
    const site = await serveFolder(out);
    try {
      assertAttempted(await attemptAt(site.url, 'inPage', 'esbuild'), 'esbuild', configuredFirst);
      assert.equal(await attemptAt(site.url, 'inCookies'), 'a%20b=c');
    } finally {
      site.close();
    }
  });
});

describe('Next 16, output: standalone, moved elsewhere', { concurrency: true }, () => {
  let service;
  before(async () => {
    service = await startService();
  });
  after(() => service?.stop());

  /** Starts the server of a standalone folder and calls `use` with its address. */
  async function withServer(folder, use) {
    const port = await freePort();
    const AUTH_CONFIG = JSON.stringify(service.config);
    const env = { ...process.env, AUTH_CONFIG, PORT: `${port}`, HOSTNAME: '127.0.0.1', NODE_ENV: 'production' };
    const server = spawn(process.execPath, ['server.js'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const isReady = new Promise((resolve, reject) => {
      for (const stream of [server.stdout, server.stderr])
        stream.on('data', (text) => /Ready/.test((output += text)) && resolve());
      server.on('exit', () => reject(new Error(output)));
    });
    try {
      await isReady;
      await use(`http://127.0.0.1:${port}/`);
    } catch (error) {
      throw new Error(`${error.message}\n${output}`, { cause: error });
    } finally {
      server.removeAllListeners('exit');
      if (server.exitCode === null && server.kill()) await once(server, 'exit');
    }
  }

  /** Goes through the places in which a request is answered, in the cookies of one browser. */
  async function visit(url, username) {
    const email = `${encodeURIComponent(username)}@example.com`;
    await service.newUser(username, { email });
    const ask = async (path, jar, options) => {
      const headers = { cookie: jar.header() };
      const response = await fetch(url + path, { headers, redirect: 'manual', ...options });
      for (const text of response.headers.getSetCookie()) jar.set(text);
      const text = await response.text();
      return [response.status, response.headers.get('location') ?? text.match(/<main>(.*?)<\/main>/)?.[1] ?? text];
    };
    const isFresh = (jar) => claimsOf(jar.get('accessToken')).exp * 1000 > Date.now();

    // Nobody: the proxy turns away, and the page knows nobody.
    const jar = new Jar();
    const [status, location] = await ask('account', jar);
    assert.deepEqual([status, new URL(location, url).pathname], [307, '/']);
    assert.deepEqual(await ask('visitor', jar), [200, 'Please sign in']);

    // A sign-in; then each place knows the user.
    const body = JSON.stringify({ username, password: PASSWORD });
    assert.deepEqual(await ask('api/edge', jar, { method: 'POST', body }), [200, JSON.stringify({ username })]);
    for (const path of ['account', 'visitor']) assert.deepEqual(await ask(path, jar), [200, `Hello ${email}`]);
    assert.deepEqual(await ask('api/session', jar), [200, JSON.stringify({ email })]);

    // Expired tokens: the proxy and the routes refresh them, and a page takes the proxy's.
    for (const path of ['account', 'api/session', 'api/edge']) {
      const later = jar.later();
      const [status, text] = await ask(path, later);
      assert.ok(status === 200 && text.includes(email), `${path}: ${status} ${text}`);
      assert.ok(isFresh(later), path);
      assert.deepEqual(await ask('visitor', later), [200, `Hello ${email}`]);
    }
    // A page cannot set cookies, and spends no refresh token.
    const later = jar.later();
    later.texts = [];
    assert.deepEqual(await ask('visitor', later), [200, 'Please sign in']);
    assert.deepEqual(later.texts, []);

    // A session that the service has ended leaves no cookies.
    const ended = jar.later();
    await ask('api/edge', new Jar(jar.cookies), { method: 'DELETE' });
    assert.equal((await ask('account', ended))[0], 307);
    assert.deepEqual(ended.names(), []);
  }

  // What comes before a page is in Node `proxy.js`, and at the edge `middleware.js`. By webpack, Next 16 builds no route
  // at the edge: its own manifest of the route is missing.
  for (const [bundler, atEdge] of [
    ['webpack', 'middleware'],
    ['turbopack', 'route'],
  ])
    test(`built by ${bundler}, with a ${atEdge} at the edge: a route signs in, a page, and each place of a request`, async () => {
      const root = await packed.project(`next-${bundler}`, 'next');
      const change = async (from, to, ...texts) => {
        const content = await readFile(path.join(root, from), 'utf8');
        await rm(path.join(root, from));
        await writeFile(path.join(root, to), content.replace(...texts));
      };
      if (atEdge === 'middleware') {
        await change('proxy.js', 'middleware.js', 'function proxy', 'function middleware');
        await change('app/api/edge/route.js', 'app/api/edge/route.js', "'edge'", "'nodejs'");
      }
      const env = { ...process.env, ROOT: here, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
      const next = [tools('next/dist/bin/next'), 'build', `--${bundler}`];
      await run(process.execPath, next, { cwd: root, env, maxBuffer: 1 << 26 }).catch(({ stdout, stderr }) =>
        assert.fail(`${stdout}\n${stderr}`),
      );
      const manifest = await readFile(path.join(root, '.next/server/middleware-manifest.json'), 'utf8');
      const { middleware, functions } = JSON.parse(manifest);
      assert.deepEqual(Object.keys({ ...middleware, ...functions }), [
        atEdge === 'middleware' ? '/' : '/api/edge/route',
      ]);
      // Outside of the project, so that no file of it is found by climbing.
      const moved = await mkdtemp(path.join(os.tmpdir(), 'next-'));
      try {
        const built = path.join(root, '.next');
        await run('mv', [path.join(built, 'standalone'), path.join(moved, 'app')]);
        const app = path.join(moved, 'app', path.relative(here, root));
        await cp(path.join(built, 'static'), path.join(app, '.next/static'), { recursive: true });
        await rm(root, { recursive: true });
        await withServer(app, async (url) => {
          const { result, ...body } = await newSignIn();
          const reply = await fetch(`${url}api/sign-in`, { method: 'POST', body: JSON.stringify(body) });
          assert.deepEqual(await reply.json(), result);
          assertAttempted(await attemptAt(url, 'inPage', `next-${bundler}`), `next-${bundler}`);
          // Not every name can be a cookie's as it is.
          await visit(url, `zoë (${bundler})`);
        });
      } finally {
        await rm(moved, { recursive: true, force: true });
      }
    });
});
