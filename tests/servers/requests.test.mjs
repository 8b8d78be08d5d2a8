// Auth for the requests to a server, in Node. Run `make build` first: node --test tests/servers/*.test.mjs

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Amplify, Auth, AuthClass, Hub, withSSRContext } from '../../pkg/dist/node.js';
import { encodeName } from '../../pkg/cookies.js';
import { Jar, PASSWORD, aged, claimsOf, forged, renamed, startService } from './lib.mjs';

let service;
before(async () => {
  service = await startService();
  Amplify.configure({ Auth: service.config });
  for (const username of ['ana', 'bea', 'eva%@example.org']) await service.newUser(username);
});
beforeEach(() => service.asked());
after(() => service.stop());

/** An Auth for a request that comes with a jar's cookies, and whose response sets them. */
const requestOf = (jar, options) => AuthClass.forRequest({ cookies: jar.header(), setCookie: jar.set, ...options });

/** The cookies of a browser whose user has signed in by a request. */
async function signedIn(username = 'ana') {
  const jar = new Jar();
  await requestOf(jar).signIn(username, PASSWORD);
  jar.texts = [];
  service.asked();
  return jar;
}

const withCookies = (jar, cookies) => new Jar([...jar.cookies, ...cookies]);

test('a sign-in on the server sets cookies, by which later requests know the user', async () => {
  const jar = new Jar();
  const user = await requestOf(jar).signIn('ana', PASSWORD);
  assert.equal(user.username, 'ana');
  assert.deepEqual(jar.names(), ['LastAuthUser', 'ana.accessToken', 'ana.idToken', 'ana.refreshToken']);
  for (const text of jar.texts.filter((text) => !/=; /.test(text)))
    assert.match(text, /; path=\/; expires=\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT; secure; sameSite=lax$/);
  const year = Date.parse(jar.texts.at(-1).match(/expires=([^;]*)/)[1]) - Date.now();
  assert.ok(Math.abs(year / 864e5 - 365) < 0.01);

  service.asked();
  const auth = AuthClass.forRequest({ cookies: jar.header() });
  // Who the user is, no cookie says: the service is asked, once.
  const { attributes } = await auth.currentAuthenticatedUser();
  assert.equal(attributes.email, 'ana@example.com');
  assert.equal((await auth.currentSession()).getIdToken().payload.email, 'ana@example.com');
  assert.deepEqual(service.asked(), ['GetUser']);
  assert.deepEqual(await Auth.currentSession().catch((error) => error), 'No current user');
});

test('without cookies, and with others, nobody is signed in', async () => {
  for (const cookies of [undefined, null, '', 'theme=dark; %E0%A4%A=1', () => undefined, { get: () => null }]) {
    const auth = AuthClass.forRequest({ cookies });
    await assert.rejects(auth.currentSession(), (error) => error === 'No current user');
    await assert.rejects(auth.currentAuthenticatedUser(), (error) => error === 'The user is not authenticated');
  }
});

test('what cannot be a request’s cookies is an error, and not nobody', () => {
  // Express's, and Next's that nobody has awaited.
  for (const cookies of [{ theme: 'dark' }, Promise.resolve(new Map())])
    assert.throws(() => AuthClass.forRequest({ cookies }), {
      name: 'TypeError',
      message: 'cookies: neither a Cookie header, nor a function, nor an object with a function as get',
    });
});

test('expired tokens are refreshed where cookies can be set', async () => {
  const jar = (await signedIn()).later();
  const before = jar.get('accessToken');
  const auth = requestOf(jar);
  const session = await auth.currentSession();
  assert.deepEqual(service.asked(), ['InitiateAuth', 'GetUser']);
  assert.notEqual(jar.get('accessToken'), before);
  assert.equal(jar.get('accessToken'), session.getAccessToken().getJwtToken());
  assert.ok(claimsOf(jar.get('idToken')).exp * 1000 > Date.now());
  assert.deepEqual(jar.names(), ['LastAuthUser', 'ana.accessToken', 'ana.idToken', 'ana.refreshToken']);
  // Later calls of the request, and the next request, have the new tokens.
  await auth.currentSession();
  assert.deepEqual(service.asked(), []);
  await requestOf(jar).currentSession();
  assert.deepEqual(service.asked(), ['GetUser']);
});

