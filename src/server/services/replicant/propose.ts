import { resolveOperations } from '#contract/apply-operations';
import { createHash } from 'node:crypto';
import { diffOperations, overwrite } from '#contract/diff-operations';
import type { Json } from '#contract/json';
import { limits } from '#contract/limits';
import type { Operation } from '#contract/operations';
import {
  keyOf,
  type Actor,
  type HistoryCause,
  type ProposedChange,
  type ReplicantError,
  type ReplicantKey,
  type Snapshot,
} from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import { commit, type CheckedChange, type Committed } from './commit.ts';
import { cellOf, mayChange, mayWrite, nameOf, readLive, refreshDefinition, type Cell, type ReplicantContext } from './context.ts';
import { boundLength, measureJson, measureOperations } from './measure-json.ts';
import type { RecentChange } from './recent-changes.ts';
import { reconcile } from './reconcile.ts';
import { shrink } from './shrink.ts';
import type { ProposeOptions } from './types.ts';
import type { StoreOutcome } from './waiters.ts';

type Refusal = Result<never, ReplicantError>;

/** What somebody wants to change. `rewritten`: it isn't what was asked for, so who asked must not take its own result for the outcome. */
export type Intent = { operations: Operation[]; rewritten?: boolean; cause?: HistoryCause; proposed?: RecentChange['proposed'] };

/** A change that is made on the newest state, whatever that is when its turn comes. */
export type ChangeRequest = {
  key: ReplicantKey;
  /** Called in turn, as often as another process is faster. Must not change what it is given. */
  make(current: Snapshot, cell: Cell): Result<Intent, ReplicantError>;
  idempotencyKey?: string | undefined;
};

/** Proposals of one replicant that may queue up; more than that means that a writer doesn't wait for its answers. */
const maxQueued = 10_000;
/** Up to here it isn't worth asking whether the value itself is shorter. */
const longInverse = 4_096;

/** One change from anywhere: permission, queue, check, compare-and-set, broadcast, storage (SPEC.md R10 to R26). */
export async function propose(
  context: ReplicantContext,
  proposal: ProposedChange,
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Snapshot, ReplicantError>> {
  const problem = countProblem(proposal);
  if (problem) return refuse('invalid-operation', problem);
  const { key } = proposal;
  const idempotencyKey = proposal.idempotencyKey === undefined ? undefined : ownKey(actor, proposal.idempotencyKey);
  const make = (current: Snapshot, cell: Cell): Result<Intent, ReplicantError> =>
    settleConflict(context, cell, { ...proposal, origin: options.origin }, current);
  return change(context, { key, make, idempotencyKey }, actor, options);
}

/** A key is its writer's own; and whatever it was, this can be stored. */
function ownKey({ kind, id }: Actor, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, id, key]))
    .digest('base64url');
}

/** {@link propose} for a change that depends on the newest state. */
export async function change(
  context: ReplicantContext,
  request: ChangeRequest,
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Snapshot, ReplicantError>> {
  const { key } = request;
  const refused = refuseAtDoor(context, key, actor);
  if (refused) return refused;
  const id = keyOf(key);
  if (context.lock.depth(id) >= maxQueued)
    return refuse('contended', `Too many writers wait for ${nameOf(key)}; wait for your answers.`);
  const committed = await context.lock.run(id, () => changeInTurn(context, request, actor, options));
  if (!committed.ok) return committed;
  const outcome = await committed.value.stored;
  return toAnswer(key, committed.value.snapshot, outcome);
}

/** What can be refused without looking at the replicant. */
export function refuseAtDoor(context: ReplicantContext, key: ReplicantKey, actor: Actor): Refusal | undefined {
  if (context.isClosed()) return refuse('contended', 'The server is shutting down; try again when it is back.');
  return mayWrite(actor, key) ? undefined : refuse('forbidden', `${describe(actor)} may not change ${nameOf(key)}.`);
}

/** The answer to a committed change, once storage has answered. */
export function toAnswer(
  key: ReplicantKey,
  snapshot: Snapshot,
  outcome: StoreOutcome | undefined,
): Result<Snapshot, ReplicantError> {
  if (!outcome || outcome.stored) return success(snapshot);
  const message = `The change of ${nameOf(key)} is on air, but not stored yet: ${outcome.reason}. It will be stored when the database takes it.`;
  return failure({ code: 'not-durable', message, current: snapshot });
}

function describe(actor: Actor): string {
  return `${actor.kind} "${actor.id}" (${actor.role})`;
}

function countProblem({ operations }: ProposedChange): string | undefined {
  const count: unknown = Array.isArray(operations) ? operations.length : undefined;
  if (typeof count !== 'number') return 'operations must be an array';
  if (count === 0) return 'a proposal needs at least one operation';
  if (count <= limits.operationsPerProposal) return undefined;
  return `a proposal has at most ${limits.operationsPerProposal} operations, this one has ${count}; overwrite the value instead`;
}

async function changeInTurn(
  context: ReplicantContext,
  request: ChangeRequest,
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Committed, ReplicantError>> {
  const cell = cellOf(context, request.key);
  if (!cell) return refuse('not-declared', `Nobody has declared ${nameOf(request.key)}; declare it first.`);
  await refreshDefinition(context, cell);
  if (!mayChange(actor, cell)) return refuse('forbidden', `${capitalised(nameOf(request.key))} is kept by the server alone.`);
  const made = await repeatOf(context, cell, request, options);
  if (made) return success(made);
  const begin = performance.now();
  for (let tries = 0; ; tries++) {
    const checked = check(context, cell, request, await readLive(context, cell));
    if (!checked.ok) return checked;
    const { idempotencyKey } = request;
    const committed = await commit(
      context,
      cell,
      { ...checked.value, actor, origin: options.origin, idempotencyKey },
      options.durable !== false,
    );
    if (committed) {
      if (isSignedFor(actor)) tellWitness(context, cell, checked.value, actor);
      return success(committed);
    }
    if (performance.now() - begin > context.timing.contendedMs) {
      return refuse('contended', `Other writers kept changing ${nameOf(request.key)}; try again.`, checked.value.current);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 2 ** Math.min(tries, 8))));
  }
}

