import type { HistoryEntry, ReplicantKey } from '#contract/replicant';
import { ask } from './ask.ts';
import type { ReplicantContext } from './context.ts';

/** Newest first, including what isn't stored yet. Rejects when storage doesn't answer and is needed. */
export async function history(
  context: ReplicantContext,
  key: ReplicantKey,
  { limit, before = Infinity }: { limit: number; before?: number },
): Promise<HistoryEntry[]> {
  const { entries, deleted } = context.commits.unstored(key);
  const waiting = entries.filter((entry) => entry.revision < before).reverse();
  const oldest = entries[0];
  if (deleted || waiting.length >= limit) return waiting.slice(0, limit);
  // What is being written at this moment may be stored already: it is taken from memory only.
  const from = Math.min(before, oldest ? oldest.fromRevision + 1 : Infinity);
  const rest = { limit: limit - waiting.length, ...(from === Infinity ? {} : { before: from }) };
  const stored = await ask(context, context.log.history(key, rest));
  return [...waiting, ...stored];
}
