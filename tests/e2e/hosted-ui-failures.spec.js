// Each way that does not end in a session: it leaves a clean address and a clean state, and says why.
import { expect, test } from './hosted.js';

const FAILURES = ['signIn_failure', 'cognitoHostedUI_failure', 'customState_failure'];

/** Nobody is signed in, nothing is left, and the three events say this. */
async function failed(app, { code, message }) {
  expect(await app.page.evaluate(() => window.user)).toMatchObject({ error: 'The user is not authenticated' });
  expect(app.page.url()).toBe(app.redirect);
  expect(await app.stored()).toEqual({});
  expect(await app.attempts()).toEqual([]);
  const told = await app.page.evaluate(() =>
    window.events
      .filter(({ event }) => /failure/.test(event))
      .map(({ event, data }) => [event, data.code, data.message]),
  );
  expect(told).toEqual(FAILURES.map((event) => [event, code, message]));
}

test('the user does not agree', async ({ hosted, newUser }) => {
  await hosted.leave({ customState: 'x' });
  await hosted.page.getByRole('button', { name: 'Cancel' }).click();
  await hosted.back();
  await failed(hosted, { code: 'access_denied', message: 'Access denied: the user did not agree' });
  expect(hosted.exchanges).toEqual([]);
  // The next attempt is good.
  const user = await newUser();
  await hosted.signInThere(user);
  expect(await hosted.username()).toBe(user.username);
});

test('the user does not agree, and the grant is implicit', async ({ newHostedApp }) => {
  const app = await newHostedApp({ oauth: { responseType: 'token' } });
  await app.leave({ provider: 'Google' });
  await app.page.getByRole('button', { name: 'Cancel' }).click();
  await app.back();
  await failed(app, {
    code: 'access_denied',
    message: 'Google Error - 400 Access denied: the user did not agree',
  });
});

test('the authorize endpoint refuses', async ({ hosted }) => {
  await hosted.fault({
    Operation: 'authorize',
    Type: 'invalid_request',
    Message: 'PreSignUp failed with error 100 %.',
  });
  await hosted.leave();
  await hosted.back();
  await failed(hosted, { code: 'invalid_request', message: 'PreSignUp failed with error 100 %.' });
  // Without a description, the error itself says it.
  await hosted.fault({ Operation: 'authorize', Type: 'server_error' });
  await hosted.leave();
  await hosted.back();
  await failed(hosted, { code: 'server_error', message: 'server_error' });
});

test('a refusal that has lost its state', async ({ hosted }) => {
  await hosted.leave();
  await hosted.page.goto(`${hosted.redirect}?error=server_error&error_description=Invalid+relayState`);
  await hosted.back();
  await failed(hosted, { code: 'server_error', message: 'Invalid relayState' });
  // In a popup, the page that has opened it is told.
  const popup = hosted.page.waitForEvent('popup');
  const outcome = hosted.page.evaluate(() =>
    window.Auth.federatedSignIn({ provider: 'COGNITO', popup: true }).catch(({ code }) => code),
  );
  const window_ = await popup;
  await window_.getByLabel('Password').waitFor();
  await window_.goto(`${hosted.redirect}?error=access_denied#_=_`).catch(() => {});
  expect(await outcome).toBe('access_denied');
  expect(await hosted.attempts()).toEqual([]);
});

test('the exchange is refused', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.fault({ Type: 'invalid_request', Message: 'PreTokenGeneration failed' });
  await hosted.signInThere(user);
  await failed(hosted, { code: 'invalid_request', message: 'PreTokenGeneration failed' });
  await hosted.fault({ Type: 'invalid_grant' });
  await hosted.signInThere(user, { prompt: 'login' });
  await failed(hosted, { code: 'invalid_grant', message: 'invalid_grant' });
});

test('the reply is lost: the code is not sent again', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.fault({ Kind: 'abort', After: true });
  await hosted.signInThere(user);
  await failed(hosted, { code: 'NetworkError', message: 'Network error' });
  expect(hosted.exchanges.length).toBe(1);
});

test('an attempt that is an hour old', async ({ hosted, newUser }) => {
  const user = await newUser();
  const returned = await hosted.returnOf(await hosted.leave(), user);
  await hosted.page.addInitScript(() => {
    const { now } = Date;
    Date.now = () => now() + 3_601_000;
  });
  await hosted.page.goto(returned);
  await hosted.back();
  await failed(hosted, { code: 'ExpiredAttempt', message: 'The sign-in took too long' });
  expect(hosted.exchanges).toEqual([]);
});

for (const [name, address] of Object.entries({
  'a code': '?code=forged&state=forged',
  tokens: '#access_token=a&id_token=b&state=forged',
}))
  test(`another state than the one that is expected: ${name}`, async ({ hosted }) => {
    await hosted.leave();
    await hosted.page.goto(`${hosted.redirect}${address}`);
    await hosted.back();
    await failed(hosted, { code: 'InvalidState', message: 'Invalid state in OAuth flow' });
    expect(hosted.exchanges).toEqual([]);
  });

for (const [name, address] of Object.entries({
  'a code': '?code=of-another&state=theirs',
  'a code without a state': '?code=of-another',
  'an error': '?error=access_denied&state=theirs',
  'an error without a state': '?error=access_denied',
  tokens: '#access_token=a&id_token=b&state=theirs',
}))
  test(`another library's return is left alone: ${name}`, async ({ hosted }) => {
    const { page } = hosted;
    await page.goto(`${hosted.redirect}${address}`);
    await hosted.back();
    expect(page.url()).toBe(`${hosted.redirect}${address}`);
    expect(await hosted.names()).toEqual(['parsingCallbackUrl']);
    await hosted.run('_handleAuthResponse');
    expect(page.url()).toBe(`${hosted.redirect}${address}`);
    expect(hosted.exchanges).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

test('a token of another request is refused by its nonce', async ({ hosted, newUser }) => {
  const user = await newUser();
  const url = await hosted.leave({ nonce: 'mine' });
  url.searchParams.set('nonce', 'another');
  await hosted.page.goto(await hosted.returnOf(url, user));
  await hosted.back();
  expect((await hosted.told('signIn_failure')).length).toBe(1);
  expect(await hosted.stored()).toEqual({});
});

test('the Back button clears what was begun', async ({ hosted, newUser }) => {
  await hosted.leave();
  await hosted.page.goBack();
  await hosted.back();
  expect(await hosted.page.evaluate(() => window.user.error)).toBe('The user is not authenticated');
  const user = await newUser();
  await hosted.signInThere(user);
  expect(await hosted.username()).toBe(user.username);
});

test('a page that comes back as it was left has no attempt any more, and one that is just loaded has its own', async ({
  hosted,
}) => {
  const { page } = hosted;
  // The page is not left, as if it had been kept by the browser.
  await page.route('**/oauth2/authorize?*', (route) => route.abort('aborted'));
  const asked = page.waitForRequest('**/oauth2/authorize?*');
  await page.evaluate(() => void window.Auth.federatedSignIn());
  await asked;
  const shown = (persisted) =>
    page.evaluate((persisted) => dispatchEvent(new PageTransitionEvent('pageshow', { persisted })), persisted);
  // That of its own load may come after the call.
  await shown(false);
  expect((await hosted.attempts()).length).toBeGreaterThan(0);
  await shown(true);
  expect(await hosted.attempts()).toEqual([]);
  await expect(hosted.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});
