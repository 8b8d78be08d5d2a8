// Signing in with a passkey: Chromium's virtual authenticator signs, the stand-in verifies.
import { PASSWORD, call, expect, opened, pageOn, poolOptions, test } from './passkeys.js';

/** Somebody with a passkey in the page's authenticator, and signed out again. */
async function withPasskey(app, newUser, of = {}) {
  const user = await newUser(of);
  await app.run('signIn', user.username, PASSWORD);
  await call(app, 'registerPasskey');
  await app.run('signOut');
  await forget(app);
  return user;
}

async function forget(app) {
  await app.forgetEvents();
  app.calls.length = 0;
}

/** Calls a method: who is signed in then, the next challenge, or what it rejects with. The user stays in the page. */
const step = (app, method, ...args) =>
  app.page.evaluate(
    async ([method, args]) => {
      try {
        const given = args.map((arg) => (arg === 'user' ? window.user : arg));
        window.user = await window.Auth[method](...given);
        if (!window.user) return window.user;
        const { username, challengeName, availableChallenges, signInUserSession } = window.user;
        return { username, challengeName, availableChallenges, isSignedIn: Boolean(signInUserSession) };
      } catch (error) {
        if (!(error instanceof Error)) return { text: String(error) };
        const { name, code, message, cause } = error;
        return { name, code, message, cause: cause?.name };
      }
    },
    [method, args],
  );

/** Begins a call whose end is asked for later. */
const begin = (app, ...of) => {
  const ending = step(app, ...of);
  ending.catch(() => {});
  return ending;
};
const body = (app, operation) => app.calls.filter((call) => call.operation === operation).at(-1).body;
const open = (app) => app.page.evaluate(() => window.dialogues);

test('a page that signs in with a passkey fetches nothing of making them', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.reload();
  expect(await step(app, 'passkeySupport')).toMatchObject({});
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ username, isSignedIn: true });
  const files = await app.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  expect(files.map((name) => name.match(/passkey[a-z_]+/)?.[0]).filter(Boolean)).toEqual(['passkeys']);
});

test('a passkey may sign in this tab alone', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  const shared = () =>
    app.page.evaluate(() => Object.keys(localStorage).filter((key) => /Token$|LastAuthUser$/.test(key)));
  for (const way of [{}, { autofill: true }]) {
    const signingIn = step(app, 'signInWithPasskey', { ...way, username, remember: false });
    expect(await signingIn).toMatchObject({ username, isSignedIn: true });
    expect(await shared()).toEqual([]);
    await app.reload();
    expect(await step(app, 'currentAuthenticatedUser')).toMatchObject({ username, isSignedIn: true });
    await app.run('signOut');
  }
  await step(app, 'signInWithPasskey', { username });
  expect(await shared()).not.toEqual([]);
});

test('a passkey signs in, under the name of the account', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  expect(await step(app, 'signInWithPasskey', { username, clientMetadata: { by: 'key' } })).toMatchObject({
    username,
    isSignedIn: true,
  });
  expect(app.operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'GetUser']);
  expect(body(app, 'InitiateAuth')).toMatchObject({
    AuthFlow: 'USER_AUTH',
    AuthParameters: { USERNAME: username, PREFERRED_CHALLENGE: 'WEB_AUTHN' },
    ClientMetadata: { by: 'key' },
  });
  const { ChallengeName, ChallengeResponses, ClientMetadata } = body(app, 'RespondToAuthChallenge');
  expect({ ChallengeName, ...ChallengeResponses, ClientMetadata }).toEqual({
    ChallengeName: 'WEB_AUTHN',
    USERNAME: username,
    CREDENTIAL: expect.any(String),
    ClientMetadata: { by: 'key' },
  });
  expect(Object.keys(JSON.parse(ChallengeResponses.CREDENTIAL).response).sort()).toEqual([
    'authenticatorData',
    'clientDataJSON',
    'signature',
    'userHandle',
  ]);
  expect((await app.events()).map(([event]) => event)).toEqual(['signIn']);
  await app.reload();
  expect(await step(app, 'currentAuthenticatedUser')).toMatchObject({ username, isSignedIn: true });
  // Whoever was signed in last is whose passkey is asked for.
  await forget(app);
  expect(await step(app, 'signInWithPasskey')).toMatchObject({ username, isSignedIn: true });
  const kept = await app.page.evaluate(() => Object.entries({ ...localStorage, ...sessionStorage }));
  expect(kept.filter(([key]) => !/CognitoIdentityServiceProvider|amplify/.test(key))).toEqual([]);
});

