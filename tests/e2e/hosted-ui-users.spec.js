// Who came by the hosted page, beside others who did not.
import { OUT, PASSWORD, expect, test } from './hosted.js';

const V5_KEY = 'amplify-signin-with-hostedUI';

const leavesFor = (app) => app.page.waitForURL((url) => url.href.endsWith(OUT));

/** Signs out; whether the page has left for the hosted page. */
async function signsOutThere(app) {
  const before = app.visits.length;
  const out = leavesFor(app).then(() => true);
  const stays = app.page.evaluate(() => window.Auth.signOut().then(() => false)).catch(() => out);
  expect(await Promise.race([out, stays])).toBe(app.visits.length > before);
  return app.visits.slice(before).some(({ pathname }) => pathname === '/logout');
}

const set = (app, key, value) =>
  app.page.evaluate(([key, value]) => (value ? localStorage.setItem(key, value) : localStorage.removeItem(key)), [
    key,
    value,
  ]);
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
