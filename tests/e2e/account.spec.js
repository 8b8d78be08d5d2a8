// Passwords, attributes, the MFA preference, the end of an account.
import { FORGOT_PASSWORD_CODE, SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, expect, ours, test } from './fixtures.js';

const NEW = 'N3w-passw0rd!';

/** Calls `Auth[method](user, ...args)` with whoever is signed in; a rejection is thrown as `app.run` does. */
async function asUser(app, method, ...args) {
  const outcome = await app.page.evaluate(
    async ([method, args]) => {
      const user = await window.Auth.currentUserPoolUser();
      try {
        return { value: JSON.parse(JSON.stringify((await window.Auth[method](user, ...args)) ?? null)) };
      } catch (error) {
        return error instanceof Error
          ? { error: { name: error.name, code: error.code, message: error.message } }
          : { text: error };
      }
    },
    [method, args],
  );
  if (outcome.error) throw Object.assign(new Error(outcome.error.message), outcome.error);
  if ('text' in outcome) throw outcome.text;
  return outcome.value;
}

/** Answers operations that the local Cognito does not have. */
async function answer(app, replies) {
  await app.page.route(app.pool.endpoint, (route, request) => {
    const reply = replies[request.headers()['x-amz-target']?.split('.')[1]];
    return reply
      ? route.fulfill({
          status: reply.__type ? 400 : 200,
          headers: {
            'Access-Control-Allow-Origin': '*',
            'Access-Control-Allow-Headers': '*',
            'Content-Type': 'application/x-amz-json-1.1',
          },
          body: JSON.stringify(reply),
        })
      : route.fallback();
  });
}

async function signIn(app, newUser) {
  const user = await newUser();
  await app.run('signIn', user.username, user.password);
  await app.forgetEvents();
  app.calls.length = 0;
  return user;
}

test('a password is changed by who knows the old one', async ({ app, newUser }) => {
  const { username } = await signIn(app, newUser);
  await expect(asUser(app, 'changePassword', 'Wr0ng-password!', NEW)).rejects.toMatchObject({
    code: 'NotAuthorizedException',
  });
  await expect(asUser(app, 'changePassword', PASSWORD, 'short')).rejects.toMatchObject({
    code: 'InvalidPasswordException',
  });
  expect(await asUser(app, 'changePassword', PASSWORD, NEW, { from: 'test' })).toBe('SUCCESS');
  const { body } = app.calls.at(-1);
  expect(body).toEqual({
    PreviousPassword: PASSWORD,
    ProposedPassword: NEW,
    AccessToken: expect.any(String),
    ClientMetadata: { from: 'test' },
  });
  expect(await app.events()).toEqual([]);
  await app.run('signOut');
  await expect(app.run('signIn', username, PASSWORD)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.run('signIn', username, NEW)).toMatchObject({ username });
});

test('a forgotten password is set anew with the code that was sent', async ({ app, newUser }) => {
  const { username } = await newUser();
  expect(await app.run('forgotPassword', username)).toMatchObject({ CodeDeliveryDetails: { AttributeName: 'email' } });
  await expect(app.run('forgotPasswordSubmit', username, SIGN_UP_CODE, NEW)).rejects.toMatchObject({
    code: 'CodeMismatchException',
  });
  expect(await app.run('forgotPasswordSubmit', username, FORGOT_PASSWORD_CODE, NEW, { from: 'test' })).toBe('SUCCESS');
  expect(app.calls.at(-1).body).toEqual({
    ClientId: app.pool.clientId,
    Username: username,
    ConfirmationCode: FORGOT_PASSWORD_CODE,
    Password: NEW,
    ClientMetadata: { from: 'test' },
  });
  expect((await app.events()).slice(1)).toEqual([
    ['forgotPassword', `${username} has initiated forgot password flow`],
    ['forgotPasswordSubmit_failure', `${username} forgotPasswordSubmit failed`],
    ['forgotPasswordSubmit', `${username} forgotPasswordSubmit successful`],
  ]);
  expect(await app.stored()).toEqual({});
  expect(await app.run('signIn', username, NEW)).toMatchObject({ username });
});

test("what is missing is said, in v5's order, and nothing is sent", async ({ app }) => {
  const refused = async (message, method, ...args) =>
    expect(app.run(method, ...args), `${method}(${args})`).rejects.toMatchObject({ name: 'AuthError', message });
  await refused('Username cannot be empty', 'forgotPassword', '');
  await refused('Username cannot be empty', 'forgotPasswordSubmit', '', '', '');
  await refused('Confirmation code cannot be empty', 'forgotPasswordSubmit', 'ana', '', '');
  await refused('Password cannot be empty', 'forgotPasswordSubmit', 'ana', '1', '');
  await refused('Confirmation code cannot be empty', 'verifyUserAttributeSubmit', {}, 'email', '');
  await refused('Failed to get the session because the user is empty', 'changePassword', null, 'a', 'b');
  await expect(app.run('verifyCurrentUserAttributeSubmit', 'email', '')).rejects.toBe('No current user');
  await expect(app.run('verifyUserAttribute', {}, 'email')).rejects.toMatchObject({
    message: 'User is not authenticated',
  });
  await expect(app.run('deleteUser')).rejects.toMatchObject({ name: 'Error', message: 'No current user.' });
  expect(app.calls).toEqual([]);
});

