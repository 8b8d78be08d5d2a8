// Makes the page one that has come back from the hosted page (`?code=…&state=…`), and plays the service's part.
const { bench } = globalThis;
const { userPoolWebClientId: clientId } = bench.config;
const page = location.origin + location.pathname;
const state = new URLSearchParams(location.search).get('state');

bench.config.oauth = {
  domain: 'hosted.bench.example',
  scope: ['openid', 'aws.cognito.signin.user.admin'],
  redirectSignIn: page,
  redirectSignOut: page,
  responseType: 'code',
};
const attempt = { state, clientId, redirectUri: page, verifier: 'a-verifier', until: Date.now() + 3_600_000 };
sessionStorage.setItem('cognito-auth-wasm.oauth', JSON.stringify([attempt]));
// v5's.
sessionStorage.setItem('oauth_state', state);
sessionStorage.setItem('ouath_pkce_key', attempt.verifier);

const now = Math.floor(Date.now() / 1000);
const token = (claims) => `e30.${btoa(JSON.stringify({ sub: 'ana', iat: now, exp: now + 3600, ...claims }))}.c2ln`;
const json = (body) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  if (String(input?.url ?? input) !== `https://${bench.config.oauth.domain}/oauth2/token`) return fetch(input, init);
  bench.times.token = performance.now();
  return json({
    id_token: token({ token_use: 'id', 'cognito:username': 'ana' }),
    access_token: token({ token_use: 'access', username: 'ana', scope: bench.config.oauth.scope.join(' ') }),
    refresh_token: 'bench-refresh-token',
    expires_in: 3600,
    token_type: 'Bearer',
  });
};
bench.answer = async () => json({ Username: 'ana', UserAttributes: [{ Name: 'sub', Value: 'ana' }] });
