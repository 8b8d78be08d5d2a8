// What wasm-opt does to the published wasm: for build.mjs, and for tests that run a kernel by itself (tests/setup/kernels.mjs).

const STRIP = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/** What rustc may emit for this target, and every browser since Safari 16.4 understands. */
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

/** For the main module and its parts. Nothing lies in the first kilobyte, where the stack would end. */
export const SMALL = ['-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--low-memory-unused', ...STRIP];

/** For fma.wasm, with all features, relaxed SIMD among them. */
export const FUSED = ['-O3', '--all-features', '--disable-custom-descriptors', ...STRIP];
