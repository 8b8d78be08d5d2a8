import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { keysOf, readTokens, removeSession, storeSession, storeTokens } from '../../pkg/stored-session.js';
import { NOW_S, keys, newTokens, setNow, signedIn, storageOf, stored } from './lib.mjs';

beforeEach(() => setNow(NOW_S));

/** What v6 has stored on a device that is an hour ahead, after a sign-in of that kind. */
const ofV6 = (mark) => ({ ...signedIn(), [mark]: '{}', [keys.clockDrift]: '-3600412' });
const MARKS = [keys.signInDetails, keys.oauthMetadata];

test('the drift of a session of v6 is read in v6’s unit, with its sign', () => {
  for (const mark of MARKS) {
    assert.equal(stored(ofV6(mark)).clockDrift, 3600);
    for (const [text, drift] of [
      ['0', 0],
      ['-183', 0],
      ['2600', -3],
      ['NaN', 0],
    ])
      assert.equal(stored({ ...ofV6(mark), [keys.clockDrift]: text }).clockDrift, drift, text);
  }
  assert.equal(stored({ ...signedIn(), [keys.clockDrift]: '3600' }).clockDrift, 3600);
});

test('the drift of a session of v6 is written as v6 does, and that of any other as v5 does', () => {
  for (const [entries, text] of [
    [ofV6(MARKS[0]), '-3600000'],
    [ofV6(MARKS[1]), '-3600000'],
    [signedIn(), '3600'],
  ]) {
    const storage = storageOf(entries);
    storeTokens(storage, keys, { ...newTokens(), clockDrift: 3600 });
    assert.equal(storage.entries[keys.clockDrift], text);
    assert.equal(readTokens(storage, keys).clockDrift, 3600);
  }
});

test('what is noted of a sign-in, by v6 or at the hosted page, is removed with the session', () => {
  for (const mark of [...MARKS, keys.hostedUI]) {
    const storage = storageOf(ofV6(mark));
    removeSession(storage, keys, 'u');
    assert.deepEqual(storage.entries, {});
  }
  // So is that of the user who was signed in before.
  const storage = storageOf(ofV6(MARKS[0]));
  storeSession(storage, keysOf('client', 'bea'), 'bea', newTokens());
  assert.ok(!(MARKS[0] in storage.entries));
});
