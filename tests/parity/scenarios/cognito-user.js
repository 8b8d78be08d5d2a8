import { refused } from './documented.js';
import { challenge, GetUser, newTokens } from './made-up.js';

const userOf = (t, name = 'ana') => new t.CognitoUser({ Username: name, Pool: t.Auth.userPool, Storage: localStorage });
const sessionOf = (t, options) => {
  const { IdToken, AccessToken, RefreshToken } = t.tokens('ana', options);
  return new t.CognitoUserSession({
    IdToken: new t.CognitoIdToken({ IdToken }),
    AccessToken: new t.CognitoAccessToken({ AccessToken }),
    RefreshToken: new t.CognitoRefreshToken({ RefreshToken }),
  });
};

export default [
  {
    name: 'CognitoUser, before any call',
    covers: [
      'CognitoUser.setSignInUserSession',
      'CognitoUser.cacheTokens',
      'CognitoUser.getSession',
      'CognitoUser.getUserData',
      'CognitoUser.getMFAOptions',
      'CognitoUser.globalSignOut',
    ],
    cold: true,
    // Each on a page of its own, first when nothing is loaded and then once more.
    run: Object.entries({
      setSignInUserSession: (t, step) => t.call(step, () => userOf(t).setSignInUserSession(sessionOf(t))),
      cacheTokens: (t, step) =>
        t.call(step, () => Object.assign(userOf(t), { signInUserSession: sessionOf(t) }).cacheTokens()),
      getSession: (t, step) => t.calls(step, (callback) => userOf(t).getSession(callback)),
      getUserData: (t, step) => t.calls(step, (callback) => userOf(t).getUserData(callback)),
      getMFAOptions: (t, step) => t.calls(step, (callback) => userOf(t).getMFAOptions(callback)),
      globalSignOut: (t, step) => t.calls(step, (_, callbacks) => userOf(t).globalSignOut(callbacks)),
    }).map(([name, make]) => async (t) => {
      t.store.clear();
      t.configure();
      await make(t, `${name}, the first call`);
      await make(t, `${name} again`);
    }),
  },
  {
    name: 'CognitoUser: constructor and simple methods',
    covers: ['CognitoUser'],
    async run(t) {
      t.configure();
      const Pool = t.Auth.userPool;
      for (const [name, args] of Object.entries({
        plain: [{ Username: 'ana', Pool }],
        'with a storage': [{ Username: 'ana', Pool, Storage: sessionStorage }],
        'empty username': [{ Username: '', Pool }],
        'a number': [{ Username: 5, Pool }],
        nothing: [],
        null: [null],
        'no username': [{ Pool }],
        'no pool': [{ Username: 'ana' }],
      })) {
        await t.call(name, () => new t.CognitoUser(...args));
      }
      const user = userOf(t);
      await t.call('getters', () => [
        user.getUsername(),
        user.getSignInUserSession(),
        user.getAuthenticationFlowType(),
        user.getUserContextData(),
      ]);
      await t.call('setAuthenticationFlowType', () => [
        user.setAuthenticationFlowType('CUSTOM_AUTH'),
        user.getAuthenticationFlowType(),
      ]);
      t.store.set(t.key('ana.userData'), '{}');
      const session = sessionOf(t);
      await t.call('setSignInUserSession', () => user.setSignInUserSession(session));
      t.note('afterwards', { user, same: user.getSignInUserSession() === session });
      t.note('as JSON', Object.keys(JSON.parse(JSON.stringify(user))));
      t.note('copied by an app', Object.keys({ ...user }));
      t.note('createCognitoUser', t.Auth.createCognitoUser('bea'));
    },
  },
  {
    name: 'CognitoUser: getSession',
    covers: ['CognitoUser.getSession'],
    async run(t) {
      t.hurry(100);
      t.configure();
      await t.calls('nothing stored', (callback) => userOf(t).getSession(callback));
      const nameless = userOf(t);
      nameless.username = null;
      await t.calls('no username', (callback) => nameless.getSession(callback));
      t.signedIn('ana');
      const user = userOf(t);
      await t.calls('from storage', (callback) => user.getSession(callback));
      await t.calls('from memory', (callback) => user.getSession(callback));
      t.expire('ana');
      t.script({ InitiateAuth: newTokens(t) });
      await t.calls('refreshed', (callback) => userOf(t).getSession(callback));
      t.expire('ana');
      await t.calls('refreshed with metadata', (callback) =>
        userOf(t).getSession(callback, { clientMetadata: { a: 'b' } }),
      );
      t.expire('ana');
      t.script({ InitiateAuth: refused('no') });
      await t.calls('refused', (callback) => userOf(t).getSession(callback));
      t.signedIn('ana');
      t.expire('ana');
      t.store.remove(t.key('ana.refreshToken'));
      await t.calls('no refresh token', (callback) => userOf(t).getSession(callback));
      t.signedIn('ana');
      await t.calls('of another user', (callback) => userOf(t, 'bea').getSession(callback));
    },
  },
  {
    name: 'CognitoUser: refreshSession',
    covers: ['CognitoUser.refreshSession'],
    users: { ana: {} },
    async run(t) {
      t.hurry(100);
      const user = await t.begin();
      const token = user.signInUserSession.getRefreshToken();
      await t.calls('good', (callback) => user.refreshSession(token, callback));
      t.note('the user has it', user);
      await t.calls('with metadata', (callback) => user.refreshSession(token, callback, { a: 'b' }));
      t.store.set(t.key('LastAuthUser'), 'somebody');
      const other = userOf(t);
      await t.calls('the last user is another', (callback) => other.refreshSession(token, callback));
      t.note('the name has changed', other.username);
      t.store.remove(t.key('LastAuthUser'));
      await t.calls('there is no last user', (callback) => userOf(t).refreshSession(token, callback));
      await t.calls('a bad token', (callback) =>
        user.refreshSession(new t.CognitoRefreshToken({ RefreshToken: 'bad' }), callback),
      );
      await t.calls('an empty token', (callback) => user.refreshSession(new t.CognitoRefreshToken({}), callback));
    },
  },
  {
    name: 'CognitoUser: refresh from a pool without the wrapper',
    covers: ['CognitoUser.refreshSession', 'CognitoUserPool'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      const Pool = new t.CognitoUserPool({
        UserPoolId: t.config.userPoolId,
        ClientId: t.config.userPoolWebClientId,
        endpoint: t.config.endpoint,
      });
      const user = Pool.getCurrentUser();
      await t.calls('session', (callback) => user.getSession(callback));
      await t.calls('refresh', (callback) => user.refreshSession(user.signInUserSession.getRefreshToken(), callback));
    },
  },
  {
    name: 'CognitoUser: getUserData and getUserAttributes',
    covers: ['CognitoUser.getUserData', 'CognitoUser.getUserAttributes'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      t.store.set(t.key('ana.userData'), '{"stale":true}');
      await t.calls('data without a session', (callback) => userOf(t).getUserData(callback));
      await t.calls('attributes without a session', (callback) => userOf(t).getUserAttributes(callback));
      const user = await t.begin();
      await t.calls('cached', (callback) => user.getUserData(callback));
      await t.calls('bypassed', (callback) => user.getUserData(callback, { bypassCache: true }));
      await t.calls('bypassed with metadata', (callback) =>
        user.getUserData(callback, { bypassCache: true, clientMetadata: { a: 'b' } }),
      );
      t.store.remove(t.key('ana.userData'));
      await t.calls('not cached', (callback) => user.getUserData(callback));
      t.store.set(t.key('ana.userData'), 'garbage');
      await t.calls('garbage', (callback) => user.getUserData(callback));
      await t.calls('attributes', (callback) => user.getUserAttributes(callback));
      t.script({ GetUser: refused('Access Token has been revoked') });
      await t.calls('data refused', (callback) => user.getUserData(callback));
      await t.calls('attributes refused', (callback) => user.getUserAttributes(callback));
      t.script({ GetUser: { error: 'TypeError' } });
      await t.calls('data, network', (callback) => user.getUserData(callback));
      t.script({ GetUser, InitiateAuth: refused('no') });
      t.store.set(t.key('ana.userData'), '{}');
      t.hurry(100);
      await t.calls('bypassed, the refresh is refused', (callback) =>
        user.getUserData(callback, { bypassCache: true }),
      );
      user.signInUserSession = sessionOf(t, { lives: -10 });
      await t.calls('expired', (callback) => user.getUserData(callback));
      await t.calls('attributes, expired', (callback) => user.getUserAttributes(callback));
    },
  },
  {
    name: 'CognitoUser: signOut',
    covers: ['CognitoUser.signOut'],
    users: { ana: {} },
    async run(t) {
      t.hurry(100);
      let user = await t.begin();
      await t.call('without a callback', () => user.signOut());
      t.note('afterwards', user);
      user = await t.begin();
      await t.calls('with a callback', (callback) => user.signOut(callback));
      t.note('afterwards, too', user);
      await t.calls('signed out already', (callback) => user.signOut(callback));
      await t.call('signed out already, no callback', () => user.signOut());
      await t.call('not a function', () => user.signOut({ global: true }));
      t.signedIn('ana');
      t.script({ RevokeToken: refused('no') });
      await t.calls('the revocation is refused', (callback) => userOf(t).signOut(callback));
      t.signedIn('ana', { revocable: false });
      await t.calls('cannot be revoked', (callback) => userOf(t).signOut(callback));
      t.signedIn('ana');
      t.expire('ana');
      t.script({ InitiateAuth: refused('no'), RevokeToken: { json: {} } });
      await t.calls('expired and no refresh', (callback) => userOf(t).signOut(callback));
    },
  },
  {
    name: 'CognitoUser: globalSignOut and revokeTokens',
    covers: ['CognitoUser.globalSignOut', 'CognitoUser.revokeTokens'],
    users: { ana: {} },
    async run(t) {
      t.hurry(100);
      t.configure();
      await t.calls('global without a session', (_, callbacks) => userOf(t).globalSignOut(callbacks));
      await t.calls('revoke without a session', (callback) => userOf(t).revokeTokens(callback));
      await t.call('revoke with something else', () => userOf(t).revokeTokens('x'));
      await t.call('revoke with nothing, no session', () => userOf(t).revokeTokens());
      let user = await t.begin();
      await t.calls('revoke', (callback) => user.revokeTokens(callback));
      t.note('nothing is removed', user);
      user = await t.begin();
      await t.calls('global', (_, callbacks) => user.globalSignOut(callbacks));
      t.note('the session stays', user.getSignInUserSession() !== null);
      await t.calls('global again', (_, callbacks) => user.globalSignOut(callbacks));
      user.signInUserSession = sessionOf(t, { revocable: false });
      await t.calls('not revocable', (callback) => user.revokeTokens(callback));
      user.signInUserSession = sessionOf(t);
      t.script({ RevokeToken: refused('no', 'UnsupportedTokenTypeException') });
      await t.calls('refused', (callback) => user.revokeTokens(callback));
      user.signInUserSession.accessToken = undefined;
      await t.calls('no access token', (callback) => user.revokeTokens(callback));
    },
  },
  {
    name: 'CognitoUser: authenticateUser',
    covers: ['CognitoUser.authenticateUser', 'CognitoUser.initiateAuth'],
    users: { ana: {}, tom: { state: 'temporary' } },
    async run(t) {
      t.configure();
      const details = (Username, Password, rest) => new t.AuthenticationDetails({ Username, Password, ...rest });
      const user = userOf(t);
      await t.calls('right password', (_, callbacks) =>
        user.authenticateUser(details('ana', t.users.ana.password), callbacks),
      );
      t.note('afterwards', user);
      await t.calls('wrong password', (_, callbacks) =>
        userOf(t).authenticateUser(details('ana', 'Wr0ngPass!'), callbacks),
      );
      await t.calls('new password', (_, callbacks) =>
        userOf(t, 'tom').authenticateUser(
          details('tom', t.users.tom.password, { ClientMetadata: { a: 'b' } }),
          callbacks,
        ),
      );
      await t.calls('validation data', (_, callbacks) =>
        userOf(t).authenticateUser(
          details('ana', t.users.ana.password, { ClientMetadata: { a: 'b' }, ValidationData: { v: 'w' } }),
          callbacks,
        ),
      );
      const plain = userOf(t);
      plain.setAuthenticationFlowType('USER_PASSWORD_AUTH');
      await t.calls('plain', (_, callbacks) => plain.authenticateUser(details('ana', t.users.ana.password), callbacks));
      await t.calls('plain without a password', (_, callbacks) => plain.authenticateUser(details('ana'), callbacks));
      plain.setAuthenticationFlowType('NONSENSE');
      await t.calls('unknown flow', (_, callbacks) => plain.authenticateUser(details('ana', 'x'), callbacks));
      const answer = (fields) =>
        t.script({
          InitiateAuth: { json: challenge() },
          RespondToAuthChallenge: {
            json: { Session: 'made-up-session-0123456789', ChallengeParameters: { p: 'q' }, ...fields },
          },
        });
      for (const ChallengeName of [
        'SMS_MFA',
        'SOFTWARE_TOKEN_MFA',
        'SELECT_MFA_TYPE',
        'MFA_SETUP',
        'CUSTOM_CHALLENGE',
      ]) {
        answer({ ChallengeName });
        const challenged = userOf(t);
        await t.calls(ChallengeName, (_, callbacks) => challenged.authenticateUser(details('ana', 'x'), callbacks));
        t.note(`${ChallengeName}: the user`, challenged);
      }
      for (const [name, reply] of Object.entries({
        custom: {
          json: {
            ChallengeName: 'CUSTOM_CHALLENGE',
            Session: 'made-up-session-0123456789',
            ChallengeParameters: { p: 'q' },
          },
        },
        'custom, refused': refused('no'),
        'custom, tokens': newTokens(t),
      })) {
        t.script({ InitiateAuth: reply });
        const custom = userOf(t);
        await t.calls(name, (_, callbacks) =>
          custom.initiateAuth(
            details('ana', undefined, { AuthParameters: { extra: '1' }, ClientMetadata: { a: 'b' } }),
            callbacks,
          ),
        );
        t.note(`${name}: the user`, custom);
      }
    },
  },
  {
    name: 'CognitoUser: registration',
    covers: ['CognitoUser.confirmRegistration', 'CognitoUser.resendConfirmationCode', 'CognitoUserPool.signUp'],
    async run(t) {
      t.configure();
      const [, result] = await t.calls('sign up', (callback) =>
        t.Auth.userPool.signUp(
          'bea',
          'Passw0rd!',
          [new t.CognitoUserAttribute({ Name: 'email', Value: 'bea@example.com' })],
          null,
          callback,
        ),
      );
      const { user } = result;
      await t.calls('resend', (callback) => user.resendConfirmationCode(callback, { a: 'b' }));
      await t.calls('wrong code', (callback) => user.confirmRegistration('000000', true, callback));
      await t.calls('right code', (callback) => user.confirmRegistration('123456', false, callback, { a: 'b' }));
      await t.calls('resend for nobody', (callback) => userOf(t, 'nobody').resendConfirmationCode(callback));
    },
  },
  {
    name: 'CognitoUser: helpers that are public in practice',
    covers: ['CognitoUser'],
    async run(t) {
      t.configure();
      const user = userOf(t);
      const { IdToken, AccessToken, RefreshToken } = t.tokens('ana');
      await t.call('getCognitoUserSession', () => user.getCognitoUserSession({ IdToken, AccessToken, RefreshToken }));
      user.signInUserSession = sessionOf(t);
      await t.call('cacheTokens', () => user.cacheTokens());
      await t.call('cacheUserData', () => user.cacheUserData({ Username: 'ana', UserAttributes: [] }));
      await t.call('getUserDataFromCache', () => user.getUserDataFromCache());
      await t.call('isFetchUserDataAndTokenRequired', () =>
        [undefined, null, {}, { bypassCache: true }, { bypassCache: 1 }].map((params) =>
          user.isFetchUserDataAndTokenRequired(params),
        ),
      );
      await t.call('isSessionRevocable', () =>
        [sessionOf(t).accessToken, sessionOf(t, { revocable: false }).accessToken, undefined].map((token) =>
          user.isSessionRevocable(token),
        ),
      );
      await t.call('clearCachedUserData', () => user.clearCachedUserData());
      Object.assign(user, { deviceKey: 'd', randomPassword: 'r', deviceGroupKey: 'g' });
      await t.call('cacheDeviceKeyAndPassword', () => user.cacheDeviceKeyAndPassword());
      const other = userOf(t);
      await t.call('getCachedDeviceKeyAndPassword', () => (other.getCachedDeviceKeyAndPassword(), other));
      await t.call('clearCachedDeviceKeyAndPassword', () => user.clearCachedDeviceKeyAndPassword());
      await t.call('clearCachedTokens', () => user.clearCachedTokens());
      user.cacheTokens();
      await t.call('clearCachedUser', () => user.clearCachedUser());
      user.cacheTokens();
      await t.call('cleanClientData', () => user.cleanClientData());
      t.note('the user', user);
      user.signInUserSession = sessionOf(t);
      t.script({ GetUser, InitiateAuth: newTokens(t), RevokeToken: { json: {} } });
      await t.call('createGetUserRequest', () => user.createGetUserRequest());
      await t.call('fetchUserData', () => user.fetchUserData());
      await t.call('refreshSessionIfPossible', () => user.refreshSessionIfPossible({ clientMetadata: { a: 'b' } }));
      await t.calls('revokeToken', (callback) => user.revokeToken({ token: 'x', callback }));
    },
  },
];
