import {
  button,
  expect,
  expectNoSecret,
  field,
  notice,
  openPage,
  problemOf,
  region,
  signedIn,
  step,
  test,
} from './fixtures.js';

const row = (page, name) => page.locator('.row', { has: page.getByText(name, { exact: true }) });

async function openAttributes(page, standIn, settings) {
  const pool = await standIn(settings);
  const user = await signedIn(page, await pool.createUser());
  await openPage(page, 'Attributes');
  return { pool, ...user };
}

test('an attribute is added, changed and removed', async ({ page, standIn }) => {
  await openAttributes(page, standIn);
  await button(page, 'Add an attribute').click();
  await expect(field(page, 'Attribute')).toBeFocused();
  await field(page, 'Attribute').selectOption('Nickname');
  await button(page, 'Add').click();
  await expect(problemOf(page, 'value')).toContainText('Enter a value.');
  await field(page, 'Value').fill('Anita');
  await button(page, 'Add').click();
  await expect(notice(page)).toContainText('Nickname is saved.');
  await expect(row(page, 'nickname')).toContainText('Anita');
  await expect(step(page, 'Auth.updateUserAttributes(user, { nickname: … })')).toContainText('updateUserAttributes');

  await button(page, 'Edit Nickname').click();
  await expect(field(page, 'New nickname')).toBeFocused();
  await expect(field(page, 'New nickname')).toHaveValue('Anita');
  await button(page, 'Cancel').click();
  await expect(button(page, 'Edit Nickname')).toBeFocused();
  await button(page, 'Edit Nickname').click();
  await field(page, 'New nickname').fill('Nita');
  await page.keyboard.press('Enter');
  await expect(row(page, 'nickname')).toContainText('Nita');
  await page.reload();
  await expect(row(page, 'nickname')).toContainText('Nita');

  await button(page, 'Remove Nickname').click();
  await button(page, 'Keep it').click();
  await expect(row(page, 'nickname')).toContainText('Nita');
  await button(page, 'Remove Nickname').click();
  await button(page, 'Remove').click();
  await expect(notice(page)).toContainText('Nickname is removed.');
  await expect(row(page, 'nickname')).toHaveCount(0);
  await expect(step(page, "Auth.deleteUserAttributes(user, ['nickname'])")).toContainText('DeleteUserAttributes');
});

test('what Cognito alone sets has no buttons, and what it refuses is said beside the value', async ({
  page,
  standIn,
}) => {
  await openAttributes(page, standIn);
  await expect(row(page, 'sub')).toBeVisible();
  await expect(button(page, 'Edit User id')).toHaveCount(0);
  await button(page, 'Edit Phone').click();
  await field(page, 'New phone').fill('no number');
  await button(page, 'Save').click();
  await expect(problemOf(page, 'value')).toContainText('Invalid phone number format.');
  await expect(field(page, 'New phone')).toBeFocused();
  await button(page, 'Cancel').click();
  await expect(row(page, 'phone_number')).toContainText('+15550100');

  await button(page, 'Add an attribute').click();
  await field(page, 'Attribute').selectOption('');
  await field(page, 'Its name').fill('plan');
  await field(page, 'Value').fill('gold');
  await button(page, 'Add').click();
  await expect(row(page, 'custom:plan')).toContainText('gold');
});

test('a new e-mail address is verified with the code that was sent to it', async ({ page, standIn }) => {
  const { pool, username } = await openAttributes(page, standIn);
  const contact = region(page, 'Verified contact');
  await expect(contact.getByText('Verified', { exact: true })).toHaveCount(2);
  await button(page, 'Edit E-mail').click();
  await field(page, 'New e-mail').fill('not an address');
  await button(page, 'Save').click();
  await expect(problemOf(page, 'value')).toContainText('such as ana@example.com');
  await field(page, 'New e-mail').fill(`new-${username}@example.com`);
  await button(page, 'Save').click();
  await expect(notice(page)).toContainText('A code is on its way to n***@e***');
  await expect(contact.getByText('Not verified')).toHaveCount(1);

  await field(page, 'Code').fill('000000');
  await button(page, 'Verify').click();
  await expect(problemOf(page, 'code')).toContainText('not the code');
  const code = await pool.code(username);
  await field(page, 'Code').fill(code);
  await button(page, 'Verify').click();
  await expect(notice(page)).toContainText('E-mail is verified.');
  await expect(contact.getByText('Verified', { exact: true })).toHaveCount(2);
  await expect(step(page, "Auth.verifyCurrentUserAttributeSubmit('email', code)")).toContainText('VerifyUserAttribute');
  await expectNoSecret(page, code);
});

test('a phone number is verified on request, with a second code if the first is lost', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await signedIn(page, await pool.createUser({ attributes: { phone_number_verified: 'false' } }));
  await openPage(page, 'Attributes');
  await button(page, 'Verify Phone').click();
  await expect(notice(page)).toContainText('A code is on its way to +15550100.');
  await expect(field(page, 'Code')).toBeFocused();
  await button(page, 'Send a new code').click();
  await expect(step(page, "Auth.verifyCurrentUserAttribute('phone_number')")).toContainText(
    'GetUserAttributeVerificationCode',
  );
  await expect.poll(async () => (await pool.admin('Messages', { Username: username })).Messages.length).toBe(2);
  await field(page, 'Code').fill(await pool.code(username));
  await button(page, 'Verify').click();
  await expect(notice(page)).toContainText('Phone is verified.');
  await expect(region(page, 'Verified contact').getByText('Verified', { exact: true })).toHaveCount(2);
});

test('an answer that does not come can be asked for again', async ({ page, standIn }) => {
  const pool = await standIn();
  await signedIn(page, await pool.createUser());
  await pool.admin('Fault', {
    Operation: 'GetUser',
    Kind: 'error',
    Type: 'ForbiddenException',
    Message: 'Request not allowed',
  });
  await openPage(page, 'Attributes');
  const contact = region(page, 'Verified contact');
  await expect(contact.getByRole('alert')).toContainText('Request not allowed.');
  await contact.getByRole('button', { name: 'Try again' }).click();
  await expect(contact.getByText('Verified', { exact: true })).toHaveCount(2);
});
