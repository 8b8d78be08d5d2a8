// Sessions in cookies: beside v5's own storage in the same browser, what a browser refuses, several tabs, and long values.
import { expect, ours, PASSWORD, test } from './fixtures.js';

const OPTIONS = { path: '/', secure: false, sameSite: 'lax' };
const cookies = (cookieStorage = OPTIONS) => ({ config: { cookieStorage } });

/** What the page sees, by name as it is sent: values. */
const visible = (app) =>
  app.page.evaluate(() =>
    Object.fromEntries(
      document.cookie
        .split('; ')
        .filter(Boolean)
        .map((cookie) => cookie.split(/=(.*)/s)),
    ),
  );

const prefixOf = (app) => `CognitoIdentityServiceProvider.${app.pool.clientId}`;
const NOBODY = 'The user is not authenticated';

/** The session that began in one app goes on in the other, without a request, and ends there for both. */
async function goesOnAndEnds(before, after, { username, email, session }) {
  expect(await after.run('currentAuthenticatedUser')).toMatchObject({
    username,
    attributes: { email },
    signInUserSession: { accessToken: { jwtToken: session.accessToken.jwtToken } },
  });
  expect(after.operations()).toEqual([]);
  await after.run('signOut');
  await expect(before.run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
  expect(await visible(after)).toEqual({});
}

test('v5 goes on with a session in our cookies, and ends it', async ({ newApp, newUser }) => {
  const { username, password, email } = await newUser({ username: 'zoë (1)|@example.com' });
  const app = await newApp(cookies());
  const { signInUserSession: session } = await app.run('signIn', username, password);
  expect(await app.keys()).toEqual([]);

  const after = await newApp({ path: 'v5.html', ...cookies() });
  await goesOnAndEnds(app, after, { username, email, session });
});

test('a session in v5’s cookies goes on, and ends', async ({ newApp, newUser }) => {
  const { username, password, email } = await newUser({ username: 'zoë (2)|@example.com' });
  const before = await newApp({ path: 'v5.html', ...cookies() });
  const { signInUserSession: session } = await before.run('signIn', username, password);

  const app = await newApp(cookies());
  await goesOnAndEnds(before, app, { username, email, session });
});

/** An app whose storage is the class itself, with what v5 sets when nothing else is said. */
async function withClass(newApp, path) {
  const app = await newApp({ path });
  await app.page.evaluate(() => {
    window.Auth.configure({ storage: new window.CookieStorage({ secure: false, sameSite: 'lax' }) });
  });
  return app;
}

for (const [from, to] of [
  ['v5.html', 'index.html'],
  ['index.html', 'v5.html'],
])
  test(`CookieStorage as the storage: a session goes from ${from} to ${to}, and ends there`, async ({
    newApp,
    newUser,
  }) => {
    const { username, password, email } = await newUser({ username: `zoë (${from})|@example.com` });
    const before = await withClass(newApp, from);
    const { signInUserSession: session } = await before.run('signIn', username, password);

    const app = await withClass(newApp, to);
    await goesOnAndEnds(before, app, { username, email, session });
  });

test('both leave the same cookies with the same attributes', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const left = {};
  for (const path of ['v5.html', 'index.html']) {
    const app = await newApp({ path, isolated: true, ...cookies({ expires: 7, secure: true, sameSite: 'strict' }) });
    await app.run('signIn', username, password);
    left[path] = (await app.page.context().cookies())
      .map(({ name, value, expires, ...attributes }) => ({
        name,
        value: /Token$|clockDrift$/.test(name) ? typeof value : value,
        days: Math.round((expires - Date.now() / 1000) / 86400),
        ...attributes,
      }))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
  expect(left['index.html']).toEqual(left['v5.html']);
  expect(left['index.html'].length).toBeGreaterThan(5);
});

ours('a page that is not so configured fetches nothing of it', async ({ context, newApp, newUser }) => {
  const fetched = [];
  context.on('request', (request) => fetched.push(request.url()));
  const isFetched = () => fetched.some((url) => url.includes('cookie-storage'));
  const { username, password } = await newUser();
  const app = await newApp();
  await app.run('signIn', username, password);
  expect(isFetched()).toBe(false);
  await newApp(cookies());
  expect(isFetched()).toBe(true);
});

ours('a storage whose code cannot be fetched says so, and the next call fetches it', async ({ context, newApp }) => {
  await context.route('**/cookie-storage*', (route) => route.abort());
  const app = await newApp(cookies());
  await expect(app.run('signIn', 'ana', PASSWORD)).rejects.toMatchObject({ code: 'NetworkError' });
  await context.unroute('**/cookie-storage*');
  await expect(app.run('currentUserPoolUser')).rejects.toBe('No current user');
});

ours('what is asked before the code is there is absent, and what is told is not lost', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  const seen = await app.page.evaluate(
    async ([config, username, password]) => {
      window.Auth.configure(config);
      await window.Auth.signIn(username, password);
      // A new storage, as on a new page.
      window.Auth.configure(config);
      window.Auth._storage.setItem('early', 'kept');
      const before = window.Auth.userPool.getCurrentUser();
      await window.Auth._storage.sync();
      const after = window.Auth.userPool.getCurrentUser().getUsername();
      return { before, after, early: window.Auth._storage.getItem('early') };
    },
    [{ ...app.authConfig(), cookieStorage: OPTIONS }, username, password],
  );
  expect(seen).toEqual({ before: null, after: username, early: 'kept' });
});

