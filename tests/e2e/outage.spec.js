// What happens to a session when the service, or the way to it, fails for a while.
import { expect, ours, PASSWORD, test } from './fixtures.js';

const LATER = 2 * 3600_000;
const CORS = { 'access-control-allow-origin': '*' };

async function expired(app, newUser) {
  const user = await newUser();
  await app.run('signIn', user.username, PASSWORD);
  await app.page.clock.setFixedTime(Date.now() + LATER);
  app.calls.length = 0;
  await app.forgetEvents();
  return user;
}

/** Answers the service's calls with this instead. */
const answer = (app, reply) =>
  app.page.route(app.pool.endpoint, (route, request) =>
    request.method() === 'POST'
      ? reply === 'abort'
        ? route.abort()
        : route.fulfill({ headers: CORS, ...reply })
      : route.fallback(),
  );

for (const [what, reply] of [
  ['no reply', 'abort'],
  ['502 of a proxy', { status: 502, body: '<html>' }],
  ['throttling', { status: 400, body: '{"__type":"TooManyRequestsException","message":"Rate exceeded"}' }],
  ['a success that is none', { status: 200, body: '<html>Log in to the hotel' }],
])
  ours(`the session outlives ${what}, and the app can tell it from signed out`, async ({ app, newUser }) => {
    const { username, email } = await expired(app, newUser);
    const before = await app.stored();
    await app.hurry();
    await answer(app, reply);
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    expect(await app.stored()).toEqual(before);
    const user = await app.run('currentAuthenticatedUser', { allowStale: true });
    expect(user).toMatchObject({ username, attributes: { email }, stale: { code: expect.any(String) } });
    expect((await app.events()).map(([event]) => event)).not.toContain('sessionExpired');
    // It is back.
    await app.page.unroute(app.pool.endpoint);
    const fresh = await app.run('currentAuthenticatedUser', { allowStale: true });
    expect(fresh).not.toHaveProperty('stale');
    await app.run('signOut');
    await expect(app.run('currentAuthenticatedUser', { allowStale: true })).rejects.toBe(
      'The user is not authenticated',
    );
  });

ours('a verdict ends the session, and says so', async ({ app, cognito, newUser }) => {
  const { username } = await expired(app, newUser);
  await cognito.admin('AdminDisableUser', { UserPoolId: app.pool.userPoolId, Username: username });
  await expect(app.run('currentSession')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect((await app.events()).map(([event]) => event)).toEqual(
    expect.arrayContaining(['tokenRefresh_failure', 'sessionExpired']),
  );
  expect(await app.stored()).toEqual({});
});

ours('a request that is not answered in time is given up, with the reason', async ({ app, newUser }) => {
  await expired(app, newUser);
  await app.page.route(app.pool.endpoint, () => {});
  const error = await app.page.evaluate(async (config) => {
    window.Auth.configure({ ...config, requestTimeout: 50 });
    const { name, code, message, cause } = await window.Auth.confirmSignUp('u', '123456').catch((error) => error);
    return { name, code, message, cause: cause.name };
  }, app.authConfig());
  expect(error).toEqual({ name: 'Error', code: 'NetworkError', message: 'Network error', cause: 'TimeoutError' });
});

ours('requests can be aborted, also while one waits to be repeated', async ({ app, newUser }) => {
  await expired(app, newUser);
  await answer(app, {
    status: 503,
    headers: { ...CORS, 'retry-after': '20', 'access-control-expose-headers': 'Retry-After' },
  });
  const waiting = app.run('currentSession').catch((error) => error);
  await expect.poll(() => app.calls.length).toBe(1);
  await app.page.waitForTimeout(500);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  expect(app.calls).toHaveLength(1);
});

ours('Retry-After is honoured', async ({ app, newUser }) => {
  await expired(app, newUser);
  const times = [];
  await app.page.route(app.pool.endpoint, (route, request) => {
    if (request.method() !== 'POST') return route.fallback();
    times.push(Date.now());
    if (times.length > 1) return route.fallback();
    return route.fulfill({
      status: 429,
      headers: { ...CORS, 'retry-after': '1', 'access-control-expose-headers': 'Retry-After' },
      body: '{"__type":"TooManyRequestsException"}',
    });
  });
  await app.run('currentSession');
  expect(times[1] - times[0]).toBeGreaterThanOrEqual(1000);
});

ours('refresh tokens that rotate: found out, and kept', async ({ app, newUser }) => {
  const { username } = await expired(app, newUser);
  // What AWS does to REFRESH_TOKEN_AUTH where they rotate; the local server knows no rotation.
  let count = 0;
  await app.page.route(app.pool.endpoint, async (route, request) => {
    const body = request.postData() ?? '';
    const operation = request.headers()['x-amz-target']?.split('.')[1];
    if (body.includes('REFRESH_TOKEN_AUTH'))
      return route.fulfill({
        status: 400,
        headers: CORS,
        body: '{"__type":"NotAuthorizedException","message":"Refresh token rotation is enabled"}',
      });
    if (operation !== 'GetTokensFromRefreshToken') return route.fallback();
    const { RefreshToken, ...rest } = JSON.parse(body);
    const response = await route.fetch({
      postData: JSON.stringify({ ...rest, RefreshToken: RefreshToken.split('#')[0] }),
    });
    const reply = await response.json();
    reply.AuthenticationResult.RefreshToken = `${RefreshToken.split('#')[0]}#${++count}`;
    return route.fulfill({ response, json: reply });
  });
  const first = await app.run('currentSession');
  expect(first.refreshToken.token).toMatch(/#1$/);
  expect((await app.stored())[`${username}.refreshToken`]).toMatch(/#1$/);
  await app.page.clock.setFixedTime(Date.now() + 2 * LATER);
  await app.run('currentSession');
  expect(app.calls.map(({ operation, body }) => [operation, body.RefreshToken?.split('#')[1]])).toEqual([
    ['InitiateAuth', undefined],
    ['GetTokensFromRefreshToken', undefined],
    ['GetTokensFromRefreshToken', '1'],
  ]);
  // By configuration, without asking first.
  await app.page.evaluate(
    (config) => window.Auth.configure({ ...config, refreshTokenRotation: true }),
    app.authConfig(),
  );
  await app.page.clock.setFixedTime(Date.now() + 3 * LATER);
  app.calls.length = 0;
  await app.run('currentSession');
  expect(app.operations()).toEqual(['GetTokensFromRefreshToken']);
});

ours('a device whose clock is hours wrong, and is then set right, refreshes once', async ({ app, newUser }) => {
  const { username } = await newUser();
  await app.page.clock.setFixedTime(Date.now() - 5 * 3600_000);
  await app.run('signIn', username, PASSWORD);
  app.calls.length = 0;
  await app.run('currentSession');
  expect(app.operations()).toEqual([]);
  await app.page.clock.setFixedTime(Date.now());
  for (let call = 0; call < 3; call++) await app.run('currentSession');
  expect(app.operations()).toEqual(['InitiateAuth']);
});
