import { expect, ours, test } from './fixtures.js';

const TWO_HOURS_MS = 2 * 3600_000;

test('currentAuthenticatedUser before and after sign-in, and a reload keeps the session', async ({ app, newUser }) => {
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  await expect(app.run('currentUserPoolUser')).rejects.toBe('No current user');
  await expect(app.run('currentSession')).rejects.toBe('No current user');
  expect(await app.run('currentUserInfo')).toBe(null);
  expect(app.calls).toEqual([]);

  const { username, password, email } = await newUser();
  const signedIn = await app.run('signIn', username, password);
  await app.reload();
  const user = await app.run('currentAuthenticatedUser');
  expect(user).toMatchObject({ username, attributes: { email }, preferredMFA: 'NOMFA' });
  expect(user.signInUserSession.accessToken.jwtToken).toBe(signedIn.signInUserSession.accessToken.jwtToken);
  // Attributes come from the cache; no token was refreshed.
  expect(app.operations()).toEqual([]);
});

test('bypassCache asks the server for the attributes', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  await cognito.admin('AdminUpdateUserAttributes', {
    UserPoolId: app.pool.userPoolId,
    Username: username,
    UserAttributes: [{ Name: 'custom:team', Value: 'red' }],
  });
  expect((await app.run('currentAuthenticatedUser')).attributes).not.toHaveProperty('custom:team');
  expect((await app.run('currentAuthenticatedUser', { bypassCache: true })).attributes).toMatchObject({
    'custom:team': 'red',
  });
  expect((await app.run('currentAuthenticatedUser')).attributes).toMatchObject({ 'custom:team': 'red' });
});

test('userAttributes, userSession and currentUserInfo of the signed-in user', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  await app.run('signIn', username, password);
  const { attributes, session } = await app.page.evaluate(async () => {
    const user = await window.Auth.currentAuthenticatedUser();
    const session = await window.Auth.userSession(user);
    return {
      attributes: (await window.Auth.userAttributes(user)).map((one) => [one.getName(), one.getValue()]),
      session: {
        valid: session.isValid(),
        same: session === user.getSignInUserSession(),
        token: session.getIdToken().getJwtToken().split('.').length,
      },
    };
  });
  expect(attributes).toContainEqual(['email', email]);
  expect(session).toEqual({ valid: true, same: true, token: 3 });
  expect(await app.run('currentUserInfo')).toMatchObject({ username, attributes: { email, email_verified: true } });
});

test('expired tokens are refreshed with one request, however many wait for it', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const before = await app.run('currentSession');
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  app.calls.length = 0;
  await app.forgetEvents();

  const sessions = await app.page.evaluate(async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => window.Auth.currentSession()));
    return all.map((session) => ({
      access: session.getAccessToken().getJwtToken(),
      refresh: session.getRefreshToken().getToken(),
      valid: session.isValid(),
    }));
  });
  expect(app.calls.filter(({ operation }) => operation === 'InitiateAuth')).toEqual([
    {
      operation: 'InitiateAuth',
      body: {
        ClientId: app.pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: before.refreshToken.token, DEVICE_KEY: null },
      },
    },
  ]);
  expect(new Set(sessions.map(({ access }) => access)).size).toBe(1);
  expect(sessions[0]).toMatchObject({ valid: true, refresh: before.refreshToken.token });
  expect(sessions[0].access).not.toBe(before.accessToken.jwtToken);
  expect((await app.stored())[`${username}.accessToken`]).toBe(sessions[0].access);
  expect(await app.events()).toEqual([['tokenRefresh', 'New token retrieved']]);
  // The server takes the new access token.
  expect((await cognito.api('GetUser', { AccessToken: sessions[0].access })).Username).toBe(username);
});

test('a page opened after the tokens expired refreshes them', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const before = await app.run('currentSession');
  await app.page.goto('about:blank');
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  app.calls.length = 0;
  await app.page.goBack();
  await app.page.waitForFunction(() => window.started);
  expect(app.operations().filter((operation) => operation === 'InitiateAuth')).toHaveLength(1);
  expect((await app.run('currentSession')).accessToken.jwtToken).not.toBe(before.accessToken.jwtToken);
});

test('a refresh that is refused signs the user out', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const session = await app.run('currentSession');
  await cognito.api('RevokeToken', { Token: session.refreshToken.token, ClientId: app.pool.clientId });
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  await app.forgetEvents();
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  expect(await app.stored()).toEqual({});
  expect((await app.events())[0]).toEqual(['tokenRefresh_failure', 'Failed to retrieve new token']);
});

ours('a refresh that is refused is not tried again', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const session = await app.run('currentSession');
  await cognito.api('RevokeToken', { Token: session.refreshToken.token, ClientId: app.pool.clientId });
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  app.calls.length = 0;
  await expect(app.run('currentSession')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect(app.operations()).toEqual(['InitiateAuth']);
});

ours('a refresh of the former user does not replace the one who has signed in since', async ({ app, newUser }) => {
  const [former, present] = [await newUser(), await newUser()];
  await app.run('signIn', former.username, former.password);
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  const { asked, release } = await app.holdRefreshes();
  const waiting = app.run('currentSession').catch(() => {});
  await asked;
  await app.run('signIn', present.username, present.password);
  release();
  await waiting;
  expect((await app.stored()).LastAuthUser).toBe(present.username);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(present.username);
});

test('a refresh that finds no network keeps the session', async ({ app, context, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const stored = await app.stored();
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  await app.hurry();
  await context.setOffline(true);
  await expect(app.run('currentSession')).rejects.toMatchObject({ code: 'NetworkError' });
  expect(await app.stored()).toEqual(stored);
  await context.setOffline(false);
  expect((await app.run('currentSession')).accessToken.jwtToken).not.toBe(stored[`${username}.accessToken`]);
});
