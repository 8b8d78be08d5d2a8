import {
  CODE,
  PASSWORD,
  activity,
  button,
  expect,
  expectNoSecret,
  field,
  heading,
  newUsername,
  notice,
  problemOf,
  step,
  test,
} from './fixtures.js';

async function signUp(page, { autoSignIn }) {
  const username = newUsername();
  await page.goto('/#/sign-up');
  await field(page, 'Username').fill(username);
  await field(page, 'E-mail').fill(`${username}@example.com`);
  await field(page, 'Password').fill(PASSWORD);
  const choice = page.getByLabel('Sign me in once the account is confirmed');
  await expect(choice).not.toBeChecked();
  if (autoSignIn) await choice.check();
  await button(page, 'Create account').click();
  return username;
}

test('who asks for it is signed in by the confirmation', async ({ page }) => {
  const username = await signUp(page, { autoSignIn: true });
  await expect(heading(page, 'Confirm your account')).toBeVisible();
  await field(page, 'Code').fill('000000');
  await button(page, 'Confirm').click();
  await expect(problemOf(page, 'code')).toContainText('not the code');
  await field(page, 'Code').fill(CODE);
  await button(page, 'Confirm').click();
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, 'autoSignIn').locator('.name').filter({ hasNotText: 'WebAssembly' })).toHaveText([
    'autoSignIn',
    'signIn',
    'GetUser',
    'RespondToAuthChallenge',
    'InitiateAuth',
  ]);
  await expectNoSecret(page, PASSWORD);
});

test('where sign-up needs no confirmation, they are signed in at once', async ({ page, standIn }) => {
  await standIn({ AutoConfirm: true });
  const username = await signUp(page, { autoSignIn: true });
  await expect(heading(page, username)).toBeVisible();
});

test('the choice is off unless made', async ({ page, standIn }) => {
  await standIn({ AutoConfirm: true });
  await signUp(page, { autoSignIn: false });
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('Your account is ready. Sign in.');
});

test('a second factor is asked for after that, too', async ({ page, standIn }) => {
  await standIn({ AutoConfirm: true, MfaConfiguration: 'ON' });
  await signUp(page, { autoSignIn: true });
  await expect(heading(page, 'Set up a second factor')).toBeVisible();
});

test('after a reload the password is gone, and the page asks for it', async ({ page }) => {
  const username = await signUp(page, { autoSignIn: true });
  await expect(heading(page, 'Confirm your account')).toBeVisible();
  await page.reload();
  await field(page, 'Username').fill(username);
  await field(page, 'Code').fill(CODE);
  await button(page, 'Confirm').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('Your account is confirmed. Sign in.');
  await expect(activity(page)).toContainText('autoSignIn_failure');
});