test('no user, no passkey, nobody of that name', async ({ app, newUser, cognito }) => {
  expect(await step(app, 'signInWithPasskey')).toMatchObject({ message: 'Username cannot be empty' });
  expect(app.calls).toEqual([]);
  const { username } = await newUser();
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({
    challengeName: 'SELECT_CHALLENGE',
    availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'],
    isSignedIn: false,
  });
  expect(await open(app)).toBe(0);
  expect(await step(app, 'selectChallenge', 'user', 'PASSWORD_SRP', { password: PASSWORD })).toMatchObject({
    username,
    isSignedIn: true,
  });
  await app.run('signOut');

  const cancelled = { name: 'PasskeyError', code: 'PasskeyCancelled', cause: 'NotAllowedError' };
  expect(await step(app, 'signInWithPasskey', { username: 'nobody' })).toMatchObject(cancelled);
  // The service has a passkey that the device has not.
  const known = await withPasskey(app, newUser);
  await app.authenticator.clear();
  expect(await step(app, 'signInWithPasskey', { username: known.username })).toMatchObject(cancelled);
  expect(await app.events()).toEqual([]);
  await cognito.admin('ClearFaults', { UserPoolId: app.pool.userPoolId });
});

test('what was closed can be answered in another way', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.isVerified(false);
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ code: 'PasskeyCancelled' });
  const byPassword = async (password) => {
    await app.page.evaluate(async () => (window.user = await window.Auth.currentChallenge()));
    return step(app, 'selectChallenge', 'user', 'PASSWORD_SRP', { password });
  };
  expect(await byPassword('wrong')).toMatchObject({ code: 'NotAuthorizedException' });
  expect(await byPassword(PASSWORD)).toMatchObject({ username, isSignedIn: true });
  expect(await app.run('currentChallenge')).toBe(null);
});

test('WEB_AUTHN is chosen; no dialogue opens before', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  const asked = { username, challengeName: 'WEB_AUTHN', isSignedIn: false };
  expect(await step(app, 'signIn', { username, preferredChallenge: 'WEB_AUTHN' })).toMatchObject(asked);
  expect(await open(app)).toBe(1);
  expect(await step(app, 'selectChallenge', 'user', 'WEB_AUTHN')).toMatchObject({ username, isSignedIn: true });
  expect(app.operations().filter((operation) => operation !== 'GetUser')).toEqual([
    'InitiateAuth',
    'RespondToAuthChallenge',
  ]);
  await app.run('signOut');

  for (const [method, factor] of [
    ['selectChallenge', 'WEB_AUTHN'],
    ['sendCustomChallengeAnswer', 'WEB_AUTHN'],
  ]) {
    expect(await step(app, 'signIn', { username, preferredChallenge: 'SMS_OTP' })).toMatchObject({
      challengeName: 'SELECT_CHALLENGE',
      availableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP', 'WEB_AUTHN'],
    });
    expect(await step(app, method, 'user', factor)).toMatchObject({ username, isSignedIn: true });
    await app.run('signOut');
  }

  // A code is waited for, and the passkey is found.
  expect(await step(app, 'signIn', { username, preferredChallenge: 'EMAIL_OTP' })).toMatchObject({
    challengeName: 'EMAIL_OTP',
  });
  expect(await step(app, 'selectChallenge', 'user', 'WEB_AUTHN')).toMatchObject({ username, isSignedIn: true });
});

test('a passkey that proves nothing is refused', async ({ app, newUser, cognito }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.override({ isBogusSignature: true });
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ code: 'NotAuthorizedException' });
  expect((await app.events()).map(([event]) => event)).toEqual(['signIn_failure']);
  await app.authenticator.override({ isBogusSignature: false });
  // Its challenge is spent.
  await app.authenticator.agrees(false);
  const signing = begin(app, 'signInWithPasskey', { username });
  await opened(app, 3);
  await cognito.admin('MoveClock', { UserPoolId: app.pool.userPoolId, Seconds: 200 });
  await app.authenticator.agrees(true);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await signing).toMatchObject({ code: 'PasskeyAborted' });
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ isSignedIn: true });
});

