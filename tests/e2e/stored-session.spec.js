// A page of somebody who is signed in: while the stored tokens are valid, index.js answers alone, and nothing else is
// fetched. The package is served as it is, without a bundler, so that every request is seen.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';

const DIST = fileURLToPath(new URL('../../pkg/dist/', import.meta.url));
const SITE = 'http://localhost:1/';
const SERVICE = 'http://localhost:1/service/';
const MODULE = ['auth.wasm', 'core.js'];
const TYPES = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };
const PAGE = `<!doctype html><link rel="icon" href="data:,"><script type="module">
  import * as api from './index.js';
  window.api = api;
</script>`;

const P = 'CognitoIdentityServiceProvider.client';
const CONFIG = { userPoolId: 'eu-west-1_AbCdEf123', userPoolWebClientId: 'client', endpoint: SERVICE };
const DATA = {
  Username: 'ana',
  PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
  UserAttributes: [
    { Name: 'email', Value: 'a@b.c' },
    { Name: 'email_verified', Value: 'true' },
  ],
};
const ATTRIBUTES = { email: 'a@b.c', email_verified: true };

const token = (claims) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
const claims = (leftS, lifeS = 3600, rest = {}) => {
  const exp = Math.floor(Date.now() / 1000) + leftS;
  return { iat: exp - lifeS, exp, scope: 'aws.cognito.signin.user.admin', ...rest };
};
/** What is stored of `ana`, whose tokens live so many seconds more. */
const signedIn = (leftS = 3000, rest = {}) => ({
  [`${P}.LastAuthUser`]: 'ana',
  [`${P}.ana.idToken`]: token(claims(leftS)),
  [`${P}.ana.accessToken`]: token(claims(leftS, 3600, rest)),
  [`${P}.ana.refreshToken`]: 'refresh-1',
  [`${P}.ana.clockDrift`]: '0',
  [`${P}.ana.userData`]: JSON.stringify(DATA),
});
const without = (entries, ...names) =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => !names.some((name) => key.endsWith(`.${name}`))));
const NEW = token(claims(3600, 3600, { new: true }));

/** Opens the package in a page with these entries in localStorage: `{ page, files, operations }`. */
const test = base.extend({
  open: async ({ page }, use) => {
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await use(async (entries, { config = CONFIG, random } = {}) => {
      const [files, operations] = [[], []];
      await page.route(`${SITE}**`, async (route, request) => {
        const { pathname } = new URL(request.url());
        if (request.url() === SERVICE) {
          const operation = request.headers()['x-amz-target']?.split('.')[1];
          const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
          if (operation) operations.push(operation);
          const reply = operation === 'GetUser' ? DATA : { AuthenticationResult: { IdToken: NEW, AccessToken: NEW } };
          return route.fulfill({ headers: cors, body: JSON.stringify(reply) });
        }
        const name = pathname.slice(1) || 'index.html';
        files.push(name);
        const body = name === 'index.html' ? PAGE : readFileSync(DIST + name);
        return route.fulfill({ contentType: TYPES[name.split('.').at(-1)], body });
      });
      await page.addInitScript(
        ([entries, random]) => {
          if (!localStorage.length) Object.assign(localStorage, entries);
          if (random !== null) Crypto.prototype.getRandomValues = (bytes) => bytes.fill(random);
        },
        [entries, random ?? null],
      );
      await page.goto(SITE);
      await page.waitForFunction(() => window.api);
      await page.evaluate((config) => {
        window.events = [];
        window.api.Hub.listen('auth', ({ payload }) => window.events.push(payload.event));
        window.api.Auth.configure(config);
      }, config);
      return { page, files, operations };
    });
    expect(problems).toEqual([]);
  },
});

/** `Auth[method](...args)`: what it resolved or rejected with, as JSON, with the message of an error. */
const outcomeOf = (page, method, ...args) =>
  page.evaluate(
    async ([method, args]) => {
      const shown = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
      try {
        return { resolved: shown(await window.api.Auth[method](...args)) };
      } catch (error) {
        return { rejected: error instanceof Error ? { message: error.message } : error };
      }
    },
    [method, args],
  );

