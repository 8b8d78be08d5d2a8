// The storage in cookies, until its code is there: cookie-storage.js, which only a page that is so configured fetches.

import { NOT_SECURE, SAME_SITE } from './error-texts.js';
import { pageStorage } from './objects.js';

let loadFile;

/** Sets where cookie-storage.js comes from. */
export function fetchStorageFrom(load) {
  loadFile = load;
}

/**
 * v5's `CookieStorage`. The first `sync()` that is waited for fetches the code; after a failure, the next one tries
 * again. Until it is there, every key is absent, and what is stored or removed waits for it. `ssr` in the options makes
 * it v5's storage for both sides: localStorage with copies in cookies.
 */
export class CookieStorage {
  #options;
  #loading;
  #storage;

  constructor(options = {}) {
    const { sameSite, secure } = { sameSite: 'lax', secure: true, ...options };
    if (!/^(strict|lax|none)$/.test(sameSite)) throw new Error(SAME_SITE);
    if (sameSite === 'none' && !secure) throw new Error(NOT_SECURE);
    this.#options = options;
  }

  #load() {
    return (this.#loading ??= loadFile().then(
      ({ newStorage, attributesOf }) => {
        this.#storage = newStorage(this.#options, pageStorage);
        // Parity: they are members.
        Object.assign(this, attributesOf(this.#options));
      },
      (error) => {
        this.#loading = undefined;
        throw error;
      },
    ));
  }

  #run(method, ...args) {
    return this.#storage ? this.#storage[method](...args) : void this.#load().then(() => this[method](...args));
  }

  /** No promise, which would be rejected for good. */
  sync() {
    return { then: (...settle) => this.#load().then(...settle) };
  }

  getItem(key) {
    return this.#storage ? this.#storage.getItem(key) : null;
  }

  setItem(key, value) {
    return this.#run('setItem', key, value);
  }

  removeItem(key) {
    this.#run('removeItem', key);
  }

  clear() {
    return this.#run('clear');
  }
}
