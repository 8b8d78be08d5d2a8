import { challenge, N, newTokens, tokensFor } from './made-up.js';
import { PLAIN } from './set-ups.js';

const bad = {
  'network error': { error: 'TypeError' },
  aborted: { error: 'AbortError' },
  'another error': { error: 'Error' },
  'a bare string': { error: 'string' },
  '500 HTML': { status: 500, text: '<html>oops</html>' },
  '500 empty': { status: 500, text: '' },
  '400 {}': { status: 400, json: {} },
  '400 []': { status: 400, json: [] },
  '400 null': { status: 400, text: 'null' },
  '400 text': { status: 400, text: '"oops"' },
  'message only': { status: 400, json: { message: 'oops' } },
  __type: { status: 400, json: { __type: 'LimitExceededException', message: 'Too often' } },
  '__type with a hash': {
    status: 400,
    json: { __type: 'com.amazonaws.cognito#CodeMismatchException', message: 'Wrong' },
  },
  '__type with two hashes': { status: 400, json: { __type: 'a#b#C', message: 'Wrong' } },
  'unknown __type': { status: 400, json: { __type: 'BrandNewException', message: 'New' } },
  Message: { status: 400, json: { __type: 'InternalErrorException', Message: 'Capital' } },
  'both messages': { status: 400, json: { __type: 'X', message: 'small', Message: 'Capital' } },
  'no message': { status: 400, json: { __type: 'InternalErrorException' } },
  'empty message': { status: 400, json: { __type: 'InternalErrorException', message: '' } },
  code: { status: 400, json: { code: 'SomethingException', message: 'by code' } },
  header: { status: 500, text: '', headers: { 'x-amzn-errortype': 'ThrottlingException:http://internal' } },
  'header without a colon': {
    status: 503,
    json: { message: 'body' },
    headers: { 'x-amzn-errortype': 'ServiceUnavailable' },
  },
  'header and __type': {
    status: 400,
    json: { __type: 'InBody', message: 'in body' },
    headers: { 'x-amzn-errortype': 'InHeader:x' },
  },
  '403 of a firewall': { status: 403, json: { __type: 'ForbiddenException', message: null } },
};

const odd = {
  'empty body': { text: '' },
  HTML: { text: '<html></html>' },
  '{}': { json: {} },
  '[]': { json: [] },
};

const each = (replies, operation, make) => async (t) => {
  t.configure();
  for (const [name, reply] of Object.entries(replies)) {
    t.script({ [operation]: reply });
    await t.call(name, () => make(t));
  }
};

const asVerifier = (reply) => ({ InitiateAuth: { json: challenge() }, RespondToAuthChallenge: reply });

