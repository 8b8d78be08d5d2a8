// Fetches the files that lie beside the built script, each when it is first needed.

import { NO_REPLY } from './error-texts.js';

/** The address to fetch. Vite's dependency optimiser moves the script, but not what lies beside it. */
const addressOf = (url) => url.href.replace('/.vite/deps/', '/cognito-auth-wasm/dist/');

/**
 * The promise's value. A `TypeError` of `fetch` or `import` means that there was no reply, or not all of it: it becomes
 * a `NetworkError`.
 */
export const reached = (promise) =>
  promise.catch((cause) => {
    if (cause?.name !== 'TypeError') throw cause;
    throw Object.assign(new Error(NO_REPLY, { cause }), { code: 'NetworkError' });
  });

export const fetchAddress = (url) => reached(fetch(addressOf(url)));
/** The script at the address. `load` imports it. */
export const importAddress = (url, load) => reached(load(addressOf(url)));
