// What callbacks get, when they are called, and where what they throw goes.
import { PASSWORD, expect, ours, test as base } from './fixtures.js';
import { refuse, serve, tokens } from './scripted-service.js';

const test = base.extend({
  app: async ({ newApp }, use) => {
    const app = await newApp();
    await app.page.evaluate(() => {
      window.reported = [];
      addEventListener('error', ({ error }) => window.reported.push(error.message));
      addEventListener('unhandledrejection', ({ reason }) => window.reported.push(['unhandled', String(reason)]));
    });
    await use(app);
  },
});
const oursToo = ours === base ? test : base.skip;

const done = { AuthenticationResult: tokens('ana') };

/** What was reported since the last time, `count` at least. Nobody else is to be told. */
async function reported(app, count = 0) {
  await app.page.waitForFunction((count) => window.reported.length >= count, count);
  await app.page.waitForTimeout(100);
  const messages = await app.page.evaluate(() => window.reported.splice(0));
  expect(app.problems.splice(0)).toHaveLength(messages.length);
  return messages;
}

/** The kinds of callbacks, each of which throws: `[what it was called with, when]`. */
const throwing = (app, call, { signedIn = false } = {}) =>
  app.page.evaluate(
    async ([call, session]) => {
      const { Auth } = window;
      const user = Auth.createCognitoUser('ana');
      if (session) {
        const [IdToken, AccessToken, RefreshToken] = ['IdToken', 'AccessToken', 'RefreshToken'].map(
          (name) => session[name],
        );
        user.signInUserSession = user.getCognitoUserSession({ IdToken, AccessToken, RefreshToken });
      }
      const seen = [];
      let settle;
      const called = new Promise((resolve) => (settle = resolve));
      const callback =
        (name) =>
        (...args) => {
          seen.push([name, args.length]);
          setTimeout(settle, 50);
          throw new Error(`thrown by ${name}`);
        };
      const callbacks = new Proxy({}, { get: (_, name) => callback(name) });
      let thrown;
      try {
        (0, eval)(call)(user, callback('callback'), callbacks);
      } catch (error) {
        thrown = error.message;
      }
      const isSync = seen.length > 0;
      await called;
      return { seen, isSync, thrown };
    },
    [`${call}`, signedIn && done.AuthenticationResult],
  );

const SYNC = {
  getSession: (user, callback) => user.getSession(callback),
  getUserData: (user, callback) => user.getUserData(callback),
  changePassword: (user, callback) => user.changePassword('a', 'b', callback),
  listDevices: (user, _, callbacks) => user.listDevices(5, null, callbacks),
  revokeTokens: (user, callback) => user.revokeTokens(callback),
  completeNewPasswordChallenge: (user, _, callbacks) => user.completeNewPasswordChallenge('', {}, callbacks),
  authenticateUser: (user, _, callbacks) => {
    user.setAuthenticationFlowType('NO_SUCH_FLOW');
    user.authenticateUser(
      { getPassword: () => 'x', getValidationData: () => ({}), getClientMetadata: () => ({}) },
      callbacks,
    );
  },
};

oursToo('what a callback throws before the method returns reaches the caller', async ({ app }) => {
  // Their parts of the module are loaded.
  await serve(app, { InitiateAuth: [refuse('NotAuthorizedException')] });
  await expect(app.run('signIn', 'ana', PASSWORD)).rejects.toMatchObject({ code: 'NotAuthorizedException' });
  for (const call of [SYNC.listDevices, SYNC.authenticateUser]) await throwing(app, call);
  await reported(app);
  for (const [name, call] of Object.entries(SYNC)) {
    const { seen, isSync, thrown } = await throwing(app, call);
    expect([seen.length, isSync, thrown], name).toEqual([1, true, `thrown by ${seen[0][0]}`]);
  }
  expect(await reported(app)).toEqual([]);
});

