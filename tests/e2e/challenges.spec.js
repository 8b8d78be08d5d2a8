// Challenges and their answers, over replies that the local Cognito never gives.
import { PASSWORD, expect, ours, test as base } from './fixtures.js';
import { refuse, serve, tokens } from './scripted-service.js';

const test = base.extend({
  app: async ({ newApp }, use) => use(await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } })),
});
const oursToo = ours === base ? test : base.skip;

const ask = (ChallengeName, Session, ChallengeParameters = { a: 'b' }) => ({
  ChallengeName,
  Session,
  ChallengeParameters,
});
const done = { AuthenticationResult: tokens('ana') };
const WRONG = refuse('CodeMismatchException', 'Invalid code or auth state for the user.');
const OVER = refuse('NotAuthorizedException', 'Invalid session for the user, session is expired.');

/** `window.user`, after a sign-in that is answered so. */
async function challenged(app, challenge) {
  await serve(app, { InitiateAuth: [challenge] });
  await app.page.evaluate(async (password) => {
    window.user = await window.Auth.signIn('ana', password);
  }, PASSWORD);
}

/** What an expression gives or rejects with, and what is seen of `window.user` then. */
const attempt = (app, expression) =>
  app.page.evaluate(async (expression) => {
    const before = window.user;
    let outcome;
    try {
      const result = await eval(expression);
      outcome = result === before ? 'the same object' : JSON.parse(JSON.stringify(result ?? null));
    } catch (error) {
      outcome = { name: error.name, code: error.code, message: error.message };
    }
    const { challengeName, challengeParam, Session, attributes, signInUserSession } = window.user;
    return {
      outcome,
      user: { challengeName, challengeParam, Session, attributes, isSignedIn: Boolean(signInUserSession) },
    };
  }, expression);

const responses = (app) =>
  app.calls.filter(({ operation }) => operation === 'RespondToAuthChallenge').map(({ body }) => body);
const kept = (app) => app.page.evaluate(() => ({ ...sessionStorage }));

for (const [name, keys, isOurs] of [
  ['SMS_MFA', ['SMS_MFA_CODE']],
  ['SOFTWARE_TOKEN_MFA', ['SMS_MFA_CODE', 'SOFTWARE_TOKEN_MFA_CODE']],
  ['EMAIL_OTP', ['EMAIL_OTP_CODE'], true],
  ['SMS_OTP', ['SMS_OTP_CODE'], true],
]) {
  (isOurs ? oursToo : test)(`${name}: a wrong code, then the right one`, async ({ app }) => {
    await challenged(app, ask(name, 's1'));
    await serve(app, { RespondToAuthChallenge: [WRONG, done] });
    expect(await attempt(app, `Auth.confirmSignIn(user, '000000', '${name}')`)).toMatchObject({
      outcome: { name: 'CodeMismatchException', code: 'CodeMismatchException' },
      user: { challengeName: name, Session: 's1', isSignedIn: false },
    });
    expect(await app.stored()).toEqual({});
    expect(await attempt(app, `Auth.confirmSignIn(user, '123456', '${name}', { device: 'web' })`)).toEqual({
      outcome: 'the same object',
      user: {
        challengeName: name,
        challengeParam: { a: 'b' },
        Session: 's1',
        attributes: { email: 'ana@example.com' },
        isSignedIn: true,
      },
    });
    expect(responses(app).at(-1)).toEqual({
      ChallengeName: name,
      ClientId: app.pool.clientId,
      Session: 's1',
      ClientMetadata: { device: 'web' },
      ChallengeResponses: { USERNAME: 'ana', ...Object.fromEntries(keys.map((key) => [key, '123456'])) },
    });
    expect(await app.stored()).toMatchObject({ LastAuthUser: 'ana', 'ana.idToken': done.AuthenticationResult.IdToken });
    expect(await app.events()).toEqual([
      ['configured', expect.anything()],
      ['signIn', 'A user ana has been signed in'],
    ]);
    expect(await app.page.evaluate(() => window.Auth.user === window.user)).toBe(true);
  });
}