test('what was refused can be chosen again: its challenge is spent', async ({ app, newUser, cognito }) => {
  const { username } = await withPasskey(app, newUser);
  await step(app, 'signIn', { username, preferredChallenge: 'WEB_AUTHN' });
  await cognito.admin('MoveClock', { UserPoolId: app.pool.userPoolId, Seconds: 200 });
  expect(await step(app, 'selectChallenge', 'user', 'WEB_AUTHN')).toMatchObject({ code: 'NotAuthorizedException' });
  expect(await step(app, 'selectChallenge', 'user', 'WEB_AUTHN')).toMatchObject({ username, isSignedIn: true });
});

test('a device that is remembered is named, also by autofill', async ({ newPasskeyApp, newUser, cognito }) => {
  const DeviceConfiguration = { DeviceOnlyRememberedOnUserPrompt: false };
  const pool = await cognito.createUserPool(poolOptions({ DeviceConfiguration }));
  const app = await newPasskeyApp({ pool });
  const { username } = await withPasskey(app, newUser, { pool });
  const device = () =>
    app.page.evaluate(
      (username) => Object.entries(localStorage).find(([key]) => key.endsWith(`${username}.deviceKey`))?.[1],
      username,
    );
  const key = await device();
  expect(key).toBeTruthy();
  for (const options of [{ username }, { username, autofill: true }]) {
    app.calls.length = 0;
    expect(await step(app, 'signInWithPasskey', options)).toMatchObject({ username, isSignedIn: true });
    expect(app.operations()).toEqual(['InitiateAuth', ...Array(3).fill('RespondToAuthChallenge'), 'GetUser']);
    expect(app.calls[0].body.AuthParameters.DEVICE_KEY).toBe(key);
    expect(await device()).toBe(key);
    await app.run('signOut');
  }
});

test('the page ends it while the service is asked', async ({ app, newUser, cognito }) => {
  const { username } = await withPasskey(app, newUser);
  await cognito.admin('Fault', {
    UserPoolId: app.pool.userPoolId,
    Operation: 'InitiateAuth',
    Kind: 'slow',
    DelayMs: 1000,
    Times: 4,
  });
  for (const autofill of [false, true]) {
    const ended = await app.page.evaluate(
      async ([username, autofill, count]) => {
        const { Auth } = window;
        const controller = new AbortController();
        const { fetch } = window;
        const sending = () => new Promise((resolve) => (window.fetch = (...args) => (resolve(), fetch(...args))));
        const end = async (abort, signal) => {
          const sent = sending();
          const signing = Auth.signInWithPasskey({ username, autofill, signal }).catch((error) => error);
          await sent;
          abort();
          const error = await signing;
          window.fetch = fetch;
          return error;
        };
        const reason = { an: 'object' };
        const own = (await end(() => controller.abort(reason), controller.signal)) === reason;
        const { name, code, cause } = await end(() => Auth.abortRequests());
        return { own, name, code, cause: cause?.name, opened: window.dialogues - count };
      },
      [username, autofill, await open(app)],
    );
    const aborted = { name: 'PasskeyError', code: 'PasskeyAborted', cause: 'AbortError' };
    expect(ended).toEqual({ own: true, ...aborted, opened: 0 });
  }
  await cognito.admin('ClearFaults', { UserPoolId: app.pool.userPoolId });
  // As of any sign-in whose request was ended.
  const failures = () =>
    app.page.evaluate(() => window.events.map(({ event, data }) => [event, data?.name]).filter(([, name]) => name));
  expect(await failures()).toEqual([['signIn_failure', 'AbortError']]);
});

