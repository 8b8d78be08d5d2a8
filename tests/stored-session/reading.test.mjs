import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  areValid,
  attributesOf,
  cachedUserData,
  federatedInfoKey,
  federatedUser,
  knownSession,
  readTokens,
  storeSession,
} from '../../pkg/stored-session.js';
import { NO_ID_TOKEN, NO_REFRESH_TOKEN } from '../../pkg/error-texts.js';
import { BROKEN, NOW_S, advance, keys, newTokens, setNow, signedIn, storageOf, stored } from './lib.mjs';

const known = (entries, inMemory, share = 0) => knownSession(storageOf(entries), keys, inMemory, share);

beforeEach(() => setNow(NOW_S));

test('a valid session is read as it is stored', () => {
  const entries = signedIn();
  assert.deepEqual(known(entries), {
    valid: {
      idToken: entries[keys.idToken],
      accessToken: entries[keys.accessToken],
      refreshToken: 'refresh-1',
      clockDrift: 0,
    },
  });
});

test('expired tokens are to be refreshed', () => {
  const { expired, valid } = known(signedIn(0));
  assert.equal(valid, undefined);
  assert.equal(expired.refreshToken, 'refresh-1');
});

test('what is missing is said in the words of v5', () => {
  assert.equal(known({}).error.message, NO_ID_TOKEN);
  assert.equal(known({ ...signedIn(0), [keys.refreshToken]: '' }).error.message, NO_REFRESH_TOKEN);
  assert.equal(known({ ...signedIn(), [keys.idToken]: '' }).error.message, NO_ID_TOKEN);
  // Without an access token there is something to refresh.
  assert.ok(known({ ...signedIn(), [keys.accessToken]: '' }).expired);
});

test('of a storage that throws, or is none, nothing is read', () => {
  for (const storage of BROKEN) {
    assert.equal(readTokens(storage, keys), undefined);
    assert.equal(knownSession(storage, keys, undefined, 1).error.message, NO_ID_TOKEN);
    assert.equal(cachedUserData(storage, keys), undefined);
    assert.equal(federatedUser(storage), undefined);
  }
});

test('what is stored and is no text counts as missing', () => {
  for (const other of [{}, [], 7, true, Promise.resolve('x'), () => 'x', new String('x')]) {
    const storage = { getItem: () => other, setItem() {}, removeItem() {} };
    assert.equal(readTokens(storage, keys), undefined);
    assert.equal(cachedUserData(storage, keys), undefined);
    assert.equal(federatedUser(storage), undefined);
    const refresh = {
      ...storageOf(signedIn()),
      getItem: (key) => (key === keys.refreshToken ? other : signedIn()[key]),
    };
    assert.equal(readTokens(refresh, keys).refreshToken, '');
  }
});

test('tokens that another tab writes while they are read are not mixed', () => {
  const old = stored(signedIn());
  const written = newTokens();
  let torn = 0;
  for (const key of ['accessToken', 'idToken', 'refreshToken', 'clockDrift']) {
    const action = (storage) => storeSession(storage, keys, 'u', written);
    const found = readTokens(storageOf(signedIn(), { atRead: { [keys[key]]: action } }), keys);
    if (!areValid(found)) {
      torn++;
      assert.equal(found.accessToken, '');
      continue;
    }
    assert.ok(
      [old, written].some(({ idToken, accessToken }) => found.idToken === idToken && found.accessToken === accessToken),
      key,
    );
  }
  // All but the first, before which nothing was read.
  assert.equal(torn, 3);
});

test('tokens in memory are taken while they live and do not expire soon, else newer ones that are stored', () => {
  const inMemory = stored(signedIn());
  const newer = signedIn(7200);
  assert.deepEqual(known(newer, inMemory, 1).valid, inMemory);
  advance(3_599);
  for (let round = 0; round < 3; round++) assert.deepEqual(known(newer, inMemory, 1 / 255).valid, stored(newer));
  // The share of a tab that does not refresh yet.
  assert.deepEqual(known(newer, inMemory, 0).valid, inMemory);
  // Signed out meanwhile: what is in memory lives on until it has expired, as in v5.
  assert.deepEqual(known({}, inMemory, 1).valid, inMemory);
  advance(1);
  assert.equal(known({}, inMemory, 1).error.message, NO_ID_TOKEN);
  assert.deepEqual(known(newer, inMemory, 1).valid, stored(newer));
});

test('a copy of the user data that cannot be read is removed and counts as none', () => {
  const noLists = ['{"UserAttributes":"x"}', '{"UserAttributes":{"length":1}}'];
  for (const rubbish of ['{', 'null', '7', '"x"', '[]', '{}', ...noLists]) {
    const storage = storageOf({ [keys.userData]: rubbish });
    assert.equal(cachedUserData(storage, keys), undefined);
    assert.deepEqual(storage.entries, {}, rubbish);
  }
  const storage = storageOf(signedIn());
  assert.deepEqual(cachedUserData(storage, keys), { UserAttributes: [] });
  assert.deepEqual(storage.writes, []);
  assert.equal(cachedUserData(storageOf(), keys), undefined);
});

test('verified flags become booleans, and what is no text is no attribute', () => {
  const attributes = (text) => attributesOf({ UserAttributes: JSON.parse(text) });
  assert.deepEqual(
    attributes(`[{"Name":"sub","Value":"1"},{"Name":"email_verified","Value":"TRUE"},
      {"Name":"phone_number_verified","Value":"false"},{"Name":"custom:x","Value":""}]`),
    { sub: '1', email_verified: true, phone_number_verified: false, 'custom:x': '' },
  );
  assert.deepEqual(
    attributes(`[{"Name":"email_verified","Value":true},{"Name":"phone_number_verified","Value":["true"]}]`),
    { email_verified: true, phone_number_verified: false },
  );
  const odd = attributes(`[null,7,"x",[],{"Name":"__proto__","Value":{"admin":true}},{"Name":["list"],"Value":"1"},
    {"Name":"number","Value":7},{"Name":"flag","Value":true},{"Name":"off","Value":false}]`);
  // The last of several without a name counts.
  assert.deepEqual(odd, { '': '1', number: '', flag: true, off: '' });
  assert.equal(Object.getPrototypeOf(odd), Object.prototype);
  assert.equal(odd.admin, undefined);
});

test('a federated user of v5 is read', () => {
  const read = (text) => federatedUser(storageOf({ [federatedInfoKey]: text }));
  const info = '{"provider":"google","token":"t","user":{"name":"Ana","token":"no"}}';
  assert.deepEqual(read(info), { name: 'Ana', token: 't' });
  assert.deepEqual(read('{"token":"t"}'), { token: 't' });
  assert.deepEqual(Object.keys(read('{"user":{"name":"Ana"}}')), ['name', 'token']);
  assert.equal(read('{"user":"Ana"}'), 'Ana');
  for (const nothing of ['', 'null', '0', '{']) assert.equal(read(nothing), undefined);
});

// The first exception of a page takes a browser a millisecond.
test('no exception is thrown and caught where no federated user is stored', (context) => {
  const { mock } = context.mock.method(JSON, 'parse');
  assert.equal(federatedUser(storageOf()), undefined);
  assert.deepEqual(
    mock.calls.filter(({ error }) => error),
    [],
  );
});
