// The end of an account, a sign-in that follows a sign-up, and methods whose user is not what he was.
import { allErrors, odd, refused } from './documented.js';
import { done, GetUser, newTokens, tokensFor } from './made-up.js';
import { BOTH, PLAIN, STAND_IN } from './set-ups.js';

/** With what goes on in the background afterwards. */
const andThen = async (t, promise) => {
  try {
    return await promise;
  } finally {
    await t.settle();
  }
};

/** Every method that needs somebody who is signed in; `user` is who. */
const ofUser = {
  getMFAOptions: (t, user) => t.Auth.getMFAOptions(user),
  getPreferredMFA: (t, user) => t.Auth.getPreferredMFA(user, { bypassCache: true }),
  setPreferredMFA: (t, user) => t.Auth.setPreferredMFA(user, 'TOTP'),
  enableSMS: (t, user) => t.Auth.enableSMS(user),
  disableSMS: (t, user) => t.Auth.disableSMS(user),
  setupTOTP: (t, user) => t.Auth.setupTOTP(user),
  verifyTotpToken: (t, user) => t.Auth.verifyTotpToken(user, '123456'),
  changePassword: (t, user) => t.Auth.changePassword(user, 'Passw0rd!', 'Another0ne!'),
  updateUserAttributes: (t, user) => t.Auth.updateUserAttributes(user, { name: 'x' }),
  deleteUserAttributes: (t, user) => t.Auth.deleteUserAttributes(user, ['name']),
  userAttributes: (t, user) => t.Auth.userAttributes(user),
  verifiedContact: (t, user) => t.Auth.verifiedContact(user),
  verifyUserAttribute: (t, user) => t.Auth.verifyUserAttribute(user, 'email'),
  verifyUserAttributeSubmit: (t, user) => t.Auth.verifyUserAttributeSubmit(user, 'email', '123456'),
};
const ofCurrentUser = {
  verifyCurrentUserAttribute: (t) => t.Auth.verifyCurrentUserAttribute('email'),
  verifyCurrentUserAttributeSubmit: (t) => t.Auth.verifyCurrentUserAttributeSubmit('email', '123456'),
  rememberDevice: (t) => t.Auth.rememberDevice(),
  forgetDevice: (t) => t.Auth.forgetDevice(),
  fetchDevices: (t) => t.Auth.fetchDevices(),
  deleteUser: (t) => t.Auth.deleteUser(),
};
const all = { ...ofUser, ...ofCurrentUser };
const covered = Object.keys(all);

/** Signs in once, lets something happen elsewhere, and calls each method as somebody who has not noticed. */
async function unnoticed(t, happens) {
  t.hurry(100);
  await t.begin();
  const kept = Object.entries({ ...localStorage });
  await happens();
  for (const [name, make] of Object.entries(all)) {
    t.store.clear();
    for (const [key, value] of kept) t.store.set(key, value);
    const user = await t.Auth.currentUserPoolUser();
    await t.call(name, () => make(t, user));
  }
}

