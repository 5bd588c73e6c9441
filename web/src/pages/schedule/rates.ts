// How many a second: from totals, which the server tells, as they were every few seconds.

/** Totals at a time, in milliseconds. */
export interface Sample {
  at: number;
  touches: number;
  merges: number;
  runs: number;
}

/** How far back one looks. */
export const SPAN_MS = 120_000;

export type Counted = 'touches' | 'merges' | 'runs';

/** What happened a second from one sample to the next; null where that can't be told. */
export interface Rate {
  at: number;
  perSecond: number | null;
}

/** Samples as of the last minutes, with a new one. */
export function withSample(samples: readonly Sample[], sample: Sample, span = SPAN_MS): Sample[] {
  return [...samples.filter((one) => one.at >= sample.at - span && one.at < sample.at), sample];
}

// Nobody asked for a while: what happened meanwhile may have happened at any moment of it.
const GAP_MS = 15_000;

export function ratesOf(samples: readonly Sample[], counted: Counted): Rate[] {
  return samples.slice(1).map((sample, i) => {
    const before = samples[i] as Sample;
    const count = sample[counted] - before[counted];
    const milliseconds = sample.at - before.at;
    // A total that has fallen is that of a server that was started since.
    const known = count >= 0 && milliseconds <= GAP_MS;
    return { at: sample.at, perSecond: known ? (1000 * count) / milliseconds : null };
  });
}
