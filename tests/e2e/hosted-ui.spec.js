// The way to the hosted page, back and out again.
import { ours as onCognito } from './fixtures.js';
import { HostedApp, OUT, PASSWORD, expect, hostedClient, test } from './hosted.js';

const CUSTOM = 'an € ünï 名 😀, & = %20 + #';
const RETURNS = ['parsingCallbackUrl', 'codeFlow', 'signIn', 'cognitoHostedUI'];
const HOSTED_KEY = 'amplify-signin-with-hostedUI';
const sessionOf = (username) => [
  'LastAuthUser',
  `${username}.accessToken`,
  `${username}.clockDrift`,
  `${username}.hostedUI`,
  `${username}.idToken`,
  `${username}.refreshToken`,
  `${username}.userData`,
];

/** What `call` does in the page, which it leaves for the page after signing out. */
async function leaves(app, call, ...args) {
  await app.page.evaluate(([call, args]) => void window.Auth[call](...args).catch(() => {}), [call, args]);
  await app.page.waitForURL((url) => url.href.endsWith(OUT));
}

test('to the page and back: one exchange with PKCE, a session as any other, a clean address', async ({
  hosted,
  newUser,
}) => {
  const user = await newUser();
  const url = await hosted.signInThere(user);
  expect([...url.searchParams.keys()]).toEqual([
    'redirect_uri',
    'response_type',
    'client_id',
    'identity_provider',
    'scope',
    'state',
    'code_challenge',
    'code_challenge_method',
  ]);
  expect(url.searchParams.get('state')).toMatch(/^[0-9A-Za-z]{32}$/);
  expect(await hosted.username()).toBe(user.username);
  expect(Object.keys(await hosted.stored()).sort()).toEqual(sessionOf(user.username));
  const [{ headers, ...exchange }, ...others] = hosted.exchanges;
  expect(others).toEqual([]);
  expect(exchange).toEqual({
    grant_type: 'authorization_code',
    code: expect.stringMatching(/^[0-9a-f-]{36}$/),
    client_id: hosted.pool.clientId,
    redirect_uri: hosted.redirect,
    code_verifier: expect.stringMatching(/^[A-Za-z0-9]{128}$/),
  });
  expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  expect(headers.authorization).toBeUndefined();
  expect(hosted.page.url()).toBe(hosted.redirect);
  expect(await hosted.attempts()).toEqual([]);
  const told = await hosted.told();
  expect(told.map(({ event }) => event).filter((event) => event !== 'configured')).toEqual(RETURNS);
  for (const event of ['signIn', 'cognitoHostedUI'])
    expect(told.find((each) => each.event === event).isStored).toBe(true);
  const kept = (key) => hosted.page.evaluate((key) => localStorage.getItem(key), key);
  expect(await kept(HOSTED_KEY)).toBe('true');
  expect(await kept('amplify-redirected-from-hosted-ui')).toBe('true');

  // The Back button does not lead to the code once more.
  await hosted.reload();
  expect(await hosted.username()).toBe(user.username);
  expect(await hosted.names()).toEqual(['parsingCallbackUrl']);
  expect(hosted.exchanges.length).toBe(1);
});

test('a session of the hosted page is refreshed like any other, with rotation', async ({
  hosted,
  newUser,
  cognito,
}) => {
  const user = await newUser();
  await hosted.signInThere(user);
  const rotation = (RefreshTokenRotation) =>
    hosted.admin('UpdateUserPoolClient', { ClientId: hosted.pool.clientId, RefreshTokenRotation });
  await rotation({ Feature: 'ENABLED', RetryGracePeriodSeconds: 0 });
  try {
    await hosted.open({ refreshTokenRotation: true });
    const before = await hosted.stored();
    await hosted.page.evaluate(
      (key) => localStorage.setItem(key, '-7200'),
      `CognitoIdentityServiceProvider.${hosted.pool.clientId}.${user.username}.clockDrift`,
    );
    await hosted.run('currentSession');
    expect(hosted.operations()).toContain('GetTokensFromRefreshToken');
    const after = await hosted.stored();
    for (const name of ['accessToken', 'refreshToken'])
      expect(after[`${user.username}.${name}`]).not.toBe(before[`${user.username}.${name}`]);
  } finally {
    await rotation({ Feature: 'DISABLED' });
  }
  expect(cognito.region).toBe('us-east-1');
});

