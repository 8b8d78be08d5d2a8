// User objects that an application kept as JSON, in a store that freezes them, or behind a proxy.
import { PASSWORD, expect, ours, test as base } from './fixtures.js';
import { refuse, serve, tokens } from './scripted-service.js';

const test = base.extend({
  app: async ({ newApp }, use) => {
    const app = await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } });
    await app.page.evaluate(() => {
      const deepFreeze = (object) => {
        for (const value of Object.values(object)) if (value && typeof value === 'object') deepFreeze(value);
        return Object.freeze(object);
      };
      /** As Vue's `readonly` and `reactive` are. */
      const proxy = (object, traps) =>
        new Proxy(object, {
          get(target, name, receiver) {
            const value = Reflect.get(target, name, receiver);
            return value && typeof value === 'object' ? proxy(value, traps) : value;
          },
          ...traps,
        });
      window.kinds = {
        'a JSON copy': (user) => JSON.parse(JSON.stringify(user)),
        'a shallow copy': (user) => ({ ...user }),
        'a frozen one': (user) => deepFreeze(user),
        'a sealed one': (user) => Object.seal(user),
        'a read-only proxy': (user) => proxy(user, { set: () => true, deleteProperty: () => true }),
        'a proxy': (user) => proxy(user, {}),
      };
    });
    await use(app);
  },
});
const oursToo = ours === base ? test : base.skip;

const KINDS = ['a JSON copy', 'a shallow copy', 'a frozen one', 'a sealed one', 'a read-only proxy', 'a proxy'];
const done = { AuthenticationResult: tokens('ana') };
const ask = (ChallengeName, ChallengeParameters = {}) => ({ ChallengeName, Session: 's1', ChallengeParameters });

/** Signs in, and has that kind of the user in `window.given`. */
async function signIn(app, reply, kind) {
  await serve(app, { InitiateAuth: [reply] });
  await app.page.evaluate(
    async ([password, kind]) => {
      window.given = window.kinds[kind](await window.Auth.signIn('ana', password));
    },
    [PASSWORD, kind],
  );
  app.calls.length = 0;
}

/** What `Auth[method](given, ...args)` comes to. */
const call = (app, method, ...args) =>
  app.page.evaluate(
    async ([method, args]) => {
      const { Auth, given } = window;
      try {
        const result = await Auth[method](given, ...args);
        if (typeof result?.getUsername !== 'function') return { result: JSON.parse(JSON.stringify(result ?? null)) };
        window.user = result;
        const { username, signInUserSession, storage, challengeName } = result;
        const stays = await new Promise((resolve) => {
          result.getSession((error, session) => resolve(error?.message ?? session.isValid()));
        });
        return {
          username,
          isSignedIn: signInUserSession?.isValid() ?? false,
          isAuths: storage === Auth._storage || storage.setItem === Auth._storage.setItem,
          isGiven: result === given,
          challengeName,
          stays,
        };
      } catch (error) {
        return { error: error.message ?? error };
      }
    },
    [method, args],
  );

