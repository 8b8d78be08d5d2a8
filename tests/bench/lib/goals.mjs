// What the project promises, held against what was measured: medians, and beside them minima, which other work on the machine
// touches least.
import { CONDITIONS } from './conditions.mjs';

const times = (factor) => `${factor.toFixed(2)}x`;
const atLeast = (limit) => ({ limit: `at least ${limit}x`, meets: (value) => value >= limit, show: times });
const atMost = (limit) => ({ limit: `at most ${limit}x`, meets: (value) => value <= limit, show: times });
const below = (limit) => ({
  limit: `below ${limit} ms`,
  meets: (value) => value < limit,
  show: (value) => `${value.toFixed(1)} ms`,
});

/** How many times one time is another. */
const ratio = (slow, fast) => (figures, figure) => slow(figures)?.[figure] / fast(figures)?.[figure];
const kernel = (id) => (kernels) => kernels.warm[id]?.total;

const GOALS = [
  {
    part: 'kernels',
    name: 'SIMD128 kernel: faster than v5',
    ...atLeast(25),
    value: ratio(kernel('v5-1024'), kernel('simd-256')),
  },
  {
    part: 'kernels',
    name: "SIMD128 kernel: OpenSSL's time",
    ...atMost(2.75),
    value: ratio(kernel('simd-256'), kernel('openssl-256')),
  },
  {
    part: 'kernels',
    name: 'fused kernel: faster than v5',
    ...atLeast(60),
    value: ratio(kernel('v5-1024'), kernel('fused-256')),
  },
  {
    part: 'kernels',
    name: "fused kernel: OpenSSL's time",
    ...atMost(1.2),
    value: ratio(kernel('fused-256'), kernel('openssl-256')),
  },
  {
    part: 'task',
    name: 'longest task of the first sign-in',
    ...below(10),
    value: (task, figure) => task.ours.first.clock[figure],
  },
  {
    part: 'task',
    name: 'the same, time of the processor',
    ...below(10),
    value: (task, figure) => task.ours.first.processor[figure],
  },
  ...CONDITIONS.map(({ id, name }) => ({
    part: 'cold',
    name: `cold start, ${name}: v5's time`,
    ...atMost(0.6),
    value: ratio((cold) => cold[id].ours, (cold) => cold[id].v5),
  })),
  ...CONDITIONS.filter(({ slowNetwork }) => slowNetwork).map(({ id, name }) => ({
    part: 'cold',
    name: `the same with preload hints, ${name}`,
    ...atMost(0.6),
    value: ratio((cold) => cold[id]['ours-hints'], (cold) => cold[id].v5),
  })),
  ...CONDITIONS.filter(({ slowNetwork }) => !slowNetwork).flatMap(({ id, name }) =>
    ['currentSession', 'currentAuthenticatedUser'].map((call) => ({
      part: 'session',
      name: `${call} in a cold page, ${name}: v5's time`,
      ...atMost(1),
      value: ratio((session) => session[id][call].ours.fromNavigation, (session) => session[id][call].v5.fromNavigation),
    })),
  ),
];

/** Each goal with what was found: "met", "not met", or "not measured" when its part or OpenSSL was not there. */
export function judge(parts) {
  return GOALS.map(({ part, name, limit, meets, show, value }) => {
    const [median, min] = ['median', 'min'].map((figure) => (parts[part] ? value(parts[part], figure) : NaN));
    if (!Number.isFinite(median)) return { name, limit, verdict: 'not measured' };
    return { name, limit, median: show(median), min: show(min), verdict: meets(median) ? 'met' : 'not met' };
  });
}
