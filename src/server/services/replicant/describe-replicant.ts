import type { ReplicantKey } from '#contract/replicant';
import { cellOf, refreshDefinition, type ReplicantContext } from './context.ts';
import { summarise } from './list.ts';
import { read } from './read.ts';
import type { ServiceDetails } from './types.ts';

/** Everything about one replicant but who follows it. Rejects when only storage could tell and doesn't answer. */
export async function describeReplicant(context: ReplicantContext, key: ReplicantKey): Promise<ServiceDetails | undefined> {
  const snapshot = await read(context, key);
  if (!snapshot) return undefined;
  const cell = cellOf(context, key);
  if (cell) await refreshDefinition(context, cell);
  const schema = cell?.definition?.schema?.json;
  return {
    summary: summarise(key, snapshot, cell),
    snapshot,
    ...(schema === undefined ? {} : { schema }),
    ...(cell?.merge ? { merge: cell.merge } : {}),
  };
}
