import { deferred, expect, ours, test } from './fixtures.js';

const TWO_HOURS_MS = 2 * 3600_000;

/** The server's answer to a refresh with this session's token. */
function refresh(cognito, { clientId }, { refreshToken }) {
  return cognito
    .api('InitiateAuth', {
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: refreshToken.token },
    })
    .then(
      () => 'accepted',
      ({ code }) => code,
    );
}

test('signOut revokes the refresh token and leaves no key of the client', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const session = await app.run('currentSession');
  expect(await refresh(cognito, app.pool, session)).toBe('accepted');
  app.calls.length = 0;
  await app.forgetEvents();

  expect(await app.run('signOut')).toBe(undefined);
  expect(app.calls).toEqual([
    { operation: 'RevokeToken', body: { Token: session.refreshToken.token, ClientId: app.pool.clientId } },
  ]);
  expect(await refresh(cognito, app.pool, session)).toBe('NotAuthorizedException');
  await expect(cognito.api('GetUser', { AccessToken: session.accessToken.jwtToken })).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  });
  expect(await app.keys()).toEqual([]);
  expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  await app.reload();
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

test('signOut everywhere ends the session of another browser too', async ({ app, newApp, cognito, newUser }) => {
  const { username, password } = await newUser();
  const other = await newApp({ isolated: true });
  await app.run('signIn', username, password);
  await other.run('signIn', username, password);
  const session = await other.run('currentSession');
  app.calls.length = 0;
  await app.forgetEvents();

  await app.run('signOut', { global: true });
  expect(app.operations()).toEqual(['GlobalSignOut']);
  expect(await app.stored()).toEqual({});
  expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);

  await expect(cognito.api('GetUser', { AccessToken: session.accessToken.jwtToken })).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  });
  expect(await refresh(cognito, app.pool, session)).toBe('NotAuthorizedException');
  // The other page notices when it asks the server next.
  await other.forgetEvents();
  await expect(other.run('currentAuthenticatedUser', { bypassCache: true })).rejects.toBe(
    'The user is not authenticated',
  );
  expect(await other.stored()).toEqual({});
  // v5 has no sessionExpired.
  expect((await other.events()).filter(([event]) => event !== 'sessionExpired')).toEqual([
    ['signOut', 'A user has been signed out'],
  ]);
});

test('a global signOut that the server refuses keeps what is stored', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const session = await app.run('currentSession');
  const stored = await app.stored();
  await cognito.api('GlobalSignOut', { AccessToken: session.accessToken.jwtToken });
  await app.forgetEvents();
  await expect(app.run('signOut', { global: true })).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.stored()).toEqual(stored);
  expect(await app.events()).toEqual([]);
});

test('signOut without a user sends nothing', async ({ app }) => {
  await app.run('signOut');
  await app.run('signOut', { global: true });
  expect(app.calls).toEqual([]);
  expect((await app.events()).slice(1)).toEqual([
    ['signOut', 'A user has been signed out'],
    ['signOut', 'A user has been signed out'],
  ]);
});

test('user.signOut() removes the tokens at once and sends nothing', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  app.calls.length = 0;
  const keys = await app.page.evaluate(async () => {
    const user = await window.Auth.currentAuthenticatedUser();
    user.signOut();
    return Object.keys(localStorage).filter((key) => key.startsWith('CognitoIdentityServiceProvider'));
  });
  expect(keys).toEqual([]);
  expect(app.calls).toEqual([]);
});

for (const [tokens, later] of [
  ['valid', 0],
  ['expired', TWO_HOURS_MS],
]) {
  ours(
    `offline, with ${tokens} tokens, signOut removes everything and does not wait`,
    async ({ app, context, newUser }) => {
      const { username, password } = await newUser();
      await app.run('signIn', username, password);
      // No timer ends from here on: what waited for one would never settle.
      await app.page.clock.install();
      await app.page.clock.pauseAt(Date.now() + Math.max(later, 1000));
      await context.setOffline(true);
      await app.forgetEvents();
      await app.run('signOut');
      expect(await app.keys()).toEqual([]);
      expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);
      await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    },
  );
}

