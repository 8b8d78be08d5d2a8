// Two lists of facts, what differs between them, and which of that is wanted.

const keyOf = ({ step, aspect }) => `${step}\n${aspect}`;
const sorted = (lines) => [...(lines ?? [])].sort().join('\n');

export function compare(v5, ours) {
  const sides = [v5, ours].map((facts) => {
    const byKey = new Map();
    for (const fact of facts) byKey.set(keyOf(fact), [...(byKey.get(keyOf(fact)) ?? []), ...fact.lines]);
    return byKey;
  });
  const mismatches = [];
  let lines = 0;
  const done = new Set();
  for (const fact of [...v5, ...ours]) {
    const key = keyOf(fact);
    if (done.has(key)) continue;
    done.add(key);
    const [a, b] = sides.map((side) => side.get(key));
    lines += Math.max(a?.length ?? 0, b?.length ?? 0);
    if (a?.join('\n') === b?.join('\n')) continue;
    // A request, event or callback that one side does not have at all is told by the lists; its parts need not be.
    if (fact.kind === 'parts' && !(a && b)) continue;
    // Order is about the same things happening in another order.
    if (fact.aspect === 'order' && sorted(a) !== sorted(b)) continue;
    mismatches.push({ step: fact.step, aspect: fact.aspect, v5: a, ours: b });
  }
  return { mismatches, facts: lines };
}

/** Refuses a difference that would accept anything: it says in what, and what each side says there. */
export function checked(differences) {
  for (const { aspect, v5, ours, reason, scenario } of differences)
    if (!aspect || !(v5 instanceof RegExp) || !(ours instanceof RegExp))
      throw new Error(`differences.js: no aspect, or no pattern of a side: ${scenario ?? 'anywhere'}: ${reason}`);
  return differences;
}

const fits = (wanted, value) =>
  wanted === undefined || [wanted].flat().some((each) => (each instanceof RegExp ? each.test(value) : each === value));
/** The patterns of `v5` and `ours` must be found in the lines that only that side has. */
const matches = (difference, mismatch) =>
  fits(difference.step, mismatch.step) &&
  fits(difference.aspect, mismatch.aspect) &&
  ['v5', 'ours'].every((side) => difference[side].test(only(mismatch, side).join('\n')));

/** Divides what differs into wanted and not, and finds the wanted differences that did not occur. */
export function judge(scenario, server, mismatches, differences) {
  const mine = differences.filter((difference) => fits(difference.scenario, scenario) && fits(difference.on, server));
  const wanted = mismatches.map((mismatch) => ({
    ...mismatch,
    reason: mine.find((difference) => matches(difference, mismatch))?.reason,
  }));
  return {
    unwanted: wanted.filter(({ reason }) => !reason),
    wanted: wanted.filter(({ reason }) => reason),
    // Without a scenario it may occur anywhere, and need not everywhere.
    missing: mine.filter(
      (difference) =>
        difference.scenario && !difference.isByChance && !mismatches.some((mismatch) => matches(difference, mismatch)),
    ),
  };
}

/** The lines that only one side has; all of them if it is their order or number that differs. */
function only(mismatch, side) {
  const mine = mismatch[side] ?? [];
  const other = mismatch[side === 'v5' ? 'ours' : 'v5'] ?? [];
  const lines = mine.filter((line) => !other.includes(line));
  return lines.length || mismatch.aspect === 'order'
    ? mismatch.aspect === 'order'
      ? mine
      : lines
    : sorted(mine) === sorted(other) || mine.length > other.length
      ? mine
      : [];
}

const shortened = (lines) =>
  lines.length > 16 ? [...lines.slice(0, 15), `… and ${lines.length - 15} more lines`] : lines;

/** Mismatches as text; what is the same in several steps is told once. */
export function told(mismatches) {
  const groups = new Map();
  for (const mismatch of mismatches) {
    const text = ['v5', 'ours']
      .map(
        (side) =>
          `    ${side}: ${mismatch[side] ? shortened(only(mismatch, side)).join(mismatch.aspect === 'order' ? ' → ' : '\n        ') : '(absent)'}`,
      )
      .join('\n');
    const key = `${mismatch.aspect}\n${text}`;
    groups.set(key, [...(groups.get(key) ?? []), mismatch.step]);
  }
  return [...groups].map(([key, steps]) => {
    const [aspect, ...text] = key.split('\n');
    return [`  ${aspect} [${steps.join('] [')}]`, ...text].join('\n');
  });
}
