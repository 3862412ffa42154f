import { assetUrl, type AssetFileView, type AssetFolder, type AssetRecord } from '#contract/asset';
import { isAllowedType } from '#contract/asset-name';
import type { StoredAsset } from '#ports/asset-files';
import { compareNames, recordOf } from './record-of.ts';

/** A file of one version. `lastSum`: of the content before, which bundles see until this one's is known. */
export type Entry = {
  readonly stored: StoredAsset;
  sum?: string | undefined;
  readonly lastSum: string | undefined;
  /** When this version was first seen, by `performance.now()`. */
  readonly seenAt: number;
  state: 'waiting' | 'reading' | 'unreadable';
};

/** What is known of a folder's files, in the order of their names. */
export type ShelfEntries = {
  /** Counts what we did ourselves: a listing that began before one of these is out of date. */
  edition(): number;
  takeIn(found: readonly StoredAsset[], allowedTypes: readonly string[] | undefined): void;
  /** False: it has gone, or is of another version by now. */
  has(entry: Entry): boolean;
  unread(): Entry[];
  /** True when no file is waited for. */
  areKnown(): boolean;
  adopt(stored: StoredAsset, sum: string): void;
  forget(base: string): void;
  records(): AssetRecord[];
  views(): AssetFileView[];
};

/** See {@link ShelfEntries}. */
export function createEntries(folder: AssetFolder): ShelfEntries {
  let entries = new Map<string, Entry>();
  let edition = 0;
  const all = () => [...entries.values()];
  const put = (next: Entry[]) => {
    entries = new Map(next.sort((a, b) => compareNames(a.stored.base, b.stored.base)).map((entry) => [entry.stored.base, entry]));
  };
  return {
    edition: () => edition,
    takeIn: (found, allowedTypes) =>
      put(
        found.filter(({ base }) => isAllowedType(base, allowedTypes)).map((stored) => toEntry(stored, entries.get(stored.base))),
      ),
    has: (entry) => entries.get(entry.stored.base) === entry,
    unread: () => all().filter(({ sum, state }) => sum === undefined && state === 'waiting'),
    areKnown: () => all().every(({ sum, state }) => sum !== undefined || state === 'unreadable'),
    adopt(stored, sum) {
      edition += 1;
      const others = all().filter((entry) => entry.stored.base !== stored.base);
      put([...others, { ...toEntry(stored, undefined), sum }]);
    },
    forget(base) {
      edition += 1;
      entries.delete(base);
    },
    records: () => all().flatMap((entry) => toRecord(folder, entry)),
    views: () => all().map((entry) => toView(folder, entry)),
  };
}

function toEntry(stored: StoredAsset, before: Entry | undefined): Entry {
  if (before?.stored.version === stored.version) return before;
  return { stored, lastSum: before?.sum ?? before?.lastSum, seenAt: performance.now(), state: 'waiting' };
}

function toRecord(folder: AssetFolder, { stored, sum, lastSum }: Entry): AssetRecord[] {
  const shown = sum ?? lastSum;
  return shown === undefined ? [] : [recordOf(folder, stored.base, shown)];
}

function toView(folder: AssetFolder, { stored: { base, size, modifiedAt }, sum }: Entry): AssetFileView {
  return { base, size, modifiedAt, url: assetUrl(folder, base), ...(sum !== undefined && { sum }) };
}
