import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { serverActor } from '#contract/replicant';
import type { Json } from '#contract/json';
import { shownMs, type TimerValue } from '#contract/timer';
import { serverNow } from '#runtime/server-clock';
import { createGraphicService } from '#services/graphic/index';
import { createMessageService } from '#services/message/index';
import { createReplicantService } from '#services/replicant/index';
import { createAccessService } from '#services/access/index';
import { createGateway } from '../gateway/create-gateway.ts';
import { extensionEnvironment } from '#server/config/process-environment';
import { createExtensionHosts } from './create-extension-hosts.ts';
import { eventually } from './test-eventually.ts';
import { createWorkshop, groupOf, testLimits, type Workshop } from './test-hosts.ts';

const schema: Json = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { home: { type: 'number' } },
  default: { home: 0 },
};
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let workshop: Workshop;
let stop: () => Promise<void>;
beforeAll(async () => void (workshop = await createWorkshop()));
afterEach(() => stop());
afterAll(() => workshop.remove());

function createServer() {
  const bus = createMemoryEventBus();
  const definitions = {
    find: ({ name }: { name: string }) => Promise.resolve(name === 'score' ? { schema: { json: schema, sum: '1' } } : undefined),
  };
  const replicants = createReplicantService({
    store: createMemoryReplicantStore(),
    log: createMemoryReplicantLog(),
    bus,
    definitions,
    epoch: 'run',
    now: Date.now,
  });
  const messages = createMessageService({ bus });
  const graphics = createGraphicService({ bus, currentOf: () => undefined });
  const access = createAccessService({ now: Date.now });
  const gateway = createGateway({ replicants, messages, graphics, access, bus, log, epoch: 'run', version: '0' });
  const hosts = createExtensionHosts({
    ...workshop,
    log,
    attach: gateway.attach,
    attachSockets: gateway.extensionSockets.attachHost,
    welcome: gateway.welcome,
    serverConfig: {},
    environment: extensionEnvironment(),
    limits: testLimits,
  });
  stop = async () => {
    await hosts.close();
    gateway.close();
    messages.close();
    await replicants.close(1_000);
  };
  const ask = (bundle: string, name: string, content: Json) =>
    messages.send({ bundle, name, content }, { actor: serverActor }, { expectReply: true });
  return { hosts, replicants, ask };
}

describe('an extension on the real gateway', () => {
  it('[X14] [X15] writes replicants, hears others write, and acknowledges messages', async () => {
    const { hosts, replicants, ask } = createServer();
    const code = `module.exports = (nodecg) => {
      const score = nodecg.Replicant('score');
      const heard = [];
      score.on('change', (value, old) => heard.push([old && old.home, value.home]));
      nodecg.listenFor('add', (by, ack) => { score.value.home += by; ack(null, score.value.home); });
      nodecg.listenFor('spoil', (by, ack) => { try { score.value.home = by; ack(); } catch (error) { ack(error); } });
      nodecg.listenFor('heard', (_, ack) => ack(null, heard));
    };`;
    await hosts.reconcile([
      groupOf(await workshop.bundle('real', { 'extension.js': code, 'schemas/score.json': JSON.stringify(schema) })),
    ]);
    const key = { namespace: 'real', name: 'score' };
    await eventually(() => ask('real', 'add', 3)).toEqual({ ok: true, value: { value: 3 } });
    await eventually(() => replicants.read(key)).toMatchObject({ value: { home: 3 }, revision: 1 });
    expect((await replicants.history(key, { limit: 1 }))[0]?.actor).toEqual({ kind: 'extension', id: 'real', role: 'ADMIN' });

    expect(await replicants.set(key, { home: 10 }, serverActor)).toMatchObject({ ok: true });
    expect(await ask('real', 'add', 1)).toEqual({ ok: true, value: { value: 11 } });
    await eventually(() => replicants.read(key)).toMatchObject({ value: { home: 11 }, revision: 3 });
    expect(await ask('real', 'heard', null)).toMatchObject({
      value: {
        value: [
          [null, 0],
          [0, 3],
          [3, 10],
          [10, 11],
        ],
      },
    });

    expect(await ask('real', 'spoil', 'text')).toMatchObject({
      ok: false,
      error: { code: 'rejected', message: expect.stringContaining('home must be number') as unknown },
    });
    expect(await ask('real', 'nobody-listens', 1)).toMatchObject({ ok: false, error: { code: 'no-listener' } });
  });

  it('[T38] has timers, and the server’s clock from its first look on', async () => {
    const { hosts, replicants, ask } = createServer();
    const code = `module.exports = (nodecg) => {
      const clock = nodecg.Timer('clock', { countdownMs: 60_000 });
      const first = clock.ms;
      let done = 0;
      clock.on('done', () => (done += 1));
      nodecg.listenFor('start', (_, ack) => clock.start().then(({ ok }) => ack(null, [ok, first])));
      nodecg.listenFor('wrong', (_, ack) => clock.setRate(0).then(({ error }) => ack(null, error.code)));
      nodecg.listenFor('ms', (_, ack) => ack(null, clock.ms));
      nodecg.listenFor('nearly', (_, ack) => clock.set(30).then(() => ack(null)));
      nodecg.listenFor('done', (_, ack) => ack(null, [done, clock.done]));
    };`;
    await hosts.reconcile([groupOf(await workshop.bundle('timed', { 'extension.js': code }))]);
    const key = { namespace: 'timed', name: 'clock' };
    await eventually(() => ask('timed', 'start', null)).toEqual({ ok: true, value: { value: [true, 60_000] } });
    const timer = (await replicants.read(key))?.value as TimerValue;
    expect((await replicants.history(key, { limit: 1 }))[0]?.actor).toMatchObject({ kind: 'extension', id: 'timed' });

    const before = shownMs(timer, serverNow());
    const answer = await ask('timed', 'ms', null);
    const after = shownMs(timer, serverNow());
    const ms = answer.ok ? (answer.value.value as number) : NaN;
    // What it showed lies between what it was to show when it was asked and when it had answered.
    expect(ms).toBeLessThan(before + 5);
    expect(ms).toBeGreaterThan(after - 5);

    expect(await ask('timed', 'wrong', null)).toMatchObject({ value: { value: 'invalid-operation' } });
    await ask('timed', 'nearly', null);
    await eventually(() => ask('timed', 'done', null)).toMatchObject({ value: { value: [1, true] } });
  });
});
