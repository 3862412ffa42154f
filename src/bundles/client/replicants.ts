import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import { keyOf, type ReplicantError, type ReplicantKey } from '#contract/replicant';
import type { FrameItem, Replies, RequestError, Subscribed } from '#contract/wire';
import type { Result } from '#contract/result';
import { expandRuns } from '#contract/subscribed-runs';
import type { Listener } from './emitter.ts';
import type { Disconnected, Link, SyncLink } from './link.ts';
import type { Validate } from './local-value.ts';
import type { Log } from './log.ts';
import type { Replicant, ReplicantOptions } from './replicant.ts';
import { ReplicantLine, type Refusal } from './replicant-line.ts';

type SharedOptions = {
  /** A logger that prefixes its lines with `name`. */
  log: (name: string) => Log;
  /** Makes a validator of a replicant's JSON Schema, so that an invalid write throws at once. Without it only the server validates. */
  compile?: (schema: Json) => Validate;
  /** Resolves when `compile` works; waited for before the first replicant with a schema is declared. */
  ready?: () => Promise<void>;
  /** Runs a task at the end of the tick whose writes belong together: see `createPageTick`; `process.nextTick` in extensions, `queueMicrotask` by default. */
  schedule?: (task: () => void) => void;
  /** Told of every write that was not made, besides the replicant's own `operationsRejected`. */
  onRefused?: (refusal: Refusal) => void;
};
export type ReplicantsOptions = SharedOptions & { mode: 'browser' | 'extension' };

export interface Replicants {
  /** The same object for the same namespace and name; the options of the first call count. Throws without a name or namespace. */
  Replicant<T>(name: string, namespace: string, options?: ReplicantOptions<T>): Replicant<T>;
  /** The server's value without following it; undefined where there is none. Rejects when the server can't be asked. */
  readReplicant(name: string, namespace: string): Promise<Json | undefined>;
  /** By namespace, then name. */
  declared(): Record<string, Record<string, Replicant>>;
  /** Forgets every listener that `isGone` names. */
  prune(isGone: (listener: Listener) => boolean): void;
  close(): void;
}

export interface SyncReplicants extends Replicants {
  /** Blocks until the gateway has answered. Throws when it can't be asked. */
  readReplicantSync(name: string, namespace: string): Json | undefined;
}

/**
 * Replicants over a link, with NodeCG's behaviour (compat.md A.2 for `browser`, A.3 for `extension`). All that a page declares in one
 * tick, and everything again after a reconnect, is one request. While disconnected every value stays as it was; writes made then
 * are refused through `operationsRejected`, not kept: an old button press must not go on air later.
 */
export function createReplicants(link: SyncLink, options: SharedOptions & { mode: 'extension' }): SyncReplicants;
export function createReplicants(link: Link, options: SharedOptions & { mode: 'browser' }): Replicants;
export function createReplicants(link: Link | SyncLink, options: ReplicantsOptions): Replicants | SyncReplicants {
  const lines = new Map<string, ReplicantLine>();
  const subscriptions = createSubscriptions(link, lines, options.ready);
  const make = (key: ReplicantKey, replicantOptions: ReplicantOptions): ReplicantLine =>
    new ReplicantLine(key, replicantOptions, {
      link,
      mode: options.mode,
      log: options.log(`Replicant/${key.namespace}.${key.name}`),
      compile: options.compile,
      // Browsers refuse to run it as somebody else's method.
      schedule: options.schedule ?? ((task) => queueMicrotask(task)),
      resync: subscriptions.add,
      onRefused: options.onRefused,
    });
  const replicants: Replicants = {
    Replicant<T>(name: string, namespace: string, replicantOptions: ReplicantOptions<T> = {}) {
      const key = checkedKey(name, namespace);
      let line = lines.get(keyOf(key));
      if (!line) {
        line = make(key, replicantOptions);
        if ('requestSync' in link && options.mode === 'extension') subscribeNow(link, line, subscriptions.settle);
        lines.set(keyOf(key), line);
        if (options.mode === 'browser') subscriptions.add(line);
      }
      // The page says which type its replicant has; nothing at run time can.
      return line.replicant as unknown as Replicant<T>;
    },
    readReplicant: async (name, namespace) => valueRead(await link.request('read', checkedKey(name, namespace))),
    declared: () => byNamespace(lines.values()),
    prune: (isGone) => lines.forEach((line) => line.replicant.prune(isGone)),
    close: subscriptions.close,
  };
  if (!('requestSync' in link)) return replicants;
  return {
    ...replicants,
    readReplicantSync: (name, namespace) => valueRead(link.requestSync('read', checkedKey(name, namespace))),
  };
}

function checkedKey(name: unknown, namespace: unknown): ReplicantKey {
  if (!name || typeof name !== 'string') throw new Error('Must supply a name when instantiating a Replicant');
  if (!namespace || typeof namespace !== 'string') throw new Error('Must supply a namespace when instantiating a Replicant');
  return { name, namespace };
}

