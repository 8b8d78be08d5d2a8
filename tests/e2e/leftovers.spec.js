// What must not outlive its time: another user's tokens, a copy of the attributes, the user of another app client. On the
// stand-in, because the local Cognito verifies no attributes.
import { PASSWORD, expect, oursOf, onStandIn } from './fixtures.js';

const test = onStandIn.extend({
  pool: [
    async ({ cognito }, use) =>
      use(await cognito.createUserPool({ mfa: 'OPTIONAL', pool: { Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] } })),
    { scope: 'worker' },
  ],
  app: async ({ newApp }, use) => use(await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } })),
});
const ours = oursOf(test);

const attributesOf = async (app) => (await app.run('currentAuthenticatedUser')).attributes;

/** Signs a new user in, with these attributes. */
async function signIn(app, newUser, attributes = {}) {
  const user = await newUser({ attributes });
  await app.run('signIn', user.username, user.password);
  app.calls.length = 0;
  return user;
}

ours('after two users have signed in, signOut leaves nothing of either', async ({ app, newUser }) => {
  const first = await signIn(app, newUser);
  const second = await signIn(app, newUser);
  const names = Object.keys(await app.stored());
  expect(names.filter((name) => name.startsWith(`${first.username}.`))).toEqual([]);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(second.username);
  await app.run('signOut');
  expect(await app.keys()).toEqual([]);
});

ours('a session that an application sets removes that of another user', async ({ app, newUser }) => {
  const { username } = await newUser();
  const former = await signIn(app, newUser);
  await app.page.evaluate(async (username) => {
    const session = await window.Auth.currentSession();
    window.Auth.createCognitoUser(username).setSignInUserSession(session);
  }, username);
  const stored = await app.stored();
  expect(stored.LastAuthUser).toBe(username);
  expect(Object.keys(stored).filter((name) => name.startsWith(`${former.username}.`))).toEqual([]);
});

ours('a user object whose session was removed stores nothing by a refresh', async ({ app, newUser }) => {
  await signIn(app, newUser);
  await app.page.evaluate(async () => {
    window.former = await window.Auth.currentAuthenticatedUser();
  });
  await signIn(app, newUser);
  const stored = await app.stored();
  const refreshed = await app.page.evaluate(
    () =>
      new Promise((resolve) => {
        const { former } = window;
        former.refreshSession(former.signInUserSession.refreshToken, (error, session) =>
          resolve(error?.message ?? session.isValid()),
        );
      }),
  );
  expect(refreshed).toBe(true);
  expect(await app.stored()).toEqual(stored);
});

ours('with another app client, Auth.user is nobody until asked for', async ({ app, cognito, pool, newUser }) => {
  const { username } = await signIn(app, newUser);
  const user = () => app.page.evaluate(() => window.Auth.user?.username ?? null);
  const configure = (config) => app.page.evaluate((config) => void window.Auth.configure(config), config);
  await configure({ clientMetadata: { a: 'b' } });
  expect(await user()).toBe(username);
  await configure({ userPoolWebClientId: await cognito.createClient(pool.userPoolId) });
  expect(await user()).toBe(null);
  await app.run('signOut');
  expect(await app.stored()).toMatchObject({ LastAuthUser: username });
  await configure({ userPoolWebClientId: pool.clientId });
  expect(await user()).toBe(null);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  expect(await user()).toBe(username);
});

ours('a new sign-in shows the attributes that the user has now', async ({ app, cognito, pool, newUser }) => {
  const { username, password } = await signIn(app, newUser, { nickname: 'old' });
  await cognito.admin('AdminUpdateUserAttributes', {
    UserPoolId: pool.userPoolId,
    Username: username,
    UserAttributes: [{ Name: 'nickname', Value: 'new' }],
  });
  expect((await attributesOf(app)).nickname).toBe('old');
  expect((await app.run('signIn', username, password)).attributes.nickname).toBe('new');
  expect((await attributesOf(app)).nickname).toBe('new');
});

ours('an attribute that was verified is so at once', async ({ app, cognito, pool, newUser }) => {
  const { username } = await signIn(app, newUser, { email_verified: 'false' });
  for (const submit of [
    (code) => app.run('verifyCurrentUserAttributeSubmit', 'email', code),
    (code) =>
      app.page.evaluate(async (code) => {
        const user = await window.Auth.currentAuthenticatedUser();
        return window.Auth.verifyUserAttributeSubmit(user, 'email', code);
      }, code),
    (code) =>
      app.page.evaluate(async (code) => {
        const user = await window.Auth.currentAuthenticatedUser();
        return new Promise((onSuccess, onFailure) => user.verifyAttribute('email', code, { onSuccess, onFailure }));
      }, code),
  ]) {
    await cognito.admin('AdminUpdateUserAttributes', {
      UserPoolId: pool.userPoolId,
      Username: username,
      UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
    });
    await app.run('currentAuthenticatedUser', { bypassCache: true });
    expect((await attributesOf(app)).email_verified).toBe(false);
    await app.run('verifyCurrentUserAttribute', 'email');
    app.calls.length = 0;
    expect(await submit(await cognito.lastCode(pool.userPoolId, username))).toBe('SUCCESS');
    expect(app.operations()).toEqual(['VerifyUserAttribute']);
    expect((await attributesOf(app)).email_verified).toBe(true);
  }
});