test('where cookies cannot be set, expired tokens are said to be, and the refresh token is not spent', async () => {
  const jar = (await signedIn()).later();
  const auth = AuthClass.forRequest({ cookies: jar.header() });
  for (const method of ['currentSession', 'currentUserPoolUser'])
    await assert.rejects(auth[method](), {
      name: 'TokensExpired',
      code: 'TokensExpired',
      message: 'The tokens have expired, and this request cannot set the cookies of new ones',
    });
  await assert.rejects(auth.currentAuthenticatedUser(), (error) => error === 'The user is not authenticated');
  assert.deepEqual(service.asked(), []);
  await requestOf(jar).currentSession();
});

test('tokens that expire soon are not refreshed behind the response', async () => {
  const jar = await signedIn();
  const soon = new Jar(
    [...jar.cookies].map(([name, text]) => {
      if (!/(id|access)Token$/.test(name)) return [name, text];
      const exp = Math.floor(Date.now() / 1000) + 60;
      return [name, forged(text, { iat: exp - 3600, exp })];
    }),
  );
  await requestOf(soon, { verify: () => true }).currentUserPoolUser();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(service.asked(), ['GetUser']);
  assert.deepEqual(soon.texts, []);
});

test('a refresh that is refused for good removes the cookies', async () => {
  const jar = (await signedIn()).later();
  const [name] = [...jar.cookies].find(([name]) => name.endsWith('refreshToken'));
  jar.cookies.set(name, 'made-up');
  await assert.rejects(requestOf(jar).currentSession(), { code: 'NotAuthorizedException' });
  assert.deepEqual(jar.names(), []);
});

test('signOut revokes the refresh token and removes what a browser has of the session', async () => {
  const jar = await signedIn();
  // As v5's cookieStorage and v6 leave them.
  const prefix = [...jar.cookies.keys()][0]
    .replace(/[^.]*$/, '')
    .split('.')
    .slice(0, 2)
    .join('.');
  const more = withCookies(jar, [
    [`${prefix}.ana.userData`, '{}'],
    [`${prefix}.ana.clockDrift`, '0'],
    [`${prefix}.ana.signInDetails`, '{}'],
    [`${prefix}.ana.deviceKey`, 'stays'],
    [`${prefix}.ana.idToken.0`, 'a:1:left'],
    ['theme', 'dark'],
  ]);
  await requestOf(more).signOut();
  assert.deepEqual(more.names(), ['ana.deviceKey', 'theme']);
  for (const text of more.texts)
    assert.match(text, /^[^=]+=; path=\/; expires=Thu, 01 Jan 1970 00:00:00 GMT; secure; sameSite=lax$/);
  assert.deepEqual(service.asked(), ['RevokeToken']);
  await assert.rejects(requestOf(jar.later()).currentSession(), { code: 'NotAuthorizedException' });
});

test('a sign-up leaves nothing in a sessionStorage of the runtime, which would be that of all visitors', async () => {
  // As Deno's, and Node's from its version 25.
  const kept = [];
  const former = Object.getOwnPropertyDescriptor(globalThis, 'sessionStorage');
  const sessionStorage = { getItem: () => null, setItem: (...item) => kept.push(item), removeItem() {} };
  Object.defineProperty(globalThis, 'sessionStorage', { value: sessionStorage, configurable: true });
  const choosing = await startService({ client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] } });
  try {
    const config = { ...choosing.config, authenticationFlowType: 'USER_AUTH' };
    const auth = AuthClass.forRequest({ config, cookies: '' });
    const email = 'new@example.com';
    await auth.signUp({ username: 'new', password: PASSWORD, attributes: { email }, autoSignIn: { enabled: true } });
    assert.deepEqual(kept, []);
    auth.dispose();
  } finally {
    await choosing.stop();
    if (former) Object.defineProperty(globalThis, 'sessionStorage', former);
    else delete globalThis.sessionStorage;
  }
});

test('two users at once never meet', async () => {
  const jars = [(await signedIn('ana')).later(), (await signedIn('bea')).later()];
  const rounds = Array.from({ length: 20 }, (_, index) => jars[index % 2]);
  const users = await Promise.all(
    rounds.map(async (jar) => {
      const own = new Jar(jar.cookies);
      const user = await requestOf(own).currentAuthenticatedUser();
      return [user.username, user.attributes.email, claimsOf(own.get('accessToken')).username];
    }),
  );
  for (const [index, user] of users.entries()) {
    const name = ['ana', 'bea'][index % 2];
    assert.deepEqual(user, [name, `${name}@example.com`, name]);
  }
  assert.equal(Auth.user, null);
});

