import { applyOperations } from '#contract/apply-operations';
import { limits } from '#contract/limits';
import { keyOf, type Actor, type ProposedChange, type ReplicantError, type Snapshot } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import { commit, type CheckedChange, type Committed } from './commit.ts';
import { cellOf, mayWrite, nameOf, readLive, refreshDefinition, type Cell, type ReplicantContext } from './context.ts';
import { boundLength, measureOperations } from './measure-json.ts';
import type { ProposeOptions } from './types.ts';

type Refusal = Result<never, ReplicantError>;

/** Proposals of one replicant that may queue up; more than that means that a writer doesn't wait for its answers. */
const maxQueued = 10_000;

/** One change from anywhere: permission, queue, check, compare-and-set, broadcast, storage (SPEC.md R10 to R20). */
export async function propose(
  context: ReplicantContext,
  change: ProposedChange,
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Snapshot, ReplicantError>> {
  if (context.isClosed()) return refuse('contended', 'The server is shutting down; try again when it is back.');
  if (!mayWrite(actor, change.key)) return refuse('forbidden', `${describe(actor)} may not change ${nameOf(change.key)}.`);
  const problem = countProblem(change);
  if (problem) return refuse('invalid-operation', problem);
  const id = keyOf(change.key);
  if (context.lock.depth(id) >= maxQueued)
    return refuse('contended', `Too many writers wait for ${nameOf(change.key)}; wait for your answers.`);
  const committed = await context.lock.run(id, () => commitInTurn(context, change, actor, options));
  if (!committed.ok) return committed;
  const outcome = await committed.value.stored;
  if (!outcome || outcome.stored) return success(committed.value.snapshot);
  const message = `The change of ${nameOf(change.key)} is on air, but not stored yet: ${outcome.reason}. It will be stored when the database takes it.`;
  return failure({ code: 'not-durable', message, current: committed.value.snapshot });
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

async function commitInTurn(
  context: ReplicantContext,
  change: ProposedChange,
  actor: Actor,
  options: ProposeOptions,
): Promise<Result<Committed, ReplicantError>> {
  const cell = cellOf(context, change.key);
  if (!cell) return refuse('not-declared', `Nobody has declared ${nameOf(change.key)}; declare it first.`);
  await refreshDefinition(context, cell);
  const begin = performance.now();
  for (let tries = 0; ; tries++) {
    const checked = check(context, cell, change, await readLive(context, cell));
    if (!checked.ok) return checked;
    const committed = await commit(context, cell, { ...checked.value, actor, origin: options.origin }, options.durable !== false);
    if (committed) return success(committed);
    if (performance.now() - begin > context.timing.contendedMs) {
      return refuse('contended', `Other writers kept changing ${nameOf(change.key)}; try again.`, checked.value.current);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 2 ** Math.min(tries, 8))));
  }
}

/** What the proposal makes of the current state, or why it is refused. Changes nothing. */
function check(
  context: ReplicantContext,
  cell: Cell,
  change: ProposedChange,
  current: Snapshot,
): Result<Omit<CheckedChange, 'actor'>, ReplicantError> {
  const { operations, baseRevision, onConflict, key } = change;
  if (onConflict === 'reject' && baseRevision !== current.revision) {
    const message = `${capitalised(nameOf(key))} has moved on from revision ${baseRevision} to ${current.revision}.`;
    return refuse('stale', message, current);
  }
  const applied = applyOperations(current.value, operations);
  if (!applied.ok) return refuse('invalid-operation', `Invalid operation for ${nameOf(key)}: ${applied.error.message}`);
  const operationsLength = measureOperations(operations, limits.valueLength);
  const length = boundLength(cell.length, applied.value, operations, operationsLength);
  if (length === undefined) {
    const message = `${capitalised(nameOf(key))} would be longer than ${limits.valueLength} characters, or too deeply nested; split it.`;
    return refuse('too-large', message);
  }
  const problem = context.validator.check(key, cell.definition, applied.value);
  if (problem !== undefined) return refuse('invalid-value', problem, current);
  return success({ current, value: applied.value, operations, operationsLength, length });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function refuse(code: ReplicantError['code'], message: string, current?: Snapshot): Refusal {
  return failure(current ? { code, message, current } : { code, message });
}
