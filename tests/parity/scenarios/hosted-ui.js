// The hosted UI: what is opened, what a return is made of, and how it ends. Nothing is opened but in the record, and the
// scenarios answer for the token endpoint themselves.
import { GetUser, done } from './made-up.js';

const { entries } = Object;
const CORE = ['federatedSignIn', '_handleAuthResponse', 'configure'];

/** The token endpoint's answer. */
const tokenReply = (t, username, options) => {
  const { IdToken, AccessToken, RefreshToken } = t.tokens(username, { scope: t.oauth().scope.join(' '), ...options });
  return {
    json: {
      id_token: IdToken,
      access_token: AccessToken,
      refresh_token: RefreshToken,
      expires_in: 3600,
      token_type: 'Bearer',
    },
  };
};
const REPLIES = (t, username = 'ana') => ({ token: tokenReply(t, username), GetUser, RevokeToken: done });

/** Begins an attempt and gives the address that the page would come back to. */
async function begun(t, parameters = { code: 'a-code' }, input, name = 'begin') {
  await t.call(name, () => t.Auth.federatedSignIn(input));
  return returned(t, { ...parameters, state: t.opened.searchParams.get('state') });
}
const returned = (t, parameters, mark = '?') =>
  `${t.oauth().redirectSignIn}${mark}${entries(parameters)
    .map((pair) => pair.join('='))
    .join('&')}`;
/** Begins, comes back, and signs in. */
async function signedIn(t, name = 'come back') {
  const url = await begun(t, undefined, undefined, `begin, ${name}`);
  await t.call(name, () => t.Auth._handleAuthResponse(url));
}
/** Configures, and waits until all of that is done. */
async function configured(t, extra) {
  t.configure({ oauth: t.oauth(), ...extra });
  await t.later('configured');
}

