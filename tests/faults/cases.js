// The matrix: each request of each flow meets each fault, once or from then on.
import { flows } from './flows.js';

/** What each fault is, by name: the page's table without its functions. */
export function casesOf(flow, faults) {
  return flow.requests.flatMap((request, step) =>
    Object.keys(faults).flatMap((fault) =>
      // A fault that lasts meets another request only if there is one after it.
      (outcome(flow, faults, { step, fault }).fine || request.retried ? [false, true] : [false]).map((lasting) => ({
        step,
        fault,
        lasting,
      })),
    ),
  );
}

/** How the call must end: `{ fine: true }`, or `{ codes }` of which the error has one. `maybe`: either. */
export function outcome(flow, faults, { step, fault, lasting }) {
  const { as, passes } = faults[fault];
  for (const { tolerated, retried, unread, again } of flow.requests.slice(step, lasting ? undefined : step + 1)) {
    if (tolerated || as === 'fine') continue;
    if (as === 'again') {
      if (again) return { codes: [again] };
    } else if (as === 'empty') {
      if (!unread) return { codes: ['InvalidResponse'] };
    } else if (as === 'broken') {
      return { codes: ['NetworkError', 'InvalidResponse'], maybe: retried && !lasting };
    } else if (!(passes && retried && !lasting)) {
      return { codes: [as] };
    }
  }
  return { fine: true };
}

/** So many milliseconds may pass until the call has ended: each request that meets the fault may hang, and be repeated. */
export function limitOf({ requests }, { step, lasting }) {
  const hit = requests.slice(step, lasting ? undefined : step + 1);
  return hit.reduce((sum, { dispensable, retried }) => sum + (dispensable ? 6_000 : retried ? 31_000 : 21_000), 0);
}

export { flows };
