// USER_AUTH and passkeys on the stand-in, by Amplify v6 and by this package, in the same scripts. v6 is why the stand-in is believed:
// it passes wherever it is right. Where it is not, by the service's documentation, the row says so. The suite prints the
// table. Run `make build` first: node --test tests/stand-in/v6.test.mjs
import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { after, before, test } from 'node:test';
import { Amplify } from 'aws-amplify';
import * as v6 from 'aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from 'aws-amplify/auth/cognito';
import { Auth } from '../../pkg/dist/node.js';
import { installAuthenticator } from '../setup/authenticator.js';
import { startStandIn } from './stand-in.mjs';

const PASSWORD = 'Passw0rd!';
const EMAIL = 'ana@example.com';
const PHONE = { phone_number: '+15550100', phone_number_verified: 'true' };
const BOTH = { user: { attributes: PHONE } };
const POOL = {
  mfa: 'OPTIONAL',
  aliasAttributes: ['email'],
  pool: {
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
    Factors: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
  },
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
};
const DEVICES = { DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false } };

let standIn;
before(async () => {
  standIn = await startStandIn();
  // What a page has. This package keeps the session of a sign-up there, and v6 names devices after the browser.
  globalThis.sessionStorage = memory();
  globalThis.navigator ??= { userAgent: 'Node' };
  // v6 waits three minutes for a confirmation, also after it. That must not keep Node running.
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (...args) => {
    const timer = setTimeout(...args);
    if (args[1] > 60_000) timer.unref();
    return timer;
  };
});
after(() => standIn.stop());

function memory() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, String(value)),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    kept,
  };
}

/** What a call comes to, in words that are good for both packages. */
const told = async (work) => {
  try {
    return await work();
  } catch (error) {
    const said = error.code ?? error.name;
    if (/^Passkey.*Cancell?ed$/.test(said)) return CLOSED;
    return /^Passkey.*Exists$/.test(said) ? 'there is one' : said;
  }
};
const CLOSED = 'closed';
const SIGNED_IN = 'signed in';
const choice = (names) => `choose ${names?.join(' ')}`;

const ours = (w) => {
  let user;
  const step = (work) =>
    told(async () => {
      user = await work();
      return {
        undefined: SIGNED_IN,
        EMAIL_OTP: 'code by e-mail',
        SMS_OTP: 'code by SMS',
        SMS_MFA: 'code by SMS',
        NEW_PASSWORD_REQUIRED: 'new password',
        SELECT_CHALLENGE: choice(user.availableChallenges),
      }[user.signInUserSession ? undefined : user.challengeName];
    });
  return {
    async configure(storage) {
      const { userPoolId, clientId: userPoolWebClientId, region, endpoint } = w;
      const authenticationFlowType = 'USER_AUTH';
      Auth.configure({ userPoolId, userPoolWebClientId, region, endpoint, storage, authenticationFlowType });
    },
    signIn: (username, preferredChallenge, password) =>
      step(() => Auth.signIn({ username, password, preferredChallenge })),
    choose: (factor, password) => step(() => Auth.selectChallenge(user, factor, { password })),
    confirm: (code) => step(() => Auth.confirmSignIn(user, code)),
    replacePassword: (password) => step(() => Auth.completeNewPassword(user, password)),
    sendAgain: () => step(() => Auth.resendSignInCode(user)),
    register: () => told(async () => void (await Auth.registerPasskey())),
    passkeys: async () => (await Auth.listPasskeys()).map(({ id }) => id),
    remove: (id) => told(() => Auth.deletePasskey(id)),
    // The dialogue opens at once, as in v6.
    byPasskey: (username) => step(() => Auth.signInWithPasskey({ username })),
    signOut: () => Auth.signOut(),
    signUp: (username) => told(async () => void (await Auth.signUp({ username, attributes: { email: EMAIL } }))),
    confirmSignUp: (username, code) => told(() => Auth.confirmSignUp(username, code)),
    // What a sign-up with `autoSignIn` calls; the Hub tells how it ends.
    autoSignIn: (username) => step(() => Auth._autoSignIn({ username })),
  };
};