/** Time in which the page would have fetched what it fetches when it is idle. */
const settle = async (page) => {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))));
  await page.waitForTimeout(200);
};

/** That the page has loaded nothing but itself and index.js, and asked the service nothing. */
async function expectAlone({ page, files, operations }) {
  await settle(page);
  expect(files).toEqual(['index.html', 'index.js']);
  expect(operations).toEqual([]);
}

test('the answer waits for no listener, and what another tab has changed before they listen is told', async ({
  open,
}) => {
  const { page } = await open({ '': '' });
  const order = await page.evaluate(async (entries) => {
    const { Auth, AuthClass, Hub } = window.api;
    const order = [];
    const note = (what) => order.push(what);
    Hub.listen('other', ({ payload: { event } }) => note(event));
    window.BroadcastChannel = class extends BroadcastChannel {
      constructor(name) {
        super(name);
        note('channel');
      }
    };
    const other = new AuthClass({ ...Auth.configure(), hubChannel: 'other' });
    new AuthClass(Auth.configure()).dispose();
    await other.currentSession().catch(() => note('answer'));
    Object.assign(localStorage, entries);
    while (order.at(-1) !== 'signedInElsewhere') await new Promise((resolve) => setTimeout(resolve));
    return order;
  }, signedIn());
  expect(order).toEqual(['configured', 'answer', 'channel', 'signedInElsewhere']);
});

test('a valid session is answered by index.js alone', async ({ open }) => {
  const entries = signedIn();
  const opened = await open(entries);
  const { page } = opened;
  const session = {
    idToken: { jwtToken: entries[`${P}.ana.idToken`] },
    accessToken: { jwtToken: entries[`${P}.ana.accessToken`] },
    refreshToken: { token: 'refresh-1' },
    clockDrift: 0,
  };
  const user = {
    username: 'ana',
    attributes: ATTRIBUTES,
    preferredMFA: 'SOFTWARE_TOKEN_MFA',
    signInUserSession: session,
  };
  expect(await outcomeOf(page, 'currentSession')).toMatchObject({ resolved: session });
  expect(await outcomeOf(page, 'currentUserPoolUser')).toMatchObject({ resolved: user });
  expect(await page.evaluate(() => window.api.Auth.user)).toBe(null);
  expect(await outcomeOf(page, 'currentAuthenticatedUser')).toMatchObject({ resolved: user });
  const same = await page.evaluate(async () => {
    const { Auth, CognitoUser, CognitoUserSession } = window.api;
    const [one, other] = [await Auth.currentAuthenticatedUser(), await Auth.currentUserPoolUser()];
    const session = await Auth.userSession(one);
    return [
      one instanceof CognitoUser,
      one === Auth.user,
      one !== other,
      one.pool === Auth.userPool,
      session instanceof CognitoUserSession,
      session === one.signInUserSession,
      session === (await Auth.userSession(one)),
      session.isValid(),
    ];
  });
  expect(same).toEqual(Array(8).fill(true));

  // Callbacks are called before the methods return, as in v5.
  const called = await page.evaluate(() => {
    const user = window.api.Auth.userPool.getCurrentUser();
    const calls = [];
    const callbacks = {
      onSuccess: (result) => calls.push(['onSuccess', result]),
      onFailure: (error) => calls.push(['onFailure', error.message]),
    };
    const returned = [(error, session) => calls.push([error, session]), callbacks, undefined].map((callback) =>
      user.getSession(callback),
    );
    return {
      calls: calls.map(([what, session]) => [what, session === user.signInUserSession]),
      returned: returned.filter((it) => it !== undefined),
    };
  });
  expect(called).toEqual({
    calls: [
      [null, true],
      ['onSuccess', true],
    ],
    returned: [],
  });
  await expectAlone(opened);
});

