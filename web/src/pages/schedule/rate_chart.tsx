// One rate as it was in the last minutes: a figure, and a line behind it.

import { formatTenths } from '../../format';
import { HEIGHT, WIDTH, pathOf } from './rate_path';
import { ratesOf, type Counted, type Sample } from './rates';

export function RateChart({ title, samples, counted }: { title: string; samples: readonly Sample[]; counted: Counted }) {
  const rates = ratesOf(samples, counted);
  const known = rates.flatMap(({ perSecond }) => perSecond ?? []);
  const latest = rates.at(-1)?.perSecond ?? null;
  const highest = Math.max(...known, 1);
  const said = latest === null ? '–' : formatTenths(latest);
  const most = formatTenths(Math.max(...known, 0));
  return (
    <div class="rate card">
      <h2>{title}</h2>
      <p class="rate-now number">
        {said} <span class="muted">a second</span>
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${said} a second now, at most ${most} in the last two minutes`}
      >
        <path d={pathOf(rates, highest)} vector-effect="non-scaling-stroke" />
      </svg>
    </div>
  );
}
