// One browser for all tests, and pages in it that forgive nothing: what a page writes to the console as an error, what it
// throws, what its policy forbids and whatever it asks of another host fails the test that has opened it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { PATIENCE_MS } from './eventually.mjs';
import { load, resolve } from './packages.mjs';

const { chromium } = load('playwright-core');

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };

// It stands on its own: nothing but the pages under test may reach for the network.
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

let browser;

export async function closeBrowser() {
  await (await browser)?.close();
}

/** Opens a page as a new visitor. `allow`: errors that this test brings about, as patterns. */
export async function open(server, route = '', { viewport = DESKTOP, dark = false, token, allow = [], ...more } = {}) {
  browser ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ARGUMENTS });
  const context = await (await browser).newContext({
    viewport,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...more,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const wrong = watch(page, server);
  if (token) await context.addInitScript((value) => sessionStorage.setItem('retally-token', value), token);
  page.close = async () => {
    await context.close();
    assert.deepEqual(wrong.filter((text) => !allow.some((pattern) => pattern.test(text))), []);
  };
  await page.goto(`${server.url}/${route}`);
  return page;
}

function watch(page, server) {
  const wrong = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`thrown: ${error.stack}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${server.url}/`) && !/^(data|blob):/.test(url)) wrong.push(`asked elsewhere: ${url}`);
  });
  return wrong;
}

const RULES = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] };
let axe;

/** Fails if the page, as it stands, breaks a rule of WCAG 2.1 AA that axe can see. */
export async function checkAccessible(page) {
  axe ??= readFile(resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(await axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, rules), RULES);
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} (${node.failureSummary})`).join('\n')}`);
  assert.deepEqual(told, []);
}

/** Fails if the page can be scrolled sideways. */
export async function checkFitsWidth(page) {
  const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= view, `the page is ${content} px wide, the window ${view}`);
}

/** What a download that `action` begins holds. */
export async function downloaded(page, action) {
  const [download] = await Promise.all([page.waitForEvent('download'), action()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}