ours('factors that were changed are so at once', async ({ app, newUser }) => {
  await signIn(app, newUser, { phone_number: '+15550100', phone_number_verified: 'true' });
  const preferred = () =>
    app.page.evaluate(async () =>
      window.Auth.getPreferredMFA(await window.Auth.currentAuthenticatedUser()).catch((error) => error),
    );
  const asUser = (method, ...args) =>
    app.page.evaluate(
      async ([method, args]) => {
        const user = await window.Auth.currentAuthenticatedUser();
        if (window.Auth[method]) return window.Auth[method](user, ...args);
        return new Promise((resolve) => user[method](...args, (error, result) => resolve(error?.message ?? result)));
      },
      [method, args],
    );
  const sms = (on) => ({ Enabled: on, PreferredMfa: on });
  expect(await preferred()).toBe('NOMFA');
  // A factor that is enabled and not preferred has no name.
  for (const [method, args, then] of [
    ['setUserMfaPreference', [sms(true), null], 'SMS_MFA'],
    ['setUserMfaPreference', [sms(false), null], 'NOMFA'],
    ['enableSMS', [], 'invalid MFA Type'],
    ['disableSMS', [], 'NOMFA'],
    ['enableMFA', [], 'invalid MFA Type'],
    ['disableMFA', [], 'NOMFA'],
    ['setPreferredMFA', ['SMS'], 'SMS_MFA'],
    ['setPreferredMFA', ['NOMFA'], 'NOMFA'],
  ]) {
    expect(await asUser(method, ...args), method).toBe('SUCCESS');
    expect(await preferred(), `${method} ${JSON.stringify(args)}`).toBe(then);
  }
});

ours('a copy that could not be renewed after a change is not given', async ({ app, cognito, pool, newUser }) => {
  await signIn(app, newUser, { nickname: 'old' });
  await app.hurry();
  const asUser = (method, ...args) =>
    app.page.evaluate(
      async ([method, args]) => {
        const user = await window.Auth.currentAuthenticatedUser();
        return window.Auth[method](user, ...args);
      },
      [method, args],
    );
  const broken = (Times) =>
    cognito.admin('Fault', {
      UserPoolId: pool.userPoolId,
      Operation: 'GetUser',
      Times,
      Type: 'TooManyRequestsException',
    });
  await attributesOf(app);
  await broken(-1);
  expect(await asUser('updateUserAttributes', { nickname: 'new' })).toBe('SUCCESS');
  await cognito.admin('ClearFaults', { UserPoolId: pool.userPoolId });
  expect((await attributesOf(app)).nickname).toBe('new');
  await broken(-1);
  expect(await asUser('deleteUserAttributes', ['nickname'])).toBe('SUCCESS');
  await cognito.admin('ClearFaults', { UserPoolId: pool.userPoolId });
  expect((await attributesOf(app)).nickname).toBe(undefined);
});

ours('another app client ends an automatic sign-in that waits', async ({ app, cognito, pool, names }) => {
  const username = names();
  await app.run('signUp', {
    username,
    password: PASSWORD,
    attributes: { email: `${username}@example.com` },
    autoSignIn: { enabled: true },
  });
  await app.page.evaluate((config) => void window.Auth.configure(config), {
    userPoolWebClientId: await cognito.createClient(pool.userPoolId),
  });
  await app.run('confirmSignUp', username, await cognito.lastCode(pool.userPoolId, username));
  await app.page.waitForFunction(() => window.events.some(({ event }) => event === 'autoSignIn_failure'));
  expect(app.operations()).toEqual(['SignUp', 'ConfirmSignUp']);
  expect(await app.keys()).toEqual([]);
});

ours('a sign-in by hand ends an automatic sign-in that waits', async ({ app, cognito, pool, names, newUser }) => {
  const username = names();
  await app.run('signUp', {
    username,
    password: PASSWORD,
    attributes: { email: `${username}@example.com` },
    autoSignIn: { enabled: true },
  });
  const other = await signIn(app, newUser);
  expect(await app.page.evaluate(() => localStorage.getItem('amplify-auto-sign-in'))).toBe(null);
  await app.run('confirmSignUp', username, await cognito.lastCode(pool.userPoolId, username));
  await app.run('currentAuthenticatedUser');
  expect(app.operations()).toEqual(['ConfirmSignUp']);
  expect((await app.events()).map(([event]) => event).filter((event) => /autoSignIn/.test(event))).toEqual([]);
  expect((await app.stored()).LastAuthUser).toBe(other.username);
});