test('the page ends a choice while the service is asked; old browsers know no reason', async ({
  app,
  newUser,
  cognito,
}) => {
  const { username } = await withPasskey(app, newUser);
  const fault = { UserPoolId: app.pool.userPoolId, Operation: 'RespondToAuthChallenge', Kind: 'slow', DelayMs: 3000 };
  await cognito.admin('Fault', { ...fault, Times: 1 });
  const ended = await app.page.evaluate(async (username) => {
    const { Auth } = window;
    const user = await Auth.signIn({ username, preferredChallenge: 'SMS_OTP' });
    const { fetch } = window;
    const sent = new Promise((resolve) => (window.fetch = (...args) => (resolve(), fetch(...args))));
    const controller = new AbortController();
    const reason = { an: 'object' };
    let isOver = false;
    const choosing = Auth.selectChallenge(user, 'WEB_AUTHN', { signal: controller.signal }).catch((error) => error);
    await sent;
    controller.abort(reason);
    setTimeout(() => (isOver = true), 1000);
    const isReason = (await choosing) === reason && !isOver;
    window.fetch = fetch;
    // One that is aborted already sends nothing.
    let count = 0;
    window.fetch = (...args) => (count++, fetch(...args));
    const again = await Auth.selectChallenge(user, 'WEB_AUTHN', { signal: controller.signal }).catch((error) => error);
    window.fetch = fetch;
    delete AbortSignal.prototype.reason;
    const told = ({ name, code }) => [name, code];
    const old = await Auth.signInWithPasskey({ username, signal: controller.signal }).catch(told);
    return { isReason, again: again === reason, count, old };
  }, username);
  const old = ['PasskeyError', 'PasskeyAborted'];
  expect(ended).toEqual({ isReason: true, again: true, count: 0, old });
  await cognito.admin('ClearFaults', { UserPoolId: app.pool.userPoolId });
});

test('the page ends it while the passkey is sent', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.page.route(`${app.pool.endpoint}**`, async (route, request) => {
    if (!/RespondToAuthChallenge$/.test(request.headers()['x-amz-target'] ?? '')) return route.fallback();
    await app.page.evaluate(() => window.Auth.abortRequests());
    return route.abort().catch(() => {});
  });
  for (const autofill of [false, true])
    expect(await step(app, 'signInWithPasskey', { username, autofill })).toMatchObject({ name: 'AbortError' });
  expect((await app.events()).map(([event]) => event)).toEqual(['signIn_failure', 'signIn_failure']);
});

test('a pool may want users to be verified, and passkeys may be both factors', async ({
  newPasskeyApp,
  newUser,
  cognito,
}) => {
  const WebAuthnConfiguration = {
    RelyingPartyId: 'localhost',
    UserVerification: 'required',
    FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
  };
  const pool = await cognito.createUserPool({ mfa: 'OPTIONAL', ...poolOptions({ WebAuthnConfiguration }) });
  const app = await newPasskeyApp({ pool });
  const { username } = await withPasskey(app, newUser, { pool });
  await cognito.enrolTotp(pool, { username });
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ username, isSignedIn: true });
});

test('the second dialogue, the signal, and another relying party', async ({ app, newUser, newPasskeyApp }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  const first = app.page.evaluate(async (username) => {
    window.controller = new AbortController();
    const { signal } = window.controller;
    const error = await window.Auth.signInWithPasskey({ username, signal }).catch((error) => error);
    return error === window.reason;
  }, username);
  await opened(app, 2);
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ code: 'PasskeyBusy' });
  await app.page.evaluate(() => window.controller.abort((window.reason = { an: 'object' })));
  expect(await first).toBe(true);

  const onNumbers = await newPasskeyApp({ host: '127.0.0.1' });
  expect(await step(onNumbers, 'signInWithPasskey', { username })).toMatchObject({
    code: 'PasskeyRelyingParty',
    cause: 'SecurityError',
  });
});

