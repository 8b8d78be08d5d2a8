// An instance that is let go, beside others in the same page.
import { PASSWORD, expect, ours } from './fixtures.js';

/** Makes another instance in the page, of the same user pool and with the same storage, as `window.other`. */
const another = (app, config = {}) =>
  app.page.evaluate(
    (config) => {
      window.other = new window.Auth.constructor(config);
    },
    { ...app.authConfig(), ...config },
  );

ours('an instance that is disposed of hears of nothing, and holds nothing', async ({ app, newApp, newUser }) => {
  const before = await app.page.evaluate(() => window.Hub.listeners.length);
  await another(app);
  const { username } = await newUser();
  const elsewhere = await newApp();
  await elsewhere.run('signIn', username, PASSWORD);
  await expect.poll(() => app.page.evaluate(() => window.other.user?.username)).toBe(username);
  expect(await app.page.evaluate(() => window.Hub.listeners.length)).toBe(before + 1);
  await app.forgetEvents();

  const left = await app.page.evaluate(async () => {
    const { other } = window;
    other.dispose();
    other.dispose();
    const { user, userPool, _storage, _config } = other;
    return { user, userPool, _storage, _config, listeners: window.Hub.listeners.length };
  });
  expect(left).toEqual({ user: null, userPool: null, _storage: null, _config: {}, listeners: before });
  // What is stored stays, and the page's own instance goes on.
  await app.catchUpWith(elsewhere);
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  await elsewhere.run('signOut');
  await expect.poll(() => app.page.evaluate(() => window.Auth.user)).toBe(null);
  expect((await app.events()).filter(([event]) => event === 'signedOutElsewhere')).toHaveLength(1);
  expect(await app.page.evaluate(() => window.other.user)).toBe(null);
  const error = await app.page.evaluate(() => window.other.signIn('a', 'b').catch(({ name }) => name));
  expect(error).toBe('NoUserPoolError');
});

ours('requests of an instance end with it, and those of others go on', async ({ app }) => {
  await another(app, { authenticationFlowType: 'USER_PASSWORD_AUTH' });
  for (const end of ['abortRequests', 'dispose']) {
    const [ended, going] = await app.page.evaluate(async (end) => {
      const { fetch } = window;
      let count = 0;
      let bothSent;
      const sent = new Promise((resolve) => (bothSent = resolve));
      let answer;
      const answered = new Promise((resolve) => (answer = resolve));
      window.fetch = async (url, init) => {
        // A part of the package.
        if (!init) return fetch(url);
        if (++count === 2) bothSent();
        await Promise.race([
          answered,
          new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason))),
        ]);
        return new Response('{}');
      };
      const outcome = (promise) =>
        promise.then(
          () => 'done',
          ({ name }) => name,
        );
      const calls = [window.other, window.Auth].map((auth) => outcome(auth.resendSignUp('ana')));
      await sent;
      window.other[end]();
      const ended = await calls[0];
      answer();
      const going = await calls[1];
      window.fetch = fetch;
      return [ended, going];
    }, end);
    expect([end, ended, going]).toEqual([end, 'AbortError', 'done']);
  }
});

