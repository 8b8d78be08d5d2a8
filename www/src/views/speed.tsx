import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Chart } from '../speed/chart';
import {
  allRounds,
  entrants,
  figures,
  finished,
  problem,
  rounds,
  start,
  state,
  stop,
  verified,
} from '../speed/comparison';
import { milliseconds, times } from '../speed/engines';
import { Table } from '../speed/table';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { View } from '../ui/view';

export function Speed() {
  const sameLength = useSignal(false);
  const running = state.value === 'running';
  // Nothing else shall be slowed down by it.
  useEffect(() => stop, []);

  return (
    <div class="speed">
      <View title="Speed" lead="What a sign-in computes with your password, measured in this browser.">
        <div class="card run">
          <div class="actions">
            {/* One button for both, so that it keeps the focus. */}
            <Button
              look={running ? 'secondary' : 'primary'}
              icon={running ? 'stop' : 'play'}
              onClick={() => (running ? stop() : start(sameLength.value))}
            >
              {running ? 'Stop' : state.value === 'idle' ? 'Run the comparison' : 'Run it again'}
            </Button>
            <label class="check">
              <input
                type="checkbox"
                checked={sameLength.value}
                disabled={running}
                onChange={(event) => {
                  sameLength.value = event.currentTarget.checked;
                }}
              />
              Same secret length for all (1024 bits)
            </label>
          </div>
          <Progress />
          <p role="status" class="unseen">
            {announcement()}
          </p>
          <Headline />
          <Chart />
        </div>
      </View>
      <Table />
      <section class="card conditions" aria-labelledby="conditions-title">
        <h2 id="conditions-title">What is measured</h2>
        <p>
          With SRP the browser computes two powers modulo a number of 3072 bits: <i>A</i>, which it sends, and the
          shared secret <i>S</i>, which proves the password. The engines take turns with new random numbers in every
          round, in a thread of their own, and each result is compared with what the server’s side of SRP gives.
        </p>
        <p>
          Amplify v5 draws a secret <i>a</i> of 1024 bits. This package draws 256, as many as RFC 5054 asks for, which
          more than halves the work; BigInt gets the same. “Same secret length for all” gives everybody 1024 bits.
        </p>
      </section>
    </div>
  );
}

function Progress() {
  const { all, measured } = finished.value;
  switch (state.value) {
    case 'idle':
      return (
        <p class="progress-words">
          {plural(rounds)}: about {Math.ceil(allRounds * 0.8)} seconds on a desktop, longer on a phone.
        </p>
      );
    case 'running':
      return (
        <div class="progress">
          <progress aria-label="Rounds" max={allRounds} value={all} />
          <p class="progress-words">
            {all < allRounds - rounds ? 'Warming up' : `Round ${Math.min(rounds, measured + 1)} of ${rounds}`}
          </p>
        </div>
      );
    case 'stopped':
      if (measured === 0) return <p class="progress-words">Stopped before the first round ended.</p>;
      return (
        <p class="progress-words">
          Stopped. Medians of {plural(measured)}; all {verified.value} results were right, those of the warm-up
          included.
        </p>
      );
    case 'done':
      return (
        <p class="progress-words verified">
          <Icon name="check" />
          <span>
            Medians of {plural(measured)}. All {verified.value} results were right, those of the warm-up included.
          </span>
        </p>
      );
    case 'failed':
      return (
        <p class="problem" role="alert">
          <Icon name="error" />
          <span>{problem.value}</span>
        </p>
      );
  }
}

/** The package's own choice: it takes the fused kernel wherever that works. */
function ours() {
  const all = entrants.value.filter(({ supported }) => supported);
  const entrant = all.find(({ id }) => id === 'fused') ?? all.find(({ id }) => id === 'simd');
  const found = entrant && figures.value[entrant.id];
  return found && { ...found, secretBits: entrant.secretBits };
}

function Headline() {
  const best = ours();
  const v5 = figures.value.v5;
  if (!best || !v5) return null;
  return (
    <p class="headline-figure">
      <span class="times">{times(best.ratio)}</span>
      <span>
        faster than Amplify v5 in this browser{best.secretBits === 1024 && ', with secrets of one length'}:{' '}
        {milliseconds(best.total)} instead of {milliseconds(v5.total)} for a sign-in.
      </span>
    </p>
  );
}

/** For screen readers: not every round, which would be too much. */
function announcement(): string {
  const best = ours();
  const { all } = finished.value;
  switch (state.value) {
    case 'running':
      return all > allRounds / 2 ? 'Half of the rounds are done.' : 'The comparison is running.';
    case 'stopped':
      return 'Stopped.';
    case 'done':
      return best ? `Done. This package is ${times(best.ratio)} faster than Amplify v5 in this browser.` : 'Done.';
    default:
      return '';
  }
}

const plural = (count: number): string => `${count} ${count === 1 ? 'round' : 'rounds'}`;
