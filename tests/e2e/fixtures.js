import { test as base, expect } from '@playwright/test';
import { connectCognito } from '../local-cognito/local-cognito.mjs';
import { startStandIn } from '../stand-in/stand-in.mjs';

export { expect };
export const PASSWORD = 'Passw0rd!';
export const V5 = process.env.AUTH_PACKAGE === 'v5';

/** A page of the scratch app, and what it did: the Cognito calls it sent, the console errors it caused. */
export class App {
  /** `{ operation, body }` of each Cognito call, in order. */
  calls = [];

  constructor(page, pool) {
    this.page = page;
    this.pool = pool;
    this.problems = watchProblems(page);
    const asked = new Set();
    page.on('request', (request) => asked.add(request));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => asked.delete(request));
    this.asking = () => asked.size;
    page.on('request', (request) => {
      const target = request.headers()['x-amz-target'];
      if (target) this.calls.push({ operation: target.split('.')[1], body: request.postDataJSON() });
    });
  }

  /** Opens a page of the app with the pool's configuration, `config` merged over it. */
  async open({ path = 'index.html', config } = {}) {
    const url = new URL(path, process.env.E2E_APP);
    url.searchParams.set('config', JSON.stringify({ ...this.authConfig(), ...config }));
    await this.page.goto(url.href);
    await this.started();
  }

  async reload() {
    await this.page.reload();
    await this.started();
  }

  /** The page has asked for the current user once; what it sent for that is forgotten. */
  async started() {
    await this.page.waitForFunction(() => window.Auth && (window.started || location.pathname === '/v5.html'));
    this.calls.length = 0;
  }

  authConfig() {
    const { region, userPoolId, clientId, endpoint } = this.pool;
    return { region, userPoolId, userPoolWebClientId: clientId, endpoint };
  }

  /** `Auth[method](...args)` in the page; the result as JSON, a rejection thrown with its name, code and message (or as the bare string). */
  async run(method, ...args) {
    const outcome = await this.page.evaluate(
      async ([method, args]) => {
        try {
          const value = await window.Auth[method](...args);
          return { value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) };
        } catch (error) {
          if (!(error instanceof Error)) return { text: error };
          const { name, code, message } = error;
          return { error: { name, code, message } };
        }
      },
      [method, args],
    );
    if (outcome.error) throw Object.assign(new Error(outcome.error.message), outcome.error);
    if ('text' in outcome) throw outcome.text;
    return outcome.value;
  }

  /** `[event, message]` of the Hub events since the last navigation (or the last `forgetEvents`). */
  events() {
    return this.page.evaluate(() => window.events.map(({ event, message }) => [event, message]));
  }

  async forgetEvents() {
    await this.page.evaluate(() => {
      window.events.length = 0;
    });
  }

  /** Lets the server answer refreshes but keeps the answers back. Gives `{ asked, release }`: a promise of the first, and what lets go. */
  async holdRefreshes() {
    const [asked, released] = [deferred(), deferred()];
    await this.page.route(this.pool.endpoint, async (route, request) => {
      if (!request.postData()?.includes('"REFRESH_TOKEN_AUTH"')) return route.fallback();
      const response = await route.fetch();
      asked.resolve();
      await released.promise;
      return route.fulfill({ response });
    });
    return { asked: asked.promise, release: released.resolve };
  }

  /** From now on all random numbers of the page are 0, and so is what it waits before it repeats a request. */
  async hurry() {
    await this.page.evaluate(() => {
      Crypto.prototype.getRandomValues = (bytes) => bytes.fill(0);
    });
  }

  /** Lets the page's clock, which stands still otherwise, go on: not while a request is under way, which it would end. */
  async pass(milliseconds) {
    await expect.poll(this.asking, { intervals: [5, 20] }).toBe(0);
    await this.page.clock.runFor(milliseconds);
  }

  operations() {
    return this.calls.map(({ operation }) => operation);
  }

  /** What localStorage holds for the app client, by the key's part after `CognitoIdentityServiceProvider.<clientId>.`. */
  stored() {
    return this.page.evaluate(
      (prefix) =>
        Object.fromEntries(
          Object.entries({ ...localStorage })
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, value]) => [key.slice(prefix.length), value]),
        ),
      `CognitoIdentityServiceProvider.${this.pool.clientId}.`,
    );
  }

  /** Every key of localStorage. */
  keys() {
    return this.page.evaluate(() => Object.keys(localStorage).sort());
  }

  /** Waits until this tab has what another one has stored: one tab's writes reach another one by one, a moment later. */
  async catchUpWith(other) {
    const all = ({ page }) => page.evaluate(() => JSON.stringify(Object.entries({ ...localStorage }).sort()));
    await expect.poll(async () => (await all(this)) === (await all(other))).toBe(true);
  }
}

