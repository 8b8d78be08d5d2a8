import { SIGN_UP_CODE } from '../local-cognito/local-cognito.mjs';
import { PASSWORD, expect, ours, test } from './fixtures.js';
import { calledOfFma, watch } from './memory.js';

test('in a module worker Auth works and keeps the session in memory', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  const result = await app.page.evaluate(
    (message) =>
      new Promise((resolve, reject) => {
        const worker = window.startWorker();
        worker.onmessage = ({ data }) => {
          worker.terminate();
          resolve(data);
        };
        worker.onerror = (event) => reject(new Error(event.message));
        worker.postMessage(message);
      }),
    { config: app.authConfig(), username, password },
  );
  const passkeys = [false, 'PasskeyNotSupported', null];
  expect(result).toEqual({ username, email, valid: true, after: 'The user is not authenticated', passkeys });
  expect(await app.keys()).toEqual([]);
});

test('under a strict content security policy with Trusted Types: sign-up, sign-in, refresh, sign-out, by both modules', async ({
  context,
  newApp,
  names,
}) => {
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      window.violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await context.addInitScript(watch);
  const app = await newApp({ path: 'csp.html' });
  const username = names();
  await app.run('signUp', { username, password: PASSWORD, attributes: { email: `${username}@example.com` } });
  await app.run('confirmSignUp', username, SIGN_UP_CODE);
  expect(await app.run('signIn', username, PASSWORD)).toMatchObject({ username });
  await app.run('signOut');
  await expect.poll(() => calledOfFma(app.page)).toBeDefined();
  // Now that the fused kernel is there, it is used.
  expect(await app.run('signIn', username, PASSWORD)).toMatchObject({ username });
  expect(await calledOfFma(app.page)).toContain('shared_secret');
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  app.calls.length = 0;
  await app.run('currentSession');
  expect(app.calls[0]).toMatchObject({ body: { AuthFlow: 'REFRESH_TOKEN_AUTH' } });
  await app.run('signOut');
  await expect(app.run('currentAuthenticatedUser')).rejects.toBe('The user is not authenticated');
  expect(await app.page.evaluate(() => window.violations)).toEqual([]);

  // The policy is in force: there is no eval, no script in the page, no text that becomes one. (What evaluate runs itself is exempt, a timer is not.)
  const outcomes = await app.page.evaluate(
    () =>
      new Promise((resolve) => {
        const outcome = (act) => {
          try {
            act();
            return 'done';
          } catch (error) {
            return error.name;
          }
        };
        setTimeout(() =>
          resolve([
            outcome(() => Function('return 1')()),
            outcome(() => {
              document.body.innerHTML = '<b>x</b>';
            }),
            outcome(() => new Worker('./worker.js')),
            outcome(() => {
              const script = document.createElement('script');
              script.append('window.ran = true');
              document.body.append(script);
            }),
          ]),
        );
      }),
  );
  expect(outcomes).toEqual(['EvalError', 'TypeError', 'TypeError', 'done']);
  expect(await app.page.evaluate(() => window.ran)).toBeUndefined();
  await expect.poll(() => app.page.evaluate(() => window.violations.length)).toBeGreaterThanOrEqual(3);
  app.problems = app.problems.filter(
    (text) => !/Content Security Policy|unsafe-eval|TrustedHTML|TrustedScript/.test(text),
  );
});

for (const [what, reply] of [
  ['is not there', { status: 404 }],
  ['is the page of an app that has one for every address', { contentType: 'text/html', body: '<!doctype html>' }],
])
  ours(`wasm that ${what} is named, and asked for again at the next call`, async ({ context, newApp }) => {
    const wasm = /auth[^/]*\.wasm$/;
    await context.route(wasm, (route) => route.fulfill(reply));
    const app = await newApp();
    await expect(app.run('fetchDevices')).rejects.toMatchObject({
      name: 'Error',
      message: expect.stringMatching(
        /^cognito-auth-wasm: no wasm at http.*auth.*\.wasm; if a tool pre-bundles dependencies, exclude this one$/,
      ),
    });
    await context.unroute(wasm);
    await expect(app.run('fetchDevices')).rejects.toMatchObject({ message: 'The user is not authenticated' });
  });

for (const [what, file] of [
  ['core.js', /core[^/]*\.js$/],
  ['auth.wasm', /auth[^/]*\.wasm$/],
])
  ours(
    `${what} that the network does not bring is a NetworkError, and asked for again at the next call`,
    async ({ context, newApp }) => {
      await context.route(file, (route) => route.abort());
      const app = await newApp();
      await expect(app.run('fetchDevices')).rejects.toMatchObject({ message: 'Network error', code: 'NetworkError' });
      // These two never reject.
      expect(await app.run('currentChallenge')).toBe(null);
      expect(await app.run('passkeySupport')).toMatchObject({ supported: false });
      await context.unroute(file);
      await expect(app.run('fetchDevices')).rejects.toMatchObject({ message: 'The user is not authenticated' });
    },
  );

ours(
  'account.wasm that cannot be had: promises reject, callbacks are told, and the next call asks again',
  async ({ context, newApp }) => {
    const wasm = /account[^/]*\.wasm$/;
    await context.route(wasm, (route) => route.abort());
    const app = await newApp();
    await expect(app.run('currentSession')).rejects.toBe('No current user');
    await expect(app.run('forgotPassword', 'nobody')).rejects.toMatchObject({
      message: 'Network error',
      code: 'NetworkError',
    });
    // Who would send `forgotPassword_failure` is what could not be had.
    expect((await app.events()).map(([event]) => event)).not.toContain('forgotPassword_failure');
    const told = () =>
      app.page.evaluate(async () => {
        const user = window.Auth.createCognitoUser('nobody');
        const byFunction = new Promise((resolve) =>
          user.resendConfirmationCode((error) => resolve(error ? error.code : 'done')),
        );
        const byObject = new Promise((resolve) =>
          user.forgotPassword({ onSuccess: () => resolve('done'), onFailure: (error) => resolve(error.code) }),
        );
        const byPromise = user.fetchUserData().then(
          () => 'done',
          (error) => error.code ?? error.name,
        );
        return Promise.all([byFunction, byObject, byPromise]);
      });
    expect(await told()).toEqual(['NetworkError', 'NetworkError', 'NetworkError']);
    await context.unroute(wasm);
    expect(await told()).not.toContain('NetworkError');
  },
);
