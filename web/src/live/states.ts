// Where the targets stand: what waits, runs and has failed. Of very many, the first thousand of each state are known.

import { signal } from '@preact/signals';

import { get } from '../api/client';
import type { Resource, SchedulePage, StreamEvent } from '../api/types';
import type { Freshness } from '../ui/badge';
import { listen } from './live';

type Standing = 'waiting' | 'running' | 'failed';
export const standings = signal<ReadonlyMap<string, Standing>>(new Map());

const SHOWN = 1000;

async function look(): Promise<void> {
  const page = (state: string) => get<SchedulePage>('/api/schedule', { state, page_size: SHOWN });
  const [pending, running, failed] = await Promise.all([page('pending'), page('running'), page('failed')]);
  const found = new Map<string, Standing>();
  for (const entry of failed.results) found.set(entry.target, 'failed');
  for (const entry of pending.results) found.set(entry.target, 'waiting');
  for (const entry of running.results) found.set(entry.target, 'running');
  standings.value = found;
}

const AFTER: Partial<Record<StreamEvent['kind'], Standing>> = { pending: 'waiting', requested: 'waiting', running: 'running', failed: 'failed' };

// Events come in bursts: the map is copied once for all of one frame.
let changes: StreamEvent[] = [];
function apply(): void {
  const next = new Map(standings.value);
  for (const event of changes) {
    const after = AFTER[event.kind];
    if (after) next.set(event.target!, after);
    else next.delete(event.target!);
  }
  changes = [];
  standings.value = next;
}

export function followStandings(): void {
  listen((event) => {
    if (event.kind === 'reload') {
      changes = [];
      void look().catch(() => undefined);
      return;
    }
    if (changes.length === 0) setTimeout(apply, 100);
    changes.push(event);
  });
}

/** The target that is scheduled for a resource: its root. */
export function rootOf(kind: 'project' | 'task' | 'job', resource: Resource): string {
  if (kind === 'project') return `project:${resource.id}`;
  if (resource.project_id) return `project:${resource.project_id}`;
  return kind === 'task' ? `task:${resource.id}` : `task:${resource.task_id}`;
}

export function freshnessOf(kind: 'project' | 'task' | 'job', resource: Resource): Freshness {
  if (resource.deleted) return 'deleted';
  const standing = standings.value.get(rootOf(kind, resource));
  if (standing) return standing;
  return resource.report.fresh ? 'fresh' : resource.report.created ? 'waiting' : 'stale';
}
