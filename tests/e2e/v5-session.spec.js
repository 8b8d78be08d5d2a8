import { expect, test } from './fixtures.js';

const TWO_HOURS_MS = 2 * 3600_000;

test('a session left by v5 is taken over: no new sign-in, refresh, sign-out', async ({ newApp, newUser }) => {
  const { username, password, email } = await newUser();
  const before = await newApp({ path: 'v5.html' });
  const { signInUserSession: session } = await before.run('signIn', username, password);

  const app = await newApp();
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({
    username,
    attributes: { email },
    signInUserSession: { accessToken: { jwtToken: session.accessToken.jwtToken } },
  });
  expect(app.operations()).toEqual([]);

  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  const renewed = await app.run('currentSession');
  expect(app.operations()).toEqual(['InitiateAuth']);
  expect(app.calls[0].body.AuthParameters.REFRESH_TOKEN).toBe(session.refreshToken.token);
  expect(renewed.accessToken.jwtToken).not.toBe(session.accessToken.jwtToken);

  await app.run('signOut');
  expect(await app.keys()).toEqual([]);
  // One tab's writes reach another one by one, a moment later.
  await expect.poll(() => before.keys()).toEqual([]);
  await expect(before.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

test('v5 takes over our session: no new sign-in, refresh, sign-out', async ({ newApp, newUser }) => {
  const { username, password, email } = await newUser();
  const app = await newApp();
  const { signInUserSession: session } = await app.run('signIn', username, password);

  const after = await newApp({ path: 'v5.html' });
  expect(await after.run('currentAuthenticatedUser')).toMatchObject({
    username,
    attributes: { email },
    signInUserSession: { accessToken: { jwtToken: session.accessToken.jwtToken } },
  });
  expect(after.operations()).toEqual([]);

  await after.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  await after.run('currentSession');
  expect(after.operations()).toEqual(['InitiateAuth']);
  expect(after.calls[0].body.AuthParameters.REFRESH_TOKEN).toBe(session.refreshToken.token);
  await after.run('signOut');
  await expect.poll(() => app.keys()).toEqual([]);
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

test('both leave the same keys and the same values but for the tokens', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const left = {};
  for (const path of ['v5.html', 'index.html']) {
    const app = await newApp({ path, isolated: true });
    await app.run('signIn', username, password);
    left[path] = await app.page.evaluate(() =>
      Object.entries({ ...localStorage })
        .sort()
        .map(([key, value]) => [key, /Token$|clockDrift$/.test(key) ? typeof value : value]),
    );
  }
  expect(left['index.html']).toEqual(left['v5.html']);
});
