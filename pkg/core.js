// Runs the module. This file is fetched together with the wasm, at the first call that needs it.

import { newGlue } from '#glue';
import { build, loaders, moduleName, sharedImports } from '#parts';
import { compile, instantiate } from '#wasm';
import { authErrorWith } from './auth-error.js';
import { endFormerSignIn as endFormer, followUp } from './auto-sign-in.js';
import { currentChallenge, removeChallenge, storeChallenge } from './challenge.js';
import { canChange, withUsableUser } from './given-user.js';
import { filesOf } from './part-files.js';
import { promised } from './user.js';

let fetchFile;
let pageParts;
/** Promises of the compiled modules, by file. */
const modules = new Map();
/** The running instance of the module; `undefined` before the first call, and from a trap to the next call. */
let instance;
let starting;

/** The compiled file. After a failure, the next call fetches it anew. */
function moduleOf(file, source) {
  if (!modules.has(file)) {
    const compiling = compile(source ?? fetchFile(file));
    modules.set(file, compiling);
    compiling.catch(() => modules.delete(file));
  }
  return modules.get(file);
}

/** The compiled file. Rejects with `VersionMismatch` if it is of another build than core.js. */
async function moduleOfBuild(file) {
  const module = await moduleOf(file);
  const [section] = WebAssembly.Module.customSections(module, 'build');
  if (!section || new TextDecoder().decode(section) !== build) {
    // The next call fetches it anew: this one may have been fetched before a new version was there.
    modules.delete(file);
    throw versionMismatch(`${file}.wasm`);
  }
  return module;
}

const versionMismatch = (file) =>
  Object.assign(new Error(`cognito-auth-wasm: ${file} is of another version than core.js; reload the page`), {
    code: 'VersionMismatch',
  });

/** The error of the calls that were in the module when it trapped. */
const internalError = (cause) =>
  Object.assign(new Error('Internal error: the module has stopped, and is started anew at the next call', { cause }), {
    name: 'InternalError',
    code: 'InternalError',
  });

/** How many of the page's calls into the module have not returned yet. */
let depth = 0;

/**
 * Guards the functions of an instance of the module: the first exception that leaves one ends the instance.
 *
 * The exception is a trap, a stack that has no room left, or an error of a page's function that passes through. It
 * leaves the module in the middle of its work, and the memory is not to be trusted after that. So `onTrap` is called,
 * and the guarded functions do nothing any more. A call of the page throws the failure then, and one of the browser, by
 * a timer or a promise, returns.
 */
function newGuard(onTrap) {
  let failure;
  return (call) =>
    (...args) => {
      try {
        if (!failure) return call(...args);
      } catch (error) {
        // Only once: on its way out, the exception passes other functions of the same instance.
        if (!failure) onTrap((failure = internalError(error)));
      }
      // A call of the page catches it. Nobody is there to catch it when the browser has called.
      if (depth) throw failure;
      // Not `undefined`: the glue reads members of some results.
      return [];
    };
}

