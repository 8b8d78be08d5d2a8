// USER_AUTH on the stand-in: a factor of the user's choice, codes that come first, and sign-ups without a password.
import { PASSWORD, expect, oursOf, onStandIn } from './fixtures.js';

const FIRST = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } };
const client = {
  ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
};
const CONTACT = { phone_number: '+15550100', phone_number_verified: 'true', email_verified: 'true' };

const test = onStandIn.extend({
  pool: [
    async ({ cognito }, use) =>
      use(
        await cognito.createUserPool({
          mfa: 'OPTIONAL',
          aliasAttributes: ['email'],
          pool: { Policies: FIRST, Factors: ['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP', 'SMS_MFA'] },
          client,
        }),
      ),
    { scope: 'worker' },
  ],
});
const ours = oursOf(test);
const USER_AUTH = { authenticationFlowType: 'USER_AUTH' };

/** Calls a method with the user of the last step, where `user` stands among the arguments, and keeps the one it gives. */
const step = (app, method, ...args) =>
  app.page.evaluate(
    async ([method, args]) => {
      try {
        window.user = await window.Auth[method](...args.map((arg) => (arg === 'user' ? window.user : arg)));
        const { username, challengeName, availableChallenges, challengeParam, signInUserSession } = window.user;
        return {
          username,
          challengeName,
          availableChallenges,
          destination: challengeParam?.CODE_DELIVERY_DESTINATION,
          isSignedIn: Boolean(signInUserSession),
        };
      } catch ({ code, message }) {
        return { code, message };
      }
    },
    [method, args],
  );
const code = (app, cognito, username) => cognito.lastCode(app.pool.userPoolId, username);
const body = (app, operation, place = -1) => app.calls.filter((call) => call.operation === operation).at(place).body;
const requested = (page) => {
  const names = [];
  page.on('request', (request) => names.push(request.url().split('/').at(-1).replace(/-.*\./, '.')));
  return names;
};
const wait = (cognito, { userPoolId }, Seconds) => cognito.admin('MoveClock', { UserPoolId: userPoolId, Seconds });

for (const [factor, destination] of [
  ['EMAIL_OTP', 'u***@e***'],
  ['SMS_OTP', '+****0100'],
]) {
  ours(
    `${factor}: an alias is typed, the code signs in under the account's name`,
    async ({ app, cognito, newUser }) => {
      const { username, email } = await newUser({ attributes: CONTACT });
      const typed = factor === 'EMAIL_OTP' ? email : username;
      expect(await step(app, 'signIn', { username: typed, preferredChallenge: factor })).toMatchObject({
        username,
        challengeName: factor,
        destination,
        isSignedIn: false,
      });
      expect(await app.keys()).toEqual([]);
      expect(body(app, 'InitiateAuth')).toMatchObject({
        AuthFlow: 'USER_AUTH',
        AuthParameters: { USERNAME: typed, PREFERRED_CHALLENGE: factor },
      });
      expect(await step(app, 'confirmSignIn', 'user', '00000000')).toMatchObject({ code: 'CodeMismatchException' });
      await app.forgetEvents();
      const right = await code(app, cognito, username);
      expect(right).toHaveLength(8);
      expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ username, isSignedIn: true });
      expect(body(app, 'RespondToAuthChallenge').ChallengeResponses).toEqual({
        USERNAME: username,
        [`${factor}_CODE`]: right,
      });
      expect(await app.events()).toEqual([['signIn', `A user ${username} has been signed in`]]);
      expect((await app.stored()).LastAuthUser).toBe(username);
      expect((await app.keys()).filter((key) => key.includes('@'))).toEqual([]);
      expect((await app.run('currentAuthenticatedUser')).attributes.email).toBe(email);
    },
  );
}

ours('a factor that is not possible lets the user choose, and choose again', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  const available = ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'];
  const choice = { username, challengeName: 'SELECT_CHALLENGE', availableChallenges: available, isSignedIn: false };
  await app.forgetEvents();
  expect(await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' })).toMatchObject(choice);
  expect(await app.events()).toEqual([]);
  // The service answers a choice that is not possible with the choice.
  expect(await step(app, 'selectChallenge', 'user', 'SMS_OTP')).toMatchObject(choice);
  expect(await step(app, 'selectChallenge', 'user', 'EMAIL_OTP')).toMatchObject({ challengeName: 'EMAIL_OTP' });
  // A wrong password is refused, and the choice stays open.
  expect(await step(app, 'selectChallenge', 'user', 'PASSWORD', { password: 'wrong' })).toMatchObject({
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  expect(await app.events()).toEqual([['signIn_failure', `${username} failed to signin`]]);
  expect(await step(app, 'selectChallenge', 'user', 'EMAIL_OTP')).toMatchObject({ challengeName: 'EMAIL_OTP' });
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ isSignedIn: true });
});

