export default [
  {
    name: 'configure: bare keys, then more of them',
    covers: ['configure', 'getModuleName'],
    async run(t) {
      await t.call('no argument, before', () => t.Auth.configure());
      await t.call('module name', () => t.Auth.getModuleName());
      await t.call('bare', () => t.Auth.configure({ ...t.config }));
      await t.call('no argument', () => t.Auth.configure());
      await t.call('null', () => t.Auth.configure(null));
      await t.call('empty object', () => t.Auth.configure({}));
      await t.call('merged', () => t.Auth.configure({ clientMetadata: { a: 'b' }, mandatorySignIn: true }));
      await t.call('one key taken back', () => t.Auth.configure({ clientMetadata: undefined }));
      t.note('the pool', t.Auth.userPool);
      t.note('the instance', {
        user: t.Auth.user,
        sameConfig: t.Auth.configure() === t.Auth._config,
        storage: t.Auth._storage === localStorage,
      });
    },
  },
  {
    name: 'configure: nested Auth',
    covers: ['configure'],
    async run(t) {
      await t.call('nested', () =>
        t.Auth.configure({ Auth: { ...t.config, authenticationFlowType: 'USER_PASSWORD_AUTH' }, other: 1 }),
      );
      await t.call('nested and bare', () => t.Auth.configure({ Auth: { region: 'eu-west-1' }, region: 'ap-south-1' }));
      await t.call('an empty nested one', () => t.Auth.configure({ Auth: {} }));
      await t.call('Auth undefined', () => t.Auth.configure({ Auth: undefined }));
      t.note('the pool', t.Auth.userPool);
    },
  },
  {
    name: 'configure: aws-exports',
    covers: ['configure'],
    async run(t) {
      await t.call('flat keys', () =>
        t.Auth.configure({
          aws_project_region: 'eu-west-3',
          aws_cognito_region: 'us-east-1',
          aws_user_pools_id: t.config.userPoolId,
          aws_user_pools_web_client_id: t.config.userPoolWebClientId,
          oauth: {},
          aws_cognito_username_attributes: ['EMAIL'],
        }),
      );
      t.note('the pool', t.Auth.userPool);
      await t.call('with an identity pool and the rest', () =>
        t.Auth.configure({
          aws_cognito_region: 'us-east-1',
          aws_cognito_identity_pool_id: 'us-east-1:11111111-2222-3333-4444-555555555555',
          aws_mandatory_sign_in: 'enable',
          aws_cognito_sign_up_verification_method: 'link',
        }),
      );
      await t.call('flat and nested', () =>
        t.Auth.configure({
          aws_user_pools_id: t.config.userPoolId,
          aws_user_pools_web_client_id: 'other-client',
          Auth: { userPoolWebClientId: t.config.userPoolWebClientId, endpoint: t.config.endpoint },
        }),
      );
      await t.call('client id alone', () => t.Auth.configure({ aws_user_pools_web_client_id: 'ignored' }));
    },
  },
  {
    name: 'Amplify.configure',
    covers: ['configure'],
    users: { ana: {} },
    async run(t) {
      await t.call('nothing', () => t.Amplify.configure());
      await t.call('nested', () => t.Amplify.configure({ Auth: { ...t.config } }));
      await t.call('merged shallowly', () =>
        t.Amplify.configure({ Auth: { clientMetadata: { a: 'b' } }, API: { x: 1 } }),
      );
      t.note('what Auth has', t.Auth.configure());
      t.note('the same object', t.Amplify.configure() === t.Amplify.configure());
      t.note('Amplify.Auth', t.Amplify.Auth === t.Auth);
      await t.signIn('sign in', 'ana');
    },
  },
  {
    name: 'Amplify: the log level, and what is no category',
    covers: ['configure'],
    async run(t) {
      await t.call('log level', () => (t.Amplify.Logger.LOG_LEVEL = 'ERROR'));
      const seen = [];
      await t.call('register without a name', () => t.Amplify.register({ configure: ({ API }) => seen.push(API) }));
      await t.call('configure', () => t.Amplify.configure({ Auth: { ...t.config }, API: 1 }));
      t.note('what it was given', seen);
      t.note('by no name', 'undefined' in t.Amplify);
    },
  },
  {
    name: 'configure: refused',
    covers: ['configure'],
    async run(t) {
      for (const [name, extra] of Object.entries({
        'no client id': { userPoolWebClientId: undefined },
        'empty client id': { userPoolWebClientId: '' },
        'no underscore': { userPoolId: 'useast1' },
        'two underscores': { userPoolId: 'us-east-1_a_b' },
        'a slash': { userPoolId: 'us-east-1_a/b' },
        'a hyphen behind the underscore': { userPoolId: 'us-east-1_a-b' },
        'nothing behind the underscore': { userPoolId: 'us-east-1_' },
        'nothing before the underscore': { userPoolId: '_abc' },
        '55 characters': { userPoolId: `us-east-1_${'a'.repeat(45)}` },
        '56 characters': { userPoolId: `us-east-1_${'a'.repeat(46)}` },
        'a number': { userPoolId: 7 },
      })) {
        await t.call(name, () => t.Auth.configure({ ...t.config, ...extra }));
      }
      await t.call('back to a good one', () => t.configure());
      for (const [name, storage] of Object.entries({
        'empty storage': {},
        'storage that is text': 'x',
        'storage without clear': { getItem() {}, setItem() {}, removeItem() {} },
      })) {
        await t.call(name, () => t.configure({ storage }));
      }
      t.note('the pool that is left', t.Auth.userPool);
    },
  },
  {
    name: 'configure: without a pool afterwards',
    covers: ['configure'],
    async run(t) {
      t.configure();
      await t.call('pool id taken away', () => t.Auth.configure({ userPoolId: undefined }));
      t.note('the pool stays', t.Auth.userPool);
      await t.call('and is used', () => t.Auth.signIn('nobody', 'Passw0rd!'));
    },
  },
  {
    name: 'configure: default endpoint',
    covers: ['configure'],
    async run(t) {
      t.script({ '*': { status: 400, json: { __type: 'NotAuthorizedException', message: 'no' } } });
      for (const userPoolId of ['eu-central-1_AbCdEf123', 'cn-north-1_AbCdEf123', 'us-gov-west-1_A']) {
        t.Auth.configure({ userPoolId, userPoolWebClientId: 'client', region: 'us-east-1' });
        await t.call(`sign-in to ${userPoolId}`, () => t.Auth.signIn('ana', 'x'));
      }
      t.Auth.configure({ endpoint: 'https://proxy.example/cognito' });
      await t.call('sign-in through a proxy', () => t.Auth.signIn('ana', 'x'));
    },
  },
  {
    name: 'essentialCredentials and wrapRefreshSessionCallback',
    covers: ['essentialCredentials', 'wrapRefreshSessionCallback'],
    async run(t) {
      t.configure();
      const full = {
        accessKeyId: 'a',
        secretAccessKey: 'b',
        sessionToken: 'c',
        identityId: 'd',
        authenticated: true,
        expiration: new Date(0),
        extra: 1,
      };
      await t.call('full', () => t.Auth.essentialCredentials(full));
      await t.call('empty', () => t.Auth.essentialCredentials({}));
      await t.call('undefined', () => t.Auth.essentialCredentials(undefined));
      const wrap = t.Auth.wrapRefreshSessionCallback;
      await t.calls('data', (callback) => wrap(callback)(null, { some: 'data' }));
      await t.calls('error', (callback) => wrap(callback)(new Error('no'), null));
      await t.calls('neither', (callback) => wrap(callback)());
      await t.calls('both', (callback) => wrap(callback)(new Error('no'), 'data'));
      t.note('own property', Object.hasOwn(t.Auth, 'wrapRefreshSessionCallback'));
    },
  },
  {
    name: 'a second instance through Auth.constructor',
    covers: ['configure'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      const second = await new Promise((resolve) =>
        resolve(new t.Auth.constructor({ ...t.config, clientMetadata: { which: 'second' } })),
      );
      t.note('its config', second.configure());
      t.note('the first is untouched', t.Auth.configure());
      await t.call('sign in on the second', () => second.signIn('ana', t.users.ana.password));
      await t.call('the first finds the user', () => t.Auth.currentAuthenticatedUser());
    },
  },
];
