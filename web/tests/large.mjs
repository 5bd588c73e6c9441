// Where there is very much of something, the page stays quick: it holds what can be seen, and no more.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { open } from './support/browser.mjs';
import { jobs100000, waiting100000 } from './support/servers.mjs';

const nodes = (page) => page.evaluate(() => document.querySelectorAll('*').length);

describe('a project of 100,000 jobs', () => {
  it('is scrolled through', async () => {
    const server = await jobs100000();
    const page = await open(server, '#/tasks/1');
    const list = page.getByRole('region', { name: /^jobs of/ });
    await list.getByRole('link').first().waitFor();
    // To the end of what is there, and of what comes then: 2,000 jobs further, page by page.
    for (let seen = 0; seen < 2000; ) {
      seen = await list.evaluate((box) => {
        box.scrollTop = box.scrollHeight;
        return Math.round(box.scrollHeight / 44);
      });
      await page.waitForFunction((before) => document.querySelector('.endless').scrollHeight / 44 > before + 50, seen);
    }
    assert.ok((await nodes(page)) < 2000, `${await nodes(page)} elements`);
    await page.close();
  });

  it('is searched', async () => {
    const page = await open(await jobs100000());
    await page.getByRole('searchbox').fill('99999');
    await page.getByRole('region', { name: 'jobs that match' }).getByText('#99999').waitFor();
    await page.close();
  });
});

describe('100,000 that wait', () => {
  it('are shown page by page', async () => {
    const page = await open(await waiting100000(), '#/schedule');
    await page.getByText('1 of 2,000').waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('2 of 2,000').waitFor();
    await page.goto(`${page.url().split('#')[0]}#/schedule?page=2000`);
    await page.getByText('2,000 of 2,000').waitFor();
    assert.equal(await page.getByRole('row').count(), 51);
    assert.ok((await nodes(page)) < 2000, `${await nodes(page)} elements`);
    await page.close();
  });
});
