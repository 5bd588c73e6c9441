// A log that is dropped on the page.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { open } from './support/browser.mjs';
import { eventually } from './support/eventually.mjs';
import { generated } from './support/logs.mjs';
import { TOP } from './support/packages.mjs';
import { folder, retally, Server } from './support/server.mjs';
import { AT_ONCE, LATER } from './support/servers.mjs';

const sample = (name) => readFile(path.join(TOP, 'tests/samples', name));
async function choose(page, name, content) {
  const file = path.join(await folder(), name);
  await writeFile(file, content);
  await page.getByLabel(/Choose a log/).setInputFiles(file);
}
/** How many pieces were sent; `on` is told of each. */
function watchPieces(page, on = () => undefined) {
  const pieces = { sent: 0 };
  page.on('request', (request) => {
    if (request.url().endsWith('/api/events')) on((pieces.sent += 1));
  });
  return pieces;
}
const counted = (page, name, count) =>
  page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) }).getByText(count, { exact: true }).waitFor();

describe('the page Import', () => {
  it('takes every form of a log, and counts nothing twice', async () => {
    const server = await Server.start({ options: AT_ONCE });
    const page = await open(server, '#/import');
    await choose(page, 'events.csv', await sample('events.csv'));
    await page.getByRole('status').getByText('All 25 events are on disk.').waitFor();
    const fresh = Number(await page.locator('dl > div').filter({ hasText: 'New' }).locator('dd').textContent());
    for (const [name, content] of [
      ['events.csv.gz', gzipSync(await sample('events.csv'))],
      ['events.ndjson', await sample('events.ndjson')],
      ['bodies.ndjson', await sample('vector_bodies.ndjson')],
    ]) {
      await choose(page, name, content);
      await page.getByRole('heading', { name: `Imported: ${name}` }).waitFor();
      await counted(page, 'New', '0');
      await counted(page, 'Known already', String(fresh));
    }
    await page.close();
  });

  it('names what was rejected by its line in the file, however often that was cut', async () => {
    const server = await Server.start({ options: LATER });
    const log = (await generated({ events: 30_000, days: 20, projects: 2, tasks: 5, jobs: 20 })).trimEnd().split('\n');
    for (const line of [3, 20_000, 29_000]) log[line - 1] = '{"scope": "create:shapes", "timestamp": "yesterday"}';
    const page = await open(server, '#/import');
    const pieces = watchPieces(page);
    await choose(page, 'log.ndjson', `${log.join('\n')}\n`);
    await page.getByRole('heading', { name: 'Imported: log.ndjson' }).waitFor();
    await counted(page, 'Rejected', '3');
    const rejects = page.getByRole('region', { name: 'Rejected events' });
    for (const line of ['3', '20,000', '29,000']) {
      await rejects.getByRole('row').filter({ has: page.getByRole('cell', { name: line, exact: true }) }).getByText(/yesterday/).waitFor();
    }
    assert.ok(pieces.sent > 5, `${pieces.sent} pieces`);
    await page.close();
  });

  it('goes on when the server was away, and ends with what a file gives that goes the other way', async () => {
    const log = await retally(['generate', '--events', '40000', '--format', 'csv', '--seed', '5']);
    const server = await Server.start({ options: LATER });
    const page = await open(server, '#/import', { allow: [/ERR_|Failed to load resource/] });
    let sent = 0;
    await page.route('**/api/events', async (route) => {
      sent += 1;
      // The third piece is taken, and its answer is lost with the server.
      if (sent === 3) {
        await route.fetch();
        await server.kill();
        return route.abort();
      }
      return route.continue();
    });
    await choose(page, 'log.csv', log);
    await page.getByText('What was not answered is sent again.').waitFor();
    await server.up();
    await page.getByRole('heading', { name: 'Imported: log.csv' }).waitFor();
    const other = await Server.start({ options: LATER });
    await other.request('POST', '/api/events', { body: log, type: 'text/csv' });
    for (const kind of ['projects', 'tasks', 'jobs']) {
      const ids = async (one) => (await one.get(`/api/${kind}?page_size=1000`)).results.map(({ id, name }) => [id, name]);
      assert.deepEqual(await ids(server), await ids(other));
    }
    const id = (await server.get('/api/projects')).results[0].id;
    const figures = (one) => one.get(`/api/analytics/annotators?project_id=${id}`);
    assert.deepEqual(await figures(server), await figures(other));
    await page.close();
  });

  it('goes on while one looks at another page, and can be cancelled', async () => {
    const server = await Server.start({ options: LATER });
    const page = await open(server, '#/import');
    // Nothing is answered: so it lasts until it is cancelled.
    await page.route('**/api/events', () => undefined);
    await choose(page, 'log.csv', await sample('events.csv'));
    await page.getByRole('link', { name: 'Find' }).click();
    await page.getByRole('link', { name: 'Import' }).first().click();
    await page.getByRole('heading', { name: 'Importing: log.csv' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Cancelled: log.csv' }).waitFor();
    await page.close();
  });

  it('says what is no log', async () => {
    const server = await Server.start({ options: LATER });
    const page = await open(server, '#/import', { allow: [/400/] });
    for (const [name, content, why] of [
      ['empty', '', 'It is empty.'],
      ['hello', 'hello\n', /neither JSON nor/],
      ['broken.gz', gzipSync('scope,timestamp\n'.repeat(1000)).subarray(0, 40), /It can't be read to its end/],
    ]) {
      await choose(page, name, content);
      await page.getByRole('heading', { name: `Not imported to its end: ${name}` }).waitFor();
      await page.getByRole('alert').getByText(why).waitFor();
    }
    await eventually(async () => assert.equal((await server.get('/api/rejects')).total, 0));
    await page.close();
  });
});
