// Replies that Cognito does not send: a proxy's page, an empty body, a field that is missing, numbers chosen by an attacker.
import { expect, ours, test } from './fixtures.js';

/** Answers one operation of the page itself. */
async function answer(app, operation, { status = 200, body }) {
  await app.page.route(app.pool.endpoint, (route, request) =>
    request.headers()['x-amz-target']?.endsWith(`.${operation}`)
      ? route.fulfill({
          status,
          headers: { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/x-amz-json-1.1' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        })
      : route.fallback(),
  );
}

const N =
  `FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245
E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F
83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9
DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7
ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB31
43DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF`.replaceAll('\n', '');

const challenge = (parameters) => ({
  ChallengeName: 'PASSWORD_VERIFIER',
  Session: 'session',
  ChallengeParameters: {
    SALT: 'd4a5c1',
    SRP_B: 'ab',
    SECRET_BLOCK: 'VGhpcw==',
    USER_ID_FOR_SRP: 'bob',
    USERNAME: 'bob',
    ...parameters,
  },
});

const REPLIES = [
  ['a page of a proxy', 'InitiateAuth', { body: '<html>Hello</html>' }],
  ['a failing proxy', 'InitiateAuth', { status: 502, body: '<html>Bad gateway</html>' }],
  ['an empty body', 'InitiateAuth', { body: '' }],
  ['an empty object', 'InitiateAuth', { body: {} }],
  ['a list', 'InitiateAuth', { body: [] }],
  ['an error without a type', 'InitiateAuth', { status: 400, body: { message: 'no' } }],
  ['B that is not hex', 'InitiateAuth', { body: challenge({ SRP_B: 'xyz' }) }],
  ['no B', 'InitiateAuth', { body: challenge({ SRP_B: undefined }) }],
  ['no salt', 'InitiateAuth', { body: challenge({ SALT: undefined }) }],
  ['a salt that is not hex', 'InitiateAuth', { body: challenge({ SALT: 'no hex' }) }],
  ['no secret block', 'InitiateAuth', { body: challenge({ SECRET_BLOCK: undefined }) }],
  ['neither tokens nor a challenge', 'RespondToAuthChallenge', { body: {} }],
  [
    'tokens that are no JWT',
    'RespondToAuthChallenge',
    { body: { AuthenticationResult: { AccessToken: 1, IdToken: null } } },
  ],
  ['no tokens', 'RespondToAuthChallenge', { body: { AuthenticationResult: {} } }],
];

for (const [what, operation, reply] of REPLIES) {
  ours(`${operation} answered with ${what}: an error, and nothing stored changes`, async ({ app, newUser }) => {
    const [signedIn, other] = [await newUser(), await newUser()];
    await app.run('signIn', signedIn.username, signedIn.password);
    const stored = await app.stored();
    await answer(app, operation, reply);
    await expect(app.run('signIn', other.username, other.password)).rejects.toMatchObject({
      name: expect.stringMatching(/./),
      code: expect.stringMatching(/./),
      message: expect.stringMatching(/./),
    });
    expect(await app.stored()).toEqual(stored);
    // No proof was made from such numbers.
    if (operation === 'InitiateAuth') expect(app.operations().slice(3)).toEqual(['InitiateAuth']);
    // Nothing is stuck either.
    await app.page.unroute(app.pool.endpoint);
    expect(await app.run('signIn', other.username, other.password)).toMatchObject({ username: other.username });
  });
}

const ZERO = { name: 'Error', message: 'B cannot be zero.' };
for (const [what, SRP_B] of [
  ['0', '0'],
  ['N', N],
  ['2 N', (2n * BigInt(`0x${N}`)).toString(16)],
  ['2^16 N', `${N}0000`],
]) {
  test(`a server that chooses B = ${what} is refused`, async ({ app, names }) => {
    await answer(app, 'InitiateAuth', { body: challenge({ SRP_B }) });
    await expect(app.run('signIn', names(), 'Passw0rd!')).rejects.toMatchObject(ZERO);
    expect(app.operations()).toEqual(['InitiateAuth']);
    expect(await app.stored()).toEqual({});
  });
}

test('an exception that nobody knew passes through', async ({ app, names }) => {
  await answer(app, 'InitiateAuth', {
    status: 400,
    body: { __type: 'com.amazonaws.cognito#BrandNewException', message: 'Something new' },
  });
  await expect(app.run('signIn', names(), 'Passw0rd!')).rejects.toMatchObject({
    name: 'BrandNewException',
    code: 'BrandNewException',
    message: 'Something new',
  });
});

ours('a challenge that nobody knew resolves with its name, and nothing is stored', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await answer(app, 'RespondToAuthChallenge', {
    body: {
      ChallengeName: 'EMAIL_OTP',
      Session: 'session',
      ChallengeParameters: { CODE_DELIVERY_DESTINATION: 'b***@e***' },
    },
  });
  expect(await app.run('signIn', username, password)).toMatchObject({
    username,
    challengeName: 'EMAIL_OTP',
    challengeParam: { CODE_DELIVERY_DESTINATION: 'b***@e***' },
    Session: 'session',
  });
  expect(await app.keys()).toEqual([]);
});

test('no network is a NetworkError', async ({ app, context, newUser }) => {
  const { username, password } = await newUser();
  // Has the module loaded, as any call but those of stored-session.spec.js.
  await app.run('signOut');
  await context.setOffline(true);
  await expect(app.run('signIn', username, password)).rejects.toMatchObject({
    code: 'NetworkError',
    message: 'Network error',
  });
  await context.setOffline(false);
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
});

test('a refresh answered with rubbish keeps what is stored', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  const stored = await app.stored();
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  await answer(app, 'InitiateAuth', { body: {} });
  await expect(app.run('currentSession')).rejects.toMatchObject({ message: expect.stringMatching(/./) });
  expect(await app.stored()).toEqual(stored);
});
