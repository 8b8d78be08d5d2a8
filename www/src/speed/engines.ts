// The engines and their figures, in words.
import type { EngineId } from './messages';

interface Engine {
  id: EngineId;
  name: string;
  detail: string;
  ours: boolean;
}

/** In the order to show them in. */
export const ENGINES: Engine[] = [
  { id: 'v5', name: 'Amplify v5', detail: 'amazon-cognito-identity-js 6.3.21', ours: false },
  { id: 'bigint', name: 'JavaScript BigInt', detail: 'square and multiply', ours: false },
  { id: 'simd', name: 'This package, SIMD128', detail: 'WebAssembly’s SIMD', ours: true },
  { id: 'fused', name: 'This package, fused multiply-add', detail: 'relaxed SIMD', ours: true },
];

export const UNSUPPORTED = 'not supported by this browser';

/** With the digits that mean something. */
export const figure = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
export const milliseconds = (value: number): string => `${figure(value)} ms`;
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
/** Of two speeds. Not every browser's BigInt is faster than v5. */
export const inWords = (ratio: number): string => (ratio < 1 ? `${times(1 / ratio)} slower` : `${times(ratio)} faster`);
