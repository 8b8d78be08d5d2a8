// The stand-in is believed because the packages it stands before in production pass on it: amazon-cognito-identity-js
// and @aws-amplify/auth v5, with every challenge, device and token they know.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { startStandIn } from './stand-in.mjs';

const require = createRequire(import.meta.url);
const { AuthenticationDetails, CognitoUser, CognitoUserPool } = require('amazon-cognito-identity-js');
const { Auth } = require('@aws-amplify/auth');

const PASSWORD = 'Passw0rd!';
const NEW = 'Another0ne!';
const phone = { phone_number: '+15550100', phone_number_verified: 'true' };
const FACTORS = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];
let standIn;
before(async () => (standIn = await startStandIn()));
after(() => standIn.stop());

function memory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: (key) => kept.delete(key),
    clear: () => kept.clear(),
    kept,
  };
}

async function world({ user = {}, ...options } = {}) {
  const ids = await standIn.createUserPool(options);
  const { userPoolId, clientId, region, endpoint } = ids;
  if (user)
    await standIn.createUser(userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com', ...user });
  const Storage = memory();
  const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage });
  const w = {
    ...ids,
    Storage,
    pool,
    admin: (operation, body) => standIn.admin(operation, { UserPoolId: userPoolId, Username: 'ana', ...body }),
    code: () => standIn.lastCode(userPoolId, 'ana'),
    totp: async (SecretCode, Steps) => (await w.admin('Totp', { SecretCode, Steps })).Code,
    user: (Username = 'ana') => new CognitoUser({ Username, Pool: pool, Storage }),
    /** Configures Amplify, with a storage that is empty, and gives it. */
    amplify: (more) => (
      Auth.configure({ userPoolId, userPoolWebClientId: clientId, region, endpoint, storage: Storage, ...more }),
      (Auth.user = null),
      Auth
    ),
  };
  return w;
}

/** A callback-style call as a promise of `[name, ...arguments]`. */
const called = (make, ...names) =>
  new Promise((resolve) =>
    make(
      Object.fromEntries(
        [
          'onSuccess',
          'onFailure',
          'mfaRequired',
          'totpRequired',
          'selectMFAType',
          'mfaSetup',
          'newPasswordRequired',
          'customChallenge',
          'associateSecretCode',
          'inputVerificationCode',
          ...names,
        ].map((name) => [name, (...args) => resolve([name, ...args])]),
      ),
    ),
  );
const node = (make) =>
  new Promise((resolve, reject) => make((error, value) => (error ? reject(error) : resolve(value))));
const signIn = (user, Password = PASSWORD, flow = 'USER_SRP_AUTH') => {
  user.setAuthenticationFlowType(flow);
  return called((callbacks) =>
    user.authenticateUser(new AuthenticationDetails({ Username: user.username, Password }), callbacks),
  );
};
const failed = ([name, error]) => (assert.equal(name, 'onFailure'), [error.code, error.message]);

test('SRP: the right password, a wrong one, and nobody', async () => {
  const w = await world();
  assert.equal((await signIn(w.user()))[0], 'onSuccess');
  assert.deepEqual(failed(await signIn(w.user(), 'no')), ['NotAuthorizedException', 'Incorrect username or password.']);
  assert.deepEqual(failed(await signIn(w.user('nobody'))), [
    'NotAuthorizedException',
    'Incorrect username or password.',
  ]);
  const unicode = await world({ user: { username: 'Ünï 名', password: 'Pässw0rd!' } });
  assert.equal((await signIn(unicode.user('Ünï 名'), 'Pässw0rd!'))[0], 'onSuccess');
});

