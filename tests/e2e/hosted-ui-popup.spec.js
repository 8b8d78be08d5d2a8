// A popup in place of the redirect.
import { expect, test } from './hosted.js';

const open = (app, more = {}) => {
  const popup = app.page.waitForEvent('popup');
  const outcome = app.page.evaluate(
    (more) =>
      window.Auth.federatedSignIn({ provider: 'COGNITO', popup: true, ...more }).then(
        () => 'resolved',
        ({ code, message }) => ({ code, message }),
      ),
    more,
  );
  outcome.catch(() => {});
  return { popup, outcome };
};

test('the popup signs in, tells the page, and closes', async ({ hosted, newUser }) => {
  const user = await newUser();
  const { popup, outcome } = open(hosted, { customState: 'mine' });
  const window_ = await popup;
  const closed = window_.waitForEvent('close');
  await hosted.login(user, window_);
  await closed;
  expect(await outcome).toBe('resolved');
  expect(hosted.exchanges.length).toBe(1);
  expect((await hosted.run('currentAuthenticatedUser')).username).toBe(user.username);
  const told = await hosted.told('signIn', 'cognitoHostedUI', 'customOAuthState');
  expect(told.map(({ event }) => event)).toEqual(['signIn', 'cognitoHostedUI', 'customOAuthState']);
  expect(hosted.page.url()).toBe(hosted.redirect);
  expect(await hosted.attempts()).toEqual([]);
});

test('a popup that is closed rejects, and leaves nothing', async ({ hosted }) => {
  const { popup, outcome } = open(hosted);
  const window_ = await popup;
  await window_.getByLabel('Password').waitFor();
  await window_.close();
  expect(await outcome).toMatchObject({ code: expect.any(String) });
  expect(await hosted.attempts()).toEqual([]);
});

test('a popup in which the user does not agree rejects', async ({ hosted }) => {
  const { popup, outcome } = open(hosted);
  const window_ = await popup;
  const closed = window_.waitForEvent('close');
  await window_.getByRole('button', { name: 'Cancel' }).click();
  await closed;
  expect(await outcome).toEqual({ code: 'access_denied', message: 'Access denied: the user did not agree' });
});

test('a popup that has gone elsewhere is waited for until it comes back', async ({ hosted, newUser }) => {
  const user = await newUser();
  const { popup, outcome } = open(hosted);
  const window_ = await popup;
  await window_.getByLabel('Password').waitFor();
  await window_.goto('about:blank');
  await window_.goBack();
  await hosted.login(user, window_);
  expect(await outcome).toBe('resolved');
  expect((await hosted.run('currentAuthenticatedUser')).username).toBe(user.username);
});

test('a popup that has gone elsewhere and is closed there rejects, and leaves nothing', async ({ hosted }) => {
  const { popup, outcome } = open(hosted);
  const window_ = await popup;
  await window_.getByLabel('Password').waitFor();
  await window_.goto('about:blank');
  await window_.close();
  expect(await outcome).toMatchObject({ code: 'PopupClosed' });
  expect(await hosted.attempts()).toEqual([]);
});

test('an exchange that fails after the popup rejects, and the next try is good', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.page.context().route('**/oauth2/token', (route) => route.abort(), { times: 1 });
  const failed = open(hosted);
  const window_ = await failed.popup;
  const closed = window_.waitForEvent('close');
  await hosted.login(user, window_);
  await closed;
  expect(await failed.outcome).toMatchObject({ code: 'NetworkError' });
  expect(await hosted.attempts()).toEqual([]);
  expect((await hosted.told('signIn', 'signIn_failure')).map(({ event }) => event)).toEqual(['signIn_failure']);
  await expect(hosted.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  // The hosted page knows the user by now.
  const again = open(hosted);
  expect(await again.outcome).toBe('resolved');
  expect((await hosted.run('currentAuthenticatedUser')).username).toBe(user.username);
});

test('a popup whose page is gone meanwhile signs in by itself', async ({ hosted, newUser }) => {
  const user = await newUser();
  const { popup } = open(hosted);
  const window_ = await popup;
  await window_.getByLabel('Password').waitFor();
  await hosted.page.reload();
  await hosted.started();
  const closed = window_.waitForEvent('close');
  await hosted.login(user, window_);
  await closed;
  expect((await hosted.run('currentAuthenticatedUser')).username).toBe(user.username);
  expect(hosted.exchanges.length).toBe(1);
});

test('a popup that is blocked becomes a redirect', async ({ hosted, newUser }) => {
  const user = await newUser();
  await hosted.page.evaluate(() => {
    const { open } = window;
    window.open = (url, target, ...rest) => (target === '_self' ? open.call(window, url, target, ...rest) : null);
  });
  await hosted.leave({ provider: 'COGNITO', popup: true });
  await hosted.login(user);
  await hosted.back();
  expect(await hosted.username()).toBe(user.username);
});