ours('v5’s errors come from configure', async ({ app }) => {
  const message = (cookieStorage) =>
    app.page.evaluate((cookieStorage) => {
      try {
        window.Auth.configure({ cookieStorage });
      } catch (error) {
        return error.message;
      } finally {
        window.Auth.configure({ cookieStorage: undefined });
      }
    }, cookieStorage);
  expect(await message({ sameSite: 'Lax' })).toBe(
    'The sameSite value of cookieStorage must be "lax", "strict" or "none".',
  );
  expect(await message({ sameSite: 'none', secure: false })).toBe(
    'sameSite = None requires the Secure attribute in latest browser versions.',
  );
  expect(await message({ sameSite: 'none' })).toBeUndefined();
  expect(await message({})).toBeUndefined();
});

for (const [what, options, reason] of [
  ['of a foreign domain', { domain: 'example.com', secure: false }, 'the domain example.com is not one of 127.0.0.1'],
  ['that the page does not see', { path: '/elsewhere', secure: false }, 'the path /elsewhere is not one of this page'],
  ['that have expired', { expires: -1, secure: false }, 'it has expired'],
])
  ours(`cookies ${what} are an error, and nothing is half stored`, async ({ newApp, newUser }) => {
    const { username, password } = await newUser();
    const app = await newApp(cookies(options));
    await expect(app.run('signIn', username, password)).rejects.toMatchObject({
      code: 'CookieRefused',
      message: expect.stringMatching(
        new RegExp(`^cookieStorage: the browser has not kept the cookie of refreshToken: ${reason}`),
      ),
    });
    expect(await app.page.context().cookies()).toEqual([]);
    expect(await app.keys()).toEqual([]);
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
  });

