// Signing in by itself after a sign-up.
import { SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, deferred, expect, ours, test } from './fixtures.js';

const signUp = (app, username, autoSignIn = {}) =>
  app.run('signUp', {
    username,
    password: PASSWORD,
    attributes: { email: `${username}@example.com` },
    autoSignIn: { enabled: true, ...autoSignIn },
  });
const marks = (app) =>
  app.page.evaluate(() => ['amplify-auto-sign-in', 'amplify-polling-started'].map((key) => localStorage.getItem(key)));
const names = async (app) => (await app.events()).map(([event]) => event).filter((event) => event !== 'configured');
const event = (app, name) =>
  app.page.waitForFunction((name) => window.events.some(({ event }) => event === name), name);

ours(
  "marks that the app's storage refuses are reported, and the user is signed in",
  async ({ app, names: newName }) => {
    const username = newName();
    await app.page.evaluate((config) => {
      const kept = new Map();
      const refuse = (key) => {
        if (key.startsWith('amplify-')) throw new RangeError(`no room for ${key}`);
      };
      window.reported = [];
      addEventListener('error', ({ error }) => window.reported.push(error.message));
      window.Auth.configure({
        ...config,
        storage: {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, text) => void (refuse(key), kept.set(key, text)),
          removeItem: (key) => void (refuse(key), kept.delete(key)),
          clear: () => kept.clear(),
        },
      });
    }, app.authConfig());
    await signUp(app, username);
    await app.run('confirmSignUp', username, SIGN_UP_CODE);
    await event(app, 'autoSignIn');
    expect(await names(app)).not.toContain('signIn_failure');
    expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
    expect((await app.page.evaluate(() => window.reported)).slice(0, 1)).toEqual(['no room for amplify-auto-sign-in']);
    expect(app.problems.splice(0).length).toBeGreaterThan(0);
  },
);

ours('a form that is emptied during the sign-up signs in all the same', async ({ app, names: newName }) => {
  const username = newName();
  const [held, released] = [deferred(), deferred()];
  await app.page.route(app.pool.endpoint, async (route) => {
    held.resolve();
    await released.promise;
    await route.continue();
  });
  const signingUp = app.page.evaluate(
    ([username, password]) => {
      const email = `${username}@example.com`;
      window.form = { username, password, attributes: { email }, autoSignIn: { enabled: true } };
      return window.Auth.signUp(window.form).then(() => {});
    },
    [username, PASSWORD],
  );
  await held.promise;
  await app.page.evaluate(() => Object.assign(window.form, { username: '', password: '', autoSignIn: undefined }));
  released.resolve();
  await signingUp;
  await app.run('confirmSignUp', username, SIGN_UP_CODE);
  await event(app, 'autoSignIn');
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
});

test('by code: the confirmation signs in, with the metadata of autoSignIn', async ({ app, names: newName }) => {
  const username = newName();
  await signUp(app, username, { clientMetaData: { campaign: 'spring' } });
  expect(await marks(app)).toEqual(['true', null]);
  await app.run('confirmSignUp', username, SIGN_UP_CODE);
  await event(app, 'autoSignIn');
  expect((await app.events()).slice(1)).toEqual([
    ['signUp', `${username} has signed up successfully`],
    ['confirmSignUp', `${username} has been confirmed successfully`],
    ['signIn', `A user ${username} has been signed in`],
    ['autoSignIn', `${username} has signed in successfully`],
  ]);
  expect(app.calls.find(({ operation }) => operation === 'InitiateAuth').body.ClientMetadata).toEqual({
    campaign: 'spring',
  });
  expect(await marks(app)).toEqual([null, null]);
  expect(await app.run('currentAuthenticatedUser')).toMatchObject({ username });
  // Once is enough.
  await app.page.evaluate(() => window.Hub.dispatch('auth', { event: 'confirmSignUp' }));
  expect((await names(app)).filter((name) => name === 'autoSignIn')).toHaveLength(1);
});

test('nothing stored has the password', async ({ app, names: newName }) => {
  await signUp(app, newName());
  expect(
    await app.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, name])),
  ).not.toContain(PASSWORD);
});

