// AWS credentials from an identity pool: of a guest, of the signed-in user, and of users of other providers.
import { expect, ours as test } from './fixtures.js';
import { refuse, serve, tokens } from './scripted-service.js';

const POOL = 'us-east-1:00000000-0000-4000-8000-000000000000';
const GUEST_KEY = `CognitoIdentityId-${POOL}`;
const FEDERATED_KEY = 'aws-amplify-federatedInfo';

/** A reply of GetCredentialsForIdentity, for an hour from now, or for so many seconds. */
const credentials = (IdentityId, seconds = 3600) => ({
  IdentityId,
  Credentials: {
    AccessKeyId: `key of ${IdentityId}`,
    SecretKey: 'a secret',
    SessionToken: 'a token',
    Expiration: Date.now() / 1000 + seconds,
  },
});

/** A page with that identity pool behind the user pool's address. */
const open = (newApp, pool, config) =>
  newApp({ config: { identityPoolId: POOL, identityPoolEndpoint: pool.endpoint, ...config } });

const signInReply = (username, more) => ({ AuthenticationResult: tokens(username, more) });
const PASSWORD_FLOW = { authenticationFlowType: 'USER_PASSWORD_AUTH' };

test('a guest has an identity, and a user another one, at the local Cognito', async ({
  newApp,
  newUser,
  pool,
  cognito,
}) => {
  const identityPoolId = await cognito.createIdentityPool(pool);
  const app = await open(newApp, pool, { identityPoolId });
  const guest = await app.run('currentCredentials');
  expect(guest).toMatchObject({
    authenticated: false,
    accessKeyId: expect.any(String),
    sessionToken: expect.any(String),
  });
  expect(guest.identityId).toMatch(/^us-east-1:/);
  expect(Date.parse(guest.expiration)).toBeGreaterThan(Date.now());
  expect(app.operations()).toEqual(['GetId', 'GetCredentialsForIdentity']);
  // The guest stays who it is, over a reload.
  await app.reload();
  expect((await app.run('currentCredentials')).identityId).toBe(guest.identityId);
  expect(app.operations()).toEqual(['GetCredentialsForIdentity']);

  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  app.calls.length = 0;
  const user = await app.run('currentCredentials');
  expect(user).toMatchObject({ authenticated: true, accessKeyId: expect.any(String) });
  expect(Object.keys(app.calls.at(-1).body.Logins)).toEqual([`cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`]);
  expect((await app.run('currentUserInfo')).id).toBe(user.identityId);

  await app.run('signOut');
  const after = await app.run('currentCredentials');
  expect(after.authenticated).toBe(false);
  expect(after.accessKeyId).not.toBe(user.accessKeyId);
});

test('credentials are kept, and calls at the same time share a request', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  const unexpected = await serve(app, {
    GetId: [{ IdentityId: 'us-east-1:guest' }],
    GetCredentialsForIdentity: [credentials('us-east-1:guest'), credentials('us-east-1:guest')],
  });
  const isOne = await app.page.evaluate(async () => {
    const { currentCredentials } = Auth;
    const [a, b] = await Promise.all([currentCredentials(), currentCredentials()]);
    return a === b && a === (await currentCredentials()) && a.expiration instanceof Date;
  });
  expect(isOne).toBe(true);
  expect(app.operations()).toEqual(['GetId', 'GetCredentialsForIdentity']);
  const forSdk = await app.run('awsCredentials');
  expect(Object.keys(forSdk)).toEqual(['accessKeyId', 'secretAccessKey', 'sessionToken', 'expiration', 'identityId']);
  await app.run('currentUserCredentials');
  expect(app.operations()).toEqual(['GetId', 'GetCredentialsForIdentity', 'GetCredentialsForIdentity']);
  expect(unexpected).toEqual([]);
});

