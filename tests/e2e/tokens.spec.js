// Refresh tokens that are kept in a worker: nowhere in the page is one, and all that needs one works. The server here is the
// local Cognito, which checks them.
import { createServer } from 'node:http';
import { V5, expect, test as onCognito } from './fixtures.js';
import { OUT, hostedTest as onHostedPage } from './hosted.js';
import { readMemories, search, watch } from './memory.js';

const watched = {
  context: async ({ context }, use) => {
    await context.addInitScript(watch);
    await context.addInitScript(seen);
    await use(context);
  },
  between: async ({ pool }, use) => {
    const proxy = await startProxy(async (target, body) => {
      const reply = await fetch(pool.endpoint, {
        method: 'POST',
        headers: { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1' },
        body,
      });
      return { status: reply.status, text: await reply.text() };
    });
    await use(proxy);
    proxy.stop();
  },
};
const test = onCognito.extend(watched);
const hostedTest = onHostedPage.extend(watched);
test.skip(V5, 'v5 has no such option');

const TWO_HOURS_MS = 2 * 3600_000;
const PLACEHOLDER = /^in-the-worker-[0-9a-f]{32}$/;

/** Runs in the page before its scripts: keeps every text that the page's own scripts hand to, or get from, the browser. */
function seen() {
  window.seen = [];
  const note = (value) => {
    try {
      window.seen.push(typeof value === 'string' ? value : JSON.stringify(value));
    } catch {}
  };
  for (const [holder, name] of [
    [JSON, 'parse'],
    [TextEncoder.prototype, 'encodeInto'],
    [Storage.prototype, 'setItem'],
    [Map.prototype, 'set'],
    [window, 'fetch'],
    [MessagePort.prototype, 'postMessage'],
    [Worker.prototype, 'postMessage'],
  ]) {
    const original = holder[name];
    holder[name] = function (...args) {
      args.forEach(note);
      return original.apply(this, args);
    };
  }
  const { stringify } = JSON;
  const { text } = Response.prototype;
  Response.prototype.text = async function () {
    const it = await text.call(this);
    window.seen.push(it);
    return it;
  };
  // What comes from the worker.
  for (const type of [Worker, MessagePort]) {
    const { addEventListener } = type.prototype;
    type.prototype.addEventListener = function (name, listener, ...rest) {
      return addEventListener.call(
        this,
        name,
        (event) => {
          window.seen.push(stringify(event.data) ?? '');
          listener.call(this, event);
        },
        ...rest,
      );
    };
  }
}

/**
 * Stands between pages, or their workers, and the server, where Playwright does not see into a shared worker: `{ url, replies, ended }`
 * with `{ operation, body, reply }` of each request that was answered, and the operations of those that the browser ended before.
 * `answer` gives `{ status, text, headers }`, or nothing: then the connection is cut in the middle of a reply. Browsers try again where
 * not even that has come.
 */
async function startProxy(answer) {
  const replies = [];
  const ended = [];
  const server = createServer(async (request, response) => {
    const cors = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Expose-Headers': '*',
    };
    const target = request.headers['x-amz-target'];
    if (!target) return response.writeHead(204, cors).end();
    const operation = target.split('.')[1];
    let isCut = false;
    response.on('close', () => {
      if (!response.writableEnded && !isCut) ended.push(operation);
    });
    let body = '';
    for await (const part of request) body += part;
    const reply = await answer(target, body);
    if (!reply) {
      isCut = true;
      response.writeHead(200, { ...cors, 'Content-Length': 2 });
      return response.write('{', () => response.destroy());
    }
    const { status, text, headers } = reply;
    replies.push({ operation, body: JSON.parse(body), reply: /^\{/.test(text) ? JSON.parse(text) : {} });
    return response.writeHead(status, { ...cors, 'Content-Type': 'application/x-amz-json-1.1', ...headers }).end(text);
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    replies,
    ended,
    stop() {
      server.closeAllConnections();
      server.close();
    },
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
      if (
        !value ||
        !/object|function/.test(typeof value) ||
        found.has(value) ||
        value instanceof Node ||
        value === window
      )
        return undefined;
      found.add(value);
      if (value instanceof Map) for (const pair of value) pair.forEach(walk);
      for (const key of Reflect.ownKeys(value)) {
        try {
          walk(value[key]);
        } catch {}
      }
      return walk(Object.getPrototypeOf(value));
    };
    [session, user, window.Auth, window.Hub, window.events, window.seen].forEach(walk);
    for (const storage of [localStorage, sessionStorage]) texts.push(...Object.entries(storage).flat());
    const databases = await indexedDB.databases();
    return [
      ...texts,
      document.cookie,
      document.URL,
      JSON.stringify(history.state),
      JSON.stringify(databases),
      ...(await caches.keys()),
    ];
  });
  return texts.join('\n');
}

