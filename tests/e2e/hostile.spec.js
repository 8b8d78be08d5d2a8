// A service that means harm, or a proxy that answers in its place: replies without end, of any shape, with names that mean
// something to JavaScript or to the storage. Every promise settles, with an error that the package documents; what is stored
// stays, and nothing but the result can have been changed.
import { createServer } from 'node:http';
import { expect, oursOf, test as base } from './fixtures.js';

const test = base.extend({
  context: async ({ context }, use) => {
    await context.addInitScript(prepare);
    await use(context);
  },
});
const ours = oursOf(test);

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
const LIMIT = 1 << 20;

/** From now on the page's requests for these operations get `{ status, body }`; a body that is no text as JSON. */
async function answer(app, replies) {
  await app.page.unroute(app.pool.endpoint);
  await app.page.route(app.pool.endpoint, (route, request) => {
    const reply = replies[request.headers()['x-amz-target']?.split('.')[1]];
    if (!reply) return route.fallback();
    const { status = 200, body } = typeof reply === 'function' ? reply(request.postDataJSON()) : reply;
    return route.fulfill({ status, headers: CORS, body: typeof body === 'string' ? body : JSON.stringify(body) });
  });
}

const token = (claims) =>
  `e30.${Buffer.from(typeof claims === 'string' ? claims : JSON.stringify(claims)).toString('base64url')}.s`;
const hour = () => ({ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 3600 });
const tokens = (claims = {}) => ({
  AuthenticationResult: {
    IdToken: token({ ...hour(), ...claims }),
    AccessToken: token({ ...hour(), scope: 'aws.cognito.signin.user.admin', ...claims }),
    RefreshToken: 'refresh',
    ExpiresIn: 3600,
    TokenType: 'Bearer',
  },
});
const userData = (attributes) => ({ Username: 'bob', UserAttributes: attributes });
const challenge = {
  ChallengeName: 'PASSWORD_VERIFIER',
  Session: 'session',
  ChallengeParameters: {
    SALT: 'd4a5c1',
    SRP_B: 'ab'.repeat(380),
    SECRET_BLOCK: 'VGhpcw==',
    USER_ID_FOR_SRP: 'bob',
    USERNAME: 'bob',
  },
};

/** Runs in the page before its scripts. */
function prepare() {
  const shown = (value) => {
    try {
      return JSON.parse(JSON.stringify(value) ?? 'null');
    } catch (error) {
      return String(error);
    }
  };
  /** `Auth[method](...args)`: what it resolved with, or what it rejected with, as far as JSON can show it; `never` after a minute. */
  window.settle = async (method, args) => {
    let timer;
    const timeout = new Promise((resolve) => {
      timer = setTimeout(resolve, 60_000, { never: true });
    });
    const call = window.Auth[method](...args).then(
      (value) => ({ resolved: shown(value) }),
      (error) => ({
        rejected:
          typeof error === 'string'
            ? error
            : { isError: error instanceof Error, name: error?.name, code: error?.code, message: error?.message },
      }),
    );
    const outcome = await Promise.race([call, timeout]);
    clearTimeout(timer);
    return JSON.stringify(outcome);
  };
  /**
   * Settles the call once for each of so many bodies of one operation's replies; the other operations have the same ones each
   * time. They come without a network, which would take most of the time. Gives `{ outcome, changed }`, where `changed` is
   * whether anything is stored otherwise, which is then put right.
   */
  window.settleAll = async ({ method, args, operation, status, bodies, replies }) => {
    const { fetch } = window;
    const kept = { ...localStorage };
    const stored = () => JSON.stringify(Object.entries(localStorage).sort());
    const before = stored();
    const results = [];
    for (const body of bodies) {
      window.fetch = async (_, { headers }) => {
        const asked = headers['X-Amz-Target'].split('.')[1];
        return asked === operation ? new Response(body, { status }) : new Response(replies[asked]);
      };
      const outcome = await window.settle(method, args);
      const changed = stored() !== before;
      if (changed) {
        localStorage.clear();
        Object.assign(localStorage, kept);
      }
      results.push({ outcome, changed });
    }
    window.fetch = fetch;
    return results;
  };
}

const settle = async (app, method, ...args) =>
  JSON.parse(await app.page.evaluate(([method, args]) => window.settle(method, args), [method, args]));
