import {
  PASSWORD,
  activity,
  button,
  expect,
  field,
  heading,
  notice,
  openPage,
  region,
  signIn,
  signOut,
  signedIn,
  step,
  test,
} from './fixtures.js';

const TRACKED = { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true } };

test('a remembered browser is not asked for the second factor, until it is forgotten', async ({ page, standIn }) => {
  const pool = await standIn(TRACKED);
  const { username } = await pool.createUser({ factors: ['SMS_MFA'] });
  const passCode = async () => {
    await expect(heading(page, 'Check your phone')).toBeVisible();
    await field(page, 'Code').fill(await pool.code(username));
    await button(page, 'Continue').click();
    await expect(heading(page, username)).toBeVisible();
  };
  const again = async () => {
    await page.goto('/#/account');
    await signOut(page);
    await field(page, 'Password').fill(PASSWORD);
    await button(page, 'Sign in').click();
  };
  await signIn(page, username);
  await passCode();
  await openPage(page, 'Devices');
  const known = region(page, 'Known devices');
  await expect(known.getByRole('listitem')).toHaveText(/Chrome on Linux\s*This browser/);
  await button(page, 'Remember this browser').click();
  await expect(notice(page)).toContainText('This browser is remembered.');
  await expect(step(page, 'Auth.rememberDevice()')).toContainText('UpdateDeviceStatus');

  await again();
  await expect(heading(page, username)).toBeVisible();
  await expect(activity(page)).toContainText('Proves the device with a signature.');

  await openPage(page, 'Devices');
  await button(page, 'Forget it').click();
  await expect(notice(page)).toContainText('This browser is forgotten.');
  await expect(page.getByRole('main')).toContainText('Cognito does not track this browser.');
  await expect(known).toContainText('There is none yet.');
  await again();
  await passCode();
});

test('a pool that does not track devices says so, and can be asked again', async ({ page, standIn }) => {
  const pool = await standIn();
  await signedIn(page, await pool.createUser());
  await openPage(page, 'Devices');
  await expect(page.getByRole('alert')).toContainText('Device tracking has not been configured');
  await button(page, 'Try again').click();
  await expect(page.getByRole('alert')).toContainText('Device tracking has not been configured');
});
