// A whole journey with secrets that cannot be anywhere by chance: the password, a code, every token, the password of a
// remembered device. They may be in the bodies of the requests that must have them, in the results, and the tokens in the
// storage. Nowhere else: not on the console, in an error, in the message of an event, in a URL or a header, in a cookie, in
// the memory of the modules.
import { randomBytes } from 'node:crypto';
import { FORGOT_PASSWORD_CODE, SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { V5, expect, test as base } from './fixtures.js';
import { calledOfFma, readMemories, search, watch } from './memory.js';

const test = base.extend({
  context: async ({ context }, use) => {
    await context.addInitScript(watch);
    await context.addInitScript(record);
    await use(context);
  },
});
test.skip(V5, 'v5 prints what it works with');

const TWO_HOURS_MS = 2 * 3600_000;
/** Of no word that the modules have, too. */
const marked = () => randomBytes(24).toString('hex');

/** Runs in the page before its scripts: keeps all that the page is told. */
function record() {
  /** All texts of a value: of its own properties and those of its classes, whether or not they can be enumerated. */
  const texts = (value, seen = new Set()) => {
    if (typeof value === 'string') return [value];
    if (!value || !/object|function/.test(typeof value) || seen.has(value) || value instanceof Node || value === window)
      return [String(value)];
    seen.add(value);
    const found = [];
    try {
      found.push(String(value), JSON.stringify(value) ?? '');
    } catch {}
    for (let object = value; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
      for (const key of Reflect.ownKeys(object)) {
        found.push(String(key));
        try {
          found.push(...texts(value[key], seen));
        } catch {}
      }
    }
    return found;
  };
  window.recorded = { console: [], rejected: [], messages: [], failures: [] };
  window.textsOf = texts;
  for (const method of ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn']) {
    const print = console[method];
    console[method] = (...args) => {
      window.recorded.console.push(...texts(args));
      print.apply(console, args);
    };
  }
  for (const event of ['error', 'unhandledrejection'])
    addEventListener(event, (it) => window.recorded.console.push(...texts(it.error ?? it.reason), it.message ?? ''));
}

/** Calls `Auth[method](...args)`; what it rejects with is kept in the page, and its first words given. */
const attempt = (app, method, ...args) =>
  app.page.evaluate(
    async ([method, args]) => {
      try {
        await window.Auth[method](...args);
        return 'resolved';
      } catch (error) {
        window.recorded.rejected.push(...window.textsOf(error));
        return error.code ?? error.message ?? error;
      }
    },
    [method, args],
  );

for (const [flow, isSent] of [
  ['USER_SRP_AUTH', false],
  ['USER_PASSWORD_AUTH', true],
]) {
  test(`a journey with ${flow} shows no secret`, async ({ context, newApp, names }) => {
    const app = await newApp({ config: { authenticationFlowType: flow } });
    const { page } = app;
    const printed = [];
    const addresses = [];
    const bodies = [];
    page.on('console', (message) => printed.push(message.text()));
    page.on('pageerror', (error) => printed.push(String(error?.stack)));
    page.on('request', (request) => {
      addresses.push(request.url(), ...Object.entries(request.headers()).flat());
      if (request.postData()) bodies.push(request.postData());
    });
    await page.evaluate(() => {
      // Data are results, and have tokens on purpose; of what failed they are the error.
      window.Hub.listen(/.*/, () => {});
      for (const channel of ['auth', 'core'])
        window.Hub.listen(channel, ({ payload: { event, data, message }, source }) => {
          window.recorded.messages.push(event, String(message), String(source));
          if (/fail/i.test(event)) window.recorded.failures.push(...window.textsOf(data));
        });
    });

    const username = names();
    const secrets = {
      password: `Pw1!${marked()}`,
      'another password': `Pw1!${marked()}`,
      'a wrong code': marked(),
      'the password of a device': marked(),
    };
    await page.evaluate(
      ([prefix, device]) => {
        for (const [name, text] of [
          ['deviceKey', 'eu-west-1_1-2'],
          ['randomPasswordKey', device],
          ['deviceGroupKey', 'group'],
        ])
          localStorage.setItem(`${prefix}${name}`, text);
      },
      [`CognitoIdentityServiceProvider.${app.pool.clientId}.${username}.`, secrets['the password of a device']],
    );
    const keepTokens = async (which) => {
      const session = await page.evaluate(async () => {
        const { idToken, accessToken, refreshToken } = await window.Auth.currentSession();
        return [idToken.jwtToken, accessToken.jwtToken, refreshToken.token];
      });
      for (const [at, name] of ['ID token', 'access token', 'refresh token'].entries()) {
        // The header is everybody's; the claims and the signature are what nobody may have.
        secrets[`the ${which} ${name}`] = session[at].slice(session[at].indexOf('.') + 1);
      }
    };

    expect(
      await attempt(app, 'signUp', {
        username,
        password: secrets.password,
        attributes: { email: `${username}@example.com` },
      }),
    ).toBe('resolved');
    expect(await attempt(app, 'signUp', { username, password: secrets['another password'] })).toBe(
      'UsernameExistsException',
    );
    expect(await attempt(app, 'confirmSignUp', username, secrets['a wrong code'])).toBe('CodeMismatchException');
    expect(await attempt(app, 'confirmSignUp', username, FORGOT_PASSWORD_CODE)).toBe('CodeMismatchException');
    expect(await attempt(app, 'confirmSignUp', username, SIGN_UP_CODE)).toBe('resolved');
    expect(await attempt(app, 'signIn', username, secrets['another password'])).toBe('NotAuthorizedException');
    expect(await attempt(app, 'signIn', username, secrets.password)).toBe('resolved');
    await keepTokens('first');
    expect(await attempt(app, 'currentAuthenticatedUser', { bypassCache: true })).toBe('resolved');
    expect(await attempt(app, 'userAttributes', null)).not.toBe('resolved');

    // Failures on the way: no network, a proxy, no sense. `pa` and `to` are what every request has.
    await context.setOffline(true);
    expect(await attempt(app, 'signIn', username, secrets.password)).toBe('NetworkError');
    await context.setOffline(false);
    for (const reply of [
      { status: 502, body: '<html>' },
      { status: 200, body: '{}' },
      { status: 400, body: '{"__type":"X"}' },
    ]) {
      await page.route(app.pool.endpoint, (route) =>
        route.fulfill({
          ...reply,
          headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
        }),
      );
      expect(await attempt(app, 'signIn', username, secrets.password)).not.toBe('resolved');
      await page.unroute(app.pool.endpoint);
    }

    await page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
    expect(await attempt(app, 'currentSession')).toBe('resolved');
    await keepTokens('second');
    const { RefreshToken } = bodies
      .map((body) => JSON.parse(body))
      .map(({ AuthParameters }) => ({ RefreshToken: AuthParameters?.REFRESH_TOKEN }))
      .find(({ RefreshToken }) => RefreshToken);
    expect(RefreshToken).toContain(secrets['the first refresh token']);
    // The server ends the session; the page finds out when it wants new tokens.
    await app.page.request.post(app.pool.endpoint, {
      headers: {
        'X-Amz-Target': 'AWSCognitoIdentityProviderService.RevokeToken',
        'Content-Type': 'application/x-amz-json-1.1',
      },
      data: JSON.stringify({ Token: RefreshToken, ClientId: app.pool.clientId }),
    });
    await page.clock.setFixedTime(Date.now() + 2 * TWO_HOURS_MS);
    expect(await attempt(app, 'currentSession')).not.toBe('resolved');
    await page.clock.setFixedTime(Date.now());
    expect(await attempt(app, 'signIn', username, secrets.password)).toBe('resolved');
    await keepTokens('third');
    expect(await attempt(app, 'signOut')).toBe('resolved');
    expect(await attempt(app, 'currentAuthenticatedUser')).toBe('The user is not authenticated');

    // Every secret was really used, and where it may be.
    const sent = bodies.join('\n');
    expect(sent.includes(`"PASSWORD":"${secrets.password}"`)).toBe(isSent);
    expect(sent).toContain(`"Password":"${secrets.password}"`);
    expect(sent).toContain(secrets['a wrong code']);
    expect(sent).toContain(secrets['the first access token']);

    const { recorded, left } = await page.evaluate(() => ({
      recorded: window.recorded,
      left: {
        url: [document.URL, document.referrer, document.title],
        cookies: [document.cookie],
        sessionStorage: Object.entries({ ...sessionStorage }).flat(),
        state: [JSON.stringify(history.state)],
      },
    }));
    expect(recorded.rejected.length).toBeGreaterThan(20);
    expect(recorded.messages).toContain('signIn_failure');
    const places = { ...recorded, ...left, 'the console': printed, 'URLs and headers': addresses };
    for (const [place, texts] of Object.entries(places)) {
      const all = texts.join('\n');
      for (const [what, secret] of Object.entries(secrets))
        expect(all.includes(secret), `${what} in ${place}`).toBe(false);
    }
    // Of the password nothing is stored, of the tokens nothing is left.
    const stored = JSON.stringify(await page.evaluate(() => ({ ...localStorage })));
    for (const [what, secret] of Object.entries(secrets))
      expect(stored.includes(secret), `${what} in localStorage`).toBe(what === 'the password of a device');

    // Nobody waits for the fused kernel.
    if (!isSent) await expect.poll(() => calledOfFma(page)).toBeDefined();
    const memories = await readMemories(page);
    // What computes nothing fetches no fused kernel.
    expect(memories.map(({ name }) => name).sort()).toEqual(isSent ? ['main'] : ['FMA', 'main']);
    for (const { name, memory } of memories)
      expect(search(memory, { texts: secrets }), `the memory of the ${name} module`).toEqual([]);
  });
}

test('what is recorded would show a secret', async ({ app }) => {
  const secret = marked();
  const found = await app.page.evaluate((secret) => {
    const error = new Error('x', { cause: { deep: [new Map(), { log: secret }] } });
    Object.defineProperty(error, 'hidden', { value: `a ${secret}` });
    console.debug('to the console', { a: { b: secret } });
    return {
      texts: window.textsOf(error).filter((text) => text.includes(secret)).length,
      console: window.recorded.console.join().includes(secret),
    };
  }, secret);
  expect(found.texts).toBeGreaterThanOrEqual(2);
  expect(found.console).toBe(true);
});
