import type { EventBus } from '#ports/event-bus';
import type { ReplicantDefinitions } from '#ports/replicant-definitions';
import type { ReplicantLog } from '#ports/replicant-log';
import type { ReplicantStore } from '#ports/replicant-store';
import { editionOf, type ReplicantContext, type Witness } from './context.ts';
import { changeTogether } from './change-together.ts';
import { declareMany } from './declare.ts';
import { describeReplicant } from './describe-replicant.ts';
import { GroupCommit } from './group-commit.ts';
import { history } from './history.ts';
import { createKeyedLock } from './keyed-lock.ts';
import { list } from './list.ts';
import { createIdempotency } from './idempotency.ts';
import { persistentValues } from './persistent-values.ts';
import { change, propose } from './propose.ts';
import { read } from './read.ts';
import { createRecentChanges } from './recent-changes.ts';
import { remove } from './remove.ts';
import { restore, stateAt } from './restore.ts';
import { resume } from './resume.ts';
import { defaultTiming, type Timing } from './timing.ts';
import type { DurabilityHealth, ReplicantService } from './types.ts';
import { undo } from './undo.ts';
import { createValidator } from './validate.ts';

export type ReplicantServiceDeps = {
  store: ReplicantStore;
  log: ReplicantLog;
  bus: EventBus;
  definitions: ReplicantDefinitions;
  /** Names this server run; never used twice. The stamp of everything committed in it. */
  epoch: string;
  /** Milliseconds since 1970, for history. */
  now(): number;
  onDurability?(health: DurabilityHealth): void;
  /** Hears of what needs a person: unusable schemas, damaged history, content that the database refuses. */
  report?(problem: string): void;
  /** For the audit log. */
  witness?: Witness;
  /** Overrides of the durations in timing.ts. */
  timing?: Partial<Timing>;
};

/** The replicant service of one process. Starts no timer before the first change; `close` ends all of them. */
export function createReplicantService(deps: ReplicantServiceDeps): ReplicantService {
  let isClosed = false;
  const context = createContext(deps, () => isClosed);
  const { lock, commits } = context;
  if (deps.onDurability) commits.durability.onChange((health) => deps.onDurability?.(health));
  return {
    declare: async (key, options, actor) => {
      const [declared] = await declareMany(context, [{ key, options }], actor);
      if (!declared) throw new Error('declareMany answers every item');
      return declared;
    },
    declareMany: (items, actor) => declareMany(context, items, actor),
    read: (key) => read(context, key),
    propose: (change, actor, options = {}) => propose(context, change, actor, options),
    set: (key, value, actor) => {
      const operations = [{ path: '/', method: 'overwrite' as const, args: { newValue: value } }];
      return propose(context, { key, operations, baseRevision: 0, onConflict: 'rebase' }, actor, {});
    },
    resume: (key, position) => resume(context, key, position),
    delete: (key, actor) => remove(context, key, actor),
    history: (key, options) => history(context, key, options),
    at: (key, revision) => stateAt(context, key, revision),
    restore: (key, revision, actor, options = {}) => restore(context, { key, revision }, actor, options),
    undo: (key, actor, options = {}) => undo(context, { key, direction: 'undo' }, actor, options),
    redo: (key, actor, options = {}) => undo(context, { key, direction: 'redo' }, actor, options),
    change: (request, actor, options = {}) => change(context, request, actor, options),
    changeTogether: (wishes, cause, actor) => changeTogether(context, { wishes, cause }, actor),
    list: (namespace) => list(context, namespace),
    persistentValues: (namespace) => persistentValues(context, namespace),
    describe: (key) => describeReplicant(context, key),
    prune: (retention) => context.log.prune(retention),
    redefine: (namespace) => void context.editions.set(namespace, editionOf(context, namespace) + 1),
    durability: () => commits.durability.health(),
    onDurability: (handler) => commits.durability.onChange(handler),
    close: async (timeoutMs) => {
      isClosed = true;
      await lock.idle();
      await commits.close(timeoutMs);
    },
  };
}

function createContext(deps: ReplicantServiceDeps, isClosed: () => boolean): ReplicantContext {
  const { store, log, bus, definitions, epoch, now } = deps;
  const report = deps.report ?? (() => undefined);
  const timing = { ...defaultTiming, ...deps.timing };
  return {
    ...{ store, log, bus, definitions, epoch, now, report, timing, isClosed },
    cells: new Map(),
    retired: new Map(),
    editions: new Map(),
    lock: createKeyedLock(),
    commits: new GroupCommit({ log, now, report, timing }),
    recent: createRecentChanges(),
    idempotency: createIdempotency(now),
    validator: createValidator(report),
    witness: deps.witness,
  };
}