for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
  ours(`${factor}: preferred, and chosen`, async ({ app, newUser }) => {
    const { username } = await newUser();
    const password = PASSWORD;
    expect(await step(app, 'signIn', { username, password, preferredChallenge: factor })).toMatchObject({
      username,
      isSignedIn: true,
    });
    const sent = body(app, 'InitiateAuth').AuthParameters;
    expect([sent.PREFERRED_CHALLENGE, sent.PASSWORD, typeof sent.SRP_A]).toEqual(
      factor === 'PASSWORD' ? [factor, PASSWORD, 'undefined'] : [factor, undefined, 'string'],
    );
    await app.run('signOut');
    await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' });
    await app.forgetEvents();
    expect(await step(app, 'selectChallenge', 'user', factor, { password })).toMatchObject({
      username,
      isSignedIn: true,
      challengeName: undefined,
    });
    expect(await app.events()).toEqual([['signIn', `A user ${username} has been signed in`]]);
    expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
    expect(JSON.stringify(await app.page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]))).not.toContain(
      PASSWORD,
    );
  });
}

for (const [factor, member] of [
  ['PASSWORD', 'PASSWORD'],
  ['PASSWORD_SRP', 'SRP_A'],
])
  ours(`${factor}: asked for by its name, it is answered under that name`, async ({ newApp, newUser }) => {
    const app = await newApp({ config: USER_AUTH });
    const { username } = await newUser();
    // The stand-in asks so where the factor is named and its password is not there.
    await app.page.route(`${app.pool.endpoint}**`, (route, request) => {
      if (!/InitiateAuth$/.test(request.headers()['x-amz-target'])) return route.fallback();
      const { AuthParameters, ...body } = request.postDataJSON();
      AuthParameters.PREFERRED_CHALLENGE = factor;
      return route.continue({ postData: JSON.stringify({ ...body, AuthParameters }) });
    });
    expect(await step(app, 'signIn', username)).toMatchObject({ challengeName: factor });
    const answer = { password: PASSWORD };
    expect(await step(app, 'selectChallenge', 'user', factor, answer)).toMatchObject({ username, isSignedIn: true });
    const sent = app.calls.find(({ operation }) => operation === 'RespondToAuthChallenge').body;
    expect(sent).toMatchObject({ ChallengeName: factor, ChallengeResponses: { [member]: expect.any(String) } });
    expect(sent.ChallengeResponses).not.toHaveProperty('ANSWER');
  });

ours('what the triggers are told goes along with each step', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  const by = (step) => ({ by: step });
  await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' }, undefined, by('signIn'));
  expect(body(app, 'InitiateAuth').ClientMetadata).toEqual(by('signIn'));
  await step(app, 'selectChallenge', 'user', 'EMAIL_OTP', { clientMetadata: by('choice') });
  expect(body(app, 'RespondToAuthChallenge').ClientMetadata).toEqual(by('choice'));
  await step(app, 'resendSignInCode', 'user', by('again'));
  expect(body(app, 'InitiateAuth').ClientMetadata).toEqual(by('again'));
  await step(app, 'confirmSignIn', 'user', await code(app, cognito, username), null, by('code'));
  expect(body(app, 'RespondToAuthChallenge').ClientMetadata).toEqual(by('code'));
});

ours('after five wrong passwords the account is locked for a while', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  const by = (password) => step(app, 'signIn', { username, password, preferredChallenge: 'PASSWORD' });
  const code = 'NotAuthorizedException';
  // Each wrong one after the fifth doubles the wait, which would be too short to be met at first.
  for (const waited of [0, 0, 0, 0, 0, 1, 2, 4, 8]) {
    if (waited) await wait(cognito, app.pool, waited + 1);
    expect(await by('wrong')).toEqual({ code, message: 'Incorrect username or password.' });
  }
  expect(await by(PASSWORD)).toEqual({ code, message: 'Password attempts exceeded' });
  await wait(cognito, app.pool, 17);
  expect(await by(PASSWORD)).toMatchObject({ isSignedIn: true });
});