test('requests of one browser at once share a refresh, and each response sets the tokens', async () => {
  const jar = (await signedIn()).later();
  const jars = Array.from({ length: 5 }, () => new Jar(jar.cookies));
  await Promise.all(jars.map((own) => requestOf(own).currentSession()));
  assert.deepEqual(service.asked(), ['InitiateAuth', ...Array(5).fill('GetUser')]);
  for (const own of jars) assert.equal(own.get('accessToken'), jars[0].get('accessToken'));
  assert.ok(claimsOf(jars[4].get('accessToken')).exp * 1000 > Date.now());
});

// Two servers, or two requests at the edge, know nothing of each other: another instance of the module stands for the second.
describe('requests of one browser at once, on two servers, where refresh tokens rotate', () => {
  for (const [situation, RetryGracePeriodSeconds] of [
    ['within the grace period each refreshes', 10],
    ['without one the second fails, and takes no cookies away', 0],
  ])
    test(situation, async () => {
      const another = await import('../../pkg/dist/node.js?another');
      const RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds };
      const rotating = await startService({ client: { RefreshTokenRotation } });
      try {
        await rotating.newUser('ana');
        const { config } = rotating;
        const first = new Jar();
        await AuthClass.forRequest({ config, setCookie: first.set }).signIn('ana', PASSWORD);
        const jar = first.later();
        const former = jar.get('refreshToken');
        const cookies = jar.header();
        const asked = [AuthClass, another.AuthClass].map(({ forRequest }) =>
          forRequest({ config, cookies, setCookie: jar.set })
            .currentSession()
            .then(
              () => 'refreshed',
              ({ code }) => code,
            ),
        );
        const lost = RetryGracePeriodSeconds ? 'refreshed' : 'RefreshTokenReuseException';
        assert.deepEqual((await Promise.all(asked)).sort(), [lost, 'refreshed'].sort());
        // Whichever response came last, the browser has tokens that go on.
        assert.notEqual(jar.get('refreshToken'), former);
        const later = jar.later();
        const session = await AuthClass.forRequest({
          config,
          cookies: later.header(),
          setCookie: later.set,
        }).currentSession();
        assert.ok(session.isValid());
      } finally {
        await rotating.stop();
      }
    });
});

describe("another library's cookies are read, and new ones take the place of all of them", () => {
  /** Names and texts of the cookies, of a key and a value. */
  const forms = {
    // js-cookie's and universal-cookie's.
    'v5 cookieStorage, and v6': (key, value) => [[encodeName(key), value.replace(/[%@,; ]/g, encodeURIComponent)]],
    'v5 ssr': (key, value) => [[key, encodeURIComponent(value)]],
    'in parts': (key, value) => {
      if (!key.endsWith('idToken')) return [[encodeName(key), encodeURIComponent(value)]];
      const parts = [value.slice(0, 700), value.slice(700)];
      return parts.map((part, index) => [`${encodeName(key)}.${index}`, `s:2:${part}`]);
    },
  };
  const byName = (jar) => (name) => (jar.cookies.has(name) ? decodeURIComponent(jar.cookies.get(name)) : undefined);
  const ways = {
    'a header': (jar) => jar.header(),
    'a function': byName,
    'an object with get': (jar) => ({ get: (name) => ({ name, value: byName(jar)(name) }) }),
  };
  for (const [form, cookiesOf] of Object.entries(forms))
    for (const [way, given] of Object.entries(ways))
      test(`${form}: by ${way}`, async () => {
        // A percent sign that encodes nothing.
        const own = await signedIn('eva%@example.org');
        const pairs = [...own.cookies].map(([name, text]) => [decodeURIComponent(name), decodeURIComponent(text)]);
        const jar = new Jar(pairs.flatMap(([key, value]) => cookiesOf(key, value)));
        const user = await AuthClass.forRequest({ cookies: given(jar) }).currentUserPoolUser();
        assert.equal(user.username, 'eva%@example.org');

        const later = new Jar(
          pairs.flatMap(([key, value]) => cookiesOf(key, /(id|access)Token$/.test(key) ? aged(value) : value)),
        );
        await AuthClass.forRequest({ cookies: given(later), setCookie: later.set }).currentSession();
        const names = ['accessToken', 'idToken', 'refreshToken'].map((name) => `eva%25%40example.org.${name}`);
        assert.deepEqual(later.names(), ['LastAuthUser', ...names]);
        await AuthClass.forRequest({ cookies: given(later), setCookie: later.set }).signOut();
        assert.deepEqual(later.names(), []);
      });
});

