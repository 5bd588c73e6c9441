// How soon a large report can be used: from the navigation to it until its charts are drawn and its list is there; and how
// much of the page is transferred.
//
//     node web/tests/measure.mjs [JOBS=1000] [RUNS=9]

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { closeBrowser, open } from './support/browser.mjs';
import { yearOfJobs } from './support/logs.mjs';
import { resolve } from './support/packages.mjs';
import { Server, tidy } from './support/server.mjs';
import { AT_ONCE } from './support/servers.mjs';

const [jobs = 1000, runs = 9] = process.argv.slice(2).map(Number);

/** When the page, in milliseconds of its own since the navigation, had drawn three charts and shown its list. */
const whole = (page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const there = () => document.querySelectorAll('.charts canvas').length >= 3 && document.querySelector('.endless li a');
    while (!there()) await frame();
    await frame(); // the charts are drawn in the next one
    await frame(); // and are seen with the one after it
    return performance.now();
  });

const server = await Server.start({ log: yearOfJobs(jobs), options: AT_ONCE });
await server.settled();
for (const [name, route] of [['its project', '#/projects/1?period=1y'], ['its task', '#/tasks/1?period=1y']]) {
  const times = [];
  for (let run = 0; run < runs; ++run) {
    const page = await open(server, route); // a new visitor each time: nothing is kept
    times.push(await whole(page));
    await page.close();
  }
  times.sort((a, b) => a - b);
  const of = (share) => Math.round(times[Math.floor(share * (times.length - 1))]);
  console.log(`${jobs} jobs, 365 days, ${name}: ${of(0.5)} ms (median of ${runs}; ${of(0)} to ${of(1)})`);
}
await closeBrowser();
await tidy();

const dist = path.join(path.dirname(resolve('vite/package.json')), '../../dist');
const files = readdirSync(dist, { recursive: true }).map((name) => path.join(dist, name)).filter((name) => /\.\w+$/.test(name));
const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
console.log(`the page, gzipped: ${(bytes / 1000).toFixed(1)} kB in ${files.length} files`);
