import {
  CODE,
  PASSWORD,
  activity,
  button,
  expect,
  field,
  heading,
  newUsername,
  problemOf,
  signOut,
  signedIn,
  step,
  steps,
  test,
} from './fixtures.js';

test('a person signs up, confirms, signs in, reloads and signs out', async ({ page }) => {
  const username = newUsername();
  await page.goto('/');
  await expect(page).toHaveTitle('Sign in · cognito-auth-wasm');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page).toHaveTitle('Create an account · cognito-auth-wasm');
  await field(page, 'Username').fill(username);
  await field(page, 'E-mail').fill('ana@example.com');
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Create account').click();

  await expect(heading(page, 'Confirm your account')).toBeVisible();
  await expect(field(page, 'Code')).toBeFocused();
  await field(page, 'Code').fill('000000');
  await button(page, 'Confirm').click();
  await expect(problemOf(page, 'code')).toContainText('not the code');
  await expect(field(page, 'Code')).toBeFocused();

  await button(page, 'Send a new code').click();
  await expect(page.getByRole('status')).toContainText('A new code is on its way');
  await expect(problemOf(page, 'code')).toHaveCount(0);
  await expect(field(page, 'Code')).toHaveValue('');
  await field(page, 'Code').fill(CODE);
  await page.keyboard.press('Enter');

  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(page.getByRole('status')).toContainText('Your account is confirmed');
  await expect(field(page, 'Username')).toHaveValue(username);
  await field(page, 'Password').fill('wrong');
  await button(page, 'Sign in').click();
  await expect(page.getByRole('alert')).toHaveText('The username or the password is wrong.');
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();

  await expect(heading(page, username)).toBeVisible();
  await expect(page).toHaveTitle('Account · cognito-auth-wasm');
  await expect(page.getByRole('region', { name: 'Attributes' })).toContainText('ana@example.com');

  await page.reload();
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, 'Auth.currentAuthenticatedUser()')).toBeVisible();
  await expect(activity(page)).not.toContainText('GetUser');

  await signOut(page);
  await expect(page.getByRole('status')).toContainText('You are signed out.');
  await expect(step(page, 'Auth.signOut()')).toContainText('RevokeToken');
  await page.reload();
  await expect(heading(page, 'Sign in')).toBeVisible();
});

test('"Refresh now" brings new tokens', async ({ page }) => {
  await signedIn(page);
  const issued = () =>
    page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken'));
      return localStorage.getItem(key);
    });
  const before = await issued();
  await button(page, 'Refresh now').click();
  await expect(page.getByRole('status')).toContainText('New tokens and attributes have arrived.');
  expect(await issued()).not.toBe(before);
  const refresh = step(page, 'Auth.currentAuthenticatedUser({ bypassCache: true })');
  await expect(refresh).toContainText('Trades the refresh token for new tokens.');
  await expect(refresh).toContainText('tokenRefresh');
});

test('the time to expiry counts down, and says when it is over', async ({ page }) => {
  await page.clock.install();
  await signedIn(page);
  const timer = page.getByRole('timer');
  await expect(timer).toHaveText(/^[1-5]:\d\d$/);
  await page.clock.pauseAt(Date.now() + 5000);
  await page.clock.runFor(1000);
  const left = async () => {
    const [minutes, seconds] = (await timer.textContent()).split(':');
    return 60 * minutes + Number(seconds);
  };
  const before = await left();
  await page.clock.runFor(61_000);
  await expect.poll(left).toBe(before - 61);
  await page.clock.runFor(300_000);
  await expect(timer).toHaveText('Expired');
});

test('the claims of each token can be read, with the keyboard too', async ({ page }) => {
  const { username, email } = await signedIn(page);
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText(email);
  await expect(panel).toContainText('cognito:username');
  await page.getByRole('tab', { name: 'ID token' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Access token' })).toBeFocused();
  await expect(panel).toContainText('aws.cognito.signin.user.admin');
  await expect(panel).toContainText(username);
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Refresh token' })).toHaveAttribute('aria-selected', 'true');
  await expect(panel).toContainText('no claims');
});

test('signing out everywhere ends the session of another browser', async ({ page, browser }) => {
  const { username } = await signedIn(page);
  const other = await browser.newContext({ baseURL: process.env.DEMO });
  const elsewhere = await other.newPage();
  await elsewhere.goto('/');
  await field(elsewhere, 'Username').fill(username);
  await field(elsewhere, 'Password').fill(PASSWORD);
  await button(elsewhere, 'Sign in').click();
  await expect(heading(elsewhere, username)).toBeVisible();

  await button(page, 'Sign out everywhere').click();
  await expect(page.getByRole('status')).toContainText('You are signed out on every device.');
  await expect(step(page, 'Auth.signOut({ global: true })')).toContainText('GlobalSignOut');

  await button(elsewhere, 'Refresh now').click();
  await expect(elsewhere.getByRole('status')).toContainText('Your session has ended.');
  await expect(heading(elsewhere, 'Sign in')).toBeVisible();
  await other.close();
});

test('the list shows requests and Hub events, newest first, without a secret', async ({ page }) => {
  await signedIn(page);
  // The password field had the fused kernel fetched, in the background or not before the sign-in.
  await expect(steps(page).filter({ hasNotText: 'In the background' })).toHaveText([
    'Auth.signIn(username, password)',
    'Auth.currentChallenge()',
    'Auth.currentAuthenticatedUser()',
    'Auth.configure(config)',
  ]);
  for (const words of ['Loads the compiled package, once.', 'Loads a faster kernel for SRP, once.'])
    await expect(activity(page).getByText(words)).toHaveCount(1);
  const entries = step(page, 'Auth.signIn(username, password)').locator('.name');
  await expect(entries.filter({ hasNotText: 'WebAssembly' })).toHaveText([
    'signIn',
    'GetUser',
    'RespondToAuthChallenge',
    'InitiateAuth',
  ]);
  await expect(
    step(page, 'Auth.signIn(username, password)').locator('.entry').filter({ hasText: 'InitiateAuth' }),
  ).toContainText(/200.*\d ms/s);

  const secrets = await page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.endsWith('Token'))
      .map(([, value]) => value),
  );
  expect(secrets).toHaveLength(3);
  const html = await page.content();
  for (const secret of [PASSWORD, ...secrets]) expect(html.includes(secret)).toBe(false);

  // A list longer than the page scrolls by itself.
  await signOut(page);
  await page.setViewportSize({ width: 1280, height: 400 });
  expect(await page.evaluate(() => document.querySelector('.activity-scroll').scrollHeight)).toBeGreaterThan(800);
  expect(
    await page.evaluate(
      () => document.documentElement.scrollHeight - document.querySelector('main').getBoundingClientRect().bottom,
    ),
  ).toBeLessThan(1);

  await activity(page).getByRole('button', { name: 'Clear' }).click();
  await expect(steps(page)).toHaveCount(0);
  await expect(activity(page)).toContainText('Nothing yet.');
});
