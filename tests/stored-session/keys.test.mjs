import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceFields,
  isDeviceKey,
  isForServers,
  keyPrefixOf,
  keysOf,
  leftoversOf,
  meaningOf,
} from '../../pkg/stored-session.js';
import { CLIENT, NOW_S, keys, setNow, token } from './lib.mjs';

test('keys are those of Amplify, but for two', () => {
  assert.equal(keyPrefixOf('client'), CLIENT);
  assert.deepEqual(keysOf('client', 'ana'), {
    lastAuthUser: `${CLIENT}.LastAuthUser`,
    idToken: `${CLIENT}.ana.idToken`,
    accessToken: `${CLIENT}.ana.accessToken`,
    refreshToken: `${CLIENT}.ana.refreshToken`,
    clockDrift: `${CLIENT}.ana.clockDrift`,
    signInDetails: `${CLIENT}.ana.signInDetails`,
    oauthMetadata: `${CLIENT}.ana.oauthMetadata`,
    hostedUI: `${CLIENT}.ana.hostedUI`,
    userData: `${CLIENT}.ana.userData`,
    deviceKey: `${CLIENT}.ana.deviceKey`,
    randomPasswordKey: `${CLIENT}.ana.randomPasswordKey`,
    deviceGroupKey: `${CLIENT}.ana.deviceGroupKey`,
    tabSession: 'cognito-auth-wasm.tab.client',
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
    const { lastAuthUser, tabSession: _, ...own } = keysOf('client', username);

    for (const key of Object.values(own)) {
      assert.notEqual(key, lastAuthUser);
      assert.ok(!owners.has(key), `${JSON.stringify(username)} and ${JSON.stringify(owners.get(key))}`);
      owners.set(key, username);
    }
  }
  assert.equal(owners.size, 11 * names.size);
});

test('a key says whose it is and what it holds', () => {
  const own = keysOf('client', 'a.b@c d');
  assert.deepEqual(meaningOf(own.idToken), { clientId: 'client', username: 'a.b@c d', name: 'idToken' });
  assert.deepEqual(meaningOf(own.lastAuthUser), { clientId: 'client', username: undefined, name: 'LastAuthUser' });
  for (const key of ['amplify-signin-with-hostedUI', 'CognitoIdentityServiceProvider.client', '', 'x.client.u.idToken'])
    assert.equal(meaningOf(key).name, undefined);
  const names = (holds) => Object.keys(own).filter((name) => holds(own[name]));
  assert.deepEqual(names(isDeviceKey), ['deviceKey', 'randomPasswordKey', 'deviceGroupKey']);
  assert.deepEqual(names(isForServers), ['lastAuthUser', 'idToken', 'accessToken', 'refreshToken']);
});

test('leftovers are sessions that no sign-out would find', () => {
  setNow(NOW_S);
  const days = (count) => token({ exp: NOW_S + count * 86400 });
  const left = {
    [keys.idToken]: 'own',
    [keys.lastAuthUser]: 'u',
    [keysOf('client', 'former').idToken]: 'another user',
    [keysOf('client', 'former').deviceKey]: 'outlives',
    [keysOf('gone', 'u').accessToken]: days(-31),
    [keysOf('gone', 'u').idToken]: days(-31),
    [keysOf('gone', 'u').lastAuthUser]: 'u',
    [keysOf('used', 'u').accessToken]: days(-29),
    [keysOf('used', 'u').idToken]: days(-31),
    [keysOf('used', 'u').lastAuthUser]: 'u',
    [keysOf('unknown', 'u').refreshToken]: 'says no time',
    other: 'x',
  };
  assert.deepEqual(
    leftoversOf(Object.keys(left), 'client', 'u', (key) => left[key]),
    [
      keysOf('client', 'former').idToken,
      keysOf('gone', 'u').accessToken,
      keysOf('gone', 'u').idToken,
      keysOf('gone', 'u').lastAuthUser,
    ],
  );
});