const theirs = (w) => {
  let sent;
  const step = (work) =>
    told(async () => {
      const { nextStep } = await work();
      return (
        {
          DONE: SIGNED_IN,
          CONFIRM_SIGN_IN_WITH_EMAIL_CODE: 'code by e-mail',
          CONFIRM_SIGN_IN_WITH_SMS_CODE: 'code by SMS',
          CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED: 'new password',
          CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION: choice(nextStep.availableChallenges),
        }[nextStep.signInStep] ?? nextStep.signInStep
      );
    });
  const answer = (challengeResponse) => step(() => v6.confirmSignIn({ challengeResponse }));
  return {
    // v6 has passkeys only where there is a document.
    wantsPage: true,
    async configure(storage) {
      const { userPoolId, clientId: userPoolClientId, endpoint: userPoolEndpoint } = w;
      Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });
      cognitoUserPoolsTokenProvider.setKeyValueStorage({
        getItem: async (key) => storage.getItem(key),
        setItem: async (key, value) => storage.setItem(key, value),
        removeItem: async (key) => storage.removeItem(key),
        clear: async () => storage.clear(),
      });
    },
    signIn(username, preferredChallenge, password) {
      const options = { authFlowType: 'USER_AUTH', preferredChallenge };
      sent = () => v6.signIn({ username, password, options });
      return step(sent);
    },
    async choose(factor, password) {
      const asked = await answer(factor);
      return asked === 'CONFIRM_SIGN_IN_WITH_PASSWORD' ? answer(password) : asked;
    },
    confirm: answer,
    replacePassword: answer,
    // There is no call for it: the user signs in again.
    sendAgain: () => step(sent),
    register: () => told(() => v6.associateWebAuthnCredential()),
    passkeys: async () => (await v6.listWebAuthnCredentials()).credentials.map(({ credentialId }) => credentialId),
    remove: (credentialId) => told(() => v6.deleteWebAuthnCredential({ credentialId })),
    byPasskey(username) {
      return this.signIn(username, 'WEB_AUTHN');
    },
    signOut: () => v6.signOut(),
    signUp: (username) =>
      told(async () => {
        const options = { userAttributes: { email: EMAIL }, autoSignIn: { authFlowType: 'USER_AUTH' } };
        await v6.signUp({ username, options });
      }),
    confirmSignUp: (username, confirmationCode) =>
      told(async () => ((await v6.confirmSignUp({ username, confirmationCode })).isSignUpComplete ? 'SUCCESS' : 'no')),
    autoSignIn: () => step(() => v6.autoSignIn()),
  };
};

/** A user pool with ana, and an application of this package or of v6. */
async function world(by, { user = {}, pool, ...options } = {}) {
  const w = await standIn.createUserPool({ ...POOL, ...options, pool: { ...POOL.pool, ...pool } });
  if (user) await standIn.createUser(w.userPoolId, { username: 'ana', password: PASSWORD, email: EMAIL, ...user });
  const storage = memory();
  sessionStorage.clear();
  const app = by(w);
  await app.configure(storage);
  return Object.assign(app, {
    storage,
    code: () => standIn.lastCode(w.userPoolId, 'ana'),
    admin: (operation, body) => standIn.admin(operation, { UserPoolId: w.userPoolId, Username: 'ana', ...body }),
  });
}

const rows = [];
/** Runs a script with both. `expected` is what this package comes to; `v6`, if given, what v6 does, which `fault` says. */
function row(factor, situation, { expected, v6: other = expected, fault = '', ...options }, script) {
  test(`${factor}: ${situation}`, async () => {
    const said = {};
    for (const [name, by] of Object.entries({ ours, v6: theirs })) {
      const app = await world(by, options);
      said[name] = (await script(app)).join(', ');
      await app.signOut();
    }
    rows.push({ factor, situation, ...said, fault });
    assert.deepEqual(said, { ours: expected, v6: other });
    assert.equal(Boolean(fault), expected !== other, 'a difference says why');
  });
}
// On stderr: the test runner reads a file's results from its stdout, and takes text in between for one of them.
after(() => new Console(process.stderr).table(rows));

