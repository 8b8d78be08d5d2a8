import { expect, test } from './fixtures.js';

test('in a module worker Auth works and keeps the session in memory', async ({ app, newUser }) => {
  const { username, password, email } = await newUser();
  const result = await app.page.evaluate((message) => new Promise((resolve, reject) => {
    const worker = window.startWorker();
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message);
  }), { config: app.authConfig(), username, password });
  expect(result).toEqual({ username, email, valid: true, after: 'The user is not authenticated' });
  expect(await app.keys()).toEqual([]);
});

test('under a strict content security policy', async ({ newApp, newUser }) => {
  const app = await newApp({ path: 'csp.html' });
  const { username, password } = await newUser();
  expect(await app.run('signIn', username, password)).toMatchObject({ username });
  expect((await app.run('currentAuthenticatedUser')).username).toBe(username);
  // The policy is in force: there is no eval. (What evaluate runs itself is exempt, a timer is not.)
  const evaluated = await app.page.evaluate(() => new Promise((resolve) => {
    setTimeout(() => { try { resolve(Function('return 1')()); } catch (error) { resolve(error.name); } });
  }));
  expect(evaluated).toBe('EvalError');
  app.problems = app.problems.filter((text) => !text.includes("'unsafe-eval'"));
});
