// What the charts draw: of some annotators together, a value a day. A day on which nothing was done is a gap, and no 0.

import type { Annotator, Day } from '../api/types';
import { daysBetween, type Period } from './period';

export interface Series {
  days: string[];
  created: (number | null)[];
  updated: (number | null)[];
  deleted: (number | null)[];
  speed: (number | null)[]; // objects an hour
  hours: (number | null)[];
}

function sumOf(annotators: Annotator[]): Map<string, Day> {
  const sums = new Map<string, Day>();
  for (const { days } of annotators) {
    for (const day of days) {
      const sum = sums.get(day.date);
      if (!sum) {
        sums.set(day.date, { ...day });
        continue;
      }
      sum.created += day.created;
      sum.updated += day.updated;
      sum.deleted += day.deleted;
      sum.object_count += day.object_count;
      sum.working_time += day.working_time;
    }
  }
  return sums;
}

/** The days that the charts have: those of the period or, where it is open, those from the first to the last with work. */
export function daysOf(annotators: Annotator[], period: Period): string[] {
  const worked = annotators.flatMap((one) => one.days.map((day) => day.date)).sort();
  const from = period.from ?? worked[0];
  const to = period.to ?? worked.at(-1);
  return from && to ? daysBetween(from, to) : [];
}

export function seriesOf(annotators: Annotator[], days: string[]): Series {
  const sums = sumOf(annotators);
  const each = (value: (day: Day) => number | null) =>
    days.map((date) => {
      const day = sums.get(date);
      return day ? value(day) : null;
    });
  return {
    days,
    created: each((day) => day.created),
    updated: each((day) => day.updated),
    deleted: each((day) => day.deleted),
    speed: each((day) => (day.working_time > 0 ? day.object_count / day.working_time : null)),
    hours: each((day) => day.working_time),
  };
}

export interface Person {
  id: number;
  name: string;
  created: number;
  updated: number;
  deleted: number;
  objects: number;
  hours: number;
  speed: number | null; // objects an hour
}

export const personOf = (annotator: Annotator): Person => ({
  id: annotator.user_id,
  name: annotator.user_name || `user ${annotator.user_id}`,
  created: annotator.created,
  updated: annotator.updated,
  deleted: annotator.deleted,
  objects: annotator.object_count,
  hours: annotator.working_time,
  speed: annotator.working_time > 0 ? annotator.object_count / annotator.working_time : null,
});

export type Column = keyof Person;

/** By a column; who has no value comes last, whichever way. */
export function sorted(people: Person[], column: Column, descending: boolean): Person[] {
  const sign = descending ? -1 : 1;
  return [...people].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    if (typeof left === 'string') return sign * left.localeCompare(String(right));
    return sign * (left - Number(right));
  });
}
