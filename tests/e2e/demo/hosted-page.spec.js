// The way to the hosted page and back, on both services, and AWS credentials.
import { HOSTED_CLIENT } from '../../stand-in/stand-in.mjs';
import {
  NARROW,
  PASSWORD,
  WIDE,
  activity,
  button,
  createUser,
  expect,
  heading,
  looksRight,
  notice,
  openPage,
  signedIn,
  step,
  test,
} from './fixtures.js';

/** On the page of either service. */
async function signInThere(page, username) {
  await button(page, 'Sign in with the hosted page').click();
  await expect(page).toHaveURL(/\/(oauth2\/authorize|login)\?/);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(page, username)).toBeVisible();
}

test('sign-in with the hosted page, a reload, and out again', async ({ page, baseURL }) => {
  const { username } = await createUser();
  await page.goto('/');
  await signInThere(page, username);
  expect(page.url()).toBe(`${baseURL}#/account`);
  await expect(activity(page)).toContainText('cognitoHostedUI');
  await expect(activity(page)).toContainText('Trades the code of the hosted page for tokens.');
  await page.reload();
  await expect(heading(page, username)).toBeVisible();
  const out = page.waitForRequest((request) => new URL(request.url()).pathname === '/logout');
  await button(page, 'Sign out').click();
  await out;
  await expect(heading(page, 'Sign in')).toBeVisible();
});

test('who does not agree comes back, and is told so', async ({ page, baseURL, standIn }) => {
  const service = await standIn({ client: { ...HOSTED_CLIENT, CallbackURLs: [baseURL], LogoutURLs: [baseURL] } });
  const { username } = await service.createUser();
  await page.goto('/');
  await button(page, 'Sign in with the hosted page').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(notice(page)).toContainText('You have not signed in.');
  await expect(heading(page, 'Sign in')).toBeVisible();
  expect(page.url()).toBe(`${baseURL}#/sign-in`);
  await signInThere(page, username);
});

test('AWS credentials of a guest, and of a user', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Get AWS credentials' }).click();
  await expect(heading(page, 'AWS credentials')).toBeVisible();
  await button(page, 'Get credentials').click();
  await expect(page.getByRole('main')).toContainText('Lent to authenticateda guest');
  await expect(step(page, 'Auth.currentCredentials()')).toContainText('GetCredentialsForIdentity');
  const secrets = await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => key.startsWith('CognitoIdentityId')),
  );
  expect(secrets.length).toBe(1);
  await signedIn(page);
  await openPage(page, 'Credentials', 'AWS credentials');
  await button(page, 'Get credentials').click();
  await expect(page.getByRole('main')).toContainText('Lent to authenticatedthe signed-in user');
});

for (const [name, size] of Object.entries({ WIDE, NARROW }))
  test(`the pages look right, ${name.toLowerCase()}`, async ({ page }) => {
    await page.setViewportSize(size);
    await page.goto('/#/credentials');
    await button(page, 'Get credentials').click();
    await expect(page.getByRole('main')).toContainText('Access key');
    await looksRight(page, size);
    await page.goto('/#/sign-in');
    await expect(button(page, 'Sign in with the hosted page')).toBeVisible();
    await looksRight(page, size);
  });