test('whatever the browser throws, or gives, has its code', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  const thrown = async (name) => {
    await app.page.evaluate((name) => {
      CredentialsContainer.prototype.get = async () => {
        throw name === 'TypeError' ? new TypeError() : new DOMException('no', name);
      };
    }, name);
    const { code, cause } = await step(app, 'signInWithPasskey', { username });
    return [code, cause];
  };
  for (const [code, ...names] of [
    ['PasskeyCancelled', 'NotAllowedError', 'InvalidStateError'],
    ['PasskeyAborted', 'AbortError', 'TimeoutError'],
    ['PasskeyBusy', 'OperationError'],
    ['PasskeyRelyingParty', 'SecurityError'],
    ['PasskeyNotSupported', 'NotSupportedError', 'ConstraintError'],
    ['PasskeyFailed', 'EncodingError', 'TypeError', 'UnknownError', 'SomethingNew'],
  ])
    for (const name of names) expect(await thrown(name)).toEqual([code, name]);
  expect(await app.events()).toEqual([]);

  for (const [given, code] of [
    [null, 'PasskeyFailed'],
    // The service refuses what is no proof.
    [{ id: 'x', response: {} }, 'InvalidParameterException'],
  ]) {
    await app.page.evaluate((given) => (CredentialsContainer.prototype.get = async () => given), given);
    expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ code });
  }
});

test('old browsers, and objects of password managers', async ({ newPasskeyApp, newUser }) => {
  const app = await newPasskeyApp({
    init: () => {
      delete PublicKeyCredential.parseRequestOptionsFromJSON;
      delete PublicKeyCredential.prototype.toJSON;
      const { get } = CredentialsContainer.prototype;
      CredentialsContainer.prototype.get = async function (options) {
        const { id, rawId, response } = await get.call(this, options);
        const bytes = (name) => [...new Uint8Array(response[name])];
        return {
          id,
          rawId: new Uint8Array(rawId),
          toJSON() {
            throw new TypeError('Illegal invocation');
          },
          get authenticatorAttachment() {
            throw new TypeError('Illegal invocation');
          },
          response: {
            clientDataJSON: response.clientDataJSON,
            authenticatorData: new Uint8Array(response.authenticatorData),
            signature: bytes('signature'),
            userHandle: null,
          },
        };
      };
    },
  });
  const { username } = await withPasskey(app, newUser);
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ username, isSignedIn: true });
});

test('options in the other alphabet, padded, and with members that nobody knows', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  const padded = (text) => Buffer.from(text, 'base64url').toString('base64');
  await app.page.route(`${app.pool.endpoint}**`, async (route) => {
    if (!/InitiateAuth$/.test(route.request().headers()['x-amz-target'])) return route.fallback();
    const response = await route.fetch();
    const reply = await response.json();
    const options = JSON.parse(reply.ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS);
    options.challenge = padded(options.challenge);
    for (const passkey of options.allowCredentials) passkey.id = padded(passkey.id);
    reply.ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS = JSON.stringify({ ...options, new: 1 });
    return route.fulfill({ response, json: reply });
  });
  await app.page.evaluate(() => {
    const { get } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.get = function (options) {
      window.asked = options.publicKey;
      return get.call(this, options);
    };
  });
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject({ username, isSignedIn: true });
  const asked = await app.page.evaluate(() => {
    const { challenge, allowCredentials, ...others } = window.asked;
    const areBytes = [challenge, ...allowCredentials.map(({ id }) => id)].every((bytes) => bytes instanceof Uint8Array);
    return { ...others, areBytes };
  });
  expect(asked).toEqual({
    timeout: 180_000,
    rpId: 'localhost',
    userVerification: 'preferred',
    hints: [],
    attestation: 'none',
    attestationFormats: [],
    new: 1,
    areBytes: true,
  });
});

// ---- autofill

const AUTOFILL = { autofill: true };

test('autofill: whoever picks the passkey is signed in', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username })).toMatchObject({ username, isSignedIn: true });
  expect(app.operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'GetUser']);
  expect((await app.events()).map(([event]) => event)).toEqual(['signIn']);
});

test('autofill: nothing to offer is no error', async ({ app, newUser, newPasskeyApp }) => {
  expect(await step(app, 'signInWithPasskey', AUTOFILL)).toBe(null);
  expect(app.calls).toEqual([]);
  const { username } = await newUser();
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username })).toBe(null);
  expect(await step(app, 'currentChallenge')).toBe(null);
  // The service knows one that the device does not have.
  const known = await withPasskey(app, newUser);
  await app.authenticator.clear();
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username: known.username })).toBe(null);
  expect(await app.events()).toEqual([]);

  const old = await newPasskeyApp({ init: () => delete PublicKeyCredential.isConditionalMediationAvailable });
  expect(await step(old, 'signInWithPasskey', { ...AUTOFILL, username: known.username })).toBe(null);
  expect(old.calls).toEqual([]);
});

