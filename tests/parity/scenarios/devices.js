// Devices: confirmed at the first sign-in, proven at the next, remembered, forgotten, deleted elsewhere.
import { allErrors, odd, refused } from './documented.js';
import { challenge, done, GetUser, tokensFor } from './made-up.js';
import { phone, PLAIN, SMS, STAND_IN } from './set-ups.js';

const ASKS = { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true } };
const ALWAYS = { DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false } };
const newDevice = { DeviceKey: 'us-east-1_made-up-device', DeviceGroupKey: '-made-up' };
const withDevice = (t, rest = newDevice) => ({
  json: { AuthenticationResult: { ...tokensFor(t, 'ana'), NewDeviceMetadata: rest } },
});

function knows(t, username = 'ana', key = 'us-east-1_made-up-device') {
  t.store.set(t.key(`${username}.deviceKey`), key);
  t.store.set(t.key(`${username}.randomPasswordKey`), 'made-up-password');
  t.store.set(t.key(`${username}.deviceGroupKey`), '-made-up');
}

async function ana(t) {
  t.configure();
  t.onlySignedIn('ana');
  knows(t);
  t.script({ GetUser, '*': done });
  return t.Auth.currentUserPoolUser();
}

export default [
  {
    name: 'devices: confirmed, then proven by SRP',
    covers: ['signIn', 'fetchDevices', 'rememberDevice', 'forgetDevice', 'signOut'],
    on: STAND_IN,
    standIn: ASKS,
    users: { ana: {} },
    async run(t) {
      t.configure();
      await t.signIn('first sign-in', 'ana');
      await t.call('devices', () => t.Auth.fetchDevices());
      await t.call('remember', () => t.Auth.rememberDevice());
      await t.call('refresh', () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      await t.call('sign out', () => t.Auth.signOut());
      await t.signIn('second sign-in', 'ana');
      await t.call('devices then', () => t.Auth.fetchDevices());
      await t.call('forget', () => t.Auth.forgetDevice());
      await t.call('forget again', () => t.Auth.forgetDevice());
      await t.call('remember nothing', () => t.Auth.rememberDevice());
      await t.call('no devices', () => t.Auth.fetchDevices());
    },
  },
  {
    name: 'devices: with a password that is sent',
    covers: ['signIn', 'fetchDevices'],
    on: STAND_IN,
    standIn: ALWAYS,
    users: { ana: {} },
    async run(t) {
      t.configure(PLAIN);
      await t.signIn('first sign-in', 'ana');
      await t.signIn('second sign-in', 'ana');
      t.store.set(t.key('ana.randomPasswordKey'), 'guessed');
      await t.signIn('a wrong device password', 'ana');
      t.store.remove(t.key('ana.randomPasswordKey'));
      await t.signIn('no device password', 'ana');
    },
  },
  {
    name: 'devices: deleted elsewhere',
    covers: ['signIn', 'fetchDevices', 'rememberDevice', 'forgetDevice'],
    on: STAND_IN,
    standIn: ALWAYS,
    users: { ana: {} },
    async run(t) {
      t.configure();
      await t.signIn('first sign-in', 'ana');
      const [{ id }] = await t.Auth.fetchDevices();
      await t.admin('AdminForgetDevice', { Username: 'ana', DeviceKey: id });
      await t.call('remember', () => t.Auth.rememberDevice());
      await t.call('forget', () => t.Auth.forgetDevice());
      await t.call('devices', () => t.Auth.fetchDevices());
      await t.signIn('sign in again', 'ana');
      const [other] = await t.Auth.fetchDevices();
      await t.admin('AdminForgetDevice', { Username: 'ana', DeviceKey: other.id });
      t.configure(PLAIN);
      await t.signIn('sign in with a password that is sent', 'ana');
    },
  },
  {
    name: 'devices: one that is remembered stands for the second factor',
    covers: ['signIn', 'confirmSignIn', 'rememberDevice'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: { ...ASKS, Factors: ['SMS_MFA'] },
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      const code = await t.code('ana');
      await t.call('the code', () => t.Auth.confirmSignIn(user, code));
      await t.call('remember', () => t.Auth.rememberDevice());
      await t.signIn('sign in again', 'ana');
    },
  },
  {
    name: 'devices: one that is known but not remembered comes after the second factor',
    covers: ['confirmSignIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    // v5 answers DEVICE_SRP_AUTH with the session that confirmSignIn has used.
    standIn: { ...ASKS, Factors: ['SMS_MFA'], SessionsCanBeUsedAgain: true },
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      const code = await t.code('ana');
      await t.call('the code', () => t.Auth.confirmSignIn(user, code));
      const again = await t.signIn('sign in again', 'ana');
      const other = await t.code('ana');
      await t.call('the code again', () => t.Auth.confirmSignIn(again, other));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'devices: the same, where a session is good once',
    covers: ['confirmSignIn'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: { ...ASKS, Factors: ['SMS_MFA'] },
    users: { ana: { attributes: phone, mfa: SMS } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.Auth.signIn('ana', t.users.ana.password);
      await t.Auth.confirmSignIn(user, await t.code('ana'));
      const again = await t.signIn('sign in', 'ana');
      const code = await t.code('ana');
      await t.call('the code', () => t.Auth.confirmSignIn(again, code));
    },
  },
  {
    name: 'devices: in the other flows',
    covers: ['completeNewPassword', 'sendCustomChallengeAnswer'],
    on: STAND_IN,
    standIn: ALWAYS,
    questions: [{ Parameters: { question: '6 x 7' }, Answer: '42' }],
    users: { ana: { state: 'temporary' } },
    async run(t) {
      t.configure(PLAIN);
      const user = await t.signIn('sign in', 'ana');
      await t.call('new password', () => t.Auth.completeNewPassword(user, 'Another0ne!'));
      const asked = await t.call('a question', () => t.Auth.signIn('ana'));
      await t.call('its answer', () => t.Auth.sendCustomChallengeAnswer(asked, '42'));
    },
  },
  {
    name: 'devices: a pool that tracks none',
    covers: ['rememberDevice', 'forgetDevice', 'fetchDevices'],
    on: STAND_IN,
    users: { ana: {} },
    async run(t) {
      await t.call('nobody: remember', () => t.Auth.rememberDevice());
      t.configure();
      await t.call('nobody: fetch', () => t.Auth.fetchDevices());
      await t.begin();
      await t.call('remember', () => t.Auth.rememberDevice());
      await t.call('forget', () => t.Auth.forgetDevice());
      await t.call('fetch', () => t.Auth.fetchDevices());
    },
  },
  {
    name: 'ConfirmDevice: answers',
    covers: ['signIn'],
    async run(t) {
      for (const [name, reply] of [
        ...allErrors('ConfirmDevice'),
        ...Object.entries(odd),
        ['necessary', { json: { UserConfirmationNecessary: true } }],
      ]) {
        t.store.clear();
        t.configure(PLAIN);
        t.script({ InitiateAuth: withDevice(t), ConfirmDevice: reply, GetUser });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
      }
      for (const [name, metadata] of Object.entries({
        'no metadata': undefined,
        null: null,
        empty: {},
        'no group': { DeviceKey: 'a' },
        'no key': { DeviceGroupKey: 'a' },
      })) {
        t.store.clear();
        t.configure(PLAIN);
        t.script({ InitiateAuth: withDevice(t, metadata), ConfirmDevice: done, GetUser });
        await t.call(`metadata: ${name}`, () => t.Auth.signIn('ana', 'x'));
      }
    },
  },
  {
    name: 'DEVICE_SRP_AUTH: answers',
    covers: ['signIn'],
    async run(t) {
      const asks = {
        json: { ChallengeName: 'DEVICE_SRP_AUTH', Session: 'made-up-session-0123456789', ChallengeParameters: {} },
      };
      const srp = {
        json: {
          ...challenge({ DEVICE_KEY: 'us-east-1_made-up-device' }),
          ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
          Session: 'another-session-0123456789',
        },
      };
      for (const [name, replies, device = true] of [
        ['good', [srp, withDevice(t, undefined)]],
        ['no device known', [srp, withDevice(t, undefined)], false],
        ['refused at first', [refused('no')]],
        ['no such device', [refused('Device does not exist.', 'ResourceNotFoundException')]],
        ['network', [{ error: 'TypeError' }]],
        ['empty body', [{ text: '' }]],
        ['refused then', [srp, refused('no')]],
        ['tokens missing', [srp, { json: {} }]],
        [
          'another challenge',
          [srp, { json: { ChallengeName: 'SMS_MFA', Session: 'x'.repeat(30), ChallengeParameters: {} } }],
        ],
      ]) {
        t.store.clear();
        t.configure({ ...PLAIN, clientMetadata: { from: 'config' } });
        if (device) knows(t);
        t.script({ InitiateAuth: asks, RespondToAuthChallenge: replies, GetUser });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
      }
    },
  },
  {
    name: 'rememberDevice, forgetDevice, fetchDevices: answers',
    covers: ['rememberDevice', 'forgetDevice', 'fetchDevices'],
    async run(t) {
      t.hurry(100);
      for (const [name, reply] of [...allErrors('UpdateDeviceStatus'), ...Object.entries(odd)]) {
        await ana(t);
        t.script({ UpdateDeviceStatus: reply, GetUser });
        await t.call(`remember: ${name}`, () => t.Auth.rememberDevice());
      }
      for (const [name, reply] of [...allErrors('ForgetDevice'), ...Object.entries(odd)]) {
        await ana(t);
        t.script({ ForgetDevice: reply, GetUser });
        await t.call(`forget: ${name}`, () => t.Auth.forgetDevice());
      }
      const device = (key, ...attributes) => ({
        DeviceKey: key,
        DeviceAttributes: attributes.map(([Name, Value]) => ({ Name, Value })),
        DeviceCreateDate: 5,
      });
      for (const [name, reply] of [
        ...allErrors('ListDevices'),
        ...Object.entries(odd),
        [
          'two',
          {
            json: {
              Devices: [
                device('a', ['device_name', 'x'], ['device_status', 'valid']),
                device('b', ['device_status', 'valid']),
              ],
              PaginationToken: 'more',
            },
          },
        ],
        ['none', { json: { Devices: [] } }],
        ['null', { json: { Devices: null } }],
        ['no attributes', { json: { Devices: [{ DeviceKey: 'a' }] } }],
        ['an empty name', { json: { Devices: [device('a', ['device_name', ''])] } }],
      ]) {
        await ana(t);
        t.script({ ListDevices: reply, GetUser });
        await t.call(`fetch: ${name}`, () => t.Auth.fetchDevices());
      }
      for (const [name, prepare] of Object.entries({
        nobody: () => t.store.clear(),
        expired: () => t.expire('ana'),
        'no device known': () =>
          ['deviceKey', 'randomPasswordKey', 'deviceGroupKey'].forEach((each) => t.store.remove(t.key(`ana.${each}`))),
      })) {
        for (const method of ['rememberDevice', 'forgetDevice', 'fetchDevices']) {
          await ana(t);
          t.script({
            InitiateAuth: refused('no'),
            GetTokensFromRefreshToken: refused('no'),
            GetUser,
            ListDevices: { json: { Devices: [] } },
            '*': done,
          });
          prepare();
          await t.call(`${name}: ${method}`, () => t.Auth[method]());
        }
      }
    },
  },
];
