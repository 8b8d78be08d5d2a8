import { refused } from './documented.js';
import { tokensFor } from './made-up.js';

const { entries } = Object;
const everyone = {
  currentAuthenticatedUser: (t) => t.Auth.currentAuthenticatedUser(),
  currentUserPoolUser: (t) => t.Auth.currentUserPoolUser(),
  currentSession: (t) => t.Auth.currentSession(),
  currentUserInfo: (t) => t.Auth.currentUserInfo(),
};
const GetUser = {
  json: {
    Username: 'ana',
    UserAttributes: [
      { Name: 'sub', Value: 's' },
      { Name: 'email', Value: 'ana@example.com' },
    ],
  },
};

export default [
  {
    name: 'signed out: every method',
    covers: [
      'currentAuthenticatedUser',
      'currentUserPoolUser',
      'currentSession',
      'currentUserInfo',
      'userSession',
      'userAttributes',
    ],
    async run(t) {
      t.configure();
      for (const [name, make] of entries(everyone)) await t.call(name, () => make(t));
      await t.call('bypassing the cache', () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      for (const [name, user] of entries({ undefined: undefined, null: null, 'empty text': '' }))
        await t.call(`userSession of ${name}`, () => t.Auth.userSession(user));
      const user = t.Auth.createCognitoUser('ana');
      t.note('a user without a session', user);
      await t.call('userSession of one without a session', () => t.Auth.userSession(user));
      await t.call('userAttributes of one without a session', () => t.Auth.userAttributes(user));
      await t.call('userAttributes of nobody', () => t.Auth.userAttributes(undefined));
    },
  },
  {
    name: 'signed in: every method',
    covers: [
      'currentAuthenticatedUser',
      'currentUserPoolUser',
      'currentSession',
      'currentUserInfo',
      'userSession',
      'userAttributes',
    ],
    users: { ana: { attributes: { name: 'Ana', 'custom:tier': 'gold', phone_number: '+15550100' } } },
    async run(t) {
      const user = await t.begin();
      for (const [name, make] of entries(everyone)) await t.call(name, () => make(t));
      const session = await t.call('userSession', () => t.Auth.userSession(user));
      t.note('the same session', { ofUser: session === user.signInUserSession, valid: session.isValid() });
      const attributes = await t.call('userAttributes', () => t.Auth.userAttributes(user));
      t.note('an attribute', {
        name: attributes[0].getName(),
        value: attributes[0].getValue(),
        text: attributes.map(String).sort(),
      });
      t.note('a new object each time', (await t.Auth.currentUserPoolUser()) === (await t.Auth.currentUserPoolUser()));
      const current = await t.Auth.currentAuthenticatedUser();
      t.note('Auth.user is the last one', t.Auth.user === current);
    },
  },
  {
    name: 'signed in: bypassCache',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser'],
    users: { ana: {} },
    async run(t) {
      await t.begin(undefined, { clientMetadata: { from: 'config' } });
      await t.admin('AdminUpdateUserAttributes', {
        Username: 'ana',
        UserAttributes: [{ Name: 'name', Value: 'New name' }],
      });
      await t.call('from the cache', () => t.Auth.currentAuthenticatedUser());
      await t.call('false', () => t.Auth.currentAuthenticatedUser({ bypassCache: false }));
      await t.call('bypassed', () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      t.store.remove(t.key('ana.userData'));
      await t.call('bypassed with nothing cached', () => t.Auth.currentUserPoolUser({ bypassCache: true }));
      t.store.remove(t.key('ana.refreshToken'));
      await t.call('bypassed without a refresh token', () => t.Auth.currentUserPoolUser({ bypassCache: true }));
      for (const [name, params] of entries({ null: null, empty: {}, text: { bypassCache: 'yes' } }))
        await t.call(`params ${name}`, () => t.Auth.currentUserPoolUser(params));
    },
  },
  {
    name: 'signed in: several calls at once',
    covers: ['currentAuthenticatedUser', 'currentSession', 'userSession'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      await t.together(
        'cached',
        Object.values(everyone).map((make) => () => make(t)),
      );
      t.store.remove(t.key('ana.userData'));
      await t.together('nothing cached', [() => t.Auth.currentUserPoolUser(), () => t.Auth.currentUserPoolUser()]);
    },
  },
  {
    name: 'tokens expired: refreshed',
    covers: [
      'currentAuthenticatedUser',
      'currentUserPoolUser',
      'currentSession',
      'currentUserInfo',
      'userSession',
      'userAttributes',
    ],
    users: { ana: {} },
    async run(t) {
      await t.begin(undefined, { clientMetadata: { from: 'config' } });
      for (const [name, make] of entries(everyone)) {
        t.expire('ana');
        await t.call(name, () => make(t));
      }
      t.expire('ana');
      const user = t.Auth.createCognitoUser('ana');
      await t.call('userSession of a fresh object', () => t.Auth.userSession(user));
      t.note('the object afterwards', user);
      t.expire('ana');
      await t.call('userAttributes of a fresh object', () => t.Auth.userAttributes(t.Auth.createCognitoUser('ana')));
      t.expire('ana');
      await t.call('bypassCache', () => t.Auth.currentUserPoolUser({ bypassCache: true }));
    },
  },
  {
    name: 'tokens expired: one refresh for all who wait',
    covers: ['currentAuthenticatedUser', 'currentSession', 'userSession'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      t.expire('ana');
      const users = ['ana', 'ana', 'somebody else'].map((name) => t.Auth.createCognitoUser(name));
      await t.together(
        'userSession three times',
        users.map((user) => () => t.Auth.userSession(user)),
      );
      t.note(
        'one session',
        users.map((user) => user.signInUserSession === users[0].signInUserSession),
      );
      t.expire('ana');
      await t.together('five calls', [
        () => t.Auth.currentAuthenticatedUser(),
        () => t.Auth.currentSession(),
        () => t.Auth.currentSession(),
        () => t.Auth.currentUserPoolUser(),
        () => t.Auth.currentUserInfo(),
      ]);
    },
  },
  {
    name: 'tokens that live two minutes',
    covers: ['currentSession', 'currentAuthenticatedUser'],
    client: { AccessTokenValidity: 120, IdTokenValidity: 120 },
    users: { ana: {} },
    async run(t) {
      await t.begin();
      await t.call('still valid', () => t.Auth.userSession(t.Auth.user));
      t.advance(300);
      t.note('now expired', t.Auth.user.getSignInUserSession().isValid());
      await t.call('user attributes, which refresh', () => t.Auth.userAttributes(t.Auth.user));
      t.advance(300);
      await t.call('current user', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'refresh refused: signed out everywhere elsewhere',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'currentSession', 'userAttributes'],
    users: { ana: {} },
    async run(t) {
      t.hurry(40);
      const user = await t.begin();
      await t.admin('AdminUserGlobalSignOut', { Username: 'ana' });
      await t.call('cached tokens still look good', () => t.Auth.currentAuthenticatedUser());
      await t.call('attributes', () => t.Auth.userAttributes(user));
      t.store.remove(t.key('ana.userData'));
      await t.call('user data', () => t.Auth.currentUserPoolUser());
      t.expire('ana');
      await t.call('refresh', () => t.Auth.currentSession());
      await t.call('afterwards', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'refresh refused: the user is deleted',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'userAttributes'],
    users: { ana: {} },
    async run(t) {
      t.hurry(40);
      const user = await t.begin();
      await t.admin('AdminDeleteUser', { Username: 'ana' });
      await t.call('attributes', () => t.Auth.userAttributes(user));
      await t.call('bypassing the cache', () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      t.expire('ana');
      await t.call('refresh', () => t.Auth.currentUserPoolUser());
    },
  },
  {
    name: 'refresh refused: the user is disabled',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'currentUserInfo'],
    users: { ana: {} },
    async run(t) {
      t.hurry(40);
      await t.begin();
      await t.admin('AdminDisableUser', { Username: 'ana' });
      await t.call('bypassing the cache', () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      await t.call('info', () => t.Auth.currentUserInfo());
      t.expire('ana');
      await t.call('refresh', () => t.Auth.currentUserPoolUser());
      await t.call('afterwards', () => t.Auth.currentSession());
    },
  },
  {
    name: 'refresh refused: messages that mean the session is over',
    covers: ['currentUserPoolUser', 'currentSession', 'userSession'],
    async run(t) {
      t.hurry(100);
      t.configure();
      for (const message of [
        'User is disabled.',
        'User does not exist.',
        'Access Token has been revoked',
        'Refresh Token has been revoked',
        'Refresh Token has expired',
        'Password reset required for the user',
        'Invalid Refresh Token',
      ]) {
        for (const type of ['NotAuthorizedException', 'SomethingElseException']) {
          t.onlySignedIn('ana');
          t.expire('ana');
          t.store.set(t.key('ana.userData'), '{}');
          t.Auth.user = 'somebody';
          t.script({ InitiateAuth: refused(message, type) });
          await t.call(`${message} (${type})`, () => t.Auth.currentSession());
        }
      }
    },
  },
  {
    name: 'refresh refused: several calls at once',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'currentSession', 'userSession'],
    async run(t) {
      t.hurry(100);
      t.configure();
      t.onlySignedIn('ana');
      t.expire('ana');
      t.script({ InitiateAuth: refused('Refresh Token has been revoked') });
      await t.together('five calls', [
        () => t.Auth.currentAuthenticatedUser(),
        () => t.Auth.currentSession(),
        () => t.Auth.currentSession(),
        () => t.Auth.currentUserPoolUser(),
        () => t.Auth.userSession(t.Auth.createCognitoUser('ana')),
      ]);
    },
  },
  {
    name: 'refresh fails: network, 500 and odd replies',
    covers: ['currentSession', 'currentAuthenticatedUser'],
    async run(t) {
      t.hurry(100);
      t.configure();
      for (const [name, reply] of entries({
        network: { error: 'TypeError' },
        aborted: { error: 'AbortError' },
        '500 HTML': { status: 500, text: '<html>' },
        '500 with a type': { status: 500, json: { __type: 'InternalErrorException', message: 'oops' } },
        throttled: refused('Rate exceeded', 'TooManyRequestsException'),
        'not found': refused('Client does not exist.', 'ResourceNotFoundException'),
        'empty body': { text: '' },
        '{}': { json: {} },
        'AuthenticationResult null': { json: { AuthenticationResult: null } },
        'AuthenticationResult empty': { json: { AuthenticationResult: {} } },
        'a challenge': { json: { ChallengeName: 'SMS_MFA', Session: 'made-up-session-0123456789' } },
      })) {
        t.onlySignedIn('ana');
        t.expire('ana');
        t.store.set(t.key('ana.userData'), '{"Username":"ana","UserAttributes":[]}');
        t.script({ InitiateAuth: reply });
        await t.call(name, () => t.Auth.currentSession());
      }
    },
  },
  {
    name: 'refresh: succeeds at the third try',
    covers: ['currentSession'],
    async run(t) {
      t.hurry(100);
      t.configure();
      t.signedIn('ana');
      t.expire('ana');
      t.store.set(t.key('ana.userData'), '{"Username":"ana","UserAttributes":[]}');
      t.script({
        InitiateAuth: [
          { error: 'TypeError' },
          { status: 500, json: { __type: 'InternalErrorException', message: 'oops' } },
          { json: { AuthenticationResult: t.tokens('ana') } },
        ],
      });
      await t.call('session', () => t.Auth.currentSession());
    },
  },
  {
    name: 'refresh: answers',
    exactDrift: true,
    covers: ['currentSession'],
    async run(t) {
      t.configure({ clientMetadata: { from: 'config' } });
      const fresh = tokensFor(t, 'ana');
      for (const [name, json, prepare] of [
        ['no new refresh token', { AuthenticationResult: { ...fresh, RefreshToken: undefined } }],
        ['a new refresh token', { AuthenticationResult: { ...fresh, RefreshToken: 'a-rotated-refresh-token' } }],
        ['an empty refresh token', { AuthenticationResult: { ...fresh, RefreshToken: '' } }],
        ['a null refresh token', { AuthenticationResult: { ...fresh, RefreshToken: null } }],
        [
          'a known device',
          { AuthenticationResult: fresh },
          () => t.store.set(t.key('ana.deviceKey'), 'made-up-device'),
        ],
        ['a clock that is behind', { AuthenticationResult: t.tokens('ana', { since: 5000 }) }],
        ['tokens that are expired already', { AuthenticationResult: t.tokens('ana', { since: -7200, lives: 0 }) }],
        ['tokens of another user', { AuthenticationResult: t.tokens('bea') }],
      ]) {
        t.onlySignedIn('ana');
        t.expire('ana');
        t.store.set(t.key('ana.userData'), '{"Username":"ana","UserAttributes":[]}');
        prepare?.();
        t.script({ InitiateAuth: { json }, GetUser });
        await t.call(name, () => t.Auth.currentSession());
      }
    },
  },
  {
    name: 'broken storage: tokens',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'currentSession', 'currentUserInfo'],
    async run(t) {
      t.hurry(100);
      t.configure();
      t.script({ GetUser, InitiateAuth: refused('Invalid Refresh Token') });
      const id = t.key('ana.idToken');
      const access = t.key('ana.accessToken');
      const refresh = t.key('ana.refreshToken');
      for (const [name, breakIt] of entries({
        'no id token': () => t.store.remove(id),
        'empty id token': () => t.store.set(id, ''),
        'garbage id token': () => t.store.set(id, 'garbage'),
        'no access token': () => t.store.remove(access),
        'garbage access token': () => t.store.set(access, 'a.b.c'),
        'access token of JSON text': () => t.store.set(access, t.jwt('text')),
        'access token of null': () => t.store.set(access, t.jwt(null)),
        'no refresh token': () => t.store.remove(refresh),
        'no refresh token and expired': () => (t.store.remove(refresh), t.expire('ana')),
        'no refresh token and a garbage id token': () => (t.store.remove(refresh), t.store.set(id, 'garbage')),
        'all three empty': () => [id, access, refresh].forEach((key) => t.store.set(key, '')),
        'nothing but the name': () => [id, access, refresh].forEach((key) => t.store.remove(key)),
        'empty name': () => t.store.set(t.key('LastAuthUser'), ''),
        'another name': () => t.store.set(t.key('LastAuthUser'), 'bea'),
      })) {
        for (const [method, make] of entries(everyone)) {
          t.onlySignedIn('ana');
          breakIt();
          await t.call(`${name}: ${method}`, () => make(t));
        }
      }
    },
  },
  {
    name: 'broken storage: clock drift',
    exactDrift: true,
    covers: ['currentSession'],
    async run(t) {
      t.configure();
      t.script({ GetUser, InitiateAuth: { json: { AuthenticationResult: t.tokens('ana') } } });
      for (const drift of ['NaN', '', 'x', '12abc', '0x10', '1e3', '-7200', '7200', '3.7', ' 5 ', 'Infinity']) {
        t.onlySignedIn('ana');
        t.store.set(t.key('ana.clockDrift'), drift);
        await t.call(`drift "${drift}"`, () => t.Auth.currentSession());
      }
      t.onlySignedIn('ana');
      t.store.remove(t.key('ana.clockDrift'));
      await t.call('no drift', () => t.Auth.currentSession());
      for (const [name, options, drift] of [
        ['expired, but the clock is ahead', { since: -5000 }, '5000'],
        ['expired one second ago', { lives: -1 }, '0'],
        ['expires now', { lives: 0 }, '0'],
      ]) {
        t.onlySignedIn('ana', options);
        t.store.set(t.key('ana.clockDrift'), drift);
        await t.call(name, () => t.Auth.currentSession());
      }
    },
  },
  {
    name: 'broken storage: user data',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser'],
    async run(t) {
      t.configure();
      t.script({ GetUser });
      for (const [name, data] of entries({
        garbage: 'garbage',
        empty: '',
        'no attributes': '{}',
        null: 'null',
        'attributes null': '{"UserAttributes":null}',
        'a preference': '{"Username":"x","UserAttributes":[],"PreferredMfaSetting":"SMS_MFA"}',
        'odd attributes':
          '{"UserAttributes":[{"Name":"email_verified","Value":"True"},{"Name":"phone_number_verified","Value":"no"},{"Name":"n","Value":0},{}]}',
      })) {
        t.onlySignedIn('ana');
        t.store.set(t.key('ana.userData'), data);
        await t.call(name, () => t.Auth.currentUserPoolUser());
        await t.call(`${name}, authenticated`, () => t.Auth.currentAuthenticatedUser());
      }
    },
  },
  {
    name: 'federated info in storage',
    covers: ['currentAuthenticatedUser', 'currentUserPoolUser', 'signOut'],
    async run(t) {
      t.configure();
      t.script({ GetUser, RevokeToken: { json: {} } });
      t.signedIn('ana');
      for (const [name, info] of entries({
        full: '{"provider":"google","token":"made-up","user":{"id":"1","name":"F","email":"f@example.com"},"expires_at":5}',
        'no user': '{"token":"made-up"}',
        empty: '{}',
        null: 'null',
        garbage: '{',
        'a number': '5',
        text: '"x"',
      })) {
        t.store.set('aws-amplify-federatedInfo', info);
        await t.call(name, () => t.Auth.currentAuthenticatedUser());
        await t.call(`${name}, pool user`, () => t.Auth.currentUserPoolUser());
        await t.call(`${name}, bypassing the cache`, () => t.Auth.currentUserPoolUser({ bypassCache: true }));
      }
      t.store.set('aws-amplify-federatedInfo', '{"token":"made-up","user":{"id":"1"}}');
      await t.call('federated again', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out', () => t.Auth.signOut());
    },
  },
  {
    name: 'currentUserInfo: answers of GetUser',
    covers: ['currentUserInfo'],
    async run(t) {
      t.configure();
      t.signedIn('ana');
      t.store.set(t.key('ana.userData'), '{"Username":"ana","UserAttributes":[]}');
      for (const [name, reply] of entries({
        good: {
          json: {
            Username: 'ana',
            UserAttributes: [
              { Name: 'email', Value: 'x' },
              { Name: 'email_verified', Value: 'true' },
              { Name: 'phone_number_verified', Value: '' },
            ],
          },
        },
        refused: refused('Access Token has expired'),
        revoked: refused('Access Token has been revoked'),
        network: { error: 'TypeError' },
        500: { status: 500, text: 'x' },
      })) {
        t.script({ GetUser: reply });
        await t.call(name, () => t.Auth.currentUserInfo());
      }
    },
  },
  {
    name: 'a session left by the other page is taken over',
    covers: ['currentAuthenticatedUser', 'currentSession'],
    async run(t) {
      t.configure();
      t.script({ GetUser });
      t.signedIn('Ünï 名前');
      await t.call('current', () => t.Auth.currentAuthenticatedUser());
      await t.call('session', () => t.Auth.currentSession());
    },
  },
];
