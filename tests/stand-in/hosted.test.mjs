// What the stand-in's hosted pages promise, asked of them directly. What v5 makes of them is in tests/e2e/hosted-ui-v5.spec.js.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { HOSTED_CLIENT, startStandIn } from './stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const APP = 'http://app.example/back?x=1';
const OUT = 'http://app.example/out';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
let standIn;
before(async () => (standIn = await startStandIn()));
after(() => standIn.stop());

/** A pool with a hosted client and a user, a browser that keeps its cookie, and what an application sends. */
async function world({ client, ...options } = {}) {
  const ids = await standIn.createUserPool({
    ...options,
    pool: { Clock: 1_800_000_000_000 },
    client: { ...HOSTED_CLIENT, CallbackURLs: [APP, `${APP}&y=2`], LogoutURLs: [OUT], ...client },
  });
  await standIn.createUser(ids.userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com' });
  let cookie;
  const request = async (path, form) => {
    const response = await fetch(new URL(path, standIn.url), {
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const set = response.headers.get('set-cookie');
    if (set) cookie = set.includes('Max-Age=0') ? undefined : set.split(';')[0];
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  };
  const asked = (more) => ({
    redirect_uri: APP,
    response_type: 'code',
    client_id: ids.clientId,
    scope: 'openid email aws.cognito.signin.user.admin',
    state: 'a b',
    ...more,
  });
  const w = {
    ...ids,
    asked,
    admin: (operation, body) => standIn.admin(operation, { UserPoolId: ids.userPoolId, ...body }),
    request,
    authorize: (more) => request(`/oauth2/authorize?${new URLSearchParams(asked(more))}`),
    /** Goes through the page of `path` with these fields, and gives the redirect to the application. */
    answer: async ({ location }, form) => request(location, form),
    signIn: async (more) => {
      const page = await w.authorize(more);
      if (!page.location.startsWith('/')) return new URL(page.location);
      return new URL((await w.answer(page, { username: 'ana', password: PASSWORD })).location);
    },
    code: async (more) => (await w.signIn(more)).searchParams.get('code'),
    post: async (path, form, headers) => {
      const response = await fetch(new URL(path, standIn.url), {
        method: 'POST',
        headers: { 'x-amz-user-agent': 'aws-amplify', ...headers },
        body: new URLSearchParams({ client_id: ids.clientId, ...form }),
      });
      assert.equal(response.headers.get('access-control-allow-origin'), '*');
      const text = await response.text();
      return { status: response.status, ...(text && { json: JSON.parse(text) }) };
    },
    exchange: (code, more) =>
      w.post('/oauth2/token', { grant_type: 'authorization_code', code, redirect_uri: APP, ...more }),
  };
  return w;
}
const refused = ({ status, json }, error, description) => {
  assert.equal(status, 400);
  assert.deepEqual(json, { error, ...(description && { error_description: description }) });
};
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

test('a code comes back with the state, and is exchanged once, with its verifier, for tokens that say what was asked', async () => {
  const w = await world();
  const asked = { code_challenge: CHALLENGE, code_challenge_method: 'S256', nonce: 'n-1' };
  const page = await w.authorize({ ...asked, login_hint: 'a"na', lang: 'fr' });
  assert.match(page.location, /^\/login\?/);
  const shown = await w.request(page.location);
  assert.match(shown.text, /<html lang="fr">[^]*value="a&#34;na"/);
  assert.match((await w.answer(page, { username: 'ana', password: 'no' })).text, /Incorrect username or password/);
  const back = await w.signIn(asked);
  assert.equal(back.href.replace(/code=[0-9a-f-]{36}/, 'code='), `${APP}&code=&state=a+b`);
  const { status, json } = await w.exchange(back.searchParams.get('code'), { code_verifier: VERIFIER });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(json), ['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type']);
  const id = claims(json.id_token);
  assert.deepEqual([id.nonce, id['cognito:username'], id.aud], ['n-1', 'ana', w.clientId]);
  assert.equal(claims(json.access_token).scope, 'openid email aws.cognito.signin.user.admin');
  assert.equal((await standIn.api('GetUser', { AccessToken: json.access_token })).Username, 'ana');
  refused(await w.exchange(back.searchParams.get('code'), { code_verifier: VERIFIER }), 'invalid_grant');
});

test('a code is good for its redirect, its verifier and five minutes; a wrong exchange uses it up', async () => {
  const w = await world();
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  for (const more of [{}, { code_verifier: 'w'.repeat(43) }]) {
    const code = await w.code({ ...pkce, prompt: 'login' });
    refused(await w.exchange(code, more), 'invalid_grant');
    refused(await w.exchange(code, { code_verifier: VERIFIER }), 'invalid_grant');
  }
  refused(await w.exchange(await w.code({ prompt: 'login' }), { redirect_uri: `${APP}&y=2` }), 'invalid_grant');
  const late = await w.code({ prompt: 'login' });
  await w.admin('MoveClock', { Seconds: 301 });
  refused(await w.exchange(late), 'invalid_grant');
  refused(await w.exchange(late, { client_id: 'nobody' }), 'invalid_client');
  refused(await w.exchange(late, { grant_type: 'password' }), 'unsupported_grant_type');
  refused(await w.exchange('', {}), 'invalid_request');
  const secret = await world({ client: { GenerateSecret: true } });
  refused(await secret.exchange(await secret.code()), 'invalid_client');
});

test('only openid gets an ID token, and only the admin scope lets the pool be asked', async () => {
  const w = await world();
  const { json } = await w.exchange(await w.code({ scope: 'email' }));
  assert.equal(json.id_token, undefined);
  await assert.rejects(standIn.api('GetUser', { AccessToken: json.access_token }), {
    said: 'Access Token does not have required scopes',
  });
});

test('the implicit grant brings tokens in the fragment, and none to refresh with', async () => {
  const w = await world();
  const back = await w.signIn({ response_type: 'token' });
  assert.equal(back.search, '?x=1');
  const fragment = new URLSearchParams(back.hash.slice(1));
  assert.deepEqual([...fragment.keys()], ['access_token', 'id_token', 'expires_in', 'token_type', 'state']);
  assert.equal(fragment.get('state'), 'a b');
});

test('what a request lacks is told to the application, and to nobody if it is not known', async () => {
  const w = await world({ client: { AllowedOAuthFlows: ['code'] } });
  for (const [more, said] of [
    [{ response_type: 'id' }, 'error_description=invalid+response_type&error=invalid_request&state=a+b'],
    [{ code_challenge: CHALLENGE }, 'error_description=Invalid+code_challenge_method&error=invalid_request&state=a+b'],
    [{ scope: 'openid other' }, 'error=invalid_scope&state=a+b'],
    [{ prompt: 'none' }, 'error=login_required&state=a+b'],
    [
      { identity_provider: 'Other' },
      'error_description=Login+option+is+not+available.+Please+try+another+one&error=invalid_request&state=a+b',
    ],
  ])
    assert.equal((await w.authorize(more)).location, `${APP}&${said}`);
  assert.equal((await w.authorize({ response_type: 'token' })).location, `${APP}#error=unauthorized_client&state=a+b`);
  for (const [more, error] of [
    [{ redirect_uri: `${APP}/` }, 'redirect_mismatch'],
    [{ client_id: 'nobody' }, 'invalid_client'],
  ]) {
    const { location } = await w.authorize(more);
    assert.equal(location, `/error?error=${error}`);
    assert.equal((await w.request(location)).status, 400);
  }
});

test('the browser is known until it signs out, unless the page is asked for', async () => {
  const w = await world();
  await w.signIn();
  assert.match((await w.authorize()).location, /^http:\/\/app\.example\/back\?x=1&code=/);
  assert.match((await w.authorize({ prompt: 'none' })).location, /code=/);
  assert.match((await w.authorize({ prompt: 'login' })).location, /^\/login/);
  const out = (query) => w.request(`/logout?${new URLSearchParams({ client_id: w.clientId, ...query })}`);
  assert.equal((await out({ logout_uri: `${OUT}/` })).location, '/error?error=redirect_mismatch');
  assert.match((await out({})).location, /^\/error/);
  assert.match((await w.authorize()).location, /code=/);
  assert.equal((await out({ logout_uri: OUT })).location, OUT);
  assert.match((await w.authorize()).location, /^\/login/);
  await w.signIn();
  const again = await out({ redirect_uri: APP, response_type: 'code', state: 's' });
  assert.match(again.location, /^\/login\?client_id=/);
  assert.match((await w.answer(again, { username: 'ana', password: PASSWORD })).location, /code=.*&state=s$/);
  await w.admin('MoveClock', { Seconds: 3601 });
  assert.match((await w.authorize()).location, /^\/login/);
});

test('another provider has a page of its own, and its users its name', async () => {
  const w = await world();
  await w.admin('CreateIdentityProvider', {
    ProviderName: 'Corp',
    ProviderType: 'OIDC',
    IdpIdentifiers: ['corp.example'],
  });
  for (const [asked, name] of [
    [{ identity_provider: 'Google' }, 'Google'],
    [{ identity_provider: 'Corp' }, 'Corp'],
    [{ idp_identifier: 'corp.example' }, 'Corp'],
  ]) {
    const page = await w.authorize({ ...asked, prompt: 'login' });
    assert.match(page.location, /^\/provider\?/);
    assert.match((await w.request(page.location)).text, new RegExp(`stands for ${name}`));
    const back = new URL((await w.answer(page, { email: 'eve@example.com' })).location);
    const id = claims((await w.exchange(back.searchParams.get('code'))).json.id_token);
    assert.match(id['cognito:username'], new RegExp(`^${name}_\\d+$`));
    assert.deepEqual([id.email, id.identities[0].providerName], ['eve@example.com', name]);
    // The browser is known as this provider's user, and not as one of the pool.
    assert.match((await w.authorize(asked)).location, /code=/);
    assert.match((await w.authorize({ identity_provider: 'COGNITO' })).location, /^\/login/);
  }
});

test('who cancels is sent back with access_denied', async () => {
  const w = await world();
  const cancel = async (more) => new URL((await w.answer(await w.authorize(more), { cancel: 'yes' })).location);
  assert.equal(
    (await cancel()).href,
    `${APP}&error_description=Access+denied%3A+the+user+did+not+agree&error=access_denied&state=a+b`,
  );
  const said = (await cancel({ identity_provider: 'Google' })).searchParams;
  assert.equal(said.get('error_description'), 'Google Error - 400 Access denied: the user did not agree');
  assert.match((await cancel({ response_type: 'token' })).hash, /^#error_description=.*&error=access_denied/);
});

test('a test may go past the pages', async () => {
  const w = await world();
  const Url = `${standIn.url}oauth2/authorize?${new URLSearchParams(w.asked())}`;
  const { Location } = await w.admin('Authorize', { Username: 'ana', Url });
  assert.equal((await w.exchange(new URL(Location).searchParams.get('code'))).status, 200);
});

test('the token endpoint refreshes, with and without rotation, and revokes', async () => {
  for (const rotation of [false, true]) {
    const w = await world({
      client: rotation && { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } },
    });
    const { json } = await w.exchange(await w.code());
    const refresh = (refresh_token) => w.post('/oauth2/token', { grant_type: 'refresh_token', refresh_token });
    const next = (await refresh(json.refresh_token)).json;
    assert.equal(Boolean(next.refresh_token), rotation);
    assert.equal(claims(next.access_token).scope, claims(json.access_token).scope);
    refused(await w.post('/oauth2/revoke', { token: json.access_token }), 'unsupported_token_type');
    refused(await w.post('/oauth2/revoke', {}), 'invalid_request');
    const token = next.refresh_token ?? json.refresh_token;
    assert.deepEqual(await w.post('/oauth2/revoke', { token }), { status: 200 });
    refused(await refresh(token), 'invalid_grant');
    refused(await refresh(''), 'invalid_request');
  }
});

test('a session of the hosted page is refreshed by the user pool too', async () => {
  const w = await world();
  const { json } = await w.exchange(await w.code());
  const { AuthenticationResult: result } = await standIn.api('InitiateAuth', {
    ClientId: w.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: json.refresh_token },
  });
  assert.equal(claims(result.AccessToken).scope, 'openid email aws.cognito.signin.user.admin');
});

test('the endpoints break as a test wants', async () => {
  const w = await world();
  const fault = (how) => w.admin('Fault', { Operation: 'token', ...how });
  await fault({ Type: 'invalid_request', Message: 'PreTokenGeneration failed' });
  const code = await w.code();
  refused(await w.exchange(code), 'invalid_request', 'PreTokenGeneration failed');
  await fault({ Kind: 'abort' });
  await assert.rejects(w.exchange(code));
  await fault({ Kind: 'html' });
  await assert.rejects(w.exchange(code), SyntaxError);
  await fault({ Kind: 'slow', DelayMs: 10 });
  assert.equal((await w.exchange(code)).status, 200);
  await fault({ Kind: 'abort', After: true });
  const lost = await w.code();
  await assert.rejects(w.exchange(lost));
  refused(await w.exchange(lost), 'invalid_grant');
  await w.admin('Fault', { Operation: 'authorize', Type: 'server_error', Message: 'über' });
  assert.match((await w.authorize()).location, /error_description=%C3%BCber&error=server_error&state=a\+b$/);
});