/** What a script of the page gets that sends a request in the same way as the package: `{ status, headers, text }`, or `{ rejected }`. */
const send = (app, url, operation, body) =>
  app.page.evaluate(
    async ([url, operation, body]) => {
      try {
        const reply = await fetch(url, {
          method: 'POST',
          headers: {
            'X-Amz-Target': `AWSCognitoIdentityProviderService.${operation}`,
            'Content-Type': 'application/x-amz-json-1.1',
          },
          body: JSON.stringify(body),
        });
        return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() };
      } catch (error) {
        return { rejected: error instanceof TypeError ? 'TypeError' : `${error.constructor.name} ${error.name}` };
      }
    },
    [url, operation, body],
  );

async function expectAbsent(app, tokens) {
  expect(tokens.length).toBeGreaterThan(0);
  const all = await inPage(app);
  for (const token of tokens) {
    expect(all.includes(token)).toBe(false);
    // Nor its signature, however it may be cut.
    expect(all.includes(token.slice(-40))).toBe(false);
  }
  for (const { memory } of await readMemories(app.page))
    expect(
      search(memory, { texts: Object.fromEntries(tokens.map((token, at) => [`token ${at}`, token.slice(-60)])) }),
    ).toEqual([]);
  return all;
}

for (const tokens of ['dedicated', 'shared']) {
  test(`in a ${tokens} worker the refresh token is nowhere in the page, and refresh and sign-out work`, async ({
    newApp,
    newUser,
    cognito,
    pool,
    between: { url, replies },
  }) => {
    const { username, password, email } = await newUser();
    const app = await newApp({ path: 'tokens.html', config: { tokens, endpoint: url } });
    const { page } = app;
    expect(await app.run('signIn', username, password)).toMatchObject({
      username,
      attributes: { email },
      signInUserSession: { refreshToken: { token: expect.stringMatching(PLACEHOLDER) } },
    });
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
    expect(replies.at(-1)).toMatchObject({
      operation: 'InitiateAuth',
      body: { AuthParameters: { REFRESH_TOKEN: given[0] } },
    });
    await expectAbsent(app, given);

    await page.clock.setFixedTime(Date.now());
    await app.run('signOut');
    expect(replies.at(-1)).toMatchObject({ operation: 'RevokeToken', body: { Token: given[0] } });
    await expect(
      cognito.api('InitiateAuth', {
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: given[0] },
      }),
    ).rejects.toThrow();
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
    await expectAbsent(app, given);
    // A wrong password is refused as ever.
    await expect(app.run('signIn', username, `${password}?`)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  });
}

