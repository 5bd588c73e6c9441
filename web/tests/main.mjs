// All tests of the dashboard: the real server, the page that is built into it, and a real browser.
//
//     node web/tests/main.mjs [--test-name-pattern=PATTERN]
//
// RETALLY names another binary than that of build/release, CHROMIUM another browser than Debian's.

import { after, describe } from 'node:test';
import { closeBrowser } from './support/browser.mjs';
import { tidy } from './support/server.mjs';

after(async () => {
  await closeBrowser();
  await tidy();
});

const SUITES = ['serving', 'session', 'find', 'report', 'schedule', 'import', 'large', 'looks'];

// A page that waits for its server, or a server for its page, leaves a core to another test.
describe('the dashboard', { concurrency: 2 }, async () => {
  for (const name of SUITES) await import(`./${name}.mjs`);
});
