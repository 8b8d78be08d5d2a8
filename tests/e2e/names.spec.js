// Whatever a user types, the session belongs to the account's name, in every flow. On the stand-in, which has devices and
// second factors.
import { totp } from '../local-cognito/local-cognito.mjs';
import { expect, oursOf, onStandIn } from './fixtures.js';

const test = onStandIn.extend({
  pool: [
    async ({ cognito }, use) =>
      use(
        await cognito.createUserPool({
          mfa: 'OPTIONAL',
          aliasAttributes: ['email'],
          pool: { CustomAuth: { Rounds: [{ Parameters: { question: '6 x 7' }, Answer: '42' }] } },
        }),
      ),
    { scope: 'worker' },
  ],
  app: async ({ newApp }, use) => use(await newApp({ config: PLAIN })),
});
const ours = oursOf(test);

const PLAIN = { authenticationFlowType: 'USER_PASSWORD_AUTH' };
const MY_TOTP = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

/** Whoever is signed in, and who the storage says. */
async function expectUnder(app, username, message = `A user ${username} has been signed in`) {
  const stored = await app.stored();
  expect(stored.LastAuthUser).toBe(username);
  expect(Object.keys(stored).filter((key) => key.includes('@'))).toEqual([]);
  const current = await app.page.evaluate(async () => {
    const user = await window.Auth.currentAuthenticatedUser();
    return [user.getUsername(), window.Auth.user.getUsername(), window.Auth.userPool.getCurrentUser().getUsername()];
  });
  expect(current).toEqual([username, username, username]);
  expect((await app.events()).filter(([event]) => event === 'signIn').at(-1)[1]).toBe(message);
}

/** Signs in in the page, and answers the challenges one after the other by these calls. Gives the names on the way. */
const flow = (app, first, ...answers) =>
  app.page.evaluate(
    async ([first, answers]) => {
      let user = await window.Auth.signIn(...first);
      const names = [user.getUsername()];
      for (const [method, ...args] of answers) {
        user = await window.Auth[method](user, ...args);
        names.push(user.getUsername());
      }
      return names;
    },
    [first, answers],
  );

ours('a password that is sent', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  expect(await flow(app, [email, password])).toEqual([username]);
  expect(app.calls[0].body.AuthParameters.USERNAME).toBe(email);
  await expectUnder(app, username);
});

ours('a code after a password that is sent', async ({ app, cognito, newUser }) => {
  const { username, password, email } = await newUser();
  await cognito.enrolTotp(app.pool, { username });
  const names = await flow(app, [email, password], ['confirmSignIn', totp(MY_TOTP), 'SOFTWARE_TOKEN_MFA']);
  expect(names).toEqual([username, username]);
  expect(app.calls[1].body.ChallengeResponses.USERNAME).toBe(username);
  await expectUnder(app, username);
});

ours('a new password', async ({ app, newUser }) => {
  const { username, password, email } = await newUser({ temporary: true });
  const names = await flow(app, [email, password], ['completeNewPassword', 'An0ther-password!']);
  expect(names).toEqual([username, username]);
  expect(app.calls[1].body.ChallengeResponses.USERNAME).toBe(username);
  await expectUnder(app, username);
});

// No answer gives the name before the tokens.
ours("a pool's own question", async ({ app, newUser }) => {
  const { username, email } = await newUser();
  const names = await flow(app, [email], ['sendCustomChallengeAnswer', '42']);
  expect(names).toEqual([email, username]);
  await expectUnder(app, username);
});

ours('the callbacks of CognitoUser', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  const names = await app.page.evaluate(
    async ([Username, Password]) => {
      const user = window.Auth.createCognitoUser(Username);
      // With v5's fields, and its getters.
      const details = {
        username: Username,
        password: Password,
        getUsername: () => Username,
        getPassword: () => Password,
        getValidationData: () => ({}),
        getAuthParameters: () => ({}),
        getClientMetadata: () => ({}),
      };
      await new Promise((onSuccess, onFailure) =>
        user.authenticateUserPlainUsernamePassword(details, { onSuccess, onFailure }),
      );
      return [user.getUsername(), user.userDataKey.includes('@')];
    },
    [email, password],
  );
  expect(names).toEqual([username, false]);
  expect((await app.stored()).LastAuthUser).toBe(username);
});

/** Stores the session of whoever is signed in under another name, as v5 left it. */
const restore = (app, from, to) =>
  app.page.evaluate(
    ([prefix, from, to]) => {
      for (const [key, text] of Object.entries({ ...localStorage }))
        if (key.startsWith(`${prefix}${from}.`)) {
          localStorage.setItem(`${prefix}${to}${key.slice(prefix.length + from.length)}`, text);
          localStorage.removeItem(key);
        }
      localStorage.setItem(`${prefix}LastAuthUser`, to);
    },
    [`CognitoIdentityServiceProvider.${app.pool.clientId}.`, from, to],
  );

