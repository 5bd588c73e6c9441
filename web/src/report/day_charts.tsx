// The three charts of some annotators together.

import { DayChart } from '../charts/day_chart';
import { formatCount, formatTenths } from '../format';
import type { Series } from './series';

interface Properties {
  series: Series;
  file: string;
  tops?: Tops;
}

/** Where the axes end, so that several people can be compared at a glance. */
export interface Tops {
  objects: number;
  speed: number;
  hours: number;
}

const most = (values: (number | null)[]): number => values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);

// A round number above: 1, 2 or 5 and noughts.
const rounded = (value: number): number => {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 0.1)));
  return ([1, 2, 5, 10].find((step) => step * size >= value) ?? 10) * size;
};

export const topsOf = (all: Series[]): Tops => ({
  objects: rounded(most(all.flatMap(({ created, updated, deleted }) => created.map((value, i) => (value ?? 0) + (updated[i] ?? 0) + (deleted[i] ?? 0))))),
  speed: rounded(most(all.flatMap(({ speed }) => speed))),
  hours: rounded(most(all.flatMap(({ hours }) => hours))),
});

export function DayCharts({ series, file, tops }: Properties) {
  const { days } = series;
  const top = (value: number | undefined) => (value === undefined ? {} : { top: value });
  return (
    <div class="charts">
      <DayChart
        title="Objects by day"
        unit="objects"
        type="bar"
        days={days}
        lines={[
          { name: 'created', color: 'created', values: series.created },
          { name: 'updated', color: 'updated', values: series.updated },
          { name: 'deleted', color: 'deleted', values: series.deleted },
        ]}
        format={formatCount}
        file={`${file}-objects`}
        {...top(tops?.objects)}
      />
      <DayChart
        title="Annotation speed by day"
        unit="objects per hour"
        type="line"
        days={days}
        lines={[{ name: 'speed', color: 'accent', values: series.speed }]}
        format={formatTenths}
        file={`${file}-speed`}
        {...top(tops?.speed)}
      />
      <DayChart
        title="Working time by day"
        unit="hours"
        type="bar"
        days={days}
        lines={[{ name: 'working time', color: 'accent', values: series.hours }]}
        format={formatTenths}
        file={`${file}-hours`}
        {...top(tops?.hours)}
      />
    </div>
  );
}
