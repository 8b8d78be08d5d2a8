import { challenge, N, newTokens, tokensFor } from './made-up.js';
import { PLAIN } from './set-ups.js';

const odd = (fields) => ({
  json: {
    ChallengeName: 'SMS_MFA',
    Session: 'made-up-session-0123456789',
    ChallengeParameters: {
      CODE_DELIVERY_DESTINATION: '+*******0100',
      CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
      USER_ID_FOR_SRP: 'ana',
    },
    ...fields,
  },
});

export default [
  {
    name: 'signIn: right and wrong password',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      await t.call('wrong password', () => t.Auth.signIn('ana', 'Wr0ngPass!'));
      await t.call('unknown user', () => t.Auth.signIn('nobody', 'Passw0rd!'));
      const user = await t.signIn('right password', 'ana');
      t.note('Auth.user is what was given', t.Auth.user === user);
      t.note('as JSON', Object.keys(JSON.parse(JSON.stringify(user))));
      const again = await t.signIn('again, as the same user', 'ana');
      t.note('another object', again !== user);
      await t.call('a failure changes nothing that is stored', () => t.Auth.signIn('ana', 'Wr0ngPass!'));
    },
  },
  {
    name: 'signIn: as another user while signed in',
    covers: ['signIn', 'currentAuthenticatedUser'],
    users: { ana: {}, bea: {} },
    async run(t) {
      t.configure();
      await t.signIn('ana', 'ana');
      await t.signIn('bea', 'bea');
      await t.call('who is it', () => t.Auth.currentAuthenticatedUser());
      await t.call('sign out', () => t.Auth.signOut());
      await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'signIn: the object form',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      const { password } = t.users.ana;
      t.configure();
      await t.call('plain', () => t.Auth.signIn({ username: 'ana', password }));
      await t.call('with validation data', () =>
        t.Auth.signIn({ username: 'ana', password, validationData: { a: 'b', n: 1 } }),
      );
      t.configure(PLAIN);
      await t.call('with empty validation data and metadata', () =>
        t.Auth.signIn({ username: 'ana', password, validationData: {} }, undefined, { c: 'd' }),
      );
      await t.call('with validation data and metadata', () =>
        t.Auth.signIn({ username: 'ana', password, validationData: { a: 'b' } }, undefined, { c: 'd' }),
      );
      await t.call('metadata within the object', () =>
        t.Auth.signIn({ username: 'ana', password, clientMetadata: { ignored: '1' } }),
      );
      await t.call('a second password', () => t.Auth.signIn({ username: 'ana', password }, 'ignored'));
      await t.call('a second password that is null', () => t.Auth.signIn({ username: 'ana', password }, null));
      await t.call('validation data null', () => t.Auth.signIn({ username: 'ana', password, validationData: null }));
    },
  },
  {
    name: 'signIn: clientMetadata',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      const { password } = t.users.ana;
      t.configure({ clientMetadata: { from: 'config' } });
      await t.call('from the configuration', () => t.Auth.signIn('ana', password));
      await t.call('of the call', () => t.Auth.signIn('ana', password, { from: 'call' }));
      t.configure(PLAIN);
      await t.call('empty', () => t.Auth.signIn('ana', password, {}));
      await t.call('null', () => t.Auth.signIn('ana', password, null));
      await t.call('validation data wins over the configuration', () =>
        t.Auth.signIn({ username: 'ana', password, validationData: { v: '1' } }),
      );
    },
  },
  {
    name: 'signIn: bad arguments',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      for (const [name, args] of Object.entries({
        undefined: [undefined, 'x'],
        null: [null, 'x'],
        nothing: [],
        'a number': [7, 'x'],
        zero: [0, 'x'],
        true: [true, 'x'],
        'an empty object': [{}],
        'an object without a username': [{ password: 'x' }],
        'an empty username': ['', 'x'],
        'an object with an empty username': [{ username: '', password: 'x' }],
        'an object with username null': [{ username: null, password: 'x' }],
        'an array': [[], 'x'],
        'a function': [() => {}, 'x'],
      })) {
        await t.call(name, () => t.Auth.signIn(...args));
      }
    },
  },
  {
    name: 'signIn: odd types of username and password',
    covers: ['signIn'],
    async run(t) {
      t.configure(PLAIN);
      t.script({ InitiateAuth: { status: 400, json: { __type: 'NotAuthorizedException', message: 'no' } } });
      await t.call('a number as username', () => t.Auth.signIn({ username: 12, password: 'x' }));
      await t.call('a number as password', () => t.Auth.signIn('ana', 34));
      await t.call('true as password', () => t.Auth.signIn('ana', true));
      await t.call('an object as password', () => t.Auth.signIn('ana', { a: 1 }));
    },
  },
  {
    name: 'signIn: users who may not sign in',
    covers: ['signIn'],
    users: { open: { state: 'unconfirmed' }, off: { state: 'disabled' }, lost: { state: 'reset' } },
    async run(t) {
      t.configure();
      for (const name of Object.keys(t.users)) {
        await t.call(name, () => t.Auth.signIn(name, t.users[name].password));
        await t.call(`${name}, wrong password`, () => t.Auth.signIn(name, 'Wr0ngPass!'));
      }
      t.configure(PLAIN);
      for (const name of Object.keys(t.users))
        await t.call(`${name}, plain`, () => t.Auth.signIn(name, t.users[name].password));
    },
  },
  {
    name: 'signIn: existence of users is told',
    covers: ['signIn', 'resendSignUp', 'confirmSignUp'],
    client: { PreventUserExistenceErrors: 'LEGACY' },
    async run(t) {
      t.configure();
      await t.call('unknown', () => t.Auth.signIn('nobody', 'Passw0rd!'));
      await t.call('resend', () => t.Auth.resendSignUp('nobody'));
      await t.call('confirm', () => t.Auth.confirmSignUp('nobody', '123456'));
    },
  },
  {
    name: 'signIn: Unicode and spaces',
    covers: ['signIn', 'currentAuthenticatedUser', 'signOut'],
    users: {
      'Ünï 名前 🔑': { password: 'Pässwörd1! 🔑', email: 'uni@example.com' },
      ' ana ': { password: ' Passw0rd! ', email: 'spaces@example.com' },
      'a.b/c"d\\e%20f&g': { password: `${'Aa1!'.repeat(64)}`, email: 'odd@example.com' },
    },
    async run(t) {
      t.configure();
      for (const name of Object.keys(t.users)) {
        await t.call(`sign in ${name}`, () => t.Auth.signIn(name, t.users[name].password));
        await t.call(`current ${name}`, () => t.Auth.currentAuthenticatedUser());
        await t.call(`sign out ${name}`, () => t.Auth.signOut());
      }
      await t.call('a wrong one of them', () => t.Auth.signIn(' ana ', 'Passw0rd!'));
    },
  },
  {
    name: 'signIn: by alias',
    covers: ['signIn', 'currentAuthenticatedUser'],
    pool: { aliasAttributes: ['email', 'preferred_username'] },
    users: { ana: { attributes: { preferred_username: 'annie' } } },
    async run(t) {
      t.configure();
      await t.call('by e-mail', () => t.Auth.signIn(t.users.ana.email, t.users.ana.password));
      await t.call('current', () => t.Auth.currentAuthenticatedUser());
      await t.call('by preferred username, wrong password', () => t.Auth.signIn('annie', 'Wr0ngPass!'));
      t.configure(PLAIN);
      await t.call('by e-mail, plain', () => t.Auth.signIn(t.users.ana.email, t.users.ana.password));
    },
  },
  {
    name: 'signIn: e-mail addresses as usernames',
    covers: ['signUp', 'confirmSignUp', 'signIn', 'signOut'],
    pool: { usernameAttributes: ['email'] },
    async run(t) {
      t.configure();
      await t.call('sign up', () => t.Auth.signUp({ username: 'bea@example.com', password: 'Passw0rd!' }));
      await t.call('confirm', () => t.Auth.confirmSignUp('bea@example.com', '123456'));
      await t.call('sign in', () => t.Auth.signIn('bea@example.com', 'Passw0rd!'));
      await t.call('sign out', () => t.Auth.signOut());
    },
  },
  {
    name: 'signIn: USER_PASSWORD_AUTH',
    covers: ['signIn'],
    users: { ana: {}, tom: { state: 'temporary' } },
    async run(t) {
      const { password } = t.users.ana;
      t.configure(PLAIN);
      await t.call('wrong password', () => t.Auth.signIn('ana', 'Wr0ngPass!'));
      await t.call('right password', () => t.Auth.signIn('ana', password));
      await t.call('validation data', () =>
        t.Auth.signIn({ username: 'ana', password, validationData: { a: 'b' } }, undefined, { c: 'd' }),
      );
      t.store.set(t.key('ana.deviceKey'), 'made-up-device');
      t.store.set(t.key('ana.randomPasswordKey'), 'made-up-password');
      t.store.set(t.key('ana.deviceGroupKey'), 'made-up-group');
      await t.call('a device is known', () => t.Auth.signIn('ana', password));
      await t.call('no password', () => t.Auth.signIn('ana'));
      await t.signIn('new password required', 'tom');
    },
  },
  {
    name: 'signIn: a flow the client does not allow',
    covers: ['signIn'],
    client: { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    users: { ana: {} },
    async run(t) {
      t.configure(PLAIN);
      await t.signIn('plain', 'ana');
      await t.call('custom', () => t.Auth.signIn('ana'));
    },
  },
  {
    name: 'signIn: an unknown flow type',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure({ authenticationFlowType: 'NONSENSE' });
      await t.signIn('unknown', 'ana');
      t.configure({ authenticationFlowType: 'USER_SRP_AUTH' });
      await t.signIn('afterwards', 'ana');
    },
  },
  {
    name: 'signIn: two at once',
    covers: ['signIn'],
    users: { ana: {}, bea: {} },
    async run(t) {
      t.configure();
      await t.together('a second while the first is pending', [
        () => t.Auth.signIn('ana', t.users.ana.password),
        () => t.Auth.signIn('bea', t.users.bea.password),
      ]);
      await t.together('after a failure', [
        () => t.Auth.signIn('ana', 'Wr0ngPass!'),
        () => t.Auth.signIn('ana', 'Wr0ngPass!'),
      ]);
      await t.signIn('free again', 'bea');
    },
  },
  {
    name: 'signIn: no password does not count as pending',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      t.script({
        InitiateAuth: (body) =>
          body.AuthFlow === 'CUSTOM_AUTH'
            ? {
                json: {
                  ChallengeName: 'CUSTOM_CHALLENGE',
                  Session: 'made-up-session-0123456789',
                  ChallengeParameters: { a: 'b' },
                },
              }
            : { status: 400, delay: 60, json: { __type: 'NotAuthorizedException', message: 'no' } },
      });
      await t.together('beside a password sign-in', [() => t.Auth.signIn('ana', 'x'), () => t.Auth.signIn('ana')]);
    },
  },
  {
    name: 'signIn: NEW_PASSWORD_REQUIRED',
    covers: ['signIn', 'currentAuthenticatedUser'],
    users: { tom: { state: 'temporary', attributes: { name: 'Tom', phone_number: '+15550100' } } },
    async run(t) {
      t.configure();
      const user = await t.signIn('challenge', 'tom');
      t.note('not signed in', { session: user.getSignInUserSession(), user: t.Auth.user });
      await t.call('nobody is signed in', () => t.Auth.currentAuthenticatedUser());
      await t.call('wrong password', () => t.Auth.signIn('tom', 'Wr0ngPass!'));
    },
  },
  {
    name: 'signIn: SOFTWARE_TOKEN_MFA',
    covers: ['signIn'],
    pool: { mfa: 'OPTIONAL' },
    users: { mia: { state: 'totp' } },
    async run(t) {
      t.configure();
      await t.signIn('challenge', 'mia');
      t.configure(PLAIN);
      await t.signIn('challenge, plain', 'mia');
    },
  },
  {
    name: 'signIn: challenges the local server does not give',
    covers: ['signIn'],
    async run(t) {
      for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']) {
        t.configure({ authenticationFlowType: flow });
        for (const [name, fields] of Object.entries({
          SMS_MFA: {},
          SELECT_MFA_TYPE: {
            ChallengeName: 'SELECT_MFA_TYPE',
            ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
          },
          MFA_SETUP: { ChallengeName: 'MFA_SETUP', ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } },
          SOFTWARE_TOKEN_MFA: {
            ChallengeName: 'SOFTWARE_TOKEN_MFA',
            ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'Phone' },
          },
          CUSTOM_CHALLENGE: {
            ChallengeName: 'CUSTOM_CHALLENGE',
            ChallengeParameters: { question: 'What?', USERNAME: 'ana' },
          },
          'CUSTOM_CHALLENGE without parameters': { ChallengeName: 'CUSTOM_CHALLENGE', ChallengeParameters: undefined },
          'SMS_MFA without a session': { Session: undefined },
        })) {
          const reply = odd(fields);
          t.script(
            flow === 'USER_SRP_AUTH'
              ? { InitiateAuth: { json: challenge() }, RespondToAuthChallenge: reply }
              : { InitiateAuth: reply },
          );
          await t.call(`${name}, ${flow}`, () => t.Auth.signIn('ana', 'x'));
        }
      }
    },
  },
  {
    name: 'signIn: forms of NEW_PASSWORD_REQUIRED',
    covers: ['signIn'],
    async run(t) {
      t.configure(PLAIN);
      for (const [name, ChallengeParameters] of Object.entries({
        full: {
          USER_ID_FOR_SRP: 'x',
          userAttributes: '{"email":"a@b.c","email_verified":"true"}',
          requiredAttributes: '["userAttributes.name","userAttributes.custom:x","phone_number"]',
        },
        'none required': { userAttributes: '{}', requiredAttributes: '[]' },
        'no parameters': undefined,
        'no required list': { userAttributes: '{"a":"b"}' },
        'null attributes': { userAttributes: 'null', requiredAttributes: 'null' },
      })) {
        t.script({ InitiateAuth: odd({ ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeParameters }) });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
      }
      for (const [name, ChallengeParameters] of Object.entries({
        'not JSON': { userAttributes: '{', requiredAttributes: '[]' },
        'the list is not JSON': { userAttributes: '{}', requiredAttributes: 'x' },
        'empty text': { userAttributes: '', requiredAttributes: '' },
      })) {
        t.script({ InitiateAuth: odd({ ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeParameters }) });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
      }
    },
  },
  {
    name: 'signIn: CUSTOM_AUTH',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      const custom = {
        json: {
          ChallengeName: 'CUSTOM_CHALLENGE',
          Session: 'made-up-session-0123456789',
          ChallengeParameters: { question: 'What?', USERNAME: 'ana' },
        },
      };
      t.script({ InitiateAuth: custom });
      await t.call('no password', () => t.Auth.signIn('ana'));
      await t.call('empty password', () => t.Auth.signIn('ana', ''));
      await t.call('object without a password', () => t.Auth.signIn({ username: 'ana' }));
      await t.call('metadata', () => t.Auth.signIn('ana', undefined, { a: 'b' }));
      await t.call('validation data', () =>
        t.Auth.signIn({ username: 'ana', validationData: { v: '1' } }, undefined, { a: 'b' }),
      );
      t.script({
        InitiateAuth: { status: 400, json: { __type: 'UserNotFoundException', message: 'User does not exist.' } },
      });
      await t.call('unknown user', () => t.Auth.signIn('ana'));
      t.configure({ authenticationFlowType: 'CUSTOM_AUTH' });
      t.script({ InitiateAuth: { json: challenge() }, RespondToAuthChallenge: custom });
      await t.call('with a password', () => t.Auth.signIn('ana', 'x'));
      t.script({
        InitiateAuth: { json: challenge() },
        RespondToAuthChallenge: {
          status: 400,
          json: { __type: 'NotAuthorizedException', message: 'Incorrect username or password.' },
        },
      });
      await t.call('with a wrong password', () => t.Auth.signIn('ana', 'x'));
    },
  },
  {
    name: 'signIn: CUSTOM_AUTH without a challenge',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      t.script({
        InitiateAuth: newTokens(t),
        GetUser: { json: { Username: 'ana', UserAttributes: [{ Name: 'sub', Value: 's' }] } },
      });
      await t.call('tokens at once', () => t.Auth.signIn('ana'));
    },
  },
  {
    name: 'signIn: with made-up SRP values',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      const signedIn = {
        RespondToAuthChallenge: { json: { AuthenticationResult: tokensFor(t, 'the-canonical-name') } },
        GetUser: {
          json: {
            Username: 'the-canonical-name',
            UserAttributes: [
              { Name: 'email', Value: 'a@b.c' },
              { Name: 'email_verified', Value: 'TRUE' },
              { Name: 'phone_number_verified', Value: 'false' },
            ],
            PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
          },
        },
      };
      for (const [name, params, rest] of [
        [
          'another canonical name',
          { USER_ID_FOR_SRP: 'the-canonical-name' },
          { Session: 'made-up-session-0123456789' },
        ],
        ['another challenge name', {}, { ChallengeName: 'SOMETHING_ELSE' }],
        ['upper-case hex', { SRP_B: 'ABCDEF0123', SALT: 'FEDCBA' }, {}],
        ['B of one digit', { SRP_B: '7', SALT: '1' }, {}],
        ['B with leading zeros', { SRP_B: '000012ab', SALT: '00ff' }, {}],
        ['B above N', { SRP_B: `1${N}` }, {}],
        ['salt zero', { SALT: '0' }, {}],
        ['an empty secret block', { SECRET_BLOCK: '' }, {}],
        ['a secret block without padding', { SECRET_BLOCK: 'YWJjZA' }, {}],
      ]) {
        t.script({ ...signedIn, InitiateAuth: { json: challenge(params, rest) } });
        await t.call(name, () => t.Auth.signIn('typed-name', 'x'));
        await t.call(`${name}: signed out`, () => t.store.clear());
      }
    },
  },
  {
    name: 'signIn: a device of that user is known',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      for (const [key, value] of Object.entries({
        deviceKey: 'made-up-device',
        randomPasswordKey: 'made-up-password',
        deviceGroupKey: 'made-up-group',
      }))
        t.store.set(t.key(`ana.${key}`), value);
      const good = newTokens(t);
      const GetUser = { json: { Username: 'ana', UserAttributes: [] } };
      t.script({ InitiateAuth: { json: challenge() }, RespondToAuthChallenge: good, GetUser });
      await t.call('it is sent', () => t.Auth.signIn('ana', 'x'));
      t.script({
        InitiateAuth: { json: challenge() },
        RespondToAuthChallenge: {
          status: 400,
          json: { __type: 'ResourceNotFoundException', message: 'User pool x does not exist.' },
        },
        GetUser,
      });
      await t.call('something else is not found', () => t.Auth.signIn('ana', 'x'));
      t.script({
        InitiateAuth: { json: challenge() },
        RespondToAuthChallenge: [
          { status: 400, json: { __type: 'ResourceNotFoundException', message: 'Device does not exist.' } },
          good,
        ],
        GetUser,
      });
      await t.call('the service has forgotten it', () => t.Auth.signIn('ana', 'x'));
    },
  },
  {
    name: 'signIn: answers of GetUser',
    covers: ['signIn', 'currentAuthenticatedUser'],
    async run(t) {
      t.configure(PLAIN);
      const initiate = { InitiateAuth: newTokens(t) };
      for (const [name, GetUser] of Object.entries({
        'no preference': { json: { Username: 'ana', UserAttributes: [] } },
        'empty preference': {
          json: { Username: 'ana', UserAttributes: [{ Name: 'email_verified', Value: true }], PreferredMfaSetting: '' },
        },
        preference: {
          json: {
            Username: 'ana',
            UserAttributes: [
              { Name: 'a', Value: 'b' },
              { Name: 'a', Value: 'c' },
              { Name: '1', Value: '' },
            ],
            PreferredMfaSetting: 'SMS_MFA',
            UserMFASettingList: ['SMS_MFA'],
            MFAOptions: [],
          },
        },
        refused: { status: 400, json: { __type: 'NotAuthorizedException', message: 'Access Token has expired' } },
        throttled: { status: 400, json: { __type: 'TooManyRequestsException', message: 'Too many' } },
        network: { error: 'TypeError' },
        revoked: { status: 400, json: { __type: 'NotAuthorizedException', message: 'Access Token has been revoked' } },
        deleted: { status: 400, json: { __type: 'UserNotFoundException', message: 'User does not exist.' } },
      })) {
        t.store.clear();
        t.script({ ...initiate, GetUser });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
        await t.call(`${name}: who is it`, () => t.Auth.currentAuthenticatedUser());
      }
    },
  },
  {
    name: 'signIn: tokens without the admin scope',
    covers: ['signIn', 'currentAuthenticatedUser'],
    async run(t) {
      t.configure(PLAIN);
      for (const [name, scope] of Object.entries({
        'other scopes': 'openid email',
        'a longer name': 'aws.cognito.signin.user.admin.more',
        'among others': 'openid aws.cognito.signin.user.admin',
        'no scope': undefined,
      })) {
        t.store.clear();
        t.script({
          InitiateAuth: { json: { AuthenticationResult: t.tokens('ana', { scope }) } },
          GetUser: { json: { Username: 'ana', UserAttributes: [] } },
        });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
        await t.call(`${name}: who is it`, () => t.Auth.currentAuthenticatedUser({ bypassCache: true }));
      }
    },
  },
  {
    name: 'signIn: user data from before is still cached',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      t.store.set(
        t.key('ana.userData'),
        JSON.stringify({ Username: 'ana', UserAttributes: [{ Name: 'email', Value: 'stale@example.com' }] }),
      );
      await t.signIn('sign in', 'ana');
    },
  },
  {
    name: 'signIn: federated info is cleared',
    covers: ['signIn', 'currentAuthenticatedUser'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      t.store.set(
        'aws-amplify-federatedInfo',
        JSON.stringify({ provider: 'google', token: 'made-up', user: { id: 'x', name: 'X' }, expires_at: 1 }),
      );
      await t.call('federated user', () => t.Auth.currentAuthenticatedUser());
      await t.signIn('sign in', 'ana');
      await t.call('user of the pool', () => t.Auth.currentAuthenticatedUser());
    },
  },
  {
    name: 'signIn: after a reload',
    covers: ['signIn', 'currentAuthenticatedUser', 'currentSession'],
    users: { ana: {} },
    run: [
      async (t) => {
        t.configure();
        await t.signIn('sign in', 'ana');
      },
      async (t) => {
        t.configure();
        t.note('nobody yet', t.Auth.user);
        await t.call('current', () => t.Auth.currentAuthenticatedUser());
        await t.call('session', () => t.Auth.currentSession());
        await t.call('sign out', () => t.Auth.signOut());
      },
      async (t) => {
        t.configure();
        await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
      },
    ],
  },
];
