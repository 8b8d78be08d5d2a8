import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import { connectCognito } from '../../local-cognito/local-cognito.mjs';
import { connectStandIn } from '../../stand-in/stand-in.mjs';

export { expect };

export const CODE = '123456';
export const PASSWORD = 'Passw0rd!';

/** Of every forgotten password on the local Cognito. */
export const RESET_CODE = '654321';
export const NEW_PASSWORD = 'N3w-Passw0rd!';
const FACTORS = {
  SMS_MFA: 'SMSMfaSettings',
  EMAIL_OTP: 'EmailMfaSettings',
  SOFTWARE_TOKEN_MFA: 'SoftwareTokenMfaSettings',
};

/**
 * `page` must not log an error by itself. `standIn(settings)` makes a pool there, which the page then uses in place of the
 * local Cognito's; it gives what a test needs of it.
 */
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
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        problems.push(message.text());
    });
    await use(page);
  },
  standIn: async ({ page }, use) => {
    await use(async ({ client, ...settings } = {}) => {
      const server = connectStandIn(process.env.STAND_IN);
      const pool = await server.createUserPool({
        mfa: 'OPTIONAL',
        client,
        pool: {
          AutoVerifiedAttributes: ['email', 'phone_number'],
          Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
          ...settings,
        },
      });
      const domain = client?.CallbackURLs && server.url.slice(0, -1);
      const json = { ...pool, domain, codesInTerminal: true };
      await page.route('**/local-cognito.json', (route) => route.fulfill({ json }));
      return new StandInPool(server, pool);
    });
  },
});

class StandInPool {
  constructor(server, pool) {
    this.server = server;
    this.pool = pool;
  }

  admin(operation, body) {
    return this.server.admin(operation, { UserPoolId: this.pool.userPoolId, ...body });
  }

  /** A confirmed user with a verified phone number, and with those factors; one alone is preferred. */
  async createUser({ factors = [], attributes = {}, temporary = false, password = PASSWORD } = {}) {
    const username = newUsername();
    const email = `${username}@example.com`;
    const all = { phone_number: '+15550100', phone_number_verified: 'true', ...attributes };
    await this.server.createUser(this.pool.userPoolId, { username, password, email, attributes: all, temporary });
    const secret = factors.includes('SOFTWARE_TOKEN_MFA')
      ? await this.server.enrolTotp(this.pool, { username, prefer: false })
      : undefined;
    const settings = factors.map((factor) => [FACTORS[factor], { Enabled: true, PreferredMfa: factors.length === 1 }]);
    if (settings.length)
      await this.admin('AdminSetUserMFAPreference', { Username: username, ...Object.fromEntries(settings) });
    return { username, email, secret };
  }

  /** The last code that was sent to a user. */
  code(username) {
    return this.server.lastCode(this.pool.userPoolId, username);
  }
}

let users = 0;
export const newUsername = () => `ana-${process.pid}-${++users}-${Date.now() % 100_000}`;

/** The pool of the demo, as the page gets it. */
export async function demoPool() {
  return (await fetch(`${process.env.DEMO}local-cognito.json`)).json();
}

/** A user of the local Cognito, without the page's help; with `temporary` one who is asked for a new password. */
export async function createUser({ confirmed = true, temporary = false } = {}) {
  const { clientId, userPoolId, endpoint } = await demoPool();
  const cognito = connectCognito(endpoint);
  const username = newUsername();
  const email = `${username}@example.com`;
  if (temporary) {
    await cognito.createUser(userPoolId, { username, password: PASSWORD, email, temporary });
    return { username, email };
  }
  await cognito.api('SignUp', {
    ClientId: clientId,
    Username: username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: email }],
  });
  if (confirmed) await cognito.api('ConfirmSignUp', { ClientId: clientId, Username: username, ConfirmationCode: CODE });
  return { username, email };
}

export const field = (page, label) => page.getByLabel(label, { exact: true });
export const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const activity = (page) => page.getByRole('complementary', { name: 'What the package does' });
/** The steps of the list, newest first. */
export const steps = (page) => activity(page).getByRole('heading', { level: 3 });
export const step = (page, title) =>
  activity(page)
    .locator('li.step', { has: page.getByRole('heading', { level: 3, name: title, exact: true }) })
    .first();
export const region = (page, name) => page.getByRole('region', { name, exact: true });
export const status = (page) => page.getByRole('status');
/** What stands above the view. */
export const notice = (page) => page.locator('.notice');
/** A page of the account, by its link. */
export async function openPage(page, name, title = name) {
  await page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name, exact: true }).click();
  await expect(heading(page, title)).toBeVisible();
}
/** Nothing of what the list says, or the page holds elsewhere, may have it. */
export async function expectNoSecret(page, ...secrets) {
  const html = await activity(page).innerHTML();
  for (const secret of secrets) expect(html.includes(secret), secret).toBe(false);
}

/** The two ends of the layout. */
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 320, height: 640 };

/** axe finds nothing, and nothing sticks out. */
export async function looksRight(page, { width }) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  // The newer way is for frames of other origins, and opens another page for each result.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(' '))])).toEqual([]);
}

/** The words beside a field that say what is wrong with it. */
export const problemOf = (page, name) => page.locator(`#${name}-problem`);

/** Leaving the page sooner could leave the user signed in. */
export async function signOut(page) {
  await button(page, 'Sign out').click();
  await expect(heading(page, 'Sign in')).toBeVisible();
}

export async function signIn(page, username, password = PASSWORD) {
  await page.goto('/');
  await field(page, 'Username').fill(username);
  await field(page, 'Password').fill(password);
  await button(page, 'Sign in').click();
}

/** Of the local Cognito, or a user of the stand-in. */
export async function signedIn(page, user) {
  user ??= await createUser();
  await signIn(page, user.username);
  await expect(heading(page, user.username)).toBeVisible();
  return user;
}
