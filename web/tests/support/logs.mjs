// The logs that the servers of the tests begin with.

import { retally } from './server.mjs';

const DAY_SECONDS = 86_400;

/** What a few teams did on about so many days, until yesterday or today. */
export async function generated({ events, days, projects, tasks, jobs, annotators = 8, seed = 1 }) {
  const numbers = { events, days, projects, tasks, jobs, annotators, seed };
  const log = await retally(['generate', ...Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)])]);
  // The generator's days are always the same ones: they are moved, by whole days. The first time of a line is the event's.
  const last = Number(/.*"timestamp":"(\d+)/.exec(log.slice(log.lastIndexOf('\n', log.length - 2)))[1]);
  const later = Math.floor((Date.now() / 1000 - last) / DAY_SECONDS) * DAY_SECONDS;
  return log.replace(/^(.*?"timestamp":")(\d+)/gm, (_, before, seconds) => before + (Number(seconds) + later));
}

let count = 0;

/** An event that counts, and is none that was before: `count` shapes drawn in a job, now or so many days ago. */
export function shapes({ job, task = 1, project = 1, user = 5, name = 'anna', shapes: drawn = 1, daysAgo = 0 }) {
  count += 1;
  return {
    scope: 'create:shapes',
    source: 'server',
    obj_name: 'rectangle',
    timestamp: (Date.now() / 1000 - daysAgo * DAY_SECONDS + count / 1e5).toFixed(5),
    count: drawn,
    project_id: project,
    task_id: task,
    job_id: job,
    user_id: user,
    user_name: name,
  };
}

/** The same annotator's working time, in the same job. */
const workingTime = (event, minutes) => ({
  ...event,
  scope: 'send:working_time',
  obj_name: null,
  duration: minutes * 60_000,
  count: 1,
  payload: JSON.stringify({ working_time: minutes * 60_000 }),
});

const lines = (events) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

/** One project, of one task, of so many jobs. */
export function manyJobs(jobs) {
  return lines(Array.from({ length: jobs }, (_, i) => shapes({ job: i + 1 })));
}

/** So many projects with a job each. */
export function manyProjects(projects) {
  return lines(Array.from({ length: projects }, (_, i) => shapes({ job: i + 1, task: i + 1, project: i + 1 })));
}

/** A project of so many jobs, in which eight annotators have worked on every day of a year. */
export function yearOfJobs(jobs) {
  const everyJob = Array.from({ length: jobs }, (_, i) => shapes({ job: i + 1, daysAgo: 364 }));
  const everyDay = Array.from({ length: 365 * 8 }, (_, i) => {
    const user = 1 + (i % 8);
    return shapes({ job: 1 + (i % jobs), user, name: `annotator ${user}`, shapes: 5 + (i % 7), daysAgo: Math.floor(i / 8) });
  });
  return lines([...everyJob, ...everyDay.flatMap((event) => [event, workingTime(event, 20)])]);
}
