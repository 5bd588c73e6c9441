// A proxy that has the server under a path of its own, as people put one in front of several programs.

import { once } from 'node:events';
import http from 'node:http';

/** Serves `http://127.0.0.1:…/PREFIX/…` from the server; `url` is where, and `close` ends it. */
export async function proxyUnder(prefix, server) {
  const proxy = http.createServer((asked, answer) => {
    const path = asked.url.startsWith(`/${prefix}/`) ? asked.url.slice(prefix.length + 1) : null;
    if (path === null) return answer.writeHead(404).end();
    const { method, headers } = asked;
    const passed = http.request({ host: '127.0.0.1', port: server.port, path, method, headers }, (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${proxy.address().port}/${prefix}`,
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
