// The pages that a user pool hosts, and its token endpoint: `GET /oauth2/authorize`, `/login` and `/logout`, `POST
// /oauth2/token` and `/oauth2/revoke`, at the stand-in's own address (`domain: standIn.url` without the last slash). An app
// client takes part when it is made with `AllowedOAuthFlows` (`code`, `implicit`), `AllowedOAuthScopes`, `CallbackURLs` and
// `LogoutURLs` (compared letter by letter), and `AllowedOAuthFlowsUserPoolClient: true`; `HOSTED_CLIENT` fills in the rest.
//
// `identity_provider` may be COGNITO, one of the four social ones, or one that `CreateIdentityProvider` has made; each but
// COGNITO is a page here that pretends to be the provider. Labels: "Username", "Password", "Sign in", "Cancel"; "Email",
// "Continue". "Cancel" answers `access_denied`. A cookie keeps who has signed in until `/logout`, an hour at most.
//
// `Fault` takes the operations `authorize` (the redirect then brings `error=<Type>&error_description=<Message>`), `token` and
// `revoke`.
//
// https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html, token-endpoint.html,
// logout-endpoint.html, revocation-endpoint.html, federation-endpoint-idp-responses.html
import { createHash } from 'node:crypto';
import { MINUTE_MS } from './pool.mjs';
import { Refusal } from './refuse.mjs';
import { refreshed, revoke, signedIn } from './tokens.mjs';

const SOCIAL = ['Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple'];
const CODE_MS = 5 * MINUTE_MS;
const SESSION_MS = 60 * MINUTE_MS;
const GRANTS = { code: 'code', token: 'implicit' };

/** The settings of an app client that may use all of it; `CallbackURLs` and `LogoutURLs` are the test's. */
export const HOSTED_CLIENT = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
  SupportedIdentityProviders: ['COGNITO', ...SOCIAL],
};

/** An error of RFC 6749: it goes to the application, by the redirect or as JSON. */
class OAuthError extends Error {
  constructor(error, description) {
    super(error);
    this.error = error;
    this.description = description;
  }
}
const fail = (error, description) => {
  throw new OAuthError(error, description);
};
/** What the application cannot be told, for it is not known which one it is. */
class PageError extends Error {}

const redirect = (location, cookie) => ({
  status: 302,
  headers: { Location: location, ...(cookie && { 'Set-Cookie': cookie }) },
});
const json = (status, body) => ({
  status,
  headers: { 'Content-Type': 'application/json;charset=UTF-8', 'Cache-Control': 'no-store' },
  text: body && JSON.stringify(body),
});

const routes = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': login,
  'GET /provider': showProvider,
  'POST /provider': provide,
  'GET /logout': logout,
  'GET /error': ({ query }) => errorPage(query.get('error') ?? 'server_error'),
  'POST /oauth2/token': token,
  'POST /oauth2/revoke': revokeToken,
};

/** What answers this request, or undefined: it is none of a hosted page. */
export function hostedRoute(method, { pathname }) {
  return routes[`${method} ${pathname}`];
}

/** The name that `Fault` knows it by. */
export const faultName = (pathname) => pathname.replace('/oauth2/', '');

/** Which pool a request is about: the one of its client. */
export const clientIdOf = (url, form, authorization) =>
  url.searchParams.get('client_id') ?? form.get('client_id') ?? basic(authorization)?.[0];

/** `{ status, headers, text }` for a request of that route. `fault` is a broken authorize endpoint. */
export function answerHosted(route, { pool, client, url, form, headers, fault }) {
  const request = { pool, client, query: url.searchParams, form, headers, fault };
  try {
    return route(request);
  } catch (error) {
    if (error instanceof PageError) return redirect(`/error?error=${encodeURIComponent(error.message)}`);
    // The service's own operations refuse in other words.
    if (error instanceof Refusal) error = new OAuthError('invalid_grant');
    if (!(error instanceof OAuthError)) {
      console.error(error);
      error = new OAuthError('server_error');
    }
    const { error: name, description } = error;
    if (url.pathname.startsWith('/oauth2/') && url.pathname !== '/oauth2/authorize')
      return json(400, { error: name, ...(description && { error_description: description }) });
    return back(request, { error_description: description, error: name });
  }
}

// ---- the browser's side ----

