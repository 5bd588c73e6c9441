// What waits to be renewed, what is being renewed, and what could not be.

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { ApiError, get, post } from '../api/client';
import type { SchedulePage as Listing, ScheduleStats } from '../api/types';
import { formatCount, formatRelative } from '../format';
import { listen } from '../live/live';
import { link, query } from '../router';
import { may } from '../session';
import { Problem } from '../ui/problem';
import { useLoaded } from '../ui/use_loaded';
import './schedule.css';
import { Entries, type Act, type State } from './schedule/entries';
import { RateChart } from './schedule/rate_chart';
import { serverNow } from './schedule/server_time';
import { nameOf } from './schedule/target';
import { useStats } from './schedule/use_stats';

const PAGE_SIZE = 50;
// Bursts of events ask for one look.
const LOOK_AFTER_MS = 500;

const STATES: [State, string][] = [
  ['pending', 'Waiting'],
  ['running', 'Running'],
  ['failed', 'Failed'],
  ['history', 'Done'],
];
const EMPTY: Record<State, string> = {
  pending: 'Nothing waits: every report shows what is known.',
  running: 'Nothing runs at the moment.',
  failed: 'Nothing has failed.',
  history: 'Nothing was renewed yet.',
};
const DONE: Record<Act, string> = { run: 'is renewed now', cancel: 'is off the list', retry: 'is tried again' };

/** Calls `look` soon after something has happened on the schedule. */
function useNews(look: () => void): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    let timer: number | undefined;
    const off = listen(() => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        latest.current();
      }, LOOK_AFTER_MS);
    });
    return () => (off(), clearTimeout(timer));
  }, []);
}

function Tabs({ state, stats }: { state: State; stats: ScheduleStats | null }) {
  const counts: Partial<Record<State, number>> = stats?.counts ?? {};
  return (
    <nav class="tabs" aria-label="States">
      {STATES.map(([name, label]) => (
        <a key={name} href={link('/schedule', { state: name === 'pending' ? null : name })} aria-current={name === state ? 'page' : undefined}>
          {label} {counts[name] !== undefined && <span class="count number">{formatCount(counts[name])}</span>}
        </a>
      ))}
    </nav>
  );
}

function Pager({ state, page, total }: { state: State; page: number; total: number }) {
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  if (pages === 1) return null;
  const to = (number: number) => link('/schedule', { state, page: number });
  return (
    <nav class="pager" aria-label="Pages of the list">
      {page > 1 ? <a href={to(page - 1)}>Previous</a> : <span class="muted">Previous</span>}
      <span class="number">
        {formatCount(page)} of {formatCount(pages)}
      </span>
      {page < pages ? <a href={to(page + 1)}>Next</a> : <span class="muted">Next</span>}
    </nav>
  );
}

export function SchedulePage() {
  const asked = query.value.get('state');
  const state = STATES.find(([name]) => name === asked)?.[0] ?? 'pending';
  const page = Math.max(1, Math.floor(Number(query.value.get('page'))) || 1);
  const stats = useStats();
  const { data, error, reload } = useLoaded(`${state} ${page}`, (signal) =>
    get<Listing>('/api/schedule', { state, page, page_size: PAGE_SIZE }, signal),
  );
  useNews(reload);
  // Of changes that are merged the stream says nothing.
  const touches = stats.latest.value?.totals.touches;
  useEffect(() => {
    if (touches !== undefined && data.value && data.value.totals.touches !== touches) reload();
  }, [touches]);
  const told = useSignal('');
  const list = useRef<HTMLHeadingElement>(null);

  const act = async (what: Act, target: string) => {
    try {
      await post(`/api/schedule/${encodeURIComponent(target)}/${what}`);
      told.value = `${nameOf(target).value} ${DONE[what]}.`;
    } catch (reason) {
      told.value = reason instanceof ApiError ? reason.message : String(reason);
    }
    if (what !== 'run') list.current?.focus(); // the button goes with its line
    reload();
  };

  const shown = data.value?.state === state && data.value.page === page ? data.value : null;
  const latest = stats.latest.value ?? data.value;
  const title = STATES.find(([name]) => name === state)?.[1];
  return (
    <>
      <div class="page-head">
        <h1>Schedule</h1>
        {latest?.oldest_pending && <p class="muted told">The oldest change came {formatRelative(latest.oldest_pending, serverNow.value)}.</p>}
      </div>
      <div class="rates">
        <RateChart title="Changes" samples={stats.samples.value} counted="touches" />
        <RateChart title="Merged" samples={stats.samples.value} counted="merges" />
        <RateChart title="Updates" samples={stats.samples.value} counted="runs" />
      </div>
      <section class="card" aria-labelledby="schedule-list">
        <Tabs state={state} stats={latest} />
        <h2 id="schedule-list" class="hidden" ref={list} tabIndex={-1}>
          {title}
        </h2>
        {!may.operate.value && <p class="muted">You may look, but not act: that takes a token with the scope “operate”.</p>}
        <p role="status" class="told">
          {told.value}
        </p>
        {error.value && !shown && <Problem error={error.value} retry={reload} />}
        {!error.value && !shown && <p class="muted">Loading …</p>}
        {shown && shown.results.length === 0 && <p class="muted">{EMPTY[state]}</p>}
        {shown && shown.results.length > 0 && <Entries state={state} entries={shown.results} act={(what, target) => void act(what, target)} />}
        {shown && <Pager state={state} page={page} total={shown.total} />}
      </section>
    </>
  );
}