const settleAll = async (app, { status = 200, replies = {}, ...rest }) => {
  const asText = Object.fromEntries(
    Object.entries(replies).map(([operation, reply]) => [operation, JSON.stringify(reply)]),
  );
  const results = await app.page.evaluate((all) => window.settleAll(all), { ...rest, status, replies: asText });
  return results.map(({ outcome, changed }) => ({ outcome: JSON.parse(outcome), changed }));
};

/** What `index.d.ts` says that a promise may reject with. */
function expectDocumented(outcome, what) {
  expect(Object.keys(outcome), what).toEqual([expect.stringMatching(/^(resolved|rejected)$/)]);
  const { rejected } = outcome;
  if (rejected === undefined) return;
  if (typeof rejected === 'string')
    return expect(['No current user', 'The user is not authenticated'], what).toContain(rejected);
  expect(rejected, what).toMatchObject({
    isError: true,
    name: expect.stringMatching(/./),
    message: expect.stringMatching(/./),
  });
  // A code of the service passes through, whatever it is.
  if (rejected.code !== undefined)
    expect(rejected.code, what).toBe(rejected.code === 'NetworkError' ? 'NetworkError' : rejected.name);
  else expect(PLAIN, what).toContain(rejected.message);
}
const PLAIN = [
  'B cannot be zero.',
  'Local storage is missing an ID Token, Please authenticate',
  'Cannot retrieve a new session. Please authenticate.',
  'Username is null. Cannot retrieve a new session',
];

/** What every object of the page has from its prototypes, and every array and function. */
const inherited = (app) =>
  app.page.evaluate(() =>
    [Object, Array, Function, String, Promise, Error, Map].map(({ prototype }) =>
      Reflect.ownKeys(prototype).map(
        (key) => `${String(key)} ${typeof Object.getOwnPropertyDescriptor(prototype, key).value}`,
      ),
    ),
  );

/** Signs in for good, so that there is something stored to be spoilt. */
async function signedIn(app, newUser) {
  const { username, password } = await newUser();
  await app.run('signIn', username, password);
  return { stored: await app.stored(), prototypes: await inherited(app) };
}

// ---- too much

ours('a reply of 1 MiB is read, and of one byte more nothing', async ({ app }) => {
  const signUp = (length) => ({
    SignUp: { body: JSON.stringify({ UserConfirmed: true, UserSub: 'é' }).padEnd(length - 1) },
  });
  await answer(app, signUp(LIMIT));
  expect(await settle(app, 'signUp', 'bob', 'Passw0rd!')).toMatchObject({ resolved: { userSub: 'é' } });
  await answer(app, signUp(LIMIT + 1));
  expect(await settle(app, 'signUp', 'bob', 'Passw0rd!')).toMatchObject({
    rejected: { name: 'InvalidResponse', code: 'InvalidResponse' },
  });
  // Also where nothing of it is used.
  await answer(app, { ConfirmForgotPassword: { body: '{}'.padEnd(LIMIT) } });
  expect(await settle(app, 'forgotPasswordSubmit', 'bob', '123456', 'Passw0rd!')).toEqual({ resolved: 'SUCCESS' });
  await answer(app, { ConfirmForgotPassword: { body: '{}'.padEnd(LIMIT + 1) } });
  expect(await settle(app, 'forgotPasswordSubmit', 'bob', '123456', 'Passw0rd!')).toMatchObject({
    rejected: { code: 'InvalidResponse' },
  });
  await answer(app, { SignUp: { status: 400, body: JSON.stringify({ __type: 'X', message: 'x' }).padEnd(LIMIT + 1) } });
  expect(await settle(app, 'signUp', 'bob', 'Passw0rd!')).toMatchObject({
    rejected: { code: 'InvalidResponse', message: 'HTTP status 400 without an error type.' },
  });
});

