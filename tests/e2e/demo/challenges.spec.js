import { totp } from '../../local-cognito/local-cognito.mjs';
import {
  NEW_PASSWORD,
  PASSWORD,
  activity,
  button,
  createUser,
  expect,
  expectNoSecret,
  field,
  heading,
  notice,
  problemOf,
  signIn,
  signOut,
  step,
  test,
} from './fixtures.js';

/** Answers `code`, first with a wrong one. */
async function answerCode(page, code) {
  await field(page, 'Code').fill('000000');
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'code')).toContainText('This code is not right.');
  await expect(field(page, 'Code')).toBeFocused();
  await field(page, 'Code').fill(code);
  await button(page, 'Continue').click();
}

test('SMS_MFA: a code by text message, wrong and then right', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await signIn(page, username);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('+****0100');
  await expect(field(page, 'Code')).toBeFocused();
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'code')).toContainText('Enter the code from the message.');
  const code = await pool.code(username);
  await answerCode(page, code);
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, "Auth.confirmSignIn(user, code, 'SMS_MFA')")).toContainText('signIn');
  await expectNoSecret(page, code, PASSWORD);
});

test('SOFTWARE_TOKEN_MFA: a code of the app', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username, secret } = await pool.createUser({ factors: ['SOFTWARE_TOKEN_MFA'] });
  await signIn(page, username);
  await expect(heading(page, 'Open your authenticator app')).toBeVisible();
  await answerCode(page, totp(secret));
  await expect(heading(page, username)).toBeVisible();
});

test('EMAIL_OTP: a code by e-mail', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['EMAIL_OTP'] });
  await signIn(page, username);
  await expect(heading(page, 'Check your e-mail')).toBeVisible();
  await answerCode(page, await pool.code(username));
  await expect(heading(page, username)).toBeVisible();
});

for (const [factor, title] of [
  ['Authenticator app', 'Open your authenticator app'],
  ['Text message', 'Check your phone'],
  ['E-mail', 'Check your e-mail'],
]) {
  test(`SELECT_MFA_TYPE: a choice of factors, ${factor}`, async ({ page, standIn }) => {
    const pool = await standIn();
    const { username, secret } = await pool.createUser({ factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] });
    await signIn(page, username);
    await expect(heading(page, 'Choose a second factor')).toBeVisible();
    await page.getByRole('radio', { name: new RegExp(`^${factor}`) }).check();
    await button(page, 'Continue').click();
    await expect(heading(page, title)).toBeVisible();
    await answerCode(page, factor === 'Authenticator app' ? totp(secret) : await pool.code(username));
    await expect(heading(page, username)).toBeVisible();
  });
}

test('MFA_SETUP: an app is set up during the sign-in', async ({ page, standIn }) => {
  const pool = await standIn({ MfaConfiguration: 'ON' });
  const { username } = await pool.createUser({ attributes: { phone_number_verified: 'false' } });
  await signIn(page, username);
  await expect(heading(page, 'Set up a second factor')).toBeVisible();
  const secret = (await page.locator('.secret code').innerText()).replace(/\s/g, '');
  await field(page, 'Code').fill('000000');
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'code')).toContainText('This code is not right.');
  await field(page, 'Code').fill(totp(secret));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
  await expectNoSecret(page, secret);
});

test('NEW_PASSWORD_REQUIRED: a new password, and the attributes that the pool wants', async ({ page, standIn }) => {
  const pool = await standIn({
    Schema: [
      { Name: 'given_name', Required: true },
      { Name: 'birthdate', Required: true },
    ],
  });
  const { username } = await pool.createUser({ temporary: true });
  await signIn(page, username);
  await expect(heading(page, 'Choose your own password')).toBeVisible();
  await expect(field(page, 'New password')).toBeFocused();
  await field(page, 'New password').fill('short');
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'attribute-given_name')).toContainText('Enter your given name.');
  await field(page, 'Given name').fill('Ana');
  await field(page, 'Date of birth').fill('1990-02-03');
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'password')).toContainText('Password not long enough');
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Attributes' })).toContainText('1990-02-03');
  await expectNoSecret(page, PASSWORD, NEW_PASSWORD);
});

test('NEW_PASSWORD_REQUIRED, then a second factor', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ temporary: true, factors: ['SMS_MFA'] });
  await signIn(page, username);
  await field(page, 'New password').fill(NEW_PASSWORD);
  await button(page, 'Continue').click();
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await field(page, 'Code').fill(await pool.code(username));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
});

