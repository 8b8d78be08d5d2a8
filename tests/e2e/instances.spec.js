// Several instances of AuthClass in one page.
import { SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { expect, ours, PASSWORD } from './fixtures.js';

/** Makes an instance of that configuration in the page, under a name, and notes the events of its Hub channel. */
const add = (app, name, config) =>
  app.page.evaluate(
    ([name, config]) => {
      window[name] = new window.Auth.constructor(config);
      window[`events of ${name}`] = [];
      window.Hub.listen(config.hubChannel ?? 'auth', ({ payload: { event } }) =>
        window[`events of ${name}`].push(event),
      );
    },
    [name, config],
  );
const eventsOf = (app, name) => app.page.evaluate((name) => window[`events of ${name}`].splice(0), name);
/** Calls a method of an instance; a JSON copy of the result, or `{ rejected }`. */
const call = (app, name, method, ...args) =>
  app.page.evaluate(
    ([name, method, args]) =>
      window[name][method](...args).then(
        (value) => JSON.parse(JSON.stringify(value ?? null)),
        (error) => ({ rejected: error.message ?? error }),
      ),
    [name, method, args],
  );
const configOf = ({ region, userPoolId, clientId, endpoint }) => ({
  region,
  userPoolId,
  userPoolWebClientId: clientId,
  endpoint,
});

ours(
  'instances of two pools, and of two clients of a pool, do not see each other',
  async ({ app, cognito, pool, newUser }) => {
    const otherPool = await cognito.createUserPool();
    const otherClient = { ...pool, clientId: await cognito.createClient(pool.userPoolId) };
    await add(app, 'staff', { ...configOf(otherPool), hubChannel: 'staff' });
    await add(app, 'admin', { ...configOf(otherClient), hubChannel: 'admin' });
    const { username } = await newUser();
    await newUser({ pool: otherPool, username });
    await app.forgetEvents();

    // One name, in three sessions.
    expect(await call(app, 'staff', 'signIn', username, PASSWORD)).toMatchObject({ username });
    expect(await eventsOf(app, 'staff')).toEqual(['signIn']);
    expect(await app.events()).toEqual([]);
    expect(await call(app, 'admin', 'currentSession')).toEqual({ rejected: 'No current user' });
    expect(await call(app, 'Auth', 'currentSession')).toEqual({ rejected: 'No current user' });

    const { signInUserSession } = await call(app, 'admin', 'signIn', username, PASSWORD);
    await app.run('signIn', username, PASSWORD);
    expect((await app.events()).map(([event]) => event)).toEqual(['signIn']);
    const payloadOf = async (name) => (await call(app, name, 'currentSession')).accessToken.payload;
    expect((await payloadOf('staff')).client_id).toBe(otherPool.clientId);
    expect((await payloadOf('admin')).client_id).toBe(otherClient.clientId);
    expect((await payloadOf('Auth')).client_id).toBe(pool.clientId);

    // Refreshes and sign-outs are each one's own.
    await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
    await eventsOf(app, 'admin');
    await app.forgetEvents();
    app.calls.length = 0;
    const renewed = await call(app, 'admin', 'currentSession');
    expect(renewed.accessToken.jwtToken).not.toBe(signInUserSession.accessToken.jwtToken);
    expect(app.calls.map(({ body }) => body.ClientId)).toEqual([otherClient.clientId]);
    expect(await eventsOf(app, 'admin')).toEqual(['tokenRefresh']);
    await call(app, 'admin', 'signOut');
    expect(await eventsOf(app, 'admin')).toEqual(['signOut']);
    expect(await eventsOf(app, 'staff')).toEqual([]);
    expect(await app.events()).toEqual([]);
    expect((await payloadOf('staff')).client_id).toBe(otherPool.clientId);
    expect((await payloadOf('Auth')).client_id).toBe(pool.clientId);
  },
);

ours(
  'an instance’s events are its own also where a user object of it finds that the session has ended',
  async ({ app, cognito, pool, newUser }) => {
    await add(app, 'admin', {
      ...configOf({ ...pool, clientId: await cognito.createClient(pool.userPoolId) }),
      hubChannel: 'admin',
    });
    const { username } = await newUser();
    await call(app, 'admin', 'signIn', username, PASSWORD);
    await app.forgetEvents();
    await eventsOf(app, 'admin');
    await app.page.route(pool.endpoint, (route) =>
      route.fulfill({
        status: 400,
        headers: { 'Access-Control-Allow-Origin': '*' },
        json: { __type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' },
      }),
    );
    await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
    const message = await app.page.evaluate(
      () =>
        new Promise((resolve) => window.admin.userPool.getCurrentUser().getSession((error) => resolve(error.message))),
    );
    expect(message).toBe('Refresh Token has been revoked');
    expect(await eventsOf(app, 'admin')).toEqual(['tokenRefresh_failure', 'sessionExpired']);
    expect(await app.events()).toEqual([]);
  },
);

ours('two challenges at once are each one’s own', async ({ app, cognito, newUser }) => {
  const otherPool = await cognito.createUserPool();
  await add(app, 'staff', { ...configOf(otherPool), hubChannel: 'staff' });
  const [one, two] = [await newUser({ temporary: true }), await newUser({ pool: otherPool, temporary: true })];
  const names = await app.page.evaluate(
    async ([one, two, password]) => {
      const asked = await Promise.all([
        window.Auth.signIn(one.username, one.password),
        window.staff.signIn(two.username, two.password),
      ]);
      const open = await Promise.all([window.Auth.currentChallenge(), window.staff.currentChallenge()]);
      await window.staff.completeNewPassword(asked[1], password);
      await window.Auth.completeNewPassword(asked[0], password);
      const sessions = await Promise.all([window.Auth.currentSession(), window.staff.currentSession()]);
      return [...open, ...sessions.map((it) => it.getIdToken().payload)].map(
        (it) => it.username ?? it['cognito:username'],
      );
    },
    [one, two, `${PASSWORD}2`],
  );
  expect(names).toEqual([one.username, two.username, one.username, two.username]);
});

ours(
  'a sign-in of one instance leaves the automatic sign-in of another as it is',
  async ({ app, cognito, newUser }) => {
    const otherPool = await cognito.createUserPool();
    await add(app, 'staff', configOf(otherPool));
    const { username: somebody } = await newUser({ pool: otherPool });
    const { username } = await newUser();
    const newcomer = `${username}-2`;
    await call(app, 'Auth', 'signUp', {
      username: newcomer,
      password: PASSWORD,
      attributes: { email: `${newcomer}@example.com` },
      autoSignIn: { enabled: true },
    });
    await call(app, 'staff', 'signIn', somebody, PASSWORD);
    await app.forgetEvents();
    await call(app, 'Auth', 'confirmSignUp', newcomer, SIGN_UP_CODE);
    await app.page.waitForFunction(() => window.events.some(({ event }) => /autoSignIn/.test(event)));
    expect((await app.events()).map(([event]) => event)).toEqual(['confirmSignUp', 'signIn', 'autoSignIn']);
    expect(await call(app, 'Auth', 'currentAuthenticatedUser')).toMatchObject({ username: newcomer });
    expect(await call(app, 'staff', 'currentAuthenticatedUser')).toMatchObject({ username: somebody });
  },
);
