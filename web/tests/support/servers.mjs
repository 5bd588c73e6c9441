// The servers that the tests share, each started when it is first asked for. Whoever changes what others look at starts
// one of his own.

import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { generated, manyJobs, manyProjects, shapes } from './logs.mjs';
import { Server, folder } from './server.mjs';

/** A server that renews at once what has changed. */
export const AT_ONCE = ['--quiet', '50ms', '--max-wait', '50ms'];
/** One that renews nothing while we look. */
export const LATER = ['--quiet', '1h', '--max-wait', '1h'];

const once = (make) => {
  let made;
  return () => (made ??= make());
};

/** A few teams and their last three months, all renewed. */
export const teams = once(async () => {
  const log = await generated({ events: 60_000, days: 90, projects: 6, tasks: 20, jobs: 150 });
  const server = await Server.start({ log, options: AT_ONCE });
  await server.settled();
  return server;
});

export const empty = once(() => Server.start());

/** A project of 100,000 jobs. */
export const jobs100000 = once(() => Server.start({ log: manyJobs(100_000), options: LATER }));

/** 100,000 projects, which all wait. */
export const waiting100000 = once(() => Server.start({ log: manyProjects(100_000), options: LATER }));

/** Server whose reports wait, and in which three projects do. */
export const waiting = async () => {
  const server = await Server.start({ options: LATER });
  await server.send(...[1, 2, 3].map((n) => shapes({ project: n, task: n, job: n })));
  return server;
};

/** Asks for tokens; a token is the scopes that it gives: 'read,operate'. */
export const guarded = once(async () => {
  const file = path.join(await folder(), 'tokens');
  const scopes = ['ingest', 'read', 'read,operate', 'ingest,read,operate'];
  const line = (token) => `${token.replaceAll(',', '-')} ${token} ${createHash('sha256').update(token).digest('hex')}\n`;
  await writeFile(file, scopes.map(line).join(''));
  await chmod(file, 0o600);
  const server = await Server.start({ options: ['--token-file', file, ...LATER] });
  await server.request('POST', '/', { body: JSON.stringify([shapes({ job: 1 })]), token: 'ingest' });
  return server;
});