oursToo(
  'without a session, and before anything is loaded, callbacks are called before the methods return',
  async ({ newApp }) => {
    const app = await newApp();
    await app.reload();
    const seen = await app.page.evaluate(() => {
      const user = window.Auth.createCognitoUser('ana');
      const seen = {};
      const callback =
        (name) =>
        (error, ...rest) =>
          (seen[name] = [error.message, ...rest]);
      for (const [name, ...args] of [
        ['changePassword', 'a', 'b'],
        ['deleteAttributes', ['name']],
        ['deleteUser'],
        ['disableMFA'],
        ['enableMFA'],
        ['getMFAOptions'],
        ['getUserAttributes'],
        ['getUserData'],
        ['revokeTokens'],
        ['setUserMfaPreference', null, null],
        ['updateAttributes', []],
      ])
        user[name](...args, callback(name));
      for (const [name, ...args] of [
        ['forgetDevice'],
        ['forgetSpecificDevice', 'key'],
        ['getAttributeVerificationCode', 'email'],
        ['getDevice'],
        ['globalSignOut'],
        ['listDevices', 5, null],
        ['setDeviceStatusNotRemembered'],
        ['setDeviceStatusRemembered'],
        ['verifyAttribute', 'email', '123456'],
      ])
        user[name](...args, { onSuccess() {}, onFailure: callback(name) });
      return { seen, files: performance.getEntriesByType('resource').map(({ name }) => name) };
    });
    expect(Object.keys(seen.seen)).toHaveLength(20);
    const ofObjects = /Device|^globalSignOut$|^verifyAttribute$|VerificationCode$|^revokeTokens$/;
    for (const [name, args] of Object.entries(seen.seen))
      expect(args, name).toEqual(['User is not authenticated', ...(ofObjects.test(name) ? [] : [null])]);
    expect(seen.files.filter((name) => /core|\.wasm/.test(name))).toEqual([]);
  },
);

oursToo('what a callback throws later is reported, and it is called once', async ({ app }) => {
  const details = `{ getPassword: () => 'x', getValidationData: () => ({}), getClientMetadata: () => ({}) }`;
  const calls = {
    changePassword: [(user, callback) => user.changePassword('a', 'b', callback), 'callback'],
    updateAttributes: [(user, callback) => user.updateAttributes([], callback), 'callback', 3],
    getUserAttributes: [(user, callback) => user.getUserAttributes(callback), 'callback'],
    verifyAttribute: [(user, _, callbacks) => user.verifyAttribute('email', '1', callbacks), 'onSuccess', 1],
    forgotPassword: [(user, _, callbacks) => user.forgotPassword(callbacks), 'inputVerificationCode', 1],
    associateSoftwareToken: [(user, _, callbacks) => user.associateSoftwareToken(callbacks), 'associateSecretCode', 1],
    signUp: [(user, callback) => user.pool.signUp('ana', 'x', [], [], callback), 'callback'],
    authenticateUser: [
      `(user, _, callbacks) => {
        user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
        user.authenticateUser(${details}, callbacks);
      }`,
      'onSuccess',
      1,
    ],
    resendConfirmationCode: [(user, callback) => user.resendConfirmationCode(callback), 'callback'],
  };
  for (const [name, [call, which, count = 2]] of Object.entries(calls)) {
    await serve(app, {
      InitiateAuth: Array(3).fill(done),
      ChangePassword: [{}],
      UpdateUserAttributes: [{}],
      VerifyUserAttribute: [{}],
      ForgotPassword: [{}],
      AssociateSoftwareToken: [{ SecretCode: 'MADEUP' }],
      SignUp: [{ UserConfirmed: true, UserSub: '1' }],
      ResendConfirmationCode: [refuse('LimitExceededException')],
    });
    expect(await throwing(app, call, { signedIn: true }), name).toEqual({ seen: [[which, count]], isSync: false });
    expect(await reported(app, 1), name).toEqual([`thrown by ${which}`]);
  }
});

oursToo("what a pool's own callback for refreshes throws is reported, and changes nothing", async ({ app }) => {
  await serve(app, { InitiateAuth: [done, done] });
  await app.run('signIn', 'ana', PASSWORD).catch(() => {});
  const session = await app.page.evaluate(
    ([{ RefreshToken }]) =>
      new Promise((resolve) => {
        const user = window.Auth.createCognitoUser('ana');
        user.pool.wrapRefreshSessionCallback = () => () => {
          throw new Error('thrown by the wrapper');
        };
        const token = { getToken: () => RefreshToken, token: RefreshToken };
        user.refreshSession(token, (error, session) => resolve(error?.message ?? session.isValid()));
      }),
    [done.AuthenticationResult],
  );
  expect(session).toBe(true);
  expect(await reported(app, 1)).toEqual(['thrown by the wrapper']);
});

