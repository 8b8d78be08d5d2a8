import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SIGN_UP_CODE, freePort, startCognito, totp } from './local-cognito.mjs';

const PASSWORD = 'Passw0rd!';
let cognito;
before(async () => {
  cognito = await startCognito();
});
after(() => cognito?.stop());

test('tokens are signed with the two published keys', async () => {
  const { userPoolId } = await cognito.createUserPool();
  const { keys } = await cognito.jwks(userPoolId);
  assert.equal(keys.length, 2);
  assert.ok(keys.every((key) => key.kty === 'RSA' && key.kid !== 'ministack-key-1'));
});

test('a user signs up, confirms and signs in', async () => {
  const { clientId } = await cognito.createUserPool();
  const Username = 'ana';
  await cognito.api('SignUp', {
    ClientId: clientId,
    Username,
    Password: PASSWORD,
    UserAttributes: [{ Name: 'email', Value: 'ana@example.com' }],
  });
  await assert.rejects(cognito.api('ConfirmSignUp', { ClientId: clientId, Username, ConfirmationCode: '000000' }), {
    code: 'CodeMismatchException',
  });
  const mail = (await cognito.messages()).find(({ To }) => To.includes('ana@example.com'));
  assert.ok(mail.BodyText.includes(SIGN_UP_CODE));
  await cognito.api('ConfirmSignUp', { ClientId: clientId, Username, ConfirmationCode: SIGN_UP_CODE });
  const { AuthenticationResult: tokens } = await cognito.api('InitiateAuth', {
    ClientId: clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: Username, PASSWORD },
  });
  assert.equal((await cognito.api('GetUser', { AccessToken: tokens.AccessToken })).Username, Username);
  await assert.rejects(cognito.api('GetUser', { AccessToken: `${tokens.AccessToken}x` }), {
    code: 'NotAuthorizedException',
  });
});

test('admin calls need credentials', async () => {
  await assert.rejects(cognito.api('CreateUserPool', { PoolName: 'nobody' }));
});

test('an enrolled authenticator app is asked for', async () => {
  const pool = await cognito.createUserPool({ mfa: 'OPTIONAL' });
  const user = { username: 'tom', password: PASSWORD, email: 'tom@example.com' };
  await cognito.createUser(pool.userPoolId, user);
  await cognito.enrolTotp(pool, user);
  const { ChallengeName } = await cognito.api('InitiateAuth', {
    ClientId: pool.clientId,
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: 'tom', PASSWORD },
  });
  assert.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA');
});

test('Lambdas ask a question of their own and check the answer', async () => {
  const lambdaConfig = {
    DefineAuthChallenge: await cognito.createLambda(
      'define',
      `exports.handler = async (event) => {
      const passed = event.request.session.some((step) => step.challengeResult);
      event.response = { issueTokens: passed, failAuthentication: false, challengeName: passed ? undefined : 'CUSTOM_CHALLENGE' };
      return event;
    };`,
    ),
    CreateAuthChallenge: await cognito.createLambda(
      'create',
      `exports.handler = async (event) => {
      event.response = { publicChallengeParameters: { question: '6 x 7' }, privateChallengeParameters: { answer: '42' } };
      return event;
    };`,
    ),
    VerifyAuthChallengeResponse: await cognito.createLambda(
      'verify',
      `exports.handler = async (event) => {
      event.response = { answerCorrect: event.request.challengeAnswer === event.request.privateChallengeParameters.answer };
      return event;
    };`,
    ),
  };
  const { userPoolId, clientId: ClientId } = await cognito.createUserPool({ lambdaConfig });
  await cognito.createUser(userPoolId, { username: 'liz', password: PASSWORD });
  const asked = await cognito.api('InitiateAuth', {
    ClientId,
    AuthFlow: 'CUSTOM_AUTH',
    AuthParameters: { USERNAME: 'liz' },
  });
  assert.equal(asked.ChallengeName, 'CUSTOM_CHALLENGE');
  assert.equal(asked.ChallengeParameters.question, '6 x 7');
  const { AuthenticationResult: tokens } = await cognito.api('RespondToAuthChallenge', {
    ClientId,
    ChallengeName: 'CUSTOM_CHALLENGE',
    Session: asked.Session,
    ChallengeResponses: { USERNAME: 'liz', ANSWER: '42' },
  });
  assert.equal((await cognito.api('GetUser', { AccessToken: tokens.AccessToken })).Username, 'liz');
});

test('totp gives the values of RFC 6238', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  assert.deepEqual(
    [59, 1111111109, 20000000000].map((s) => totp(secret, s * 1000)),
    ['287082', '081804', '353130'],
  );
});

test('stop closes the port, and reset forgets', async () => {
  const port = await freePort();
  const other = await startCognito({ port });
  assert.equal(other.url, `http://127.0.0.1:${port}/`);
  const { userPoolId } = await other.createUserPool();
  await other.reset();
  await assert.rejects(other.admin('DescribeUserPool', { UserPoolId: userPoolId }), {
    code: 'ResourceNotFoundException',
  });
  await other.stop();
  assert.equal(await reachable(port), false);
  assert.equal(alive(other.pid), false);
});

for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT']) {
  test(`the server ends with a parent that gets ${signal}`, async () => {
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      import { startCognito } from ${JSON.stringify(new URL('./local-cognito.mjs', import.meta.url).href)};
      const { pid, url } = await startCognito();
      console.log(JSON.stringify({ pid, url }));
      setInterval(() => {}, 1000);
    `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { pid, url } = await new Promise((resolve, reject) => {
      parent.stdout.once('data', (line) => resolve(JSON.parse(line)));
      parent.once('exit', () => reject(new Error('the parent ended early')));
    });
    assert.equal(alive(pid), true);
    parent.removeAllListeners('exit');
    parent.kill(signal);
    for (let n = 0; alive(pid) && n < 600; n++) await sleep(100);
    assert.equal(alive(pid), false);
    assert.equal(await reachable(new URL(url).port), false);
  });
}

test('a missing binary is one clear line', async () => {
  const before = process.env.MINISTACK;
  process.env.MINISTACK = '/nowhere/ministack';
  try {
    await assert.rejects(
      startCognito(),
      (error) =>
        /cannot start \/nowhere\/ministack \(ENOENT\).*pip install/.test(error.message) &&
        !error.message.includes('\n'),
    );
  } finally {
    if (before === undefined) delete process.env.MINISTACK;
    else process.env.MINISTACK = before;
  }
});

function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function reachable(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
