import { failure } from '#contract/result';
import type { Socket as NetSocket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { serverActor } from '#contract/replicant';
import type { FramePacket } from '../frame-packet.ts';
import { follow, startTestGateway } from '../test-gateway.ts';
import type { NodecgTestClient } from './test-client.ts';

/** Megabytes go through real sockets. */
const patient = { timeout: 60_000 };
const key = (name: string) => ({ namespace: 'quiz', name });
const push = (item: Json): Operation => ({ path: '/', method: 'push', args: { mutatorArgs: [item] } });

/** The line below Socket.IO. */
function lineOf(client: NodecgTestClient): NetSocket {
  return (client.socket.io.engine.transport as unknown as { ws: { _socket: NetSocket } }).ws._socket;
}

describe('NodeCG’s protocol: delivery', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;

  beforeEach(async () => {
    server = await startTestGateway();
  });
  afterEach(async () => {
    await server.close();
  });

  /** Changes of one turn of the event loop. */
  function changeAll(names: string[], revision: number, value: Json): void {
    for (const name of names) {
      server.bus.publish({
        type: 'replicant.changed',
        key: key(name),
        revision,
        stamp: 'run-1',
        operations: [{ path: '/', method: 'overwrite', args: { newValue: value } }],
        actor: serverActor,
      });
    }
  }

  it.each([['websocket'], ['polling']])(
    '[N10] brings what one turn changed as NodeCG’s events, in order, over %s',
    async (transport) => {
      const client = await server.connectNodecg({ transports: [transport] });
      const names = Array.from({ length: 50 }, (_, index) => `r${index}`);
      const replicants = await Promise.all(names.map((name) => client.replicant(name, { defaultValue: 'ä\u001e"' })));
      changeAll(names, 1, 'é\u001e4');
      await expect.poll(() => client.heard('replicant:operations').length).toBe(50);
      expect(client.heard('replicant:operations').map((event) => (event as { name: string }).name)).toEqual(names);
      expect(new Set(replicants.map(({ value, revision }) => `${revision} ${JSON.stringify(value)}`))).toEqual(
        new Set([`1 ${JSON.stringify('é\u001e4')}`]),
      );
    },
  );

  it('[N10] writes once per turn, however many events that is', async () => {
    const packets: (FramePacket | undefined)[] = [];
    const client = server.gateway.attachNodecg(
      {
        ...{ id: 'c', kind: 'dashboard', protocol: 'nodecg', page: { kind: 'dashboard' }, actor: serverActor },
        remote: { address: '', userAgent: '' },
        sendFrame: (frame) => packets.push(client.packet(frame)) > 0,
        onDrain: () => () => undefined,
        close: () => undefined,
      },
      () => undefined,
      () => Promise.resolve(failure('no key')),
    );
    const names = Array.from({ length: 50 }, (_, index) => `r${index}`);
    for (const name of names) client.receive('joinRoom', `replicant:quiz:${name}`, undefined);
    changeAll(names, 1, 1);
    await expect.poll(() => packets.length).toBe(1);
    expect(packets[0]?.text.split('\u001e').length).toBe(50);
  });

  it('[N10] encodes a change once for all of NodeCG’s clients', async () => {
    const clients = await Promise.all(Array.from({ length: 5 }, () => server.connectNodecg()));
    for (const client of clients) await client.replicant('score');
    let encodings = 0;
    const value = { toJSON: () => `encoded ${++encodings}` } as unknown as Json;
    changeAll(['score'], 1, value);
    for (const client of clients)
      await expect
        .poll(() => client.heard('replicant:operations'))
        .toMatchObject([{ operations: [{ args: { newValue: 'encoded 1' } }] }]);
  });

  it(
    '[N11] brings a client that hangs to the newest state when it reads again, and everybody else each change',
    patient,
    async () => {
      const [hanging, quick] = [await server.connectNodecg(), await server.connectNodecg()];
      const [late, live] = [await hanging.replicant('score', { defaultValue: { count: 0 } }), await quick.replicant('score')];
      lineOf(hanging).pause();
      // Another one each time: what stays the same would not travel.
      const filler = (count: number): string => `${count}${'x'.repeat(200_000)}`;
      for (let count = 1; count <= 150; count++) {
        await server.replicants.set(key('score'), { count, filler: filler(count) }, serverActor);
        await expect.poll(() => live.revision, { interval: 1 }).toBe(count);
      }
      lineOf(hanging).resume();
      await expect.poll(() => late.value, { timeout: 10_000 }).toEqual({ count: 150, filler: filler(150) });
      expect(hanging.heard('replicant:operations').length).toBeLessThan(120);
      // It is live again: no gap is left behind.
      const { gaps } = late;
      for (let count = 151; count <= 160; count++) await server.replicants.set(key('score'), { count, filler: '' }, serverActor);
      await expect.poll(() => late).toMatchObject({ value: { count: 160 }, gaps });
      expect(live).toMatchObject({ value: { count: 160, filler: '' }, gaps: 0 });
    },
  );

  it('[N11] repeats nothing where a client catches up while others go on writing', patient, async () => {
    const [hanging, writer] = [await server.connectNodecg(), await server.connectNodecg()];
    const [late, list] = [await hanging.replicant('list', { defaultValue: [] }), await writer.replicant('list')];
    await hanging.replicant('filler');
    await server.replicants.declare(key('filler'), {}, serverActor);
    const filler = 'x'.repeat(200_000);
    const items = Array.from({ length: 300 }, (_, index) => `${index}`);
    lineOf(hanging).pause();
    for (const [index, item] of items.entries()) {
      // What fills the line of a client that hangs, so that it is held back.
      if (index < 100) await server.replicants.set(key('filler'), `${index} ${filler}`, serverActor);
      if (index === 150) lineOf(hanging).resume();
      list.propose(push(item));
      if (index % 3 === 0) await writer.ask('joinRoom', 'a turn');
    }
    await expect.poll(() => late, { timeout: 10_000 }).toMatchObject({ value: items, revision: items.length });
    expect(hanging.heard('replicant:operations').length).toBeLessThan(400);
  });

  it('[G12] cuts off one of NodeCG’s clients that asks and asks but does not read', patient, async () => {
    const client = await server.connectNodecg();
    await server.replicants.declare(key('large'), { defaultValue: 'x'.repeat(4_000_000) }, serverActor);
    const page = { pathName: '/bundles/quiz/graphics/a.html', bundleName: 'quiz' };
    expect(await client.ask('graphic:registerSocket', page)).toEqual([null, true]);
    lineOf(client).pause();
    for (let round = 0; round < 12; round++) client.socket.emit('replicant:read', key('large'), () => undefined);
    const instances = () => {
      client.socket.emit('joinRoom', 'lobby');
      return server.graphics.list();
    };
    await expect.poll(instances, { timeout: 20_000 }).toEqual([]);
    lineOf(client).destroy();
  });

  it('[N15] converges with clients of our own protocol while 20 write at once: no push lost, none doubled', patient, async () => {
    const ours = await Promise.all(Array.from({ length: 10 }, () => server.connect()));
    const theirs = await Promise.all(Array.from({ length: 10 }, () => server.connectNodecg()));
    const lists = await Promise.all(theirs.map((client) => client.replicant('list', { defaultValue: [] })));
    const channels = await Promise.all(ours.map((client) => follow(client, 'list')));
    await Promise.all([
      ...lists.map(async (list, writer) => {
        for (let item = 0; item < 50; item++) {
          list.propose(push(`nodecg ${writer} ${item}`));
          if (item % 7 === writer % 7) await theirs[writer]?.ask('joinRoom', 'a turn');
        }
      }),
      ...ours.map(async (client, writer) => {
        for (let item = 0; item < 50; item++) {
          const proposal = { ...key('list'), operations: [push(`ours ${writer} ${item}`)], baseRevision: 0, durable: false };
          expect(await client.request('propose', proposal)).toMatchObject({ ok: true });
        }
      }),
    ]);
    await expect.poll(async () => (await server.replicants.read(key('list')))?.revision).toBe(1_000);
    const newest = (await server.replicants.read(key('list')))?.value as string[];
    expect(new Set(newest).size).toBe(1_000);
    for (const list of lists)
      await expect.poll(() => list).toMatchObject({ value: newest, revision: 1_000, gaps: 0, rejections: [] });
    for (const [index, client] of ours.entries()) {
      const revisions = () => client.items().flatMap((item) => (item[0] === 'r' && item[1] === channels[index] ? [item[2]] : []));
      await expect.poll(revisions).toEqual(Array.from({ length: 1_000 }, (_, step) => step + 1));
    }
  });
});