test('user data of a valid session are given from the copy, before the method returns', async ({ open }) => {
  const opened = await open(signedIn());
  const calls = await opened.page.evaluate(() => {
    const user = window.api.Auth.userPool.getCurrentUser();
    const calls = [];
    user.getSession(() => {});
    user.getUserData((error, data) => calls.push([error, data]));
    user.getUserData({ onSuccess: (data) => calls.push(data) });
    return calls;
  });
  expect(calls).toEqual([[null, DATA], DATA]);
  await expectAlone(opened);
});

test('a callback that throws has its error reach the caller, as in v5', async ({ open }) => {
  const opened = await open(signedIn());
  expect(
    await opened.page.evaluate(() => {
      try {
        window.api.Auth.userPool.getCurrentUser().getSession(() => {
          throw new Error('own');
        });
        return 'nothing';
      } catch (error) {
        return error.message;
      }
    }),
  ).toBe('own');
  await expectAlone(opened);
});

test('what needs no user data asks for none: a scope that does not cover them', async ({ open }) => {
  const opened = await open(without(signedIn(3000, { scope: 'openid' }), 'userData'));
  const { resolved } = await outcomeOf(opened.page, 'currentAuthenticatedUser');
  expect(resolved.username).toBe('ana');
  expect(resolved).not.toHaveProperty('attributes');
  expect(resolved).not.toHaveProperty('preferredMFA');
  await expectAlone(opened);
});

test('a federated user of v5 is answered by index.js alone', async ({ open }) => {
  const info = { provider: 'google', token: 't', user: { name: 'Ana' } };
  const opened = await open({ 'aws-amplify-federatedInfo': JSON.stringify(info) });
  expect(await outcomeOf(opened.page, 'currentAuthenticatedUser')).toEqual({ resolved: { name: 'Ana', token: 't' } });
  expect(await opened.page.evaluate(() => window.api.Auth.user)).toEqual({ name: 'Ana', token: 't' });
  await expectAlone(opened);
});

for (const [what, entries, message] of [
  ['nobody is signed in', {}, undefined],
  ['there is no ID token', without(signedIn(), 'idToken'), 'Local storage is missing an ID Token, Please authenticate'],
  [
    'expired tokens cannot be refreshed',
    without(signedIn(-1), 'refreshToken'),
    'Cannot retrieve a new session. Please authenticate.',
  ],
])
  test(`that ${what} is known to index.js alone`, async ({ open }) => {
    const opened = await open(entries);
    const { page } = opened;
    const rejected = message ? { message } : 'No current user';
    expect(await outcomeOf(page, 'currentSession')).toEqual({ rejected });
    for (const options of [undefined, { bypassCache: true }, { allowStale: true }]) {
      expect(await outcomeOf(page, 'currentUserPoolUser', options)).toEqual({ rejected });
      expect(await outcomeOf(page, 'currentAuthenticatedUser', options)).toEqual({
        rejected: 'The user is not authenticated',
      });
    }
    const told = await page.evaluate(() => {
      const { Auth } = window.api;
      const told = [];
      for (const user of [
        Auth.createCognitoUser('ana'),
        Object.assign(Auth.createCognitoUser('ana'), { username: null }),
      ]) {
        user.getSession((error, session) => told.push([error.message, session]));
        user.getUserData({ onFailure: (error) => told.push(error.message) });
      }
      return told;
    });
    expect(told).toEqual([
      [message ?? 'Local storage is missing an ID Token, Please authenticate', null],
      'User is not authenticated',
      ['Username is null. Cannot retrieve a new session', null],
      'User is not authenticated',
    ]);
    await expectAlone(opened);
  });

test('that there is no user pool is known to index.js alone', async ({ open }) => {
  const opened = await open({}, { config: {} });
  expect(await outcomeOf(opened.page, 'currentSession')).toEqual({
    rejected: { message: 'No User Pool in the configuration.' },
  });
  expect(await outcomeOf(opened.page, 'currentAuthenticatedUser')).toEqual({
    rejected: 'The user is not authenticated',
  });
  await expectAlone(opened);
});

