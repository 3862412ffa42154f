import { keyOf, type Actor, type DeclareOptions, type ReplicantError, type ReplicantKey } from '#contract/replicant';
import { failure, success, type Result } from '#contract/result';
import {
  cellOf,
  editionOf,
  findDefinition,
  mayWrite,
  nameOf,
  readLive,
  refreshDefinition,
  schemaPathOf,
  type Cell,
  type ReplicantContext,
} from './context.ts';
import { giveDefault } from './give-default.ts';
import { load, type Hydrated } from './hydrate.ts';
import { createMeter } from './meter.ts';
import { startCell } from './start-cell.ts';
import { definitionOfKind } from './timer.ts';
import type { Declared } from './types.ts';

export type Declaration = { key: ReplicantKey; options: DeclareOptions };

/** Declares many in one trip to storage; results in the order asked. What fails, fails alone (SPEC.md R1 to R9). */
export async function declareMany(
  context: ReplicantContext,
  items: Declaration[],
  actor: Actor,
): Promise<Result<Declared, ReplicantError>[]> {
  const first = new Map<string, Declaration>();
  for (const item of items) {
    const cell = cellOf(context, item.key);
    if (first.has(keyOf(item.key)) || (cell && !decides(cell, actor))) continue;
    first.set(keyOf(item.key), item);
  }
  const problems = await settle(context, [...first.values()], actor);
  return Promise.all(items.map(({ key }) => answer(context, key, problems.get(keyOf(key)))));
}

/** True if this actor's declaration still has something to decide. */
function decides(cell: Cell, actor: Actor): boolean {
  return cell.isProvisional && mayWrite(actor, cell.key);
}

/** Makes these declared; what was wrong, by `keyOf`. */
async function settle(context: ReplicantContext, items: Declaration[], actor: Actor): Promise<Map<string, ReplicantError>> {
  if (items.length === 0) return new Map();
  const fresh = await Promise.all(items.map((item) => prepare(context, item, actor)));
  const loading = loadFor(context, fresh);
  const problems = await Promise.all(
    fresh.map(async ({ cell, options }) => {
      const hydrated = await loading;
      return context.lock.run(keyOf(cell.key), () => settleInTurn(context, cell, options, actor, hydrated));
    }),
  );
  return new Map(
    fresh.flatMap(({ cell }, index): [string, ReplicantError][] => (problems[index] ? [[keyOf(cell.key), problems[index]]] : [])),
  );
}

async function prepare(
  context: ReplicantContext,
  { key, options }: Declaration,
  actor: Actor,
): Promise<{ cell: Cell; options: DeclareOptions }> {
  const edition = editionOf(context, key.namespace);
  const isProvisional = !mayWrite(actor, key);
  // A stored value belongs to everybody, so those who only read may bring it up; what else they wish doesn't count.
  const wished = isProvisional ? {} : options;
  const schemaPath = await schemaPathOf(context, { key, schemaPath: wished.schemaPath }, actor);
  const definition = await findDefinition(context, key, schemaPath);
  const kind = definition?.kind ?? wished.kind ?? 'value';
  const persistent = kind !== 'stream' && (definition?.persistent ?? wished.persistent ?? true);
  const merge = definition?.merge ?? wished.merge;
  const state = { length: 0, isValid: false, meter: createMeter(), lastChange: undefined };
  const ofThisKind = definitionOfKind(kind, definition);
  return {
    cell: { key, persistent, kind, merge, schemaPath, isProvisional, definition: ofThisKind, edition, ...state },
    options: wished,
  };
}

/** What is stored of those that are persistent, unless storage can't be asked. */
async function loadFor(context: ReplicantContext, fresh: { cell: Cell }[]): Promise<Map<string, Hydrated> | 'unavailable'> {
  const keys = fresh.filter(({ cell }) => cell.persistent && !cellOf(context, cell.key)).map(({ cell }) => cell.key);
  try {
    return await load(context, keys);
  } catch {
    return 'unavailable';
  }
}

async function settleInTurn(
  context: ReplicantContext,
  fresh: Cell,
  options: DeclareOptions,
  actor: Actor,
  loaded: Map<string, Hydrated> | 'unavailable',
): Promise<ReplicantError | undefined> {
  const existing = cellOf(context, fresh.key);
  if (existing && !decides(existing, actor)) return undefined;
  if (existing) return giveDefault(context, existing, fresh, options, actor);
  if (loaded === 'unavailable' && fresh.persistent && !context.retired.has(keyOf(fresh.key))) return unavailable(fresh.key);
  // Deleted while it was loading: what was loaded is gone.
  const isGone = loaded === 'unavailable' || context.retired.has(keyOf(fresh.key));
  return startCell(context, fresh, options, actor, isGone ? undefined : loaded.get(keyOf(fresh.key)));
}

function unavailable(key: ReplicantKey): ReplicantError {
  const message = `The stored value of ${nameOf(key)} can't be read, because the database does not answer. Nothing was changed; try again.`;
  return { code: 'not-durable', message };
}

async function answer(
  context: ReplicantContext,
  key: ReplicantKey,
  problem: ReplicantError | undefined,
): Promise<Result<Declared, ReplicantError>> {
  if (problem) return failure(problem);
  const cell = cellOf(context, key);
  if (!cell)
    return failure({
      code: 'not-declared',
      message: `${nameOf(key)} was deleted while it was being declared; declare it again.`,
    });
  // Asked here, because a page declares hundreds at once: no promise where there is nothing to wait for.
  if (cell.edition !== editionOf(context, key.namespace)) await refreshDefinition(context, cell);
  const snapshot = await readLive(context, cell);
  const schema = cell.definition?.schema;
  return success({ snapshot, persistent: cell.persistent, kind: cell.kind, ...(schema ? { schema } : {}) });
}
