// The page in which the kernels are compared; `parts/kernels.mjs` calls it.
import { compare, measure } from './compare.js';
import { newExchange } from './exchange.js';
import { NaiveBigInt } from './variants/bigint.js';
import { V5 } from './variants/v5.js';
import { V6 } from './variants/v6.js';
import { Wasm } from './variants/wasm.js';

/** Each at the length its library draws, and at the other one. */
const all = [
  ...[1024, 256].map((secretBits) => new V5({ id: `v5-${secretBits}`, secretBits })),
  ...[1024, 256].map((secretBits) => new V6({ id: `v6-${secretBits}`, secretBits })),
  ...[256, 1024].map((secretBits) => new NaiveBigInt({ id: `bigint-${secretBits}`, secretBits })),
  new Wasm({ id: 'simd-256', name: 'SIMD128', url: 'simd.wasm' }),
  new Wasm({ id: 'simd-1024', name: 'SIMD128', url: 'simd.wasm', secretBits: 1024 }),
  new Wasm({ id: 'fused-256', name: 'fused multiply-add', url: 'fused.wasm' }),
  new Wasm({ id: 'fused-1024', name: 'fused multiply-add', url: 'fused-1024.wasm', secretBits: 1024 }),
];

let loading;
const loadAll = () => (loading ??= Promise.all(all.map((variant) => variant.load())));

globalThis.kernels = {
  async warm(options) {
    await loadAll();
    const times = await compare(all, options);
    return all.map(({ id }, i) => ({ id, times: times[i] }));
  },

  /** What a page computes once. Call it once per page. */
  async cold(id) {
    const variant = all.find((candidate) => candidate.id === id);
    await variant.load();
    return measure(variant, newExchange(variant.secretBits));
  },
};
