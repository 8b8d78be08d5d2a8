import {
  CODE,
  PASSWORD,
  button,
  createUser,
  expect,
  field,
  heading,
  newUsername,
  problemOf,
  signIn,
  signedIn,
  test,
} from './fixtures.js';

const wrongField = async (page, label, name, words) => {
  await expect(problemOf(page, name)).toContainText(words);
  await expect(problemOf(page, name)).toHaveAttribute('role', 'alert');
  await expect(field(page, label)).toBeFocused();
  await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, label)).toHaveAttribute('aria-describedby', new RegExp(`\\b${name}-problem\\b`));
};

async function fillSignUp(page, { username = newUsername(), email = 'ana@example.com', password = PASSWORD } = {}) {
  await page.goto('/#/sign-up');
  await field(page, 'Username').fill(username);
  await field(page, 'E-mail').fill(email);
  await field(page, 'Password').fill(password);
  await button(page, 'Create account').click();
}

test('empty fields are named before anything is sent, and the first takes the focus', async ({ page }) => {
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') sent.push(request.url());
  });
  await page.goto('/#/sign-up');
  await button(page, 'Create account').click();
  await wrongField(page, 'Username', 'username', 'Choose a username.');
  await expect(problemOf(page, 'email')).toContainText('Enter your e-mail address.');
  await expect(problemOf(page, 'password')).toContainText('Choose a password.');
  await field(page, 'Username').pressSequentially('a');
  await expect(problemOf(page, 'username')).toHaveCount(0);
  expect(sent).toEqual([]);
});

test('a taken username is said beside the username', async ({ page }) => {
  const { username } = await createUser();
  await fillSignUp(page, { username });
  await wrongField(page, 'Username', 'username', 'This username is taken.');
});

test('a weak password is said beside the password, and the rules tick off while typing', async ({ page }) => {
  await fillSignUp(page, { password: 'abc' });
  await wrongField(page, 'Password', 'password', 'does not meet the rules');
  const met = page.locator('.rules .met');
  await expect(met).toHaveText(['lower case (met)']);
  await field(page, 'Password').fill(PASSWORD);
  await expect(met).toHaveCount(5);
});

test('a malformed e-mail address is said beside it', async ({ page }) => {
  await fillSignUp(page, { email: 'ana' });
  await wrongField(page, 'E-mail', 'email', 'such as ana@example.com');
});

test('an unknown user is told no more than a wrong password', async ({ page }) => {
  await signIn(page, newUsername());
  await expect(page.getByRole('alert')).toHaveText('The username or the password is wrong.');
});

test('an unconfirmed user is led to the code', async ({ page }) => {
  const { username } = await createUser({ confirmed: false });
  await signIn(page, username);
  await expect(heading(page, 'Confirm your account')).toBeVisible();
  await expect(page.getByRole('status')).toContainText('not confirmed yet');
  await expect(field(page, 'Username')).toHaveValue(username);
  await field(page, 'Code').fill(CODE);
  await button(page, 'Confirm').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
});

test('without a connection the form says so, and works again afterwards', async ({ page, context }) => {
  const { username } = await createUser();
  await page.goto('/');
  // The package has loaded before the connection goes.
  await signIn(page, username, 'wrong');
  await expect(page.getByRole('alert')).toContainText('wrong');
  await context.setOffline(true);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(page.getByRole('alert')).toContainText('No answer from Cognito.');
  await context.setOffline(false);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
});

test('signing out works without a connection', async ({ page, context }) => {
  await signedIn(page);
  await context.setOffline(true);
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await context.setOffline(false);
  await page.reload();
  await expect(heading(page, 'Sign in')).toBeVisible();
});
