// The options of wasm-opt for the published wasm. build.mjs uses them, and so do tests that run a kernel by itself
// (tests/setup/kernels.mjs).

const STRIP = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/** The features that rustc may use for this target. Every browser since Safari 16.4 has them. */
export const FEATURES = [
  'simd',
  'bulk-memory',
  'bulk-memory-opt',
  'reference-types',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
  'multivalue',
].map((feature) => `--enable-${feature}`);

/** Options for the main module and its parts. Nothing lies in the first kilobyte: the stack would end there. */
export const SMALL = ['-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--low-memory-unused', ...STRIP];

/** Options for fma.wasm, with all features, relaxed SIMD among them. */
export const FUSED = ['-O3', '--all-features', '--disable-custom-descriptors', ...STRIP];
