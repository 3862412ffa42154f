import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createTestHosts, createWorkshop, groupOf, isAlive, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
beforeAll(
  async () => void (workshop = await createWorkshop({ supervisor: path.join(import.meta.dirname, 'test-supervisor.ts') })),
);
afterAll(() => workshop.remove());

const startsChild = `const child = require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' });
  nodecg.Replicant('pids').value = [process.pid, child.pid];`;

describe('the end of extension hosts', () => {
  it.each([
    ['idles', ''],
    ['spins', 'setTimeout(() => { for (;;); }, 20);'],
  ])('[X9] a host that %s ends when its supervisor is killed, with everything that it started', async (name, then) => {
    const bundle = await workshop.bundle(name, { 'extension.js': `module.exports = (nodecg) => { ${startsChild} ${then} };` });
    const supervisor = spawn(
      process.execPath,
      [path.join(workshop.dir, 'dist/supervisor.mjs'), workshop.hostEntry, workshop.root, name, bundle.entry],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [line] = (await once(supervisor.stdout, 'data')) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    expect(pids.map(isAlive)).toEqual([true, true]);
    supervisor.kill('SIGKILL');
    await eventually(() => pids.map(isAlive)).toEqual([false, false]);
  });

  it.each([
    ['listens', ''],
    ['does not listen', 'nodecg.on("serverStopping", () => { for (;;); });'],
  ])('[X10] close ends a host that %s within its time, with everything that it started', async (name, then) => {
    const { hosts, gateway } = createTestHosts(workshop, { stopMs: 500 });
    const bundle = await workshop.bundle(`closes-${name.replaceAll(' ', '-')}`, {
      'extension.js': `module.exports = (nodecg) => { ${startsChild} ${then} };`,
    });
    await hosts.reconcile([groupOf(bundle)]);
    await eventually(() => gateway.value(bundle.name, 'pids')).toBeDefined();
    const pids = gateway.value(bundle.name, 'pids') as number[];
    await hosts.close();
    await eventually(() => pids.map(isAlive)).toEqual([false, false]);
    expect(hosts.pids()).toEqual({});
  });

  it('[X10] nothing starts after close, not even what was being restarted', async () => {
    const closed = createTestHosts(workshop, { firstRetryMs: 10 });
    await closed.hosts.reconcile([groupOf(await workshop.bundle('closed', { 'extension.js': 'process.exit(1)' }))]);
    await closed.hosts.close();
    const { length } = closed.states;
    await closed.hosts.reconcile([groupOf(await workshop.bundle('late', { 'extension.js': 'module.exports = () => {};' }))]);
    // Another host's start takes longer than the retry would.
    const other = createTestHosts(workshop);
    await other.hosts.reconcile([groupOf(await workshop.bundle('clock', { 'extension.js': 'module.exports = () => {};' }))]);
    await other.hosts.close();
    expect(closed.states).toHaveLength(length);
    expect(closed.gateway.connections.size).toBe(0);
  });
});
