// Medians and minima: what a computation usually takes, and what it takes when nothing disturbs it.

export function summary(times) {
  if (times.length === 0) throw new Error('no samples');
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return {
    median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2,
    min: sorted[0],
    max: sorted.at(-1),
    samples: sorted.length,
  };
}

/** Lists of samples with the same keys, to a summary of each key. */
export const summaries = (samples) =>
  Object.fromEntries(Object.keys(samples[0]).map((key) => [key, summary(samples.map((sample) => sample[key]))]));
