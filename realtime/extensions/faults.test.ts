import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createTestHosts, createWorkshop, groupOf, isAlive, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
let test: ReturnType<typeof createTestHosts>;
const start = (...limits: Parameters<typeof createTestHosts> extends [unknown, ...infer R] ? R : never) =>
  (test = createTestHosts(workshop, ...limits));
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => test.hosts.close());
afterAll(() => workshop.remove());

const ways = `module.exports = (nodecg) => {
  const loads = nodecg.Replicant('loads', { defaultValue: 0 });
  loads.value += 1;
  const on = (name, act) => nodecg.listenFor(name, act);
  on('throw', () => { throw new Error('in a listener'); });
  on('throw-later', () => setTimeout(() => {
    throw new RangeError('in a timer');
  }, 1));
  on('exit', () => process.exit(3));
  on('spin', () => { for (;;); });
  on('spin-shortly', () => { const end = Date.now() + 900; while (Date.now() < end); });
  on('eat', () => { const eaten = []; for (;;) eaten.push(new Array(100000).fill(eaten.length)); });
  on('eat-buffers', () => { const eaten = []; setInterval(() => eaten.push(Buffer.alloc(32 * 1024 * 1024, 1)), 1); });
  on('reject', () => { process.on('unhandledRejection', () => process.abort()); Promise.reject(new Error('nobody caught it')); });
  on('nonsense', () => require('node:fs').writeSync(3, 'nonsense\\n'));
  on('alive', (_, ack) => ack(null, process.pid));
};`;

