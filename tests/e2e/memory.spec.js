// What a sign-in or sign-up leaves in the memory of the wasm modules: no password, and no number of SRP that would give it away.
import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { KERNELS, N, calledOfFma, digitsOf, montgomery, readMemories, search, watch } from './memory.js';
import { V5, expect, test as base } from './fixtures.js';

const test = base.extend({
  context: async ({ context }, use) => {
    await context.addInitScript(watch);
    await use(context);
  },
});
test.skip(V5, 'v5 has no module');

/** Text that cannot be in a memory by chance, and so long that what was freed is not soon written over. */
const newPassword = () => `Pw1!${randomBytes(150).toString('base64')}`;

// ---- SRP, independently of the package

const bytesOf = (number) => Buffer.from(number.toString(16).replace(/^(..)*.$/, '0$&'), 'hex');
const numberOf = (bytes) => BigInt(`0x${bytes.toString('hex')}`);
const fixed = (number, length) => Buffer.from(number.toString(16).padStart(2 * length, '0'), 'hex');
/** The form in which Cognito hashes a number. */
const signed = (number) => (bytesOf(number)[0] >> 7 ? Buffer.concat([Buffer.of(0), bytesOf(number)]) : bytesOf(number));
const sha256 = (...parts) =>
  createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();

function power(number, exponent) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N;
    if (bit === '1') result = (result * number) % N;
  }
  return result;
}

/** Everything that a sign-in keeps secret, in the form that `search` takes, and the signature that proves it. */
function srp({ password, userPoolId, a, aPub, challenge, timestamp }) {
  const { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP } = challenge;
  const name = userPoolId.split('_')[1];
  const bPub = BigInt(`0x${SRP_B}`);
  const u = numberOf(sha256(signed(aPub), signed(bPub)));
  const identity = sha256(name, USER_ID_FOR_SRP, ':', password);
  const xBytes = sha256(signed(BigInt(`0x${SALT}`)), identity);
  const x = numberOf(xBytes);
  const k = numberOf(sha256(signed(N), signed(2n)));
  const verifier = power(2n, x);
  const kv = (k * verifier) % N;
  const base = ((bPub % N) + N - kv) % N;
  const exponent = a + u * x;
  const s = power(base, exponent);
  const extracted = createHmac('sha256', signed(u)).update(signed(s)).digest();
  const key = Buffer.from(hkdfSync('sha256', signed(s), signed(u), 'Caldera Derived Key', 16));
  const message = [name, USER_ID_FOR_SRP, Buffer.from(SECRET_BLOCK, 'base64'), timestamp].map((part) =>
    Buffer.from(part),
  );
  const powers = Object.fromEntries(
    Array.from({ length: 31 }, (_, i) => [`(B - k * g^x)^${i + 1}`, power(base, BigInt(i + 1))]),
  );
  return {
    signature: createHmac('sha256', key).update(Buffer.concat(message)).digest('base64'),
    secrets: {
      texts: { 'the password': password },
      bytes: {
        a: fixed(a, 32),
        x: xBytes,
        'H(user, password)': identity,
        'a + u * x': fixed(exponent, 64),
        'g^x': fixed(verifier, 384),
        'k * g^x': fixed(kv, 384),
        S: fixed(s, 384),
        PRK: extracted,
        K: key,
      },
      numbers: { a, x, 'a + u * x': exponent, 'g^x': verifier, 'k * g^x': kv, S: s, ...powers },
    },
  };
}

// ---- what a page left

const target = (request) => request.headers()['x-amz-target']?.split('.')[1];

/** What `search` finds in each of the page's modules, with the module's name before it. */
async function left(page, secrets) {
  const memories = await readMemories(page);
  expect(memories.length).toBeGreaterThan(0);
  return memories.flatMap(({ name, memory }) => search(memory, secrets).map((find) => `${name} module: ${find}`));
}

