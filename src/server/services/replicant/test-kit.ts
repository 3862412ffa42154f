import type { BusEventOf } from '#contract/events';
import type { Json } from '#contract/json';
import type { Operation } from '#contract/operations';
import type { Actor, ReplicantKey } from '#contract/replicant';
import { createMemoryEventBus } from '#adapters/memory/event-bus';
import { createMemoryReplicantLog, type MemoryReplicantLog } from '#adapters/memory/replicant-log';
import { createMemoryReplicantStore } from '#adapters/memory/replicant-store';
import type { ReplicantDefinition } from '#ports/replicant-definitions';
import { createReplicantService, type ReplicantServiceDeps } from './create-replicant-service.ts';

export const score: ReplicantKey = { namespace: 'show', name: 'score' };
export const operator: Actor = { kind: 'user', id: 'ada', role: 'OPERATOR' };
export const extension: Actor = { kind: 'extension', id: 'show', role: 'ADMIN' };
export const viewer: Actor = { kind: 'user', id: 'vic', role: 'VIEWER' };

export const overwrite = (newValue: Json): Operation => ({ path: '/', method: 'overwrite', args: { newValue } });
export const update = (prop: string, newValue: Json, path = '/'): Operation => ({
  path,
  method: 'update',
  args: { prop, newValue },
});
export const push = (item: Json, path = '/'): Operation => ({ path, method: 'push', args: { mutatorArgs: [item] } });

/** A server run on memory adapters; give it another run's log to restart. */
export function startRun(
  options: Partial<ReplicantServiceDeps> & {
    log?: MemoryReplicantLog;
    definitions?: never;
    define?: Record<string, ReplicantDefinition>;
  } = {},
) {
  const { define = {}, ...rest } = options;
  const log = options.log ?? createMemoryReplicantLog();
  const store = options.store ?? createMemoryReplicantStore();
  const bus = options.bus ?? createMemoryEventBus();
  const events: BusEventOf<'replicant.changed'>[] = [];
  const deleted: ReplicantKey[] = [];
  const problems: string[] = [];
  bus.subscribe('replicant.changed', (event) => events.push(event));
  bus.subscribe('replicant.deleted', (event) => deleted.push(event.key));
  const service = createReplicantService({
    epoch: 'run-1',
    now: () => 1_700_000_000_000,
    report: (problem) => problems.push(problem),
    ...rest,
    ...{ log, store, bus },
    definitions: { find: ({ name }) => Promise.resolve(define[name]) },
  });
  return { service, log, store, bus, events, deleted, problems };
}

export type Run = ReturnType<typeof startRun>;

/** Proposes with `rebase`, not waiting for storage. */
export function propose(run: Run, operations: Operation[], key = score, actor = operator) {
  return run.service.propose({ key, operations, baseRevision: 0, onConflict: 'rebase' }, actor, { durable: false });
}

export const schemaOf = (json: Json): ReplicantDefinition => ({ schema: { json, sum: JSON.stringify(json) } });
