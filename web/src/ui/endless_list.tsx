// A list of any length: the server is asked for a page when the reader comes near its end, and only the rows that can be
// seen are in the document.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { ApiError } from '../api/client';
import type { Page } from '../api/types';
import { Problem } from './problem';

const ROW = 44; // px, as in style.css
const AROUND = 10; // rows kept above and below what is seen
const MOST_SEEN = 12; // rows of the box

interface Properties<T> {
  /** What the list is of: another one begins anew. */
  of: string;
  label: string;
  load: (after: number) => Promise<Page<T>>;
  row: (item: T) => ComponentChildren;
  keyOf: (item: T) => number;
  empty: ComponentChildren;
  /** Grows when what is shown may have changed: the pages are asked for again, and replaced when all are there. */
  version?: number;
}

export function EndlessList<T>({ of, label, load, row, keyOf, empty, version = 0 }: Properties<T>) {
  const items = useSignal<T[]>([]);
  const next = useSignal<number | null>(0);
  const error = useSignal<ApiError | null>(null);
  const top = useSignal(0);
  const generation = useRef(0);
  const busy = useRef(false);

  const more = async () => {
    if (busy.current || next.value === null) return;
    busy.current = true;
    const mine = generation.current;
    try {
      const page = await load(next.value);
      if (mine !== generation.current) return;
      items.value = [...items.value, ...page.results];
      next.value = page.next;
      error.value = null;
    } catch (reason) {
      if (mine === generation.current) error.value = reason instanceof ApiError ? reason : new ApiError(0, String(reason));
    } finally {
      if (mine === generation.current) busy.current = false;
    }
  };

  useEffect(() => {
    generation.current += 1;
    busy.current = false;
    items.value = [];
    next.value = 0;
    error.value = null;
    top.value = 0;
    void more();
  }, [of]);

  // As many as there were, in place, so that nothing jumps.
  useEffect(() => {
    if (version === 0) return;
    const mine = generation.current;
    void (async () => {
      const wanted = items.value.length;
      const found: T[] = [];
      let after: number | null = 0;
      do {
        const page: Page<T> = await load(after);
        found.push(...page.results);
        after = page.next;
      } while (after !== null && found.length < wanted);
      if (mine !== generation.current) return;
      items.value = found;
      next.value = after;
    })().catch(() => undefined);
  }, [version]);

  const first = Math.max(0, Math.floor(top.value / ROW) - AROUND);
  const shown = items.value.slice(first, first + MOST_SEEN + 2 * AROUND);
  const onScroll = (event: Event) => {
    const box = event.currentTarget as HTMLElement;
    top.value = box.scrollTop;
    if (box.scrollTop + box.clientHeight > box.scrollHeight - AROUND * ROW) void more();
  };

  if (error.value && items.value.length === 0) return <Problem error={error.value} retry={() => void more()} />;
  if (items.value.length === 0) return next.value === null ? <p class="muted">{empty}</p> : <p class="muted">Loading …</p>;
  return (
    <div class="endless" onScroll={onScroll} tabIndex={0} role="region" aria-label={label}>
      <ul ref={(list) => list?.style.setProperty('--above', `${first * ROW}px`)} class="endless-rows">
        {shown.map((item, i) => (
          <li key={keyOf(item)} aria-posinset={first + i + 1} aria-setsize={next.value === null ? items.value.length : -1}>
            {row(item)}
          </li>
        ))}
      </ul>
      <div
        ref={(space) => space?.style.setProperty('height', `${Math.max(0, items.value.length - first - shown.length) * ROW}px`)}
        aria-hidden="true"
      />
      {next.value !== null && (
        <button type="button" class="quiet" onClick={() => void more()}>
          More
        </button>
      )}
    </div>
  );
}
