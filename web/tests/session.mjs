// Signing in and out, and what who may do what sees.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { open } from './support/browser.mjs';
import { proxyUnder } from './support/proxy.mjs';
import { guarded, teams, waiting } from './support/servers.mjs';

// The browser itself says of an answer of 401 or 403 that it was one.
const REFUSED = { allow: [/40[13]/] };

describe('a server that asks for tokens', () => {
  let server;
  before(async () => (server = await guarded()));

  const signIn = async (page, token) => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('lets nobody in with a wrong one', async () => {
    const page = await open(server, '', REFUSED);
    await signIn(page, 'wrong');
    await page.getByRole('alert').getByText('does not know this token').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await page.close();
  });

  it('shows the page that was asked for to whoever has one, and keeps the token for the tab only', async () => {
    const page = await open(server, '#/schedule', REFUSED);
    await signIn(page, 'read,operate');
    await page.getByRole('heading', { level: 1, name: 'Schedule' }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Schedule' }).waitFor();
    assert.ok(!JSON.stringify(await page.evaluate(() => ({ ...localStorage }))).includes('read,operate'));
    const other = await page.context().newPage();
    await other.goto(server.url);
    await other.getByLabel('Token').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
    await page.close();
  });

  it('has no buttons for whoever may only read, and says why', async () => {
    const page = await open(server, '#/schedule', { token: 'read' });
    await page.getByText('project:1', { exact: true }).waitFor();
    await page.getByText(/scope “operate”/).waitFor();
    assert.equal(await page.getByRole('button', { name: /Cancel|Run now/ }).count(), 0);
    await page.goto(`${server.url}/#/projects/1`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Update now' }).count(), 0);
    await page.goto(`${server.url}/#/import`);
    await page.getByText(/scope “ingest”/).waitFor();
    assert.equal(await page.locator('input[type=file]').count(), 0);
    await page.close();
  });

  it('says which scope is missing to whoever may not read', async () => {
    const page = await open(server, '', { token: 'ingest', ...REFUSED });
    await page.getByRole('alert').getByText('No permission').waitFor();
    await page.getByRole('alert').getByText(/scope 'read'/).waitFor();
    await page.close();
  });
});

describe('a server that asks for none', () => {
  it('shows everything at once, under each of its names', async () => {
    const server = await teams();
    for (const host of ['127.0.0.1', 'localhost']) {
      const page = await open({ ...server, url: `http://${host}:${server.port}` });
      await page.getByText('live', { exact: true }).waitFor();
      await page.getByRole('searchbox').waitFor();
      await page.close();
    }
  });

  it('works under a path of a proxy', async () => {
    const server = await waiting();
    const proxy = await proxyUnder('tools/retally', server);
    const page = await open(proxy);
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'project 1' }).click();
    await page.getByRole('button', { name: 'Update now' }).click();
    await page.getByText('Renewed just now.').waitFor();
    await page.close();
    proxy.close();
  });
});