/** Back to the application: a code in the query, tokens in the fragment, an error wherever they would have been. */
function back({ query }, parameters) {
  const given = Object.entries({ ...parameters, state: query.get('state') }).filter(([, value]) => value != null);
  // As the service writes it: a space is a plus.
  const text = given.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%20', '+')}`).join('&');
  const uri = query.get('redirect_uri');
  if (query.get('response_type') === 'token') return redirect(`${uri}#${text}`);
  return redirect(`${uri}${uri.includes('?') ? '&' : '?'}${text}`);
}

/** Refuses what is not to be answered at all, and then what the application hears of. */
function check({ client, query }) {
  if (!client) throw new PageError('invalid_client');
  if (!client.CallbackURLs?.includes(query.get('redirect_uri'))) throw new PageError('redirect_mismatch');
  const grant = GRANTS[query.get('response_type')];
  if (!grant) fail('invalid_request', 'invalid response_type');
  if (!client.AllowedOAuthFlowsUserPoolClient || !client.AllowedOAuthFlows?.includes(grant))
    fail('unauthorized_client');
  const [challenge, method] = [query.get('code_challenge'), query.get('code_challenge_method')];
  if ((challenge === null) !== (method === null) || (method !== null && method !== 'S256'))
    fail('invalid_request', 'Invalid code_challenge_method');
  if (challenge !== null && !/^[\w-]{43}$/.test(challenge)) fail('invalid_request', 'Invalid code_challenge');
  const scopes = scopesOf(client, query);
  if (scopes.some((scope) => !client.AllowedOAuthScopes.includes(scope))) fail('invalid_scope');
}

const scopesOf = (client, query) => {
  const asked = (query.get('scope') ?? '').split(' ').filter(Boolean);
  return asked.length ? asked : client.AllowedOAuthScopes;
};

/** The provider that a request names, or undefined: everybody may choose. */
function providerOf({ pool, client, query }) {
  const identifier = query.get('idp_identifier');
  const name = identifier
    ? [...pool.identityProviders.values()].find(({ IdpIdentifiers = [] }) => IdpIdentifiers.includes(identifier))
        ?.ProviderName
    : query.get('identity_provider');
  if (name === null) return undefined;
  const supported = client.SupportedIdentityProviders ?? ['COGNITO'];
  const known = name === 'COGNITO' || SOCIAL.includes(name) || pool.identityProviders.has(name);
  if (!known || !(supported.includes(name) || pool.identityProviders.has(name)))
    fail('invalid_request', 'Login option is not available. Please try another one');
  return name;
}

function authorize(request) {
  const { pool, query, fault } = request;
  check(request);
  if (fault) fail(fault.Type ?? 'server_error', fault.Message);
  const provider = providerOf(request);
  const prompt = query.get('prompt');
  const session = sessionOf(request);
  if (session && prompt !== 'login' && prompt !== 'select_account' && (!provider || provider === session.provider))
    return grant(request, session.user);
  if (prompt === 'none') fail('login_required');
  const page = provider && provider !== 'COGNITO' ? '/provider' : '/login';
  const next = new URLSearchParams(query);
  if (page === '/provider') next.set('identity_provider', provider);
  return redirect(`${page}?${next}`);
}

/** The answer to the application. */
function grant(request, user, cookie) {
  const { pool, client, query } = request;
  const signIn = { client, user, scopes: scopesOf(client, query), nonce: query.get('nonce') ?? undefined };
  let answer;
  if (query.get('response_type') === 'token') {
    const { id_token, access_token, token_type, expires_in } = shown(signedIn(pool, signIn), signIn);
    answer = back(request, { access_token, id_token, expires_in, token_type });
  } else {
    const code = pool.uuid(`authorization code ${user.username}`);
    pool.authorizationCodes.set(code, {
      ...signIn,
      redirectUri: query.get('redirect_uri'),
      challenge: query.get('code_challenge'),
      until: pool.now() + CODE_MS,
    });
    answer = back(request, { code });
  }
  if (cookie) answer.headers['Set-Cookie'] = cookie;
  return answer;
}

/** Where the browser of a user goes who has signed in at this address of the authorize endpoint. */
export function authorizeAs(pool, user, address) {
  const query = new URL(address).searchParams;
  const request = { pool, client: pool.clients.get(query.get('client_id')), query };
  check(request);
  return grant(request, user).headers.Location;
}

const cookieName = (pool) => `cognito-${pool.name}`;

function sessionOf({ pool, headers }) {
  const cookies = (headers.cookie ?? '').split('; ').map((each) => each.split('='));
  const [, id] = cookies.find(([name]) => name === cookieName(pool)) ?? [];
  const session = pool.browserSessions.get(id);
  return session && pool.now() < session.until && session.user.enabled ? session : undefined;
}

