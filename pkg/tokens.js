// Storages for pages that do not want their tokens in localStorage: the page's memory, or a worker (token-worker.js),
// where no script of the page can read the refresh token. A page that imports neither loads none of this.

/** A storage in the page's memory, which ends with the page. */
export function memoryStorage() {
  const map = new Map();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, text) => void map.set(key, String(text)),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
  };
}

/**
 * Settings for `configure` by which refresh tokens stay in the worker: a storage in memory, which the pages of a shared
 * worker have in common. The page's requests to Cognito go through the worker from now on.
 */
export function keepTokensIn(worker) {
  const port = worker.port ?? worker;
  const map = new Map();
  const waiting = new Map();
  let lastId = 0;
  let resolveSync;
  const sync = new Promise((resolve, reject) => {
    resolveSync = resolve;
    worker.addEventListener('error', () => reject(new Error('The token worker cannot be loaded')));
  });
  // Not reported as unhandled: each request rejects with it.
  sync.catch(() => {});
  const apply = (/** @type {[key?: string, text?: string]} */ [key, text]) => {
    if (text !== undefined) map.set(key, text);
    else if (key === undefined) map.clear();
    else map.delete(key);
  };
  const change = (/** @type {[key?: string, text?: string]} */ ...change) => {
    apply(change);
    port.postMessage({ change });
  };
  port.addEventListener('message', ({ data: { stored, change, id, answer, failed } }) => {
    if (stored) {
      for (const entry of stored) apply(entry);
      resolveSync();
    }
    if (change) apply(change);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (answer) resolve?.(new Response(/^(204|205|304)$/.test(answer.status) ? null : answer.text, answer));
    if (failed)
      reject?.(
        failed.name === 'TypeError' ? new TypeError(failed.message) : new DOMException(failed.message, failed.name),
      );
  });
  port.start?.();
  port.postMessage({ open: true });

  const pageFetch = globalThis.fetch;
  globalThis.fetch = function (...request) {
    const [url, init] = /** @type {[RequestInfo | URL, any?]} */ (request);
    const [, operation] = /^AWSCognitoIdentityProviderService\.([^.]*)/.exec(init?.headers?.['X-Amz-Target']) ?? [];
    // A code of the hosted page is traded at another address. The package says there which user pool's tokens it brings.
    if (operation === undefined && !init?.userPoolEndpoint) return pageFetch.apply(globalThis, request);
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      const { signal, ...rest } = init;
      const message = { url: String(url), operation, init: rest };
      signal?.addEventListener('abort', () => port.postMessage({ abort: id }));
      sync.then(() => signal?.aborted || port.postMessage({ id, request: message }), reject);
    });
  };

  return {
    storage: {
      getItem: (key) => map.get(key) ?? null,
      setItem: (key, text) => change(key, String(text)),
      removeItem: (key) => change(key),
      clear: () => change(),
      sync: () => sync,
    },
  };
}
