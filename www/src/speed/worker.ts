// Runs the comparison of `make bench` in a thread of its own: the page stays free, and can end it at any time.
import { compare, type Variant } from '../../../tests/bench/page/compare.js';
import { NaiveBigInt } from '../../../tests/bench/page/variants/bigint.js';
import { V5 } from '../../../tests/bench/page/variants/v5.js';
import { Wasm } from '../../../tests/bench/page/variants/wasm.js';
import type { Entrant, Message, Options } from './messages';

/** What `make demo` puts there: the package's kernels, each as a module of its own. */
const KERNELS = `${import.meta.env.BASE_URL}kernels/`;

const say = (message: Message): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<Options>) => {
  run(data).catch((error: unknown) =>
    say({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }),
  );
});

async function run({ warmUpRounds, rounds, sameLength }: Options): Promise<void> {
  const variants = engines(sameLength);
  const entrants: Entrant[] = [];
  for (const variant of variants)
    entrants.push({ id: variant.id, secretBits: variant.secretBits, supported: await supports(variant) });
  say({ kind: 'ready', entrants });

  const taking = variants.filter((_, i) => entrants[i]?.supported);
  await compare(taking, {
    rounds: warmUpRounds + rounds,
    onRound: (round, times) => {
      const latest = taking.map(({ id }, i) => [id, times[i]?.at(-1)]);
      say({ kind: 'round', warmUp: round < warmUpRounds, times: Object.fromEntries(latest) });
    },
  });
  say({ kind: 'done' });
}

/** Each with the secret that its library draws, or all with one as long as v5's. */
function engines(sameLength: boolean): Variant[] {
  const secretBits = sameLength ? 1024 : 256;
  const fused = sameLength ? 'fused-1024.wasm' : 'fused.wasm';
  return [
    new V5({ id: 'v5' }),
    new NaiveBigInt({ id: 'bigint', secretBits }),
    new Wasm({ id: 'simd', name: 'SIMD128', url: `${KERNELS}simd.wasm`, secretBits }),
    new Wasm({ id: 'fused', name: 'fused multiply-add', url: `${KERNELS}${fused}`, secretBits }),
  ];
}

/**
 * A browser without the instructions does not compile the module, and on a processor without them `load` refuses it. Only
 * a module that does not arrive is an error.
 */
async function supports(variant: Variant): Promise<boolean> {
  try {
    await variant.load();
    return true;
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error('The kernels did not load. `make demo` builds them beside the page.');
    return false;
  }
}