ours('a configuration with USER_AUTH: with a password by SRP, without one by choice', async ({ newApp, newUser }) => {
  const app = await newApp({ config: USER_AUTH });
  const { username } = await newUser();
  expect(await step(app, 'signIn', username, PASSWORD)).toMatchObject({ username, isSignedIn: true });
  expect(body(app, 'InitiateAuth').AuthParameters).toEqual({
    USERNAME: username,
    PREFERRED_CHALLENGE: 'PASSWORD_SRP',
    SRP_A: expect.any(String),
  });
  await app.run('signOut');
  expect(await step(app, 'signIn', username)).toMatchObject({ challengeName: 'SELECT_CHALLENGE' });
  expect(body(app, 'InitiateAuth').AuthParameters).toEqual({ USERNAME: username });
  // v5's method for answers takes a factor that needs no password.
  expect(await step(app, 'sendCustomChallengeAnswer', 'user', 'EMAIL_OTP')).toMatchObject({
    challengeName: 'EMAIL_OTP',
  });
  expect(await step(app, 'sendCustomChallengeAnswer', 'user', 'x')).not.toHaveProperty('challengeName', 'EMAIL_OTP');
});

ours('mistakes are found before anything is sent', async ({ app, newUser }) => {
  const { username } = await newUser();
  const before = app.calls.length;
  for (const preferredChallenge of ['PASSWORD', 'PASSWORD_SRP'])
    expect(await step(app, 'signIn', { username, preferredChallenge })).toMatchObject({
      message: 'Password cannot be empty',
    });
  expect(await step(app, 'signIn', { username: '', preferredChallenge: 'EMAIL_OTP' })).toMatchObject({
    message: 'The username should either be a string or one of the sign in types',
  });
  expect(app.calls.length).toBe(before);
  await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' });
  const sent = app.calls.length;
  for (const [args, message] of [
    [['user', ''], 'Challenge response cannot be empty'],
    [['user', 'PASSWORD'], 'Password cannot be empty'],
    [['user', 'PASSWORD_SRP', { password: '' }], 'Password cannot be empty'],
    [[null, 'EMAIL_OTP'], 'Failed to get the session because the user is empty'],
  ])
    expect(await step(app, 'selectChallenge', ...args)).toMatchObject({ message });
  const message = 'There is no code of a first factor to send again';
  expect(await step(app, 'resendSignInCode', 'user')).toMatchObject({ message });
  expect(app.calls.length).toBe(sent);
});

ours(
  'a code is sent again, also when it is too late, and the former is good no more',
  async ({ app, cognito, newUser }) => {
    const { username } = await newUser();
    await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
    const first = await code(app, cognito, username);
    await app.forgetEvents();
    expect(await step(app, 'resendSignInCode', 'user')).toMatchObject({ username, challengeName: 'EMAIL_OTP' });
    expect(await app.events()).toEqual([]);
    expect(await step(app, 'confirmSignIn', 'user', first)).toMatchObject({ code: 'CodeMismatchException' });
    await wait(cognito, app.pool, 181);
    const late = await code(app, cognito, username);
    expect(await step(app, 'confirmSignIn', 'user', late)).toMatchObject({ code: 'NotAuthorizedException' });
    await step(app, 'resendSignInCode', 'user');
    for (let wrong = 0; wrong < 5; wrong++)
      expect(await step(app, 'confirmSignIn', 'user', 'x')).toMatchObject({ code: 'CodeMismatchException' });
    expect(await step(app, 'confirmSignIn', 'user', 'x')).toMatchObject({ code: 'NotAuthorizedException' });
    await step(app, 'resendSignInCode', 'user');
    expect(await step(app, 'confirmSignIn', 'user', await code(app, cognito, username))).toMatchObject({
      isSignedIn: true,
    });
  },
);

ours(
  'a code that the service refuses keeps its code, and so does one that it does not send',
  async ({ app, cognito, newUser }) => {
    const { username } = await newUser();
    await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
    const right = await code(app, cognito, username);
    for (const [Operation, args, ...types] of [
      ['InitiateAuth', ['resendSignInCode', 'user'], 'LimitExceededException', 'CodeDeliveryFailureException'],
      ['RespondToAuthChallenge', ['confirmSignIn', 'user', right], 'ExpiredCodeException', 'AliasExistsException'],
    ])
      for (const Type of types) {
        await cognito.admin('Fault', { UserPoolId: app.pool.userPoolId, Operation, Kind: 'error', Type });
        expect(await step(app, ...args)).toMatchObject({ code: Type });
      }
    // What was not sent has not taken the place of the former.
    expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ username, isSignedIn: true });
  },
);

