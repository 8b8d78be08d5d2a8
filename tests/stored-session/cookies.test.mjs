import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { afterEach, test } from 'node:test';
import {
  cookieText,
  encodeName,
  encodeValue,
  fitsInOne,
  keysOfValue,
  parseCookies,
  partsOf,
  plainName,
  valueOf,
} from '../../pkg/cookies.js';
import { NOW_S, setNow } from './lib.mjs';

/** v5's own, which writes to `document.cookie`. */
const CookieStorage = createRequire(import.meta.url)('amazon-cognito-identity-js/lib/CookieStorage.js').default;

/** A document that keeps what is written as it is, and shows these cookies. */
const withDocument = (cookies = '') => {
  const written = [];
  globalThis.document = {
    get cookie() {
      return cookies;
    },
    set cookie(text) {
      written.push(text);
    },
  };
  return written;
};

afterEach(() => delete globalThis.document);

const ASCII = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
const TEXTS = [
  ...ASCII,
  ASCII,
  'CognitoIdentityServiceProvider.cid.us er@x.y|z.idToken',
  'ana@example.com',
  'Zoë (日本) 😀.x',
  '%41%',
  '{"UserAttributes":[{"Name":"email","Value":"ana@example.com"}]}',
  'eyJraWQiOiJ4In0.eyJzdWIiOiIxIn0.AbC-_9',
];

test('names and values are encoded like v5’s', () => {
  setNow(NOW_S);
  for (const text of TEXTS) {
    const written = withDocument();
    new CookieStorage({ domain: 'example.com', sameSite: 'lax' }).setItem(text, text);
    const [expected] = written;
    const attributes = { path: '/', expires: 365, domain: 'example.com', secure: true, sameSite: 'lax' };
    assert.equal(cookieText(text, text, attributes), expected, JSON.stringify(text));
  }
  assert.equal(
    encodeName('CognitoIdentityServiceProvider.cid.us er@x.y|z.idToken'),
    'CognitoIdentityServiceProvider.cid.us%20er%40x.y|z.idToken',
  );
  assert.throws(() => encodeValue('\ud800'), URIError);
});

test('attributes are those of v5, in its order', () => {
  setNow(NOW_S);
  const options = [
    {},
    { path: '/app', expires: 1, secure: false },
    { domain: 'a.b;c', expires: new Date(NOW_S * 1000), sameSite: 'strict' },
    { expires: null, secure: true, sameSite: 'none' },
    { expires: 0.5 },
    { expires: 0 },
  ];
  for (const given of options) {
    const written = withDocument();
    const storage = new CookieStorage(given);
    storage.setItem('k', 'v');
    assert.equal(cookieText('k', 'v', storage), written[0]);
    storage.removeItem('k');
    assert.equal(cookieText('k', '', { ...storage, expires: -1 }), written[1]);
  }
});

test('cookies are read like v5’s', () => {
  const header =
    'a=1; b=x=y=z; q="quoted 1"; a=2; e=; none; %41%20b=%F0%9F%98%80; bad%=1; worse=%FF; part=100%; us%20er%40x.y|z=t';
  withDocument(header);
  const v5 = new CookieStorage();
  const cookies = parseCookies(header);
  for (const key of ['a', 'b', 'q', 'e', 'none', 'A b', 'worse', 'part', 'us er@x.y|z'])
    assert.equal(cookies.get(key) ?? null, v5.getItem(key), key);
  assert.ok(!cookies.has('constructor'));
  // v5 reads it where names are as they are (`ssr`), and not otherwise.
  assert.equal(cookies.get('bad%'), '1');
  assert.equal(parseCookies('a=1;b=2').get('b'), '2');
  for (const nothing of ['', undefined, null]) assert.equal(parseCookies(nothing).size, 0);
});

test('whatever is written is read', () => {
  for (const key of TEXTS)
    for (const value of TEXTS) {
      const [pair] = cookieText(key, value, {}).split('; ');
      assert.equal(parseCookies(`first=1; ${pair}; last=1`).get(key), value);
    }
});

/** The cookies that a browser shows after these were set. */
const jarOf = (pairs) => parseCookies(pairs.map(([key, value]) => cookieText(key, value, {})).join('; '));

test('a value that is too long is split and joined', () => {
  const key = 'CognitoIdentityServiceProvider.cid.zoë@example.com.idToken';
  for (const value of ['e'.repeat(9000), '"{é😀'.repeat(2000), 'x'.repeat(4100)]) {
    assert.ok(!fitsInOne(key, value));
    const parts = partsOf(key, value, 'stamp');
    assert.ok(parts.length > 1);
    for (const [name, text] of parts) {
      assert.ok(fitsInOne(name, text));
      assert.ok(cookieText(name, text, {}).length <= 3801);
    }
    assert.equal(valueOf(jarOf(parts), key), value);
    assert.equal(valueOf(jarOf([...parts].reverse()), key), value);
    assert.deepEqual(
      keysOfValue(jarOf(parts), key),
      Array.from(parts, ([name]) => name),
    );
  }
});

test('what fits in one cookie to the byte stays whole', () => {
  const key = 'k'.repeat(96);
  assert.ok(fitsInOne(key, 'v'.repeat(4000)));
  assert.ok(!fitsInOne(key, 'v'.repeat(4001)));
  assert.ok(!fitsInOne(key, `${'v'.repeat(3998)}"`));
});

test('parts that are not all there, or of two writes, are no value', () => {
  const value = 'e'.repeat(9000);
  const [first, second, third] = partsOf('k', value, 'one');
  const other = partsOf('k', 'f'.repeat(9000), 'two');
  assert.equal(valueOf(jarOf([first, second]), 'k'), null);
  assert.equal(valueOf(jarOf([second, third]), 'k'), null);
  assert.equal(valueOf(jarOf([first, other[1], third]), 'k'), null);
  assert.equal(valueOf(jarOf([['k.0', 'no part'], second]), 'k'), null);
  assert.equal(valueOf(jarOf([['k.0', 'x:99999999999:a']]), 'k'), null);
  assert.equal(valueOf(jarOf([]), 'k'), null);
  // v5 has signed somebody in since, and has left the parts.
  assert.equal(valueOf(jarOf([first, second, third, ['k', 'v5']]), 'k'), 'v5');
});

test('the cookies of one value are found, and no others', () => {
  const cookies = jarOf(['k', 'k.0', 'k.12', 'k.x', 'k.1x', 'k0', 'kk', 'k.0.0'].map((key) => [key, '1']));
  assert.deepEqual(keysOfValue(cookies, 'k'), ['k', 'k.0', 'k.12']);
});

test('a name that is too long still ends', () => {
  assert.ok(partsOf('k'.repeat(9000), 'v'.repeat(5000), 's').length <= 10);
});

test('a name for servers is as it is, where a cookie can have it', () => {
  assert.equal(plainName('P.ana@example.com.idToken'), 'P.ana@example.com.idToken');
  assert.equal(plainName('P.us er;é=.idToken'), encodeName('P.us er;é=.idToken'));
  assert.equal(cookieText('a@b', '1', {}, plainName), 'a@b=1');
  assert.equal(plainName('P.fifty%off.idToken'), 'P.fifty%off.idToken');
  // As it is, it would be read as `aAb`.
  assert.equal(plainName('P.a%41b.idToken'), encodeName('P.a%41b.idToken'));
  for (const key of TEXTS) assert.equal(parseCookies(`${plainName(key)}=1`).get(key), '1', key);
});
