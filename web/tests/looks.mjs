// Every page in light and dark, on a desk and on a phone, by keyboard, and for a screen reader.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAccessible, checkFitsWidth, open, PHONE } from './support/browser.mjs';
import { empty, guarded, teams, waiting } from './support/servers.mjs';

// Each page, and what is there when it is whole.
const PAGES = [
  { name: 'Find', server: teams, route: '', there: (page) => page.getByText('fresh').first() },
  { name: 'a search', server: teams, route: '#/?search=11', there: (page) => page.getByRole('region', { name: 'jobs that match' }) },
  { name: 'Find of nothing', server: empty, route: '', there: (page) => page.getByText(/DJANGO_LOG_SERVER_HOST/) },
  { name: 'a report', server: teams, route: '#/projects/1?period=90d&people=1,2', there: (page) => page.locator('canvas').nth(2) },
  { name: 'a report of nothing', server: empty, route: '#/projects/7', there: (page) => page.getByRole('alert'), allow: [/404/] },
  { name: 'a job', server: teams, route: '#/jobs/11?period=all', there: (page) => page.locator('canvas').first() },
  { name: 'Schedule', server: waiting, route: '#/schedule', there: (page) => page.getByText('project:1', { exact: true }) },
  { name: 'what is done', server: teams, route: '#/schedule?state=history', there: (page) => page.getByText('renewed').first() },
  { name: 'Import', server: empty, route: '#/import', there: (page) => page.getByLabel(/Choose a log/) },
  { name: 'signing in', server: guarded, route: '', there: (page) => page.getByLabel('Token'), allow: [/401/] },
];

describe('every page', () => {
  for (const { name, server, route, there, allow } of PAGES) {
    it(`${name}: breaks no rule of WCAG 2.1 AA, in light and dark, and fits a phone`, async () => {
      const page = await open(await server(), route, { allow });
      await there(page).waitFor();
      await checkAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize(PHONE);
      await page.getByRole('button', { name: 'Use light colours' }).waitFor();
      await checkAccessible(page);
      await checkFitsWidth(page);
      await page.close();
    });
  }
});

describe('the colours', () => {
  it('are those of the system until one chooses, and then those', async () => {
    const page = await open(await empty(), '', { dark: true });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.getByRole('button', { name: 'Use light colours' }).waitFor();
    const dark = await ground();
    await page.getByRole('button', { name: 'Use light colours' }).click();
    assert.notEqual(await ground(), dark);
    await page.reload();
    await page.getByRole('button', { name: 'Use dark colours' }).waitFor();
    assert.notEqual(await ground(), dark);
    await page.close();
  });
});

describe('by keyboard alone', () => {
  const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() || document.activeElement?.getAttribute('aria-label'));

  it('one skips to the content, and sees where one is', async () => {
    const page = await open(await teams());
    await page.getByText('fresh').first().waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the content');
    const seen = await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return box.left >= 0 && getComputedStyle(document.activeElement).outlineStyle !== 'none';
    });
    assert.ok(seen, 'the link is seen when it has the focus');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.close();
  });

  it('one opens a project, goes to a report and chooses a period', async () => {
    const page = await open(await teams());
    const { results } = await (await teams()).get('/api/projects');
    await page.getByRole('button', { name: `tasks of ${results[0].name}` }).press('Enter');
    await page.getByRole('button', { name: `tasks of ${results[0].name}`, expanded: true }).waitFor();
    await page.getByRole('link', { name: results[0].name, exact: true }).press('Enter');
    await page.getByRole('heading', { level: 1, name: /project #/ }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.getByRole('button', { name: '7 days' }).press('Space');
    await page.getByRole('button', { name: '7 days', pressed: true }).waitFor();
    await page.close();
  });
});