ours('a choice that fails leaves the code, which can be sent again', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
  const wrong = (factor) => step(app, 'selectChallenge', 'user', factor, { password: 'wrong' });
  const again = () => step(app, 'resendSignInCode', 'user');
  for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
    expect(await wrong(factor)).toMatchObject({ code: 'NotAuthorizedException' });
    expect(await again()).toMatchObject({ challengeName: 'EMAIL_OTP' });
  }
  const answers = (route, request) =>
    /RespondToAuthChallenge$/.test(request.headers()['x-amz-target']) ? route.abort() : route.fallback();
  await app.page.route(`${app.pool.endpoint}**`, answers);
  expect(await wrong('PASSWORD')).toMatchObject({ code: 'NetworkError' });
  await app.page.unroute(`${app.pool.endpoint}**`, answers);
  expect(await again()).toMatchObject({ challengeName: 'EMAIL_OTP' });
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ username, isSignedIn: true });
});

ours('the proof of a password that is too late is refused', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  await app.page.route(`${app.pool.endpoint}**`, async (route, request) => {
    if (request.method() === 'POST' && /RespondToAuthChallenge$/.test(request.headers()['x-amz-target']))
      await wait(cognito, app.pool, 200);
    return route.fallback();
  });
  await app.forgetEvents();
  const preferred = { username, password: PASSWORD, preferredChallenge: 'PASSWORD_SRP' };
  expect(await step(app, 'signIn', preferred)).toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.events()).toEqual([['signIn_failure', `${username} failed to signin`]]);
  await app.page.unroute(`${app.pool.endpoint}**`);
  expect(await step(app, 'signIn', preferred)).toMatchObject({ isSignedIn: true });
});

ours('a choice that comes too late begins anew', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' });
  await wait(cognito, app.pool, 181);
  expect(await step(app, 'selectChallenge', 'user', 'EMAIL_OTP')).toMatchObject({ challengeName: 'EMAIL_OTP' });
  await wait(cognito, app.pool, 181);
  expect(await step(app, 'selectChallenge', 'user', 'PASSWORD_SRP', { password: PASSWORD })).toMatchObject({
    isSignedIn: true,
  });
});

ours('after a reload the choice and the code go on', async ({ app, cognito, newUser }) => {
  const { username, email } = await newUser();
  await step(app, 'signIn', { username: email, preferredChallenge: 'SMS_OTP' });
  await app.reload();
  expect(await step(app, 'currentChallenge')).toMatchObject({
    username,
    challengeName: 'SELECT_CHALLENGE',
    availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
  });
  await step(app, 'selectChallenge', 'user', 'EMAIL_OTP');
  await app.reload();
  expect(await step(app, 'currentChallenge')).toMatchObject({ username, challengeName: 'EMAIL_OTP' });
  await step(app, 'resendSignInCode', 'user');
  await app.reload();
  await step(app, 'currentChallenge');
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ isSignedIn: true });
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});

ours('a code may come as late as the app client allows, also after a reload', async ({ newApp, cognito }) => {
  const pool = await cognito.createUserPool({
    pool: { Policies: FIRST },
    client: { ...client, AuthSessionValidity: 15 },
  });
  await cognito.createUser(pool.userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com' });
  const app = await newApp({ pool });
  const later = async (seconds) => {
    await wait(cognito, pool, seconds);
    await app.page.clock.setFixedTime(Date.now() + seconds * 1000);
    await app.reload();
    return step(app, 'currentChallenge');
  };
  await step(app, 'signIn', { username: 'ana', preferredChallenge: 'EMAIL_OTP' });
  expect(await later(840)).toMatchObject({ username: 'ana', challengeName: 'EMAIL_OTP' });
  const right = await code(app, cognito, 'ana');
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ username: 'ana', isSignedIn: true });
});

