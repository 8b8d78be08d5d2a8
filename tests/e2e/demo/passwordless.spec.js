import {
  PASSWORD,
  button,
  expect,
  expectNoSecret,
  field,
  heading,
  notice,
  problemOf,
  signOut,
  status,
  step,
  test,
} from './fixtures.js';

const CHOICE = {
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
};
const choose = (page, name) => page.getByRole('radio', { name }).check();

async function byCode(page, username, where) {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in with a code' }).click();
  await expect(heading(page, 'Sign in with a code')).toBeVisible();
  await field(page, 'Username').fill(username);
  if (where) await choose(page, where);
  await button(page, 'Send the code').click();
}
const answer = async (page, code) => {
  await field(page, 'Code').fill(code);
  await button(page, 'Continue').click();
};

test('a code by e-mail: wrong, sent again, and right', async ({ page, standIn }) => {
  await page.clock.install();
  const pool = await standIn(CHOICE);
  const { username } = await pool.createUser();
  await byCode(page, username);
  await expect(heading(page, 'Check your e-mail')).toBeVisible();
  await expect(field(page, 'Code')).toBeFocused();
  await page.clock.pauseAt(Date.now() + 2000);
  const first = await pool.code(username);
  await answer(page, '00000000');
  await expect(problemOf(page, 'code')).toContainText('This code is not right.');
  // Nobody can ask for many.
  await expect(page.getByRole('main')).toContainText('Another code can be sent in 0:');
  await expect(button(page, 'Send another code')).toHaveCount(0);
  await page.clock.fastForward(31_000);
  await button(page, 'Send another code').click();
  await expect(status(page)).toContainText('Another code is on its way.');
  await expect(button(page, 'Send another code')).toHaveCount(0);
  await page.clock.resume();
  await answer(page, first);
  await expect(problemOf(page, 'code')).toContainText('This code is not right.');
  const second = await pool.code(username);
  await answer(page, second);
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, "Auth.signIn({ username, preferredChallenge: 'EMAIL_OTP' })")).toContainText('InitiateAuth');
  await expect(step(page, 'Auth.resendSignInCode(user)')).toContainText('InitiateAuth');
  await expectNoSecret(page, first, second);
});

test('a code by text message, after a reload', async ({ page, standIn }) => {
  const pool = await standIn(CHOICE);
  const { username } = await pool.createUser();
  await byCode(page, username, /^Text message/);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await page.reload();
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await answer(page, await pool.code(username));
  await expect(heading(page, username)).toBeVisible();
});

test('what is not possible: another way is chosen, and a wrong password keeps the choice', async ({
  page,
  standIn,
}) => {
  const pool = await standIn(CHOICE);
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  // Who is asked for a second factor signs in with a password first.
  await byCode(page, username);
  await expect(heading(page, 'Choose how to sign in')).toBeVisible();
  await expect(page.getByRole('radio')).toHaveCount(2);
  await field(page, 'Password').fill('wrong');
  await button(page, 'Continue').click();
  await expect(page.getByRole('alert')).toContainText('The username or the password is wrong.');
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Continue').click();
  await expect(heading(page, 'Check your phone')).toBeVisible();
  // The code of a second factor cannot be sent again.
  await expect(page.getByRole('main')).not.toContainText('Another code');
  await answer(page, await pool.code(username));
  await expect(heading(page, username)).toBeVisible();
  await expectNoSecret(page, PASSWORD);
});

test('a way is chosen, by code or by password', async ({ page, standIn }) => {
  const pool = await standIn({
    ...CHOICE,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
  });
  const { username } = await pool.createUser();
  for (const [way, title] of [
    [/^E-mail/, 'Check your e-mail'],
    [/^Password It/, username],
  ]) {
    await byCode(page, username, /^Text message/);
    await expect(heading(page, 'Choose how to sign in')).toBeVisible();
    const said = 'This account cannot sign in with a code by text message. Choose another way.';
    await expect(page.getByRole('main')).toContainText(said);
    await expect(page.getByRole('radio', { name: /^E-mail/ })).toBeChecked();
    await expect(field(page, 'Password')).toHaveCount(0);
    await choose(page, way);
    if (title === username) await field(page, 'Password').fill(PASSWORD);
    await button(page, 'Continue').click();
    await expect(heading(page, title)).toBeVisible();
    if (title !== username) await answer(page, await pool.code(username));
    await expect(heading(page, username)).toBeVisible();
    await signOut(page);
  }
  await expect(notice(page)).toContainText('You are signed out.');
});

test('a pool that does not offer it says so', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser();
  await byCode(page, username);
  await expect(page.getByRole('alert')).toContainText('This app client does not allow it: USER_AUTH');
  await expect(heading(page, 'Sign in with a code')).toBeVisible();
});
