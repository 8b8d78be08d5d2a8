import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceFields, keyPrefixOf, keysOf } from '../../pkg/stored-session.js';
import { CLIENT } from './lib.mjs';

test('keys are those of Amplify', () => {
  assert.equal(keyPrefixOf('client'), CLIENT);
  assert.deepEqual(keysOf('client', 'ana'), {
    lastAuthUser: `${CLIENT}.LastAuthUser`,
    idToken: `${CLIENT}.ana.idToken`,
    accessToken: `${CLIENT}.ana.accessToken`,
    refreshToken: `${CLIENT}.ana.refreshToken`,
    clockDrift: `${CLIENT}.ana.clockDrift`,
    signInDetails: `${CLIENT}.ana.signInDetails`,
    oauthMetadata: `${CLIENT}.ana.oauthMetadata`,
    userData: `${CLIENT}.ana.userData`,
    deviceKey: `${CLIENT}.ana.deviceKey`,
    randomPasswordKey: `${CLIENT}.ana.randomPasswordKey`,
    deviceGroupKey: `${CLIENT}.ana.deviceGroupKey`,
  });
  for (const name of Object.values(deviceFields)) assert.ok(keysOf('client', 'ana')[name]);
});

test('no two users share a key', () => {
  // Parts of names that look like parts of keys, up to three of them.
  const parts = ['.', 'x', 'idToken', 'LastAuthUser', 'client', 'CognitoIdentityServiceProvider', ' ', '\0', '\r\n'];
  let usernames = [''];
  for (let length = 0; length < 3; length++)
    usernames = [...usernames, ...usernames.flatMap((name) => parts.map((part) => name + part))];
  const names = new Set(usernames);
  const owners = new Map();
  for (const username of names) {
    const { lastAuthUser, ...own } = keysOf('client', username);
    for (const key of Object.values(own)) {
      assert.notEqual(key, lastAuthUser);
      assert.ok(!owners.has(key), `${JSON.stringify(username)} and ${JSON.stringify(owners.get(key))}`);
      owners.set(key, username);
    }
  }
  assert.equal(owners.size, 10 * names.size);
});