test('a storage that is read in first is waited for', async ({ open }) => {
  const opened = await open({});
  const username = await opened.page.evaluate(
    async ([config, entries]) => {
      const { Auth } = window.api;
      const items = new Map();
      const storage = {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, text) => items.set(key, text),
        removeItem: (key) => items.delete(key),
        clear: () => items.clear(),
        sync: () =>
          new Promise((resolve) => {
            setTimeout(() => {
              for (const [key, text] of Object.entries(entries)) items.set(key, text);
              resolve();
            }, 50);
          }),
      };
      Auth.configure({ ...config, storage });
      return (await Auth.currentAuthenticatedUser()).username;
    },
    [CONFIG, signedIn()],
  );
  expect(username).toBe('ana');
  await expectAlone(opened);
});

test('methods that only store and remove have done so when they return, without the wasm', async ({ open }) => {
  const opened = await open(signedIn());
  const left = await opened.page.evaluate(() => {
    const { Auth } = window.api;
    const names = () =>
      Object.keys(localStorage)
        .map((key) => key.split('.').at(-1))
        .sort()
        .join(' ');
    const user = Auth.userPool.getCurrentUser();
    user.getSession(() => {});
    const session = user.getSignInUserSession();
    const left = [];
    const step = (method, ...args) =>
      left.push([method, user[method](...args), names(), user.signInUserSession === session]);
    step('clearCachedUserData');
    step('cacheUserData', { UserAttributes: [] });
    step('clearCachedTokens');
    step('cacheTokens');
    step('clearCachedUser');
    step('setSignInUserSession', session);
    step('cleanClientData');
    step('setSignInUserSession', session);
    step('signOut');
    step('setSignInUserSession', session);
    step('signOut', { global: true });
    return left;
  });
  const ALL = 'LastAuthUser accessToken clockDrift idToken refreshToken';
  expect(left.map(([method, returned, ...rest]) => [method, returned ?? null, ...rest])).toEqual([
    ['clearCachedUserData', null, ALL, true],
    ['cacheUserData', null, `${ALL} userData`, true],
    ['clearCachedTokens', null, 'userData', true],
    ['cacheTokens', null, `${ALL} userData`, true],
    ['clearCachedUser', null, '', true],
    ['setSignInUserSession', null, ALL, true],
    ['cleanClientData', null, '', false],
    ['setSignInUserSession', null, ALL, true],
    ['signOut', null, '', false],
    ['setSignInUserSession', null, ALL, true],
    ['signOut', null, '', false],
  ]);
  await expectAlone(opened);
});

for (const method of ['currentSession', 'currentAuthenticatedUser'])
  test(`${method} of expired tokens fetches the module and refreshes them`, async ({ open }) => {
    const { page, files, operations } = await open(signedIn(-1));
    const { resolved } = await outcomeOf(page, method);
    expect((resolved.signInUserSession ?? resolved).accessToken.jwtToken).toBe(NEW);
    expect(files.slice(2).sort()).toEqual(MODULE);
    expect(operations).toEqual(['InitiateAuth']);
    expect(await page.evaluate(() => window.events)).toContain('tokenRefresh');
  });

test('getSession of expired tokens fetches the module and refreshes them', async ({ open }) => {
  const { page, files, operations } = await open(signedIn(-1));
  const access = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.api.Auth.userPool
          .getCurrentUser()
          .getSession((error, session) => resolve(session.getAccessToken().getJwtToken()));
      }),
  );
  expect(access).toBe(NEW);
  expect(files.slice(2)).toEqual(expect.arrayContaining(MODULE));
  expect(operations).toEqual(['InitiateAuth']);
});

