import {
  NEW_PASSWORD,
  PASSWORD,
  RESET_CODE,
  button,
  createUser,
  expect,
  expectNoSecret,
  field,
  heading,
  notice,
  openPage,
  problemOf,
  signIn,
  signOut,
  signedIn,
  step,
  test,
} from './fixtures.js';

test('a person changes the password, and only the new one opens the account', async ({ page }) => {
  const { username } = await signedIn(page);
  await openPage(page, 'Password');
  await expect(field(page, 'Current password')).toBeFocused();
  await field(page, 'Current password').fill('not-this-one');
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Change password').click();
  await expect(problemOf(page, 'current')).toContainText('not your current password');
  await expect(field(page, 'Current password')).toBeFocused();

  await field(page, 'Current password').fill(PASSWORD);
  await field(page, 'New password').fill('short');
  await button(page, 'Change password').click();
  await expect(problemOf(page, 'password')).toContainText('does not meet the rules');

  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Change password').click();
  await expect(notice(page)).toContainText('Your password is changed.');
  await expect(field(page, 'Current password')).toHaveValue('');
  await expect(page.locator('.rules .met')).toHaveCount(0);
  await expect(step(page, 'Auth.changePassword(user, oldPassword, newPassword)')).toContainText('ChangePassword');
  await expectNoSecret(page, PASSWORD, NEW_PASSWORD, 'not-this-one');

  await signOut(page);
  await signIn(page, username);
  await expect(page.getByRole('alert')).toContainText('wrong');
  await signIn(page, username, NEW_PASSWORD);
  await expect(heading(page, username)).toBeVisible();
});

test('a person who forgot the password sets a new one with a code', async ({ page }) => {
  const { username } = await createUser();
  await signIn(page, username, 'forgotten');
  await expect(page.getByRole('alert')).toContainText('wrong');
  await page.getByRole('link', { name: 'Reset it' }).click();
  await expect(heading(page, 'Reset your password')).toBeVisible();
  await expect(field(page, 'Username')).toHaveValue(username);
  await button(page, 'Send the code').click();

  await expect(heading(page, 'Choose a new password')).toBeVisible();
  await expect(field(page, 'Code')).toBeFocused();
  await field(page, 'Code').fill('000000');
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Set password').click();
  await expect(problemOf(page, 'code')).toContainText('not the code');
  await button(page, 'Send a new code').click();
  await expect(notice(page)).toContainText('A new code is on its way');
  await expect(field(page, 'Code')).toHaveValue('');
  await field(page, 'Code').fill(RESET_CODE);
  await button(page, 'Set password').click();

  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('Sign in with the new one.');
  await expect(step(page, 'Auth.forgotPasswordSubmit(username, code, newPassword)')).toContainText(
    'forgotPasswordSubmit',
  );
  await expectNoSecret(page, NEW_PASSWORD, RESET_CODE);
  await field(page, 'Password').fill(NEW_PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
});

test('a password that an administrator has reset leads to a new one', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser();
  await pool.admin('AdminResetUserPassword', { Username: username });
  await signIn(page, username);
  await expect(heading(page, 'Choose a new password')).toBeVisible();
  await expect(notice(page)).toContainText('This password must be reset.');
  await expect(field(page, 'Username')).toHaveValue(username);
  await field(page, 'Code').fill(await pool.code(username));
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Set password').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await field(page, 'Password').fill(NEW_PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
});

test('a session that ended elsewhere leads from any page to the sign-in, with words', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await signedIn(page, await pool.createUser());
  await openPage(page, 'Password');
  await pool.admin('AdminUserGlobalSignOut', { Username: username });
  await field(page, 'Current password').fill(PASSWORD);
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Change password').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('Your session has ended.');
});
