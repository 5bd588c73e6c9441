// All tests of the dashboard: the real server, the page that is built into it, and a real browser.
//
//     node web/tests/main.mjs [--test-name-pattern=PATTERN]
//
// RETALLY names another binary than that of build/release, CHROMIUM another browser than Debian's.

import { after } from 'node:test';
import { closeBrowser } from './support/browser.mjs';
import { tidy } from './support/server.mjs';

after(async () => {
  await closeBrowser();
  await tidy();
});

const SUITES = ['serving', 'session', 'find', 'report', 'schedule', 'import', 'large', 'looks'];
for (const name of SUITES) await import(`./${name}.mjs`);
