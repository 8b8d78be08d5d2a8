// After signIn has resolved with a challenge: the answers.
import { allErrors, odd, refused } from './documented.js';
import { GetUser, newTokens } from './made-up.js';
import { BOTH, FACTORS, NEW, phone, PLAIN, SMS, STAND_IN } from './set-ups.js';

const SESSION = 'made-up-session-0123456789';
const questions = [
  { Parameters: { question: '6 x 7' }, Answer: '42' },
  { Parameters: { question: 'sure?', hint: 'yes' }, Answer: 'yes' },
];
const challenged = (ChallengeName, ChallengeParameters = {}, Session = SESSION) => ({
  json: { ChallengeName, Session, ChallengeParameters },
});

/** A user whom a made-up service has asked this. */
async function asked(t, name, parameters) {
  t.configure(PLAIN);
  t.script({ InitiateAuth: challenged(name, parameters), GetUser });
  return t.Auth.signIn('ana', 'x');
}

export default [
  {
    name: 'confirmSignIn: SMS_MFA',
    covers: ['confirmSignIn', 'signIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure();
      const user = await t.signIn('sign in', 'ana');
      await t.call('empty code', () => t.Auth.confirmSignIn(user, ''));
      await t.call('wrong', () => t.Auth.confirmSignIn(user, '000000', 'SMS_MFA'));
      await t.call('wrong type', () => t.Auth.confirmSignIn(user, '000000', 'SOFTWARE_TOKEN_MFA'));
      t.note('the user meanwhile', user);
      const code = await t.code('ana');
      const signedIn = await t.call('right', () => t.Auth.confirmSignIn(user, code, null, { from: 'call' }));
      t.note('the same object', [signedIn === user, t.Auth.user === user]);
      await t.call('again', () => t.Auth.confirmSignIn(user, code));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out', () => t.Auth.signOut());
    },
  },
  {
    name: 'confirmSignIn: a session that is too old, or has seen too much',
    covers: ['confirmSignIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure({ ...PLAIN, clientMetadata: { from: 'config' } });
      const late = await t.signIn('sign in', 'ana');
      await t.wait(181);
      const old = await t.code('ana');
      await t.call('too late', () => t.Auth.confirmSignIn(late, old));
      const user = await t.signIn('sign in again', 'ana');
      for (let n = 1; n <= 5; n++) await t.call(`wrong, ${n}`, () => t.Auth.confirmSignIn(user, '000000'));
      const code = await t.code('ana');
      await t.call('right, but too often', () => t.Auth.confirmSignIn(user, code));
      const other = await t.signIn('sign in once more', 'ana');
      await t.admin('AdminDisableUser', { Username: 'ana' });
      await t.call('disabled meanwhile', async () => t.Auth.confirmSignIn(other, await t.code('ana')));
      await t.admin('AdminDeleteUser', { Username: 'ana' });
      await t.call('deleted meanwhile', () => t.Auth.confirmSignIn(other, code));
    },
  },
  {
    name: 'confirmSignIn: SOFTWARE_TOKEN_MFA',
    covers: ['confirmSignIn', 'signIn', 'currentAuthenticatedUser'],
    on: BOTH,
    pool: { mfa: 'OPTIONAL' },
    users: { mia: { state: 'totp' } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'mia');
      await t.call('wrong', () => t.Auth.confirmSignIn(user, '000000', 'SOFTWARE_TOKEN_MFA'));
      const code = await t.totp(t.users.mia.secret);
      await t.call('right', () => t.Auth.confirmSignIn(user, code, 'SOFTWARE_TOKEN_MFA', { from: 'call' }));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('preference', () => t.Auth.getPreferredMFA(user));
    },
  },
  {
    name: 'confirmSignIn: codes of an authenticator app that are not good',
    covers: ['confirmSignIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    users: { mia: { state: 'totp' } },
    async run(t) {
      t.configure(PLAIN);
      const { secret } = t.users.mia;
      const user = await t.signIn('sign in', 'mia');
      const [code, early] = [await t.totp(secret), await t.totp(secret, 3)];
      await t.call('as if by SMS', () => t.Auth.confirmSignIn(user, code));
      await t.call('of a later time', () => t.Auth.confirmSignIn(user, early, 'SOFTWARE_TOKEN_MFA'));
      await t.call('right', () => t.Auth.confirmSignIn(user, code, 'SOFTWARE_TOKEN_MFA'));
      const again = await t.signIn('sign in again', 'mia');
      await t.call('the same code', () => t.Auth.confirmSignIn(again, code, 'SOFTWARE_TOKEN_MFA'));
      await t.wait(30);
      const next = await t.totp(secret);
      await t.call('the next code', () => t.Auth.confirmSignIn(again, next, 'SOFTWARE_TOKEN_MFA'));
    },
  },
  {
    name: 'confirmSignIn: EMAIL_OTP',
    covers: ['confirmSignIn', 'signIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: { ana: { mfa: { EmailMfaSettings: { Enabled: true, PreferredMfa: true } } } },
    async run(t) {
      t.configure(PLAIN);
      await t.signIn('sign in', 'ana');
    },
  },
  {
    name: 'confirmSignIn: bad arguments',
    covers: ['confirmSignIn'],
    async run(t) {
      const user = await asked(t, 'SMS_MFA');
      t.script({ RespondToAuthChallenge: refused('no', 'CodeMismatchException') });
      for (const [name, args] of Object.entries({
        nothing: [user],
        null: [user, null],
        'a number': [user, 123456],
        zero: [user, 0],
        'another type': [user, '1', 'EMAIL_OTP'],
        'an empty type': [user, '1', ''],
        'empty metadata': [user, '1', 'SMS_MFA', {}],
        'null metadata': [user, '1', 'SMS_MFA', null],
      })) {
        await t.call(name, () => t.Auth.confirmSignIn(...args));
      }
      user.Session = null;
      await t.call('no session', () => t.Auth.confirmSignIn(user, '1'));
      t.store.set(t.key('ana.deviceKey'), 'made-up-device');
      await t.call('a device is known', () => t.Auth.confirmSignIn(user, '1'));
    },
  },
  {
    name: 'confirmSignIn: answers',
    covers: ['confirmSignIn'],
    async run(t) {
      for (const [name, reply] of [
        ...allErrors('RespondToAuthChallenge'),
        ['throttled', refused('Rate exceeded', 'TooManyRequestsException')],
        ['session', refused('Invalid session for the user, session is expired.')],
      ]) {
        const user = await asked(t, 'SMS_MFA');
        t.script({ RespondToAuthChallenge: reply });
        await t.call(name, () => t.Auth.confirmSignIn(user, '1'));
      }
    },
  },
  {
    name: 'confirmSignIn: odd answers',
    covers: ['confirmSignIn'],
    async run(t) {
      for (const [name, reply] of [
        ...Object.entries(odd),
        ...['SMS_MFA', 'SELECT_MFA_TYPE', 'EMAIL_OTP', 'NEW_PASSWORD_REQUIRED', 'CUSTOM_CHALLENGE'].map((name) => [
          name,
          challenged(name, {}, 'another-session-0123456789'),
        ]),
      ]) {
        t.store.clear();
        const user = await asked(t, 'SMS_MFA');
        t.script({ RespondToAuthChallenge: reply, GetUser });
        await t.call(name, () => t.Auth.confirmSignIn(user, '1'));
      }
      for (const [name, reply] of Object.entries({
        'user data refused': refused('no'),
        'user data, network': { error: 'TypeError' },
        disabled: refused('User is disabled.'),
      })) {
        t.store.clear();
        const user = await asked(t, 'SMS_MFA');
        t.script({ RespondToAuthChallenge: newTokens(t), GetUser: reply });
        await t.call(name, () => t.Auth.confirmSignIn(user, '1'));
      }
    },
  },

  {
    name: 'completeNewPassword',
    covers: ['completeNewPassword', 'signIn'],
    on: BOTH,
    users: { ana: { state: 'temporary' } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      await t.call('empty password', () => t.Auth.completeNewPassword(user, ''));
      const signedIn = await t.call('right', () => t.Auth.completeNewPassword(user, NEW));
      t.note('the same object', [signedIn === user, t.Auth.user === user]);
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out', () => t.Auth.signOut());
      await t.signIn('the old password', 'ana');
      await t.call('the new password', () => t.Auth.signIn('ana', NEW));
    },
  },
  {
    name: 'completeNewPassword: required attributes, the policy, and a second factor',
    covers: ['completeNewPassword', 'confirmSignIn'],
    on: STAND_IN,
    pool: {
      mfa: 'OPTIONAL',
      pool: {
        Schema: [
          { Name: 'family_name', Required: true },
          { Name: 'custom:team', Required: true },
        ],
      },
    },
    standIn: FACTORS,
    users: { ana: { state: 'temporary', attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure({ clientMetadata: { from: 'config' } });
      const user = await t.signIn('sign in', 'ana');
      const name = { family_name: 'Ng', 'custom:team': 'red' };
      await t.call('weak', () => t.Auth.completeNewPassword(user, 'short', name));
      await t.call('no attributes', () => t.Auth.completeNewPassword(user, NEW));
      await t.call('one attribute', () => t.Auth.completeNewPassword(user, NEW, { family_name: 'Ng' }));
      await t.call('an attribute that is none', () =>
        t.Auth.completeNewPassword(user, NEW, { ...name, nonsense: 'x' }),
      );
      await t.call('right', () => t.Auth.completeNewPassword(user, NEW, name, { from: 'call' }));
      t.note('asked for a code now', user);
      await t.call('wrong code', () => t.Auth.confirmSignIn(user, '000000'));
      const code = await t.code('ana');
      await t.call('right code', () => t.Auth.confirmSignIn(user, code));
      await t.call('attributes', () => t.Auth.userAttributes(user));
    },
  },
  {
    name: 'completeNewPassword: then MFA_SETUP',
    covers: ['completeNewPassword', 'setupTOTP', 'verifyTotpToken'],
    on: STAND_IN,
    pool: { mfa: 'ON' },
    users: { ana: { state: 'temporary' } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      await t.call('right', () => t.Auth.completeNewPassword(user, NEW));
      const secret = await t.call('set up', () => t.Auth.setupTOTP(user));
      const code = await t.totp(secret);
      await t.call('verify', () => t.Auth.verifyTotpToken(user, code));
      t.note('the user afterwards', user);
    },
  },
  {
    name: 'completeNewPassword: bad arguments and answers',
    covers: ['completeNewPassword'],
    async run(t) {
      const parameters = { userAttributes: '{}', requiredAttributes: '[]' };
      const user = await asked(t, 'NEW_PASSWORD_REQUIRED', parameters);
      t.script({ RespondToAuthChallenge: refused('no', 'InvalidPasswordException') });
      for (const [name, args] of Object.entries({
        nothing: [user],
        null: [user, null],
        'a number': [user, 12345678],
        'null attributes': [user, 'x', null],
        'attributes of all kinds': [user, 'x', { a: '', b: 5, c: null, d: true }],
        'empty metadata': [user, 'x', {}, {}],
      })) {
        await t.call(name, () => t.Auth.completeNewPassword(...args));
      }
      for (const [name, reply] of allErrors('RespondToAuthChallenge')) {
        const user = await asked(t, 'NEW_PASSWORD_REQUIRED', parameters);
        t.script({ RespondToAuthChallenge: reply });
        await t.call(name, () => t.Auth.completeNewPassword(user, 'x'));
      }
    },
  },
  {
    name: 'completeNewPassword: odd answers',
    covers: ['completeNewPassword'],
    async run(t) {
      for (const [name, reply] of [
        ...Object.entries(odd),
        ...[
          'SOFTWARE_TOKEN_MFA',
          'MFA_SETUP',
          'SELECT_MFA_TYPE',
          'EMAIL_OTP',
          'NEW_PASSWORD_REQUIRED',
          'CUSTOM_CHALLENGE',
        ].map((name) => [name, challenged(name, { a: 'b' }, 'another-session-0123456789')]),
      ]) {
        t.store.clear();
        const user = await asked(t, 'NEW_PASSWORD_REQUIRED', { userAttributes: '{}', requiredAttributes: '[]' });
        t.script({ RespondToAuthChallenge: reply, GetUser });
        await t.call(name, () => t.Auth.completeNewPassword(user, 'x'));
      }
    },
  },

  {
    name: 'sendCustomChallengeAnswer: without a password',
    covers: ['sendCustomChallengeAnswer', 'signIn'],
    on: BOTH,
    questions,
    users: { ana: {} },
    async run(t) {
      t.configure();
      const user = await t.call('sign in', () => t.Auth.signIn('ana'));
      await t.call('empty', () => t.Auth.sendCustomChallengeAnswer(user, ''));
      await t.call('wrong', () => t.Auth.sendCustomChallengeAnswer(user, '41'));
      await t.call('right', () => t.Auth.sendCustomChallengeAnswer(user, '42', { from: 'call' }));
      const signedIn = await t.call('right again', () => t.Auth.sendCustomChallengeAnswer(user, 'yes'));
      t.note('another object', signedIn === user);
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'sendCustomChallengeAnswer: after SRP',
    covers: ['sendCustomChallengeAnswer', 'signIn'],
    on: BOTH,
    questions,
    srp: true,
    users: { ana: {} },
    async run(t) {
      t.configure({ authenticationFlowType: 'CUSTOM_AUTH' });
      await t.call('wrong password', () => t.Auth.signIn('ana', 'Wr0ngPass!'));
      const user = await t.signIn('sign in', 'ana');
      await t.call('wrong', () => t.Auth.sendCustomChallengeAnswer(user, '41'));
      await t.call('right', () => t.Auth.sendCustomChallengeAnswer(user, '42'));
      await t.call('right again', () => t.Auth.sendCustomChallengeAnswer(user, 'yes'));
    },
  },
  {
    name: 'sendCustomChallengeAnswer: too often wrong, or too late',
    covers: ['sendCustomChallengeAnswer'],
    on: STAND_IN,
    questions,
    tries: 2,
    users: { ana: {} },
    async run(t) {
      t.configure({ clientMetadata: { from: 'config' } });
      const user = await t.call('sign in', () => t.Auth.signIn('ana'));
      await t.call('wrong', () => t.Auth.sendCustomChallengeAnswer(user, '1'));
      await t.call('wrong again', () => t.Auth.sendCustomChallengeAnswer(user, '2'));
      await t.call('right, but over', () => t.Auth.sendCustomChallengeAnswer(user, '42'));
      const late = await t.call('sign in again', () => t.Auth.signIn('ana'));
      await t.wait(181);
      await t.call('too late', () => t.Auth.sendCustomChallengeAnswer(late, '42'));
      const nobody = await t.call('nobody', () => t.Auth.signIn('nobody'));
      await t.call('nobody answers', () => t.Auth.sendCustomChallengeAnswer(nobody, '42'));
    },
  },
  {
    name: 'sendCustomChallengeAnswer: bad arguments and answers',
    covers: ['sendCustomChallengeAnswer'],
    async run(t) {
      const user = await asked(t, 'CUSTOM_CHALLENGE', { question: 'What?' });
      t.script({ RespondToAuthChallenge: refused('no') });
      for (const [name, args] of Object.entries({
        nothing: [user],
        null: [user, null],
        'a number': [user, 5],
        'an object': [user, { a: 'b' }],
        metadata: [user, 'x', {}],
      })) {
        await t.call(name, () => t.Auth.sendCustomChallengeAnswer(...args));
      }
      t.store.set(t.key('ana.deviceKey'), 'made-up-device');
      await t.call('a device is known', () => t.Auth.sendCustomChallengeAnswer(user, 'x'));
      t.store.clear();
      for (const [name, reply] of allErrors('RespondToAuthChallenge')) {
        const user = await asked(t, 'CUSTOM_CHALLENGE', { question: 'What?' });
        t.script({ RespondToAuthChallenge: reply });
        await t.call(name, () => t.Auth.sendCustomChallengeAnswer(user, 'x'));
      }
    },
  },
  {
    name: 'sendCustomChallengeAnswer: odd answers',
    covers: ['sendCustomChallengeAnswer'],
    async run(t) {
      for (const [name, reply] of [
        ...Object.entries(odd),
        ...['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP', 'SELECT_MFA_TYPE', 'EMAIL_OTP', 'NEW_PASSWORD_REQUIRED'].map(
          (name) => [name, challenged(name, { a: 'b' }, 'another-session-0123456789')],
        ),
      ]) {
        t.store.clear();
        const user = await asked(t, 'CUSTOM_CHALLENGE', { question: 'What?' });
        t.script({ RespondToAuthChallenge: reply, GetUser });
        await t.call(name, () => t.Auth.sendCustomChallengeAnswer(user, 'x'));
      }
    },
  },

  {
    name: 'SELECT_MFA_TYPE',
    covers: ['CognitoUser.sendMFASelectionAnswer', 'confirmSignIn', 'signIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: {
      mia: {
        state: 'totp',
        attributes: phone,
        mfa: { SMSMfaSettings: { Enabled: true }, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: false } },
      },
    },
    async run(t) {
      t.configure(PLAIN);
      const { password, secret } = t.users.mia;
      const user = await t.call('sign in', () => t.Auth.signIn('mia', password));
      await t.calls('an answer that is none', (_, callbacks) => user.sendMFASelectionAnswer('OTHER', callbacks));
      await t.calls('SMS_MFA', (_, callbacks) => user.sendMFASelectionAnswer('SMS_MFA', callbacks));
      t.note('the user then', user);
      await t.call('wrong code', () => t.Auth.confirmSignIn(user, '000000', 'SMS_MFA'));
      const code = await t.code('mia');
      await t.call('right code', () => t.Auth.confirmSignIn(user, code, 'SMS_MFA'));
      const other = await t.call('sign in again', () => t.Auth.signIn('mia', password));
      await t.calls('SOFTWARE_TOKEN_MFA', (_, callbacks) =>
        other.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', callbacks),
      );
      const shown = await t.totp(secret);
      await t.call('right code of the app', () => t.Auth.confirmSignIn(other, shown, 'SOFTWARE_TOKEN_MFA'));
      const late = await t.call('sign in once more', () => t.Auth.signIn('mia', password));
      await t.wait(181);
      await t.calls('too late', (_, callbacks) => late.sendMFASelectionAnswer('SMS_MFA', callbacks));
    },
  },
  {
    name: 'SELECT_MFA_TYPE: answers',
    covers: ['CognitoUser.sendMFASelectionAnswer'],
    async run(t) {
      for (const [name, reply, answer = 'SMS_MFA'] of [
        ...Object.entries(odd),
        ['refused', refused('no')],
        ['network', { error: 'TypeError' }],
        ['another answer', challenged('EMAIL_OTP', {}, 'another-session-0123456789'), 'EMAIL_OTP'],
        ['SMS_MFA', challenged('SMS_MFA', { a: 'b' }, 'another-session-0123456789')],
        [
          'SOFTWARE_TOKEN_MFA',
          challenged('SOFTWARE_TOKEN_MFA', { a: 'b' }, 'another-session-0123456789'),
          'SOFTWARE_TOKEN_MFA',
        ],
      ]) {
        const user = await asked(t, 'SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: '["SMS_MFA"]' });
        t.script({ RespondToAuthChallenge: reply });
        await t.calls(name, (_, callbacks) => user.sendMFASelectionAnswer(answer, callbacks));
      }
    },
  },

  {
    name: 'MFA_SETUP',
    covers: ['setupTOTP', 'verifyTotpToken', 'signIn', 'confirmSignIn'],
    on: STAND_IN,
    pool: { mfa: 'ON' },
    users: { ana: {} },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      await t.call('verify without a secret', () => t.Auth.verifyTotpToken(user, '123456'));
      const secret = await t.call('set up', () => t.Auth.setupTOTP(user));
      await t.call('not digits', () => t.Auth.verifyTotpToken(user, 'abcdef'));
      await t.call('wrong', () => t.Auth.verifyTotpToken(user, '000000'));
      const code = await t.totp(secret);
      await t.call('right', () => t.Auth.verifyTotpToken(user, code));
      t.note('the user afterwards', user);
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out', () => t.Auth.signOut());
      const again = await t.signIn('sign in again', 'ana');
      await t.wait(30);
      const next = await t.totp(secret);
      await t.call('with a code', () => t.Auth.confirmSignIn(again, next, 'SOFTWARE_TOKEN_MFA'));
    },
  },
  {
    name: 'MFA_SETUP: a session that is too old, and the secret asked for twice',
    covers: ['setupTOTP', 'verifyTotpToken'],
    on: STAND_IN,
    pool: { mfa: 'ON' },
    users: { ana: {} },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      const old = await t.call('set up', () => t.Auth.setupTOTP(user));
      const secret = await t.call('set up again', () => t.Auth.setupTOTP(user));
      const stale = await t.totp(old);
      await t.call('the code of the first secret', () => t.Auth.verifyTotpToken(user, stale));
      await t.wait(181);
      const code = await t.totp(secret);
      await t.call('too late', () => t.Auth.verifyTotpToken(user, code));
      await t.call('set up, too late', () => t.Auth.setupTOTP(user));
    },
  },
  {
    name: 'MFA_SETUP: answers',
    covers: ['setupTOTP', 'verifyTotpToken'],
    async run(t) {
      const associated = { json: { SecretCode: 'MADEUPSECRET', Session: 'another-session-0123456789' } };
      const verified = { json: { Status: 'SUCCESS', Session: 'a-third-session-0123456789' } };
      const cases = [
        ...allErrors('AssociateSoftwareToken').map(([name, AssociateSoftwareToken]) => [
          `associate: ${name}`,
          { AssociateSoftwareToken },
        ]),
        ...Object.entries(odd).map(([name, AssociateSoftwareToken]) => [
          `associate: ${name}`,
          { AssociateSoftwareToken },
        ]),
        ['associate: no session', { AssociateSoftwareToken: { json: { SecretCode: 'MADEUPSECRET' } } }],
      ];
      for (const [name, replies] of cases) {
        const user = await asked(t, 'MFA_SETUP');
        t.script(replies);
        await t.call(name, () => t.Auth.setupTOTP(user));
        t.note(`${name}: the session`, user.Session);
      }
      for (const [name, replies] of [
        ...allErrors('VerifySoftwareToken').map(([name, VerifySoftwareToken]) => [
          `verify: ${name}`,
          { VerifySoftwareToken },
        ]),
        ...Object.entries(odd).map(([name, VerifySoftwareToken]) => [`verify: ${name}`, { VerifySoftwareToken }]),
        ['verify: an error status', { VerifySoftwareToken: { json: { Status: 'ERROR', Session: 'x' } } }],
        ['respond: refused', { VerifySoftwareToken: verified, RespondToAuthChallenge: refused('no') }],
        ['respond: network', { VerifySoftwareToken: verified, RespondToAuthChallenge: { error: 'TypeError' } }],
        ...Object.entries(odd).map(([name, RespondToAuthChallenge]) => [
          `respond: ${name}`,
          { VerifySoftwareToken: verified, RespondToAuthChallenge },
        ]),
        [
          'respond: another challenge',
          { VerifySoftwareToken: verified, RespondToAuthChallenge: challenged('SMS_MFA') },
        ],
      ]) {
        t.store.clear();
        const user = await asked(t, 'MFA_SETUP');
        t.script({ AssociateSoftwareToken: associated, RespondToAuthChallenge: newTokens(t), ...replies, GetUser });
        await t.Auth.setupTOTP(user);
        await t.call(name, () => t.Auth.verifyTotpToken(user, '123456'));
      }
    },
  },
  {
    name: 'challenges without a user',
    covers: ['confirmSignIn', 'completeNewPassword', 'sendCustomChallengeAnswer', 'setupTOTP', 'verifyTotpToken'],
    async run(t) {
      const methods = {
        confirmSignIn: ['1'],
        completeNewPassword: ['x'],
        sendCustomChallengeAnswer: ['x'],
        setupTOTP: [],
        verifyTotpToken: ['123456'],
      };
      for (const [method, args] of Object.entries(methods))
        await t.call(`${method} before configuration`, () => t.Auth[method](undefined, ...args));
      t.configure();
      t.script({ '*': refused('no') });
      for (const [name, user] of Object.entries({
        undefined: undefined,
        null: null,
        '{}': {},
        text: 'ana',
        copied: { ...(await asked(t, 'SMS_MFA')) },
      })) {
        t.script({ '*': refused('no') });
        for (const [method, args] of Object.entries(methods))
          await t.call(`${method} of ${name}`, () => t.Auth[method](user, ...args));
      }
    },
  },
];
