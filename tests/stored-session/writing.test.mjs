// Writing that stops anywhere, and the writes of two tabs that mix where nothing keeps them apart.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  areValid,
  keysOf,
  readTokens,
  removeSession,
  removeTokens,
  storeSession,
  storeTokens,
  storeUserData,
} from '../../pkg/stored-session.js';
import { BROKEN, NOW_S, keys, newTokens, setNow, signedIn, storageOf, stored } from './lib.mjs';

const FULL = { name: 'QuotaExceededError' };

beforeEach(() => setNow(NOW_S));

test('wherever writing stops, old and new tokens make no session', () => {
  const old = stored(signedIn());
  const fresh = newTokens();
  // Old tokens before the first write, none that are valid in between, the new ones at last.
  for (const [kind, expected] of [
    ['cutAfter', [true, false, false, false, false, true, true]],
    ['fullAfter', [false, false, false, false, false, true, true]],
  ]) {
    const ends = expected.map((_, cut) => {
      const storage = storageOf(signedIn(), { [kind]: cut });
      const store = () => storeSession(storage, keys, 'u', fresh);
      if (kind === 'fullAfter' && cut < 6) assert.throws(store, FULL);
      else store();
      const found = stored(storage.entries);
      const what = `${kind} ${cut}: ${JSON.stringify(storage.entries)}`;
      if (areValid(found)) {
        const tokens = found.idToken === old.idToken ? old : fresh;
        assert.deepEqual(found, tokens, what);
      } else {
        // The next page heals it.
        assert.ok([old.refreshToken, fresh.refreshToken].includes(found.refreshToken), what);
      }
      return areValid(found);
    });
    assert.deepEqual(ends, expected);
  }
});

test('a sign-in whose tokens cannot be stored leaves the former user, and nothing else', () => {
  for (let fullAfter = 0; fullAfter <= 5; fullAfter++) {
    const storage = storageOf(signedIn(), { fullAfter });
    assert.throws(() => storeSession(storage, keysOf('client', 'other'), 'other', newTokens()), FULL);
    assert.deepEqual(storage.entries, signedIn(), String(fullAfter));
  }
  // A storage that has no room for one of the tokens, but has some for a name.
  const others = keysOf('client', 'other');
  for (const refused of [others.refreshToken, others.idToken, others.clockDrift, others.accessToken]) {
    const storage = storageOf(signedIn(), { refused });
    assert.throws(() => storeSession(storage, others, 'other', newTokens()), FULL);
    assert.deepEqual(storage.entries, signedIn(), refused);
  }
  const storage = storageOf(signedIn());
  storeSession(storage, keysOf('client', 'other'), 'other', newTokens());
  assert.equal(storage.entries[keys.lastAuthUser], 'other');
});

test('storing throws what the storage throws', () => {
  for (let fullAfter = 0; fullAfter <= 4; fullAfter++)
    assert.throws(() => storeTokens(storageOf({}, { fullAfter }), keys, newTokens()), FULL);
  for (const storage of BROKEN) {
    assert.throws(() => storeTokens(storage, keys, newTokens()));
    assert.throws(() => storeSession(storage, keys, 'u', newTokens()));
    assert.throws(() => storeUserData(storage, keys, {}));
  }
});

test('a sign-in removes the session of another user who was signed in before', () => {
  const others = keysOf('client', 'an.other');
  const storage = storageOf({ ...signedIn(), [keys.deviceKey]: 'd', app: 'x' });
  storeSession(storage, others, 'an.other', newTokens());
  assert.deepEqual(readTokens(storage, others), newTokens());
  // As after a sign-out: the device stays remembered.
  assert.deepEqual(
    Object.keys(storage.entries).filter((key) => !Object.values(others).includes(key)),
    [keys.deviceKey, 'app'],
  );
  storeSession(storage, keys, 'u', newTokens());
  removeSession(storage, keys, 'u');
  assert.deepEqual(storage.entries, { [keys.deviceKey]: 'd', app: 'x' });
});

test('the order of writes is the documented one', () => {
  const storage = storageOf(signedIn());
  storeSession(storage, keys, 'u', newTokens());
  const stores = ['refreshToken', 'idToken', 'clockDrift', 'accessToken', 'lastAuthUser'];
  assert.deepEqual(
    storage.writes.map(([key]) => key),
    [keys.accessToken, ...stores.map((name) => keys[name])],
  );
  assert.equal(storage.entries[keys.clockDrift], '0');
  storage.writes.length = 0;
  removeSession(storage, keys, 'u');
  const removes = ['lastAuthUser', 'accessToken', 'clockDrift', 'idToken', 'refreshToken', 'userData'];
  assert.deepEqual(
    storage.writes,
    removes.map((name) => [keys[name]]),
  );
  assert.deepEqual(storage.entries, {});
});

test('device keys outlive a session, and user data its tokens', () => {
  const names = ['deviceKey', 'randomPasswordKey', 'deviceGroupKey'];
  const device = Object.fromEntries(names.map((name) => [keys[name], name]));
  const storage = storageOf({ ...signedIn(), ...device });
  removeTokens(storage, keys, 'u');
  assert.deepEqual(Object.keys(storage.entries).sort(), [...Object.keys(device), keys.userData].sort());
  removeSession(storage, keys, 'u');
  assert.deepEqual(storage.entries, device);
});

