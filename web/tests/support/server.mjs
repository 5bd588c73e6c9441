// The real program, serving: `retally serve` on a store of its own. RETALLY names the binary.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { TOP } from './packages.mjs';

const BINARY = process.env.RETALLY ?? path.join(TOP, 'build/release/retally');

/** Makes a folder that is gone when the tests are over. */
export async function folder() {
  const made = await mkdtemp(path.join(tmpdir(), 'retally-web-'));
  folders.push(made);
  return made;
}
const folders = [];
const servers = new Set();

/** Ends whatever is left. */
export async function tidy() {
  await Promise.all([...servers].map((server) => server.kill()));
  await Promise.all(folders.map((one) => rm(one, { recursive: true, force: true })));
}

/** Runs `retally ARGUMENTS…` to its end, with `input` on its standard input, and returns what it printed. */
export async function retally(args, input) {
  const child = spawn(BINARY, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const told = { out: '', err: '' };
  child.stdout.on('data', (bytes) => (told.out += bytes));
  child.stderr.on('data', (bytes) => (told.err += bytes));
  child.stdin.end(input);
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`retally ${args.join(' ')} ended with ${status}: ${told.err}`);
  return told.out;
}

export class Server {
  #store;
  #options;
  #child;

  /** On a fresh store, with these options of `retally serve` besides. `log`: NDJSON that it begins with. */
  static async start({ options = [], log } = {}) {
    const server = new Server();
    server.#store = `sqlite:${path.join(await folder(), 'retally.db')}`;
    if (log) await retally(['import', '-', '--store', server.#store, '--rejects', '/dev/null'], log);
    await server.up(options, 0);
    return server;
  }

  /** Starts it again, where it was. */
  async up(options = this.#options, port = this.port) {
    this.#options = options;
    const args = ['serve', '--store', this.#store, '--listen', `127.0.0.1:${port}`, '--log-level', 'warn', ...options];
    // It ends with us, even if we are killed.
    const command = ['--pdeathsig', 'KILL', BINARY, ...args];
    this.#child = spawn('setpriv', command, { stdio: ['ignore', 'pipe', 'inherit'] });
    servers.add(this);
    for await (const line of readline.createInterface(this.#child.stdout)) {
      const said = /listens on (http:\/\/.*:(\d+))$/.exec(line);
      if (!said) throw new Error(`retally serve said: ${line}`);
      [, this.url, this.port] = said;
      return;
    }
    throw new Error('retally serve ended before it listened');
  }

  async kill() {
    servers.delete(this);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async request(method, where, { body, token, type = 'application/json' } = {}) {
    const headers = { 'Content-Type': type, ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(this.url + where, { method, body, headers });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  async get(where, options) {
    return (await this.request('GET', where, options)).json();
  }

  /** Posts events as CVAT does. */
  async send(...events) {
    return (await this.request('POST', '/', { body: JSON.stringify(events) })).json();
  }

  /** Waits until every report is as new as what is known. Asks for changes of the schedule, and for no time. */
  async settled() {
    const stream = await this.request('GET', '/api/stream?kind=reload&kind=renewed');
    for await (const _ of stream.body) {
      const { counts } = await this.get('/api/schedule/stats');
      if (counts.pending + counts.running + counts.requests === 0) break;
    }
  }
}
