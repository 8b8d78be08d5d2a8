// The addresses of the files that lie beside the one which build.mjs makes, and are fetched when they are needed.

/** Vite's dependency optimiser moves the script, but not what lies beside it. */
const whole = (url) => url.href.replace('/.vite/deps/', '/cognito-auth-wasm/dist/');

/** What the promise gives, which means by a TypeError that there was no reply, or not all of it: a `NetworkError` then. */
export const reached = (promise) =>
  promise.catch((cause) => {
    if (cause?.name !== 'TypeError') throw cause;
    throw Object.assign(new Error('Network error', { cause }), { code: 'NetworkError' });
  });

export const fetchAddress = (url) => reached(fetch(whole(url)));
/** `load` is the `import`. */
export const importAddress = (url, load) => reached(load(whole(url)));