test('tabs share the session of a shared worker, also with one that is reloaded; one tab alone loses it', async ({
  newApp,
  newUser,
}) => {
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
  await expect
    .poll(() => one.run('currentAuthenticatedUser').catch((error) => error))
    .toBe('The user is not authenticated');
  await two.run('signIn', username, password);
  await one.page.close();
  await two.page.close();
  const later = await open();
  await expect(later.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

for (const tokens of ['dedicated', 'memory']) {
  test(`a reload ends a session of ${tokens === 'memory' ? 'the memory' : 'a dedicated worker'}`, async ({
    newApp,
    newUser,
  }) => {
    const { username, password } = await newUser();
    const app = await newApp({ path: 'tokens.html', config: { tokens } });
    await app.run('signIn', username, password);
    expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
    expect(await app.keys()).toEqual([]);
    await app.reload();
    await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  });
}

test('the worker gives a token to nobody but the service that issued it, and only where a request for tokens names it', async ({
  newApp,
  newUser,
  pool,
  between: { url, replies },
}) => {
  const { username, password } = await newUser();
  const app = await newApp({ path: 'tokens.html', config: { tokens: 'dedicated', endpoint: url } });
  await app.run('signIn', username, password);
  const [token] = replies.map(({ reply }) => reply.AuthenticationResult?.RefreshToken).filter(Boolean);
  const {
    refreshToken: { token: placeholder },
  } = await app.run('currentSession');
  const hostile = await startProxy(async () => ({ status: 200, text: '{}' }));
  const refresh = {
    ClientId: pool.clientId,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: placeholder },
  };
  expect(await send(app, hostile.url, 'InitiateAuth', refresh)).toEqual({
    rejected: 'DOMException SecurityError',
  });
  expect(await send(app, hostile.url, 'SignUp', { Username: placeholder })).toMatchObject({ text: '{}' });
  expect(hostile.replies.map(({ body }) => body)).toEqual([{ Username: placeholder }]);
  hostile.stop();
  const signUp = await send(app, url, 'SignUp', {
    ClientId: pool.clientId,
    Username: placeholder,
    Password: 'x',
    RefreshToken: placeholder,
  });
  expect(JSON.parse(signUp.text)).not.toMatchObject({ UserSub: expect.anything() });
  expect(replies.at(-1).body).toMatchObject({ Username: placeholder, RefreshToken: placeholder });
  // It can have new access tokens, as is documented; of the refresh token it sees nothing.
  const { text: reply } = await send(app, url, 'InitiateAuth', refresh);
  expect(JSON.parse(reply)).toMatchObject({ AuthenticationResult: { AccessToken: expect.any(String) } });
  expect(reply).not.toContain(token);
  await expectAbsent(app, [token]);
});

for (const tokens of ['dedicated', 'shared'])
  hostedTest(
    `a sign-in at the hosted page leaves its refresh token in the ${tokens} worker, for its user pool alone`,
    async ({ newHostedApp, newUser, between: { url, replies } }) => {
      const app = await newHostedApp({ path: 'tokens.html', tokens, endpoint: url });
      const { page } = app;
      const user = await newUser();
      await app.signInThere(user);
      const {
        accessToken,
        refreshToken: { token: placeholder },
      } = await app.run('currentSession');
      expect(placeholder).toMatch(PLACEHOLDER);
      const refresh = {
        ClientId: app.pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: placeholder },
      };
      const hostile = await startProxy(async () => ({ status: 200, text: '{}' }));
      for (const elsewhere of [hostile.url, app.pool.endpoint, `${app.pool.endpoint}oauth2/token`])
        expect(await send(app, elsewhere, 'InitiateAuth', refresh)).toEqual({ rejected: 'DOMException SecurityError' });
      hostile.stop();

      await page.clock.setFixedTime(Date.now() + TWO_HOURS_MS);
      const renewed = await app.run('currentSession');
      expect(renewed.accessToken.jwtToken).not.toBe(accessToken.jwtToken);
      const { operation, body } = replies.at(-1);
      expect(operation).toBe('InitiateAuth');
      const token = body.AuthParameters.REFRESH_TOKEN;
      expect(token).not.toMatch(PLACEHOLDER);
      // All that the page has seen since it came back is searched.
      const all = await expectAbsent(app, [token]);
      expect(all).toContain(accessToken.jwtToken);

      await page.clock.setFixedTime(Date.now());
      await page.evaluate(() => void window.Auth.signOut().catch(() => {}));
      await page.waitForURL((there) => there.href.endsWith(OUT));
      expect(replies.at(-1)).toMatchObject({ operation: 'RevokeToken', body: { Token: token } });
    },
  );

test('rotating tokens stay behind their placeholder, and a reply that shows one does not show it to the page', async ({
  newApp,
}) => {
  const jwt = () =>
    `e30.${Buffer.from(JSON.stringify({ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 3600 })).toString('base64url')}.s`;
  const asked = [];
  const proxy = await startProxy(async (target, text) => {
    const body = JSON.parse(text);
    asked.push(body.AuthParameters?.REFRESH_TOKEN ?? body.RefreshToken ?? body.AuthFlow ?? target);
    const AuthenticationResult = {
      IdToken: jwt(),
      AccessToken: jwt(),
      RefreshToken: `secret-refresh-token-number-${asked.length}`,
    };
    return { status: 200, text: JSON.stringify({ AuthenticationResult, message: `you sent ${asked.at(-1)}` }) };
  });
  const app = await newApp({
    path: 'tokens.html',
    config: { tokens: 'dedicated', authenticationFlowType: 'USER_PASSWORD_AUTH', endpoint: proxy.url },
  });
  await app.run('signIn', 'bob', 'Passw0rd!');
  const {
    refreshToken: { token: placeholder },
  } = await app.run('currentSession');
  expect(placeholder).toMatch(PLACEHOLDER);
  for (const hours of [2, 4]) {
    await app.page.clock.setFixedTime(Date.now() + hours * 3600_000);
    expect((await app.run('currentSession')).refreshToken.token).toBe(placeholder);
  }
  expect(asked).toEqual(['USER_PASSWORD_AUTH', 'secret-refresh-token-number-1', 'secret-refresh-token-number-2']);
  expect(await inPage(app)).not.toContain('secret-refresh-token');
  proxy.stop();
});

// ---- with a service that says what a test wants

const scripted = test.extend({
  /** Gives a proxy that answers like this, and a page that keeps its tokens in a worker and has signed in nobody. */
  pageOf: async ({ newApp }, use) => {
    const proxies = [];
    await use(async (answer, config) => {
      const proxy = await startProxy((target, body) => answer(target.split('.')[1], JSON.parse(body)));
      proxies.push(proxy);
      return {
        app: await newApp({ path: 'tokens.html', config: { tokens: 'dedicated', endpoint: proxy.url, ...config } }),
        ...proxy,
      };
    });
    for (const proxy of proxies) proxy.stop();
  },
});

let made = 0;
const answered = (json = {}, rest) => ({ status: 200, text: JSON.stringify(json), ...rest });
const newToken = () => answered({ AuthenticationResult: { RefreshToken: `secret-refresh-token-number-${++made}` } });
const refusal = (type, rest) => ({ status: 400, text: JSON.stringify({ __type: type, message: 'No' }), ...rest });
/** The page's name of a new refresh token. */
const placeholderOf = async (app, url) =>
  JSON.parse((await send(app, url, 'InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH' })).text).AuthenticationResult
    .RefreshToken;

