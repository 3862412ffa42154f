import { applyOperations } from '#contract/apply-operations';
import { keyOf, type Actor, type Snapshot } from '#contract/replicant';
import type { FrameItem, RequestInput, RequestName, Welcome } from '#contract/wire';
import type { AttachConnection, Connection } from '#ports/connection';

type Held = { channel: number; snapshot: Snapshot; followers: Set<Connection> };
type Write = { actor: Actor; key: string; value: unknown };

/** The other side of the protocol for tests: replicants in memory and messages, over the same entrance as the real gateway. */
export function createTestGateway() {
  const replicants = new Map<string, Held>();
  const listeners = new Map<string, Set<Connection>>();
  const replies = new Map<string, (reply: unknown) => void>();
  const writes: Write[] = [];
  const open = new Set<Connection>();
  let answering = Promise.resolve();
  const frame = (...items: FrameItem[]) => ({ items, json: () => JSON.stringify(items) });
  const held = (namespace: string, name: string): Held => {
    const key = keyOf({ namespace, name });
    const found = replicants.get(key) ?? {
      channel: replicants.size,
      snapshot: { value: undefined, revision: 0, stamp: 'test' },
      followers: new Set(),
    };
    replicants.set(key, found);
    return found;
  };
  const send = (
    message: { bundle: string; name: string; content?: unknown },
    sender: Connection | undefined,
    replyId?: string,
  ) => {
    const to = [...(listeners.get(`${message.bundle}:${message.name}`) ?? [])].filter((connection) => connection !== sender);
    for (const connection of to)
      connection.sendFrame(frame(['m', message.bundle, message.name, (message.content ?? null) as never, replyId]));
    return to.length;
  };
  const propose = (actor: Actor, { namespace, name, operations, origin }: RequestInput<'propose'>) => {
    const replicant = held(namespace, name);
    const applied = applyOperations(replicant.snapshot.value, operations);
    if (!applied.ok) return { ok: false, error: { code: 'invalid-operation', message: applied.error.message } };
    const revision = replicant.snapshot.revision + 1;
    replicant.snapshot = { value: applied.value, revision, stamp: 'test' };
    writes.push({ actor, key: `${namespace}:${name}`, value: applied.value });
    for (const follower of replicant.followers) follower.sendFrame(frame(['r', replicant.channel, revision, operations, origin]));
    return { ok: true, value: { revision, stamp: 'test' } };
  };
  const handlers: Partial<Record<RequestName, (connection: Connection, payload: never) => unknown>> = {
    subscribe: (connection, { items }: RequestInput<'subscribe'>) => ({
      ok: true,
      value: {
        items: items.map(({ namespace, name, declare }) => {
          const replicant = held(namespace, name);
          replicant.followers.add(connection);
          if (replicant.snapshot.revision === 0 && declare && 'defaultValue' in declare)
            replicant.snapshot = { ...replicant.snapshot, value: declare.defaultValue };
          return {
            ok: true,
            value: { channel: replicant.channel, persistent: true, state: { kind: 'snapshot', ...replicant.snapshot } },
          };
        }),
      },
    }),
    propose: (connection, payload: RequestInput<'propose'>) => propose(connection.actor, payload),
    read: (_connection, { namespace, name }: RequestInput<'read'>) => ({ ok: true, value: held(namespace, name).snapshot }),
    listen: (connection, { items }: RequestInput<'listen'>) => {
      for (const { bundle, name } of items)
        listeners.set(`${bundle}:${name}`, (listeners.get(`${bundle}:${name}`) ?? new Set()).add(connection));
      return { ok: true, value: null };
    },
    unlisten: (connection, { items }: RequestInput<'unlisten'>) => {
      for (const { bundle, name } of items) listeners.get(`${bundle}:${name}`)?.delete(connection);
      return { ok: true, value: null };
    },
    message: (connection, payload: RequestInput<'message'>) => (send(payload, connection), { ok: true, value: {} }),
    reply: (_connection, { replyId, ...reply }: RequestInput<'reply'>) => (
      replies.get(replyId)?.(reply),
      { ok: true, value: null }
    ),
  };
  const attach: AttachConnection = (connection) => {
    open.add(connection);
    return {
      async request(event, payload) {
        await answering;
        return (
          handlers[event as RequestName]?.(connection, payload as never) ?? {
            ok: false,
            error: { code: 'unknown-request', message: event },
          }
        );
      },
      isStillAllowed: () => true,
      refresh: () => undefined,
      closed() {
        open.delete(connection);
        for (const { followers } of replicants.values()) followers.delete(connection);
        for (const connections of listeners.values()) connections.delete(connection);
      },
    };
  };
  return {
    attach,
    welcome: ({ id, actor }: Pick<Connection, 'id' | 'actor'>): Welcome => ({
      protocol: 1,
      epoch: 'test',
      version: '0',
      serverTime: Date.now(),
      connectionId: id,
      actor,
    }),
    writes,
    connections: open,
    value: (namespace: string, name: string) => held(namespace, name).snapshot.value,
    isListening: (bundle: string, name: string) => (listeners.get(`${bundle}:${name}`)?.size ?? 0) > 0,
    /** A page writes. */
    set: (namespace: string, name: string, newValue: unknown) =>
      propose(
        { kind: 'user', id: 'page', role: 'ADMIN' },
        { namespace, name, operations: [{ path: '/', method: 'overwrite', args: { newValue } }] as never, baseRevision: 0 },
      ),
    /** A page sends; the number of hosts reached. */
    send: (bundle: string, name: string, content?: unknown) => send({ bundle, name, content }, undefined),
    /** A page sends and waits for the acknowledgement. */
    ask: (bundle: string, name: string, content?: unknown) =>
      new Promise<unknown>((resolve) => {
        const replyId = `reply-${replies.size}`;
        replies.set(replyId, resolve);
        send({ bundle, name, content }, undefined, replyId);
      }),
    /** Answers nothing until the returned function is called. */
    holdAnswers() {
      let release: () => void = () => undefined;
      answering = new Promise((resolve) => (release = resolve));
      return () => release();
    },
  };
}
export type TestGateway = ReturnType<typeof createTestGateway>;