test('they are renewed ten minutes before their end; until then an outage does not matter', async ({
  newApp,
  pool,
}) => {
  const app = await open(newApp, pool);
  await app.hurry();
  await serve(app, {
    GetId: [{ IdentityId: 'us-east-1:guest' }],
    GetCredentialsForIdentity: [
      credentials('us-east-1:guest', 590),
      ...Array(3).fill(refuse('InternalErrorException')),
      credentials('us-east-1:renewed'),
    ],
  });
  const first = await app.run('currentCredentials');
  expect(await app.run('currentCredentials')).toEqual(first);
  expect((await app.run('currentCredentials')).identityId).toBe('us-east-1:renewed');
});

test('on a device whose clock is hours behind, they are renewed after fifty minutes', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  const unexpected = await serve(app, {
    GetId: [{ IdentityId: 'us-east-1:guest' }],
    GetCredentialsForIdentity: ['us-east-1:guest', 'us-east-1:renewed'].map((id) => credentials(id, 3 * 3600)),
  });
  const now = Date.now();
  await app.page.clock.setFixedTime(now);
  const first = await app.run('currentCredentials');
  expect(Date.parse(first.expiration)).toBeGreaterThan(now + 2 * 3600_000);
  // A client of the SDK must not keep them for longer either.
  expect(Date.parse((await app.run('awsCredentials')).expiration)).toBe(now + 3600_000);
  await app.page.clock.setFixedTime(now + 49 * 60_000);
  expect(await app.run('currentCredentials')).toEqual(first);
  await app.page.clock.setFixedTime(now + 50 * 60_000);
  expect((await app.run('currentCredentials')).identityId).toBe('us-east-1:renewed');
  expect(unexpected).toEqual([]);
});

test('another user never gets the former one’s credentials', async ({ newApp, pool }) => {
  const app = await open(newApp, pool, PASSWORD_FLOW);
  await serve(app, {
    InitiateAuth: [signInReply('ana'), signInReply('ben')],
    GetId: ['ana', 'ben', 'guest'].map((name) => ({ IdentityId: `us-east-1:${name}` })),
    GetCredentialsForIdentity: ['ana', 'ben', 'guest'].map((name) => credentials(`us-east-1:${name}`)),
  });
  for (const name of ['ana', 'ben']) {
    await app.run('signIn', name, 'a password');
    for (let count = 0; count < 2; count++)
      expect((await app.run('currentCredentials')).identityId).toBe(`us-east-1:${name}`);
  }
  await app.run('signOut');
  expect((await app.run('currentCredentials')).identityId).toBe('us-east-1:guest');
});

test('both issuers of a user pool give the login of the user pool', async ({ newApp, pool }) => {
  const app = await open(newApp, pool, PASSWORD_FLOW);
  const login = `cognito-idp.us-east-1.amazonaws.com/${pool.userPoolId}`;
  for (const host of ['cognito-idp', 'issuer-cognito-idp']) {
    const iss = `https://${host}.us-east-1.amazonaws.com/${pool.userPoolId}`;
    const AuthenticationResult = tokens('ana', {}, { iss });
    await serve(app, {
      InitiateAuth: [{ AuthenticationResult }],
      RevokeToken: [{}],
      GetId: [{ IdentityId: 'ana' }],
      GetCredentialsForIdentity: [credentials('ana')],
    });
    await app.run('signIn', 'ana', 'a password');
    expect(await app.run('currentUserCredentials')).toMatchObject({ identityId: 'ana', authenticated: true });
    for (const { body } of app.calls.splice(0).slice(-2))
      expect(body.Logins).toEqual({ [login]: AuthenticationResult.IdToken });
    await app.run('signOut');
  }
});

