// How up to date a report is, in a word and a shape: colour alone would not do.

export type Freshness = 'fresh' | 'waiting' | 'running' | 'failed' | 'stale' | 'deleted';

const LABELS: Record<Freshness, [string, string]> = {
  fresh: ['●', 'fresh'],
  waiting: ['◷', 'waiting'],
  running: ['◌', 'being renewed'],
  failed: ['▲', 'failed'],
  stale: ['○', 'no report yet'],
  deleted: ['×', 'deleted'],
};

export function Badge({ state }: { state: Freshness }) {
  const [shape, label] = LABELS[state];
  return (
    <span class={`badge badge-${state}`}>
      <span aria-hidden="true">{shape}</span> {label}
    </span>
  );
}
