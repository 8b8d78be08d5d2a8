// Devices, over a service of our own that checks what a device proves: the local Cognito knows none.
import { PASSWORD, expect, ours, test as base } from './fixtures.js';
import { KnownDevice, refuse, serve, tokens } from './scripted-service.js';

const test = base.extend({
  app: async ({ newApp }, use) => use(await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } })),
});
const oursToo = ours === base ? test : base.skip;

const GROUP = '-device-group';
const signedIn = (more) => ({ AuthenticationResult: tokens('ana', more) });
const NEW = { NewDeviceMetadata: { DeviceKey: 'eu-west-1_device', DeviceGroupKey: GROUP } };
const PROVE = { ChallengeName: 'DEVICE_SRP_AUTH', Session: 'device-1' };
const GONE = refuse('ResourceNotFoundException', 'Device does not exist.');

/** Signs in on a new device; gives what the service then knows of it. */
async function newDevice(app) {
  let device;
  await serve(app, {
    InitiateAuth: [signedIn(NEW)],
    ConfirmDevice: [
      (body) => {
        device = new KnownDevice(GROUP, body);
        return {};
      },
    ],
  });
  expect(await app.run('signIn', 'ana', PASSWORD)).toMatchObject({ username: 'ana' });
  return device;
}

test('a new device gives a verifier, and proves itself at the next sign-in', async ({ app }) => {
  const device = await newDevice(app);
  const { AccessToken, DeviceKey, DeviceName } = app.calls.find(({ operation }) => operation === 'ConfirmDevice').body;
  expect([AccessToken.length > 9, DeviceKey, DeviceName]).toEqual([
    true,
    'eu-west-1_device',
    await app.page.evaluate(() => navigator.userAgent),
  ]);
  await app.run('signOut');
  expect(await app.stored()).toEqual({
    'ana.deviceKey': 'eu-west-1_device',
    'ana.deviceGroupKey': GROUP,
    'ana.randomPasswordKey': expect.stringMatching(/^[\w+/]{54}==$|^.{56}$/),
  });

  app.calls.length = 0;
  const proofs = [];
  await serve(app, {
    InitiateAuth: [PROVE],
    RespondToAuthChallenge: [
      (body) => device.challenge(body),
      (body) => {
        proofs.push(device.isProvedBy(body));
        return signedIn();
      },
    ],
  });
  expect(await app.run('signIn', 'ana', PASSWORD)).toMatchObject({ username: 'ana' });
  expect(proofs).toEqual([true]);
  const [
    {
      body: { AuthParameters },
    },
    { body: started },
    { body: proved },
  ] = app.calls;
  expect(AuthParameters.DEVICE_KEY).toBe('eu-west-1_device');
  expect(started).toEqual({
    ChallengeName: 'DEVICE_SRP_AUTH',
    ClientId: app.pool.clientId,
    Session: 'device-1',
    ChallengeResponses: { USERNAME: 'ana', DEVICE_KEY: 'eu-west-1_device', SRP_A: expect.any(String) },
  });
  expect(proved).toMatchObject({
    ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
    Session: 'device-2',
    ChallengeResponses: { USERNAME: 'ana', DEVICE_KEY: 'eu-west-1_device' },
  });
  expect(Object.keys(proved.ChallengeResponses).sort()).toEqual([
    'DEVICE_KEY',
    'PASSWORD_CLAIM_SECRET_BLOCK',
    'PASSWORD_CLAIM_SIGNATURE',
    'TIMESTAMP',
    'USERNAME',
  ]);
});

