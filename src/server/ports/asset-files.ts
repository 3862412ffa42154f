import type { Readable } from 'node:stream';
import type { AssetFolder } from '#contract/asset';
import type { Result } from '#contract/result';

/** A file as it lies there. `version` is another whenever the content may be. */
export type StoredAsset = { base: string; size: number; modifiedAt: number; version: string };

/** - `too-large`: longer than was allowed. - `no-space`: the disk is full. - `interrupted`: the content ended early. - `unwritable`: the rest; `message` says what. */
export type AssetFilesError = { code: 'too-large' | 'no-space' | 'interrupted' | 'unwritable'; message: string };

/** Content that has arrived whole and is not in the folder yet. Exactly one of `commit` and `discard` has to be called. */
export type StagedAsset = {
  sum: string;
  /** Puts it there under that name, in one step: whoever reads the name gets all of the old or all of the new. */
  commit(base: string): Promise<Result<StoredAsset, AssetFilesError>>;
  discard(): Promise<void>;
};

export type WatchedAssets = {
  /** Something changed in a folder, or in all folders of a namespace. */
  onChange(changed: { namespace: string; category?: string }): void;
  /** For people; says what to do. */
  onTrouble(message: string): void;
};

/**
 * Where the files of assets are. Names are checked again here: whatever it is asked, it reads and writes only files that lie directly in
 * the folder of a category, and none that are hidden. Nothing here ever rejects.
 */
export interface AssetFiles {
  /** Makes the folder if it isn't there, and clears away what uploads left that never ended. */
  prepare(folder: AssetFolder): Promise<Result<null, string>>;
  /** Fails where the folder is away or can't be read: that is not an empty one. */
  list(folder: AssetFolder): Promise<Result<StoredAsset[], string>>;
  /** SHA-1 in hexadecimal; undefined for a file that is gone, or can't be read. Large files hold nobody up. */
  sum(folder: AssetFolder, base: string): Promise<string | undefined>;
  /** Its absolute path; undefined where there is no such file. A name is found also where its accents are written the other way (NFC, NFD). */
  locate(folder: AssetFolder, base: string): Promise<string | undefined>;
  /** Takes in content up to that size, never holding it in memory. A failure leaves nothing behind. */
  stage(folder: AssetFolder, content: Readable, maxBytes: number): Promise<Result<StagedAsset, AssetFilesError>>;
  /** The name that was removed; undefined where there was no such file. */
  remove(folder: AssetFolder, base: string): Promise<Result<string | undefined, AssetFilesError>>;
  /** Bytes that may still be written; undefined where that can't be known. */
  freeBytes(): Promise<number | undefined>;
  /** Resolves when watching has begun. */
  watch(watched: WatchedAssets): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