function begin(pool, user, provider) {
  const id = pool.uuid(`browser session ${user.username}`);
  pool.browserSessions.set(id, { user, provider, until: pool.now() + SESSION_MS });
  return `${cookieName(pool)}=${id}; Path=/; HttpOnly; SameSite=Lax`;
}

function showLogin(request, { username = request.query.get('login_hint') ?? '', message } = {}) {
  check(request);
  const { pool, client, query } = request;
  const others = [...new Set([...(client.SupportedIdentityProviders ?? []), ...pool.identityProviders.keys()])];
  const links = others
    .filter((name) => name !== 'COGNITO')
    .map((name) => {
      const next = new URLSearchParams(query);
      next.set('identity_provider', name);
      return `<a href="/oauth2/authorize?${escaped(String(next))}">Continue with ${escaped(name)}</a>`;
    });
  return page(
    query,
    'Sign in with your username and password',
    `<form method="post" action="/login?${escaped(String(query))}">
  ${message ? `<p role="alert">${escaped(message)}</p>` : ''}
  <label>Username <input name="username" value="${escaped(username)}" autocomplete="username" required autofocus></label>
  <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
  <button>Sign in</button>
  <button name="cancel" value="yes" formnovalidate>Cancel</button>
</form>
${links.length ? `<nav aria-label="Other ways">${links.join('\n')}</nav>` : ''}`,
  );
}

const DENIED = 'Access denied: the user did not agree';

function login(request) {
  check(request);
  const { pool, form } = request;
  if (form.has('cancel')) fail('access_denied', DENIED);
  const username = form.get('username') ?? '';
  const user = pool.find(username);
  const again = (message) => showLogin(request, { username, message });
  if (!user || user.password !== form.get('password')) return again('Incorrect username or password.');
  if (!user.enabled) return again('User is disabled.');
  if (user.status !== 'CONFIRMED') return again('User is not confirmed.');
  return grant(request, user, begin(pool, user, 'COGNITO'));
}

function showProvider(request) {
  check(request);
  const { query } = request;
  const name = escaped(providerOf(request));
  return page(
    query,
    `This page stands for ${name}`,
    `<form method="post" action="/provider?${escaped(String(query))}">
  <p>Who are you at ${name}?</p>
  <label>Email <input name="email" value="${escaped(query.get('login_hint') ?? '')}" required autofocus></label>
  <button>Continue</button>
  <button name="cancel" value="yes" formnovalidate>Cancel</button>
</form>`,
  );
}

/** A user that a provider vouches for bears the provider's name: `Google_1234`. */
function provide(request) {
  check(request);
  const { pool, form } = request;
  const provider = providerOf(request);
  if (form.has('cancel')) fail('access_denied', `${provider} Error - 400 ${DENIED}`);
  const email = form.get('email');
  const userId = String(BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 16)}`));
  const username = `${provider}_${userId}`;
  const user = pool.find(username) ?? pool.add(username, undefined, { email }, 'EXTERNAL_PROVIDER');
  user.identities = [
    {
      userId,
      providerName: provider,
      providerType: pool.identityProviders.get(provider)?.ProviderType ?? provider,
      primary: 'true',
    },
  ];
  return grant(request, user, begin(pool, user, provider));
}

/** Ends what the browser remembers, and shows the application's page, or the one to sign in again. */
function logout({ pool, client, query, headers }) {
  if (!client) throw new PageError('invalid_client');
  const [uri, again] = [query.get('logout_uri'), query.get('redirect_uri')];
  if (uri === null && again === null) throw new PageError("Required String parameter 'redirect_uri' is not present");
  if (uri === null && !query.get('response_type'))
    throw new PageError("Required String parameter 'response_type' is not present");
  if (uri === null ? !client.CallbackURLs?.includes(again) : !client.LogoutURLs?.includes(uri))
    throw new PageError('redirect_mismatch');
  for (const [, id] of (headers.cookie ?? '').split('; ').map((each) => each.split('=')))
    pool.browserSessions.delete(id);
  return redirect(uri ?? `/login?${query}`, `${cookieName(pool)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
}

// ---- the application's side ----

const basic = (header) =>
  header?.startsWith('Basic ') ? Buffer.from(header.slice(6), 'base64').toString().split(':') : undefined;

