import { expect, it } from 'vitest';

import { formatClock, formatRelative } from './format';

const NOW = Date.parse('2024-06-12T12:00:00Z');

it('tells how long ago, or from now, in the largest unit', () => {
  expect(formatRelative('2024-06-12T11:58:01Z', NOW)).toBe('1 minute ago');
  expect(formatRelative('2024-06-12T12:11:00Z', NOW)).toBe('in 11 minutes');
  expect(formatRelative('2024-06-10T12:00:00Z', NOW)).toBe('2 days ago');
  expect(formatRelative('2024-06-12T12:00:00Z', NOW)).toBe('in 0 seconds');
});

it('counts down', () => {
  expect([0, 999, 65_000, 7_389_000, -5].map(formatClock)).toEqual(['0:00', '0:01', '1:05', '2:03:09', '0:00']);
});
