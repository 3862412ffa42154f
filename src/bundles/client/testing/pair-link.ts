import { messageItem } from '#contract/message';
import type { BusEventOf } from '#contract/events';
import { failure, success, type Result } from '#contract/result';
import type { Actor, ReplicantError, ReplicantKey } from '#contract/replicant';
import type { FrameItem, Replies, RequestInput, RequestName, Subscribed, SubscribedState, Welcome } from '#contract/wire';
import { commandTimer } from '#services/replicant/index';
import { Emitter } from '../emitter.ts';
import type { Disconnected, SyncLink } from '../link.ts';
import type { ServerRun } from './pair.ts';

export type PairLink = SyncLink & {
  /** Packets that the server has sent and nobody has delivered. */
  readonly waiting: number;
  /** Hands over the oldest packets, all by default. */
  deliver(count?: number): void;
  /** Throws away undelivered frames of replicants, as if they had been lost. */
  lose(): void;
  /** Sends a frame of the test's own making. */
  inject(...items: FrameItem[]): void;
  drop(): void;
  reconnect(): void;
  /** Every request that was made, oldest first. */
  readonly requests: { name: RequestName; payload: unknown }[];
};

type Packet = { items?: FrameItem[]; act: () => void };
type Request = { [N in RequestName]: { name: N; payload: RequestInput<N> } }[RequestName];

const down: Disconnected = { ok: false, error: { code: 'disconnected', message: 'There is no connection.' } };
let connections = 0;

/** A link whose packets wait to be delivered. JSON is made of everything that passes, as on a wire. */
export function createPairLink(actor: Actor, runOf: () => ServerRun): PairLink {
  const events = new Emitter();
  const requests: PairLink['requests'] = [];
  const inFlight = new Set<(reply: Disconnected) => void>();
  let packets: Packet[] = [];
  let session: Session | undefined;
  let welcome: Welcome | undefined;

  const send = (items: FrameItem[]): void => {
    packets.push({ items, act: () => events.emit('frame', overWire(items)) });
  };
  const reconnect = (): void => {
    session = openSession(actor, runOf(), send);
    welcome = session.welcome;
    events.emit('welcome', welcome);
  };
  const request = <N extends RequestName>(name: N, payload: RequestInput<N>): Promise<Replies[N] | Disconnected> => {
    if (!session) return Promise.resolve(down);
    requests.push({ name, payload: overWire(payload) });
    const { outstanding } = runOf();
    return new Promise((resolve) => {
      const settle = resolve as (reply: unknown) => void;
      inFlight.add(settle);
      const work = session
        ?.handle({ name, payload: overWire(payload) } as Request)
        .catch(storageIsAway)
        .then((reply) => {
          outstanding.delete(work as Promise<unknown>);
          packets.push({ act: () => inFlight.delete(settle) && settle(overWire(reply)) });
        });
      // A message waits for its answer, which may be among the packets that wait for delivery.
      if (name !== 'message') outstanding.add(work as Promise<unknown>);
    });
  };

  reconnect();
  return {
    requests,
    request,
    reconnect,
    requestSync: (name, payload) => {
      if (!session) return down;
      requests.push({ name, payload: overWire(payload) });
      return overWire(session.handleSync({ name, payload } as Request)) as Replies[typeof name];
    },
    get welcome() {
      return welcome;
    },
    get connected() {
      return session !== undefined;
    },
    get waiting() {
      return packets.length;
    },
    deliver(count = packets.length) {
      for (const packet of packets.splice(0, count)) packet.act();
    },
    lose: () => void (packets = packets.filter((packet) => !packet.items)),
    inject: (...items) => send(items),
    drop() {
      session?.close();
      session = undefined;
      packets = [];
      for (const settle of inFlight) settle(down);
      inFlight.clear();
      events.emit('disconnect', 'dropped');
    },
    onWelcome: (handler) => follow(events, 'welcome', handler),
    onDisconnect: (handler) => follow(events, 'disconnect', handler),
    onFrame: (handler) => follow(events, 'frame', handler),
    close: () => undefined,
  };
}

/** As the gateway answers what needs a storage that doesn't answer. */
function storageIsAway(error: unknown): Result<never, ReplicantError> {
  return failure({ code: 'not-durable', message: String(error) });
}

type Session = ReturnType<typeof openSession>;

