import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { ask } from './ask.ts';
import { cellOf, type ReplicantContext } from './context.ts';
import { load } from './hydrate.ts';
import { measureJson } from './measure-json.ts';
import type { ReplicantSummary } from './types.ts';

/** How many stored values are in memory at once while listing. */
const chunk = 200;

/** Everything declared or stored, by name. Only what lives is listed while storage doesn't answer. */
export async function list(context: ReplicantContext, namespace?: string): Promise<ReplicantSummary[]> {
  const live = await context.store.list(namespace);
  const known = new Set(live.map(keyOf));
  const stored = await storedKeys(context, namespace);
  const asleep = stored.filter((key) => !known.has(keyOf(key)) && !context.retired.has(keyOf(key)));
  const summaries = await Promise.all(live.map((key) => summariseLive(context, key)));
  for (let start = 0; start < asleep.length; start += chunk)
    summaries.push(...(await summariseStored(context, asleep.slice(start, start + chunk))));
  const byName = (a: ReplicantSummary, b: ReplicantSummary): number => (keyOf(a.key) < keyOf(b.key) ? -1 : 1);
  return summaries.flatMap((summary) => summary ?? []).sort(byName);
}

async function storedKeys(context: ReplicantContext, namespace: string | undefined): Promise<ReplicantKey[]> {
  try {
    return await ask(context, context.log.list(namespace));
  } catch {
    // The dashboard shows that the database is away; a list of what is on air is worth more than an error.
    return [];
  }
}

async function summariseLive(context: ReplicantContext, key: ReplicantKey): Promise<ReplicantSummary | undefined> {
  const snapshot = await context.store.read(key);
  const cell = cellOf(context, key);
  return snapshot && summarise(key, snapshot, cell?.persistent ?? true, cell !== undefined);
}

async function summariseStored(context: ReplicantContext, keys: ReplicantKey[]): Promise<ReplicantSummary[]> {
  const stored = await load(context, keys);
  return keys.flatMap((key) => {
    const snapshot = stored.get(keyOf(key))?.snapshot;
    return snapshot ? [summarise(key, snapshot, true, false)] : [];
  });
}

function summarise(key: ReplicantKey, { value, revision }: Snapshot, persistent: boolean, declared: boolean): ReplicantSummary {
  return { key, revision, persistent, bytes: value === undefined ? 0 : measureJson(value), declared };
}
