// An application's tests replace `fetch`. A mistake in their stub is shown as it is, and a stub that is enough for v5 is
// enough here.
import { expect, ours, test } from './fixtures.js';

/** What a call does with this in place of `fetch`, a script. Gives the result, or the error's members. */
const withFetch = (app, stub, method = 'resendSignUp') =>
  app.page.evaluate(
    async ([stub, method]) => {
      const { fetch } = window;
      const stubbed = (0, eval)(stub);
      // The parts of the package are fetched, too.
      window.fetch = (url, init) => (init?.headers?.['X-Amz-Target'] ? stubbed : fetch)(url, init);
      try {
        return { result: await window.Auth[method]('ana') };
      } catch (error) {
        const { name, code, message } = error;
        return { name, code, message };
      } finally {
        window.fetch = fetch;
      }
    },
    [stub, method],
  );

test('a stub that has only ok and json() is enough', async ({ app }) => {
  const reply = '{ CodeDeliveryDetails: { DeliveryMedium: "EMAIL" } }';
  expect(await withFetch(app, `async () => ({ ok: true, json: async () => (${reply}) })`)).toEqual({
    result: { CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' } },
  });
  const refusal = '{ __type: "x#LimitExceededException", message: "Too many" }';
  expect(await withFetch(app, `async () => ({ ok: false, json: async () => (${refusal}) })`)).toEqual({
    name: 'LimitExceededException',
    code: 'LimitExceededException',
    message: 'Too many',
  });
  const typed = 'headers: new Headers({ "x-amzn-errortype": "InternalErrorException:" })';
  expect(
    await withFetch(app, `async () => ({ ok: false, status: 400, ${typed}, json: async () => ({}) })`),
  ).toMatchObject({ code: 'InternalErrorException', message: '400' });
});

test('a rejection with a TypeError is a NetworkError', async ({ app }) => {
  expect(await withFetch(app, "async () => { throw new TypeError('Failed to fetch') }")).toEqual({
    name: 'Error',
    code: 'NetworkError',
    message: 'Network error',
  });
});

ours('a mistake in a stub is no NetworkError, and what it lacks is named', async ({ app }) => {
  for (const [stub, name, message] of [
    ["() => { throw new TypeError('not a function') }", 'TypeError', 'not a function'],
    ['() => undefined', 'Error', 'The reply of fetch has no ok'],
    ['async () => undefined', 'Error', 'The reply of fetch has no ok'],
    ['async () => ({ json: async () => ({}) })', 'Error', 'The reply of fetch has no ok'],
    ['async () => ({ ok: true })', 'Error', 'The reply of fetch has no json()'],
  ])
    expect([stub, await withFetch(app, stub)]).toEqual([stub, { name, code: undefined, message }]);
  // The module goes on.
  expect(await withFetch(app, 'async () => ({ ok: true, json: async () => ({}) })')).toEqual({ result: {} });
});