oursToo(
  'without core.js a callback is called with the failure; without a callback that is reported',
  async ({ app }) => {
    await app.page.route('**/core*.js', (route) => route.fulfill({ status: 404, body: '' }));
    await app.page.reload();
    await app.page.evaluate(() => {
      window.reported = [];
      addEventListener('error', ({ error }) => window.reported.push(error.message));
      addEventListener('unhandledrejection', ({ reason }) => window.reported.push(['unhandled', String(reason)]));
    });
    app.problems.length = 0;
    const outcomes = await app.page.evaluate(async () => {
      const user = window.Auth.createCognitoUser('ana');
      const { pool } = user;
      const calls = {
        'with a callback': (callback) => user.resendConfirmationCode(callback),
        'with callbacks': (onFailure) => user.forgotPassword({ onSuccess() {}, onFailure }),
        'of a pool': (callback) => pool.signUp('ana', 'x', [], [], callback),
      };
      const outcomes = {};
      for (const [name, call] of Object.entries(calls))
        outcomes[name] = await new Promise((resolve) => {
          call((...args) => resolve([args.length, args[0] instanceof Error]));
        });
      outcomes['a promise'] = await user.fetchUserData().catch((error) => error instanceof Error);
      return outcomes;
    });
    expect(outcomes).toEqual({
      'with a callback': [2, true],
      'with callbacks': [1, true],
      'of a pool': [2, true],
      'a promise': true,
    });
    expect(await reported(app)).toEqual([]);
    await app.page.evaluate(() => {
      const user = window.Auth.createCognitoUser('ana');
      user.resendConfirmationCode();
      user.pool.signUp('ana', 'x', [], []);
      user.resendConfirmationCode(() => {
        throw new Error('thrown by a callback');
      });
    });
    const messages = await reported(app, 3);
    expect(messages).toHaveLength(3);
    expect(messages).toContain('thrown by a callback');
    for (const message of messages) expect(message).toEqual(expect.any(String));
  },
);

/** A sign-in by callbacks with these details: `[callback, code or name]`, and what was sent. */
async function authenticate(app, details, flow = 'USER_PASSWORD_AUTH', method = 'authenticateUser') {
  await serve(app, { InitiateAuth: [done] });
  app.calls.length = 0;
  const outcome = await app.page.evaluate(
    async ([details, flow, method]) => {
      const user = window.Auth.createCognitoUser('ana');
      user.setAuthenticationFlowType(flow);
      return new Promise((resolve) => {
        user[method]((0, eval)(details)(window.AuthenticationDetails), {
          onSuccess: () => resolve('signed in'),
          onFailure: ({ message }) => resolve(message),
        });
      });
    },
    [`${details}`, flow, method],
  );
  return { outcome, body: app.calls[0]?.body };
}

oursToo('the details of a sign-in are read by their getters', async ({ app }) => {
  await app.page.evaluate(async () => {
    // Kept apart from its fields, so that only the getters know.
    window.AuthenticationDetails ??= class {
      constructor(data) {
        Object.assign(this, data);
      }
    };
  });
  const lookAlike = () => ({
    password: 'not this',
    clientMetadata: { no: 'no' },
    getUsername: () => 'ana',
    getPassword: () => 'the right one',
    getValidationData: () => ({}),
    getAuthParameters: () => ({ SECRET: 'x' }),
    getClientMetadata: () => ({ from: 'a getter' }),
  });
  const subclass = (AuthenticationDetails) =>
    new (class extends AuthenticationDetails {
      getPassword() {
        return 'the right one';
      }
      getValidationData() {
        return { validated: 'yes' };
      }
    })({ Username: 'ana', Password: 'not this' });
  expect(await authenticate(app, lookAlike)).toMatchObject({
    outcome: 'signed in',
    body: {
      AuthParameters: { USERNAME: 'ana', PASSWORD: 'the right one' },
      ClientMetadata: { from: 'a getter' },
    },
  });
  expect(await authenticate(app, subclass)).toMatchObject({
    outcome: 'signed in',
    body: { AuthParameters: { PASSWORD: 'the right one' }, ClientMetadata: { validated: 'yes' } },
  });
  expect(await authenticate(app, lookAlike, 'CUSTOM_AUTH', 'initiateAuth')).toMatchObject({
    outcome: 'signed in',
    body: { AuthParameters: { USERNAME: 'ana', SECRET: 'x' } },
  });
  const throws = () => ({
    getPassword() {
      throw new Error('no password at hand');
    },
  });
  expect(await authenticate(app, throws)).toEqual({ outcome: 'no password at hand' });
  expect(await authenticate(app, () => ({}), 'USER_SRP_AUTH')).toEqual({ outcome: 'PASSWORD parameter is required' });
});
