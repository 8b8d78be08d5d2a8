// Passkeys of whoever is signed in: Chromium makes them with a virtual authenticator, the stand-in verifies them.
import { PASSWORD, call, expect, opened, poolOptions, test } from './passkeys.js';

const signedIn = async (app, newUser, of = {}) => {
  const { username } = await newUser(of);
  await app.run('signIn', username, PASSWORD);
  app.calls.length = 0;
  await app.forgetEvents();
  return username;
};

/** The file names that a page asks for from now on. */
const requested = (page) => {
  const names = [];
  page.on('request', (request) => names.push(request.url().split('/').at(-1).replace(/-.*\./, '.')));
  return names;
};

test('a passkey is registered, listed and deleted', async ({ app, newUser }) => {
  const names = requested(app.page);
  await signedIn(app, newUser);
  expect(names).not.toContain('passkey_settings.wasm');
  const { value } = await call(app, 'registerPasskey');
  const [id] = await app.authenticator.ids();
  expect(value).toEqual({ id });
  expect(names).toContain('passkey_settings.wasm');
  expect(app.operations()).toEqual(['StartWebAuthnRegistration', 'CompleteWebAuthnRegistration']);
  const { response, ...credential } = app.calls[1].body.Credential;
  expect(credential).toEqual({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
  });
  expect(Object.keys(response).sort()).toEqual([
    'attestationObject',
    'authenticatorData',
    'clientDataJSON',
    'publicKey',
    'publicKeyAlgorithm',
    'transports',
  ]);
  expect((await app.run('getUserAuthFactors')).configuredUserAuthFactors).toContain('WEB_AUTHN');

  const listed = await app.page.evaluate(async () => {
    const [passkey, ...others] = await window.Auth.listPasskeys();
    return { passkey: { ...passkey, createdAt: null }, isDate: passkey.createdAt instanceof Date, others };
  });
  expect(listed).toEqual({
    passkey: {
      id,
      name: 'Passkey 1',
      relyingPartyId: 'localhost',
      transports: ['internal'],
      attachment: 'platform',
      createdAt: null,
    },
    isDate: true,
    others: [],
  });

  expect(await call(app, 'deletePasskey', id)).toEqual({ value: null });
  expect(await app.run('listPasskeys')).toEqual([]);
  // The browser was told, and its store has forgotten it, too.
  await expect.poll(() => app.authenticator.ids()).toEqual([]);
  expect(await call(app, 'deletePasskey', id)).toMatchObject({ code: 'ResourceNotFoundException' });
  expect(await app.events()).toEqual([]);
});

test('nobody is signed in: nothing is asked', async ({ app }) => {
  for (const [method, ...args] of [['registerPasskey'], ['listPasskeys'], ['deletePasskey', 'id']])
    expect(await call(app, method, ...args)).toEqual({ text: 'No current user' });
  expect(app.calls).toEqual([]);
});

test('all pages are listed', async ({ newPasskeyApp, cognito, newUser }) => {
  const pool = await cognito.createUserPool(poolOptions({ PasskeysAPage: 1 }));
  const app = await newPasskeyApp({ pool });
  await signedIn(app, newUser, { pool });
  await call(app, 'registerPasskey');
  app.authenticator = await app.authenticator.add({ transport: 'usb' });
  await call(app, 'registerPasskey');
  const [id] = await app.authenticator.ids();
  const passkeys = await app.run('listPasskeys');
  expect(passkeys.map(({ transports }) => transports)).toEqual([['internal'], ['usb']]);
  expect(passkeys[1]).toMatchObject({ id, attachment: 'cross-platform' });
  expect(app.operations().filter((operation) => operation === 'ListWebAuthnCredentials')).toHaveLength(2);
});

test('there is a passkey already, the user is not verified, or does not agree', async ({ app, newUser }) => {
  await signedIn(app, newUser);
  await call(app, 'registerPasskey');
  expect(await call(app, 'registerPasskey')).toMatchObject({
    name: 'PasskeyError',
    code: 'PasskeyExists',
    cause: 'InvalidStateError',
  });

  await app.authenticator.clear();
  await app.authenticator.isVerified(false);
  const unverified = { name: 'PasskeyError', code: 'PasskeyCancelled', cause: 'NotAllowedError' };
  expect(await call(app, 'registerPasskey')).toMatchObject(unverified);

  // Closed in the middle: by an authenticator that cannot make what is asked for.
  await app.authenticator.isVerified(true);
  await app.authenticator.agrees(false);
  const registering = call(app, 'registerPasskey');
  await opened(app, 4);
  await app.authenticator.add({ transport: 'usb', hasResidentKey: false });
  expect(await registering).toMatchObject(unverified);
  expect(await app.run('listPasskeys')).toHaveLength(1);
});

