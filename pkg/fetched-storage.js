// The storage in cookies, until its code is there: cookie-storage.js, which only a page that is so configured fetches.

import { NOT_SECURE, SAME_SITE } from './error-texts.js';
import { sharedStorage } from './objects.js';
import { clearTabSessions, tabStorage } from './tab-session.js';

let loadFile;

/** Sets where cookie-storage.js comes from. */
export function fetchStorageFrom(load) {
  loadFile = load;
}

/**
 * v5's `CookieStorage`. The first `sync()` that is waited for fetches the code; after a failure, the next one tries
 * again. Until it is there, every key is absent, and what is stored or removed waits for it. `ssr` in the options makes
 * it v5's storage for both sides: localStorage with copies in cookies. A session that is this tab's own is in none.
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
        this.#storage = newStorage(this.#options, sharedStorage);
        // Parity: they are members.
        Object.assign(this, attributesOf(this.#options));
      },
      (error) => {
        this.#loading = undefined;
        throw error;
      },
    ));
  }

  #run(method, key, value) {
    const storage = tabStorage(key) ?? this.#storage;
    return storage ? storage[method](key, value) : void this.#load().then(() => this[method](key, value));
  }

  /** No promise, which would be rejected for good. */
  sync() {
    return { then: (...settle) => this.#load().then(...settle) };
  }

  getItem(key) {
    return (tabStorage(key) ?? this.#storage)?.getItem(key) ?? null;
  }

  setItem(key, value) {
    return this.#run('setItem', key, value);
  }

  removeItem(key) {
    this.#run('removeItem', key);
  }

  clear() {
    clearTabSessions();
    return this.#run('clear');
  }
}
