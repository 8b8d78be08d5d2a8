// Attributes: read, changed, verified, deleted.
import { allErrors, odd, refused } from './documented.js';
import { done } from './made-up.js';
import { phone, STAND_IN } from './set-ups.js';

const userData = { json: { Username: 'ana', UserAttributes: [{ Name: 'email', Value: 'a@b.c' }] } };

async function ana(t) {
  t.configure();
  t.onlySignedIn('ana');
  t.script({ GetUser: userData, InitiateAuth: refused('no', 'SomeException'), '*': done });
  return t.Auth.currentUserPoolUser();
}

export default [
  {
    name: 'updateUserAttributes, deleteUserAttributes',
    covers: ['updateUserAttributes', 'deleteUserAttributes', 'userAttributes', 'currentAuthenticatedUser'],
    on: STAND_IN,
    pool: { pool: { AutoVerifiedAttributes: ['email', 'phone_number'] } },
    users: { ana: { attributes: phone } },
    async run(t) {
      const user = await t.begin(undefined, { clientMetadata: { from: 'config' } });
      await t.call('a name', () => t.Auth.updateUserAttributes(user, { given_name: 'Ana', 'custom:team': 'red' }));
      await t.call('the same again', () => t.Auth.updateUserAttributes(user, { given_name: 'Ana' }, { from: 'call' }));
      await t.call('addresses', () =>
        t.Auth.updateUserAttributes(user, { email: 'new@example.com', phone_number: '+15550123', given_name: 'Anna' }),
      );
      await t.call('what is left out', () =>
        t.Auth.updateUserAttributes(user, {
          sub: 'x',
          email_verified: 'true',
          phone_number_verified: true,
          nickname: 'a',
        }),
      );
      await t.call('nothing to send', () => t.Auth.updateUserAttributes(user, { sub: 'x' }));
      await t.call('an address that is none', () => t.Auth.updateUserAttributes(user, { email: 'no' }));
      await t.call('an attribute that is none', () => t.Auth.updateUserAttributes(user, { nonsense: 'x' }));
      await t.call('attributes', () => t.Auth.userAttributes(user));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.call('delete', () => t.Auth.deleteUserAttributes(user, ['given_name', 'nickname']));
      await t.call('delete what is not there', () => t.Auth.deleteUserAttributes(user, ['given_name']));
      await t.call('delete what must be there', () => t.Auth.deleteUserAttributes(user, ['sub']));
      await t.call('attributes then', () => t.Auth.userAttributes(user));
      await t.call('a number', () => t.Auth.updateUserAttributes(user, { zoneinfo: 5 }));
    },
  },
  {
    name: 'userAttributes, updateUserAttributes on the local server',
    covers: ['updateUserAttributes', 'userAttributes', 'verifiedContact'],
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      await t.call('a name', () => t.Auth.updateUserAttributes(user, { given_name: 'Ana' }));
      await t.call('attributes', () => t.Auth.userAttributes(user));
      await t.call('contact', () => t.Auth.verifiedContact(user));
    },
  },
  {
    name: 'updateUserAttributes: an address that somebody else has, and one that waits',
    covers: ['updateUserAttributes', 'verifyUserAttribute', 'verifyUserAttributeSubmit', 'deleteUserAttributes'],
    on: STAND_IN,
    pool: {
      aliasAttributes: ['email'],
      pool: {
        Schema: [
          { Name: 'email', Required: true },
          { Name: 'custom:fixed', Mutable: false },
        ],
      },
    },
    standIn: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    users: { ana: {}, bea: {} },
    async run(t) {
      const user = await t.begin('ana');
      await t.call('of somebody else', () => t.Auth.updateUserAttributes(user, { email: 'bea@example.com' }));
      await t.call('fixed', () => t.Auth.updateUserAttributes(user, { 'custom:fixed': 'x' }));
      await t.call('delete a required one', () => t.Auth.deleteUserAttributes(user, ['email']));
      await t.call('a new one', () => t.Auth.updateUserAttributes(user, { email: 'new@example.com' }));
      await t.call('still the old one', () => t.Auth.userAttributes(user));
      const code = await t.code('ana');
      await t.admin('AdminUpdateUserAttributes', {
        Username: 'bea',
        UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
      });
      await t.call('taken meanwhile', () => t.Auth.verifyUserAttributeSubmit(user, 'email', code));
      await t.admin('AdminDeleteUser', { Username: 'bea' });
      await t.call('free again', () => t.Auth.verifyUserAttributeSubmit(user, 'email', code));
      await t.call('the new one', () => t.Auth.userAttributes(user));
    },
  },
  {
    name: 'verifyUserAttribute, verifyUserAttributeSubmit, and of the current user',
    covers: [
      'verifyUserAttribute',
      'verifyUserAttributeSubmit',
      'verifyCurrentUserAttribute',
      'verifyCurrentUserAttributeSubmit',
      'verifiedContact',
    ],
    on: STAND_IN,
    users: { ana: { attributes: { email_verified: 'false', phone_number: '+15550100' } } },
    async run(t) {
      const user = await t.begin(undefined, { clientMetadata: { from: 'config' } });
      await t.call('contact', () => t.Auth.verifiedContact(user));
      await t.call('submit before asking', () => t.Auth.verifyUserAttributeSubmit(user, 'email', '123456'));
      await t.call('ask', () => t.Auth.verifyUserAttribute(user, 'email', { from: 'call' }));
      await t.call('empty', () => t.Auth.verifyUserAttributeSubmit(user, 'email', ''));
      await t.call('wrong', () => t.Auth.verifyUserAttributeSubmit(user, 'email', '000000'));
      const code = await t.code('ana');
      await t.call('right', () => t.Auth.verifyUserAttributeSubmit(user, 'email', code));
      await t.call('again', () => t.Auth.verifyUserAttributeSubmit(user, 'email', code));
      await t.call('ask for the current user', () => t.Auth.verifyCurrentUserAttribute('phone_number'));
      await t.call('wrong for the current user', () =>
        t.Auth.verifyCurrentUserAttributeSubmit('phone_number', '000000'),
      );
      await t.call('empty for the current user', () => t.Auth.verifyCurrentUserAttributeSubmit('phone_number', ''));
      const other = await t.code('ana');
      await t.call('right for the current user', () => t.Auth.verifyCurrentUserAttributeSubmit('phone_number', other));
      await t.call('contact then', () => t.Auth.verifiedContact(user));
      await t.call('an attribute without codes', () => t.Auth.verifyUserAttribute(user, 'given_name'));
    },
  },
  {
    name: 'verifyUserAttribute: too often, and too late',
    covers: ['verifyUserAttribute', 'verifyUserAttributeSubmit'],
    on: STAND_IN,
    client: { AccessTokenValidity: 86400, IdTokenValidity: 86400 },
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      for (let n = 1; n <= 6; n++) await t.call(`ask, ${n}`, () => t.Auth.verifyUserAttribute(user, 'email'));
      for (let n = 1; n <= 6; n++)
        await t.call(`wrong, ${n}`, () => t.Auth.verifyUserAttributeSubmit(user, 'email', '000000'));
      await t.wait(3700);
      await t.call('ask an hour later', () => t.Auth.verifyUserAttribute(user, 'email'));
      const code = await t.code('ana');
      await t.wait(86400);
      const fresh = await t.begin();
      await t.call('too late', () => t.Auth.verifyUserAttributeSubmit(fresh, 'email', code));
    },
  },
  {
    name: 'attributes: arguments',
    covers: ['updateUserAttributes', 'deleteUserAttributes', 'verifyUserAttribute', 'verifyUserAttributeSubmit'],
    async run(t) {
      const user = await ana(t);
      for (const [name, attributes] of Object.entries({
        nothing: undefined,
        null: null,
        empty: {},
        text: 'ab',
        'an array': ['x'],
        'values of all kinds': { a: 1, b: true, c: null, d: undefined, e: '', f: { g: 1 } },
        inherited: Object.create({ inherited: 'x' }, { own: { value: 'y', enumerable: true } }),
        'names like the verified ones': { my_verified_name: 'x', email_verified: 'true', verified: 'y' },
      })) {
        t.store.remove(t.key('ana.userData'));
        await t.call(`update: ${name}`, () => t.Auth.updateUserAttributes(user, attributes));
      }
      for (const [name, names] of Object.entries({
        nothing: undefined,
        null: null,
        empty: [],
        text: 'ab',
        numbers: [1],
      })) {
        t.store.remove(t.key('ana.userData'));
        await t.call(`delete: ${name}`, () => t.Auth.deleteUserAttributes(user, names));
      }
      for (const [name, args] of Object.entries({
        nothing: [],
        null: [null],
        empty: [''],
        metadata: ['email', { a: 'b' }],
        'empty metadata': ['email', {}],
      }))
        await t.call(`ask: ${name}`, () => t.Auth.verifyUserAttribute(user, ...args));
      for (const [name, args] of Object.entries({
        nothing: [],
        'no attribute': [undefined, '1'],
        'null code': ['email', null],
        'a number': ['email', 123456],
      }))
        await t.call(`submit: ${name}`, () => t.Auth.verifyUserAttributeSubmit(user, ...args));
    },
  },
  {
    name: 'updateUserAttributes, deleteUserAttributes: answers',
    covers: ['updateUserAttributes', 'deleteUserAttributes'],
    async run(t) {
      t.hurry(100);
      const user = await ana(t);
      const once = { GetUser: userData, InitiateAuth: refused('no', 'SomeException') };
      for (const [name, reply] of [
        ...allErrors('UpdateUserAttributes'),
        ...Object.entries(odd),
        [
          'a list',
          {
            json: {
              CodeDeliveryDetailsList: [
                { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
                { AttributeName: 'phone_number', DeliveryMedium: 'SMS', Destination: '+***0' },
              ],
            },
          },
        ],
        ['an empty list', { json: { CodeDeliveryDetailsList: [] } }],
        ['a null list', { json: { CodeDeliveryDetailsList: null } }],
      ]) {
        t.script({ UpdateUserAttributes: reply, ...once });
        t.store.remove(t.key('ana.userData'));
        await t.call(`update: ${name}`, () => t.Auth.updateUserAttributes(user, { email: 'n@e.c', name: 'x' }));
      }
      for (const [name, reply] of [...allErrors('DeleteUserAttributes'), ...Object.entries(odd)]) {
        t.script({ DeleteUserAttributes: reply, ...once });
        t.store.remove(t.key('ana.userData'));
        await t.call(`delete: ${name}`, () => t.Auth.deleteUserAttributes(user, ['name']));
      }
      for (const [name, GetUser] of Object.entries({
        refused: refused('no'),
        revoked: refused('Access Token has been revoked'),
        network: { error: 'TypeError' },
        '{}': done,
      })) {
        t.script({ UpdateUserAttributes: done, DeleteUserAttributes: done, GetUser });
        t.store.remove(t.key('ana.userData'));
        await t.call(`update, then GetUser: ${name}`, () => t.Auth.updateUserAttributes(user, { name: 'x' }));
        await t.call(`delete, then GetUser: ${name}`, () => t.Auth.deleteUserAttributes(user, ['name']));
      }
    },
  },
  {
    name: 'verifyUserAttribute, verifyUserAttributeSubmit: answers',
    covers: [
      'verifyUserAttribute',
      'verifyUserAttributeSubmit',
      'verifyCurrentUserAttribute',
      'verifyCurrentUserAttributeSubmit',
    ],
    async run(t) {
      const user = await ana(t);
      for (const [name, reply] of [...allErrors('GetUserAttributeVerificationCode'), ...Object.entries(odd)]) {
        t.script({ GetUserAttributeVerificationCode: reply });
        await t.call(`ask: ${name}`, () => t.Auth.verifyUserAttribute(user, 'email'));
      }
      for (const [name, reply] of [...allErrors('VerifyUserAttribute'), ...Object.entries(odd)]) {
        t.script({ VerifyUserAttribute: reply });
        await t.call(`submit: ${name}`, () => t.Auth.verifyUserAttributeSubmit(user, 'email', '1'));
      }
      t.script({ GetUserAttributeVerificationCode: refused('no'), VerifyUserAttribute: refused('no') });
      await t.call('current user asks', () => t.Auth.verifyCurrentUserAttribute('email'));
      await t.call('current user submits', () => t.Auth.verifyCurrentUserAttributeSubmit('email', '1'));
    },
  },
  {
    name: 'userAttributes, verifiedContact: answers',
    covers: ['userAttributes', 'verifiedContact'],
    async run(t) {
      const user = await ana(t);
      const list = (...pairs) => ({
        json: { Username: 'ana', UserAttributes: pairs.map(([Name, Value]) => ({ Name, Value })) },
      });
      for (const [name, reply] of [
        ...allErrors('GetUser'),
        [
          'both verified',
          list(
            ['email', 'a@b.c'],
            ['email_verified', 'true'],
            ['phone_number', '+1'],
            ['phone_number_verified', 'TRUE'],
          ),
        ],
        ['neither', list(['email', 'a@b.c'], ['email_verified', 'false'], ['phone_number', '+1'])],
        ['empty addresses', list(['email', ''], ['email_verified', 'true'], ['phone_number', ''])],
        ['none', list()],
        [
          'odd values',
          list(['email', 'a@b.c'], ['email_verified', true], ['phone_number', 5], ['phone_number_verified', 1]),
        ],
      ]) {
        t.script({ GetUser: reply });
        await t.call(`attributes: ${name}`, () => t.Auth.userAttributes(user));
        await t.call(`contact: ${name}`, () => t.Auth.verifiedContact(user));
      }
    },
  },
];
