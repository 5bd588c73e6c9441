// The tree of projects, tasks and jobs, and a search through all of them.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import { ApiError, get } from '../api/client';
import type { Kind, Page, Resource } from '../api/types';
import { freshnessOf, standings } from '../live/states';
import { listen } from '../live/live';
import { link, query, setQuery } from '../router';
import { Badge } from '../ui/badge';
import { EndlessList } from '../ui/endless_list';
import { Problem } from '../ui/problem';
import { useLoaded } from '../ui/use_loaded';
import { Welcome } from './welcome';

const KINDS: Kind[] = ['project', 'task', 'job'];
const PAGE = 200;

const load = (kind: Kind, after: number, search: string, parent: object = {}) =>
  get<Page<Resource>>(`/api/${kind}s`, { page_size: PAGE, after, search, ...parent });

export const nameOf = (kind: Kind, resource: Resource): string => resource.name || `${kind} ${resource.id}`;

export function ResourceRow({ kind, resource }: { kind: Kind; resource: Resource }) {
  standings.value; // so that the badge follows
  return (
    <div class="row">
      <a href={link(`/${kind}s/${resource.id}`)}>{nameOf(kind, resource)}</a>
      <span class="muted number">#{resource.id}</span>
      <Badge state={freshnessOf(kind, resource)} />
    </div>
  );
}

/** What is in a project or task, when the reader opens it. */
function Branch({ kind, resource }: { kind: 'project' | 'task'; resource: Resource }) {
  const open = useSignal(false);
  const below = kind === 'project' ? 'task' : 'job';
  const id = `below-${kind}-${resource.id}`;
  return (
    <>
      <div class="branch">
        <button
          type="button"
          class="quiet twist"
          aria-expanded={open.value}
          aria-controls={id}
          aria-label={`${below}s of ${nameOf(kind, resource)}`}
          onClick={() => (open.value = !open.value)}
        >
          <span aria-hidden="true">{open.value ? '▾' : '▸'}</span>
        </button>
        <ResourceRow kind={kind} resource={resource} />
      </div>
      <div id={id} class="below" hidden={!open.value}>
        {open.value && <Below kind={kind} resource={resource} />}
      </div>
    </>
  );
}

function Below({ kind, resource }: { kind: 'project' | 'task'; resource: Resource }) {
  const items = useSignal<Resource[]>([]);
  const next = useSignal<number | null>(0);
  const error = useSignal<ApiError | null>(null);
  const below: Kind = kind === 'project' ? 'task' : 'job';
  const more = async () => {
    try {
      const page = await load(below, next.value ?? 0, '', { [`${kind}_id`]: resource.id });
      items.value = [...items.value, ...page.results];
      next.value = page.next;
      error.value = null;
    } catch (reason) {
      error.value = reason instanceof ApiError ? reason : new ApiError(0, String(reason));
    }
  };
  useEffect(() => void more(), []);
  if (error.value) return <Problem error={error.value} retry={() => void more()} />;
  return (
    <ul class="tree">
      {items.value.map((item) => (
        <li key={item.id}>{below === 'task' ? <Branch kind="task" resource={item} /> : <ResourceRow kind="job" resource={item} />}</li>
      ))}
      {next.value !== null && (
        <li>
          <button type="button" class="quiet" onClick={() => void more()}>
            More
          </button>
        </li>
      )}
    </ul>
  );
}

/** What lies at the top: projects or, where CVAT has them in none, tasks. */
function Top({ kind, title, parent = {}, empty }: { kind: 'project' | 'task'; title: string; parent?: object; empty: ComponentChildren }) {
  const items = useSignal<Resource[] | null>(null);
  const next = useSignal<number | null>(0);
  const more = async (again = false) => {
    const wanted = again ? (items.value?.length ?? 0) : 0;
    let found = again ? [] : (items.value ?? []);
    let after = again ? 0 : (next.value ?? 0);
    do {
      const page = await load(kind, after, '', parent);
      found = [...found, ...page.results];
      next.value = page.next;
      after = page.next ?? 0;
    } while (next.value !== null && found.length < wanted);
    items.value = found;
  };
  useEffect(() => {
    void more().catch(() => undefined);
    // One that is renewed may be new, or have a new name.
    let timer = 0;
    const off = listen((event) => {
      if (event.kind !== 'renewed' && event.kind !== 'reload') return;
      clearTimeout(timer);
      timer = window.setTimeout(() => void more(true).catch(() => undefined), 500);
    });
    return () => (off(), clearTimeout(timer));
  }, []);
  if (!items.value) return <p class="muted">Loading …</p>;
  if (items.value.length === 0) return empty;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul class="tree card">
        {items.value.map((item) => (
          <li key={item.id}>
            <Branch kind={kind} resource={item} />
          </li>
        ))}
        {next.value !== null && (
          <li>
            <button type="button" class="quiet" onClick={() => void more()}>
              More {kind}s
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}

function Everything() {
  const nothing = useLoaded('', async (signal) => {
    const some = await Promise.all(['project', 'task'].map((kind) => get<Page<Resource>>(`/api/${kind}s`, { page_size: 1 }, signal)));
    return some.every((page) => page.results.length === 0);
  });
  // The first events make the welcome go.
  useEffect(() => listen(() => nothing.data.value && nothing.reload()), []);
  if (nothing.error.value && nothing.data.value === null) return <Problem error={nothing.error.value} retry={nothing.reload} />;
  if (nothing.data.value === null) return <p class="muted">Loading …</p>;
  if (nothing.data.value) return <Welcome />;
  return (
    <>
      <Top kind="project" title="Projects" empty={null} />
      <Top kind="task" title="Tasks in no project" parent={{ project_id: 'none' }} empty={null} />
    </>
  );
}

function Found({ search }: { search: string }) {
  return (
    <>
      {KINDS.map((kind) => (
        <section key={kind} aria-labelledby={`found-${kind}`}>
          <h2 id={`found-${kind}`}>{kind[0]!.toUpperCase() + kind.slice(1)}s</h2>
          <div class="card">
            <EndlessList<Resource>
              of={`${kind} ${search}`}
              label={`${kind}s that match`}
              load={(after) => load(kind, after, search)}
              keyOf={(item) => item.id}
              row={(item) => <ResourceRow kind={kind} resource={item} />}
              empty="None."
            />
          </div>
        </section>
      ))}
    </>
  );
}

export function FindPage() {
  const search = query.value.get('search') ?? '';
  const typed = useSignal(search);
  useEffect(() => {
    const timer = setTimeout(() => typed.value !== search && setQuery({ search: typed.value || null }), 150);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <>
      <div class="page-head">
        <h1>Projects, tasks and jobs</h1>
        <input
          type="search"
          class="search"
          placeholder="Search by name or number"
          aria-label="Search by name or number"
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </div>
      {search ? <Found search={search} /> : <Everything />}
    </>
  );
}