test('an identity that is gone or merged is dropped, and a new one asked for', async ({ newApp, pool }) => {
  const app = await open(newApp, pool, PASSWORD_FLOW);
  const gone = refuse('ResourceNotFoundException', "Identity 'gone' not found.");
  const replies = (name) => ({
    GetId: [{ IdentityId: name }],
    GetCredentialsForIdentity: [gone, credentials(name)],
  });
  const store = (key, value) => app.page.evaluate(([key, value]) => localStorage.setItem(key, value), [key, value]);
  const stored = (key) => app.page.evaluate((key) => localStorage.getItem(key), key);
  const found = async () => {
    app.calls.length = 0;
    const { identityId } = await app.run('currentUserCredentials');
    expect(app.operations()).toEqual(['GetCredentialsForIdentity', 'GetId', 'GetCredentialsForIdentity']);
    return identityId;
  };

  await store(GUEST_KEY, 'gone');
  await serve(app, replies('guest'));
  expect(await found()).toBe('guest');
  expect(await stored(GUEST_KEY)).toBe('guest');

  // The guest's identity is merged into the one that the user has.
  await serve(app, { InitiateAuth: [signInReply('ana')], RevokeToken: [{}], ...replies('ana') });
  await app.run('signIn', 'ana', 'a password');
  expect(await found()).toBe('ana');
  expect(await stored(GUEST_KEY)).toBe(null);
  await app.run('signOut');

  // One that the application has named.
  await serve(app, replies('eve'));
  const response = { token: 'a', expires_at: Date.now() + 3_600_000, identity_id: 'gone' };
  expect(await app.run('federatedSignIn', 'google', response, { name: 'Eve' })).toMatchObject({ identityId: 'eve' });
  const info = JSON.parse(await stored(FEDERATED_KEY));
  expect([info.user.id, info.identity_id]).toEqual(['eve', undefined]);
});

test('each instance has credentials of its own', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  await serve(app, {
    GetId: ['one', 'two'].map((name) => ({ IdentityId: `us-east-1:${name}` })),
    GetCredentialsForIdentity: [credentials('us-east-1:one'), credentials('us-east-1:two')],
  });
  const identities = await app.page.evaluate(async () => {
    const config = { ...Auth.configure(), identityPoolId: 'us-east-1:another' };
    const other = new Auth.constructor(config);
    const found = [await Auth.currentCredentials(), await other.currentCredentials(), await Auth.currentCredentials()];
    return found.map(({ identityId }) => identityId);
  });
  expect(identities).toEqual(['us-east-1:one', 'us-east-1:two', 'us-east-1:one']);
});

test('another identity pool has other credentials', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  await serve(app, {
    GetId: ['one', 'two'].map((name) => ({ IdentityId: `us-east-1:${name}` })),
    GetCredentialsForIdentity: [credentials('us-east-1:one'), credentials('us-east-1:two')],
  });
  expect((await app.run('currentCredentials')).identityId).toBe('us-east-1:one');
  await app.page.evaluate(() => void Auth.configure({ identityPoolId: 'us-east-1:another' }));
  expect((await app.run('currentCredentials')).identityId).toBe('us-east-1:two');
});

test('a user whose session cannot be refreshed just now is no guest, but one whose session has ended is', async ({
  newApp,
  pool,
}) => {
  const app = await open(newApp, pool, PASSWORD_FLOW);
  await app.hurry();
  await serve(app, {
    InitiateAuth: [
      signInReply('ana'),
      ...Array(6).fill(refuse('InternalErrorException')),
      refuse('NotAuthorizedException', 'Refresh Token has expired'),
    ],
    GetId: [{ IdentityId: 'us-east-1:guest' }],
    GetCredentialsForIdentity: [credentials('us-east-1:guest', 3 * 3600)],
  });
  await app.run('signIn', 'ana', 'a password');
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  await expect(app.run('currentCredentials')).rejects.toMatchObject({ code: 'InternalErrorException' });
  expect(await app.run('currentCredentials')).toMatchObject({ identityId: 'us-east-1:guest', authenticated: false });
});