function valueRead(reply: Replies['read'] | Disconnected): Json | undefined {
  if (reply.ok) return reply.value.value;
  if (reply.error.code === 'not-declared') return undefined;
  throw Object.assign(new Error(reply.error.message), { code: reply.error.code });
}

function byNamespace(lines: Iterable<ReplicantLine>): Record<string, Record<string, Replicant>> {
  const namespaces: Record<string, Record<string, Replicant>> = {};
  for (const { key, replicant } of lines) (namespaces[key.namespace] ??= {})[key.name] = replicant;
  return namespaces;
}

type Settle = (line: ReplicantLine, result: Result<Subscribed, ReplicantError>) => void;

function subscribeNow(link: SyncLink, line: ReplicantLine, settle: Settle): void {
  const reply = link.requestSync('subscribe', { items: [line.subscription()] });
  const result = reply.ok ? reply.value.items[0] : reply;
  if (!result?.ok) throw new Error(result?.error.message ?? 'The server gave no answer to a declaration.');
  settle(line, result);
}

type Subscriptions = { add(line: ReplicantLine): void; settle: Settle; close(): void };

/** Frames for a channel whose subscription isn't answered yet; more than this and they are asked for again. */
const mostEarlyItems = 10_000;
/** How soon a value that the database couldn't give is asked for again. */
const askAgainMs = 1_000;

function createSubscriptions(
  link: Link,
  lines: ReadonlyMap<string, ReplicantLine>,
  ready: SharedOptions['ready'],
): Subscriptions {
  const channels = new Map<number, ReplicantLine>();
  const waiting = new Set<ReplicantLine>();
  let early: FrameItem[] = [];
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let inFlight = 0;
  /** Counts connections: an answer to an older one's request says nothing about this one. */
  let connection = 0;

  const add = (line: ReplicantLine): void => {
    if (line.syncing) return;
    line.syncing = true;
    waiting.add(line);
    if (waiting.size === 1) queueMicrotask(subscribeWaiting);
  };

  const subscribeWaiting = (): void => {
    if (!link.connected) return;
    const batch = [...waiting];
    waiting.clear();
    for (let start = 0; start < batch.length; start += limits.subscriptionsPerRequest) {
      void subscribe(batch.slice(start, start + limits.subscriptionsPerRequest));
    }
  };

  const subscribe = async (batch: ReplicantLine[]): Promise<void> => {
    const asked = connection;
    inFlight += 1;
    for (const line of batch) line.declaring();
    const reply = await link.request('subscribe', { items: batch.map((line) => line.subscription()), runs: true });
    if (reply.ok && reply.value.items.some((item) => item.ok && item.value.schema)) await ready?.();
    if (asked !== connection) return;
    inFlight -= 1;
    if (!reply.ok) refuse(batch, reply.error);
    else expandRuns(reply.value).forEach((result, index) => batch[index] && settle(batch[index], result));
    deliver(early.splice(0));
  };

  /** One bad item must not cost the others their subscription. */
  const refuse = (batch: ReplicantLine[], error: RequestError | Disconnected['error']): void => {
    if (error.code === 'disconnected') return;
    if (batch.length === 1 || error.code !== 'invalid-request') return batch.forEach((line) => line.reject(error));
    for (const line of batch) void subscribe([line]);
  };

  /** The database is away: the page goes on declaring until it is back. */
  const askAgain = (line: ReplicantLine): void => {
    const asked = connection;
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (asked !== connection) return;
      line.syncing = false;
      add(line);
    }, askAgainMs);
    timers.add(timer);
  };

  const settle: Settle = (line, result) => {
    if (!result.ok) return result.error.code === 'not-durable' ? askAgain(line) : line.reject(result.error);
    channels.set(result.value.channel, line);
    line.accept(result.value);
  };

  const deliver = (items: FrameItem[]): void => {
    for (const item of items) {
      if (item[0] !== 'r' && item[0] !== 's' && item[0] !== 'd') continue;
      const line = channels.get(item[1]);
      if (line && !line.syncing) follow(line, item);
      else if (inFlight > 0 && early.length < mostEarlyItems) early.push(item);
    }
  };

  const stops = [
    link.onWelcome(() => {
      connection += 1;
      inFlight = 0;
      early = [];
      channels.clear();
      waiting.clear();
      for (const line of lines.values()) line.syncing = false;
      for (const line of lines.values()) add(line);
    }),
    link.onDisconnect(() => lines.forEach((line) => line.disconnected())),
    link.onFrame(deliver),
    () => timers.forEach(clearTimeout),
  ];
  return { add, settle, close: () => stops.forEach((stop) => stop()) };
}

function follow(line: ReplicantLine, item: FrameItem): void {
  if (item[0] === 'r') line.changed(item[2], item[3], { origin: item[4], rewritten: item[5] });
  else if (item[0] === 's') line.replaced(item[2]);
  else line.deleted();
}