test('autofill ends with any other sign-in, without a word of the browser', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  const aborted = { name: 'PasskeyError', code: 'PasskeyAborted', cause: 'AbortError' };

  let autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await opened(app, 2);
  expect(await step(app, 'signIn', username, PASSWORD)).toMatchObject({ isSignedIn: true });
  expect(await autofill).toMatchObject(aborted);
  await app.run('signOut');

  // A user object's own.
  autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await opened(app, 3);
  await app.page.evaluate(
    ([username, password]) =>
      new Promise((resolve) => {
        const details = { getPassword: () => password, getValidationData: () => ({}), getClientMetadata: () => ({}) };
        const user = window.Auth.createCognitoUser(username);
        user.authenticateUser(details, { onSuccess: resolve, onFailure: resolve });
      }).then(() => {}),
    [username, PASSWORD],
  );
  expect(await autofill).toMatchObject(aborted);
  await app.run('signOut');

  // Another one, and then the dialogue.
  autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await opened(app, 4);
  const next = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  expect(await autofill).toMatchObject(aborted);
  await opened(app, 5);
  const modal = begin(app, 'signInWithPasskey', { username });
  expect(await next).toMatchObject(aborted);
  await opened(app, 6);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await modal).toMatchObject({ code: 'PasskeyAborted' });

  const reason = await app.page.evaluate(async (username) => {
    const controller = new AbortController();
    const picking = window.Auth.signInWithPasskey({ username, autofill: true, signal: controller.signal });
    const count = window.dialogues;
    while (window.dialogues === count) await new Promise((resolve) => setTimeout(resolve));
    controller.abort('enough');
    return picking.catch((reason) => reason);
  }, username);
  expect(reason).toBe('enough');
});

test('autofill ends with each step of another sign-in', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  const steps = [
    ['Auth._autoSignIn', () => window.Auth._autoSignIn({})],
    ['Auth.confirmSignIn', (user) => window.Auth.confirmSignIn(user, '')],
    ['Auth.completeNewPassword', (user) => window.Auth.completeNewPassword(user, '')],
    ['Auth.sendCustomChallengeAnswer', (user) => window.Auth.sendCustomChallengeAnswer(user, '')],
    ['Auth.selectChallenge', (user) => window.Auth.selectChallenge(user, '')],
    ['Auth.verifyTotpToken', (user) => window.Auth.verifyTotpToken(user, '123456')],
    ['Auth.resendSignInCode', (user) => window.Auth.resendSignInCode(user)],
    ['Auth.registerPasskey', () => window.Auth.registerPasskey()],
    ['Auth.federatedSignIn', () => window.Auth.federatedSignIn({ provider: 'Google' })],
    ['Auth._handleAuthResponse', () => window.Auth._handleAuthResponse('').then(() => Promise.reject())],
    [
      'user.verifySoftwareToken',
      (user) => new Promise((onSuccess, onFailure) => user.verifySoftwareToken('123456', '', { onSuccess, onFailure })),
    ],
    [
      'user.sendMFACode',
      (user) => new Promise((onSuccess, onFailure) => user.sendMFACode('', { onSuccess, onFailure })),
    ],
  ];
  for (const [index, [name, call]] of steps.entries()) {
    const autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
    await opened(app, 2 + index);
    const user = await app.page.evaluateHandle((username) => window.Auth.createCognitoUser(username), username);
    // Nothing is open on this object, so that the step itself fails.
    expect(await user.evaluate(call).catch(() => 'failed'), name).toBe('failed');
    expect(await autofill, name).toMatchObject({ code: 'PasskeyAborted' });
  }
});

