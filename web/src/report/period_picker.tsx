// Chooses the period: a few usual ones, or days of one's own.

import { query, setQuery } from '../router';
import { periodOf, PRESETS, presetOf } from './period';

export function PeriodPicker() {
  const preset = presetOf(query.value);
  const { from, to } = periodOf(query.value, Date.now());
  const choose = (changes: { from?: string | null; to?: string | null }) =>
    setQuery({ period: null, from: from, to: to, ...changes });
  return (
    <fieldset class="period">
      <legend class="hidden">Period</legend>
      <div class="segments">
        {PRESETS.map(({ name, label }) => (
          <button
            type="button"
            key={name}
            aria-pressed={preset === name}
            onClick={() => setQuery({ period: name, from: null, to: null })}
          >
            {label}
          </button>
        ))}
      </div>
      <label>
        <span class="muted">from</span>
        <input type="date" value={from ?? ''} max={to ?? undefined} onChange={(event) => choose({ from: event.currentTarget.value || null })} />
      </label>
      <label>
        <span class="muted">to</span>
        <input type="date" value={to ?? ''} min={from ?? undefined} onChange={(event) => choose({ to: event.currentTarget.value || null })} />
      </label>
    </fieldset>
  );
}