for (const [name, call, args, operation] of [
  ['signOut', 'signOut', [], 'RevokeToken'],
  ['signOut, global', 'signOut', [{ global: true }], 'GlobalSignOut'],
  ['deleteUser', 'deleteUser', [], 'DeleteUser'],
])
  test(`${name} ends the session at the hosted page too`, async ({ hosted, newUser }) => {
    const user = await newUser();
    await hosted.signInThere(user);
    hosted.calls.length = 0;
    await leaves(hosted, call, ...args);
    expect(hosted.operations()).toContain(operation);
    const out = hosted.visits.at(-1);
    expect(out.pathname).toBe('/logout');
    expect(Object.fromEntries(out.searchParams)).toEqual({
      client_id: hosted.pool.clientId,
      logout_uri: hosted.oauth().redirectSignOut,
    });
    expect(await hosted.stored()).toEqual({});
    // The next one is asked who he is.
    await hosted.open();
    await hosted.leave();
    await expect(hosted.page.getByLabel('Password')).toBeVisible();
  });

test('a session that came by password does not go there', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.run('signIn', user.username, PASSWORD);
  await hosted.run('signOut');
  expect(hosted.visits).toEqual([]);
  expect(await hosted.stored()).toEqual({});
  // v5 ignores what follows the options.
  await hosted.run('signIn', user.username, PASSWORD);
  await hosted.run('signOut', { global: true }, true);
  expect(hosted.visits).toEqual([]);
  // Nor does one that replaces a hosted one.
  await hosted.signInThere(user);
  await hosted.run('signIn', user.username, PASSWORD);
  await hosted.run('signOut');
  expect(hosted.visits.map(({ pathname }) => pathname)).toEqual(['/oauth2/authorize']);
});

test('customState is any text, whatever the provider', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.leave({ customState: CUSTOM });
  await hosted.login(user);
  await hosted.back();
  const [{ data, message }] = await hosted.page.evaluate(() =>
    window.events.filter(({ event }) => event === 'customOAuthState').map(({ data, message }) => ({ data, message })),
  );
  expect([data, message]).toEqual([CUSTOM, `State for user ${user.username}`]);

  await hosted.page.evaluate(() => localStorage.clear());
  await hosted.open();
  await hosted.leave({ provider: 'Google', customState: CUSTOM });
  await hosted.page.getByLabel('Email').fill('eve@example.com');
  await hosted.page.getByRole('button', { name: 'Continue' }).click();
  await hosted.back();
  expect(await hosted.username()).toMatch(/^Google_\d+$/);
  const events = await hosted.page.evaluate(() => window.events.map(({ event, data }) => [event, data]));
  expect(events.at(-1)).toEqual(['customOAuthState', CUSTOM]);
});

test('what a call can say: hint, language, nonce, prompt, scopes, provider', async ({ hosted, newUser }) => {
  const user = await newUser();
  const url = await hosted.leave({
    provider: 'COGNITO',
    loginHint: user.username,
    lang: 'fr',
    nonce: 'n-1',
    prompt: 'login',
    scopes: ['openid', 'aws.cognito.signin.user.admin'],
  });
  expect(url.searchParams.get('scope')).toBe('openid aws.cognito.signin.user.admin');
  expect(url.searchParams.get('prompt')).toBe('login');
  await expect(hosted.page.locator('html')).toHaveAttribute('lang', 'fr');
  await expect(hosted.page.getByLabel('Username')).toHaveValue(user.username);
  await hosted.login(user);
  await hosted.back();
  const session = await hosted.stored();
  const claims = (name) => JSON.parse(Buffer.from(session[`${user.username}.${name}`].split('.')[1], 'base64url'));
  expect(claims('idToken').nonce).toBe('n-1');
  expect(claims('accessToken').scope).toBe('openid aws.cognito.signin.user.admin');

  await hosted.admin('CreateIdentityProvider', {
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    IdpIdentifiers: ['corp.example'],
  });
  await hosted.page.evaluate(() => localStorage.clear());
  await hosted.open();
  const named = await hosted.leave({ customProvider: 'Corp' });
  expect(named.searchParams.get('identity_provider')).toBe('Corp');
  await hosted.open();
  const identified = await hosted.leave({ idpIdentifier: 'corp.example' });
  expect(identified.searchParams.get('idp_identifier')).toBe('corp.example');
  expect(identified.searchParams.has('identity_provider')).toBe(false);
  await expect(hosted.page.getByText('Who are you at Corp?')).toBeVisible();
});