ours('a reply without end is given up, and its connection closed', async ({ newApp }) => {
  let written = 0;
  const closed =
    Promise.withResolvers?.() ??
    (() => {
      const it = {};
      it.promise = new Promise((resolve) => {
        it.resolve = resolve;
      });
      return it;
    })();
  const server = createServer((request, response) => {
    response.writeHead(200, CORS);
    if (request.method === 'OPTIONS') return response.end();
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(1 << 16))) written += 1 << 16;
      if (!response.destroyed) response.once('drain', more);
    };
    response.on('close', closed.resolve);
    return more();
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const app = await newApp({ config: { endpoint: `http://127.0.0.1:${server.address().port}/` } });
    expect(await settle(app, 'signIn', 'bob', 'Passw0rd!')).toMatchObject({ rejected: { code: 'InvalidResponse' } });
    await closed.promise;
    // What the sockets on both sides hold comes on top.
    expect(written).toBeLessThan(64 * LIMIT);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

const nested = (depth, [open, close] = '[]') => open.repeat(depth) + close.repeat(depth);

ours('deeply nested replies settle', async ({ app, newUser }) => {
  const { stored, prototypes } = await signedIn(app, newUser);
  const deep = nested(200_000);
  const members = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  for (const [operation, body] of [
    ['InitiateAuth', deep],
    ['InitiateAuth', members],
    ['InitiateAuth', JSON.stringify(challenge).replace('"VGhpcw=="', () => deep)],
    ['InitiateAuth', `{"AuthenticationResult":${members}}`],
    ['RespondToAuthChallenge', deep],
    ['RespondToAuthChallenge', `{"AuthenticationResult":{"IdToken":${deep},"AccessToken":${deep}}}`],
    [
      'RespondToAuthChallenge',
      `{"ChallengeName":"NEW_PASSWORD_REQUIRED","ChallengeParameters":{"requiredAttributes":${JSON.stringify(`{"a":${deep}`)}}}`,
    ],
    ['RespondToAuthChallenge', `{"ChallengeName":${deep}}`],
  ]) {
    await answer(app, { InitiateAuth: { body: challenge }, [operation]: { body } });
    const outcome = await settle(app, 'signIn', 'bob', 'Passw0rd!');
    expectDocumented(outcome, `${operation} ${body.slice(0, 40)}`);
    expect(outcome.rejected, `${operation} ${body.slice(0, 40)}`).toMatchObject({ code: 'InvalidResponse' });
    expect(await app.stored()).toEqual(stored);
  }
  // The user's data: the copy that is kept cannot be made of such a reply, and is not.
  for (const body of [deep, `{"UserAttributes":${deep}}`, `{"UserAttributes":[{"Name":"email","Value":${deep}}]}`]) {
    await answer(app, { GetUser: { body } });
    for (const method of ['currentAuthenticatedUser', 'currentUserInfo'])
      expectDocumented(await settle(app, method, { bypassCache: true }), method);
  }
  expect(await inherited(app)).toEqual(prototypes);
});

// ---- of any shape

/** As JSON texts: some are none that JSON.stringify would write. */
const VALUES = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1e999',
  '-1e308',
  '9007199254740993',
  '""',
  '" "',
  '"\\u0000"',
  '"\\r\\nX: y"',
  '"\\ud800"',
  '"__proto__"',
  '"constructor"',
  `"${'x'.repeat(20_000)}"`,
  '[]',
  '[null]',
  '{}',
  '{"length":4294967296}',
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"toString":1,"valueOf":1,"then":1}',
  nested(500),
];

/** The reply with each of its members in turn replaced by each value, and left out. */
function* mutations(reply, path = []) {
  const at = path.reduce((value, key) => value[key], reply);
  const MARK = '"*mark*"';
  const put = (value) => {
    const copy = structuredClone(reply);
    if (!path.length) return value;
    const last = path.at(-1);
    path.slice(0, -1).reduce((value, key) => value[key], copy)[last] = '*mark*';
    return JSON.stringify(copy).replace(MARK, () => value);
  };
  for (const value of VALUES) yield [`${path.join('.') || 'all'} = ${value.slice(0, 40)}`, put(value)];
  if (typeof at === 'object' && at) for (const key of Object.keys(at)) yield* mutations(reply, [...path, key]);
}

const REPLIES = {
  InitiateAuth: challenge,
  RespondToAuthChallenge: tokens(),
  GetUser: userData([
    { Name: 'sub', Value: '1' },
    { Name: 'email_verified', Value: 'true' },
  ]),
  SignUp: {
    UserConfirmed: false,
    UserSub: '1-2',
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'b***' },
  },
  'a challenge': {
    ChallengeName: 'SMS_MFA',
    Session: 'session',
    ChallengeParameters: { CODE_DELIVERY_DESTINATION: '+*' },
  },
  'a new password': {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: 'session',
    ChallengeParameters: { userAttributes: '{"email":"b@c.d"}', requiredAttributes: '["userAttributes.name"]' },
  },
  'a refusal': { __type: 'NotAuthorizedException', message: 'No.' },
};

