// What waits, runs, has failed or has been done: one page of it, as a table that renews itself.

import type { ComponentChildren } from 'preact';

import type { ScheduleEntry } from '../../api/types';
import { formatClock, formatCount, formatMoment, formatRelative } from '../../format';
import { link } from '../../router';
import { may } from '../../session';
import { serverNow } from './server_time';
import { nameOf, parseTarget } from './target';

export type State = 'pending' | 'running' | 'failed' | 'history';
export type Act = 'run' | 'cancel' | 'retry';

interface Column {
  title: string;
  cell: (entry: ScheduleEntry) => ComponentChildren;
  number?: boolean;
}

const TARGET: Column = { title: 'What', cell: ({ target }) => <Target target={target} /> };
const CHANGES: Column = { title: 'Changes', number: true, cell: ({ touches }) => formatCount(touches) };
const WHY: Column = { title: 'Why', cell: ({ kind, user }) => (kind === 'request' ? `asked for${user ? ` by ${user}` : ''}` : 'changes') };

const COLUMNS: Record<State, Column[]> = {
  pending: [
    TARGET,
    { title: 'Waits since', cell: ({ first_touch }) => <Ago time={first_touch} /> },
    { title: 'Due in', number: true, cell: ({ due }) => <Countdown due={due} /> },
    CHANGES,
  ],
  running: [TARGET, WHY, { title: 'Runs for', number: true, cell: ({ started }) => <Age since={started} /> }, CHANGES],
  failed: [
    TARGET,
    { title: 'Failed', cell: ({ ended }) => <Ago time={ended} /> },
    { title: 'Reason', cell: ({ error }) => <span class="reason">{error ?? 'not told'}</span> },
    { title: 'Attempts', number: true, cell: ({ attempt }) => formatCount(attempt) },
  ],
  history: [
    TARGET,
    WHY,
    { title: 'Ended', cell: ({ ended }) => <Ago time={ended} /> },
    { title: 'Took', number: true, cell: ({ started, ended }) => took(started, ended) },
    { title: 'Outcome', cell: ({ error }) => (error ? <span class="bad reason">failed: {error}</span> : 'renewed') },
  ],
};

const ACTS: Record<State, [Act, string][]> = {
  pending: [
    ['run', 'Run now'],
    ['cancel', 'Cancel'],
  ],
  running: [],
  failed: [
    ['retry', 'Retry'],
    ['cancel', 'Dismiss'],
  ],
  history: [],
};

interface Properties {
  state: State;
  entries: readonly ScheduleEntry[];
  act: (act: Act, target: string) => void;
}

export function Entries({ state, entries, act }: Properties) {
  const acts = may.operate.value ? ACTS[state] : [];
  return (
    <div class="entries-box" tabIndex={0} role="region" aria-label={`Updates: ${state}`}>
      <table class="entries">
        <thead>
          <tr>
            {COLUMNS[state].map(({ title, number }) => (
              <th key={title} scope="col" class={number ? 'right number' : undefined}>
                {title}
              </th>
            ))}
            {acts.length > 0 && (
              <th scope="col">
                <span class="hidden">What you can do</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={`${entry.target} ${entry.kind} ${entry.started}`}>
              {COLUMNS[state].map(({ title, cell, number }) => (
                <td key={title} class={number ? 'right number' : undefined} data-title={title}>
                  {cell(entry)}
                </td>
              ))}
              {acts.length > 0 && (
                <td class="acts">
                  {acts.map(([name, label]) => (
                    <button key={name} type="button" aria-label={`${label}: ${nameOf(entry.target).value}`} onClick={() => act(name, entry.target)}>
                      {label}
                    </button>
                  ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Target({ target }: { target: string }) {
  const parsed = parseTarget(target);
  const name = nameOf(target).value;
  if (!parsed) return <>{name}</>;
  return (
    <span>
      <a href={link(`/${parsed.kind}s/${parsed.id}`)}>{name}</a> <span class="muted">{target}</span>
    </span>
  );
}

function Ago({ time }: { time: string | null }) {
  if (!time) return <>–</>;
  return (
    <time dateTime={time} title={formatMoment(time)}>
      {formatRelative(time, serverNow.value)}
    </time>
  );
}

function Countdown({ due }: { due: string | null }) {
  if (!due) return <>–</>;
  const left = Date.parse(due) - serverNow.value;
  return (
    <time dateTime={due} title={formatMoment(due)}>
      {left > 0 ? formatClock(left) : 'now'}
    </time>
  );
}

function Age({ since }: { since: string | null }) {
  return <>{since ? formatClock(serverNow.value - Date.parse(since)) : '–'}</>;
}

function took(started: string | null, ended: string | null): string {
  return started && ended ? `${formatCount(Date.parse(ended) - Date.parse(started))} ms` : '–';
}