ours('a code that is too late after a reload is refused, and sent again', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
  await wait(cognito, app.pool, 200);
  await app.page.clock.setFixedTime(Date.now() + 200_000);
  await app.reload();
  expect(await step(app, 'currentChallenge')).toMatchObject({ username, challengeName: 'EMAIL_OTP' });
  const late = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', late)).toMatchObject({ code: 'NotAuthorizedException' });
  expect(await app.run('currentChallenge')).toBe(null);
  expect(await step(app, 'resendSignInCode', 'user')).toMatchObject({ challengeName: 'EMAIL_OTP' });
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ username, isSignedIn: true });
});

ours('a copy of the user, as a store keeps it, is as good', async ({ app, cognito, newUser }) => {
  const { username } = await newUser();
  await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' });
  const copy = () =>
    app.page.evaluate(() => void (window.user = Object.freeze(JSON.parse(JSON.stringify(window.user)))));
  await copy();
  await step(app, 'selectChallenge', 'user', 'EMAIL_OTP');
  await copy();
  expect(await step(app, 'resendSignInCode', 'user')).toMatchObject({ challengeName: 'EMAIL_OTP' });
  await copy();
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ isSignedIn: true });
});

ours('second factors come after a password, and their code is not sent again', async ({ app, cognito, newUser }) => {
  const { username } = await newUser({ attributes: CONTACT });
  await cognito.admin('AdminSetUserMFAPreference', {
    UserPoolId: app.pool.userPoolId,
    Username: username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const choice = { challengeName: 'SELECT_CHALLENGE', availableChallenges: ['PASSWORD', 'PASSWORD_SRP'] };
  expect(await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' })).toMatchObject(choice);
  for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
    await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
    expect(await step(app, 'selectChallenge', 'user', factor, { password: PASSWORD })).toMatchObject({
      challengeName: 'EMAIL_OTP',
    });
    expect(await step(app, 'resendSignInCode', 'user')).toMatchObject({
      message: 'There is no code of a first factor to send again',
    });
    const right = await code(app, cognito, username);
    expect(right).toHaveLength(6);
    expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ isSignedIn: true });
  }
});

ours('e-mail is preferred as the second factor, and chosen off', async ({ app, cognito, newUser }) => {
  const { username } = await newUser({ attributes: CONTACT });
  const asUser = (method, ...args) =>
    app.page.evaluate(
      async ([method, args]) =>
        window.Auth[method](await window.Auth.currentAuthenticatedUser(), ...args).catch(({ code, message }) => [
          code,
          message,
        ]),
      [method, args],
    );
  const on = { Enabled: true, PreferredMfa: true };
  await app.run('signIn', username, PASSWORD);
  expect(await asUser('setPreferredMFA', 'EMAIL')).toBe('SUCCESS');
  expect(body(app, 'SetUserMFAPreference')).toMatchObject({ EmailMfaSettings: on, SMSMfaSettings: null });
  expect(await asUser('getPreferredMFA')).toBe('EMAIL_OTP');
  await app.run('signOut');
  expect(await step(app, 'signIn', username, PASSWORD)).toMatchObject({ challengeName: 'EMAIL_OTP' });
  const right = await code(app, cognito, username);
  expect(await step(app, 'confirmSignIn', 'user', right)).toMatchObject({ isSignedIn: true });
  // This pool does not let a passkey count for two factors.
  expect(await asUser('setPreferredMFA', 'WEB_AUTHN')).toEqual(['InvalidParameterException', expect.any(String)]);
  expect(body(app, 'SetUserMFAPreference').WebAuthnMfaSettings).toEqual({ Enabled: true });
  expect(await asUser('setPreferredMFA', 'NOMFA')).toBe('SUCCESS');
  expect(await asUser('getPreferredMFA', { bypassCache: true })).toBe('NOMFA');
  await app.run('signOut');
  expect(await step(app, 'signIn', username, PASSWORD)).toMatchObject({ isSignedIn: true });
});

