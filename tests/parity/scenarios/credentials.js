// AWS credentials from an identity pool, which the scenarios answer for themselves.
const { entries } = Object;

const IDENTITY_POOL = { identityPoolId: 'us-east-1:pool', region: 'us-east-1' };
const GUEST_KEY = 'CognitoIdentityId-us-east-1:pool';
const FEDERATED_KEY = 'aws-amplify-federatedInfo';
/** Far enough away for the clock of any run. */
const EXPIRATION = 4_102_444_800;

const credentials = (IdentityId) => ({
  json: {
    IdentityId,
    Credentials: {
      AccessKeyId: `key of ${IdentityId}`,
      SecretKey: 'secret',
      SessionToken: 'token',
      Expiration: EXPIRATION,
    },
  },
});
const refusal = (type, message = 'no') => ({ status: 400, json: { __type: type, message } });
const identity = (name) => ({
  GetId: { json: { IdentityId: name } },
  GetCredentialsForIdentity: ({ IdentityId }) => credentials(IdentityId),
});

export default [
  {
    name: 'credentials: of a guest',
    covers: ['currentCredentials', 'currentUserCredentials', 'essentialCredentials'],
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.script(identity('guest'));
      const found = await t.call('currentCredentials', () => t.Auth.currentCredentials());
      await t.call('essentialCredentials', () => t.Auth.essentialCredentials(found));
      await t.call('again', () => t.Auth.currentCredentials());
      await t.call('currentUserCredentials', () => t.Auth.currentUserCredentials());
      const { currentCredentials, currentUserCredentials } = t.Auth;
      t.note('the same object', (await currentCredentials()) === (await currentCredentials()));
      await t.call('bound', () => currentUserCredentials());
      t.note(
        'own properties',
        ['currentCredentials', 'currentUserCredentials'].map((name) => Object.hasOwn(t.Auth, name)),
      );
    },
  },
  {
    name: 'credentials: of the user',
    covers: ['currentCredentials', 'currentUserCredentials', 'currentUserInfo', 'signOut'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      t.configure(IDENTITY_POOL);
      t.script(identity('ana'));
      await t.call('currentCredentials', () => t.Auth.currentCredentials());
      await t.call('again', () => t.Auth.currentCredentials());
      await t.call('currentUserInfo', () => t.Auth.currentUserInfo());
      t.expire('ana');
      await t.call('expired tokens', () => t.Auth.currentUserCredentials());
      await t.call('signOut', () => t.Auth.signOut());
      t.script(identity('guest'));
      await t.call('after it', () => t.Auth.currentCredentials());
    },
  },
  {
    name: 'credentials: a guest signs in',
    covers: ['currentCredentials'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      t.configure(IDENTITY_POOL);
      t.store.set(GUEST_KEY, 'guest');
      t.script({ ...identity('primary'), GetCredentialsForIdentity: credentials('primary') });
      await t.call('the first time', () => t.Auth.currentCredentials());
      await t.call('the second time', () => t.Auth.currentUserCredentials());
    },
  },
  {
    name: 'credentials: with an identity pool, signIn',
    covers: ['signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.script(identity('ana'));
      await t.signIn('signIn', 'ana');
      await t.call('currentCredentials', () => t.Auth.currentCredentials());
    },
  },
  {
    name: 'credentials: what is not configured',
    covers: ['currentCredentials', 'currentUserCredentials'],
    users: { ana: {} },
    async run(t) {
      t.script(identity('guest'));
      const names = ['currentCredentials', 'currentUserCredentials'];
      t.configure();
      for (const name of names) await t.call(`${name}: no identity pool`, () => t.Auth[name]());
      t.configure({ mandatorySignIn: true });
      for (const name of names) await t.call(`${name}: no identity pool, mandatory`, () => t.Auth[name]());
      t.configure({ ...IDENTITY_POOL, mandatorySignIn: true });
      for (const name of names) await t.call(`${name}: mandatory`, () => t.Auth[name]());
      t.script(identity('ana'));
      await t.signIn('signIn', 'ana');
      await t.call('mandatory, signed in', () => t.Auth.currentCredentials());
    },
  },
  {
    name: 'credentials: another region',
    covers: ['currentCredentials'],
    async run(t) {
      t.script(identity('guest'));
      t.configure({ ...IDENTITY_POOL, identityPoolRegion: 'eu-west-1' });
      await t.call('identityPoolRegion', () => t.Auth.currentUserCredentials());
      t.configure({ ...IDENTITY_POOL, identityPoolRegion: 'cn-north-1' });
      await t.call('in China', () => t.Auth.currentUserCredentials());
    },
  },
  {
    name: 'credentials: refusals',
    covers: ['currentCredentials', 'currentUserCredentials'],
    users: { ana: {} },
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.store.set(GUEST_KEY, 'gone');
      t.script({
        ...identity('guest'),
        GetCredentialsForIdentity: [
          refusal('ResourceNotFoundException', "Identity 'gone' not found."),
          credentials('guest'),
        ],
      });
      await t.call('a guest who is gone', () => t.Auth.currentUserCredentials());
      t.script({
        ...identity('guest'),
        GetCredentialsForIdentity: refusal('InvalidIdentityPoolConfigurationException'),
      });
      await t.call('a guest without a role', () => t.Auth.currentUserCredentials());
      await t.begin();
      t.configure(IDENTITY_POOL);
      t.store.remove(GUEST_KEY);
      t.script({ GetId: refusal('NotAuthorizedException') });
      await t.call('a user without a login', () => t.Auth.currentUserCredentials());
    },
  },
  {
    name: 'credentials: of another provider',
    covers: ['currentCredentials', 'currentUserCredentials'],
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.script(identity('eve'));
      const stored = (info) => {
        const given = { token: 'a', user: { name: 'Eve' }, expires_at: EXPIRATION, ...info };
        t.store.set(FEDERATED_KEY, JSON.stringify(given));
      };
      for (const provider of ['google', 'facebook', 'amazon', 'developer', 'id.example']) {
        stored({ provider });
        await t.call(provider, () => t.Auth.currentUserCredentials());
      }
      stored({ provider: 'google', identity_id: 'eve-1', user: { id: 'own', name: 'Eve' } });
      await t.call('with an identity', () => t.Auth.currentUserCredentials());
      stored({ provider: 'id.example', expires_at: 1 });
      await t.call('over, without a handler', () => t.Auth.currentUserCredentials());
      const handlers = {
        answers: async () => ({ token: 'b', expires_at: EXPIRATION, identity_id: 'eve-2' }),
        'answers without an identity': async () => ({ token: 'b', expires_at: EXPIRATION * 1000 }),
        'fails for good': async () => {
          throw Object.assign(new Error('no more'), { nonRetryable: true });
        },
        'throws for good': () => {
          throw Object.assign(new Error('no more'), { nonRetryable: true });
        },
        'reaches nobody': async () => {
          throw Object.assign(new TypeError('Failed to fetch'), { nonRetryable: true });
        },
        'gives nothing': async () => undefined,
        'gives no token': async () => ({}),
      };
      for (const [name, handler] of entries(handlers)) {
        t.configure({ refreshHandlers: { 'id.example': handler } });
        stored({ provider: 'id.example', expires_at: 1 });
        await t.call(`over, and the handler ${name}`, () => t.Auth.currentUserCredentials());
      }
    },
  },
  {
    name: 'credentials: federatedSignIn with the token of another provider',
    covers: ['federatedSignIn', 'currentAuthenticatedUser', 'currentCredentials', 'signOut'],
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.script(identity('eve'));
      const response = { token: 'a', expires_at: EXPIRATION * 1000 };
      const eve = { name: 'Eve', email: 'eve@example.com' };
      await t.call('google', () => t.Auth.federatedSignIn('google', response, eve));
      await t.call('currentAuthenticatedUser', () => t.Auth.currentAuthenticatedUser());
      await t.call('currentCredentials', () => t.Auth.currentCredentials());
      await t.call('new ones', () => t.Auth.currentUserCredentials());
      await t.call('signOut', () => t.Auth.signOut());
      await t.call('nobody', () => t.Auth.currentAuthenticatedUser());
      await t.call('a domain, and a username', () =>
        t.Auth.federatedSignIn('id.example', response, { ...eve, username: 'eve' }),
      );
      await t.call('an identity, and an own id', () =>
        t.Auth.federatedSignIn('developer', { ...response, identity_id: 'eve-1' }, { id: 'own' }),
      );
      await t.call('a token that is over', () =>
        t.Auth.federatedSignIn('facebook', { token: 'a', expires_at: 1 }, eve),
      );
      await t.call('without a user', () => t.Auth.federatedSignIn('amazon', response));
    },
  },
  {
    name: 'credentials: federatedSignIn without a user pool, and signOut everywhere',
    covers: ['federatedSignIn', 'currentUserInfo', 'signOut'],
    async run(t) {
      t.Auth.configure(IDENTITY_POOL);
      t.script(identity('eve'));
      const response = { token: 'a', expires_at: EXPIRATION };
      await t.call('federatedSignIn', () => t.Auth.federatedSignIn('google', response, { name: 'Eve' }));
      await t.call('currentUserInfo', () => t.Auth.currentUserInfo());
      await t.call('signOut everywhere', () => t.Auth.signOut({ global: true }));
      t.script(identity('guest'));
      await t.call('afterwards', () => t.Auth.currentCredentials());
    },
  },
  {
    name: 'credentials: federatedSignIn beside a user of the user pool',
    covers: ['federatedSignIn', 'currentAuthenticatedUser', 'currentCredentials', 'signIn', 'signOut'],
    users: { ana: {} },
    async run(t) {
      await t.begin();
      t.configure(IDENTITY_POOL);
      t.script(identity('eve'));
      const response = { token: 'a', expires_at: EXPIRATION };
      await t.call('federatedSignIn', () => t.Auth.federatedSignIn('google', response, { name: 'Eve' }));
      await t.call('currentAuthenticatedUser', () => t.Auth.currentAuthenticatedUser());
      t.script(identity('ana'));
      await t.signIn('signIn', 'ana');
      await t.call('currentAuthenticatedUser: ana', () => t.Auth.currentAuthenticatedUser());
      await t.call('currentCredentials: ana', () => t.Auth.currentCredentials());
      await t.call('signOut', () => t.Auth.signOut());
    },
  },
  {
    name: 'credentials: federatedSignIn that cannot be',
    covers: ['federatedSignIn'],
    async run(t) {
      t.configure(IDENTITY_POOL);
      t.script(identity('eve'));
      const response = { token: 'a', expires_at: EXPIRATION };
      await t.call('no provider', () => t.Auth.federatedSignIn('', response, {}));
      await t.call('no response', () => t.Auth.federatedSignIn('google'));
      await t.call('no token', () => t.Auth.federatedSignIn('google', {}, {}));
      await t.call('null', () => t.Auth.federatedSignIn(null));
      t.script({ GetId: refusal('NotAuthorizedException', 'Invalid login token.') });
      await t.call('refused', () => t.Auth.federatedSignIn('google', response, {}));
      t.configure({ identityPoolId: undefined });
      await t.call('no identity pool', () => t.Auth.federatedSignIn('google', response, {}));
    },
  },
];