test('errors reject with their code, and nothing half is given', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  await serve(app, {
    GetId: [refuse('NotAuthorizedException', 'Unauthenticated access is not supported for this identity pool.'), {}],
    GetCredentialsForIdentity: [{ IdentityId: 'us-east-1:guest', Credentials: { AccessKeyId: 'k' } }],
  });
  await expect(app.run('currentCredentials')).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    code: 'NotAuthorizedException',
    message: 'Unauthenticated access is not supported for this identity pool.',
  });
  await expect(app.run('currentCredentials')).rejects.toMatchObject({ code: 'InvalidResponse' });
  await app.page.evaluate((key) => localStorage.setItem(key, 'us-east-1:guest'), GUEST_KEY);
  await expect(app.run('currentCredentials')).rejects.toMatchObject({ code: 'InvalidResponse' });
});

test('what is not configured is said in v5’s words', async ({ newApp, pool }) => {
  const bare = await newApp();
  await expect(bare.run('currentCredentials')).rejects.toBe(
    'No Cognito Identity pool provided for unauthenticated access',
  );
  const mandatory = await open(newApp, pool, { mandatorySignIn: true });
  await expect(mandatory.run('currentCredentials')).rejects.toBe(
    'cannot get guest credentials when mandatory signin enabled',
  );
  expect([...bare.calls, ...mandatory.calls]).toEqual([]);
});

test('a user of another provider, as v5 has stored it, keeps the credentials', async ({ newApp, pool }) => {
  const app = await open(newApp, pool);
  await serve(app, {
    GetId: [{ IdentityId: 'us-east-1:eve' }],
    GetCredentialsForIdentity: [credentials('us-east-1:eve'), credentials('us-east-1:eve')],
  });
  const store = (info) =>
    app.page.evaluate(([key, text]) => localStorage.setItem(key, text), [FEDERATED_KEY, JSON.stringify(info)]);
  const info = {
    provider: 'google',
    token: 'a google token',
    user: { name: 'Eve' },
    expires_at: Date.now() + 3_600_000,
  };
  await store(info);
  expect(await app.run('currentCredentials')).toMatchObject({ identityId: 'us-east-1:eve', authenticated: true });
  expect(app.calls[0].body.Logins).toEqual({ 'accounts.google.com': 'a google token' });

  // A token that is over is refreshed by the application.
  await store({ ...info, expires_at: 1, identity_id: 'us-east-1:eve' });
  await expect(app.run('currentCredentials')).rejects.toBe('no refresh handler for provider');
  await store({ ...info, expires_at: 1 });
  await app.page.evaluate(() => {
    let calls = 0;
    window.google = async () => {
      if (++calls === 1) throw new Error('not yet');
      return { token: 'a new token', expires_at: Date.now() + 3_600_000, identity_id: 'us-east-1:eve' };
    };
    Auth.configure({ refreshHandlers: { google: window.google } });
  });
  expect(await app.run('currentCredentials')).toMatchObject({ identityId: 'us-east-1:eve' });
  expect(app.calls.at(-1).body).toEqual({
    IdentityId: 'us-east-1:eve',
    Logins: { 'accounts.google.com': 'a new token' },
  });
  const stored = await app.page.evaluate((key) => JSON.parse(localStorage.getItem(key)), FEDERATED_KEY);
  expect(stored).toMatchObject({ token: 'a new token', user: { name: 'Eve', id: 'us-east-1:eve' } });
});

