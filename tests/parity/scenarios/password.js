// Passwords: changed, forgotten, reset.
import { allErrors, odd, refused } from './documented.js';
import { BOTH, NEW, PLAIN, STAND_IN } from './set-ups.js';

const delivered = {
  json: { CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' } },
};

export default [
  {
    name: 'changePassword',
    covers: ['changePassword'],
    on: BOTH,
    users: { ana: {} },
    async run(t) {
      const user = await t.begin(undefined, { clientMetadata: { from: 'config' } });
      const old = t.users.ana.password;
      await t.call('wrong', () => t.Auth.changePassword(user, 'Wr0ngPass!', NEW));
      await t.call('weak', () => t.Auth.changePassword(user, old, 'short'));
      await t.call('right', () => t.Auth.changePassword(user, old, NEW, { from: 'call' }));
      await t.call('the old one again', () => t.Auth.changePassword(user, old, NEW));
      await t.call('sign in with the old one', () => t.Auth.signIn('ana', old));
      await t.call('sign in with the new one', () => t.Auth.signIn('ana', NEW));
    },
  },
  {
    name: 'changePassword: too often, and not one of the last',
    covers: ['changePassword'],
    on: STAND_IN,
    standIn: { Policies: { PasswordPolicy: { PasswordHistorySize: 2 } } },
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      const old = t.users.ana.password;
      await t.call('the same', () => t.Auth.changePassword(user, old, old));
      for (let n = 1; n <= 6; n++) await t.call(`wrong, ${n}`, () => t.Auth.changePassword(user, 'Wr0ngPass!', NEW));
    },
  },
  {
    name: 'changePassword: expired tokens are refreshed',
    covers: ['changePassword', 'updateUserAttributes', 'userAttributes', 'deleteUserAttributes', 'verifiedContact'],
    on: STAND_IN,
    users: { ana: {} },
    async run(t) {
      await t.begin();
      for (const [name, make] of Object.entries({
        changePassword: (user) => t.Auth.changePassword(user, t.users.ana.password, NEW),
        updateUserAttributes: (user) => t.Auth.updateUserAttributes(user, { given_name: 'Ana' }),
        userAttributes: (user) => t.Auth.userAttributes(user),
        verifiedContact: (user) => t.Auth.verifiedContact(user),
        deleteUserAttributes: (user) => t.Auth.deleteUserAttributes(user, ['given_name']),
      })) {
        await t.wait(3601);
        await t.call(name, () => make(t.Auth.user));
      }
    },
  },
  {
    name: 'changePassword: bad arguments and answers',
    covers: ['changePassword'],
    async run(t) {
      t.configure();
      t.signedIn('ana');
      t.script({
        GetUser: { json: { Username: 'ana', UserAttributes: [] } },
        ChangePassword: refused('no', 'InvalidPasswordException'),
      });
      const user = await t.Auth.currentUserPoolUser();
      for (const [name, args] of Object.entries({
        nothing: [],
        empty: ['', ''],
        null: [null, null],
        numbers: [1, 2],
        'empty metadata': ['a', 'b', {}],
        'null metadata': ['a', 'b', null],
      })) {
        await t.call(name, () => t.Auth.changePassword(user, ...args));
      }
      for (const [name, reply] of [...allErrors('ChangePassword'), ...Object.entries(odd)]) {
        t.script({ ChangePassword: reply });
        await t.call(name, () => t.Auth.changePassword(user, 'a', 'b'));
      }
    },
  },
  {
    name: 'forgotPassword, forgotPasswordSubmit',
    covers: ['forgotPassword', 'forgotPasswordSubmit', 'signIn'],
    on: BOTH,
    users: { ana: {}, rob: { state: 'reset' } },
    async run(t) {
      t.configure({ authenticationFlowType: 'USER_PASSWORD_AUTH', clientMetadata: { from: 'config' } });
      await t.call('ask', () => t.Auth.forgotPassword('ana'));
      await t.call('wrong code', () => t.Auth.forgotPasswordSubmit('ana', '000000', NEW));
      const code = await t.code('ana', 'ForgotPassword');
      await t.call('weak', () => t.Auth.forgotPasswordSubmit('ana', code, 'short'));
      await t.call('right', () => t.Auth.forgotPasswordSubmit('ana', code, NEW, { from: 'call' }));
      await t.call('the code again', () => t.Auth.forgotPasswordSubmit('ana', code, NEW));
      await t.signIn('the old password', 'ana');
      await t.call('the new password', () => t.Auth.signIn('ana', NEW));
      await t.signIn('somebody whose password was reset', 'rob');
    },
  },
  {
    name: 'forgotPassword: nobody, disabled, and without an address',
    covers: ['forgotPassword', 'forgotPasswordSubmit'],
    on: STAND_IN,
    users: {
      eve: { state: 'disabled' },
      una: { state: 'unconfirmed' },
      bob: { attributes: { email_verified: 'false' } },
    },
    async run(t) {
      t.configure();
      for (const name of ['nobody', 'eve', 'una', 'bob']) {
        await t.call(`${name} asks`, () => t.Auth.forgotPassword(name, { from: 'call' }));
        await t.call(`${name} submits`, () => t.Auth.forgotPasswordSubmit(name, '123456', NEW));
      }
    },
  },
  {
    name: 'forgotPassword: the same, where users may be found out',
    covers: ['forgotPassword', 'forgotPasswordSubmit', 'signIn'],
    on: STAND_IN,
    client: { PreventUserExistenceErrors: 'LEGACY' },
    users: {
      eve: { state: 'disabled' },
      bob: { attributes: { email_verified: 'false' } },
      tom: { state: 'temporary' },
    },
    async run(t) {
      t.configure(PLAIN);
      for (const name of ['nobody', 'eve', 'bob', 'tom']) {
        await t.call(`${name} asks`, () => t.Auth.forgotPassword(name));
        await t.call(`${name} submits`, () => t.Auth.forgotPasswordSubmit(name, '123456', NEW));
      }
      await t.call('nobody signs in', () => t.Auth.signIn('nobody', 'x'));
    },
  },
  {
    name: 'forgotPassword: too often, and too late',
    covers: ['forgotPassword', 'forgotPasswordSubmit'],
    on: STAND_IN,
    users: { ana: {} },
    async run(t) {
      t.configure();
      for (let n = 1; n <= 6; n++) await t.call(`ask, ${n}`, () => t.Auth.forgotPassword('ana'));
      const code = await t.code('ana');
      for (let n = 1; n <= 5; n++) await t.call(`wrong, ${n}`, () => t.Auth.forgotPasswordSubmit('ana', '000000', NEW));
      await t.call('right, but too often', () => t.Auth.forgotPasswordSubmit('ana', code, NEW));
      await t.wait(3601);
      await t.call('ask an hour later', () => t.Auth.forgotPassword('ana'));
      const late = await t.code('ana');
      await t.wait(3601);
      await t.call('too late', () => t.Auth.forgotPasswordSubmit('ana', late, NEW));
    },
  },
  {
    name: 'forgotPassword: bad arguments and answers',
    covers: ['forgotPassword', 'forgotPasswordSubmit'],
    async run(t) {
      await t.call('before configuration', () => t.Auth.forgotPassword('ana'));
      await t.call('submit before configuration', () => t.Auth.forgotPasswordSubmit('ana', '1', 'x'));
      t.configure();
      t.script({ ForgotPassword: delivered, ConfirmForgotPassword: { json: {} } });
      for (const [name, args] of Object.entries({
        nothing: [],
        empty: [''],
        null: [null],
        'a number': [5],
        spaces: [' ana '],
        Unicode: ['Ünï 名'],
        'empty metadata': ['ana', {}],
        'null metadata': ['ana', null],
      })) {
        await t.call(`ask: ${name}`, () => t.Auth.forgotPassword(...args));
      }
      for (const [name, args] of Object.entries({
        nothing: [],
        'no name': ['', '1', 'x'],
        'no code': ['ana', '', 'x'],
        'no password': ['ana', '1', ''],
        null: [null, null, null],
        numbers: [5, 6, 7],
        'empty metadata': ['ana', '1', 'x', {}],
        spaces: ['ana', ' 1 ', ' x '],
      })) {
        await t.call(`submit: ${name}`, () => t.Auth.forgotPasswordSubmit(...args));
      }
      for (const [name, reply] of [...allErrors('ForgotPassword'), ...Object.entries(odd)]) {
        t.script({ ForgotPassword: reply });
        await t.call(`ask: ${name}`, () => t.Auth.forgotPassword('ana'));
      }
      for (const [name, reply] of [...allErrors('ConfirmForgotPassword'), ...Object.entries(odd)]) {
        t.script({ ConfirmForgotPassword: reply });
        await t.call(`submit: ${name}`, () => t.Auth.forgotPasswordSubmit('ana', '1', 'x'));
      }
    },
  },
];
