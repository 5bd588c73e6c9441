// How the files of the page are served, by the program as it is.

import assert from 'node:assert/strict';
import http from 'node:http';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Server } from './support/server.mjs';

describe('the server', () => {
  let server;
  let script; // of the page
  before(async () => {
    server = await Server.start();
    script = /assets\/[^"]*\.js/.exec((await ask('/', { accept: 'text/html' })).text)[0];
  });

  // Not fetch(), which unpacks what is gzipped and says no more that it was.
  async function ask(path, headers = {}, { method = 'GET', host = '127.0.0.1' } = {}) {
    const answer = await new Promise((resolve, reject) => {
      http.request({ host, port: server.port, path, method, headers }, resolve).on('error', reject).end();
    });
    const parts = [];
    for await (const part of answer) parts.push(part);
    const body = Buffer.concat(parts);
    return { status: answer.statusCode, headers: answer.headers, body, text: body.toString() };
  }

  it('gives a browser the page, and a program text', async () => {
    const page = await ask('/', { accept: 'text/html,*/*;q=0.8' });
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.match(page.text, /<!doctype html>/i);
    assert.match((await ask('/', { accept: '*/*' })).headers['content-type'], /^text\/plain/);
  });

  it('sends an asset gzipped or not, as it is asked to', async () => {
    const plain = await ask(`/${script}`);
    const packed = await ask(`/${script}`, { 'accept-encoding': 'gzip, br' });
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.equal(gunzipSync(packed.body).toString(), plain.text);
    assert.match(plain.headers['cache-control'], /immutable/);
    assert.match(plain.headers['content-type'], /^text\/javascript/);
  });

  it('sends nothing again to whoever has it', async () => {
    const { headers } = await ask('/', { accept: 'text/html' });
    assert.equal(headers['cache-control'], 'no-cache');
    const again = await ask('/', { accept: 'text/html', 'if-none-match': headers.etag });
    assert.equal(again.status, 304);
    assert.equal(again.text, '');
    assert.equal(again.headers['content-length'], undefined);
  });

  it('tells the head alone to whoever asks for that', async () => {
    const head = await ask(`/${script}`, {}, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(Number(head.headers['content-length']), (await ask(`/${script}`)).body.length);
  });

  it('has nothing else to give', async () => {
    for (const path of ['/index.html', '/assets/', '/assets/x.js', '/assets/..%2Findex.html', '/assets/%2e%2e/index.html', '/package.json']) {
      assert.equal((await ask(path)).status, 404, path);
    }
  });

  it('lets the page do nothing that it need not', async () => {
    const policy = (await ask('/', { accept: 'text/html' })).headers['content-security-policy'];
    assert.match(policy, /^default-src 'self';/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  });
});