oursToo('a code without a kind answers what was asked', async ({ app }) => {
  await challenged(app, ask('EMAIL_OTP', 's1'));
  await serve(app, { RespondToAuthChallenge: [done] });
  await attempt(app, 'Auth.confirmSignIn(user, "123456")');
  expect(responses(app)[0]).toMatchObject({
    ChallengeName: 'EMAIL_OTP',
    ChallengeResponses: { EMAIL_OTP_CODE: '123456' },
  });
});

test('an empty answer is refused before anything is sent', async ({ app }) => {
  await challenged(app, ask('SMS_MFA', 's1'));
  app.calls.length = 0;
  for (const [call, message] of [
    ['confirmSignIn(user, "")', 'Confirmation code cannot be empty'],
    ['completeNewPassword(user, "")', 'Password cannot be empty'],
    ['sendCustomChallengeAnswer(user, "")', 'Challenge response cannot be empty'],
  ]) {
    expect((await attempt(app, `Auth.${call}`)).outcome).toMatchObject({ name: 'AuthError', message });
  }
  expect(app.calls).toEqual([]);
});

oursToo('something that is no user is refused, and the promise says so', async ({ app }) => {
  await challenged(app, ask('SMS_MFA', 's1'));
  app.calls.length = 0;
  for (const method of [
    'confirmSignIn',
    'completeNewPassword',
    'sendCustomChallengeAnswer',
    'setupTOTP',
    'verifyTotpToken',
  ]) {
    expect((await attempt(app, `Auth.${method}(null, "x")`)).outcome).toMatchObject({ name: 'AuthError' });
    expect((await attempt(app, `Auth.${method}({}, "x")`)).outcome).toMatchObject({ name: 'Error' });
  }
  expect(app.calls).toEqual([]);
});

test('a new password with its attributes', async ({ app }) => {
  await challenged(
    app,
    ask('NEW_PASSWORD_REQUIRED', 's1', {
      userAttributes: '{"email":"a@b.c"}',
      requiredAttributes: '["userAttributes.name"]',
    }),
  );
  await serve(app, { RespondToAuthChallenge: [refuse('InvalidPasswordException', 'Too short'), done] });
  const failed = await attempt(app, 'Auth.completeNewPassword(user, "short", { name: "Ana" })');
  expect(failed).toMatchObject({
    outcome: { code: 'InvalidPasswordException' },
    user: { challengeParam: { userAttributes: { email: 'a@b.c' }, requiredAttributes: ['name'] } },
  });
  const { outcome, user } = await attempt(app, 'Auth.completeNewPassword(user, "N3w-password", { name: "Ana" })');
  expect([outcome, user.challengeName, user.attributes, user.isSignedIn]).toEqual([
    'the same object',
    undefined,
    undefined,
    true,
  ]);
  expect(responses(app).at(-1)).toMatchObject({
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: 's1',
    ChallengeResponses: { NEW_PASSWORD: 'N3w-password', USERNAME: 'ana', 'userAttributes.name': 'Ana' },
  });
  expect((await app.events()).slice(1)).toEqual([
    ['completeNewPassword_failure', 'null failed to complete the new password flow'],
    ['signIn', 'A user ana has been signed in'],
  ]);
});