test('a device that knows another password proves nothing', async ({ app }) => {
  const device = await newDevice(app);
  await app.page.evaluate(
    (key) => localStorage.setItem(key, 'A'.repeat(56)),
    `CognitoIdentityServiceProvider.${app.pool.clientId}.ana.randomPasswordKey`,
  );
  await serve(app, {
    InitiateAuth: [PROVE],
    RespondToAuthChallenge: [
      (body) => device.challenge(body),
      (body) =>
        device.isProvedBy(body) ? signedIn() : refuse('NotAuthorizedException', 'Incorrect username or password.'),
    ],
  });
  await expect(app.run('signIn', 'ana', PASSWORD)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
});

oursToo('after a code, the device proves itself with the session that came with the question', async ({ app }) => {
  const device = await newDevice(app);
  await serve(app, {
    InitiateAuth: [{ ChallengeName: 'SMS_MFA', Session: 's1' }],
    RespondToAuthChallenge: [
      PROVE,
      (body) => device.challenge(body),
      (body) => (device.isProvedBy(body) ? signedIn() : undefined),
    ],
  });
  app.calls.length = 0;
  const username = await app.page.evaluate(async (password) => {
    const user = await window.Auth.signIn('ana', password);
    return (await window.Auth.confirmSignIn(user, '123456')).username;
  }, PASSWORD);
  expect(username).toBe('ana');
  expect(app.calls.slice(1, 4).map(({ body }) => [body.Session, body.ChallengeResponses.DEVICE_KEY])).toEqual([
    ['s1', 'eu-west-1_device'],
    ['device-1', 'eu-west-1_device'],
    ['device-2', 'eu-west-1_device'],
  ]);
});

oursToo('a device that the service has forgotten is dropped, and the sign-in goes on without it', async ({ app }) => {
  await newDevice(app);
  app.calls.length = 0;
  await serve(app, { InitiateAuth: [PROVE, signedIn()], RespondToAuthChallenge: [GONE] });
  expect(await app.run('signIn', 'ana', PASSWORD)).toMatchObject({ username: 'ana' });
  const begun = app.calls.filter(({ operation }) => operation === 'InitiateAuth');
  expect(begun.map(({ body }) => body.AuthParameters)).toEqual([
    { USERNAME: 'ana', PASSWORD, DEVICE_KEY: 'eu-west-1_device' },
    { USERNAME: 'ana', PASSWORD },
  ]);
  expect(Object.keys(await app.stored()).filter((key) => /device|random/.test(key))).toEqual([]);
});

oursToo('a device that cannot be confirmed is no reason to stay out', async ({ app }) => {
  await serve(app, { InitiateAuth: [signedIn(NEW)], ConfirmDevice: [refuse('InvalidParameterException')] });
  expect(await app.run('signIn', 'ana', PASSWORD)).toMatchObject({ username: 'ana' });
  expect(Object.keys(await app.stored()).filter((key) => /device|random/.test(key))).toEqual([]);
});

test('remember, list and forget', async ({ app }) => {
  await newDevice(app);
  app.calls.length = 0;
  await serve(app, {
    UpdateDeviceStatus: [{}, refuse('InvalidParameterException')],
    ListDevices: [
      {
        Devices: [
          { DeviceKey: '1', DeviceAttributes: [{ Name: 'device_name', Value: 'Firefox' }] },
          { DeviceKey: '2', DeviceAttributes: [] },
        ],
      },
    ],
    ForgetDevice: [refuse('ResourceNotFoundException', 'Device does not exist.'), {}],
  });
  expect(await app.run('rememberDevice')).toBe('SUCCESS');
  await expect(app.run('rememberDevice')).rejects.toEqual(
    expect.objectContaining({
      name: 'AuthError',
      message: 'Device tracking has not been configured in this User Pool',
      code: undefined,
    }),
  );
  expect(await app.run('fetchDevices')).toEqual([{ id: '1', name: 'Firefox' }, { id: '2' }]);
  await expect(app.run('forgetDevice')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await app.stored()).toMatchObject({ 'ana.deviceKey': 'eu-west-1_device' });
  expect(await app.run('forgetDevice')).toBe('SUCCESS');
  expect(Object.keys(await app.stored()).filter((key) => /device|random/.test(key))).toEqual([]);
  const { AccessToken } = app.calls[0].body;
  expect(app.calls.map(({ operation, body }) => [operation, body])).toEqual([
    ['UpdateDeviceStatus', { AccessToken, DeviceKey: 'eu-west-1_device', DeviceRememberedStatus: 'remembered' }],
    ['UpdateDeviceStatus', { AccessToken, DeviceKey: 'eu-west-1_device', DeviceRememberedStatus: 'remembered' }],
    ['ListDevices', { AccessToken, Limit: 60 }],
    ['ForgetDevice', { AccessToken, DeviceKey: 'eu-west-1_device' }],
    ['ForgetDevice', { AccessToken, DeviceKey: 'eu-west-1_device' }],
  ]);
});

test('nobody, and no network', async ({ app, context }) => {
  for (const method of ['rememberDevice', 'forgetDevice'])
    expect(await app.run(method).catch((text) => text)).toBe('The user is not authenticated');
  await expect(app.run('fetchDevices')).rejects.toMatchObject({
    name: 'Error',
    message: 'The user is not authenticated',
  });
  await newDevice(app);
  await app.page.unroute(app.pool.endpoint);
  await context.setOffline(true);
  for (const method of ['rememberDevice', 'forgetDevice', 'fetchDevices'])
    await expect(app.run(method)).rejects.toMatchObject({
      name: 'AuthError',
      message: 'Network Error',
      code: undefined,
    });
});

test('the callbacks of a user object', async ({ app }) => {
  await newDevice(app);
  app.calls.length = 0;
  await serve(app, {
    UpdateDeviceStatus: [{}, {}],
    GetDevice: [{ Device: { DeviceKey: 'x' } }],
    ListDevices: [{ Devices: [], PaginationToken: 'next' }],
    ForgetDevice: [{}, {}],
  });
  const results = await app.page.evaluate(async () => {
    const user = await window.Auth.currentUserPoolUser();
    user.getCachedDeviceKeyAndPassword();
    const results = [];
    const call = (method, ...args) =>
      new Promise((resolve) =>
        user[method](...args, { onSuccess: resolve, onFailure: ({ message }) => resolve(message) }),
      );
    for (const [method, ...args] of [
      ['setDeviceStatusRemembered'],
      ['setDeviceStatusNotRemembered'],
      ['getDevice'],
      ['listDevices', 2, 'page'],
      ['forgetSpecificDevice', 'another'],
      ['forgetDevice'],
    ])
      results.push([method, await call(method, ...args)]);
    results.push([user.deviceKey, user.randomPassword, user.deviceGroupKey]);
    user.signInUserSession = null;
    results.push(await call('getDevice'));
    return results;
  });
  expect(results).toEqual([
    ['setDeviceStatusRemembered', 'SUCCESS'],
    ['setDeviceStatusNotRemembered', 'SUCCESS'],
    ['getDevice', { Device: { DeviceKey: 'x' } }],
    ['listDevices', { Devices: [], PaginationToken: 'next' }],
    ['forgetSpecificDevice', 'SUCCESS'],
    ['forgetDevice', 'SUCCESS'],
    [null, null, null],
    'User is not authenticated',
  ]);
  expect(app.calls.map(({ operation, body: { AccessToken, ...body } }) => [operation, body])).toEqual([
    ['UpdateDeviceStatus', { DeviceKey: 'eu-west-1_device', DeviceRememberedStatus: 'remembered' }],
    ['UpdateDeviceStatus', { DeviceKey: 'eu-west-1_device', DeviceRememberedStatus: 'not_remembered' }],
    ['GetDevice', { DeviceKey: 'eu-west-1_device' }],
    ['ListDevices', { Limit: 2, PaginationToken: 'page' }],
    ['ForgetDevice', { DeviceKey: 'another' }],
    ['ForgetDevice', { DeviceKey: 'eu-west-1_device' }],
  ]);
  expect(Object.keys(await app.stored()).filter((key) => /device|random/.test(key))).toEqual([]);
});