for (const [what, reply] of Object.entries(REPLIES)) {
  ours(
    `${what}, with any of its members replaced by anything, settles and spoils nothing`,
    async ({ app, newUser }) => {
      const { stored, prototypes } = await signedIn(app, newUser);
      const operation = /^\w+$/.test(what) ? what : 'RespondToAuthChallenge';
      const [method, ...args] = what === 'SignUp' ? ['signUp', 'bob', 'Passw0rd!'] : ['signIn', 'bob', 'Passw0rd!'];
      const mutated = [...mutations(reply)];
      const results = await settleAll(app, {
        method,
        args,
        operation,
        status: what === 'a refusal' ? 400 : 200,
        bodies: mutated.map(([, body]) => body),
        replies: { InitiateAuth: challenge, RespondToAuthChallenge: tokens(), GetUser: REPLIES.GetUser },
      });
      for (const [at, { outcome, changed }] of results.entries()) {
        const [which] = mutated[at];
        expectDocumented(outcome, which);
        // Tokens that cannot be read are kept as v5 keeps them, and refreshed; everything else that fails leaves all as it was.
        if (outcome.rejected && what !== 'RespondToAuthChallenge') expect(changed, which).toBe(false);
      }
      expect(results.length).toBeGreaterThanOrEqual(3 * VALUES.length);
      expect(await app.stored()).toEqual(stored);
      expect(await inherited(app)).toEqual(prototypes);
      expect(await app.page.evaluate(() => ({}).polluted)).toBeUndefined();
      // Nothing is stuck.
      const { username, password } = await newUser();
      expect(await app.run('signIn', username, password)).toMatchObject({ username });
    },
  );
}

ours('a refresh answered with anything settles, and what was stored is still there', async ({ app, newUser }) => {
  const { stored, prototypes } = await signedIn(app, newUser);
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  const half = {
    AuthenticationResult: { IdToken: stored[Object.keys(stored).find((key) => key.endsWith('.idToken'))] },
  };
  const bodies = [...VALUES, JSON.stringify(half), ...VALUES.map((value) => `{"AuthenticationResult":${value}}`)];
  for (const status of [200, 400]) {
    for (const [at, { outcome, changed }] of (
      await settleAll(app, { method: 'currentSession', args: [], operation: 'InitiateAuth', status, bodies })
    ).entries()) {
      const what = bodies[at].slice(0, 60);
      expectDocumented(outcome, what);
      expect(outcome.rejected, what).toMatchObject({ code: 'InvalidResponse' });
      expect(changed, what).toBe(false);
    }
  }
  expect(await app.stored()).toEqual(stored);
  expect(await inherited(app)).toEqual(prototypes);
});

// ---- JSON Web Tokens that are none

const CLAIMS = {
  'no JSON': 'x',
  null: 'null',
  'a number': '7',
  'a text': '"exp"',
  'a list': '[]',
  'no times': '{}',
  'times without end': '{"iat":0,"exp":1e999}',
  'times before all': '{"iat":-1e308,"exp":-1e308}',
  'texts for times': '{"iat":"0","exp":"x"}',
  'objects for times': '{"iat":{},"exp":[]}',
  'a prototype': '{"__proto__":{"exp":99999999999,"polluted":1},"constructor":1}',
  nested: nested(100_000),
};
const JWTS = {
  ...Object.fromEntries(Object.entries(CLAIMS).map(([what, claims]) => [what, token(claims)])),
  dots: '..',
  'one part': 'x',
  'no base64': 'a.%%%.c',
  'no UTF-8': 'a._w.c',
};