scripted('the page gets the status, the text and the headers that matter of each reply', async ({ pageOf }) => {
  const replies = {
    SignUp: refusal('UsernameExistsException', {
      headers: { 'x-amzn-ErrorType': 'UsernameExistsException:', 'Retry-After': '7', 'x-other': '1' },
    }),
    GetUser: { status: 200, text: '{"Username":"Zoë 名前"}' },
    ForgotPassword: { status: 204 },
    ListDevices: { status: 200, text: 'x'.repeat((1 << 20) + 1) },
    ChangePassword: undefined,
  };
  const { app, url } = await pageOf((operation) => replies[operation]);
  const sent = (operation) => send(app, url, operation, {});
  expect(await sent('SignUp')).toEqual({
    status: 400,
    text: replies.SignUp.text,
    headers: { 'x-amzn-errortype': 'UsernameExistsException:', 'retry-after': '7', 'content-type': expect.any(String) },
  });
  expect(await sent('GetUser')).toMatchObject({ status: 200, text: replies.GetUser.text });
  expect(await sent('ForgotPassword')).toMatchObject({ status: 204, text: '' });
  // More than the service ever sends.
  expect(await sent('ListDevices')).toMatchObject({ status: 200, text: '' });
  expect(await sent('ChangePassword')).toEqual({ rejected: 'TypeError' });
});

