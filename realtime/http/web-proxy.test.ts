import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { doorHeader } from './door-key.ts';
import { createWebProxy } from './web-proxy.ts';

async function listen(server: http.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A web server that closes a connection as its second request comes: what a request meets that crosses the end of an idle one. */
async function startProxy({ neverAnswers = false } = {}) {
  const served = new WeakSet<Socket>();
  const seen: string[] = [];
  const warnings: string[] = [];
  const web = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    expect(request.headers[doorHeader]).toBe('key');
    if (neverAnswers || served.has(request.socket)) return void request.socket.resetAndDestroy();
    served.add(request.socket);
    response.end('answer');
  });
  const port = await listen(web);
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, error: ignore, warn: (text: string) => void warnings.push(text) };
  const proxy = createWebProxy({ target: () => ({ port }), wasReady: () => true, doorKey: 'key', log });
  onTestFinished(proxy.close);
  const door = http.createServer((request, response) =>
    proxy.serve({ request, response, path: request.url ?? '', query: new URLSearchParams() }),
  );
  const address = `http://127.0.0.1:${await listen(door)}`;
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(address + path, { method });
    return { status: answer.status, text: await answer.text() };
  };
  return { ask, seen, warnings };
}

it('asks again on a fresh connection where Next closes the idle one that was used', async () => {
  const { ask, seen, warnings } = await startProxy();
  expect(await ask('/1')).toEqual({ status: 200, text: 'answer' });
  expect(await ask('/2')).toEqual({ status: 200, text: 'answer' });
  expect(seen).toEqual(['GET /1', 'GET /2', 'GET /2']);
  expect(warnings).toEqual([]);
});

it('sends nothing twice that may change something', async () => {
  const { ask, seen, warnings } = await startProxy();
  await ask('/1');
  expect((await ask('/2', 'POST')).status).toBe(503);
  expect(seen).toEqual(['GET /1', 'POST /2']);
  expect(warnings).toEqual(['Next did not answer a request.']);
});

it('warns where the second try fails too', async () => {
  const { ask, seen, warnings } = await startProxy({ neverAnswers: true });
  expect((await ask('/1')).status).toBe(503);
  expect(seen).toEqual(['GET /1', 'GET /1']);
  expect(warnings).toEqual(['Next did not answer a request.']);
});
