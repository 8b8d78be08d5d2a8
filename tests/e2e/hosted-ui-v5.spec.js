// Amplify v5 on the hosted pages of the stand-in and of the local Cognito, which are believed because of it. v5 writes
// `https://` before the domain, so what it sends there is sent on to the server.
import { test as onCognito } from './fixtures.js';
import { HostedApp, OUT, PASSWORD, expect, hostedClient, hostedTest as test } from './hosted.js';

const DOMAIN = 'id.example';

async function v5App(context, pool) {
  const app = new HostedApp(await context.newPage(), pool, 'hosted-v5.html');
  await context.route(`https://${DOMAIN}/**`, async (route, request) => {
    const url = request.url().replace(`https://${DOMAIN}/`, pool.endpoint);
    // The local Cognito takes every provider for another one.
    const location = url.replace(pool.isLocal ? '&identity_provider=COGNITO' : 'none', '');
    if (request.isNavigationRequest()) return route.fulfill({ status: 302, headers: { location } });
    const { status, headers, text } = await send(location, request);
    return route.fulfill({ status, headers, body: text });
  });
  await app.open({ oauth: { domain: DOMAIN } });
  return app;
}

/** Not by `route.fetch`, which would follow what the page is to see. */
async function send(url, request) {
  const response = await fetch(url, {
    method: request.method(),
    headers: { 'content-type': request.headers()['content-type'] },
    body: request.postData(),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

const EVENTS = ['parsingCallbackUrl', 'codeFlow', 'signIn', 'cognitoHostedUI', 'customOAuthState'];

/** From the app to the page and back, a reload, and out again. */
async function roundTrip(app, user, { returns }) {
  const url = await app.leave({ customState: 'from here' });
  expect(url.searchParams.get('identity_provider')).toBe('COGNITO');
  await app.login(user);
  await app.back();
  expect(await app.username()).toBe(user.username);
  expect(await app.names()).toEqual(EVENTS);
  expect(app.page.url()).toBe(app.redirect);
  expect(app.exchanges.map(({ grant_type }) => grant_type)).toEqual(['authorization_code']);
  expect(Object.keys(await app.stored()).sort()).toEqual([
    'LastAuthUser',
    `${user.username}.accessToken`,
    `${user.username}.clockDrift`,
    `${user.username}.idToken`,
    `${user.username}.refreshToken`,
    `${user.username}.userData`,
  ]);
  await app.reload();
  expect(await app.username()).toBe(user.username);
  await app.page.evaluate(() => void window.Auth.signOut().catch(() => {}));
  await app.page.waitForURL((at) => at.href.endsWith(returns));
  expect(await app.stored()).toEqual({});
}

test('v5 goes to the page of the stand-in, back and out again', async ({ context, pool, newUser }) => {
  const app = await v5App(context, pool);
  const user = await newUser();
  await roundTrip(app, user, { returns: OUT });
  // The browser has been forgotten.
  await app.open({ oauth: { domain: DOMAIN } });
  await app.leave();
  await app.page.getByLabel('Password').waitFor();
});

test('v5 takes the implicit grant, other providers, and what the page refuses', async ({ context, pool, newUser }) => {
  const app = await v5App(context, pool);
  await app.leave({ provider: 'Google' });
  await app.page.getByLabel('Email').fill('eve@example.com');
  await app.page.getByRole('button', { name: 'Continue' }).click();
  await app.back();
  expect(await app.username()).toMatch(/^Google_\d+$/);
  await app.page.evaluate(() => localStorage.clear());

  await app.open({ oauth: { domain: DOMAIN } });
  await app.leave();
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await app.back();
  const [failure] = await app.told('signIn_failure');
  expect(failure.data).toBe('Access+denied%3A+the+user+did+not+agree');

  await app.open({ oauth: { domain: DOMAIN, responseType: 'token' } });
  const user = await newUser();
  await app.signInThere(user);
  expect(await app.username()).toBe(user.username);
  expect(await app.names()).toContain('implicitFlow');
});

onCognito('v5 goes to the page of the local Cognito, back and out again', async ({ context, cognito, newUser }) => {
  const pool = { ...(await cognito.createUserPool({ client: hostedClient() })), isLocal: true };
  const user = await newUser({ pool, password: PASSWORD });
  await roundTrip(await v5App(context, pool), user, { returns: OUT });
});
