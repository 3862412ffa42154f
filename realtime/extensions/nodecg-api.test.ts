import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './test-eventually.ts';
import { createTestHosts, createWorkshop, groupOf, type Workshop } from './test-hosts.ts';

let workshop: Workshop;
let test: ReturnType<typeof createTestHosts>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => test.hosts.close());
afterAll(() => workshop.remove());

/** Runs extensions of one group, each given as the body of its function, and waits until the last one listens to `ask`. */
async function run(bodies: Record<string, string>, more: Parameters<Workshop['bundle']>[2] = {}) {
  test = createTestHosts(workshop);
  const bundles = [];
  for (const [name, body] of Object.entries(bodies))
    bundles.push(await workshop.bundle(name, { 'extension.js': `module.exports = (nodecg) => { ${body} };` }, more));
  await test.hosts.reconcile([groupOf(...bundles)]);
  await eventually(() => test.gateway.isListening(Object.keys(bodies).at(-1) ?? '', 'ask')).toBe(true);
  return test;
}

describe("NodeCG's API in an extension", () => {
  it('[X12] tells the bundle about itself and the server', async () => {
    const git = { branch: 'main', hash: 'abc', shortHash: 'a' };
    const { gateway, lines } = await run(
      {
        facts: `
        const { bundleName, bundleVersion, bundleGit, bundleConfig, config } = nodecg;
        'use strict';
        bundleConfig.deep.a += 1;
        config.port += 1;
        new nodecg.Logger('part').info('one', { two: 2 });
        nodecg.log.error('bad %s', 'thing');
        nodecg.listenFor('ask', (_, ack) => ack(null, { bundleName, bundleVersion, bundleGit, bundleConfig, port: nodecg.config.port, same: nodecg.extension === nodecg.extensions }));`,
      },
      { config: { deep: { a: 1 } }, git },
    );
    expect(await gateway.ask('facts', 'ask')).toEqual({
      value: {
        bundleName: 'facts',
        bundleVersion: '1.2.3',
        bundleGit: git,
        bundleConfig: { deep: { a: 2 } },
        port: 9090,
        same: true,
      },
    });
    expect(lines).toEqual(['info [part] one { two: 2 }', 'error [facts] bad thing']);
  });

  it('[X12] emits extensionsLoaded and serverStarted after all have loaded, to each', async () => {
    const body = `nodecg.on('extensionsLoaded', () => nodecg.log.info('loaded ' + Object.keys(nodecg.extensions))); nodecg.on('serverStarted', () => nodecg.log.info('started'));`;
    const { lines } = await run({ 'events-a': body, 'events-b': `${body} nodecg.listenFor('ask', () => {});` });
    await eventually(() => lines).toHaveLength(4);
    expect(lines.slice(0, 3)).toEqual([
      'info [events-a] loaded events-a,events-b',
      'info [events-b] loaded events-a,events-b',
      'info [events-a] started',
    ]);
  });

  it('[C21] [X13] hands what an extension returns to those after it in its host', async () => {
    const { gateway } = await run({
      'api-base': `const score = nodecg.Replicant('score', { defaultValue: { home: 0 } }); return { score, add: (by) => (score.value.home += by) };`,
      'api-user': `
        const base = nodecg.extensions['api-base'];
        nodecg.listenFor('ask', (_, ack) => {
          base.add(2);
          const own = nodecg.Replicant('score', 'api-base');
          ack(null, { isSame: own === base.score, home: own.value.home, read: nodecg.readReplicant('score', 'api-base').home });
        });`,
    });
    expect(await gateway.ask('api-user', 'ask')).toEqual({ value: { isSame: true, home: 2, read: 0 } });
    await eventually(() => gateway.value('api-base', 'score')).toEqual({ home: 2 });
    expect(gateway.writes.at(-1)?.actor).toEqual({ kind: 'extension', id: 'api-user', role: 'ADMIN' });
  });

  it('[X14] reads and writes replicants synchronously, and records each write under its bundle, also from timers and promises', async () => {
    const { gateway } = await run({
      'writes-a': `
        const list = nodecg.Replicant('list', { defaultValue: ['a'] });
        const seen = [list.value.push('b'), list.value.length];
        nodecg.Replicant('seen').value = seen;
        setTimeout(async () => { await null; nodecg.Replicant('list', 'writes-b').value = 'from a'; }, 1);`,
      'writes-b': `
        nodecg.Replicant('list', { defaultValue: 'own' }).on('change', (value) => { if (value === 'from a') nodecg.Replicant('echo').value = value; });
        nodecg.listenFor('ask', () => {});`,
    });
    await eventually(() => gateway.value('writes-b', 'echo')).toBe('from a');
    expect(gateway.value('writes-a', 'list')).toEqual(['a', 'b']);
    expect(gateway.value('writes-a', 'seen')).toEqual([2, 2]);
    const actors = Object.fromEntries(gateway.writes.map(({ key, actor }) => [key, actor.id]));
    expect(actors).toMatchObject({ 'writes-a:list': 'writes-a', 'writes-a:seen': 'writes-a', 'writes-b:list': 'writes-a' });
  });

  it('[X14] statics of the API’s class, as its constructor, are the same replicants, named with their bundle', async () => {
    const { gateway } = await run({
      statics: `
        const { constructor: NodeCG } = nodecg;
        const own = NodeCG.Replicant('st', 'statics', { defaultValue: 4 });
        const foreign = NodeCG.Replicant('st', 'elsewhere', { defaultValue: 5 });
        nodecg.listenFor('ask', async (_, ack) => {
          await NodeCG.waitForReplicants(own, foreign);
          ack(null, {
            same: [own === nodecg.Replicant('st'), foreign === nodecg.Replicant('st', 'elsewhere'), own === foreign],
            read: [NodeCG.readReplicant('st', 'statics'), NodeCG.readReplicant('st', 'elsewhere'), nodecg.readReplicant('st')],
          });
        });`,
    });
    expect(await gateway.ask('statics', 'ask')).toEqual({ value: { same: [true, true, false], read: [4, 5, 4] } });
    expect([gateway.value('statics', 'st'), gateway.value('elsewhere', 'st')]).toEqual([4, 5]);
  });

  it('[X14] hears changes in order, also those that arrive while it waits for an answer', async () => {
    const { gateway } = await run({
      order: `
        const seen = [];
        nodecg.Replicant('counter', { defaultValue: 0 }).on('change', (value) => {
          seen.push(value);
          if (value > 0) nodecg.Replicant('made-at-' + value, { defaultValue: value });
        });
        nodecg.listenFor('ask', (_, ack) => ack(null, seen));`,
    });
    for (let value = 1; value <= 30; value += 1) gateway.set('order', 'counter', value);
    expect(await gateway.ask('order', 'ask')).toEqual({ value: Array.from({ length: 31 }, (_, index) => index) });
    expect(gateway.value('order', 'made-at-30')).toBe(30);
  });

  it('[X14] hands over a burst of writes completely and in order, however slow the answers', async () => {
    const { gateway } = await run({
      burst: `
        const counter = nodecg.Replicant('counter', { defaultValue: 0 });
        nodecg.listenFor('ask', async () => { for (let i = 1; i <= 3000; i += 1) { counter.value = i; await null; await null; } });`,
    });
    const release = gateway.holdAnswers();
    gateway.send('burst', 'ask');
    setTimeout(release, 1_000);
    await eventually(() => gateway.value('burst', 'counter')).toBe(3_000);
    const values = gateway.writes.map(({ value }) => value as number);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  it('[C1] [X15] refuses a handler that is not a function', async () => {
    const { gateway } = await run({
      handlers: `
        const texts = [() => nodecg.listenFor('x'), () => nodecg.listenFor('x', 'other', 5), () => nodecg.unlisten('x', {})].map((act) => { try { act(); } catch (error) { return error.message; } });
        nodecg.listenFor('ask', (_, ack) => ack(null, texts));`,
    });
    const text = (type: string) => `argument "handler" must be a function, but you provided a(n) ${type}`;
    expect(await gateway.ask('handlers', 'ask')).toEqual({ value: [text('undefined'), text('number'), text('object')] });
  });

  it('[X15] answers a message once, for all handlers together', async () => {
    const { gateway } = await run({
      acks: `
        const seen = [];
        nodecg.listenFor('twice', (content, ack) => { seen.push(content, ack.handled); ack(null, 'first'); seen.push(ack.handled); });
        nodecg.listenFor('twice', (_, ack) => { seen.push(ack.handled); try { ack(); } catch (error) { seen.push(error.message); } });
        nodecg.listenFor('error', (_, ack) => ack(new TypeError('no')));
        nodecg.listenFor('text', (_, ack) => ack('no'));
        nodecg.listenFor('empty', (_, ack) => ack());
        nodecg.listenFor('zero', (_, ack) => ack(null, 0));
        nodecg.listenFor('ask', (_, ack) => ack(null, seen));`,
    });
    expect(await gateway.ask('acks', 'twice', { a: 1 })).toEqual({ value: 'first' });
    expect(await gateway.ask('acks', 'ask')).toEqual({ value: [{ a: 1 }, false, true, true, 'Acknowledgement already handled'] });
    expect(await gateway.ask('acks', 'error')).toEqual({ error: { name: 'TypeError', message: 'no' } });
    expect(await gateway.ask('acks', 'text')).toEqual({ error: 'no' });
    expect(await gateway.ask('acks', 'empty')).toEqual({});
    expect(await gateway.ask('acks', 'zero')).toEqual({ value: 0 });
  });

  it('[X15] delivers what an extension sends once to each handler in its host, and to other hosts', async () => {
    const listens = (target: string) =>
      `nodecg.listenFor('hello', ${target} (content, ack) => { nodecg.log.info('heard', content, typeof ack); });`;
    const { hosts, gateway, lines } = await run({
      'talk-a': listens(''),
      'talk-b': `${listens("'talk-a',")} nodecg.listenFor('ask', () => nodecg.sendMessageToBundle('hello', 'talk-a', 1));`,
    });
    const [a, b, c] = [
      await workshop.bundle('talk-a', {}),
      await workshop.bundle('talk-b', {}),
      await workshop.bundle('talk-c', { 'extension.js': `module.exports = (nodecg) => { ${listens("'talk-a',")} };` }),
    ];
    const entry = (bundle: typeof a) => ({ ...bundle, entry: `${bundle.dir}/extension.js` });
    await hosts.reconcile([groupOf(entry(a), entry(b)), groupOf(c)]);
    await eventually(() => gateway.connections.size).toBe(3);
    await eventually(() => test.status('talk-c')?.state).toBe('running');
    gateway.send('talk-b', 'ask');
    await eventually(() => lines.filter((line) => line.includes('heard')).length).toBe(3);
    expect(lines.toSorted()).toEqual([
      'info [talk-a] heard 1 undefined',
      'info [talk-b] heard 1 undefined',
      'info [talk-c] heard 1 function',
    ]);
  });

  it('[X15] unlisten says whether it was listening, and the gateway stops sending', async () => {
    const { gateway } = await run({
      unlistens: `
        const handler = () => {};
        nodecg.listenFor('x', handler);
        nodecg.listenFor('ask', (_, ack) => ack(null, [nodecg.unlisten('x', handler), nodecg.unlisten('x', handler)]));`,
    });
    expect(await gateway.ask('unlistens', 'ask')).toEqual({ value: [true, false] });
    await eventually(() => gateway.isListening('unlistens', 'x')).toBe(false);
  });
});