ours('a session that is stored under an alias goes on, up to the next sign-in', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  await app.run('signIn', email, password);
  await restore(app, username, email);
  await app.reload();
  expect((await app.run('currentAuthenticatedUser')).username).toBe(email);
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  await app.run('currentSession');
  expect(app.operations()).toEqual(['InitiateAuth']);
  expect((await app.stored()).LastAuthUser).toBe(email);
  await app.run('signIn', email, password);
  await expectUnder(app, username);
  await restore(app, username, email);
  await app.run('signOut');
  expect(await app.stored()).toEqual({});
});

onStandIn.describe('devices', () => {
  const withDevices = test.extend({
    pool: [
      async ({ cognito }, use) =>
        use(
          await cognito.createUserPool({
            mfa: 'OPTIONAL',
            aliasAttributes: ['email'],
            pool: {
              DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
            },
          }),
        ),
      { scope: 'worker' },
    ],
  });
  const ours = oursOf(withDevices);
  const keyOf = (call) => (call.body.AuthParameters ?? call.body.ChallengeResponses).DEVICE_KEY;
  const devicesOf = async (cognito, { userPoolId }, Username) =>
    (await cognito.admin('AdminListDevices', { UserPoolId: userPoolId, Username })).Devices.length;

  ours('is remembered by the name that was typed', async ({ app, cognito, newUser }) => {
    const { username, password, email } = await newUser();
    await app.run('signIn', email, password);
    const { [`${username}.deviceKey`]: device } = await app.stored();
    expect(device).toMatch(/_/);
    expect(await app.run('rememberDevice')).toBe('SUCCESS');
    await app.run('signOut');
    await app.reload();
    await app.run('signIn', email, password);
    expect(keyOf(app.calls[0])).toBe(device);
    expect(await devicesOf(cognito, app.pool, username)).toBe(1);
    expect((await app.stored())[`${username}.deviceKey`]).toBe(device);
    // And by the account's own.
    await app.run('signOut');
    app.calls.length = 0;
    await app.run('signIn', username, password);
    expect(keyOf(app.calls[0])).toBe(device);
    expect(await devicesOf(cognito, app.pool, username)).toBe(1);
  });

  ours('is not asked for a code again, also if the page was reloaded meanwhile', async ({ app, cognito, newUser }) => {
    const { username, password, email } = await newUser();
    await cognito.enrolTotp(app.pool, { username });
    expect((await app.run('signIn', email, password)).challengeName).toBe('SOFTWARE_TOKEN_MFA');
    await app.reload();
    await app.page.evaluate(async (code) => {
      const user = await window.Auth.currentChallenge();
      await window.Auth.confirmSignIn(user, code, 'SOFTWARE_TOKEN_MFA');
    }, totp(MY_TOTP));
    await app.run('signOut');
    await app.run('signIn', email, password);
    await expect.poll(async () => (await app.stored()).LastAuthUser).toBe(username);
    expect(await devicesOf(cognito, app.pool, username)).toBe(1);
  });

  ours('goes on where it was stored under an alias', async ({ app, cognito, newUser }) => {
    const { username, password, email } = await newUser();
    await app.run('signIn', username, password);
    const { [`${username}.deviceKey`]: device } = await app.stored();
    await app.run('signOut');
    await restore(app, username, email);
    await app.page.evaluate(
      (key) => localStorage.removeItem(key),
      `CognitoIdentityServiceProvider.${app.pool.clientId}.LastAuthUser`,
    );
    app.calls.length = 0;
    await app.run('signIn', email, password);
    expect(keyOf(app.calls[0])).toBe(device);
    expect((await app.stored())[`${username}.deviceKey`]).toBe(device);
    expect(await app.run('forgetDevice')).toBe('SUCCESS');
    expect(await devicesOf(cognito, app.pool, username)).toBe(0);
    await app.run('signOut');
    expect((await app.run('signIn', email, password)).username).toBe(username);
  });

  for (const [way, forget] of [
    ['Auth', () => window.Auth.forgetDevice()],
    [
      'a user object',
      async () => {
        const user = await window.Auth.currentAuthenticatedUser();
        return new Promise((onSuccess, onFailure) => user.forgetDevice({ onSuccess, onFailure }));
      },
    ],
  ])
    ours(`is forgotten by ${way} under each of its names, and no other`, async ({ app, newUser }) => {
      const { username, password, email } = await newUser();
      await app.run('signIn', email, password);
      const keys = async () => Object.keys(await app.stored()).filter((key) => /device|random/.test(key));
      expect(await keys()).toHaveLength(6);
      await app.run('signOut');
      await app.reload();
      await app.run('signIn', username, password);
      await app.page.evaluate(
        (key) => localStorage.setItem(key, 'another'),
        `CognitoIdentityServiceProvider.${app.pool.clientId}.bea.deviceKey`,
      );
      expect(await app.page.evaluate(forget)).toBe('SUCCESS');
      expect(await keys()).toEqual(['bea.deviceKey']);
    });
});
