// Who came by the hosted page, beside others who did not; and sign-ins there that are not remembered.
import { sessionKeys } from './fixtures.js';
import { OUT, PASSWORD, expect, test } from './hosted.js';

const V5_KEY = 'amplify-signin-with-hostedUI';
const NOBODY = 'The user is not authenticated';
const NOT_REMEMBERED = { provider: 'COGNITO', remember: false };

const leavesFor = (app) => app.page.waitForURL((url) => url.href.endsWith(OUT));

/** Signs out; whether the page has left for the hosted page. */
async function signsOutThere(app) {
  const before = app.visits.length;
  const failed = app.page.evaluate(() => window.Auth.signOut().then(() => undefined, String));
  // The page may be left in the middle of it.
  expect(await failed.catch(() => undefined)).toBeUndefined();
  const visits = app.visits.slice(before);
  if (visits.length) await leavesFor(app);
  return visits.some(({ pathname }) => pathname === '/logout');
}

const SESSION = ['LastAuthUser', 'accessToken', 'clockDrift', 'hostedUI', 'idToken', 'refreshToken', 'userData'];
const set = (app, key, value) =>
  app.page.evaluate(
    ([key, value]) => (value ? localStorage.setItem(key, value) : localStorage.removeItem(key)),
    [key, value],
  );
const keyOf = (app, name) => `CognitoIdentityServiceProvider.${app.pool.clientId}.${name}`;

test('a tab of its own whose user came by password leaves the hosted session of another tab alone', async ({
  newHostedApp,
  newUser,
}) => {
  const [user, other] = [await newUser(), await newUser()];
  const [app, tab] = [await newHostedApp(), await newHostedApp()];
  await tab.run('signIn', { username: other.username, password: PASSWORD, remember: false });
  await app.signInThere(user);
  expect(await signsOutThere(tab)).toBe(false);
  expect(await signsOutThere(app)).toBe(true);
});

test('of two app clients in a page, each knows how its own user came', async ({ hosted, newUser, cognito, pool }) => {
  const user = await newUser();
  const clientId = await cognito.createClient(pool.userPoolId);
  await hosted.signInThere(user);
  await hosted.page.evaluate(
    async ([config, username, password]) => {
      window.other = new window.Auth.constructor({ ...config, hubChannel: 'other' });
      await window.other.signIn(username, password);
    },
    [{ ...hosted.authConfig(), userPoolWebClientId: clientId, oauth: hosted.oauth() }, user.username, PASSWORD],
  );
  // v5 asks this key alone.
  expect(await hosted.page.evaluate((key) => localStorage.getItem(key), V5_KEY)).toBe('false');
  await set(hosted, V5_KEY, 'true');
  await hosted.page.evaluate(() => window.other.signOut());
  expect(hosted.visits.map(({ pathname }) => pathname)).toEqual(['/oauth2/authorize']);
  expect(await signsOutThere(hosted)).toBe(true);
});

test('a session that v5 or v6 has left ends where it came from', async ({ hosted, newUser }) => {
  const user = await newUser();
  for (const [key, value] of [
    [V5_KEY, 'true'],
    [keyOf(hosted, `${user.username}.oauthMetadata`), '{"oauthSignIn":true}'],
  ]) {
    await hosted.open();
    await hosted.signInThere(user);
    for (const key of [V5_KEY, keyOf(hosted, `${user.username}.hostedUI`)]) await set(hosted, key);
    await set(hosted, key, value);
    expect(await signsOutThere(hosted)).toBe(true);
  }
  // One that came by password, beside a key of another tab's.
  await hosted.open();
  await hosted.run('signIn', user.username, PASSWORD);
  await set(hosted, V5_KEY, 'true');
  expect(await signsOutThere(hosted)).toBe(false);
});

test('what is noted of a former session does not count for one by password', async ({ hosted, newUser }) => {
  const user = await newUser();
  // v5 signs out, and in by password, and leaves the notes of others.
  for (const name of ['hostedUI', 'oauthMetadata']) {
    await hosted.open();
    await hosted.run('signIn', user.username, PASSWORD);
    await set(hosted, keyOf(hosted, `${user.username}.${name}`), 'true');
    await set(hosted, V5_KEY, 'false');
    expect(await signsOutThere(hosted)).toBe(false);
    expect(await sessionKeys(hosted, 'localStorage')).toEqual([]);
  }
});

test('with remember: false the session is the tab’s own, and ends at the hosted page', async ({
  hosted,
  newHostedApp,
  newUser,
}) => {
  const user = await newUser();
  await hosted.signInThere(user, NOT_REMEMBERED);
  expect(await hosted.username()).toBe(user.username);
  expect(await sessionKeys(hosted, 'sessionStorage')).toEqual(SESSION);
  expect(await sessionKeys(hosted, 'localStorage')).toEqual([]);
  await expect((await newHostedApp()).run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
  await hosted.reload();
  expect(await hosted.username()).toBe(user.username);
  expect(await signsOutThere(hosted)).toBe(true);
  // But for what the next visit of the app finds.
  expect(await sessionKeys(hosted, 'sessionStorage')).toEqual([]);
});

test('a popup that is not to be remembered signs in this tab alone', async ({ hosted, newHostedApp, newUser }) => {
  const user = await newUser();
  const popup = hosted.page.waitForEvent('popup');
  const outcome = hosted.run('federatedSignIn', { ...NOT_REMEMBERED, popup: true });
  await hosted.login(user, await popup);
  await outcome;
  expect((await hosted.run('currentAuthenticatedUser')).username).toBe(user.username);
  expect(await sessionKeys(hosted, 'localStorage')).toEqual([]);
  await expect((await newHostedApp()).run('currentAuthenticatedUser')).rejects.toBe(NOBODY);
});

test('where a session cannot be the tab’s own, the page is not left', async ({ hosted }) => {
  await hosted.page.evaluate(() => window.Auth.configure({ storage: localStorage }));
  await expect(hosted.run('federatedSignIn', NOT_REMEMBERED)).rejects.toThrow(
    "A session in a storage of your own cannot be this tab's own.",
  );
  expect(await hosted.attempts()).toEqual([]);
  expect(hosted.visits).toEqual([]);
});
