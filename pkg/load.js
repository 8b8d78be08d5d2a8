// What is needed at the first call: core.js and the wasm, and the methods that wait for them.

import { failed, lent } from './lent.js';
import { firstOfAccount, userMethods } from './methods.js';
import { CognitoUser, CognitoUserPool } from './objects.js';

/** core.js, once the module is ready. */
export let core;
let loading;
let loadCore;
let fetchModule;

/** `getCore()` gives core.js, `getModule(0)` the wasm, a Response or bytes, and with other numbers the parts that core.js asks
 * for. */
export function loadFrom(getCore, getModule) {
  loadCore = getCore;
  fetchModule = getModule;
}

/** Makes the module ready, and what the method of that name and place needs. A failed load may be tried again. */
export const load = (name, place) =>
  (loading ??= Promise.all([loadCore(), fetchModule(0), place >= firstOfAccount && fetchModule(2)])
    .then(async ([loaded, ...sources]) => {
      await loaded.start(sources, lent, fetchModule, name);
      core = loaded;
    })
    .catch((error) => {
      loading = undefined;
      // `fetch` and `import` mean by it that there was no reply.
      if (error.name === 'TypeError') error.code = 'NetworkError';
      throw error;
    }));

// A method that answers at once can do so when its part of the module is there, as it is after any call of one of them.
const borrowed = (name, place) =>
  function (...args) {
    const call = () => core.callObject(name, place, this, args);
    return core ? call() : load().then(call, failed(args));
  };

// The two besides the module's own are done in core.js itself.
[...userMethods, 'fetchUserData', 'refreshSessionIfPossible'].forEach((name, place) => {
  CognitoUser.prototype[name] = borrowed(name, place);
});
CognitoUserPool.prototype.signUp = borrowed('poolSignUp', userMethods.length);
