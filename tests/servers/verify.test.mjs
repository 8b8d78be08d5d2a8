// Amazon's aws-jwt-verify as `verify`, with the keys that the service publishes.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { AuthClass } from '../../pkg/dist/node.js';
import { Jar, PASSWORD, claimsOf, startService } from './lib.mjs';

let service, verify;
before(async () => {
  service = await startService();
  await service.newUser('ana');
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

async function signedIn() {
  const jar = new Jar();
  await requestOf(jar).signIn('ana', PASSWORD);
  jar.texts = [];
  service.asked();
  return jar;
}

/** The token with other claims, and the signature of the former ones. */
function forged(token, changes) {
  const [head, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...claimsOf(token), ...changes }));
  return [head, claims.toString('base64url'), signature].join('.');
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
    const [key] = [...jar.cookies.keys()].filter((key) => key.endsWith(name));
    jar.cookies.set(key, forged(jar.cookies.get(key), change));
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
