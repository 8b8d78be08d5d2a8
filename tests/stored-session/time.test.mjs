// Clocks that are wrong, and tokens that soon expire.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  allowUserData,
  areRevocable,
  areValid,
  claimsOf,
  clockDriftSince,
  expireSoon,
  knownSession,
} from '../../pkg/stored-session.js';
import { NOW_S, advance, jwts, keys, setNow, signedIn, storageOf, stored, token } from './lib.mjs';

const HOUR_S = 3600;
/** Tokens as they arrive at that second of the device. */
function arrived(nowS, id, access = id) {
  setNow(nowS);
  return jwts(id, access, { clockDrift: clockDriftSince(access.iat, id.iat) });
}
const hour = (claims) => ({ iat: NOW_S, exp: NOW_S + HOUR_S, ...claims });

beforeEach(() => setNow(NOW_S));

test('validity follows the clock of the service', () => {
  // The device is ten minutes fast.
  const tokens = arrived(1600, { iat: 1000, exp: 4600 }, { iat: 1001, exp: 4601 });
  assert.equal(tokens.clockDrift, 600);
  advance(3_599.999);
  assert.ok(areValid(tokens));
  advance(0.001);
  assert.ok(!areValid(tokens));
});

test('both tokens must live', () => {
  const [long, short] = [hour(), hour({ exp: NOW_S + 60 })];
  for (const tokens of [jwts(long, short), jwts(short, long)]) {
    setNow(NOW_S + 59);
    assert.ok(areValid(tokens));
    setNow(NOW_S + 60);
    assert.ok(!areValid(tokens));
  }
});

test('a token without times is never valid', () => {
  setNow(5);
  for (const exp of [undefined, null, 'x', {}, [], { valueOf: 1, toString: 1 }])
    assert.ok(!areValid(jwts({ iat: 1, exp }, { iat: 1, exp: 9 })), JSON.stringify(exp));
  assert.ok(areValid(jwts({ exp: '9' }, { exp: 9 })));
  assert.ok(Number.isNaN(clockDriftSince(undefined, 1)) && Number.isNaN(clockDriftSince(1, undefined)));
});

test('claims of rubbish are empty', () => {
  const noTexts = [undefined, null, 7, {}];
  for (const rubbish of [...noTexts, '', 'a', 'a.b', 'a.%.c', 'a.e30', '..', 'a.bm90IGpzb24.c', 'a.bnVsbA.c'])
    assert.deepEqual(claimsOf(rubbish), {}, String(rubbish));
  for (const name of ['Zoë', 'Zoe', '\x7f\x80', '小林 😀'])
    assert.deepEqual(claimsOf(token({ name, 'cognito:groups': ['a'] })), { name, 'cognito:groups': ['a'] });
  // Of the characters + and /, which base64url has as - and _.
  assert.equal(claimsOf(token({ name: '~~~???>>>' })).name, '~~~???>>>');
});

test('a drift that is no number counts as none', () => {
  const drifts = [
    ['NaN', 0],
    ['', 0],
    ['x', 0],
    ['-3', -3],
    ['600.9', 600],
    ['inf', 0],
    ['Infinity', 0],
    ['-0', 0],
  ];
  for (const [text, clockDrift] of drifts)
    assert.ok(Object.is(stored({ ...signedIn(), [keys.clockDrift]: text }).clockDrift, clockDrift), text);
});

test('a drift that is unknown makes no token expire', () => {
  const tokens = { ...stored(signedIn()), clockDrift: NaN };
  assert.ok(areValid(tokens));
  assert.deepEqual(knownSession(storageOf(), keys, tokens, 1), { valid: tokens });
});

test('a clock that is hours wrong from the start costs nothing; one that jumps makes the tokens expire', () => {
  for (const wrongS of [-7 * HOUR_S, 7 * HOUR_S]) {
    const tokens = arrived(NOW_S + wrongS, hour());
    assert.equal(tokens.clockDrift, wrongS);
    assert.ok(areValid(tokens));
    // It is set right afterwards.
    advance(-wrongS);
    assert.ok(!areValid(tokens), String(wrongS));
  }
});

test('a clock counts as set back once it is more than five minutes before the issue', () => {
  const tokens = jwts(hour());
  setNow(NOW_S - 300);
  assert.ok(areValid(tokens));
  setNow(NOW_S - 301);
  assert.ok(!areValid(tokens));
});

test('tokens expire soon in a share of their last tenth, at most five minutes', () => {
  // `[life, last tenth]`, in seconds.
  for (const [lifeS, lastS] of [
    [HOUR_S, 300],
    [600, 60],
    [86_400, 300],
  ]) {
    const tokens = jwts(hour({ exp: NOW_S + lifeS }));
    const soon = (leftS, share) => {
      setNow(NOW_S + lifeS - leftS);
      return expireSoon(tokens, share);
    };
    for (const share of [0.1, 0.5, 1]) {
      assert.ok(soon(lastS * share - 1, share), `${lifeS} ${share}`);
      assert.ok(!soon(lastS * share, share), `${lifeS} ${share}`);
    }
    assert.ok(!soon(1, 0));
  }
});

test('a hundred tabs, each with a byte of chance, begin their refreshes spread over the last five minutes', () => {
  const tokens = jwts(hour());
  const begun = (leftS) => {
    setNow(NOW_S + HOUR_S - leftS);
    // Each byte once, and so each share that there is.
    return Array.from({ length: 256 }, (_, byte) => byte / 255).filter((share) => expireSoon(tokens, share)).length;
  };
  assert.equal(begun(300), 0);
  for (const leftS of [270, 225, 150, 75, 30])
    assert.ok(Math.abs(begun(leftS) - 256 * (1 - leftS / 300)) <= 1, `${leftS}: ${begun(leftS)}`);
  assert.equal(begun(1), 255);
});

test('without a refresh token nothing expires soon; without the time of issue the last five minutes count', () => {
  setNow(NOW_S + HOUR_S - 299);
  assert.ok(expireSoon(jwts(hour()), 1));
  assert.ok(!expireSoon(jwts(hour(), undefined, { refreshToken: '' }), 1));
  assert.ok(expireSoon(jwts(hour(), { exp: NOW_S + HOUR_S }), 1));
  setNow(NOW_S + HOUR_S - 301);
  assert.ok(!expireSoon(jwts(hour(), { exp: NOW_S + HOUR_S }), 1));
});

test('revocable needs origin_jti and a refresh token', () => {
  const tokens = jwts({}, { origin_jti: 'x' });
  assert.equal(areRevocable(tokens), true);
  assert.equal(areRevocable({ ...tokens, refreshToken: '' }), false);
  assert.equal(areRevocable(jwts({ origin_jti: 'x' }, {})), false);
});

test('scope is compared word by word', () => {
  const allows = (scope) => allowUserData(jwts({}, { scope }));
  assert.ok(allows('openid aws.cognito.signin.user.admin'));
  assert.ok(!allows('aws.cognito.signin.user.administrator'));
  for (const scope of [undefined, null, 7, ['aws.cognito.signin.user.admin']]) assert.ok(!allows(scope));
});
