import type { ReplicantKey } from './replicant.ts';

/** Where files of one kind of one bundle lie. */
export type AssetFolder = { namespace: string; category: string };

/** One file as bundles read it in `assets:<category>`: exactly NodeCG's fields (compat.md A.6). `ext` has its dot. */
export type AssetRecord = {
  /** SHA-1 of the content, in hexadecimal. */
  sum: string;
  base: string;
  ext: string;
  name: string;
  namespace: string;
  category: string;
  url: string;
};

/** `allowedTypes`: extensions; absent or empty: every file is welcome. */
export type AssetCategoryView = { name: string; title: string; allowedTypes?: string[] };

/** What bundles read in `_assets:collections`: the enabled bundles that have categories. */
export type AssetCollection = { name: string; categories: AssetCategoryView[] };

/** One file as the dashboard shows it. `sum` is absent while it is read for the first time; then bundles don't see it yet. */
export type AssetFileView = {
  base: string;
  url: string;
  /** Bytes. */
  size: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
  sum?: string;
};

/** What the dashboard shows of assets. A category has a `problem` where its folder can't be made or read. */
export type AssetOverview = {
  /** The largest file that may be added. */
  maxFileBytes: number;
  bundles: { name: string; categories: (AssetCategoryView & { files: AssetFileView[]; problem?: string })[] }[];
};

/** The most files that one upload may bring. */
export const filesPerUpload = 64;

/** The replicant that holds a category's files. */
export function assetReplicant({ namespace, category }: AssetFolder): ReplicantKey {
  return { namespace, name: `assets:${category}` };
}

/** Where a file is read. Names of every kind are safe in it. */
export function assetUrl({ namespace, category }: AssetFolder, base: string): string {
  return `/assets/${encodeURIComponent(namespace)}/${encodeURIComponent(category)}/${encodeURIComponent(base)}`;
}
