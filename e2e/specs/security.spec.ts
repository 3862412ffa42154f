import { request } from 'node:http';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { io } from 'socket.io-client';
import { expect, test } from '@playwright/test';
import { WireClient } from '../fixtures/client.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import { protocolVersion } from '../../src/contract/protocol.ts';

let server: Server;
test.beforeAll(async () => {
  server = await Server.start({ root: makeRoot(['live-score', 'api-lab']), env: { ROLES: 'gateway,extensions' } });
});
test.afterAll(async () => server.dispose());

/** Sends the path as it is: fetch() would tidy it up first. */
function rawGet(port: number, rawPath: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: rawPath, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

test('[E60] no path leads out of a bundle folder', async () => {
  writeFileSync(path.join(server.root, 'secret.txt'), 'top secret');
  symlinkSync(path.join(server.root, 'secret.txt'), path.join(server.root, 'bundles/live-score/graphics/leak.txt'));
  const escapes = [
    '..%2f..%2f..%2fsecret.txt',
    '../../../secret.txt',
    '..%5c..%5c..%5csecret.txt',
    '%2e%2e/%2e%2e/%2e%2e/secret.txt',
    'leak.txt',
    '..%2f..%2fpackage.json',
    'bug.html%00.txt',
    '%252e%252e/%252e%252e/secret.txt',
  ];
  for (const area of ['graphics', 'dashboard', 'shared', 'node_modules', 'bower_components'])
    for (const escape of escapes) {
      const { status, body } = await rawGet(server.port, `/bundles/live-score/${area}/${escape}`);
      expect([400, 403, 404], `${area}/${escape}`).toContain(status);
      expect(body).not.toContain('top secret');
    }
  // A mount, below its endpoint.
  for (const escape of escapes) expect((await rawGet(server.port, `/bundles/api-lab/files/${escape}`)).status, escape).toBe(404);
  expect((await rawGet(server.port, '/bundles/api-lab/files/worker.js')).status).toBe(200);
  expect((await rawGet(server.port, '/bundles/api-lab/files/C:/worker.js')).status).toBe(404);
  expect((await rawGet(server.port, '//bundles/api-lab/files/worker.js')).status).toBe(404);
  expect((await rawGet(server.port, `/${'a'.repeat(20_000)}`)).status).toBe(400);
  for (const address of [
    '/bundles/..%2f..%2fsecret.txt',
    '/bundles/live-score%2f..%2f..%2fsecret.txt',
    '/bundles/live-score/package.json',
    '/bundles/live-score/extension.js',
  ])
    expect([400, 403, 404], address).toContain((await rawGet(server.port, address)).status);
});

test('[E61] a foreign Host or Origin gets nothing', async () => {
  expect((await rawGet(server.port, '/health', { Host: 'rebound.example' })).status).toBe(403);
  const foreign = await fetch(`${server.url}/api/trpc/bundle.list`, {
    method: 'POST',
    headers: { Origin: 'https://evil.example' },
  });
  expect(foreign.status).toBe(403);
  for (const transport of ['websocket', 'polling']) {
    const socket = io(`${server.url}/dashboard`, {
      transports: [transport],
      forceNew: true,
      reconnection: false,
      extraHeaders: { Origin: 'https://evil.example' },
      auth: { protocol: protocolVersion, page: { kind: 'dashboard' } },
    });
    const outcome = await new Promise((resolve) =>
      socket.once('connect', () => resolve('connected')).once('connect_error', () => resolve('refused')),
    );
    socket.disconnect();
    expect(outcome, transport).toBe('refused');
  }
});

test('[E62] the internal API answers nobody without the secret', async () => {
  for (const headers of [
    new Headers(),
    new Headers({ Authorization: 'Bearer guess' }),
    new Headers({ Authorization: 'Bearer ' }),
  ])
    expect((await fetch(`${server.url}/internal/v1/bundle.list`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
});

test('[E63] the /extension namespace is closed without a token, and an old client is told to reload', async () => {
  const attempt = (namespace: string, protocol: number, kind: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = io(server.url + namespace, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth: { protocol, page: { kind, ...(kind === 'extension' && { bundle: 'live-score' }) } },
      });
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error) => {
        socket.disconnect();
        resolve(error.message);
      });
    });
  expect(await attempt('/extension', protocolVersion, 'extension')).toMatch(/token/i);
  expect(await attempt('/dashboard', protocolVersion + 1, 'dashboard')).toMatch(/reload/i);
});

test('[E64] no client takes the server away from the others', async () => {
  const clients: WireClient[] = [];
  const connect = async () => {
    const client = await WireClient.connect(server.url);
    clients.push(client);
    return client;
  };
  const graphic = await connect();
  await graphic.request('listen', { items: [{ bundle: 'live-score', name: 'deep' }] });
  const channel = (await graphic.subscribe('live-score', 'counter', { n: 0 })).channel;
  const wild = await connect();
  // So many faults in a minute would make the server give up.
  for (let message = 0; message < 40; message += 1)
    wild.socket.io.engine.write(
      `2/dashboard,["message",{"bundle":"live-score","name":"deep","content":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`,
    );
  expect(await wild.send('ping', {})).toMatchObject({ ok: true });
  const flood = await Promise.all(
    Array.from({ length: 5_000 }, (_, index) => wild.send('subscribe', { items: [{ namespace: 'x', name: `n${index % 20}` }] })),
  );
  expect(flood.some((reply) => (reply as { ok: boolean }).ok)).toBe(true);
  const ends: Promise<unknown>[] = [];
  for (const content of ['x'.repeat(9_000_000), Buffer.alloc(1_000_000)]) {
    const sender = await connect();
    ends.push(new Promise((resolve) => sender.socket.once('disconnect', resolve)));
    sender.socket.emit('message', { bundle: 'live-score', name: 'deep', content });
  }
  await Promise.all(ends);
  expect(await graphic.set('live-score', 'counter', { n: 1 })).toMatchObject({ ok: true });
  const heard = graphic.items.filter(([kind]) => kind === 'r' || kind === 'm');
  expect(heard).toEqual([['r', channel, 1, expect.anything()]]);
  expect(server.output).not.toContain('please report this');
  for (const client of clients) client.close();
});

test('[E65] the internal API reads nothing of a stranger', async () => {
  const answer = await fetch(`${server.url}/internal/v1/replicant.set`, { method: 'POST', body: 'x'.repeat(20_000_000) }).catch(
    () => undefined,
  );
  expect([401, undefined]).toContain(answer?.status);
  for (const path of ['/internal/v1/', '/internal/v1/__proto__', '/internal/', '/internal/v1/../../package.json']) {
    const { status, body } = await rawGet(server.port, path);
    expect([401, 404], path).toContain(status);
    expect(body).not.toContain(server.root);
  }
});
