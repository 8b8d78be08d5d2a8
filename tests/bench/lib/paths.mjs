// Where things are.
import { fileURLToPath } from 'node:url';

const here = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const ROOT = here('../../..');
export const BENCH = here('..');
export const DOCS = here('../../../docs');
export const RESULTS = here('../results');
/** Not committed. */
export const WORK = here('../../.work/bench');
/** `BENCH_PKG` measures another built package. */
export const PKG = process.env.BENCH_PKG ?? here('../../../pkg');
