import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccessService } from '#services/access/index';
import { byServer, testIdentity } from '#services/identity/test-identity';
import { createClientOf } from '../client-of.ts';
import { createGate } from '../door/gate.ts';
import type { Need } from '../door/route.ts';
import { toExchange } from '../to-exchange.ts';
import { keyCookies } from './key-cookies.ts';

const bundle = 'quiz';
const [a, b] = ['/bundles/quiz/graphics/a.html', '/bundles/quiz/graphics/b.html'] as const;
const people = testIdentity();
const access = createAccessService({
  now: Date.now,
  bundles: () => [{ name: bundle, panels: [], graphics: [{ url: a }, { url: b }] }],
});
const gate = createGate({
  mode: () => 'login',
  services: () => ({ identity: people.identity, access }),
  clientOf: createClientOf([]),
});
const graphic = (name: string): Need => ({ action: 'graphic.open', resource: { kind: 'graphic', bundle, name } });
const server = http.createServer((request, response) => {
  const exchange = toExchange(request, response);
  const need = exchange.path.endsWith('.html') ? graphic(exchange.path) : { someOf: bundle };
  void gate.admits(exchange, need).then((isIn) => isIn && response.end('in'));
});
let origin = '';
/** A browser's cookies: by name and path, the longest path first. */
const jar = new Map<string, { path: string; pair: string }>();

async function openGraphic(url: string): Promise<string> {
  const grants = [{ kind: 'graphic' as const, pattern: url, level: 'read' as const }];
  const made = await people.identity.createKey({ kind: 'graphics', name: 'OBS', level: 'read', grants }, byServer);
  if (!made.ok) throw new Error('no key');
  for (const line of keyCookies(made.value.secret, { bundle, url }, { isSecure: false, isInForeignFrame: false })) {
    const [pair = '', path = ''] = line.split('; ');
    jar.set(`${pair.split('=')[0]} ${path}`, { path: path.replace('Path=', ''), pair });
  }
  return made.value.key.id;
}

async function get(path: string): Promise<number> {
  const fitting = [...jar.values()].filter((one) => path === one.path || path.startsWith(`${one.path}/`));
  const cookie = fitting
    .sort((one, other) => other.path.length - one.path.length)
    .map(({ pair }) => pair)
    .join('; ');
  return (await fetch(origin + path, { headers: { cookie }, redirect: 'manual' })).status;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it('[U.key-urls][Z22] of two keyed graphics in one browser each keeps its page and files when the other’s key is revoked', async () => {
  const first = await openGraphic(a);
  const second = await openGraphic(b);
  const script = '/bundles/quiz/graphics/script.js';
  expect([await get(a), await get(b), await get(script)]).toEqual([200, 200, 200]);
  await people.identity.revokeKey({ keyId: second }, byServer);
  expect([await get(a), await get(script)]).toEqual([200, 200]);
  expect(await get(b)).not.toBe(200);
  await openGraphic(b);
  await people.identity.revokeKey({ keyId: first }, byServer);
  expect([await get(b), await get(script)]).toEqual([200, 200]);
  expect(await get(a)).not.toBe(200);
});