ours('a passkey counts for two factors beside another one, and all are chosen off', async ({ newApp, cognito }) => {
  const pool = await cognito.createUserPool({
    mfa: 'OPTIONAL',
    pool: {
      WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
      Factors: ['SMS_MFA', 'EMAIL_OTP'],
    },
    client,
  });
  await cognito.createUser(pool.userPoolId, { username: 'ana', password: PASSWORD, attributes: CONTACT });
  const app = await newApp({ pool });
  await app.run('signIn', 'ana', PASSWORD);
  const prefer = (method) =>
    app.page.evaluate(
      async (method) => window.Auth.setPreferredMFA(await window.Auth.currentAuthenticatedUser(), method),
      method,
    );
  expect(await prefer('SMS')).toBe('SUCCESS');
  expect(await prefer('WEB_AUTHN')).toBe('SUCCESS');
  const { userMFASettingList, preferredMfaSetting } = await app.run('getUserAuthFactors');
  expect([preferredMfaSetting, userMFASettingList]).toEqual(['SMS_MFA', ['SMS_MFA', 'WEB_AUTHN']]);
  expect(await prefer('NOMFA')).toBe('SUCCESS');
  expect((await app.run('getUserAuthFactors')).userMFASettingList).toBeUndefined();
});

ours('a temporary password is replaced', async ({ app, newUser }) => {
  const { username } = await newUser({ temporary: true });
  expect(await step(app, 'signIn', { username, password: PASSWORD, preferredChallenge: 'PASSWORD' })).toMatchObject({
    challengeName: 'NEW_PASSWORD_REQUIRED',
  });
  expect(await step(app, 'completeNewPassword', 'user', 'Another0ne!')).toMatchObject({ isSignedIn: true });
});

ours(
  'a device is named, proves itself, and is dropped when the service has forgotten it',
  async ({ newApp, cognito }) => {
    const pool = await cognito.createUserPool({
      aliasAttributes: ['email'],
      pool: { Policies: FIRST, DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } },
      client,
    });
    await cognito.createUser(pool.userPoolId, { username: 'ana', password: PASSWORD, email: 'ana@example.com' });
    const app = await newApp({ pool });
    const username = 'ana@example.com';
    const byCode = async () => {
      await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
      return step(app, 'confirmSignIn', 'user', await code(app, cognito, 'ana'));
    };
    expect(await byCode()).toMatchObject({ username: 'ana', isSignedIn: true });
    const { 'ana.deviceKey': key } = await app.stored();
    expect(key).toBeTruthy();
    for (const way of [
      byCode,
      () => step(app, 'signIn', { username, password: PASSWORD, preferredChallenge: 'PASSWORD_SRP' }),
    ]) {
      await app.run('signOut');
      app.calls.length = 0;
      expect(await way()).toMatchObject({ username: 'ana', isSignedIn: true });
      expect(body(app, 'InitiateAuth').AuthParameters.DEVICE_KEY).toBe(key);
      const answers = app.calls.filter(({ operation }) => operation === 'RespondToAuthChallenge');
      expect(answers.map(({ body }) => body.ChallengeResponses.DEVICE_KEY)).toEqual([key, key, key]);
      expect(answers.map(({ body }) => body.ChallengeName).slice(1)).toEqual([
        'DEVICE_SRP_AUTH',
        'DEVICE_PASSWORD_VERIFIER',
      ]);
    }
    await cognito.admin('AdminForgetDevice', { UserPoolId: pool.userPoolId, Username: 'ana', DeviceKey: key });
    expect(await byCode()).toMatchObject({ username: 'ana', isSignedIn: true });
    expect((await app.stored())['ana.deviceKey']).not.toBe(key);
  },
);

