// What the page and its worker say to each other.

/** How often, and whether everybody computes with a secret a of one length. */
export interface Options {
  warmUpRounds: number;
  rounds: number;
  sameLength: boolean;
}

export interface Time {
  a: number;
  s: number;
  total: number;
}

/** An engine as it takes part in a run. */
export interface Entrant {
  id: EngineId;
  secretBits: number;
  supported: boolean;
}

export type EngineId = 'v5' | 'bigint' | 'simd' | 'fused';

export type Message =
  | { kind: 'ready'; entrants: Entrant[] }
  /** `warmUp` rounds do not count. `times` has one for each engine that is supported. */
  | { kind: 'round'; warmUp: boolean; times: Partial<Record<EngineId, Time>> }
  | { kind: 'done' }
  | { kind: 'failed'; text: string };
