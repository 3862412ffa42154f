import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '#contract/json';
import { serverActor } from '#contract/replicant';
import { serverReplicants } from '#contract/server-replicants';
import type { AttachedConnection } from '#ports/connection';
import { startTestGateway } from '../test-gateway.ts';

const url = (file: string) => `/bundles/quiz/graphics/${file}.html`;
const buzz = { bundleName: 'quiz', messageName: 'buzz', content: { team: 'red' } };
const page = (file: string, more: object = {}) => ({
  timestamp: 1,
  pathName: url(file),
  bundleName: 'quiz',
  bundleVersion: '1.0.0',
  bundleGit: null,
  ...more,
});

describe('NodeCG’s protocol: messages and graphics', () => {
  let server: Awaited<ReturnType<typeof startTestGateway>>;

  beforeEach(async () => {
    server = await startTestGateway({ singleInstances: [url('only')] });
  });
  afterEach(async () => {
    await server.close();
  });

  /** An extension that listens for `buzz` and acknowledges as told. */
  function startExtension(answer: (content: Json) => object | undefined): AttachedConnection {
    const attached = server.gateway.attach({
      id: 'extension-1',
      kind: 'extension',
      actor: { kind: 'extension', id: 'quiz', role: 'OPERATOR' },
      page: { kind: 'extension', bundle: 'quiz' },
      remote: { address: '', userAgent: '' },
      sendFrame({ items }) {
        for (const item of items) {
          const reply = item[0] === 'm' ? answer(item[3] ?? null) : undefined;
          if (item[0] === 'm' && reply) void attached.request('reply', { replyId: item[4], ...reply });
        }
        return true;
      },
      onDrain: () => () => undefined,
      close: () => undefined,
    });
    return attached;
  }
  const listen = (extension: AttachedConnection) => extension.request('listen', { items: [{ bundle: 'quiz', name: 'buzz' }] });
  const knowBundles = async () => {
    const graphics = [
      { url: url('a'), singleInstance: false },
      { url: url('only'), singleInstance: true },
      { url: url('index'), singleInstance: false },
    ];
    await server.replicants.declare(serverReplicants.bundleViews, { persistent: false }, serverActor);
    await server.replicants.set(serverReplicants.bundleViews, [{ name: 'quiz', enabled: true, graphics }], serverActor);
  };

  it('[N12] relays a message to everybody but its sender, whichever protocol they speak', async () => {
    const [sender, other, ours] = [await server.connectNodecg(), await server.connectNodecg(), await server.connect()];
    await ours.request('listen', { items: [{ bundle: 'quiz', name: 'buzz' }] });
    sender.socket.emit('message', buzz);
    await expect.poll(() => other.heard('message')).toEqual([buzz]);
    await expect.poll(() => ours.items()).toEqual([['m', 'quiz', 'buzz', { team: 'red' }]]);
    await ours.request('message', { bundle: 'quiz', name: 'from ours' });
    const fromOurs = { bundleName: 'quiz', messageName: 'from ours' };
    await expect.poll(() => [sender.heard('message'), other.heard('message')]).toEqual([[fromOurs], [buzz, fromOurs]]);
  });

  it.each([
    ['value', { value: { ok: 1 } }, [null, { ok: 1 }]],
    ['nothing', {}, [null, null]],
    ['error', { error: { name: 'TypeError', message: 'no such team' } }, [{ name: 'TypeError', message: 'no such team' }]],
  ])('[N12] passes on an extension’s acknowledgement: %s', async (_, reply, expected) => {
    await listen(startExtension(() => reply));
    const sender = await server.connectNodecg();
    expect(await sender.ask('message', buzz)).toEqual(expected);
  });

  it('[N12] says nothing where no extension acknowledges', async () => {
    const sender = await server.connectNodecg();
    const answers: unknown[] = [];
    sender.socket.emit('message', buzz, (...answer: unknown[]) => answers.push(answer));
    const extension = startExtension(() => undefined);
    await listen(extension);
    sender.socket.emit('message', buzz, (...answer: unknown[]) => answers.push(answer));
    await sender.ask('joinRoom', 'settled');
    extension.closed();
    await sender.ask('joinRoom', 'settled');
    expect(answers).toEqual([]);
  });

  it('[N13] lists a registered graphic until it leaves, and writes as that graphic from then on', async () => {
    const [graphic, dashboard] = [await server.connectNodecg(), await server.connectNodecg()];
    expect(await graphic.ask('graphic:registerSocket', page('a', { bundleGit: { hash: 'abc', branch: 'main' } }))).toEqual([
      null,
      true,
    ]);
    expect(server.graphics.list()).toMatchObject([
      { id: graphic.socket.id, bundle: 'quiz', url: url('a'), bundleGitHash: 'abc' },
    ]);
    expect(await dashboard.ask('graphic:queryAvailability', url('a'))).toEqual([null, false]);
    (await graphic.replicant('score', { defaultValue: 0 })).propose({ path: '/', method: 'overwrite', args: { newValue: 1 } });
    const lastActor = async () => (await server.replicants.history({ namespace: 'quiz', name: 'score' }, { limit: 1 }))[0]?.actor;
    await expect.poll(lastActor).toEqual({ kind: 'graphic', id: 'quiz', role: 'OPERATOR' });
    graphic.close();
    await expect.poll(() => server.graphics.list()).toEqual([]);
    expect(await dashboard.ask('graphic:queryAvailability', url('a'))).toEqual([null, true]);
  });

  it('[N13] accepts graphics that the bundle has, and single instances once', async () => {
    await knowBundles();
    const [first, second] = [await server.connectNodecg(), await server.connectNodecg()];
    expect(await first.ask('graphic:registerSocket', page('unknown'))).toEqual([null, false]);
    expect(await first.ask('graphic:registerSocket', page('a', { bundleName: 'other' }))).toEqual([null, false]);
    expect(await first.ask('graphic:registerSocket', page('only'))).toEqual([null, true]);
    expect(await first.ask('graphic:registerSocket', page('only'))).toEqual([null, true]);
    expect(await second.ask('graphic:registerSocket', page('only'))).toEqual([null, false]);
    expect(await second.ask('graphic:registerSocket', page('', { pathName: '/bundles/quiz/graphics/' }))).toEqual([null, true]);
    expect(server.graphics.list().map((instance) => instance.url)).toEqual([url('only'), url('index')]);
    expect(await second.ask('graphic:queryAvailability', `${url('only')}?take=2`)).toEqual([null, false]);
    expect(await first.ask('graphic:queryAvailability', '/bundles/quiz/graphics/')).toEqual([null, false]);
    first.close();
    await expect.poll(() => second.ask('graphic:registerSocket', page('only'))).toEqual([null, true]);
  });

  it.each<[string, (id: string) => unknown, string, (id: string) => unknown]>([
    ['graphic:requestBundleRefresh', () => 'quiz', 'graphic:bundleRefresh', () => 'quiz'],
    ['graphic:requestRefreshAll', () => ({ file: 'a.html', url: url('a') }), 'graphic:refreshAll', () => ({ url: url('a') })],
    ['graphic:requestRefresh', (socketId) => ({ socketId, open: true }), 'graphic:refresh', (socketId) => ({ socketId })],
    ['graphic:requestKill', (socketId) => ({ socketId }), 'graphic:kill', (socketId) => ({ socketId })],
  ])('[N13] %s reaches every client, which know whether they are meant', async (event, payload, heard, expected) => {
    const [dashboard, graphic] = [await server.connectNodecg(), await server.connectNodecg()];
    await graphic.ask('graphic:registerSocket', page('a'));
    const id = String(graphic.socket.id);
    expect(await dashboard.ask(event, payload(id))).toEqual([null]);
    for (const client of [dashboard, graphic]) await expect.poll(() => client.events).toEqual([[heard, expected(id)]]);
  });

  it.each([
    [{ command: 'reload' as const }, 'graphic:refresh'],
    [{ command: 'kill' as const, url: url('a') }, 'graphic:kill'],
  ])('[N13] names each instance where NodeCG has no event for all that a command means (%j)', async (command, event) => {
    const [graphic, ours] = [await server.connectNodecg(), await server.connect()];
    await graphic.ask('graphic:registerSocket', page('a'));
    expect(await ours.request('graphic.command', command)).toEqual({ ok: true, value: { reached: 1 } });
    await expect.poll(() => graphic.heard(event)).toMatchObject([{ socketId: graphic.socket.id }]);
  });
});