ours('a sign-up that is refused leaves no mark', async ({ app, newUser }) => {
  const { username } = await newUser();
  await expect(signUp(app, username)).rejects.toMatchObject({ code: 'UsernameExistsException' });
  await expect(signUp(app, '')).rejects.toMatchObject({ message: 'Username cannot be empty' });
  expect(await marks(app)).toEqual([null, null]);
});

ours('a sign-in that fails is told once, and the next confirmation starts none', async ({ app, names: newName }) => {
  const username = newName();
  await signUp(app, username);
  // The app dispatches it; the user is not confirmed.
  await app.page.evaluate(() => window.Hub.dispatch('auth', { event: 'confirmSignUp' }));
  await event(app, 'autoSignIn_failure');
  expect(await names(app)).toEqual(['signUp', 'confirmSignUp', 'signIn_failure', 'autoSignIn_failure']);
  expect(await marks(app)).toEqual([null, null]);
  app.calls.length = 0;
  await app.run('confirmSignUp', username, SIGN_UP_CODE);
  expect(app.operations()).toEqual(['ConfirmSignUp']);
});

test('by code, after a reload: the confirmation says that the password is needed', async ({ app, names: newName }) => {
  const username = newName();
  await signUp(app, username);
  await app.reload();
  expect(await marks(app)).toEqual(['true', null]);
  expect(await app.run('confirmSignUp', username, SIGN_UP_CODE)).toBe('SUCCESS');
  expect((await app.events()).filter(([name]) => name !== 'configured')).toEqual([
    ['confirmSignUp', `${username} has been confirmed successfully`],
    ['autoSignIn_failure', 'autoSignInError'],
  ]);
  expect(await marks(app)).toEqual([null, null]);
  expect(app.operations()).toEqual(['ConfirmSignUp']);
});

const LINK = { config: { signUpVerificationMethod: 'link' } };

/** A page whose clock stands still. */
async function linkApp(newApp) {
  const app = await newApp(LINK);
  await app.page.clock.install();
  await app.page.clock.pauseAt(Date.now() + 60_000);
  return app;
}

ours(
  'by link: asks every 5 s, quietly, and signs in when the link was followed',
  async ({ newApp, cognito, names: newName }) => {
    const app = await linkApp(newApp);
    const username = newName();
    await signUp(app, username);
    expect(await marks(app)).toEqual(['true', 'true']);
    app.calls.length = 0;
    const attempts = () => app.operations().filter((operation) => operation === 'InitiateAuth').length;
    await expect
      .poll(async () => {
        await app.pass(5000);
        return attempts();
      })
      .toBeGreaterThanOrEqual(2);
    expect(await names(app)).toEqual(['signUp']);
    await cognito.admin('AdminConfirmSignUp', { UserPoolId: app.pool.userPoolId, Username: username });
    await expect
      .poll(async () => {
        await app.pass(5000);
        return names(app);
      })
      .toEqual(['signUp', 'signIn', 'autoSignIn']);
    expect(await marks(app)).toEqual([null, null]);
  },
);

ours('by link: gives up after three minutes, once', async ({ newApp, names: newName }) => {
  const app = await linkApp(newApp);
  await signUp(app, newName());
  await expect
    .poll(
      async () => {
        await app.pass(5000);
        return names(app);
      },
      { intervals: [50], timeout: 120_000 },
    )
    .toEqual(['signUp', 'autoSignIn_failure']);
  expect((await app.events()).at(-1)[1]).toBe('Please confirm your account and use your credentials to sign in.');
  expect(await marks(app)).toEqual([null, null]);
  app.calls.length = 0;
  await app.page.clock.runFor(10_000);
  expect(app.calls).toEqual([]);
});

ours('by link, after a reload: the page is told when it configures', async ({ newApp, names: newName }) => {
  const app = await newApp(LINK);
  await signUp(app, newName());
  await app.reload();
  expect((await app.events()).filter(([name]) => name.startsWith('auto'))).toEqual([
    ['autoSignIn_failure', 'autoSignInError'],
  ]);
  expect(await marks(app)).toEqual([null, null]);
});
