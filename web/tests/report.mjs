// The report of a project, a task or a job.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { downloaded, open } from './support/browser.mjs';
import { eventually } from './support/eventually.mjs';
import { shapes } from './support/logs.mjs';
import { Server } from './support/server.mjs';
import { AT_ONCE, LATER, teams } from './support/servers.mjs';

const count = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** A figure at the head of the page. */
const figure = (page, title, text) =>
  page.locator('dl > div').filter({ has: page.getByText(title, { exact: true }) }).getByText(text).waitFor();
const total = (page, text) => figure(page, 'Total objects', text);
const chart = (page, title) => page.getByRole('figure').filter({ hasText: title });
const parsed = (csv) => csv.toString().replace('\ufeff', '').trimEnd().split('\r\n').map((line) => line.split(','));

describe('the report', () => {
  let server;
  let project; // with the most work
  before(async () => {
    server = await teams();
    const { results } = await server.get('/api/projects');
    project = results[0];
  });

  it('shows the three numbers, with their units', async () => {
    const page = await open(server, `#/projects/${project.id}`);
    const { statistics } = await server.get(`/api/analytics/reports?project_id=${project.id}`);
    const value = (name) => Object.values(statistics.find((one) => one.name === name).data_series)[0].at(-1).value;
    await total(page, count.format(value('total_object_count')));
    await figure(page, 'Average speed', `${tenths.format(value('average_annotation_speed'))} objects per hour`);
    await figure(page, 'Annotation time', `${tenths.format(value('annotation_time'))} hours`);
    await page.close();
  });

  it('draws three charts of the period that is in its address', async () => {
    const page = await open(server, `#/projects/${project.id}?period=7d`);
    for (const title of ['Objects by day', 'Annotation speed by day', 'Working time by day']) {
      await chart(page, title).first().locator('canvas').waitFor();
      const { name, content } = await downloaded(page, () => page.getByRole('button', { name: `CSV of ${title}` }).click());
      assert.match(name, /^project-\d+-\w+\.csv$/);
      const rows = parsed(content);
      assert.equal(rows.length, 1 + 7);
      assert.deepEqual([rows[1][0], rows.at(-1)[0]], [day(6), day(0)]);
    }
    await page.getByRole('button', { name: '90 days' }).click();
    await eventually(() => assert.match(page.url(), /period=90d/));
    await eventually(async () => {
      const { content } = await downloaded(page, () => page.getByRole('button', { name: 'CSV of Working time by day' }).click());
      assert.equal(parsed(content).length, 1 + 90);
    });
    await page.close();
  });

  it('takes days of one’s own', async () => {
    const page = await open(server, `#/projects/${project.id}`);
    await page.getByLabel('from').fill(day(20));
    await page.getByLabel('to', { exact: true }).fill(day(11));
    await eventually(async () => {
      const { content } = await downloaded(page, () => page.getByRole('button', { name: 'CSV of Objects by day' }).click());
      const rows = parsed(content);
      assert.deepEqual([rows.length, rows[1][0], rows.at(-1)[0]], [11, day(20), day(11)]);
    });
    assert.match(page.url(), new RegExp(`from=${day(20)}`));
    await page.close();
  });

  it('has the figures that the server has, and nothing where nothing was done', async () => {
    const page = await open(server, `#/projects/${project.id}?period=all`);
    const { content } = await downloaded(page, () => page.getByRole('button', { name: 'CSV of Objects by day' }).click());
    const { annotators } = await server.get(`/api/analytics/annotators?project_id=${project.id}`);
    const days = annotators.flatMap((one) => one.days);
    const created = (date) => days.filter((one) => one.date === date).reduce((sum, one) => sum + one.created, 0);
    for (const [date, value] of parsed(content).slice(1)) {
      const worked = days.some((one) => one.date === date);
      assert.equal(value, worked ? String(created(date)) : '', date);
    }
    await page.close();
  });

  it('can be saved as a picture, and read as a table', async () => {
    const page = await open(server, `#/projects/${project.id}?period=90d`);
    await chart(page, 'Objects by day').first().locator('canvas').waitFor();
    const { name, content } = await downloaded(page, () => page.getByRole('button', { name: 'PNG of Objects by day' }).click());
    assert.match(name, /\.png$/);
    assert.equal(content.subarray(1, 4).toString(), 'PNG');
    assert.ok(content.length > 5000);
    await page.getByRole('button', { name: 'Table of Objects by day' }).click();
    const table = page.getByRole('region', { name: 'Objects by day: table' });
    await table.getByRole('columnheader', { name: /created/ }).waitFor();
    assert.ok((await table.getByRole('row').count()) > 30);
    await page.close();
  });

  it('says what is under the pointer, in the picture itself', async () => {
    const page = await open(server, `#/projects/${project.id}?period=90d`);
    const canvas = chart(page, 'Working time by day').first().locator('canvas');
    await canvas.waitFor();
    await canvas.scrollIntoViewIfNeeded();
    const before = await canvas.evaluate((one) => one.toDataURL());
    const box = await canvas.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await eventually(async () => assert.ok((await canvas.evaluate((one) => one.toDataURL())) !== before));
    await page.close();
  });

  it('leads down to the tasks and jobs, and up again', async () => {
    const page = await open(server, `#/projects/${project.id}?period=90d`);
    const [task] = (await server.get(`/api/tasks?project_id=${project.id}`)).results;
    await page.getByRole('region', { name: /^tasks of/ }).getByRole('link', { name: task.name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(`task #${task.id}$`) }).waitFor();
    const [job] = (await server.get(`/api/jobs?task_id=${task.id}`)).results;
    await page.getByRole('region', { name: /^jobs of/ }).getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: new RegExp(`job #${job.id}$`) }).waitFor();
    const up = page.getByRole('navigation', { name: 'Where it is' });
    await up.getByRole('link', { name: project.name }).click();
    await page.getByRole('heading', { level: 1, name: new RegExp(`project #${project.id}$`) }).waitFor();
    await page.getByRole('navigation', { name: 'Where it is' }).getByRole('link', { name: 'All' }).click();
    await page.getByRole('searchbox').waitFor();
    await page.close();
  });

  it('sorts the annotators', async () => {
    const page = await open(server, `#/projects/${project.id}?period=90d`);
    const table = page.getByRole('region', { name: 'Annotators: table' });
    const column = async (index) => {
      const texts = await table.locator(`tbody tr > *:nth-child(${index})`).allTextContents();
      return texts.map((text) => Number(text.replaceAll(',', '')));
    };
    const header = (name) => table.getByRole('columnheader', { name });
    await header('Created').getByRole('button').click();
    await eventually(async () => assert.equal(await header('Created').getAttribute('aria-sort'), 'descending'));
    const falling = await column(3);
    assert.ok(falling.length > 1);
    assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
    await header('Created').getByRole('button').click();
    await eventually(async () => assert.deepEqual(await column(3), [...falling].sort((a, b) => a - b)));
    await page.close();
  });

  it('puts annotators side by side, by a link that can be shared', async () => {
    const page = await open(server, `#/projects/${project.id}?period=90d`);
    const boxes = page.getByRole('region', { name: 'Annotators: table' }).getByRole('checkbox');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await eventually(() => assert.match(page.url(), /people=\d+%2C\d+/));
    const shared = await open(server, page.url().slice(server.url.length + 1));
    await eventually(async () => assert.equal(await shared.locator('.side-by-side canvas').count(), 6));
    await shared.close();
    await page.close();
  });

  it('says what there is not', async () => {
    // The browser itself says of a 404 that it was one.
    const page = await open(server, '#/projects/999999', { allow: [/404/] });
    await page.getByRole('alert').getByText('Not found').waitFor();
    await page.close();
  });
});

