// CognitoUser and CognitoUserPool as apps use them without Auth: with callbacks.
import { odd, refused } from './documented.js';
import { done, newTokens } from './made-up.js';
import { BOTH, NEW, phone, SMS, STAND_IN } from './set-ups.js';

const SESSION = 'made-up-session-0123456789';
const META = { from: 'call' };
const GetUser = {
  json: {
    Username: 'ana',
    UserAttributes: [{ Name: 'email', Value: 'a@b.c' }],
    MFAOptions: [{ DeliveryMedium: 'SMS' }],
  },
};
const delivery = { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' } };
const challenged = (ChallengeName) => ({
  json: { ChallengeName, Session: 'another-session-0123456789', ChallengeParameters: { a: 'b' } },
});
const NAMES = [
  'onSuccess',
  'onFailure',
  'mfaRequired',
  'totpRequired',
  'selectMFAType',
  'mfaSetup',
  'newPasswordRequired',
  'customChallenge',
  'associateSecretCode',
];

const fresh = (t, name = 'ana') => t.Auth.createCognitoUser(name);
/** A user with a session and a known device, from storage. */
async function signedIn(t) {
  t.configure();
  t.onlySignedIn('ana');
  t.store.set(t.key('ana.deviceKey'), 'made-up-device');
  t.store.set(t.key('ana.randomPasswordKey'), 'made-up-password');
  t.store.set(t.key('ana.deviceGroupKey'), '-made-up');
  t.script({ GetUser });
  const user = await t.Auth.currentUserPoolUser();
  t.store.remove(t.key('ana.userData'));
  user.getCachedDeviceKeyAndPassword?.();
  return user;
}

/** Methods of somebody who is signed in: `[operation, how to call it with both kinds of callbacks, a good answer]`. */
const METHODS = {
  getMFAOptions: ['GetUser', (user, callback) => user.getMFAOptions(callback), GetUser],
  updateAttributes: [
    'UpdateUserAttributes',
    (user, callback) => user.updateAttributes([{ Name: 'name', Value: 'x' }], callback, META),
    { json: { CodeDeliveryDetailsList: [delivery.CodeDeliveryDetails] } },
  ],
  deleteAttributes: ['DeleteUserAttributes', (user, callback) => user.deleteAttributes(['name'], callback), done],
  getAttributeVerificationCode: [
    'GetUserAttributeVerificationCode',
    (user, _, { onSuccess, onFailure }) => user.getAttributeVerificationCode('email', { onSuccess, onFailure }, META),
    { json: delivery },
  ],
  'getAttributeVerificationCode with inputVerificationCode': [
    'GetUserAttributeVerificationCode',
    (user, _, callbacks) => user.getAttributeVerificationCode('email', callbacks),
    { json: delivery },
  ],
  verifyAttribute: ['VerifyUserAttribute', (user, _, callbacks) => user.verifyAttribute('email', '1', callbacks), done],
  setUserMfaPreference: [
    'SetUserMFAPreference',
    (user, callback) => user.setUserMfaPreference(null, { PreferredMfa: true, Enabled: true }, callback),
    done,
  ],
  enableMFA: ['SetUserSettings', (user, callback) => user.enableMFA(callback), done],
  disableMFA: ['SetUserSettings', (user, callback) => user.disableMFA(callback), done],
  changePassword: ['ChangePassword', (user, callback) => user.changePassword('a', 'b', callback, META), done],
  associateSoftwareToken: [
    'AssociateSoftwareToken',
    (user, _, callbacks) => user.associateSoftwareToken(callbacks),
    { json: { SecretCode: 'MADEUP' } },
  ],
  verifySoftwareToken: [
    'VerifySoftwareToken',
    (user, _, callbacks) => user.verifySoftwareToken('123456', 'my phone', callbacks),
    { json: { Status: 'SUCCESS' } },
  ],
  getDevice: [
    'GetDevice',
    (user, _, callbacks) => user.getDevice(callbacks),
    { json: { Device: { DeviceKey: 'made-up-device' } } },
  ],
  forgetSpecificDevice: [
    'ForgetDevice',
    (user, _, callbacks) => user.forgetSpecificDevice('another-device', callbacks),
    done,
  ],
  forgetDevice: ['ForgetDevice', (user, _, callbacks) => user.forgetDevice(callbacks), done],
  setDeviceStatusRemembered: [
    'UpdateDeviceStatus',
    (user, _, callbacks) => user.setDeviceStatusRemembered(callbacks),
    done,
  ],
  setDeviceStatusNotRemembered: [
    'UpdateDeviceStatus',
    (user, _, callbacks) => user.setDeviceStatusNotRemembered(callbacks),
    done,
  ],
  listDevices: [
    'ListDevices',
    (user, _, callbacks) => user.listDevices(5, 'more', callbacks),
    { json: { Devices: [{ DeviceKey: 'a' }], PaginationToken: 'x' } },
  ],
  'listDevices without a token': [
    'ListDevices',
    (user, _, callbacks) => user.listDevices(5, null, callbacks),
    { json: { Devices: [] } },
  ],
  deleteUser: ['DeleteUser', (user, callback) => user.deleteUser(callback, META), done],
};

/** Methods that need nobody to be signed in. */
const REGISTRATION = {
  confirmRegistration: ['ConfirmSignUp', (user, callback) => user.confirmRegistration('1', true, callback, META), done],
  'confirmRegistration without force': [
    'ConfirmSignUp',
    (user, callback) => user.confirmRegistration('1', false, callback),
    done,
  ],
  resendConfirmationCode: [
    'ResendConfirmationCode',
    (user, callback) => user.resendConfirmationCode(callback, META),
    { json: delivery },
  ],
  forgotPassword: [
    'ForgotPassword',
    (user, _, { onSuccess, onFailure }) => user.forgotPassword({ onSuccess, onFailure }, META),
    { json: delivery },
  ],
  'forgotPassword with inputVerificationCode': [
    'ForgotPassword',
    (user, _, callbacks) => user.forgotPassword(callbacks),
    { json: delivery },
  ],
  confirmPassword: [
    'ConfirmForgotPassword',
    (user, _, callbacks) => user.confirmPassword('1', NEW, callbacks, META),
    done,
  ],
  'CognitoUserPool.signUp': [
    'SignUp',
    (user, callback) =>
      user.pool.signUp('ana', 'x', [{ Name: 'email', Value: 'a@b.c' }], [{ Name: 'v', Value: '1' }], callback, META),
    { json: { UserConfirmed: false, UserSub: 'made-up-sub', ...delivery } },
  ],
  'CognitoUserPool.signUp without lists': [
    'SignUp',
    (user, callback) => user.pool.signUp('ana', 'x', null, null, callback),
    { json: { UserConfirmed: true, UserSub: 'made-up-sub' } },
  ],
};
const plain = (methods) => [...new Set(Object.keys(methods).map((name) => name.split(' ')[0]))];
const covered = (methods) => plain(methods).map((name) => (name.includes('.') ? name : `CognitoUser.${name}`));

/** Every answer that a method may get, each as a step of its own. */
async function answers(t, methods, make) {
  t.hurry(100);
  for (const [name, [operation, call, good]] of Object.entries(methods)) {
    for (const [kind, reply] of [
      ['good', good],
      ['refused', refused('no')],
      ['network', { error: 'TypeError' }],
      ...Object.entries(odd),
    ]) {
      const user = await make();
      t.script({ InitiateAuth: refused('no', 'SomeException'), GetUser, [operation]: reply });
      await t.calls(`${name}: ${kind}`, (callback, named) => call(user, callback, named), {
        names: [...NAMES, ...(name.includes('inputVerificationCode') ? ['inputVerificationCode'] : [])],
      });
    }
  }
}

export default [
  {
    name: 'callbacks: every answer, of somebody who is signed in',
    covers: covered(METHODS),
    run: (t) => answers(t, METHODS, () => signedIn(t)),
  },
  {
    name: 'callbacks: every answer, of somebody who is not',
    covers: covered(REGISTRATION),
    run: (t) => answers(t, REGISTRATION, () => (t.configure(), fresh(t))),
  },
  {
    name: 'callbacks: without a session',
    covers: covered(METHODS),
    async run(t) {
      t.configure();
      t.script({ '*': refused('no') });
      for (const [name, [, call]] of Object.entries(METHODS)) {
        await t.calls(name, (callback, named) => call(fresh(t), callback, named), { names: NAMES });
      }
    },
  },
  {
    name: 'callbacks: challenges',
    covers: [
      'CognitoUser.sendMFACode',
      'CognitoUser.sendCustomChallengeAnswer',
      'CognitoUser.completeNewPasswordChallenge',
      'CognitoUser.sendMFASelectionAnswer',
      'CognitoUser.verifySoftwareToken',
    ],
    async run(t) {
      t.configure();
      const calls = {
        sendMFACode: (user, callbacks) => user.sendMFACode('1', callbacks),
        'sendMFACode, of an app': (user, callbacks) => user.sendMFACode('1', callbacks, 'SOFTWARE_TOKEN_MFA', META),
        sendCustomChallengeAnswer: (user, callbacks) => user.sendCustomChallengeAnswer('x', callbacks, META),
        completeNewPasswordChallenge: (user, callbacks) =>
          user.completeNewPasswordChallenge('x', { name: 'Ana' }, callbacks, META),
        'completeNewPasswordChallenge, no password': (user, callbacks) =>
          user.completeNewPasswordChallenge('', {}, callbacks),
        'completeNewPasswordChallenge, no attributes': (user, callbacks) =>
          user.completeNewPasswordChallenge('x', undefined, callbacks),
      };
      for (const [name, call] of Object.entries(calls)) {
        for (const [kind, reply] of Object.entries({
          tokens: newTokens(t),
          refused: refused('no'),
          network: { error: 'TypeError' },
          ...odd,
          ...Object.fromEntries(
            [
              'SMS_MFA',
              'SOFTWARE_TOKEN_MFA',
              'SELECT_MFA_TYPE',
              'MFA_SETUP',
              'NEW_PASSWORD_REQUIRED',
              'CUSTOM_CHALLENGE',
            ].map((each) => [each, challenged(each)]),
          ),
        })) {
          t.store.clear();
          const user = fresh(t);
          user.Session = SESSION;
          t.script({ RespondToAuthChallenge: reply });
          await t.calls(`${name}: ${kind}`, (_, callbacks) => call(user, callbacks), { names: NAMES });
        }
      }
    },
  },
  {
    name: 'callbacks: details of the own making of an app',
    covers: ['CognitoUser.authenticateUser', 'CognitoUser.initiateAuth', 'AuthenticationDetails'],
    async run(t) {
      t.configure();
      const getters = (own) => ({
        getUsername: () => 'ana',
        getPassword: () => 'x',
        getValidationData: () => ({}),
        getAuthParameters: () => ({}),
        getClientMetadata: () => META,
        ...own,
      });
      class Own extends t.AuthenticationDetails {
        getPassword() {
          return 'its own';
        }
        getAuthParameters() {
          return { EXTRA: 'x' };
        }
      }
      const given = new Own({
        Username: 'ana',
        Password: 'not this',
        ClientMetadata: META,
        AuthParameters: { NOT: 'x' },
      });
      for (const [kind, details] of Object.entries({
        'a look-alike': getters(),
        'a look-alike with other fields': getters({ password: 'not this', clientMetadata: { not: 'x' } }),
        'validation data': getters({ getValidationData: () => ({ validated: 'yes' }) }),
        parameters: getters({ getAuthParameters: () => ({ EXTRA: 'x' }) }),
        'no password': getters({ getPassword: () => undefined }),
        'a subclass': given,
      }))
        for (const [flow, method] of [
          ['USER_PASSWORD_AUTH', 'authenticateUser'],
          ['CUSTOM_AUTH', 'initiateAuth'],
        ]) {
          t.script({ InitiateAuth: challenged('CUSTOM_CHALLENGE') });
          const user = fresh(t);
          user.setAuthenticationFlowType(flow);
          await t.calls(`${kind}, ${method}`, (_, callbacks) => user[method](details, callbacks), { names: NAMES });
        }
    },
  },
  {
    name: 'callbacks: from a sign-up to the end',
    covers: [
      'CognitoUserPool.signUp',
      'CognitoUser.confirmRegistration',
      'CognitoUser.resendConfirmationCode',
      'CognitoUser.authenticateUser',
      'CognitoUser.changePassword',
      'CognitoUser.forgotPassword',
      'CognitoUser.confirmPassword',
      'CognitoUser.deleteUser',
    ],
    on: BOTH,
    async run(t) {
      t.configure();
      const Pool = t.Auth.userPool;
      await t.calls('sign up', (callback) =>
        Pool.signUp(
          'bea',
          'Passw0rd!',
          [new t.CognitoUserAttribute({ Name: 'email', Value: 'bea@example.com' })],
          null,
          callback,
        ),
      );
      const user = new t.CognitoUser({ Username: 'bea', Pool, Storage: localStorage });
      await t.calls('resend', (callback) => user.resendConfirmationCode(callback));
      await t.calls('wrong', (callback) => user.confirmRegistration('000000', true, callback));
      const code = await t.code('bea');
      await t.calls('right', (callback) => user.confirmRegistration(code, true, callback));
      user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      const signIn = (name, Password) =>
        t.calls(name, (_, callbacks) =>
          user.authenticateUser(new t.AuthenticationDetails({ Username: 'bea', Password }), callbacks),
        );
      await signIn('sign in', 'Passw0rd!');
      await t.calls('change the password', (callback) => user.changePassword('Passw0rd!', NEW, callback));
      await t.calls('change it wrongly', (callback) => user.changePassword('Passw0rd!', NEW, callback));
      await signIn('sign in again', NEW);
      await t.calls('delete', (callback) => user.deleteUser(callback));
      await signIn('sign in once more', NEW);
    },
  },
  {
    name: 'callbacks: codes, apps and devices',
    covers: [
      'CognitoUser.sendMFACode',
      'CognitoUser.associateSoftwareToken',
      'CognitoUser.verifySoftwareToken',
      'CognitoUser.setUserMfaPreference',
      'CognitoUser.getDevice',
      'CognitoUser.listDevices',
      'CognitoUser.setDeviceStatusRemembered',
      'CognitoUser.forgetDevice',
      'CognitoUser.forgetSpecificDevice',
      'CognitoUser.getMFAOptions',
      'CognitoUser.enableMFA',
      'CognitoUser.disableMFA',
    ],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: {
      Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true },
    },
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure();
      const user = new t.CognitoUser({ Username: 'ana', Pool: t.Auth.userPool, Storage: localStorage });
      user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      const as = (call) => (_, callbacks) => call(callbacks);
      await t.calls(
        'sign in',
        as((callbacks) =>
          user.authenticateUser(
            new t.AuthenticationDetails({ Username: 'ana', Password: t.users.ana.password }),
            callbacks,
          ),
        ),
      );
      await t.calls(
        'wrong code',
        as((callbacks) => user.sendMFACode('000000', callbacks)),
      );
      const code = await t.code('ana');
      await t.calls(
        'right code',
        as((callbacks) => user.sendMFACode(code, callbacks)),
      );
      await t.calls(
        'device',
        as((callbacks) => user.getDevice(callbacks)),
      );
      await t.calls(
        'remember',
        as((callbacks) => user.setDeviceStatusRemembered(callbacks)),
      );
      await t.calls(
        'devices',
        as((callbacks) => user.listDevices(60, null, callbacks)),
      );
      await t.calls(
        'do not remember',
        as((callbacks) => user.setDeviceStatusNotRemembered(callbacks)),
      );
      await t.calls(
        'forget another',
        as((callbacks) => user.forgetSpecificDevice('us-east-1_00000000-0000-4000-8000-000000000000', callbacks)),
      );
      await t.calls(
        'forget',
        as((callbacks) => user.forgetDevice(callbacks)),
      );
      const [secret] = await t.calls(
        'associate',
        as((callbacks) => user.associateSoftwareToken(callbacks)),
        { names: NAMES },
      );
      const shown = await t.totp(secret);
      await t.calls(
        'verify',
        as((callbacks) => user.verifySoftwareToken(shown, 'my phone', callbacks)),
      );
      await t.calls('prefer', (callback) =>
        user.setUserMfaPreference(
          { PreferredMfa: false, Enabled: true },
          { PreferredMfa: true, Enabled: true },
          callback,
        ),
      );
      await t.calls('prefer both', (callback) =>
        user.setUserMfaPreference(
          { PreferredMfa: true, Enabled: true },
          { PreferredMfa: true, Enabled: true },
          callback,
        ),
      );
      await t.calls('enable', (callback) => user.enableMFA(callback));
      await t.calls('options', (callback) => user.getMFAOptions(callback));
      await t.calls('disable', (callback) => user.disableMFA(callback));
    },
  },
  {
    name: 'callbacks: what is kept of a device',
    covers: [
      'CognitoUser.getCachedDeviceKeyAndPassword',
      'CognitoUser.cacheDeviceKeyAndPassword',
      'CognitoUser.clearCachedDeviceKeyAndPassword',
      'CognitoUser.forgetDevice',
    ],
    async run(t) {
      const user = await signedIn(t);
      t.note('known', user);
      t.script({ ForgetDevice: done });
      await t.calls('forget', (_, callbacks) => user.forgetDevice(callbacks));
      t.note('forgotten', user);
      const other = fresh(t);
      await t.call('nothing to load', () => other.getCachedDeviceKeyAndPassword());
      t.note('nothing loaded', other);
      Object.assign(other, { deviceKey: 'a', randomPassword: 'b', deviceGroupKey: 'c' });
      await t.call('kept', () => other.cacheDeviceKeyAndPassword());
      await t.call('cleared', () => other.clearCachedDeviceKeyAndPassword());
    },
  },
];
