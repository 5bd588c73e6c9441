// Who has done what: a table that can be sorted, and the charts of those who are chosen, side by side.

import { useSignal } from '@preact/signals';

import type { Annotator } from '../api/types';
import { downloadText, toCsv } from '../charts/csv';
import { formatCount, formatTenths } from '../format';
import { query, setQuery } from '../router';
import { DayCharts, topsOf } from './day_charts';
import { personOf, seriesOf, sorted, type Column, type Person } from './series';

const COLUMNS: { column: Column; label: string; show: (person: Person) => string }[] = [
  { column: 'name', label: 'Annotator', show: (person) => person.name },
  { column: 'created', label: 'Created', show: (person) => formatCount(person.created) },
  { column: 'updated', label: 'Updated', show: (person) => formatCount(person.updated) },
  { column: 'deleted', label: 'Deleted', show: (person) => formatCount(person.deleted) },
  { column: 'objects', label: 'Objects', show: (person) => formatCount(person.objects) },
  { column: 'hours', label: 'Hours', show: (person) => formatTenths(person.hours) },
  { column: 'speed', label: 'Objects per hour', show: (person) => (person.speed === null ? '–' : formatTenths(person.speed)) },
];

const MOST_CHOSEN = 4; // more side by side can't be read

interface Properties {
  annotators: Annotator[];
  days: string[];
  file: string;
}

export function People({ annotators, days, file }: Properties) {
  const column = useSignal<Column>('objects');
  const descending = useSignal(true);
  const people = sorted(annotators.map(personOf), column.value, descending.value);
  const chosen = (query.value.get('people') ?? '')
    .split(',')
    .map(Number)
    .filter((id) => annotators.some((one) => one.user_id === id))
    .slice(0, MOST_CHOSEN);

  const sortBy = (by: Column) => {
    descending.value = column.value === by ? !descending.value : by !== 'name';
    column.value = by;
  };
  const toggle = (id: number) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    setQuery({ people: next.join(',') || null });
  };
  const save = () =>
    downloadText(
      `${file}-annotators.csv`,
      'text/csv',
      toCsv([['id', ...COLUMNS.map(({ label }) => label)], ...people.map((person) => [person.id, ...COLUMNS.map((one) => person[one.column])])]),
    );

  const ofChosen = chosen.map((id) => annotators.find((one) => one.user_id === id)!);
  const series = ofChosen.map((one) => seriesOf([one], days));
  const tops = topsOf(series);
  return (
    <section aria-labelledby="people">
      <div class="page-head">
        <h2 id="people">Annotators</h2>
        <button type="button" class="quiet" disabled={people.length === 0} onClick={save}>
          CSV<span class="hidden"> of the annotators</span>
        </button>
      </div>
      {people.length === 0 ? (
        <p class="card muted">Nobody has worked on it in this period.</p>
      ) : (
        <div class="card table-box" tabIndex={0} role="region" aria-label="Annotators: table">
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span class="hidden">Chart</span>
                </th>
                {COLUMNS.map((one) => (
                  <th
                    scope="col"
                    key={one.column}
                    class={one.column === 'name' ? '' : 'right'}
                    aria-sort={column.value === one.column ? (descending.value ? 'descending' : 'ascending') : 'none'}
                  >
                    <button type="button" class="quiet head" onClick={() => sortBy(one.column)}>
                      {one.label} <span aria-hidden="true">{column.value === one.column ? (descending.value ? '▼' : '▲') : ''}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Charts of ${person.name}`}
                      checked={chosen.includes(person.id)}
                      disabled={!chosen.includes(person.id) && chosen.length >= MOST_CHOSEN}
                      onChange={() => toggle(person.id)}
                    />
                  </td>
                  {COLUMNS.map((one) =>
                    one.column === 'name' ? (
                      <th scope="row" key={one.column}>
                        {one.show(person)}
                      </th>
                    ) : (
                      <td key={one.column} class="right number">
                        {one.show(person)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {people.length > 0 && <p class="muted">Choose up to {MOST_CHOSEN} to see their charts side by side, on the same scale.</p>}
      {chosen.length > 0 && (
        <div class="side-by-side">
          {ofChosen.map((one, i) => (
            <section key={one.user_id} aria-label={personOf(one).name}>
              <h3>{personOf(one).name}</h3>
              <DayCharts series={series[i]!} file={`${file}-user-${one.user_id}`} tops={tops} />
            </section>
          ))}
        </div>
      )}
    </section>
  );
}