describe('a report that changes', () => {
  it('is renewed when one asks for it, to the end', async () => {
    const server = await Server.start({ options: LATER });
    await server.send(shapes({ job: 1, shapes: 1234 }));
    const page = await open(server, '#/projects/1');
    await page.getByText('Not computed yet').waitFor();
    await page.getByText(/next update in (59|60) minutes|next update in 1 hour/).waitFor();
    await page.getByRole('button', { name: 'Update now' }).click();
    await page.getByText('Renewed just now.').waitFor();
    await total(page, '1,234');
    await page.getByText(/Computed (0|[1-9]) seconds? ago/).waitFor();
    await page.close();
  });

  it('shows what is new without being loaded again', async () => {
    const server = await Server.start({ options: AT_ONCE });
    await server.send(shapes({ job: 1, shapes: 1234 }));
    await server.settled();
    const page = await open(server, '#/projects/1');
    await total(page, '1,234');
    const canvas = await page.locator('canvas').first().elementHandle();
    await server.send(shapes({ job: 1, shapes: 4321 }));
    await total(page, '5,555');
    assert.ok(await canvas.evaluate((one) => one.isConnected), 'the chart is the same one, drawn anew');
    await page.close();
  });

  it('says that the connection is lost, and comes back', async () => {
    const server = await Server.start({ options: AT_ONCE });
    await server.send(shapes({ job: 1, shapes: 1234 }));
    await server.settled();
    const page = await open(server, '#/projects/1', { allow: [/ERR_|Failed to load resource/] });
    await page.getByText('live', { exact: true }).waitFor();
    await total(page, '1,234');
    await server.kill();
    await page.getByText(/connection lost/).waitFor();
    await total(page, '1,234');
    await server.up();
    await server.send(shapes({ job: 1, shapes: 1 }));
    await page.getByText('live', { exact: true }).waitFor();
    await total(page, '1,235');
    await page.close();
  });
});
