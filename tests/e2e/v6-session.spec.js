// v6 itself, in the same browser.
import { expect, ours } from './fixtures.js';

const HOUR_MS = 3600_000;

ours('a session left by v6 is taken over: no new sign-in, refresh, sign-out', async ({ newApp, newUser }) => {
  const { username, password, email } = await newUser();
  const before = await newApp({ path: 'v6.html' });
  await before.run('signIn', username, password);
  const { accessToken } = await before.run('currentSession');
  const { [`${username}.refreshToken`]: refreshToken } = await before.stored();

  const app = await newApp();
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({
    username,
    attributes: { email },
    signInUserSession: { accessToken: { jwtToken: accessToken } },
  });

  await app.page.clock.setFixedTime(Date.now() + 2 * HOUR_MS);
  app.calls.length = 0;
  await app.run('currentSession');
  expect(app.operations()).toEqual(['InitiateAuth']);
  expect(app.calls[0].body.AuthParameters.REFRESH_TOKEN).toBe(refreshToken);

  await app.run('signOut');
  expect(await app.keys()).toEqual([]);
  // One tab's writes reach another one by one, a moment later.
  await expect.poll(() => before.keys()).toEqual([]);
  await expect(before.run('currentUser')).rejects.toMatchObject({ name: 'UserUnAuthenticatedException' });
});

ours('a session goes from v6 to us, is refreshed, and goes back', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const before = await newApp({ path: 'v6.html' });
  await before.run('signIn', username, password);
  const user = await before.run('currentUser');

  const app = await newApp();
  const later = Date.now() + 2 * HOUR_MS;
  await app.page.clock.setFixedTime(later);
  const { accessToken } = await app.run('currentSession');

  const after = await newApp({ path: 'v6.html' });
  await after.page.clock.setFixedTime(later);
  expect(await after.run('currentUser')).toEqual(user);
  expect((await after.run('currentSession')).accessToken).toBe(accessToken.jwtToken);
  expect(after.operations()).toEqual([]);
  await after.run('signOut');
  // One tab's writes reach another one by one, a moment later.
  await expect.poll(async () => (await app.stored()).LastAuthUser).toBeUndefined();
  await expect(app.run('currentSession')).rejects.toBe('No current user');
});

ours('a session goes from us to v6, is refreshed, and comes back', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const app = await newApp();
  const { signInUserSession } = await app.run('signIn', username, password);

  const other = await newApp({ path: 'v6.html' });
  const { accessToken } = await other.run('currentSession');
  expect(accessToken).toBe(signInUserSession.accessToken.jwtToken);
  expect(other.operations()).toEqual([]);
  const later = Date.now() + 2 * HOUR_MS;
  await other.page.clock.setFixedTime(later);
  const renewed = await other.run('currentSession');
  expect(renewed.accessToken).not.toBe(accessToken);

  await app.catchUpWith(other);
  await app.page.clock.setFixedTime(later);
  app.calls.length = 0;
  // v6 notes its sign-ins and not its refreshes, so that its drift counts as v5's here: one refresh finds the right one.
  for (let round = 0; round < 2; round++) await app.run('currentSession');
  expect(app.operations()).toEqual(['InitiateAuth']);
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
});

for (const hours of [-3, 3])
  ours(
    `by a clock that is ${hours} hours off, neither takes the other’s tokens for expired`,
    async ({ context, newApp, newUser }) => {
      // Before the pages are opened: what they ask first is by that clock, too.
      await context.clock.setFixedTime(Date.now() + hours * HOUR_MS);
      const { username, password } = await newUser();
      const sent = [];
      context.on('request', (request) => sent.push(request.headers()['x-amz-target']?.split('.')[1]));
      const before = await newApp({ path: 'v6.html' });
      await before.run('signIn', username, password);
      const { accessToken } = await before.run('currentSession');
      sent.length = 0;
      const app = await newApp();
      expect((await app.run('currentSession')).accessToken.jwtToken).toBe(accessToken);
      const after = await newApp({ path: 'v6.html' });
      expect((await after.run('currentSession')).accessToken).toBe(accessToken);
      expect(sent.filter((operation) => operation && operation !== 'GetUser')).toEqual([]);
    },
  );