oursToo('a chain of every kind of challenge ends signed in', async ({ app }) => {
  await challenged(app, ask('NEW_PASSWORD_REQUIRED', 's0'));
  const unexpected = await serve(app, {
    RespondToAuthChallenge: [
      ask('CUSTOM_CHALLENGE', 's1'),
      ask('SELECT_MFA_TYPE', 's2'),
      ask('EMAIL_OTP', 's3'),
      ask('OF_TOMORROW', 's4'),
      done,
    ],
  });
  expect(await attempt(app, 'Auth.completeNewPassword(user, "N3w-password")')).toMatchObject({
    outcome: 'the same object',
    user: { challengeName: 'CUSTOM_CHALLENGE', Session: 's1' },
  });
  expect(await attempt(app, 'Auth.sendCustomChallengeAnswer(user, "blue")')).toMatchObject({
    outcome: 'the same object',
    user: { challengeName: 'SELECT_MFA_TYPE', Session: 's2' },
  });
  const selected =
    'new Promise((resolve, onFailure) => user.sendMFASelectionAnswer("EMAIL_OTP", { mfaRequired: (...args) => resolve(args.slice(0, 2)), onFailure }))';
  expect(await attempt(app, selected)).toMatchObject({ outcome: ['EMAIL_OTP', { a: 'b' }], user: { Session: 's3' } });
  expect(await attempt(app, 'Auth.confirmSignIn(user, "123456", "EMAIL_OTP")')).toMatchObject({
    outcome: 'the same object',
    user: { challengeName: 'OF_TOMORROW', Session: 's4' },
  });
  expect(await app.stored()).toEqual({});
  const { outcome, user } = await attempt(app, 'Auth.sendCustomChallengeAnswer(user, "still blue")');
  expect(outcome).toMatchObject({ username: 'ana', attributes: { email: 'ana@example.com' } });
  expect(user.challengeName).toBeUndefined();
  expect(responses(app).map(({ Session }) => Session)).toEqual(['s0', 's1', 's2', 's3', 's4']);
  expect(unexpected).toEqual([]);
});

test('MFA_SETUP: the secret, a wrong code, the right one', async ({ app }) => {
  await challenged(app, ask('MFA_SETUP', 's1', { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }));
  await serve(app, {
    AssociateSoftwareToken: [{ SecretCode: 'SECRET', Session: 's2' }],
    VerifySoftwareToken: [
      refuse('EnableSoftwareTokenMFAException', 'Code mismatch'),
      { Status: 'SUCCESS', Session: 's3' },
    ],
    RespondToAuthChallenge: [done],
  });
  expect(await attempt(app, 'Auth.setupTOTP(user)')).toMatchObject({ outcome: 'SECRET', user: { Session: 's2' } });
  expect(await attempt(app, 'Auth.verifyTotpToken(user, "000000")')).toMatchObject({
    outcome: { code: 'EnableSoftwareTokenMFAException' },
    user: { Session: 's2' },
  });
  const { outcome, user } = await attempt(app, 'Auth.verifyTotpToken(user, "123456")');
  expect(outcome).toMatchObject({ idToken: { jwtToken: done.AuthenticationResult.IdToken } });
  expect(user).toMatchObject({ challengeName: 'MFA_SETUP', isSignedIn: true });
  expect(app.calls.slice(1).map(({ operation, body }) => [operation, body])).toEqual([
    ['AssociateSoftwareToken', { Session: 's1' }],
    ['VerifySoftwareToken', { Session: 's2', UserCode: '000000', FriendlyDeviceName: 'My TOTP device' }],
    ['VerifySoftwareToken', { Session: 's2', UserCode: '123456', FriendlyDeviceName: 'My TOTP device' }],
    [
      'RespondToAuthChallenge',
      {
        ChallengeName: 'MFA_SETUP',
        ClientId: app.pool.clientId,
        ChallengeResponses: { USERNAME: 'ana' },
        Session: 's3',
      },
    ],
  ]);
  expect((await app.events()).slice(1)).toEqual([
    ['signIn', 'A user ana has been signed in'],
    ['verify', 'A user ana has been verified'],
  ]);
});