ours('without a session, what v5 never settles rejects', async ({ app }) => {
  const message = 'Local storage is missing an ID Token, Please authenticate';
  for (const [method, ...args] of [
    ['changePassword', 'a', 'b'],
    ['updateUserAttributes', {}],
    ['deleteUserAttributes', []],
    ['userAttributes'],
    ['verifiedContact'],
  ]) {
    const outcome = await app.page.evaluate(
      ([method, args]) => {
        const user = window.Auth.createCognitoUser('nobody');
        return window.Auth[method](user, ...args).catch((error) => error.message);
      },
      [method, args],
    );
    expect(outcome, method).toBe(message);
  }
  expect(await app.events()).toEqual([['configured', 'The Auth category has been configured successfully']]);
});

test('attributes are changed, the cache with them, and the event says what became of each', async ({
  app,
  newUser,
}) => {
  await signIn(app, newUser);
  const attributes = { nickname: 'Ana', 'custom:team': 'blue', sub: 'mine', email_verified: 'true' };
  expect(await asUser(app, 'updateUserAttributes', attributes, { from: 'test' })).toBe('SUCCESS');
  expect(app.operations()).toEqual(['UpdateUserAttributes', 'GetUser', 'InitiateAuth']);
  expect(app.calls[0].body).toMatchObject({
    UserAttributes: [
      { Name: 'nickname', Value: 'Ana' },
      { Name: 'custom:team', Value: 'blue' },
    ],
    ClientMetadata: { from: 'test' },
  });
  const data = await app.page.evaluate(() => window.events.find(({ event }) => event === 'updateUserAttributes'));
  expect(data).toMatchObject({ message: 'Attributes successfully updated' });
  // From the cache.
  app.calls.length = 0;
  const user = await app.run('currentAuthenticatedUser');
  expect(user.attributes).toMatchObject({ nickname: 'Ana', 'custom:team': 'blue' });
  expect(user.attributes.sub).not.toBe('mine');
  expect(app.calls).toEqual([]);
  await answer(app, { UpdateUserAttributes: { __type: 'InvalidParameterException', message: 'No.' } });
  await app.forgetEvents();
  await expect(asUser(app, 'updateUserAttributes', { nickname: 'x' })).rejects.toMatchObject({
    code: 'InvalidParameterException',
    message: 'No.',
  });
  expect(await app.events()).toEqual([['updateUserAttributes_failure', 'Failed to update attributes']]);
});

test('an attribute that a code must verify first is not updated yet', async ({ app, newUser }) => {
  await signIn(app, newUser);
  const details = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***' };
  await answer(app, { UpdateUserAttributes: { CodeDeliveryDetailsList: [details] } });
  const data = await app.page.evaluate(async () => {
    const event = new Promise((resolve) =>
      window.Hub.listen('auth', ({ payload }) => payload.event === 'updateUserAttributes' && resolve(payload.data)),
    );
    await window.Auth.updateUserAttributes(await window.Auth.currentUserPoolUser(), { email: 'a@b.c', sub: 'x' });
    return event;
  });
  expect(data).toEqual({ email: { isUpdated: false, codeDeliveryDetails: details }, sub: { isUpdated: true } });
});

test('codes for attributes, and the removal of attributes', async ({ app, newUser }) => {
  const { email } = await signIn(app, newUser);
  await answer(app, {
    GetUserAttributeVerificationCode: { CodeDeliveryDetails: {} },
    VerifyUserAttribute: {},
    DeleteUserAttributes: {},
  });
  expect(await asUser(app, 'verifyUserAttribute', 'email', { from: 'test' })).toBe('SUCCESS');
  expect(await asUser(app, 'verifyUserAttributeSubmit', 'email', '123456')).toBe('SUCCESS');
  expect(await app.run('verifyCurrentUserAttribute', 'email')).toBe('SUCCESS');
  expect(await app.run('verifyCurrentUserAttributeSubmit', 'email', '123456')).toBe('SUCCESS');
  // The current user is asked for anew after the attribute has changed.
  const calls = app.calls.filter(({ operation }) => operation !== 'GetUser');
  expect(calls.map(({ operation, body: { AccessToken, ...body } }) => [operation, body])).toEqual([
    ['GetUserAttributeVerificationCode', { AttributeName: 'email', ClientMetadata: { from: 'test' } }],
    ['VerifyUserAttribute', { AttributeName: 'email', Code: '123456' }],
    ['GetUserAttributeVerificationCode', { AttributeName: 'email' }],
    ['VerifyUserAttribute', { AttributeName: 'email', Code: '123456' }],
  ]);
  await app.run('currentUserPoolUser');
  app.calls.length = 0;
  expect(await asUser(app, 'deleteUserAttributes', ['nickname'])).toBe('SUCCESS');
  expect(app.operations()).toEqual(['DeleteUserAttributes', 'GetUser', 'InitiateAuth']);
  expect(await asUser(app, 'verifiedContact')).toEqual({ verified: { email }, unverified: {} });
});