test('a cookie says nothing of the user, of the clock, or of a federated sign-in', async () => {
  const jar = await signedIn();
  const prefix = `CognitoIdentityServiceProvider.${service.config.userPoolWebClientId}.ana`;
  const forged = withCookies(jar, [
    [
      `${prefix}.userData`,
      encodeURIComponent('{"Username":"root","UserAttributes":[{"Name":"email","Value":"root@example.com"}]}'),
    ],
    [`${prefix}.clockDrift`, '99999999'],
    ['aws-amplify-federatedInfo', encodeURIComponent('{"user":{"name":"root"},"token":"t"}')],
  ]);
  const { attributes } = await requestOf(forged).currentAuthenticatedUser();
  assert.equal(attributes.email, 'ana@example.com');
});

describe('without verify, tokens count that the service confirms', () => {
  const nobody = (error) => error === 'The user is not authenticated';

  /** Nobody is signed in by these cookies, and the service was asked these operations. */
  async function isNobody(jar, reason, operations) {
    for (const method of ['currentSession', 'currentUserPoolUser']) {
      service.asked();
      await assert.rejects(requestOf(jar)[method](), reason);
      assert.deepEqual(service.asked(), operations);
    }
    const auth = requestOf(jar);
    await assert.rejects(auth.currentAuthenticatedUser(), nobody);
    assert.equal(auth.user, null);
    assert.equal(await auth.currentUserInfo(), null);
    await assert.rejects(requestOf(jar).currentAuthenticatedUser({ allowStale: true }), nobody);
    const { Auth } = withSSRContext({ req: { headers: { cookie: jar.header() } } });
    await assert.rejects(Auth.currentAuthenticatedUser(), nobody);
    assert.deepEqual(jar.texts, []);
  }

  const withTokens = async (changes) => {
    const jar = await signedIn();
    for (const [name, claims] of Object.entries(changes)) jar.put(name, forged(jar.get(name), claims));
    return jar;
  };

  test('forged tokens that the service is not asked about are nobody’s', async () => {
    const jar = await withTokens({ accessToken: { scope: 'openid' } });
    await isNobody(jar, { name: 'TokensUnverified', code: 'TokensUnverified', message: /give `verify`/ }, []);
    // Who has them checked elsewhere may say so.
    const context = { req: { headers: { cookie: jar.header() } }, verify: () => true };
    assert.equal((await withSSRContext(context).Auth.currentAuthenticatedUser()).username, 'ana');
  });

  test('forged tokens that the service refuses are nobody’s', async () => {
    const jar = await withTokens({
      accessToken: { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other' },
    });
    await isNobody(jar, { code: 'NotAuthorizedException', message: 'Invalid Access Token' }, ['GetUser']);
  });

  test('nobody is believed while the service does not answer', async () => {
    const jar = await signedIn();
    const config = { ...service.config, endpoint: 'http://127.0.0.1:9/' };
    await assert.rejects(requestOf(jar, { config }).currentSession(), { code: 'NetworkError' });
    await assert.rejects(requestOf(jar, { config }).currentAuthenticatedUser(), nobody);
    // The cookies are good.
    assert.deepEqual(jar.texts, []);
    assert.equal((await requestOf(jar, { config, verify: () => true }).currentAuthenticatedUser()).username, 'ana');
  });

  test('an ID token of somebody else beside a good access token is nobody’s', async () => {
    const jar = await signedIn();
    jar.put('idToken', (await signedIn('bea')).get('idToken'));
    await isNobody(jar, { code: 'TokensUnverified' }, ['GetUser']);
  });

  test('good tokens of another user pool, and of another app client, are nobody’s', async () => {
    const { standIn, config } = service;
    const pool = await standIn.createUserPool();
    await standIn.createUser(pool.userPoolId, { username: 'ana', password: PASSWORD, email: 'root@example.com' });
    const elsewhere = { ...config, userPoolId: pool.userPoolId, userPoolWebClientId: pool.clientId };
    const other = { ...config, userPoolWebClientId: await standIn.createClient(config.userPoolId) };
    for (const foreign of [elsewhere, other]) {
      const jar = new Jar();
      await requestOf(jar, { config: foreign }).signIn('ana', PASSWORD);
      const here = (name) => name.replace(foreign.userPoolWebClientId, config.userPoolWebClientId);
      const moved = new Jar([...jar.cookies].map(([name, text]) => [here(name), text]));
      await isNobody(moved, { code: 'TokensUnverified' }, ['GetUser']);
    }
  });

  test('a user has the name that the service gives, whatever the cookies say', async () => {
    const jar = renamed(await signedIn('bea'), 'bea', 'ana');
    const auth = requestOf(jar);
    for (const asked of [['GetUser'], []]) {
      const user = await auth.currentAuthenticatedUser();
      assert.deepEqual([user.username, user.getUsername(), user.attributes.email], ['bea', 'bea', 'bea@example.com']);
      assert.deepEqual(service.asked(), asked);
    }
    assert.equal((await auth.currentUserInfo()).username, 'bea');
    assert.equal((await auth.currentUserPoolUser({ bypassCache: true })).username, 'bea');

    // The session goes on, and ends, where it lies: v5 leaves it under an e-mail address after a sign-in by that.
    const later = jar.later();
    assert.equal((await requestOf(later).currentAuthenticatedUser()).username, 'bea');
    assert.deepEqual(later.names(), ['LastAuthUser', 'ana.accessToken', 'ana.idToken', 'ana.refreshToken']);
    await requestOf(later).signOut();
    assert.deepEqual(later.names(), []);
  });
});

describe('verify', () => {
  test('leaves out tokens that the user pool has not signed', async () => {
    const jar = await signedIn();
    const ofAccess = (token) => claimsOf(token).token_use !== 'access';
    for (const verify of [() => Promise.reject(new Error('bad')), () => false, async (token) => ofAccess(token)]) {
      const auth = requestOf(jar, { verify });
      await assert.rejects(auth.currentSession(), /missing an ID Token/);
      await assert.rejects(auth.currentAuthenticatedUser(), (error) => error === 'The user is not authenticated');
    }
    assert.deepEqual(service.asked(), []);
    assert.deepEqual(jar.texts, []);
  });

  test('lets currentSession ask nobody', async () => {
    const jar = await signedIn();
    const seen = [];
    const verify = async (token) => void seen.push(claimsOf(token).token_use);
    const session = await requestOf(jar, { verify }).currentSession();
    assert.equal(session.getIdToken().payload.email, 'ana@example.com');
    assert.deepEqual(seen, ['id', 'access']);
    assert.deepEqual(service.asked(), []);
    assert.equal((await requestOf(jar, { verify }).currentAuthenticatedUser()).attributes.email, 'ana@example.com');
  });

  test('is not asked of expired tokens: the refresh token answers for them', async () => {
    const jar = (await signedIn()).later();
    const verify = () => assert.fail();
    assert.ok((await requestOf(jar, { verify }).currentSession()).isValid());
    await assert.rejects(
      AuthClass.forRequest({ cookies: (await signedIn()).later().header(), verify }).currentSession(),
      {
        code: 'TokensExpired',
      },
    );
  });
});

test('the attributes of cookies are those of the request, else of cookieStorage', async () => {
  const { config } = service;
  const set = async (options) => {
    const calls = [];
    const auth = AuthClass.forRequest({ cookies: '', setCookie: (...call) => calls.push(call), ...options });
    await auth.signIn('ana', PASSWORD);
    return calls.at(-1);
  };
  const cookieStorage = { domain: '.example.com', path: '/app', expires: 1, secure: false, sameSite: 'strict' };
  const [text, parts] = await set({ config: { Auth: { ...config, cookieStorage } } });
  assert.match(text, /LastAuthUser=ana; path=\/app; expires=[^;]*; domain=\.example\.com; sameSite=strict$/);
  const { expires, ...rest } = parts;
  assert.ok(expires instanceof Date);
  assert.deepEqual(rest, {
    name: `CognitoIdentityServiceProvider.${config.userPoolWebClientId}.LastAuthUser`,
    value: 'ana',
    path: '/app',
    domain: '.example.com',
    secure: false,
    sameSite: 'strict',
  });
  const [own, ownParts] = await set({ attributes: { httpOnly: true, expires: undefined } });
  assert.match(own, /LastAuthUser=ana; path=\/; secure; sameSite=lax; HttpOnly$/);
  assert.equal(ownParts.httpOnly, true);
});

test('a token that is too long for one cookie lies in several', async () => {
  const username = await service.newUser('len', {
    attributes: { 'custom:long': 'x'.repeat(2000), name: 'y'.repeat(2048) },
  });
  const jar = new Jar();
  await requestOf(jar).signIn(username, PASSWORD);
  assert.deepEqual(
    jar.names().filter((name) => name.includes('idToken')),
    ['len.idToken.0', 'len.idToken.1'],
  );
  assert.equal((await requestOf(jar).currentUserPoolUser()).username, 'len');
  await requestOf(jar).signOut();
  assert.deepEqual(jar.names(), []);
});

test("a request's events go to its own channel, and its configuration is the shared one's", async () => {
  const heard = { auth: [], request: [], staff: [] };
  const stops = Object.keys(heard).map((channel) =>
    Hub.listen(channel, ({ payload }) => heard[channel].push(payload.event)),
  );
  const listeners = Hub.listeners.length;
  await requestOf(await signedIn()).signOut();
  assert.deepEqual(
    heard.request.filter((event) => event !== 'configured'),
    ['signIn', 'signOut'],
  );
  await requestOf(new Jar(), { config: { ...service.config, hubChannel: 'staff' } }).signIn('ana', PASSWORD);
  assert.deepEqual(heard.staff, ['configured', 'signIn']);
  assert.deepEqual(heard.auth, []);
  assert.equal(Hub.listeners.length, listeners);
  for (const stop of stops) stop();
});

test('withSSRContext gives an Amplify of the request, as in v5', async () => {
  const jar = await signedIn();
  for (const headers of [{ cookie: jar.header(), host: 'example.com' }, new Headers({ cookie: jar.header() })]) {
    const amplify = withSSRContext({ req: { headers } });
    assert.equal((await amplify.Auth.currentAuthenticatedUser()).username, 'ana');
    assert.equal(amplify.Auth.configure().userPoolId, service.config.userPoolId);
    assert.ok(amplify.Auth instanceof AuthClass);
    assert.notEqual(amplify.Auth, Auth);
    amplify.configure({ Auth: { clientMetadata: { a: 'b' } } });
    assert.deepEqual(amplify.Auth.configure().clientMetadata, { a: 'b' });
    assert.equal((await amplify.Auth.currentSession()).isValid(), true);
  }
  for (const context of [undefined, {}, { req: undefined }, { req: { headers: {} } }])
    await assert.rejects(withSSRContext(context).Auth.currentSession(), (error) => error === 'No current user');
});

test('withSSRContext refreshes as v5 does, and with res sets the cookies', async () => {
  const jar = (await signedIn()).later();
  await withSSRContext({ req: { headers: { cookie: jar.header() } } }).Auth.currentSession();
  assert.deepEqual(service.asked(), ['InitiateAuth', 'GetUser']);

  const server = createServer(async (req, res) => {
    res.setHeader('Set-Cookie', 'theme=dark');
    const { Auth } = withSSRContext({ req, res });
    res.end((await Auth.currentSession()).getIdToken().payload.email);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const response = await fetch(url, { headers: { cookie: jar.header() } });
  assert.equal(await response.text(), 'ana@example.com');
  const texts = response.headers.getSetCookie();
  assert.equal(texts[0], 'theme=dark');
  const names = texts.map((text) => text.split('=')[0].split('.').at(-1));
  assert.deepEqual(names.sort(), ['accessToken', 'idToken', 'refreshToken', 'theme', 'LastAuthUser'].sort());
  // On this machine there is no https.
  for (const text of texts) assert.doesNotMatch(text, /secure/i);
  server.close();

  const headers = new Headers();
  await withSSRContext({ req: { headers: { cookie: jar.header() } }, res: { headers } }).Auth.currentSession();
  assert.match(headers.getSetCookie().at(-1), /LastAuthUser=ana; .*; secure; sameSite=lax$/);
});

test('with rotation, withSSRContext without res leaves the refresh token alone', async () => {
  const rotating = await startService({
    client: { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } },
  });
  await rotating.newUser('ana');
  const jar = new Jar();
  await requestOf(jar, { config: rotating.config }).signIn('ana', PASSWORD);
  const later = jar.later();
  const shared = Amplify.configure().Auth;
  Amplify.configure({ Auth: rotating.config });
  await assert.rejects(withSSRContext({ req: { headers: { cookie: later.header() } } }).Auth.currentSession());
  rotating.asked();
  const before = later.get('refreshToken');
  await withSSRContext({
    req: { headers: { cookie: later.header() } },
    res: { headers: { append: (_, text) => later.set(text) } },
  }).Auth.currentSession();
  assert.notEqual(later.get('refreshToken'), before);
  Amplify.configure({ Auth: shared });
  await rotating.stop();
});
