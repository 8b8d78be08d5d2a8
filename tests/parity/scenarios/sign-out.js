import { refused } from './documented.js';
import { tokensFor } from './made-up.js';

const GetUser = { json: { Username: 'ana', UserAttributes: [] } };

export default [
  {
    name: 'signOut: here',
    covers: ['signOut', 'currentAuthenticatedUser', 'currentSession'],
    users: { ana: {} },
    async run(t) {
      const user = await t.begin();
      await t.call('sign out', () => t.Auth.signOut());
      t.note('the old object', user);
      await t.call('who is it', () => t.Auth.currentAuthenticatedUser());
      await t.call('session', () => t.Auth.currentSession());
      await t.call('sign out again', () => t.Auth.signOut());
      await t.call('the refresh token is revoked', () =>
        t
          .api('InitiateAuth', {
            AuthFlow: 'REFRESH_TOKEN_AUTH',
            AuthParameters: { REFRESH_TOKEN: user.signInUserSession?.refreshToken.token ?? 'none' },
          })
          .catch(({ code }) => code),
      );
    },
  },
  {
    name: 'signOut: everywhere',
    covers: ['signOut', 'currentAuthenticatedUser'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      await t.call('sign out', () => t.Auth.signOut({ global: true }));
      await t.call('who is it', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out again', () => t.Auth.signOut({ global: true }));
    },
  },
  {
    name: 'signOut: arguments',
    covers: ['signOut'],
    users: { ana: {} },
    async run(t) {
      for (const [name, args] of Object.entries({
        undefined: [undefined],
        null: [null],
        empty: [{}],
        'global false': [{ global: false }],
        'global as text': [{ global: 'yes' }],
        true: [true],
      })) {
        await t.begin();
        await t.call(name, () => t.Auth.signOut(...args));
      }
    },
  },
  {
    name: 'signOut: nobody is signed in',
    covers: ['signOut'],
    async run(t) {
      t.configure();
      t.store.set('amplify-signin-with-hostedUI', 'false');
      t.store.set('aws-amplify-federatedInfo', '{"token":"x","user":{}}');
      await t.call('here', () => t.Auth.signOut());
      await t.call('everywhere', () => t.Auth.signOut({ global: true }));
    },
  },
  {
    name: 'signOut: what is kept',
    covers: ['signOut'],
    async run(t) {
      t.configure();
      t.script({ RevokeToken: { json: {} }, GetUser });
      t.signedIn('ana');
      for (const key of ['ana.userData', 'ana.deviceKey', 'ana.randomPasswordKey', 'ana.deviceGroupKey', 'bea.idToken'])
        t.store.set(t.key(key), '{}');
      t.store.set('of-the-app', 'x');
      t.store.set('amplify-signin-with-hostedUI', 'false');
      t.store.set('CognitoIdentityId-pool', 'x');
      await t.call('sign out', () => t.Auth.signOut());
    },
  },
  {
    name: 'signOut: tokens that cannot be revoked',
    covers: ['signOut'],
    async run(t) {
      t.configure();
      t.script({ RevokeToken: { json: {} }, GetUser });
      t.signedIn('ana', { revocable: false });
      await t.call('no origin_jti', () => t.Auth.signOut());
      t.signedIn('ana');
      t.store.remove(t.key('ana.refreshToken'));
      await t.call('no refresh token', () => t.Auth.signOut());
      t.signedIn('ana');
      t.store.remove(t.key('ana.idToken'));
      await t.call('no id token', () => t.Auth.signOut());
    },
  },
  {
    name: 'signOut: expired tokens',
    covers: ['signOut'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      t.expire('ana');
      await t.call('here', () => t.Auth.signOut());
      await t.begin();
      t.expire('ana');
      await t.call('everywhere', () => t.Auth.signOut({ global: true }));
    },
  },
  {
    name: 'signOut: expired tokens that cannot be refreshed',
    covers: ['signOut'],
    async run(t) {
      t.hurry(100);
      t.configure();
      const start = () => {
        t.onlySignedIn('ana');
        t.expire('ana');
        t.store.set(t.key('ana.userData'), '{}');
      };
      for (const [name, reply] of Object.entries({
        refused: refused('Refresh Token has expired'),
        'unknown message': refused('No.'),
        network: { error: 'TypeError' },
      })) {
        t.script({ InitiateAuth: reply, RevokeToken: { json: {} } });
        start();
        await t.call(`here: ${name}`, () => t.Auth.signOut());
        start();
        await t.call(`everywhere: ${name}`, () => t.Auth.signOut({ global: true }));
      }
    },
  },
  {
    name: 'signOut: RevokeToken fails',
    covers: ['signOut'],
    async run(t) {
      // Less than elsewhere: our tries in the background are to come after the call, on a busy machine, too.
      t.hurry(10);
      t.configure();
      for (const [name, reply] of Object.entries({
        network: { error: 'TypeError' },
        unsupported: refused('Revocation is not enabled.', 'UnsupportedOperationException'),
        500: { status: 500, text: 'x' },
      })) {
        t.onlySignedIn('ana');
        t.script({ RevokeToken: reply });
        await t.call(name, () => t.Auth.signOut());
        await t.later(`${name}: later`);
      }
    },
  },
  {
    name: 'signOut: GlobalSignOut fails',
    covers: ['signOut'],
    async run(t) {
      t.configure();
      for (const [name, reply] of Object.entries({
        network: { error: 'TypeError' },
        revoked: refused('Access Token has been revoked'),
        throttled: refused('Rate exceeded', 'TooManyRequestsException'),
        500: { status: 500, text: 'x' },
      })) {
        t.onlySignedIn('ana');
        t.script({ GlobalSignOut: reply });
        await t.call(name, () => t.Auth.signOut({ global: true }));
      }
    },
  },
  {
    name: 'signOut: while another call waits for a refresh',
    covers: ['signOut', 'currentSession'],
    async run(t) {
      t.configure();
      t.signedIn('ana');
      t.script({
        GetUser: { ...GetUser, delay: 60 },
        RevokeToken: { json: {} },
        InitiateAuth: { json: { AuthenticationResult: tokensFor(t, 'ana') }, delay: 60 },
      });
      await t.together('sign out twice', [() => t.Auth.signOut(), () => t.Auth.signOut()]);
    },
  },
];