for (const [factor, asked] of [
  ['EMAIL_OTP', 'code by e-mail'],
  ['SMS_OTP', 'code by SMS'],
]) {
  row(
    factor,
    'a wrong code, then the right one',
    { ...BOTH, expected: `${asked}, CodeMismatchException, ${SIGNED_IN}` },
    async (app) => [
      await app.signIn('ana', factor),
      await app.confirm('00000000'),
      await app.confirm(await app.code()),
    ],
  );
  row(factor, 'too late', { ...BOTH, expected: `${asked}, NotAuthorizedException` }, async (app) => {
    const first = await app.signIn('ana', factor);
    await app.admin('MoveClock', { Seconds: 181 });
    return [first, await app.confirm(await app.code())];
  });
  row(
    factor,
    'sent again: the former code is good no more',
    { ...BOTH, expected: `${asked}, ${asked}, CodeMismatchException, ${SIGNED_IN}` },
    async (app) => {
      const first = await app.signIn('ana', factor);
      const former = await app.code();
      return [first, await app.sendAgain(), await app.confirm(former), await app.confirm(await app.code())];
    },
  );
  row(
    factor,
    'chosen',
    { ...BOTH, expected: `choose PASSWORD PASSWORD_SRP EMAIL_OTP SMS_OTP, ${asked}, ${SIGNED_IN}` },
    async (app) => [await app.signIn('ana'), await app.choose(factor), await app.confirm(await app.code())],
  );
  row(factor, 'a name that nobody has', { user: null, expected: `${asked}, CodeMismatchException` }, async (app) => [
    await app.signIn('nobody', factor),
    await app.confirm('12345678'),
  ]);
}

row(
  'SMS_OTP',
  'not possible for this user: another is chosen',
  { expected: `choose PASSWORD PASSWORD_SRP EMAIL_OTP, code by e-mail, ${SIGNED_IN}` },
  async (app) => [
    await app.signIn('ana', 'SMS_OTP'),
    await app.choose('EMAIL_OTP'),
    await app.confirm(await app.code()),
  ],
);
row(
  'SMS_OTP',
  'chosen although it is not possible: the choice comes again',
  {
    expected: 'choose PASSWORD PASSWORD_SRP EMAIL_OTP, choose PASSWORD PASSWORD_SRP EMAIL_OTP',
    v6: 'choose PASSWORD PASSWORD_SRP EMAIL_OTP, choose undefined',
    fault: 'confirmSignIn does not read AvailableChallenges',
  },
  async (app) => [await app.signIn('ana', 'SMS_OTP'), await app.choose('SMS_OTP')],
);
row(
  'EMAIL_OTP',
  'chosen too late',
  {
    expected: 'choose PASSWORD PASSWORD_SRP EMAIL_OTP, code by e-mail',
    v6: 'choose PASSWORD PASSWORD_SRP EMAIL_OTP, NotAuthorizedException',
    fault: 'nothing is lost: the request can begin anew',
  },
  async (app) => {
    const first = await app.signIn('ana');
    await app.admin('MoveClock', { Seconds: 181 });
    return [first, await app.choose('EMAIL_OTP')];
  },
);