test('the second factor is chosen, and chosen off', async ({ app, newUser }) => {
  await signIn(app, newUser);
  expect(await asUser(app, 'getPreferredMFA')).toBe('NOMFA');
  expect(app.calls).toEqual([]);
  expect(await asUser(app, 'setPreferredMFA', 'NOMFA')).toBe('No change for mfa type');
  await expect(asUser(app, 'setPreferredMFA', 'MAIL')).rejects.toMatchObject({
    name: 'AuthError',
    message: 'No valid MFA method provided',
  });
  app.calls.length = 0;
  await answer(app, { SetUserMFAPreference: {} });
  expect(await asUser(app, 'setPreferredMFA', 'TOTP')).toBe('SUCCESS');
  expect(app.operations()).toEqual(['GetUser', 'InitiateAuth', 'SetUserMFAPreference', 'GetUser', 'InitiateAuth']);
  expect(app.calls[2].body).toEqual({
    SMSMfaSettings: null,
    SoftwareTokenMfaSettings: { PreferredMfa: true, Enabled: true },
    AccessToken: expect.any(String),
  });
  await answer(app, { GetUser: { Username: 'x', UserAttributes: [], UserMFASettingList: ['SMS_MFA'] } });
  await expect(
    app.page.evaluate(async () => {
      const user = await window.Auth.currentUserPoolUser();
      return window.Auth.getPreferredMFA(user, { bypassCache: true }).catch((error) => [error]);
    }),
  ).resolves.toEqual(['invalid MFA Type']);
  await expect(asUser(app, 'setPreferredMFA', 'NOMFA')).rejects.toMatchObject({ message: 'Invalid MFA type' });
});

