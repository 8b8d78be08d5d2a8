// Several tabs of one browser, of which one goes away, is cut off, or does the contrary of another at the same moment.
import { expect, test as base } from '@playwright/test';
import { startStandIn } from '../stand-in/stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const P = 'CognitoIdentityServiceProvider';
/** Of the test that runs. */
let figures;

/** One tab: what it sends can be held back, before or after the service has done it. */
class Tab {
  /** The operations it sent. */
  sent = [];

  constructor(page, config) {
    Object.assign(this, { page, config });
  }

  async open() {
    figures.tabs++;
    this.page.on('request', (request) => {
      const body = request.headers()['x-amz-target'] && request.postDataJSON();
      if (body) this.sent.push(body.AuthFlow ?? request.headers()['x-amz-target'].split('.')[1]);
    });
    await this.page.goto(new URL('tab.html', process.env.FAULTS_PAGES).href);
    await this.page.waitForFunction(() => window.ready);
    await this.page.evaluate((config) => window.configure(config), this.config);
    // The module is loaded, so that no test waits for it.
    await this.run('currentUserInfo');
    this.sent.length = 0;
  }

  run(method, ...args) {
    return this.page.evaluate(([method, args]) => window.run(method, ...args), [method, args]);
  }

  /** Holds requests with this in their operation or body back: `{ asked, release }`. `done`: the service does them first. */
  async hold(what, { done }) {
    let [asked, release] = [];
    const [isAsked, isReleased] = [
      new Promise((resolve) => (asked = resolve)),
      new Promise((resolve) => (release = resolve)),
    ];
    await this.page.route(this.config.endpoint, async (route, request) => {
      if (!`${request.headers()['x-amz-target']} ${request.postData()}`.includes(what)) return route.fallback();
      const response = done && (await route.fetch());
      asked();
      await isReleased;
      return (response ? route.fulfill({ response }) : route.continue()).catch(() => {});
    });
    return { asked: isAsked, release };
  }

  async offline(offline) {
    this.devtools ??= await this.page.context().newCDPSession(this.page);
    await this.devtools.send('Network.enable');
    await this.devtools.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  }

  /** Who is signed in by what is stored, or null; everything between the two fails the test. */
  async stored() {
    figures.states++;
    const prefix = `${P}.${this.config.userPoolWebClientId}.`;
    const items = await this.page.evaluate(
      (prefix) =>
        Object.fromEntries(
          Object.entries({ ...localStorage })
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, value]) => [key.slice(prefix.length), value]),
        ),
      prefix,
    );
    const username = items.LastAuthUser ?? null;
    // As in v5, who signs in does not remove what is stored of the one before. A copy of the user's data may be stored after the
    // sign-out, by a tab that does not know of it yet.
    const users = new Set(
      Object.keys(items)
        .filter((name) => /\.(?!userData)/.test(name))
        .map((name) => name.split('.')[0]),
    );
    if (username) expect([...users]).toContain(username);
    for (const user of users) {
      const names = Object.keys(items)
        .filter((name) => name.startsWith(`${user}.`) && !name.endsWith('.userData'))
        .map((name) => name.split('.')[1]);
      expect(names.sort()).toEqual(['accessToken', 'clockDrift', 'idToken', 'refreshToken']);
      const [access, id] = ['accessToken', 'idToken'].map((name) =>
        JSON.parse(Buffer.from(items[`${user}.${name}`].split('.')[1], 'base64url')),
      );
      expect(access.username).toBe(user);
      expect([id.origin_jti, id.iat]).toEqual([access.origin_jti, access.iat]);
    }
    return username;
  }
}

const test = base.extend({
  service: [
    async ({}, use) => {
      const service = await startStandIn();
      await use(service);
      await service.stop();
    },
    { scope: 'worker' },
  ],
  /** Gives so many tabs of a browser, and two users. `rotation` is the app client's. */
  open: async ({ context, service }, use, info) => {
    figures = { tabs: 0, states: 0, shared: 0 };
    await use(async (count, { rotation } = {}) => {
      const { userPoolId, clientId, region, endpoint } = await service.createUserPool({
        client: rotation && { RefreshTokenRotation: rotation },
      });
      for (const username of ['ana', 'ben'])
        await service.createUser(userPoolId, { username, password: PASSWORD, email: `${username}@example.com` });
      const config = {
        userPoolId,
        userPoolWebClientId: clientId,
        region,
        endpoint,
        authenticationFlowType: 'USER_PASSWORD_AUTH',
        ...(rotation && { refreshTokenRotation: true }),
      };
      const tabs = [];
      for (let tab = 0; tab < count; tab++) {
        tabs.push(new Tab(await context.newPage(), config));
        await tabs[tab].open();
      }
      return tabs;
    });
    await info.attach('tabs', { contentType: 'application/json', body: JSON.stringify(figures) });
  },
});

