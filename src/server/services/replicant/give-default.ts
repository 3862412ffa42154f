import type { Actor, DeclareOptions, ReplicantError } from '#contract/replicant';
import { readLive, type Cell, type ReplicantContext } from './context.ts';
import { initialValue, overwrite } from './start-cell.ts';

/** The first declaration by somebody who may write, of a replicant that only readers had declared: its default still counts, as a change that all of them see. */
export async function giveDefault(
  context: ReplicantContext,
  cell: Cell,
  wished: Cell,
  options: DeclareOptions,
  actor: Actor,
): Promise<ReplicantError | undefined> {
  const { value } = await readLive(context, cell);
  const initial = value === undefined ? initialValue(context, wished, options) : undefined;
  if (initial && !initial.ok) return initial.error;
  cell.isProvisional = false;
  cell.persistent = wished.persistent;
  cell.kind = wished.kind;
  cell.definition = wished.definition;
  cell.merge = wished.merge;
  cell.schemaPath = wished.schemaPath;
  if (initial?.value !== undefined) await overwrite(context, cell, initial.value, actor);
  return undefined;
}
