import { entrants, figures, state } from './comparison';
import { ENGINES, UNSUPPORTED, inWords, milliseconds } from './engines';

/** Bars from zero, on one linear scale. The table says the same to those who do not see it. */
export function Chart() {
  const longest = Math.max(0, ...Object.values(figures.value).map(({ total }) => total));
  return (
    <div class="chart" aria-hidden="true">
      <p class="chart-title">A and S of one sign-in, median</p>
      {ENGINES.map(({ id, name, detail, ours }) => {
        const entrant = entrants.value.find((candidate) => candidate.id === id);
        const found = figures.value[id];
        return (
          <div key={id} class={`chart-row${ours ? ' ours' : ''}`}>
            <p class="chart-name">{name}</p>
            <p class="chart-detail">
              {entrant?.supported === false ? (
                UNSUPPORTED
              ) : (
                <>
                  {detail}
                  {entrant && (
                    <>
                      ,{' '}
                      <span class="bits">
                        {entrant.secretBits}-bit <i>a</i>
                      </span>
                    </>
                  )}
                </>
              )}
            </p>
            {found ? (
              <>
                <p class="chart-figure">{milliseconds(found.total)}</p>
                {id !== 'v5' && <p class="chart-ratio">{inWords(found.ratio)}</p>}
              </>
            ) : (
              <p class="none">{state.value === 'running' && entrant?.supported !== false ? '…' : '–'}</p>
            )}
            <div class="chart-track">
              <span style={{ width: found ? `${(found.total / longest) * 100}%` : 0 }} />
            </div>
          </div>
        );
      })}
    </div>
  );
}