test('another user who has signed in since stays so', () => {
  for (const [last, left] of [
    ['u', undefined],
    ['other', 'other'],
    ['', undefined],
  ]) {
    const storage = storageOf({ ...signedIn(), [keys.lastAuthUser]: last });
    removeSession(storage, keys, 'u');
    assert.equal(storage.entries[keys.lastAuthUser], left);
  }
});

test('of user data that JSON cannot hold nothing is stored', () => {
  const circular = {};
  circular.self = circular;
  for (const data of [undefined, () => {}, Symbol('x')]) {
    const storage = storageOf(signedIn());
    storeUserData(storage, keys, data);
    assert.deepEqual(storage.writes, []);
  }
  for (const data of [
    circular,
    1n,
    {
      toJSON() {
        throw new Error('own');
      },
    },
  ]) {
    const storage = storageOf(signedIn());
    assert.throws(() => storeUserData(storage, keys, data));
    assert.deepEqual(storage.writes, []);
  }
  const storage = storageOf();
  storeUserData(storage, keys, { UserAttributes: [] });
  assert.deepEqual(storage.entries, { [keys.userData]: '{"UserAttributes":[]}' });
});

test('what a storage throws when something is removed reaches nobody', () => {
  for (const storage of BROKEN) removeSession(storage, keys, 'u');
});

// ---- two tabs

/** Each way to mix the writes of two tabs; each one's own stay in their order. */
function* mixtures(one, other) {
  if (!one.length || !other.length) return yield [...one, ...other];
  for (const rest of mixtures(one.slice(1), other)) yield [one[0], ...rest];
  for (const rest of mixtures(one, other.slice(1))) yield [other[0], ...rest];
}

const former = { idToken: 'id-1', accessToken: 'access-1', refreshToken: 'refresh-1', clockDrift: 1 };
const latter = { idToken: 'id-2', accessToken: 'access-2', refreshToken: 'refresh-2', clockDrift: 2 };

function afterSignIn() {
  const storage = storageOf();
  storeSession(storage, keys, 'u', former);
  return storage.entries;
}

const writesOf = (entries, action) => {
  const storage = storageOf(entries);
  action(storage);
  return storage.writes;
};

/** The storages that both actions may leave, done at once upon these entries. */
function* left(entries, one, other) {
  for (const writes of mixtures(writesOf(entries, one), writesOf(entries, other))) {
    const storage = storageOf(entries);
    for (const [key, text] of writes) text === undefined ? storage.removeItem(key) : storage.setItem(key, text);
    yield storage;
  }
}

test('a sign-in and a sign-out that mix leave a session or none', () => {
  let count = 0;
  const signIn = (storage) => storeSession(storage, keys, 'u', latter);
  // What is not stored need not be removed.
  const signOut = (storage) => removeTokens(storage, keys, 'u');
  for (const storage of left(afterSignIn(), signIn, signOut)) {
    count++;
    const found = storage.getItem(keys.lastAuthUser) && readTokens(storage, keys);
    if (!found) continue;
    // Never anything of the former session, nor half of the new one: but it may lack its refresh token.
    const { refreshToken, ...rest } = found;
    const { refreshToken: own, ...expected } = latter;
    assert.deepEqual(rest, expected, JSON.stringify(storage.entries));
    assert.ok(['', own].includes(refreshToken), JSON.stringify(storage.entries));
  }
  assert.equal(count, 462);
});

test('a sign-in and the sign-out of another that mix leave all tokens', () => {
  const others = keysOf('client', 'v');
  const signIn = (storage) => storeSession(storage, others, 'v', latter);
  for (const storage of left(afterSignIn(), signIn, (storage) => removeSession(storage, keys, 'u'))) {
    assert.deepEqual(readTokens(storage, others), latter);
    assert.equal(readTokens(storage, keys), undefined);
    assert.ok([null, 'v'].includes(storage.getItem(keys.lastAuthUser)));
  }
});

test('a reader between any two writes of a sign-in sees old tokens, new ones, or some to be refreshed', () => {
  const writes = writesOf(signedIn(), (storage) => storeSession(storage, keys, 'u', newTokens()));
  const [old, fresh] = [stored(signedIn()), newTokens()];
  const names = ['accessToken', 'idToken', 'refreshToken', 'clockDrift'];
  // The writes fall anywhere between the four reads and the fifth.
  for (const cuts of mixtures(writes, [...names, 'accessToken'])) {
    const storage = storageOf(signedIn());
    let at = 0;
    const step = () => {
      for (; Array.isArray(cuts[at]); at++) {
        const [key, text] = cuts[at];
        text === undefined ? storage.removeItem(key) : storage.setItem(key, text);
      }
      at++;
    };
    const reader = { getItem: (key) => (step(), storage.getItem(key)) };
    const found = readTokens(reader, keys);
    if (!areValid(found)) continue;
    const is = ({ idToken, accessToken }) => found.idToken === idToken && found.accessToken === accessToken;
    assert.ok(is(old) || is(fresh), JSON.stringify(cuts));
  }
});
