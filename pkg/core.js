// What is needed with the wasm and not before it: index.js fetches this file beside it at the first call.

import { imports } from '#imports';
import { followUp } from './auto-sign-in.js';
import { currentChallenge } from './challenge.js';
import { lend, lent } from './host.js';
import { firstOfAccount, firstOfOthers } from './methods.js';
import { promised } from './user.js';
import * as values from './values.js';

export { endFormerSignIn } from './auto-sign-in.js';
export { abortRequests } from './host.js';

// (func (local v128) local.get 0 local.get 0 local.get 0 f64x2.relaxed_madd drop)
const relaxedSimd = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 16, 1, 14, 1, 1, 123, 32, 0, 32, 0, 32, 0, 253, 135, 2,
  26, 11,
];

/** The exports of a Response or of bytes. A server that does not say `application/wasm` costs the streaming. */
async function instantiate(source, imports) {
  const type = source.headers?.get('content-type');
  if (source.ok === false || type?.startsWith('text/html'))
    throw new Error(`cognito-auth-wasm: no wasm at ${source.url}; if a tool pre-bundles dependencies, exclude this one`);
  const { instance } =
    type === 'application/wasm'
      ? await WebAssembly.instantiateStreaming(source, imports)
      : await WebAssembly.instantiate(source.arrayBuffer ? await source.arrayBuffer() : source, imports);
  return instance.exports;
}

let first;
let fetchPart;

/**
 * Makes the module ready, and the account's part if that is given. `parts` is what lent.js lends, `fetchModule` gives the
 * parts that may be needed later, and `name` is the method that all this is for.
 *
 * The browser has not optimised the module yet, so that its first work takes some milliseconds. It is done in tasks of
 * its own, between which the page can answer.
 */
export async function start([source, account], parts, fetchModule, name) {
  lend(parts, fused);
  first = values.connect(await instantiate(source, imports));
  fetchPart = fetchModule;
  if (account) await loadAccount(account);
  if (name === 'signIn') {
    await task();
    values.prepare();
    await task();
  }
}

/** A task of its own. No timer: a page's tests may have stopped the clock. */
const task = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(0);
  });

/** The exports of the faster kernel. A processor without a fused multiply-add, where it would compute wrong numbers, is
 * found out by `is_fused`. */
async function fused() {
  if (!WebAssembly.validate(new Uint8Array(relaxedSimd))) return;
  const exports = await instantiate(await fetchPart(1), {});
  if (exports.is_fused()) return exports;
}

let loading;
let hasAccount;

/** Makes the methods of the account ready, and those of the objects. A failed load may be tried again. */
const loadAccount = (source) =>
  (loading ??= (async () => {
    try {
      values.connect(await instantiate(source ?? (await fetchPart(2)), { ...imports, b: first }));
      hasAccount = true;
    } catch (error) {
      loading = undefined;
      // As in load.js.
      if (error.name === 'TypeError') error.code = 'NetworkError';
      throw error;
    }
  })());

/** Somebody is about to sign in: the numbers for it are computed when the page is idle. */
export const expectSignIn = () => (globalThis.requestIdleCallback ?? setTimeout)(values.prepare);

/** What is done here, by name; all else is done by the module. */
const deeds = { currentChallenge, ...promised };

/** A method of `Auth`, by its name and its place in the list. */
export async function callMethod(name, place, auth, args) {
  if (deeds[name]) return deeds[name](auth);
  if (place >= firstOfAccount) await loadAccount();
  const result = await new Promise((resolve, reject) => values.callAuth(place, auth, args, resolve, reject));
  followUp[name]?.(auth, args, result);
  return result;
}

/** A method of an object that an application holds, which answers at once if it can do so and its part of the module is
 * there. */
export function callObject(name, place, object, args) {
  const call = (args) => {
    if (place < firstOfOthers) return values.callUser(place, object, args);
    const call = () => values.callObject(place, object, args);
    return hasAccount ? call() : loadAccount().then(call, lent.failed(args));
  };
  return deeds[name] ? deeds[name](object, call, ...args) : call(args);
}