export function deferred() {
  const it = {};
  it.promise = new Promise((resolve) => {
    it.resolve = resolve;
  });
  return it;
}

/** From now on, the page's console errors and uncaught exceptions, unhandled rejections among them. */
function watchProblems(page) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) problems.push(message.text());
  });
  return problems;
}

/** The browser notes each refused or failed request itself; no script can prevent that. v5 prints errors it rejects with. */
function expected(text) {
  return text.startsWith('Failed to load resource') || (V5 && /^\[ERROR\] \d\d:\d\d/.test(text));
}

export const test = base.extend({
  cognito: [async ({}, use) => use(connectCognito(process.env.E2E_COGNITO)), { scope: 'worker' }],
  /** A pool with one client, for all tests of a worker. */
  pool: [
    async ({ cognito }, use) => {
      const Schema = [{ Name: 'team', AttributeDataType: 'String', Mutable: true }];
      await use(await cognito.createUserPool({ pool: { Schema } }));
    },
    { scope: 'worker' },
  ],
  names: [
    async ({}, use, { workerIndex }) => {
      let count = 0;
      await use(() => `user-${workerIndex}-${++count}`);
    },
    { scope: 'worker' },
  ],
  /** Makes a confirmed user of `pool`, or of another; gives `{ username, password, email }`. */
  newUser: async ({ cognito, pool, names }, use) => {
    await use(async ({ pool: { userPoolId } = pool, username = names(), ...rest } = {}) => {
      const user = { username, password: PASSWORD, email: `${names()}@example.com`, ...rest };
      await cognito.createUser(userPoolId, user);
      return user;
    });
  },
  /** Makes an App on a page of its own; `isolated` in a browser profile of its own. At the end none may have had a problem. */
  newApp: async ({ context, browser, pool }, use) => {
    const apps = [];
    const profiles = [];
    await use(async ({ pool: ofApp = pool, isolated = false, ...open } = {}) => {
      if (isolated) profiles.push(await browser.newContext());
      const app = new App(await (isolated ? profiles.at(-1) : context).newPage(), ofApp);
      apps.push(app);
      await app.open(open);
      return app;
    });
    for (const { problems } of apps) expect(problems).toEqual([]);
    await Promise.all(profiles.map((profile) => profile.close()));
  },
  app: async ({ newApp }, use) => use(await newApp()),
});

/** The same on a stand-in of its own, which has what the local Cognito lacks. */
export const onStandIn = test.extend({
  cognito: [
    async ({}, use) => {
      const standIn = await startStandIn();
      await use(standIn);
      await standIn.stop();
    },
    { scope: 'worker' },
  ],
});

/** What a storage of the page holds of sessions: the last parts of the keys. */
export const sessionKeys = (app, storage) =>
  app.page.evaluate(
    (storage) =>
      Object.keys(window[storage])
        .filter((key) => key.startsWith('CognitoIdentityServiceProvider.'))
        .map((key) => key.split('.').at(-1))
        .sort(),
    storage,
  );

/** That test, for what we do on purpose otherwise than Amplify v5 does; AUTH_PACKAGE=v5 leaves these out. */
export const oursOf = (test) => (V5 ? test.skip : test);
export const ours = oursOf(test);