ours('tokens that are no tokens settle, answered or stored', async ({ app, newUser }) => {
  const { prototypes } = await signedIn(app, newUser);
  for (const [what, jwt] of Object.entries(JWTS)) {
    const body = { AuthenticationResult: { IdToken: jwt, AccessToken: jwt, RefreshToken: 'refresh' } };
    await answer(app, {
      InitiateAuth: ({ AuthFlow }) => ({ body: AuthFlow === 'USER_SRP_AUTH' ? challenge : body }),
      RespondToAuthChallenge: { body },
      GetUser: { body: userData([]) },
    });
    expectDocumented(await settle(app, 'signIn', 'bob', 'Passw0rd!'), what);
    for (const method of ['currentSession', 'currentAuthenticatedUser', 'currentUserInfo'])
      expectDocumented(await settle(app, method), `${what}: ${method}`);
    const valid = await app.page.evaluate(async () => {
      const user = window.Auth.userPool.getCurrentUser();
      if (!user) return 'nobody';
      return new Promise((resolve) => {
        user.getSession((error, session) =>
          resolve(error ? 'error' : [session.isValid(), typeof session.getIdToken().payload]),
        );
      });
    });
    expect(['nobody', 'error', true, false], what).toContain(Array.isArray(valid) ? valid[0] : valid);
    expectDocumented(await settle(app, 'signOut'), what);
  }
  expect(await inherited(app)).toEqual(prototypes);
});

test('an object made of a token without claims answers', async ({ app }) => {
  expect(
    await app.page.evaluate(
      async (tokens) => {
        await window.Auth.currentSession().catch(() => {});
        const user = window.Auth.createCognitoUser('bob');
        return tokens.map((IdToken) => {
          const session = user.getCognitoUserSession({ IdToken, AccessToken: IdToken, RefreshToken: 'r' });
          return [session.isValid(), session.getIdToken().payload, session.getIdToken().decodePayload()];
        });
      },
      ['a.bnVsbA.c', 'rubbish'],
    ),
  ).toEqual([
    [false, {}, {}],
    [false, {}, {}],
  ]);
});

// ---- names that mean something to JavaScript

ours(
  "attributes, claims and metadata named like JavaScript's own members are members and no more",
  async ({ app, newUser }) => {
    const { prototypes } = await signedIn(app, newUser);
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'then', 'hasOwnProperty', 'email'];
    const claims = JSON.parse('{"__proto__":{"polluted":1},"constructor":"c"}');
    await answer(app, {
      InitiateAuth: { body: challenge },
      RespondToAuthChallenge: { body: tokens(claims) },
      GetUser: {
        body: userData([
          ...names.map((Name) => ({ Name, Value: `of ${Name}` })),
          { Name: '__proto__', Value: { polluted: 1 } },
        ]),
      },
    });
    const seen = await app.page.evaluate(async (metadata) => {
      const user = await window.Auth.signIn('bob', 'Passw0rd!', JSON.parse(metadata));
      const info = await window.Auth.currentUserInfo();
      const { payload } = (await window.Auth.currentSession()).getIdToken();
      return [user.attributes, info.attributes, payload].map((object) => ({
        keys: Object.keys(object).sort(),
        own: Object.getPrototypeOf(object) === Object.prototype,
        polluted: Object.hasOwn(object, '__proto__') ? undefined : object.polluted,
      }));
    }, '{"__proto__":"p","constructor":"c"}');
    const attributes = names.filter((name) => name !== '__proto__').sort();
    expect(seen).toEqual([
      { keys: attributes, own: true },
      { keys: attributes, own: true },
      { keys: ['__proto__', 'constructor', 'exp', 'iat'], own: true },
    ]);
    // The metadata are sent as they are.
    for (const { body } of app.calls.filter(
      ({ body }) => body.ClientMetadata && Object.keys(body.ClientMetadata).length,
    ))
      expect(JSON.stringify(body.ClientMetadata)).toBe('{"__proto__":"p","constructor":"c"}');
    expect(await inherited(app)).toEqual(prototypes);
  },
);

// ---- names that mean something to the storage

const USERNAMES = [
  'x',
  'x.idToken',
  'x.refreshToken',
  'x.',
  '.x',
  '.',
  '..',
  ' ',
  'x ',
  'LastAuthUser',
  'x.LastAuthUser',
  '__proto__',
  'constructor',
  'x\r\ny',
  'x\0',
  'x\0.idToken',
  'x/y',
  'x%2Ey',
  '\u202ex',
  'ä',
  'a\u0308',
  '😀',
];