function openSession(actor: Actor, run: ServerRun, send: (items: FrameItem[]) => void) {
  const { kind } = actor;
  connections += 1;
  const connectionId = `connection-${connections}`;
  const welcome: Welcome = { protocol: 1, epoch: run.epoch, version: 'test', serverTime: run.clock.now, connectionId, actor };
  const channels = new Map<string, number>();
  const listens = new Map<string, () => void>();

  const onChange = (event: BusEventOf<'replicant.changed'>): void => {
    const { key, revision, operations, origin, rewritten, snapshot } = event;
    const channel = channels.get(nameOf(key));
    if (channel === undefined) return;
    if (event.stream && snapshot) return send([['s', channel, snapshot]]);
    if (origin === undefined) return send([['r', channel, revision, operations]]);
    send([rewritten ? ['r', channel, revision, operations, origin, true] : ['r', channel, revision, operations, origin]]);
  };
  const onMessage = ({ message, senderId, replyId }: BusEventOf<'message.sent'>): void => {
    const { bundle, name } = message;
    if (senderId === connectionId || !listens.has(`${bundle}:${name}`)) return;
    send([messageItem(message, kind === 'extension' ? replyId : undefined)]);
  };
  const onDelete = ({ key }: BusEventOf<'replicant.deleted'>): void => {
    const channel = channels.get(nameOf(key));
    if (channel !== undefined) send([['d', channel]]);
  };
  const stops = [
    run.bus.subscribe('replicant.changed', onChange),
    run.bus.subscribe('message.sent', onMessage),
    run.bus.subscribe('replicant.deleted', onDelete),
  ];
  const channelOf = (key: ReplicantKey): number => {
    const channel = channels.get(nameOf(key)) ?? channels.size + 1;
    channels.set(nameOf(key), channel);
    return channel;
  };
  const subscribe = async ({ declare, have, ...key }: RequestInput<'subscribe'>['items'][number]) => {
    const channel = channelOf(key);
    const declared = await run.replicants.declare(key, declare ?? {}, actor);
    if (!declared.ok) return failure<ReplicantError>(declared.error);
    const resumed = have && (await run.replicants.resume(key, have));
    const state: SubscribedState = !resumed
      ? { kind: 'snapshot', ...declared.value.snapshot }
      : resumed.kind === 'snapshot'
        ? { kind: 'snapshot', ...resumed.snapshot }
        : resumed;
    const { persistent, schema, kind } = declared.value;
    return success<Subscribed>({ channel, state, persistent, replicantKind: kind, ...(schema ? { schema } : {}) });
  };

  return {
    welcome,
    close: () => stops.forEach((stop) => stop()),
    async handle({ name, payload }: Request): Promise<unknown> {
      switch (name) {
        case 'subscribe':
          return success({ items: await Promise.all(payload.items.map(subscribe)) });
        case 'propose': {
          const { namespace, name: replicant, operations, baseRevision, onConflict = 'rebase', durable = true } = payload;
          const { origin, idempotencyKey, baseStamp } = payload;
          const retry = {
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
            ...(baseStamp === undefined ? {} : { baseStamp }),
          };
          const change = { key: { namespace, name: replicant }, operations, baseRevision, onConflict, ...retry };
          return run.replicants.propose(change, actor, origin === undefined ? { durable } : { durable, origin });
        }
        case 'history':
          return success(await run.replicants.history(payload, { limit: payload.limit ?? 50 }));
        case 'restore':
          return run.replicants.restore(payload, payload.revision, actor);
        case 'undo':
        case 'redo':
          return run.replicants[name](payload, actor);
        case 'timer': {
          const { command, durable = true, ...key } = payload;
          return commandTimer(run.replicants, { key, command, serverNow: () => run.clock.now }, actor, { durable });
        }
        case 'read':
          return success((await run.replicants.read(payload)) ?? { value: undefined, revision: 0, stamp: run.epoch });
        case 'listen':
          for (const { bundle, name: message } of payload.items) {
            listens.set(
              `${bundle}:${message}`,
              kind === 'extension' ? run.messages.extensionListens(bundle, message) : () => undefined,
            );
          }
          return success(null);
        case 'unlisten':
          for (const { bundle, name: message } of payload.items) {
            listens.get(`${bundle}:${message}`)?.();
            listens.delete(`${bundle}:${message}`);
          }
          return success(null);
        case 'message': {
          const { bundle, name: message, content, expectReply = false } = payload;
          return run.messages.send({ bundle, name: message, content }, { connectionId, actor }, { expectReply });
        }
        case 'reply':
          run.messages.reply(payload.replyId, payload);
          return success(null);
        case 'ping':
          return success({ serverTime: run.clock.now });
        default:
          return failure({ code: 'unknown-request', message: name });
      }
    },
    /** Only for what the test declared beforehand. */
    handleSync({ name, payload }: Request): unknown {
      if (name !== 'subscribe') return failure({ code: 'unknown-request', message: name });
      const items = payload.items.map((item) => {
        const declared = run.declared.get(nameOf(item));
        if (!declared)
          return failure<ReplicantError>({ code: 'not-declared', message: `the test must declare ${nameOf(item)} first` });
        const { schema, kind, ...snapshot } = declared;
        return success<Subscribed>({
          channel: channelOf(item),
          state: { kind: 'snapshot', ...snapshot },
          persistent: true,
          replicantKind: kind,
          ...(schema ? { schema } : {}),
        });
      });
      return success({ items });
    },
  };
}

function nameOf({ namespace, name }: ReplicantKey): string {
  return `${namespace}:${name}`;
}

function overWire<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

function follow<T>(events: Emitter, event: string, handler: (news: T) => void): () => void {
  events.on(event, handler);
  return () => void events.off(event, handler);
}