ours(
  'a refresh token that could not be revoked offline is revoked when the network is back',
  async ({ app, context, cognito, newUser }) => {
    const { username, password } = await newUser();
    await app.run('signIn', username, password);
    const session = await app.run('currentSession');
    await context.setOffline(true);
    await app.run('signOut');
    expect(await refresh(cognito, app.pool, session)).toBe('accepted');
    await context.setOffline(false);
    await expect.poll(() => refresh(cognito, app.pool, session)).toBe('NotAuthorizedException');
  },
);

ours('a refresh that was under way does not bring the session back', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  await app.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  // Nor does the server: it is not told of the sign-out.
  await app.page.route(app.pool.endpoint, (route, request) =>
    request.headers()['x-amz-target']?.endsWith('.RevokeToken') ? route.abort() : route.fallback(),
  );
  const { asked, release } = await app.holdRefreshes();
  const waiting = app.run('currentSession').catch(() => {});
  await asked;
  await app.run('signOut');
  release();
  await waiting;
  expect(await app.stored()).toEqual({});
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

ours('signOut works when the id token is missing', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  await app.page.evaluate(
    (key) => localStorage.removeItem(key),
    `CognitoIdentityServiceProvider.${app.pool.clientId}.${username}.idToken`,
  );
  await app.reload();
  await app.run('signOut');
  expect(await app.stored()).toEqual({});
});

for (const [what, prepare] of [
  ['before anything else of the page needed the wasm', async () => {}],
  ['with the wasm loaded', (app) => app.run('currentChallenge')],
])
  ours(`a page that is left right after signOut, ${what}, is signed out`, async ({ app, newUser }) => {
    const { username, password } = await newUser();
    await app.run('signIn', username, password);
    await app.reload();
    await prepare(app);
    await app.page.evaluate(() => {
      window.isLeft = true;
      window.Auth.signOut();
      location.reload();
    });
    await app.page.waitForFunction(() => !window.isLeft && window.started);
    expect(await app.stored()).toEqual({});
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  });

for (const [what, reply] of [
  ['503', { status: 503 }],
  ['404', { status: 404 }],
  ['nothing', undefined],
])
  ours(`where the wasm is answered with ${what}, signOut signs out here`, async ({ app, context, newUser }) => {
    const { username, password } = await newUser();
    await app.run('signIn', username, password);
    const wasm = /auth[^/]*\.wasm$/;
    await context.route(wasm, (route) => (reply ? route.fulfill(reply) : route.abort()));
    await app.page.evaluate(
      (prefix) => localStorage.setItem(`${prefix}deviceKey`, 'stays'),
      `CognitoIdentityServiceProvider.${app.pool.clientId}.${username}.`,
    );
    await app.reload();
    await app.forgetEvents();
    expect(await app.run('signOut')).toBe(undefined);
    expect(await app.stored()).toEqual({ [`${username}.deviceKey`]: 'stays' });
    expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);
    expect(await app.page.evaluate(() => window.Auth.user)).toBe(null);
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    // Nobody is signed in any more: that is no reason to fail either.
    await app.run('signOut');
    // Everywhere needs the service.
    await expect(app.run('signOut', { global: true })).rejects.toThrow();
    await context.unroute(wasm);
    expect(await app.run('currentChallenge')).toBe(null);
  });