ours(
  'requests that begin with objects of a former configuration end with the instance, too',
  async ({ app, newUser }) => {
    const { username } = await newUser();
    await app.run('signIn', username, PASSWORD);
    await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
    for (const end of ['abortRequests', 'dispose']) {
      await another(app);
      const outcomes = await app.page.evaluate(async (end) => {
        const { fetch, other } = window;
        const former = other.userPool.getCurrentUser();
        other.configure({ region: 'eu-west-1' });
        const ofOthers = new window.Auth.constructor(other.configure()).userPool.getCurrentUser();
        const requests = [];
        window.fetch = (url, init) => {
          if (!init) return fetch(url);
          requests.push(init.headers['X-Amz-Target'].split('.')[1]);
          return new Promise(() => {});
        };
        const called = (call) =>
          new Promise((resolve) => call((error) => resolve(error?.name ?? 'done'))).then(
            (it) => (outcomes.push(it), it),
          );
        const outcomes = [];
        // Both wait for the same refresh: the one that is ended does not go on by the other.
        const ending = [
          called((callback) => other.currentSession().then(() => callback(), callback)),
          called((callback) => former.getSession(callback)),
          called((callback) => former.resendConfirmationCode(callback)),
        ];
        called((callback) => ofOthers.resendConfirmationCode(callback));
        while (requests.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
        await new Promise((resolve) => setTimeout(resolve, 50));
        other[end]();
        await Promise.all(ending);
        await new Promise((resolve) => setTimeout(resolve, 50));
        window.fetch = fetch;
        return { outcomes, requests: requests.sort() };
      }, end);
      expect([end, outcomes]).toEqual([
        end,
        {
          outcomes: ['AbortError', 'AbortError', 'AbortError'],
          requests: ['InitiateAuth', 'ResendConfirmationCode', 'ResendConfirmationCode'],
        },
      ]);
    }
  },
);

ours('a request that is ended in an old browser, whose signals know no reason, is an AbortError', async ({ app }) => {
  const error = await app.page.evaluate(async () => {
    const { fetch, Auth } = window;
    delete AbortSignal.prototype.reason;
    const sent = new Promise((resolve) => {
      window.fetch = (url, init) => {
        if (!init) return fetch(url);
        resolve();
        return new Promise(() => {});
      };
    });
    const asking = Auth.resendSignUp('ana').catch((error) => error);
    await sent;
    Auth.abortRequests();
    const error = await asking;
    window.fetch = fetch;
    return [error?.name, error instanceof DOMException];
  });
  expect(error).toEqual(['AbortError', true]);
});

ours('an automatic sign-in ends with its instance', async ({ app }) => {
  const before = await app.page.evaluate(() => window.Hub.listeners.length);
  await another(app);
  const counts = await app.page.evaluate(async () => {
    const { fetch, Hub, other } = window;
    window.fetch = async (url, init) => (init ? new Response('{"UserConfirmed":false,"UserSub":"s"}') : fetch(url));
    const signUp = () => other.signUp({ username: 'ana', password: 'x', autoSignIn: { enabled: true } });
    const counts = [];
    // The second takes the place of the first.
    for (let time = 0; time < 2; time++) {
      await signUp();
      counts.push(Hub.listeners.length);
    }
    other.dispose();
    counts.push(Hub.listeners.length);
    window.fetch = fetch;
    return counts;
  });
  // Its own listener, one for the confirmation, and one for a sign-in by hand.
  expect(counts).toEqual([before + 3, before + 3, before]);
  await app.page.evaluate(() => localStorage.removeItem('amplify-auto-sign-in'));
});

ours('two instances that wait for one refresh: the other goes on when one gives up', async ({ app, newUser }) => {
  const { username } = await newUser();
  await app.run('signIn', username, PASSWORD);
  await another(app);
  await app.page.clock.setFixedTime(Date.now() + 2 * 3600_000);
  const outcomes = await app.page.evaluate(async () => {
    const { fetch } = window;
    let asked;
    const first = new Promise((resolve) => (asked = resolve));
    // The first request is never answered.
    window.fetch = (url, init) => {
      if (!asked || !init) return fetch(url, init);
      asked();
      asked = undefined;
      return new Promise(() => {});
    };
    const outcome = (promise) =>
      promise.then(
        () => 'done',
        ({ name }) => name,
      );
    const one = [window.other.currentSession(), window.other.currentSession()].map(outcome);
    const two = [window.Auth.currentSession(), window.Auth.currentSession()].map(outcome);
    await first;
    await new Promise((resolve) => setTimeout(resolve, 50));
    window.other.abortRequests();
    const outcomes = await Promise.all([...one, ...two]);
    window.fetch = fetch;
    return outcomes;
  });
  expect(outcomes).toEqual(['AbortError', 'AbortError', 'done', 'done']);
});
