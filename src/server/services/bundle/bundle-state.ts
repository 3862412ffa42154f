import { isAbsolute } from 'node:path';
import type { BundleProblem } from '#contract/bundle';
import type { BundleReading, BundleVersion } from './read-bundle.ts';
import { resolveOrder, type OrderInput } from './resolve-order.ts';
import type { FirstPartyBundle } from './types.ts';

/** Where a bundle comes from: a folder in the bundles folder (elsewhere: its absolute path), or the program itself. */
export type BundleSource = { kind: 'drop-in'; folder: string } | { kind: 'first-party'; bundle: FirstPartyBundle };

/** A source and what is known of it. */
export type BundleEntry = {
  source: BundleSource;
  reading: BundleReading;
  /** The last version without errors: it is served and runs, whatever an edit broke since. */
  good?: BundleVersion;
  /** Grows when a person wants the extension restarted. */
  restarts: number;
  /** Last start or reload, milliseconds since 1970. */
  startedAt: number;
  /** Pages that changed while the bundle was invalid, to be reloaded when it is valid again. */
  waitingPages: string[];
};

/** An entry and what follows from all the others. `conflict`: another folder has its name. */
export type ResolvedBundle = {
  name: string;
  entry: BundleEntry;
  enabled: boolean;
  conflict?: BundleProblem;
  stopped?: { state: 'blocked' | 'failed'; problem: BundleProblem };
};

/** `bundles`: all by name, in the order of their names. `order`: those that run, dependencies first. */
export type Assembly = { bundles: ReadonlyMap<string, ResolvedBundle>; order: readonly string[] };

/** Decides which entries count, and in which order they run. A drop-in bundle replaces the first-party bundle of its name. */
export function assemble(
  entries: Iterable<BundleEntry>,
  disabled: ReadonlySet<string>,
  isWanted: (name: string) => boolean = () => true,
): Assembly {
  const bundles = new Map<string, ResolvedBundle>();
  const wanted = [...entries].filter(({ reading }) => isWanted(reading.name));
  const sorted = wanted.sort((a, b) => compare(precedence(a), precedence(b)));
  for (const entry of sorted) {
    const winner = bundles.get(entry.reading.name);
    if (!winner) bundles.set(entry.reading.name, { name: entry.reading.name, entry, enabled: !disabled.has(entry.reading.name) });
    else if (entry.source.kind === 'drop-in') addConflict(bundles, entry, winner);
  }
  const resolution = resolveOrder([...bundles.values()].map(toOrderInput));
  for (const [name, stopped] of resolution.stopped) (bundles.get(name) as ResolvedBundle).stopped = stopped;
  return { bundles: new Map([...bundles].sort(([a], [b]) => compare(a, b))), order: resolution.order };
}

function precedence({ source }: BundleEntry): string {
  if (source.kind === 'first-party') return `2${source.bundle.manifest.name}`;
  return `${isAbsolute(source.folder) ? 1 : 0}${source.folder}`;
}

function addConflict(bundles: Map<string, ResolvedBundle>, entry: BundleEntry, winner: ResolvedBundle): void {
  const folder = entry.source.kind === 'drop-in' ? entry.source.folder : '';
  const winning = winner.entry.source.kind === 'drop-in' ? winner.entry.source.folder : winner.name;
  const message = `The folders "${winning}" and "${folder}" hold bundles of the same name "${entry.reading.name}"; the first one is used`;
  const conflict: BundleProblem = {
    severity: 'error',
    file: 'package.json',
    field: 'name',
    message,
    fix: 'Rename or remove one of them.',
  };
  const name = bundles.has(folder) ? `${folder} (folder)` : folder;
  bundles.set(name, { name, entry, enabled: true, conflict });
}

function toOrderInput({ name, entry, enabled, conflict }: ResolvedBundle): OrderInput {
  const { good } = entry;
  const unusable = !enabled ? 'is disabled' : conflict || !good ? 'has failed' : undefined;
  return {
    name,
    version: good?.loaded.manifest.version ?? '',
    dependencies: good?.loaded.manifest.bundleDependencies ?? {},
    unusable,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
