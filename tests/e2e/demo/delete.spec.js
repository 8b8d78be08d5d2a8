import {
  button,
  expect,
  field,
  heading,
  notice,
  openPage,
  problemOf,
  signIn,
  signedIn,
  step,
  test,
} from './fixtures.js';

test('an account is deleted only after its name was typed', async ({ page }) => {
  const { username } = await signedIn(page);
  await openPage(page, 'Delete', 'Delete account');
  await button(page, 'Delete this account…').click();
  const dialog = page.getByRole('dialog', { name: 'Delete this account?' });
  await expect(dialog).toBeVisible();
  await expect(field(page, 'Username')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button(page, 'Delete this account…')).toBeFocused();

  await button(page, 'Delete this account…').click();
  await button(page, 'Delete for good').click();
  await expect(problemOf(page, 'confirmation')).toContainText(`Type ${username} to confirm.`);
  await field(page, 'Username').fill('somebody-else');
  await button(page, 'Delete for good').click();
  await expect(problemOf(page, 'confirmation')).toContainText('This is not the username');
  await button(page, 'Cancel').click();
  await expect(dialog).toBeHidden();
  await button(page, 'Delete this account…').click();
  await expect(field(page, 'Username')).toHaveValue('');
  await expect(problemOf(page, 'confirmation')).toHaveCount(0);

  await field(page, 'Username').fill(username);
  await button(page, 'Delete for good').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('Your account is deleted.');
  // The account's part of the wasm comes with the first call of such a method.
  await expect(step(page, 'Auth.deleteUser()').locator('.name')).toHaveText([
    'signOut',
    'userDeleted',
    'DeleteUser',
    'WebAssembly',
  ]);
  await signIn(page, username);
  await expect(page.getByRole('alert')).toContainText('wrong');
});

test('an account that cannot be deleted now stays, and the dialog says why', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await signedIn(page, await pool.createUser());
  await pool.admin('Fault', {
    Operation: 'DeleteUser',
    Kind: 'error',
    Type: 'TooManyRequestsException',
    Message: 'Too many requests',
  });
  await openPage(page, 'Delete', 'Delete account');
  await button(page, 'Delete this account…').click();
  await field(page, 'Username').fill(username);
  await button(page, 'Delete for good').click();
  await expect(page.getByRole('alert')).toContainText('Too many requests');
  await button(page, 'Delete for good').click();
  await expect(notice(page)).toContainText('Your account is deleted.');
});
