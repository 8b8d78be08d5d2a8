// v6's adapter for servers, the real one, in the same browser's cookies: each reads what the other has set.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { AuthClass } from '../../pkg/dist/node.js';
import { Jar, PASSWORD, claimsOf, startService } from './lib.mjs';

const require = createRequire(import.meta.url);
const {
  createKeyValueStorageFromCookieStorageAdapter,
  createUserPoolsTokenProvider,
  runWithAmplifyServerContext,
} = require('aws-amplify/adapter-core');
const { fetchAuthSession, getCurrentUser } = require('aws-amplify/auth/server');

/** With a character that a cookie's name cannot have, and one that each library encodes differently. */
const NAME = 'ana+1@example.org';
let service;
before(async () => {
  service = await startService();
  await service.newUser(NAME, { email: NAME });
  await service.newUser('bea');
});
after(() => service.stop());

/** What a framework does with cookies, and the adapter for Next with names: it encodes them as js-cookie does. */
function adapterOf(jar) {
  const nameOf = (key) => encodeURIComponent(key).replace(/%(2[346B]|5E|60|7C)/g, decodeURIComponent);
  const get = (key) => {
    const text = jar.cookies.get(nameOf(key));
    return text === undefined ? undefined : { name: key, value: decodeURIComponent(text) };
  };
  return {
    get,
    getAll: () => [...jar.cookies.keys()].map((name) => get(decodeURIComponent(name))),
    set: (key, value) => jar.cookies.set(nameOf(key), encodeURIComponent(value)),
    delete: (key) => jar.cookies.delete(nameOf(key)),
  };
}

/** Runs a function of v6 in a request that comes with these cookies. */
function byV6(jar, operation) {
  const { userPoolId, userPoolWebClientId, endpoint } = service.config;
  const Auth = { Cognito: { userPoolId, userPoolClientId: userPoolWebClientId, userPoolEndpoint: endpoint } };
  const storage = createKeyValueStorageFromCookieStorageAdapter(adapterOf(jar));
  const tokenProvider = createUserPoolsTokenProvider(Auth, storage);
  return runWithAmplifyServerContext({ Auth }, { Auth: { tokenProvider } }, operation);
}

const byUs = (jar) => AuthClass.forRequest({ config: service.config, cookies: jar.header(), setCookie: jar.set });

async function signedIn(username) {
  const jar = new Jar();
  await byUs(jar).signIn(username, PASSWORD);
  return jar;
}

const accessTokenOf = ({ tokens }) => tokens.accessToken.toString();
const session = (context) => fetchAuthSession(context);

test("v6's adapter reads, and refreshes, what we have set, and we read that", async () => {
  const jar = await signedIn(NAME);
  assert.equal((await byV6(jar, getCurrentUser)).username, NAME);
  const before = await byV6(jar, session);
  assert.equal(accessTokenOf(before), jar.get('accessToken'));
  assert.equal(before.tokens.idToken.payload.email, NAME);

  const later = jar.later();
  const refreshed = accessTokenOf(await byV6(later, session));
  assert.ok(claimsOf(refreshed).exp * 1000 > Date.now());
  // v6 has set its clockDrift, in milliseconds.
  assert.ok(later.names().some((name) => name.endsWith('.clockDrift')));
  const ours = await byUs(later).currentSession();
  assert.equal(ours.getAccessToken().getJwtToken(), refreshed);
  assert.equal(later.texts.length, 0);

  // Back to us, and to v6 again.
  const again = later.later();
  const token = (await byUs(again).currentSession()).getAccessToken().getJwtToken();
  assert.notEqual(token, refreshed);
  assert.equal(accessTokenOf(await byV6(again, session)), token);
  await byUs(again).signOut();
  assert.deepEqual(again.names(), []);
  assert.equal((await byV6(again, session)).tokens, undefined);
});

test('two users at once, one request by each library', async () => {
  const jars = [(await signedIn(NAME)).later(), (await signedIn('bea')).later()];
  const names = await Promise.all(
    jars.flatMap((jar) => {
      const [ours, v6] = [new Jar(jar.cookies), new Jar(jar.cookies)];
      return [
        byUs(ours)
          .currentUserPoolUser()
          .then(({ username }) => username),
        byV6(v6, session).then(({ tokens }) => tokens.accessToken.payload.username),
      ];
    }),
  );
  assert.deepEqual(names, [NAME, NAME, 'bea', 'bea']);
});
