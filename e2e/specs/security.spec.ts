import { request } from 'node:http';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { io } from 'socket.io-client';
import { expect, test } from '../fixtures/test.ts';
import { protocolVersion } from '../../src/contract/protocol.ts';

test.use({ env: { ROLES: 'gateway,extensions' } });

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

test('[E60] no path leads out of a bundle folder', async ({ server }) => {
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
  for (const address of [
    '/bundles/..%2f..%2fsecret.txt',
    '/bundles/live-score%2f..%2f..%2fsecret.txt',
    '/bundles/live-score/package.json',
    '/bundles/live-score/extension.js',
  ])
    expect([400, 403, 404], address).toContain((await rawGet(server.port, address)).status);
});

test('[E61] a foreign Host or Origin gets nothing', async ({ server }) => {
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

test('[E62] the internal API answers nobody without the secret', async ({ server }) => {
  for (const headers of [
    new Headers(),
    new Headers({ Authorization: 'Bearer guess' }),
    new Headers({ Authorization: 'Bearer ' }),
  ])
    expect((await fetch(`${server.url}/internal/v1/bundle.list`, { method: 'POST', headers, body: '{}' })).status).toBe(401);
});

test('[E63] the /extension namespace is closed without a token, and an old client is told to reload', async ({ server }) => {
  const attempt = (namespace: string, protocol: number, kind: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = io(server.url + namespace, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        auth: { protocol, page: { kind } },
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