export default [
  {
    name: 'deleteUser',
    covers: ['deleteUser', 'signIn', 'currentAuthenticatedUser'],
    on: BOTH,
    users: { ana: {} },
    async run(t) {
      await t.begin();
      await t.call('delete', () => t.Auth.deleteUser());
      await t.call('delete again', () => t.Auth.deleteUser());
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
      await t.signIn('sign in', 'ana');
    },
  },
  {
    name: 'deleteUser: answers',
    covers: ['deleteUser'],
    async run(t) {
      t.hurry(100);
      await t.call('before configuration', () => t.Auth.deleteUser());
      t.configure();
      await t.call('nobody', () => t.Auth.deleteUser());
      for (const [name, reply] of [
        ...allErrors('DeleteUser'),
        ...Object.entries(odd),
        ['revoked', refused('Access Token has been revoked')],
      ]) {
        t.onlySignedIn('ana');
        t.Auth.user = 'somebody';
        t.script({ DeleteUser: reply });
        await t.call(name, () => t.Auth.deleteUser());
      }
      for (const [name, prepare] of Object.entries({
        'no id token': () => t.store.remove(t.key('ana.idToken')),
        expired: () => t.expire('ana'),
        'a known device': () => t.store.set(t.key('ana.deviceKey'), 'made-up'),
      })) {
        t.onlySignedIn('ana');
        prepare();
        t.script({ DeleteUser: done, InitiateAuth: refused('Refresh Token has been revoked') });
        await t.call(name, () => t.Auth.deleteUser());
      }
      t.onlySignedIn('ana');
      t.expire('ana');
      t.script({ DeleteUser: done, InitiateAuth: newTokens(t) });
      await t.call('expired and refreshed', () => t.Auth.deleteUser());
    },
  },
  {
    name: 'signed out elsewhere: every method',
    covers: covered,
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    standIn: { DeviceConfiguration: {} },
    users: { ana: {} },
    run: (t) => unnoticed(t, () => t.admin('AdminUserGlobalSignOut', { Username: 'ana' })),
  },
  {
    name: 'deleted elsewhere: every method',
    covers: covered,
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    users: { ana: {} },
    run: (t) => unnoticed(t, () => t.admin('AdminDeleteUser', { Username: 'ana' })),
  },
  {
    name: 'disabled: every method',
    covers: covered,
    on: STAND_IN,
    pool: { mfa: 'OPTIONAL' },
    users: { ana: {} },
    run: (t) => unnoticed(t, () => t.admin('AdminDisableUser', { Username: 'ana' })),
  },
  {
    name: 'expired tokens: every method',
    covers: covered,
    async run(t) {
      t.hurry(100);
      for (const [state, prepare] of Object.entries({
        refreshed: () => newTokens(t),
        refused: () => refused('Refresh Token has been revoked'),
        'no refresh token': () => (t.store.remove(t.key('ana.refreshToken')), refused('no')),
      })) {
        for (const [name, make] of Object.entries(all)) {
          t.configure();
          t.onlySignedIn('ana');
          t.script({ GetUser });
          const user = await t.Auth.currentUserPoolUser();
          t.advance(7200);
          t.script({
            InitiateAuth: prepare(),
            GetUser,
            AssociateSoftwareToken: { json: { SecretCode: 'MADEUP' } },
            ListDevices: { json: { Devices: [] } },
            '*': done,
          });
          await t.call(`${state}: ${name}`, () => make(t, user));
        }
      }
    },
  },
  {
    name: 'without a user: every method',
    covers: covered,
    async run(t) {
      t.hurry(100);
      for (const [name, make] of Object.entries(all))
        await t.call(`${name} before configuration`, () => make(t, undefined));
      t.configure();
      t.script({ '*': refused('no') });
      for (const [name, make] of Object.entries(ofCurrentUser)) await t.call(`${name}, nobody`, () => make(t));
      for (const [kind, user] of Object.entries({
        undefined: undefined,
        null: null,
        '{}': {},
        text: 'ana',
        'without a session': t.Auth.createCognitoUser('ana'),
      })) {
        for (const [name, make] of Object.entries(ofUser)) await t.call(`${name} of ${kind}`, () => make(t, user));
      }
    },
  },

  {
    name: 'autoSignIn: with a code',
    covers: ['signUp', 'confirmSignUp'],
    on: BOTH,
    async run(t) {
      t.configure(PLAIN);
      await t.call('sign up', () =>
        t.Auth.signUp({
          username: 'bea',
          password: 'Passw0rd!',
          attributes: { email: 'bea@example.com' },
          autoSignIn: { enabled: true, clientMetaData: { a: 'b' }, validationData: { v: '1' } },
        }),
      );
      await t.call('wrong code', () => t.Auth.confirmSignUp('bea', '000000'));
      const code = await t.code('bea');
      await t.call('right code', () => andThen(t, t.Auth.confirmSignUp('bea', code)));
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'autoSignIn: confirmed at once, and into a challenge',
    covers: ['signUp'],
    on: STAND_IN,
    pool: { mfa: 'ON' },
    standIn: { AutoConfirm: true },
    async run(t) {
      t.configure({ authenticationFlowType: 'USER_PASSWORD_AUTH', clientMetadata: { from: 'config' } });
      await t.call('sign up', () =>
        andThen(
          t,
          t.Auth.signUp({
            username: 'bea',
            password: 'Passw0rd!',
            attributes: { email: 'bea@example.com' },
            autoSignIn: { enabled: true },
          }),
        ),
      );
    },
  },
  {
    name: 'autoSignIn: fails',
    covers: ['signUp', 'confirmSignUp'],
    async run(t) {
      t.configure(PLAIN);
      const autoSignIn = { enabled: true };
      const signedUp = { json: { UserConfirmed: false, UserSub: 'made-up-sub' } };
      t.script({ SignUp: refused('no', 'UsernameExistsException') });
      await t.call('sign-up refused', () => t.Auth.signUp({ username: 'bea', password: 'x', autoSignIn }));
      await t.call('no password', () => t.Auth.signUp({ username: 'bea', password: '', autoSignIn }));
      await t.call('not enabled', () =>
        t.Auth.signUp({ username: 'bea', password: 'x', autoSignIn: { enabled: false } }),
      );
      t.script({ SignUp: signedUp, ConfirmSignUp: done, InitiateAuth: refused('no') });
      await t.call('sign up', () => t.Auth.signUp({ username: 'bea', password: 'x', autoSignIn }));
      await t.call('confirm', () => andThen(t, t.Auth.confirmSignUp('bea', '1')));
      t.script({ ConfirmSignUp: done, InitiateAuth: { json: { AuthenticationResult: tokensFor(t, 'bea') } }, GetUser });
      await t.call('confirm again', () => andThen(t, t.Auth.confirmSignUp('bea', '1')));
    },
  },
  {
    name: 'autoSignIn: with a link',
    covers: ['signUp', 'configure'],
    on: STAND_IN,
    async run(t) {
      t.hold();
      t.configure({ authenticationFlowType: 'USER_PASSWORD_AUTH', signUpVerificationMethod: 'link' });
      await t.call('sign up', () =>
        t.Auth.signUp({
          username: 'bea',
          password: 'Passw0rd!',
          attributes: { email: 'bea@example.com' },
          autoSignIn: { enabled: true },
        }),
      );
      await t.admin('AdminConfirmSignUp', { Username: 'bea' });
      await t.tick('confirmed elsewhere', 5);
      await t.tick('afterwards', 30);
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'autoSignIn: with a link that nobody follows',
    covers: ['signUp', 'configure'],
    run: [
      async (t) => {
        t.hold();
        t.configure({ authenticationFlowType: 'USER_PASSWORD_AUTH', signUpVerificationMethod: 'link' });
        t.script({
          SignUp: { json: { UserConfirmed: false, UserSub: 'made-up-sub' } },
          InitiateAuth: refused('User is not confirmed.', 'UserNotConfirmedException'),
        });
        await t.call('sign up', () => t.Auth.signUp({ username: 'bea', password: 'x', autoSignIn: { enabled: true } }));
        await t.tick('asked once', 5);
        await t.tick('asked twice', 5);
        await t.tick('three minutes later', 180);
        await t.tick('no more', 30);
      },
      async (t) => {
        await t.call('configured anew', () => t.configure({ signUpVerificationMethod: 'link' }));
      },
    ],
  },
];
