// The period that governs every chart. Days are UTC, as CVAT's are.

export interface Period {
  from: string | null; // "2024-06-01", with this day; null: from the beginning
  to: string | null; // with this day; null: to the end
}

export const PRESETS = [
  { name: '7d', label: '7 days', days: 7 },
  { name: '30d', label: '30 days', days: 30 },
  { name: '90d', label: '90 days', days: 90 },
  { name: '1y', label: '1 year', days: 365 },
  { name: 'all', label: 'All', days: 0 },
] as const;

export const DEFAULT_PRESET = '30d';

const DAY = 86_400_000;

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

/** Which preset a page's query names; null: it names days of its own. */
export function presetOf(query: URLSearchParams): string | null {
  const name = query.get('period');
  if (PRESETS.some((preset) => preset.name === name)) return name;
  return isDay(query.get('from')) || isDay(query.get('to')) ? null : DEFAULT_PRESET;
}

export function periodOf(query: URLSearchParams, now: number): Period {
  const preset = PRESETS.find((one) => one.name === presetOf(query));
  if (!preset) {
    const from = query.get('from');
    const to = query.get('to');
    return { from: isDay(from) ? from : null, to: isDay(to) ? to : null };
  }
  if (preset.days === 0) return { from: null, to: null };
  return { from: dayOf(now - (preset.days - 1) * DAY), to: dayOf(now) };
}

/** Every day from one to another, both with it. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let time = Date.parse(from); time <= Date.parse(to); time += DAY) days.push(dayOf(time));
  return days;
}