/** The secret a of the A that was sent, among what the page drew. */
async function drawnFor(page, aPub) {
  const drawn = await page.evaluate(() => window.watched.drawn);
  const secret = drawn
    .filter(({ length }) => length === 32)
    .map((bytes) => numberOf(Buffer.from(bytes)))
    .find((number) => power(2n, number) === aPub);
  expect(secret, 'A is g^a of an a that was drawn').toBeDefined();
  return secret;
}

/** Signs in, however that ends, and gives the secrets of it. */
async function signIn(app, username, password) {
  app.calls.length = 0;
  const replies = [];
  const keep = (response) => {
    if (target(response.request()) === 'InitiateAuth') replies.push(response.json());
  };
  app.page.on('response', keep);
  const outcome = await app.run('signIn', username, password).catch((error) => error);
  app.page.off('response', keep);
  expect(app.operations().slice(0, 2), String(outcome.message)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  const { ChallengeParameters: challenge } = await replies[0];
  const [start, answer] = app.calls.map(({ body }) => body);
  const aPub = BigInt(`0x${start.AuthParameters.SRP_A}`);
  const a = await drawnFor(app.page, aPub);
  const { TIMESTAMP: timestamp, PASSWORD_CLAIM_SIGNATURE: sent } = answer.ChallengeResponses;
  const { signature, secrets } = srp({ password, userPoolId: app.pool.userPoolId, a, aPub, challenge, timestamp });
  // So the values searched for are those that the module had.
  expect(sent).toBe(signature);
  return { outcome, secrets };
}

/** The secrets of a sign-in that got no further than to send A. */
async function begun(app, password) {
  const aPub = BigInt(`0x${app.calls.find(({ operation }) => operation === 'InitiateAuth').body.AuthParameters.SRP_A}`);
  const a = await drawnFor(app.page, aPub);
  return { texts: { 'the password': password }, bytes: { a: fixed(a, 32) }, numbers: { a } };
}

/** From now on one operation is answered by `handle(route)`. */
const answer = (app, operation, handle) =>
  app.page.route(app.pool.endpoint, (route, request) =>
    target(request) === operation ? handle(route) : route.fallback(),
  );

/** Changes the parameters of the challenge in the server's own reply. */
const withParameters = (parameters) => async (route) => {
  const response = await route.fetch();
  const reply = await response.json();
  Object.assign(reply.ChallengeParameters, parameters);
  return route.fulfill({ response, json: reply });
};

// ---- the tests

/** The module with the FMA kernel is used where it is there; else the main module's own kernel. */
const kernels = {
  SIMD128: {
    async open({ context, newApp }) {
      await context.route(/fma[^/]*\.wasm$/, (route) => route.abort());
      return newApp();
    },
    async used(page) {
      expect(await calledOfFma(page)).toBeUndefined();
    },
  },
  FMA: {
    async open({ newApp, newUser }) {
      const app = await newApp();
      // Nobody waits for that module: it may come after the first sign-in.
      const { username, password } = await newUser();
      await app.run('signIn', username, password);
      await expect.poll(() => calledOfFma(app.page)).toBeDefined();
      await app.run('signOut');
      await app.page.evaluate(() => {
        for (const { called } of window.watched.modules) called.length = 0;
      });
      return app;
    },
    async used(page) {
      expect(await calledOfFma(page)).toContain('shared_secret');
    },
  },
};

for (const [name, kernel] of Object.entries(kernels)) {
  test.describe(`USER_SRP_AUTH by the ${name} kernel leaves nothing`, () => {
    test('when it succeeds', async ({ context, newApp, newUser }) => {
      const app = await kernel.open({ context, newApp, newUser });
      const { username, password } = await newUser({ password: newPassword() });
      const { outcome, secrets } = await signIn(app, username, password);
      expect(outcome).toMatchObject({ username });
      await kernel.used(app.page);
      expect(await left(app.page, secrets)).toEqual([]);
    });

    test('when the password is wrong', async ({ context, newApp, newUser }) => {
      const app = await kernel.open({ context, newApp, newUser });
      const { username } = await newUser();
      const { outcome, secrets } = await signIn(app, username, newPassword());
      expect(outcome).toMatchObject({ code: 'NotAuthorizedException' });
      await kernel.used(app.page);
      expect(await left(app.page, secrets)).toEqual([]);
    });

    test('when its last request fails', async ({ context, newApp, newUser }) => {
      const app = await kernel.open({ context, newApp, newUser });
      const { username, password } = await newUser({ password: newPassword() });
      await answer(app, 'RespondToAuthChallenge', (route) => route.abort('failed'));
      const { outcome, secrets } = await signIn(app, username, password);
      expect(outcome).toMatchObject({ code: 'NetworkError' });
      await kernel.used(app.page);
      expect(await left(app.page, secrets)).toEqual([]);
    });
  });
}

for (const [what, handle, error] of [
  ['B is 0 modulo N', withParameters({ SRP_B: N.toString(16) }), { message: 'B cannot be zero.' }],
  ['the salt is no number', withParameters({ SALT: 'salt' }), { code: 'InvalidResponse' }],
  ['the secret block is not base64', withParameters({ SECRET_BLOCK: '*' }), { code: 'InvalidResponse' }],
  ['its first request fails', (route) => route.abort('failed'), { code: 'NetworkError' }],
]) {
  test(`USER_SRP_AUTH leaves nothing when ${what}`, async ({ app, newUser }) => {
    const { username, password } = await newUser({ password: newPassword() });
    await answer(app, 'InitiateAuth', handle);
    await expect(app.run('signIn', username, password)).rejects.toMatchObject(error);
    expect(await left(app.page, await begun(app, password))).toEqual([]);
  });
}

test('USER_SRP_AUTH leaves nothing when it ends in a challenge', async ({ app, newUser }) => {
  const { username, password } = await newUser({ password: newPassword(), temporary: true });
  const { outcome, secrets } = await signIn(app, username, password);
  expect(outcome).toMatchObject({ challengeName: 'NEW_PASSWORD_REQUIRED' });
  expect(await left(app.page, secrets)).toEqual([]);
});

test('USER_PASSWORD_AUTH leaves no password, be it right or wrong', async ({ newApp, newUser }) => {
  const app = await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } });
  const { username, password } = await newUser({ password: newPassword() });
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
  expect(app.calls[0].body.AuthParameters.PASSWORD).toBe(password);
  expect.soft(await left(app.page, { texts: { 'the password': password } })).toEqual([]);
  const wrong = newPassword();
  await expect(app.run('signIn', username, wrong)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect.soft(await left(app.page, { texts: { 'the password': wrong } })).toEqual([]);
});