test('an access token that is torn from its ID token is refreshed', async ({ open }) => {
  const { page, operations } = await open(without(signedIn(), 'accessToken'));
  expect((await outcomeOf(page, 'currentSession')).resolved.accessToken.jwtToken).toBe(NEW);
  expect(operations).toEqual(['InitiateAuth']);
});

for (const [what, entries, options] of [
  ['there is no copy', without(signedIn(), 'userData'), undefined],
  ['the copy cannot be read', { ...signedIn(), [`${P}.ana.userData`]: '{' }, undefined],
  ['the copy is bypassed', signedIn(), { bypassCache: true }],
])
  test(`the service is asked for the user data where ${what}`, async ({ open }) => {
    const { page, files, operations } = await open(entries);
    expect(await outcomeOf(page, 'currentAuthenticatedUser', options)).toMatchObject({
      resolved: { attributes: ATTRIBUTES },
    });
    expect(files.slice(2).sort()).toEqual(MODULE);
    expect(operations[0]).toBe('GetUser');
  });

test('tokens that soon expire are given at once, and refreshed once the page is idle', async ({ open }) => {
  const entries = signedIn(100);
  const { page, files, operations } = await open(entries, { random: 255 });
  const given = await page.evaluate(async () => {
    const { Auth } = window.api;
    const all = await Promise.all([Auth.currentSession(), Auth.currentSession(), Auth.currentAuthenticatedUser()]);
    return all.map((it) => (it.signInUserSession ?? it).getAccessToken().getJwtToken());
  });
  expect(given).toEqual(Array(3).fill(entries[`${P}.ana.accessToken`]));
  await expect.poll(() => page.evaluate((key) => localStorage[key], `${P}.ana.accessToken`)).toBe(NEW);
  expect(files.slice(2).sort()).toEqual(MODULE);
  expect(operations).toEqual(['InitiateAuth']);
  const told = () => page.evaluate(() => window.events.filter((event) => event !== 'configured'));
  await expect.poll(told).toEqual(['tokenRefresh']);
  // The user that Auth names is still the one that was given.
  expect(await page.evaluate(() => window.api.Auth.user.signInUserSession.getAccessToken().getJwtToken())).toBe(
    given[0],
  );
});

test('tokens that soon expire are left to another tab by one whose share of the time has not begun', async ({
  open,
}) => {
  const { page, files, operations } = await open(signedIn(100), { random: 1 });
  await page.evaluate(() => window.api.Auth.currentSession());
  await expect.poll(() => files.slice(2).sort()).toEqual(MODULE);
  await settle(page);
  await page.evaluate(() => window.api.Auth.currentSession());
  await settle(page);
  expect(operations).toEqual([]);
});

test('tokens that soon expire are given also where the module cannot be had', async ({ open }) => {
  const entries = signedIn(100);
  const { page, operations } = await open(entries, { random: 255 });
  await page.route('**/core.js', (route) => route.abort());
  for (let round = 0; round < 3; round++) {
    const { resolved } = await outcomeOf(page, 'currentSession');
    expect(resolved.accessToken.jwtToken).toBe(entries[`${P}.ana.accessToken`]);
    await settle(page);
  }
  expect(operations).toEqual([]);
  await page.unroute('**/core.js');
  await page.evaluate(() => window.api.Auth.currentSession());
  await expect.poll(() => operations).toEqual(['InitiateAuth']);
});

