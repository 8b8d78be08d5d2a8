import {
  NARROW,
  PASSWORD,
  WIDE,
  button,
  expect,
  expectNoSecret,
  field,
  heading,
  looksRight,
  newUsername,
  notice,
  openPage,
  region,
  signOut,
  step,
  test,
} from './fixtures.js';
import { Authenticator } from '../authenticator.js';

const CHOICE = {
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
  WebAuthnConfiguration: { RelyingPartyId: 'localhost' },
};
async function withPasskey(page, standIn, { remember = false } = {}) {
  const pool = await standIn(CHOICE);
  const authenticator = await Authenticator.of(page);
  const { username } = await pool.createUser();
  await page.goto('/');
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
  await openPage(page, 'Passkeys');
  await expect(region(page, 'Registered passkeys')).toContainText('You have none yet.');
  if (remember) await page.getByLabel(/^Remember my name/).check();
  await button(page, 'Register a passkey').click();
  await expect(notice(page)).toContainText('Your passkey is registered.');
  return { pool, authenticator, username };
}

async function leave(page) {
  await page.goto('/#/account');
  await signOut(page);
}

test('a passkey is registered, listed, used and deleted', async ({ page, standIn }) => {
  const { authenticator, username } = await withPasskey(page, standIn);
  const registered = region(page, 'Registered passkeys');
  await expect(registered.getByRole('listitem')).toHaveText(/Passkey 1.*on localhost/);
  await expect(step(page, 'Auth.registerPasskey()')).toContainText('CompleteWebAuthnRegistration');
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await looksRight(page, size);
  }
  // No page of the account stands alone in its row on a phone.
  const places = await page
    .getByRole('navigation', { name: 'Account' })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
  expect(places.filter((top) => top === places.at(-1)).length).toBeGreaterThan(1);
  await page.setViewportSize(WIDE);
  await button(page, 'Register a passkey').click();
  await expect(page.getByRole('alert')).toContainText('There already is a passkey of yours on this device.');

  await leave(page);
  await button(page, 'Sign in with a passkey').click();
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, 'Auth.signInWithPasskey({ username })')).toContainText('RespondToAuthChallenge');
  await openPage(page, 'Passkeys');
  await button(page, 'Delete Passkey 1').click();
  await expect(notice(page)).toContainText('Passkey 1 is deleted.');
  await expect(registered).toContainText('You have none yet.');
  await expect.poll(() => authenticator.ids()).toEqual([]);
});

test('the passkey is offered at sign-in where the name is remembered, also after a reload', async ({
  page,
  standIn,
}) => {
  const { authenticator, username } = await withPasskey(page, standIn, { remember: true });
  await authenticator.agrees(false);
  await leave(page);
  await expect(page.getByLabel('Username')).toHaveAttribute('autocomplete', 'username webauthn');
  // It waits, and another way is free.
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
  await leave(page);
  // Not before the reload: what waits here would be answered at once.
  await page.reload();
  await authenticator.agrees(true);
  await expect(heading(page, username)).toBeVisible();
  await expect(step(page, 'Auth.signInWithPasskey({ autofill: true })')).toContainText('InitiateAuth');
});

test('a passkey is one of the ways; who does not agree chooses another', async ({ page, standIn }) => {
  const { authenticator, username } = await withPasskey(page, standIn);
  await leave(page);
  await authenticator.isVerified(false);
  await page.goto('/#/sign-in-code');
  await field(page, 'Username').fill(username);
  await page.getByRole('radio', { name: /^Text message/ }).check();
  await button(page, 'Send the code').click();
  await expect(heading(page, 'Choose how to sign in')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Passkey/ })).toBeChecked();
  await button(page, 'Continue').click();
  // A choice, and nobody's mistake.
  await expect(page.getByRole('status').filter({ hasText: 'No passkey was used.' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('radio', { name: /^Password It/ }).check();
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
  await leave(page);

  // What was closed is asked again after a reload.
  await button(page, 'Sign in with a passkey').click();
  // A choice, and nobody's mistake.
  await expect(page.getByRole('status').filter({ hasText: 'No passkey was used.' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(heading(page, 'Use your passkey')).toBeVisible();
  await authenticator.isVerified(true);
  await button(page, 'Use the passkey').click();
  await expect(heading(page, username)).toBeVisible();
});

test('an account without a password: its owner is signed in by the confirmation', async ({ page, standIn }) => {
  const pool = await standIn(CHOICE);
  const username = newUsername();
  await page.goto('/#/sign-up');
  await field(page, 'Username').fill(username);
  await field(page, 'E-mail').fill(`${username}@example.com`);
  await page.getByLabel(/^Without a password/).check();
  await expect(field(page, 'Password')).toHaveCount(0);
  await page.getByLabel('Sign me in once the account is confirmed').check();
  await button(page, 'Create account').click();
  await expect(heading(page, 'Confirm your account')).toBeVisible();
  const code = await pool.code(username);
  await field(page, 'Code').fill(code);
  await button(page, 'Confirm').click();
  await expect(heading(page, username)).toBeVisible();

  // The first password.
  await openPage(page, 'Password');
  const none = page.getByLabel('I have no password yet');
  await none.check();
  await expect(field(page, 'Current password')).toHaveCount(0);
  await field(page, 'New password').fill(PASSWORD);
  await button(page, 'Change password').click();
  await expect(notice(page)).toContainText('Your password is set.');
  await expect(step(page, 'Auth.changePassword(user, undefined, newPassword)')).toContainText('ChangePassword');
  await expect(none).not.toBeChecked();
  await none.check();
  await field(page, 'New password').fill(`${PASSWORD}2`);
  await button(page, 'Change password').click();
  await expect(page.getByRole('alert')).toContainText('You have a password.');
  await leave(page);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
  await expectNoSecret(page, code, PASSWORD);
});

test('e-mail is asked for as the second factor', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await pool.createUser({ attributes: { email_verified: 'true' } });
  await page.goto('/');
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, username)).toBeVisible();
  await openPage(page, 'MFA', 'Second factor');
  await page.getByRole('radio', { name: /^E-mail/ }).check();
  await button(page, 'Save').click();
  await expect(notice(page)).toContainText('Sign-in now also asks for: e-mail.');
  await leave(page);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, 'Check your e-mail')).toBeVisible();
  await field(page, 'Code').fill(await pool.code(username));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();
});
