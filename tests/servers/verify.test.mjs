// Amazon's aws-jwt-verify as `verify`, with the keys that the service publishes.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { AuthClass } from '../../pkg/dist/node.js';
import { Jar, PASSWORD, forged, renamed, startService } from './lib.mjs';

let service, verify;
before(async () => {
  service = await startService();
  for (const username of ['ana', 'bea']) await service.newUser(username);
  const { userPoolId, userPoolWebClientId: clientId } = service.config;
  const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse: null, clientId });
  // It would fetch them from Amazon.
  verifier.cacheJwks(await service.standIn.jwks(userPoolId));
  verify = (token) => verifier.verify(token);
});
beforeEach(() => service.asked());
after(() => service.stop());

const requestOf = (jar) =>
  AuthClass.forRequest({ config: service.config, cookies: jar.header(), setCookie: jar.set, verify });

async function signedIn(username = 'ana') {
  const jar = new Jar();
  await requestOf(jar).signIn(username, PASSWORD);
  jar.texts = [];
  service.asked();
  return jar;
}

test('aws-jwt-verify: tokens of the user pool are believed, and nobody is asked', async () => {
  const session = await requestOf(await signedIn()).currentSession();
  assert.equal(session.getIdToken().payload.email, 'ana@example.com');
  assert.deepEqual(service.asked(), []);
});

test('aws-jwt-verify: forged tokens, and those of another app client, count as missing', async () => {
  const other = await service.standIn.createClient(service.config.userPoolId);
  const changes = { idToken: { email: 'root@example.com' }, accessToken: { username: 'root' } };
  for (const [name, change] of Object.entries(changes)) {
    const jar = await signedIn();
    jar.put(name, forged(jar.get(name), change));
    await assert.rejects(requestOf(jar).currentSession(), /missing an ID Token/);
    assert.deepEqual(jar.texts, []);
  }
  const elsewhere = new Jar();
  const config = { ...service.config, userPoolWebClientId: other };
  await AuthClass.forRequest({ config, cookies: '', setCookie: elsewhere.set }).signIn('ana', PASSWORD);
  const moved = new Jar(
    [...elsewhere.cookies].map(([name, text]) => [name.replace(other, service.config.userPoolWebClientId), text]),
  );
  service.asked();
  await assert.rejects(requestOf(moved).currentSession(), /missing an ID Token/);
  assert.deepEqual(service.asked(), []);
});

test('aws-jwt-verify: expired tokens are refreshed, and the new ones are believed', async () => {
  const jar = (await signedIn()).later();
  assert.ok((await requestOf(jar).currentSession()).isValid());
  assert.deepEqual(service.asked()[0], 'InitiateAuth');
  await requestOf(jar).currentSession();
  assert.deepEqual(service.asked(), []);
});

test('aws-jwt-verify: a user has the name in the tokens, whatever the cookies say', async () => {
  const user = await requestOf(renamed(await signedIn('bea'), 'bea', 'ana')).currentAuthenticatedUser();
  assert.equal(user.getUsername(), 'bea');
  assert.equal(user.attributes.email, 'bea@example.com');
});

test('aws-jwt-verify: tokens of two users are nobody’s', async () => {
  const [jar, other] = [await signedIn('ana'), await signedIn('bea')];
  jar.put('idToken', other.get('idToken'));
  await assert.rejects(requestOf(jar).currentSession(), /missing an ID Token/);
  await assert.rejects(requestOf(jar).currentAuthenticatedUser(), (error) => error === 'The user is not authenticated');
});

test('aws-jwt-verify: a token that seems to be of the future is never believed unchecked', async () => {
  const jar = await signedIn();
  const now = Math.floor(Date.now() / 1000);
  // In a second it is valid, by what it says.
  const claims = { email: 'root@example.com', scope: 'openid', iat: now + 302, exp: now + 3902 };
  for (const name of ['idToken', 'accessToken']) jar.put(name, forged(jar.get(name), claims));
  const auth = AuthClass.forRequest({ config: service.config, cookies: jar.header(), verify });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await assert.rejects(auth.currentSession(), { code: 'TokensExpired' });
});
