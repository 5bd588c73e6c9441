import { describe, expect, it } from 'vitest';

import { daysBetween, periodOf, presetOf } from './period';

const NOON = Date.parse('2024-06-12T12:00:00Z');
const of = (text: string) => periodOf(new URLSearchParams(text), NOON);

describe('a period', () => {
  it('is 30 days unless the page says otherwise', () => {
    expect(of('')).toEqual({ from: '2024-05-14', to: '2024-06-12' });
    expect(of('period=nonsense')).toEqual({ from: '2024-05-14', to: '2024-06-12' });
  });
  it('has as many days as its name says, with today', () => {
    expect(of('period=7d')).toEqual({ from: '2024-06-06', to: '2024-06-12' });
    expect(daysBetween('2024-06-06', '2024-06-12')).toHaveLength(7);
    expect(of('period=1y').from).toBe('2023-06-14');
    expect(of('period=all')).toEqual({ from: null, to: null });
  });
  it('may have days of its own, or one', () => {
    expect(of('from=2024-01-01&to=2024-01-31')).toEqual({ from: '2024-01-01', to: '2024-01-31' });
    expect(of('from=2024-01-01')).toEqual({ from: '2024-01-01', to: null });
    expect(of('from=2024-13-01&to=2024-01-31')).toEqual({ from: null, to: '2024-01-31' });
    expect(presetOf(new URLSearchParams('from=2024-01-01'))).toBeNull();
  });
  it('crosses the ends of months and leap days', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(daysBetween('2024-03-02', '2024-03-01')).toEqual([]);
  });
});