describe('faulty extensions', () => {
  it.each([
    ['throw', { message: 'in a listener', file: 'extension.js', line: 5 }],
    ['throw-later', { message: 'RangeError: in a timer', file: 'extension.js', line: 7 }],
    ['exit', { message: expect.stringContaining('ended with code 3') as unknown }],
    ['spin', { message: expect.stringContaining('endless loop') as unknown }],
    ['eat', { message: expect.stringContaining('out of memory: it may use 128 MB') as unknown }],
    ['eat-buffers', { message: expect.stringContaining('more than 400 MB of memory') as unknown }],
    ['nonsense', { message: expect.stringContaining('not in our protocol') as unknown }],
  ])('[X4] an extension that does "%s" is restarted, and nobody else notices', async (way, lastError) => {
    const { hosts, gateway, status, states } = start({ rssMegabytes: 400 });
    const [bad, good] = [
      await workshop.bundle('bad', { 'extension.js': ways }),
      await workshop.bundle('good', { 'extension.js': ways }),
    ];
    await hosts.reconcile([groupOf(bad), groupOf(good)]);
    const pid = hosts.pids()['bad'];
    await eventually(() => gateway.isListening('bad', 'nonsense')).toBe(true);
    gateway.send('bad', way);
    expect(await gateway.ask('good', 'alive')).toEqual({ value: hosts.pids()['good'] });
    await eventually(() => gateway.value('bad', 'loads')).toBe(2);
    await eventually(() => status('bad')).toMatchObject({ state: 'running', restarts: 1, lastError, pid: hosts.pids()['bad'] });
    expect(hosts.pids()['bad']).not.toBe(pid);
    expect(isAlive(pid ?? 0)).toBe(false);
    expect(states).toContain('bad restarting');
    if (way === 'spin') expect(states).toContain('bad unresponsive');
    expect(status('good')).toMatchObject({ state: 'running', restarts: 0 });
    expect(gateway.value('good', 'loads')).toBe(1);
    expect(gateway.connections.size).toBe(2);
  });

  it('[X4] a host killed from outside is restarted', async () => {
    const { hosts, gateway, status } = start();
    await hosts.reconcile([groupOf(await workshop.bundle('killed', { 'extension.js': ways }))]);
    await eventually(() => gateway.value('killed', 'loads')).toBe(1);
    process.kill(hosts.pids()['killed'] ?? 0, 'SIGKILL');
    await eventually(() => gateway.value('killed', 'loads')).toBe(2);
    await eventually(() => status('killed')).toMatchObject({
      state: 'running',
      restarts: 1,
      lastError: { message: expect.stringContaining('SIGKILL') as unknown },
    });
  });

  it('[X4] who shares the process is told who ended it', async () => {
    const { hosts, gateway, status } = start();
    const [a, b] = [
      await workshop.bundle('shares-a', { 'extension.js': ways }),
      await workshop.bundle('shares-b', { 'extension.js': ways }),
    ];
    await hosts.reconcile([groupOf(a, b)]);
    await eventually(() => gateway.isListening('shares-b', 'throw-later')).toBe(true);
    gateway.send('shares-b', 'throw-later');
    await eventually(() => status('shares-b')).toMatchObject({
      state: 'running',
      restarts: 1,
      lastError: { message: 'RangeError: in a timer' },
    });
    expect(status('shares-a')).toMatchObject({
      restarts: 1,
      lastError: { message: expect.stringMatching(/^Restarted together with shares-b.*in a timer/) as unknown },
    });
  });

  it('[X5] a host that is busy for a while is shown as unresponsive and lives on', async () => {
    const { hosts, gateway, status, states } = start();
    await hosts.reconcile([groupOf(await workshop.bundle('busy', { 'extension.js': ways }))]);
    await eventually(() => gateway.isListening('busy', 'alive')).toBe(true);
    gateway.send('busy', 'spin-shortly');
    await eventually(() => states).toContain('busy unresponsive');
    await eventually(() => status('busy')).toMatchObject({ state: 'running', restarts: 0 });
  });

  it('[X5] a host that waits for a slow gateway is not unresponsive', async () => {
    const { hosts, gateway, states } = start({ killMs: 700, unresponsiveMs: 500 });
    const code = `module.exports = (nodecg) => { nodecg.listenFor('declare', (_, ack) => ack(null, nodecg.Replicant('slow', { defaultValue: 7 }).value)); };`;
    await hosts.reconcile([groupOf(await workshop.bundle('waits', { 'extension.js': code }))]);
    await eventually(() => gateway.isListening('waits', 'declare')).toBe(true);
    const release = gateway.holdAnswers();
    const answer = gateway.ask('waits', 'declare');
    setTimeout(release, 1_500);
    expect(await answer).toEqual({ value: 7 });
    expect(states).toEqual(['waits starting', 'waits running']);
  });

  it('[X6] an unhandled rejection is logged under its bundle, whatever handler an extension installs', async () => {
    const { hosts, gateway, lines, status } = start();
    const [a, b] = [
      await workshop.bundle('rejects', { 'extension.js': ways }),
      await workshop.bundle('neighbour', { 'extension.js': ways }),
    ];
    await hosts.reconcile([groupOf(b, a)]);
    await eventually(() => gateway.isListening('rejects', 'alive')).toBe(true);
    gateway.send('rejects', 'reject');
    await eventually(() => lines.find((line) => line.includes('UNHANDLED PROMISE REJECTION!'))).toMatch(
      /^error \[rejects\].*nobody caught it/,
    );
    expect(await gateway.ask('rejects', 'alive')).toEqual({ value: hosts.pids()['neighbour+rejects'] });
    expect(status('rejects')).toMatchObject({ state: 'running', restarts: 0 });
  });

  it('[X7] waits longer before each restart of an extension that never comes up', async () => {
    const { hosts, status } = start({ firstRetryMs: 10, lastRetryMs: 40 });
    const waits: (number | undefined)[] = [];
    hosts.onStatus((_, { state, retryInMs }) => state === 'restarting' && retryInMs !== undefined && waits.push(retryInMs));
    await hosts.reconcile([groupOf(await workshop.bundle('never', { 'extension.js': 'process.exit(9)' }))]);
    expect(status('never')).toMatchObject({ state: 'restarting', restarts: 1 });
    await eventually(() => waits.length).toBeGreaterThan(4);
    expect(waits.slice(0, 5)).toEqual([10, 20, 40, 40, 40]);
  });

  it('[X8] keeps a flood of output out of the log, and says how much', async () => {
    const { hosts, lines, status } = start();
    const code = `module.exports = (nodecg) => {
      for (let i = 0; i < 50000; i += 1) console.log('flood ' + i);
      for (let i = 0; i < 50000; i += 1) nodecg.log.info('logged', i);
      console.error('x'.repeat(100000));
      setInterval(() => { console.log('later'); nodecg.log.warn('later'); }, 100);
    };`;
    await hosts.reconcile([groupOf(await workshop.bundle('floods', { 'extension.js': code }))]);
    await eventually(() => lines).toEqual(expect.arrayContaining(['info [floods] later', 'warn [floods] later']));
    expect(lines.length).toBeLessThan(4_000);
    // Told once a second, so a slow computer tells it in portions.
    expect(sumOf(lines, /(\d+) lines left out/)).toBeGreaterThan(10_000);
    expect(sumOf(lines, /(\d+) log lines left out/)).toBeGreaterThan(10_000);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(9_000);
    expect(status('floods')).toMatchObject({ state: 'running', restarts: 0 });
  });
});

function sumOf(lines: string[], pattern: RegExp): number {
  return lines.reduce((sum, line) => sum + Number(pattern.exec(line)?.[1] ?? 0), 0);
}