test('autofill: whatever is called right after it ends it, also where nothing is fetched yet', async ({
  app,
  newUser,
}) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  await app.reload();
  /** Calls autofill and, without waiting, something else: how autofill ends. */
  const followedBy = (method, ...args) =>
    app.page.evaluate(
      async ([username, method, args]) => {
        const { Auth } = window;
        const picking = Auth.signInWithPasskey({ username, autofill: true }).catch(({ code }) => code);
        window.next = Auth[method](...args).catch(({ code }) => code);
        return picking;
      },
      [username, method, args],
    );
  // As an effect of React does in development.
  expect(await followedBy('signInWithPasskey', { ...AUTOFILL, username })).toBe('PasskeyAborted');
  await opened(app, 1);
  expect(await followedBy('signInWithPasskey', { username })).toBe('PasskeyAborted');
  await opened(app, 2);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await app.page.evaluate(() => window.next)).toBe('PasskeyAborted');

  await app.reload();
  expect(await followedBy('signIn', username, PASSWORD)).toBe('PasskeyAborted');
  expect(await app.page.evaluate(async () => (await window.next).username)).toBe(username);
  expect(await open(app)).toBe(0);
});

test('autofill: its challenge is renewed soon after the computer has slept', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  await app.page.clock.install();
  const autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(2);
  // No timer goes on meanwhile.
  await app.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 3_600_000;
  });
  // Nor is the network there at once.
  await app.page.route(`${app.pool.endpoint}**`, (route) => route.abort(), { times: 1 });
  await app.page.clock.runFor(10_000);
  await expect.poll(() => app.operations()).toEqual(['InitiateAuth', 'InitiateAuth']);
  await app.page.clock.runFor(9_000);
  expect(app.operations()).toHaveLength(2);
  await expect.poll(async () => (await app.page.clock.runFor(100), open(app))).toBe(3);
  expect(app.operations()).toHaveLength(3);
  // A clock that is set back does not make a challenge last longer.
  await app.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() - 7_200_000;
  });
  await app.page.clock.runFor(150_000);
  await expect.poll(() => app.operations()).toHaveLength(4);
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(4);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await autofill).toMatchObject({ code: 'PasskeyAborted' });
});

test('autofill: what is no matter of the network ends it, and so does the network at first', async ({
  app,
  newUser,
  cognito,
}) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  await app.page.clock.install();
  await app.page.route(`${app.pool.endpoint}**`, (route) => route.abort(), { times: 1 });
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username })).toMatchObject({ code: 'NetworkError' });
  const autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(2);
  const Type = 'NotAuthorizedException';
  await cognito.admin('Fault', { UserPoolId: app.pool.userPoolId, Operation: 'InitiateAuth', Kind: 'error', Type });
  await app.page.clock.runFor(160_000);
  expect(await autofill).toMatchObject({ code: Type });
});

test('autofill: a browser that refuses at first is asked once more, with the same challenge', async ({
  app,
  newUser,
}) => {
  const { username } = await withPasskey(app, newUser);
  /** Has the browser refuse that many times, as Safari does on every second reload. */
  const refuse = (times) =>
    app.page.evaluate((times) => {
      const { get } = CredentialsContainer.prototype;
      CredentialsContainer.prototype.get = async function (options) {
        if (times-- > 0) throw new DOMException('no', 'NotAllowedError');
        return get.call(this, options);
      };
    }, times);
  await refuse(1);
  const signingIn = step(app, 'signInWithPasskey', { ...AUTOFILL, username });
  expect(await signingIn).toMatchObject({ username, isSignedIn: true });
  expect(app.operations()).toEqual(['InitiateAuth', 'RespondToAuthChallenge', 'GetUser']);
  await app.run('signOut');
  await forget(app);
  await refuse(2);
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username })).toBe(null);
  expect(app.operations()).toEqual(['InitiateAuth']);
});