test('a second dialogue; the signal of the application, and abortRequests, close the first', async ({
  app,
  newUser,
}) => {
  await signedIn(app, newUser);
  await app.authenticator.agrees(false);
  const results = await app.page.evaluate(async () => {
    const { Auth } = window;
    const told = ({ name, code, cause }) => [name, code, cause?.name];
    const isOpen = () => {
      const count = window.dialogues;
      return new Promise((resolve) => {
        const look = () => (window.dialogues > count ? resolve() : setTimeout(look));
        look();
      });
    };
    const result = {};

    const controller = new AbortController();
    let open = isOpen();
    const first = Auth.registerPasskey({ signal: controller.signal }).catch((error) => error);
    await open;
    result.second = told(await Auth.registerPasskey().catch((error) => error));
    const reason = { an: 'object' };
    controller.abort(reason);
    result.isReason = (await first) === reason;
    result.aborted = (await Auth.registerPasskey({ signal: controller.signal }).catch((error) => error)) === reason;

    open = isOpen();
    const timer = new AbortController();
    const timed = Auth.registerPasskey({ signal: timer.signal }).catch((error) => error);
    await open;
    // As AbortSignal.timeout() does.
    timer.abort(new DOMException('signal timed out', 'TimeoutError'));
    result.timed = (await timed).name;

    open = isOpen();
    const third = Auth.registerPasskey({ signal: { not: 'a signal' } }).catch((error) => error);
    await open;
    Auth.abortRequests();
    result.third = told(await third);
    return result;
  });
  expect(results).toEqual({
    second: ['PasskeyError', 'PasskeyBusy', 'OperationError'],
    isReason: true,
    aborted: true,
    timed: 'TimeoutError',
    third: ['PasskeyError', 'PasskeyAborted', 'AbortError'],
  });
  await app.authenticator.agrees(true);
  expect(await call(app, 'registerPasskey')).toMatchObject({ value: { id: expect.any(String) } });
});

test('the access token expires while the dialogue is open', async ({ app, cognito, newUser }) => {
  await signedIn(app, newUser);
  await app.page.evaluate(() => {
    const { create } = CredentialsContainer.prototype;
    const agreed = new Promise((resolve) => (window.agree = resolve));
    CredentialsContainer.prototype.create = async function (options) {
      const made = await create.call(this, options);
      await agreed;
      return made;
    };
  });
  const start = Date.now();
  let seconds = 0;
  const later = async (by) => {
    seconds += by;
    await cognito.admin('MoveClock', { UserPoolId: app.pool.userPoolId, Seconds: by });
    await app.page.clock.setFixedTime(start + seconds * 1000);
  };
  await later(3570);
  const registering = call(app, 'registerPasskey');
  await opened(app);
  await later(45);
  await app.page.evaluate(() => window.agree());
  const [id] = await app.authenticator.ids();
  expect(await registering).toEqual({ value: { id } });
});

test('the page is not of the relying party, or not on a name', async ({ newPasskeyApp, cognito, newUser }) => {
  const pool = await cognito.createUserPool(poolOptions({ relyingParty: 'example.com' }));
  const app = await newPasskeyApp({ pool });
  await signedIn(app, newUser, { pool });
  const refused = { name: 'PasskeyError', code: 'PasskeyRelyingParty', cause: 'SecurityError' };
  expect(await call(app, 'registerPasskey')).toMatchObject(refused);
  expect(app.operations()).toEqual(['StartWebAuthnRegistration']);

  const onNumbers = await newPasskeyApp({ host: '127.0.0.1' });
  await signedIn(onNumbers, newUser);
  expect(await call(onNumbers, 'registerPasskey')).toMatchObject(refused);

  // A name under the one of the page is no suffix of it, and the page's own is.
  const below = await cognito.createUserPool(poolOptions({ relyingParty: 'app.localhost' }));
  const above = await newPasskeyApp({ pool: below });
  await signedIn(above, newUser, { pool: below });
  expect(await call(above, 'registerPasskey')).toMatchObject(refused);
  const own = await newPasskeyApp({ pool: below, host: 'app.localhost' });
  await signedIn(own, newUser, { pool: below });
  expect(await call(own, 'registerPasskey')).toMatchObject({ value: { id: expect.any(String) } });
});