test('signUp leaves no password, be it accepted or refused', async ({ app, names }) => {
  const username = names();
  for (const outcome of ['accepted', 'refused']) {
    const password = newPassword();
    const result = await app
      .run('signUp', { username, password, attributes: { email: `${username}@example.com` } })
      .catch(({ code }) => code);
    if (outcome === 'accepted') expect(result).toMatchObject({ user: { username } });
    else expect(result).toBe('UsernameExistsException');
    expect(app.calls.at(-1).body.Password).toBe(password);
    expect.soft(await left(app.page, { texts: { 'the password': password } }), outcome).toEqual([]);
  }
});

// ---- that the search would find something

test('a sign-in under way is found: its a is in the memory that is read, and its password comes there', async ({
  app,
  newUser,
}) => {
  const { username, password } = await newUser({ password: newPassword() });
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await answer(app, 'InitiateAuth', (route) => released.then(() => route.fallback()));
  const asked = app.page.waitForRequest((request) => target(request) === 'InitiateAuth');
  const signingIn = app.run('signIn', username, password);
  await asked;
  expect(await left(app.page, await begun(app, password))).toContainEqual(
    expect.stringMatching('^main module: a, big-endian: 32 bytes at '),
  );
  release();
  await signingIn;
  // Only while x is computed, when nobody can look.
  expect(await app.page.evaluate(() => window.watched.encoded)).toContain(password);
});