ours('no name of a user reaches the session of another', async ({ newApp }) => {
  const app = await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } });
  await answer(app, {
    InitiateAuth: ({ AuthParameters: { USERNAME } }) => {
      const body = tokens({ username: USERNAME });
      body.AuthenticationResult.RefreshToken = `refresh of ${USERNAME}`;
      return { body };
    },
    GetUser: { body: userData([]) },
    RevokeToken: { body: {} },
  });
  const signIn = async (username) => {
    const outcome = await settle(app, 'signIn', username, 'Passw0rd!');
    expect(outcome.resolved, JSON.stringify(username)).toMatchObject({ username });
  };
  const prefix = `CognitoIdentityServiceProvider.${app.pool.clientId}.`;
  const kept = {};
  for (const username of USERNAMES) {
    await signIn(username);
    Object.assign(kept, await app.stored());
  }
  // As v5 leaves the tokens of who was signed in before, each with five keys of their own.
  await app.page.evaluate(
    ([prefix, kept]) => {
      for (const [key, text] of Object.entries(kept)) localStorage.setItem(prefix + key, text);
    },
    [prefix, kept],
  );
  for (const username of USERNAMES) {
    expect(kept[`${username}.refreshToken`]).toBe(`refresh of ${username}`);
    expect(JSON.parse(Buffer.from(kept[`${username}.idToken`].split('.')[1], 'base64url'))).toMatchObject({ username });
  }
  expect(Object.keys(kept)).toHaveLength(5 * USERNAMES.length + 1);
  // Each finds their own session, whoever else is stored; and signing out takes nobody else's.
  for (const username of USERNAMES) {
    await app.page.evaluate(
      ([key, username]) => localStorage.setItem(key, username),
      [`${prefix}LastAuthUser`, username],
    );
    const { resolved } = await settle(app, 'currentSession');
    expect(resolved.idToken.payload.username).toBe(username);
    expect(resolved.refreshToken.token).toBe(`refresh of ${username}`);
  }
  for (const [at, username] of USERNAMES.entries()) {
    await app.page.evaluate(
      ([key, username]) => localStorage.setItem(key, username),
      [`${prefix}LastAuthUser`, username],
    );
    expect(await settle(app, 'signOut')).toEqual({ resolved: null });
    const left = await app.stored();
    expect(
      Object.keys(left)
        .filter((key) => key.endsWith('.refreshToken'))
        .sort(),
    ).toEqual(
      USERNAMES.slice(at + 1)
        .map((name) => `${name}.refreshToken`)
        .sort(),
    );
  }
  expect(await app.stored()).toEqual({});
});

ours('whom the service names is who is stored, whatever the name', async ({ app }) => {
  for (const username of USERNAMES) {
    await answer(app, {
      InitiateAuth: {
        body: { ...challenge, ChallengeParameters: { ...challenge.ChallengeParameters, USER_ID_FOR_SRP: username } },
      },
      RespondToAuthChallenge: { body: tokens({ username }) },
      GetUser: { body: userData([]) },
      RevokeToken: { body: {} },
    });
    expect((await settle(app, 'signIn', 'typed', 'Passw0rd!')).resolved, JSON.stringify(username)).toMatchObject({
      username,
    });
    expect(Object.keys(await app.stored()).sort()).toEqual(
      [
        'LastAuthUser',
        ...['accessToken', 'clockDrift', 'idToken', 'refreshToken', 'userData'].map((name) => `${username}.${name}`),
      ].sort(),
    );
    await settle(app, 'signOut');
    expect(await app.stored()).toEqual({});
  }
});

ours('a userData copy of any shape in the storage is asked for anew', async ({ app, newUser }) => {
  const { prototypes } = await signedIn(app, newUser);
  const stored = await app.stored();
  const key = Object.keys(stored).find((key) => key.endsWith('.userData'));
  for (const text of [
    ...VALUES,
    ...VALUES.map((value) => `{"UserAttributes":${value}}`),
    ...VALUES.map((value) => `{"UserAttributes":[{"Name":${value},"Value":${value}}]}`),
    '{',
    '',
  ]) {
    await app.page.evaluate(
      ([key, text]) => localStorage.setItem(key, text),
      [`CognitoIdentityServiceProvider.${app.pool.clientId}.${key}`, text],
    );
    const outcome = await settle(app, 'currentAuthenticatedUser');
    expect(outcome.resolved?.username, text.slice(0, 60)).toBeTruthy();
  }
  expect(await inherited(app)).toEqual(prototypes);
});
