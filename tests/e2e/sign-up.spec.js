import { FORGOT_PASSWORD_CODE, SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, expect, ours, test } from './fixtures.js';

const WRONG_CODE = FORGOT_PASSWORD_CODE;

test('signUp with an object sends attributes and metadata, and confirmation lets the user in', async ({
  app,
  names,
}) => {
  const username = names();
  const email = `${username}@example.com`;
  const result = await app.run('signUp', {
    username,
    password: PASSWORD,
    attributes: { email, 'custom:team': 'blue' },
    validationData: { from: 'test' },
    clientMetadata: { campaign: 'spring' },
  });
  expect(Object.keys(result)).toEqual(['user', 'userConfirmed', 'userSub', 'codeDeliveryDetails']);
  expect(result).toMatchObject({
    user: { username, signInUserSession: null },
    userConfirmed: false,
    codeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL' },
  });
  expect(result.userSub).toMatch(/^[0-9a-f-]{36}$/);
  expect(app.calls).toEqual([
    {
      operation: 'SignUp',
      body: {
        ClientId: app.pool.clientId,
        Username: username,
        Password: PASSWORD,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'custom:team', Value: 'blue' },
        ],
        ValidationData: [{ Name: 'from', Value: 'test' }],
        ClientMetadata: { campaign: 'spring' },
      },
    },
  ]);

  expect(await app.run('confirmSignUp', username, SIGN_UP_CODE)).toBe('SUCCESS');
  const user = await app.run('signIn', username, PASSWORD);
  expect(user.attributes).toMatchObject({ sub: result.userSub, email, 'custom:team': 'blue' });
  expect(await app.events()).toEqual([
    ['configured', 'The Auth category has been configured successfully'],
    ['signUp', `${username} has signed up successfully`],
    ['confirmSignUp', `${username} has been confirmed successfully`],
    ['signIn', `A user ${username} has been signed in`],
  ]);
});

// v5 reads all of it before the call returns.
test('signUp takes what it is given as it is at the call', async ({ app, names }) => {
  const username = names();
  await app.page.evaluate(
    async ([username, password]) => {
      const attributes = { email: `${username}@example.com` };
      const form = { username, password, attributes, clientMetadata: { step: 'first' } };
      const signingUp = window.Auth.signUp(form);
      attributes.email = form.clientMetadata.step = form.username = form.password = '';
      await signingUp;
    },
    [username, PASSWORD],
  );
  expect(app.calls[0].body).toMatchObject({
    Username: username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: `${username}@example.com` }],
    ClientMetadata: { step: 'first' },
  });
});

ours('the configuration is read once the code of a call is there', async ({ app, cognito, pool, names }) => {
  const otherClient = await cognito.createClient(pool.userPoolId);
  await app.page.evaluate(
    async ([username, password, userPoolWebClientId]) => {
      const signingUp = window.Auth.signUp({ username, password });
      window.Auth.configure({ userPoolWebClientId });
      await signingUp;
    },
    [names(), PASSWORD, otherClient],
  );
  expect(app.calls[0].body).toMatchObject({ ClientId: otherClient });
});

test('signUp with positional arguments', async ({ app, names }) => {
  const username = names();
  const result = await app.run('signUp', username, PASSWORD, `${username}@example.com`, '+15550100');
  expect(result).toMatchObject({ user: { username }, userConfirmed: false });
  expect(app.calls[0].body).toMatchObject({
    UserAttributes: [
      { Name: 'email', Value: `${username}@example.com` },
      { Name: 'phone_number', Value: '+15550100' },
    ],
    ValidationData: null,
  });
});

test('a taken username and a weak password are refused', async ({ app, names, newUser }) => {
  const { username } = await newUser();
  const other = names();
  await expect(app.run('signUp', { username, password: PASSWORD })).rejects.toMatchObject({
    name: 'UsernameExistsException',
    code: 'UsernameExistsException',
  });
  await expect(app.run('signUp', { username: other, password: 'short' })).rejects.toMatchObject({
    code: 'InvalidPasswordException',
  });
  expect((await app.events()).slice(1)).toEqual([
    ['signUp_failure', `${username} failed to signup`],
    ['signUp_failure', `${other} failed to signup`],
  ]);
});

test('a wrong code is refused; the code is sent again and confirms', async ({ app, cognito, names }) => {
  const username = names();
  const email = `${username}@example.com`;
  await app.run('signUp', { username, password: PASSWORD, attributes: { email } });
  await expect(app.run('confirmSignUp', username, WRONG_CODE)).rejects.toMatchObject({
    name: 'CodeMismatchException',
    code: 'CodeMismatchException',
  });

  const resent = await app.run('resendSignUp', username);
  expect(resent).toMatchObject({ CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL' } });
  const mails = (await cognito.messages()).filter(({ To }) => To.includes(email));
  expect(mails).toHaveLength(2);
  const [code] = mails[1].BodyText.match(/\d{6}/);
  expect(await app.run('confirmSignUp', username, code)).toBe('SUCCESS');
  expect((await app.events()).map(([event]) => event)).toEqual(['configured', 'signUp', 'confirmSignUp']);
});

test('an unconfirmed user is told so', async ({ app, names }) => {
  const username = names();
  await app.run('signUp', { username, password: PASSWORD });
  await expect(app.run('signIn', username, PASSWORD)).rejects.toMatchObject({ code: 'UserNotConfirmedException' });
  expect(await app.stored()).toEqual({});
});

test('the pages of the guide: sign up, confirm, sign in, reload, sign out', async ({ app, names }) => {
  const { page } = app;
  const username = names();
  const signUp = page.getByRole('form', { name: 'Sign up' });
  const confirm = page.getByRole('form', { name: 'Confirm' });
  const signIn = page.getByRole('form', { name: 'Sign in' });
  const account = page.getByRole('region', { name: 'Account' });
  const status = page.getByRole('status');

  await signUp.getByLabel('Username').fill(username);
  await signUp.getByLabel('Password').fill(PASSWORD);
  await signUp.getByLabel('Email').fill(`${username}@example.com`);
  await signUp.getByRole('button', { name: 'Sign up' }).click();
  await confirm.getByLabel('Code').fill(WRONG_CODE);
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(status).toContainText('code');
  await confirm.getByRole('button', { name: 'Send again' }).click();
  await expect(status).toHaveText('Sent again');
  await confirm.getByLabel('Code').fill(SIGN_UP_CODE);
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(status).toHaveText('Confirmed');

  await signIn.getByLabel('Username').fill(username);
  await signIn.getByLabel('Password').fill(`${PASSWORD}?`);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(status).toHaveText('Incorrect username or password.');
  await signIn.getByLabel('Password').fill(PASSWORD);
  await signIn.getByRole('button', { name: 'Sign in' }).click();
  await expect(account).toContainText(`Hello ${username} (${username}@example.com)`);

  await app.reload();
  await expect(account).toContainText(`Hello ${username}`);
  await account.getByRole('button', { name: 'Sign out' }).click();
  await expect(signIn).toBeVisible();
  await app.reload();
  await expect(signIn).toBeVisible();
  await expect(account).toBeHidden();
});
