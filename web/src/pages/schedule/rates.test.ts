import { describe, expect, it } from 'vitest';
import { ratesOf, withSample, type Sample } from './rates';

const sample = (at: number, touches: number): Sample => ({ at, touches, merges: 0, runs: 0 });

describe('rates', () => {
  it('are what happened between two samples', () => {
    expect(ratesOf([sample(0, 10), sample(2000, 30), sample(4000, 30)], 'touches')).toEqual([
      { at: 2000, perSecond: 10 },
      { at: 4000, perSecond: 0 },
    ]);
    expect(ratesOf([sample(0, 10)], 'touches')).toEqual([]);
  });

  it('are not known across a restart or a long pause', () => {
    const rates = ratesOf([sample(0, 10), sample(2000, 0), sample(4000, 2), sample(60_000, 9000)], 'touches');
    expect(rates.map((rate) => rate.perSecond)).toEqual([null, 1, null]);
  });
});

describe('samples', () => {
  it('are forgotten when they are old', () => {
    const samples = [sample(0, 1), sample(1000, 2)];
    expect(withSample(samples, sample(2000, 3), 1500).map((one) => one.at)).toEqual([1000, 2000]);
  });

  it('go on from a clock that was set back', () => {
    expect(withSample([sample(5000, 1)], sample(4000, 2), 10_000).map((one) => one.at)).toEqual([4000]);
  });
});