test('where the module cannot be had, an expired session is stale, and not over', async ({ open }) => {
  const { page, operations } = await open(signedIn(-1));
  await page.route('**/core.js', (route) => route.abort());
  const stale = { username: 'ana', attributes: ATTRIBUTES, stale: { code: 'NetworkError' } };
  const offline = { rejected: { message: 'Network error' } };
  const nobody = { rejected: 'The user is not authenticated' };
  expect(await outcomeOf(page, 'currentUserPoolUser', { allowStale: true })).toMatchObject({ resolved: stale });
  expect(await page.evaluate(() => window.api.Auth.user)).toBe(null);
  for (const options of [{ allowStale: true }, { allowStale: true, bypassCache: true }])
    expect(await outcomeOf(page, 'currentAuthenticatedUser', options)).toMatchObject({ resolved: stale });
  expect(await page.evaluate(() => window.api.Auth.user.stale.code)).toBe('NetworkError');
  for (const options of [undefined, { bypassCache: true }]) {
    expect(await outcomeOf(page, 'currentUserPoolUser', options)).toEqual(offline);
    expect(await outcomeOf(page, 'currentAuthenticatedUser', options)).toEqual(nobody);
  }
  expect(await outcomeOf(page, 'currentSession')).toEqual(offline);
  // Who signs out while the module is asked for is signed out.
  const signedOut = page.evaluate(() =>
    window.api.Auth.currentAuthenticatedUser({ allowStale: true }).catch((it) => it),
  );
  const [text] = await Promise.all([signedOut, page.evaluate(() => localStorage.clear())]);
  expect(text).toBe(nobody.rejected);

  await page.unroute('**/core.js');
  await page.evaluate((entries) => Object.assign(localStorage, entries), signedIn(-1));
  const { resolved } = await outcomeOf(page, 'currentAuthenticatedUser', { allowStale: true });
  expect(resolved).not.toHaveProperty('stale');
  expect(operations).toEqual(['InitiateAuth']);
});

for (const [what, entries, options] of [
  ['there is no copy of the user data', without(signedIn(), 'userData'), undefined],
  ['the copy is bypassed', signedIn(), { bypassCache: true }],
])
  test(`where the module cannot be had and ${what}, valid tokens are given without attributes`, async ({ open }) => {
    const { page } = await open(entries);
    await page.route('**/core.js', (route) => route.abort());
    for (const method of ['currentUserPoolUser', 'currentAuthenticatedUser']) {
      const { resolved } = await outcomeOf(page, method, options);
      expect(resolved).toMatchObject({ username: 'ana', signInUserSession: { refreshToken: { token: 'refresh-1' } } });
      for (const name of ['attributes', 'preferredMFA', 'stale']) expect(resolved).not.toHaveProperty(name);
    }
    const { resolved } = await outcomeOf(page, 'currentSession');
    expect(resolved.accessToken.jwtToken).toBe(entries[`${P}.ana.accessToken`]);
  });

test('a page that asked for a session refreshes what has expired when it is seen again', async ({ open }) => {
  const opened = await open(signedIn());
  const { page, operations } = opened;
  const seen = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.evaluate((drift) => {
    window.expire = () => {
      localStorage[drift] = '-7200';
    };
  }, `${P}.ana.clockDrift`);
  await page.evaluate(() => window.api.Auth.currentSession());
  await seen();
  await expectAlone(opened);
  await page.evaluate(() => window.expire());
  await seen();
  await expect.poll(() => operations).toEqual(['InitiateAuth']);
});

test('a page that asked for none refreshes nothing', async ({ open }) => {
  const opened = await open(signedIn(-1));
  await opened.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expectAlone(opened);
});

for (const [when, beforehand] of [
  ['while the page listens', false],
  ['before it listens', true],
])
  test(`a password field that is entered ${when} has the sign-in fetched`, async ({ page, open }) => {
    const enter = () => {
      const field = Object.assign(document.createElement('input'), { type: 'password' });
      document.body.append(field);
      field.focus();
    };
    if (beforehand) await page.addInitScript(`addEventListener('DOMContentLoaded', ${enter})`);
    const { files } = await open({ '': '' });
    if (!beforehand) {
      await settle(page);
      expect(files).toEqual(['index.html', 'index.js']);
      await page.evaluate(enter);
    }
    await expect.poll(() => files).toEqual(expect.arrayContaining([...MODULE, 'shared.wasm', 'sign_in.wasm']));
    await expect(page.locator('link[rel=preconnect]')).toHaveAttribute('href', SERVICE);
  });
