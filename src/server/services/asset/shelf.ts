import type { AssetCategoryView, AssetFileView, AssetFolder, AssetRecord } from '#contract/asset';
import { gather, type Gathered } from '#contract/gather';
import type { AssetFiles, StoredAsset } from '#ports/asset-files';
import { createEntries, type Entry, type ShelfEntries } from './shelf-entries.ts';
import type { AssetTiming } from './types.ts';

export type ShelfDeps = {
  files: Pick<AssetFiles, 'prepare' | 'list' | 'sum'>;
  timing: AssetTiming;
  /** Called whenever records or views may be others than before. */
  onChange(): void;
};

/** One category's files as the server knows them. */
export type Shelf = {
  readonly folder: AssetFolder;
  category(): AssetCategoryView;
  setCategory(category: AssetCategoryView): void;
  /** Why its folder can't be used, for people. */
  problem(): string | undefined;
  records(): AssetRecord[];
  views(): AssetFileView[];
  /** Resolves when every file that was there has been read, or `firstMs` have passed. */
  readonly known: Promise<void>;
  /** The disk says that something changed. */
  look(): void;
  /** A file that was put there by us, and whose sum is known. */
  adopt(stored: StoredAsset, sum: string): void;
  forget(base: string): void;
  close(): void;
};

/** A file that can't be read is tried again after this. */
const unreadableMs = 10_000;
/** A list of so many files is told once in each millisecond that this makes of them: ten thousand, once a second. */
const filesPerMs = 10;

/** What the parts of a shelf share. */
type Context = ShelfDeps & {
  folder: AssetFolder;
  entries: ShelfEntries;
  category: AssetCategoryView;
  problem: string | undefined;
  isClosed: boolean;
  /** Files at the last look. */
  count: number;
  tellKnown(): void;
  /** Tells soon, once for all files that were read meanwhile: each list is written as a whole. */
  tellSoon(): void;
};

/** Follows one folder. A folder that can't be read keeps its last state: what is on air doesn't go because a disk was away. */
export function createShelf(folder: AssetFolder, category: AssetCategoryView, deps: ShelfDeps): Shelf {
  let tellKnown: () => void = () => undefined;
  const known = new Promise<void>((resolve) => {
    tellKnown = resolve;
  });
  const patience = setTimeout(tellKnown, deps.timing.firstMs);
  const entries = createEntries(folder);
  const tells: Gathered = gather(deps.timing.gatherMs, () => Promise.resolve(tell(context)));
  const tellSoon = () => tells.soon(Math.max(deps.timing.gatherMs, context.count / filesPerMs));
  const context: Context = {
    ...deps,
    folder,
    entries,
    category,
    problem: undefined,
    isClosed: false,
    count: 0,
    tellKnown,
    tellSoon,
  };
  const looks: Gathered = gather(deps.timing.gatherMs, () => lookAround(context, looks));
  void deps.files.prepare(folder).then((prepared) => {
    if (!prepared.ok) context.problem = prepared.error;
    looks.soon(0);
  });
  return {
    folder,
    known,
    category: () => context.category,
    setCategory(next) {
      context.category = next;
      looks.soon(0);
    },
    problem: () => context.problem,
    records: entries.records,
    views: entries.views,
    look: () => looks.soon(),
    adopt(stored, sum) {
      entries.adopt(stored, sum);
      deps.onChange();
    },
    forget(base) {
      entries.forget(base);
      deps.onChange();
    },
    close() {
      context.isClosed = true;
      clearTimeout(patience);
      looks.stop();
      tells.stop();
      tellKnown();
    },
  };
}

async function lookAround(context: Context, looks: Gathered): Promise<void> {
  const { files, folder, entries, timing } = context;
  const edition = entries.edition();
  const found = await files.list(folder);
  if (context.isClosed) return;
  if (entries.edition() !== edition) return looks.soon(0);
  context.problem = found.ok ? undefined : found.error;
  if (found.ok) context.count = found.value.length;
  if (found.ok) entries.takeIn(found.value, context.category.allowedTypes);
  for (const entry of entries.unread()) if (isSettled(entry, timing)) void read(context, entry, looks);
  if (entries.unread().length > 0) looks.soon(timing.settleMs);
  tell(context);
}

/** What has just changed may still be being written. */
function isSettled({ stored: { modifiedAt }, seenAt }: Entry, { settleMs }: AssetTiming): boolean {
  return performance.now() - seenAt >= settleMs || Math.abs(Date.now() - modifiedAt) >= 4 * settleMs;
}

async function read(context: Context, entry: Entry, looks: Gathered): Promise<void> {
  const { files, folder, entries } = context;
  entry.state = 'reading';
  const sum = await files.sum(folder, entry.stored.base);
  entry.sum = sum;
  entry.state = sum === undefined ? 'unreadable' : 'waiting';
  if (context.isClosed || !entries.has(entry)) return;
  // It went or changed meanwhile, or may not be read: a later look says which.
  if (sum === undefined) setTimeout(() => retry(entry, looks), unreadableMs).unref();
  context.tellSoon();
}

function retry(entry: Entry, looks: Gathered): void {
  entry.state = 'waiting';
  looks.soon();
}

function tell({ entries, tellKnown, onChange }: Context): void {
  if (entries.areKnown()) tellKnown();
  onChange();
}
