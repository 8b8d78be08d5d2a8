// Node's own, in place of globals that a test's environment lacks or replaces. jsdom has a `Blob` that gives no text, and
// Jest lets it see no `fetch` of Node's. pkg/build.mjs puts these into the entries for Node.

import { runInThisContext } from 'node:vm';

export { Blob } from 'node:buffer';
export { TextDecoder, TextEncoder } from 'node:util';
export { MessageChannel } from 'node:worker_threads';

/** Node's global object, where Jest has another. */
const node = runInThisContext('globalThis');
// Looked up at each call, so that a test may replace `fetch`.
const global = () => (globalThis.fetch ? globalThis : node);

export const fetch = (...args) => global().fetch(...args);
/** Of the same origin as `fetch`: Node's takes no signal of jsdom's. */
export const AbortController = function () {
  return new (global().AbortController)();
};