ours('a name that nobody has looks like any other', async ({ app, newUser }) => {
  const { username } = await newUser();
  const known = await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
  const unknown = await step(app, 'signIn', { username: 'nobody', preferredChallenge: 'EMAIL_OTP' });
  expect(Object.keys(unknown)).toEqual(Object.keys(known));
  expect(unknown.challengeName).toBe('EMAIL_OTP');
  expect(await step(app, 'confirmSignIn', 'user', '12345678')).toMatchObject({ code: 'CodeMismatchException' });
  for (const preferredChallenge of ['PASSWORD', 'PASSWORD_SRP'])
    expect(await step(app, 'signIn', { username: 'nobody', password: PASSWORD, preferredChallenge })).toMatchObject({
      code: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
});

ours('what the service refuses keeps its code', async ({ newApp, cognito }) => {
  const lite = await cognito.createUserPool({ pool: { UserPoolTier: 'LITE' }, client });
  const without = await cognito.createUserPool({ pool: { Policies: FIRST } });
  const telling = await cognito.createUserPool({
    pool: { Policies: FIRST },
    client: { ...client, PreventUserExistenceErrors: 'LEGACY' },
  });
  for (const [pool, code] of [
    [lite, 'FeatureUnavailableInTierException'],
    [without, 'InvalidParameterException'],
    [telling, 'UserNotFoundException'],
  ]) {
    const app = await newApp({ pool });
    await app.forgetEvents();
    expect(await step(app, 'signIn', { username: 'ana', preferredChallenge: 'EMAIL_OTP' })).toMatchObject({ code });
    expect(await app.events()).toEqual([['signIn_failure', 'ana failed to signin']]);
  }
});

ours('who names no factor fetches nothing of it, and sends what was sent before', async ({ app, newUser }) => {
  const { username } = await newUser();
  const names = requested(app.page);
  await app.run('signIn', username, PASSWORD);
  expect(body(app, 'InitiateAuth')).toEqual({
    AuthFlow: 'USER_SRP_AUTH',
    ClientId: app.pool.clientId,
    AuthParameters: { USERNAME: username, SRP_A: expect.any(String) },
    ClientMetadata: {},
  });
  await app.run('signOut');
  expect(await app.run('signIn', username, PASSWORD)).not.toHaveProperty('availableChallenges');
  expect(names.filter((name) => name === 'sign_in.wasm')).toHaveLength(1);
  expect(names.filter((name) => name.startsWith('passwordless'))).toEqual([]);
  await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' });
  expect(names.filter((name) => name === 'passwordless.wasm')).toHaveLength(1);
});

// ---- sign-up

const signUp = (app, username, more) =>
  app.run('signUp', { username, attributes: { email: `${username}@example.com` }, ...more });
const autoSignIn = { enabled: true };
/** Until the automatic sign-in has ended. Gives its event, and the challenge of its user. */
const ended = (app) =>
  app.page.evaluate(async () => {
    const find = () => window.events.find(({ event }) => event.startsWith('autoSignIn'));
    while (!find()) await new Promise((resolve) => setTimeout(resolve, 20));
    return [find().event, find().data?.challengeName];
  });

ours('a sign-up without a password signs in once the code is right', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH });
  const username = names();
  expect(await signUp(app, username, { autoSignIn })).toMatchObject({ userConfirmed: false });
  expect(body(app, 'SignUp')).not.toHaveProperty('Password');
  const holding = () =>
    app.page.evaluate(() => [localStorage, sessionStorage].map((storage) => /Session/.test(JSON.stringify(storage))));
  // It is worth a sign-in.
  expect(await holding()).toEqual([false, true]);
  // A wrong code, and another code, use up nothing.
  await expect(app.run('confirmSignUp', username, '000000')).rejects.toMatchObject({ code: 'CodeMismatchException' });
  await app.run('resendSignUp', username);
  expect(await app.run('confirmSignUp', username, await code(app, cognito, username))).toBe('SUCCESS');
  expect(await ended(app)).toEqual(['autoSignIn', undefined]);
  const [first, second] = [body(app, 'ConfirmSignUp', 0).Session, body(app, 'ConfirmSignUp').Session];
  expect(first).toBeTruthy();
  expect(second).toBe(first);
  expect(body(app, 'InitiateAuth').AuthParameters).toEqual({ USERNAME: username });
  expect(body(app, 'InitiateAuth').Session).not.toBe(first);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
  expect((await app.run('getUserAuthFactors')).configuredUserAuthFactors).toEqual(['EMAIL_OTP']);

  // The first password.
  expect(
    await app.page.evaluate(async () =>
      window.Auth.changePassword(await window.Auth.currentAuthenticatedUser(), undefined, 'Passw0rd!'),
    ),
  ).toBe('SUCCESS');
  expect(body(app, 'ChangePassword')).not.toHaveProperty('PreviousPassword');
  expect((await app.run('getUserAuthFactors')).configuredUserAuthFactors).toEqual(['PASSWORD', 'EMAIL_OTP']);
});

ours('a reload between sign-up and confirmation changes nothing', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH });
  const username = names();
  await signUp(app, username, { autoSignIn });
  await app.reload();
  await app.run('confirmSignUp', username, await code(app, cognito, username));
  expect(await ended(app)).toEqual(['autoSignIn', undefined]);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  expect((await app.keys()).filter((key) => /^amplify-(auto|polling)/.test(key))).toEqual([]);
});