/** A page with a user of Google whose token is over; the handler is `window.google`. */
async function openWithEndedToken(newApp, pool) {
  const app = await open(newApp, pool);
  // The clock stands still but for what is asked of it here.
  await app.page.clock.install();
  await app.page.clock.pauseAt(Date.now() + 60_000);
  await app.page.evaluate(
    ([key, text]) => {
      localStorage.setItem(key, text);
      Auth.configure({ refreshHandlers: { google: () => (window.calls.push(Date.now()), window.google()) } });
      window.calls = [];
      window.newer = () => ({ token: 'a new token', expires_at: Date.now() + 3_600_000 });
    },
    [FEDERATED_KEY, JSON.stringify({ provider: 'google', token: 'old', user: { name: 'Eve' }, expires_at: 1 })],
  );
  const unexpected = await serve(app, {
    GetId: [{ IdentityId: 'eve' }, { IdentityId: 'eve' }],
    GetCredentialsForIdentity: [credentials('eve'), credentials('eve')],
  });
  /** `{ value }` or `{ error }` of a call, and how often the handler was called; the time of pauses passes at once. */
  const ask = async () => {
    let isSettled = false;
    const asked = app.page
      .evaluate(() => {
        window.calls.length = 0;
        const error = (reason) =>
          typeof reason === 'string' ? reason : { code: reason.code, message: reason.message };
        return Auth.currentCredentials().then(
          (value) => ({ value, calls: window.calls.length }),
          (reason) => ({ error: error(reason), calls: window.calls.length }),
        );
      })
      .finally(() => (isSettled = true));
    while (!isSettled) await app.pass(1000);
    return asked;
  };
  const stored = () => app.page.evaluate((key) => JSON.parse(localStorage.getItem(key)), FEDERATED_KEY);
  return { app, ask, stored, unexpected };
}

const GOOD = { value: expect.objectContaining({ identityId: 'eve', authenticated: true }), calls: 1 };

test('a refresh handler that never answers is waited for half a minute, and called again at the next try', async ({
  newApp,
  pool,
}) => {
  const { app, ask, stored } = await openWithEndedToken(newApp, pool);
  await app.page.evaluate(() => void (window.google = () => new Promise(() => {})));
  const started = await app.page.evaluateHandle(() => {
    const state = { settled: 0 };
    const settled = () => void state.settled++;
    state.answers = Promise.allSettled(
      [Auth.currentCredentials(), Auth.currentCredentials()].map((asked) => asked.finally(settled)),
    );
    return state;
  });
  await expect.poll(() => app.page.evaluate(() => window.calls.length)).toBe(1);
  await app.page.clock.runFor(29_900);
  expect(await started.evaluate(({ settled }) => settled)).toBe(0);
  await app.page.clock.runFor(200);
  const errors = await started.evaluate(async ({ answers }) =>
    (await answers).map(({ reason }) => ({ code: reason.code, message: reason.message })),
  );
  const error = { code: 'NetworkError', message: 'Network error' };
  expect(errors).toEqual([error, error]);
  expect(await app.page.evaluate(() => window.calls.length)).toBe(1);
  expect(await stored()).toMatchObject({ token: 'old' });
  await app.page.evaluate(() => void (window.google = async () => window.newer()));
  expect(await ask()).toEqual(GOOD);
  expect(await stored()).toMatchObject({ token: 'a new token', user: { name: 'Eve', id: 'eve' } });
});

test('a refresh handler that gives no token gives nobody’s credentials, and is called again at the next try', async ({
  newApp,
  pool,
}) => {
  const { app, ask, stored } = await openWithEndedToken(newApp, pool);
  for (const rubbish of [undefined, null, 7, 'a token', {}, { token: '' }, []]) {
    await app.page.evaluate((rubbish) => void (window.google = () => rubbish), rubbish);
    expect(await ask()).toMatchObject({
      error: { message: 'Federation requires the token of the provider' },
      calls: 1,
    });
  }
  expect(app.calls).toEqual([]);
  expect(await stored()).toMatchObject({ token: 'old' });
  // A handler may answer at once.
  await app.page.evaluate(() => void (window.google = () => window.newer()));
  expect(await ask()).toEqual(GOOD);
});

