import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Readiness } from '../../src/contract/health.ts';
import type { Operation } from '../../src/contract/operations.ts';
import { WireClient } from '../fixtures/client.ts';
import { databasePids } from '../fixtures/database.ts';
import { makeRoot, Server } from '../fixtures/server.ts';
import { expect, test } from '../fixtures/test.ts';

const env = { ROLES: 'gateway,extensions' };
test.use({ env });

const outageMs = 10_000;
const push = (item: string): Operation[] => [{ path: '/', method: 'push', args: { mutatorArgs: [item] } }];

type Told = {
  /** Answered as stored. */
  stored: string[];
  /** Answered as on air, but not stored yet. */
  later: string[];
};

/** Four writers push onto one list, each waiting for its answers, until `work` is done. */
async function underLoad(server: Server, padding: string, work: () => Promise<void>): Promise<Told> {
  const told: Told = { stored: [], later: [] };
  const clients = await Promise.all(Array.from({ length: 4 }, () => WireClient.connect(server.url)));
  await clients[0]!.subscribe('live-score', 'list', []);
  let isDone = false;
  const writing = clients.map(async (client, writer) => {
    for (let n = 0; !isDone; n += 1) {
      const item = `${writer}.${n}${padding}`;
      const reply = await client.request('propose', {
        namespace: 'live-score',
        name: 'list',
        operations: push(item),
        baseRevision: 0,
      });
      if (reply.ok) told.stored.push(item);
      else if (reply.error.code === 'not-durable') told.later.push(item);
      else throw new Error(reply.error.message);
      await pause(20);
    }
  });
  try {
    await expect.poll(() => told.stored.length).toBeGreaterThan(20);
    await work();
  } finally {
    isDone = true;
    await Promise.all(writing);
    for (const client of clients) client.close();
  }
  return told;
}

async function check(server: Server, name: string) {
  const { ready, checks } = (await (await fetch(`${server.url}/ready`)).json()) as Readiness;
  return { ready, ...checks.find((one) => one.name === name) };
}

async function metric(server: Server, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** All that anybody was told is in the list, each once, in a server that has nothing but the database. */
async function expectAllStored(server: Server, { stored, later }: Told): Promise<void> {
  await expect.poll(() => metric(server, 'nodecg_unstored_changes')).toBe(0);
  await server.kill();
  await server.start();
  const client = await WireClient.connect(server.url);
  const items = (await client.read('live-score', 'list')).value as string[];
  client.close();
  expect(new Set(items).size).toBe(items.length);
  const held = new Set(items);
  expect([...stored, ...later].filter((item) => !held.has(item))).toEqual([]);
  expect(items).toHaveLength(stored.length + later.length);
}

/** A change reaches a page that follows, now. */
async function expectAir(server: Server): Promise<void> {
  const [writer, viewer] = await Promise.all([WireClient.connect(server.url), WireClient.connect(server.url)]);
  await viewer.subscribe('live-score', 'list');
  const before = viewer.items.length;
  const applied = writer.request('propose', {
    namespace: 'live-score',
    name: 'list',
    operations: push('air'),
    baseRevision: 0,
    durable: false,
  });
  await expect.poll(() => viewer.items.length, { timeout: 2_000, intervals: [5] }).toBeGreaterThan(before);
  expect(await applied).toMatchObject({ ok: true });
  for (const client of [writer, viewer]) client.close();
}

test('[E94] a database stopped for 10 s under load: air goes on, nothing is acknowledged falsely, all is stored afterwards', async ({
  server,
}) => {
  const told = await underLoad(server, '', async () => {
    const pids = databasePids(server);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      const until = performance.now() + outageMs;
      await expect.poll(() => check(server, 'database')).toMatchObject({ ready: false, state: 'failing' });
      expect(await metric(server, 'nodecg_ready')).toBe(0);
      expect(await metric(server, 'nodecg_oldest_unstored_seconds')).toBeGreaterThan(3);
      await expectAir(server);
      await pause(until - performance.now());
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    await expect.poll(() => check(server, 'database')).toMatchObject({ ready: true, state: 'ok' });
  });
  expect(told.later.length).toBeGreaterThan(3);
  await expectAllStored(server, { ...told, later: [...told.later, 'air'] });
});

test('[E95] a database killed under load: air goes on, it is started again, nothing is acknowledged falsely, all is stored', async ({
  server,
}) => {
  const told = await underLoad(server, '', async () => {
    const before = server.runtime().pids.postgres;
    for (const pid of databasePids(server)) process.kill(pid, 'SIGKILL');
    await expectAir(server);
    await expect.poll(() => check(server, 'database')).toMatchObject({ ready: true, state: 'ok' });
    await expect.poll(() => server.runtime().pids.postgres).not.toBe(before);
  });
  await expectAllStored(server, { ...told, later: [...told.later, 'air'] });
});

test('[E96] a full disk: warned of before, air goes on, nothing is acknowledged falsely, and all is stored when there is room', async () => {
  test.skip(process.getuid?.() !== 0, 'mounting a small disk needs root');
  const root = makeRoot(['live-score']);
  const data = path.join(root, 'data');
  mkdirSync(data);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=755', 'tmpfs', data]);
  let server: Server | undefined;
  try {
    const full = (server = await Server.start({ root, env }));
    await expect.poll(() => check(full, 'disk')).toMatchObject({ ready: true, state: 'attention' });
    const told = await underLoad(full, 'x'.repeat(50_000), async () => {
      fill(path.join(data, 'filler'));
      await expect.poll(() => check(full, 'database'), { timeout: 60_000 }).toMatchObject({ ready: false, state: 'failing' });
      await expect
        .poll(() => check(full, 'disk'), { timeout: 30_000 })
        .toMatchObject({ detail: expect.stringContaining('stores nothing') });
      await expectAir(full);
      const writer = await WireClient.connect(full.url);
      const asked = { namespace: 'live-score', name: 'list', operations: push('while it was full'), baseRevision: 0 };
      expect(await writer.request('propose', asked)).toMatchObject({ ok: false, error: { code: 'not-durable' } });
      writer.close();
      rmSync(path.join(data, 'filler'));
      await expect.poll(() => check(full, 'database'), { timeout: 60_000 }).toMatchObject({ ready: true, state: 'ok' });
    });
    await expectAllStored(full, { ...told, later: [...told.later, 'air', 'while it was full'] });
  } finally {
    await server?.stop();
    execFileSync('umount', ['-l', data]);
    await server?.dispose();
    rmSync(root, { recursive: true, force: true });
  }
});

/** Writes until there is no room left. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  for (let size = 4 * 1024 * 1024; size >= 4_096;) {
    try {
      writeSync(descriptor, Buffer.alloc(size, 1));
    } catch {
      size /= 2;
    }
  }
  closeSync(descriptor);
}