function checkClient({ client, headers, form }) {
  if (!client) fail('invalid_client');
  if (client.ClientSecret && (basic(headers.authorization)?.[1] ?? form.get('client_secret')) !== client.ClientSecret)
    fail('invalid_client');
}

function token(request) {
  const { pool, client, form, headers } = request;
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) fail('invalid_request');
  const grantType = form.get('grant_type');
  if (!grantType) fail('invalid_request');
  checkClient(request);
  if (!client.AllowedOAuthFlowsUserPoolClient) fail('unauthorized_client');
  if (grantType === 'refresh_token') {
    if (!form.get('refresh_token')) fail('invalid_request');
    const { result, origin } = refreshed(pool, client, form.get('refresh_token'));
    return json(200, shown(result, origin));
  }
  if (grantType !== 'authorization_code') fail('unsupported_grant_type');
  if (!client.AllowedOAuthFlows.includes('code')) fail('unauthorized_client');
  const code = form.get('code');
  if (!code || !form.get('redirect_uri')) fail('invalid_request');
  const issued = pool.authorizationCodes.get(code);
  // Whoever asks has used the code up, whatever else is wrong with the request.
  pool.authorizationCodes.delete(code);
  if (!issued || issued.client !== client || pool.now() > issued.until) fail('invalid_grant');
  if (issued.redirectUri !== form.get('redirect_uri')) fail('invalid_grant');
  const verifier = form.get('code_verifier');
  const challenge = verifier === null ? null : createHash('sha256').update(verifier).digest('base64url');
  if (challenge !== issued.challenge) fail('invalid_grant');
  return json(200, shown(signedIn(pool, issued), issued));
}

/** Tokens under the names of RFC 6749. Only `openid` gets an ID token. */
const shown = ({ IdToken, AccessToken, RefreshToken, ExpiresIn, TokenType }, { scopes = ['openid'] }) => ({
  ...(scopes.includes('openid') && { id_token: IdToken }),
  access_token: AccessToken,
  refresh_token: RefreshToken,
  expires_in: ExpiresIn,
  token_type: TokenType,
});

function revokeToken(request) {
  const { pool, client, form } = request;
  if (!form.get('token')) fail('invalid_request');
  checkClient(request);
  try {
    revoke(pool, client, form.get('token'));
  } catch (error) {
    const names = { UnsupportedTokenTypeException: 'unsupported_token_type', UnauthorizedException: 'invalid_request' };
    fail(names[error.type] ?? 'invalid_request');
  }
  return json(200);
}

/** What a fault of the token endpoint answers, in place of an operation's JSON. */
export const brokenJson = ({ Type, Message }) => ({
  error: Type ?? 'server_error',
  ...(Message && { error_description: Message }),
});

// ---- HTML ----

const escaped = (text) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

const errorPage = (message) => ({
  ...page(
    new URLSearchParams(),
    'An error was encountered with the requested page.',
    `<p role="alert">${escaped(message)}</p>`,
  ),
  status: 400,
});

const page = (query, title, body) => ({
  status: 200,
  headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  text: `<!doctype html>
<html lang="${escaped(query.get('lang') ?? 'en')}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { display: grid; place-content: center; min-height: 100vh; margin: 0; background: light-dark(#eef1f6, #15181e) }
  main { box-sizing: border-box; width: min(24rem, 100vw); padding: 2rem; border-radius: .75rem;
    background: light-dark(#fff, #20242c); box-shadow: 0 1px 3px #0003, 0 8px 24px #0001 }
  h1 { margin: 0 0 1.25rem; font-size: 1.125rem; line-height: 1.35 }
  form, nav { display: grid; gap: .875rem }
  nav { margin-top: 1.25rem; padding-top: 1.25rem; border-top: 1px solid light-dark(#dde2ea, #39404c) }
  p { margin: 0 }
  [role=alert] { padding: .5rem .75rem; border-radius: .375rem; color: light-dark(#8d1c1c, #ffb4ab);
    background: light-dark(#fdecec, #45201f) }
  label { display: grid; gap: .25rem; font-size: .875rem; font-weight: 600 }
  input, button, a { font: inherit; padding: .5rem .75rem; border-radius: .375rem; border: 1px solid light-dark(#b7bfcc, #545d6c) }
  input { font-weight: 400 }
  button, a { cursor: pointer; text-align: center; text-decoration: none; color: inherit; background: none }
  button:first-of-type { color: #fff; border-color: #2f5fd0; background: #2f5fd0; font-weight: 600 }
</style>
<main>
<h1>${title}</h1>
${body}
</main>
</html>
`,
});
