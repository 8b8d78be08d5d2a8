// A run of the comparison, and what it found: kept while the visitor looks at other views.
import { computed, signal } from '@preact/signals';
import type { EngineId, Entrant, Message, Time } from './messages';

const WARM_UP_ROUNDS = 3;
const MOST_ROUNDS = 100;

/** Measured rounds; `?rounds=` asks for another number. */
export const rounds = Math.min(
  MOST_ROUNDS,
  Math.max(1, Math.floor(Number(new URLSearchParams(location.search).get('rounds'))) || 10),
);

export type State = 'idle' | 'running' | 'stopped' | 'done' | 'failed';

export const state = signal<State>('idle');
export const problem = signal('');
export const entrants = signal<Entrant[]>([]);
/** Rounds that ended, and the warm-up's among them. */
export const finished = signal({ all: 0, measured: 0 });
export const allRounds = WARM_UP_ROUNDS + rounds;
const times = signal<Partial<Record<EngineId, Time[]>>>({});

/** Milliseconds of an engine. */
export interface Figures {
  a: number;
  s: number;
  total: number;
  fastest: number;
  /** How often v5's time is this one. */
  ratio: number;
}

export const figures = computed(() => {
  const v5 = median(times.value.v5?.map(({ total }) => total) ?? []);
  const all: Partial<Record<EngineId, Figures>> = {};
  for (const [id, list] of Object.entries(times.value) as [EngineId, Time[]][]) {
    const totals = list.map(({ total }) => total);
    const total = median(totals);
    all[id] = {
      a: median(list.map(({ a }) => a)),
      s: median(list.map(({ s }) => s)),
      total,
      fastest: Math.min(...totals),
      ratio: v5 / total,
    };
  }
  return all;
});

/** Each round of each engine gives A and S, and the worker stops at the first wrong one. */
export const verified = computed(
  () => 2 * finished.value.all * entrants.value.filter(({ supported }) => supported).length,
);

let worker: Worker | undefined;

export function start(sameLength: boolean): void {
  stop();
  entrants.value = [];
  times.value = {};
  finished.value = { all: 0, measured: 0 };
  problem.value = '';
  state.value = 'running';
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Message>) => take(data);
  worker.onerror = () => end('failed', 'The comparison did not start in this browser.');
  worker.postMessage({ warmUpRounds: WARM_UP_ROUNDS, rounds, sameLength });
}

/** What was measured so far stays, unless a result was wrong. */
export function stop(): void {
  if (worker) end('stopped');
}

function end(how: State, text = ''): void {
  worker?.terminate();
  worker = undefined;
  if (how === 'failed') times.value = {};
  problem.value = text;
  state.value = how;
}

function take(message: Message): void {
  if (message.kind === 'ready') {
    entrants.value = message.entrants;
  } else if (message.kind === 'round') {
    const { all, measured } = finished.value;
    finished.value = { all: all + 1, measured: measured + (message.warmUp ? 0 : 1) };
    if (!message.warmUp) times.value = added(message.times);
  } else if (message.kind === 'done') {
    end('done');
  } else {
    end('failed', `The comparison failed. ${message.text}`);
  }
}

function added(latest: Partial<Record<EngineId, Time>>): Partial<Record<EngineId, Time[]>> {
  const all = { ...times.value };
  for (const [id, time] of Object.entries(latest) as [EngineId, Time][]) all[id] = [...(all[id] ?? []), time];
  return all;
}

function median(list: number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}