test('CUSTOM_CHALLENGE: the pool’s own questions, one after the other', async ({ page, standIn }) => {
  const pool = await standIn({
    CustomAuth: {
      Rounds: [
        { Parameters: { question: '6 x 7' }, Answer: '42' },
        { Parameters: { question: 'opposite of left' }, Answer: 'right' },
      ],
    },
  });
  const { username } = await pool.createUser();
  await page.goto('/');
  await button(page, 'Sign in with a custom challenge').click();
  await expect(problemOf(page, 'username')).toContainText('Enter your username.');
  await field(page, 'Username').fill(username);
  await button(page, 'Sign in with a custom challenge').click();
  await expect(heading(page, 'A question from the pool')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('6 x 7');
  await field(page, 'Your answer').fill('41');
  await button(page, 'Answer').click();
  await expect(heading(page, 'One more question')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('6 x 7');
  await expect(field(page, 'Your answer')).toHaveValue('');
  await field(page, 'Your answer').fill('42');
  await button(page, 'Answer').click();
  await expect(page.getByRole('main')).toContainText('opposite of left');
  await field(page, 'Your answer').fill('right');
  await button(page, 'Answer').click();
  await expect(heading(page, username)).toBeVisible();
});

test('CUSTOM_CHALLENGE: too many wrong answers end the sign-in', async ({ page }) => {
  const { username } = await createUser();
  await page.goto('/');
  await field(page, 'Username').fill(username);
  await button(page, 'Sign in with a custom challenge').click();
  for (const answer of ['1', '2', '3']) {
    await expect(page.getByRole('main')).toContainText('What is 6 × 7?');
    await expect(field(page, 'Your answer')).toHaveValue('');
    await field(page, 'Your answer').fill(answer);
    await button(page, 'Answer').click();
  }
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('The sign-in has ended');
});

test('a challenge that is not known is shown as such', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await page.route(pool.pool.endpoint, async (route, request) => {
    if (request.method() !== 'POST') return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    if (json.ChallengeName === 'SMS_MFA')
      Object.assign(json, { ChallengeName: 'SING_A_SONG', ChallengeParameters: { MELODY: 'any' } });
    return route.fulfill({ response, json });
  });
  await signIn(page, username);
  await expect(heading(page, 'A step this page does not know')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('SING_A_SONG');
  await expect(page.getByRole('main')).toContainText('MELODY');
  await page.getByRole('link', { name: 'Back to sign in' }).click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.reload();
  await expect(heading(page, 'Sign in')).toBeVisible();
});

test('a sign-in that took too long begins anew, with words', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await signIn(page, username);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  const code = await pool.code(username);
  await pool.admin('MoveClock', { Seconds: 200 });
  await field(page, 'Code').fill(code);
  await button(page, 'Continue').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(notice(page)).toContainText('the sign-in has expired');
  await expect(field(page, 'Username')).toHaveValue(username);
  await expect(field(page, 'Password')).toBeFocused();
});

test('without a connection the answer stays, and can be sent again', async ({ page, context, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await signIn(page, username);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await field(page, 'Code').fill(await pool.code(username));
  await context.setOffline(true);
  await button(page, 'Continue').click();
  await expect(page.getByRole('alert')).toContainText('No answer from Cognito.');
  await context.setOffline(false);
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
});

test('a question survives a reload, and can be left', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await signIn(page, username);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await page.reload();
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await field(page, 'Code').fill(await pool.code(username));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();

  await signOut(page);
  await signIn(page, username);
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await page.getByRole('link', { name: 'Start again' }).click();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(activity(page)).not.toContainText('confirmSignIn');
  await expect(step(page, 'Auth.signOut()')).toBeVisible();
  await page.reload();
  await expect(heading(page, 'Sign in')).toBeVisible();
});

test('a reload of a form to sign in, while a question waits, leads to the question', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  await signIn(page, username);
  for (const form of ['Sign in', 'Sign in with a code']) {
    await expect(heading(page, 'Check your phone')).toBeVisible();
    // The way back to the form is open.
    await page.evaluate((form) => (location.hash = form === 'Sign in' ? '/sign-in' : '/sign-in-code'), form);
    await expect(heading(page, form)).toBeVisible();
    await page.reload();
  }
  await expect(heading(page, 'Check your phone')).toBeVisible();
  await field(page, 'Code').fill(await pool.code(username));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
});