test('sign up, confirm, resend, forgotten password', async () => {
  const w = await world({ user: null });
  const result = await node((callback) =>
    w.pool.signUp('ana', PASSWORD, [{ Name: 'email', Value: 'ana@example.com' }], null, callback),
  );
  assert.equal(result.codeDeliveryDetails.DeliveryMedium, 'EMAIL');
  const { user } = result;
  await assert.rejects(
    node((callback) => user.confirmRegistration('000000', true, callback)),
    { code: 'CodeMismatchException' },
  );
  await node((callback) => user.resendConfirmationCode(callback));
  assert.equal(await node(async (callback) => user.confirmRegistration(await w.code(), true, callback)), 'SUCCESS');
  const [asked] = await called((callbacks) => user.forgotPassword(callbacks));
  assert.equal(asked, 'inputVerificationCode');
  const code = await w.code();
  assert.equal(
    failed(await called((callbacks) => user.confirmPassword('000000', NEW, callbacks)))[0],
    'CodeMismatchException',
  );
  assert.equal((await called((callbacks) => user.confirmPassword(code, NEW, callbacks)))[1], 'SUCCESS');
  assert.equal((await signIn(user, NEW))[0], 'onSuccess');
});

for (const [factor, callback] of [
  ['SMS_MFA', 'mfaRequired'],
  ['SOFTWARE_TOKEN_MFA', 'totpRequired'],
]) {
  test(`${factor}: wrong, then right`, async () => {
    const w = await world({ mfa: 'OPTIONAL', pool: { Factors: FACTORS }, user: { attributes: phone } });
    let secret;
    if (factor === 'SMS_MFA')
      await w.admin('AdminSetUserMFAPreference', { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
    else secret = await standIn.enrolTotp(w, { username: 'ana' });
    const user = w.user();
    const [name, challenge] = await signIn(user);
    assert.deepEqual([name, challenge], [callback, factor]);
    const send = (code) => called((callbacks) => user.sendMFACode(code, callbacks, factor));
    assert.equal(failed(await send('000000'))[0], 'CodeMismatchException');
    assert.equal((await send(secret ? await w.totp(secret) : await w.code()))[0], 'onSuccess');
  });
}

test('SELECT_MFA_TYPE, then either factor', async () => {
  const w = await world({ mfa: 'OPTIONAL', pool: { Factors: FACTORS }, user: { attributes: phone } });
  const secret = await standIn.enrolTotp(w, { username: 'ana', prefer: false });
  await w.admin('AdminSetUserMFAPreference', { SMSMfaSettings: { Enabled: true } });
  for (const [answer, callback] of [
    ['SMS_MFA', 'mfaRequired'],
    ['SOFTWARE_TOKEN_MFA', 'totpRequired'],
  ]) {
    const user = w.user();
    const [name, , parameters] = await signIn(user);
    assert.equal(name, 'selectMFAType');
    assert.equal(parameters.MFAS_CAN_CHOOSE, '["SMS_MFA","SOFTWARE_TOKEN_MFA"]');
    assert.equal((await called((callbacks) => user.sendMFASelectionAnswer(answer, callbacks)))[0], callback);
    const code = answer === 'SMS_MFA' ? await w.code() : await w.totp(secret);
    assert.equal((await called((callbacks) => user.sendMFACode(code, callbacks, answer)))[0], 'onSuccess');
  }
});

test('MFA_SETUP with an authenticator app', async () => {
  const w = await world({ mfa: 'ON' });
  const user = w.user();
  assert.equal((await signIn(user))[0], 'mfaSetup');
  const [name, secret] = await called((callbacks) => user.associateSoftwareToken(callbacks));
  assert.equal(name, 'associateSecretCode');
  assert.equal(
    failed(await called((callbacks) => user.verifySoftwareToken('000000', 'app', callbacks)))[0],
    'EnableSoftwareTokenMFAException',
  );
  const code = await w.totp(secret);
  assert.equal((await called((callbacks) => user.verifySoftwareToken(code, 'app', callbacks)))[0], 'onSuccess');
  assert.equal((await signIn(w.user()))[0], 'totpRequired');
});

test('NEW_PASSWORD_REQUIRED, and a second factor after it', async () => {
  const w = await world({
    mfa: 'OPTIONAL',
    pool: { Factors: FACTORS, Schema: [{ Name: 'name', Required: true }] },
    user: { temporary: true, attributes: phone },
  });
  await w.admin('AdminSetUserMFAPreference', { SMSMfaSettings: { Enabled: true } });
  const user = w.user();
  const [name, attributes, required] = await signIn(user);
  assert.equal(name, 'newPasswordRequired');
  assert.equal(attributes.email, 'ana@example.com');
  assert.deepEqual(required, ['name']);
  const complete = (password, more) =>
    called((callbacks) => user.completeNewPasswordChallenge(password, more, callbacks));
  assert.equal(failed(await complete('short', { name: 'Ana' }))[0], 'InvalidPasswordException');
  assert.equal(failed(await complete(NEW, {}))[0], 'InvalidParameterException');
  assert.equal((await complete(NEW, { name: 'Ana' }))[0], 'mfaRequired');
  const code = await w.code();
  assert.equal((await called((callbacks) => user.sendMFACode(code, callbacks)))[0], 'onSuccess');
});

test('custom challenges, with and without SRP', async () => {
  const rounds = [
    { Parameters: { question: '6 x 7' }, Answer: '42' },
    { Parameters: { question: 'sure?' }, Answer: 'yes' },
  ];
  for (const Srp of [false, true]) {
    const w = await world({ pool: { CustomAuth: { Srp, Rounds: rounds } } });
    const user = w.user();
    user.setAuthenticationFlowType('CUSTOM_AUTH');
    const details = new AuthenticationDetails(Srp ? { Username: 'ana', Password: PASSWORD } : { Username: 'ana' });
    const [name, parameters] = await called((callbacks) =>
      Srp ? user.authenticateUser(details, callbacks) : user.initiateAuth(details, callbacks),
    );
    assert.deepEqual([name, parameters.question], ['customChallenge', '6 x 7']);
    const answer = (text) => called((callbacks) => user.sendCustomChallengeAnswer(text, callbacks));
    assert.equal((await answer('41'))[1].question, '6 x 7');
    assert.equal((await answer('42'))[1].question, 'sure?');
    assert.equal((await answer('yes'))[0], 'onSuccess');
  }
});

test('a device: confirmed, proven by SRP, remembered, and deleted elsewhere', async () => {
  const w = await world({
    mfa: 'OPTIONAL',
    pool: {
      Factors: FACTORS,
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    },
    user: { attributes: phone },
  });
  await w.admin('AdminSetUserMFAPreference', { SMSMfaSettings: { Enabled: true } });
  const asked = w.user();
  assert.equal((await signIn(asked))[0], 'mfaRequired');
  const code = await w.code();
  const [name, session, necessary] = await called((callbacks) => asked.sendMFACode(code, callbacks));
  assert.deepEqual([name, necessary], ['onSuccess', true]);
  assert.equal((await called((callbacks) => asked.setDeviceStatusRemembered(callbacks)))[1], 'SUCCESS');
  // The device is instead of the code now, and the refresh needs its key.
  const again = w.user();
  assert.equal((await signIn(again))[0], 'onSuccess');
  const [, { Devices }] = await called((callbacks) => again.listDevices(60, null, callbacks));
  assert.equal(Devices.length, 1);
  assert.equal((await called((callbacks) => again.getDevice(callbacks)))[1].Device.DeviceKey, Devices[0].DeviceKey);
  await node((callback) => again.refreshSession(again.signInUserSession.getRefreshToken(), callback));
  const stolen = w.Storage.getItem(`CognitoIdentityServiceProvider.${w.clientId}.ana.randomPasswordKey`);
  w.Storage.setItem(`CognitoIdentityServiceProvider.${w.clientId}.ana.randomPasswordKey`, 'guessed');
  assert.equal(failed(await signIn(w.user()))[0], 'NotAuthorizedException');
  w.Storage.setItem(`CognitoIdentityServiceProvider.${w.clientId}.ana.randomPasswordKey`, stolen);
  assert.equal((await signIn(w.user()))[0], 'onSuccess');
  await w.admin('AdminForgetDevice', { DeviceKey: Devices[0].DeviceKey });
  const last = w.user();
  assert.equal((await signIn(last))[0], 'mfaRequired');
  assert.ok(session.isValid());
});

test('Amplify: a sign-in with a code, attributes, preference, password, refresh and sign-out', async () => {
  const w = await world({
    mfa: 'OPTIONAL',
    pool: { AutoVerifiedAttributes: ['email', 'phone_number'], Factors: FACTORS },
    user: { attributes: phone },
  });
  const auth = w.amplify();
  const user = await auth.signIn('ana', PASSWORD);
  assert.equal(user.preferredMFA, 'NOMFA');
  const secret = await auth.setupTOTP(user);
  await assert.rejects(auth.verifyTotpToken(user, '000000'), { code: 'EnableSoftwareTokenMFAException' });
  await auth.verifyTotpToken(user, await w.totp(secret));
  assert.equal(await auth.setPreferredMFA(user, 'TOTP'), 'SUCCESS');
  assert.equal(await auth.getPreferredMFA(user, { bypassCache: true }), 'SOFTWARE_TOKEN_MFA');
  await auth.signOut();
  const asked = await auth.signIn('ana', PASSWORD);
  assert.equal(asked.challengeName, 'SOFTWARE_TOKEN_MFA');
  await assert.rejects(auth.confirmSignIn(asked, await w.totp(secret, 5), 'SOFTWARE_TOKEN_MFA'), {
    code: 'CodeMismatchException',
  });
  await w.admin('MoveClock', { Seconds: 30 });
  const signedIn = await auth.confirmSignIn(asked, await w.totp(secret), 'SOFTWARE_TOKEN_MFA');
  assert.equal(await auth.updateUserAttributes(signedIn, { phone_number: '+15550123', given_name: 'Ana' }), 'SUCCESS');
  await assert.rejects(auth.verifyUserAttributeSubmit(signedIn, 'phone_number', '000000'), {
    code: 'CodeMismatchException',
  });
  assert.equal(await auth.verifyUserAttributeSubmit(signedIn, 'phone_number', await w.code()), 'SUCCESS');
  assert.deepEqual((await auth.verifiedContact(signedIn)).verified, {
    email: 'ana@example.com',
    phone_number: '+15550123',
  });
  assert.equal(await auth.deleteUserAttributes(signedIn, ['given_name']), 'SUCCESS');
  assert.equal(await auth.changePassword(signedIn, PASSWORD, NEW), 'SUCCESS');
  assert.equal(await auth.setPreferredMFA(signedIn, 'NOMFA'), 'SUCCESS');
  const session = await node((callback) =>
    signedIn.refreshSession(signedIn.signInUserSession.getRefreshToken(), callback),
  );
  assert.ok(session.isValid());
  await auth.signOut({ global: true });
  const deleted = await auth.signIn('ana', NEW);
  assert.equal(deleted.preferredMFA, 'NOMFA');
  assert.equal(await auth.deleteUser(), 'SUCCESS');
  await assert.rejects(auth.signIn('ana', NEW), { code: 'NotAuthorizedException' });
});

test('Amplify: devices', async () => {
  const w = await world({ pool: { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: true } } });
  const auth = w.amplify();
  await auth.signIn('ana', PASSWORD);
  assert.equal(await auth.rememberDevice(), 'SUCCESS');
  assert.equal((await auth.fetchDevices()).length, 1);
  await auth.signOut();
  await auth.signIn('ana', PASSWORD);
  assert.equal((await auth.fetchDevices()).length, 1);
  assert.equal(await auth.forgetDevice(), 'SUCCESS');
  assert.deepEqual(await auth.fetchDevices(), []);
  const none = await world();
  await none.amplify().signIn('ana', PASSWORD);
  await assert.rejects(none.amplify().rememberDevice(), { message: /DeviceKey|Device tracking/ });
});

test('Amplify: custom challenges, and a wrong answer too many', async () => {
  const w = await world({
    pool: { CustomAuth: { Tries: 2, Rounds: [{ Parameters: { question: '6 x 7' }, Answer: '42' }] } },
  });
  const auth = w.amplify({ authenticationFlowType: 'CUSTOM_AUTH' });
  const user = await auth.signIn('ana');
  assert.equal(user.challengeParam.question, '6 x 7');
  const again = await auth.sendCustomChallengeAnswer(user, '41');
  assert.equal((await auth.sendCustomChallengeAnswer(again, '42')).attributes.email, 'ana@example.com');
  const lost = await auth.signIn('ana');
  await auth.sendCustomChallengeAnswer(lost, '1');
  await assert.rejects(auth.sendCustomChallengeAnswer(lost, '2'), { code: 'NotAuthorizedException' });
});
