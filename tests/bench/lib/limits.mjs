// What the project promises, held against what was measured: medians, and beside them minima, which other work on the
// machine touches least. A limit holds; a goal is where it should come to.
import { PEOPLE_CONDITIONS } from '../parts/people.mjs';
import { SESSION_CONDITIONS } from '../parts/session.mjs';
import { conditions } from './conditions.mjs';

const times = (factor) => `${factor.toFixed(2)}x`;
const milliseconds = (ms) => `${ms.toFixed(2)} ms`;
const atLeast = (promise) => ({
  ...promise,
  sign: 'at least',
  keeps: (value, promised) => value >= promised,
  show: times,
});
const atMost = (promise) => ({
  ...promise,
  sign: 'at most',
  keeps: (value, promised) => value <= promised,
  show: times,
});
const atMostMs = (promise) => ({ ...atMost(promise), show: milliseconds });

/** How many times one time is another. */
const ratio = (over, under) => (figures, figure) => over(figures)?.[figure] / under(figures)?.[figure];
const kernel = (id) => (kernels) => kernels.warm[id]?.total;
const shareOfV5 = (times, condition, ours = 'ours') =>
  ratio(
    (figures) => times(figures, condition)[ours],
    (figures) => times(figures, condition).v5,
  );

const SESSION_LIMITS = { plain: 0.7, cpu: 0.65, network: 0.6 };
const fromNavigation = (call) => (session, condition) =>
  Object.fromEntries(Object.entries(session[condition][call]).map(([page, summary]) => [page, summary.fromNavigation]));

const PROMISES = [
  {
    part: 'kernels',
    name: 'SIMD128 kernel: faster than v5',
    ...atLeast({ limit: 25 }),
    value: ratio(kernel('v5-1024'), kernel('simd-256')),
  },
  {
    part: 'kernels',
    name: "SIMD128 kernel: OpenSSL's time",
    ...atMost({ limit: 2.75 }),
    value: ratio(kernel('simd-256'), kernel('openssl-256')),
  },
  {
    part: 'kernels',
    name: 'fused kernel: faster than v5',
    ...atLeast({ limit: 60 }),
    value: ratio(kernel('v5-1024'), kernel('fused-256')),
  },
  {
    part: 'kernels',
    name: "fused kernel: OpenSSL's time",
    ...atMost({ limit: 1.2 }),
    value: ratio(kernel('fused-256'), kernel('openssl-256')),
  },
  {
    part: 'task',
    name: 'longest task of the first sign-in',
    ...atMostMs({ goal: 10 }),
    value: (task, figure) => task.ours.first.clock[figure],
  },
  {
    part: 'task',
    name: 'the same, time of the processor',
    ...atMostMs({ goal: 10 }),
    value: (task, figure) => task.ours.first.processor[figure],
  },
  ...conditions('plain', 'cpu').map(({ id, name }) => ({
    part: 'cold',
    name: `cold sign-in, ${name}: v5's time`,
    ...atMost({ limit: { plain: 0.45, cpu: 0.5 }[id] }),
    value: shareOfV5((cold, condition) => cold[condition], id),
  })),
  ...conditions('network').map(({ id, name }) => ({
    part: 'cold',
    name: `cold sign-in with preload hints, ${name}: v5's time`,
    ...atMost({ limit: 0.7 }),
    value: shareOfV5((cold, condition) => cold[condition], id, 'ours-hints'),
  })),
  ...PEOPLE_CONDITIONS.map(({ id, name }) => ({
    part: 'people',
    name: `from click to request, ${name}: v5's time`,
    ...atMost({ limit: 0.1 }),
    value: shareOfV5((people, condition) => people[condition], id),
  })),
  ...SESSION_CONDITIONS.flatMap(({ id, name }) =>
    ['currentSession', 'currentAuthenticatedUser'].map((call) => ({
      part: 'session',
      name: `${call} from navigation, ${name}: v5's time`,
      ...atMost({ limit: SESSION_LIMITS[id], goal: 0.5 }),
      value: shareOfV5(fromNavigation(call), id),
    })),
  ),
  {
    part: 'warm',
    name: 'warm currentSession',
    ...atMostMs({ limit: 0.3 }),
    value: (warm, figure) => warm.ours[figure],
  },
];

/** Each promise with the verdict by medians: "not measured" when its part or OpenSSL was not there. */
export function judge(parts) {
  return PROMISES.map(({ part, name, limit, goal, sign, keeps, show, value }) => {
    const [median, min] = ['median', 'min'].map((figure) => (parts[part] ? value(parts[part].figures, figure) : NaN));
    const say = (promised) => promised && `${sign} ${show(promised)}`;
    const row = { part, name, limit: say(limit), goal: say(goal) };
    if (!Number.isFinite(median)) return { ...row, verdict: 'not measured' };
    const reached = goal === undefined || keeps(median, goal);
    const verdict = limit !== undefined && !keeps(median, limit) ? 'missed' : reached ? 'held' : 'goal not reached';
    return { ...row, median: show(median), min: show(min), verdict };
  });
}
