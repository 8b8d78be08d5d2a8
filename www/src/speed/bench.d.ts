// The bench's modules are plain JavaScript: what the worker uses of them.

declare module '*/tests/bench/page/compare.js' {
  type Id = import('./messages').EngineId;
  export interface Variant {
    id: Id;
    name: string;
    secretBits: number;
    load(): Promise<void>;
  }
  interface Plan {
    rounds: number;
    /** `times` has a list of all rounds so far for each variant. */
    onRound(round: number, times: import('./messages').Time[][]): void;
  }
  export function compare(variants: Variant[], plan: Plan): Promise<unknown>;
}

declare module '*/tests/bench/page/variants/v5.js' {
  export const V5: new (options: { id: 'v5'; secretBits?: number }) => import('*/tests/bench/page/compare.js').Variant;
}

declare module '*/tests/bench/page/variants/bigint.js' {
  export const NaiveBigInt: new (options: {
    id: 'bigint';
    secretBits?: number;
  }) => import('*/tests/bench/page/compare.js').Variant;
}

declare module '*/tests/bench/page/variants/wasm.js' {
  export const Wasm: new (options: {
    id: 'simd' | 'fused';
    name: string;
    url: string;
    secretBits?: number;
  }) => import('*/tests/bench/page/compare.js').Variant;
}