/** What all tabs find alike. What one of them writes reaches the others a little later. */
async function everywhere(tabs, look) {
  let found;
  await expect(async () => {
    found = await Promise.all(tabs.map(look));
    expect(new Set(found).size).toBe(1);
  }).toPass({ intervals: [20], timeout: 30_000 });
  return found[0];
}

/** Signed in as ana, with tokens that have expired in every tab. */
async function expired(tabs) {
  expect(await tabs[0].run('signIn', 'ana', PASSWORD)).toEqual({ value: 'ana' });
  const key = `${P}.${tabs[0].config.userPoolWebClientId}.ana.clockDrift`;
  await tabs[0].page.evaluate((key) => localStorage.setItem(key, '-7200'), key);
  await everywhere(tabs, ({ page }) => page.evaluate((key) => localStorage.getItem(key), key));
  for (const { sent } of tabs) sent.length = 0;
}

/** All tabs say the same of who is signed in, and it is what is stored. */
async function agree(tabs) {
  const username = await everywhere(tabs, (tab) => tab.stored());
  const said = await Promise.all(tabs.map((tab) => tab.run('currentAuthenticatedUser')));
  expect(said).toEqual(tabs.map(() => (username ? { value: username } : { error: 'The user is not authenticated' })));
  return username;
}

/** In the middle of a refresh: `{ ended, release }`, its end and what lets it go on. `done`: the service has done it. */
async function refreshing(tab, { done }) {
  const { asked, release } = await tab.hold('REFRESH_TOKEN_AUTH', { done });
  const ended = tab.run('currentSession');
  await asked;
  return { ended, release };
}

const refreshes = (tabs) =>
  tabs
    .flatMap(({ sent }) => sent)
    .filter((operation) => /REFRESH_TOKEN_AUTH|GetTokensFromRefreshToken/.test(operation));

/** One refresh serves all tabs. */
function expectOneRefresh(tabs) {
  expect(refreshes(tabs)).toHaveLength(1);
  figures.shared++;
}

const ROTATION = { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 };

for (const [what, { done, rotation, crash }] of Object.entries({
  'closed before the service has its refresh': { done: false },
  'closed after the service has done its refresh': { done: true },
  'closed after the service has rotated its refresh token': { done: true, rotation: ROTATION },
  'that crashes after the service has done its refresh': { done: true, crash: true },
}))
  test(`a tab ${what}: the others get a session`, async ({ open }) => {
    const tabs = await open(4, { rotation });
    await expired(tabs);
    const [first, ...others] = tabs;
    const { asked } = await first.hold(rotation ? 'GetTokensFromRefreshToken' : 'REFRESH_TOKEN_AUTH', { done });
    const lost = first.run('currentSession').catch(() => 'gone');
    await asked;
    const waiting = others.map((tab) => tab.run('currentSession'));
    await others[0].page.waitForFunction(
      async () => !navigator.locks || (await navigator.locks.query()).pending.length >= 3,
    );
    if (crash) {
      const crashed = first.page.waitForEvent('crash');
      (await first.page.context().newCDPSession(first.page)).send('Page.crash').catch(() => {});
      await crashed;
    } else {
      await first.page.close();
      expect(await lost).toBe('gone');
    }
    const sessions = await Promise.all(waiting);
    expect(sessions).toEqual(others.map(() => ({ value: expect.stringMatching(/^eyJ/) })));
    expectOneRefresh(others);
    expect(await agree(others)).toBe('ana');
  });

test('tabs that need a session at once each get one, many times', async ({ open }) => {
  const tabs = await open(4);
  for (let round = 0; round < 15; round++) {
    await expired(tabs);
    const sessions = await Promise.all(tabs.map((tab) => tab.run('currentSession')));
    expect(sessions).toEqual(tabs.map(() => ({ value: expect.stringMatching(/^eyJ/) })));
    expectOneRefresh(tabs);
  }
  expect(await agree(tabs)).toBe('ana');
});

test('a tab that is offline: the others get a session, and it too when it is back', async ({ open }) => {
  const tabs = await open(3);
  await expired(tabs);
  const [cut, ...others] = tabs;
  // Its pauses are short.
  await cut.page.evaluate(() => {
    Crypto.prototype.getRandomValues = (bytes) => bytes.fill(0);
  });
  await cut.offline(true);
  expect(await cut.run('currentSession')).toEqual({ error: 'NetworkError' });
  const sessions = await Promise.all(others.map((tab) => tab.run('currentSession')));
  expect(sessions).toEqual(others.map(() => ({ value: expect.stringMatching(/^eyJ/) })));
  expectOneRefresh(others);
  // What the others stored is good offline.
  await expect.poll(() => cut.run('currentSession')).toEqual({ value: expect.stringMatching(/^eyJ/) });
  await cut.offline(false);
  expect(await agree(tabs)).toBe('ana');
});