test('the callbacks of a user object', async ({ app }) => {
  await serve(app, {
    InitiateAuth: [
      ask('SMS_MFA', 's1'),
      ask('NEW_PASSWORD_REQUIRED', 's2', {
        userAttributes: '{"email":"a@b.c"}',
        requiredAttributes: '["userAttributes.name"]',
      }),
      ask('CUSTOM_CHALLENGE', 's3'),
    ],
  });
  const seen = await app.page.evaluate(async (password) => {
    const { Auth } = window;
    const seen = [];
    for (let turn = 0; turn < 3; turn++) {
      window.user = Auth.createCognitoUser('ana');
      await new Promise((resolve) => {
        const names = [
          'onSuccess',
          'onFailure',
          'newPasswordRequired',
          'mfaRequired',
          'totpRequired',
          'selectMFAType',
          'mfaSetup',
          'customChallenge',
        ];
        const callbacks = Object.fromEntries(
          names.map((name) => [
            name,
            (...args) => {
              seen.push([name, ...args].filter((arg) => arg !== undefined));
              resolve();
            },
          ]),
        );
        const details = {
          getPassword: () => password,
          getValidationData: () => ({}),
          getClientMetadata: () => ({}),
          password,
        };
        window.user.authenticateUserPlainUsernamePassword(details, callbacks);
      });
    }
    return seen;
  }, PASSWORD);
  expect(seen).toEqual([
    ['mfaRequired', 'SMS_MFA', { a: 'b' }],
    ['newPasswordRequired', { email: 'a@b.c' }, ['name']],
    ['customChallenge', { a: 'b' }],
  ]);
  await serve(app, { RespondToAuthChallenge: [done] });
  const [session, flag] = await app.page.evaluate(
    () =>
      new Promise((resolve, onFailure) => {
        window.user.sendCustomChallengeAnswer('blue', {
          onSuccess: (...args) => resolve(JSON.parse(JSON.stringify(args))),
          onFailure,
        });
      }),
  );
  expect(session).toMatchObject({ idToken: { jwtToken: done.AuthenticationResult.IdToken } });
  expect(flag ?? undefined).toBeUndefined();
});

oursToo('a challenge without its callback is told to onFailure', async ({ app }) => {
  await serve(app, { InitiateAuth: [ask('SMS_MFA', 's1'), ask('OF_TOMORROW', 's2')] });
  for (const name of ['SMS_MFA', 'OF_TOMORROW']) {
    const failure = await app.page.evaluate(
      (password) =>
        new Promise((resolve) => {
          const user = window.Auth.createCognitoUser('ana');
          user.authenticateUser(
            { password },
            { onSuccess: resolve, onFailure: ({ code, message }) => resolve({ code, message }) },
          );
        }),
      PASSWORD,
    );
    expect(failure).toEqual({ code: 'InvalidResponse', message: expect.stringContaining(name) });
  }
});

