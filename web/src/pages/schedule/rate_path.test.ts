import { expect, it } from 'vitest';
import { pathOf } from './rate_path';

it('draws a line that ends at the right edge, with gaps', () => {
  const rates = [
    { at: 0, perSecond: 0 },
    { at: 60_000, perSecond: 2 },
    { at: 90_000, perSecond: null },
    { at: 120_000, perSecond: 1 },
  ];
  expect(pathOf(rates, 2)).toBe('M0.0 39.0L120.0 1.0M240.0 20.0');
  expect(pathOf([], 1)).toBe('');
});