/** A new instance: its `glue`, its `atTrap` (page.js), and after a trap, the `failure` that has ended it. */
async function newInstance() {
  const glue = newGlue();
  const { page, atTrap } = glue;
  const created = { glue, atTrap };
  const module = await moduleOfBuild('auth');
  const guard = newGuard((failure) => {
    if (instance === created) instance = starting = undefined;
    created.failure = failure;
    // Called without the failure: it holds its stack trace, and the stack trace holds the instance.
    for (const release of [...atTrap]) release();
  });
  let shared;
  let partError;
  const loadedFiles = new Map();

  const loadFile = async (file) =>
    instantiate(await moduleOfBuild(file), {
      __wasm_split: shared,
      main: shared,
    });
  const loadOnce = (file) => {
    if (!loadedFiles.has(file)) {
      const loading = loadFile(file);
      loadedFiles.set(file, loading);
      loading.catch(() => loadedFiles.delete(file));
    }
    return loadedFiles.get(file);
  };
  const loadedParts = new Set();
  /** Loads a part, and calls the module back with whether that has succeeded. */
  const loader = (part) => async (callback, data) => {
    let isLoaded = true;
    try {
      // A part that is loaded already calls back before this returns.
      if (!loadedParts.has(part)) await Promise.all(filesOf(part).map(loadOnce));
      loadedParts.add(part);
    } catch (error) {
      isLoaded = false;
      partError = error;
    }
    // In quotes, so that build.mjs does not shorten the name: the parts use the long one.
    guard(shared['__indirect_function_table'].get(callback))(data, isLoaded);
  };

  Object.assign(page, pageParts, {
    removeChallenge,
    storeChallenge,
    accelerate,
    endAutofill,
    partError: () => partError,
    canChange,
  });
  /** @type {any} */
  const { exports } = await instantiate(module, {
    [moduleName]: { ...glue, ...loaders(loader) },
  });
  shared = sharedImports(exports);
  glue.__wbg_set_wasm(
    Object.fromEntries(Object.entries(exports).map(([name, it]) => [name, typeof it === 'function' ? guard(it) : it])),
  );
  exports.__wbindgen_start();
  return created;
}

const running = () =>
  (starting ??= newInstance().then(
    (created) => (instance = created),
    (error) => {
      starting = undefined;
      throw error;
    },
  ));

/**
 * Makes the module ready. Rejects with `VersionMismatch` if index.js is of another build.
 *
 * `sources` holds the files that are being fetched, by name, and `fetchFile` fetches another. `pageParts` is
 * page-parts.js's. `build` is the build of index.js. `name` is the method that the module is loaded for.
 *
 * The browser has not optimised the module yet, so that its first work takes some milliseconds. That work is done in
 * tasks of its own, between which the page can respond.
 */
export async function start(given) {
  if (given.build !== build) throw versionMismatch('index.js');
  fetchFile = given.fetchFile;
  pageParts = { ...given.pageParts, AuthError: authErrorWith(given.pageParts.AuthErrorStrings) };
  for (const [file, source] of Object.entries(given.sources)) moduleOf(file, source);
  await running();
  if (given.name === 'signIn') {
    await nextTask();
    // A failure is not reported here: the sign-in that follows rejects with it.
    await prepare().catch(() => {});
    await nextTask();
  }
}

/** Resolves in a task of its own. No timer does that: a page's tests may have stopped the clock. */
const nextTask = () =>
  new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
    // A server's runtime without it answers nobody meanwhile.
    if (!globalThis.MessageChannel) return resolve();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(0);
  });

const prepare = async () => enter(instance ?? (await running()), (glue) => glue.prepare());

const connected = new Set();

/** Opens the connection to the service, which a request then need not wait for. */
function connect(endpoint) {
  if (!endpoint || connected.has(endpoint)) return;
  connected.add(endpoint);
  document.head.append(
    Object.assign(document.createElement('link'), { rel: 'preconnect', href: endpoint, crossOrigin: '' }),
  );
}

/** Opens the connection for an expected sign-in, and computes its numbers when the page is idle. */
export function expectSignIn({ userPool }) {
  connect(userPool?.client.endpoint);
  (globalThis.requestIdleCallback ?? setTimeout)(() => prepare().catch(() => {}));
}

// ---- the faster kernel

// A module that only an engine with relaxed SIMD accepts:
// (func (local v128) local.get 0 local.get 0 local.get 0 f64x2.relaxed_madd drop)
const relaxedSimd = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 16, 1, 14, 1, 1, 123, 32, 0, 32, 0, 32, 0, 253, 135,
  2, 26, 11,
];

let kernel;
let isRequested;

async function fetchKernel() {
  isRequested = true;
  if (!WebAssembly.validate(new Uint8Array(relaxedSimd))) return;
  /** @type {any} */
  const { exports } = await instantiate(await moduleOf('fma'), {});
  // A processor without a fused multiply-add would compute wrong numbers.
  if (exports.is_fused()) kernel = exports;
}

