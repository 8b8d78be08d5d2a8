// Refresh tokens that are kept in a worker: nowhere in the page is one, and all that needs one works. The server here is the
// local Cognito, which checks them.
import { createServer } from 'node:http';
import { expect, test as base } from './fixtures.js';
import { readMemories, search, watch } from './memory.js';

const test = base.extend({
  context: async ({ context }, use) => {
    await context.addInitScript(watch);
    await context.addInitScript(seen);
    await use(context);
  },
  between: async ({ pool }, use) => {
    const proxy = await startProxy(async (target, body) => {
      const reply = await fetch(pool.endpoint, { method: 'POST', headers: { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1' }, body });
      return { status: reply.status, text: await reply.text() };
    });
    await use(proxy);
    proxy.stop();
  },
});
test.skip(process.env.AUTH_PACKAGE === 'v5', 'v5 has no such option');

const TWO_HOURS_MS = 2 * 3600_000;
const PLACEHOLDER = /^in-the-worker-[0-9a-f]{32}$/;

/** Runs in the page before its scripts: keeps every text that the page's own scripts hand to, or get from, the browser. */
function seen() {
  window.seen = [];
  const note = (value) => { try { window.seen.push(typeof value === 'string' ? value : JSON.stringify(value)); } catch {} };
  for (const [holder, name] of [[JSON, 'parse'], [TextEncoder.prototype, 'encodeInto'], [Storage.prototype, 'setItem'], [Map.prototype, 'set'], [window, 'fetch'], [MessagePort.prototype, 'postMessage'], [Worker.prototype, 'postMessage']]) {
    const original = holder[name];
    holder[name] = function (...args) { args.forEach(note); return original.apply(this, args); };
  }
  const { stringify } = JSON;
  const { text } = Response.prototype;
  Response.prototype.text = async function () { const it = await text.call(this); window.seen.push(it); return it; };
  // What comes from the worker.
  for (const type of [Worker, MessagePort]) {
    const { addEventListener } = type.prototype;
    type.prototype.addEventListener = function (name, listener, ...rest) {
      return addEventListener.call(this, name, (event) => { window.seen.push(stringify(event.data) ?? ''); listener.call(this, event); }, ...rest);
    };
  }
}

/**
 * Stands between pages, or their workers, and the server, where Playwright does not see into a shared worker: `{ url, replies }` with
 * `{ operation, body, reply }` of each request.
 */
async function startProxy(answer) {
  const replies = [];
  const server = createServer(async (request, response) => {
    const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
    const target = request.headers['x-amz-target'];
    if (!target) return response.writeHead(204, cors).end();
    let body = '';
    for await (const part of request) body += part;
    const { status, text } = await answer(target, body);
    const parsed = JSON.parse(text || '{}');
    replies.push({ operation: target.split('.')[1], body: JSON.parse(body), reply: parsed });
    return response.writeHead(status, { ...cors, 'Content-Type': 'application/x-amz-json-1.1' }).end(text);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    replies,
    stop() { server.closeAllConnections(); server.close(); },
  };
}

/** Everything in the page in which a token could be. */
async function inPage(app) {
  const texts = await app.page.evaluate(async () => {
    const session = await window.Auth.currentSession().catch(() => null);
    const user = await window.Auth.currentAuthenticatedUser().catch(() => null);
    const found = new Set();
    const texts = [];
    const walk = (value) => {
      if (typeof value === 'string') return texts.push(value);
      if (!value || !/object|function/.test(typeof value) || found.has(value) || value instanceof Node || value === window) return undefined;
      found.add(value);
      if (value instanceof Map) for (const pair of value) pair.forEach(walk);
      for (const key of Reflect.ownKeys(value)) { try { walk(value[key]); } catch {} }
      return walk(Object.getPrototypeOf(value));
    };
    [session, user, window.Auth, window.Hub, window.events, window.seen].forEach(walk);
    for (const storage of [localStorage, sessionStorage]) texts.push(...Object.entries(storage).flat());
    const databases = await indexedDB.databases();
    return [...texts, document.cookie, document.URL, JSON.stringify(history.state), JSON.stringify(databases), ...await caches.keys()];
  });
  return texts.join('\n');
}

async function expectAbsent(app, tokens) {
  expect(tokens.length).toBeGreaterThan(0);
  const all = await inPage(app);
  for (const token of tokens) {
    expect(all.includes(token)).toBe(false);
    // Nor its signature, however it may be cut.
    expect(all.includes(token.slice(-40))).toBe(false);
  }
  for (const { memory } of await readMemories(app.page)) expect(search(memory, { texts: Object.fromEntries(tokens.map((token, at) => [`token ${at}`, token.slice(-60)])) })).toEqual([]);
  return all;
}

for (const tokens of ['dedicated', 'shared']) {
  test(`in a ${tokens} worker the refresh token is nowhere in the page, and refresh and sign-out work`, async ({ newApp, newUser, cognito, pool, between: { url, replies } }) => {
    test.setTimeout(120_000);
    const { username, password, email } = await newUser();
    const app = await newApp({ path: 'tokens.html', config: { tokens, endpoint: url } });
    const { page } = app;
    expect(await app.run('signIn', username, password)).toMatchObject({ username, attributes: { email }, signInUserSession: { refreshToken: { token: expect.stringMatching(PLACEHOLDER) } } });
    const given = replies.map(({ reply }) => reply.AuthenticationResult?.RefreshToken).filter(Boolean);
    expect(given).toHaveLength(1);
    expect(replies.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'GetUser']);
    const all = await expectAbsent(app, given);
    // The search sees what there is: the access token.
    const { accessToken, refreshToken } = await app.run('currentSession');
    expect(all).toContain(accessToken.jwtToken);
    expect(await app.keys()).toEqual([]);

    await page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
    const renewed = await app.run('currentSession');
    expect(renewed.accessToken.jwtToken).not.toBe(accessToken.jwtToken);
    expect(renewed.refreshToken.token).toBe(refreshToken.token);
    // The service got the token itself.
    expect(replies.at(-1)).toMatchObject({ operation: 'InitiateAuth', body: { AuthParameters: { REFRESH_TOKEN: given[0] } } });
    await expectAbsent(app, given);

    await page.clock.setFixedTime(Date.now());
    await app.run('signOut');
    expect(replies.at(-1)).toMatchObject({ operation: 'RevokeToken', body: { Token: given[0] } });
    await expect(cognito.api('InitiateAuth', { ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: given[0] } })).rejects.toThrow();
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    await expectAbsent(app, given);
    // A wrong password is refused as ever.
    await expect(app.run('signIn', username, `${password}?`)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
}

test('tabs share the session of a shared worker, also with one that is reloaded; one tab alone loses it', async ({ newApp, newUser }) => {
  const { username, password } = await newUser();
  const open = () => newApp({ path: 'tokens.html', config: { tokens: 'shared' } });
  const [one, two] = [await open(), await open()];
  await one.run('signIn', username, password);
  await expect.poll(() => two.run('currentAuthenticatedUser').catch((error) => error)).toMatchObject({ username });
  await one.reload();
  expect(await one.run('currentAuthenticatedUser')).toMatchObject({ username });
  await one.page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
  expect((await one.run('currentSession')).refreshToken.token).toMatch(PLACEHOLDER);
  await two.run('signOut');
  await expect.poll(() => one.run('currentAuthenticatedUser').catch((error) => error)).toBe('The user is not authenticated');
  await two.run('signIn', username, password);
  await one.page.close();
  await two.page.close();
  const later = await open();
  await expect(later.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

for (const tokens of ['dedicated', 'memory']) {
  test(`a reload ends a session of ${tokens === 'memory' ? 'the memory' : 'a dedicated worker'}`, async ({ newApp, newUser }) => {
    const { username, password } = await newUser();
    const app = await newApp({ path: 'tokens.html', config: { tokens } });
    await app.run('signIn', username, password);
    expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
    expect(await app.keys()).toEqual([]);
    await app.reload();
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  });
}

test('the worker gives a token to nobody but the service that issued it, and only where a request for tokens names it', async ({ newApp, newUser, pool, between: { url, replies } }) => {
  const { username, password } = await newUser();
  const app = await newApp({ path: 'tokens.html', config: { tokens: 'dedicated', endpoint: url } });
  await app.run('signIn', username, password);
  const [token] = replies.map(({ reply }) => reply.AuthenticationResult?.RefreshToken).filter(Boolean);
  const { refreshToken: { token: placeholder } } = await app.run('currentSession');
  const hostile = await startProxy(async () => ({ status: 200, text: '{}' }));
  // What a hostile script of the page can do: use the same way.
  const send = (url, operation, body) => app.page.evaluate(([url, operation, body]) => fetch(url, {
    method: 'POST', headers: { 'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`, 'Content-Type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body),
  }).then((reply) => reply.text(), (error) => `rejected: ${error.name}`), [url, operation, body]);
  const refresh = { ClientId: pool.clientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: placeholder } };
  expect(await send(hostile.url, 'InitiateAuth', refresh)).toBe('rejected: TypeError');
  expect(await send(hostile.url, 'SignUp', { Username: placeholder })).toBe('{}');
  expect(hostile.replies.map(({ body }) => body)).toEqual([{ Username: placeholder }]);
  hostile.stop();
  expect(JSON.parse(await send(url, 'SignUp', { ClientId: pool.clientId, Username: placeholder, Password: 'x', RefreshToken: placeholder }))).not.toMatchObject({ UserSub: expect.anything() });
  expect(replies.at(-1).body).toMatchObject({ Username: placeholder, RefreshToken: placeholder });
  // It can have new access tokens, as is documented; of the refresh token it sees nothing.
  const reply = await send(url, 'InitiateAuth', refresh);
  expect(JSON.parse(reply)).toMatchObject({ AuthenticationResult: { AccessToken: expect.any(String) } });
  expect(reply).not.toContain(token);
  await expectAbsent(app, [token]);
});

test('rotating tokens stay behind their placeholder, and a reply that shows one does not show it to the page', async ({ newApp }) => {
  const jwt = () => `e30.${Buffer.from(JSON.stringify({ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.s`;
  const asked = [];
  const proxy = await startProxy(async (target, text) => {
    const body = JSON.parse(text);
    asked.push(body.AuthParameters?.REFRESH_TOKEN ?? body.RefreshToken ?? body.AuthFlow ?? target);
    const AuthenticationResult = { IdToken: jwt(), AccessToken: jwt(), RefreshToken: `secret-refresh-token-number-${asked.length}` };
    return { status: 200, text: JSON.stringify({ AuthenticationResult, message: `you sent ${asked.at(-1)}` }) };
  });
  const app = await newApp({ path: 'tokens.html', config: { tokens: 'dedicated', authenticationFlowType: 'USER_PASSWORD_AUTH', endpoint: proxy.url } });
  await app.run('signIn', 'bob', 'Passw0rd!');
  const { refreshToken: { token: placeholder } } = await app.run('currentSession');
  expect(placeholder).toMatch(PLACEHOLDER);
  for (const hours of [2, 4]) {
    await app.page.clock.setFixedTime(Date.now() + hours * 3600_000);
    expect((await app.run('currentSession')).refreshToken.token).toBe(placeholder);
  }
  expect(asked).toEqual(['USER_PASSWORD_AUTH', 'secret-refresh-token-number-1', 'secret-refresh-token-number-2']);
  expect(await inPage(app)).not.toContain('secret-refresh-token');
  proxy.stop();
});

test('a page that does not choose it loads none of it, and its fetch is its own', async ({ context, newApp }) => {
  const loaded = [];
  context.on('request', (request) => loaded.push(request.url()));
  const app = await newApp();
  expect(loaded.filter((url) => /token/.test(url.split('?')[0]))).toEqual([]);
  expect(loaded.filter((url) => url.includes('/assets/')).length).toBeGreaterThan(0);
  expect(await app.page.evaluate(() => window.fetch.toString())).toContain('args.forEach(note)');
});
