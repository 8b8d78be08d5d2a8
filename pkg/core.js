// Fetched together with the wasm, at the first call that needs it: what runs the module.

import { newGlue } from '#glue';
import { build, loaders, moduleName, partFiles, sharedImports } from '#parts';
import { reached } from './addresses.js';
import { endFormerSignIn as endFormer, followUp } from './auto-sign-in.js';
import { currentChallenge, removeChallenge, storeChallenge } from './challenge.js';
import { promised } from './user.js';

let fetchFile;
let pageParts;
/** By file: the compiled module, or a promise of it. */
const modules = new Map();
/** The module that runs; nothing after a trap, until the next call. */
let instance;
let starting;

/** Compiles a Response or bytes. A server that does not say `application/wasm` costs the streaming. */
async function compile(source) {
  source = await source;
  const type = source.headers?.get('content-type');
  if (source.ok === false || type?.startsWith('text/html'))
    throw new Error(
      `cognito-auth-wasm: no wasm at ${source.url}; if a tool pre-bundles dependencies, exclude this one`,
    );
  return type === 'application/wasm'
    ? reached(WebAssembly.compileStreaming(source))
    : WebAssembly.compile(source.arrayBuffer ? await reached(source.arrayBuffer()) : source);
}

/** The compiled file. One that could not be had may be fetched again. */
function moduleOf(file, source) {
  if (!modules.has(file)) {
    const compiling = compile(source ?? fetchFile(file));
    modules.set(file, compiling);
    compiling.catch(() => modules.delete(file));
  }
  return modules.get(file);
}

/** The compiled file, of the build that this file is of. */
async function moduleOfBuild(file) {
  const module = await moduleOf(file);
  const [section] = WebAssembly.Module.customSections(module, 'build');
  if (!section || new TextDecoder().decode(section) !== build) {
    // It may have been fetched before a new version was there.
    modules.delete(file);
    throw versionMismatch(`${file}.wasm`);
  }
  return module;
}

const versionMismatch = (file) =>
  Object.assign(new Error(`cognito-auth-wasm: ${file} is of another version than core.js; reload the page`), {
    code: 'VersionMismatch',
  });

/** What is left of a call when the module has trapped. */
const internalError = (cause) =>
  Object.assign(new Error('Internal error: the module has stopped, and is started anew at the next call', { cause }), {
    name: 'InternalError',
    code: 'InternalError',
  });

/** How many calls of the page are in the module. */
let depth = 0;

/**
 * Guards the functions of an instance of the module. What gets out of one as an exception has left the module in the
 * middle of its work: a trap, a stack that has no room left, or what a function of the page has thrown through it. Its
 * memory is not to be trusted after that. Whatever the browser still calls, a timer or a promise, does nothing, and the
 * page is told of it.
 */
function newGuard(onTrap) {
  let failure;
  return (call) =>
    (...args) => {
      try {
        if (!failure) return call(...args);
      } catch (error) {
        // The first one: what it passes on its way out are functions of the same module.
        if (!failure) onTrap((failure = internalError(error)));
      }
      // Nobody is there to catch what the browser has called.
      if (depth) throw failure;
      // The glue reads members of the results of some.
      return [];
    };
}

/** A running module: its glue, `atTrap` of page.js, and the `failure` that has ended it. */
async function newInstance() {
  const glue = newGlue();
  const { page, atTrap } = glue;
  const own = { glue, atTrap };
  const module = await moduleOfBuild('auth');
  const guard = newGuard((failure) => {
    if (instance === own) instance = starting = undefined;
    own.failure = failure;
    // None gets the failure: it holds its stack, and that the instance.
    for (const release of [...atTrap]) release();
  });
  let shared;
  let partError;
  const loaded = new Map();

  const loadFile = async (file) =>
    WebAssembly.instantiate(await moduleOfBuild(file), {
      __wasm_split: shared,
    });
  const loadOnce = (file) => {
    if (!loaded.has(file)) {
      const loading = loadFile(file);
      loaded.set(file, loading);
      loading.catch(() => loaded.delete(file));
    }
    return loaded.get(file);
  };
  /** Fetches a part, and calls back whether it is there. */
  const there = new Set();
  const loader = (part) => async (callback, data) => {
    let isThere = true;
    try {
      // One that is there says so at once.
      if (!there.has(part)) await Promise.all(partFiles[part].map(loadOnce));
      there.add(part);
    } catch (error) {
      isThere = false;
      partError = error;
    }
    // In quotes, because the parts use the long names: build.mjs shortens others.
    guard(shared['__indirect_function_table'].get(callback))(data, isThere);
  };

  Object.assign(page, pageParts, {
    removeChallenge,
    storeChallenge,
    accelerate,
    partError: () => partError,
  });
  /** @type {any} */
  const { exports } = await WebAssembly.instantiate(module, {
    [moduleName]: { ...glue, ...loaders(loader) },
  });
  shared = sharedImports(exports);
  glue.__wbg_set_wasm(
    Object.fromEntries(Object.entries(exports).map(([name, it]) => [name, typeof it === 'function' ? guard(it) : it])),
  );
  exports.__wbindgen_start();
  return own;
}