test("N, a constant of the kernel, is found in its digits: in the memory of the main module, which the sign-in's part shares", async ({
  app,
  newUser,
}) => {
  const { username, password } = await newUser();
  await app.run('currentChallenge'); // Loads the module, without that part.
  const { memory: before } = (await readMemories(app.page)).find(({ name }) => name === 'main');
  expect(search(before, { numbers: { N } })).toEqual([]);
  await app.run('signIn', username, password);
  const [{ memory }, ...others] = (await readMemories(app.page)).filter(({ name }) => name === 'main');
  expect(others).toEqual([]);
  expect(search(memory, { numbers: { N } })).toContainEqual(expect.stringMatching('^N, SIMD128 digits: '));
});

test('every form of a secret is found wherever it is, from 16 bytes on', () => {
  const secret = Buffer.concat(Array.from({ length: 6 }, (_, i) => createHash('sha512').update(Buffer.of(i)).digest()));
  const number = numberOf(secret) % N;
  const secrets = { texts: { text: 'Pw1!a password for the search' }, bytes: { bytes: secret }, numbers: { number } };
  const { text } = secrets.texts;
  const swapped = (bytes, from) => Buffer.from(bytes.subarray(from, from + ((bytes.length - from) & ~3))).swap32();
  const forms = [
    ['text, UTF-8', Buffer.from(text), 8],
    ['text, UTF-16', Buffer.from(text, 'utf16le'), 16],
    ["text, UTF-8, in SHA-256's words", swapped(Buffer.from(text), 1), 16],
    ['bytes, big-endian', secret, 16],
    ['bytes, little-endian', Buffer.from(secret).reverse(), 16],
    ['bytes, hexadecimal', Buffer.from(secret.toString('hex')), 16],
    ["bytes, big-endian, in SHA-256's words", swapped(secret, 2), 16],
    ['bytes, xor 36', secret.map((byte) => byte ^ 0x36), 16],
    [
      "bytes, xor 5c, in SHA-256's words",
      swapped(
        secret.map((byte) => byte ^ 0x5c),
        0,
      ),
      16,
    ],
  ];
  for (const kernel of KERNELS) {
    const { name, Words } = kernel;
    const carried = (value) => Words.from(digitsOf(value, kernel), (digit, i) => digit + ((i % 3) - 1) * 32);
    forms.push([`number, ${name} digits`, Buffer.from(carried(number).buffer), 16]);
    forms.push([`number, ${name} digits`, Buffer.from(carried(number - N).buffer), 16]);
    forms.push([
      `number, ${name} digits in Montgomery's form`,
      Buffer.from(carried(montgomery(number, kernel)).buffer),
      16,
    ]);
    if (Words === Int32Array) {
      const spread = Int32Array.from([...carried(number)].flatMap((digit) => Array(4).fill(digit)));
      forms.push([`number, ${name} digits, spread`, Buffer.from(spread.buffer), 64]);
    }
  }
  const empty = Buffer.alloc(1 << 16, 0xa7);
  expect(search(empty, secrets)).toEqual([]);
  for (const [what, bytes, enough] of forms) {
    const isDigits = what.startsWith('number');
    const from = isDigits ? 160 : 7;
    for (const at of isDigits ? [0, 4096, empty.length - enough] : [0, 4099, empty.length - enough]) {
      const memory = Buffer.from(empty);
      bytes.copy(memory, at, from, from + enough);
      expect(search(memory, secrets), `${what} at ${at}`).toContainEqual(
        `${what}: ${enough} bytes at 0x${at.toString(16)}`,
      );
      // One byte, or one spread digit, short of enough.
      memory.fill(0xa7, at + enough - (enough === 64 ? 16 : 1), at + enough);
      expect(search(memory, secrets), `${what} at ${at}`).toEqual([]);
    }
  }
});
