import { totp } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, expect, ours, test } from './fixtures.js';

test("SRP: the password never leaves the page, and the session is stored under v5's keys", async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  const user = await app.run('signIn', username, password);
  expect(user).toMatchObject({
    username,
    attributes: { email, email_verified: true },
    preferredMFA: 'NOMFA',
    authenticationFlowType: 'USER_SRP_AUTH',
  });
  expect(user).not.toHaveProperty('challengeName');

  expect(app.operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'GetUser']);
  const [start, answer] = app.calls.map(({ body }) => body);
  expect(start).toMatchObject({
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: app.pool.clientId,
    AuthParameters: { USERNAME: username },
  });
  expect(answer).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: { USERNAME: username } });
  expect(JSON.stringify(app.calls)).not.toContain(password);

  const stored = await app.stored();
  expect(Object.keys(stored).sort()).toEqual([
    'LastAuthUser',
    ...['accessToken', 'clockDrift', 'idToken', 'refreshToken', 'userData'].map((key) => `${username}.${key}`),
  ]);
  expect(stored.LastAuthUser).toBe(username);
  expect(user.signInUserSession.idToken.payload).toMatchObject({ 'cognito:username': username, email });
  expect(user.signInUserSession.accessToken.jwtToken).toBe(stored[`${username}.accessToken`]);
  expect(await app.page.evaluate(() => localStorage.getItem('amplify-signin-with-hostedUI'))).toBe('false');
  expect(await app.events()).toEqual([
    ['configured', 'The Auth category has been configured successfully'],
    ['signIn', `A user ${username} has been signed in`],
  ]);
});

test('USER_PASSWORD_AUTH when the configuration says so', async ({ newApp, newUser }) => {
  const app = await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } });
  const { username, password } = await newUser();
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
  expect(app.operations()).toEqual(['InitiateAuth', 'GetUser']);
  expect(app.calls[0].body).toMatchObject({
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: username, PASSWORD: password },
  });
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
});

test('signIn with an object and with client metadata', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  expect(await app.run('signIn', { username, password }, undefined, { device: 'kiosk' })).toMatchObject({ username });
  expect(app.calls.slice(0, 2).map(({ body }) => body.ClientMetadata)).toEqual([
    { device: 'kiosk' },
    { device: 'kiosk' },
  ]);
});

for (const [what, username, password] of [
  ['letters beyond ASCII', 'Ünïcødé', 'Pässwörd1!'],
  ['right-to-left and combining characters', 'שלום-e\u0301', 'Pa\u0301ss1!שלום'],
  ['characters outside the BMP', '用户🙂𝒜', 'P1!a密码🙂👩‍👩‍👧'],
  ['spaces at both ends', ' spaced name ', '  Pass w0rd!  '],
  ['256 characters', 'n'.repeat(128), `P1!a${'é'.repeat(252)}`],
]) {
  for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']) {
    test(`${flow} with ${what}`, async ({ newApp, newUser, cognito }) => {
      const pool = await cognito.createUserPool();
      await newUser({ pool, username, password });
      const app = await newApp({ pool, config: { authenticationFlowType: flow } });
      expect(await app.run('signIn', username, password)).toMatchObject({ username });
      await app.reload();
      expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
      await expect(app.run('signIn', username, password.trim().slice(0, -1))).rejects.toMatchObject({
        code: 'NotAuthorizedException',
      });
    });
  }
}

test('signIn takes what it is given as it is at the call', async ({ newApp, newUser }) => {
  const app = await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } });
  const { username, password } = await newUser();
  await app.page.evaluate(
    async ([username, password]) => {
      const [form, clientMetadata] = [{ username, password }, { device: 'kiosk' }];
      const signingIn = window.Auth.signIn(form, undefined, clientMetadata);
      form.username = form.password = clientMetadata.device = '';
      await signingIn;
    },
    [username, password],
  );
  expect(app.calls[0].body).toMatchObject({
    AuthParameters: { USERNAME: username, PASSWORD: password },
    ClientMetadata: { device: 'kiosk' },
  });
});

