import { expect, ours, test } from './fixtures.js';

const blocked = () =>
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
const full = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
};

for (const [what, script] of [
  ['blocked', blocked],
  ['full', full],
]) {
  test(`with localStorage ${what} the session lives in memory`, async ({ context, newApp, newUser }) => {
    await context.addInitScript(script);
    const app = await newApp();
    const { username, password } = await newUser();
    expect(await app.run('signIn', username, password)).toMatchObject({ username });
    expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
    expect((await app.run('currentSession')).idToken.payload['cognito:username']).toBe(username);
    await app.run('signOut');
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    // Memory ends with the page.
    await app.run('signIn', username, password);
    await app.reload();
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  });
}

ours('a localStorage that fills up later does not fail the sign-in', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.page.evaluate(full);
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  await app.run('signOut');
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

test('a storage object of the app is used instead', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  const keys = await app.page.evaluate(
    async ([config, username, password]) => {
      const kept = new Map();
      window.Auth.configure({
        ...config,
        storage: {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => {
            kept.set(key, value);
          },
          removeItem: (key) => {
            kept.delete(key);
          },
          clear: () => kept.clear(),
        },
      });
      await window.Auth.signIn(username, password);
      const during = [...kept.keys()];
      await window.Auth.signOut();
      return { during, after: [...kept.keys()] };
    },
    [app.authConfig(), username, password],
  );
  expect(keys.during).toContain(`CognitoIdentityServiceProvider.${app.pool.clientId}.${username}.refreshToken`);
  expect(keys.after).toEqual([]);
  expect(await app.keys()).toEqual([]);
});

/** Runs in the page: configures a storage of the application. `refuses(count, text)` says what `setItem` throws at. */
function ownStorage([config, refuses = () => false, nothing = null]) {
  const kept = new Map();
  let count = 0;
  window.kept = kept;
  const isRefused = (0, eval)(`(${refuses})`);
  window.Auth.configure({
    ...config,
    storage: {
      getItem: (key) => kept.get(key) ?? nothing,
      setItem(key, text) {
        if (isRefused(++count, text)) throw new RangeError('no room');
        kept.set(key, text);
      },
      removeItem: (key) => void kept.delete(key),
      clear: () => kept.clear(),
    },
  });
}

for (const [when, refuses] of [
  ['at once', () => true],
  ['for long values', (_, text) => text.length > 200],
  ['from the third on', (count) => count > 2],
  ['for the last value', (count) => count > 4],
]) {
  ours(
    `what the app's storage throws ${when} rejects the sign-in, and nothing is half stored`,
    async ({ app, newUser }) => {
      const { username, password } = await newUser();
      await app.page.evaluate(ownStorage, [app.authConfig(), `${refuses}`]);
      await app.forgetEvents();
      await expect(app.run('signIn', username, password)).rejects.toMatchObject({
        name: 'RangeError',
        message: 'no room',
      });
      expect(await app.events()).toEqual([['signIn_failure', `${username} failed to signin`]]);
      expect(await app.page.evaluate(() => [...window.kept.keys()])).toEqual([]);
      await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    },
  );
}

ours("what the app's storage throws reaches who sets a session", async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.page.evaluate(
    async ([username, password]) => {
      window.user = await window.Auth.signIn(username, password);
    },
    [username, password],
  );
  await app.page.evaluate(ownStorage, [app.authConfig(), `${() => true}`]);
  const thrown = await app.page.evaluate((Username) => {
    const user = window.Auth.createCognitoUser(Username);
    const session = window.user.signInUserSession;
    return [() => user.setSignInUserSession(session), () => user.cacheTokens(), () => user.cacheUserData({})].map(
      (call) => {
        try {
          return call();
        } catch (error) {
          return error.message;
        }
      },
    );
  }, username);
  expect(thrown).toEqual(['no room', 'no room', 'no room']);
  expect(await app.page.evaluate(() => [...window.kept.keys()])).toEqual([]);
});

ours("what the app's storage answers and is no text is absent", async ({ app, newUser }) => {
  const { username, password } = await newUser();
  for (const nothing of [{}, [], 7, true]) {
    await app.page.evaluate(ownStorage, [app.authConfig(), `${() => false}`, nothing]);
    await expect(app.run('currentSession')).rejects.toBe('No current user');
    app.calls.length = 0;
    expect((await app.run('signIn', username, password)).username).toBe(username);
    await app.run('currentUserPoolUser', { bypassCache: true });
    await app.run('signOut');
    expect(app.operations()).toContain('InitiateAuth');
    for (const { operation, body } of app.calls) {
      const { DEVICE_KEY } = body.AuthParameters ?? body.ChallengeResponses ?? {};
      expect(DEVICE_KEY ?? null, operation).toBe(null);
    }
  }
});

ours("an app's storage that cannot be read makes no error that nobody can catch", async ({ app }) => {
  // The page's problems are looked at when the test has ended: unhandled rejections, too.
  const error = await app.page.evaluate(async (config) => {
    const throws = () => {
      throw new RangeError('no storage');
    };
    const storage = { getItem: throws, setItem: throws, removeItem: throws, clear: throws };
    const auth = new window.Auth.constructor({ ...config, storage });
    auth.configure({ storage });
    // The listeners are there after a task.
    await new Promise((resolve) => setTimeout(resolve, 50));
    new BroadcastChannel('cognito-auth-wasm').postMessage(0);
    dispatchEvent(new Event('storage'));
    const error = await auth.currentSession().catch((error) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return error;
  }, app.authConfig());
  expect(error).toBe('No current user');
});

ours('every method of Auth that returns a promise waits for sync()', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  const order = await app.page.evaluate(
    async ([config, username, password]) => {
      const kept = new Map();
      const order = [];
      window.Auth.configure({
        ...config,
        storage: {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => void kept.set(key, value),
          removeItem: (key) => void kept.delete(key),
          clear: () => kept.clear(),
          sync: () => new Promise((resolve) => setTimeout(() => resolve(order.push('synchronised')), 300)),
        },
      });
      const { fetch } = window;
      window.fetch = (...args) => (String(args[0]).endsWith('.wasm') || order.push('request'), fetch(...args));
      await window.Auth.signIn(username, password);
      return order.slice(0, 2);
    },
    [app.authConfig(), username, password],
  );
  expect(order).toEqual(['synchronised', 'request']);
});
