// What the package does, as a list of steps: one for each call of `Auth`, with the requests and Hub events it caused.
import { computed, signal, type Signal } from '@preact/signals';

interface Timed {
  id: number;
  /** Milliseconds since the page opened. */
  start: number;
}

export interface Request extends Timed {
  kind: 'request';
  operation: string;
  words: string;
  end?: number;
  /** HTTP status; 0 if there was no reply. */
  status?: number;
  /** Cognito's name for a refusal. */
  code?: string | undefined;
}

export interface HubEvent extends Timed {
  kind: 'event';
  name: string;
  words: string;
}

export type Entry = Request | HubEvent;

export interface Step extends Timed {
  title: string;
  end?: number;
  failed?: boolean;
  /** Newest first. */
  entries: Entry[];
}

/** Enough to look back, not enough to slow the page of somebody who leaves it open. */
const STEPS_KEPT = 50;

export const steps: Signal<Step[]> = signal([]);
export const counts = computed(() => {
  const entries = steps.value.flatMap((step) => step.entries);
  const requests = entries.filter((entry) => entry.kind === 'request').length;
  return { requests, events: entries.length - requests };
});

let ids = 0;
const now = () => performance.now();

export function clear(): void {
  steps.value = steps.value.filter((step) => step.end === undefined).map((step) => ({ ...step, entries: [] }));
}

/** Runs a call of the package and lists it, with what happens meanwhile below it. */
export async function step<T>(title: string, run: () => T | Promise<T>): Promise<T> {
  const id = open(title);
  try {
    const result = await run();
    close(id, false);
    return result;
  } catch (error) {
    close(id, true);
    throw error;
  }
}

export function addEvent(name: string, words: string): void {
  add({ kind: 'event', id: ++ids, start: now(), name, words });
}

/** Lists a request; the function returned tells its end. */
export function addRequest(operation: string, words: string): (status: number, code?: string) => void {
  const request: Request = { kind: 'request', id: ++ids, start: now(), operation, words };
  add(request);
  return (status, code) => {
    const done: Request = { ...request, end: now(), status, code };
    steps.value = steps.value.map((step) => ({
      ...step,
      entries: step.entries.map((entry) => (entry.id === done.id ? done : entry)),
    }));
  };
}

/** Time not spent waiting for Cognito: what the package and the browser needed themselves. */
export function ownTime(step: Step, total: number): number {
  const stepEnd = step.start + total;
  let own = total;
  let counted = step.start;
  for (const entry of [...step.entries].reverse()) {
    if (entry.kind !== 'request') continue;
    // Requests may overlap, and may outlive the call.
    const end = Math.min(entry.end ?? stepEnd, stepEnd);
    own -= Math.max(0, end - Math.max(entry.start, counted));
    counted = Math.max(counted, end);
  }
  return own;
}

function open(title: string): number {
  const id = ++ids;
  steps.value = [{ id, title, start: now(), entries: [] }, ...steps.value].slice(0, STEPS_KEPT);
  return id;
}

function close(id: number, failed: boolean): void {
  const end = now();
  steps.value = steps.value.map((step) => (step.id === id ? { ...step, end, failed } : step));
}

function add(entry: Entry): void {
  const running = steps.value.find((step) => step.end === undefined);
  const id = running?.id ?? background();
  steps.value = steps.value.map((step) => (step.id === id ? { ...step, entries: [entry, ...step.entries] } : step));
}

/** The step for what happens when no call is running, such as a retry. */
function background(): number {
  const latest = steps.value[0];
  if (latest?.title === BACKGROUND) return latest.id;
  const id = open(BACKGROUND);
  close(id, false);
  return id;
}

export const BACKGROUND = 'In the background';