base.describe('after a reload', () => {
  oursToo('the challenge is answered on the user that currentChallenge gives', async ({ app }) => {
    await challenged(app, ask('EMAIL_OTP', 's1'));
    expect(await app.stored()).toEqual({});
    const [[key, text], ...others] = Object.entries(await kept(app));
    expect([key, others]).toEqual([`cognito-auth-wasm.challenge.${app.pool.clientId}`, []]);
    expect(JSON.parse(text)).toEqual({
      username: 'ana',
      Session: 's1',
      challengeName: 'EMAIL_OTP',
      challengeParam: { a: 'b' },
      until: expect.any(Number),
    });
    expect(text).not.toContain(PASSWORD);

    await app.reload();
    await serve(app, { RespondToAuthChallenge: [WRONG, ask('SMS_MFA', 's2')] });
    await app.page.evaluate(async () => {
      window.user = await window.Auth.currentChallenge();
    });
    expect(await attempt(app, 'Auth.confirmSignIn(user, "000000")')).toMatchObject({
      outcome: { code: 'CodeMismatchException' },
      user: { challengeName: 'EMAIL_OTP', challengeParam: { a: 'b' }, Session: 's1' },
    });
    expect(await attempt(app, 'Auth.confirmSignIn(user, "123456")')).toMatchObject({
      outcome: 'the same object',
      user: { challengeName: 'SMS_MFA' },
    });

    await app.reload();
    await serve(app, { RespondToAuthChallenge: [done] });
    await app.page.evaluate(async () => {
      window.user = await window.Auth.currentChallenge();
    });
    expect(await attempt(app, 'Auth.confirmSignIn(user, "123456", user.challengeName)')).toMatchObject({
      outcome: 'the same object',
      user: { isSignedIn: true },
    });
    expect(responses(app)[0]).toMatchObject({
      ChallengeName: 'SMS_MFA',
      Session: 's2',
      ChallengeResponses: { USERNAME: 'ana', SMS_MFA_CODE: '123456' },
    });
    expect(await kept(app)).toEqual({});
    expect(await app.run('currentChallenge')).toBeNull();
    expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username: 'ana' });
  });

  oursToo('the step that a user object took counts, and so does a secret that was shown', async ({ app }) => {
    await challenged(app, ask('SELECT_MFA_TYPE', 's1'));
    await serve(app, { RespondToAuthChallenge: [ask('SOFTWARE_TOKEN_MFA', 's2')] });
    await attempt(
      app,
      'new Promise((totpRequired, onFailure) => user.sendMFASelectionAnswer("SOFTWARE_TOKEN_MFA", { totpRequired, onFailure }))',
    );
    await app.reload();
    expect(await app.run('currentChallenge')).toMatchObject({ challengeName: 'SOFTWARE_TOKEN_MFA', Session: 's2' });

    await challenged(app, ask('MFA_SETUP', 's3'));
    await serve(app, { AssociateSoftwareToken: [{ SecretCode: 'SECRET', Session: 's4' }] });
    await attempt(app, 'Auth.setupTOTP(user)');
    await app.reload();
    expect(await app.run('currentChallenge')).toMatchObject({ challengeName: 'MFA_SETUP', Session: 's4' });
  });

  for (const [what, end] of [
    [
      'the service ends the attempt',
      async (app) => {
        await serve(app, { RespondToAuthChallenge: [OVER] });
        expect((await attempt(app, 'Auth.confirmSignIn(user, "123456")')).outcome).toMatchObject({
          code: 'NotAuthorizedException',
        });
      },
    ],
    ['fifteen minutes are over', (app) => app.page.clock.setFixedTime(Date.now() + 901_000)],
    ['somebody signs out', (app) => app.run('signOut')],
    [
      'another sign-in begins',
      async (app) => {
        await serve(app, { InitiateAuth: [WRONG] });
        await expect(app.run('signIn', 'bob', PASSWORD)).rejects.toMatchObject({ code: 'CodeMismatchException' });
      },
    ],
  ]) {
    oursToo(`there is none once ${what}`, async ({ app }) => {
      await challenged(app, ask('SMS_MFA', 's1'));
      expect(await app.run('currentChallenge')).toMatchObject({ Session: 's1' });
      await end(app);
      expect(await app.run('currentChallenge')).toBeNull();
      expect(await kept(app)).toEqual({});
      await app.reload();
      expect(await app.run('currentChallenge')).toBeNull();
    });
  }

  oursToo('it is removed after fifteen minutes even if nobody asks', async ({ app }) => {
    await app.page.clock.install();
    await app.page.clock.pauseAt(Date.now() + 60_000);
    await challenged(app, ask('SMS_MFA', 's1'));
    await app.page.clock.fastForward(899_000);
    expect(Object.keys(await kept(app))).toHaveLength(1);
    await app.page.clock.fastForward(2_000);
    expect(await kept(app)).toEqual({});
  });

  oursToo('rubbish, and a page without sessionStorage, give none', async ({ app }) => {
    const key = `cognito-auth-wasm.challenge.${app.pool.clientId}`;
    for (const rubbish of ['{', 'null', '[]', '{"until":1e15}', '{"until":"x","challengeName":"SMS_MFA"}']) {
      await app.page.evaluate(([key, rubbish]) => sessionStorage.setItem(key, rubbish), [key, rubbish]);
      expect(await app.run('currentChallenge')).toBeNull();
    }
    await app.page.evaluate(() =>
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new Error('blocked');
        },
      }),
    );
    await challenged(app, ask('SMS_MFA', 's1'));
    expect(await app.run('currentChallenge')).toBeNull();
    await serve(app, { RespondToAuthChallenge: [done] });
    expect(await attempt(app, 'Auth.confirmSignIn(user, "1")')).toMatchObject({ user: { isSignedIn: true } });
  });
});