const running = () =>
  (starting ??= newInstance().then(
    (own) => (instance = own),
    (error) => {
      starting = undefined;
      throw error;
    },
  ));

/**
 * Makes the module ready. `sources` has files that are being fetched, `fetchFile` gives others, `pageParts` is page-parts.js's, and
 * `name` the method that all this is for, and `build` the build that index.js is of.
 *
 * The browser has not optimised the module yet, so that its first work takes some milliseconds. It is done in tasks of
 * its own, between which the page can answer.
 */
export async function start(given) {
  if (given.build !== build) throw versionMismatch('index.js');
  ({ fetchFile, pageParts } = given);
  for (const [file, source] of Object.entries(given.sources)) moduleOf(file, source);
  await running();
  if (given.name === 'signIn') {
    await task();
    // A sign-in says itself what is wrong.
    await prepare().catch(() => {});
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

const prepare = async () => enter(instance ?? (await running()), (glue) => glue.prepare());

/** Somebody is about to sign in: the numbers for it are computed when the page is idle. */
export const expectSignIn = () => (globalThis.requestIdleCallback ?? setTimeout)(() => prepare().catch(() => {}));

// ---- the faster kernel

// (func (local v128) local.get 0 local.get 0 local.get 0 f64x2.relaxed_madd drop)
const relaxedSimd = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 16, 1, 14, 1, 1, 123, 32, 0, 32, 0, 32, 0, 253, 135,
  2, 26, 11,
];

let kernel;
let isFetched;

async function fetchKernel() {
  isFetched = true;
  if (!WebAssembly.validate(new Uint8Array(relaxedSimd))) return;
  /** @type {any} */
  const { exports } = await WebAssembly.instantiate(await moduleOf('fma'), {});
  // A processor without a fused multiply-add would compute wrong numbers.
  if (exports.is_fused()) kernel = exports;
}

/** Computes in the faster kernel, if that is there. The first computation has it fetched: a page that is signed in does
 * without. Nobody waits for it, and nobody hears of a failure: the module can do the same. */
function accelerate(isSharedSecret, work) {
  if (!isFetched) fetchKernel().catch(() => {});
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

/** What `call` gives, which is in the module: a value, or a promise that rejects when the module traps. Whatever the call
 * holds outside of the module is let go by `release` in that case. */
function enter(own, call, release) {
  const { glue, atTrap } = own;
  let reject;
  const onTrap = () => {
    release?.();
    reject?.(own.failure);
  };
  const end = (settle) => (result) => {
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
        answer.then(end(resolve), end(refuse));
      });
    end()();
    return answer;
  } catch (error) {
    end()();
    throw error;
  } finally {
    depth--;
  }
}

/** What is done here, by name; all else is done by the module. */
const own = { currentChallenge, ...promised };

/** A method of `Auth`. */
export async function callMethod(name, auth, args) {
  if (own[name]) return own[name](auth);
  // One that is ready may have trapped by now.
  while (!instance) await running();
  const release = () => {
    // Nothing else of a call is kept on the page's side.
    if (name === 'signIn') auth.pendingSignIn = null;
  };
  const result = await enter(instance, (glue) => new glue.Auth(auth)[name](args), release);
  followUp[name]?.(auth, args, result, pageParts);
  return result;
}

/** A method of an object that an application holds, which answers at once if it can do so and its part of the module is
 * there. */
export function callObject(className, name, object, args) {
  const call = (args) => {
    const begin = () => {
      // It fails when the module traps or a part of it cannot be had, which the callbacks are told here; they have been told
      // of all else. Where there are none, so does this.
      try {
        const ended = enter(instance, (glue) => new glue[className](object)[name](args));
        return ended?.catch(pageParts.failed(args));
      } catch (error) {
        return pageParts.failed(args)(error);
      }
    };
    return instance ? begin() : running().then(() => (instance ? begin() : call(args)), pageParts.failed(args));
  };
  return own[name] ? own[name](object, call, ...args) : call(args);
}

/** Shows what nobody can catch. Node has no `reportError`. */
const report = (error) => (globalThis.reportError ?? console.error)(error);

/** What a page before this one waited for, it took along: the application is told. */
export const endFormerSignIn = (auth) => endFormer(auth, pageParts);