test('a refresh handler that cannot reach the provider signs nobody out, and one that is refused does', async ({
  newApp,
  pool,
}) => {
  const { app, ask, stored } = await openWithEndedToken(newApp, pool);
  await app.page.evaluate(() => {
    window.failures = {
      fetch: () => Promise.reject(new TypeError('Failed to fetch')),
      signal: () => Promise.reject(new DOMException('signal timed out', 'TimeoutError')),
      axios: () => Promise.reject(new Error('Network Error')),
      v5: () => Promise.reject('network error'),
      thrown: () => {
        throw new TypeError('Load failed');
      },
      refused: () => Promise.reject(new Error('the user is gone')),
    };
  });
  const fails = (name) => app.page.evaluate((name) => void (window.google = window.failures[name]), name);
  for (const [name, text] of [
    ['fetch', 'TypeError: Failed to fetch'],
    ['signal', 'TimeoutError: signal timed out'],
    ['axios', 'Error: Network Error'],
    ['v5', 'network error'],
    ['thrown', 'TypeError: Load failed'],
  ]) {
    await fails(name);
    expect(await ask()).toMatchObject({ error: `refreshing federation token failed: ${text}`, calls: 7 });
    expect(await stored(), name).toMatchObject({ token: 'old' });
  }
  await app.page.evaluate(() => void (window.google = async () => window.newer()));
  expect(await ask()).toEqual(GOOD);

  await app.page.clock.runFor(2 * 3600_000);
  await fails('refused');
  expect(await ask()).toMatchObject({ error: 'refreshing federation token failed: Error: the user is gone', calls: 7 });
  expect(await stored()).toBe(null);
});

test('who signs out while a refresh handler is asked stays signed out', async ({ newApp, pool }) => {
  const { app, stored } = await openWithEndedToken(newApp, pool);
  const store = (info) =>
    app.page.evaluate(([key, text]) => localStorage.setItem(key, text), [FEDERATED_KEY, JSON.stringify(info)]);
  for (const outcome of ['resolve', 'reject']) {
    await store({ provider: 'google', token: outcome, user: { name: 'Eve' }, expires_at: 1 });
    const asked = app.page.evaluate(() => {
      window.google = () => new Promise((resolve, reject) => Object.assign(window, { resolve, reject }));
      return Auth.currentCredentials().then(
        ({ identityId }) => identityId,
        (error) => error,
      );
    });
    await app.page.waitForFunction(() => window.resolve);
    await app.run('signOut');
    const now = { provider: 'facebook', token: 'b', user: { name: 'Fay' }, expires_at: 1 };
    if (outcome === 'reject') await store(now);
    await app.page.evaluate((outcome) => {
      const { resolve, reject } = window;
      delete window.resolve;
      if (outcome === 'resolve') resolve(window.newer());
      else reject(Object.assign(new Error('over'), { nonRetryable: true }));
    }, outcome);
    // The credentials are whose they were asked for.
    expect(await asked).toBe(outcome === 'resolve' ? 'eve' : 'refreshing federation token failed: Error: over');
    expect(await stored()).toEqual(outcome === 'resolve' ? null : now);
  }
});

test('who signs in at another provider has credentials without a user pool, until the sign-out', async ({
  newApp,
  pool,
}) => {
  const app = await open(newApp, pool, { userPoolId: undefined, userPoolWebClientId: undefined });
  const unexpected = await serve(app, {
    GetId: [{ IdentityId: 'eve' }, { IdentityId: 'guest' }],
    GetCredentialsForIdentity: [credentials('eve'), credentials('guest')],
  });
  const response = { token: 'a', expires_at: Date.now() + 3_600_000 };
  const given = await app.run('federatedSignIn', 'google', response, { name: 'Eve' });
  expect(given).toMatchObject({ identityId: 'eve', authenticated: true });
  expect(app.calls[0].body.Logins).toEqual({ 'accounts.google.com': 'a' });
  expect(await app.run('currentCredentials')).toEqual(given);
  expect(await app.run('currentAuthenticatedUser')).toEqual({ id: 'eve', name: 'Eve', token: 'a' });
  await app.reload();
  expect(await app.run('currentUserInfo')).toEqual({ id: 'eve', name: 'Eve', token: 'a' });
  await app.run('signOut');
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  expect(await app.run('currentUserInfo')).toBe(null);
  expect(await app.run('currentCredentials')).toMatchObject({ identityId: 'guest', authenticated: false });
  expect(await app.keys()).toEqual([`CognitoIdentityId-${POOL}`]);
  expect(unexpected).toEqual([]);
});