ours('a form that cannot be read rejects and does not throw', async ({ app }) => {
  const messages = await app.page.evaluate(() =>
    Promise.all(
      ['signIn', 'signUp'].map((method) => {
        const form = {
          get username() {
            throw new Error('not readable');
          },
        };
        return window.Auth[method](form).catch(({ message }) => message);
      }),
    ),
  );
  expect(messages).toEqual(['not readable', 'not readable']);
});

test('a wrong password and an unknown user look alike, and nothing is stored', async ({ app, newUser, names }) => {
  const { username } = await newUser();
  const unknown = names();
  const refusal = {
    name: 'NotAuthorizedException',
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  };
  await expect(app.run('signIn', username, 'Wr0ngword!')).rejects.toMatchObject(refusal);
  await expect(app.run('signIn', unknown, PASSWORD)).rejects.toMatchObject(refusal);
  expect(await app.stored()).toEqual({});
  const failures = (await app.events()).slice(1);
  expect(failures.map(([event]) => event)).toEqual(['signIn_failure', 'signIn_failure']);
  expect(failures[0][1]).toBe(`${username} failed to signin`);
});

test('an unknown user is named where the client allows it', async ({ newApp, cognito, pool, names }) => {
  const clientId = await cognito.createClient(pool.userPoolId, { PreventUserExistenceErrors: 'LEGACY' });
  const app = await newApp({ pool: { ...pool, clientId } });
  await expect(app.run('signIn', names(), PASSWORD)).rejects.toMatchObject({ code: 'UserNotFoundException' });
});

test('sign-in by an alias keeps the canonical username', async ({ newApp, newUser, cognito }) => {
  const pool = await cognito.createUserPool({ aliasAttributes: ['email'] });
  const { username, password, email } = await newUser({ pool });
  const app = await newApp({ pool });
  expect(await app.run('signIn', email, password)).toMatchObject({ username, attributes: { email } });
  const stored = await app.stored();
  expect(stored.LastAuthUser).toBe(username);
  expect(Object.keys(stored).filter((key) => key.includes('@'))).toEqual([]);
  await app.reload();
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
});

test('a user with a temporary password gets NEW_PASSWORD_REQUIRED, and nothing is stored', async ({ app, newUser }) => {
  const { username, password, email } = await newUser({ temporary: true });
  const user = await app.run('signIn', username, password);
  expect(user).toMatchObject({ username, challengeName: 'NEW_PASSWORD_REQUIRED', signInUserSession: null });
  expect(user.challengeParam).toEqual({ userAttributes: expect.objectContaining({ email }), requiredAttributes: [] });
  expect(user.Session).toEqual(expect.any(String));
  expect(await app.stored()).toEqual({});
  expect((await app.events()).map(([event]) => event)).toEqual(['configured']);
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
});

test('a user with an authenticator app gets SOFTWARE_TOKEN_MFA, and nothing is stored', async ({
  newApp,
  newUser,
  cognito,
}) => {
  const pool = await cognito.createUserPool({ mfa: 'OPTIONAL' });
  const user = await newUser({ pool });
  const secret = await cognito.enrolTotp(pool, user);
  const app = await newApp({ pool });
  const asked = await app.run('signIn', user.username, user.password);
  expect(asked).toMatchObject({
    username: user.username,
    challengeName: 'SOFTWARE_TOKEN_MFA',
    signInUserSession: null,
  });
  expect(asked.challengeParam).toEqual(expect.any(Object));
  expect(await app.stored()).toEqual({});
  const result = await app.page.evaluate(
    async ([username, password, wrong, right]) => {
      const user = await window.Auth.signIn(username, password);
      const refused = await window.Auth.confirmSignIn(user, wrong, 'SOFTWARE_TOKEN_MFA').catch(({ code }) => code);
      const signedIn = await window.Auth.confirmSignIn(user, right, 'SOFTWARE_TOKEN_MFA');
      return { refused, isSame: signedIn === user, email: user.attributes.email };
    },
    [user.username, user.password, '000000', totp(secret)],
  );
  expect(result).toEqual({ refused: 'CodeMismatchException', isSame: true, email: user.email });
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username: user.username });
});

