import { entrants, figures, finished } from './comparison';
import { ENGINES, UNSUPPORTED, figure, times } from './engines';

/** The figures of the bars, and what they are made of. */
export function Table() {
  const { measured } = finished.value;
  if (Object.keys(figures.value).length === 0) return null;
  return (
    <section class="card figures" aria-labelledby="figures-title">
      <h2 id="figures-title">Figures</h2>
      <table>
        <caption>
          Milliseconds, medians of {measured} {measured === 1 ? 'round' : 'rounds'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Engine</th>
            <th scope="col" class="wide">
              Bits of a
            </th>
            <th scope="col" class="wide">
              A
            </th>
            <th scope="col" class="wide">
              S
            </th>
            <th scope="col">A and S</th>
            <th scope="col" class="wide">
              Fastest
            </th>
            <th scope="col">Faster than v5</th>
          </tr>
        </thead>
        <tbody>
          {ENGINES.map(({ id, name, ours }) => {
            const entrant = entrants.value.find((candidate) => candidate.id === id);
            const found = figures.value[id];
            return (
              <tr key={id} class={ours ? 'ours' : undefined}>
                <th scope="row">{name}</th>
                {found ? (
                  <>
                    <td class="wide">{entrant?.secretBits}</td>
                    <td class="wide">{figure(found.a)}</td>
                    <td class="wide">{figure(found.s)}</td>
                    <td>
                      <b>{figure(found.total)}</b>
                    </td>
                    <td class="wide">{figure(found.fastest)}</td>
                    <td>{id === 'v5' ? '–' : times(found.ratio)}</td>
                  </>
                ) : (
                  <td class="none" colSpan={6}>
                    {UNSUPPORTED}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
