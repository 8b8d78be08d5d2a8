// Runs each example of docs/examples.md as it stands in this folder, with the package installed from its tarball (run
// `make build` first) and the stand-in as the service. Run: node --test tests/examples/*.test.mjs

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { pack, run } from '../packaging/lib/scratch.mjs';
import { launchOptions } from '../setup/chromium.js';
import { startStandIn } from '../stand-in/stand-in.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const PASSWORD = 'Passw0rd!';
const PAGES = ['react', 'vue', 'modules', 'worker'];
const phone = { phone_number: '+15550100', phone_number_verified: 'true' };

let packed, root, standIn, pool, otherPool, site, browser, page;
const errors = [];

before(async () => {
  [packed, standIn, browser] = await Promise.all([pack(), startStandIn(), chromium.launch(launchOptions)]);
  const CustomAuth = {
    Rounds: [
      { Parameters: { question: '6 x 7' }, Answer: '42' },
      { Parameters: { question: 'Sure?' }, Answer: 'yes' },
    ],
  };
  pool = await standIn.createUserPool({
    mfa: 'OPTIONAL',
    pool: { CustomAuth, Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] },
  });
  otherPool = await standIn.createUserPool({ mfa: 'ON' });
  for (const name of ['ana', 'bea', 'cleo']) {
    await standIn.createUser(pool.userPoolId, {
      username: name,
      password: PASSWORD,
      email: `${name}@example.com`,
      attributes: phone,
    });
  }
  root = await project();
  site = await serve(root);
});
after(async () => {
  await browser?.close();
  site?.close();
  await standIn?.stop();
  await packed?.remove();
});
afterEach(async () => {
  await page?.context().close();
  page = undefined;
  assert.deepEqual(errors.splice(0), []);
});

const configOf = ({ userPoolId, clientId, endpoint }) => ({ userPoolId, userPoolWebClientId: clientId, endpoint });

/** An app with the examples, the package, and the configuration that an app has. */
async function project() {
  const folder = path.join(packed.folder, 'examples');
  await mkdir(folder);
  await cp(here, folder, { recursive: true });
  const write = (name, text) => writeFile(path.join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'examples', private: true, type: 'module' }));
  const awsExports = {
    aws_user_pools_id: pool.userPoolId,
    aws_user_pools_web_client_id: pool.clientId,
    endpoint: pool.endpoint,
  };
  await write('aws-exports.js', `export default ${JSON.stringify(awsExports)};`);
  await write(
    'pools.js',
    `export const customerPool = ${JSON.stringify(configOf(pool))};
     export const staffPool = ${JSON.stringify(configOf(otherPool))};`,
  );
  await run(
    'npm',
    ['install', packed.tarball, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder },
  );
  const input = Object.fromEntries(PAGES.map((name) => [name, path.join(folder, `pages/${name}.html`)]));
  input['service-worker'] = path.join(folder, 'service-worker.js');
  const rolldownOptions = { input, output: { entryFileNames: '[name].js' } };
  await build({ root: folder, configFile: false, logLevel: 'error', build: { rolldownOptions, minify: false } });
  return folder;
}

