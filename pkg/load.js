// Loads core.js and the wasm, at the first call that the page cannot answer alone.

import { build } from '#files';
import { failed, pageParts, report } from './page-parts.js';
import { SHARED } from './part-files.js';

/** core.js; `undefined` until the module is ready. */
export let core;
let loading;
let loadCore;
let fetchFile;

/** Sets where core.js and the module's files come from. `getFile(name)` resolves to a Response or bytes. */
export function loadFrom(getCore, getFile) {
  loadCore = getCore;
  fetchFile = getFile;
}

/** The files of the part that some methods fetch together with the main module, in place of after it. It builds on no other part. */
const partFiles = { signIn: [SHARED, 'sign_in'], _handleAuthResponse: [SHARED, 'hosted_return'] };

/** Makes the module ready for the method of that name. After a failure, the next call tries again. */
export const load = (name) =>
  (loading ??= (async () => {
    try {
      const sources = {};
      // Not reported as unhandled: whoever waits for the file gets the failure.
      for (const file of ['auth', ...(partFiles[name] ?? [])]) (sources[file] = fetchFile(file)).catch(() => {});
      const loaded = await loadCore();
      await loaded.start({ build, sources, fetchFile, pageParts, name });
      core = loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  })());

/**
 * Calls a method of an object that an application holds. It answers before this returns if it can do so and its part of
 * the module is loaded, as it is after any call of such a method.
 */
export function callObject(className, name, object, args) {
  const call = () => core.callObject(className, name, object, args);
  return core ? call() : load().then(call, failed(args));
}

/** Calls a method that calls back. What a later callback throws, and a failure without a callback, is reported. */
export const callBack = (...call) => callObject(...call)?.catch(report);