ours(
  'a sign-up without a password may be one that is not remembered, also over a reload',
  async ({ newApp, cognito, names }) => {
    const app = await newApp({ config: USER_AUTH });
    const username = names();
    await signUp(app, username, { autoSignIn: { enabled: true, remember: false } });
    await app.reload();
    await app.run('confirmSignUp', username, await code(app, cognito, username));
    expect(await ended(app)).toEqual(['autoSignIn', undefined]);
    expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
    expect(await app.page.evaluate(() => Object.keys(localStorage).filter((key) => /Token|User/.test(key)))).toEqual(
      [],
    );
    await app.reload();
    expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  },
);

ours('the mark of an older sign-up signs in nobody else', async ({ newApp, cognito, names, newUser }) => {
  const app = await newApp({ config: USER_AUTH });
  await signUp(app, names(), { autoSignIn });
  await app.reload();
  const { username } = await newUser();
  await step(app, 'signIn', username, PASSWORD);
  const other = names();
  await signUp(app, other);
  await app.forgetEvents();
  await app.run('confirmSignUp', other, await code(app, cognito, other));
  expect(await ended(app)).toEqual(['autoSignIn_failure', undefined]);
  expect((await app.events()).map(([event]) => event)).toEqual(['confirmSignUp', 'autoSignIn_failure']);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  expect((await app.keys()).filter((key) => /^amplify-(auto|polling)/.test(key))).toEqual([]);
});

ours('after a reload, a sign-up signs in also where its session is over', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH });
  const username = names();
  await signUp(app, username, { autoSignIn });
  await wait(cognito, app.pool, 1200);
  await app.page.clock.setFixedTime(Date.now() + 1_200_000);
  await app.reload();
  await app.run('confirmSignUp', username, await code(app, cognito, username));
  await app.page.clock.resume();
  expect(await ended(app)).toEqual(['autoSignIn', 'SELECT_CHALLENGE']);
});

ours('a sign-up without a password is refused where the pool sends no codes', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH, pool: await cognito.createUserPool({ client }) });
  await app.forgetEvents();
  await expect(signUp(app, names(), { autoSignIn })).rejects.toMatchObject({
    code: expect.stringMatching(/^Invalid(Password|Parameter)Exception$/),
  });
  expect((await app.events()).map(([event]) => event)).toEqual(['signUp_failure']);
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});

ours('a confirmation whose reply was lost is a success at the next try', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH });
  const username = names();
  await signUp(app, username, { autoSignIn });
  await cognito.admin('Fault', {
    UserPoolId: app.pool.userPoolId,
    Operation: 'ConfirmSignUp',
    Kind: 'html',
    After: true,
  });
  const right = await code(app, cognito, username);
  await expect(app.run('confirmSignUp', username, right)).rejects.toMatchObject({ code: 'InvalidResponse' });
  expect(await app.run('confirmSignUp', username, right)).toBe('SUCCESS');
  // The session was lost with the reply: the service asks.
  expect(await ended(app)).toEqual(['autoSignIn', 'SELECT_CHALLENGE']);
  expect(body(app, 'InitiateAuth')).not.toHaveProperty('Session');
});

ours(
  'a sign-up whose session is over is confirmed all the same, and the service asks',
  async ({ newApp, cognito, names }) => {
    const app = await newApp({ config: USER_AUTH });
    const username = names();
    await signUp(app, username, { autoSignIn });
    await wait(cognito, app.pool, 181);
    expect(await app.run('confirmSignUp', username, await code(app, cognito, username))).toBe('SUCCESS');
    expect(await ended(app)).toEqual(['autoSignIn', 'SELECT_CHALLENGE']);
  },
);

ours('with a password, the session comes first and the password after it', async ({ newApp, cognito, names }) => {
  const app = await newApp({ config: USER_AUTH });
  const username = names();
  await signUp(app, username, { password: PASSWORD, autoSignIn });
  await wait(cognito, app.pool, 181);
  await app.run('confirmSignUp', username, await code(app, cognito, username));
  expect(await ended(app)).toEqual(['autoSignIn', undefined]);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
});

ours('without USER_AUTH a sign-up needs its password, and has no session', async ({ app, cognito, names }) => {
  const username = names();
  await expect(signUp(app, username)).rejects.toMatchObject({ message: 'Password cannot be empty' });
  await signUp(app, username, { password: PASSWORD });
  await app.run('confirmSignUp', username, await code(app, cognito, username));
  expect(body(app, 'ConfirmSignUp')).not.toHaveProperty('Session');
  expect(await app.page.evaluate(() => ({ ...sessionStorage }))).toEqual({});
});