scripted('requests that are not for Cognito are sent by the page itself, as they are', async ({ pageOf }) => {
  const { app, url, replies } = await pageOf(() => answered({}, { headers: { 'x-other': '1' } }));
  const other = await app.page.evaluate(async (url) => {
    const reply = await fetch(new Request(url, { method: 'POST' }), {
      headers: { 'X-Amz-Target': 'DynamoDB_20120810.GetItem' },
      body: '{"Key":1}',
    });
    return reply.headers.get('x-other');
  }, url);
  // The worker would not pass this header on.
  expect(other).toBe('1');
  expect(replies).toEqual([{ operation: 'GetItem', body: { Key: 1 }, reply: {} }]);
});

scripted('a request that the page ends is ended by the worker, too, and no other', async ({ pageOf, newApp }) => {
  const asked = [];
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const {
    app: one,
    url,
    ended,
  } = await pageOf((operation) => (asked.push(operation), released.then(() => answered())), { tokens: 'shared' });
  const two = await newApp({ path: 'tokens.html', config: { tokens: 'shared', endpoint: url } });
  // Both are the first of their page.
  const outcome = one.page.evaluate((url) => {
    window.controller = new AbortController();
    return fetch(url, {
      method: 'POST',
      signal: window.controller.signal,
      headers: { 'X-Amz-Target': 'AWSCognitoIdentityProviderService.SignUp' },
      body: '{}',
    }).catch(({ name }) => name);
  }, url);
  const other = send(two, url, 'ForgotPassword', {});
  await expect.poll(() => asked.sort()).toEqual(['ForgotPassword', 'SignUp']);
  await one.page.evaluate(() => window.controller.abort());
  expect(await outcome).toBe('AbortError');
  await expect.poll(() => ended).toEqual(['SignUp']);
  release();
  expect(await other).toMatchObject({ status: 200 });
});

scripted('a token is put in wherever a request names it, and forgotten once it is revoked', async ({ pageOf }) => {
  const asked = [];
  const { app, url } = await pageOf((operation, body) => {
    asked.push(body.AuthParameters?.REFRESH_TOKEN ?? body.RefreshToken ?? body.Token);
    if (operation === 'InitiateAuth') return newToken();
    return operation === 'RevokeToken' && asked.length < 4
      ? refusal('InternalErrorException', { status: 500 })
      : answered();
  });
  const placeholder = await placeholderOf(app, url);
  expect(placeholder).toMatch(PLACEHOLDER);
  const token = `secret-refresh-token-number-${made}`;
  await send(app, url, 'GetTokensFromRefreshToken', { RefreshToken: placeholder });
  // Refused, accepted, and once more.
  for (let time = 0; time < 3; time++) await send(app, url, 'RevokeToken', { Token: placeholder });
  expect(asked.slice(1)).toEqual([token, token, token, placeholder]);
  expect(await placeholderOf(app, url)).not.toBe(placeholder);
});

