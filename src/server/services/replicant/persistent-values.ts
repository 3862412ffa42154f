import type { Json } from '#contract/json';
import { keyOf, type ReplicantKey } from '#contract/replicant';
import { ask } from './ask.ts';
import { lockAll } from './change-together.ts';
import { cellOf, type ReplicantContext } from './context.ts';
import { load } from './hydrate.ts';
import { measureJson } from '#contract/measure-json';

export type ValueOf = { key: ReplicantKey; value: Json; bytes: number };

/** How many stored values are asked for at once. */
const chunk = 200;

/**
 * Every persistent replicant that has a value, live or only stored, but the server's own. The live ones are all as they were at one moment. Rejects
 * when storage doesn't answer: half of them would be worse than none.
 */
export async function persistentValues(context: ReplicantContext, namespace?: string): Promise<ValueOf[]> {
  const stored = await ask(context, context.log.list(namespace));
  const asleep = stored.filter((key) => !context.cells.has(keyOf(key)) && !context.retired.has(keyOf(key)));
  const values: ValueOf[] = [];
  for (let start = 0; start < asleep.length; start += chunk) {
    const keys = asleep.slice(start, start + chunk);
    const found = await load(context, keys);
    for (const key of keys) {
      const value = found.get(keyOf(key))?.snapshot.value;
      if (value !== undefined) values.push(toValue(key, value));
    }
  }
  const liveValues: ValueOf[] = [];
  const live = (await context.store.list(namespace)).filter((key) => cellOf(context, key)?.persistent);
  const ids = live.map(keyOf).toSorted();
  const snapshots = await lockAll(context, ids, () => Promise.all(live.map((key) => context.store.read(key))));
  live.forEach((key, index) => {
    const value = snapshots[index]?.value;
    if (value !== undefined) liveValues.push(toValue(key, value));
  });
  // What came to life meanwhile is among the live ones.
  const alive = new Set(ids);
  return [...stillAsleep(values, alive), ...liveValues]
    .filter(({ key }) => key.namespace !== 'nodecg')
    .sort((a, b) => (keyOf(a.key) < keyOf(b.key) ? -1 : 1));
}

function stillAsleep(values: ValueOf[], alive: ReadonlySet<string>): ValueOf[] {
  return values.filter(({ key }) => !alive.has(keyOf(key)));
}

function toValue(key: ReplicantKey, value: Json): ValueOf {
  return { key, value, bytes: measureJson(value) };
}