for (const kind of KINDS) {
  const isGiven = kind === 'a proxy';

  oursToo(`${kind} answers each challenge, and a usable user is signed in`, async ({ app }) => {
    for (const [challenge, method, answer] of [
      [ask('SMS_MFA'), 'confirmSignIn', '123456'],
      [ask('NEW_PASSWORD_REQUIRED'), 'completeNewPassword', 'N3w-password'],
      [ask('CUSTOM_CHALLENGE'), 'sendCustomChallengeAnswer', 'blue'],
    ]) {
      await signIn(app, challenge, kind);
      await serve(app, { RespondToAuthChallenge: [refuse('CodeMismatchException'), done] });
      expect(await call(app, method, answer), method).toEqual({ error: 'CodeMismatchException' });
      expect(await call(app, method, answer), method).toMatchObject({
        username: 'ana',
        isSignedIn: true,
        isAuths: true,
        isGiven: isGiven && method !== 'sendCustomChallengeAnswer',
        stays: true,
      });
      expect(app.calls[0].body.Session, method).toBe('s1');
      expect(await app.stored(), method).toMatchObject({ LastAuthUser: 'ana', 'ana.refreshToken': 'refresh-of-ana' });
      expect((await app.run('currentAuthenticatedUser')).username, method).toBe('ana');
      await serve(app, { RevokeToken: [{}] });
      await app.run('signOut');
    }
  });

  oursToo(`${kind} goes on to the next challenge`, async ({ app }) => {
    await signIn(app, ask('SELECT_MFA_TYPE'), kind);
    await serve(app, { RespondToAuthChallenge: [{ ...ask('SMS_MFA'), Session: 's2' }, done] });
    expect(await call(app, 'confirmSignIn', 'x', 'SELECT_MFA_TYPE')).toMatchObject({ challengeName: 'SMS_MFA' });
    await app.page.evaluate((kind) => {
      window.given = window.kinds[kind](window.user);
    }, kind);
    expect(await call(app, 'confirmSignIn', '123456')).toMatchObject({ isSignedIn: true, isGiven });
    expect(app.calls.map(({ body }) => body.Session).slice(0, 2)).toEqual(['s1', 's2']);
  });

  oursToo(`${kind} registers an authenticator app in a sign-in`, async ({ app }) => {
    await signIn(app, ask('MFA_SETUP'), kind);
    await serve(app, {
      AssociateSoftwareToken: [{ SecretCode: 'MADEUP', Session: 's2' }],
      VerifySoftwareToken: [refuse('EnableSoftwareTokenMFAException'), { Status: 'SUCCESS', Session: 's3' }],
      RespondToAuthChallenge: [done],
    });
    expect(await call(app, 'setupTOTP')).toEqual({ result: 'MADEUP' });
    expect(await call(app, 'verifyTotpToken', '000000')).toEqual({ error: 'EnableSoftwareTokenMFAException' });
    expect(await call(app, 'verifyTotpToken', '123456')).toMatchObject({ result: { idToken: {} } });
    expect(app.calls.slice(0, 4).map(({ body }) => body.Session)).toEqual(['s1', 's2', 's2', 's3']);
    expect(await app.stored()).toMatchObject({ LastAuthUser: 'ana' });
  });

  oursToo(`${kind} of a signed-in user is good for every method`, async ({ app }) => {
    const OK = 'SUCCESS';
    const user = { Username: 'ana', UserAttributes: [{ Name: 'email', Value: 'a@b.c' }], MFAOptions: [] };
    const methods = [
      ['userSession', [], { idToken: {} }],
      ['userAttributes', [], [{ Name: 'email', Value: 'a@b.c' }]],
      ['verifiedContact', [], { unverified: { email: 'a@b.c' } }],
      ['updateUserAttributes', [{ name: 'Ana' }], OK],
      ['deleteUserAttributes', [['name']], OK],
      ['changePassword', ['a', 'b'], OK],
    ];
    const ofValidTokens = [
      ['verifyUserAttribute', ['email'], OK],
      ['verifyUserAttributeSubmit', ['email', '123456'], OK],
      ['getMFAOptions', [], []],
      ['getPreferredMFA', [], 'NOMFA'],
      ['setPreferredMFA', ['TOTP'], OK],
      ['enableSMS', [], OK],
      ['disableSMS', [], OK],
      ['setupTOTP', [], 'MADEUP'],
      ['verifyTotpToken', ['123456'], { Status: 'SUCCESS' }],
    ];
    const answers = () => ({
      InitiateAuth: Array(9).fill(done),
      GetUser: Array(9).fill(user),
      UpdateUserAttributes: [{}],
      DeleteUserAttributes: [{}],
      ChangePassword: [{}],
      GetUserAttributeVerificationCode: [{}],
      VerifyUserAttribute: [{}],
      SetUserMFAPreference: [{}],
      SetUserSettings: [{}],
      AssociateSoftwareToken: [{ SecretCode: 'MADEUP' }],
      VerifySoftwareToken: [{ Status: 'SUCCESS' }],
    });
    for (const [method, args, result] of [...methods, ...ofValidTokens]) {
      await signIn(app, done, kind);
      const unexpected = await serve(app, answers());
      expect(await call(app, method, ...args), method).toMatchObject({ result });
      expect(unexpected, method).toEqual([]);
    }
    // The refresh succeeds, and then the call does.
    for (const [method, args, result] of methods) {
      await app.page.clock.setFixedTime(Date.now());
      await signIn(app, done, kind);
      await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
      const refreshed = { AuthenticationResult: tokens('ana', { RefreshToken: 'refresh-2' }) };
      await serve(app, { ...answers(), InitiateAuth: Array(9).fill(refreshed) });
      expect(await call(app, method, ...args), `${method}, expired`).toMatchObject({ result });
      expect(await app.stored()).toMatchObject({ 'ana.refreshToken': 'refresh-2' });
    }
  });
}

oursToo('a copy of another app client is refused before anything is sent', async ({ app }) => {
  await signIn(app, ask('SMS_MFA'), 'a JSON copy');
  const elsewhere = { ...app.authConfig(), userPoolWebClientId: 'another' };
  await app.page.evaluate((config) => void window.Auth.configure(config), elsewhere);
  for (const [method, ...args] of [
    ['confirmSignIn', '123456'],
    ['completeNewPassword', 'N3w-password'],
    ['sendCustomChallengeAnswer', 'blue'],
    ['setupTOTP'],
    ['verifyTotpToken', '123456'],
    ['userSession'],
    ['userAttributes'],
    ['changePassword', 'a', 'b'],
    ['getPreferredMFA'],
    ['enableSMS'],
  ])
    expect(await call(app, method, ...args), method).toEqual({ error: expect.stringContaining('another app client') });
  expect(app.calls).toEqual([]);
});

oursToo('a frozen user that signs in by callbacks is refused before anything is sent', async ({ app }) => {
  await signIn(app, ask('SMS_MFA'), 'a frozen one');
  const failures = await app.page.evaluate(async () => {
    const { given } = window;
    const failure = (call) =>
      new Promise((resolve) => {
        call({ onSuccess: resolve, associateSecretCode: resolve, onFailure: ({ message }) => resolve(message) });
      });
    return [
      await failure((callbacks) => given.sendMFACode('123456', callbacks)),
      await failure((callbacks) => given.completeNewPasswordChallenge('N3w-password', {}, callbacks)),
      await failure((callbacks) => given.sendCustomChallengeAnswer('blue', callbacks)),
      await failure((callbacks) => given.associateSoftwareToken(callbacks)),
      await failure((callbacks) => given.verifySoftwareToken('123456', 'phone', callbacks)),
    ];
  });
  expect(failures).toEqual(Array(5).fill('The user object cannot be changed'));
  expect(app.calls).toEqual([]);
});