ours(
  'where the wasm is never answered, signOut signs out here, and waits for a second',
  async ({ app, context, cognito, newUser }) => {
    const { username, password } = await newUser();
    await app.run('signIn', username, password);
    const session = await app.run('currentSession');
    const answer = deferred();
    await context.route(/auth[^/]*\.wasm$/, (route) => answer.promise.then(() => route.continue()));
    await app.reload();
    await app.forgetEvents();
    // The clock stands still but for what is asked of it here.
    await app.page.clock.install();
    await app.page.clock.pauseAt(Date.now() + 60_000);
    let took = 0;
    const signedOut = app.page
      .evaluate(async () => {
        const before = performance.now();
        await window.Auth.signOut();
        return performance.now() - before;
      })
      .then((milliseconds) => (took = milliseconds));
    while (!took) await app.page.clock.runFor(100);
    await signedOut;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(2000);
    await app.page.clock.resume();
    expect(await app.stored()).toEqual({});
    expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);
    expect(await app.page.evaluate(() => window.Auth.user)).toBe(null);
    // Who signs in meanwhile stays so when the module comes, which revokes all the same.
    const prefix = `CognitoIdentityServiceProvider.${app.pool.clientId}.`;
    await app.page.evaluate((prefix) => {
      localStorage.setItem(`${prefix}bea.idToken`, 'i');
      localStorage.setItem(`${prefix}LastAuthUser`, 'bea');
    }, prefix);
    answer.resolve();
    await expect.poll(() => refresh(cognito, app.pool, session)).toBe('NotAuthorizedException');
    expect(await app.stored()).toEqual({ LastAuthUser: 'bea', 'bea.idToken': 'i' });
  },
);

ours(
  'where the wasm cannot be had, user.signOut with a callback signs out here, and is told',
  async ({ app, context, newUser }) => {
    const { username, password } = await newUser();
    await app.run('signIn', username, password);
    await context.route(/auth[^/]*\.wasm$/, (route) => route.abort());
    await app.reload();
    const result = await app.page.evaluate(async () => {
      const user = await window.Auth.currentAuthenticatedUser();
      const called = new Promise((resolve) => user.signOut((error) => resolve(error?.code)));
      const left = Object.keys(localStorage).filter((key) => key.startsWith('CognitoIdentityServiceProvider'));
      return { left, code: await called, session: user.getSignInUserSession() };
    });
    expect(result).toEqual({ left: [], code: 'NetworkError', session: null });
  },
);

/** Has another tab write, so that the module's turn comes later: until `unlock()` in the page. */
const lock = (app) =>
  app.page.evaluate((name) => {
    return new Promise((locked) => {
      navigator.locks.request(name, () => new Promise((resolve) => locked(void (window.unlock = resolve))));
    });
  }, `cognito-auth-wasm.${app.pool.clientId}`);

ours('who signs in elsewhere while signOut waits for its turn stays signed in', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  await lock(app);
  const waiting = app.run('signOut');
  await expect.poll(() => app.stored()).toEqual({});
  const prefix = `CognitoIdentityServiceProvider.${app.pool.clientId}.`;
  await app.page.evaluate((prefix) => {
    localStorage.setItem(`${prefix}bea.idToken`, 'i');
    localStorage.setItem(`${prefix}LastAuthUser`, 'bea');
    window.unlock();
  }, prefix);
  await waiting;
  expect(await app.stored()).toEqual({ LastAuthUser: 'bea', 'bea.idToken': 'i' });
});

ours('so does the same user, and the session that has ended is revoked', async ({ app, cognito, newUser }) => {
  const { username, password } = await newUser();
  const prefix = `CognitoIdentityServiceProvider.${app.pool.clientId}.`;
  await app.run('signIn', username, password);
  const later = await app.stored();
  await app.page.evaluate(() => localStorage.clear());
  await app.reload();
  await app.run('signIn', username, password);
  const ended = await app.run('currentSession');
  await lock(app);
  const waiting = app.run('signOut');
  await expect.poll(() => app.stored()).toEqual({});
  await app.page.evaluate(
    ([prefix, items]) => {
      for (const [name, text] of Object.entries(items)) localStorage.setItem(`${prefix}${name}`, text);
      window.unlock();
    },
    [prefix, later],
  );
  await waiting;
  expect(await app.stored()).toEqual(later);
  expect(await refresh(cognito, app.pool, ended)).toBe('NotAuthorizedException');
  const { refreshToken } = await app.run('currentSession');
  expect(await refresh(cognito, app.pool, { refreshToken })).toBe('accepted');
});
