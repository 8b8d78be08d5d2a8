// Every method that needs a session, called with one that has expired, and on the objects of a page that was reloaded.
import { expect, ours, test } from './fixtures.js';

/** Methods of Auth that take the user object, with the rest of their arguments and the operations that they send. */
const OF_AUTH = {
  userSession: [[], []],
  userAttributes: [[], ['GetUser']],
  verifiedContact: [[], ['GetUser']],
  updateUserAttributes: [[{ name: 'x' }], ['UpdateUserAttributes', 'GetUser']],
  deleteUserAttributes: [[['name']], ['DeleteUserAttributes', 'GetUser']],
  verifyUserAttribute: [['email'], ['GetUserAttributeVerificationCode']],
  verifyUserAttributeSubmit: [['email', '1'], ['VerifyUserAttribute']],
  changePassword: [['a', 'b'], ['ChangePassword']],
  getMFAOptions: [[], ['GetUser']],
  getPreferredMFA: [[], ['GetUser']],
  setPreferredMFA: [['TOTP'], ['GetUser', 'SetUserMFAPreference', 'GetUser', 'InitiateAuth']],
  enableSMS: [[], ['SetUserSettings']],
  disableSMS: [[], ['SetUserSettings']],
  setupTOTP: [[], ['AssociateSoftwareToken']],
  verifyTotpToken: [['123456'], ['VerifySoftwareToken']],
};

/** Methods of the user object: the arguments, the place of the callback among them, its form, and the operations. */
const OF_USER = {
  getSession: [[], 0, 'function', []],
  getUserData: [[], 0, 'function', ['GetUser']],
  getUserAttributes: [[], 0, 'function', ['GetUser']],
  getMFAOptions: [[], 0, 'function', ['GetUser']],
  createGetUserRequest: [[], undefined, 'promise', ['GetUser']],
  fetchUserData: [[], undefined, 'promise', ['GetUser']],
  updateAttributes: [[[{ Name: 'name', Value: 'x' }]], 1, 'function', ['UpdateUserAttributes', 'GetUser']],
  deleteAttributes: [[['name']], 1, 'function', ['DeleteUserAttributes', 'GetUser']],
  getAttributeVerificationCode: [['email'], 1, 'object', ['GetUserAttributeVerificationCode']],
  verifyAttribute: [['email', '1'], 2, 'object', ['VerifyUserAttribute']],
  changePassword: [['a', 'b'], 2, 'function', ['ChangePassword']],
  enableMFA: [[], 0, 'function', ['SetUserSettings']],
  disableMFA: [[], 0, 'function', ['SetUserSettings']],
  setUserMfaPreference: [[null, null], 2, 'function', ['SetUserMFAPreference']],
  associateSoftwareToken: [[], 0, 'object', ['AssociateSoftwareToken']],
  verifySoftwareToken: [['123456', 'app'], 2, 'object', ['VerifySoftwareToken']],
  getDevice: [[], 0, 'object', ['GetDevice']],
  setDeviceStatusRemembered: [[], 0, 'object', ['UpdateDeviceStatus']],
  setDeviceStatusNotRemembered: [[], 0, 'object', ['UpdateDeviceStatus']],
  forgetDevice: [[], 0, 'object', ['ForgetDevice']],
  forgetSpecificDevice: [['other'], 1, 'object', ['ForgetDevice']],
  listDevices: [[10, null], 2, 'object', ['ListDevices']],
  globalSignOut: [[], 0, 'object', ['GlobalSignOut']],
  deleteUser: [[], 0, 'function', ['DeleteUser']],
};

/**
 * Calls a method in the page, of Auth with the user object or of that, whose tokens have expired an hour ago. `carries`
 * says what the object carries: an expired session, or none. `stored` says whether one is stored. Gives the outcome, and
 * the operations with their device keys.
 */
