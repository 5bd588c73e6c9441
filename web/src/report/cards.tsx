// The three numbers of a report, with what they mean. They are of all time, whatever the period.

import type { Report } from '../api/types';
import { formatCount, formatTenths } from '../format';

const CARDS = [
  { name: 'total_object_count', title: 'Total objects', unit: '', format: formatCount },
  { name: 'average_annotation_speed', title: 'Average speed', unit: 'objects per hour', format: formatTenths },
  { name: 'annotation_time', title: 'Annotation time', unit: 'hours', format: formatTenths },
];

function valueOf(report: Report, name: string): { value: number | null; description: string } {
  const metric = report.statistics.find((one) => one.name === name);
  const points = metric ? Object.values(metric.data_series)[0] : undefined;
  return { value: points?.at(-1)?.value ?? null, description: metric?.description ?? '' };
}

export function Cards({ report }: { report: Report }) {
  return (
    <dl class="cards">
      {CARDS.map(({ name, title, unit, format }) => {
        const { value, description } = valueOf(report, name);
        return (
          <div class="card figure" key={name}>
            <dt>{title}</dt>
            <dd class="figure-value number">
              {value === null ? '–' : format(value)} <small class="muted">{value === null ? '' : unit}</small>
            </dd>
            <dd class="muted">{description}</dd>
          </div>
        );
      })}
    </dl>
  );
}
