// The report of a project, task or job: how it is, what was done when and by whom, and the way up and down.

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { get } from '../api/client';
import type { Annotators, Kind, Page, Report, Resource } from '../api/types';
import { listen } from '../live/live';
import { freshnessOf, rootOf, standings } from '../live/states';
import { Cards } from '../report/cards';
import { DayCharts } from '../report/day_charts';
import { People } from '../report/people';
import { periodOf } from '../report/period';
import { PeriodPicker } from '../report/period_picker';
import { Renewal } from '../report/renewal';
import { daysOf, seriesOf } from '../report/series';
import { link, query } from '../router';
import { Badge } from '../ui/badge';
import { EndlessList } from '../ui/endless_list';
import { Problem } from '../ui/problem';
import { useLoaded } from '../ui/use_loaded';
import { nameOf, ResourceRow } from './find';

interface Everything {
  resource: Resource;
  project: Resource | null;
  task: Resource | null;
  report: Report;
  annotators: Annotators;
}

async function load(kind: Kind, id: number, signal: AbortSignal): Promise<Everything> {
  const { from, to } = periodOf(query.value, Date.now());
  const of = { [`${kind}_id`]: id };
  // All at once; only what is above has to wait until it is known what that is.
  const itself = get<Resource>(`/api/${kind}s/${id}`, {}, signal);
  const above = async (parent: Kind, idOf: (resource: Resource) => number | null | undefined) => {
    const parentId = idOf(await itself);
    return parentId ? get<Resource>(`/api/${parent}s/${parentId}`, {}, signal).catch(() => null) : null;
  };
  const [resource, project, task, report, annotators] = await Promise.all([
    itself,
    above('project', (resource) => resource.project_id),
    above('task', (resource) => resource.task_id),
    get<Report>('/api/analytics/reports', of, signal),
    get<Annotators>('/api/analytics/annotators', { ...of, start_date: from, end_date: to }, signal),
  ]);
  return { resource, project, task, report, annotators };
}

function Crumbs({ kind, data }: { kind: Kind; data: Everything }) {
  const { project, task, resource } = data;
  const keep = { period: query.value.get('period'), from: query.value.get('from'), to: query.value.get('to') };
  return (
    <nav aria-label="Where it is" class="crumbs">
      <a href={link('/')}>All</a>
      {project && <a href={link(`/projects/${project.id}`, keep)}>{nameOf('project', project)}</a>}
      {task && <a href={link(`/tasks/${task.id}`, keep)}>{nameOf('task', task)}</a>}
      <span aria-current="page">{nameOf(kind, resource)}</span>
    </nav>
  );
}

function Inside({ kind, resource, version }: { kind: 'project' | 'task'; resource: Resource; version: number }) {
  const below: Kind = kind === 'project' ? 'task' : 'job';
  return (
    <section aria-labelledby="inside">
      <h2 id="inside">{below === 'task' ? 'Tasks' : 'Jobs'}</h2>
      <div class="card">
        <EndlessList<Resource>
          of={`${kind} ${resource.id}`}
          label={`${below}s of ${nameOf(kind, resource)}`}
          load={(after) => get<Page<Resource>>(`/api/${below}s`, { [`${kind}_id`]: resource.id, page_size: 200, after })}
          keyOf={(item) => item.id}
          row={(item) => <ResourceRow kind={below} resource={item} />}
          empty="None."
          version={version}
        />
      </div>
    </section>
  );
}

export function ReportPage({ kind, id }: { kind: Kind; id: number }) {
  const period = `${query.value.get('period')} ${query.value.get('from')} ${query.value.get('to')}`;
  const { data, error, loading, reload } = useLoaded(period, (signal) => load(kind, id, signal));
  const version = useSignal(0);
  const root = data.value ? rootOf(kind, data.value.resource) : null;

  // Renewed reports are asked for; what is shown stays until they are there.
  useEffect(
    () =>
      listen((event) => {
        const mine = event.target === root && ['renewed', 'pending', 'cancelled', 'failed'].includes(event.kind);
        if (event.kind !== 'reload' && !mine) return;
        reload();
        if (event.kind === 'renewed') version.value += 1;
      }),
    [root],
  );
  useEffect(() => {
    if (data.value) document.title = `${nameOf(kind, data.value.resource)} – retally`;
    return () => {
      document.title = 'retally';
    };
  }, [data.value]);

  if (error.value && !data.value) return <Problem error={error.value} retry={reload} />;
  if (!data.value) return <p class="muted">Loading …</p>;
  const { resource, report, annotators } = data.value;
  const days = daysOf(annotators.annotators, periodOf(query.value, Date.now()));
  const file = `${kind}-${id}`;
  standings.value; // so that the badge follows
  return (
    <>
      <Crumbs kind={kind} data={data.value} />
      <div class="page-head">
        <h1>
          {nameOf(kind, resource)} <span class="muted number">{`${kind} #${id}`}</span>
        </h1>
        <Badge state={freshnessOf(kind, resource)} />
      </div>
      <Renewal kind={kind} resource={resource} renewed={reload} />
      {error.value && <Problem error={error.value} retry={reload} />}
      <Cards report={report} />
      <div class="page-head">
        <h2>By day</h2>
        <PeriodPicker />
      </div>
      <div aria-busy={loading.value}>
        {days.length === 0 ? <p class="card muted">Nothing was done in this period.</p> : <DayCharts series={seriesOf(annotators.annotators, days)} file={file} />}
      </div>
      <People annotators={annotators.annotators} days={days} file={file} />
      {kind !== 'job' && <Inside kind={kind} resource={resource} version={version.value} />}
    </>
  );
}
