import { describe, expect, it } from 'vitest';

import type { Annotator } from '../api/types';
import { daysOf, personOf, seriesOf, sorted } from './series';

const day = (date: string, created: number, working_time: number) => ({ date, created, updated: 1, deleted: 2, object_count: created - 2, working_time });
const annotator = (user_id: number, user_name: string, days: ReturnType<typeof day>[]): Annotator => ({
  user_id,
  user_name,
  created: days.reduce((sum, one) => sum + one.created, 0),
  updated: days.length,
  deleted: 2 * days.length,
  object_count: days.reduce((sum, one) => sum + one.object_count, 0),
  working_time: days.reduce((sum, one) => sum + one.working_time, 0),
  days,
});
const anna = annotator(1, 'anna', [day('2024-06-01', 12, 0.5), day('2024-06-03', 22, 2)]);
const ben = annotator(2, '', [day('2024-06-03', 12, 0)]);

describe('a series', () => {
  it('adds up the annotators, and leaves gaps where nobody worked', () => {
    const days = daysOf([anna, ben], { from: null, to: null });
    expect(days).toEqual(['2024-06-01', '2024-06-02', '2024-06-03']);
    const series = seriesOf([anna, ben], days);
    expect(series.created).toEqual([12, null, 34]);
    expect(series.hours).toEqual([0.5, null, 2]);
    expect(series.speed).toEqual([20, null, 15]);
  });
  it('has no speed where no time is known', () => {
    expect(seriesOf([ben], ['2024-06-03']).speed).toEqual([null]);
  });
  it('keeps to the period', () => {
    expect(daysOf([anna], { from: '2024-06-02', to: null })).toEqual(['2024-06-02', '2024-06-03']);
    expect(daysOf([], { from: null, to: null })).toEqual([]);
  });
  it('does not change what it was given', () => {
    seriesOf([anna, ben], ['2024-06-03']);
    expect(anna.days[1]!.created).toBe(22);
  });
});

describe('people', () => {
  const people = [personOf(anna), personOf(ben)];
  it('have a name and a speed', () => {
    expect(people.map((person) => [person.name, person.speed])).toEqual([
      ['anna', 12],
      ['user 2', null],
    ]);
  });
  it('are sorted either way, those without a value last', () => {
    const ids = (column: 'speed' | 'created' | 'name', descending: boolean) => sorted(people, column, descending).map((person) => person.id);
    expect(ids('created', true)).toEqual([1, 2]);
    expect(ids('created', false)).toEqual([2, 1]);
    expect(ids('speed', true)).toEqual([1, 2]);
    expect(ids('speed', false)).toEqual([1, 2]);
    expect(ids('name', false)).toEqual([1, 2]);
  });
});