ours('secure cookies on http are an error that says so', async ({ context, newUser, newApp, page, pool }) => {
  // A host that is not this machine, which Chromium would trust.
  await context.route('http://app.test/**', async (route, request) => {
    const { pathname, search } = new URL(request.url());
    await route.fulfill({ response: await route.fetch({ url: new URL(pathname + search, process.env.E2E_APP).href }) });
  });
  const { username, password } = await newUser();
  const app = await newApp();
  const url = new URL(await app.page.evaluate(() => location.href));
  await app.page.goto(`http://app.test${url.pathname}`);
  void page;
  await app.page.waitForFunction(() => window.Auth);
  await app.page.evaluate((config) => window.Auth.configure(config), { ...app.authConfig(), cookieStorage: {} });
  const { endpoint } = pool;
  await app.page.route(`${endpoint}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  await expect(app.run('signIn', username, password)).rejects.toMatchObject({
    code: 'CookieRefused',
    message: expect.stringContaining('secure cookies need https, and this page came by http:'),
  });
  expect(await app.keys()).toEqual([]);
});

ours('cookies that are blocked are an error', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp(cookies());
  await app.page.evaluate(() => {
    Object.defineProperty(document, 'cookie', { get: () => '', set() {} });
    Object.defineProperty(navigator, 'cookieEnabled', { value: false });
  });
  await expect(app.run('signIn', username, password)).rejects.toMatchObject({
    message: expect.stringContaining('cookies are blocked'),
  });
});

/** Runs in the page: the storage, beside v5's way to read a cookie. */
const inStorage = (app, run, ...args) =>
  app.page.evaluate(
    async ([run, args]) => {
      await window.Auth._storage.sync();
      return (0, eval)(`(${run})`)(window.Auth._storage, ...args);
    },
    [`${run}`, args],
  );

ours('a value that is too long lies in several cookies, which go together', async ({ newApp }) => {
  const app = await newApp(cookies());
  const key = `${prefixOf(app)}.ana.idToken`;
  const value = 'é;"x'.repeat(900);
  expect(
    await inStorage(
      app,
      (storage, key, value) => {
        storage.setItem(key, value);
        return storage.getItem(key) === value;
      },
      key,
      value,
    ),
  ).toBe(true);
  const names = Object.keys(await visible(app));
  expect(names.length).toBeGreaterThan(1);
  expect(names.every((name) => /idToken\.\d$/.test(name))).toBe(true);

  // A short one takes their place, and the other way round.
  await inStorage(app, (storage, key) => storage.setItem(key, 'short'), key);
  expect(await visible(app)).toEqual({ [key]: 'short' });
  await inStorage(app, (storage, key, value) => storage.setItem(key, value), key, value);
  expect(Object.keys(await visible(app))).toEqual(names);
  await inStorage(app, (storage, key) => storage.removeItem(key), key);
  expect(await visible(app)).toEqual({});
});

ours('what fits in one cookie is there for v5, to the last byte', async ({ newApp }) => {
  const app = await newApp(cookies());
  const key = `${prefixOf(app)}.ana.idToken`;
  await inStorage(app, (storage, key, value) => storage.setItem(key, value), key, 'x'.repeat(4096 - key.length));
  const after = await newApp({ path: 'v5.html', ...cookies() });
  expect(await after.page.evaluate((key) => window.Auth._storage.getItem(key).length, key)).toBe(4096 - key.length);
});

ours('a name that is too long is an error', async ({ newApp }) => {
  const app = await newApp(cookies());
  const result = await inStorage(app, (storage) => {
    try {
      storage.setItem('k'.repeat(5000), 'v');
    } catch ({ message }) {
      return message;
    }
  });
  expect(result).toMatch(/: its name is longer than 4096 bytes$/);
  expect(await visible(app)).toEqual({});
});

ours('cookies of other forms are found, written over and removed', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp(cookies());
  const key = `${prefixOf(app)}.LastAuthUser`;
  const { href } = new URL(process.env.E2E_APP);
  await app.page.context().addCookies([{ name: key, value: 'former', url: `${href}index.html` }]);
  // The longer path comes first.
  await app.page.evaluate((key) => {
    document.cookie = `${key}=longer; path=/index.html`;
  }, key);
  await app.run('signIn', username, password);
  expect((await visible(app))[key]).toBe(username);
  await app.run('signOut');
  expect(await visible(app)).toEqual({});
});

ours('device keys stay out of cookies, and v5’s are found there', async ({ newApp }) => {
  const app = await newApp(cookies());
  const key = `${prefixOf(app)}.ana.deviceKey`;
  const steps = await inStorage(
    app,
    (storage, key) => {
      const name = key.replace('@', '%40');
      document.cookie = `${name}=left-by-v5`;
      const found = storage.getItem(key);
      storage.setItem(key, 'ours');
      const stored = [storage.getItem(key), localStorage.getItem(key), document.cookie];
      storage.removeItem(key);
      return [found, ...stored, storage.getItem(key)];
    },
    key,
  );
  expect(steps).toEqual(['left-by-v5', 'ours', 'ours', '', null]);
});

ours('a sign-in removes what no sign-out would find', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp(cookies());
  const token = (exp) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`;
  const now = Math.floor(Date.now() / 1000);
  const former = 'CognitoIdentityServiceProvider.former';
  const inUse = 'CognitoIdentityServiceProvider.inUse';
  const left = {
    [`${prefixOf(app)}.other.idToken`]: 'x',
    [`${prefixOf(app)}.other.deviceKey`]: 'x',
    [`${former}.ana.accessToken`]: token(now - 31 * 86400),
    [`${former}.ana.idToken.0`]: 'x',
    [`${former}.LastAuthUser`]: 'ana',
    [`${inUse}.ana.accessToken`]: token(now - 29 * 86400),
    [`${inUse}.ana.idToken`]: token(now - 31 * 86400),
    [`${inUse}.LastAuthUser`]: 'ana',
    theme: 'dark',
  };
  await app.page.evaluate((left) => {
    for (const [name, value] of Object.entries(left)) document.cookie = `${name}=${value}; path=/`;
  }, left);
  await app.run('signIn', username, password);
  const names = Object.keys(await visible(app));
  expect(Object.keys(left).filter((name) => names.includes(name))).toEqual([
    `${prefixOf(app)}.other.deviceKey`,
    `${inUse}.ana.accessToken`,
    `${inUse}.ana.idToken`,
    `${inUse}.LastAuthUser`,
    'theme',
  ]);
  expect(names).toContain(`${prefixOf(app)}.${username}.idToken`);
});

ours('tabs share the session in cookies: sign-in, one refresh, sign-out', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const apps = [await newApp(cookies()), await newApp(cookies())];
  await apps[1].run('currentAuthenticatedUser').catch(() => {});
  await apps[0].run('signIn', username, password);
  await expect
    .poll(() => apps[1].events())
    .toContainEqual(['signedInElsewhere', 'The user has changed in another tab']);
  expect(await apps[1].page.evaluate(() => window.Auth.user.username)).toBe(username);
  for (const app of apps) {
    await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
    app.calls.length = 0;
  }
  const sessions = await Promise.all(apps.map((app) => app.run('currentSession')));
  expect(sessions[0].accessToken.jwtToken).toBe(sessions[1].accessToken.jwtToken);
  expect(apps.flatMap((app) => app.operations()).filter((name) => name === 'InitiateAuth')).toHaveLength(1);
  await apps[1].run('signOut');
  await expect
    .poll(() => apps[0].events())
    .toContainEqual(['signedOutElsewhere', 'The user has changed in another tab']);
  await apps[0].reload();
  await expect(apps[0].run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
});

// ---- ssr: localStorage, with copies for a server

ours('ssr takes over what a server has set, and nothing else', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp({ config: { ssr: true } });
  await app.run('signIn', username, password);
  const { [`${username}.accessToken`]: accessToken } = await app.stored();
  // A server has refreshed the session meanwhile, and an analytics script has set a cookie.
  await app.page.evaluate(
    ([key, token]) => {
      localStorage.setItem(key, 'former');
      document.cookie = `${key}=${token}; path=/; secure`;
      document.cookie = 'analytics=1; path=/';
    },
    [`${prefixOf(app)}.${username}.accessToken`, accessToken],
  );
  await app.reload();
  expect((await app.stored())[`${username}.accessToken`]).toBe(accessToken);
  expect((await app.run('currentSession')).accessToken.jwtToken).toBe(accessToken);
  expect(app.operations()).toEqual([]);
  expect(await app.keys()).not.toContain('analytics');
});