test('of several addresses to come back to, the one of this page is chosen, or the one that the call names', async ({
  newHostedApp,
  newUser,
}) => {
  const at = (path) => new URL(path, process.env.E2E_APP).href;
  const list = ['https://elsewhere.example/', at('hosted-strict.html'), at('hosted.html')];
  for (const redirectSignIn of [list.join(','), list]) {
    const app = await newHostedApp({
      oauth: { redirectSignIn, redirectSignOut: ['https://x.example/', at('hosted.html')].join(',') },
    });
    const user = await newUser();
    const url = await app.signInThere(user, { prompt: 'login' });
    expect(url.searchParams.get('redirect_uri')).toBe(at('hosted.html'));
    expect(await app.username()).toBe(user.username);
    const out = app.page.waitForRequest((request) => request.url().includes('/logout'));
    await app.page.evaluate(() => void window.Auth.signOut().catch(() => {}));
    await out;
    expect(app.visits.at(-1).searchParams.get('logout_uri')).toBe(at('hosted.html'));
    await app.back();
    await app.leave({ redirectUri: at('hosted-strict.html') });
    await app.login(user);
    await app.back();
    expect(app.page.url()).toBe(at('hosted-strict.html'));
    expect(await app.username()).toBe(user.username);
    expect(app.exchanges.at(-1).redirect_uri).toBe(at('hosted-strict.html'));
    await app.page.evaluate(() => localStorage.clear());
  }
});

test('the configuration may be nested, as `awsCognito`', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp({ opens: false });
  const awsCognito = app.oauth();
  const undone = Object.fromEntries(Object.keys(awsCognito).map((key) => [key, undefined]));
  await app.open({ oauth: { ...undone, awsCognito } });
  const user = await newUser();
  await app.signInThere(user);
  expect(await app.username()).toBe(user.username);
  expect(app.page.url()).toBe(app.redirect);
  await leaves(app, 'signOut');
});

test('the implicit grant signs in without a refresh token', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp({ oauth: { responseType: 'token' } });
  const user = await newUser();
  const url = await app.signInThere(user, { customState: 'mine' });
  expect(url.searchParams.has('code_challenge')).toBe(false);
  expect(await app.username()).toBe(user.username);
  expect((await app.stored())[`${user.username}.refreshToken`]).toBe('');
  expect(app.page.url()).toBe(app.redirect);
  expect(app.exchanges).toEqual([]);
  expect(await app.names()).toEqual([
    'parsingCallbackUrl',
    'implicitFlow',
    'signIn',
    'cognitoHostedUI',
    'customOAuthState',
  ]);
  // No event shows a token.
  const told = await app.page.evaluate(() => window.events.map(({ message }) => message).join('\n'));
  expect(told).not.toContain((await app.stored())[`${user.username}.accessToken`]);
});

test('the rest of the query and the fragment stay as they were', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp({ path: 'hosted.html?page=2' });
  const user = await newUser();
  const returned = await app.returnOf(await app.leave(), user);
  await app.page.goto(`${returned}&x=%20a+b#part=%C3%BC`);
  await app.back();
  expect(await app.username()).toBe(user.username);
  expect(app.page.url()).toBe(`${app.redirect}&x=%20a+b#part=%C3%BC`);
});

test('whoever asks for the user meanwhile waits for the outcome', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.fault({ Kind: 'slow', DelayMs: 1000 });
  await hosted.page.context().addInitScript(() => {
    const ask = () => {
      if (!window.Auth?.userPool) return setTimeout(ask);
      const { Auth } = window;
      window.answers = Promise.all([
        Auth.currentAuthenticatedUser().then(({ username }) => username),
        Auth.currentSession().then((session) => session.getIdToken().payload['cognito:username']),
        Auth.currentUserInfo().then(({ username }) => username),
        Auth.userSession(null).catch(() => 'nobody'),
      ]);
    };
    ask();
  });
  await hosted.signInThere(user);
  const [first, second, third] = await hosted.page.evaluate(() => window.answers);
  expect([first, second, third]).toEqual([user.username, user.username, user.username]);
});