export default [
  { name: 'bad replies: signUp', covers: ['signUp'], run: each(bad, 'SignUp', (t) => t.Auth.signUp('ana', 'x')) },
  {
    name: 'bad replies: confirmSignUp',
    covers: ['confirmSignUp'],
    run: each(bad, 'ConfirmSignUp', (t) => t.Auth.confirmSignUp('ana', '1')),
  },
  {
    name: 'bad replies: resendSignUp',
    covers: ['resendSignUp'],
    run: each({ ...bad, ...odd }, 'ResendConfirmationCode', (t) => t.Auth.resendSignUp('ana')),
  },
  {
    name: 'bad replies: signIn, InitiateAuth',
    covers: ['signIn'],
    run: each(bad, 'InitiateAuth', (t) => t.Auth.signIn('ana', 'x')),
  },
  {
    name: 'bad replies: signIn, RespondToAuthChallenge',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      // v5's arithmetic is slow, and how an error is read does not depend on the operation: a few will do.
      for (const name of [
        'network error',
        'aborted',
        '500 HTML',
        '400 {}',
        '400 []',
        'message only',
        '__type with a hash',
        'no message',
        'header',
      ]) {
        t.script(asVerifier(bad[name]));
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
      }
    },
  },
  {
    name: 'odd replies: signIn, InitiateAuth',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      const replies = {
        ...odd,
        'no ChallengeParameters': { json: { ChallengeName: 'PASSWORD_VERIFIER' } },
        'ChallengeParameters null': { json: { ...challenge(), ChallengeParameters: null } },
        'no SRP_B': { json: challenge({ SRP_B: undefined }) },
        'no SALT': { json: challenge({ SALT: undefined }) },
        'no SECRET_BLOCK': { json: challenge({ SECRET_BLOCK: undefined }) },
        'no USER_ID_FOR_SRP': { json: challenge({ USER_ID_FOR_SRP: undefined }) },
        'SRP_B zero': { json: challenge({ SRP_B: '0' }) },
        'SRP_B many zeros': { json: challenge({ SRP_B: '0'.repeat(768) }) },
        'SRP_B = N': { json: challenge({ SRP_B: N }) },
        'SRP_B = 0 mod N': { json: challenge({ SRP_B: `${N}${'0'.repeat(4)}` }) },
        'empty SRP_B': { json: challenge({ SRP_B: '' }) },
        'SRP_B not hex': { json: challenge({ SRP_B: 'xyz' }) },
        'SRP_B negative': { json: challenge({ SRP_B: '-5' }) },
        'SALT not hex': { json: challenge({ SALT: 'xyz' }) },
        'SRP_B a number': { json: challenge({ SRP_B: 7 }) },
        'another challenge at once': {
          json: { ChallengeName: 'SMS_MFA', Session: 'made-up-session-0123456789', ChallengeParameters: {} },
        },
        'tokens at once': newTokens(t),
      };
      for (const [name, reply] of Object.entries(replies)) {
        t.script({
          InitiateAuth: reply,
          RespondToAuthChallenge: {
            status: 400,
            json: { __type: 'NotAuthorizedException', message: 'refused by the script' },
          },
        });
        await t.call(name, () => t.Auth.signIn('typed', 'x'));
      }
    },
  },
  {
    name: 'odd replies: signIn, RespondToAuthChallenge',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      const result = tokensFor(t, 'ana');
      const GetUser = { json: { Username: 'ana', UserAttributes: [] } };
      for (const [name, reply] of Object.entries({
        ...odd,
        EMAIL_OTP: {
          json: {
            ChallengeName: 'EMAIL_OTP',
            Session: 'made-up-session-0123456789',
            ChallengeParameters: { CODE_DELIVERY_DESTINATION: 'x' },
          },
        },
        'an unknown challenge': {
          json: { ChallengeName: 'BRAND_NEW', Session: 'made-up-session-0123456789', ChallengeParameters: { a: 'b' } },
        },
        'AuthenticationResult null': { json: { AuthenticationResult: null } },
        'AuthenticationResult empty': { json: { AuthenticationResult: {} } },
        'no id token': { json: { AuthenticationResult: { ...result, IdToken: undefined } } },
        'no access token': { json: { AuthenticationResult: { ...result, AccessToken: undefined } } },
        'no refresh token': { json: { AuthenticationResult: { ...result, RefreshToken: undefined } } },
        'tokens that are not JWTs': {
          json: { AuthenticationResult: { IdToken: 'id', AccessToken: 'access', RefreshToken: 'refresh' } },
        },
        'tokens that are numbers': { json: { AuthenticationResult: { IdToken: 1, AccessToken: 2, RefreshToken: 3 } } },
        'tokens without exp': {
          json: {
            AuthenticationResult: {
              IdToken: t.jwt({ iat: t.now() }),
              AccessToken: t.jwt({ iat: t.now(), scope: 'x' }),
              RefreshToken: 'r',
            },
          },
        },
        'an empty ChallengeName': { json: { ChallengeName: '', AuthenticationResult: result } },
      })) {
        t.script({ ...asVerifier(reply), GetUser });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
        t.store.clear();
      }
    },
  },
  {
    name: 'odd replies: signIn, USER_PASSWORD_AUTH',
    covers: ['signIn'],
    async run(t) {
      t.configure(PLAIN);
      for (const [name, reply] of Object.entries({
        ...odd,
        EMAIL_OTP: {
          json: { ChallengeName: 'EMAIL_OTP', Session: 'made-up-session-0123456789', ChallengeParameters: {} },
        },
      })) {
        t.script({ InitiateAuth: reply });
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
        t.store.clear();
      }
    },
  },
  {
    name: 'odd replies: signIn without a password',
    covers: ['signIn'],
    async run(t) {
      t.configure();
      for (const [name, reply] of Object.entries({
        ...odd,
        SMS_MFA: { json: { ChallengeName: 'SMS_MFA', Session: 'made-up-session-0123456789', ChallengeParameters: {} } },
        PASSWORD_VERIFIER: { json: challenge() },
      })) {
        t.script({ InitiateAuth: reply });
        await t.call(name, () => t.Auth.signIn('ana'));
        t.store.clear();
      }
    },
  },
  {
    name: 'a bad sign-in leaves another session alone',
    covers: ['signIn', 'currentAuthenticatedUser'],
    async run(t) {
      t.configure();
      t.signedIn('bea');
      t.store.set(t.key('bea.userData'), JSON.stringify({ Username: 'bea', UserAttributes: [] }));
      for (const [name, reply] of Object.entries({
        refused: bad['__type'],
        HTML: bad['500 HTML'],
        SMS_MFA: { json: { ChallengeName: 'SMS_MFA', Session: 'made-up-session-0123456789', ChallengeParameters: {} } },
        network: bad['network error'],
      })) {
        t.script(asVerifier(reply));
        await t.call(name, () => t.Auth.signIn('ana', 'x'));
        await t.call(`${name}: who is it`, () => t.Auth.currentAuthenticatedUser());
      }
    },
  },
  {
    name: 'bad replies: GetUser of userAttributes',
    covers: ['userAttributes'],
    async run(t) {
      t.configure();
      t.signedIn('ana');
      t.store.set(t.key('ana.userData'), JSON.stringify({ Username: 'ana', UserAttributes: [] }));
      const user = await t.Auth.currentUserPoolUser();
      for (const [name, reply] of Object.entries(bad)) {
        t.script({ GetUser: reply });
        await t.call(name, () => t.Auth.userAttributes(user));
      }
      for (const [name, json] of Object.entries({
        good: {
          Username: 'ana',
          UserAttributes: [
            { Name: 'email', Value: 'x' },
            { Name: 'empty', Value: '' },
            { Name: 'n', Value: null },
          ],
        },
        none: { Username: 'ana', UserAttributes: [] },
      })) {
        t.script({ GetUser: { json } });
        await t.call(name, () => t.Auth.userAttributes(user));
      }
      for (const [name, reply] of Object.entries(odd)) {
        t.script({ GetUser: reply });
        await t.call(name, () => t.Auth.userAttributes(user));
      }
    },
  },
  {
    name: 'bad replies: GetUser of currentUserPoolUser',
    covers: ['currentUserPoolUser'],
    async run(t) {
      t.configure();
      for (const [name, reply] of Object.entries(bad)) {
        t.onlySignedIn('ana');
        t.script({ GetUser: reply });
        await t.call(name, () => t.Auth.currentUserPoolUser());
      }
      for (const [name, reply] of Object.entries(odd)) {
        t.onlySignedIn('ana');
        t.script({ GetUser: reply });
        await t.call(name, () => t.Auth.currentUserPoolUser());
      }
    },
  },
];
