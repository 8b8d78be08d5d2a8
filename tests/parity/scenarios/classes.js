const CLASSES = [
  'CognitoUser',
  'CognitoUserPool',
  'CognitoUserSession',
  'CognitoIdToken',
  'CognitoAccessToken',
  'CognitoRefreshToken',
  'CognitoUserAttribute',
  'AuthenticationDetails',
];
/** The methods of an object, its own and inherited ones. */
const methods = (object) => {
  const names = new Set();
  for (let at = object; at && at !== Object.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at))
      if (typeof object[name] === 'function' && name !== 'constructor') names.add(name);
  return Object.fromEntries([...names].sort().map((name) => [name, 'a method']));
};

export default [
  {
    name: 'what is exported',
    covers: ['exports'],
    async run(t) {
      for (const name of CLASSES) t.note(`methods of ${name}`, methods(t[name].prototype));
      t.note(
        'methods of Hub',
        ['listen', 'remove', 'dispatch'].map((name) => typeof t.Hub[name]),
      );
      t.note(
        'methods of Amplify',
        ['configure', 'register'].map((name) => typeof t.Amplify[name]),
      );
      t.note(
        'methods of Auth',
        [
          'configure',
          'getModuleName',
          'wrapRefreshSessionCallback',
          'signUp',
          'confirmSignUp',
          'resendSignUp',
          'signIn',
          'currentAuthenticatedUser',
          'currentUserPoolUser',
          'currentSession',
          'userSession',
          'userAttributes',
          'currentUserInfo',
          'signOut',
          'createCognitoUser',
          'essentialCredentials',
        ].map((name) => `${name} ${typeof t.Auth[name]}`),
      );
      for (const name of ['AuthErrorStrings', 'GRAPHQL_AUTH_MODE', 'CognitoHostedUIIdentityProvider'])
        t.note(name, t[name]);
      t.note('the default export', t.default === t.Auth);
      t.note('fields of Auth before configuration', {
        user: t.Auth.user,
        userPool: t.Auth.userPool,
        config: t.Auth._config,
      });
      t.note('Auth.Credentials', typeof t.Auth.Credentials);
      t.note(
        'not thenable',
        CLASSES.map((name) => typeof t[name].prototype.then),
      );
    },
  },
  {
    name: 'tokens',
    covers: ['CognitoIdToken', 'CognitoAccessToken', 'CognitoRefreshToken'],
    async run(t) {
      const good = t.jwt({ exp: 12, iat: 5, name: 'Zoë 名前 🔑', 'cognito:groups': ['a'], nested: { x: null } });
      const padded = (text) => `x.${btoa(text)}.y`;
      const jwts = {
        good: good,
        empty: '',
        'one part': 'abc',
        'no dots in JSON': 'a.b',
        'not base64': 'a.%%%.c',
        'not JSON': padded('nope'),
        'an array': padded('[1]'),
        null: padded('null'),
        'a number': padded('5'),
        padding: padded('{"a":1}'),
        'plus and slash': padded('{"a":"\u00fb\u00ff\u00fe?>"}'),
        'two parts': good.split('.').slice(0, 2).join('.'),
        undefined: undefined,
        'null itself': null,
        zero: 0,
        five: 5,
        true: true,
      };
      for (const [kind, key] of [
        ['CognitoIdToken', 'IdToken'],
        ['CognitoAccessToken', 'AccessToken'],
      ]) {
        for (const [name, jwt] of Object.entries(jwts)) {
          await t.call(`${kind} ${name}`, () => {
            const token = new t[kind]({ [key]: jwt });
            return {
              token,
              jwt: token.getJwtToken(),
              exp: token.getExpiration(),
              iat: token.getIssuedAt(),
              decoded: token.decodePayload(),
            };
          });
        }
        await t.call(`${kind} of {}`, () => new t[kind]({}));
        await t.call(`${kind} of nothing`, () => new t[kind]());
        await t.call(`${kind} of null`, () => new t[kind](null));
        await t.call(`${kind} changed by the app`, () => {
          const token = new t[kind]({ [key]: good });
          token.payload = { exp: 1 };
          return [token.getExpiration(), token.decodePayload().exp];
        });
      }
      for (const [name, args] of Object.entries({
        good: [{ RefreshToken: 'r' }],
        null: [{ RefreshToken: null }],
        empty: [{}],
        nothing: [],
        number: [{ RefreshToken: 5 }],
        'null itself': [null],
      })) {
        await t.call(`CognitoRefreshToken ${name}`, () => {
          const token = new t.CognitoRefreshToken(...args);
          return { token, text: token.getToken() };
        });
      }
    },
  },
  {
    name: 'sessions',
    covers: ['CognitoUserSession'],
    async run(t) {
      const tokens = (id, access = id) => ({
        IdToken: new t.CognitoIdToken({ IdToken: t.jwt(id) }),
        AccessToken: new t.CognitoAccessToken({ AccessToken: t.jwt(access) }),
        RefreshToken: new t.CognitoRefreshToken({ RefreshToken: 'r' }),
      });
      const now = t.now();
      const show = (data) => {
        const session = new t.CognitoUserSession(data);
        return {
          session,
          drift: session.getClockDrift(),
          valid: session.isValid(),
          same: [
            session.getIdToken() === data.IdToken,
            session.getAccessToken() === data.AccessToken,
            session.getRefreshToken() === data.RefreshToken,
          ],
        };
      };
      for (const [name, data] of Object.entries({
        valid: tokens({ iat: now, exp: now + 100 }),
        expired: tokens({ iat: now - 100, exp: now - 50 }),
        'expires now': { ...tokens({ iat: now, exp: now }), ClockDrift: 0 },
        'the id token is expired': {
          ...tokens({ iat: now, exp: now - 1 }, { iat: now, exp: now + 100 }),
          ClockDrift: 0,
        },
        'the access token is expired': {
          ...tokens({ iat: now, exp: now + 100 }, { iat: now, exp: now - 1 }),
          ClockDrift: 0,
        },
        'a drift that saves it': { ...tokens({ iat: now, exp: now - 50 }), ClockDrift: 100 },
        'a drift that ends it': { ...tokens({ iat: now, exp: now + 50 }), ClockDrift: -100 },
        'drift null': { ...tokens({ iat: now, exp: now + 50 }), ClockDrift: null },
        'drift NaN': { ...tokens({ iat: now, exp: now + 50 }), ClockDrift: NaN },
        'no exp': tokens({ iat: now }),
        'no iat': tokens({ exp: now + 100 }),
        'no refresh token': { ...tokens({ iat: now, exp: now + 100 }), RefreshToken: undefined },
      })) {
        await t.call(name, () => show(data));
      }
      for (const [name, args] of Object.entries({
        nothing: [],
        empty: [{}],
        'no id token': [{ AccessToken: tokens({}).AccessToken }],
        'no access token': [{ IdToken: tokens({}).IdToken }],
        null: [null],
        'null tokens': [{ IdToken: null, AccessToken: null }],
      })) {
        await t.call(name, () => new t.CognitoUserSession(...args));
      }
      await t.call('calculateClockDrift', () =>
        Math.round(
          new t.CognitoUserSession({
            ...tokens({ iat: now - 500 }, { iat: now - 600 }),
            ClockDrift: 0,
          }).calculateClockDrift() / 10,
        ),
      );
      await t.call('as JSON', () =>
        JSON.stringify(new t.CognitoUserSession({ ...tokens({ iat: 1, exp: 2 }), ClockDrift: 7 })),
      );
    },
  },
  {
    name: 'attributes and authentication details',
    covers: ['CognitoUserAttribute', 'AuthenticationDetails'],
    async run(t) {
      for (const [name, args] of Object.entries({
        full: [{ Name: 'email', Value: 'x' }],
        nothing: [],
        empty: [{}],
        falsy: [{ Name: null, Value: 0 }],
        number: [{ Name: 'n', Value: 5 }],
        object: [{ Name: 'n', Value: { a: 1 } }],
        more: [{ Name: 'n', Value: 'v', More: 1 }],
        null: [null],
      })) {
        await t.call(`attribute ${name}`, () => {
          const attribute = new t.CognitoUserAttribute(...args);
          return {
            attribute,
            name: attribute.getName(),
            value: attribute.getValue(),
            json: attribute.toJSON(),
            text: attribute.toString(),
            template: `${attribute}`,
            stringified: JSON.stringify([attribute]),
          };
        });
      }
      await t.call('setters', () => {
        const attribute = new t.CognitoUserAttribute({ Name: 'a', Value: 'b' });
        return [attribute.setName('c') === attribute, attribute.setValue(0) === attribute, attribute];
      });
      for (const [name, args] of Object.entries({
        full: [
          {
            Username: 'u',
            Password: 'p',
            ValidationData: { v: 1 },
            AuthParameters: { a: 1 },
            ClientMetadata: { c: 1 },
          },
        ],
        minimal: [{ Username: 'u' }],
        falsy: [{ Username: 0, Password: '', ValidationData: null, AuthParameters: 0, ClientMetadata: '' }],
        empty: [{}],
        nothing: [],
        null: [null],
      })) {
        await t.call(`details ${name}`, () => {
          const details = new t.AuthenticationDetails(...args);
          return {
            details,
            got: [
              details.getUsername(),
              details.getPassword(),
              details.getValidationData(),
              details.getAuthParameters(),
              details.getClientMetadata(),
            ],
          };
        });
      }
    },
  },
  {
    name: 'user pools',
    covers: ['CognitoUserPool'],
    async run(t) {
      for (const [name, args] of Object.entries({
        plain: [{ UserPoolId: 'eu-west-1_Abc', ClientId: 'c' }],
        full: [
          {
            UserPoolId: 'eu-west-1_Abc',
            ClientId: 'c',
            endpoint: 'https://e.example/',
            fetchOptions: { credentials: 'include', mode: 'x' },
            Storage: sessionStorage,
            AdvancedSecurityDataCollectionFlag: false,
          },
        ],
        'with a wrapper': [{ UserPoolId: 'eu-west-1_Abc', ClientId: 'c' }, (callback) => callback],
        'flag null': [{ UserPoolId: 'eu-west-1_Abc', ClientId: 'c', AdvancedSecurityDataCollectionFlag: null }],
        nothing: [],
        null: [null],
        empty: [{}],
        'no client id': [{ UserPoolId: 'eu-west-1_Abc' }],
        'no pool id': [{ ClientId: 'c' }],
        'bad pool id': [{ UserPoolId: 'x', ClientId: 'c' }],
        'long pool id': [{ UserPoolId: `eu-west-1_${'a'.repeat(60)}`, ClientId: 'c' }],
      })) {
        await t.call(name, () => {
          const pool = new t.CognitoUserPool(...args);
          return {
            pool,
            id: pool.getUserPoolId(),
            name: pool.getUserPoolName(),
            client: pool.getClientId(),
            current: pool.getCurrentUser(),
            context: pool.getUserContextData('u'),
          };
        });
      }
      t.store.set('CognitoIdentityServiceProvider.c.LastAuthUser', 'ana');
      await t.call('a current user', () =>
        new t.CognitoUserPool({ UserPoolId: 'eu-west-1_Abc', ClientId: 'c' }).getCurrentUser(),
      );
      globalThis.AmazonCognitoAdvancedSecurityData = { getData: (...args) => args.join('|') };
      await t.call('context data', () =>
        new t.CognitoUserPool({ UserPoolId: 'eu-west-1_Abc', ClientId: 'c' }).getUserContextData('u'),
      );
      await t.call('context data, flag off', () =>
        new t.CognitoUserPool({
          UserPoolId: 'eu-west-1_Abc',
          ClientId: 'c',
          AdvancedSecurityDataCollectionFlag: false,
        }).getUserContextData('u'),
      );
      delete globalThis.AmazonCognitoAdvancedSecurityData;
      const pool = new t.CognitoUserPool({
        UserPoolId: 'eu-west-1_Abc',
        ClientId: 'c',
        fetchOptions: { credentials: 'include' },
      });
      t.script({
        SignUp: [
          { json: { UserConfirmed: false, UserSub: 's', CodeDeliveryDetails: { Destination: 'd' } } },
          { status: 400, json: { __type: 'UsernameExistsException', message: 'taken' } },
        ],
      });
      const attributes = [new t.CognitoUserAttribute({ Name: 'email', Value: 'x' })];
      await t.calls('signUp', (callback) => pool.signUp('u', 'p', attributes, null, callback));
      await t.calls('signUp refused', (callback) =>
        pool.signUp('u', 'p', [{ Name: 'a', Value: 1 }], [{ Name: 'v', Value: 'w' }], callback, { m: 'd' }),
      );
      await t.calls('signUp with nothing', (callback) =>
        pool.signUp(undefined, undefined, undefined, undefined, callback),
      );
    },
  },
];
