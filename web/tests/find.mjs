// Finding a project, a task or a job.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { open } from './support/browser.mjs';
import { eventually } from './support/eventually.mjs';
import { shapes } from './support/logs.mjs';
import { Server } from './support/server.mjs';
import { empty, LATER, teams } from './support/servers.mjs';

describe('the page Find', () => {
  let server;
  before(async () => (server = await teams()));

  it('shows the projects by their names, and what is in them', async () => {
    const page = await open(server);
    const { results } = await server.get('/api/projects');
    for (const project of results) await page.getByRole('link', { name: project.name, exact: true }).waitFor();
    const [task] = (await server.get(`/api/tasks?project_id=${results[0].id}`)).results;
    await page.getByRole('button', { name: `tasks of ${results[0].name}` }).click();
    await page.getByRole('link', { name: task.name, exact: true }).waitFor();
    await page.getByRole('button', { name: `jobs of ${task.name}` }).click();
    const [job] = (await server.get(`/api/jobs?task_id=${task.id}`)).results;
    await page.getByText(`#${job.id}`, { exact: true }).first().waitFor();
    await page.close();
  });

  it('searches while one types, and has a link to what was found', async () => {
    const page = await open(server);
    const [task] = (await server.get('/api/tasks')).results;
    await page.getByRole('searchbox').pressSequentially(task.name);
    await page.getByRole('region', { name: 'tasks that match' }).getByRole('link', { name: task.name, exact: true }).waitFor();
    await eventually(() => assert.ok(page.url().endsWith(`?${new URLSearchParams({ search: task.name })}`), page.url()));
    const shared = await open(server, page.url().slice(server.url.length + 1));
    await shared.getByRole('link', { name: task.name, exact: true }).first().click();
    await shared.getByRole('heading', { level: 1, name: new RegExp(`task #${task.id}$`) }).waitFor();
    await shared.close();
    await page.close();
  });

  it('says at a glance what is fresh, waits, or has no report', async () => {
    const own = await Server.start({ options: LATER });
    await own.send(shapes({ project: 1, job: 1 }), shapes({ project: 2, task: 2, job: 2 }));
    const page = await open(own);
    const row = (name) => page.getByRole('listitem').filter({ hasText: name });
    await row('project 1').getByText('waiting').waitFor();
    await own.request('POST', '/api/schedule/project:1/run');
    await own.request('POST', '/api/schedule/project:1/cancel');
    await own.request('POST', '/api/schedule/project:2/cancel');
    await row('project 1').getByText('fresh').waitFor();
    await row('project 2').getByText('no report yet').waitFor();
    await page.close();
  });

  it('tells who has nothing yet how to connect CVAT', async () => {
    const page = await open(await empty());
    await page.getByText('DJANGO_LOG_SERVER_HOST=127.0.0.1').waitFor();
    await page.getByText(`DJANGO_LOG_SERVER_PORT=${(await empty()).port}`).waitFor();
    await page.getByRole('main').getByRole('link', { name: /import/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
    await page.close();
  });
});