test('a tab that is offline in the middle of its refresh keeps nobody waiting', async ({ open }) => {
  const tabs = await open(2);
  await expired(tabs);
  const [cut, other] = tabs;
  const { ended, release } = await refreshing(cut, { done: false });
  const session = other.run('currentSession');
  await cut.page.evaluate(() => {
    Crypto.prototype.getRandomValues = (bytes) => bytes.fill(0);
  });
  await cut.offline(true);
  release();
  expect((await session).value).toMatch(/^eyJ/);
  // It has the other's session, or says that it could not get one.
  expect([await session, { error: 'NetworkError' }]).toContainEqual(await ended);
  await cut.offline(false);
  expect(await agree(tabs)).toBe('ana');
});

for (const [what, held, done] of [
  ['its request is on its way', 'USER_PASSWORD_AUTH', false],
  ['its reply is on its way', 'USER_PASSWORD_AUTH', true],
  ['it asks for the attributes', 'GetUser', true],
])
  test(`sign-out in one tab while another signs in, and ${what}`, async ({ open }) => {
    const tabs = await open(3);
    const [one, two] = tabs;
    expect(await two.run('signIn', 'ana', PASSWORD)).toEqual({ value: 'ana' });
    const { asked, release } = await one.hold(held, { done });
    const signingIn = one.run('signIn', 'ben', PASSWORD);
    await asked;
    expect(await two.run('signOut')).toEqual({ value: null });
    // What was there before the sign-out is gone; the sign-in may be stored afterwards, but wholly.
    expect(await two.stored()).toBe(null);
    release();
    expect(await signingIn).toEqual({ value: 'ben' });
    expect(await agree(tabs)).toBe(held === 'GetUser' ? null : 'ben');
    expect(await two.run('signIn', 'ana', PASSWORD)).toEqual({ value: 'ana' });
    expect(await agree(tabs)).toBe('ana');
  });

test("sign-in in one tab while the revocation of another's sign-out is on its way", async ({ open }) => {
  const tabs = await open(2);
  const [one, two] = tabs;
  await two.run('signIn', 'ana', PASSWORD);
  const { asked, release } = await two.hold('RevokeToken', { done: false });
  const signingOut = two.run('signOut');
  await asked;
  expect(await one.run('signIn', 'ben', PASSWORD)).toEqual({ value: 'ben' });
  release();
  expect(await signingOut).toEqual({ value: null });
  expect(await agree(tabs)).toBe('ben');
});

/** Each write takes so long that those of two tabs would mix. */
const writeSlowly = (tabs) =>
  Promise.all(
    tabs.map(({ page }) =>
      page.evaluate(() => {
        for (const method of ['setItem', 'removeItem']) {
          const original = Storage.prototype[method];
          Storage.prototype[method] = function (...args) {
            original.apply(this, args);
            for (const end = performance.now() + 5; performance.now() < end;);
          };
        }
      }),
    ),
  );

for (const [what, action, result] of [
  ['sign-out', ['signOut'], null],
  ['a sign-in of the same user', ['signIn', 'ben', PASSWORD], 'ben'],
  ['a sign-in of another', ['signIn', 'ana', PASSWORD], 'ana'],
])
  test(`sign-in in one tab, and ${what} in another at once, many times`, async ({ open }) => {
    const tabs = await open(2);
    const [one, two] = tabs;
    await writeSlowly(tabs);
    for (let round = 0; round < 12; round++) {
      // Whether nobody, somebody else or the same user is signed in.
      if (round % 3) await two.run('signIn', round % 3 === 1 ? 'ana' : 'ben', PASSWORD);
      const held = await Promise.all(tabs.map((tab) => tab.hold('USER_PASSWORD_AUTH', { done: true })));
      const actions = [one.run('signIn', 'ben', PASSWORD)];
      await held[0].asked;
      if (result) {
        actions.push(two.run(...action));
        await held[1].asked;
      }
      for (const { release } of held) release();
      if (!result) actions.push(two.run(...action));
      expect(await Promise.all(actions)).toEqual([{ value: 'ben' }, { value: result }]);
      await agree(tabs);
      for (const { page } of tabs) await page.unrouteAll();
    }
  });

test("sign-out in one tab in the middle of another's refresh", async ({ open }) => {
  const tabs = await open(2);
  await expired(tabs);
  const [one, two] = tabs;
  const { ended, release } = await refreshing(one, { done: true });
  expect(await two.run('signOut')).toEqual({ value: null });
  release();
  await ended;
  expect(await agree(tabs)).toBe(null);
});

test("sign-in of somebody else in one tab in the middle of another's refresh", async ({ open }) => {
  const tabs = await open(2);
  await expired(tabs);
  const [one, two] = tabs;
  const { ended, release } = await refreshing(one, { done: true });
  expect(await two.run('signIn', 'ben', PASSWORD)).toEqual({ value: 'ben' });
  release();
  await ended;
  expect(
    await tabs[0].page.evaluate(
      (key) => localStorage.getItem(key),
      `${P}.${one.config.userPoolWebClientId}.LastAuthUser`,
    ),
  ).toBe('ben');
  for (const tab of tabs) expect(await tab.run('currentAuthenticatedUser')).toEqual({ value: 'ben' });
});
