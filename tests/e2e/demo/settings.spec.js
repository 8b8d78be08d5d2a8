import {
  button,
  createUser,
  demoPool,
  expect,
  field,
  heading,
  problemOf,
  signIn,
  signedIn,
  step,
  test,
} from './fixtures.js';

async function fill(page, { userPoolId, region, clientId, endpoint = '' }) {
  await page.goto('/#/settings');
  await field(page, 'User pool id').fill(userPoolId);
  if (region) await field(page, 'Region').fill(region);
  await field(page, 'App client id').fill(clientId);
  await page.getByLabel(/^Endpoint/).fill(endpoint);
  await button(page, 'Use this user pool').click();
}

test('bad settings are named beside their fields', async ({ page }) => {
  await fill(page, { userPoolId: 'nonsense', clientId: '' });
  await expect(problemOf(page, 'userPoolId')).toContainText('looks like eu-west-1_AbCdEf123');
  await expect(problemOf(page, 'clientId')).toContainText('Enter the id of the app client.');
  await fill(page, { userPoolId: 'eu-west-1_AbCdEf123', region: 'us-east-1', clientId: 'abc' });
  await expect(problemOf(page, 'region')).toContainText('The user pool id says eu-west-1.');
});

test('requests go to the region of the visitor’s own pool', async ({ page }) => {
  const asked = [];
  // A pool at AWS that does not exist, without leaving this machine.
  await page.route('https://cognito-idp.*/**', (route) => {
    asked.push(route.request().url());
    return route.fulfill({
      status: 400,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: { __type: 'ResourceNotFoundException', message: 'gone' },
    });
  });
  await fill(page, { userPoolId: 'eu-west-1_AbCdEf123', clientId: 'abc' });
  await expect(page.getByRole('status')).toContainText('eu-west-1_AbCdEf123');
  await field(page, 'Username').fill('ana');
  await field(page, 'Password').fill('secret');
  await button(page, 'Sign in').click();
  await expect(page.getByRole('alert')).toContainText('does not know this app client');
  expect(asked).toEqual(['https://cognito-idp.eu-west-1.amazonaws.com/']);
  await expect(step(page, 'Auth.signIn(username, password)')).toContainText('ResourceNotFoundException');
});

test('another pool survives a reload, has its own session, and can be left again', async ({ page }) => {
  const local = await demoPool();
  const { username } = await signedIn(page);
  // The same pool by the form: other settings, but the session is found by its app client.
  await fill(page, { userPoolId: local.userPoolId, clientId: local.clientId, endpoint: local.endpoint });
  await expect(page.getByRole('status')).toContainText(local.userPoolId);
  await expect(heading(page, username)).toBeVisible();
  await fill(page, { userPoolId: 'eu-west-1_AbCdEf123', clientId: 'abc' });
  await expect(heading(page, 'Sign in')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Demo' })).toContainText('eu-west-1_AbCdEf123');

  await page.getByRole('link', { name: /User pool/ }).click();
  await expect(field(page, 'User pool id')).toHaveValue('eu-west-1_AbCdEf123');
  await expect(field(page, 'Region')).toHaveValue('eu-west-1');
  await button(page, 'Use the local Cognito').click();
  await expect(heading(page, username)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Demo' })).toContainText('Local Cognito');
});

test('without a local Cognito the page asks for a pool', async ({ page }) => {
  await page.route('**/local-cognito.json', (route) => route.fulfill({ status: 404 }));
  await page.goto('/');
  await expect(heading(page, 'User pool')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('No local Cognito here.');
  const local = await demoPool();
  await fill(page, local);
  const { username } = await createUser();
  await signIn(page, username);
  await expect(heading(page, username)).toBeVisible();
});
