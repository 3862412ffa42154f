import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccessService } from '#services/access/index';
import { byServer, testIdentity } from '#services/identity/test-identity';
import { createClientOf } from '../client-of.ts';
import { credentialsOf } from '../credentials-of.ts';
import { toExchange } from '../to-exchange.ts';
import { socketKeyCookie } from './key-cookies.ts';
import { createKeyInAddress } from './key-in-address.ts';

const graphic = '/bundles/quiz/graphics/score.html';
const other = '/bundles/quiz/graphics/names.html';
const people = testIdentity();
const manifest = {
  panels: [],
  graphics: [
    { file: 'score.html', url: graphic },
    { file: 'names.html', url: other },
  ],
} as never;
let mode: 'open' | 'login' = 'login';
const route = createKeyInAddress({
  mode: () => mode,
  services: () => ({ identity: people.identity, access: createAccessService({ now: Date.now }) }),
  findBundle: (name) => (name === 'quiz' ? { name, manifest } : undefined),
  clientOf: createClientOf([]),
});
/** Answers what is left to others with who would be asking. */
const server = http.createServer((request, response) => {
  const exchange = toExchange(request, response);
  if (route.matches(exchange) === true) void route.serve(exchange, undefined as never);
  else response.end(JSON.stringify(credentialsOf(request)));
});
let origin = '';
let key = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const grants = [{ kind: 'graphic' as const, pattern: graphic, level: 'read' as const }];
  const made = await people.identity.createKey({ kind: 'graphics', name: 'OBS', level: 'read', grants }, byServer);
  key = made.ok ? made.value.secret : '';
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(origin + path, { redirect: 'manual', headers });

it('[U.key-urls] a key in a graphic’s address becomes cookies that no script reads, and leaves the address', async () => {
  const answer = await get(`${graphic}?key=${key}&layer-name=a%20b`);
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe(`${graphic}?layer-name=a+b`);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const cookies = answer.headers.getSetCookie();
  expect(cookies[0]).toBe(`nodecg-next.key=${key}; Path=${graphic}; HttpOnly; SameSite=Lax`);
  expect(cookies.every((cookie) => cookie.includes('HttpOnly'))).toBe(true);
  expect(cookies.map((cookie) => /Path=([^;]+)/.exec(cookie)?.[1])).toEqual([
    graphic,
    '/bundles/quiz',
    '/assets/quiz',
    '/sound/quiz',
    '/node_modules',
    '/socket.io',
  ]);
  expect(cookies.at(-1)).toContain(socketKeyCookie(graphic));
});

it('[U.key-urls] a key that opens something else, or nothing, leaves the address and opens nothing', async () => {
  for (const address of [
    `${other}?key=${key}`,
    `${graphic}?key=ncg_wrong`,
    `/dashboard/?key=${key}`,
    `${graphic}?key=a%0d%0ab`,
  ]) {
    const answer = await get(address);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, address.split('?')[0]]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});

it('[U.key-urls] leads nowhere else, and leaves alone what is no page of a bundle, or needs no key', async () => {
  expect((await get(`//evil.example/bundles/quiz/graphics/score.html?key=${key}`)).headers.get('location')).toBeNull();
  expect((await get(`/hooks?key=mine`)).status).toBe(200);
  mode = 'open';
  expect((await get(`${graphic}?key=${key}`)).status).toBe(200);
  mode = 'login';
});

it('[U.key-urls] NodeCG’s cookie socketToken shows who asks, as the key’s own does', async () => {
  expect(await (await get('/x', { cookie: `socketToken=${key}` })).json()).toEqual({ keyCookie: key });
  expect(await (await get('/x', { cookie: `nodecg-next.key=${key}; socketToken=other` })).json()).toEqual({ keyCookie: key });
});
