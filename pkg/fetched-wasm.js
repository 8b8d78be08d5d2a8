// Compiles the module's files as they are fetched.

import { reached } from './addresses.js';

/** Compiles a Response or bytes. A Response of another type than `application/wasm` is read whole before that. */
export async function compile(source) {
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

export const instantiate = (module, imports) => WebAssembly.instantiate(module, imports);
