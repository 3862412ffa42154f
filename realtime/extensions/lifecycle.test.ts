import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createTestHosts, createWorkshop, groupOf, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
let test: ReturnType<typeof createTestHosts>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => test.hosts.close());
afterAll(() => workshop.remove());

/** One host for each extension, given as the body of its function. */
async function hostsOf(bodies: Record<string, string>) {
  const groups = [];
  for (const [name, body] of Object.entries(bodies))
    groups.push(groupOf(await workshop.bundle(name, { 'extension.js': `module.exports = (nodecg) => { ${body} };` })));
  return groups;
}

const tell = `for (const event of ['extensionsLoaded', 'serverStarted', 'serverStopping', 'login', 'logout']) nodecg.on(event, (user) => nodecg.log.info(event, user ? user.name : ''));`;
const wait = (ms: number) => `const until = Date.now() + ${ms}; while (Date.now() < until);`;

describe('NodeCG’s events', () => {
  it('[X12] extensionsLoaded and serverStarted come when the extensions of every host have been tried', async () => {
    test = createTestHosts(workshop);
    await test.hosts.reconcile(
      await hostsOf({
        quick: tell,
        slow: `${tell} ${wait(700)} nodecg.log.info('slow loaded');`,
        broken: `throw new Error('no');`,
      }),
    );
    await eventually(() => test.lines.filter((line) => line.includes('serverStarted'))).toHaveLength(2);
    const order = test.lines.map((line) => /^info (.*?) ?$/.exec(line)?.[1]).filter((line) => line !== undefined);
    expect(order[0]).toBe('[slow] slow loaded');
    expect(order.filter((line) => line.startsWith('[quick]'))).toEqual(['[quick] extensionsLoaded', '[quick] serverStarted']);
  });

  it('[X12] one that takes very long keeps nobody waiting; one that starts later hears them when it has loaded', async () => {
    test = createTestHosts(workshop, { allLoadedMs: 50 });
    const begun = test.hosts.reconcile(await hostsOf({ first: tell, endless: `${tell} ${wait(1_500)}` }));
    await eventually(() => test.lines).toContain('info [first] serverStarted ');
    expect(test.lines.join()).not.toContain('[endless]');
    await begun;
    await eventually(() => test.lines).toContain('info [endless] serverStarted ');
    await test.hosts.reconcile(await hostsOf({ first: tell, endless: tell, late: tell }));
    await eventually(() => test.lines).toContain('info [late] serverStarted ');
    expect(test.lines.filter((line) => line.includes('[first] serverStarted'))).toHaveLength(1);
  });

  it('[X12] login, logout and serverStopping reach every extension', async () => {
    test = createTestHosts(workshop);
    await test.hosts.reconcile(await hostsOf({ 'event-a': tell, 'event-b': tell }));
    test.hosts.emit('login', { name: 'Ada' });
    test.hosts.emit('logout', { name: 'Ada' });
    await eventually(() => test.lines.filter((line) => line.endsWith('Ada')).toSorted()).toEqual([
      'info [event-a] login Ada',
      'info [event-a] logout Ada',
      'info [event-b] login Ada',
      'info [event-b] logout Ada',
    ]);
    await test.hosts.close();
    expect(test.lines.filter((line) => line.includes('serverStopping'))).toHaveLength(2);
  });
});

describe('what an extension does to its process', () => {
  it('[X6] [X4] abort on rejections, process.exit and process.chdir of one touch no other', async () => {
    test = createTestHosts(workshop);
    await test.hosts.reconcile(
      await hostsOf({
        // What Emscripten's modules install (real-bundles.md P12).
        aborts: `process.on('unhandledRejection', () => process.abort()); nodecg.listenFor('reject', () => { Promise.reject(new Error('own')); });`,
        moves: `process.chdir('/'); nodecg.listenFor('where', (_, ack) => ack(null, process.cwd()));`,
        exits: `nodecg.listenFor('exit', () => process.exit(0));`,
        rejects: `nodecg.listenFor('reject', () => { Promise.reject(new Error('mine')); }); nodecg.listenFor('where', (_, ack) => ack(null, [process.cwd(), process.pid]));`,
      }),
    );
    await eventually(() => test.gateway.isListening('rejects', 'where')).toBe(true);
    const before = await test.gateway.ask('rejects', 'where');
    expect(before).toMatchObject({ value: [workshop.root, expect.any(Number)] });
    for (const name of ['aborts', 'rejects']) test.gateway.send(name, 'reject');
    test.gateway.send('exits', 'exit');
    await eventually(() => test.status('exits')?.restarts).toBe(1);
    await eventually(() => test.lines.filter((line) => line.includes('UNHANDLED PROMISE REJECTION!'))).toHaveLength(2);
    expect(await test.gateway.ask('moves', 'where')).toEqual({ value: '/' });
    expect(await test.gateway.ask('rejects', 'where')).toEqual(before);
    for (const name of ['aborts', 'moves', 'rejects']) expect(test.status(name)).toMatchObject({ state: 'running', restarts: 0 });
  });
});
