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
import { createMortalLog } from './mortal-log.ts';
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
  /** `id`: whose the client is, for the history and undo. */
  connect(kind?: 'graphic' | 'extension', id?: string): PairLink;
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
  /**
   * Ends this server run as `kill -9` does and starts the next on what is stored: from this moment on nothing of the dead run reaches storage or a client.
   * `inFlight`: what becomes of the writes that had left it and that storage holds ({@link holdWrites}).
   */
  kill(inFlight: 'lost' | 'stored'): Promise<void>;
  /** This run's writes that begin from now on wait for the returned function to be called. */
  holdWrites(): () => void;
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
    connect(kind = 'graphic', id = 'test') {
      const link = createPairLink({ kind, id, role: 'OPERATOR' }, () => run);
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
      try {
        await run.replicants.close(1_000);
      } finally {
        await run.log.kill('lost');
        run = startRun(log, schemas);
      }
    },
    async kill(inFlight) {
      // In a turn of its own no write is halfway through the log's own code.
      await new Promise((resolve) => setImmediate(resolve));
      for (const link of links) link.drop();
      await run.log.kill(inFlight);
      run = startRun(log, schemas);
    },
    holdWrites: () => run.log.holdWrites(),
  };
}

function startRun(stored: MemoryReplicantLog, schemas: Record<string, Json>) {
  const log = createMortalLog(stored);
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
    log,
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
