// In place of fetched-wasm.js, where bundlers have compiled the module's files. Some of them refuse a script in which
// WebAssembly's own functions for that are only named.

/** A file is compiled already. */
export const compile = async (source) => source;

export const instantiate = async (module, imports) => new WebAssembly.Instance(module, imports);