ours('ssr: a refresh by the server, while the page is open, is the page’s, too', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp({ config: { ssr: true } });
  await app.run('signIn', username, password);
  const later = Date.now() + 2 * 3600_000;
  await app.page.clock.setFixedTime(later);
  // The former refresh token is worth nothing after a refresh that rotates.
  await app.page.evaluate(
    ([prefix, exp]) => {
      const token = `e30.${btoa(JSON.stringify({ iat: exp - 3600, exp }))}.s`;
      const tokens = { idToken: token, accessToken: token, refreshToken: 'newer' };
      for (const [name, text] of Object.entries(tokens)) document.cookie = `${prefix}.${name}=${text}; path=/; secure`;
    },
    [`${prefixOf(app)}.${username}`, Math.floor(later / 1000) + 3600],
  );
  app.calls.length = 0;
  const session = await app.run('currentSession');
  expect(session.refreshToken.token).toBe('newer');
  expect(app.operations()).toEqual([]);

  // Without its copies, the session is the page's all the same.
  await app.page.context().clearCookies();
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
});

ours('ssr is remembered by the next configure', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp({ config: { ssr: true } });
  await app.page.evaluate((config) => void window.Auth.configure(config), app.authConfig());
  await app.run('signIn', username, password);
  expect(await visible(app)).toHaveProperty([`${prefixOf(app)}.LastAuthUser`], username);
});

ours('a copy for the server that the browser does not keep is warned of once', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp({ config: { ssr: true } });
  const warnings = [];
  app.page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await app.page.evaluate(() => Object.defineProperty(document, 'cookie', { get: () => '', set() {} }));
  await app.run('signIn', username, password);
  expect(warnings).toEqual([expect.stringMatching(/^ssr: the browser has not kept the cookie of refreshToken: /)]);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
});

ours('CookieStorage is exported, as in v5', async ({ app }) => {
  const kept = await app.page.evaluate(async () => {
    const storage = new window.CookieStorage({ secure: false, path: '/' });
    await storage.sync();
    const stored = storage.setItem('a b', 'c;d');
    const seen = [document.cookie, stored, storage.getItem('a b'), storage.getItem('none'), storage.path];
    storage.clear();
    return [...seen, document.cookie];
  });
  expect(kept).toEqual(['a%20b=c%3Bd', 'c;d', 'c;d', null, '/', '']);
});
