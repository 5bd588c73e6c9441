// The schedule, and what one can do to it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './support/browser.mjs';
import { eventually } from './support/eventually.mjs';
import { shapes } from './support/logs.mjs';
import { Server } from './support/server.mjs';
import { LATER, waiting } from './support/servers.mjs';

const row = (page, target) => page.getByRole('row').filter({ hasText: target });

describe('the page Schedule', () => {
  it('counts down what waits, with the changes that each update stands for', async () => {
    const server = await waiting();
    await server.send(shapes({ job: 1 }));
    await server.send(shapes({ job: 1 }));
    const page = await open(server, '#/schedule');
    await row(page, 'project:1').getByRole('cell', { name: '3', exact: true }).waitFor();
    await row(page, 'project:2').getByRole('cell', { name: '1', exact: true }).waitFor();
    await server.send(shapes({ job: 1 }));
    await row(page, 'project:1').getByRole('cell', { name: '4', exact: true }).waitFor();
    const left = () => row(page, 'project:2').locator('time').nth(1).textContent();
    const first = await left();
    assert.match(first, /^(59:\d\d|1:00:00)$/);
    await eventually(async () => assert.notEqual(await left(), first));
    await row(page, 'project:1').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /project #1$/ }).waitFor();
    await page.close();
  });

  it('follows what happens elsewhere, without being loaded again', async () => {
    const server = await waiting();
    const page = await open(server, '#/schedule');
    await row(page, 'project:1').waitFor();
    await server.request('POST', '/api/schedule/project:1/cancel');
    await row(page, 'project:1').waitFor({ state: 'detached' });
    await server.send(shapes({ job: 9, task: 9, project: 9 }));
    await row(page, 'project:9').waitFor();
    await page.close();
  });

  it('takes an update off, and renews one now', async () => {
    const server = await waiting();
    const page = await open(server, '#/schedule');
    await page.getByRole('button', { name: 'Cancel: project 1' }).click();
    await page.getByRole('status').getByText('project 1 is off the list.').waitFor();
    await row(page, 'project:1').waitFor({ state: 'detached' });
    // The button went with its line: whoever uses a keyboard is not lost.
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Waiting');
    await page.getByRole('button', { name: 'Run now: project 2' }).click();
    await page.getByRole('status').getByText('project 2 is renewed now.').waitFor();
    await page.getByRole('link', { name: 'Done' }).click();
    await row(page, 'project:2').getByText('asked for').waitFor();
    await row(page, 'project:2').getByText('renewed').waitFor();
    await page.close();
  });

  it('tells that somebody else was quicker', async () => {
    const server = await waiting();
    const page = await open(server, '#/import', { allow: [/404|ERR_FAILED/] });
    await page.route('**/api/stream', (route) => route.abort()); // so that the page hears nothing of it
    await page.goto(`${server.url}/#/schedule`);
    await page.reload();
    await row(page, 'project:1').waitFor();
    await server.request('POST', '/api/schedule/project:1/cancel');
    await page.getByRole('button', { name: 'Cancel: project 1' }).click();
    await page.getByRole('status').getByText('it is neither pending nor failed').waitFor();
    await row(page, 'project:1').waitFor({ state: 'detached' });
    await page.close();
  });

  it('draws how many changes a second come, are merged, and become updates', async () => {
    const server = await Server.start({ options: LATER });
    const page = await open(server, '#/schedule');
    const changes = page.getByRole('img', { name: /^Changes: 0\.0 a second/ });
    await changes.waitFor();
    await server.send(shapes({ job: 1 }));
    await server.send(shapes({ job: 1 }));
    await page.getByRole('img', { name: /^Changes: .* at most (?!0\.0)/ }).waitFor();
    await page.getByRole('img', { name: /^Merged: .* at most (?!0\.0)/ }).waitFor();
    assert.match(await page.getByRole('img', { name: /^Changes/ }).locator('path').getAttribute('d'), /^M.*L/);
    await page.close();
  });
});