test('autofill: its challenge is renewed while the page is visible', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.authenticator.agrees(false);
  await app.page.clock.install();
  await app.page.clock.pauseAt(Date.now() + 60_000);
  const autofill = begin(app, 'signInWithPasskey', { ...AUTOFILL, username });
  await expect.poll(() => app.operations()).toEqual(['InitiateAuth']);
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(2);
  await app.page.clock.runFor(149_000);
  expect(app.operations()).toEqual(['InitiateAuth']);
  const hide = (state) =>
    app.page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await hide('hidden');
  await app.page.clock.runFor(600_000);
  expect(app.operations()).toEqual(['InitiateAuth']);
  await hide('visible');
  await expect.poll(() => app.operations()).toEqual(['InitiateAuth', 'InitiateAuth']);
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(3);
  await app.page.clock.runFor(150_000);
  await expect.poll(() => app.operations()).toHaveLength(3);
  await expect.poll(async () => (await app.page.clock.runFor(10), open(app))).toBe(4);
  await app.page.evaluate(() => window.Auth.abortRequests());
  expect(await autofill).toMatchObject({ code: 'PasskeyAborted' });
});

test('autofill: somebody has signed in meanwhile in another tab', async ({ app, newUser }) => {
  const { username } = await withPasskey(app, newUser);
  await app.page.evaluate(() => {
    const { get } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.get = async function (options) {
      const picked = await get.call(this, options);
      localStorage.setItem(window.lastAuthUser, 'somebody');
      return picked;
    };
  });
  await app.page.evaluate(
    (key) => (window.lastAuthUser = key),
    `CognitoIdentityServiceProvider.${app.pool.clientId}.LastAuthUser`,
  );
  expect(await step(app, 'signInWithPasskey', { ...AUTOFILL, username })).toMatchObject({ code: 'PasskeyAborted' });
  expect(app.operations()).toEqual(['InitiateAuth']);
  expect(pageOn('localhost')).toContain('//localhost:');
});

// ---- the name

test('the name is remembered beyond a sign-out only where that is asked for', async ({ app, newUser }) => {
  const kept = () =>
    app.page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('cognito-auth-wasm.')));
  const key = `cognito-auth-wasm.username.${app.pool.clientId}`;
  const signedIn = { username: (await withPasskey(app, newUser)).username, isSignedIn: true };
  const { username } = signedIn;
  expect(await step(app, 'signInWithPasskey', { username })).toMatchObject(signedIn);
  await app.run('signOut');
  expect(await kept()).toEqual([]);
  expect(await step(app, 'signInWithPasskey', AUTOFILL)).toBe(null);

  expect(await step(app, 'signInWithPasskey', { username, rememberUsername: true })).toMatchObject(signedIn);
  await app.run('signOut');
  expect(await kept()).toEqual([[key, username]]);
  await app.reload();
  expect(await step(app, 'signInWithPasskey', AUTOFILL)).toMatchObject(signedIn);
  await app.run('signOut');
  expect(await step(app, 'signInWithPasskey')).toMatchObject(signedIn);
  await app.run('signOut');
  expect(await step(app, 'signInWithPasskey', { rememberUsername: false })).toMatchObject(signedIn);
  expect(await kept()).toEqual([]);

  const [id] = await app.authenticator.ids();
  await app.authenticator.clear();
  expect(await call(app, 'deletePasskey', id)).toEqual({ value: null });
  expect(await call(app, 'registerPasskey', { rememberUsername: true })).toMatchObject({ value: {} });
  expect(await kept()).toEqual([[key, username]]);
  const [other] = await app.authenticator.ids();
  expect(await call(app, 'deletePasskey', other)).toEqual({ value: null });
  expect(await kept()).toEqual([]);
});

test('the name that is remembered is that of who has signed in, and not of who was there before', async ({
  app,
  newUser,
}) => {
  const { username } = await withPasskey(app, newUser);
  const before = await newUser();
  await app.run('signIn', before.username, PASSWORD);
  await app.page.route(`${app.pool.endpoint}**`, (route, request) =>
    /RespondToAuthChallenge$/.test(request.headers()['x-amz-target'] ?? '')
      ? route.fulfill({ json: { Session: 'x'.repeat(20), AvailableChallenges: ['EMAIL_OTP'] } })
      : route.fallback(),
  );
  const signingIn = step(app, 'signInWithPasskey', { username, rememberUsername: true });
  expect(await signingIn).toMatchObject({ challengeName: 'SELECT_CHALLENGE', availableChallenges: ['EMAIL_OTP'] });
  expect(await app.keys()).not.toContain(`cognito-auth-wasm.username.${app.pool.clientId}`);
});