const call = (app, method, { of = 'user', args = [], place, form = 'promise', carries = true, stored = true }) =>
  app.page.evaluate(
    async ({ method, of, args, place, form, carries, stored, clientId }) => {
      const now = Math.floor(Date.now() / 1000);
      const token = (claims) => `e30.${btoa(JSON.stringify(claims))}.s`;
      const tokens = (iat) => {
        const times = { iat, exp: iat + 3600, username: 'ana', 'cognito:username': 'ana' };
        return {
          IdToken: token(times),
          AccessToken: token({ ...times, scope: 'aws.cognito.signin.user.admin' }),
        };
      };
      const former = tokens(now - 7200);
      localStorage.clear();
      const set = (name, text) => localStorage.setItem(`CognitoIdentityServiceProvider.${clientId}.${name}`, text);
      if (stored) {
        set('LastAuthUser', 'ana');
        set('ana.idToken', former.IdToken);
        set('ana.accessToken', former.AccessToken);
        set('ana.refreshToken', 'refresh');
        set('ana.clockDrift', '0');
      }
      set('ana.deviceKey', 'the device');
      set('ana.randomPasswordKey', 'p');
      set('ana.deviceGroupKey', 'g');
      const sent = [];
      const replies = {
        InitiateAuth: { AuthenticationResult: tokens(now) },
        GetUser: { Username: 'ana', UserAttributes: [] },
        AssociateSoftwareToken: { SecretCode: 'S' },
        VerifySoftwareToken: { Status: 'SUCCESS' },
        ListDevices: { Devices: [] },
      };
      const { fetch } = window;
      window.fetch = async (url, { headers, body } = {}) => {
        // A part of the package.
        if (!body) return fetch(url);
        const operation = headers['X-Amz-Target'].split('.')[1];
        const { AccessToken, DeviceKey } = JSON.parse(body);
        sent.push(operation);
        if (AccessToken === former.AccessToken) sent.push('with an expired token');
        if (/Device$|DeviceStatus$/.test(operation)) sent.push(DeviceKey);
        return new Response(JSON.stringify(replies[operation] ?? {}));
      };
      const user = window.Auth.createCognitoUser('ana');
      if (carries)
        user.signInUserSession = {
          idToken: { jwtToken: former.IdToken },
          accessToken: { jwtToken: former.AccessToken },
          refreshToken: { token: 'refresh' },
          clockDrift: 0,
        };
      const outcome = await new Promise((resolve) => {
        const settle = (error) => resolve(error ? (error.message ?? error) : 'done');
        const target = of === 'user' ? user : window.Auth;
        const given = of === 'user' ? [...args] : [user, ...args];
        if (form === 'function') given[place] = settle;
        if (form === 'object')
          given[place] = {
            onSuccess: () => settle(),
            onFailure: settle,
            associateSecretCode: () => settle(),
            inputVerificationCode: () => settle(),
          };
        const result = target[method](...given);
        if (form === 'promise')
          result.then(
            () => settle(),
            (error) => settle(error),
          );
      });
      window.fetch = fetch;
      return { outcome, sent };
    },
    { method, of, args, place, form, carries, stored, clientId: app.pool.clientId },
  );

const withKeys = (operations, key = 'the device') =>
  operations.flatMap((operation) => (/Device$|DeviceStatus$/.test(operation) ? [operation, key] : [operation]));

ours('every method of Auth that takes a user refreshes an expired session', async ({ app }) => {
  for (const [method, [args, operations]] of Object.entries(OF_AUTH))
    expect([method, await call(app, method, { of: 'Auth', args })]).toEqual([
      method,
      { outcome: 'done', sent: ['InitiateAuth', ...operations] },
    ]);
});

ours(
  'every method of a user object refreshes an expired session, and knows the device after a reload',
  async ({ app }) => {
    for (const [method, [args, place, form, operations]] of Object.entries(OF_USER))
      expect([method, await call(app, method, { args, place, form })]).toEqual([
        method,
        {
          outcome: 'done',
          sent: ['InitiateAuth', ...withKeys(operations, method === 'forgetSpecificDevice' ? 'other' : undefined)],
        },
      ]);
  },
);

ours('an expired session that cannot be refreshed is none, in v5s words', async ({ app }) => {
  for (const [method, [args, place, form]] of Object.entries(OF_USER)) {
    if (/SoftwareToken$|^getSession$/.test(method)) continue;
    for (const state of [{ carries: false }, { stored: false }])
      expect([method, state, await call(app, method, { args, place, form, ...state })]).toEqual([
        method,
        state,
        { outcome: 'User is not authenticated', sent: [] },
      ]);
  }
});
