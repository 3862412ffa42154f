import { keyOf, type ReplicantKey, type Snapshot } from '#contract/replicant';
import { ask } from './ask.ts';
import { cellOf, type Cell, type ReplicantContext } from './context.ts';
import { load } from './hydrate.ts';
import { measureJson } from '#contract/measure-json';
import type { ServiceSummary } from './types.ts';

/** How many stored values are in memory at once while listing. */
const chunk = 200;

/** Everything declared or stored, by name. Only what lives is listed while storage doesn't answer. */
export async function list(context: ReplicantContext, namespace?: string): Promise<ServiceSummary[]> {
  const live = await context.store.list(namespace);
  const known = new Set(live.map(keyOf));
  const stored = await storedKeys(context, namespace);
  const asleep = stored.filter((key) => !known.has(keyOf(key)) && !context.retired.has(keyOf(key)));
  const summaries = await Promise.all(live.map((key) => summariseLive(context, key)));
  for (let start = 0; start < asleep.length; start += chunk)
    summaries.push(...(await summariseStored(context, asleep.slice(start, start + chunk))));
  const byName = (a: ServiceSummary, b: ServiceSummary): number => (keyOf(a.key) < keyOf(b.key) ? -1 : 1);
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

async function summariseLive(context: ReplicantContext, key: ReplicantKey): Promise<ServiceSummary | undefined> {
  const snapshot = await context.store.read(key);
  return snapshot && summarise(key, snapshot, cellOf(context, key));
}

async function summariseStored(context: ReplicantContext, keys: ReplicantKey[]): Promise<ServiceSummary[]> {
  const stored = await load(context, keys);
  return keys.flatMap((key) => {
    const snapshot = stored.get(keyOf(key))?.snapshot;
    return snapshot ? [summarise(key, snapshot, undefined)] : [];
  });
}

/** Longer values are not measured by every look at the list: their upper bound is told. */
const measuredLength = 64 * 1024;

/** `cell`: undefined for what is stored and not declared. */
export function summarise(key: ReplicantKey, { value, revision }: Snapshot, cell: Cell | undefined): ServiceSummary {
  const measured = value === undefined ? 0 : measureJson(value, measuredLength);
  if (cell && measured <= measuredLength) cell.length = measured;
  return {
    key,
    revision,
    persistent: cell?.persistent ?? true,
    kind: cell?.kind ?? 'value',
    bytes: measured <= measuredLength ? measured : (cell?.length ?? measureJson(value)),
    declared: cell !== undefined,
    ...(cell?.meter.rate() ?? { changesPerSecond: 0, bytesPerSecond: 0 }),
    ...(cell?.lastChange ? { lastChange: cell.lastChange } : {}),
  };
}