test('in a frame that may have none, it is as if the user had closed the dialogue', async ({ app, newUser }) => {
  const username = await signedIn(app, newUser);
  const told = await app.page.evaluate(
    async ([config, username]) => {
      const frame = document.createElement('iframe');
      frame.allow = "publickey-credentials-create 'none'; publickey-credentials-get 'none'";
      frame.src = location.href;
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      document.body.append(frame);
      await loaded;
      const { Auth } = frame.contentWindow;
      Auth.configure(config);
      const code = ({ code, cause }) => [code, cause.name];
      const registering = await Auth.registerPasskey().catch(code);
      await window.Auth.registerPasskey();
      return [registering, await Auth.signInWithPasskey({ username }).catch(code)];
    },
    [app.authConfig(), username],
  );
  expect(told).toEqual(Array(2).fill(['PasskeyCancelled', 'NotAllowedError']));
});

test('options in the other alphabet, padded, with members that nobody knows, and without a list', async ({
  app,
  newUser,
}) => {
  await signedIn(app, newUser);
  const padded = (text) => Buffer.from(text, 'base64url').toString('base64');
  let change;
  await app.page.route(`${app.pool.endpoint}**`, async (route) => {
    if (!/StartWebAuthnRegistration$/.test(route.request().headers()['x-amz-target'])) return route.fallback();
    const response = await route.fetch();
    const reply = await response.json();
    change(reply.CredentialCreationOptions);
    return route.fulfill({ response, json: reply });
  });
  await app.page.evaluate(() => {
    const { create } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.create = function (options) {
      window.asked = options.publicKey;
      return create.call(this, options);
    };
  });
  change = (options) => {
    options.challenge = padded(options.challenge);
    options.user.id = padded(options.user.id);
    delete options.excludeCredentials;
    Object.assign(options, { new: 1, hints: [], attestation: 'none' });
  };
  expect(await call(app, 'registerPasskey')).toMatchObject({ value: { id: expect.any(String) } });
  const asked = () =>
    app.page.evaluate(() => {
      const { challenge, user, excludeCredentials, ...others } = window.asked;
      const bytes = [challenge, user.id, ...(excludeCredentials ?? []).map(({ id }) => id)];
      return { ...others, bytes: bytes.filter((bytes) => bytes instanceof Uint8Array).length };
    });
  expect(await asked()).toMatchObject({ new: 1, hints: [], attestation: 'none', timeout: 60_000, bytes: 2 });

  change = ({ excludeCredentials: [passkey] }) => {
    passkey.id = padded(passkey.id);
  };
  expect(await call(app, 'registerPasskey')).toMatchObject({ code: 'PasskeyExists' });
  expect(await asked()).toMatchObject({ bytes: 3 });
});

test('whatever the browser throws, or gives, has its code', async ({ app, newUser }) => {
  await signedIn(app, newUser);
  const thrown = async (name) => {
    await app.page.evaluate((name) => {
      CredentialsContainer.prototype.create = async () => {
        throw name === 'TypeError' ? new TypeError() : new DOMException('no', name);
      };
    }, name);
    const { code, cause } = await call(app, 'registerPasskey');
    return [code, cause];
  };
  for (const [code, ...names] of [
    ['PasskeyCancelled', 'NotAllowedError'],
    ['PasskeyAborted', 'AbortError', 'TimeoutError'],
    ['PasskeyBusy', 'OperationError'],
    ['PasskeyExists', 'InvalidStateError'],
    ['PasskeyRelyingParty', 'SecurityError'],
    ['PasskeyNotSupported', 'NotSupportedError', 'ConstraintError'],
    ['PasskeyFailed', 'EncodingError', 'TypeError', 'UnknownError', 'SomethingNew'],
  ])
    for (const name of names) expect(await thrown(name)).toEqual([code, name]);
  expect(app.operations()).not.toContain('CompleteWebAuthnRegistration');
});

test('the service refuses: its code comes, and the browser forgets what it has made', async ({
  app,
  cognito,
  newUser,
}) => {
  await signedIn(app, newUser);
  for (const [Operation, ...types] of [
    [
      'StartWebAuthnRegistration',
      'WebAuthnNotEnabledException',
      'WebAuthnConfigurationMissingException',
      'LimitExceededException',
    ],
    [
      'CompleteWebAuthnRegistration',
      'WebAuthnChallengeNotFoundException',
      'WebAuthnOriginNotAllowedException',
      'WebAuthnRelyingPartyMismatchException',
      'WebAuthnClientMismatchException',
      'WebAuthnCredentialNotSupportedException',
      'InvalidParameterException',
    ],
  ])
    for (const Type of types) {
      await cognito.admin('Fault', {
        UserPoolId: app.pool.userPoolId,
        Operation,
        Kind: 'error',
        Type,
        Message: 'It is refused.',
      });
      expect(await call(app, 'registerPasskey')).toMatchObject({ name: Type, code: Type, message: 'It is refused.' });
    }
  await expect.poll(() => app.authenticator.ids()).toEqual([]);
  expect(await app.run('listPasskeys')).toEqual([]);

  const without = await cognito.createUserPool(poolOptions({ factors: ['PASSWORD'] }));
  await app.page.evaluate((config) => window.Auth.configure(config), {
    ...app.authConfig(),
    userPoolId: without.userPoolId,
    userPoolWebClientId: without.clientId,
  });
  const { username } = await newUser({ pool: without });
  await app.run('signIn', username, PASSWORD);
  expect(await call(app, 'registerPasskey')).toMatchObject({ code: 'WebAuthnNotEnabledException' });
});