export default [
  {
    name: 'hosted UI: what is opened',
    covers: ['federatedSignIn'],
    async run(t) {
      t.configure({ oauth: t.oauth() });
      for (const [name, args] of entries({
        nothing: [],
        undefined: [undefined],
        COGNITO: [{ provider: 'COGNITO' }],
        Google: [{ provider: 'Google' }],
        Facebook: [{ provider: 'Facebook' }],
        LoginWithAmazon: [{ provider: 'LoginWithAmazon' }],
        SignInWithApple: [{ provider: 'SignInWithApple' }],
        'a custom provider': [{ customProvider: 'Corp & Co' }],
        'a custom name as provider': [{ provider: 'Corp' }],
        both: [{ provider: 'Google', customProvider: 'Corp' }],
        'a state': [{ customState: 'a state' }],
        'a state of a provider': [{ provider: 'Google', customState: 'ünï-1 & 2' }],
        'a state of a custom provider': [{ customProvider: 'Corp', customState: 'x' }],
        'an empty state': [{ provider: 'Google', customState: '' }],
        'an undefined provider': [{ provider: undefined }],
        'more arguments': [{ provider: 'Google' }, { token: 'x' }, { name: 'x' }],
      }))
        await t.call(name, () => t.Auth.federatedSignIn(...args));
      t.configure({ oauth: t.oauth({ responseType: 'token', scope: [] }) });
      await t.call('implicit, no scope', () => t.Auth.federatedSignIn());
      t.configure({ oauth: t.oauth({ scope: undefined, options: {} }) });
      await t.call('no scope at all', () => t.Auth.federatedSignIn());
      t.configure({ oauth: t.oauth({ options: { scopes: ['email'], domain: 'of.options' } }) });
      await t.call('options stand before the rest', () => t.Auth.federatedSignIn());
      t.configure({ oauth: t.oauth({ redirectSignIn: `https://other.example/,${location.origin}/back` }) });
      await t.call('several addresses', () => t.Auth.federatedSignIn());
      t.configure({ oauth: { awsCognito: t.oauth() } });
      await t.call('nested', () => t.Auth.federatedSignIn());
    },
  },
  {
    name: 'hosted UI: what cannot be opened',
    covers: ['federatedSignIn'],
    async run(t) {
      t.configure();
      await t.call('no oauth', () => t.Auth.federatedSignIn());
      t.configure({ oauth: t.oauth() });
      await t.call('null', () => t.Auth.federatedSignIn(null));
      await t.call('an empty string', () => t.Auth.federatedSignIn(''));
      await t.call('only a name', () => t.Auth.federatedSignIn('google'));
      t.Auth.configure({ userPoolId: undefined, identityPoolId: undefined });
      await t.call('neither pool', () => t.Auth.federatedSignIn());
      t.Auth.configure({ userPoolId: undefined, identityPoolId: 'us-east-1:pool' });
      await t.call('an identity pool only', () => t.Auth.federatedSignIn());
      await t.call('an identity pool only, with a provider', () => t.Auth.federatedSignIn({ provider: 'Google' }));
      await t.call('a return without a user pool', () => t.Auth._handleAuthResponse(returned(t, { code: 'x' })));
    },
  },
  {
    name: 'hosted UI: configurations',
    covers: ['configure'],
    async run(t) {
      for (const [name, oauth] of entries({
        empty: {},
        whole: t.oauth(),
        'a scope that is text': t.oauth({ scope: 'openid' }),
        'a scope of numbers': t.oauth({ scope: [1] }),
        'a scope that is null': t.oauth({ scope: null }),
        'no scope': t.oauth({ scope: undefined }),
        'scopes of options': t.oauth({ options: { scopes: 'openid' } }),
        nested: { awsCognito: t.oauth() },
      }))
        await t.call(name, () => t.Auth.configure({ ...t.config, oauth }));
    },
  },
  {
    name: 'hosted UI: a code',
    covers: [...CORE, 'currentAuthenticatedUser', 'currentSession', 'signOut'],
    async run(t) {
      t.script(REPLIES(t));
      await configured(t);
      await signedIn(t);
      await t.call('currentAuthenticatedUser', () => t.Auth.currentAuthenticatedUser());
      await t.call('currentSession', () => t.Auth.currentSession());
      await t.call('the same address again', () => t.Auth._handleAuthResponse(returned(t, { code: 'a-code' })));
    },
  },
  {
    name: 'hosted UI: a code, at the start of the page',
    covers: [...CORE, 'currentAuthenticatedUser'],
    async run(t) {
      t.script(REPLIES(t));
      await configured(t);
      const url = await begun(t, { page: 2, code: 'a-code' }, { provider: 'Google', customState: 'mine' });
      t.arrive(`${url}#top`);
      await t.together('configure and ask', [
        () => void t.configure({ oauth: t.oauth() }),
        () => t.Auth.currentAuthenticatedUser(),
        () => t.Auth.currentSession(),
      ]);
      await t.later('afterwards');
    },
  },
  {
    name: 'hosted UI: an implicit grant',
    covers: [...CORE, 'currentAuthenticatedUser', 'currentSession'],
    async run(t) {
      t.script(REPLIES(t));
      await configured(t, { oauth: t.oauth({ responseType: 'token' }) });
      await t.call('begin', () => t.Auth.federatedSignIn({ customState: 'mine' }));
      const { IdToken: id_token, AccessToken: access_token } = t.tokens('ana');
      const state = t.opened.searchParams.get('state');
      const url = returned(t, { id_token, access_token, state, expires_in: 3600, token_type: 'Bearer' }, '#');
      await t.call('come back', () => t.Auth._handleAuthResponse(url));
      await t.call('currentAuthenticatedUser', () => t.Auth.currentAuthenticatedUser());
      t.expire('ana');
      await t.call('expired', () => t.Auth.currentSession());
    },
  },
  {
    name: 'hosted UI: pages that are no return',
    covers: CORE,
    async run(t) {
      await configured(t);
      for (const [name, url] of entries({
        plain: t.oauth().redirectSignIn,
        'another query': returned(t, { page: 2 }),
        'another fragment': returned(t, { page: 2 }, '#'),
      }))
        await t.call(name, () => t.Auth._handleAuthResponse(url));
      await t.call('no address', () => t.Auth._handleAuthResponse());
    },
  },
  {
    name: 'hosted UI: a state that is not ours',
    covers: CORE,
    async run(t) {
      t.script(REPLIES(t));
      await configured(t);
      await t.call('begin', () => t.Auth.federatedSignIn());
      await t.call('another state', () => t.Auth._handleAuthResponse(returned(t, { code: 'x', state: 'theirs' })));
      t.store.clear();
      await t.call('no state, nothing begun', () => t.Auth._handleAuthResponse(returned(t, { code: 'x' })));
    },
  },
  {
    name: 'hosted UI: returns that fail',
    covers: CORE,
    async run(t) {
      await configured(t);
      const error = { error: 'access_denied', error_description: 'The+user%20said+no' };
      const denied = await begun(t, error);
      await t.call('denied', () => t.Auth._handleAuthResponse(denied));
      for (const [name, reply] of entries({
        invalid_grant: { status: 400, json: { error: 'invalid_grant' } },
        'invalid_request, with a description': {
          status: 400,
          json: { error: 'invalid_request', error_description: 'PreTokenGeneration failed' },
        },
        network: { error: 'TypeError' },
        HTML: { status: 503, text: '<html>' },
        'an empty object': { json: {} },
        'no ID token': { json: { access_token: 'x', refresh_token: 'y' } },
      })) {
        t.script({ token: reply, GetUser });
        const url = await begun(t, undefined, undefined, `begin, ${name}`);
        await t.call(name, () => t.Auth._handleAuthResponse(url));
      }
    },
  },
  {
    name: 'hosted UI: refusals without a state',
    covers: CORE,
    async run(t) {
      await configured(t);
      for (const [name, mark] of entries({ 'in the query': '?', 'in the fragment': '#' })) {
        await t.call(`begin, ${name}`, () => t.Auth.federatedSignIn());
        await t.call(name, () =>
          t.Auth._handleAuthResponse(returned(t, { error: 'server_error', error_description: 'lost' }, mark)),
        );
      }
    },
  },
  {
    name: 'hosted UI: another path',
    covers: CORE,
    async run(t) {
      t.script(REPLIES(t));
      await configured(t);
      const elsewhere = (await begun(t)).replace('/back', '/other');
      await t.call('come back', () => t.Auth._handleAuthResponse(elsewhere));
    },
  },
  {
    name: 'hosted UI: with an identity pool',
    covers: [...CORE, 'currentUserCredentials'],
    async run(t) {
      await configured(t, { identityPoolId: 'us-east-1:pool' });
      t.script({
        ...REPLIES(t),
        GetId: { json: { IdentityId: 'ana' } },
        GetCredentialsForIdentity: {
          json: {
            IdentityId: 'ana',
            Credentials: { AccessKeyId: 'key', SecretKey: 'secret', SessionToken: 'token', Expiration: 4_102_444_800 },
          },
        },
      });
      await signedIn(t);
      await t.call('currentUserCredentials', () => t.Auth.currentUserCredentials());
    },
  },
  {
    name: 'hosted UI: with an identity pool that refuses',
    covers: CORE,
    async run(t) {
      await configured(t, { identityPoolId: 'us-east-1:pool' });
      t.script({ ...REPLIES(t), GetId: { status: 400, json: { __type: 'NotAuthorizedException', message: 'no' } } });
      await signedIn(t);
    },
  },
  {
    name: 'hosted UI: somebody else was signed in',
    covers: CORE,
    async run(t) {
      await configured(t);
      t.signedIn('bea');
      t.store.set(t.key('bea.userData'), '{}');
      t.store.set(t.key('ana.userData'), '{}');
      t.store.set('aws-amplify-federatedInfo', '{"token":"x","user":{}}');
      t.script(REPLIES(t));
      await signedIn(t);
    },
  },
  {
    name: 'hosted UI: signOut',
    covers: ['signOut'],
    async run(t) {
      t.script({ ...REPLIES(t), GlobalSignOut: done });
      await configured(t);
      for (const [name, options] of entries({ here: undefined, everywhere: { global: true } })) {
        await signedIn(t, `come back, ${name}`);
        t.hold();
        await t.call(name, () => t.Auth.signOut(options));
        await t.tick(`${name}: three seconds later`, 4);
      }
    },
  },
  {
    name: 'hosted UI: deleteUser',
    covers: ['deleteUser'],
    async run(t) {
      t.script({ ...REPLIES(t), DeleteUser: done });
      await configured(t);
      await signedIn(t);
      t.hold();
      await t.call('deleteUser', () => t.Auth.deleteUser());
      await t.tick('three seconds later', 4);
    },
  },
  {
    name: 'hosted UI: a session that came by password',
    covers: ['signIn', 'signOut', 'deleteUser'],
    users: { ana: {} },
    async run(t) {
      await t.begin('ana', { oauth: t.oauth() });
      await t.later('configured');
      await t.call('signOut', () => t.Auth.signOut());
      await t.begin('ana', { oauth: t.oauth() });
      await t.call('signOut everywhere', () => t.Auth.signOut({ global: true }));
      await t.begin('ana', { oauth: t.oauth() });
      await t.call('deleteUser', () => t.Auth.deleteUser());
    },
  },
  {
    name: 'hosted UI: a refresh',
    covers: ['currentSession'],
    async run(t) {
      const { IdToken, AccessToken } = t.tokens('ana', { lives: 7200 });
      t.script({
        ...REPLIES(t),
        InitiateAuth: {
          json: { AuthenticationResult: { IdToken, AccessToken, ExpiresIn: 3600, TokenType: 'Bearer' } },
        },
      });
      await configured(t);
      await signedIn(t);
      t.expire('ana');
      await t.call('currentSession', () => t.Auth.currentSession());
    },
  },
  {
    name: 'hosted UI: a session that has ended',
    covers: ['currentAuthenticatedUser', 'currentSession'],
    async run(t) {
      const refused = {
        status: 400,
        json: { __type: 'NotAuthorizedException', message: 'Refresh Token has been revoked' },
      };
      t.script({ ...REPLIES(t), InitiateAuth: refused });
      await configured(t);
      await signedIn(t);
      t.expire('ana');
      t.hurry(100);
      await t.call('currentSession', () => t.Auth.currentSession());
    },
  },
  {
    name: 'hosted UI: two returns at once',
    covers: CORE,
    async run(t) {
      t.script({ ...REPLIES(t), token: { ...tokenReply(t, 'ana'), delay: 40 } });
      await configured(t);
      const url = await begun(t);
      await t.together('both', [() => t.Auth._handleAuthResponse(url), () => t.Auth._handleAuthResponse(url)]);
    },
  },
];