for (const outcome of ['given', 'refused'])
  test(`AWS credentials that a return does not wait for, ${outcome} later, are renewed as any others`, async ({
    hosted,
    newUser,
    cognito,
    pool,
  }) => {
    const { page } = hosted;
    const user = await newUser();
    await hosted.configure({
      identityPoolId: await cognito.createIdentityPool(pool),
      identityPoolEndpoint: pool.endpoint,
    });
    const returned = await hosted.returnOf(await hosted.leave(), user);
    await page.clock.install();
    let answer;
    const answered = new Promise((resolve) => (answer = resolve));
    const isGetId = (request) => request.headers()['x-amz-target']?.endsWith('.GetId');
    const hold = async (route, request) => {
      if (!isGetId(request)) return route.fallback();
      await answered;
      const body = JSON.stringify({ __type: 'LimitExceededException', message: 'refused' });
      const headers = { 'Access-Control-Allow-Origin': '*' };
      return outcome === 'given' ? route.fallback() : route.fulfill({ status: 400, headers, body });
    };
    await page.route(pool.endpoint, hold);
    const asked = page.waitForRequest(isGetId);
    await page.goto(returned);
    await asked;
    await page.clock.runFor(6000);
    await expect.poll(() => hosted.names()).toEqual(RETURNS);
    // Whoever asks meanwhile shares the outcome.
    const shared = await page.evaluateHandle(() => ({
      outcome: window.Auth.currentCredentials().then(
        () => 'given',
        ({ message }) => message,
      ),
    }));
    answer();
    expect(await shared.evaluate(({ outcome }) => outcome)).toBe(outcome);
    await page.unroute(pool.endpoint, hold);
    const first = await hosted.run('currentCredentials');
    expect(first).toMatchObject({ authenticated: true });
    expect(await hosted.run('currentCredentials')).toEqual(first);
    expect((await hosted.run('currentUserCredentials')).accessKeyId).not.toBe(first.accessKeyId);
  });

test('an attempt that v5 began is finished', async ({ newHostedApp, newUser, context, pool }) => {
  await context.route('https://id.example/**', (route, request) =>
    route.fulfill({ status: 302, headers: { location: request.url().replace('https://id.example/', pool.endpoint) } }),
  );
  const before = await newHostedApp({ path: 'hosted-v5.html', opens: false });
  const redirectSignIn = new URL('hosted.html', process.env.E2E_APP).href;
  await before.open({ oauth: { domain: 'id.example', redirectSignIn } });
  await before.leave({ customState: 'of v5' });
  const after = await newHostedApp({ page: before.page, opens: false });
  await after.configure();
  const user = await newUser();
  await after.login(user);
  await after.back();
  expect(await after.username()).toBe(user.username);
  expect(await after.names()).toEqual([...RETURNS, 'customOAuthState']);
  expect(await after.attempts()).toEqual([]);
});

/** What the page has fetched for the hosted page. */
const partsFetched = async ({ page }) => {
  const files = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  return files.map((name) => name.match(/hosted_[a-z]+/)?.[0]).filter(Boolean);
};

test('a page that signs in by password fetches nothing of the hosted page', async ({ newHostedApp, newUser }) => {
  const app = await newHostedApp();
  const user = await newUser();
  await app.run('signIn', user.username, PASSWORD);
  expect(await partsFetched(app)).toEqual([]);
});

test('a return fetches nothing of the way there', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.signInThere(user);
  expect(await hosted.username()).toBe(user.username);
  expect(await partsFetched(hosted)).toEqual(['hosted_return']);
});

onCognito('the same on the local Cognito', async ({ context, cognito, newUser }) => {
  const pool = await cognito.createUserPool({ client: hostedClient() });
  const user = await newUser({ pool });
  // It takes every provider for another one.
  await context.route('**/oauth2/authorize?*', (route, request) =>
    route.continue({ url: request.url().replace('&identity_provider=COGNITO', '') }),
  );
  const app = new HostedApp(await context.newPage(), pool);
  await app.open();
  await app.signInThere(user, { customState: 'mine' });
  expect(await app.username()).toBe(user.username);
  expect(await app.names()).toEqual([...RETURNS, 'customOAuthState']);
  expect(app.page.url()).toBe(app.redirect);
  await app.reload();
  expect(await app.username()).toBe(user.username);
  await leaves(app, 'signOut');
  expect(await app.stored()).toEqual({});
});
