// Second factors of somebody who is signed in.
import { allErrors, odd, refused } from './documented.js';
import { done } from './made-up.js';
import { BOTH, FACTORS, phone, SMS, STAND_IN } from './set-ups.js';

const userData = (rest) => ({
  json: { Username: 'ana', UserAttributes: [{ Name: 'email', Value: 'a@b.c' }], ...rest },
});

/** Somebody signed in, without a server. */
async function ana(t, rest) {
  t.configure();
  t.onlySignedIn('ana');
  t.script({ GetUser: userData(rest), '*': done });
  return t.Auth.currentUserPoolUser();
}

export default [
  {
    name: 'setupTOTP, verifyTotpToken',
    covers: ['setupTOTP', 'verifyTotpToken', 'getPreferredMFA'],
    on: BOTH,
    pool: { mfa: 'OPTIONAL' },
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      const secret = await t.call('set up', () => t.Auth.setupTOTP(user));
      await t.call('wrong', () => t.Auth.verifyTotpToken(user, '000000'));
      const code = await t.totp(secret);
      await t.call('right', () => t.Auth.verifyTotpToken(user, code));
      await t.call('preference', () => t.Auth.getPreferredMFA(user, { bypassCache: true }));
    },
  },
  {
    name: 'setupTOTP: where there are no authenticator apps, and before a secret',
    covers: ['setupTOTP', 'verifyTotpToken'],
    on: STAND_IN,
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      await t.call('set up', () => t.Auth.setupTOTP(user));
      await t.call('verify', () => t.Auth.verifyTotpToken(user, '123456'));
      await t.call('verify what are no digits', () => t.Auth.verifyTotpToken(user, 'abc'));
      await t.call('verify nothing', () => t.Auth.verifyTotpToken(user));
      await t.call('verify a number', () => t.Auth.verifyTotpToken(user, 123456));
    },
  },
  {
    name: 'setupTOTP, verifyTotpToken: answers',
    covers: ['setupTOTP', 'verifyTotpToken'],
    async run(t) {
      const user = await ana(t);
      for (const [name, reply] of [
        ...allErrors('AssociateSoftwareToken'),
        ...Object.entries(odd),
        ['a session as well', { json: { SecretCode: 'MADEUP', Session: 'another-session-0123456789' } }],
      ]) {
        t.script({ AssociateSoftwareToken: reply });
        await t.call(`set up: ${name}`, () => t.Auth.setupTOTP(user));
      }
      for (const [name, reply] of [
        ...allErrors('VerifySoftwareToken'),
        ...Object.entries(odd),
        ['an error status', { json: { Status: 'ERROR' } }],
      ]) {
        t.script({ VerifySoftwareToken: reply });
        await t.call(`verify: ${name}`, () => t.Auth.verifyTotpToken(user, '123456'));
      }
    },
  },
  {
    name: 'setPreferredMFA: TOTP and back',
    covers: ['setPreferredMFA', 'getPreferredMFA', 'setupTOTP'],
    on: BOTH,
    pool: { mfa: 'OPTIONAL' },
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      const secret = await t.Auth.setupTOTP(user);
      await t.Auth.verifyTotpToken(user, await t.totp(secret));
      await t.call('nothing to change', () => t.Auth.setPreferredMFA(user, 'NOMFA'));
      await t.call('TOTP', () => t.Auth.setPreferredMFA(user, 'TOTP'));
      await t.call('preference', () => t.Auth.getPreferredMFA(user));
      await t.call('none', () => t.Auth.setPreferredMFA(user, 'NOMFA'));
      await t.call('preference then', () => t.Auth.getPreferredMFA(user, { bypassCache: true }));
    },
  },
  {
    name: 'setPreferredMFA: SMS and TOTP',
    covers: ['setPreferredMFA', 'getPreferredMFA', 'currentAuthenticatedUser'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: { ana: { attributes: phone }, bea: {} },
    async run(t) {
      const user = await t.begin('ana');
      await t.call('TOTP without an app', () => t.Auth.setPreferredMFA(user, 'TOTP'));
      await t.call('SMS', () => t.Auth.setPreferredMFA(user, 'SMS'));
      await t.admin('EnrolTotp', { Username: 'ana', Prefer: false });
      await t.call('TOTP by its long name', () => t.Auth.setPreferredMFA(user, 'SOFTWARE_TOKEN_MFA'));
      await t.call('SMS by its long name', () => t.Auth.setPreferredMFA(user, 'SMS_MFA'));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('none', () => t.Auth.setPreferredMFA(user, 'NOMFA'));
      await t.call('none again', () => t.Auth.setPreferredMFA(user, 'NOMFA'));
      const bea = await t.begin('bea');
      await t.call('SMS without a number', () => t.Auth.setPreferredMFA(bea, 'SMS'));
    },
  },
  {
    name: 'setPreferredMFA: what the user has already',
    covers: ['setPreferredMFA'],
    async run(t) {
      for (const [name, data] of Object.entries({
        nothing: {},
        'SMS preferred': { PreferredMfaSetting: 'SMS_MFA', UserMFASettingList: ['SMS_MFA'] },
        'both, TOTP preferred': {
          PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
          UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
        },
        'both, none preferred': { UserMFASettingList: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] },
        'e-mail preferred': { PreferredMfaSetting: 'EMAIL_OTP', UserMFASettingList: ['EMAIL_OTP'] },
        'e-mail and SMS': { PreferredMfaSetting: 'SMS_MFA', UserMFASettingList: ['EMAIL_OTP', 'SMS_MFA'] },
        'preferred, no list': { PreferredMfaSetting: 'SMS_MFA' },
        options: { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] },
        'an empty list': { UserMFASettingList: [] },
        'an empty list and options': { UserMFASettingList: [], MFAOptions: [] },
      })) {
        for (const method of ['NOMFA', 'TOTP', 'SMS']) {
          const user = await ana(t, data);
          await t.call(`${name}: ${method}`, () => t.Auth.setPreferredMFA(user, method));
        }
      }
      for (const method of [undefined, null, '', 'sms', 'EMAIL', 5, {}]) {
        const user = await ana(t);
        await t.call(`method ${JSON.stringify(method)}`, () => t.Auth.setPreferredMFA(user, method));
      }
    },
  },
  {
    name: 'setPreferredMFA: answers',
    covers: ['setPreferredMFA'],
    async run(t) {
      t.hurry(100);
      for (const [name, reply] of [...allErrors('SetUserMFAPreference'), ...Object.entries(odd)]) {
        const user = await ana(t);
        t.script({ SetUserMFAPreference: reply, GetUser: userData(), InitiateAuth: refused('no', 'SomeException') });
        await t.call(`set: ${name}`, () => t.Auth.setPreferredMFA(user, 'TOTP'));
      }
      for (const [name, reply] of [
        ...allErrors('GetUser'),
        ...Object.entries(odd),
        ['disabled', refused('User is disabled.')],
      ]) {
        const user = await ana(t);
        t.store.remove(t.key('ana.userData'));
        t.script({ SetUserMFAPreference: done, GetUser: reply });
        await t.call(`first GetUser: ${name}`, () => t.Auth.setPreferredMFA(user, 'TOTP'));
      }
      for (const [name, reply] of Object.entries({
        refused: refused('no'),
        revoked: refused('Access Token has been revoked'),
        network: { error: 'TypeError' },
        '{}': { json: {} },
      })) {
        const user = await ana(t);
        t.store.remove(t.key('ana.userData'));
        t.script({ SetUserMFAPreference: done, GetUser: [userData(), reply] });
        await t.call(`second GetUser: ${name}`, () => t.Auth.setPreferredMFA(user, 'TOTP'));
      }
    },
  },
  {
    name: 'getPreferredMFA',
    covers: ['getPreferredMFA'],
    async run(t) {
      t.hurry(100);
      for (const [name, data] of Object.entries({
        nothing: {},
        'SMS preferred': { PreferredMfaSetting: 'SMS_MFA' },
        'TOTP preferred': { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA', UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] },
        'something else preferred': { PreferredMfaSetting: 'EMAIL_OTP' },
        'a list': { UserMFASettingList: ['SMS_MFA'] },
        'an empty list': { UserMFASettingList: [] },
        'a null list': { UserMFASettingList: null },
        options: { MFAOptions: [{ DeliveryMedium: 'SMS', AttributeName: 'phone_number' }] },
        'empty options': { MFAOptions: [] },
        'a list and options': { UserMFASettingList: ['SMS_MFA'], MFAOptions: [] },
        'an empty list and options': { UserMFASettingList: [], MFAOptions: [{}] },
        'an empty preference': { PreferredMfaSetting: '' },
      })) {
        const user = await ana(t, data);
        await t.call(name, () => t.Auth.getPreferredMFA(user));
      }
      const user = await ana(t);
      t.script({ GetUser: userData({ PreferredMfaSetting: 'SMS_MFA' }), InitiateAuth: refused('no', 'SomeException') });
      for (const params of [{ bypassCache: false }, null, {}, { bypassCache: true }])
        await t.call(JSON.stringify(params), () => t.Auth.getPreferredMFA(user, params));
      for (const [name, reply] of [
        ...allErrors('GetUser'),
        ['deleted', refused('User does not exist.', 'UserNotFoundException')],
        ['revoked', refused('Access Token has been revoked')],
        ['reset', refused('Password reset required for the user', 'PasswordResetRequiredException')],
      ]) {
        const user = await ana(t);
        t.script({ GetUser: reply });
        await t.call(`bypassing the cache: ${name}`, () => t.Auth.getPreferredMFA(user, { bypassCache: true }));
      }
    },
  },
  {
    name: 'getMFAOptions, enableSMS, disableSMS',
    covers: ['getMFAOptions', 'enableSMS', 'disableSMS'],
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: FACTORS,
    users: { ana: { attributes: phone }, bea: {} },
    async run(t) {
      const user = await t.begin('ana');
      await t.call('no options', () => t.Auth.getMFAOptions(user));
      await t.call('enable', () => t.Auth.enableSMS(user));
      await t.call('options', () => t.Auth.getMFAOptions(user));
      await t.call('preference', () => t.Auth.getPreferredMFA(user, { bypassCache: true }));
      await t.call('disable', () => t.Auth.disableSMS(user));
      await t.call('no options again', () => t.Auth.getMFAOptions(user));
      const bea = await t.begin('bea');
      await t.call('enable without a number', () => t.Auth.enableSMS(bea));
    },
  },
  {
    name: 'getMFAOptions, enableSMS, disableSMS: answers',
    covers: ['getMFAOptions', 'enableSMS', 'disableSMS'],
    async run(t) {
      const user = await ana(t);
      for (const [name, reply] of [
        ...allErrors('GetUser'),
        ...Object.entries(odd),
        ['null options', { json: { MFAOptions: null } }],
      ]) {
        t.script({ GetUser: reply });
        await t.call(`options: ${name}`, () => t.Auth.getMFAOptions(user));
      }
      for (const [name, reply] of [...allErrors('SetUserSettings'), ...Object.entries(odd)]) {
        t.script({ SetUserSettings: reply });
        await t.call(`enable: ${name}`, () => t.Auth.enableSMS(user));
        await t.call(`disable: ${name}`, () => t.Auth.disableSMS(user));
      }
    },
  },
];