for (const factor of ['PASSWORD', 'PASSWORD_SRP']) {
  row(
    factor,
    'a wrong password, then the right one',
    { expected: `NotAuthorizedException, ${SIGNED_IN}` },
    async (app) => [await app.signIn('ana', factor, 'wrong'), await app.signIn('ana', factor, PASSWORD)],
  );
  row(factor, 'chosen', { expected: `choose PASSWORD PASSWORD_SRP EMAIL_OTP, ${SIGNED_IN}` }, async (app) => [
    await app.signIn('ana', 'SMS_OTP'),
    await app.choose(factor, PASSWORD),
  ]);
  row(factor, 'a name that nobody has', { user: null, expected: 'NotAuthorizedException' }, async (app) => [
    await app.signIn('nobody', factor, PASSWORD),
  ]);
  row(
    factor,
    'a second factor comes after it',
    { ...BOTH, expected: `code by SMS, CodeMismatchException, ${SIGNED_IN}` },
    async (app) => {
      await app.admin('AdminSetUserMFAPreference', { SMSMfaSettings: { Enabled: true, PreferredMfa: true } });
      return [
        await app.signIn('ana', factor, PASSWORD),
        await app.confirm('000000'),
        await app.confirm(await app.code()),
      ];
    },
  );
  row(
    factor,
    'a temporary password is replaced',
    { user: { temporary: true }, expected: `new password, ${SIGNED_IN}` },
    async (app) => [await app.signIn('ana', factor, PASSWORD), await app.replacePassword('Another0ne!')],
  );
}

/** The names that tokens are stored under. */
const names = ({ storage }) => [
  ...new Set([...storage.kept.keys()].flatMap((key) => key.match(/\.([^.]+(?:\.com)?)\.accessToken$/)?.[1] ?? [])),
];
for (const [factor, password] of [
  ['EMAIL_OTP', undefined],
  ['PASSWORD', PASSWORD],
])
  row(
    factor,
    'an alias is typed: tokens are stored under',
    { expected: 'ana', v6: EMAIL, fault: 'the same user has other storage keys after SRP' },
    async (app) => {
      await app.signIn(EMAIL, factor, password);
      if (!password) await app.confirm(await app.code());
      return names(app);
    },
  );

const SAME = `${SIGNED_IN}, the same device`;
const UNNAMED = {
  v6: `${SIGNED_IN}, another device`,
  fault: 'the device is not named, and gets another key at each sign-in',
};
for (const [factor, password, fault] of [['EMAIL_OTP'], ['PASSWORD', PASSWORD, UNNAMED], ['PASSWORD_SRP', PASSWORD]])
  row(factor, 'a device that is remembered proves itself', { pool: DEVICES, expected: SAME, ...fault }, async (app) => {
    const signIn = async () => {
      const said = await app.signIn('ana', factor, password);
      return password ? said : app.confirm(await app.code());
    };
    const key = () => [...app.storage.kept].find(([name]) => name.endsWith('ana.deviceKey'))?.[1];
    await signIn();
    const before = key();
    await app.signOut();
    return [await signIn(), before && key() === before ? 'the same device' : 'another device'];
  });

// ---- passkeys

