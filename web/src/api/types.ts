// The shapes of the server's answers (docs/rest.md). Times are ISO 8601, UTC.

export type Kind = 'project' | 'task' | 'job';

export interface Session {
  token_needed: boolean;
  name: string | null;
  scopes: string[];
  version: string;
  quiet_ms: number;
  max_wait_ms: number;
}

export interface Resource {
  id: number;
  name: string;
  type?: string;
  task_id?: number | null;
  project_id?: number | null;
  deleted: boolean;
  version: number;
  report: { created: string | null; fresh: boolean; due?: string | null };
}

export interface Page<T> {
  results: T[];
  next: number | null;
}

export interface Metric {
  name: string;
  description: string;
  default_view: 'histogram' | 'numeric';
  data_series: Record<string, { value: number; date: string }[]>;
}

export interface Report {
  created_date: string;
  statistics: Metric[];
}

export interface Day {
  date: string;
  created: number;
  updated: number;
  deleted: number;
  object_count: number;
  working_time: number; // hours
}

export interface Annotator extends Omit<Day, 'date'> {
  user_id: number;
  user_name: string;
  days: Day[];
}

export interface Annotators {
  annotators: Annotator[];
}

export interface ScheduleEntry {
  target: string;
  kind: 'update' | 'request';
  user: string | null;
  first_touch: string | null;
  due: string | null;
  started: string | null;
  lease_until: string | null;
  ended: string | null;
  attempt: number;
  touches: number;
  error: string | null;
}

export interface ScheduleStats {
  now: string;
  counts: { pending: number; running: number; failed: number; requests: number };
  oldest_pending: string | null;
  next_due: string | null;
  totals: { touches: number; merges: number; runs: number; failures: number; orphans: number };
}

export interface SchedulePage extends ScheduleStats {
  state: string;
  total: number;
  page: number;
  page_size: number;
  results: ScheduleEntry[];
}

export interface StreamEvent {
  kind: 'pending' | 'requested' | 'running' | 'renewed' | 'failed' | 'cancelled' | 'reload';
  target?: string;
  at?: string;
  due?: string;
  error?: string;
}
