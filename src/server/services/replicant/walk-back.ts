import { applyOperations } from '#contract/apply-operations';
import type { Json } from '#contract/json';
import type { HistoryEntry, ReplicantKey, ReplicantPosition, Snapshot } from '#contract/replicant';
import { history } from './history.ts';
import type { ReplicantContext } from './context.ts';

/** A change in the history, with the values around it. */
export type PastChange = { entry: HistoryEntry; before: Json | undefined; after: Json | undefined };

const pageRows = 50;
const maxTries = 20;

/** Where the history begins: the newest state, with the rows that led to it. */
export type Beginning = { newest: Snapshot; page: HistoryEntry[] };

/**
 * The newest state and the first page of its history, which belong together however often it changes meanwhile. Undefined: it isn't declared. Rejects when
 * storage is needed and doesn't answer.
 */
export async function beginBack(context: ReplicantContext, key: ReplicantKey): Promise<Beginning | undefined> {
  for (let tries = 1; ; tries++) {
    const newest = await context.store.read(key);
    if (!newest) return undefined;
    const page = await history(context, key, { limit: pageRows, before: newest.revision + 1 });
    if (page.length === 0 || isSame(page[0], newest)) return { newest, page };
    // A burst was going on, and its row has grown.
    if (tries >= maxTries) return { newest, page: [] };
  }
}

/** The changes before a state, newest first, as far as the history is known without a hole. */
export async function* walkBack(
  context: ReplicantContext,
  key: ReplicantKey,
  { newest, page }: Beginning,
): AsyncGenerator<PastChange> {
  let rows = page;
  let at: { position: ReplicantPosition; value: Json | undefined } = { position: newest, value: newest.value };
  while (rows.length > 0) {
    for (const entry of rows) {
      // Written again after a write of unknown outcome.
      if (entry.revision > at.position.revision) continue;
      if (entry.revision !== at.position.revision || !entry.inverse) return;
      const before = applyOperations(at.value, entry.inverse);
      if (!before.ok) return;
      yield { entry, before: before.value, after: at.value };
      at = { position: { revision: entry.fromRevision, stamp: entry.stamp }, value: before.value };
    }
    if (rows.length < pageRows) return;
    rows = await history(context, key, { limit: pageRows, before: at.position.revision + 1 });
  }
}

function isSame(entry: HistoryEntry | undefined, { revision, stamp }: ReplicantPosition): boolean {
  return entry?.revision === revision && entry.stamp === stamp;
}