const ORIGIN = 'http://localhost:3000';
const FACTORS = { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'] };
const KEYS = { Policies: { SignInPolicy: FACTORS }, WebAuthnConfiguration: { RelyingPartyId: 'localhost' } };
const OTHERS = 'choose PASSWORD PASSWORD_SRP EMAIL_OTP';

/** A row whose script also has the authenticator of the page; ana has registered a passkey, if `registered`. */
function passkeyRow(situation, { registered = true, pool, ...options }, script) {
  row('WEB_AUTHN', situation, { pool: { ...KEYS, ...pool }, ...options }, async (app) => {
    const authenticator = installAuthenticator({ origin: ORIGIN });
    if (app.wantsPage) globalThis.window = { document: {}, isSecureContext: true, PublicKeyCredential };
    try {
      if (registered) {
        await app.signIn('ana', 'PASSWORD_SRP', PASSWORD);
        await app.register();
        await app.signOut();
      }
      return await script(app, authenticator);
    } finally {
      delete globalThis.window;
    }
  });
}

passkeyRow(
  'registered, listed, deleted',
  { registered: false, expected: `${SIGNED_IN}, , there is one, the same, , none` },
  async (app, authenticator) => {
    const said = [await app.signIn('ana', 'PASSWORD_SRP', PASSWORD), await app.register(), await app.register()];
    const [id] = await app.passkeys();
    said.push(authenticator.passkeys.has(id) ? 'the same' : 'another', await app.remove(id));
    return [...said, (await app.passkeys()).length || 'none'];
  },
);
passkeyRow('first', { expected: SIGNED_IN }, async (app) => [await app.byPasskey('ana')]);
passkeyRow('chosen', { expected: `${OTHERS} WEB_AUTHN, ${SIGNED_IN}` }, async (app) => [
  await app.signIn('ana'),
  await app.choose('WEB_AUTHN'),
]);
passkeyRow(
  'there is none: another is chosen',
  { registered: false, expected: `${OTHERS}, ${SIGNED_IN}` },
  async (app) => [await app.byPasskey('ana'), await app.choose('PASSWORD_SRP', PASSWORD)],
);
passkeyRow('a name that nobody has', { registered: false, user: null, expected: CLOSED }, async (app) => [
  await app.byPasskey('nobody'),
]);
passkeyRow('the device does not have it', { expected: CLOSED }, async (app, { passkeys }) => {
  passkeys.clear();
  return [await app.byPasskey('ana')];
});
passkeyRow(
  'chosen and closed, then a password',
  { expected: `${OTHERS} WEB_AUTHN, ${CLOSED}, ${SIGNED_IN}` },
  async (app, { passkeys }) => {
    passkeys.clear();
    return [await app.signIn('ana'), await app.choose('WEB_AUTHN'), await app.choose('PASSWORD_SRP', PASSWORD)];
  },
);
passkeyRow('what it signs is not what was asked', { expected: 'NotAuthorizedException' }, async (app, { passkeys }) => {
  for (const passkey of passkeys.values())
    passkey.privateKey = (
      await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    ).privateKey;
  return [await app.byPasskey('ana')];
});
passkeyRow(
  "a password manager's object",
  {
    expected: SIGNED_IN,
    v6: 'PasskeyRetrievalFailed',
    fault: 'it is asked for its class',
  },
  async (app) => {
    const { get } = navigator.credentials;
    navigator.credentials.get = async (options) => {
      const { id, rawId, response, ...given } = await get(options);
      return { ...given, id, rawId, response, getClientExtensionResults: () => ({}) };
    };
    return [await app.byPasskey('ana')];
  },
);
passkeyRow('a device that is remembered proves itself', { pool: DEVICES, expected: SAME, ...UNNAMED }, async (app) => {
  const key = () => [...app.storage.kept].find(([name]) => name.endsWith('ana.deviceKey'))?.[1];
  const before = key();
  const said = await app.byPasskey('ana');
  return [said, before && key() === before ? 'the same device' : 'another device'];
});
passkeyRow(
  'an alias is typed: tokens are stored under',
  { expected: 'ana', v6: EMAIL, fault: 'the same user has other storage keys after SRP' },
  async (app) => (await app.byPasskey(EMAIL), names(app)),
);

row(
  'sign-up',
  'without a password, signed in by the confirmation',
  {
    user: null,
    expected: `CodeMismatchException, SUCCESS, ${SIGNED_IN}`,
    v6: 'CodeMismatchException, SUCCESS, choose EMAIL_OTP',
    fault: 'ConfirmSignUp is sent without the Session of SignUp',
  },
  async (app) => {
    // This package takes what has none for a server, on which the session of a sign-up is not to be kept.
    if (!app.wantsPage) globalThis.document = {};
    try {
      await app.signUp('ana');
      return [
        await app.confirmSignUp('ana', '000000'),
        await app.confirmSignUp('ana', await app.code()),
        await app.autoSignIn('ana'),
      ];
    } finally {
      delete globalThis.document;
    }
  },
);
