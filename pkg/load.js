// What is needed at the first call that the page cannot answer alone: core.js and the wasm.

import { build, partFiles } from '#files';
import { failed, pageParts } from './page-parts.js';

/** core.js, once the module is ready. */
export let core;
let loading;
let loadCore;
let fetchFile;

/** `getCore()` gives core.js, and `getFile(name)` a file of the module, a Response or bytes. */
export function loadFrom(getCore, getFile) {
  loadCore = getCore;
  fetchFile = getFile;
}

/** What a sign-in needs is fetched together. */
const filesFor = (name) => ['auth', ...(name === 'signIn' ? partFiles.sign_in : [])];

/** Makes the module ready for the method of that name. A failed load may be tried again. */
export const load = (name) =>
  (loading ??= (async () => {
    try {
      const sources = Object.fromEntries(filesFor(name).map((file) => [file, fetchFile(file)]));
      // Whoever waits for it hears of a failure.
      for (const source of Object.values(sources)) source.catch(() => {});
      const loaded = await loadCore();
      await loaded.start({ build, sources, fetchFile, pageParts, name });
      core = loaded;
    } catch (error) {
      loading = undefined;
      throw error;
    }
  })());

/** Calls a method of an object that an application holds, by its class and name. It answers at once if it can do so and its
 * part of the module is there, as it is after any call of one of them. */
export function callObject(className, name, object, args) {
  const call = () => core.callObject(className, name, object, args);
  return core ? call() : load().then(call, failed(args));
}