test('a signed-in user registers an authenticator app, and is asked for its code next time', async ({
  newApp,
  newUser,
  cognito,
}) => {
  const pool = await cognito.createUserPool({ mfa: 'OPTIONAL' });
  const { username, password } = await newUser({ pool });
  const app = await newApp({ pool });
  const secret = await app.page.evaluate(
    async ([username, password]) => {
      window.user = await window.Auth.signIn(username, password);
      return window.Auth.setupTOTP(window.user);
    },
    [username, password],
  );
  const verify = (code) =>
    app.page.evaluate((code) => window.Auth.verifyTotpToken(window.user, code).catch(({ code }) => code), code);
  expect(await verify('000000')).toBe('EnableSoftwareTokenMFAException');
  expect(await verify(totp(secret))).toMatchObject({ Status: 'SUCCESS' });
  expect((await app.events()).at(-1)).toEqual(['verify', `A user ${username} has been verified`]);
  await app.run('signOut');
  expect(await app.run('signIn', username, password)).toMatchObject({ challengeName: 'SOFTWARE_TOKEN_MFA' });
});

test("a sign-in after another user's replaces the current user", async ({ app, newUser }) => {
  const [first, second] = [await newUser(), await newUser()];
  await app.run('signIn', first.username, first.password);
  await app.run('signIn', second.username, second.password);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(second.username);
  expect((await app.run('currentSession')).idToken.payload['cognito:username']).toBe(second.username);
});

test('a second sign-in while one is under way is refused, and a later one is not', async ({ app, newUser }) => {
  const { username, password } = await newUser();
  const outcomes = await app.page.evaluate(
    async (credentials) => {
      const results = await Promise.allSettled([1, 2].map(() => window.Auth.signIn(...credentials)));
      return results.map(({ value, reason }) => value?.username ?? [reason.name, reason.message]);
    },
    [username, password],
  );
  expect(outcomes).toEqual([username, ['Error', 'Pending sign-in attempt already in progress']]);
  await expect(app.run('signIn', username, 'Wr0ngword!')).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
});

ours('signIn without arguments rejects and does not throw', async ({ app }) => {
  const outcome = await app.page.evaluate(() => {
    const promise = window.Auth.signIn();
    return promise.then(
      () => 'resolved',
      ({ name, message }) => ({ name, message }),
    );
  });
  expect(outcome).toEqual({
    name: 'AuthError',
    message: 'The username should either be a string or one of the sign in types',
  });
});

ours('an authentication flow that does not exist is refused, each time', async ({ newApp, newUser }) => {
  const app = await newApp({ config: { authenticationFlowType: 'NO_SUCH_AUTH' } });
  const { username, password } = await newUser();
  for (let n = 0; n < 2; n++) {
    await expect(app.run('signIn', username, password)).rejects.toMatchObject({
      message: 'Authentication flow type is invalid.',
    });
  }
  expect(app.calls).toEqual([]);
});

test('bad input is refused before anything is sent', async ({ newApp }) => {
  const app = await newApp();
  for (const [args, message] of [
    [['signIn', ''], 'Username cannot be empty'],
    [['signIn', {}], 'The username should either be a string or one of the sign in types'],
    [['signUp', { username: '', password: PASSWORD }], 'Username cannot be empty'],
    [['signUp', { username: 'ana', password: '' }], 'Password cannot be empty'],
    [['signUp'], 'Error creating account'],
    [['confirmSignUp', 'ana', ''], 'Confirmation code cannot be empty'],
    [['resendSignUp', ''], 'Username cannot be empty'],
  ])
    await expect(app.run(...args), args.join()).rejects.toMatchObject({ name: 'AuthError', message });
  expect(app.calls).toEqual([]);
});
