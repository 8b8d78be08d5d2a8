// Sign-ins that are not remembered: the session is the tab's own.
import { SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, expect, ours, sessionKeys } from './fixtures.js';
import { serve, tokens } from './scripted-service.js';

const NOBODY = 'The user is not authenticated';

const SESSION = ['LastAuthUser', 'accessToken', 'clockDrift', 'idToken', 'refreshToken', 'userData'];
const nowhere = (app) => expect(app.run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
const accessToken = async (app) => (await app.run('currentSession')).accessToken.jwtToken;
const isThere = async (app, { username }) =>
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
const signIn = (app, { username, password }, remember) => app.run('signIn', { username, password, remember });

ours('the tab keeps it over reloads and refreshes, and no other tab sees it', async ({ newApp, newUser }) => {
  const user = await newUser();
  const app = await newApp();
  await signIn(app, user, false);
  await app.reload();
  await isThere(app, user);
  expect(await app.page.evaluate(() => window.Auth.userPool.getCurrentUser().getUsername())).toBe(user.username);
  // Another tab, and a later visit.
  await nowhere(await newApp());

  const before = await accessToken(app);
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  const after = await accessToken(app);
  expect(after).not.toBe(before);
  await app.reload();
  expect(await accessToken(app)).toBe(after);
  expect(app.operations()).toEqual([]);
  expect(await sessionKeys(app, 'sessionStorage')).toEqual(SESSION);
  expect(await sessionKeys(app, 'localStorage')).toEqual([]);

  await app.run('signOut');
  await nowhere(app);
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});

ours(
  'it takes the place of one that was remembered, and is undone by the next that is',
  async ({ newApp, newUser }) => {
    const [former, user] = [await newUser(), await newUser()];
    const [app, other] = [await newApp(), await newApp()];
    await signIn(app, former);
    await expect
      .poll(() => other.events())
      .toContainEqual(['signedInElsewhere', 'The user has changed in another tab']);
    await signIn(app, user, false);
    await isThere(app, user);
    expect(await sessionKeys(app, 'localStorage')).toEqual([]);
    await expect
      .poll(() => other.events())
      .toContainEqual(['signedOutElsewhere', 'The user has changed in another tab']);
    await nowhere(other);

    await signIn(app, former, true);
    expect(await sessionKeys(app, 'sessionStorage')).toEqual([]);
    await app.reload();
    await isThere(app, former);
    await isThere(await newApp(), former);
  },
);

ours('a sign-out ends it, and no session of another tab', async ({ newApp, newUser }) => {
  const [user, others] = [await newUser(), await newUser()];
  const [app, other] = [await newApp(), await newApp()];
  await signIn(app, user, false);
  await signIn(other, others);
  // Here the own session counts, as long as there is one.
  await isThere(app, user);
  await app.reload();
  await isThere(app, user);
  await app.run('signOut');
  await isThere(other, others);
  // The other tab's writes arrive one by one.
  await expect.poll(() => sessionKeys(app, 'localStorage')).toEqual(SESSION);
  await isThere(app, others);
});

ours('a session that has ended by itself makes room, too', async ({ newApp, newUser }) => {
  const user = await newUser();
  const app = await newApp();
  await signIn(app, user, false);
  await app.page.evaluate(async () => (await window.Auth.currentUserPoolUser()).signOut());
  expect(await sessionKeys(app, 'sessionStorage')).toEqual([]);
  await app.reload();
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});

for (const [way, config, options] of [
  ['a challenge', { authenticationFlowType: 'USER_PASSWORD_AUTH' }, {}],
  ['a chosen factor', { authenticationFlowType: 'USER_AUTH' }, { preferredChallenge: 'PASSWORD' }],
])
  ours(`${way} in between keeps the choice, also over a reload, and in a copy`, async ({ newApp }) => {
    const app = await newApp({ config });
    const challenge = { ChallengeName: 'SMS_MFA', Session: 's1', ChallengeParameters: {} };
    const start = async () => {
      await serve(app, {
        InitiateAuth: [challenge],
        RespondToAuthChallenge: [{ AuthenticationResult: tokens('ana') }],
      });
      return app.run('signIn', { username: 'ana', password: PASSWORD, remember: false, ...options });
    };
    const copy = await start();
    await app.run('confirmSignIn', copy, '123456', 'SMS_MFA');
    expect(await sessionKeys(app, 'localStorage')).toEqual([]);
    await app.run('signOut').catch(() => {});

    await start();
    await app.reload();
    await app.page.evaluate(async () => window.Auth.confirmSignIn(await window.Auth.currentChallenge(), '123456'));
    expect(await sessionKeys(app, 'localStorage')).toEqual([]);
    expect(await sessionKeys(app, 'sessionStorage')).toContain('LastAuthUser');
  });

ours('a device stays known', async ({ app, newUser }) => {
  await signIn(app, await newUser(), false);
  const key = `CognitoIdentityServiceProvider.${app.pool.clientId}.ana.deviceKey`;
  const found = await app.page.evaluate((key) => {
    window.Auth._storage.setItem(key, 'd');
    return [localStorage.getItem(key), window.Auth._storage.getItem(key)];
  }, key);
  expect(found).toEqual(['d', 'd']);
});

for (const [what, config] of [
  ['cookieStorage', { cookieStorage: { secure: false } }],
  ['ssr', { ssr: true }],
])
  ours(`with ${what}, it is in no cookie`, async ({ newApp, newUser }) => {
    const [user, others] = [await newUser(), await newUser()];
    const [app, other] = [await newApp({ config }), await newApp({ config })];
    await signIn(app, others);
    await signIn(app, user, false);
    expect(await app.page.evaluate(() => document.cookie)).not.toContain('CognitoIdentityServiceProvider');
    await app.reload();
    await isThere(app, user);
    // What lies in cookies does not come over it.
    await signIn(other, others);
    await app.reload();
    await isThere(app, user);
    expect(await sessionKeys(app, 'sessionStorage')).toEqual(SESSION);
    await app.run('signOut');
    await isThere(other, others);
  });

for (const [name, configure] of [
  ['sessionStorage itself', () => window.Auth.configure({ storage: sessionStorage })],
  [
    'a CookieStorage of the app’s',
    () => window.Auth.configure({ storage: new window.CookieStorage({ secure: false }) }),
  ],
])
  ours(`with a storage of the app's that is ${name}, it is the tab's own`, async ({ app, newApp, newUser }) => {
    const user = await newUser();
    await app.page.evaluate(configure);
    await signIn(app, user, false);
    await isThere(app, user);
    expect(await sessionKeys(app, 'sessionStorage')).toEqual(SESSION);
    expect(await app.page.evaluate(() => document.cookie)).not.toContain('CognitoIdentityServiceProvider');
    await nowhere(await newApp());
    await app.run('signOut');
    expect(await sessionKeys(app, 'sessionStorage')).toEqual([]);
  });

ours('an automatic sign-in may be one that is not remembered', async ({ app, names }) => {
  const username = names();
  await app.run('signUp', {
    username,
    password: PASSWORD,
    attributes: { email: `${username}@example.com` },
    autoSignIn: { enabled: true, remember: false },
  });
  await app.run('confirmSignUp', username, SIGN_UP_CODE);
  await app.page.waitForFunction(() => window.events.some(({ event }) => event === 'autoSignIn'));
  await isThere(app, { username });
  expect(await sessionKeys(app, 'localStorage')).toEqual([]);
  expect(await app.page.evaluate(() => localStorage.getItem('amplify-auto-sign-in'))).toBe(null);
});

ours('where it cannot be, that is said before anything is sent', async ({ app, newUser }) => {
  const user = await newUser();
  await app.page.evaluate(
    (config) => void window.Auth.configure({ ...config, storage: localStorage }),
    app.authConfig(),
  );
  await expect(signIn(app, user, false)).rejects.toThrow(
    "A session in a storage of your own cannot be this tab's own.",
  );
  await app.page.evaluate(() => {
    window.Auth.configure({ storage: undefined });
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await expect(signIn(app, user, false)).rejects.toThrow(
    "Without a sessionStorage, a session cannot be this tab's own.",
  );
  expect(app.operations()).toEqual([]);
  await signIn(app, user, true);
  await isThere(app, user);
});

ours('a page does not look into sessionStorage where no tab was ever asked for its own', async ({ app, newUser }) => {
  const user = await newUser();
  await signIn(app, user);
  await app.page.addInitScript(() => {
    window.reads = 0;
    const { getItem } = Storage.prototype;
    Storage.prototype.getItem = function (key) {
      if (this === sessionStorage) window.reads++;
      return getItem.call(this, key);
    };
  });
  const reads = async () => {
    await app.reload();
    await isThere(app, user);
    return app.page.evaluate(() => window.reads);
  };
  // Once the page has its answer, whether something is left of such a session.
  expect(await reads()).toBeLessThan(2);
  await signIn(app, user, false);
  expect(await reads()).toBeGreaterThan(1);
});

ours('who clears localStorage signs out all tabs, and nothing is left', async ({ newApp, newUser }) => {
  const user = await newUser();
  const [app, other] = [await newApp(), await newApp()];
  await signIn(app, user, false);
  await other.catchUpWith(app);
  await other.page.evaluate(() => localStorage.clear());
  await expect.poll(() => app.page.evaluate(() => localStorage.length)).toBe(0);
  await nowhere(app);
  await app.reload();
  await nowhere(app);
  await expect.poll(() => app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});