test('a session that the service has ended goes when the MFA preference is asked', async ({ app, newUser }) => {
  await signIn(app, newUser);
  await answer(app, { GetUser: { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' } });
  await expect(
    app.page.evaluate(async () => {
      const user = await window.Auth.currentUserPoolUser();
      return window.Auth.getPreferredMFA(user, { bypassCache: true }).catch((error) => error.message);
    }),
  ).resolves.toBe('Access Token has been revoked');
  expect(await app.stored()).toEqual({});
  expect(await app.events()).toEqual([['signOut', 'A user has been signed out']]);
});

test('old MFA settings', async ({ app, newUser }) => {
  await signIn(app, newUser);
  await answer(app, { SetUserSettings: {} });
  expect(await asUser(app, 'enableSMS')).toBe('SUCCESS');
  expect(await asUser(app, 'disableSMS')).toBe('SUCCESS');
  // The local Cognito has an empty list here, AWS nothing.
  expect(await asUser(app, 'getMFAOptions')).toEqual([]);
  const settings = app.calls.filter(({ operation }) => operation === 'SetUserSettings');
  expect(settings.map(({ body }) => body.MFAOptions)).toEqual([
    [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }],
    [],
  ]);
});

test('a deleted user is gone, here and there', async ({ app, newUser }) => {
  const { username, password } = await signIn(app, newUser);
  expect(await app.run('deleteUser')).toBe('SUCCESS');
  expect(app.calls).toEqual([{ operation: 'DeleteUser', body: { AccessToken: expect.any(String) } }]);
  expect(await app.events()).toEqual([
    ['userDeleted', 'The authenticated user has been deleted.'],
    ['signOut', 'A user has been signed out'],
  ]);
  expect(await app.stored()).toEqual({});
  expect(await app.page.evaluate(() => window.Auth.user)).toBeNull();
  await expect(app.run('signIn', username, password)).rejects.toMatchObject({
    code: expect.stringMatching(/NotAuthorized|UserNotFound/),
  });
});

test('a deletion that is refused changes nothing', async ({ app, newUser }) => {
  await signIn(app, newUser);
  const stored = await app.stored();
  await answer(app, { DeleteUser: { __type: 'NotAuthorizedException', message: 'No.' } });
  await expect(app.run('deleteUser')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.stored()).toEqual(stored);
  expect(await app.events()).toEqual([]);
});

test('the same by the callbacks of CognitoUser', async ({ app, newUser }) => {
  await signIn(app, newUser);
  await answer(app, {
    GetUserAttributeVerificationCode: { CodeDeliveryDetails: { Destination: 'a***' } },
    VerifyUserAttribute: {},
    SetUserMFAPreference: {},
    SetUserSettings: {},
    DeleteUserAttributes: {},
  });
  const told = await app.page.evaluate(
    async ([PASSWORD, NEW]) => {
      const user = await window.Auth.currentUserPoolUser();
      const told = [];
      const node = (method, ...args) =>
        new Promise((resolve) => {
          const back = (error, ...rest) =>
            resolve(told.push([method, error?.message ?? null, ...rest.filter((value) => value !== undefined)]));
          const place =
            { changePassword: 2, setUserMfaPreference: 2, updateAttributes: 1, deleteAttributes: 1 }[method] ?? 0;
          user[method](...args.slice(0, place), back, ...args.slice(place));
        });
      const object = (method, callbacks, ...args) =>
        new Promise((resolve) => {
          const names = ['onSuccess', 'onFailure', ...callbacks];
          const back = Object.fromEntries(
            names.map((name) => [name, (value) => resolve(told.push([method, name, value?.message ?? value]))]),
          );
          user[method](...args, back);
        });
      await node('changePassword', PASSWORD, NEW);
      await node('updateAttributes', [{ Name: 'nickname', Value: 'Ana' }]);
      await node('deleteAttributes', ['nickname']);
      await node('setUserMfaPreference', null, { PreferredMfa: true, Enabled: true });
      await node('enableMFA');
      await node('disableMFA');
      await object('getAttributeVerificationCode', [], 'email');
      await object('getAttributeVerificationCode', ['inputVerificationCode'], 'email');
      await object('verifyAttribute', ['inputVerificationCode'], 'email', '123456');
      await object('forgotPassword', []);
      await object('forgotPassword', ['inputVerificationCode']);
      await object('confirmPassword', ['inputVerificationCode'], '000000', NEW);
      const { Username } = await user.createGetUserRequest();
      told.push([
        Username === user.username,
        user.isFetchUserDataAndTokenRequired({ bypassCache: true }),
        user.isFetchUserDataAndTokenRequired(),
      ]);
      user.clearCachedUserData();
      await user.fetchUserData();
      told.push([JSON.parse(user.getUserDataFromCache()).Username === Username]);
      told.push([await user.refreshSessionIfPossible()]);
      await new Promise((resolve) =>
        user.revokeToken({
          token: user.signInUserSession.refreshToken.token,
          callback: (error) => resolve(told.push(['revokeToken', error?.message])),
        }),
      );
      return told;
    },
    [PASSWORD, NEW],
  );
  const delivery = { CodeDeliveryDetails: { Destination: 'a***' } };
  const sent = { CodeDeliveryDetails: expect.objectContaining({ AttributeName: 'email' }) };
  expect(told).toEqual([
    ['changePassword', null, 'SUCCESS'],
    ['updateAttributes', null, 'SUCCESS', { CodeDeliveryDetailsList: [] }],
    ['deleteAttributes', null, 'SUCCESS'],
    ['setUserMfaPreference', null, 'SUCCESS'],
    ['enableMFA', null, 'SUCCESS'],
    ['disableMFA', null, 'SUCCESS'],
    ['getAttributeVerificationCode', 'onSuccess', 'SUCCESS'],
    ['getAttributeVerificationCode', 'inputVerificationCode', delivery],
    ['verifyAttribute', 'onSuccess', 'SUCCESS'],
    ['forgotPassword', 'onSuccess', sent],
    ['forgotPassword', 'inputVerificationCode', sent],
    ['confirmPassword', 'onFailure', expect.any(String)],
    [true, true, false],
    [true],
    [null],
    ['revokeToken', undefined],
  ]);
});

test('CognitoUser.deleteUser, and a user object without a session', async ({ app, newUser }) => {
  await signIn(app, newUser);
  const told = await app.page.evaluate(async () => {
    const told = [];
    const stranger = window.Auth.createCognitoUser('nobody');
    // Its part of the module is fetched at the first call of such a method; from then on they answer at once.
    await stranger.getDevice({ onSuccess() {}, onFailure() {} });
    const back = (error, result) => told.push([error?.message, result]);
    stranger.changePassword('a', 'b', back);
    stranger.deleteUser(back);
    stranger.verifyAttribute('email', '1', { onFailure: (error) => told.push([error.message]) });
    told.push('returned');
    const user = await window.Auth.currentUserPoolUser();
    await new Promise((resolve) => user.deleteUser((error, result) => resolve(back(error, result))));
    return told;
  });
  const refused = 'User is not authenticated';
  expect(told).toEqual([[refused, null], [refused, null], [refused], 'returned', [undefined, 'SUCCESS']]);
  expect(await app.stored()).toEqual({});
});
