import http from 'node:http';
import net from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createFrontDoor } from './front-door.ts';
import { silentLog } from './gateway/test-gateway.ts';
import { createAccess } from './http/access.ts';
import { openTestGate } from './http/door/test-gate.ts';
import { createWebProxy } from './http/web-proxy.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A door with a Next behind it that answers hot reload's WebSocket. Says what an upgrade there is answered. */
async function start(dev: boolean): Promise<(path: string, headers?: string) => Promise<string>> {
  const next = http.createServer();
  next.on('upgrade', (_request, socket: net.Socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  );
  await new Promise<void>((resolve) => next.listen(0, '127.0.0.1', resolve));
  const nextPort = (next.address() as net.AddressInfo).port;
  const web = createWebProxy({ target: () => ({ port: nextPort }), wasReady: () => true, log: silentLog });
  const door = createFrontDoor({
    access: createAccess([]),
    gate: openTestGate(),
    findBundle: () => undefined,
    readiness: () => ({ state: 'ready', version: '1', checks: [] }) as never,
    metrics: { contentType: 'text/plain', read: () => Promise.resolve('') },
    publicDir: '/nowhere',
    bundleFiles: () => Promise.resolve(),
    internal: () => Promise.resolve(),
    web,
    dev,
    hasSockets: () => false,
    log: silentLog,
  });
  const listening = await door.listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.error);
  ends.push(
    () => new Promise((resolve) => next.close(resolve)),
    web.close,
    () => door.close(0),
  );
  const { port } = listening.value;
  return (path, headers = '') =>
    new Promise((resolve, reject) => {
      const socket = net.connect(port, '127.0.0.1', () =>
        socket.write(
          `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
        ),
      );
      socket.once('data', (data) => (resolve(data.toString().split('\r\n')[0] ?? ''), socket.destroy()));
      socket.once('error', reject);
    });
}

it('[W17] without development mode no WebSocket is handed to Next: each is answered at once', async () => {
  const ask = await start(false);
  for (const path of ['/_next/webpack-hmr', '/_next/hmr?id=1', '/anything', '/workspaces/a'])
    expect(await ask(path)).toBe('HTTP/1.1 404 Not Found');
  expect(await ask('/_next/webpack-hmr', 'Origin: https://evil.example\r\n')).toBe('HTTP/1.1 403 Forbidden');
  expect(await ask('/socket.io/?EIO=4&transport=websocket')).toBe('HTTP/1.1 503 Service Unavailable');
});

it('[W17] in development mode hot reload has its WebSocket', async () => {
  const ask = await start(true);
  expect(await ask('/_next/webpack-hmr')).toBe('HTTP/1.1 101 Switching Protocols');
});
