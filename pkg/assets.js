// The files that lie beside the one which build.mjs makes, and are fetched when they are needed. Addresses are written
// whole, so that bundlers recognise them.

/** Vite's dependency optimiser moves the script, but not what lies beside it. */
export const address = (url) => url.href.replace('/.vite/deps/', '/cognito-auth-wasm/dist/');

const modules = [
  new URL('./auth.wasm', import.meta.url),
  new URL('./fma.wasm', import.meta.url),
  new URL('./account.wasm', import.meta.url),
];

/** The wasm: 0 is the module itself, 1 the faster kernel, 2 what the methods of the account need besides. */
export const fetchModule = (which) => fetch(address(modules[which]));