scripted(
  'of two requests with the same token the second waits for the first, however that ends',
  async ({ pageOf }) => {
    const asked = [];
    let release;
    const { app, url } = await pageOf((operation, { AuthParameters }) => {
      asked.push(AuthParameters?.REFRESH_TOKEN);
      return asked.length === 2
        ? new Promise((resolve) => {
            release = resolve;
          })
        : newToken();
    });
    const placeholder = await placeholderOf(app, url);
    const token = `secret-refresh-token-number-${made}`;
    const refresh = () =>
      send(app, url, 'InitiateAuth', {
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: placeholder },
      });
    const refreshes = [refresh(), refresh(), refresh()];
    // What needs no turn has none.
    await expect.poll(() => asked.length).toBe(2);
    await send(app, url, 'SignUp', {});
    expect(asked).toEqual([undefined, token, undefined]);
    release();
    const [cut, ...others] = await Promise.all(refreshes);
    expect(cut).toEqual({ rejected: 'TypeError' });
    for (const { text } of others) expect(JSON.parse(text).AuthenticationResult.RefreshToken).toBe(placeholder);
    expect(asked.slice(3)).toEqual([token, `secret-refresh-token-number-${made - 1}`]);
  },
);

// ---- the storage

for (const tokens of ['memory', 'dedicated', 'shared'])
  test(`the storage of the ${tokens === 'memory' ? 'memory' : `page with a ${tokens} worker`} is one`, async ({
    newApp,
  }) => {
    const app = await newApp({ path: 'tokens.html', config: { tokens } });
    expect(
      await app.page.evaluate(() => {
        const { _storage: storage } = window.Auth;
        const states = [];
        for (const change of [
          () => {},
          () => storage.setItem('a', 1),
          () => storage.setItem('b', ''),
          () => storage.removeItem('a'),
          () => storage.setItem('c', null),
          () => storage.clear(),
        ]) {
          change();
          states.push(['a', 'b', 'c'].map((key) => storage.getItem(key)));
        }
        return states;
      }),
    ).toEqual([
      [null, null, null],
      ['1', null, null],
      ['1', '', null],
      [null, '', null],
      [null, '', 'null'],
      [null, null, null],
    ]);
  });

test('what one tab stores, all tabs of a shared worker have, also those that come later; nobody is told of its own', async ({
  newApp,
}) => {
  const open = () => newApp({ path: 'tokens.html', config: { tokens: 'shared' } });
  const [one, two] = [await open(), await open()];
  const stored = (app) => app.page.evaluate(() => ['a', 'b'].map((key) => window.Auth._storage.getItem(key)));
  for (const [change, state] of [
    ['setItem', ['1', null]],
    ['removeItem', [null, '2']],
    ['clear', [null, null]],
  ]) {
    await one.page.evaluate((change) => {
      const { _storage: storage } = window.Auth;
      if (change === 'setItem') storage.setItem('a', '1');
      if (change === 'removeItem') {
        storage.setItem('b', '2');
        storage.removeItem('a');
      }
      if (change === 'clear') storage.clear();
    }, change);
    await expect.poll(() => stored(two)).toEqual(state);
    expect(await stored(await open())).toEqual(state);
  }
  const told = (app) => app.page.evaluate(() => window.seen.filter((text) => text === '{"change":["a","1"]}').length);
  expect([await told(one), await told(two)]).toEqual([1, 1]);
});

test('a worker that cannot be loaded is said to be, at every call', async ({ newApp }) => {
  const app = await newApp({ path: 'tokens.html', config: { tokens: 'missing' } });
  for (const call of [['currentSession'], ['signIn', 'ana', 'Passw0rd!']])
    await expect(app.run(...call)).rejects.toMatchObject({ message: 'The token worker cannot be loaded' });
});

test('a page that does not choose it loads none of it, and its fetch is its own', async ({ context, newApp }) => {
  const loaded = [];
  context.on('request', (request) => loaded.push(request.url()));
  const app = await newApp();
  expect(loaded.filter((url) => /token/.test(url.split('?')[0]))).toEqual([]);
  expect(loaded.filter((url) => url.includes('/assets/')).length).toBeGreaterThan(0);
  expect(await app.page.evaluate(() => window.fetch.toString())).toContain('args.forEach(note)');
});
