import {
  NARROW,
  PASSWORD,
  WIDE,
  activity,
  button,
  createUser,
  expect,
  field,
  heading,
  looksRight,
  newUsername,
  openPage,
  signIn,
  signedIn,
  test,
} from './fixtures.js';

const views = {
  'sign-in': async (page) => {
    await page.goto('/');
    await expect(heading(page, 'Sign in')).toBeVisible();
  },
  'refused sign-in': async (page) => {
    await signIn(page, newUsername());
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'sign-up with errors': async (page) => {
    await page.goto('/#/sign-up');
    await field(page, 'Password').fill('Abc1');
    await button(page, 'Create account').click();
    await expect(page.getByRole('alert')).toHaveCount(2);
  },
  confirmation: async (page) => {
    const { username } = await createUser({ confirmed: false });
    await signIn(page, username);
    await expect(heading(page, 'Confirm your account')).toBeVisible();
  },
  'a lost password': async (page) => {
    await page.goto('/#/forgot-password');
    await expect(heading(page, 'Reset your password')).toBeVisible();
  },
  'a reset with errors': async (page) => {
    await page.goto('/#/reset-password');
    await button(page, 'Set password').click();
    await expect(page.getByRole('alert')).toHaveCount(3);
  },
  account: async (page) => {
    await signedIn(page);
  },
  attributes: async (page) => {
    await signedIn(page);
    await openPage(page, 'Attributes');
    await expect(page.getByText('Not verified')).toBeVisible();
    await button(page, 'Edit E-mail').click();
    await field(page, 'New e-mail').fill('nonsense');
    await button(page, 'Save').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'a new attribute': async (page) => {
    await signedIn(page);
    await openPage(page, 'Attributes');
    await button(page, 'Add an attribute').click();
    await field(page, 'Attribute').selectOption('');
    await expect(field(page, 'Its name')).toBeVisible();
  },
  'a change of password': async (page) => {
    await signedIn(page);
    await openPage(page, 'Password');
  },
  'the set-up of an app': async (page) => {
    await signedIn(page);
    await openPage(page, 'MFA', 'Second factor');
    await button(page, 'Set up an app').click();
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  },
  devices: async (page, standIn) => {
    const pool = await standIn({ DeviceConfiguration: {} });
    await signedIn(page, await pool.createUser());
    await openPage(page, 'Devices');
    await expect(page.getByText('This browser', { exact: true })).toHaveCount(2);
  },
  'no devices': async (page) => {
    await signedIn(page);
    await openPage(page, 'Devices');
    await expect(page.getByRole('alert')).toContainText('does not know this operation');
  },
  'the end of an account': async (page) => {
    await signedIn(page);
    await openPage(page, 'Delete', 'Delete account');
    await button(page, 'Delete this account…').click();
    await button(page, 'Delete for good').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'a code': async (page, standIn) => {
    const pool = await standIn();
    await signIn(page, (await pool.createUser({ factors: ['SMS_MFA'] })).username);
    await field(page, 'Code').fill('000000');
    await button(page, 'Continue').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'a choice of factors': async (page, standIn) => {
    const pool = await standIn();
    await signIn(page, (await pool.createUser({ factors: ['SMS_MFA', 'EMAIL_OTP'] })).username);
    await expect(heading(page, 'Choose a second factor')).toBeVisible();
  },
  'a sign-in with a code': async (page) => {
    await page.goto('/#/sign-in-code');
    await button(page, 'Send the code').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'a choice of how to sign in': async (page, standIn) => {
    const pool = await standIn({
      client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    await page.goto('/#/sign-in-code');
    await field(page, 'Username').fill((await pool.createUser()).username);
    await page.getByRole('radio', { name: /^Text message/ }).check();
    await button(page, 'Send the code').click();
    await page.getByRole('radio', { name: /^Password It/ }).check();
    await expect(field(page, 'Password')).toBeVisible();
  },
  'a set-up at sign-in': async (page, standIn) => {
    const pool = await standIn({ MfaConfiguration: 'ON' });
    await signIn(page, (await pool.createUser({ attributes: { phone_number_verified: 'false' } })).username);
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  },
  'a required password': async (page, standIn) => {
    const pool = await standIn({ Schema: [{ Name: 'given_name', Required: true }] });
    await signIn(page, (await pool.createUser({ temporary: true })).username);
    await expect(field(page, 'Given name')).toBeVisible();
  },
  'a question': async (page) => {
    const { username } = await createUser();
    await page.goto('/');
    await field(page, 'Username').fill(username);
    await button(page, 'Sign in with a custom challenge').click();
    await expect(heading(page, 'A question from the pool')).toBeVisible();
  },
  settings: async (page) => {
    await page.goto('/#/settings');
    await button(page, 'Use this user pool').click();
    await expect(page.getByRole('alert')).toHaveCount(3);
  },
  'empty list': async (page) => {
    await page.goto('/');
    await activity(page).getByRole('button', { name: 'Clear' }).click();
    await expect(activity(page)).toContainText('Nothing yet.');
  },
};

// Each theme on one of the two ends of the layout. The view is opened on the small one, where it is harder to use.
test.describe('in light on a wide screen, and in dark on a narrow one', () => {
  test.use({ colorScheme: 'dark', viewport: NARROW, reducedMotion: 'reduce' });
  for (const [name, open] of Object.entries(views)) {
    test(`axe finds nothing, and nothing sticks out: ${name}`, async ({ page, standIn }) => {
      await open(page, standIn);
      await looksRight(page, NARROW);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize(WIDE);
      await looksRight(page, WIDE);
    });
  }
});

test('one can sign in and out with the keyboard alone', async ({ page }) => {
  const { username } = await createUser();
  await page.goto('/');
  await expect(heading(page, 'Sign in')).toBeVisible();
  const focused = () =>
    page.evaluate(
      () =>
        (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim()) ||
        document.activeElement?.id,
    );
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the form');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Username')).toBeFocused();
  await page.keyboard.type(username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Show password');
  await page.keyboard.press('Space');
  await expect(field(page, 'Password')).toHaveAttribute('type', 'text');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Sign in')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page, username)).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Sign out');
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Sign in')).toBeVisible();
  // The username is known, so the password is what is missing.
  await expect(field(page, 'Password')).toBeFocused();
});

test('back and forward lead through the forms, not into guarded views', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(heading(page, 'Create an account')).toBeVisible();
  await page.goBack();
  await expect(heading(page, 'Sign in')).toBeVisible();
  await expect(page).toHaveTitle('Sign in · cognito-auth-wasm');
  await page.goForward();
  await expect(heading(page, 'Create an account')).toBeVisible();
  await page.goto('/#/account');
  await expect(heading(page, 'Sign in')).toBeVisible();
  const { username } = await signedIn(page);
  await page.goto('/#/sign-up');
  await expect(heading(page, username)).toBeVisible();
});

test('password managers find what they look for', async ({ page }) => {
  await page.goto('/');
  await expect(field(page, 'Username')).toHaveAttribute('autocomplete', 'username webauthn');
  await expect(field(page, 'Password')).toHaveAttribute('autocomplete', 'current-password');
  await page.goto('/#/sign-up');
  await expect(field(page, 'E-mail')).toHaveAttribute('autocomplete', 'email');
  await expect(field(page, 'Password')).toHaveAttribute('autocomplete', 'new-password');
  await page.goto('/#/confirm');
  await expect(field(page, 'Code')).toHaveAttribute('autocomplete', 'one-time-code');
});

test('the chosen theme wins over the system’s and survives a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await button(page, 'Use the dark theme').click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  await expect.poll(ground).toBe(dark);
  await button(page, 'Use the light theme').click();
  // The system's choice again, so the page follows it again.
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).toBe(dark);
});

test('nothing moves for those who ask for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signedIn(page);
  // Held, so that the spinner stays.
  await page.route('**', (route) => (route.request().method() === 'POST' ? undefined : route.continue()));
  await button(page, 'Refresh now').click();
  await expect(page.locator('.spinner').first()).toBeVisible();
  const running = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
  );
  expect(running).toBe(0);
});

test('the page asks nobody but its own server and Cognito', async ({ page }) => {
  const hosts = new Set();
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  await signedIn(page);
  expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost']);
});
