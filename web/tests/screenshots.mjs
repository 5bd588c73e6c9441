// Takes the pictures of docs/screenshots/, which README.md shows, of a server with a few teams at work.
//
//     node web/tests/screenshots.mjs

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { closeBrowser, DESKTOP, open } from './support/browser.mjs';
import { generated, shapes } from './support/logs.mjs';
import { TOP } from './support/packages.mjs';
import { Server, tidy } from './support/server.mjs';
import { AT_ONCE } from './support/servers.mjs';

const FOLDER = path.join(TOP, 'docs/screenshots');
const PHONE = { width: 390, height: 800 };
const SECONDS_OF_WORK = 40;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function shoot(server, name, route, { there, viewport = DESKTOP, dark = false, work = async () => undefined }) {
  const page = await open(server, route, { viewport, dark });
  await there(page).waitFor();
  await work(page);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
  await page.close();
}

/** Saves of annotators, at the pace of a few teams. */
async function someWork(server, projects) {
  for (let i = 0; i < 5 * SECONDS_OF_WORK; ++i) {
    const project = projects[(i * i) % projects.length].id;
    const [job] = (await server.get(`/api/jobs?page_size=1&after=${(i * 7) % 90}`)).results;
    if (i % 7 < 4) await server.send(shapes({ job: job.id, task: job.task_id, project: job.project_id ?? project, user: 1 + (i % 6) }));
    await pause(200);
  }
}

await mkdir(FOLDER, { recursive: true });
// There is no font with pictures among those that the tests install.
const log = (await generated({ events: 150_000, days: 90, projects: 5, tasks: 18, jobs: 150 })).replace(/\p{Extended_Pictographic}\uFE0F? ?/gu, '');
const server = await Server.start({ log, options: AT_ONCE });
await server.settled();
await server.kill();
await server.up(['--quiet', '15m', '--max-wait', '15m']);

const { results: projects } = await server.get('/api/projects');
const { annotators } = await server.get(`/api/analytics/annotators?project_id=${projects[0].id}`);
const people = annotators.slice(0, 2).map((one) => one.user_id).join(',');
const report = `#/projects/${projects[0].id}?period=90d`;
const canvas = (page) => page.locator('canvas').nth(2);
const work = () => someWork(server, projects);

await shoot(server, 'report', report, { there: canvas });
await shoot(server, 'report-dark', report, { there: canvas, dark: true });
await shoot(server, 'report-phone', report, { there: canvas, viewport: PHONE });
await shoot(server, 'annotators', `${report}&people=${people}`, {
  there: (page) => page.locator('.side-by-side canvas').nth(5),
  work: (page) => page.getByRole('heading', { name: 'Annotators' }).evaluate((heading) => heading.scrollIntoView()),
});
await shoot(server, 'schedule', '#/schedule', { there: (page) => page.getByText('live', { exact: true }), work });
await shoot(server, 'schedule-phone', '#/schedule', { there: (page) => page.getByRole('row').nth(1), viewport: PHONE });
await shoot(server, 'find', '', {
  there: (page) => page.getByRole('link', { name: projects[0].name, exact: true }),
  work: async (page) => {
    await page.getByRole('button', { name: `tasks of ${projects[0].name}` }).click();
    await page.locator('.below a').first().waitFor();
  },
});
await shoot(server, 'find-phone', '', { there: (page) => page.getByRole('link', { name: projects[0].name, exact: true }), viewport: PHONE });
await closeBrowser();
await tidy();
