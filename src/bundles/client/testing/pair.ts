import { randomUUID } from 'node:crypto';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog, type MemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import { createMessageService } from '#services/message/index';
import { createReplicantService } from '#services/replicant/index';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import { serverActor, type DeclareOptions, type ReplicantKey, type ReplicantKind } from '#contract/replicant';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { createPairLink, type PairLink } from './pair-link.ts';

/** One run of the server: real services on the memory adapters. */
export type ServerRun = ReturnType<typeof startRun>;

/**
 * Clients and a server in one process, on the real services. What the server sends to a client waits until it is delivered, so a
 * race is written down: `answered` lets the server finish, `link.deliver(n)` hands over n packets, `flush` everything until all is quiet.
 */
export interface Pair {
  readonly run: ServerRun;
  /** What all its runs store in. */
  readonly log: MemoryReplicantLog;
  connect(kind?: 'graphic' | 'extension'): PairLink;
  flush(): Promise<void>;
  /** Resolves when the server has nothing left to do; delivers nothing. */
  answered(): Promise<void>;
  /** A change by somebody else. */
  propose(key: ReplicantKey, ...operations: Operation[]): Promise<void>;
  /** Prepares what an extension then declares synchronously. */
  declare(key: ReplicantKey, options?: DeclareOptions): Promise<void>;
  value(key: ReplicantKey): Promise<Json | undefined>;
  /** Ends this server run with all its connections and starts the next on the same stored data. Links stay down until `link.reconnect()`. */
  restart(): Promise<void>;
}

/** `schemas`: JSON Schemas by replicant name. */
export function createPair(schemas: Record<string, Json> = {}): Pair {
  const log = createMemoryReplicantLog();
  const links: PairLink[] = [];
  let run = startRun(log, schemas);

  const answered = async (): Promise<void> => {
    do {
      await Promise.all(run.outstanding);
      await new Promise((resolve) => setImmediate(resolve));
    } while (run.outstanding.size > 0);
  };
  return {
    log,
    get run() {
      return run;
    },
    connect(kind = 'graphic') {
      const link = createPairLink(kind, () => run);
      links.push(link);
      return link;
    },
    answered,
    async flush() {
      do {
        for (const link of links) link.deliver();
        await answered();
      } while (links.some((link) => link.waiting > 0));
    },
    async propose(key, ...operations) {
      const result = await run.replicants.propose({ key, operations, baseRevision: 0, onConflict: 'rebase' }, serverActor, {
        durable: false,
      });
      if (!result.ok) throw new Error(result.error.message);
    },
    declare: (key, options = {}) => run.declare(key, options),
    value: async (key) => (await run.replicants.read(key))?.value,
    async restart() {
      for (const link of links) link.drop();
      await run.replicants.close(1_000);
      run = startRun(log, schemas);
    },
  };
}

function startRun(log: ReturnType<typeof createMemoryReplicantLog>, schemas: Record<string, Json>) {
  const bus = createMemoryEventBus();
  const epoch = randomUUID();
  const find = ({ name }: ReplicantKey): Promise<ReplicantDefinition | undefined> => {
    const json = schemas[name];
    return Promise.resolve(json === undefined ? undefined : { schema: { json, sum: `sum of ${name}` } });
  };
  const replicants = createReplicantService({
    store: createMemoryReplicantStore(),
    log,
    bus,
    definitions: { find },
    epoch,
    now: Date.now,
  });
  const declared = new Map<
    string,
    { revision: number; value: Json | undefined; stamp: string; kind: ReplicantKind; schema?: { json: Json; sum: string } }
  >();
  return {
    bus,
    epoch,
    replicants,
    declared,
    messages: createMessageService({ bus, replyMs: 60_000 }),
    outstanding: new Set<Promise<unknown>>(),
    /** What the server's clock shows; it stands until a test moves it. */
    clock: { now: 1_800_000_000_000 },
    async declare(key: ReplicantKey, options: DeclareOptions): Promise<void> {
      const result = await replicants.declare(key, options, serverActor);
      if (!result.ok) throw new Error(result.error.message);
      declared.set(`${key.namespace}:${key.name}`, {
        ...result.value.snapshot,
        kind: result.value.kind,
        ...(result.value.schema ? { schema: result.value.schema } : {}),
      });
    },
  };
}