/** Serves the plain page as it lies there, what Vite has built, and an API that says who asks. */
async function serve(folder) {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
  const server = createServer(async ({ url, headers }, response) => {
    if (url === '/api/claims')
      return response.end(headers.authorization ? readClaims(headers.authorization).email : 'nobody');
    for (const from of ['dist', '.']) {
      const content = await readFile(path.join(folder, from, url)).catch(() => undefined);
      if (content) return response.writeHead(200, { 'content-type': types[path.extname(url)] }).end(content);
    }
    response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const readClaims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

async function open(address, context) {
  page = await (context ?? (await browser.newContext())).newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(`${site.url}/${address}`);
  return page;
}

const shows = (page, where, text) =>
  page.waitForFunction(([where, text]) => document.querySelector(where)?.textContent === text, [where, text], {
    timeout: 60_000,
  });

test('the plain page: greets who signs in, also after a reload, and says why somebody cannot', async () => {
  await open('plain-page.html');
  await shows(page, 'output', 'Nobody is signed in');
  const submit = async (password) => {
    await page.fill('[name=username]', 'ana');
    await page.fill('[name=password]', password);
    await page.click('button');
  };
  await submit('Wrong-123');
  await shows(page, 'output', 'Incorrect username or password.');
  await submit(PASSWORD);
  await shows(page, 'output', 'Hello ana@example.com');
  await page.reload();
  await shows(page, 'output', 'Hello ana@example.com');
});

for (const [name, address] of [
  ['React hook', 'react'],
  ['Vue composable', 'vue'],
]) {
  test(`the ${name}: follows sign-in and sign-out, here and in another tab, and ends with its component`, async () => {
    await open(`pages/${address}.html`);
    const nobody = () => shows(page, 'main', 'Nobody is signed in');
    await nobody();
    await page.evaluate((password) => window.Auth.signIn('ana', password), PASSWORD);
    await shows(page, 'main', 'Hello ana@example.com');
    await page.evaluate(() => window.Auth.signOut());
    await nobody();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await shows(other, 'main', 'Nobody is signed in');
    await other.evaluate((password) => window.Auth.signIn('bea', password), PASSWORD);
    await shows(page, 'main', 'Hello bea@example.com');
    await other.evaluate(() => window.Auth.signOut());
    await nobody();
    const reads = await page.evaluate(() => {
      let reads = 0;
      window.Auth.currentAuthenticatedUser = () => Promise.reject(reads++);
      const readsOnEvent = () => {
        reads = 0;
        window.Hub.dispatch('auth', { event: 'signIn' });
        return reads;
      };
      const mounted = readsOnEvent();
      window.unmount();
      return { mounted, unmounted: readsOnEvent() };
    });
    assert.deepEqual(reads, { mounted: 1, unmounted: 0 });
  });
}

/** A page in which `ask` is answered by `answers`, in turn, which are told the question; the questions. */
async function openAsking(answers) {
  await open('pages/modules.html');
  await page.waitForFunction(() => 'mfa' in window);
  const questions = [];
  await page.exposeFunction('ask', (question) => {
    questions.push(question);
    return answers.shift()(question);
  });
  return questions;
}

describe('MFA', () => {
  test('asks again after a wrong code, and lets a user choose among several', async () => {
    await standIn.admin('AdminSetUserMFAPreference', {
      UserPoolId: pool.userPoolId,
      Username: 'bea',
      SMSMfaSettings: { Enabled: true },
      EmailMfaSettings: { Enabled: true },
    });
    const code = () => standIn.lastCode(pool.userPoolId, 'bea');
    const questions = await openAsking([() => 'EMAIL_OTP', () => '000000', code]);
    const user = await page.evaluate(async (password) => {
      const { username } = await window.mfa.signIn('bea', password, window.ask);
      return { username, email: (await window.Auth.currentAuthenticatedUser()).attributes.email };
    }, PASSWORD);
    assert.deepEqual(user, { username: 'bea', email: 'bea@example.com' });
    const sent = 'The code from b***@e***';
    assert.deepEqual(questions, ['Which one? ["SMS_MFA","EMAIL_OTP"]', sent, sent]);
    await standIn.admin('AdminSetUserMFAPreference', {
      UserPoolId: pool.userPoolId,
      Username: 'bea',
      SMSMfaSettings: { Enabled: false },
      EmailMfaSettings: { Enabled: false },
    });
  });

  test('an authenticator app is registered, and asked for at the next sign-in', async () => {
    let secret;
    const shown = async (Steps) =>
      (await standIn.admin('Totp', { UserPoolId: pool.userPoolId, SecretCode: secret, Steps })).Code;
    const scan = (uri) => {
      secret = new URL(uri).searchParams.get('secret');
      return shown(0);
    };
    const questions = await openAsking([scan, () => shown(1)]);
    await page.evaluate(async (password) => {
      await window.mfa.addAuthenticatorApp(await window.Auth.signIn('cleo', password), window.ask);
      await window.Auth.signOut();
      await window.mfa.signIn('cleo', password, window.ask);
    }, PASSWORD);
    assert.deepEqual(questions, [
      `otpauth://totp/Example:cleo?secret=${secret}&issuer=Example`,
      'The code from your authenticator app',
    ]);
  });

  test('an authenticator app is registered where the user pool asks for it', async () => {
    await standIn.createUser(otherPool.userPoolId, { username: 'dan', password: PASSWORD, email: 'dan@example.org' });
    const scan = async (address) => {
      const SecretCode = new URL(address).searchParams.get('secret');
      return (await standIn.admin('Totp', { UserPoolId: otherPool.userPoolId, SecretCode })).Code;
    };
    const questions = await openAsking([scan]);
    const config = configOf(otherPool);
    const preferred = await page.evaluate(
      async ({ config, password }) => {
        window.Auth.configure(config);
        await window.mfa.signIn('dan', password, window.ask);
        return (await window.Auth.currentAuthenticatedUser({ bypassCache: true })).preferredMFA;
      },
      { config, password: PASSWORD },
    );
    assert.equal(preferred, 'SOFTWARE_TOKEN_MFA');
    assert.equal(questions.length, 1);
  });

  test('another error ends the attempt', async () => {
    await openAsking([]);
    const attempt = page.evaluate((password) => window.mfa.signIn('nobody', password, window.ask), PASSWORD);
    await assert.rejects(attempt, /Incorrect username or password/);
  });
});

describe('a custom challenge', () => {
  test('is answered, as often as it is asked', async () => {
    const questions = await openAsking([() => '41', () => '42', () => 'yes']);
    const user = await page.evaluate(async () => (await window.custom.signIn('ana', window.ask)).attributes);
    assert.equal(user.email, 'ana@example.com');
    assert.deepEqual(
      questions.map(({ question }) => question),
      ['6 x 7', '6 x 7', 'Sure?'],
    );
  });

  test('is gone on with after a reload', async () => {
    const never = new Promise(() => {});
    await openAsking([() => '42', () => never, () => 'yes']);
    await page.evaluate(() => {
      window.custom.signIn('ana', (about) => {
        window.asked = about.question;
        return window.ask(about);
      });
    });
    await page.waitForFunction(() => window.asked === 'Sure?');
    await page.reload();
    await page.waitForFunction(() => 'custom' in window);
    assert.equal(
      await page.evaluate(async () => (await window.custom.goOn(window.ask)).attributes.email),
      'ana@example.com',
    );
    assert.equal(await page.evaluate(() => window.custom.goOn(window.ask)), null);
  });
});

test('several pools: each has its own session, and events say whose they are', async () => {
  await standIn.admin('SetUserPoolMfaConfig', { UserPoolId: otherPool.userPoolId, MfaConfiguration: 'OFF' });
  await standIn.createUser(otherPool.userPoolId, { username: 'mia', password: PASSWORD, email: 'mia@example.org' });
  await open('pages/modules.html');
  await page.waitForFunction(() => 'pools' in window);
  const names = () =>
    page.evaluate(async () => {
      const { customer, member } = await window.pools.signedIn();
      return [customer, member].map((user) => user && user.attributes.email);
    });
  assert.deepEqual(await names(), [null, null]);
  const events = await page.evaluate(async (password) => {
    const events = [];
    window.pools.onSignIn((pool, user) => events.push(`${user.username} to ${pool}`));
    await window.pools.staff.signIn('mia', password);
    await window.pools.customers.signIn('ana', password);
    return events;
  }, PASSWORD);
  assert.deepEqual(events, ['mia to staff', 'ana to customers']);
  assert.deepEqual(await names(), ['ana@example.com', 'mia@example.org']);
  await page.evaluate(() => window.pools.staff.signOut());
  assert.deepEqual(await names(), ['ana@example.com', null]);
});

test('the service worker: signs in, adds the token to requests, and keeps the session when it is stopped', async () => {
  await open('pages/worker.html');
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The first page of all is not under the worker yet.
  await page.reload();
  await page.waitForFunction(() => window.signIn && navigator.serviceWorker.controller);
  const ask = () => page.evaluate(() => window.ask());
  const signIn = (password) => page.evaluate((password) => window.signIn('ana', password), password);
  assert.deepEqual(await ask(), { status: 401, text: '' });
  assert.deepEqual(await signIn('Wrong-123'), { message: 'Incorrect username or password.' });
  assert.deepEqual(await signIn(PASSWORD), { username: 'ana' });
  assert.deepEqual(await ask(), { status: 200, text: 'ana@example.com' });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  assert.deepEqual(await ask(), { status: 200, text: 'ana@example.com' });
});

test('Node: signs in once, and goes on with what is in the file', async () => {
  const start = async (password) => {
    const env = { ...process.env, APP_USER: 'ana', APP_PASSWORD: password };
    return (await run(process.execPath, ['node.mjs'], { cwd: root, env, timeout: 180_000 })).stdout.trim();
  };
  await assert.rejects(start('Wrong-123'), ({ stderr }) => {
    assert.match(stderr, /NotAuthorizedException/);
    // Node shows the line that threw: no line of the package's code is as long as the wasm in it.
    assert.ok(stderr.length < 5_000, `${stderr.length} characters of an uncaught error`);
    return true;
  });
  assert.equal(await start(PASSWORD), 'Hello ana@example.com');
  assert.equal(await start('not asked for any more'), 'Hello ana@example.com');
});
