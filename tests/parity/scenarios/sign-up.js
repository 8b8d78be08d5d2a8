import { phone } from './set-ups.js';

const done = {
  json: {
    UserConfirmed: false,
    UserSub: 'made-up-sub',
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  },
};

export default [
  {
    name: 'signUp, confirmSignUp, resendSignUp: the usual way',
    covers: ['signUp', 'confirmSignUp', 'resendSignUp', 'signIn'],
    async run(t) {
      t.configure();
      const result = await t.call('sign up', () =>
        t.Auth.signUp({
          username: 'bea',
          password: 'Passw0rd!',
          attributes: { email: 'bea@example.com', 'custom:tier': 'gold' },
        }),
      );
      t.note('the user is not signed in', result.user.getSignInUserSession());
      await t.call('again: the name is taken', () =>
        t.Auth.signUp({ username: 'bea', password: 'Passw0rd!', attributes: { email: 'bea@example.com' } }),
      );
      await t.call('sign in before confirmation', () => t.Auth.signIn('bea', 'Passw0rd!'));
      await t.call('wrong code', () => t.Auth.confirmSignUp('bea', '000000'));
      await t.call('resend', () => t.Auth.resendSignUp('bea'));
      await t.call('right code', () => t.Auth.confirmSignUp('bea', '123456'));
      await t.call('confirmed already', () => t.Auth.confirmSignUp('bea', '123456'));
      await t.call('resend after confirmation', () => t.Auth.resendSignUp('bea'));
      await t.call('sign in', () => t.Auth.signIn('bea', 'Passw0rd!'));
    },
  },
  {
    name: 'signUp: refused by the service',
    covers: ['signUp', 'confirmSignUp', 'resendSignUp'],
    async run(t) {
      t.configure();
      await t.call('short password', () =>
        t.Auth.signUp({ username: 'bea', password: 'short', attributes: { email: 'bea@example.com' } }),
      );
      await t.call('confirm an unknown user', () => t.Auth.confirmSignUp('nobody', '123456'));
      await t.call('resend for an unknown user', () => t.Auth.resendSignUp('nobody'));
    },
  },
  {
    name: 'signUp: positional arguments',
    covers: ['signUp'],
    async run(t) {
      t.configure({ clientMetadata: { from: 'config' } });
      await t.call('name and password', () => t.Auth.signUp('bea', 'Passw0rd!'));
      await t.call('with e-mail', () => t.Auth.signUp('cid', 'Passw0rd!', 'cid@example.com'));
      await t.call('with both', () => t.Auth.signUp('dan', 'Passw0rd!', 'dan@example.com', '+15550100'));
      await t.call('with a phone only', () => t.Auth.signUp('eve', 'Passw0rd!', '', '+15550100'));
      t.script({ SignUp: done });
      await t.call('null between', () => t.Auth.signUp('eve', 'Passw0rd!', null, 15550100));
    },
  },
  {
    name: 'signUp: bad arguments',
    covers: ['signUp'],
    async run(t) {
      t.configure();
      const object = (rest) => [{ username: 'bea', password: 'Passw0rd!', ...rest }];
      for (const [name, args] of Object.entries({
        nothing: [],
        null: [null],
        'empty text': [''],
        'a number': [7],
        true: [true],
        'an empty object': [{}],
        'an array': [[]],
        'no username': object({ username: undefined }),
        'empty username': object({ username: '' }),
        'username 0': object({ username: 0 }),
        'no password': object({ password: undefined }),
        'empty password': object({ password: '' }),
        'null password': object({ password: null }),
        'positional without a password': ['bea'],
        'positional with an empty password': ['bea', ''],
      })) {
        await t.call(name, () => t.Auth.signUp(...args));
      }
      await t.call('a function', () => t.Auth.signUp(() => {}));
    },
  },
  {
    name: 'signUp: what is sent',
    covers: ['signUp'],
    async run(t) {
      t.configure();
      t.script({ SignUp: done });
      const signUp = (rest) => () => t.Auth.signUp({ username: 'bea', password: 'Passw0rd!', ...rest });
      await t.call(
        'falsy and other values',
        signUp({
          attributes: {
            email: 'bea@example.com',
            empty: '',
            zero: 0,
            no: false,
            none: null,
            missing: undefined,
            number: 42,
            float: 1.5,
            yes: true,
            list: ['a', 1],
            map: { x: { y: 'z' } },
            'custom:tier': 'gold',
          },
        }),
      );
      await t.call('numeric keys come first', signUp({ attributes: { b: '1', 2: 'x', 1: 'y', a: '2' } }));
      await t.call('no attributes', signUp({}));
      await t.call('attributes null', signUp({ attributes: null }));
      await t.call('attributes empty', signUp({ attributes: {} }));
      await t.call('attributes as an array', signUp({ attributes: ['a', 'b'] }));
      await t.call('validation data', signUp({ validationData: { ip: '::1', n: 3, f: false, u: undefined } }));
      await t.call('empty validation data', signUp({ validationData: {} }));
      await t.call('validation data null', signUp({ validationData: null }));
      await t.call('metadata', signUp({ clientMetadata: { a: 'b', n: 1, u: undefined } }));
      await t.call('empty metadata', signUp({ clientMetadata: {} }));
      await t.call('metadata null', signUp({ clientMetadata: null }));
      await t.call('no auto sign-in', signUp({ autoSignIn: { enabled: false } }));
      await t.call('auto sign-in null', signUp({ autoSignIn: null }));
      await t.call('unknown keys', signUp({ nonsense: 1 }));
      await t.call('Unicode', () =>
        t.Auth.signUp({
          username: ' Ünï 名前 🔑 ',
          password: ' Pässwörd1! \u0000\ud800 ',
          attributes: { name: '„Zoë“\n\t' },
        }),
      );
      await t.call('a username that is a number', () => t.Auth.signUp({ username: 12, password: 34 }));
      await t.call('a username that is an object', () =>
        t.Auth.signUp({ username: { toString: () => 'x' }, password: ['p'] }),
      );
      t.configure({ clientMetadata: { from: 'config' } });
      await t.call('metadata from the configuration', signUp({}));
      await t.call('own metadata wins', signUp({ clientMetadata: { from: 'call' } }));
      await t.call('own empty metadata wins', signUp({ clientMetadata: {} }));
      await t.call('positional: none', () => t.Auth.signUp('bea', 'Passw0rd!'));
      t.configure({ clientMetadata: undefined, authenticationFlowType: 'USER_PASSWORD_AUTH' });
      await t.call('another flow', signUp({}));
    },
  },
  {
    name: 'signUp: answers',
    covers: ['signUp'],
    async run(t) {
      t.configure();
      const signUp = () => t.Auth.signUp({ username: 'bea', password: 'Passw0rd!' });
      for (const [name, json] of Object.entries({
        'confirmed at once': { UserConfirmed: true, UserSub: 'x' },
        nothing: {},
        'odd types': { UserConfirmed: 'yes', UserSub: 7, CodeDeliveryDetails: null, More: 1 },
        'more delivery details': {
          UserConfirmed: false,
          UserSub: 'x',
          CodeDeliveryDetails: { Destination: 'd', Extra: { y: [1] } },
        },
      })) {
        t.script({ SignUp: { json } });
        await t.call(name, signUp);
      }
    },
  },
  {
    name: 'confirmSignUp: arguments and what is sent',
    covers: ['confirmSignUp'],
    async run(t) {
      t.configure();
      t.script({ ConfirmSignUp: { json: {} } });
      for (const [name, args] of Object.entries({
        nothing: [],
        'empty username': ['', '123456'],
        'null username': [null, '123456'],
        'no code': ['bea'],
        'empty code': ['bea', ''],
        'code 0': ['bea', 0],
        'both empty': ['', ''],
        'a number for a code': ['bea', 123456],
        'code with spaces': ['bea', ' 123456 '],
        'a number for a username': [7, '123456'],
        'no alias': ['bea', '123456', { forceAliasCreation: false }],
        alias: ['bea', '123456', { forceAliasCreation: true }],
        'alias as text': ['bea', '123456', { forceAliasCreation: 'false' }],
        'alias 0': ['bea', '123456', { forceAliasCreation: 0 }],
        'options null': ['bea', '123456', null],
        metadata: ['bea', '123456', { clientMetadata: { a: 'b' } }],
        'empty metadata': ['bea', '123456', { clientMetadata: {} }],
        'options as text': ['bea', '123456', 'yes'],
      })) {
        await t.call(name, () => t.Auth.confirmSignUp(...args));
      }
      t.configure({ clientMetadata: { from: 'config' } });
      await t.call('metadata from the configuration', () => t.Auth.confirmSignUp('bea', '123456'));
      await t.call('own metadata wins', () =>
        t.Auth.confirmSignUp('bea', '123456', { clientMetadata: { from: 'call' } }),
      );
      t.script({ ConfirmSignUp: { json: { Session: 'abc' } } });
      await t.call('an answer with content', () => t.Auth.confirmSignUp('bea', '123456'));
    },
  },
  {
    name: 'confirmSignUp: a stale mark of auto sign-in',
    covers: ['confirmSignUp', 'configure'],
    async run(t) {
      t.script({ ConfirmSignUp: { json: {} } });
      t.store.set('amplify-polling-started', 'true');
      t.store.set('amplify-auto-sign-in', 'true');
      // v5 tells it at once.
      await t.call('configure', () => {
        const told = new Promise((resolve) => {
          t.Hub.listen('auth', ({ payload: { event } }) => event === 'autoSignIn_failure' && resolve());
        });
        const config = t.configure();
        return told.then(() => config);
      });
      t.store.set('amplify-polling-started', 'false');
      t.store.set('amplify-auto-sign-in', 'true');
      await t.call('configure with another value', () => t.configure());
      await t.call('confirm', () => t.Auth.confirmSignUp('bea', '123456'));
      await t.call('confirm again', () => t.Auth.confirmSignUp('bea', '123456'));
      t.store.set('amplify-auto-sign-in', 'yes');
      await t.call('with another value', () => t.Auth.confirmSignUp('bea', '123456'));
    },
  },
  {
    name: 'resendSignUp: arguments and what is sent',
    covers: ['resendSignUp'],
    async run(t) {
      t.configure();
      t.script({
        ResendConfirmationCode: {
          json: {
            CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'x' },
            More: [1, { a: null }],
          },
        },
      });
      for (const [name, args] of Object.entries({
        nothing: [],
        'empty username': [''],
        null: [null],
        'a number': [7],
        plain: ['bea'],
        metadata: ['bea', { a: 'b' }],
        'empty metadata': ['bea', {}],
        'metadata null': ['bea', null],
      })) {
        await t.call(name, () => t.Auth.resendSignUp(...args));
      }
      t.configure({ clientMetadata: { from: 'config' } });
      await t.call('metadata from the configuration', () => t.Auth.resendSignUp('bea'));
      await t.call('own metadata wins', () => t.Auth.resendSignUp('bea', { from: 'call' }));
      await t.call('null wins as well', () => t.Auth.resendSignUp('bea', null));
      t.script({ ResendConfirmationCode: { json: {} } });
      await t.call('an empty answer', () => t.Auth.resendSignUp('bea'));
    },
  },
  {
    name: 'UserContextData from the advanced security script',
    covers: ['signUp', 'confirmSignUp', 'resendSignUp', 'signIn'],
    users: { ana: {} },
    async run(t) {
      t.configure();
      const all = async (mark) => {
        t.script({ SignUp: done, ConfirmSignUp: { json: {} }, ResendConfirmationCode: { json: {} } });
        await t.call(`sign up, ${mark}`, () => t.Auth.signUp('bea', 'Passw0rd!'));
        await t.call(`confirm, ${mark}`, () => t.Auth.confirmSignUp('bea', '123456'));
        await t.call(`resend, ${mark}`, () => t.Auth.resendSignUp('bea'));
        await t.signIn(`sign in, ${mark}`, 'ana');
      };
      globalThis.AmazonCognitoAdvancedSecurityData = {
        getData: (username, userPoolId, clientId) => `data of ${username} in ${userPoolId} for ${clientId}`,
      };
      await all('data');
      globalThis.AmazonCognitoAdvancedSecurityData = { getData: () => '' };
      await all('no data');
    },
  },
];
