import { expect, test as base } from '@playwright/test';

export { expect };

export const CODE = '123456';
export const PASSWORD = 'Passw0rd!';

/** `open` gives the demo at a route, in a page that must not log an error by itself. */
export const test = base.extend({
  baseURL: process.env.DEMO,
  problems: async ({}, use) => {
    const problems = [];
    await use(problems);
    expect(problems, 'errors of the page').toEqual([]);
  },
  page: async ({ page, problems }, use) => {
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      // The browser itself reports refusals of Cognito, which many tests want.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) problems.push(message.text());
    });
    await use(page);
  },
});

let users = 0;
export const newUsername = () => `ana-${process.pid}-${++users}-${Date.now() % 100_000}`;

/** The pool of the demo, as the page gets it. */
export async function demoPool() {
  return (await fetch(`${process.env.DEMO}local-cognito.json`)).json();
}

async function call(operation, body, headers = {}) {
  const { endpoint } = await demoPool();
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`, ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
  return response.json();
}

// The local server does not check the signature of the access key `test`.
const ADMIN = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0';

/** A user without the page's help. */
export async function createUser({ confirmed = true, temporary = false } = {}) {
  const { clientId, userPoolId } = await demoPool();
  const username = newUsername();
  const email = `${username}@example.com`;
  if (temporary) {
    await call('AdminCreateUser', { UserPoolId: userPoolId, Username: username, MessageAction: 'SUPPRESS' }, { Authorization: ADMIN });
    await call('AdminSetUserPassword', { UserPoolId: userPoolId, Username: username, Password: PASSWORD, Permanent: false }, { Authorization: ADMIN });
    return { username, email };
  }
  await call('SignUp', { ClientId: clientId, Username: username, Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: email }] });
  if (confirmed) await call('ConfirmSignUp', { ClientId: clientId, Username: username, ConfirmationCode: CODE });
  return { username, email };
}

export const field = (page, label) => page.getByLabel(label, { exact: true });
export const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const activity = (page) => page.getByRole('complementary', { name: 'What the package does' });
/** The steps of the list, newest first. */
export const steps = (page) => activity(page).getByRole('heading', { level: 3 });
export const step = (page, title) => activity(page).locator('li.step', { has: page.getByRole('heading', { level: 3, name: title, exact: true }) }).first();
/** The words beside a field that say what is wrong with it. */
export const problemOf = (page, name) => page.locator(`#${name}-problem`);

export async function signIn(page, username, password = PASSWORD) {
  await page.goto('/');
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(password);
  await button(page, 'Sign in').click();
}

export async function signedIn(page) {
  const user = await createUser();
  await signIn(page, user.username);
  await expect(heading(page, user.username)).toBeVisible();
  return user;
}