/** By a person or a key, or by a graphic or remote extension whose reach is somebody's. */
function isSignedFor({ kind, access }: Actor): boolean {
  return kind === 'user' || kind === 'key' || access !== undefined;
}

function tellWitness({ witness }: ReplicantContext, { key }: Cell, change: Omit<CheckedChange, 'actor'>, actor: Actor): void {
  witness?.({ key, actor, before: change.current.value, after: change.value });
}

/** The outcome of the change that this one is a retry of. */
async function repeatOf(
  context: ReplicantContext,
  cell: Cell,
  { idempotencyKey }: ChangeRequest,
  options: ProposeOptions,
): Promise<Committed | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const made = context.idempotency.find(keyOf(cell.key), idempotencyKey);
  if (!made) return undefined;
  const { value } = await readLive(context, cell);
  const stored = cell.persistent && options.durable !== false ? context.commits.settled(cell.key) : undefined;
  return { snapshot: { value, ...made }, stored };
}

/** What becomes of a proposal that was made for an older state than the newest. */
function settleConflict(
  context: ReplicantContext,
  cell: Cell,
  { operations, baseRevision, baseStamp, onConflict, key, origin }: ProposedChange & { origin: string | undefined },
  current: Snapshot,
): Result<Intent, ReplicantError> {
  const line = origin?.slice(0, origin.lastIndexOf(':'));
  // Without a number: its writer doesn't show it before it is confirmed, so what comes next isn't made on it.
  const proposed = line === undefined || origin?.endsWith(':') ? {} : { proposed: { line, operations } };
  if (baseRevision === current.revision && (baseStamp ?? current.stamp) === current.stamp)
    return success({ operations, ...proposed });
  // Who names the very state, as `edit` does, wants to look at the newest one itself.
  if (cell.merge && !(onConflict === 'reject' && baseStamp !== undefined)) {
    const base = context.recent.stateAt(keyOf(key), { revision: baseRevision, stamp: baseStamp, line }, current);
    const reconciled = reconcile(cell.merge, operations, base, current.value);
    if (reconciled) return success({ ...reconciled, ...proposed });
    return refuse(
      'stale',
      `${capitalised(nameOf(key))} has changed too often since revision ${baseRevision} to tell the difference.`,
      current,
    );
  }
  if (onConflict === 'rebase') return success({ operations });
  const message = `${capitalised(nameOf(key))} has moved on from revision ${baseRevision} to ${current.revision}.`;
  return refuse('stale', message, current);
}

/** What a change makes of the current state, or why it is refused. Changes nothing. */
export function check(
  context: ReplicantContext,
  cell: Cell,
  { key, make }: ChangeRequest,
  current: Snapshot,
): Result<Omit<CheckedChange, 'actor'>, ReplicantError> {
  const intent = make(current, cell);
  if (!intent.ok) return intent;
  const applied = resolveOperations(current.value, intent.value.operations);
  if (!applied.ok) return refuse(applied.error.code, `Invalid operation for ${nameOf(key)}: ${applied.error.message}`, current);
  const { value, operations, length: operationsLength } = shrink(current.value, applied.value.value, applied.value.operations);
  const length = boundLength(cell.length, value, operations, operationsLength);
  if (length === undefined) {
    const message = `${capitalised(nameOf(key))} would be longer than ${limits.valueLength} characters, or too deeply nested; split it.`;
    return refuse('too-large', message);
  }
  const problem = context.validator.check(key, cell.definition, value, cell.isValid ? operations : undefined);
  if (problem !== undefined) return refuse('invalid-value', problem, current);
  const { rewritten, cause, proposed } = intent.value;
  const { inverse, inverseLength } = inverseOf(cell, value, current.value);
  return success({ current, value, operations, operationsLength, inverse, inverseLength, length, rewritten, cause, proposed });
}

/** What turns the change back: never more, or longer, than the value that it brings back. */
function inverseOf(
  cell: Cell,
  value: Json | undefined,
  before: Json | undefined,
): Pick<CheckedChange, 'inverse' | 'inverseLength'> {
  if (cell.kind === 'stream') return { inverse: [], inverseLength: 0 };
  const inverse = diffOperations(value, before);
  const inverseLength = measureOperations(inverse, limits.valueLength);
  if (inverseLength <= longInverse && inverse.length <= limits.operationsPerProposal) return { inverse, inverseLength };
  const wholeLength = measureJson(before, inverseLength);
  const isShorter = wholeLength < inverseLength || inverse.length > limits.operationsPerProposal;
  return isShorter ? { inverse: [overwrite(before)], inverseLength: wholeLength + 40 } : { inverse, inverseLength };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A refused change. */
export function refuse(code: ReplicantError['code'], message: string, current?: Snapshot): Refusal {
  return failure(current ? { code, message, current } : { code, message });
}