test('old browsers, and objects of password managers', async ({ newPasskeyApp, newUser }) => {
  const app = await newPasskeyApp({
    init: () => {
      // What the browser has learnt since.
      for (const name of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON', 'signalUnknownCredential'])
        delete PublicKeyCredential[name];
      delete PublicKeyCredential.prototype.toJSON;
      // Without the getters, and with such as throw.
      window.tell = { throwing: false, members: false };
      const { create } = CredentialsContainer.prototype;
      const throwing = () => {
        throw new TypeError('Illegal invocation');
      };
      CredentialsContainer.prototype.create = async function (options) {
        const made = await create.call(this, options);
        const { id, rawId, type, response } = made;
        const { clientDataJSON, attestationObject } = response;
        if (window.tell.throwing)
          return {
            id,
            rawId: new Uint8Array(rawId),
            type,
            get authenticatorAttachment() {
              return throwing();
            },
            getClientExtensionResults: throwing,
            toJSON: throwing,
            response: {
              clientDataJSON: new Uint8Array(clientDataJSON),
              attestationObject: [...new Uint8Array(attestationObject)],
              getAuthenticatorData: throwing,
              getPublicKey: () => null,
              getPublicKeyAlgorithm: throwing,
              getTransports: throwing,
            },
          };
        return { id, rawId, type, response: { clientDataJSON, attestationObject } };
      };
    },
  });
  await signedIn(app, newUser);
  expect(await call(app, 'registerPasskey')).toMatchObject({ value: { id: expect.any(String) } });
  const [id] = await app.authenticator.ids();
  expect(await app.run('listPasskeys')).toMatchObject([{ id, transports: [] }]);
  expect(await call(app, 'deletePasskey', id)).toEqual({ value: null });
  await app.authenticator.clear();
  await app.page.evaluate(() => (window.tell.throwing = true));
  expect(await call(app, 'registerPasskey')).toMatchObject({ value: { id: expect.any(String) } });

  for (const made of ['null', 'undefined', '{}', '7']) {
    await app.page.evaluate((made) => {
      CredentialsContainer.prototype.create = async () => (0, eval)(`(${made})`);
    }, made);
    expect(await call(app, 'registerPasskey')).toMatchObject({ name: 'PasskeyError', code: 'PasskeyFailed' });
  }
});

test('what the browser can do is told, and never an error', async ({ newPasskeyApp }) => {
  const app = await newPasskeyApp();
  expect(await app.run('passkeySupport')).toEqual({ supported: true, autofill: true, platformAuthenticator: true });
  await app.page.evaluate(() => {
    PublicKeyCredential.isConditionalMediationAvailable = () => Promise.reject(new Error());
    PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable = () => {
      throw new Error();
    };
  });
  expect(await app.run('passkeySupport')).toEqual({ supported: true, autofill: false, platformAuthenticator: false });
  await app.page.evaluate(() => {
    Object.defineProperty(window, 'PublicKeyCredential', {
      get() {
        throw new Error();
      },
    });
  });
  expect(await app.run('passkeySupport')).toEqual({ supported: false, autofill: false, platformAuthenticator: false });
});

test('where there are no passkeys, nothing is asked; what cannot be fetched is not supported', async ({
  newPasskeyApp,
  newUser,
}) => {
  const app = await newPasskeyApp({ init: () => delete window.PublicKeyCredential });
  await signedIn(app, newUser);
  expect(await call(app, 'registerPasskey')).toMatchObject({ name: 'PasskeyError', code: 'PasskeyNotSupported' });
  expect(app.calls).toEqual([]);

  const offline = await newPasskeyApp();
  await offline.page.route(/\.wasm$/, (route) => route.abort());
  expect(await offline.run('passkeySupport')).toEqual({
    supported: false,
    autofill: false,
    platformAuthenticator: false,
  });
});
