import type { ReplicantSummary } from '#contract/inspect';
import { keyOf, type ReplicantKey } from '#contract/replicant';

export const sortings = ['name', 'change', 'rate', 'size'] as const;
export type Sorting = (typeof sortings)[number];

/** One line: a namespace above its replicants, or a replicant. `place` counts the replicants from 0. */
export type ListRow =
  | { kind: 'namespace'; id: string; namespace: string; count: number }
  | { kind: 'replicant'; id: string; summary: ReplicantSummary; place: number };

/** The server's own namespaces, which come after the bundles'. */
export function isServerOwned(namespace: string): boolean {
  return namespace === 'nodecg' || namespace === '_assets';
}

/** What the list shows: by name under their namespaces, else all of them with the highest first. Every word of the filter must occur. */
export function listRows(summaries: readonly ReplicantSummary[], filter: string, sorting: Sorting): ListRow[] {
  const found = matching(summaries, filter).sort(order[sorting]);
  if (sorting !== 'name') return found.map(rowOf);
  const counts = new Map<string, number>();
  for (const { key } of found) counts.set(key.namespace, (counts.get(key.namespace) ?? 0) + 1);
  return found.flatMap((summary, place): ListRow[] => {
    const { namespace } = summary.key;
    const heading = { kind: 'namespace' as const, id: `/${namespace}`, namespace, count: counts.get(namespace) ?? 0 };
    return found[place - 1]?.key.namespace === namespace ? [rowOf(summary, place)] : [heading, rowOf(summary, place)];
  });
}

/** Those in whose namespace or name every word occurs. */
export function matching(summaries: readonly ReplicantSummary[], filter: string): ReplicantSummary[] {
  const words = filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return summaries.filter(({ key }) => {
    const hay = `${key.namespace} ${key.name}`.toLocaleLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** Where one looks at a replicant. */
export function replicantHref({ namespace, name }: ReplicantKey): string {
  return `/replicants?${new URLSearchParams({ namespace, name }).toString()}`;
}

/** How long until the list is asked for again: a long list costs the server more, and changes are read from the value itself. */
export function listIntervalMs(count: number): number {
  return 1_500 + count;
}

function rowOf(summary: ReplicantSummary, place: number): ListRow {
  return { kind: 'replicant', id: keyOf(summary.key), summary, place };
}

const order: Record<Sorting, (a: ReplicantSummary, b: ReplicantSummary) => number> = {
  name: byName,
  change: (a, b) => (b.lastChange?.at ?? 0) - (a.lastChange?.at ?? 0) || byName(a, b),
  rate: (a, b) => b.changesPerSecond - a.changesPerSecond || byName(a, b),
  size: (a, b) => b.bytes - a.bytes || byName(a, b),
};

const collator = new Intl.Collator(undefined, { numeric: true });

function byName({ key: a }: ReplicantSummary, { key: b }: ReplicantSummary): number {
  return (
    Number(isServerOwned(a.namespace)) - Number(isServerOwned(b.namespace)) ||
    collator.compare(a.namespace, b.namespace) ||
    collator.compare(a.name, b.name)
  );
}
