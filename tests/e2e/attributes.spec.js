// Attributes as applications have them, numbers and booleans among them. On the stand-in, which refuses what is no text.
import { PASSWORD, expect, oursOf, onStandIn } from './fixtures.js';

const test = onStandIn.extend({
  app: async ({ newApp }, use) => use(await newApp({ config: { authenticationFlowType: 'USER_PASSWORD_AUTH' } })),
});
const ours = oursOf(test);

const NAMES = ['custom:seven', 'custom:yes', 'custom:zero', 'custom:no'];
/** In the page: an attribute of each kind. */
const GIVEN = `({ ${NAMES.map((name, place) => `'${name}': ${['7', 'true', '0', 'false'][place]}`).join()}, 'custom:none': undefined })`;
const TEXTS = Object.fromEntries(NAMES.map((name, place) => [name, ['7', 'true', '0', 'false'][place]]));

const attributesOf = async (cognito, { userPoolId }, Username) => {
  const { UserAttributes } = await cognito.admin('AdminGetUser', { UserPoolId: userPoolId, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};
const asObject = (list) => Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));

/** Runs this in the page, where `given` is an attribute of each kind, and `list` the same as a list. */
const run = (app, code, ...args) =>
  app.page.evaluate(
    async ([GIVEN, code, args]) => {
      const given = (0, eval)(GIVEN);
      const list = Object.entries(given)
        .filter(([, Value]) => Value !== undefined)
        .map(([Name, Value]) => ({ Name, Value }));
      return (0, eval)(`(${code})`)(given, list, ...args);
    },
    [GIVEN, code.toString(), args],
  );

ours('attributes go out as text, wherever they are given', async ({ app, cognito, names, newUser }) => {
  const isStored = async (username) =>
    expect(await attributesOf(cognito, app.pool, username)).toMatchObject({ ...TEXTS, email: expect.any(String) });
  const email = (username) => `${username}@example.com`;

  // signUp, with validation data.
  let username = names();
  await run(
    app,
    (given, list, username, password, email) =>
      window.Auth.signUp({ username, password, attributes: { email, ...given }, validationData: given }),
    username,
    PASSWORD,
    email(username),
  );
  await isStored(username);
  const { UserAttributes, ValidationData } = app.calls.at(-1).body;
  expect(asObject(UserAttributes)).toEqual({ email: email(username), ...TEXTS });
  expect(asObject(ValidationData)).toEqual(TEXTS);

  // By position: a telephone number is a number.
  username = names();
  await run(
    app,
    (given, list, ...args) => window.Auth.signUp(...args, 15550100).catch(() => {}),
    username,
    PASSWORD,
    email(username),
  );
  expect(asObject(app.calls.at(-1).body.UserAttributes).phone_number).toBe('15550100');

  // In the callback style.
  username = names();
  await run(
    app,
    (given, list, username, password, email) =>
      new Promise((resolve, reject) =>
        window.Auth.userPool.signUp(
          username,
          password,
          [{ Name: 'email', Value: email }, ...list],
          list,
          (error, result) => (error ? reject(error) : resolve(result.userSub)),
        ),
      ),
    username,
    PASSWORD,
    email(username),
  );
  await isStored(username);
  expect(asObject(app.calls.at(-1).body.ValidationData)).toEqual(TEXTS);

  // Of a signed-in user, in both styles.
  ({ username } = await newUser());
  await app.run('signIn', username, PASSWORD);
  await run(app, async (given) => {
    const user = await window.Auth.currentAuthenticatedUser();
    return window.Auth.updateUserAttributes(user, given);
  });
  await isStored(username);
  const cleared = NAMES.map((Name) => ({ Name, Value: '' }));
  await run(
    app,
    async (given, list, cleared) => {
      const user = await window.Auth.currentAuthenticatedUser();
      const update = (attributes) =>
        new Promise((resolve, reject) =>
          user.updateAttributes(attributes, (error, result) => (error ? reject(error) : resolve(result))),
        );
      await update(cleared);
      return update(list);
    },
    cleared,
  );
  await isStored(username);

  // With a new password.
  ({ username } = await newUser({ temporary: true }));
  await run(
    app,
    async (given, list, username, password) => {
      const user = await window.Auth.signIn(username, password);
      return void (await window.Auth.completeNewPassword(user, 'An0ther-password!', given));
    },
    username,
    PASSWORD,
  );
  await isStored(username);

  // Validation data of a sign-in.
  ({ username } = await newUser());
  await run(
    app,
    async (given, list, username, password) =>
      void (await window.Auth.signIn({ username, password, validationData: given })),
    username,
    PASSWORD,
  );
  expect(app.calls.find(({ body }) => body.AuthParameters?.USERNAME === username).body.ClientMetadata).toEqual(TEXTS);
});

ours('a new password with attributes, in the callback style', async ({ app, cognito, newUser }) => {
  const { username } = await newUser({ temporary: true });
  await run(
    app,
    async (given, list, username, password) => {
      const user = await window.Auth.signIn(username, password);
      await new Promise((onSuccess, onFailure) =>
        user.completeNewPasswordChallenge('An0ther-password!', given, { onSuccess, onFailure }),
      );
    },
    username,
    PASSWORD,
  );
  expect(await attributesOf(cognito, app.pool, username)).toMatchObject(TEXTS);
});

ours(
  'where refresh tokens rotate, attributes are saved on a user object that is older than a refresh',
  async ({ cognito, newApp, newUser }) => {
    const RefreshTokenRotation = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 };
    const pool = await cognito.createUserPool({ client: { RefreshTokenRotation } });
    const config = { authenticationFlowType: 'USER_PASSWORD_AUTH', refreshTokenRotation: true };
    const app = await newApp({ pool, config });
    const { username } = await newUser({ pool });
    await app.run('signIn', username, PASSWORD);
    await app.forgetEvents();
    const sessions = await app.page.evaluate(async () => {
      const { Auth } = window;
      const older = await Auth.currentAuthenticatedUser();
      await Auth.currentAuthenticatedUser({ bypassCache: true });
      await Auth.updateUserAttributes(older, { name: 'Ana' });
      await Auth.deleteUserAttributes(older, ['name']);
      const data = await new Promise((resolve) => older.getUserData((_, data) => resolve(data), { bypassCache: true }));
      const { refreshToken } = older.signInUserSession;
      return { ofData: data.Username, ofObject: refreshToken.token, isNew: older.signInUserSession.isValid() };
    });
    const stored = await app.stored();
    expect(sessions).toEqual({ ofData: username, ofObject: stored[`${username}.refreshToken`], isNew: true });
    expect((await app.events()).map(([event]) => event).filter((event) => /failure|sign|session/.test(event))).toEqual(
      [],
    );

    // Two at once, whose replies come apart.
    let held;
    await app.page.route(pool.endpoint, async (route, request) => {
      if (held || !request.headers()['x-amz-target'].endsWith('.GetUser')) return route.fallback();
      held = route;
    });
    const later = app.run('currentAuthenticatedUser', { bypassCache: true });
    await expect.poll(() => held).toBeTruthy();
    await app.run('currentAuthenticatedUser', { bypassCache: true });
    await held.fallback();
    expect((await later).username).toBe(username);
    expect(await app.run('currentSession')).toBeTruthy();
  },
);
