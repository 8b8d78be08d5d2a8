import decodeQR from '../../../www/node_modules/qr/decode.js';
import { totp } from '../../local-cognito/local-cognito.mjs';
import {
  PASSWORD,
  button,
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

/** What a camera would read. */
async function scan(page) {
  const image = page.getByRole('img', { name: /QR code for an authenticator app/ });
  await expect(image).toBeVisible();
  const { size, light } = await image.evaluate(async (svg) => {
    const size = 240;
    const copy = svg.cloneNode(true);
    for (const [name, value] of [
      ['width', size],
      ['height', size],
      ['xmlns', 'http://www.w3.org/2000/svg'],
    ])
      copy.setAttribute(name, value);
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(size, size).getContext('2d');
    canvas.drawImage(picture, 0, 0);
    const { data } = canvas.getImageData(0, 0, size, size);
    let light = '';
    for (let at = 0; at < data.length; at += 4) light += data[at] > 127 ? 1 : 0;
    return { size, light };
  });
  return decodeQR({
    width: size,
    height: size,
    data: Uint8Array.from([...light].flatMap((bit) => [bit * 255, bit * 255, bit * 255, 255])),
  });
}

test('an authenticator app is set up by its QR code, asked for at sign-in, and switched off again', async ({
  page,
}) => {
  const { username } = await signedIn(page);
  await openPage(page, 'MFA', 'Second factor');
  await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
  await button(page, 'Set up an app').click();
  const uri = new URL(await scan(page));
  expect(uri.host).toBe('totp');
  expect(decodeURIComponent(uri.pathname)).toBe(`/cognito-auth-wasm:${username}`);
  expect(uri.searchParams.get('issuer')).toBe('cognito-auth-wasm');
  const secret = uri.searchParams.get('secret');
  // The same as text, for those without a camera.
  expect((await page.locator('.secret code').innerText()).replace(/\s/g, '')).toBe(secret);

  await field(page, 'Code').fill('000000');
  await button(page, 'Verify').click();
  await expect(problemOf(page, 'code')).toContainText('not the code that your app shows');
  await field(page, 'Code').fill(totp(secret));
  await button(page, 'Verify').click();
  await expect(notice(page)).toContainText('Sign-in now also asks for: authenticator app.');
  await expect(page.getByRole('radio', { name: /^Authenticator app/ })).toBeChecked();
  await expect(page.locator('.secret')).toHaveCount(0);
  await expect(step(page, 'Auth.verifyTotpToken(user, code)')).toContainText('verify');
  await expectNoSecret(page, secret);

  await page.goto('/#/account');
  await signOut(page);
  await signIn(page, username);
  await expect(heading(page, 'Open your authenticator app')).toBeVisible();
  await field(page, 'Code').fill('000000');
  await button(page, 'Continue').click();
  await expect(problemOf(page, 'code')).toContainText('not right');
  await field(page, 'Code').fill(totp(secret));
  await button(page, 'Continue').click();
  await expect(heading(page, username)).toBeVisible();

  await openPage(page, 'MFA', 'Second factor');
  await page.getByRole('radio', { name: /^None/ }).check();
  await button(page, 'Save').click();
  await expect(notice(page)).toContainText('asks for the password only');
  await expect(step(page, "Auth.setPreferredMFA(user, 'NOMFA')")).toContainText('SetUserMFAPreference');
});

test('a set-up can be left, and need not be preferred', async ({ page, standIn }) => {
  const pool = await standIn();
  await signedIn(page, await pool.createUser());
  await openPage(page, 'MFA', 'Second factor');
  await button(page, 'Set up an app').click();
  await button(page, 'Cancel').click();
  await expect(button(page, 'Set up an app')).toBeFocused();
  await button(page, 'Set up an app').click();
  const secret = new URL(await scan(page)).searchParams.get('secret');
  await page.getByLabel('Ask for it when I sign in').uncheck();
  await field(page, 'Code').fill(totp(secret));
  await button(page, 'Verify').click();
  await expect(notice(page)).toContainText('Your authenticator app is registered.');
  await expect(page.getByRole('radio', { name: /^None/ })).toBeChecked();
});

test('the key is copied', async ({ page, context, standIn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const pool = await standIn();
  await signedIn(page, await pool.createUser());
  await openPage(page, 'MFA', 'Second factor');
  await button(page, 'Set up an app').click();
  // It says so for some seconds, which do not end here.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1000);
  await button(page, 'Copy the key').click();
  await expect(page.locator('.copy')).toContainText('Copied');
  const key = (await page.locator('.secret code').innerText()).replace(/\s/g, '');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
});

test('text messages can be preferred, if there is a verified number', async ({ page, standIn }) => {
  const pool = await standIn();
  const { username } = await signedIn(page, await pool.createUser({ attributes: { phone_number_verified: 'false' } }));
  await openPage(page, 'MFA', 'Second factor');
  await page.getByRole('radio', { name: /^Text message/ }).check();
  await button(page, 'Save').click();
  await expect(page.getByRole('alert')).toContainText('Text messages cannot be used');
  await page.getByRole('radio', { name: /^Authenticator app/ }).check();
  await button(page, 'Save').click();
  await expect(page.getByRole('alert')).toContainText('Set up an authenticator app first.');

  await pool.admin('AdminUpdateUserAttributes', {
    Username: username,
    UserAttributes: [{ Name: 'phone_number_verified', Value: 'true' }],
  });
  await page.getByRole('radio', { name: /^Text message/ }).check();
  await button(page, 'Save').click();
  await expect(notice(page)).toContainText('Sign-in now also asks for: text message.');
  await page.goto('/#/account');
  await signOut(page);
  await field(page, 'Password').fill(PASSWORD);
  await button(page, 'Sign in').click();
  await expect(heading(page, 'Check your phone')).toBeVisible();
});

test('a pool without authenticator apps says so', async ({ page, standIn }) => {
  const pool = await standIn({ Factors: ['SMS_MFA'] });
  await signedIn(page, await pool.createUser());
  await openPage(page, 'MFA', 'Second factor');
  await button(page, 'Set up an app').click();
  await expect(page.getByRole('alert')).toContainText('does not offer authenticator apps');
});
