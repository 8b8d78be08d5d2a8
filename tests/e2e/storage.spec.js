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