/**
 * Computes `work` in place, in the faster kernel. Returns false if that is not there: the module does the same, so that
 * nobody waits for the kernel, and a failure is not reported. The first computation fetches the kernel. A page whose
 * user is signed in computes nothing, and fetches nothing.
 */
function accelerate(isSharedSecret, work) {
  if (!isRequested) fetchKernel().catch(() => {});
  if (!kernel) return false;
  const area = new Uint8Array(kernel['memory'].buffer, kernel.buffer(), work.length);
  area.set(work);
  if (isSharedSecret) kernel.shared_secret();
  else kernel.a_pub();
  work.set(area);
  area.fill(0);
  return true;
}

// ---- calls

/**
 * The result of `call(glue)`, which runs in the instance: a value, or a promise that rejects when the instance traps. A
 * trap also calls `release`, which lets go of what the call holds outside of the module.
 */
function enter(entered, call, release) {
  const { glue, atTrap } = entered;
  let reject;
  const onTrap = () => {
    release?.();
    reject?.(entered.failure);
  };
  const leave = (settle) => (result) => {
    atTrap.delete(onTrap);
    settle?.(result);
  };
  atTrap.add(onTrap);
  depth++;
  try {
    const answer = call(glue);
    if (answer?.then)
      return new Promise((resolve, refuse) => {
        reject = refuse;
        answer.then(leave(resolve), leave(refuse));
      });
    leave()();
    return answer;
  } catch (error) {
    leave()();
    throw error;
  } finally {
    depth--;
  }
}

/**
 * Of the autofill that waits in an input of the page: a browser has one at a time, whichever Auth it is for. Not the
 * module's, because a trap leaves the browser waiting.
 */
let autofill;

const endAutofill = () => autofill?.abort();

/** The methods that the page's side implements, by name. The module has all others. */
const pageMethods = { currentChallenge, ...promised };

/** Calls a method of `Auth`. */
export async function callMethod(name, auth, args) {
  if (pageMethods[name]) return pageMethods[name](auth);
  // Made before anything is waited for, so that whatever is called next ends it.
  if (name === 'signInWithPasskey') {
    endAutofill();
    args = [args[0], (autofill = new AbortController()).signal];
  }
  // A loop, because an instance that has become ready may have trapped by now.
  while (!instance) await running();
  const release = () => {
    // The page's side holds nothing else of a call.
    if (name === 'signIn') auth.pendingSignIn = null;
  };
  const follow = followUp[name]?.(auth, args, pageParts);
  const result = await withUsableUser(auth, name, args, pageParts, (args) =>
    enter(instance, (glue) => new glue.Auth(auth)[name](args), release),
  );
  follow?.(result);
  return result;
}

/**
 * Calls a method of an object that an application holds. It answers before this returns if it can do so and its part of
 * the module is loaded; what the callback throws is thrown then. Else the promise rejects with what is thrown by a
 * callback that is called with a failure of the module, or with that failure if there is no callback.
 */
export function callObject(className, name, object, args) {
  const call = (args) => {
    const begin = () => {
      // The call fails only when the module traps or a part of it cannot be loaded. The callback is called with that
      // here, and by the module with all else.
      const failed = pageParts.failed(args);
      let answer;
      try {
        answer = enter(instance, (glue) => new glue[className](object)[name](args));
      } catch (error) {
        return failed(error);
      }
      // An array holds what the callback has thrown.
      if (Array.isArray(answer)) throw answer[0];
      return answer?.then((thrown) => thrown && pageParts.report(thrown[0]), failed);
    };
    return instance ? begin() : running().then(() => (instance ? begin() : call(args)), pageParts.failed(args));
  };
  return pageMethods[name] ? pageMethods[name](object, call, ...args) : call(args);
}

/** Dispatches `autoSignIn_failure` if the previous page waited for an automatic sign-in. */
export const endFormerSignIn = (auth) => endFormer(auth, pageParts);
